//! The different integers of an array whose values lie close together: one bit for each value that
//! there may be, and one pass.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::unique::held;
use crate::buffer::{Buffer, Item};
use crate::engine::sorted::{coded, decode, encode};
use crate::engine::{Blocks, Context, Scratch, block_shape, run};
use crate::error::Result;
use crate::expr::Expr;
use crate::node::{Area, NodeRef};
use crate::types::ElementType as Ty;

/// Fewer elements are sorted.
const FEW: usize = 1 << 14;
/// Places at which a sample is taken, and elements at each.
const PLACES: usize = 64;
const EACH: usize = 256;
/// Values that are written at once.
const PIECE: usize = 1 << 16;

/// Codes as integers of one size.
fn wide(data: Buffer) -> Vec<u64> {
    match data {
        Buffer::U8(v) => v.into_iter().map(u64::from).collect(),
        Buffer::U16(v) => v.into_iter().map(u64::from).collect(),
        Buffer::U32(v) => v.into_iter().map(u64::from).collect(),
        Buffer::U64(v) => v,
        _ => Vec::new(),
    }
}

/// The opposite, for codes of a type.
fn narrow(codes: &[u64], ty: Ty) -> Buffer {
    match coded(ty) {
        Ty::U8 => Buffer::U8(codes.iter().map(|&code| code as u8).collect()),
        Ty::U16 => Buffer::U16(codes.iter().map(|&code| code as u16).collect()),
        Ty::U32 => Buffer::U32(codes.iter().map(|&code| code as u32).collect()),
        _ => Buffer::U64(codes.to_vec()),
    }
}

/// Values that were seen.
struct Seen {
    /// The value of the first bit.
    low: u64,
    bits: Vec<AtomicU64>,
    /// Those that have no bit, each once or more.
    beside: Mutex<Vec<u64>>,
    /// How many of them there may be.
    most: usize,
}

impl Seen {
    /// Room for values around those of a sample; `None` if they are far apart.
    fn around(sample: &[u64], context: &Context) -> Option<Self> {
        let (first, last) = (*sample.iter().min()?, *sample.iter().max()?);
        let most = context.memory as u64 / 4 * 8;
        let width = (last - first).checked_add(1).filter(|width| *width <= most)?;
        let width = width.saturating_mul(4).max(1 << 16).min(most);
        let low = first.saturating_sub((width - (last - first + 1)) / 2);
        let bits = (0..width.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Some(Self { low, bits, beside: Mutex::default(), most: context.memory / 64 })
    }

    /// Notes values; `false` if too many have no bit.
    fn note(&self, codes: Buffer) -> bool {
        match codes {
            Buffer::U8(v) => self.each(&v),
            Buffer::U16(v) => self.each(&v),
            Buffer::U32(v) => self.each(&v),
            Buffer::U64(v) => self.each(&v),
            _ => false,
        }
    }

    fn each<T: Item + Copy + Into<u64>>(&self, codes: &[T]) -> bool {
        let mut beside = Vec::new();
        for &code in codes {
            let code: u64 = code.into();
            let at = code.wrapping_sub(self.low);
            match self.bits.get((at / 64) as usize) {
                Some(word) => {
                    let bit = 1 << (at % 64);
                    // Most values were seen before, and reading disturbs no other thread.
                    if word.load(Ordering::Relaxed) & bit == 0 {
                        word.fetch_or(bit, Ordering::Relaxed);
                    }
                }
                None => beside.push(code),
            }
        }
        if beside.is_empty() {
            return true;
        }
        beside.sort_unstable();
        beside.dedup();
        let mut all = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(beside);
        if all.len() > self.most {
            all.sort_unstable();
            all.dedup();
        }
        all.len() <= self.most
    }

    /// All values in order, as an array of a type.
    fn values<'a>(self, ty: Ty, context: &Context) -> Result<Expr<'a>> {
        let mut beside = self.beside.into_inner().unwrap_or_else(PoisonError::into_inner);
        beside.sort_unstable();
        beside.dedup();
        let (before, behind) = beside.split_at(beside.partition_point(|code| *code < self.low));
        let words = || self.bits.iter().map(|word| word.load(Ordering::Relaxed));
        let total = beside.len() + words().map(|word| word.count_ones() as usize).sum::<usize>();
        let of_bits = words().enumerate().flat_map(|(i, word)| {
            let low = self.low.wrapping_add(64 * i as u64);
            ones(word).map(move |bit| low.wrapping_add(bit))
        });
        let mut all = before.iter().copied().chain(of_bits).chain(behind.iter().copied());
        let scratch = Scratch::new(ty, &[total], context)?;
        let mut start = 0;
        while start < total {
            let piece: Vec<u64> = all.by_ref().take(PIECE.min(total - start)).collect();
            scratch.put_range(start as u64, decode(narrow(&piece, ty), ty).view())?;
            start += piece.len().max(1);
        }
        Ok(held(scratch, ty, total))
    }
}

/// The places of the bits that are set.
fn ones(mut word: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let bit = u64::from(word.trailing_zeros());
        word &= word.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}

/// The different elements of a node of one dimension; `None` if they are no integers, or too far
/// apart.
pub(super) fn values<'a>(node: &NodeRef<'_>, context: &Context) -> Result<Option<Expr<'a>>> {
    let (n, ty) = (node.shape()[0], node.element_type());
    if n < FEW || !(ty.is_integer() || ty == Ty::Bool) {
        return Ok(None);
    }
    let read = |start: usize, count: usize, context: &Context| -> Result<Buffer> {
        Ok(encode(node.read(&Area::block(&[start], &[count]), context)?, true))
    };
    let mut sample = Vec::new();
    for i in 0..PLACES {
        let at = (i as u128 * (n - EACH) as u128 / (PLACES - 1) as u128) as usize;
        sample.extend(wide(read(at, EACH, context)?));
    }
    let Some(seen) = Seen::around(&sample, context) else { return Ok(None) };
    let room = node.room() + ty.size();
    let block = block_shape(&[n], node.grid().as_deref(), context.elements(room));
    let blocks = Blocks::new(&[n], &block);
    let full = AtomicU64::new(0);
    run(context, blocks.len(), |i, inside| {
        if full.load(Ordering::Relaxed) == 0 {
            let (start, count) = blocks.get(i);
            if !seen.note(read(start[0], count[0], inside)?) {
                full.store(1, Ordering::Relaxed);
            }
        }
        Ok(())
    })?;
    if full.into_inner() != 0 {
        return Ok(None);
    }
    seen.values(ty, context).map(Some)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::node::Memory;
    use std::sync::Arc;

    fn found(all: &[i64], memory: usize) -> Option<Vec<i64>> {
        let context = Context { memory, threads: 2, ..Context::default() };
        let shape = vec![all.len()];
        let node: NodeRef<'_> =
            Arc::new(Memory { data: Arc::new(Buffer::I64(all.to_vec())), shape });
        let values = values(&node, &context).unwrap()?;
        Some(values.read_as::<i64>().unwrap().into_iter().collect())
    }

    #[test]
    fn bits_are_the_sorted_different_values() {
        let mut all: Vec<i64> = (0..50_000).map(|i| i * i % 7919 * 3 - 9000).collect();
        // Places that the sample does not see.
        all[300] = i64::MIN;
        all[301] = i64::MAX;
        all[302] = -1_000_000;
        let mut expected = all.clone();
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(found(&all, 1 << 20), Some(expected));
        assert_eq!(found(&[i64::MAX; 20_000], 1 << 20), Some(vec![i64::MAX]));
        assert_eq!(found(&[i64::MIN; 20_000], 1 << 20), Some(vec![i64::MIN]));
    }

    #[test]
    fn values_far_apart_are_left_to_sorting() {
        let far: Vec<i64> = (0..50_000).map(|i| i << 40).collect();
        assert_eq!(found(&far, 1 << 20), None);
        // Close together where the sample looks, far apart elsewhere.
        let mut hidden = vec![5; 50_000];
        for place in 0..PLACES - 1 {
            let at = place * (hidden.len() - EACH) / (PLACES - 1) + EACH;
            (at..at + 200).for_each(|i| hidden[i] = (i as i64) << 40);
        }
        assert_eq!(found(&hidden, 1 << 16), None);
        assert_eq!(found(&hidden, 1 << 20).map(|all| all.len()), Some(1 + 200 * (PLACES - 1)));
    }
}
