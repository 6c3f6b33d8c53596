//! Parts of arrays.

use std::sync::Arc;

use crate::array::{AxisIndex, Places, Selection};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Axis, Cut, Gather, NodeRef, Picked, Span, broadcast_shapes};
use crate::ops::axis_of;
use crate::ops::manipulation::{build, ravel};

/// What becomes of places outside of an axis.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::indexing::*, prelude::*};
/// let x = array![10, 20, 30];
/// assert!(take(&x, vec![3], None, Mode::Raise).load().is_err());
/// assert_eq!(take(&x, vec![3, -1], None, Mode::Wrap).load()?.to_string(), "[10 30]");
/// assert_eq!(take(&x, vec![3, -1], None, Mode::Clip).load()?.to_string(), "[30 10]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// They are errors.
    #[default]
    Raise,
    /// They go round.
    Wrap,
    /// They are the nearest end; negative ones are 0.
    Clip,
}

/// The part of an array that a selection names, by numpy's rules. With index arrays or masks the
/// elements are read in the order of the file and put in the order of the result.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for places outside, too many axes, a step of 0, and index
/// arrays that do not broadcast together.
///
/// ```
/// # use ch5_array::{h5s, ndarray::array, ops::indexing::*, prelude::*};
/// use ch5_array::ops::indexing::slice;
/// let x = array![[1, 2, 3], [4, 5, 6]];
/// assert_eq!(slice(&x, h5s![1, ..2]).load()?.to_string(), "[4 5]");
/// assert_eq!(slice(&x, h5s![.., vec![2, 0]]).load()?.to_string(), "[[3 1]\n [6 4]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn slice<'a>(x: impl IntoExpr<'a>, selection: impl Into<Selection>) -> Expr<'a> {
    let selection = selection.into();
    build(x, |node| select(node, &selection))
}

/// One item of a selection, with the axis of the array that it is about.
enum Item {
    Span(Span),
    Dropped(usize),
    New,
    /// An ellipsis of no axis, which parts index arrays all the same.
    Gap,
    Places(Places),
}

pub(crate) fn select<'a>(node: NodeRef<'a>, selection: &Selection) -> Result<NodeRef<'a>> {
    let items = items(selection, node.shape())?;
    let fancy = items.iter().any(|item| matches!(item, Item::Places(_)));
    if !fancy {
        let (mut spans, mut axes) = (Vec::new(), Vec::new());
        for item in items {
            match item {
                Item::Span(span) => {
                    axes.push(Axis::Of(spans.len()));
                    spans.push(span);
                }
                Item::Dropped(at) => spans.push(Span::new(at, 1)),
                Item::New => axes.push(Axis::New),
                Item::Gap | Item::Places(_) => {}
            }
        }
        return Ok(Arc::new(Cut::new(node, spans, axes)));
    }
    // An integer beside index arrays is one of them.
    let arrays: Vec<Option<(Vec<usize>, Vec<i64>)>> = items
        .iter()
        .map(|item| match item {
            Item::Places(places) => Some((places.shape.clone(), places.at.to_vec())),
            Item::Dropped(at) => Some((Vec::new(), vec![*at as i64])),
            _ => None,
        })
        .collect();
    let shapes: Vec<&[usize]> = arrays.iter().flatten().map(|(shape, _)| &**shape).collect();
    let points = broadcast_shapes(&shapes)
        .map_err(|e| Error::new(ErrorKind::Shape, format!("index arrays of {selection}: {e}")))?;
    let mut picked = Vec::new();
    let (mut news, mut result_axis) = (Vec::new(), 0);
    let mut first = None;
    let mut apart = false;
    let mut ended = false;
    for (item, array) in items.iter().zip(&arrays) {
        match (item, array) {
            (Item::Span(span), _) => {
                picked.push(Picked::Span(*span));
                result_axis += 1;
                ended |= first.is_some();
            }
            (Item::New, _) => {
                news.push(result_axis);
                result_axis += 1;
                ended |= first.is_some();
            }
            (Item::Gap, _) => ended |= first.is_some(),
            (_, Some((shape, at))) => {
                apart |= ended;
                first.get_or_insert(result_axis);
                let n = node.shape()[picked.len()];
                picked.push(Picked::Places(spread(shape, at, &points, n, picked.len())?));
            }
            _ => {}
        }
    }
    // Arrays with something between them put their axes in front.
    let at = if apart { 0 } else { first.unwrap_or(0) };
    let before = news.iter().filter(|&&new| new < at).count();
    let rank = points.len();
    let gathered: NodeRef<'a> = Arc::new(Gather::new(node, picked, points, at - before));
    if news.is_empty() {
        return Ok(gathered);
    }
    // New axes, counted without the points', are put in behind the gathering.
    let places: Vec<isize> = news
        .iter()
        .map(|&new| if new >= at { (new + rank) as isize } else { new as isize })
        .collect();
    crate::ops::manipulation::expand_dims(Expr::of(gathered), &places).node().cloned()
}

/// The places of an index array for each point, counted from the start.
fn spread(
    shape: &[usize],
    at: &[i64],
    points: &[usize],
    n: usize,
    axis: usize,
) -> Result<Vec<usize>> {
    // Where nothing is picked, numpy looks at integers only.
    if points.contains(&0) && !shape.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::with_capacity(at.len());
    for &place in at {
        let index = if place < 0 { place.saturating_add(n as i64) } else { place };
        found.push(usize::try_from(index).ok().filter(|&i| i < n).ok_or_else(|| {
            Error::new(ErrorKind::Shape, "the index is out of bounds")
                .expected(format!("an index of axis {axis}, which has {n} elements"))
                .found(place.to_string())
        })?);
    }
    if shape == points {
        return Ok(found);
    }
    let total: usize = points.iter().product();
    let missing = points.len() - shape.len();
    let strides = crate::buffer::row_major(shape);
    let wide = |flat: usize| {
        let (mut rest, mut from) = (flat, 0);
        for axis in (0..points.len()).rev() {
            let i = rest % points[axis];
            rest /= points[axis];
            if axis >= missing && shape[axis - missing] != 1 {
                from += i * strides[axis - missing] as usize;
            }
        }
        found[from]
    };
    Ok((0..total).map(wide).collect())
}

fn items(selection: &Selection, shape: &[usize]) -> Result<Vec<Item>> {
    let wrong = |what: String| {
        Error::new(ErrorKind::Shape, "a selection")
            .expected(what)
            .found(format!("{selection} of shape {shape:?}"))
    };
    let axes = selection.axes();
    let taken: usize = axes
        .iter()
        .map(|axis| match axis {
            AxisIndex::Ellipsis | AxisIndex::NewAxis => 0,
            AxisIndex::Mask(mask) => mask.shape.len(),
            _ => 1,
        })
        .sum();
    let gaps = axes.iter().filter(|axis| **axis == AxisIndex::Ellipsis).count();
    if taken > shape.len() || gaps > 1 {
        return Err(wrong(format!("at most {} indices and one Ellipsis", shape.len())));
    }
    let mut rest = shape.len() - taken;
    let mut items = Vec::new();
    let mut at = 0;
    let all = |items: &mut Vec<Item>, at: &mut usize, n: usize| {
        for _ in 0..n {
            items.push(Item::Span(Span::new(0, shape[*at])));
            *at += 1;
        }
    };
    for axis in axes {
        match axis {
            AxisIndex::Ellipsis if rest == 0 => items.push(Item::Gap),
            AxisIndex::Ellipsis => all(&mut items, &mut at, std::mem::take(&mut rest)),
            AxisIndex::NewAxis => items.push(Item::New),
            AxisIndex::At(place) => {
                let n = shape[at];
                let index = i128::from(*place) + if *place < 0 { n as i128 } else { 0 };
                let index = usize::try_from(index).ok().filter(|&i| i < n);
                items.push(Item::Dropped(index.ok_or_else(|| {
                    Error::new(ErrorKind::Shape, "the index is out of bounds")
                        .expected(format!("an index of axis {at}, which has {n} elements"))
                        .found(place.to_string())
                })?));
                at += 1;
            }
            AxisIndex::Slice(slice) => {
                let walk = slice
                    .resolve(shape[at] as u64)
                    .ok_or_else(|| wrong("a step that is not 0".to_owned()))?;
                let (start, step, count) =
                    (walk.start as usize, walk.step as usize, walk.count as usize);
                items.push(Item::Span(if walk.reversed {
                    Span { start: start + (count - 1) * step, step: -(step as isize), count }
                } else {
                    Span { start, step: step as isize, count }
                }));
                at += 1;
            }
            AxisIndex::Places(places) => {
                items.push(Item::Places(places.clone()));
                at += 1;
            }
            AxisIndex::Mask(mask) => {
                let part = &shape[at..at + mask.shape.len()];
                if mask.shape != part {
                    return Err(wrong(format!("a mask of shape {part:?}")));
                }
                at += mask.shape.len();
                items.extend(mask.places().into_iter().map(Item::Places));
            }
        }
    }
    all(&mut items, &mut at, rest);
    Ok(items)
}

/// The elements at places along an axis, in a shape that the places have; without an axis, of the
/// flattened array.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for places outside, unless the mode moves them.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::indexing::*, prelude::*};
/// use ch5_array::ops::indexing::take;
/// let x = array![[1, 2], [3, 4]];
/// let y = take(&x, vec![1, 1, 0], Some(0), Mode::Raise);
/// assert_eq!(y.load()?.to_string(), "[[3 4]\n [3 4]\n [1 2]]");
/// assert_eq!(take(&x, vec![3, 0], None, Mode::Raise).load()?.to_string(), "[4 1]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn take<'a>(
    x: impl IntoExpr<'a>,
    places: impl Into<AxisIndex>,
    axis: Option<isize>,
    mode: Mode,
) -> Expr<'a> {
    let x = match axis {
        Some(_) => x.into_expr(),
        None => ravel(x),
    };
    let mut places = places.into();
    build(x, |node| {
        let along = axis_of("take", axis.unwrap_or(0), node.shape().len())?;
        let n = node.shape()[along] as i64;
        let moved = |at: i64| match mode {
            Mode::Raise => at,
            Mode::Wrap => at.rem_euclid(n.max(1)),
            Mode::Clip => at.clamp(0, (n - 1).max(0)),
        };
        match &mut places {
            AxisIndex::Places(places) => {
                places.at = places.at.iter().map(|&at| moved(at)).collect()
            }
            AxisIndex::At(at) => *at = moved(*at),
            _ => {}
        }
        let mut axes: Vec<AxisIndex> = vec![(..).into(); along];
        axes.push(places);
        select(node, &Selection::from(axes))
    })
}
