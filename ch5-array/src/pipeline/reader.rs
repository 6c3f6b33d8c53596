//! Reading boxes of a dataset straight from its file.

use std::sync::{Arc, Mutex, PoisonError};

use super::decode::{decode, scratch};
use super::{Filter, filters, swap::swap};
use crate::buffer::row_major;
use crate::error::{Error, ErrorKind, Result};
use crate::storage::{ChunkMap, Dataset, Placement, Snapshot};

/// Reads parts of one dataset, from any thread, without HDF5.
pub(crate) struct ChunkReader {
    file: Snapshot,
    dataset: Dataset,
    shape: Vec<usize>,
    /// Bytes of an element.
    element: usize,
    /// As it would be stored.
    fill: Vec<u8>,
    /// Bytes of the words whose bytes lie in the other order than in memory; 0 if none do.
    word: usize,
    /// The shape of a chunk; all of a contiguous dataset is one.
    chunk: Vec<usize>,
    /// Chunks along each axis.
    sides: Vec<usize>,
    /// By the number of the chunk in row-major order: address, bytes, filters left out.
    table: Vec<(u64, u64, u64, u32)>,
    filters: Vec<Filter>,
    /// Chunks that were decoded last, by their number, the newest behind.
    decoded: Mutex<Vec<(u64, Arc<Vec<u8>>)>>,
    /// How many of them are kept.
    keep: usize,
}

/// A part of a chunk that is wanted, along one axis.
#[derive(Clone, Copy)]
struct Part {
    /// The first place in the chunk, the first in the result, how many.
    from: usize,
    to: usize,
    count: usize,
}

impl ChunkReader {
    /// A reader of a dataset of numbers; `None` where something about it is unusual. `keep` bytes of decoded chunks are kept for the next read.
    pub(crate) fn open(dataset: &Dataset, keep: usize) -> Result<Option<Self>> {
        Ok(dataset.placement()?.and_then(|placement| Self::of(dataset, placement, keep)))
    }

    /// The same for a dataset that was located.
    pub(super) fn of(dataset: &Dataset, placement: Placement, keep: usize) -> Option<Self> {
        let Placement { file, mut fill, word, map } = placement;
        swap(word, &mut fill);
        let shape =
            dataset.shape().iter().map(|&n| usize::try_from(n).ok()).collect::<Option<Vec<_>>>()?;
        let element = fill.len();
        let (chunk, found, raw_filters) = match map {
            ChunkMap::Contiguous(address) => {
                let bytes = shape.iter().product::<usize>().saturating_mul(element) as u64;
                let zero = vec![0; shape.len()];
                (shape.clone(), vec![(zero, address, bytes, 0)], Vec::new())
            }
            ChunkMap::Chunked { chunk, chunks, filters } => {
                let chunk = chunk.iter().map(|&n| n as usize).collect();
                let found = chunks.into_iter().map(|c| (c.offset, c.address, c.size, c.mask));
                (chunk, found.collect(), filters)
            }
        };
        let filters = filters(&raw_filters)?;
        let chunk: Vec<usize> = chunk;
        let sides: Vec<usize> =
            shape.iter().zip(&chunk).map(|(&n, &c)| n.div_ceil(c.max(1))).collect();
        let bytes = chunk.iter().try_fold(element, |n, &c| n.checked_mul(c))?;
        let mut table = Vec::with_capacity(found.len());
        for (offset, address, size, mask) in found {
            let mut number = 0u64;
            let inside = offset.iter().zip(&sides).zip(&chunk).all(|((&at, &side), &c)| {
                let place = at / (c.max(1) as u64);
                number = number * side as u64 + place;
                place < side as u64
            });
            // Chunks outside of the shape belong to a time when it was larger.
            if inside {
                table.push((number, address, size, mask));
            }
        }
        table.sort_unstable_by_key(|entry| entry.0);
        Some(Self {
            file,
            dataset: dataset.clone(),
            shape,
            element,
            fill,
            word,
            chunk,
            sides,
            table,
            filters,
            decoded: Mutex::default(),
            keep: (keep / bytes.max(1)).max(1),
        })
    }

    /// The file that is read.
    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.file
    }

    /// Reads the elements at `start + i * step` into `out`, in row-major order. The box must lie
    /// inside the shape.
    pub(crate) fn read_box(
        &self,
        start: &[usize],
        count: &[usize],
        step: &[usize],
        out: &mut [u8],
    ) -> Result<()> {
        self.stored_box(start, count, step, out)?;
        swap(self.word, out);
        self.dataset.count_straight(out.len());
        Ok(())
    }

    /// The same, with bytes in the order that is stored.
    pub(super) fn stored_box(
        &self,
        start: &[usize],
        count: &[usize],
        step: &[usize],
        out: &mut [u8],
    ) -> Result<()> {
        let rank = self.shape.len();
        if count.contains(&0) {
            return Ok(());
        }
        let strides: Vec<usize> =
            row_major(count).iter().map(|&s| s as usize * self.element).collect();
        let first: Vec<usize> = (0..rank).map(|a| start[a] / self.chunk[a].max(1)).collect();
        let last: Vec<usize> = (0..rank)
            .map(|a| (start[a] + (count[a] - 1) * step[a]) / self.chunk[a].max(1))
            .collect();
        let mut at = first.clone();
        let mut parts = vec![Part { from: 0, to: 0, count: 0 }; rank];
        loop {
            let mut some = true;
            let mut number = 0u64;
            for axis in 0..rank {
                let (low, side) = (at[axis] * self.chunk[axis], self.chunk[axis]);
                // The first element of the box that is not before the chunk.
                let to = low.saturating_sub(start[axis]).div_ceil(step[axis]);
                let place = start[axis] + to * step[axis];
                let n = (low + side).saturating_sub(place).div_ceil(step[axis]);
                let n = n.min(count[axis].saturating_sub(to));
                some &= n > 0;
                parts[axis] = Part { from: place.saturating_sub(low), to, count: n };
                number = number * self.sides[axis] as u64 + at[axis] as u64;
            }
            if some {
                self.chunk_part(number, &parts, step, &strides, out)
                    .map_err(|e| self.locate(e, &at))?;
            }
            let mut axis = rank;
            loop {
                if axis == 0 {
                    return Ok(());
                }
                axis -= 1;
                at[axis] += 1;
                if at[axis] <= last[axis] {
                    break;
                }
                at[axis] = first[axis];
            }
        }
    }

    #[cold]
    fn locate(&self, error: Error, at: &[usize]) -> Error {
        let offset: Vec<usize> = at.iter().zip(&self.chunk).map(|(a, c)| a * c).collect();
        let said = format!("chunk at {offset:?}: {error}");
        self.dataset.locate(Error::new(error.kind(), said).because(error))
    }

    fn chunk_part(
        &self,
        number: u64,
        parts: &[Part],
        step: &[usize],
        strides: &[usize],
        out: &mut [u8],
    ) -> Result<()> {
        let Ok(found) = self.table.binary_search_by_key(&number, |entry| entry.0) else {
            return self.copy(None, parts, step, strides, out);
        };
        let (_, address, size, mask) = self.table[found];
        let bytes = self.chunk.iter().product::<usize>() * self.element;
        if self.filters.is_empty() {
            if size != bytes as u64 {
                return Err(Error::new(ErrorKind::Malformed, "")
                    .expected(format!("{bytes} bytes"))
                    .found(format!("{size} bytes")));
            }
            return self.stored_part(address, parts, step, strides, out);
        }
        {
            let decoded = self.decoded.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, data)) = decoded.iter().find(|(n, _)| *n == number) {
                let data = data.clone();
                drop(decoded);
                return self.copy(Some(&data), parts, step, strides, out);
            }
        }
        // A chunk that is used whole will not be asked for again.
        let wanted: usize = parts.iter().map(|p| p.count).product();
        let whole = 2 * wanted * self.element >= bytes;
        scratch(|scratch| {
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            // What does not compress is stored as it is, with a few bytes more.
            if size > bytes + bytes / 8 + 1024 {
                return Err(Error::new(ErrorKind::Malformed, "")
                    .expected(format!("at most {bytes} bytes, compressed"))
                    .found(format!("{size} bytes")));
            }
            scratch.raw.resize(size, 0);
            self.file.read(&mut scratch.raw, address)?;
            decode(&self.filters, mask, bytes, scratch, |data| {
                if !whole {
                    let mut decoded = self.decoded.lock().unwrap_or_else(PoisonError::into_inner);
                    // The oldest chunk's buffer is filled again where nobody reads it any more.
                    let mut buffer = None;
                    while decoded.len() >= self.keep {
                        buffer = Arc::try_unwrap(decoded.remove(0).1).ok().or(buffer);
                    }
                    let mut buffer: Vec<u8> = buffer.unwrap_or_default();
                    buffer.clear();
                    buffer.extend_from_slice(data);
                    decoded.push((number, Arc::new(buffer)));
                }
                self.copy(Some(data), parts, step, strides, out)
            })
        })
    }

    /// Copies a part of a chunk's bytes, or of its fill value, to the result.
    fn copy(
        &self,
        data: Option<&[u8]>,
        parts: &[Part],
        step: &[usize],
        strides: &[usize],
        out: &mut [u8],
    ) -> Result<()> {
        let from: Vec<usize> =
            row_major(&self.chunk).iter().map(|&s| s as usize * self.element).collect();
        let size = self.element;
        each_row(parts, |index, part| {
            let (mut source, mut target) = row_at(index, parts, step, &from, strides);
            let (by, part) = match part {
                Some(part) => {
                    let axis = parts.len() - 1;
                    source += part.from * size;
                    target += part.to * size;
                    (step[axis] * size, part)
                }
                None => (size, Part { from: 0, to: 0, count: 1 }),
            };
            let row = &mut out[target..target + part.count * size];
            match data {
                None => row.chunks_exact_mut(size).for_each(|e| e.copy_from_slice(&self.fill)),
                Some(data) if by == size => {
                    row.copy_from_slice(&data[source..source + row.len()]);
                }
                Some(data) => strided(size, row, &data[source..], by),
            }
            Ok(())
        })
    }

    /// Reads a part of a chunk without filters: the rows that are wanted, neighbours at once.
    fn stored_part(
        &self,
        address: u64,
        parts: &[Part],
        step: &[usize],
        strides: &[usize],
        out: &mut [u8],
    ) -> Result<()> {
        let from: Vec<usize> =
            row_major(&self.chunk).iter().map(|&s| s as usize * self.element).collect();
        let size = self.element;
        // Runs that follow each other in the file and in the result are one.
        let mut held: Option<(u64, usize, usize)> = None;
        let read = |run: (u64, usize, usize), out: &mut [u8]| {
            self.file.read(&mut out[run.1..run.1 + run.2], run.0)
        };
        each_row(parts, |index, part| {
            let (mut source, mut target) = row_at(index, parts, step, &from, strides);
            let mut by = 1;
            let mut count = 1;
            if let Some(part) = part {
                source += part.from * size;
                target += part.to * size;
                by = step[parts.len() - 1];
                count = part.count;
            }
            let place = address.checked_add(source as u64).ok_or_else(|| {
                Error::new(ErrorKind::Malformed, "an address outside of the file")
            })?;
            if by == 1 || count == 1 {
                let len = count * size;
                match &mut held {
                    Some((p, t, n)) if *p + *n as u64 == place && *t + *n == target => *n += len,
                    _ => {
                        if let Some(run) = held.replace((place, target, len)) {
                            read(run, out)?;
                        }
                    }
                }
                return Ok(());
            }
            scratch(|scratch| {
                scratch.raw.resize(((count - 1) * by + 1) * size, 0);
                self.file.read(&mut scratch.raw, place)?;
                strided(size, &mut out[target..target + count * size], &scratch.raw, by * size);
                Ok(())
            })
        })?;
        if let Some(run) = held {
            read(run, out)?;
        }
        Ok(())
    }
}

/// Where a row begins, but for its part of the last axis: bytes into the chunk and into the result.
#[inline(always)]
fn row_at(
    index: &[usize],
    parts: &[Part],
    step: &[usize],
    from: &[usize],
    strides: &[usize],
) -> (usize, usize) {
    let (mut source, mut target) = (0, 0);
    for (axis, i) in index.iter().enumerate() {
        source += (parts[axis].from + i * step[axis]) * from[axis];
        target += (parts[axis].to + i) * strides[axis];
    }
    (source, target)
}

/// Goes over the rows of a part: the places on all axes but the last, and the part of the last.
fn each_row(
    parts: &[Part],
    mut row: impl FnMut(&[usize], Option<Part>) -> Result<()>,
) -> Result<()> {
    let Some((last, outer)) = parts.split_last() else { return row(&[], None) };
    let mut at = vec![0; outer.len()];
    loop {
        row(&at, Some(*last))?;
        let mut axis = outer.len();
        loop {
            if axis == 0 {
                return Ok(());
            }
            axis -= 1;
            at[axis] += 1;
            if at[axis] < outer[axis].count {
                break;
            }
            at[axis] = 0;
        }
    }
}

/// Elements `by` bytes apart.
fn strided(size: usize, to: &mut [u8], from: &[u8], by: usize) {
    fn of<const SIZE: usize>(to: &mut [u8], from: &[u8], by: usize) {
        for (i, to) in to.chunks_exact_mut(SIZE).enumerate() {
            to.copy_from_slice(&from[i * by..i * by + SIZE]);
        }
    }
    match size {
        1 => of::<1>(to, from, by),
        2 => of::<2>(to, from, by),
        4 => of::<4>(to, from, by),
        8 => of::<8>(to, from, by),
        _ => {
            for (i, to) in to.chunks_exact_mut(size).enumerate() {
                to.copy_from_slice(&from[i * by..i * by + size]);
            }
        }
    }
}
