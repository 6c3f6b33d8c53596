//! Reductions: elements of some axes become one element, by a row of init, push, merge, finish.
//!
//! The reduced axes are cut into cells that depend on the shape and the chunks of the input and on
//! nothing else. Elements of a cell are pushed in row-major order, cells are merged in row-major
//! order; so the result has the same bits however the work is cut into blocks and tiles, and on
//! however many threads it runs. The other axes are cut freely: their elements never meet.

mod erased;
pub(crate) mod extreme;
pub(crate) mod histogram;
pub(crate) mod moments;
pub(crate) mod place;
pub(crate) mod sum;
mod together;
pub(crate) mod truth;
mod walk;

use super::{Blocks, Context, block_shape, in_order};
use crate::buffer::{Buffer, Item, mismatch};
use crate::error::Result;
use crate::node::{Area, Node};
use crate::types::ElementType;
pub(crate) use erased::{Accs, AnyRow, Erased};
pub(crate) use together::{Fed, Held, in_one_pass};
use walk::Walk;

/// Elements of a cell along the reduced axes, unless a chunk has more.
const CELL: usize = 1 << 16;

/// Rows that are taken while accumulators stay in registers.
const DEEP: usize = 16;

/// Accumulators of a lane whose elements lie next to each other.
const WIDE: usize = 8;

/// How elements become one.
pub(crate) trait Reduce: Send + Sync {
    /// The elements.
    type In: Item;
    /// What is known of some of them.
    type Acc: Clone + Send + Sync + 'static;

    /// What is known of none.
    fn init(&self) -> Self::Acc;

    /// Takes an element, the `at`-th of the cell.
    fn push(&self, acc: &mut Self::Acc, x: &Self::In, at: u64);

    /// Takes what is known of elements that come later.
    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc);

    /// Called when a cell is done: where the cell's elements are in the whole.
    fn settle(&self, acc: &mut Self::Acc, cell: &Cell) {
        let _ = (acc, cell);
    }

    /// Takes rows of elements, one for each accumulator; the first row is the `at`-th of the cell,
    /// the next ones are `step` apart.
    fn down(&self, accs: &mut [Self::Acc], xs: &[Self::In], at: u64, step: u64) {
        for (i, row) in xs.chunks_exact(accs.len().max(1)).enumerate() {
            let at = at + i as u64 * step;
            accs.iter_mut().zip(row).for_each(|(acc, x)| self.push(acc, x, at));
        }
    }

    /// Takes neighbours that go to one lane of [`WIDE`] accumulators; the first is the `at`-th.
    fn run(&self, accs: &mut [Self::Acc; WIDE], xs: &[Self::In], at: u64) {
        let head = (WIDE as u64 - at % WIDE as u64) as usize % WIDE;
        let (head, body) = xs.split_at(head.min(xs.len()));
        let mut at = at;
        for x in head {
            self.push(&mut accs[at as usize % WIDE], x, at);
            at += 1;
        }
        let (body, tail) = body.as_chunks::<WIDE>();
        for eight in body {
            for (i, (acc, x)) in accs.iter_mut().zip(eight).enumerate() {
                self.push(acc, x, at + i as u64);
            }
            at += WIDE as u64;
        }
        for (acc, x) in accs.iter_mut().zip(tail) {
            self.push(acc, x, at);
            at += 1;
        }
    }
}

/// Two reductions of the same elements.
pub(crate) struct Both<A, B>(pub A, pub B);

impl<A: Reduce, B: Reduce<In = A::In>> Reduce for Both<A, B> {
    type In = A::In;
    type Acc = (A::Acc, B::Acc);

    fn init(&self) -> Self::Acc {
        (self.0.init(), self.1.init())
    }

    #[inline(always)]
    fn push(&self, acc: &mut Self::Acc, x: &Self::In, at: u64) {
        self.0.push(&mut acc.0, x, at);
        self.1.push(&mut acc.1, x, at);
    }

    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc) {
        self.0.merge(&mut acc.0, &other.0);
        self.1.merge(&mut acc.1, &other.1);
    }

    fn settle(&self, acc: &mut Self::Acc, cell: &Cell) {
        self.0.settle(&mut acc.0, cell);
        self.1.settle(&mut acc.1, cell);
    }
}

/// A cell of the reduced axes: where it lies among all places of them.
pub(crate) struct Cell {
    start: Vec<usize>,
    count: Vec<usize>,
    shape: Vec<usize>,
}

impl Cell {
    /// The row-major place among all elements of the `at`-th of this cell.
    pub(crate) fn place(&self, at: u64) -> u64 {
        let (mut rest, mut place, mut stride) = (at, 0, 1);
        for axis in (0..self.shape.len()).rev() {
            let n = self.count[axis].max(1) as u64;
            place += (rest % n + self.start[axis] as u64) * stride;
            rest /= n;
            stride *= self.shape[axis] as u64;
        }
        place
    }
}

/// Takes a part of a result: where it begins, its extent, its accumulators in row-major order.
pub(crate) type Put<'p> = dyn Fn(&[usize], &[usize], Accs) -> Result<()> + Sync + 'p;

/// What is reduced, and along which axes.
pub(crate) struct Reduction<'n> {
    pub input: &'n dyn Node,
    /// Which elements count; of the input's shape.
    pub mask: Option<&'n dyn Node>,
    /// For each axis, whether it is reduced.
    pub reduced: &'n [bool],
}

/// Values of the axes that are reduced, or of those that are not.
fn pick<T: Copy>(all: &[T], reduced: &[bool], which: bool) -> Vec<T> {
    all.iter().zip(reduced).filter(|(_, r)| **r == which).map(|(x, _)| *x).collect()
}

/// Values of all axes from those of the reduced and the others.
fn weave(reduced: &[bool], of_reduced: &[usize], of_kept: &[usize]) -> Vec<usize> {
    let (mut r, mut k) = (of_reduced.iter(), of_kept.iter());
    let next = |yes: &bool| if *yes { r.next() } else { k.next() };
    reduced.iter().map(next).map(|n| n.copied().unwrap_or(1)).collect()
}

impl Reduction<'_> {
    /// Reduces everything. `first` is what each lane begins with; `put` is given each tile of the
    /// kept axes: where it begins, its extent, the accumulators in row-major order.
    pub(crate) fn run<R: Reduce>(
        &self,
        row: &R,
        first: Option<&R::Acc>,
        context: &Context,
        put: impl Fn(&[usize], &[usize], Vec<R::Acc>) -> Result<()> + Sync,
    ) -> Result<()> {
        self.run_any(&Erased::new(row, first), context, &|start, count, accs| {
            put(start, count, Erased::<R>::accumulators(accs)?)
        })
    }

    /// The same for a row of any type.
    pub(crate) fn run_any(&self, row: &dyn AnyRow, context: &Context, put: &Put<'_>) -> Result<()> {
        let shape = self.input.shape();
        let grid = self.input.grid().filter(|g| g.len() == shape.len());
        let grid_of = |which| grid.as_ref().map(|g| pick(g, self.reduced, which));
        let (inner, outer) = (pick(shape, self.reduced, true), pick(shape, self.reduced, false));

        // Fixed by shape and grid.
        let cells = Blocks::new(&inner, &self.cell(&inner));
        let lane = self.lane_width(&cells);

        // Free.
        let half = Context { memory: context.memory / 2, ..context.clone() };
        let tile = self.tile(row.size(), &outer, grid_of(false), &cells, lane, &half);
        let tiles = Blocks::new(&outer, &tile);
        if tiles.len() == 0 {
            return Ok(());
        }
        if cells.len() == 0 {
            for i in 0..tiles.len() {
                let (start, count) = tiles.get(i);
                put(&start, &count, row.begin(count.iter().product()))?;
            }
            return Ok(());
        }
        let mut held: Option<Accs> = None;
        in_order(
            &half,
            tiles.len() * cells.len(),
            |i, context| {
                let ((start, count), (cell, extent)) =
                    (tiles.get(i / cells.len()), cells.get(i % cells.len()));
                let cell = Cell { start: cell, count: extent, shape: inner.clone() };
                let walk =
                    Walk { reduction: self, cell: &cell, start: &start, count: &count, lane };
                walk.run(row, grid.as_deref(), context)
            },
            |i, accs| {
                let (start, count) = tiles.get(i / cells.len());
                let mut all = held.take().unwrap_or_else(|| row.begin(count.iter().product()));
                row.merge(&mut all, &accs);
                if (i + 1) % cells.len() == 0 {
                    return put(&start, &count, all);
                }
                held = Some(all);
                Ok(())
            },
        )
    }

    /// The extent of a cell.
    fn cell(&self, inner: &[usize]) -> Vec<usize> {
        let grid = self.input.grid().filter(|g| g.len() == self.reduced.len());
        let grid = grid.map(|g| pick(&g, self.reduced, true));
        let chunk = grid.as_ref().map_or(1, |g: &Vec<usize>| {
            g.iter().zip(inner).map(|(g, n)| (*g).min(*n).max(1)).product::<usize>()
        });
        block_shape(inner, grid.as_deref(), CELL.max(chunk))
    }

    /// Accumulators of a lane: several if its elements lie next to each other, often enough.
    fn lane_width(&self, cells: &Blocks) -> usize {
        if cells.len() == 0 {
            return 1;
        }
        let (_, first) = cells.get(0);
        let full = weave(self.reduced, &first, &[]);
        let mut length = 1;
        for ((&n, &reduced), &extent) in
            self.input.shape().iter().zip(self.reduced).zip(&full).rev()
        {
            if n != 1 && !reduced {
                break;
            }
            length *= if reduced { extent } else { 1 };
        }
        if length >= 2 * WIDE { WIDE } else { 1 }
    }

    /// The extent of a tile of the kept axes; `size` is that of an accumulator.
    fn tile(
        &self,
        size: usize,
        outer: &[usize],
        grid: Option<Vec<usize>>,
        cells: &Blocks,
        lane: usize,
        context: &Context,
    ) -> Vec<usize> {
        let acc = size * lane * 2;
        let memory = context.memory / context.threads.max(1);
        let most = (memory / acc).max(1);
        let elements = context.elements(self.room());
        let cell = if cells.len() == 0 { 1 } else { cells.get(0).1.iter().product::<usize>() };
        let mut lanes = if lane > 1 { elements / cell.max(1) } else { elements / 4 };
        let all: usize = outer.iter().product();
        if cells.len() < 2 * context.threads {
            lanes = lanes.min(all.div_ceil(2 * context.threads));
        }
        // A part of a chunk costs as much as the whole.
        if let Some(grid) = &grid {
            let chunk = grid.iter().zip(outer).map(|(&g, &n)| g.min(n).max(1)).product();
            lanes = lanes.max(chunk);
        }
        let lanes = lanes.min(most).min(context.block.unwrap_or(usize::MAX)).max(1);
        block_shape(outer, grid.as_deref(), lanes)
    }

    /// Bytes an element takes while it is read.
    fn room(&self) -> usize {
        self.input.room() + self.mask.map_or(0, Node::room)
    }

    /// The elements of an area, of a type, and whether each counts.
    fn read(
        &self,
        area: &Area,
        ty: ElementType,
        context: &Context,
    ) -> Result<(Buffer, Option<Vec<bool>>)> {
        let data = plain(self.input.read(area, context)?);
        if data.element_type() != ty {
            return Err(mismatch(ty, data.element_type()));
        }
        let mask = match self.mask {
            Some(mask) => Some(
                bool::take(mask.read(area, context)?)
                    .map_err(|b| mismatch(ElementType::Bool, b.element_type()))?,
            ),
            None => None,
        };
        Ok((data, mask))
    }
}

/// Times as their integers.
fn plain(data: Buffer) -> Buffer {
    match data {
        Buffer::Time(_, v) | Buffer::Duration(_, v) => Buffer::I64(v),
        other => other,
    }
}
