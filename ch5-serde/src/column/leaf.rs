//! A column of fixed-size elements or of text that is written as it grows.

use std::cell::Cell;
use std::rc::Rc;

use ch5_array::{Block, Chunks, DType, Dataset, Error, ErrorKind, Group, Object, Result, Texts};

use crate::opts::FieldOpts;

/// What the columns of one sequence share: where unfinished datasets live, and one memory budget.
#[derive(Debug)]
pub(crate) struct Stream {
    group: Group,
    opts: &'static FieldOpts,
    leaves: Cell<usize>,
    /// How deep values may be nested.
    depth: usize,
}

/// Bytes that all columns of one sequence together keep in memory.
const BUDGET: usize = 8 << 20;
/// Bytes that one column keeps at most, and at least before it starts a dataset.
const MOST: usize = 1 << 19;
const LEAST: usize = 1 << 12;

impl Stream {
    pub(crate) fn new(group: Group, opts: &'static FieldOpts) -> Rc<Self> {
        let depth = group.limits().depth;
        Rc::new(Self { group, opts, leaves: Cell::new(0), depth })
    }

    /// How deep values may be nested.
    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    fn limit(&self) -> usize {
        (BUDGET / self.leaves.get().max(1)).clamp(LEAST, MOST)
    }

    fn created(&self) {
        self.leaves.set(self.leaves.get() + 1);
    }
}

/// A growing dataset of fixed-size rows: `rows` of them are in the file or skipped, the rest in
/// the buffer.
#[derive(Debug)]
pub(crate) struct Leaf {
    stream: Rc<Stream>,
    dtype: DType,
    size: usize,
    inner: Vec<u64>,
    row: usize,
    fill: u8,
    buffer: Vec<u8>,
    limit: usize,
    rows: u64,
    chunk: u64,
    /// The shape of the n-dimensional dataset that the rows fill in row-major order.
    whole: Option<Vec<u64>>,
    file: Option<Dataset>,
}

impl Leaf {
    pub(crate) fn new(stream: &Rc<Stream>, dtype: DType) -> Self {
        Self::with_inner(stream, dtype, Vec::new())
    }

    /// A column whose elements are small arrays of shape `inner`.
    pub(crate) fn with_inner(stream: &Rc<Stream>, dtype: DType, inner: Vec<u64>) -> Self {
        stream.created();
        let size = dtype.mem_size();
        let row = inner.iter().fold(size, |n, &d| n.saturating_mul(d as usize)).max(1);
        let limit = stream.limit().max(row);
        Self {
            stream: stream.clone(),
            dtype,
            size,
            inner,
            row,
            fill: 0,
            buffer: Vec::new(),
            limit,
            rows: 0,
            chunk: 0,
            whole: None,
            file: None,
        }
    }

    /// The same with another byte for rows that are skipped; for flags.
    pub(crate) fn filled(mut self, fill: u8) -> Self {
        self.fill = fill;
        self
    }

    /// The same as an n-dimensional array.
    pub(crate) fn shaped(mut self, shape: Option<&[u64]>) -> Self {
        self.whole = shape.map(<[u64]>::to_vec);
        self
    }

    pub(crate) fn stream(&self) -> &Rc<Stream> {
        &self.stream
    }

    pub(crate) fn dtype(&self) -> &DType {
        &self.dtype
    }

    pub(crate) fn inner(&self) -> &[u64] {
        &self.inner
    }

    /// Rows pushed so far, not counting a row that is not whole yet.
    pub(crate) fn len(&self) -> u64 {
        self.rows + (self.buffer.len() / self.row) as u64
    }

    /// Elements of the row that is not whole yet.
    pub(crate) fn pending(&self) -> usize {
        self.buffer.len() % self.row / self.size.max(1)
    }

    /// Appends one element, given in native bytes.
    #[inline]
    pub(crate) fn push<const N: usize>(&mut self, bytes: [u8; N]) -> Result<()> {
        self.buffer.extend_from_slice(&bytes);
        if self.buffer.len() >= self.limit { self.flush() } else { Ok(()) }
    }

    /// Appends one element `times` times.
    pub(crate) fn repeat<const N: usize>(&mut self, bytes: [u8; N], times: u64) -> Result<()> {
        (0..times).try_for_each(|_| self.push(bytes))
    }

    /// Appends many elements, given in native bytes.
    pub(crate) fn extend(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            let room = self.limit.saturating_sub(self.buffer.len()).max(self.size.max(1));
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
            if self.buffer.len() >= self.limit {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Appends `rows` rows of the fill value; whole chunks of them take no room in the file.
    pub(crate) fn skip(&mut self, rows: u64) -> Result<()> {
        let mut left = rows;
        while left > 0 {
            if self.buffer.is_empty() && self.chunk > 0 && left >= self.chunk {
                let chunks = left / self.chunk;
                self.rows += chunks * self.chunk;
                left -= chunks * self.chunk;
                continue;
            }
            let room = (self.limit.saturating_sub(self.buffer.len()) / self.row).max(1) as u64;
            let now = room.min(left);
            let bytes = self.buffer.len() + now as usize * self.row;
            self.buffer.resize(bytes, self.fill);
            left -= now;
            if self.buffer.len() >= self.limit {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Writes whole chunks to the file.
    #[cold]
    fn flush(&mut self) -> Result<()> {
        if self.file.is_none() {
            self.chunk = (self.buffer.len() / self.row).max(1) as u64;
            self.limit = self.chunk as usize * self.row;
            self.file = Some(self.create("", 0)?);
            self.stream.created();
        }
        let rows = (self.buffer.len() / self.row) as u64;
        let bytes = rows as usize * self.row;
        self.write(rows, bytes)?;
        self.buffer.drain(..bytes);
        self.rows += rows;
        Ok(())
    }

    fn write(&mut self, rows: u64, bytes: usize) -> Result<()> {
        if let (Some(whole), Some(file)) = (&self.whole, &self.file) {
            let mut at = 0;
            for block in pieces(whole, self.rows, rows) {
                let end = at + block.len() as usize * self.size;
                file.write_bytes(&self.dtype, Some(&block), &self.buffer[at..end])?;
                at = end;
            }
            return Ok(());
        }
        let shape = self.shape(self.rows + rows);
        let block = Block::rows(&shape, self.rows, rows);
        let Some(file) = self.file.as_mut() else { return Ok(()) };
        file.resize(&shape)?;
        file.write_bytes(&self.dtype, Some(&block), &self.buffer[..bytes])
    }

    fn shape(&self, rows: u64) -> Vec<u64> {
        std::iter::once(rows).chain(self.inner.iter().copied()).collect()
    }

    /// A dataset for this column: named if `name` is given, else without a name yet.
    fn create(&self, name: &str, rows: u64) -> Result<Dataset> {
        if let Some(whole) = &self.whole {
            return self.stream.create_array(name, &self.dtype, whole);
        }
        let mut new = self.stream.opts.dataset(self.dtype.clone(), &self.shape(rows));
        if self.stream.opts.chunks.is_none_or(|c| c.len() != 1 + self.inner.len()) {
            let first = if self.chunk > 0 { self.chunk } else { rows.max(1) };
            let chunk = std::iter::once(first).chain(self.inner.iter().map(|&n| n.max(1)));
            new = new.chunks(Chunks::Shape(chunk.collect()));
        }
        if self.stream.opts.maxshape.is_none_or(|max| max.len() != 1 + self.inner.len()) {
            let max: Vec<Option<u64>> =
                std::iter::once(None).chain(self.inner.iter().map(|&n| Some(n))).collect();
            new = new.maxshape(&max);
        }
        if self.fill != 0 {
            new = new.fill(ch5_array::Value::Bool(true));
        }
        let new = new.attributes(true).chunk_cache(0);
        self.stream.group.detached_dataset(name, &new)
    }

    /// Completes the dataset, still without a name.
    pub(crate) fn finish(mut self, name: &str) -> Result<Dataset> {
        let rows = (self.buffer.len() / self.row) as u64;
        if self.file.is_none() {
            self.file = Some(self.create(name, self.rows + rows)?);
        }
        let shape = self.shape(self.rows + rows);
        if rows > 0 {
            self.write(rows, rows as usize * self.row)?;
        }
        let Some(mut file) = self.file.take() else {
            return Err(Error::new(ErrorKind::Hdf5, "a column lost its dataset"));
        };
        if self.whole.is_none() && file.shape() != shape {
            file.resize(&shape)?;
        }
        Ok(file)
    }

    /// Completes the dataset under a name.
    pub(crate) fn finish_at(self, group: &Group, name: &str) -> Result<Dataset> {
        let dataset = self.finish(name)?;
        group.link(name, &Object::Dataset(dataset.clone()))?;
        Ok(dataset)
    }

    /// All elements as native bytes of `to`, block by block, in order. Used to change a column's
    /// type after some of it was written.
    pub(crate) fn replay(
        mut self,
        to: &DType,
        mut each: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        let whole = self.buffer.len();
        let pending = self.buffer.split_off(whole - whole % self.row);
        if self.whole.take().is_some() && self.file.is_some() {
            // Elements of an array that is partly written: read back what is there.
            return self.replay_array(to, each);
        }
        let dataset = self.finish("")?;
        let shape = dataset.shape().to_vec();
        let total = shape.first().copied().unwrap_or(0);
        let inner: u64 = shape.iter().skip(1).product();
        let step = (MOST as u64 / (inner * to.mem_size() as u64).max(1)).max(1);
        let mut at = 0;
        while at < total {
            let n = step.min(total - at);
            let mut bytes = vec![0; (n * inner) as usize * to.mem_size()];
            dataset.read_bytes_into(to, Some(&Block::rows(&shape, at, n)), &mut bytes)?;
            each(&bytes)?;
            at += n;
        }
        if !pending.is_empty() {
            each(&pending)?;
        }
        Ok(())
    }
}

impl Leaf {
    fn replay_array(mut self, to: &DType, mut each: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let shape = file.shape().to_vec();
        let step = (MOST / to.mem_size().max(1)) as u64;
        let mut at = 0;
        while at < self.rows {
            let n = step.min(self.rows - at);
            for block in pieces(&shape, at, n) {
                let mut bytes = vec![0; block.len() as usize * to.mem_size()];
                file.read_bytes_into(to, Some(&block), &mut bytes)?;
                each(&bytes)?;
            }
            at += n;
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        let rest = Self { file: None, rows: 0, whole: None, chunk: 0, ..self };
        rest.replay(to, each)
    }
}

impl Stream {
    /// A dataset whose chunks are filled in row-major order, one after the other.
    fn create_array(&self, name: &str, dtype: &DType, shape: &[u64]) -> Result<Dataset> {
        let mut new = self.opts.dataset(dtype.clone(), shape).attributes(true);
        if self.opts.chunks.is_none_or(|c| c.len() != shape.len()) && !shape.is_empty() {
            new = new.chunks(Chunks::Shape(band(shape, dtype.mem_size() as u64)));
        }
        self.group.detached_dataset(name, &new)
    }
}

/// A chunk of at most 1 MiB that is contiguous in row-major order.
fn band(shape: &[u64], element: u64) -> Vec<u64> {
    let mut left = ((1 << 20) / element.max(1)).max(1);
    let mut chunk = vec![1; shape.len()];
    for (c, &n) in chunk.iter_mut().zip(shape).rev() {
        *c = n.clamp(1, left);
        left /= *c;
        if *c < n {
            break;
        }
    }
    chunk
}

/// The blocks that elements `start..start + count` of an array cover, in order.
pub(crate) fn pieces(shape: &[u64], start: u64, count: u64) -> Vec<Block> {
    let mut found = Vec::new();
    let (mut at, end) = (start, start + count);
    while at < end {
        // The widest axis whose whole inner rows start here and still fit.
        let mut inner = 1;
        let mut axis = shape.len();
        while axis > 0 {
            let row = inner * shape[axis - 1];
            if axis < shape.len() && (!at.is_multiple_of(inner) || at + inner > end) {
                break;
            }
            axis -= 1;
            if row == 0 || !at.is_multiple_of(row) || at + row > end {
                break;
            }
            inner = row;
        }
        let mut from = vec![0; shape.len()];
        let mut n = vec![1; shape.len()];
        let mut rest = at;
        for i in (0..shape.len()).rev() {
            from[i] = rest % shape[i].max(1);
            rest /= shape[i].max(1);
        }
        let mut taken = 1;
        for i in (0..shape.len()).rev() {
            if i > axis {
                n[i] = shape[i];
                taken *= shape[i];
            }
        }
        if let Some(side) = n.get_mut(axis) {
            *side = ((end - at) / taken.max(1)).min(shape[axis] - from[axis]).max(1);
            taken *= *side;
        }
        found.push(Block::new(&from, &n));
        at += taken.max(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_every_range_once_and_in_order() {
        for shape in [vec![7u64], vec![3, 5], vec![2, 3, 4], vec![1, 6, 1], vec![2, 1, 2, 3]] {
            let total: u64 = shape.iter().product();
            for start in 0..total {
                for count in 1..=total - start {
                    let mut seen = Vec::new();
                    for block in pieces(&shape, start, count) {
                        seen.extend(block.flat(&shape));
                    }
                    assert_eq!(seen, (start..start + count).collect::<Vec<_>>(), "{shape:?}");
                }
            }
        }
    }
}

/// A growing dataset of text.
#[derive(Debug)]
pub(crate) struct TextLeaf {
    stream: Rc<Stream>,
    texts: Texts,
    limit: usize,
    rows: u64,
    whole: Option<Vec<u64>>,
    file: Option<Dataset>,
}

impl TextLeaf {
    pub(crate) fn new(stream: &Rc<Stream>) -> Self {
        stream.created();
        let limit = stream.limit();
        Self {
            stream: stream.clone(),
            texts: Texts::new(),
            limit,
            rows: 0,
            whole: None,
            file: None,
        }
    }

    /// The same as an n-dimensional array.
    pub(crate) fn shaped(mut self, shape: Option<&[u64]>) -> Self {
        self.whole = shape.map(<[u64]>::to_vec);
        self
    }

    pub(crate) fn push(&mut self, text: &str) -> Result<()> {
        self.texts.push(text)?;
        if self.texts.size() >= self.limit { self.flush() } else { Ok(()) }
    }

    pub(crate) fn skip(&mut self, rows: u64) -> Result<()> {
        (0..rows).try_for_each(|_| self.push(""))
    }

    #[cold]
    fn flush(&mut self) -> Result<()> {
        if self.file.is_none() {
            self.file = Some(self.create("", 0, self.texts.len() as u64)?);
        }
        let rows = self.texts.len() as u64;
        if let (Some(whole), Some(file)) = (&self.whole, &self.file) {
            let mut texts = self.texts.iter();
            for block in pieces(whole, self.rows, rows) {
                let some: Texts = texts.by_ref().take(block.len() as usize).collect();
                file.write_texts(Some(&block), &some)?;
            }
        } else if let Some(file) = self.file.as_mut() {
            file.resize(&[self.rows + rows])?;
            file.write_texts(Some(&Block::new(&[self.rows], &[rows])), &self.texts)?;
        }
        self.texts.clear();
        self.rows += rows;
        Ok(())
    }

    fn create(&self, name: &str, rows: u64, chunk: u64) -> Result<Dataset> {
        if let Some(whole) = &self.whole {
            return self.stream.create_array(name, &DType::TEXT, whole);
        }
        let mut new = self.stream.opts.dataset(DType::TEXT, &[rows]);
        if self.stream.opts.chunks.is_none_or(|c| c.len() != 1) {
            new = new.chunks(Chunks::Shape(vec![chunk.max(1)]));
        }
        if self.stream.opts.maxshape.is_none_or(|max| max.len() != 1) {
            new = new.maxshape(&[None]);
        }
        let new = new.attributes(true);
        self.stream.group.detached_dataset(name, &new)
    }

    /// The texts, if none was written yet.
    pub(crate) fn into_texts(self) -> Option<Texts> {
        self.file.is_none().then_some(self.texts)
    }

    pub(crate) fn finish_at(mut self, group: &Group, name: &str) -> Result<Dataset> {
        if self.file.is_none() {
            let rows = self.texts.len() as u64;
            let file = self.create(name, rows, rows)?;
            file.write_texts(None, &self.texts)?;
            self.file = Some(file);
        } else if !self.texts.is_empty() {
            self.flush()?;
        }
        let Some(file) = self.file.take() else {
            return Err(Error::new(ErrorKind::Hdf5, "a column lost its dataset"));
        };
        file.attrs().write_text("dtype", "str")?;
        group.link(name, &Object::Dataset(file.clone()))?;
        Ok(file)
    }
}
