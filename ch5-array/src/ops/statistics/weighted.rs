//! Weights of elements in bins.

use super::bins::length;
use super::unfit;
use crate::buffer::{Buffer, Item};
use crate::engine::{Blocks, Context, block_shape, in_order};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{Area, read_together};
use crate::ops::manipulation::ravel;
use crate::types::ElementType as Ty;

/// Real numbers in one dimension, as a type.
fn real<'a>(name: &'static str, x: Expr<'a>, ty: Ty) -> Result<Expr<'a>> {
    let node = x.node()?;
    let of = node.element_type();
    if !(of == Ty::Bool || of.is_integer() || of.is_float()) {
        return Err(unfit(name, of));
    }
    Ok(ravel(Expr::of(cast_node(node.clone(), ty)?)))
}

/// The sums of the weights of elements by their bins, in row-major order.
fn weigh<'a, T: Item + Copy>(
    name: &'static str,
    x: Expr<'a>,
    weights: Expr<'a>,
    bins: usize,
    bin: impl Fn(T) -> Option<usize> + Send + Sync,
) -> Result<Vec<f64>> {
    let (shape, found) = (x.node()?.shape(), weights.node()?.shape());
    if shape != found {
        return Err(Error::new(ErrorKind::Shape, name)
            .expected(format!("weights of shape {shape:?}"))
            .found(format!("{found:?}")));
    }
    let ty = T::wrap(Vec::new()).element_type();
    let (x, weights) = (real(name, x, ty)?, real(name, weights, Ty::F64)?);
    let (x, weights) = (x.node()?, weights.node()?);
    let mut sums = vec![0.0; bins];
    let context = Context::default();
    let room = x.room() + weights.room();
    let blocks = Blocks::new(x.shape(), &block_shape(x.shape(), None, context.elements(room)));
    in_order(
        &context,
        blocks.len(),
        |i, context| {
            let (start, count) = blocks.get(i);
            read_together(&[&**x, &**weights], &Area::block(&start, &count), context)
        },
        |_, both| {
            let [xs, Buffer::F64(weights)] = &*both else { return Ok(()) };
            for (x, weight) in T::of(xs.view()).unwrap_or_default().iter().zip(weights) {
                if let Some(sum) = bin(*x).and_then(|bin| sums.get_mut(bin)) {
                    *sum += weight;
                }
            }
            Ok(())
        },
    )?;
    Ok(sums)
}

/// The sum of the weights of the elements between edges that rise, each element with the weight
/// at its place; the last bin has its upper edge. Sums are of `f64`, in row-major order.
///
/// # Errors
///
/// [`ErrorKind::Value`] for edges that fall or fewer than two, [`ErrorKind::Shape`] for weights of
/// another shape, [`ErrorKind::WrongType`] for what are no real numbers; errors of reading.
///
/// ```
/// use ch5_array::ops::statistics::{density, histogram_weights};
/// let x = ndarray::array![0.5, 1.0, 2.5];
/// let edges = [0.0, 1.0, 3.0];
/// let sums = histogram_weights(&x, &ndarray::array![1.0, 2.0, 1.0], &edges)?;
/// assert_eq!(sums, [1.0, 3.0]);
/// assert_eq!(density(&sums, &edges), [0.25, 0.375]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "weights")]
pub fn histogram_weights<'a>(
    x: impl IntoExpr<'a>,
    weights: impl IntoExpr<'a>,
    edges: &[f64],
) -> Result<Vec<f64>> {
    if edges.len() < 2 || !edges.is_sorted() {
        return Err(Error::new(ErrorKind::Value, "histogram")
            .expected("two edges or more that rise")
            .found(format!("{edges:?}")));
    }
    let bins = edges.len() - 1;
    weigh("histogram", x.into_expr(), weights.into_expr(), bins, |x: f64| {
        let bin = edges.partition_point(|e| *e <= x).checked_sub(1)?;
        if bin < bins { Some(bin) } else { (x == edges[bins]).then_some(bins - 1) }
    })
}

/// The sum of the weights of each integer, from 0 to the largest; at least `minlength` sums. The
/// elements are taken in row-major order, so that the sums are those of numpy to the last bit.
///
/// # Errors
///
/// Those of [`bincount`](super::bincount), and [`ErrorKind::Shape`] for weights of another shape.
///
/// ```
/// use ch5_array::ops::statistics::bincount_weights;
/// let (x, weights) = (ndarray::array![0i64, 3, 0], ndarray::array![0.5, 2.0, 1.0]);
/// assert_eq!(bincount_weights(&x, &weights, 0)?, [1.5, 0.0, 0.0, 2.0]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "weights")]
pub fn bincount_weights<'a>(
    x: impl IntoExpr<'a>,
    weights: impl IntoExpr<'a>,
    minlength: usize,
) -> Result<Vec<f64>> {
    let x = x.into_expr();
    let bins = length(&x, minlength)?;
    weigh("bincount", x, weights.into_expr(), bins, |x: i64| usize::try_from(x).ok())
}

/// What counts or sums of weights in bins become when the area over the bins is 1: numpy's
/// `density`.
///
/// ```
/// # use ch5_array::{ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::density;
/// assert_eq!(density(&[1.0, 3.0], &[0.0, 1.0, 3.0]), [0.25, 0.375]);
/// ```
#[must_use]
pub fn density(sums: &[f64], edges: &[f64]) -> Vec<f64> {
    let all: f64 = sums.iter().sum();
    sums.iter().zip(edges.windows(2)).map(|(sum, edge)| sum / (edge[1] - edge[0]) / all).collect()
}
