//! Weights of elements in bins.

use super::unfit;
use crate::buffer::Buffer;
use crate::engine::{Blocks, Context, block_shape, in_order};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{Area, read_together};
use crate::ops::manipulation::ravel;
use crate::types::ElementType as Ty;

fn real<'a>(x: Expr<'a>) -> Result<Expr<'a>> {
    let node = x.node()?;
    let of = node.element_type();
    if !(of == Ty::Bool || of.is_integer() || of.is_float()) {
        return Err(unfit("histogram", of));
    }
    Ok(ravel(Expr::of(cast_node(node.clone(), Ty::F64)?)))
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
    let (x, weights) = (x.into_expr(), weights.into_expr());
    let wrong = |kind, expected: &str, found: String| {
        Err(Error::new(kind, "histogram").expected(expected).found(found))
    };
    if edges.len() < 2 || !edges.is_sorted() {
        return wrong(ErrorKind::Value, "two edges or more that rise", format!("{edges:?}"));
    }
    let (shape, found) = (x.node()?.shape(), weights.node()?.shape());
    if shape != found {
        let expected = format!("weights of shape {shape:?}");
        return wrong(ErrorKind::Shape, &expected, format!("{found:?}"));
    }
    let (x, weights) = (real(x)?, real(weights)?);
    let (x, weights) = (x.node()?, weights.node()?);
    let bins = edges.len() - 1;
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
            let [Buffer::F64(xs), Buffer::F64(weights)] = &*both else { return Ok(()) };
            for (x, weight) in xs.iter().zip(weights) {
                let bin = edges.partition_point(|e| *e <= *x).checked_sub(1);
                match bin {
                    Some(bin) if bin < bins => sums[bin] += weight,
                    Some(_) if *x == edges[bins] => sums[bins - 1] += weight,
                    _ => {}
                }
            }
            Ok(())
        },
    )?;
    Ok(sums)
}

/// What counts or sums of weights in bins become when the area over the bins is 1: numpy's
/// `density`.
#[must_use]
pub fn density(sums: &[f64], edges: &[f64]) -> Vec<f64> {
    let all: f64 = sums.iter().sum();
    sums.iter().zip(edges.windows(2)).map(|(sum, edge)| sum / (edge[1] - edge[0]) / all).collect()
}
