//! Order statistics: lanes that fit are sorted in memory, longer ones are narrowed down by
//! counting the leading bits of their elements, 16 at a time.

use std::collections::BTreeMap;

use super::{Blocks, Context, block_shape, in_order};
use crate::buffer::{Item, mismatch};
use crate::error::Result;
use crate::node::{Area, Node};
use crate::types::ElementType as Ty;

/// Counts of one histogram.
const COUNTS: usize = 1 << 16;

/// Below the bits that each pass counts by.
const SHIFTS: [u32; 4] = [48, 32, 16, 0];

/// A number whose order is that of the float; NaN is the last.
fn key(x: f64) -> u64 {
    let bits = x.to_bits();
    if x.is_nan() {
        u64::MAX
    } else if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

fn unkey(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

/// What is known of a lane: how many of its elements are numbers and how many NaN, and those that
/// were asked for by their place in the order.
pub(crate) struct Ordered {
    pub numbers: usize,
    pub nans: usize,
    pub found: BTreeMap<usize, f64>,
}

/// Finds elements of the lanes of a node of `float64` of shape (kept..., reduced...), of which the
/// first `kept` axes are kept. `ranks` says which places are wanted for a number of numbers and
/// NaNs; `put` takes each tile of the kept axes.
pub(crate) fn select(
    node: &dyn Node,
    kept: usize,
    context: &Context,
    ranks: impl Fn(usize, usize) -> Vec<usize> + Sync,
    mut put: impl FnMut(&[usize], &[usize], Vec<Ordered>) -> Result<()>,
) -> Result<()> {
    let (outer, inner) = node.shape().split_at(kept);
    let n: usize = inner.iter().product();
    let room = (node.room() + 16) * 2;
    let fit = context.held(room);
    let memory = context.memory / 4;
    let lanes = if n <= fit { fit / n.max(1) } else { memory / (8 * COUNTS) }.max(1);
    let lanes = lanes.min(context.block.unwrap_or(usize::MAX));
    let tiles = Blocks::new(outer, &block_shape(outer, None, lanes));
    if n <= fit {
        context.planned(tiles.len(), |plan| plan.inside = context.clone().unplanned())?;
    } else if tiles.len() > 0 {
        let (start, count) = tiles.get(0);
        let blocks = Lanes { node, inner, start: &start, count: &count, n }.blocks(context).len();
        context.planned(tiles.len() * blocks, |plan| plan.times = SHIFTS.len())?;
    }
    for i in 0..tiles.len() {
        let (start, count) = tiles.get(i);
        let lanes = Lanes { node, inner, start: &start, count: &count, n };
        let found = if n <= fit {
            lanes.sorted(context, &ranks)?
        } else {
            lanes.counted(context, &ranks)?
        };
        put(&start, &count, found)?;
    }
    Ok(())
}

struct Lanes<'l> {
    node: &'l dyn Node,
    inner: &'l [usize],
    start: &'l [usize],
    count: &'l [usize],
    n: usize,
}

/// One search: a lane's elements that begin with these bits, and places among them.
struct Search {
    lane: usize,
    /// The leading bits, all but `shift` of them.
    prefix: u64,
    /// Wanted places, less those of elements before the prefix.
    wanted: Vec<(usize, usize)>,
}

impl Lanes<'_> {
    fn area(&self, start: &[usize], count: &[usize]) -> Area {
        Area::block(&[self.start, start].concat(), &[self.count, count].concat())
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Vec<f64>> {
        f64::take(self.node.read(area, context)?).map_err(|b| mismatch(Ty::F64, b.element_type()))
    }

    fn sorted(
        &self,
        context: &Context,
        ranks: impl Fn(usize, usize) -> Vec<usize>,
    ) -> Result<Vec<Ordered>> {
        let lanes: usize = self.count.iter().product();
        let area = self.area(&vec![0; self.inner.len()], self.inner);
        let mut data = self.read(&area, context)?;
        let lane = |i: usize| {
            let lane = &mut data[i * self.n..(i + 1) * self.n];
            lane.sort_unstable_by_key(|x| key(*x));
            let nans = lane.iter().rev().take_while(|x| x.is_nan()).count();
            let numbers = self.n - nans;
            let found = ranks(numbers, nans).into_iter().map(|k| (k, lane[k])).collect();
            Ordered { numbers, nans, found }
        };
        Ok((0..lanes).map(lane).collect())
    }

    /// The blocks of the reduced axes that are read for all lanes together.
    fn blocks(&self, context: &Context) -> Blocks {
        let lanes: usize = self.count.iter().product();
        let budget = context.elements(self.node.room() + 16) / lanes.max(1);
        Blocks::new(self.inner, &block_shape(self.inner, None, budget))
    }

    /// Hands all elements to a function, lane by lane, block by block.
    fn pass(&self, context: &Context, mut each: impl FnMut(usize, &[f64]) + Send) -> Result<()> {
        let blocks = self.blocks(context);
        in_order(
            context,
            blocks.len(),
            |i, context| {
                let (start, count) = blocks.get(i);
                self.read(&self.area(&start, &count), context)
            },
            |i, data| {
                let len: usize = blocks.get(i).1.iter().product();
                data.chunks_exact(len.max(1)).enumerate().for_each(|(lane, xs)| each(lane, xs));
                Ok(())
            },
        )
    }

    /// Counts elements of each search by their next 16 bits.
    fn counts(&self, context: &Context, searches: &[Search], shift: u32) -> Result<Vec<Vec<u64>>> {
        let lanes: usize = self.count.iter().product();
        let mut counts = vec![vec![0u64; COUNTS]; searches.len()];
        let mut of: Vec<Vec<(u64, usize)>> = vec![Vec::new(); lanes];
        for (i, search) in searches.iter().enumerate() {
            of[search.lane].push((search.prefix, i));
        }
        self.pass(context, |lane, xs| {
            for key in xs.iter().map(|x| key(*x)) {
                for &(prefix, i) in &of[lane] {
                    if shift == 48 || key >> (shift + 16) == prefix {
                        counts[i][(key >> shift) as usize & (COUNTS - 1)] += 1;
                    }
                }
            }
        })?;
        Ok(counts)
    }

    fn counted(
        &self,
        context: &Context,
        ranks: impl Fn(usize, usize) -> Vec<usize>,
    ) -> Result<Vec<Ordered>> {
        let lanes: usize = self.count.iter().product();
        let mut searches: Vec<Search> =
            (0..lanes).map(|lane| Search { lane, prefix: 0, wanted: Vec::new() }).collect();
        let mut found: Vec<Ordered> = Vec::with_capacity(lanes);
        let most = (context.memory / 4 / (8 * COUNTS)).max(1);
        for shift in SHIFTS {
            let mut next: Vec<Search> = Vec::new();
            for group in searches.chunks_mut(most) {
                let all = self.counts(context, group, shift)?;
                for (search, counts) in group.iter_mut().zip(all) {
                    if shift == 48 {
                        // Only NaN has these bits.
                        let nans = counts[COUNTS - 1] as usize;
                        let numbers = self.n - nans;
                        search.wanted = ranks(numbers, nans).into_iter().map(|k| (k, k)).collect();
                        found.push(Ordered { numbers, nans, found: BTreeMap::new() });
                    }
                    search.narrow(&counts, &mut next);
                }
            }
            searches = next;
        }
        for search in searches {
            for (rank, _) in search.wanted {
                found[search.lane].found.insert(rank, unkey(search.prefix));
            }
        }
        Ok(found)
    }
}

impl Search {
    /// The searches that go on from the counts of the next bits.
    fn narrow(&self, counts: &[u64], next: &mut Vec<Search>) {
        let mut wanted = self.wanted.clone();
        wanted.sort_unstable();
        let (mut before, mut at) = (0, 0);
        for (bits, &count) in counts.iter().enumerate() {
            let end = before + count as usize;
            let mut inside = Vec::new();
            while let Some(&(rank, place)) = wanted.get(at).filter(|w| w.1 < end) {
                inside.push((rank, place - before));
                at += 1;
            }
            if !inside.is_empty() {
                let prefix = self.prefix << 16 | bits as u64;
                next.push(Search { lane: self.lane, prefix, wanted: inside });
            }
            before = end;
        }
    }
}
