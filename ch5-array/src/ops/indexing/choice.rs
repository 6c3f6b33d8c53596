//! Choosing among arrays by their number, and parts by a condition.

use std::sync::Arc;

use super::{Mode, take};
use crate::array::{AxisIndex, H5Array};
use crate::buffer::{Buffer, Item, View, mismatch, pair};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, elementwise};
use crate::ops::choose::common;
use crate::types::ElementType as Ty;

/// Each element from the choice whose number stands at its place, in the type that all choices
/// have in common; all are broadcast together.
///
/// # Errors
///
/// At the sink: [`ErrorKind::WrongType`] for numbers that are no integers, [`ErrorKind::Value`]
/// for one without a choice, unless the mode moves it.
///
/// ```
/// use ch5_array::ops::indexing::{Mode, choose};
/// use ch5_array::IntoExpr;
/// let which = ndarray::array![0, 1, 5];
/// let y = choose(&which, &[10i64.into_expr(), 20i64.into_expr()], Mode::Wrap);
/// assert_eq!(y.read_as::<i64>()?, ndarray::array![10, 20, 20].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn choose<'a>(which: impl IntoExpr<'a>, choices: &[Expr<'a>], mode: Mode) -> Expr<'a> {
    let which = which.into_expr();
    let count = choices.len() as i64;
    let made = || -> Result<Expr<'a>> {
        let found = which.node()?.element_type();
        if !(found == Ty::Bool || found.is_integer()) {
            return Err(mismatch(Ty::I64, found));
        }
        if choices.is_empty() {
            return Err(Error::new(ErrorKind::Value, "choose").expected("one choice or more"));
        }
        let ty = common("choose", choices)?;
        let mut types = vec![ty; choices.len() + 1];
        types[0] = Ty::I64;
        let inputs: Vec<Expr<'a>> = [which.clone()].into_iter().chain(choices.to_vec()).collect();
        let kernel = Arc::new(move |views: &[View<'_>]| pick(views, count, mode));
        Ok(elementwise("choose", &inputs, &types, ty, kernel))
    };
    Expr::from_result(made())
}

fn pick(views: &[View<'_>], count: i64, mode: Mode) -> Result<Buffer> {
    let [which, first, others @ ..] = views else {
        return Err(Error::new(ErrorKind::Value, "choose").expected("one choice or more"));
    };
    let which = i64::of(*which).ok_or_else(|| mismatch(Ty::I64, which.element_type()))?;
    let outside = which.iter().find(|n| !(0..count).contains(*n));
    if let (Mode::Raise, Some(outside)) = (mode, outside) {
        return Err(Error::new(ErrorKind::Value, "choose")
            .expected(format!("the number of one of {count} choices"))
            .found(outside.to_string()));
    }
    let moved = |n: i64| match mode {
        Mode::Raise => n,
        Mode::Wrap => n.rem_euclid(count),
        Mode::Clip => n.clamp(0, count - 1),
    };
    let mut out = first.to_buffer();
    for (other, number) in others.iter().zip(1..) {
        let (mine, found) = (first.element_type(), other.element_type());
        pair!(Buffer, View, &mut out, *other, a, b => {
            for ((to, from), &n) in a.iter_mut().zip(b).zip(which) {
                if moved(n) == number {
                    to.clone_from(from);
                }
            }
        }, else return Err(mismatch(mine, found)));
    }
    Ok(out)
}

/// The parts of an array along an axis where a condition is true; without an axis, elements of
/// the flattened array. The condition may be shorter than the axis, and is read at the call.
///
/// # Errors
///
/// [`ErrorKind::Shape`] for a condition that has not one dimension, or is true beyond the end;
/// errors of reading it.
///
/// ```
/// use ch5_array::ops::indexing::compress;
/// let x = ndarray::array![[1, 2], [3, 4], [5, 6]];
/// let y = compress(&ndarray::array![false, true], &x, Some(0))?;
/// assert_eq!(y.read_as::<i32>()?, ndarray::array![[3, 4]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn compress<'a, 'c>(
    condition: impl IntoExpr<'c>,
    x: impl IntoExpr<'a>,
    axis: Option<isize>,
) -> Result<Expr<'a>> {
    let condition = condition.into_expr().load()?;
    if condition.shape().len() != 1 {
        return Err(Error::new(ErrorKind::Shape, "compress")
            .expected("a condition of one dimension")
            .found(format!("shape {:?}", condition.shape())));
    }
    let Buffer::Bool(truth) = condition.into_data().cast(Ty::Bool)? else {
        return Err(Error::new(ErrorKind::WrongType, "compress").expected("booleans"));
    };
    let hits = truth.iter().enumerate().filter(|(_, hit)| **hit);
    let places: Vec<i64> = hits.map(|(i, _)| i as i64).collect();
    let taken = take(x, AxisIndex::from(places), axis, Mode::Raise);
    taken.check()?;
    Ok(taken)
}

/// As [`take`], into an array of the result's shape: numpy's `out`.
///
/// # Errors
///
/// [`ErrorKind::Shape`] for an array of another shape, and those of [`take`] and
/// [`H5Array::assign`].
///
/// ```
/// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::indexing::*, prelude::*};
/// use ch5_array::ops::indexing::take_into;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let out = H5Array::from_array(&file, "out", &array![0i64, 0])?;
/// take_into(array![10i64, 20, 30], vec![2, 0], None, Mode::Raise, &out)?;
/// assert_eq!(out.to_string(), "[30 10]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn take_into<'a, T>(
    x: impl IntoExpr<'a>,
    places: impl Into<AxisIndex>,
    axis: Option<isize>,
    mode: Mode,
    out: &H5Array<T>,
) -> Result<()> {
    let taken = take(x, places, axis, mode);
    taken.check()?;
    if taken.shape() != out.shape() {
        return Err(out.dataset().locate(
            Error::new(ErrorKind::Shape, "take")
                .expected(format!("an output of shape {:?}", taken.shape()))
                .found(format!("{:?}", out.shape())),
        ));
    }
    out.assign(taken)
}
