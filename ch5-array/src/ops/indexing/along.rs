//! Elements at places that differ from lane to lane of an axis.

use std::fmt;
use std::sync::Arc;

use crate::buffer::{Buffer, Item, mismatch};
use crate::engine::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{Area, Broadcast, Node, NodeRef, Span, broadcast_shapes};
use crate::ops::axis_of;
use crate::ops::manipulation::ravel;
use crate::types::ElementType as Ty;

/// For each of the places the element there of the same lane along an axis, as `argsort` gives
/// them; without an axis, of the flattened array. The other axes are broadcast together.
///
/// # Errors
///
/// At the sink: [`ErrorKind::WrongType`] for places that are no integers, [`ErrorKind::Shape`] for
/// places outside, another number of dimensions, and shapes that do not broadcast.
///
/// ```
/// use ch5_array::ops::indexing::Indexing;
/// let x = ndarray::array![[3, 1, 2], [6, 5, 4]];
/// let order = ndarray::array![[1, 2, 0], [2, 1, 0]];
/// let sorted = (&x).take_along_axis(&order, Some(1));
/// assert_eq!(sorted.read_as::<i32>()?, ndarray::array![[1, 2, 3], [4, 5, 6]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn take_along_axis<'a>(
    x: impl IntoExpr<'a>,
    places: impl IntoExpr<'a>,
    axis: Option<isize>,
) -> Expr<'a> {
    let x = if axis.is_some() { x.into_expr() } else { ravel(x) };
    let places = places.into_expr();
    let made = || -> Result<Expr<'a>> {
        let lanes = Lanes::new("take_along_axis", x.node()?.shape(), &places, axis.unwrap_or(0))?;
        let mut wide = lanes.shape.clone();
        wide[lanes.axis] = lanes.n;
        let input = Broadcast::to(x.node()?.clone(), &wide)?;
        Ok(Expr::new(Along { input, lanes }))
    };
    Expr::from_result(made())
}

/// Places along an axis for each lane.
pub(super) struct Lanes<'a> {
    name: &'static str,
    /// As `int64`, broadcast to the shape.
    at: NodeRef<'a>,
    pub axis: usize,
    /// The shape of the places after broadcasting.
    pub shape: Vec<usize>,
    /// The length of the axis.
    pub n: usize,
}

impl<'a> Lanes<'a> {
    pub(super) fn new(
        name: &'static str,
        of: &[usize],
        places: &Expr<'a>,
        axis: isize,
    ) -> Result<Self> {
        let at = places.node()?;
        let found = at.element_type();
        if !found.is_integer() {
            return Err(mismatch(Ty::I64, found));
        }
        if at.shape().len() != of.len() {
            return Err(Error::new(ErrorKind::Shape, name)
                .expected(format!("places of {} dimensions", of.len()))
                .found(format!("shape {:?}", at.shape())));
        }
        let axis = axis_of(name, axis, of.len())?;
        let mut others = of.to_vec();
        others[axis] = 1;
        let mut shape = at.shape().to_vec();
        let along = std::mem::replace(&mut shape[axis], 1);
        let mut shape = broadcast_shapes(&[&others, &shape])
            .map_err(|e| Error::new(e.kind(), format!("{name}: {e}")))?;
        shape[axis] = along;
        let at = Broadcast::to(cast_node(at.clone(), Ty::I64)?, &shape)?;
        Ok(Self { name, at, axis, shape, n: of[axis] })
    }

    /// The places of an area, counted from the start.
    pub(super) fn read(&self, area: &Area, context: &Context) -> Result<Vec<usize>> {
        let at = i64::take(self.at.read(area, context)?)
            .map_err(|b| mismatch(Ty::I64, b.element_type()))?;
        let n = self.n as i64;
        let place = |&at: &i64| {
            let from_start = if at < 0 { at.saturating_add(n) } else { at };
            usize::try_from(from_start).ok().filter(|_| from_start < n).ok_or_else(|| {
                Error::new(ErrorKind::Shape, self.name)
                    .expected(format!("an index of axis {}, which has {n} elements", self.axis))
                    .found(at.to_string())
            })
        };
        at.iter().map(place).collect()
    }
}

struct Along<'a> {
    /// Broadcast to the shape of the places, but for the axis.
    input: NodeRef<'a>,
    lanes: Lanes<'a>,
}

impl Along<'_> {
    /// One lane whose places lie so far apart that what is between them is not read at once.
    fn lane(
        &self,
        source: &mut Area,
        places: &[usize],
        to: &[usize],
        out: &mut Buffer,
        context: &Context,
    ) -> Result<()> {
        let most = context.elements(self.element_type().size());
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_unstable_by_key(|&i| places[i]);
        let mut begin = 0;
        while begin < order.len() {
            let low = places[order[begin]];
            let mut end = begin + 1;
            while end < order.len()
                && places[order[end]] - low < most
                && places[order[end]] - places[order[end - 1]] <= 4096
            {
                end += 1;
            }
            let width = places[order[end - 1]] - low + 1;
            source.axes[self.lanes.axis] = Span::new(low, width);
            let data = self.input.read(source, context)?;
            let from: Vec<usize> = order[begin..end].iter().map(|&i| places[i] - low).collect();
            let into: Vec<usize> = order[begin..end].iter().map(|&i| to[i]).collect();
            out.scatter(&into, data.gather(&from).view())?;
            begin = end;
        }
        Ok(())
    }
}

impl Node for Along<'_> {
    fn shape(&self) -> &[usize] {
        &self.lanes.shape
    }

    fn element_type(&self) -> Ty {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let places = self.lanes.read(area, context)?;
        let (Some(&low), Some(&high)) = (places.iter().min(), places.iter().max()) else {
            return Ok(Buffer::with_capacity(self.element_type(), 0));
        };
        let axis = self.lanes.axis;
        let counts = area.counts();
        let inner: usize = counts[axis + 1..].iter().product();
        let outer: usize = counts[..axis].iter().product();
        let along = counts[axis];
        let width = high - low + 1;
        let mut source = Area { axes: area.axes.clone() };
        let all = outer.saturating_mul(inner).saturating_mul(width);
        if all <= context.elements(self.element_type().size()).max(places.len()) {
            source.axes[axis] = Span::new(low, width);
            let data = self.input.read(&source, context)?;
            let from = places.iter().enumerate().map(|(i, &place)| {
                let (outer, inside) = (i / (along * inner), i % inner);
                (outer * width + place - low) * inner + inside
            });
            return Ok(data.gather(&from.collect::<Vec<_>>()));
        }
        let mut out = Buffer::zeros(self.element_type(), places.len());
        for lane in 0..outer * inner {
            let first = lane / inner * along * inner + lane % inner;
            let to: Vec<usize> = (0..along).map(|i| first + i * inner).collect();
            let of: Vec<usize> = to.iter().map(|&i| places[i]).collect();
            // Where the lane is on the other axes.
            let (mut before, mut behind) = (lane / inner, lane % inner);
            for d in (0..counts.len()).rev().filter(|&d| d != axis) {
                let rest = if d > axis { &mut behind } else { &mut before };
                source.axes[d] = Span::new(area.axes[d].at(*rest % counts[d]), 1);
                *rest /= counts[d];
            }
            self.lane(&mut source, &of, &to, &mut out, context)?;
        }
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input, &*self.lanes.at]
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "take_along_axis {} {:?}", self.lanes.axis, self.lanes.shape)
    }

    fn room(&self) -> usize {
        2 * self.element_type().size() + 32 + self.input.room() + self.lanes.at.room()
    }
}

/// For the places of an area, where they are in the row-major order of an array.
pub(super) fn flat_places(
    lanes: &Lanes<'_>,
    area: &Area,
    of: &[usize],
    context: &Context,
) -> Result<Vec<i64>> {
    let places = lanes.read(area, context)?;
    let counts = area.counts();
    let strides = crate::buffer::row_major(of);
    let flat = |(i, &place): (usize, &usize)| {
        let mut rest = i;
        let mut at = place as i64 * strides[lanes.axis] as i64;
        for d in (0..counts.len()).rev() {
            let here = area.axes[d].at(rest % counts[d]);
            rest /= counts[d];
            if d != lanes.axis && of[d] != 1 {
                at += here as i64 * strides[d] as i64;
            }
        }
        at
    };
    Ok(places.iter().enumerate().map(flat).collect())
}

/// The places as a node, for who only looks at them.
pub(super) fn checked(lanes: &Lanes<'_>, context: &Context) -> Result<()> {
    let block = crate::engine::block_shape(&lanes.shape, None, context.elements(32));
    let blocks = crate::engine::Blocks::new(&lanes.shape, &block);
    crate::engine::run(context, blocks.len(), |i, context| {
        let (start, count) = blocks.get(i);
        lanes.read(&Area::block(&start, &count), context).map(|_| ())
    })
}

/// The places computed once and kept, so that writing to what they come from does not change
/// them.
pub(super) fn kept<'a>(lanes: Lanes<'a>, context: &Context) -> Result<Lanes<'a>> {
    let scratch = crate::engine::Scratch::new(Ty::I64, &lanes.shape, context)?;
    crate::engine::produce(&*lanes.at, &scratch, context)?;
    let at: NodeRef<'a> = Arc::new(crate::node::Held { scratch, ty: Ty::I64 });
    Ok(Lanes { at, ..lanes })
}
