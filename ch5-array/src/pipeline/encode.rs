//! Whole chunks, compressed by the thread that made them and stored as they are.

use std::cell::RefCell;

use super::deflate::Deflate;
use super::{Filter, filters, fletcher, lzf, shuffle};
use crate::error::{Error, ErrorKind, Result};
use crate::storage::Dataset;

/// Stores whole chunks of a dataset that nothing was written to yet.
pub(crate) struct ChunkWriter {
    dataset: Dataset,
    filters: Vec<Filter>,
    element: usize,
    chunk: Vec<usize>,
}

impl ChunkWriter {
    /// A writer for elements as they lie in memory; `None` where HDF5 should write them.
    pub(crate) fn open(dataset: &Dataset) -> Result<Option<Self>> {
        let Some((element, chunk, all)) = dataset.chunks_to_write()? else { return Ok(None) };
        let Some(filters) = filters(&all) else { return Ok(None) };
        let known = |f: &Filter| !matches!(f, Filter::Zstd);
        if !filters.iter().all(known) {
            return Ok(None);
        }
        let chunk = chunk.iter().map(|&n| n as usize).collect();
        Ok(Some(Self { dataset: dataset.clone(), filters, element, chunk }))
    }

    /// The shape of a chunk.
    pub(crate) fn chunk(&self) -> &[usize] {
        &self.chunk
    }

    /// Stores the chunk whose first element is at `offset`; `bytes` are all of its elements, those
    /// beyond the shape too.
    pub(crate) fn write(&self, offset: &[u64], bytes: &[u8]) -> Result<()> {
        thread_local! {
            static BUFFERS: RefCell<(Vec<u8>, Vec<u8>)> = RefCell::default();
        }
        BUFFERS.with_borrow_mut(|(now, next)| {
            // Nothing is copied before the first filter.
            let mut first = true;
            // Filters that are left out, one bit each.
            let mut mask = 0;
            for (i, filter) in self.filters.iter().enumerate() {
                let from = if first { bytes } else { &**now };
                match *filter {
                    Filter::Shuffle(size) => {
                        next.resize(from.len(), 0);
                        shuffle::shuffle(size, from, next);
                    }
                    Filter::Deflate(level) => self.deflate(level, from, next)?,
                    Filter::Lzf => {
                        if !lzf::encode(from, next) {
                            mask |= 1 << i;
                            continue;
                        }
                    }
                    Filter::Fletcher32 => {
                        next.clear();
                        next.extend_from_slice(from);
                        next.extend_from_slice(&fletcher::checksum(from).to_le_bytes());
                    }
                    Filter::Zstd => continue,
                }
                std::mem::swap(now, next);
                first = false;
            }
            self.dataset.write_chunk(offset, mask, if first { bytes } else { now })
        })
    }

    fn deflate(&self, level: u32, from: &[u8], to: &mut Vec<u8>) -> Result<()> {
        thread_local! {
            static FAST: RefCell<Deflate> = RefCell::default();
            static DEFLATE: RefCell<Option<(u32, libdeflater::Compressor)>> =
                const { RefCell::new(None) };
        }
        if level == 1 {
            FAST.with_borrow_mut(|fast| fast.zlib(from, libdeflater::adler32(from), to));
            return Ok(());
        }
        DEFLATE.with_borrow_mut(|kept| {
            if kept.as_ref().is_none_or(|(at, _)| *at != level) {
                let level_of = libdeflater::CompressionLvl::new(level.min(9) as i32);
                let level_of = level_of.unwrap_or_default();
                *kept = Some((level, libdeflater::Compressor::new(level_of)));
            }
            let Some((_, deflate)) = kept else { return Ok(()) };
            to.resize(deflate.zlib_compress_bound(from.len()), 0);
            let n = deflate.zlib_compress(from, to).map_err(|e| {
                self.dataset.locate(Error::new(ErrorKind::Io, "compressing a chunk").because(e))
            })?;
            to.truncate(n);
            Ok(())
        })
    }

    /// Bytes of an element.
    pub(crate) fn element(&self) -> usize {
        self.element
    }
}
