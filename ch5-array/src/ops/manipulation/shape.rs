//! Shapes with other sides, new axes, fewer axes, stretched axes.

use std::sync::Arc;

use super::build;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Axis, Broadcast, Cut, NodeRef, Permute, Reshape, Span, broadcast_shapes};
use crate::ops::{axes_of, axis_of};

fn sides(function: &str, len: usize, shape: &[isize]) -> Result<Vec<usize>> {
    let wrong = || {
        Error::new(ErrorKind::Shape, function.to_owned())
            .expected(format!("a shape of {len} elements"))
            .found(format!("{shape:?}"))
    };
    let open = shape.iter().filter(|&&n| n == -1).count();
    let known = shape
        .iter()
        .filter(|&&n| n != -1)
        .try_fold(1usize, |all, &n| all.checked_mul(usize::try_from(n).ok()?))
        .ok_or_else(wrong)?;
    let rest = match open {
        0 if known == len => 1,
        1 if known > 0 && len.is_multiple_of(known) => len / known,
        _ => return Err(wrong()),
    };
    Ok(shape.iter().map(|&n| if n == -1 { rest } else { n as usize }).collect())
}

/// The same elements in row-major order in another shape; one side may be -1, and follows from the
/// others.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for another number of elements.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::reshape;
/// assert_eq!(reshape(array![1, 2, 3, 4], &[2, -1]).load()?.to_string(), "[[1 2]\n [3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn reshape<'a>(x: impl IntoExpr<'a>, shape: &[isize]) -> Expr<'a> {
    build(x, |node| {
        let len = node.shape().iter().product();
        let shape = sides("reshape", len, shape)?;
        Ok(if node.shape() == shape { node } else { Arc::new(Reshape::new(node, shape)) })
    })
}

/// As [`reshape`], with elements read and placed in Fortran order (the first axis fastest):
/// numpy's `order="F"`.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::reshape_fortran;
/// assert_eq!(reshape_fortran(array![1, 2, 3, 4], &[2, 2]).load()?.to_string(), "[[1 3]\n [2 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn reshape_fortran<'a>(x: impl IntoExpr<'a>, shape: &[isize]) -> Expr<'a> {
    build(x, |node| {
        let len = node.shape().iter().product();
        let mut shape = sides("reshape", len, shape)?;
        shape.reverse();
        let turned = turned(node);
        Ok(self::turned(Arc::new(Reshape::new(turned, shape))))
    })
}

fn turned(node: NodeRef<'_>) -> NodeRef<'_> {
    let axes = (0..node.shape().len()).rev().collect();
    Arc::new(Permute::new(node, axes))
}

/// All elements in one dimension, in row-major order.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::ravel;
/// assert_eq!(ravel(array![[1, 2], [3, 4]]).load()?.to_string(), "[1 2 3 4]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "flatten")]
#[doc(alias = "flat")]
pub fn ravel<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    build(x, |node| {
        let len = node.shape().iter().product();
        Ok(Arc::new(Reshape::new(node, vec![len])))
    })
}

/// The axes of a node, some dropped (they have length 1), some new.
fn with_axes(node: NodeRef<'_>, axes: Vec<Axis>) -> NodeRef<'_> {
    let spans = node.shape().iter().map(|&n| Span::new(0, n)).collect();
    Arc::new(Cut::new(node, spans, axes))
}

/// New axes of length 1 at these places of the result.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for places outside the result, or named twice.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::expand_dims;
/// assert_eq!(expand_dims(array![1, 2], &[0, -1]).shape(), [1, 2, 1]);
/// ```
#[doc(alias = "newaxis")]
pub fn expand_dims<'a>(x: impl IntoExpr<'a>, axes: &[isize]) -> Expr<'a> {
    build(x, |node| {
        let rank = node.shape().len() + axes.len();
        let new = axes_of("expand_dims", axes, rank)?;
        let mut old = 0..;
        let axes =
            (0..rank)
                .map(|axis| {
                    if new.contains(&axis) { Axis::New } else { Axis::Of(old.next().unwrap_or(0)) }
                })
                .collect();
        Ok(with_axes(node, axes))
    })
}

/// Axes of length 1 left out: those named, or all.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an axis of another length.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::squeeze;
/// assert_eq!(squeeze(array![[[1], [2]]], None).load()?.to_string(), "[1 2]");
/// assert_eq!(squeeze(array![[[1], [2]]], Some(&[0])).shape(), [2, 1]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn squeeze<'a>(x: impl IntoExpr<'a>, axes: Option<&[isize]>) -> Expr<'a> {
    build(x, |node| {
        let rank = node.shape().len();
        let gone = match axes {
            Some(axes) => axes_of("squeeze", axes, rank)?,
            None => (0..rank).filter(|&axis| node.shape()[axis] == 1).collect(),
        };
        if let Some(&wide) = gone.iter().find(|&&axis| node.shape()[axis] != 1) {
            return Err(Error::new(ErrorKind::Shape, "squeeze")
                .expected("axes of length 1")
                .found(format!("axis {wide} of shape {:?}", node.shape())));
        }
        let axes = (0..rank).filter(|axis| !gone.contains(axis)).map(Axis::Of).collect();
        Ok(with_axes(node, axes))
    })
}

/// The array stretched to a shape: axes of length 1 repeat, new ones stand in front.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] where an axis has another length.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::broadcast_to;
/// assert_eq!(broadcast_to(array![1, 2], &[2, 2]).load()?.to_string(), "[[1 2]\n [1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn broadcast_to<'a>(x: impl IntoExpr<'a>, shape: &[usize]) -> Expr<'a> {
    build(x, |node| Broadcast::to(node, shape))
}

/// The shape that arrays broadcast to.
///
/// # Errors
///
/// [`ErrorKind::Shape`] if they do not.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::broadcast_shape;
/// let all = [array![[1], [2]].into_expr(), array![1, 2, 3].into_expr()];
/// assert_eq!(broadcast_shape(&all)?, [2, 3]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "broadcast")]
pub fn broadcast_shape(all: &[Expr<'_>]) -> Result<Vec<usize>> {
    all.iter().try_for_each(Expr::check)?;
    broadcast_shapes(&all.iter().map(Expr::shape).collect::<Vec<_>>())
}

/// Arrays stretched to the shape that they have together.
///
/// # Errors
///
/// [`ErrorKind::Shape`] if they do not broadcast.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::broadcast_arrays;
/// let all = broadcast_arrays(&[array![[1], [2]].into_expr(), array![3, 4].into_expr()])?;
/// assert_eq!(all[0].load()?.to_string(), "[[1 1]\n [2 2]]");
/// assert_eq!(all[1].load()?.to_string(), "[[3 4]\n [3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn broadcast_arrays<'a>(all: &[Expr<'a>]) -> Result<Vec<Expr<'a>>> {
    let shape = broadcast_shape(all)?;
    Ok(all.iter().map(|x| broadcast_to(x.clone(), &shape)).collect())
}

/// The array with at least one dimension.
///
/// ```
/// # use ch5_array::{ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::atleast_1d;
/// assert_eq!(atleast_1d(7).load()?.to_string(), "[7]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn atleast_1d<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    build(x, |node| {
        Ok(if node.shape().is_empty() { with_axes(node, vec![Axis::New]) } else { node })
    })
}

/// The array with at least two dimensions; new ones stand in front.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::atleast_2d;
/// assert_eq!(atleast_2d(array![1, 2]).load()?.to_string(), "[[1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "asmatrix")]
#[doc(alias = "mat")]
pub fn atleast_2d<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    build(x, |node| {
        Ok(match node.shape().len() {
            0 => with_axes(node, vec![Axis::New, Axis::New]),
            1 => with_axes(node, vec![Axis::New, Axis::Of(0)]),
            _ => node,
        })
    })
}

/// The array with at least three dimensions: one dimension becomes the middle one, two become the
/// first two.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::atleast_3d;
/// assert_eq!(atleast_3d(array![1, 2]).shape(), [1, 2, 1]);
/// ```
pub fn atleast_3d<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    build(x, |node| {
        Ok(match node.shape().len() {
            0 => with_axes(node, vec![Axis::New, Axis::New, Axis::New]),
            1 => with_axes(node, vec![Axis::New, Axis::Of(0), Axis::New]),
            2 => with_axes(node, vec![Axis::Of(0), Axis::Of(1), Axis::New]),
            _ => node,
        })
    })
}

/// One axis, checked; for the functions next door.
pub(super) fn axis(function: &str, axis: isize, node: &NodeRef<'_>) -> Result<usize> {
    axis_of(function, axis, node.shape().len())
}
