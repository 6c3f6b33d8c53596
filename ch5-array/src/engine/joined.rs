//! Pieces of one dimension, handed on in whole chunks.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::output::place;
use super::{Context, Output};
use crate::buffer::Buffer;
use crate::error::Result;

/// Takes pieces that lie next to each other, in any order, and hands whole chunks on: a chunk that
/// is written in two parts is read back in between.
pub(crate) struct Joined<'o> {
    output: &'o dyn Output,
    len: usize,
    /// Elements of a chunk.
    chunk: usize,
    /// By the number of the chunk, what there is of it, and how many elements.
    waiting: Mutex<HashMap<usize, (Buffer, usize)>>,
}

impl<'o> Joined<'o> {
    /// For an output of `len` elements that takes `room` bytes each; `None` where the output does
    /// not care, or a chunk is large.
    pub(crate) fn new(
        output: &'o dyn Output,
        len: usize,
        room: usize,
        context: &Context,
    ) -> Option<Self> {
        let &[chunk] = output.grid()?.as_slice() else { return None };
        let fits = chunk > 1 && chunk.saturating_mul(room) <= context.memory / 16;
        fits.then(|| Self { output, len, chunk, waiting: Mutex::default() })
    }

    /// Takes the part of a chunk.
    fn part(&self, start: usize, data: Buffer) -> Result<()> {
        let number = start / self.chunk;
        let first = number * self.chunk;
        let size = self.chunk.min(self.len - first);
        let full = {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let (all, filled) = waiting
                .entry(number)
                .or_insert_with(|| (Buffer::zeros(data.element_type(), size), 0));
            place(all, &[size], &[start - first], &[data.len()], data.view())?;
            *filled += data.len();
            if *filled < size {
                return Ok(());
            }
            waiting.remove(&number)
        };
        full.map_or(Ok(()), |(all, _)| self.output.put(&[first], &[size], all))
    }
}

impl Output for Joined<'_> {
    fn put(&self, start: &[usize], _: &[usize], data: Buffer) -> Result<()> {
        let (start, end) = (start[0], start[0] + data.len());
        let low = start.next_multiple_of(self.chunk).min(end);
        let high = if end == self.len { end } else { (end / self.chunk * self.chunk).max(low) };
        if low > start {
            self.part(start, data.slice(0..low - start).to_buffer())?;
        }
        if end > high {
            self.part(high, data.slice(high - start..end - start).to_buffer())?;
        }
        if (low, high) == (start, end) {
            return self.output.put(&[start], &[data.len()], data);
        }
        if high > low {
            let whole = data.slice(low - start..high - start).to_buffer();
            return self.output.put(&[low], &[high - low], whole);
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    struct Chunks(Mutex<Vec<(usize, Vec<i64>)>>);

    impl Output for Chunks {
        fn put(&self, start: &[usize], count: &[usize], data: Buffer) -> Result<()> {
            assert_eq!(count, [data.len()]);
            let all = data.as_slice::<i64>().unwrap().to_vec();
            self.0.lock().unwrap().push((start[0], all));
            Ok(())
        }

        fn grid(&self) -> Option<Vec<usize>> {
            Some(vec![4])
        }
    }

    #[test]
    fn pieces_come_out_as_whole_chunks() {
        // Every way to cut 11 elements in four.
        for cuts in
            (0..12usize).flat_map(|a| (a..12).flat_map(move |b| (b..12).map(move |c| [a, b, c])))
        {
            let chunks = Chunks(Mutex::default());
            let joined = Joined::new(&chunks, 11, 8, &Context::default()).unwrap();
            let [a, b, c] = cuts.map(|cut| cut.min(11));
            for range in [b..c, 0..a, c..11, a..b] {
                if !range.is_empty() {
                    let data = Buffer::I64(range.clone().map(|n| n as i64).collect());
                    joined.put(&[range.start], &[range.len()], data).unwrap();
                }
            }
            let mut found = chunks.0.into_inner().unwrap();
            found.sort();
            assert!(found.iter().all(|(start, all)| start % 4 == 0
                && ((start + all.len()) % 4 == 0 || start + all.len() == 11)));
            let flat: Vec<i64> = found.into_iter().flat_map(|(_, all)| all).collect();
            assert_eq!(flat, (0..11).collect::<Vec<_>>(), "{cuts:?}");
        }
    }
}
