//! Sums of products along axes that two operands share: computed part by part of the result.

use super::kernel::{Kind, Piece, Term};
use super::plan::Plan;
use crate::buffer::{Buffer, copy_nd, map, mismatch, row_major, with_type};
use crate::engine::{Blocks, Context, Output, in_order, run};
use crate::error::Result;
use crate::node::{Area, NodeRef, Span};
use crate::types::ElementType as Ty;

/// A product of two operands, whose axes are in four groups: those that both and the result have,
/// those of the first and the result, those of the second and the result, and those that are
/// summed.
pub(super) struct Product<'a> {
    /// Axes: shared, rows, summed.
    pub a: NodeRef<'a>,
    /// Axes: shared, summed, columns.
    pub b: NodeRef<'a>,
    /// How many axes are shared, and are rows.
    pub shared: usize,
    pub rows: usize,
    pub summed: usize,
    /// For each axis of the result, which it is of the shared, rows, columns.
    pub order: Vec<usize>,
    /// The type of the operands' elements, in which sums are made.
    pub work: Ty,
    /// The type of the result's elements.
    pub ty: Ty,
}

/// The calls for each type of elements that sums are made of.
macro_rules! dispatch {
    ($ty:expr, $t:ident => $body:expr) => {
        with_type!(@match $ty, $t, $body, Err(mismatch(Ty::F64, $ty));
            Bool bool, I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64,
            F32 f32, F64 f64,
            C64 num_complex::Complex<f32>, C128 num_complex::Complex<f64>)
    };
}

impl Product<'_> {
    /// The lengths of the shared axes, the rows, the columns, the summed axes.
    pub(super) fn groups(&self) -> [&[usize]; 4] {
        let (a, b) = (self.a.shape(), self.b.shape());
        let (shared, rest) = a.split_at(self.shared);
        let (rows, summed) = rest.split_at(self.rows);
        [shared, rows, &b[self.shared + self.summed..], summed]
    }

    /// The cells that are best kept whole: the output's, else those of the operands.
    pub(super) fn grids(&self, output: &dyn Output) -> [Option<Vec<usize>>; 4] {
        let (a, b) = (self.a.grid(), self.b.grid());
        let (head, tail) = (self.shared, self.shared + self.rows);
        let of = |grid: &Option<Vec<usize>>, range: std::ops::Range<usize>| {
            grid.as_ref().and_then(|g| g.get(range)).map(<[usize]>::to_vec)
        };
        let inner = head + self.summed;
        let summed = of(&a, tail..tail + self.summed).or_else(|| of(&b, head..inner));
        let rank = self.order.len();
        if let Some(grid) = output.grid().filter(|g| g.len() == rank) {
            let mut own = vec![1; rank];
            self.order.iter().zip(grid).for_each(|(&axis, g)| own[axis] = g);
            let own = Some(own);
            return [of(&own, 0..head), of(&own, head..tail), of(&own, tail..rank), summed];
        }
        let columns = of(&b, inner..self.b.shape().len());
        [of(&a, 0..head), of(&a, head..tail), columns, summed]
    }

    /// Bytes that an element of an operand takes while it is read.
    pub(super) fn room(&self) -> usize {
        self.a.room().max(self.b.room())
    }

    /// Computes everything.
    pub(super) fn run(&self, output: &dyn Output, context: &Context) -> Result<()> {
        dispatch!(self.work, T => self.run_as::<T>(output, context))
    }

    fn run_as<T: Term>(&self, output: &dyn Output, context: &Context) -> Result<()> {
        let [shared, rows, columns, _] = self.groups();
        let result = [shared, rows, columns].concat();
        if result.contains(&0) {
            return Ok(());
        }
        let plan = Plan::new(self, output, context);
        let tiles = Blocks::new(&result, &plan.tile);
        let groups = Blocks::new(&plan.cells, &plan.group);
        context.planned(tiles.len() * groups.len().max(1), |plan| {
            plan.inside = context.clone().unplanned();
        })?;
        self.wake(context)?;
        let sums = |tile: usize, group: Option<usize>, context: &Context| {
            let (start, count) = tiles.get(tile);
            let mut sums = vec![T::default(); count.iter().product()];
            if let Some(group) = group {
                self.part(&plan, (&start, &count), groups.get(group), &mut sums, context)?;
            }
            Ok(sums)
        };
        if groups.len() <= 1 {
            return run(context, tiles.len(), |i, context| {
                let sums = sums(i, (groups.len() == 1).then_some(0), context)?;
                self.put(tiles.get(i), sums, output)
            });
        }
        let mut held = Vec::new();
        in_order(
            context,
            tiles.len() * groups.len(),
            |i, context| sums(i / groups.len(), Some(i % groups.len()), context),
            |i, sums| {
                match i % groups.len() {
                    0 => held = sums,
                    _ => T::merge(&mut held, &sums),
                }
                if (i + 1) % groups.len() == 0 {
                    return self.put(
                        tiles.get(i / groups.len()),
                        std::mem::take(&mut held),
                        output,
                    );
                }
                Ok(())
            },
        )
    }

    /// Lets operands that are computed as a whole do so now, with all memory and threads.
    fn wake(&self, context: &Context) -> Result<()> {
        for node in [&self.a, &self.b] {
            if !node.inputs().is_empty() && !node.shape().contains(&0) {
                let first = node.shape().iter().map(|_| Span::new(0, 1)).collect();
                node.read(&Area { axes: first }, context)?;
            }
        }
        Ok(())
    }

    /// Adds what a group of cells gives to the sums of a tile.
    fn part<T: Term>(
        &self,
        plan: &Plan,
        (start, count): (&[usize], &[usize]),
        (first, cells): (Vec<usize>, Vec<usize>),
        sums: &mut [T],
        context: &Context,
    ) -> Result<()> {
        let [_, rows, columns, summed] = self.groups();
        let kind = Kind::of(rows.iter().product(), columns.iter().product());
        let (head, tail) = (self.shared, self.shared + self.rows);
        let extent = |range: std::ops::Range<usize>| count[range].iter().product::<usize>();
        let (many, m, n) = (extent(0..head), extent(head..tail), extent(tail..count.len()));
        let spans = |range: std::ops::Range<usize>| {
            range.map(|axis| Span::new(start[axis], count[axis])).collect::<Vec<Span>>()
        };
        let panels = Blocks::new(&cells, &plan.panel);
        for i in 0..panels.len() {
            let (from, cells) = panels.get(i);
            let inner: Vec<Span> = (0..self.summed)
                .map(|axis| {
                    let cell = plan.cell[axis];
                    let at = (first[axis] + from[axis]) * cell;
                    Span::new(at, (cells[axis] * cell).min(summed[axis] - at))
                })
                .collect();
            let lengths: Vec<usize> = inner.iter().map(|s| s.count).collect();
            let deep: usize = lengths.iter().product();
            let area = [spans(0..head), spans(head..tail), inner.clone()].concat();
            let a = self.elements::<T>(&self.a, Area { axes: area }, context)?;
            let area = [spans(0..head), inner, spans(tail..count.len())].concat();
            let b = self.elements::<T>(&self.b, Area { axes: area }, context)?;
            let cells = Blocks::new(&lengths, &plan.cell);
            for one in 0..many {
                let (a, b) = (&a[one * m * deep..], &b[one * deep * n..]);
                let mut at = 0;
                for cell in 0..cells.len() {
                    let depth = cells.get(cell).1.iter().product();
                    let piece = Piece {
                        a: &a[at..m.saturating_sub(1) * deep + at + depth],
                        stride: deep,
                        b: &b[at * n..(at + depth) * n],
                        c: &mut sums[one * m * n..(one + 1) * m * n],
                        rows: m,
                        depth,
                        columns: n,
                    };
                    T::multiply(kind, piece)?;
                    at += depth;
                }
            }
        }
        Ok(())
    }

    fn elements<T: Term>(
        &self,
        node: &NodeRef<'_>,
        area: Area,
        context: &Context,
    ) -> Result<Vec<T>> {
        T::take(node.read(&area, context)?).map_err(|b| mismatch(self.work, b.element_type()))
    }

    /// Hands a tile to the output, its axes in the order of the result.
    fn put<T: Term>(
        &self,
        (start, count): (Vec<usize>, Vec<usize>),
        sums: Vec<T>,
        output: &dyn Output,
    ) -> Result<()> {
        let data = T::wrap(sums).cast(self.ty)?;
        if self.order.iter().enumerate().all(|(i, axis)| i == *axis) {
            return output.put(&start, &count, data);
        }
        let inner = row_major(&count);
        let of = |all: &[usize]| self.order.iter().map(|&axis| all[axis]).collect::<Vec<usize>>();
        let strides: Vec<isize> = self.order.iter().map(|&axis| inner[axis]).collect();
        let (start, count) = (of(&start), of(&count));
        let len = data.len();
        let data = map!(Buffer, &data, v => {
            let mut out = vec![Default::default(); len];
            copy_nd(&mut out, 0, &row_major(&count), v, 0, &strides, &count);
            out
        });
        output.put(&start, &count, data)
    }
}
