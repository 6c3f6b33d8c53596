//! Running sums.

use ch5_array::Result;
use ch5_array::ops::scans;

use crate::answer::Answer;
use crate::args::Args;

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    let mut running = match name {
        "np.cumsum" => scans::cumsum(x()),
        "np.cumprod" => scans::cumprod(x()),
        "np.nancumsum" => scans::nancumsum(x()),
        "np.nancumprod" => scans::nancumprod(x()),
        _ => return None,
    };
    if let Some(axis) = args.int(1, "axis") {
        running = running.axis(axis as isize);
    }
    if let Some(ty) = args.dtype(2, "dtype") {
        running = running.dtype(ty);
    }
    Some(Answer::of(&running.into()))
}
