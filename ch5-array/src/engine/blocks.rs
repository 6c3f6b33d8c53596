//! Cutting arrays into blocks, and running over them on several threads.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::Context;
use crate::buffer::spare;
use crate::error::{Error, ErrorKind, Result};

/// The shape of blocks of at most `budget` elements: whole cells of the grid where one fits, as
/// many as fit from the last axis to the first; otherwise rows of a cell.
pub(crate) fn block_shape(shape: &[usize], grid: Option<&[usize]>, budget: usize) -> Vec<usize> {
    let rank = shape.len();
    let budget = budget.max(1);
    let mut block: Vec<usize> = match grid {
        Some(grid) if grid.len() == rank => {
            grid.iter().zip(shape).map(|(&g, &n)| g.min(n).max(1)).collect()
        }
        _ => vec![1; rank],
    };
    if block.iter().product::<usize>() > budget {
        let mut left = budget;
        for n in block.iter_mut().rev() {
            *n = (*n).min(left);
            left /= *n;
        }
        return block;
    }
    for axis in (0..rank).rev() {
        let others: usize = block.iter().product::<usize>() / block[axis];
        let fit = budget / others.max(1);
        if fit >= shape[axis] {
            block[axis] = shape[axis].max(1);
            continue;
        }
        block[axis] *= (fit / block[axis]).max(1);
        break;
    }
    block
}

/// The shape of the blocks of a computation in which an element takes `room` bytes. Cells of the
/// grid are not cut where one fits in memory, even if blocks get larger than they need to be: a
/// part of a chunk costs as much as the whole.
pub(crate) fn planned(
    shape: &[usize],
    grid: Option<&[usize]>,
    room: usize,
    context: &Context,
) -> Vec<usize> {
    let elements = context.elements(room);
    let cell = grid.map_or(1, |g| g.iter().zip(shape).map(|(&g, &n)| g.min(n).max(1)).product());
    block_shape(shape, grid, elements.max(cell).min(context.most(room)))
}

/// Blocks that are whole cells of both grids, if so many elements fit; else the first grid.
pub(crate) fn common(
    first: Option<Vec<usize>>,
    second: Option<Vec<usize>>,
    fits: impl Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    let (Some(a), Some(b)) = (&first, &second) else { return first.or(second) };
    if a.len() != b.len() {
        return first;
    }
    let both: Option<Vec<usize>> = a.iter().zip(b).map(|(&a, &b)| multiple(a, b)).collect();
    match both {
        Some(both)
            if both.iter().try_fold(1, |n: usize, &s| n.checked_mul(s)).is_some_and(fits) =>
        {
            Some(both)
        }
        _ => first,
    }
}

/// The least common multiple.
fn multiple(a: usize, b: usize) -> Option<usize> {
    let (mut x, mut y) = (a.max(1), b.max(1));
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a.max(1) / x).checked_mul(b.max(1))
}

/// The blocks of a shape, in row-major order.
pub(crate) struct Blocks {
    shape: Vec<usize>,
    block: Vec<usize>,
    sides: Vec<usize>,
}

impl Blocks {
    pub(crate) fn new(shape: &[usize], block: &[usize]) -> Self {
        let sides = shape.iter().zip(block).map(|(&n, &b)| n.div_ceil(b.max(1))).collect();
        Self { shape: shape.to_vec(), block: block.to_vec(), sides }
    }

    /// The number of blocks.
    pub(crate) fn len(&self) -> usize {
        self.sides.iter().product()
    }

    /// Where the `i`-th block begins, and its extent.
    pub(crate) fn get(&self, mut i: usize) -> (Vec<usize>, Vec<usize>) {
        let rank = self.shape.len();
        let (mut start, mut count) = (vec![0; rank], vec![0; rank]);
        for axis in (0..rank).rev() {
            let side = self.sides[axis].max(1);
            start[axis] = i % side * self.block[axis];
            count[axis] = self.block[axis].min(self.shape[axis] - start[axis]);
            i /= side;
        }
        (start, count)
    }
}

#[cold]
fn panicked() -> Error {
    Error::new(ErrorKind::Custom, "a worker thread panicked")
}

/// Does `count` pieces of work, in any order, on the threads that the context allows. The first
/// error ends it.
pub(crate) fn run(
    context: &Context,
    count: usize,
    work: impl Fn(usize, &Context) -> Result<()> + Sync,
) -> Result<()> {
    run_all(context, count, &work)
}

/// A piece of work by its number.
type Work<'w> = dyn Fn(usize, &Context) -> Result<()> + Sync + 'w;

/// [`run`], compiled once for all kinds of work.
fn run_all(context: &Context, count: usize, work: &Work<'_>) -> Result<()> {
    context.planned(count, |_| {})?;
    if let Some(progress) = &context.progress {
        progress.expect(count as u64);
    }
    let report = || {
        if let Some(progress) = &context.progress {
            progress.step();
        }
    };
    let threads = context.threads.min(count);
    if threads <= 1 {
        let inner = Context { progress: None, ..context.clone() };
        let _keep = spare::Keep::new(inner.memory);
        for i in 0..count {
            work(i, &inner)?;
            report();
        }
        return Ok(());
    }
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let inner = context.inside();
    std::thread::scope(|scope| {
        let worker = || {
            let _keep = spare::Keep::new(inner.memory);
            while !stop.load(Ordering::Relaxed) {
                let i = next.fetch_add(1, Ordering::Relaxed);
                if i >= count {
                    return;
                }
                if let Err(error) = work(i, &inner) {
                    stop.store(true, Ordering::Relaxed);
                    failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    return;
                }
                report();
            }
        };
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        worker();
        for other in others {
            if other.join().is_err() {
                failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panicked());
            }
        }
    });
    failed.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

/// As [`run`], with what each piece of work gives handed on in the order of the pieces, one at a
/// time. A thread that is ahead waits, so that as many results are held as there are threads.
pub(crate) fn in_order<T: Send>(
    context: &Context,
    count: usize,
    work: impl Fn(usize, &Context) -> Result<T> + Sync,
    take: impl FnMut(usize, T) -> Result<()> + Send,
) -> Result<()> {
    let turn = Mutex::new((0usize, take, false));
    let changed = Condvar::new();
    run(context, count, |i, inner| {
        let made = work(i, inner);
        let mut now = turn.lock().unwrap_or_else(PoisonError::into_inner);
        while now.0 < i && !now.2 {
            now = changed.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
        if now.2 {
            // Another thread has failed and reports it; this only ends the loop.
            return Err(Error::new(ErrorKind::Custom, "stopped"));
        }
        let result = made.and_then(|made| (now.1)(i, made));
        now.2 |= result.is_err();
        now.0 = i + 1;
        changed.notify_all();
        result
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_bounded_and_cover_all() {
        assert_eq!(block_shape(&[10, 10], Some(&[4, 4]), 16), [4, 4]);
        assert_eq!(block_shape(&[10, 10], Some(&[4, 4]), 7), [1, 4]);
        assert_eq!(block_shape(&[10, 10], Some(&[4, 4]), 3), [1, 3]);
        assert_eq!(block_shape(&[10, 10], Some(&[4, 4]), 100), [10, 10]);
        assert_eq!(block_shape(&[10, 10], None, 25), [2, 10]);
        assert_eq!(block_shape(&[], None, 1), [0; 0]);
        assert_eq!(common(Some(vec![4, 6]), Some(vec![6, 4]), |n| n <= 144), Some(vec![12, 12]));
        assert_eq!(common(Some(vec![4, 6]), Some(vec![6, 4]), |n| n < 144), Some(vec![4, 6]));
        assert_eq!(common(None, Some(vec![6, 4]), |_| false), Some(vec![6, 4]));
        let blocks = Blocks::new(&[5, 3], &[2, 3]);
        assert_eq!(blocks.len(), 3);
        assert_eq!(blocks.get(2), (vec![4, 0], vec![1, 3]));
        assert_eq!(Blocks::new(&[], &[]).len(), 1);
        assert_eq!(Blocks::new(&[0, 3], &[1, 3]).len(), 0);
    }

    #[test]
    fn results_come_in_order_and_the_first_error_wins() {
        let context = Context { threads: 3, ..Context::default() };
        let mut seen = Vec::new();
        in_order(
            &context,
            50,
            |i, _| Ok(i),
            |i, n| {
                assert_eq!(i, n);
                seen.push(n);
                Ok(())
            },
        )
        .expect("no error");
        assert_eq!(seen, (0..50).collect::<Vec<_>>());
        let failing = in_order(
            &context,
            50,
            |i, _| if i == 7 { Err(Error::new(ErrorKind::Value, "seven")) } else { Ok(i) },
            |_, _| Ok(()),
        );
        assert_eq!(failing.map_err(|e| e.to_string()), Err("seven".to_owned()));
    }
}
