//! Running sums and their like: each element is what is known of those before it on its axis.
//!
//! Blocks are read on several threads and taken in order, with what is carried for each lane; so
//! the memory is bounded whichever axis is scanned, and the result has the same bits however the
//! work is cut.

use std::marker::PhantomData;

use super::reduce::sum::{Summand, Wide};
use super::{Blocks, Context, Output, in_order, planned};
use crate::buffer::{Buffer, Item, mismatch, spare};
use crate::error::Result;
use crate::node::{Area, Node};

/// How elements change what is carried, and what comes out.
pub(crate) trait Scan: Send + Sync {
    type In: Item;
    type Acc: Clone + Send + Sync;
    type Out: Item;
    fn init(&self) -> Self::Acc;
    fn step(&self, acc: &mut Self::Acc, x: &Self::In) -> Self::Out;
}

/// Sums so far; NaN is zero with `SKIP`.
pub(crate) struct Sums<T, const SKIP: bool>(pub PhantomData<fn() -> T>);

impl<T: Summand, const SKIP: bool> Scan for Sums<T, SKIP> {
    type In = T;
    type Acc = <T::Wide as Wide>::Sum;
    type Out = T::Wide;

    fn init(&self) -> Self::Acc {
        Self::Acc::default()
    }

    #[inline(always)]
    fn step(&self, acc: &mut Self::Acc, x: &T) -> T::Wide {
        if !(SKIP && x.nan()) {
            T::Wide::add(acc, x.wide());
        }
        T::Wide::total(*acc)
    }
}

/// Products so far; NaN is one with `SKIP`.
pub(crate) struct Products<T, const SKIP: bool>(pub PhantomData<fn() -> T>);

impl<T: Summand, const SKIP: bool> Scan for Products<T, SKIP> {
    type In = T;
    type Acc = T::Wide;
    type Out = T::Wide;

    fn init(&self) -> T::Wide {
        T::Wide::ONE
    }

    #[inline(always)]
    fn step(&self, acc: &mut T::Wide, x: &T) -> T::Wide {
        if !(SKIP && x.nan()) {
            *acc = acc.times(x.wide());
        }
        *acc
    }
}

/// Sums of durations so far; NaT from the first NaT on.
pub(crate) struct Spans;

impl Scan for Spans {
    type In = i64;
    type Acc = i64;
    type Out = i64;

    fn init(&self) -> i64 {
        0
    }

    #[inline(always)]
    fn step(&self, acc: &mut i64, x: &i64) -> i64 {
        let nat = *acc == i64::MIN || *x == i64::MIN;
        *acc = if nat { i64::MIN } else { acc.wrapping_add(*x) };
        *acc
    }
}

/// Axes with the scanned one last.
fn turned(all: &[usize], axis: usize) -> Vec<usize> {
    let others = all.iter().enumerate().filter(|(i, _)| *i != axis).map(|(_, n)| *n);
    others.chain([all[axis]]).collect()
}

/// The opposite.
fn turned_back(all: &[usize], axis: usize) -> Vec<usize> {
    let mut back = all.to_vec();
    if let Some(last) = back.pop() {
        back.insert(axis, last);
    }
    back
}

/// Scans a node along an axis into an output; `finish` makes a block of the result.
pub(crate) fn scan<S: Scan>(
    row: &S,
    input: &dyn Node,
    axis: usize,
    output: &dyn Output,
    context: &Context,
    finish: impl Fn(Vec<S::Out>) -> Result<Buffer> + Send + Sync,
) -> Result<()> {
    let shape = input.shape();
    let grid = output.grid().or_else(|| input.grid());
    let room = input.room() + size_of::<S::Out>() + size_of::<S::Acc>() + output.room();
    let block = planned(shape, grid.as_deref(), room, context);
    let blocks = Blocks::new(&turned(shape, axis), &turned(&block, axis));
    let steps = shape[axis].div_ceil(block[axis].max(1)).max(1);
    let place = |i: usize| {
        let (start, count) = blocks.get(i);
        (turned_back(&start, axis), turned_back(&count, axis))
    };
    let mut carried: Vec<S::Acc> = Vec::new();
    in_order(
        context,
        blocks.len(),
        |i, context| {
            let (start, count) = place(i);
            let data = input.read(&Area::block(&start, &count), context)?;
            let expected = S::In::wrap(Vec::new()).element_type();
            S::In::take(data).map_err(|b| mismatch(expected, b.element_type()))
        },
        |i, data| {
            let (start, count) = place(i);
            let inner: usize = count[axis + 1..].iter().product();
            if i % steps == 0 {
                let lanes = count[..axis].iter().product::<usize>() * inner;
                carried = vec![row.init(); lanes];
            }
            let mut out: Vec<S::Out> = spare::empty(data.len());
            let along = count[axis] * inner;
            for (xs, lanes) in
                data.chunks_exact(along.max(1)).zip(carried.chunks_exact_mut(inner.max(1)))
            {
                if let [acc] = lanes {
                    out.extend(xs.iter().map(|x| row.step(acc, x)));
                    continue;
                }
                for xs in xs.chunks_exact(inner) {
                    out.extend(lanes.iter_mut().zip(xs).map(|(acc, x)| row.step(acc, x)));
                }
            }
            spare::give(S::In::wrap(data));
            output.put(&start, &count, finish(out)?)
        },
    )
}
