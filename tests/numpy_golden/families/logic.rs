//! Tests of elements and of arrays.

use ch5_array::Result;
use ch5_array::ops::{self, Tolerance};

use crate::answer::Answer;
use crate::args::{Arg, Args};

fn tolerance(args: &Args<'_>) -> Tolerance {
    let float = |name| args.name(name).and_then(Arg::float);
    let numpy = Tolerance::default();
    Tolerance {
        rtol: float("rtol").unwrap_or(numpy.rtol),
        atol: float("atol").unwrap_or(numpy.atol),
        equal_nan: args.bool(9, "equal_nan").unwrap_or(false),
    }
}

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    let y = || args.expr(1, "b");
    let py = |value: Result<bool>| value.map(|value| Answer::Py(value.into()));
    Some(match name {
        "np.isclose" => Answer::of(&ops::isclose(x(), y(), tolerance(args))),
        "np.allclose" => py(ops::allclose(x(), y(), tolerance(args))),
        "np.array_equal" => {
            py(ops::array_equal(x(), y(), args.bool(9, "equal_nan").unwrap_or(false)))
        }
        "np.array_equiv" => py(ops::array_equiv(x(), y())),
        "np.iscomplexobj" => py(Ok(ops::iscomplexobj(x()))),
        "np.isrealobj" => py(Ok(ops::isrealobj(x()))),
        "np.isfortran" => py(Ok(ops::isfortran(x()))),
        _ => return None,
    })
}
