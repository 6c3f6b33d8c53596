//! Arrays with elements put in, taken out or added.

use std::sync::Arc;

use super::shape::axis;
use super::{build, concatenate, cut, ravel, reshape};
use crate::engine::{Blocks, Context, block_shape};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{Area, Broadcast, Join, NodeRef, Remap};

/// The places before which values are inserted, or those that are deleted.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// let x = array![1, 2, 3];
/// assert_eq!(delete(&x, 1, None).load()?.to_string(), "[1 3]");
/// assert_eq!(delete(&x, vec![0, -1], None).load()?.to_string(), "[2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Values {
    /// One place; negative counts from the end.
    At(isize),
    /// Several places.
    Each(Vec<isize>),
}

impl From<isize> for Values {
    fn from(place: isize) -> Self {
        Self::At(place)
    }
}

impl From<Vec<isize>> for Values {
    fn from(places: Vec<isize>) -> Self {
        Self::Each(places)
    }
}

#[cold]
fn outside(function: &'static str, place: isize, n: usize) -> Error {
    Error::new(ErrorKind::Shape, function)
        .expected(format!("a place of an axis of {n} elements"))
        .found(place.to_string())
}

fn flat_without_axis<'a>(x: impl IntoExpr<'a>, along: Option<isize>) -> Expr<'a> {
    if along.is_some() { x.into_expr() } else { ravel(x) }
}

/// The array without the elements at some places of an axis; without an axis those of the
/// flattened array.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for places outside.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::delete;
/// assert_eq!(delete(array![[1, 2], [3, 4]], 0, Some(1)).load()?.to_string(), "[[2]\n [4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn delete<'a>(
    x: impl IntoExpr<'a>,
    places: impl Into<Values>,
    along: Option<isize>,
) -> Expr<'a> {
    build(flat_without_axis(x, along), |node| {
        let along = axis("delete", along.unwrap_or(0), &node)?;
        let n = node.shape()[along];
        let places = match places.into() {
            Values::At(place) => vec![place],
            Values::Each(places) => places,
        };
        let mut gone = Vec::with_capacity(places.len());
        for place in places {
            let at = if place < 0 { place + n as isize } else { place };
            gone.push(
                usize::try_from(at)
                    .ok()
                    .filter(|&at| at < n)
                    .ok_or_else(|| outside("delete", place, n))?,
            );
        }
        gone.sort_unstable();
        gone.dedup();
        let len = n - gone.len();
        // The `i`-th element that stays has as many gone before it as there are places `g` in
        // rising order with `g - (those before g) <= i`.
        let shifted: Vec<usize> = gone.iter().enumerate().map(|(i, g)| g - i).collect();
        let stays = move |i: usize| i + shifted.partition_point(|&g| g <= i);
        Ok(Arc::new(Remap::new("delete", node, along, len, stays)))
    })
}

/// Values put before places of an axis; without an axis, into the flattened array. Values are
/// broadcast to what is inserted and cast to the array's type.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for places outside, or values that do not broadcast.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::insert;
/// assert_eq!(insert(array![1, 2, 3], 1, 9, None).load()?.to_string(), "[1 9 2 3]");
/// let y = insert(array![[1, 2], [3, 4]], 2, array![8, 9], Some(1));
/// assert_eq!(y.load()?.to_string(), "[[1 2 8]\n [3 4 9]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn insert<'a>(
    x: impl IntoExpr<'a>,
    places: impl Into<Values>,
    values: impl IntoExpr<'a>,
    along: Option<isize>,
) -> Expr<'a> {
    let values = values.into_expr();
    build(flat_without_axis(x, along), |node| {
        let along = axis("insert", along.unwrap_or(0), &node)?;
        let n = node.shape()[along];
        let ty = node.element_type();
        let rank = node.shape().len();
        let values = cast_node(values.node()?.clone(), ty)?;
        let places = places.into();
        let at = |place: isize| -> Result<usize> {
            let at = if place < 0 { place + n as isize } else { place };
            usize::try_from(at)
                .ok()
                .filter(|&at| at <= n)
                .ok_or_else(|| outside("insert", place, n))
        };
        let wide = |values: NodeRef<'a>, count: usize| {
            let mut shape = node.shape().to_vec();
            shape[along] = count;
            Broadcast::to(values, &shape)
        };
        let many = match places {
            Values::At(place) => {
                // All values go before one place; their own first axis becomes this one.
                let place = at(place)?;
                let values = if rank > 1 && values.shape().len() == rank {
                    values
                } else if values.shape().len() < rank {
                    let missing: Vec<isize> = (0..(rank - values.shape().len()) as isize).collect();
                    let full = super::expand_dims(Expr::of(values), &missing);
                    super::moveaxis(full, &[0], &[along as isize]).node()?.clone()
                } else {
                    values
                };
                let count = values.shape().get(along).copied().unwrap_or(1);
                let values = wide(values, count)?;
                let parts = vec![
                    cut(node.clone(), along, 0, place),
                    values,
                    cut(node.clone(), along, place, n - place),
                ];
                return Ok(Arc::new(Join::new(parts, along)));
            }
            Values::Each(places) => places,
        };
        let places = many.iter().map(|&p| at(p)).collect::<Result<Vec<_>>>()?;
        let values = wide(values, places.len())?;
        // Values for one place keep their order.
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&i| places[i]);
        let mut parts: Vec<NodeRef<'a>> = Vec::with_capacity(2 * order.len() + 1);
        let mut done = 0;
        for i in order {
            if places[i] > done {
                parts.push(cut(node.clone(), along, done, places[i] - done));
                done = places[i];
            }
            parts.push(cut(values.clone(), along, i, 1));
        }
        parts.push(cut(node.clone(), along, done, n - done));
        Ok(Arc::new(Join::new(parts, along)))
    })
}

/// Values added at the end of an axis; without an axis both are flattened.
///
/// # Errors
///
/// At the sink: as [`concatenate`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::append;
/// assert_eq!(append(array![1, 2], array![[3], [4]], None).load()?.to_string(), "[1 2 3 4]");
/// let y = append(array![[1, 2]], array![[3, 4]], Some(0));
/// assert_eq!(y.load()?.to_string(), "[[1 2]\n [3 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn append<'a>(
    x: impl IntoExpr<'a>,
    values: impl IntoExpr<'a>,
    along: Option<isize>,
) -> Expr<'a> {
    let (x, values) = (x.into_expr(), values.into_expr());
    match along {
        Some(axis) => concatenate(&[x, values], axis),
        None => concatenate(&[ravel(x), ravel(values)], 0),
    }
}

/// The elements in row-major order in a shape of any size: they begin anew when there are too few.
/// Without elements the result is zeroes.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::resize;
/// assert_eq!(resize(array![1, 2, 3], &[2, 2]).load()?.to_string(), "[[1 2]\n [3 1]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn resize<'a>(x: impl IntoExpr<'a>, shape: &[usize]) -> Expr<'a> {
    let sides: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    let len: usize = shape.iter().product();
    let flat = build(ravel(x), |node| {
        let n = node.shape()[0];
        if n == 0 {
            let zeros = crate::buffer::Buffer::zeros(node.element_type(), 1).get(0);
            return Ok(Arc::new(crate::node::Constant {
                value: zeros,
                weak: None,
                shape: vec![len],
            }));
        }
        Ok(Arc::new(Remap::new("resize", node, 0, len, move |i| i % n)))
    });
    reshape(flat, &sides)
}

/// A one-dimensional array without the zeroes in front and at the end. The array is read from both
/// ends as far as the zeroes go.
///
/// # Errors
///
/// [`ErrorKind::Shape`] for another number of dimensions; errors of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::manipulation::*, prelude::*};
/// use ch5_array::ops::manipulation::trim_zeros;
/// assert_eq!(trim_zeros(array![0, 0, 1, 0, 2, 0], true, true)?.load()?.to_string(), "[1 0 2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn trim_zeros<'a>(x: impl IntoExpr<'a>, front: bool, back: bool) -> Result<Expr<'a>> {
    let x = x.into_expr();
    let node = x.node()?;
    let &[n] = node.shape() else {
        return Err(Error::new(ErrorKind::Shape, "trim_zeros")
            .expected("one dimension")
            .found(format!("shape {:?}", node.shape())));
    };
    let truth = cast_node(node.clone(), crate::ElementType::Bool)?;
    let context = Context::default();
    let block = block_shape(&[n], node.grid().as_deref(), context.elements(node.room() + 1));
    let blocks = Blocks::new(&[n], &block);
    let read = |i: usize| -> Result<(usize, Vec<bool>)> {
        let (start, count) = blocks.get(i);
        let data = truth.read(&Area::block(&start, &count), &context)?;
        Ok((start[0], data.as_slice::<bool>().unwrap_or_default().to_vec()))
    };
    let (mut first, mut last) = (0, n);
    if front {
        first = n;
        for i in 0..blocks.len() {
            let (start, data) = read(i)?;
            if let Some(at) = data.iter().position(|&b| b) {
                first = start + at;
                break;
            }
        }
    }
    if back {
        last = first;
        for i in (0..blocks.len()).rev() {
            let (start, data) = read(i)?;
            if let Some(at) = data.iter().rposition(|&b| b) {
                last = (start + at + 1).max(first);
                break;
            }
        }
    }
    Ok(Expr::of(cut(node.clone(), 0, first, last - first)))
}
