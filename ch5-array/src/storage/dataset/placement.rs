//! Where a dataset's bytes lie in its file.

use super::Dataset;
use super::transfer::MANY;
use crate::error::Result;
use crate::pipeline::Widths;
use crate::storage::sys::chunk::{self, Order, Stored};
use crate::storage::sys::data::{FilterInfo, Layout};
use crate::storage::sys::snapshot::Snapshot;
use crate::storage::sys::space::Extent;
use crate::storage::sys::{Id, driver, dtype, locked};
use crate::storage::{DType, H5Mode, TextType};

/// A dataset's file and its chunks.
pub(crate) struct Placement {
    pub file: Snapshot,
    /// One element where nothing was written.
    pub fill: Vec<u8>,
    /// Bytes of the words whose bytes lie in the other order than in memory; 0 if none do.
    pub word: usize,
    pub map: ChunkMap,
}

/// The bytes of an element, the shape of a chunk, the filters.
pub(crate) type WholeChunks = (usize, Vec<u64>, Vec<FilterInfo>);

/// Where elements lie.
pub(crate) enum ChunkMap {
    /// All of them, from this byte on.
    Contiguous(u64),
    Chunked {
        chunk: Vec<u64>,
        chunks: Vec<Stored>,
        filters: Vec<FilterInfo>,
    },
}

impl Dataset {
    /// The elements as they lie in memory, if they are numbers or booleans and stored like that
    /// but for the order of bytes.
    fn as_in_memory(&self) -> Result<Option<(Id, usize, Order)>> {
        let dtype = self.dtype();
        let plain = dtype.is_number() && !matches!(dtype, DType::Enum(_));
        if !plain || !matches!(self.about.extent, Extent::Simple { .. }) {
            return Ok(None);
        }
        let mem = dtype::type_id(dtype)?;
        let id = Id::borrow(mem.id().raw())?;
        Ok(chunk::stored_as(&self.id, &id)?.map(|order| (id, dtype.mem_size(), order)))
    }

    /// Where the elements lie, if they are numbers as they are in memory, in any byte order, and
    /// stored in the file itself, and nothing that was written waits elsewhere.
    pub(crate) fn placement(&self) -> Result<Option<Placement>> {
        self.check_open()?;
        let found = || {
            let Some((mem, size, order)) = self.as_in_memory()? else { return Ok(None) };
            let base = chunk::user_block(self.file().raw()?)?;
            let Some((file, map)) = self.place(base)? else { return Ok(None) };
            let mut fill = vec![0; size];
            chunk::fill(&self.id, &mem, &mut fill)?;
            let word = match (order, self.dtype()) {
                (Order::Memory, _) => 0,
                (Order::Other, DType::C64 | DType::C128) => size / 2,
                (Order::Other, _) => size,
            };
            Ok(Some(Placement { file, fill, word, map }))
        };
        found().map_err(|e| self.locate(e))
    }

    /// The same for texts of variable length, whose elements tell where the text lies.
    pub(crate) fn placement_of_texts(&self) -> Result<Option<(Placement, Widths)>> {
        self.shared.check_open()?;
        let variable = matches!(self.about.dtype, DType::Text(TextType { size: None, .. }));
        if !variable || !matches!(self.about.extent, Extent::Simple { .. }) {
            return Ok(None);
        }
        let found = || {
            // What is flushed first has to be worth it.
            let few = self.size()? < MANY && self.may_change()?;
            if few || chunk::has_fill(&self.id)? {
                return Ok(None);
            }
            let (address, length) = chunk::widths(self.file().raw()?)?;
            let base = chunk::user_block(self.file().raw()?)?;
            let widths = Widths { address, length, base };
            if address > 8 || length > 8 {
                return Ok(None);
            }
            let Some((file, map)) = self.place(base)? else { return Ok(None) };
            let fill = vec![0; widths.reference()];
            Ok(Some((Placement { file, fill, word: 0, map }, widths)))
        };
        found().map_err(|e| self.locate(e))
    }

    /// True if the file is open for writing, through this handle or another one.
    fn may_change(&self) -> Result<bool> {
        let id = Id::borrow(self.file().raw()?)?;
        Ok(self.shared.mode != H5Mode::Read || crate::storage::sys::file::is_writable(&id)?)
    }

    /// The file, with all that was written before, and where in it the elements lie; `base` bytes
    /// lie in front of what HDF5 made.
    fn place(&self, base: u64) -> Result<Option<(Snapshot, ChunkMap)>> {
        // These take locks that others hold while they wait for that of HDF5.
        let (file, layout, may_change) = (self.file().raw()?, self.layout()?, self.may_change()?);
        let usual = match layout {
            Layout::Contiguous { external } => external.is_empty(),
            Layout::Chunked { filters, .. } => {
                filters.is_empty() || !chunk::spares_edges(&self.id)?
            }
            _ => false,
        };
        if !usual {
            return Ok(None);
        }
        // Nobody writes between the steps.
        locked(|| {
            if may_change {
                chunk::flush(&self.id)?;
            }
            let Some(file) = driver::snapshot(file, may_change) else { return Ok(None) };
            let map = match layout {
                Layout::Chunked { chunk, filters } => chunk::chunks(&self.id, chunk.len(), base)?
                    .map(|chunks| ChunkMap::Chunked {
                        chunk: chunk.clone(),
                        chunks,
                        filters: filters.clone(),
                    }),
                _ => chunk::address(&self.id).map(ChunkMap::Contiguous),
            };
            Ok(map.map(|map| (file, map)))
        })
    }

    /// Counts what was read without HDF5.
    pub(crate) fn count_straight(&self, bytes: usize) {
        self.shared.count_straight(bytes as u64);
    }

    /// The bytes of an element, the shape of a chunk and the filters, where whole chunks can be
    /// stored as they are.
    pub(crate) fn chunks_to_write(&self) -> Result<Option<WholeChunks>> {
        let found = || {
            let Layout::Chunked { chunk, filters } = self.layout()? else { return Ok(None) };
            let Some((_, size, Order::Memory)) = self.as_in_memory()? else { return Ok(None) };
            Ok(Some((size, chunk.clone(), filters.clone())))
        };
        found().map_err(|e| self.locate(e))
    }

    /// Stores a chunk as it is; `mask` has a bit for each filter that was left out.
    pub(crate) fn write_chunk(&self, offset: &[u64], mask: u32, bytes: &[u8]) -> Result<()> {
        self.shared.check_writable(self.path())?;
        let written = self.shared.wrote(chunk::write(&self.id, offset, mask, bytes));
        written.map_err(|e| self.locate(e))
    }
}
