//! Shapes.

use ch5_array::Result;

use crate::answer::Answer;
use crate::args::Args;

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    Some(match name {
        "np.ndim" => Ok(Answer::Py(args.expr(0, "a").ndim().into())),
        "np.shape" => Ok(Answer::Py(args.expr(0, "a").shape().into())),
        _ => return None,
    })
}
