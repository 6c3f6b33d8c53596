//! Elements that index arrays pick, as numpy's advanced indexing.

use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::{Area, Node, NodeRef, Span};
use crate::buffer::{Buffer, copy_nd, pair, row_major, spare};
use crate::engine::{Blocks, Context, Output, block_shape, run};
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

/// How an area is gathered.
struct Plan<'g> {
    /// Where the wanted points lie among all, and in the result, in the order of the input.
    wanted: Vec<(usize, usize)>,
    /// The indexed axes of the input, and the index arrays.
    indexed: Vec<usize>,
    arrays: Vec<&'g [usize]>,
    /// What is read for one point.
    source: Area,
    /// How far the axes of the input go in the result.
    strides: Vec<isize>,
}

/// Points whose places on the last indexed axis follow each other, and the first of those places.
struct Points {
    range: Range<usize>,
    low: usize,
    counts: Vec<usize>,
}

impl Plan<'_> {
    /// The place of a point on the last indexed axis.
    fn place(&self, i: usize) -> usize {
        self.arrays.last().map_or(0, |v| v[self.wanted[i].0])
    }

    /// True if two points are at the same place on the other indexed axes.
    fn same(&self, i: usize, j: usize) -> bool {
        let (i, j) = (self.wanted[i].0, self.wanted[j].0);
        self.arrays[..self.arrays.len().saturating_sub(1)].iter().all(|v| v[i] == v[j])
    }

    /// The elements of one point.
    fn each(&self) -> usize {
        let spans = self.source.axes.iter().enumerate();
        let kept = spans.filter(|(axis, _)| !self.indexed.contains(axis));
        kept.map(|(_, span)| span.count).product::<usize>().max(1)
    }

    /// Points that may be gathered apart: those of a cell of the grid on the first indexed axis.
    fn groups(&self, grid: Option<&[usize]>) -> Vec<Range<usize>> {
        let (Some(first), Some(axis)) = (self.arrays.first(), self.indexed.first()) else {
            return Vec::new();
        };
        let side = grid.map_or(1 << 12, |grid| grid[*axis]).max(1);
        let cell = |i: usize| first[self.wanted[i].0] / side;
        let mut groups: Vec<Range<usize>> = Vec::new();
        for i in 0..self.wanted.len() {
            match groups.last_mut() {
                Some(group) if cell(group.start) == cell(i) => group.end = i + 1,
                _ => groups.push(i..i + 1),
            }
        }
        groups
    }

    /// Puts what was read for some points where it belongs.
    fn copy(&self, out: &mut Buffer, data: &Buffer, points: Points) -> Result<()> {
        let (mine, found) = (out.element_type(), data.element_type());
        let Some(&last) = self.indexed.last() else { return Ok(()) };
        let from_strides = row_major(&points.counts);
        let mut one = points.counts;
        one[last] = 1;
        pair!(Buffer, Buffer, out, data, to, from => {
            for i in points.range {
                let first = (self.place(i) - points.low) * from_strides[last] as usize;
                copy_nd(to, self.wanted[i].1, &self.strides, from, first, &from_strides, &one);
            }
            Ok(())
        }, else Err(crate::buffer::mismatch(mine, found)))
    }
}

impl Gather<'_> {
    /// How to gather an area; `None` if there is nothing in it.
    fn plan<'g>(&'g self, area: &Area) -> Option<Plan<'g>> {
        if area.len() == 0 {
            return None;
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
        let places = |p: &'g Picked| match p {
            Picked::Places(v) => Some(&**v),
            Picked::Span(_) => None,
        };
        let arrays: Vec<&[usize]> = self.picked.iter().filter_map(places).collect();
        // In the order of the input, so that neighbours are read at once.
        wanted.sort_unstable_by(|a, b| {
            arrays.iter().map(|v| v[a.0]).cmp(arrays.iter().map(|v| v[b.0]))
        });
        // The axes of the result that are slices, and their strides there.
        let mut kept = (0..area.axes.len()).filter(|a| !middle.contains(a));
        let mut source = Area { axes: Vec::with_capacity(self.picked.len()) };
        let mut to_strides = Vec::with_capacity(self.picked.len());
        for picked in &self.picked {
            match (picked, kept.clone().next()) {
                (Picked::Span(span), Some(axis)) => {
                    kept.next();
                    source.axes.push(span.of(area.axes[axis]));
                    to_strides.push(strides[axis]);
                }
                _ => {
                    source.axes.push(Span::new(0, 1));
                    to_strides.push(0);
                }
            }
        }
        let indexed: Vec<usize> = (0..self.picked.len())
            .filter(|&axis| matches!(self.picked[axis], Picked::Places(_)))
            .collect();
        if indexed.is_empty() {
            return None;
        }
        Some(Plan { wanted, indexed, arrays, source, strides: to_strides })
    }

    /// Reads what is wanted for a range of the sorted points, a run of neighbours at a time.
    fn each_run(
        &self,
        plan: &Plan<'_>,
        range: Range<usize>,
        context: &Context,
        mut take: impl FnMut(Buffer, Points) -> Result<()>,
    ) -> Result<()> {
        let Some((&last, outer)) = plan.indexed.split_last() else { return Ok(()) };
        let most = context.elements(self.element_type().size()) / plan.each();
        let most = most.clamp(1, 4096);
        let mut source = plan.source.clone();
        let mut begin = range.start;
        while begin < range.end {
            let low = plan.place(begin);
            let mut end = begin + 1;
            while end < range.end
                && plan.same(begin, end)
                && plan.place(end) - plan.place(end - 1) <= 1
                && plan.place(end) - low < most
            {
                end += 1;
            }
            for (array, &axis) in outer.iter().enumerate() {
                source.axes[axis] = Span::new(plan.arrays[array][plan.wanted[begin].0], 1);
            }
            source.axes[last] = Span::new(low, plan.place(end - 1) + 1 - low);
            let data = self.input.read(&source, context)?;
            take(data, Points { range: begin..end, low, counts: source.counts() })?;
            begin = end;
        }
        Ok(())
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
        if let Some(plan) = self.plan(area) {
            let all = 0..plan.wanted.len();
            self.each_run(&plan, all, context, |data, run| plan.copy(&mut out, &data, run))?;
        }
        Ok(out)
    }

    /// Blocks as large as memory allows, so that a chunk is decoded for as many points as
    /// possible; the parts of one are read on several threads.
    fn produce(&self, output: &dyn Output, context: &Context) -> Result<bool> {
        let (ty, shape) = (self.element_type(), &self.shape);
        if !ty.is_number() {
            return Ok(false);
        }
        let half = Context { memory: context.memory / 2, ..context.clone() };
        let block = block_shape(shape, output.grid().as_deref(), half.held(self.room() + 16));
        let blocks = Blocks::new(shape, &block);
        for i in 0..blocks.len() {
            let (start, count) = blocks.get(i);
            let area = Area::block(&start, &count);
            let Some(plan) = self.plan(&area) else { continue };
            let out = Mutex::new(Buffer::zeros(ty, area.len()));
            let groups = plan.groups(self.input.grid().as_deref());
            run(&half, groups.len(), |i, inside| {
                self.each_run(&plan, groups[i].clone(), inside, |data, run| {
                    let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
                    plan.copy(&mut out, &data, run)?;
                    spare::give(data);
                    Ok(())
                })
            })?;
            let out = out.into_inner().unwrap_or_else(PoisonError::into_inner);
            output.put(&start, &count, out)?;
        }
        Ok(true)
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
