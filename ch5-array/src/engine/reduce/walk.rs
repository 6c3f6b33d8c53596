//! Going over a tile of lanes inside one cell, block by block.

use super::{Cell, Reduce, Reduction, WIDE, weave};
use crate::buffer::{Buffer, Item, row_major, spare};
use crate::engine::{Blocks, Context, block_shape};
use crate::error::Result;
use crate::node::Area;

pub(super) struct Walk<'w> {
    pub reduction: &'w Reduction<'w>,
    pub cell: &'w Cell,
    /// The tile of the kept axes.
    pub start: &'w [usize],
    pub count: &'w [usize],
    /// Accumulators of a lane.
    pub lane: usize,
}

/// An axis of a block: its extent, how far a step goes in lanes and among the cell's elements.
#[derive(Clone, Copy)]
struct Step {
    count: usize,
    lane: usize,
    at: u64,
}

impl Walk<'_> {
    /// One accumulator for each lane.
    pub(super) fn run<R: Reduce>(
        &self,
        row: &R,
        grid: Option<&[usize]>,
        context: &Context,
    ) -> Result<Vec<R::Acc>> {
        let reduced = self.reduction.reduced;
        let start = weave(reduced, &self.cell.start, self.start);
        let count = weave(reduced, &self.cell.count, self.count);
        let lanes: usize = self.count.iter().product();
        let mut accs = vec![row.init(); lanes * self.lane];
        let block = aligned(&count, grid, context.elements(self.reduction.room()));
        let blocks = Blocks::new(&count, &block);
        let steps = self.steps();
        for i in 0..blocks.len() {
            let (from, extent) = blocks.get(i);
            let at: Vec<usize> = from.iter().zip(&start).map(|(a, b)| a + b).collect();
            let (data, mask) = self.reduction.read::<R::In>(&Area::block(&at, &extent), context)?;
            self.block(row, &mut accs, &data, mask.as_deref(), &steps, &from, &extent);
            spare::give(R::In::wrap(data));
            mask.map(Buffer::Bool).into_iter().for_each(spare::give);
        }
        Ok(self.close(row, accs))
    }

    /// One accumulator for each lane, of several.
    pub(super) fn close<R: Reduce>(&self, row: &R, mut accs: Vec<R::Acc>) -> Vec<R::Acc> {
        if self.lane > 1 {
            accs = accs
                .chunks_exact_mut(self.lane)
                .map(|lane| {
                    let mut half = lane.len() / 2;
                    while half > 0 {
                        let (to, from) = lane.split_at_mut(half);
                        to.iter_mut().zip(from.iter()).for_each(|(a, b)| row.merge(a, b));
                        half /= 2;
                    }
                    lane[0].clone()
                })
                .collect();
        }
        accs.iter_mut().for_each(|acc| row.settle(acc, self.cell));
        accs
    }

    /// How far a step along each axis goes.
    pub(super) fn steps(&self) -> Vec<(usize, u64)> {
        let (lanes, ats) = (row_major(self.count), row_major(&self.cell.count));
        let (mut lanes, mut ats) = (lanes.iter(), ats.iter());
        let step = |reduced: &bool| {
            if *reduced {
                (0, ats.next().map_or(0, |&n| n as u64))
            } else {
                (lanes.next().map_or(0, |&n| n as usize), 0)
            }
        };
        self.reduction.reduced.iter().map(step).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one block")]
    pub(super) fn block<R: Reduce>(
        &self,
        row: &R,
        accs: &mut [R::Acc],
        data: &[R::In],
        mask: Option<&[bool]>,
        steps: &[(usize, u64)],
        from: &[usize],
        extent: &[usize],
    ) {
        let mut lane: usize = from.iter().zip(steps).map(|(f, s)| f * s.0).sum();
        let mut at: u64 = from.iter().zip(steps).map(|(f, s)| *f as u64 * s.1).sum();
        let mut axes: Vec<Step> = Vec::with_capacity(steps.len());
        for (&count, &(lane, at)) in extent.iter().zip(steps) {
            match axes.last_mut() {
                _ if count == 1 => {}
                Some(outer) if outer.lane == lane * count && outer.at == at * count as u64 => {
                    *outer = Step { count: outer.count * count, lane, at };
                }
                _ => axes.push(Step { count, lane, at }),
            }
        }
        let last = axes.pop().unwrap_or(Step { count: 1, lane: 0, at: 0 });
        // Whole rows that go to the same lanes.
        let rows = match axes.last() {
            Some(rows) if rows.lane == 0 && (last.lane, last.at) == (1, 0) && self.lane == 1 => {
                axes.pop_if(|_| mask.is_none())
            }
            _ => None,
        };
        let length = last.count.max(1) * rows.map_or(1, |r| r.count);
        let mut index = vec![0; axes.len()];
        for (i, xs) in data.chunks_exact(length).enumerate() {
            if let Some(rows) = rows {
                row.down(&mut accs[lane..lane + last.count], xs, at, rows.at);
            } else {
                let mask = mask.map(|m| &m[i * last.count..(i + 1) * last.count]);
                self.line(row, accs, xs, mask, Step { lane, at, ..last }, last);
            }
            for (i, step) in index.iter_mut().zip(&axes).rev() {
                *i += 1;
                lane += step.lane;
                at += step.at;
                if *i < step.count {
                    break;
                }
                lane -= step.lane * step.count;
                at -= step.at * step.count as u64;
                *i = 0;
            }
        }
    }

    /// Neighbouring elements; `first` is where the first of them belongs.
    fn line<R: Reduce>(
        &self,
        row: &R,
        accs: &mut [R::Acc],
        xs: &[R::In],
        mask: Option<&[bool]>,
        first: Step,
        step: Step,
    ) {
        if let Some(mask) = mask {
            for (i, (x, _)) in xs.iter().zip(mask).enumerate().filter(|(_, (_, yes))| **yes) {
                let at = first.at + i as u64 * step.at;
                let lane = first.lane + i * step.lane;
                row.push(&mut accs[lane * self.lane + at as usize % self.lane], x, at);
            }
            return;
        }
        match (step.lane, step.at) {
            (1, 0) if self.lane == 1 => {
                let accs = &mut accs[first.lane..first.lane + xs.len()];
                accs.iter_mut().zip(xs).for_each(|(acc, x)| row.push(acc, x, first.at));
            }
            (0, 1) if self.lane == WIDE => {
                let lane = &mut accs[first.lane * WIDE..(first.lane + 1) * WIDE];
                if let Ok(lane) = lane.try_into() {
                    row.run(lane, xs, first.at);
                }
            }
            (lane, step_at) => {
                for (i, x) in xs.iter().enumerate() {
                    let at = first.at + i as u64 * step_at;
                    let lane = first.lane + i * lane;
                    row.push(&mut accs[lane * self.lane + at as usize % self.lane], x, at);
                }
            }
        }
    }
}

/// Blocks that go over an area in row-major order, in whole chunks where that is possible.
pub(crate) fn aligned(area: &[usize], grid: Option<&[usize]>, budget: usize) -> Vec<usize> {
    let mut block = block_shape(area, None, budget);
    if let Some(grid) = grid
        && let Some(axis) = (0..block.len()).find(|&i| block[i] > 1 && block[i] < area[i])
        && block[axis] > grid[axis]
    {
        block[axis] = block[axis] / grid[axis] * grid[axis];
    }
    block
}
