//! Cutting sorted runs into ranges, and merging a range.

use std::cmp::Ordering;

use super::{Ordered, Runs, Sample, Sorted, Take, sort_pairs, typed};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::node::{Area, Span};

/// Elements of a run that are read at once to find a cut.
const LOOK: usize = 256;

impl<T: Ordered> Runs<T> {
    fn run_len(&self, run: usize) -> usize {
        self.run.min(self.len - run * self.run)
    }

    fn read(&self, run: usize, start: usize, count: usize) -> Result<Vec<T>> {
        let area = Area { axes: vec![Span::new(run * self.run + start, count)] };
        typed(self.keys.read(&area)?)
    }

    /// How many elements of each run come before a sample.
    fn before(&self, sample: &Sample<T>) -> Result<Vec<usize>> {
        (0..self.samples.len()).map(|run| self.before_in(run, sample)).collect()
    }

    fn before_in(&self, run: usize, sample: &Sample<T>) -> Result<usize> {
        if run == sample.run {
            return Ok(sample.at);
        }
        let less = |x: &T| match x.order(&sample.value) {
            Ordering::Less => true,
            // Of equal elements, those of an earlier run come first.
            Ordering::Equal => run < sample.run,
            Ordering::Greater => false,
        };
        let samples = &self.samples[run];
        let near = samples.partition_point(|s| less(&s.value));
        let mut low = if near == 0 { 0 } else { samples[near - 1].at + 1 };
        let mut high = samples.get(near).map_or(self.run_len(run), |s| s.at);
        debug_assert!(high <= low + self.step);
        while high - low > LOOK {
            let middle = low + (high - low) / 2;
            match self.read(run, middle, 1)?.first() {
                Some(x) if less(x) => low = middle + 1,
                _ => high = middle,
            }
        }
        Ok(low + self.read(run, low, high - low)?.partition_point(less))
    }

    /// Hands on the elements from one cut to another.
    fn deliver(&self, low: &[usize], high: &[usize], take: &mut Take<'_>) -> Result<()> {
        let counts = || low.iter().zip(high).map(|(low, high)| high - low);
        let total: usize = counts().sum();
        if total > 2 * self.range {
            // The samples did not tell how many there are: cut at the middle of the longest part.
            let longest = counts().enumerate().max_by_key(|(_, n)| *n);
            if let Some((run, n)) = longest.filter(|(_, n)| *n > 1) {
                let at = low[run] + n / 2;
                for value in self.read(run, at, 1)? {
                    let middle = self.before(&Sample { value, run, at })?;
                    self.deliver(low, &middle, take)?;
                    self.deliver(&middle, high, take)?;
                }
                return Ok(());
            }
        }
        if total == 0 {
            return Ok(());
        }
        let (mut keys, mut payload) = (Vec::with_capacity(total), Vec::new());
        for (run, (&low, n)) in low.iter().zip(counts()).enumerate().filter(|(_, p)| p.1 > 0) {
            keys.extend(self.read(run, low, n)?);
            if let Some(scratch) = &self.payload {
                let area = Area { axes: vec![Span::new(run * self.run + low, n)] };
                payload.extend(typed::<i64>(scratch.read(&area)?)?);
            }
        }
        let start = low.iter().sum();
        if self.payload.is_some() {
            let (keys, payload) = sort_pairs(keys, payload);
            return take(start, T::wrap(keys), Some(payload));
        }
        // The parts are in order: a stable sort finds and merges them.
        keys.sort_by(T::order);
        take(start, T::wrap(keys), None)
    }
}

impl<T: Ordered> Sorted for Runs<T> {
    fn ranges(&self) -> usize {
        if self.len == 0 { 0 } else { self.cuts.len() + 1 }
    }

    fn even(&self) -> bool {
        self.step <= self.range
    }

    fn range(&self, i: usize, take: &mut Take<'_>) -> Result<()> {
        let low = match i.checked_sub(1) {
            None => vec![0; self.samples.len()],
            Some(i) => self.before(&self.cuts[i])?,
        };
        let high = match self.cuts.get(i) {
            None => (0..self.samples.len()).map(|run| self.run_len(run)).collect(),
            Some(cut) => self.before(cut)?,
        };
        self.deliver(&low, &high, take)
    }
}

/// A whole lane in order, one part after the other; parts are merged ahead on other threads.
pub(crate) fn in_sequence(
    sorted: &dyn Sorted,
    context: &Context,
    mut take: impl FnMut(usize, Buffer, Option<Vec<i64>>) -> Result<()> + Send,
) -> Result<()> {
    // A range of unknown size is handed on part by part.
    if !sorted.even() {
        return (0..sorted.ranges()).try_for_each(|i| sorted.range(i, &mut take));
    }
    crate::engine::in_order(
        context,
        sorted.ranges(),
        |i, _| {
            let mut parts = Vec::new();
            sorted.range(i, &mut |start, keys, payload| {
                parts.push((start, keys, payload));
                Ok(())
            })?;
            Ok(parts)
        },
        |_, parts| parts.into_iter().try_for_each(|(start, keys, with)| take(start, keys, with)),
    )
}
