//! Numbers with a step.

use super::fill::{by_place, each_place};
use crate::buffer::Buffer;
use crate::error::{Error, ErrorKind};
use crate::expr::Expr;
use crate::types::{ElementType as Ty, Scalar};

pub(super) fn float(value: &Scalar) -> Option<f64> {
    match Buffer::from(value.clone()).cast(Ty::F64) {
        Ok(Buffer::F64(v)) if !value.element_type().is_complex() => v.first().copied(),
        _ => None,
    }
}

fn integer(value: &Scalar) -> Option<i64> {
    let ty = value.element_type();
    if !(ty.is_integer() || ty == Ty::Bool) {
        return None;
    }
    match Buffer::from(value.clone()).cast(Ty::I64) {
        Ok(Buffer::I64(v)) => v.first().copied(),
        _ => None,
    }
}

/// `start`, `start + step`, ... up to before `stop`: `int64` where all three are integers,
/// `float64` otherwise.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Value`] for a step of 0 or numbers that are not finite.
///
/// ```
/// use ch5_array::ops::creation::arange;
/// assert_eq!(arange(1, 8, 3).read_as::<i64>()?, ndarray::array![1, 4, 7].into_dyn());
/// assert_eq!(arange(0.0, 1.0, 0.25).shape(), [4]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn arange<'a>(
    start: impl Into<Scalar>,
    stop: impl Into<Scalar>,
    step: impl Into<Scalar>,
) -> Expr<'a> {
    let (start, stop, step) = (start.into(), stop.into(), step.into());
    let wrong = || {
        Expr::failed(
            Error::new(ErrorKind::Value, "arange")
                .expected("finite numbers and a step that is not 0")
                .found(format!("{start:?}, {stop:?}, {step:?}")),
        )
    };
    if let (Some(start), Some(stop), Some(step)) = (integer(&start), integer(&stop), integer(&step))
    {
        if step == 0 {
            return wrong();
        }
        let (a, b, s) = (i128::from(start), i128::from(stop), i128::from(step));
        let distance = if s > 0 { b - a } else { a - b };
        let len = if distance > 0 { (distance - 1) / s.abs() + 1 } else { 0 };
        let Ok(len) = usize::try_from(len) else { return wrong() };
        return by_place("arange", &[len], Ty::I64, move |runs, n| {
            Ok(Buffer::I64(each_place(runs, n, |i| {
                start.wrapping_add((i as i64).wrapping_mul(step))
            })))
        });
    }
    let (Some(first), Some(end), Some(by)) = (float(&start), float(&stop), float(&step)) else {
        return wrong();
    };
    let len = ((end - first) / by).ceil();
    if by == 0.0 || !len.is_finite() || len > usize::MAX as f64 {
        return wrong();
    }
    let len = len.max(0.0) as usize;
    // numpy goes on from the distance of its first two numbers.
    let delta = (first + by) - first;
    by_place("arange", &[len], Ty::F64, move |runs, n| {
        Ok(Buffer::F64(each_place(runs, n, |i| first + i as f64 * delta)))
    })
}
