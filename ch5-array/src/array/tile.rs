//! Blocks of a region small enough to be held in memory.

use super::region::Region;
use crate::error::{Error, ErrorKind};
use crate::storage::{Block, Dataset};

/// Bytes of a tile, unless one stored chunk that must be decoded whole is larger.
const TILE_BYTES: u64 = 1 << 20;

/// One rectangular block of a dataset, in transfer.
pub struct Tile<'a> {
    pub(crate) dataset: &'a Dataset,
    /// Where the tile begins in its region, and its extent.
    pub(crate) at: Vec<usize>,
    pub(crate) count: Vec<usize>,
    start: Vec<u64>,
    step: Vec<u64>,
    whole: bool,
}

impl<'a> Tile<'a> {
    /// A region in one piece.
    pub(crate) fn of_region(dataset: &'a Dataset, region: &Region) -> Self {
        Self {
            dataset,
            at: vec![0; region.walks.len()],
            count: region.counts(),
            start: region.walks.iter().map(|w| w.start).collect(),
            step: region.walks.iter().map(|w| w.step).collect(),
            whole: region.whole,
        }
    }

    /// The number of elements.
    pub(crate) fn len(&self) -> usize {
        self.count.iter().product()
    }

    /// What to ask the storage for, `None` for all.
    pub(crate) fn block(&self) -> Option<Block> {
        let count: Vec<u64> = self.count.iter().map(|&n| n as u64).collect();
        (!self.whole).then(|| Block::strided(&self.start, &self.step, &count))
    }

    /// An error about the element at a place of the tile, in row-major order.
    #[cold]
    pub(crate) fn error(&self, kind: ErrorKind, flat: usize) -> Error {
        let mut index = vec![0; self.count.len()];
        let mut rest = flat;
        for (axis, n) in self.count.iter().enumerate().rev() {
            index[axis] = self.start[axis] + (rest % n.max(&1)) as u64 * self.step[axis];
            rest /= n.max(&1);
        }
        let message =
            if index.is_empty() { String::new() } else { format!("the element at {index:?}") };
        self.dataset.locate(Error::new(kind, message))
    }
}

/// Cuts a region into tiles, aligned to the chunks that are stored.
pub(crate) struct Tiles<'a> {
    dataset: &'a Dataset,
    region: &'a Region,
    /// Tiles end at the multiples of these, counted in the dataset.
    side: Vec<u64>,
    at: Option<Vec<u64>>,
}

impl<'a> Tiles<'a> {
    pub(crate) fn new(dataset: &'a Dataset, region: &'a Region, element: usize) -> Self {
        let budget = TILE_BYTES / (element as u64).max(1);
        let chunk = dataset.chunks().ok().flatten();
        let filtered = dataset.filters().is_ok_and(|f| !f.is_empty());
        let empty = region.len() == Some(0);
        Self {
            dataset,
            region,
            side: sides(region, dataset.shape(), chunk, filtered, budget.max(1)),
            at: (!empty).then(|| vec![0; region.walks.len()]),
        }
    }

    /// The first place after `at` on an axis where a tile ends.
    fn cut(&self, axis: usize, at: u64) -> u64 {
        let walk = &self.region.walks[axis];
        let side = self.side[axis];
        let end = ((walk.start + at * walk.step) / side + 1).saturating_mul(side);
        (end - walk.start).div_ceil(walk.step).min(walk.count)
    }
}

/// Elements of a region on one axis within a stretch of the dataset.
fn within(region: &Region, axis: usize, side: u64) -> u64 {
    let walk = &region.walks[axis];
    side.div_ceil(walk.step).min(walk.count).max(1)
}

/// The sides of tiles in the dataset: whole chunks, then as many of them as the budget allows,
/// from the last axis to the first.
fn sides(
    region: &Region,
    shape: &[u64],
    chunk: Option<Vec<u64>>,
    filtered: bool,
    budget: u64,
) -> Vec<u64> {
    let rank = region.walks.len();
    let held = |side: &[u64]| {
        (0..rank).fold(1u64, |n, axis| n.saturating_mul(within(region, axis, side[axis])))
    };
    let mut side = match chunk {
        Some(chunk) if chunk.len() == rank && (filtered || held(&chunk) <= budget) => chunk,
        _ => vec![1; rank],
    };
    for axis in (0..rank).rev() {
        let walk = &region.walks[axis];
        let others = held(&side) / within(region, axis, side[axis]);
        let allowed = (budget / others.max(1)).max(1);
        if allowed >= walk.count {
            side[axis] = shape[axis].max(side[axis]).max(1);
            continue;
        }
        side[axis] *= (allowed.saturating_mul(walk.step) / side[axis]).max(1);
        break;
    }
    side
}

impl<'a> Iterator for Tiles<'a> {
    type Item = Tile<'a>;

    fn next(&mut self) -> Option<Tile<'a>> {
        let at = self.at.take()?;
        let walks = &self.region.walks;
        let ends: Vec<u64> = (0..at.len()).map(|axis| self.cut(axis, at[axis])).collect();
        let mut next = at.clone();
        for axis in (0..at.len()).rev() {
            if ends[axis] < walks[axis].count {
                next[axis] = ends[axis];
                self.at = Some(next);
                break;
            }
            next[axis] = 0;
        }
        let count: Vec<usize> = at.iter().zip(&ends).map(|(a, e)| (e - a) as usize).collect();
        let all = count.iter().zip(walks).all(|(n, w)| *n as u64 == w.count);
        let starts = at.iter().zip(walks);
        Some(Tile {
            dataset: self.dataset,
            start: starts.map(|(a, w)| w.start + a * w.step).collect(),
            step: walks.iter().map(|w| w.step).collect(),
            at: at.iter().map(|&a| a as usize).collect(),
            count,
            whole: self.region.whole && all,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::Selection;
    use super::*;

    fn cuts(shape: &[u64], selection: Selection, chunk: Option<Vec<u64>>, budget: u64) -> Vec<u64> {
        let region = Region::new(&selection, shape).expect("a region");
        sides(&region, shape, chunk, true, budget)
    }

    #[test]
    fn tiles_are_bounded_and_aligned() {
        let all = || Selection::from(..);
        assert_eq!(cuts(&[100, 10], all(), None, 50), [5, 10]);
        assert_eq!(cuts(&[100, 10], all(), None, 5), [1, 5]);
        assert_eq!(cuts(&[100, 10], all(), Some(vec![4, 5]), 90), [8, 10]);
        assert_eq!(cuts(&[100, 10], all(), Some(vec![40, 5]), 10), [40, 5]);
        assert_eq!(cuts(&[100], crate::h5s![..;10], None, 5), [50]);
        assert_eq!(cuts(&[], crate::h5s![], None, 5), [0; 0]);
    }
}
