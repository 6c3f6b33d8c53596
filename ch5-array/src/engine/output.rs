//! Where results go.

use std::sync::{Mutex, PoisonError};

use super::Context;
use crate::buffer::{Buffer, View, copy_nd, pair, row_major, spare};
use crate::element::as_bytes;
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::ChunkWriter;
use crate::storage::{Block, DType, Dataset, Texts};
use crate::types::ElementType;

/// Takes the blocks of a result, in any order, from any thread.
pub(crate) trait Output: Sync {
    /// Takes a block: where it begins, its extent, its elements in row-major order.
    fn put(&self, start: &[usize], count: &[usize], data: Buffer) -> Result<()>;

    /// Blocks that are taken without waste.
    fn grid(&self) -> Option<Vec<usize>> {
        None
    }

    /// Bytes an element takes on its way.
    fn room(&self) -> usize {
        0
    }
}

/// A result in memory, in row-major order.
pub(crate) struct InMemory {
    shape: Vec<usize>,
    data: Mutex<Buffer>,
}

impl InMemory {
    pub(crate) fn new(ty: ElementType, shape: &[usize], context: &Context) -> Result<Self> {
        let len = check_result(ty, shape, context)?;
        Ok(Self { shape: shape.to_vec(), data: Mutex::new(Buffer::zeros(ty, len)) })
    }

    pub(crate) fn finish(self) -> Buffer {
        self.data.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of elements of a result in memory, refused if there are too many.
pub(crate) fn check_result(ty: ElementType, shape: &[usize], context: &Context) -> Result<usize> {
    let len = shape.iter().try_fold(1usize, |n, &side| n.checked_mul(side));
    let bytes = len.and_then(|n| n.checked_mul(ty.size()));
    let limit = context.result_bytes.unwrap_or_else(available_memory);
    match (len, bytes) {
        (Some(len), Some(bytes)) if bytes as u64 <= limit => Ok(len),
        _ => Err(Error::new(ErrorKind::Budget, "a result in memory")
            .expected(format!("at most {limit} bytes"))
            .found(format!("{ty} of shape {shape:?}"))
            .help("write it to a dataset with write_to")),
    }
}

/// Bytes of memory that the system has free.
fn available_memory() -> u64 {
    let known = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    });
    known.map_or(u64::MAX, |kib| kib << 10)
}

pub(crate) fn place(
    to: &mut Buffer,
    shape: &[usize],
    start: &[usize],
    count: &[usize],
    data: View<'_>,
) -> Result<()> {
    let strides = row_major(shape);
    let first: usize = start.iter().zip(&strides).map(|(&s, &n)| s * n as usize).sum();
    let (mine, given) = (to.element_type(), data.element_type());
    pair!(Buffer, View, to, data, a, b => {
        copy_nd(a, first, &strides, b, 0, &row_major(count), count);
        Ok(())
    }, else Err(crate::buffer::mismatch(mine, given)))
}

impl Output for InMemory {
    fn put(&self, start: &[usize], count: &[usize], data: Buffer) -> Result<()> {
        let mut all = self.data.lock().unwrap_or_else(PoisonError::into_inner);
        if count == self.shape && data.element_type() == all.element_type() {
            *all = data;
            return Ok(());
        }
        place(&mut all, &self.shape, start, count, data.view())?;
        drop(all);
        spare::give(data);
        Ok(())
    }
}

/// A result that goes to a dataset, or to a block of one.
pub(crate) struct IntoDataset<'d> {
    pub dataset: &'d Dataset,
    pub chunks: Option<Vec<usize>>,
    /// Where the result begins in the dataset.
    pub origin: Vec<usize>,
    /// Stores whole chunks of a dataset that is new.
    whole: Option<ChunkWriter>,
}

impl<'d> IntoDataset<'d> {
    pub(crate) fn new(dataset: &'d Dataset) -> Result<Self> {
        let chunks = dataset.chunks()?;
        let chunks = chunks.map(|c| c.iter().map(|&n| n as usize).collect());
        Ok(Self { dataset, chunks, origin: vec![0; dataset.shape().len()], whole: None })
    }

    /// The whole of a dataset that nothing was written to yet.
    pub(crate) fn new_dataset(dataset: &'d Dataset) -> Result<Self> {
        Ok(Self { whole: ChunkWriter::open(dataset)?, ..Self::new(dataset)? })
    }

    /// Stores a block chunk by chunk, if it consists of whole ones.
    fn put_chunks(&self, start: &[usize], count: &[usize], data: View<'_>) -> Result<bool> {
        let Some(writer) = &self.whole else { return Ok(false) };
        let chunk = writer.chunk();
        let shape = self.dataset.shape();
        let aligned = (0..count.len()).all(|a| {
            let end = start[a] + count[a];
            start[a].is_multiple_of(chunk[a])
                && (end.is_multiple_of(chunk[a]) || end as u64 == shape[a])
        });
        let Some(bytes) =
            data.as_bytes().filter(|b| aligned && b.len() == data.len() * writer.element())
        else {
            return Ok(false);
        };
        if count == chunk {
            let offset: Vec<u64> = start.iter().map(|&s| s as u64).collect();
            return writer.write(&offset, bytes).map(|()| true);
        }
        let size = writer.element();
        let blocks = super::Blocks::new(count, chunk);
        let mut full: Vec<u8> = spare::take(chunk.iter().product::<usize>() * size);
        let from: Vec<usize> = row_major(count).iter().map(|&s| s as usize * size).collect();
        let to: Vec<usize> = row_major(chunk).iter().map(|&s| s as usize * size).collect();
        // Axes of which a chunk has all go with the rows.
        let mut rank = count.len();
        while rank > 1 && count[rank - 1] == chunk[rank - 1] {
            rank -= 1;
        }
        let inner: usize = count[rank..].iter().product::<usize>() * size;
        for i in 0..blocks.len() {
            let (at, n) = blocks.get(i);
            if n != chunk {
                full.fill(0);
            }
            let first: usize = at.iter().zip(&from).map(|(a, s)| a * s).sum();
            let Some((&row, outer)) = n[..rank].split_last() else { return Ok(false) };
            let (row, steps) = (row * inner, &from[..rank - 1]);
            let rows = super::Blocks::new(outer, &vec![1; outer.len()]);
            for r in 0..rows.len() {
                let (place, _) = rows.get(r);
                let source = first + place.iter().zip(steps).map(|(p, s)| p * s).sum::<usize>();
                let target: usize = place.iter().zip(&to).map(|(p, s)| p * s).sum();
                full[target..target + row].copy_from_slice(&bytes[source..source + row]);
            }
            let offset: Vec<u64> = at.iter().zip(start).map(|(a, s)| (a + s) as u64).collect();
            writer.write(&offset, &full)?;
        }
        spare::give(Buffer::U8(full));
        Ok(true)
    }
}

/// Writes elements to a block of a dataset of the same element type.
pub(crate) fn write_block(dataset: &Dataset, block: Option<&Block>, data: View<'_>) -> Result<()> {
    macro_rules! numbers {
        ($($name:ident),*) => {
            match data {
                View::Bool(v) => {
                    let bytes: Vec<u8> = v.iter().map(|&b| b.into()).collect();
                    dataset.write_bytes(&DType::Bool, block, &bytes)
                }
                $(View::$name(v) => {
                    dataset.write_bytes(&data.element_type().dtype(0), block, as_bytes(v))
                })*
                View::Time(_, v) | View::Duration(_, v) => {
                    dataset.write_bytes(&DType::I64, block, as_bytes(v))
                }
                View::Text(v) => {
                    let mut texts = Texts::new();
                    for text in v {
                        texts.push(text).map_err(|e| dataset.locate(e))?;
                    }
                    dataset.write_texts(block, &texts)
                }
                View::Bytes(v) => {
                    let dtype = dataset.dtype().clone();
                    let size = dtype.mem_size();
                    let mut bytes = vec![0; size * v.len()];
                    for (to, from) in bytes.chunks_exact_mut(size.max(1)).zip(v) {
                        if from.len() > size {
                            return Err(dataset.locate(
                                Error::new(ErrorKind::Value, "bytes do not fit")
                                    .expected(format!("at most {size} bytes"))
                                    .found(format!("{} bytes", from.len())),
                            ));
                        }
                        to[..from.len()].copy_from_slice(from);
                    }
                    dataset.write_bytes(&dtype, block, &bytes)
                }
            }
        };
    }
    numbers!(I8, I16, I32, I64, U8, U16, U32, U64, F16, F32, F64, C64, C128)
}

impl Output for IntoDataset<'_> {
    fn put(&self, start: &[usize], count: &[usize], data: Buffer) -> Result<()> {
        if data.is_empty() {
            return Ok(());
        }
        if count.is_empty() {
            return write_block(self.dataset, None, data.view());
        }
        if self.put_chunks(start, count, data.view())? {
            spare::give(data);
            return Ok(());
        }
        let at: Vec<u64> = start.iter().zip(&self.origin).map(|(a, b)| (a + b) as u64).collect();
        let count: Vec<u64> = count.iter().map(|&n| n as u64).collect();
        write_block(self.dataset, Some(&Block::new(&at, &count)), data.view())
    }

    fn grid(&self) -> Option<Vec<usize>> {
        self.chunks.clone()
    }

    fn room(&self) -> usize {
        // A text lies in one row of all, in HDF5's buffers and in its cache of heaps.
        if self.dataset.dtype().is_text() { 128 } else { 0 }
    }
}
