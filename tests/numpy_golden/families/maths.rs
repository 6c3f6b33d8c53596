//! Elementwise mathematics.

use ch5_array::ops::{self, Casting};
use ch5_array::{Expr, H5Array, Result};
use num_complex::Complex;
use serde_json::Value;

use crate::answer::Answer;
use crate::args::{Arg, Args};

/// A function of a table, with numpy's keyword arguments.
pub(crate) fn ufunc(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let row = ops::ufunc(name)?;
    let inputs: Vec<Expr<'static>> = args.positional.iter().map(Arg::expr).collect();
    let mut call = row.on(inputs);
    if let Some(ty) = args.dtype(9, "dtype") {
        call = call.dtype(ty);
    }
    if let Some(mask) = args.name("where") {
        call = call.only(mask.expr());
    }
    Some(match args.name("out") {
        Some(Arg::Array { stored, .. }) => call.into(stored).and_then(|()| loaded(stored)),
        _ => Answer::of(&call.expr()),
    })
}

fn loaded(array: &H5Array) -> Result<Answer> {
    use ch5_array::ArrayLike;
    Answer::of(&array.expr())
}

fn float(args: &Args<'_>, name: &str) -> Option<f64> {
    args.name(name).and_then(Arg::float)
}

fn complex(arg: &Arg) -> Complex<f64> {
    Complex::new(arg.float().unwrap(), 0.0)
}

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let short = name.strip_prefix("np.")?;
    let x = || args.expr(0, "x");
    Some(match short {
        "around" => {
            let decimals = args.int(1, "decimals").unwrap_or(0);
            Answer::of(&ops::around(x(), decimals as i32))
        }
        "frexp" => {
            let (a, b) = ops::frexp(x());
            Answer::tuple([a, b])
        }
        "modf" => {
            let (a, b) = ops::modf(x());
            Answer::tuple([a, b])
        }
        "divmod" => {
            let (a, b) = ops::div_mod(x(), args.expr(1, "x2"));
            Answer::tuple([a, b])
        }
        "angle" => Answer::of(&ops::angle(x(), args.bool(1, "deg") == Some(true))),
        "real_if_close" => ops::real_if_close(x(), float(args, "tol").unwrap_or(100.0))
            .and_then(|y| Answer::of(&y)),
        "clip" => {
            let bound = |at: usize| {
                args.positional.get(at).filter(|arg: &&Arg| !arg.is_none()).map(Arg::expr)
            };
            Answer::of(&match (bound(1), bound(2)) {
                (Some(low), Some(high)) => ops::clip(x(), low, high),
                (Some(low), None) => ops::maximum(x(), low),
                (None, Some(high)) => ops::minimum(x(), high),
                (None, None) => x(),
            })
        }
        "nan_to_num" => {
            let mut call = ops::nan_to_num(x());
            if let Some(value) = float(args, "nan") {
                call = call.nan(value);
            }
            if let Some(value) = float(args, "posinf") {
                call = call.posinf(value);
            }
            if let Some(value) = float(args, "neginf") {
                call = call.neginf(value);
            }
            Answer::of(&call.expr())
        }
        "interp" => {
            let mut call = ops::interp(x(), args.expr(1, "xp"), args.expr(2, "fp"));
            if let Some(left) = args.name("left") {
                call = call.left(complex(left));
            }
            if let Some(right) = args.name("right") {
                call = call.right(complex(right));
            }
            if let Some(period) = float(args, "period") {
                call = call.period(period);
            }
            Answer::of(&call.expr())
        }
        "where" if args.positional.len() == 3 => {
            Answer::of(&ops::where_(x(), args.expr(1, "x"), args.expr(2, "y")))
        }
        "where" if args.positional.len() == 2 => {
            let error = ch5_array::Error::new(ch5_array::ErrorKind::Value, "where");
            Err(error.expected("one operand or three"))
        }
        "copyto" => {
            let Some(Arg::Array { stored, .. }) = args.get(0, "dst") else { panic!("no array") };
            let mut call = ops::copyto(stored, args.expr(1, "src"));
            if args.text(9, "casting") == Some("unsafe") {
                call = call.casting(Casting::Unsafe);
            }
            if let Some(mask) = args.name("where") {
                call = call.only(mask.expr());
            }
            call.run().and_then(|()| loaded(stored))
        }
        "isscalar" => match args.get(0, "x") {
            Some(Arg::Literal(Value::Null)) => return Some(Ok(Answer::Py(false.into()))),
            _ => Ok(Answer::Py(ops::isscalar(x()).into())),
        },
        _ => return ufunc(short, args),
    })
}
