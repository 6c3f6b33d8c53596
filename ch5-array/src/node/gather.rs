//! Elements that index arrays pick, as numpy's advanced indexing.

use std::fmt;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::{Buffer, copy_nd, pair, row_major};
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// What is picked of an axis of the input.
pub(crate) enum Picked {
    /// A slice, which is an axis of the result.
    Span(Span),
    /// A place for each point.
    Places(Vec<usize>),
}

/// A point for each combination of the index arrays, which are broadcast together already, and a
/// slice of every other axis.
pub(crate) struct Gather<'a> {
    pub input: NodeRef<'a>,
    /// One for each axis of the input.
    pub picked: Vec<Picked>,
    /// The shape that the index arrays have together.
    pub points: Vec<usize>,
    /// The axis of the result where the points' axes begin.
    pub at: usize,
    pub shape: Vec<usize>,
}

impl<'a> Gather<'a> {
    pub(crate) fn new(
        input: NodeRef<'a>,
        picked: Vec<Picked>,
        points: Vec<usize>,
        at: usize,
    ) -> Self {
        let mut shape: Vec<usize> = picked
            .iter()
            .filter_map(|p| if let Picked::Span(span) = p { Some(span.count) } else { None })
            .collect();
        shape.splice(at..at, points.iter().copied());
        Self { input, picked, points, at, shape }
    }
}

impl Node for Gather<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let mut out = Buffer::zeros(self.element_type(), area.len());
        if area.len() == 0 {
            return Ok(out);
        }
        let counts = area.counts();
        let strides = row_major(&counts);
        let middle = self.at..self.at + self.points.len();
        // Where each wanted point lies among all points, and in the result.
        let of_points = row_major(&self.points);
        let spans = &area.axes[middle.clone()];
        let total: usize = spans.iter().map(|s| s.count).product();
        let mut wanted: Vec<(usize, usize)> = Vec::with_capacity(total);
        for flat in 0..total {
            let (mut rest, mut from, mut to) = (flat, 0, 0);
            for (axis, span) in spans.iter().enumerate().rev() {
                let i = rest % span.count;
                rest /= span.count;
                from += span.at(i) * of_points[axis] as usize;
                to += i * strides[self.at + axis] as usize;
            }
            wanted.push((from, to));
        }
        let arrays: Vec<&Vec<usize>> = self
            .picked
            .iter()
            .filter_map(|p| if let Picked::Places(v) = p { Some(v) } else { None })
            .collect();
        // In the order of the input, so that neighbours are read at once.
        wanted.sort_unstable_by(|a, b| {
            arrays.iter().map(|v| v[a.0]).cmp(arrays.iter().map(|v| v[b.0]))
        });
        // The axes of the result that are slices, and their strides there.
        let mut kept: Vec<usize> = (0..area.axes.len()).filter(|a| !middle.contains(a)).collect();
        let mut source = Area { axes: Vec::with_capacity(self.picked.len()) };
        let mut to_strides = Vec::with_capacity(self.picked.len());
        for picked in &self.picked {
            match picked {
                Picked::Span(span) => {
                    let axis = kept.remove(0);
                    source.axes.push(span.of(area.axes[axis]));
                    to_strides.push(strides[axis]);
                }
                Picked::Places(_) => {
                    source.axes.push(Span::new(0, 1));
                    to_strides.push(0);
                }
            }
        }
        let indexed: Vec<usize> = (0..self.picked.len())
            .filter(|&axis| matches!(self.picked[axis], Picked::Places(_)))
            .collect();
        let Some((&last, outer)) = indexed.split_last() else { return Ok(out) };
        let each: usize = kept_len(&source, &indexed).max(1);
        let most = (context.elements(self.element_type().size()) / each).clamp(1, 4096);
        let mut begin = 0;
        while begin < wanted.len() {
            // A run of neighbours on the last indexed axis.
            let point = |i: usize| wanted[i].0;
            let place = |i: usize| arrays[indexed.len() - 1][point(i)];
            let same = |i: usize, j: usize| {
                arrays[..indexed.len() - 1].iter().all(|v| v[point(i)] == v[point(j)])
            };
            let mut end = begin + 1;
            while end < wanted.len()
                && same(begin, end)
                && place(end) - place(end - 1) <= 1
                && place(end) - place(begin) < most
            {
                end += 1;
            }
            for (array, &axis) in outer.iter().enumerate() {
                source.axes[axis] = Span::new(arrays[array][point(begin)], 1);
            }
            let low = place(begin);
            source.axes[last] = Span::new(low, place(end - 1) + 1 - low);
            let data = self.input.read(&source, context)?;
            let inner = source.counts();
            let from_strides = row_major(&inner);
            let mut one = inner.clone();
            one[last] = 1;
            pair!(Buffer, Buffer, &mut out, &data, to, from => {
                for (i, one_wanted) in wanted.iter().enumerate().take(end).skip(begin) {
                    let first = (place(i) - low) * from_strides[last] as usize;
                    copy_nd(to, one_wanted.1, &to_strides, from, first, &from_strides, &one);
                }
            }, else return Err(crate::buffer::mismatch(self.element_type(), data.element_type())));
            begin = end;
        }
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn room(&self) -> usize {
        2 * self.element_type().size() + self.input.room()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gather {:?} points to {:?}", self.points, self.shape)
    }
}

/// Elements of an area for one point.
fn kept_len(source: &Area, indexed: &[usize]) -> usize {
    let kept = source.axes.iter().enumerate().filter(|(axis, _)| !indexed.contains(axis));
    kept.map(|(_, span)| span.count).product()
}
