//! Axes in another order, elements in another order along an axis.

use std::sync::Arc;

use super::shape::axis;
use super::{build, cut};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Axis, Cut, Join, NodeRef, Permute, Span};
use crate::ops::axes_of;

fn permuted<'a>(node: NodeRef<'a>, axes: Vec<usize>) -> NodeRef<'a> {
    Arc::new(Permute::new(node, axes))
}

/// The axes in another order: axis `i` of the result is axis `axes[i]` of the input; without
/// `axes` in reverse order.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] unless every axis is named once.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::transpose;
/// assert_eq!(transpose(array![[1, 2], [3, 4]], None).load()?.to_string(), "[[1 3]\n [2 4]]");
/// assert_eq!(transpose(array![[[1, 2, 3]]], Some(&[2, 0, 1])).shape(), [3, 1, 1]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "permute_dims")]
pub fn transpose<'a>(x: impl IntoExpr<'a>, axes: Option<&[isize]>) -> Expr<'a> {
    build(x, |node| {
        let rank = node.shape().len();
        let axes = match axes {
            None => (0..rank).rev().collect(),
            Some(axes) => axes_of("transpose", axes, rank)?,
        };
        if axes.len() != rank {
            return Err(Error::new(ErrorKind::Shape, "transpose")
                .expected(format!("{rank} axes"))
                .found(format!("{axes:?}")));
        }
        Ok(permuted(node, axes))
    })
}

/// Two axes exchanged.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an axis that is not there.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::swapaxes;
/// assert_eq!(swapaxes(array![[1, 2, 3]], 0, 1).load()?.to_string(), "[[1]\n [2]\n [3]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn swapaxes<'a>(x: impl IntoExpr<'a>, first: isize, second: isize) -> Expr<'a> {
    build(x, |node| {
        let mut axes: Vec<usize> = (0..node.shape().len()).collect();
        axes.swap(axis("swapaxes", first, &node)?, axis("swapaxes", second, &node)?);
        Ok(permuted(node, axes))
    })
}

/// Axes moved to other places; the others keep their order.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for axes that are not there, named twice, or not as many as
/// places.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::moveaxis;
/// assert_eq!(moveaxis(array![[[1, 2, 3]], [[4, 5, 6]]], &[0], &[-1]).shape(), [1, 3, 2]);
/// ```
pub fn moveaxis<'a>(x: impl IntoExpr<'a>, from: &[isize], to: &[isize]) -> Expr<'a> {
    build(x, |node| {
        let rank = node.shape().len();
        let (from, to) = (axes_of("moveaxis", from, rank)?, axes_of("moveaxis", to, rank)?);
        if from.len() != to.len() {
            return Err(Error::new(ErrorKind::Shape, "moveaxis")
                .expected("as many places as axes")
                .found(format!("{} axes, {} places", from.len(), to.len())));
        }
        let mut axes: Vec<usize> = (0..rank).filter(|axis| !from.contains(axis)).collect();
        let mut pairs: Vec<(usize, usize)> = to.into_iter().zip(from).collect();
        pairs.sort_unstable();
        pairs.into_iter().for_each(|(to, from)| axes.insert(to, from));
        Ok(permuted(node, axes))
    })
}

/// One axis moved before another one, as numpy's `rollaxis`.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for places that are not there.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::rollaxis;
/// assert_eq!(rollaxis(array![[[1, 2, 3]], [[4, 5, 6]]], 2, 0).shape(), [3, 2, 1]);
/// ```
pub fn rollaxis<'a>(x: impl IntoExpr<'a>, from: isize, start: isize) -> Expr<'a> {
    build(x, |node| {
        let rank = node.shape().len();
        let from = axis("rollaxis", from, &node)?;
        let start = if start == rank as isize { rank } else { axis("rollaxis", start, &node)? };
        let mut axes: Vec<usize> = (0..rank).collect();
        let moved = axes.remove(from);
        axes.insert(if start > from { start - 1 } else { start }, moved);
        Ok(permuted(node, axes))
    })
}

fn flipped<'a>(node: NodeRef<'a>, axes: &[usize]) -> NodeRef<'a> {
    let span = |(axis, &n): (usize, &usize)| {
        if axes.contains(&axis) && n > 0 {
            Span { start: n - 1, step: -1, count: n }
        } else {
            Span::new(0, n)
        }
    };
    let spans: Vec<Span> = node.shape().iter().enumerate().map(span).collect();
    let kept = (0..spans.len()).map(Axis::Of).collect();
    Arc::new(Cut::new(node, spans, kept))
}

/// The elements in reverse order along axes, or along all.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for axes that are not there.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::flip;
/// let x = array![[1, 2], [3, 4]];
/// assert_eq!(flip(&x, None).load()?.to_string(), "[[4 3]\n [2 1]]");
/// assert_eq!(flip(&x, Some(&[0])).load()?.to_string(), "[[3 4]\n [1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn flip<'a>(x: impl IntoExpr<'a>, axes: Option<&[isize]>) -> Expr<'a> {
    build(x, |node| {
        let rank = node.shape().len();
        let axes = match axes {
            Some(axes) => axes_of("flip", axes, rank)?,
            None => (0..rank).collect(),
        };
        Ok(flipped(node, &axes))
    })
}

fn at_least<'a>(function: &'static str, node: &NodeRef<'a>, rank: usize) -> Result<()> {
    if node.shape().len() >= rank {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Shape, function)
        .expected(format!("at least {rank} dimensions"))
        .found(format!("shape {:?}", node.shape())))
}

/// The rows in reverse order.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an array without dimensions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::flipud;
/// assert_eq!(flipud(array![[1, 2], [3, 4]]).load()?.to_string(), "[[3 4]\n [1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn flipud<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    build(x, |node| at_least("flipud", &node, 1).map(|()| flipped(node, &[0])))
}

/// The columns in reverse order.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for fewer than two dimensions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::fliplr;
/// assert_eq!(fliplr(array![[1, 2], [3, 4]]).load()?.to_string(), "[[2 1]\n [4 3]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn fliplr<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    build(x, |node| at_least("fliplr", &node, 2).map(|()| flipped(node, &[1])))
}

/// Turned by `k` quarter turns, from the first of two axes towards the second.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] unless the axes are two different ones of the array.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::rot90;
/// assert_eq!(rot90(array![[1, 2], [3, 4]], 1, (0, 1)).load()?.to_string(), "[[2 4]\n [1 3]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn rot90<'a>(x: impl IntoExpr<'a>, k: isize, axes: (isize, isize)) -> Expr<'a> {
    build(x, |node| {
        at_least("rot90", &node, 2)?;
        let axes = axes_of("rot90", &[axes.0, axes.1], node.shape().len())?;
        let mut order: Vec<usize> = (0..node.shape().len()).collect();
        order.swap(axes[0], axes[1]);
        Ok(match k.rem_euclid(4) {
            0 => node,
            1 => permuted(flipped(node, &axes[1..]), order),
            2 => flipped(node, &axes),
            _ => flipped(permuted(node, order), &axes[1..]),
        })
    })
}

fn rolled<'a>(node: NodeRef<'a>, shift: isize, axis: usize) -> NodeRef<'a> {
    let n = node.shape()[axis];
    if n == 0 || shift.rem_euclid(n as isize) == 0 {
        return node;
    }
    let by = shift.rem_euclid(n as isize) as usize;
    let parts = vec![cut(node.clone(), axis, n - by, by), cut(node, axis, 0, n - by)];
    Arc::new(Join::new(parts, axis))
}

/// The elements shifted along axes; what leaves at one end comes in at the other. Without axes
/// the elements are shifted in row-major order. One shift goes for all axes.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for axes that are not there, or another number of shifts.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::roll;
/// assert_eq!(roll(array![1, 2, 3, 4], &[1], None).load()?.to_string(), "[4 1 2 3]");
/// let y = roll(array![[1, 2], [3, 4]], &[1], Some(&[0]));
/// assert_eq!(y.load()?.to_string(), "[[3 4]\n [1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn roll<'a>(x: impl IntoExpr<'a>, shifts: &[isize], axes: Option<&[isize]>) -> Expr<'a> {
    let x = x.into_expr();
    let Some(axes) = axes else {
        let shape: Vec<isize> = x.shape().iter().map(|&n| n as isize).collect();
        let flat = build(super::ravel(x), |node| Ok(rolled(node, shifts.iter().sum(), 0)));
        return super::reshape(flat, &shape);
    };
    build(x, |mut node| {
        let count = shifts.len().max(axes.len());
        if ![1, count].contains(&shifts.len()) || ![1, count].contains(&axes.len()) {
            return Err(Error::new(ErrorKind::Shape, "roll")
                .expected("as many shifts as axes")
                .found(format!("{} shifts, {} axes", shifts.len(), axes.len())));
        }
        for i in 0..count {
            let shift = shifts[if shifts.len() == 1 { 0 } else { i }];
            let along = axis("roll", axes[if axes.len() == 1 { 0 } else { i }], &node)?;
            node = rolled(node, shift, along);
        }
        Ok(node)
    })
}
