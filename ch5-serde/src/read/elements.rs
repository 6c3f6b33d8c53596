//! The elements of packed sequences, a window at a time.

use ch5_array::{Block, Dataset, Error, ErrorKind, Object, Result, Texts};

use super::loaded::{Cell, Loaded};
use super::store::{Opening, Store};
use super::{Rows, Visit};
use crate::column::{TextKind, pieces};

/// Bytes of a window.
const WINDOW: u64 = 1 << 20;
/// Bytes of a window at most where less would read chunks more than once.
const WIDE: u64 = 8 << 20;

/// Where rows come from.
#[derive(Debug)]
enum From {
    Store(Box<Store>),
    /// The elements of a dataset of any rank, in row-major order.
    Flat(Box<Dataset>),
}

/// The rows of a column in a file, one after the other, in bounded memory.
#[derive(Debug)]
pub(crate) struct Elements {
    from: From,
    rows: u64,
    at: u64,
    start: u64,
    /// Where the rows of the window end.
    end: u64,
    step: u64,
    window: Option<Loaded>,
}

impl Elements {
    pub(crate) fn new(store: Store) -> Self {
        let rows = store.rows();
        let step = (WINDOW / store.row_bytes().max(1)).clamp(1, 1 << 17);
        Self {
            from: From::Store(Box::new(store)),
            rows,
            at: 0,
            start: 0,
            end: 0,
            step,
            window: None,
        }
    }

    /// The elements of a dataset of any rank, in row-major order.
    pub(crate) fn flat(dataset: &Dataset) -> Result<Self> {
        if dataset.shape().len() == 1 {
            return Self::open_dataset(dataset);
        }
        let rows = dataset.size()?;
        let size = if dataset.dtype().is_text() { 64 } else { dataset.dtype().mem_size() as u64 };
        // A window of less than the chunks of a row would read each of them many times.
        let side = dataset.chunks()?.and_then(|chunk| chunk.first().copied()).unwrap_or(1);
        let row = dataset.shape().iter().skip(1).fold(size, |n, &d| n.saturating_mul(d));
        let bytes = row.saturating_mul(side).clamp(WINDOW, WIDE);
        let step = (bytes / size.max(1)).max(1);
        let from = From::Flat(Box::new(dataset.clone()));
        Ok(Self { from, rows, at: 0, start: 0, end: 0, step, window: None })
    }

    /// The rows of a dataset.
    pub(crate) fn open_dataset(dataset: &Dataset) -> Result<Self> {
        let object = Object::Dataset(dataset.clone());
        let store = Store::open(&object, Opening::STRICT)?.ok_or_else(|| {
            object.locate(Error::new(ErrorKind::WrongType, "").expected("a sequence"))
        })?;
        Ok(Self::new(store))
    }

    /// The first `rows` rows of a column whose next row was broken off.
    pub(crate) fn broken_off(object: &Object, rows: u64) -> Result<Self> {
        let store = Store::open(object, Opening::BROKEN_OFF)?.ok_or_else(|| {
            object.locate(Error::new(ErrorKind::WrongType, "").expected("a sequence"))
        })?;
        Ok(Self { rows, ..Self::new(store) })
    }

    /// Fails if what is left must not be loaded as a whole. `object` is where it is.
    pub(crate) fn admit(&self, object: &Object) -> Result<()> {
        let (row, dataset) = match &self.from {
            From::Store(store) => (store.row_bytes(), store.dataset()),
            From::Flat(dataset) => (dataset.dtype().mem_size() as u64, Some(&**dataset)),
        };
        let bytes = self.left().saturating_mul(row.max(1));
        let stored = match dataset {
            Some(dataset) if bytes > 1 << 30 => dataset.storage_size(),
            _ => bytes,
        };
        object.file().limits().check_result(bytes, stored).map_err(|e| object.locate(e))
    }

    /// Rows that are left.
    pub(crate) fn left(&self) -> u64 {
        self.rows - self.at
    }

    /// The index of the next row.
    pub(crate) fn index(&self) -> u64 {
        self.at
    }

    /// The next row.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<Cell<'_>>> {
        if self.at >= self.end {
            self.load()?;
        }
        match &self.window {
            Some(window) if self.at < self.end => {
                let row = (self.at - self.start) as usize;
                self.at += 1;
                Ok(Some(Cell::Row(window, row)))
            }
            _ => Ok(None),
        }
    }

    /// The rows of the window that begins with the next row, if they are records.
    pub(crate) fn table<'a>(&'a mut self, visit: &'a Visit) -> Result<Option<Rows<'a>>> {
        if self.at >= self.end {
            self.load()?;
        }
        Ok(match &self.window {
            Some(Loaded::Record { fields, tuple: false }) if self.at == self.start => {
                let range = 0..(self.end - self.start) as usize;
                Some(Rows { fields, range, first: self.at, visit })
            }
            _ => None,
        })
    }

    /// Passes over the rows of the window.
    pub(crate) fn pass(&mut self) {
        self.at = self.end;
    }

    /// Loads the window that begins with the next row, if there is one.
    #[cold]
    fn load(&mut self) -> Result<()> {
        let count = self.step.min(self.rows - self.at);
        if count == 0 {
            return Ok(());
        }
        // The old window is given up first, so that there is never more than one.
        let mut room = match self.window.take() {
            Some(Loaded::Numbers { bytes, .. }) => bytes,
            _ => Vec::new(),
        };
        self.window = Some(match &self.from {
            From::Store(store) => match store.dataset() {
                Some(dataset) if dataset.shape().len() == 1 && dataset.dtype().is_number() => {
                    let block = Block::rows(dataset.shape(), self.at, count);
                    read_more(dataset, Some(&block), &mut room)?;
                    Loaded::Numbers { dtype: dataset.dtype().clone(), bytes: room }
                }
                _ => store.load(self.at, count, None)?,
            },
            From::Flat(dataset) => load_flat(dataset, self.at, count, room)?,
        });
        (self.start, self.end) = (self.at, self.at + count);
        Ok(())
    }
}

/// Reads the numbers of a block into a buffer, in place of what it holds.
fn read_more(dataset: &Dataset, block: Option<&Block>, bytes: &mut Vec<u8>) -> Result<()> {
    let size = block.map_or(1, Block::len).saturating_mul(dataset.dtype().mem_size() as u64);
    dataset.file().limits().check_result(size, size).map_err(|e| dataset.locate(e))?;
    bytes.resize(size as usize, 0);
    dataset.read_bytes_into(dataset.dtype(), block, bytes)
}

/// Elements `start..start + count` of a dataset in row-major order.
fn load_flat(dataset: &Dataset, start: u64, count: u64, mut bytes: Vec<u8>) -> Result<Loaded> {
    let mut texts = Texts::new();
    let dtype = dataset.dtype();
    if dataset.is_scalar() && !dtype.is_text() {
        read_more(dataset, None, &mut bytes)?;
        return Ok(Loaded::Numbers { dtype: dtype.clone(), bytes });
    }
    let mut at = 0;
    for block in pieces(dataset.shape(), start, count) {
        let block = (!dataset.is_scalar()).then_some(&block);
        if dtype.is_text() {
            for text in dataset.read_texts(block)?.iter() {
                texts.push(text)?;
            }
        } else {
            let end = at + block.map_or(1, |b| b.len() as usize) * dtype.mem_size();
            bytes.resize(bytes.len().max(end), 0);
            dataset.read_bytes_into(dtype, block, &mut bytes[at..end])?;
            at = end;
        }
    }
    bytes.truncate(at);
    Ok(if dtype.is_text() {
        Loaded::Texts(texts, TextKind::Text)
    } else {
        Loaded::Numbers { dtype: dtype.clone(), bytes }
    })
}
