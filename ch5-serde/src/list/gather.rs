//! Copying rows from one dataset to another as they are stored, in any order.

use std::ops::Range;

use ch5_array::{
    Block, Chunks, Compression, DType, Dataset, NewDataset, Result, Texts, Value, options,
};

/// Neighbouring rows of the old list, or of the new elements.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) fresh: bool,
    pub(super) rows: Range<u64>,
}

impl Piece {
    pub(super) fn len(&self) -> u64 {
        self.rows.end - self.rows.start
    }
}

/// The number of rows of all pieces.
pub(super) fn total(pieces: &[Piece]) -> u64 {
    pieces.iter().map(Piece::len).sum()
}

/// Appends a row to pieces, as part of the last one where it follows it.
pub(super) fn add(pieces: &mut Vec<Piece>, fresh: bool, rows: Range<u64>) {
    match pieces.last_mut() {
        Some(last) if last.fresh == fresh && last.rows.end == rows.start => {
            last.rows.end = rows.end;
        }
        _ if rows.is_empty() => {}
        _ => pieces.push(Piece { fresh, rows }),
    }
}

/// Rows in memory.
enum Rows {
    Bytes(Vec<u8>),
    Texts(Texts),
    Values(Vec<Value>),
}

/// Bytes that are written at once.
const BATCH: u64 = 1 << 20;

/// How rows of a dataset are moved.
struct Form {
    dtype: DType,
    /// Bytes of a row; those of text are a guess.
    row: u64,
    /// Elements of a row.
    inner: u64,
}

impl Form {
    fn of(dataset: &Dataset) -> Self {
        let inner: u64 = dataset.shape().iter().skip(1).product();
        let dtype = dataset.dtype().clone();
        let size = if dtype.is_plain() { dtype.mem_size() as u64 } else { 64 };
        Self { row: (size * inner).max(1), dtype, inner }
    }

    fn empty(&self) -> Rows {
        if self.dtype == DType::TEXT {
            Rows::Texts(Texts::new())
        } else if self.dtype.is_plain() {
            Rows::Bytes(Vec::new())
        } else {
            Rows::Values(Vec::new())
        }
    }

    fn load(&self, dataset: &Dataset, rows: &Range<u64>) -> Result<Rows> {
        let count = rows.end - rows.start;
        let block = Block::rows(dataset.shape(), rows.start, count);
        Ok(match self.empty() {
            Rows::Texts(_) => Rows::Texts(dataset.read_texts(Some(&block))?),
            Rows::Bytes(_) => {
                let mut bytes = vec![0; (count * self.row) as usize];
                dataset.read_bytes_into(&self.dtype, Some(&block), &mut bytes)?;
                Rows::Bytes(bytes)
            }
            Rows::Values(_) => Rows::Values(dataset.read_values(Some(&block))?),
        })
    }

    fn store(&self, dataset: &Dataset, at: u64, count: u64, rows: &Rows) -> Result<()> {
        let block = Block::rows(dataset.shape(), at, count);
        match rows {
            Rows::Texts(texts) => dataset.write_texts(Some(&block), texts),
            Rows::Bytes(bytes) => dataset.write_bytes(&self.dtype, Some(&block), bytes),
            Rows::Values(values) => dataset.write_values(Some(&block), values),
        }
    }

    /// Appends `count` rows of `from`, the first of them `first`, to `to`.
    fn append(&self, to: &mut Rows, from: &Rows, first: u64, count: u64) -> Result<()> {
        let range = |size: u64| (first * size) as usize..((first + count) * size) as usize;
        match (to, from) {
            (Rows::Bytes(to), Rows::Bytes(from)) => to.extend_from_slice(&from[range(self.row)]),
            (Rows::Values(to), Rows::Values(from)) => {
                to.extend_from_slice(&from[range(self.inner)]);
            }
            (Rows::Texts(to), Rows::Texts(from)) => {
                for i in range(self.inner) {
                    to.push(from.get(i).unwrap_or(""))?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A window of a dataset's rows: all of them where they fit the memory that options allow, so
/// that any order costs one pass.
struct Window<'d> {
    dataset: &'d Dataset,
    rows: Range<u64>,
    loaded: Rows,
    most: u64,
}

impl<'d> Window<'d> {
    fn new(dataset: &'d Dataset, form: &Form) -> Self {
        let most = (options().memory().bytes() / 2 / form.row).max(1);
        Self { dataset, rows: 0..0, loaded: form.empty(), most }
    }

    /// Loads rows so that `row` is among them; `end` is the end of those wanted next, `scattered`
    /// says that others before and after it will be wanted as well.
    fn reach(&mut self, form: &Form, row: u64, end: u64, scattered: bool) -> Result<()> {
        if self.rows.contains(&row) {
            return Ok(());
        }
        let len = self.dataset.shape().first().copied().unwrap_or(0);
        let rows = if scattered && len <= self.most {
            0..len
        } else {
            let batch = (BATCH / form.row).clamp(1, self.most);
            row..end.min(row + batch)
        };
        self.loaded = form.empty();
        self.loaded = form.load(self.dataset, &rows)?;
        self.rows = rows;
        Ok(())
    }
}

/// Writes the rows of all pieces into `to`, from row `at` on, one after the other.
pub(super) fn gather(
    old: &Dataset,
    fresh: Option<&Dataset>,
    pieces: &[Piece],
    to: &Dataset,
    mut at: u64,
) -> Result<()> {
    let form = Form::of(old);
    let mut windows = [Window::new(old, &form), Window::new(fresh.unwrap_or(old), &form)];
    // A few long pieces are read as they come; many short ones from one window over all rows.
    let scattered = pieces.len() > 16 && total(pieces) / (pieces.len() as u64) < 1024;
    let batch = (BATCH / form.row).max(1);
    let mut out = form.empty();
    let mut held = 0;
    for piece in pieces {
        let window = &mut windows[usize::from(piece.fresh)];
        let mut row = piece.rows.start;
        while row < piece.rows.end {
            window.reach(&form, row, piece.rows.end, scattered)?;
            let count = (window.rows.end.min(piece.rows.end) - row).min(batch - held);
            form.append(&mut out, &window.loaded, row - window.rows.start, count)?;
            (row, held) = (row + count, held + count);
            if held == batch {
                form.store(to, at, held, &out)?;
                (at, held, out) = (at + held, 0, form.empty());
            }
        }
    }
    if held > 0 { form.store(to, at, held, &out) } else { Ok(()) }
}

/// True if chunks as small as the dataset's first content would make it slow now.
pub(super) fn is_cramped(dataset: &Dataset) -> Result<bool> {
    let len = dataset.shape().first().copied().unwrap_or(0);
    let chunk = dataset.chunks()?.and_then(|c| c.first().copied()).unwrap_or(u64::MAX);
    Ok(chunk < 1024 && len >= 64 * chunk)
}

/// A new dataset with the datatype, filters and attributes of another, for so many rows.
pub(super) fn like(old: &Dataset, rows: u64) -> Result<NewDataset> {
    let mut shape = old.shape().to_vec();
    let mut max = old.maxshape();
    if let (Some(side), Some(most)) = (shape.first_mut(), max.first_mut()) {
        (*side, *most) = (rows, None);
    }
    let mut new = NewDataset::new(old.dtype().clone(), &shape).maxshape(&max).attributes(true);
    if let Some(mut chunk) = old.chunks()? {
        if is_cramped(old)?
            && let Some(side) = chunk.first_mut()
        {
            let row = Form::of(old).row;
            *side = (BATCH / row).clamp(1, rows.max(1024));
        }
        new = new.chunks(Chunks::Shape(chunk));
    }
    for (name, params) in old.filters()? {
        let level = params.first().copied();
        new = match name.as_str() {
            "gzip" => new.gzip(level.and_then(|n| u8::try_from(n).ok()).unwrap_or(4).min(9)),
            "shuffle" => new.shuffle(true),
            "fletcher32" => new.fletcher32(true),
            "lzf" => new.compression(Some(Compression::Lzf)),
            "zstd" => {
                let level = level.and_then(|n| i32::try_from(n).ok()).unwrap_or(3);
                new.compression(Some(Compression::Zstd(level.clamp(1, 22))))
            }
            _ => new,
        };
    }
    Ok(new)
}
