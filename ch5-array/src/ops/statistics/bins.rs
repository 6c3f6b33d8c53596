//! Counts of elements in bins.

use std::sync::{Arc, Mutex, PoisonError};

use super::unfit;
use crate::buffer::{Buffer, Item, View};
use crate::engine::Context;
use crate::engine::reduce::Reduction;
use crate::engine::reduce::histogram::Bins;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node, elementwise};
use crate::ops::reductions::{max, min};
use crate::types::ElementType as Ty;

/// Counts all elements by their bins.
fn count(
    name: &'static str,
    x: &Expr<'_>,
    bins: usize,
    bin: impl Fn(f64) -> Option<usize> + Send + Sync,
) -> Result<Vec<i64>> {
    let node = x.node()?;
    let of = node.element_type();
    if !(of == Ty::Bool || of.is_integer() || of.is_float()) {
        return Err(unfit(name, of));
    }
    let node = cast_node(node.clone(), Ty::F64)?;
    let reduced = vec![true; node.shape().len()];
    let found = Mutex::new(vec![0; bins]);
    Reduction { input: &*node, mask: None, reduced: &reduced }.run(
        &Bins { bins, bin },
        None,
        &Context::default(),
        |_, _, accs| {
            if let Some(counts) = accs.into_iter().next().filter(|c| !c.is_empty()) {
                *found.lock().unwrap_or_else(PoisonError::into_inner) = counts;
            }
            Ok(())
        },
    )?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Counts and edges of so many bins of equal width between the smallest and the largest element.
///
/// # Errors
///
/// As [`histogram_range`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::histogram;
/// let (counts, edges) = histogram(array![0.0, 1.0, 1.5, 4.0], 4)?;
/// assert_eq!(counts, [1, 2, 0, 1]);
/// assert_eq!(edges, [0.0, 1.0, 2.0, 3.0, 4.0]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn histogram<'a>(x: impl IntoExpr<'a>, bins: usize) -> Result<(Vec<i64>, Vec<f64>)> {
    let x = x.into_expr();
    if x.is_empty() {
        return histogram_range(x, bins, 0.0, 1.0);
    }
    let float = Expr::of(cast_node(x.node()?.clone(), Ty::F64)?);
    let (low, high) = (min(float.clone()).item_as::<f64>()?, max(float).item_as::<f64>()?);
    histogram_range(x, bins, low, high)
}

/// Counts and edges of so many bins of equal width between two values; the last bin has its upper
/// edge. Elements outside are not counted.
///
/// # Errors
///
/// [`ErrorKind::Value`] without bins, and for ends that are not finite or not in order;
/// [`ErrorKind::WrongType`]; errors of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::histogram_range;
/// let (counts, edges) = histogram_range(array![0.0, 1.0, 1.5, 9.0], 2, 0.0, 2.0)?;
/// assert_eq!((counts, edges), (vec![1, 2], vec![0.0, 1.0, 2.0]));
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn histogram_range<'a>(
    x: impl IntoExpr<'a>,
    bins: usize,
    low: f64,
    high: f64,
) -> Result<(Vec<i64>, Vec<f64>)> {
    let wrong = bins == 0 || !low.is_finite() || !high.is_finite() || low > high;
    if wrong {
        return Err(Error::new(ErrorKind::Value, "histogram")
            .expected("at least one bin between two finite values in order")
            .found(format!("{bins} bins from {low} to {high}")));
    }
    let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
    let step = (high - low) / bins as f64;
    let mut edges: Vec<f64> = (0..=bins).map(|i| low + i as f64 * step).collect();
    edges[bins] = high;
    let counts = count("histogram", &x.into_expr(), bins, |x| {
        if !(low..=high).contains(&x) {
            return None;
        }
        let mut bin = (((x - low) / (high - low) * bins as f64) as usize).min(bins - 1);
        if x < edges[bin] {
            bin -= 1;
        } else if x >= edges[bin + 1] && bin != bins - 1 {
            bin += 1;
        }
        Some(bin)
    })?;
    Ok((counts, edges))
}

/// Counts of elements between edges that rise; the last bin has its upper edge.
///
/// # Errors
///
/// [`ErrorKind::Value`] for edges that fall or fewer than two; [`ErrorKind::WrongType`]; errors
/// of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::histogram_edges;
/// assert_eq!(histogram_edges(array![1, 2, 1, 5], &[0.0, 1.5, 5.0])?, [2, 2]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn histogram_edges<'a>(x: impl IntoExpr<'a>, edges: &[f64]) -> Result<Vec<i64>> {
    if edges.len() < 2 || !edges.is_sorted() {
        return Err(Error::new(ErrorKind::Value, "histogram")
            .expected("two edges or more that rise")
            .found(format!("{edges:?}")));
    }
    let bins = edges.len() - 1;
    count("histogram", &x.into_expr(), bins, |x| {
        if x == edges[bins] {
            return Some(bins - 1);
        }
        edges.partition_point(|e| *e <= x).checked_sub(1).filter(|_| x < edges[bins])
    })
}

/// How many counts there are of integers: one for each from 0 to the largest.
pub(super) fn length(x: &Expr<'_>, minlength: usize) -> Result<usize> {
    x.check()?;
    let ty = x.element_type();
    if !(ty.is_integer() || ty == Ty::Bool) {
        return Err(Error::new(ErrorKind::WrongType, "bincount")
            .expected("integers")
            .found(ty.to_string()));
    }
    let mut bins = minlength;
    if !x.is_empty() {
        let end = |e: Expr<'_>| -> Result<i64> {
            Expr::of(cast_node(e.node()?.clone(), Ty::I64)?).item_as::<i64>()
        };
        let (low, high) = (end(min(x.clone()).into())?, end(max(x.clone()).into())?);
        if low < 0 {
            return Err(Error::new(ErrorKind::Value, "bincount")
                .expected("no negative element")
                .found(low.to_string()));
        }
        bins = bins.max((high as usize).saturating_add(1));
    }
    let most = Context::default().memory / 64;
    if bins > most {
        return Err(Error::new(ErrorKind::Budget, "bincount")
            .expected(format!("at most {most} counts"))
            .found(format!("{bins}")));
    }
    Ok(bins)
}

/// How often each integer occurs, from 0 to the largest; at least `minlength` counts. With weights
/// it is [`bincount_weights`](super::bincount_weights).
///
/// # Errors
///
/// [`ErrorKind::Value`] for negative elements, [`ErrorKind::WrongType`] for what are no integers,
/// [`ErrorKind::Budget`] for counts that do not fit in memory; errors of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::bincount;
/// assert_eq!(bincount(array![0, 1, 1, 3], 0)?, [1, 2, 0, 1]);
/// assert_eq!(bincount(array![1], 4)?, [0, 1, 0, 0]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn bincount<'a>(x: impl IntoExpr<'a>, minlength: usize) -> Result<Vec<i64>> {
    let x = x.into_expr();
    let bins = length(&x, minlength)?;
    if x.is_empty() {
        return Ok(vec![0; bins]);
    }
    count("bincount", &x, bins, |x| Some(x as usize))
}

/// The bin that each element falls into, counted from 1; 0 and the number of edges are outside.
/// The edges must rise or fall; a bin has its lower edge, or its upper one with `right`.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// use ch5_array::ops::statistics::digitize;
/// let y = digitize(array![0.2, 6.4, 3.0], &[0.0, 1.0, 2.5, 4.0], false);
/// assert_eq!(y.load()?.to_string(), "[1 4 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn digitize<'a>(x: impl IntoExpr<'a>, edges: &[f64], right: bool) -> Expr<'a> {
    let mut edges = edges.to_vec();
    let falls = !edges.is_sorted();
    if falls {
        edges.reverse();
        if !edges.is_sorted() {
            edges.reverse();
            return Expr::failed(
                Error::new(ErrorKind::Value, "digitize")
                    .expected("edges that rise or fall")
                    .found(format!("{edges:?}")),
            );
        }
    }
    let n = edges.len();
    let kernel = move |views: &[View<'_>]| {
        let bin = |x: &f64| {
            // NaN comes after all.
            let before = if right {
                edges.partition_point(|e| e < x || x.is_nan())
            } else {
                edges.partition_point(|e| e <= x || x.is_nan())
            };
            (if falls { n - before } else { before }) as i64
        };
        Ok(Buffer::I64(f64::of(views[0]).unwrap_or_default().iter().map(bin).collect()))
    };
    elementwise("digitize", &[x.into_expr()], &[Ty::F64], Ty::I64, Arc::new(kernel))
}
