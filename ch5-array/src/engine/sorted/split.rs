//! Sorting a long lane of codes by cutting it by value.
//!
//! A sample tells where to cut, so that every part fits in memory. The lane is read once, block by
//! block; the elements of a block are put next to others of their part and kept in a temporary
//! file. Then a part is collected from all blocks and sorted, once, in memory. A value that the
//! sample holds often is a part of its own, which needs no sorting. (Sanders and Winkel, Super
//! scalar sample sort, 2004.)

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::{Mutex, PoisonError};

use super::radix::Digits;
use super::{Lane, Ordered, Runs, Sorted, Take, fits, typed};
use crate::buffer::Buffer;
use crate::element::{Number, as_bytes, as_bytes_mut};
use crate::engine::scratch::failed;
use crate::engine::{Context, run};
use crate::error::Result;
use crate::node::{Area, Node};
use crate::types::ElementType as Ty;

/// Elements of a part: with as many again, what the caches hold.
const PART: usize = 1 << 18;
/// Elements of a block that is read at once.
const BLOCK: usize = 1 << 19;
/// Parts, at most.
const MOST: usize = 4096;
/// Places at which the sample is taken, at least, and elements at each.
const PLACES: usize = 128;
const EACH: usize = 1024;

/// What can be cut by value.
pub(super) trait Code: Digits + Ordered + Number {}

impl<T: Digits + Ordered + Number> Code for T {}

/// The lower bounds of all parts but the first, as a search tree.
struct Cuts<T> {
    lows: Vec<T>,
    /// From place 1 on, the children of `i` at `2 i` and `2 i + 1`; the missing ones are the
    /// largest code.
    tree: Vec<T>,
}

impl<T: Code> Cuts<T> {
    /// About `count` parts that have equal shares of a sample.
    fn new(mut sample: Vec<T>, count: usize) -> Self {
        T::sort(&mut sample);
        let at = |k: usize| sample.get(k * sample.len() / count);
        let mut lows = Vec::new();
        for k in 1..count {
            let Some(&low) = at(k) else { continue };
            lows.push(low);
            if at(k + 1).is_some_and(|next| *next == low) {
                lows.extend(low.next());
            }
        }
        lows.sort_unstable();
        lows.dedup();
        let leaves = (lows.len() + 1).next_power_of_two();
        let mut tree = vec![T::LAST; leaves];
        let mut rest = lows.iter().copied();
        fill(&mut tree, 1, &mut rest);
        Self { lows, tree }
    }

    fn parts(&self) -> usize {
        self.lows.len() + 1
    }

    /// The only value of a part, if it can have no other.
    fn value(&self, part: usize) -> Option<T> {
        let low = *self.lows.get(part.checked_sub(1)?)?;
        let alone = match self.lows.get(part) {
            Some(&high) => low.next() == Some(high),
            None => low == T::LAST,
        };
        alone.then_some(low)
    }

    /// The part of each element.
    fn find(&self, codes: &[T], parts: &mut [u16]) {
        // Side by side: the steps of one element wait for each other.
        const SIDE: usize = 8;
        let (steps, leaves) = (self.tree.len().ilog2(), self.tree.len());
        let last = self.lows.len();
        let one = |code: T| {
            let mut at = 1;
            for _ in 0..steps {
                at = 2 * at + usize::from(code >= self.tree[at]);
            }
            at
        };
        let (many, few) = codes.as_chunks::<SIDE>();
        let (to, to_few) = parts.split_at_mut(many.len() * SIDE);
        for (codes, to) in many.iter().zip(to.chunks_exact_mut(SIDE)) {
            let mut at = [1usize; SIDE];
            for _ in 0..steps {
                for (at, code) in at.iter_mut().zip(codes) {
                    *at = 2 * *at + usize::from(*code >= self.tree[*at]);
                }
            }
            for (to, at) in to.iter_mut().zip(at) {
                *to = (at - leaves).min(last) as u16;
            }
        }
        for (code, to) in few.iter().zip(to_few) {
            *to = (one(*code) - leaves).min(last) as u16;
        }
    }
}

/// Puts values that rise into a search tree.
fn fill<T: Copy>(tree: &mut [T], at: usize, values: &mut impl Iterator<Item = T>) {
    if at < tree.len() {
        fill(tree, 2 * at, values);
        if let Some(value) = values.next() {
            tree[at] = value;
        }
        fill(tree, 2 * at + 1, values);
    }
}

/// Blocks of a lane, each with its elements in the order of their parts.
struct Blocks<T> {
    file: File,
    len: usize,
    /// Elements of a block.
    block: usize,
    /// Where each part begins in each block, and where the last one ends.
    starts: Vec<Vec<u32>>,
    cuts: Cuts<T>,
}

impl<T: Code> Blocks<T> {
    fn new(lane: &Lane<'_>, cuts: Cuts<T>, block: usize, context: &Context) -> Result<Self> {
        let (len, parts) = (lane.len(), cuts.parts());
        let file = context.temporary_file().map_err(failed)?;
        let count = len.div_ceil(block);
        let starts = Mutex::new(vec![Vec::new(); count]);
        run(context, count, |i, inside| {
            let first = i * block;
            let n = block.min(len - first);
            let codes: Vec<T> = typed(lane.read(first, n, inside)?)?;
            let mut part = vec![0u16; n];
            cuts.find(&codes, &mut part);
            let mut ends = vec![0u32; parts + 1];
            part.iter().for_each(|&p| ends[usize::from(p) + 1] += 1);
            for p in 0..parts {
                ends[p + 1] += ends[p];
            }
            let mut to = ends.clone();
            let mut out = vec![T::default(); n];
            for (&code, &p) in codes.iter().zip(&part) {
                let at = &mut to[usize::from(p)];
                out[*at as usize] = code;
                *at += 1;
            }
            file.write_all_at(as_bytes(&out), (first * size_of::<T>()) as u64).map_err(failed)?;
            starts.lock().unwrap_or_else(PoisonError::into_inner)[i] = ends;
            Ok(())
        })?;
        let starts = starts.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Self { file, len, block, starts, cuts })
    }

    fn count(&self, part: usize) -> usize {
        self.starts.iter().map(|starts| (starts[part + 1] - starts[part]) as usize).sum()
    }

    /// The elements `from..from + count` of a part.
    fn read(&self, part: usize, from: usize, count: usize) -> Result<Vec<T>> {
        let mut out = vec![T::default(); count];
        let (mut before, mut done) = (0, 0);
        for (i, starts) in self.starts.iter().enumerate() {
            let (low, high) = (starts[part] as usize, starts[part + 1] as usize);
            let skip = (from + done).saturating_sub(before).min(high - low);
            let n = (high - low - skip).min(count - done);
            before += high - low;
            if n > 0 {
                let at = (i * self.block + low + skip) * size_of::<T>();
                let to = as_bytes_mut(&mut out[done..done + n]);
                self.file.read_exact_at(to, at as u64).map_err(failed)?;
                done += n;
            }
        }
        Ok(out)
    }
}

/// A part as a node, to be sorted by itself where it is too long.
struct Part<'b, T> {
    blocks: &'b Blocks<T>,
    part: usize,
    shape: [usize; 1],
}

impl<T: Code> Node for Part<'_, T> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> Ty {
        T::wrap(Vec::new()).element_type()
    }

    fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
        let span = area.axes[0];
        Ok(T::wrap(self.blocks.read(self.part, span.start, span.count)?))
    }

    fn describe(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "part {} of a sorted lane", self.part)
    }
}

/// A piece of the sorted lane.
enum Piece<T> {
    /// A part that is sorted in memory.
    Part(usize, usize),
    /// So many times the same.
    Same(T, usize),
    /// A range of a part that does not fit.
    Range(usize, usize),
}

struct Split<T> {
    blocks: Blocks<T>,
    /// Each with the place of its first element in the lane; that of a range counts from the
    /// beginning of its part.
    pieces: Vec<(usize, Piece<T>)>,
    long: Vec<Box<dyn Sorted>>,
}

/// Sorts a lane; `None` if it is short, or too long for a table of its parts.
pub(super) fn split<T: Code>(
    lane: &Lane<'_>,
    context: &Context,
) -> Result<Option<Box<dyn Sorted>>> {
    let len = lane.len();
    if len.saturating_mul(size_of::<T>()) <= context.memory / 4 {
        return Ok(None);
    }
    let fit = fits(lane.node, false, context);
    let grid = lane.node.grid().and_then(|grid| grid.get(lane.axis).copied()).unwrap_or(1).max(1);
    let block = fit.min(BLOCK);
    let block = if grid <= block { block / grid * grid } else { block };
    let count = (len.div_ceil(fit.min(PART)) * 5 / 4).max(2);
    // Repeated values have parts of their own.
    let table = len.div_ceil(block).saturating_mul(2 * count * size_of::<u32>());
    if count > MOST || table > context.memory / 8 {
        return Ok(None);
    }
    context.planned(len.div_ceil(block), |plan| plan.merged = true)?;
    // Even if the lane is sorted already, what lies between two places fits.
    let places = PLACES.max(2 * len.div_ceil(fit)).min(len);
    let each = EACH.min(context.memory / 8 / size_of::<T>() / places).clamp(1, len / places);
    let sample = Mutex::new(Vec::new());
    run(context, places, |i, inside| {
        let at = (i as u128 * (len - each) as u128 / places as u128) as usize;
        let some: Vec<T> = typed(lane.read(at, each, inside)?)?;
        sample.lock().unwrap_or_else(PoisonError::into_inner).extend(some);
        Ok(())
    })?;
    let sample = sample.into_inner().unwrap_or_else(PoisonError::into_inner);
    let blocks = Blocks::new(lane, Cuts::new(sample, count), block, context)?;
    let (mut pieces, mut long) = (Vec::new(), Vec::new());
    let mut start = 0;
    for part in 0..blocks.cuts.parts() {
        let n = blocks.count(part);
        if let Some(value) = blocks.cuts.value(part) {
            let same = (0..n).step_by(PART.min(fit));
            let same = same.map(|at| (start + at, Piece::Same(value, PART.min(fit).min(n - at))));
            pieces.extend(same);
        } else if n <= fit {
            pieces.push((start, Piece::Part(part, n)));
        } else {
            let node = Part { blocks: &blocks, part, shape: [n] };
            let payload = super::Payload::None;
            let lane = Lane { node: &node, axis: 0, at: vec![0], exact: true, payload };
            let ty = node.element_type();
            let sorted: Box<dyn Sorted> = Box::new(Runs::<T>::new(&lane, ty, context)?);
            pieces.extend((0..sorted.ranges()).map(|i| (start, Piece::Range(long.len(), i))));
            long.push(sorted);
        }
        start += n;
    }
    Ok(Some(Box::new(Split { blocks, pieces, long })))
}

impl<T: Code> Sorted for Split<T> {
    fn ranges(&self) -> usize {
        if self.blocks.len == 0 { 0 } else { self.pieces.len() }
    }

    fn range(&self, i: usize, take: &mut Take<'_>) -> Result<()> {
        let (start, piece) = &self.pieces[i];
        match *piece {
            Piece::Part(_, 0) | Piece::Same(_, 0) => Ok(()),
            Piece::Part(part, n) => {
                let mut keys = self.blocks.read(part, 0, n)?;
                T::sort(&mut keys);
                take(*start, T::wrap(keys), None)
            }
            Piece::Same(value, n) => take(*start, T::wrap(vec![value; n]), None),
            Piece::Range(long, i) => {
                self.long[long].range(i, &mut |at, keys, payload| take(start + at, keys, payload))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::sorted::{Payload, in_sequence};
    use crate::node::Memory;

    fn sorted_by_parts(all: &[u64], memory: usize) -> (usize, Vec<u64>) {
        let context = Context { memory, threads: 2, block: None, ..Context::default() };
        let node = Memory { data: Arc::new(Buffer::U64(all.to_vec())), shape: vec![all.len()] };
        let lane = Lane { node: &node, axis: 0, at: vec![0], exact: true, payload: Payload::None };
        let sorted = split::<u64>(&lane, &context).unwrap().unwrap();
        let mut out = Vec::new();
        in_sequence(&*sorted, &context, |start, keys, _| {
            assert_eq!(start, out.len());
            out.extend(typed::<u64>(keys)?);
            Ok(())
        })
        .unwrap();
        (sorted.ranges(), out)
    }

    #[test]
    fn parts_in_order_are_the_sorted_lane() {
        let mut state = 3u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            state >> 11
        };
        let lanes: [Vec<u64>; 6] = [
            (0..100_000).map(|_| next()).collect(),
            (0..100_000).collect(),
            (0..100_000).rev().collect(),
            // A few values, one of them nearly always, the largest code among them.
            (0..100_000)
                .map(|i| [u64::MAX, 7, 7, 7, 8, 0][i % 6 * (next() % 2) as usize])
                .collect(),
            vec![5; 100_000],
            // A crowd of different values that the places of the sample miss.
            (0..100_000).map(|i| if i % 781 < 700 { i } else { 1 << 40 | next() }).collect(),
        ];
        for lane in lanes {
            let mut expected = lane.clone();
            expected.sort_unstable();
            for memory in [200 << 10, 700 << 10] {
                let (ranges, found) = sorted_by_parts(&lane, memory);
                assert!(ranges > 1);
                assert!(found == expected, "{} {memory}", lane[1]);
            }
        }
    }

    #[test]
    fn codes_find_the_part_with_the_next_lower_bound() {
        let sample: Vec<u16> = (0..1000).map(|i| if i < 500 { 40 } else { i }).collect();
        let cuts = Cuts::new(sample, 9);
        let codes: Vec<u16> = (0..=1100).chain([u16::MAX - 1, u16::MAX]).collect();
        let mut parts = vec![0; codes.len()];
        cuts.find(&codes, &mut parts);
        for (code, part) in codes.iter().zip(parts) {
            let expected = cuts.lows.partition_point(|low| low <= code);
            assert_eq!(usize::from(part), expected, "{code}");
        }
        let often = cuts.lows.partition_point(|low| *low <= 40);
        assert_eq!(cuts.value(often), Some(40));
    }
}
