//! External sorting.
//!
//! A lane is read in runs that fit in memory; each is sorted and kept, in a temporary file if it
//! is large. Samples of the runs then cut all of them into ranges, so that everything in one range
//! comes before everything in the next; a range is read from all runs and merged in memory. Runs
//! and ranges are independent of each other, so both are worked on by all threads. (Merging by
//! exact splitting: Varman et al., Merging multiple lists on hierarchical-memory multiprocessors,
//! 1991.)
//!
//! Numbers that nothing travels with are cut by value first and sorted once ([`split`]).

mod code;
mod radix;
mod ranges;
mod split;

use std::sync::{Mutex, PoisonError};

pub(crate) use code::{Ordered, coded, decode, encode, extend_keys, with_code};
pub(crate) use ranges::in_sequence;

use super::{Context, Scratch, run};
use crate::buffer::{Buffer, Item, View, mismatch};
use crate::error::Result;
use crate::node::{Area, Node, Span};
use crate::types::ElementType as Ty;

/// Ranges of fewer elements than these gain nothing.
const RANGE: usize = 1 << 18;

/// What travels with an element.
pub(crate) enum Payload<'s> {
    None,
    /// Its place in the lane.
    Places,
    /// The integer at its place in a node of one dimension.
    Of(&'s dyn Node),
}

/// A lane of a node, to be sorted.
pub(crate) struct Lane<'s> {
    pub node: &'s dyn Node,
    pub axis: usize,
    /// Where the lane lies on the other axes.
    pub at: Vec<usize>,
    /// Whether -0 comes before 0; otherwise they are equal.
    pub exact: bool,
    pub payload: Payload<'s>,
}

impl Lane<'_> {
    fn len(&self) -> usize {
        self.node.shape()[self.axis]
    }

    /// Codes of neighbouring elements.
    fn read(&self, start: usize, count: usize, context: &Context) -> Result<Buffer> {
        let mut area = Area { axes: self.at.iter().map(|&at| Span::new(at, 1)).collect() };
        area.axes[self.axis] = Span::new(start, count);
        Ok(encode(self.node.read(&area, context)?, self.exact))
    }

    fn payload(&self, start: usize, count: usize, context: &Context) -> Result<Option<Vec<i64>>> {
        Ok(match self.payload {
            Payload::None => None,
            Payload::Places => Some((start as i64..(start + count) as i64).collect()),
            Payload::Of(node) => {
                let data = node.read(&Area { axes: vec![Span::new(start, count)] }, context)?;
                Some(typed(data)?)
            }
        })
    }
}

pub(crate) fn typed<T: Item>(data: Buffer) -> Result<Vec<T>> {
    T::take(data).map_err(|b| mismatch(T::wrap(Vec::new()).element_type(), b.element_type()))
}

/// An element of a run, by which other runs are cut.
#[derive(Clone)]
struct Sample<T> {
    value: T,
    run: usize,
    at: usize,
}

/// Sorted runs of a lane.
pub(crate) struct Runs<T> {
    keys: Scratch,
    payload: Option<Scratch>,
    len: usize,
    /// Elements of a run.
    run: usize,
    /// Elements from one sample of a run to the next.
    step: usize,
    /// Of each run, every `step`-th element but the first.
    samples: Vec<Vec<Sample<T>>>,
    /// Where ranges begin, but for the first.
    cuts: Vec<Sample<T>>,
    /// Elements that a range should have.
    range: usize,
}

/// Takes a part of the sorted lane: where it begins, codes, payload.
pub(crate) type Take<'t> = dyn FnMut(usize, Buffer, Option<Vec<i64>>) -> Result<()> + 't;

/// A sorted lane, whatever its type.
pub(crate) trait Sorted: Send + Sync {
    /// The number of ranges.
    fn ranges(&self) -> usize;

    /// True if ranges are about as large as planned: there was room for samples enough.
    fn even(&self) -> bool {
        true
    }

    /// Hands on the elements of a range in order.
    fn range(&self, i: usize, take: &mut Take<'_>) -> Result<()>;
}

/// Bytes that an element of a type takes while it is sorted.
fn room(node: &dyn Node, ty: Ty, payload: bool) -> usize {
    node.room() + ty.size() * 3 + if payload { ty.size() + 40 } else { 0 }
}

/// Sorts a lane.
pub(crate) fn sorted(lane: &Lane<'_>, context: &Context) -> Result<Box<dyn Sorted>> {
    let ty = coded(lane.node.element_type());
    if matches!(lane.payload, Payload::None) {
        let cut = match ty {
            Ty::U8 => split::split::<u8>(lane, context)?,
            Ty::U16 => split::split::<u16>(lane, context)?,
            Ty::U32 => split::split::<u32>(lane, context)?,
            Ty::U64 => split::split::<u64>(lane, context)?,
            _ => None,
        };
        if let Some(cut) = cut {
            return Ok(cut);
        }
    }
    with_code!(ty, T => Ok(Box::new(Runs::<T>::new(lane, ty, context)?)))
}

/// The most elements that [`in_memory`] may be given at a time.
pub(crate) fn fits(node: &dyn Node, payload: bool, context: &Context) -> usize {
    let room = room(node, coded(node.element_type()), payload);
    (context.held(room) / context.threads.max(1)).max(1)
}

/// Sorts every `n` codes by themselves.
pub(crate) fn in_memory(codes: Buffer, n: usize) -> Result<Buffer> {
    with_code!(codes.element_type(), T => {
        let mut all: Vec<T> = typed(codes)?;
        all.chunks_exact_mut(n.max(1)).for_each(T::sort);
        Ok(T::wrap(all))
    })
}

/// The places of every `n` codes in their order; those of equal codes in their own.
pub(crate) fn places_in_memory(codes: Buffer, n: usize) -> Result<Vec<i64>> {
    with_code!(codes.element_type(), T => {
        let all: Vec<T> = typed(codes)?;
        let mut places = Vec::with_capacity(all.len());
        for lane in all.chunks_exact(n.max(1)) {
            let mut order: Vec<i64> = (0..n as i64).collect();
            order.sort_by(|&a, &b| lane[a as usize].order(&lane[b as usize]));
            places.extend(order);
        }
        Ok(places)
    })
}

/// Puts pairs in order: by the element, then by the payload.
fn sort_pairs<T: Ordered>(keys: Vec<T>, payload: Vec<i64>) -> (Vec<T>, Vec<i64>) {
    let mut pairs: Vec<(T, i64)> = keys.into_iter().zip(payload).collect();
    pairs.sort_by(|a, b| a.0.order(&b.0));
    pairs.into_iter().unzip()
}

impl<T: Ordered> Runs<T> {
    fn new(lane: &Lane<'_>, ty: Ty, context: &Context) -> Result<Self> {
        let len = lane.len();
        let with = !matches!(lane.payload, Payload::None);
        let fit = fits(lane.node, with, context).min(len.max(1));
        let count = len.div_ceil(fit);
        // Runs of equal length are better for the threads.
        let run_len = len.div_ceil(count.next_multiple_of(context.threads.max(1)).max(1)).max(1);
        let count = len.div_ceil(run_len);
        context.planned(count, |plan| plan.merged = true)?;
        let range = fit.min(RANGE.max(256 * count));
        // What is read as text may be wide: the keys of whole rows are.
        let wide = if ty.is_text() { lane.node.room() } else { 0 };
        let sample = size_of::<Sample<T>>() + ty.size().max(wide);
        let most = (context.memory / 4 / sample).max(1);
        let step = (range / (4 * count.max(1))).max(len.div_ceil(most)).max(1);
        let keys = Scratch::new(ty, &[len], context)?;
        let payload = if with { Some(Scratch::new(Ty::I64, &[len], context)?) } else { None };
        let samples = Mutex::new(vec![Vec::new(); count]);
        run(context, count, |i, inside| {
            let start = i * run_len;
            let n = run_len.min(len - start);
            let mut all: Vec<T> = typed(lane.read(start, n, inside)?)?;
            if let (Some(scratch), Some(with)) = (&payload, lane.payload(start, n, inside)?) {
                let (sorted, with) = sort_pairs(all, with);
                scratch.put_range(start as u64, View::I64(&with))?;
                all = sorted;
            } else {
                T::sort(&mut all);
            }
            let at = (step..n).step_by(step);
            let mine = at.map(|at| Sample { value: all[at].clone(), run: i, at }).collect();
            samples.lock().unwrap_or_else(PoisonError::into_inner)[i] = mine;
            keys.put_range(start as u64, T::wrap(all).view())
        })?;
        let samples = samples.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<&Sample<T>> = samples.iter().flatten().collect();
        all.sort_by(|a, b| a.value.order(&b.value).then((a.run, a.at).cmp(&(b.run, b.at))));
        let each = (range / 2 / step).max(1);
        let cuts = all.into_iter().skip(each).step_by(each).cloned().collect();
        Ok(Self { keys, payload, len, run: run_len, step, samples, cuts, range })
    }
}
