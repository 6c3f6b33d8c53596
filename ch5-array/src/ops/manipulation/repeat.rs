//! Elements and arrays several times over.

use std::sync::Arc;

use super::shape::axis;
use super::{build, expand_dims, ravel};
use crate::error::{Error, ErrorKind};
use crate::expr::{Expr, IntoExpr};
use crate::node::Remap;

/// How often elements are repeated: all as often, or each on its own.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// assert_eq!(repeat(array![3, 4], 2, None).load()?.to_string(), "[3 3 4 4]");
/// assert_eq!(repeat(array![3, 4], vec![1, 2], None).load()?.to_string(), "[3 4 4]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeats {
    /// Every element so often.
    All(usize),
    /// The element at each place so often.
    Each(Vec<usize>),
}

impl From<usize> for Repeats {
    fn from(count: usize) -> Self {
        Self::All(count)
    }
}

impl From<Vec<usize>> for Repeats {
    fn from(counts: Vec<usize>) -> Self {
        Self::Each(counts)
    }
}

/// Every element of an axis several times in a row; without an axis those of the array in
/// row-major order.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for an axis that is not there, or another number of counts
/// than the axis has elements.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::repeat;
/// let y = repeat(array![[1, 2], [3, 4]], vec![1, 2], Some(0));
/// assert_eq!(y.load()?.to_string(), "[[1 2]\n [3 4]\n [3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn repeat<'a>(
    x: impl IntoExpr<'a>,
    repeats: impl Into<Repeats>,
    along: Option<isize>,
) -> Expr<'a> {
    let x = match along {
        Some(_) => x.into_expr(),
        None => ravel(x),
    };
    build(x, |node| {
        let along = axis("repeat", along.unwrap_or(0), &node)?;
        let n = node.shape()[along];
        let count = match repeats.into() {
            Repeats::All(count) => count,
            Repeats::Each(counts) if counts.len() == 1 => counts[0],
            Repeats::Each(counts) => {
                if counts.len() != n {
                    return Err(Error::new(ErrorKind::Shape, "repeat")
                        .expected(format!("{n} counts"))
                        .found(counts.len().to_string()));
                }
                let mut ends = Vec::with_capacity(n);
                let mut end = 0usize;
                for count in counts {
                    end = end.saturating_add(count);
                    ends.push(end);
                }
                let places = move |i| ends.partition_point(|&end| end <= i);
                return Ok(Arc::new(Remap::new("repeat", node, along, end, places)));
            }
        };
        let len = n.saturating_mul(count);
        Ok(Arc::new(Remap::new("repeat", node, along, len, move |i| i / count.max(1))))
    })
}

/// The whole array so often along each axis; with more numbers than axes, new axes stand in front,
/// with fewer, the first axes are not repeated.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::tile;
/// assert_eq!(tile(array![1, 2], &[2]).load()?.to_string(), "[1 2 1 2]");
/// assert_eq!(tile(array![1, 2], &[2, 1]).load()?.to_string(), "[[1 2]\n [1 2]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn tile<'a>(x: impl IntoExpr<'a>, repeats: &[usize]) -> Expr<'a> {
    let x = x.into_expr();
    let missing: Vec<isize> = (0..repeats.len().saturating_sub(x.ndim()) as isize).collect();
    let x = if missing.is_empty() { x } else { expand_dims(x, &missing) };
    build(x, |mut node| {
        let first = node.shape().len() - repeats.len();
        for (axis, &count) in repeats.iter().enumerate() {
            let n = node.shape()[first + axis];
            if count != 1 {
                let len = n.saturating_mul(count);
                node = Arc::new(Remap::new("tile", node, first + axis, len, move |i| i % n.max(1)));
            }
        }
        Ok(node)
    })
}
