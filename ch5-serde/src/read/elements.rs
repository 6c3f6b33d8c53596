//! The elements of packed sequences, a window at a time.

use ch5_array::{Dataset, Error, ErrorKind, Object, Result, Texts};

use super::loaded::{Cell, Loaded};
use super::store::{Opening, Store};
use crate::column::{TextKind, pieces};

/// Bytes of a window.
const WINDOW: u64 = 1 << 20;

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
    step: u64,
    window: Option<Loaded>,
}

impl Elements {
    pub(crate) fn new(store: Store) -> Self {
        let rows = store.rows();
        let step = (WINDOW / store.row_bytes().max(1)).clamp(1, 1 << 17);
        Self { from: From::Store(Box::new(store)), rows, at: 0, start: 0, step, window: None }
    }

    /// The elements of a dataset of any rank, in row-major order.
    pub(crate) fn flat(dataset: &Dataset) -> Result<Self> {
        if dataset.shape().len() == 1 {
            return Self::open_dataset(dataset);
        }
        let rows = dataset.size()?;
        let size = if dataset.dtype().is_text() { 64 } else { dataset.dtype().mem_size() as u64 };
        // Whole runs of the last axis, or chunks would be read many times.
        let step = (WINDOW / size.max(1)).max(1);
        let from = From::Flat(Box::new(dataset.clone()));
        Ok(Self { from, rows, at: 0, start: 0, step, window: None })
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
        let limits = match object {
            Object::Group(group) => group.file().limits().check_result(bytes, stored),
            Object::Dataset(dataset) => dataset.file().limits().check_result(bytes, stored),
        };
        limits.map_err(|e| object.locate(e))
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
    pub(crate) fn next(&mut self) -> Result<Option<Cell<'_>>> {
        if self.at >= self.rows {
            return Ok(None);
        }
        if self.window.is_none() || self.at >= self.start + self.step {
            self.start = self.at;
            // The old window is given up first, so that there is never more than one.
            self.window = None;
            let count = self.step.min(self.rows - self.at);
            self.window = Some(match &self.from {
                From::Store(store) => store.load(self.at, count, None)?,
                From::Flat(dataset) => load_flat(dataset, self.at, count)?,
            });
        }
        let row = (self.at - self.start) as usize;
        self.at += 1;
        Ok(self.window.as_ref().map(|window| Cell::Row(window, row)))
    }
}

/// Elements `start..start + count` of a dataset in row-major order.
fn load_flat(dataset: &Dataset, start: u64, count: u64) -> Result<Loaded> {
    let mut texts = Texts::new();
    let mut bytes = Vec::new();
    let dtype = dataset.dtype();
    if dataset.is_scalar() && !dtype.is_text() {
        bytes.resize(dtype.mem_size(), 0);
        dataset.read_bytes_into(dtype, None, &mut bytes)?;
        return Ok(Loaded::Numbers { dtype: dtype.clone(), bytes });
    }
    for block in pieces(dataset.shape(), start, count) {
        let block = (!dataset.is_scalar()).then_some(&block);
        if dtype.is_text() {
            for text in dataset.read_texts(block)?.iter() {
                texts.push(text)?;
            }
        } else {
            let at = bytes.len();
            let more = block.map_or(1, |b| b.len() as usize) * dtype.mem_size();
            bytes.resize(at + more, 0);
            dataset.read_bytes_into(dtype, block, &mut bytes[at..])?;
        }
    }
    Ok(if dtype.is_text() {
        Loaded::Texts(texts, TextKind::Text)
    } else {
        Loaded::Numbers { dtype: dtype.clone(), bytes }
    })
}
