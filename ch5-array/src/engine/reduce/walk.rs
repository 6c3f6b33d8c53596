//! Going over a tile of lanes inside one cell, block by block.

use super::{Accs, AnyRow, Cell, Reduce, Reduction, WIDE, weave};
use crate::buffer::{Buffer, row_major, spare};
use crate::engine::{Blocks, Context, block_shape};
use crate::error::Result;
use crate::node::Area;

pub(crate) struct Walk<'w> {
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

/// How a block is gone over.
pub(crate) struct Route {
    /// Where its first element belongs.
    lane: usize,
    at: u64,
    axes: Vec<Step>,
    last: Step,
    /// Whole rows that go to the same lanes.
    rows: Option<Step>,
}

impl Walk<'_> {
    /// One accumulator for each lane.
    pub(super) fn run(
        &self,
        row: &dyn AnyRow,
        grid: Option<&[usize]>,
        context: &Context,
    ) -> Result<Accs> {
        let reduced = self.reduction.reduced;
        let start = weave(reduced, &self.cell.start, self.start);
        let count = weave(reduced, &self.cell.count, self.count);
        let lanes: usize = self.count.iter().product();
        let mut accs = row.fresh(lanes * self.lane);
        let block = aligned(&count, grid, context.elements(self.reduction.room()));
        let blocks = Blocks::new(&count, &block);
        let steps = self.steps();
        let ty = row.element_type();
        for i in 0..blocks.len() {
            let (from, extent) = blocks.get(i);
            let at: Vec<usize> = from.iter().zip(&start).map(|(a, b)| a + b).collect();
            let (data, mask) = self.reduction.read(&Area::block(&at, &extent), ty, context)?;
            let route = self.route(&steps, &from, &extent, mask.is_some());
            row.take(self, &mut accs, &data, mask.as_deref(), &route);
            spare::give(data);
            mask.map(Buffer::Bool).into_iter().for_each(spare::give);
        }
        Ok(row.close(accs, self.lane, self.cell))
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

    /// How the elements of a block are gone over.
    pub(super) fn route(
        &self,
        steps: &[(usize, u64)],
        from: &[usize],
        extent: &[usize],
        masked: bool,
    ) -> Route {
        let lane: usize = from.iter().zip(steps).map(|(f, s)| f * s.0).sum();
        let at: u64 = from.iter().zip(steps).map(|(f, s)| *f as u64 * s.1).sum();
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
        let rows = match axes.last() {
            Some(rows) if rows.lane == 0 && (last.lane, last.at) == (1, 0) && self.lane == 1 => {
                axes.pop_if(|_| !masked)
            }
            _ => None,
        };
        Route { lane, at, axes, last, rows }
    }

    pub(super) fn block<R: Reduce>(
        &self,
        row: &R,
        accs: &mut [R::Acc],
        data: &[R::In],
        mask: Option<&[bool]>,
        route: &Route,
    ) {
        let Route { mut lane, mut at, ref axes, last, rows } = *route;
        let length = last.count.max(1) * rows.map_or(1, |r| r.count);
        let mut index = vec![0; axes.len()];
        for (i, xs) in data.chunks_exact(length).enumerate() {
            if let Some(rows) = rows {
                row.down(&mut accs[lane..lane + last.count], xs, at, rows.at);
            } else {
                let mask = mask.map(|m| &m[i * last.count..(i + 1) * last.count]);
                self.line(row, accs, xs, mask, Step { lane, at, ..last }, last);
            }
            for (i, step) in index.iter_mut().zip(axes).rev() {
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
