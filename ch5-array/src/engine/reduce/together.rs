//! Several reductions in one pass over what they have in common.

use super::walk::Walk;
use super::{Accs, AnyRow, Cell, Reduction, pick, plain, weave};
use crate::buffer::{Buffer, mismatch, spare};
use crate::engine::{Blocks, Context, in_order};
use crate::error::Result;
use crate::node::{Area, Node, read_together};

/// A reduction that is given the elements.
pub(crate) trait Fed: Send {
    /// Takes a block of the input: where it begins, its extent.
    fn feed(&mut self, data: &Buffer, start: &[usize], count: &[usize]) -> Result<()>;

    /// Makes a block one that this can take, or says that there is none.
    fn shape(&self, block: &mut Vec<usize>) -> bool;

    /// Bytes that are held until the end.
    fn held(&self) -> usize;
}

/// The accumulators of all lanes and cells of a reduction.
pub(crate) struct Held<'h> {
    reduction: &'h Reduction<'h>,
    row: &'h dyn AnyRow,
    cells: Blocks,
    extent: Vec<usize>,
    inner: Vec<usize>,
    outer: Vec<usize>,
    lane: usize,
    /// Of each cell, once it has an element.
    accs: Vec<Option<Accs>>,
}

impl<'h> Held<'h> {
    pub(crate) fn new(reduction: &'h Reduction<'h>, row: &'h dyn AnyRow) -> Self {
        let shape = reduction.input.shape();
        let inner = pick(shape, reduction.reduced, true);
        let outer = pick(shape, reduction.reduced, false);
        let extent = reduction.cell(&inner);
        let cells = Blocks::new(&inner, &extent);
        let lane = reduction.lane_width(&cells);
        Self { reduction, row, cells, extent, inner, outer, lane, accs: Vec::new() }
    }

    /// The walk of the `i`-th cell, handed to a function.
    fn walk<T>(&self, i: usize, run: impl FnOnce(&Walk<'_>) -> T) -> T {
        let (start, count) = self.cells.get(i);
        let cell = Cell { start, count, shape: self.inner.clone() };
        let zero = vec![0; self.outer.len()];
        let (reduction, lane) = (self.reduction, self.lane);
        run(&Walk { reduction, cell: &cell, start: &zero, count: &self.outer, lane })
    }

    /// One accumulator for each lane, in row-major order.
    pub(crate) fn finish(mut self) -> Accs {
        let mut all = self.row.begin(self.outer.iter().product());
        for (i, accs) in std::mem::take(&mut self.accs).into_iter().enumerate() {
            let Some(accs) = accs else { continue };
            let accs = self.walk(i, |walk| self.row.close(accs, walk.lane, walk.cell));
            self.row.merge(&mut all, &accs);
        }
        all
    }
}

impl Fed for Held<'_> {
    fn feed(&mut self, data: &Buffer, start: &[usize], count: &[usize]) -> Result<()> {
        let lanes = self.outer.iter().product::<usize>() * self.lane;
        if self.accs.is_empty() {
            self.accs.resize_with(self.cells.len(), || None);
        }
        let (expected, found) = (self.row.element_type(), data.element_type());
        if expected != found {
            return Err(mismatch(expected, found));
        }
        // A block lies in one cell.
        let at = pick(start, self.reduction.reduced, true);
        let cell = at
            .iter()
            .zip(&self.extent)
            .zip(&self.inner)
            .fold(0, |cell, ((&at, &e), &n)| cell * n.div_ceil(e.max(1)) + at / e.max(1));
        let mut accs = self.accs[cell].take().unwrap_or_else(|| self.row.fresh(lanes));
        self.walk(cell, |walk| {
            let base = weave(self.reduction.reduced, &walk.cell.start, walk.start);
            let from: Vec<usize> = start.iter().zip(&base).map(|(a, b)| a - b).collect();
            let route = walk.route(&walk.steps(), &from, count, false);
            self.row.take(walk, &mut accs, data, None, &route);
        });
        self.accs[cell] = Some(accs);
        Ok(())
    }

    fn shape(&self, block: &mut Vec<usize>) -> bool {
        let reduced: Vec<usize> =
            (0..block.len()).filter(|&axis| self.reduction.reduced[axis]).collect();
        // Elements of a cell are taken in row-major order.
        if reduced.len() > 1 {
            for (&axis, &extent) in reduced.iter().zip(&self.extent) {
                block[axis] = block[axis].max(extent);
            }
        }
        reduced.iter().zip(&self.extent).enumerate().all(|(i, (&axis, &extent))| {
            let inside = extent.is_multiple_of(block[axis]) || extent >= self.inner[i];
            block[axis] <= extent && inside && (i == 0 || block[axis] == extent)
        })
    }

    fn held(&self) -> usize {
        let lanes = self.outer.iter().product::<usize>() * self.lane;
        self.cells.len() * lanes * self.row.size()
    }
}

/// Gives reductions all elements of their inputs, which have one shape; `false` if that takes more
/// memory than there is, and nothing was done.
pub(crate) fn in_one_pass(
    inputs: &[&dyn Node],
    fed: &mut [(usize, &mut dyn Fed)],
    context: &Context,
) -> Result<bool> {
    let Some(first) = inputs.first() else { return Ok(true) };
    let shape = first.shape();
    let room: usize = inputs.iter().map(|n| n.room()).sum();
    let half = Context { memory: context.memory / 2, ..context.clone() };
    let grid = first.grid().filter(|g| g.len() == shape.len());
    let mut block = super::super::planned(shape, grid.as_deref(), room, &half);
    if let Some(grid) = grid {
        // No more than a cell of the grid.
        block.iter_mut().zip(&grid).for_each(|(b, &g)| *b = (*b).min(g.max(1)));
    }
    let mut fits = shape.iter().all(|&n| n > 0);
    // Twice, since what one asks for may not do for one before it.
    for _ in 0..2 {
        fits &= fed.iter().all(|(_, fed)| fed.shape(&mut block));
    }
    let held: usize = fed.iter().map(|(_, fed)| fed.held()).sum();
    if !fits || block.iter().product::<usize>() > half.most(room) || held > context.memory / 2 {
        return Ok(false);
    }
    let blocks = Blocks::new(shape, &block);
    in_order(
        &half,
        blocks.len(),
        |i, context| {
            let (start, count) = blocks.get(i);
            let area = Area::block(&start, &count);
            let data = match inputs {
                [one] => vec![one.read(&area, context)?],
                _ => read_together(inputs, &area, context)?,
            };
            Ok(data.into_iter().map(plain).collect::<Vec<Buffer>>())
        },
        |i, data| {
            let (start, count) = blocks.get(i);
            for (input, fed) in &mut *fed {
                fed.feed(&data[*input], &start, &count)?;
            }
            data.into_iter().for_each(spare::give);
            Ok(())
        },
    )?;
    Ok(true)
}
