//! What a new dataset is to be.

use std::ffi::CString;
use std::sync::Arc;

use hdf5_sys::h5i::hid_t;

use super::dataset::Dataset;
use super::dtype::DType;
use super::file::Shared;
use super::sys::{data, dtype, filter, plist, space};
use super::value::Value;
use crate::error::{Error, ErrorKind, Result};

/// A compression method. Those that h5py reads without plugins are gzip and LZF.
///
/// ```
/// use ch5_array::{Compression, DType, NewDataset};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// for method in [Compression::Gzip(6), Compression::Lzf, Compression::Zstd(3)] {
///     let new = NewDataset::new(DType::I64, &[5000]).compression(Some(method));
///     let dataset = root.create_dataset(&format!("{method:?}"), &new)?;
///     dataset.write_numbers(None, &vec![7i64; 5000])?;
///     file.flush()?;
///     assert!(dataset.storage_size() < 1000);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Deflate, level 0 to 9: every HDF5 tool reads it.
    Gzip(u8),
    /// LZF: fast, read by h5py and ch5.
    Lzf,
    /// Zstandard, level 1 to 22: read by ch5 and by tools with its plugin (h5py: hdf5plugin).
    Zstd(i32),
}

impl Compression {
    /// Parses `gzip`, `gzip:6`, `lzf`, `zstd` or `zstd:3`.
    ///
    /// # Errors
    ///
    /// For other names and for levels out of range.
    ///
    /// ```
    /// use ch5_array::Compression;
    /// assert_eq!(Compression::parse("gzip:6")?, Compression::Gzip(6));
    /// assert!(Compression::parse("gzip:12").is_err());
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        let (name, level) = match text.split_once(':') {
            Some((name, level)) => (name, level.parse::<i32>().ok()),
            None => (text, Some(-1)),
        };
        match (name, level) {
            ("gzip" | "deflate", Some(-1)) => Ok(Self::Gzip(4)),
            ("gzip" | "deflate", Some(n @ 0..=9)) => Ok(Self::Gzip(n as u8)),
            ("lzf", Some(-1)) => Ok(Self::Lzf),
            ("zstd", Some(-1)) => Ok(Self::Zstd(3)),
            ("zstd", Some(n @ 1..=22)) => Ok(Self::Zstd(n)),
            _ => Err(unknown(format!("{text:?}"))),
        }
    }
}

#[cold]
fn unknown(found: String) -> Error {
    Error::new(ErrorKind::Unsupported, "")
        .expected("gzip, gzip:0 to gzip:9, lzf, zstd, zstd:1 to zstd:22")
        .found(found)
}

/// How the elements of a new dataset are laid out.
///
/// ```
/// use ch5_array::{Chunks, DType, NewDataset};
/// let new = NewDataset::new(DType::F64, &[10_000, 64]);
/// let rows = new.clone().chunks(Chunks::Shape(vec![100, 64]));
/// assert_eq!(rows.chunk_shape()?, Some(vec![100, 64]));
/// assert_eq!(new.clone().chunks(Chunks::Contiguous).chunk_shape()?, None);
/// assert_eq!(new.chunk_shape()?, Some(vec![1250, 64]));      // Auto: 625 KiB
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Chunks {
    /// Chunks of about 1 MiB, at most the whole array.
    #[default]
    Auto,
    /// Chunks of this shape; a longer side is cut to the array's where that cannot grow.
    Shape(Vec<u64>),
    /// In one piece; it cannot be resized, filtered or compressed.
    Contiguous,
}

/// What a new dataset is to be: datatype, shape, chunks, filters.
///
/// ```
/// use ch5_array::{DType, File, H5Mode, NewDataset};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let new = NewDataset::new(DType::F32, &[100, 20]).gzip(4).shuffle(true);
/// let dataset = file.root()?.create_dataset("x", &new)?;
/// assert_eq!(dataset.shape(), [100, 20]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NewDataset {
    pub(crate) dtype: DType,
    pub(crate) shape: Option<Vec<u64>>,
    pub(crate) maxshape: Option<Vec<Option<u64>>>,
    pub(crate) chunks: Chunks,
    pub(crate) compression: Option<Compression>,
    pub(crate) shuffle: Option<bool>,
    pub(crate) fletcher32: bool,
    pub(crate) fill: Option<Value>,
    pub(crate) attributes: bool,
    pub(crate) cache: Option<usize>,
}

/// Bytes of a chunk where nothing is said.
const CHUNK_BYTES: u64 = 1 << 20;

impl NewDataset {
    /// A dataset of elements of `dtype`; resizable without limit unless said otherwise.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let dataset = root.create_dataset("x", &NewDataset::new(DType::F32, &[100, 3]))?;
    /// assert_eq!(dataset.dtype(), &DType::F32);
    /// assert_eq!(dataset.maxshape(), [None, None]);
    /// let scalar = root.create_dataset("y", &NewDataset::new(DType::I8, &[]))?;
    /// assert!(scalar.is_scalar());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(dtype: DType, shape: &[u64]) -> Self {
        Self {
            dtype,
            shape: Some(shape.to_vec()),
            maxshape: None,
            chunks: Chunks::Auto,
            compression: None,
            shuffle: None,
            fletcher32: false,
            fill: None,
            attributes: true,
            cache: None,
        }
    }

    /// Options only, for calls that know datatype and shape themselves.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let compressed = NewDataset::options().gzip(4).fletcher32(true);
    /// for (name, shape) in [("a", [100, 3]), ("b", [20, 3])] {
    ///     root.create_dataset(name, &compressed.clone().of(DType::F32, &shape))?;
    /// }
    /// assert_eq!(root.dataset("b")?.filters()?.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn options() -> Self {
        Self::new(DType::F64, &[])
    }

    /// The same options with another datatype and shape.
    ///
    /// ```
    /// use ch5_array::{Chunks, DType, NewDataset};
    /// let options = NewDataset::options().chunks(Chunks::Shape(vec![64]));
    /// assert_eq!(options.of(DType::U16, &[1000]).chunk_shape()?, Some(vec![64]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(mut self, dtype: DType, shape: &[u64]) -> Self {
        self.dtype = dtype;
        self.shape = Some(shape.to_vec());
        self
    }

    /// A dataset with a null dataspace: it has no element at all.
    ///
    /// ```
    /// use ch5_array::NewDataset;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let nothing = root.create_dataset("nothing", &NewDataset::null())?;
    /// assert!(nothing.is_null());
    /// assert_eq!(nothing.size()?, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn null() -> Self {
        Self { shape: None, ..Self::new(DType::F32, &[]) }
    }

    /// How far each dimension may grow; `None` is without limit.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F64, &[0, 8]).maxshape(&[None, Some(8)]);
    /// let mut log = root.create_dataset("log", &new)?;
    /// log.resize(&[1000, 8])?;
    /// assert!(log.resize(&[1000, 9]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn maxshape(mut self, maxshape: &[Option<u64>]) -> Self {
        self.maxshape = Some(maxshape.to_vec());
        self
    }

    /// The shape of the chunks.
    ///
    /// ```
    /// use ch5_array::{Chunks, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::U8, &[480, 640]).chunks(Chunks::Shape(vec![1, 640]));
    /// assert_eq!(root.create_dataset("image", &new)?.chunks()?, Some(vec![1, 640]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn chunks(mut self, chunks: Chunks) -> Self {
        self.chunks = chunks;
        self
    }

    /// Compresses the chunks, each by itself: what is read of a chunk decodes the whole.
    ///
    /// ```
    /// use ch5_array::{Compression, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let method = Compression::parse("zstd:5")?;
    /// let new = NewDataset::new(DType::F64, &[100]).compression(Some(method));
    /// let dataset = root.create_dataset("x", &new)?;
    /// assert_eq!(dataset.filters()?.last().unwrap().0, "zstd");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn compression(mut self, compression: Option<Compression>) -> Self {
        self.compression = compression;
        self
    }

    /// Compresses the chunks with deflate, level 0 to 9; another is an error when the dataset is
    /// created.
    ///
    /// ```
    /// use ch5_array::{Compression, DType, NewDataset};
    /// let new = NewDataset::new(DType::I32, &[100]);
    /// assert_eq!(new.clone().gzip(9), new.compression(Some(Compression::Gzip(9))));
    /// ```
    #[must_use]
    pub fn gzip(self, level: u8) -> Self {
        self.compression(Some(Compression::Gzip(level)))
    }

    /// Shuffles bytes before compression; on by default where there is compression of numbers.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F64, &[100]).gzip(4);
    /// assert_eq!(root.create_dataset("x", &new)?.filters()?[0].0, "shuffle");
    /// let plain = root.create_dataset("y", &new.shuffle(false))?;
    /// assert_eq!(plain.filters()?, [("gzip".to_string(), vec![4])]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = Some(shuffle);
        self
    }

    /// Keeps a checksum of each chunk: reading one that was damaged is an error.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F64, &[100]).fletcher32(true);
    /// assert_eq!(root.create_dataset("x", &new)?.filters()?[0].0, "fletcher32");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fletcher32(mut self, checksum: bool) -> Self {
        self.fletcher32 = checksum;
        self
    }

    /// The value of elements that were never written.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F32, &[2]).fill(Value::F64(-1.0));
    /// let mut x = root.create_dataset("x", &new)?;
    /// x.write_numbers(None, &[1.0f32, 2.0])?;
    /// x.resize(&[4])?;
    /// assert_eq!(x.read_numbers::<f32>(None)?, [1.0, 2.0, -1.0, -1.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fill(mut self, value: Value) -> Self {
        self.fill = Some(value);
        self
    }

    /// Says whether the dataset will have attributes: one that will not is smaller in the file.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F64, &[]).attributes(false);
    /// let x = root.create_dataset("x", &new)?;
    /// x.attrs().write_text("units", "mm")?;                      // it can have some all the same
    /// assert_eq!(x.attrs().names()?, ["units"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attributes(mut self, expected: bool) -> Self {
        self.attributes = expected;
        self
    }

    /// Bytes of HDF5's chunk cache for the handle that creates the dataset: a chunk that is larger
    /// is decoded and encoded anew by each access to a part of it. Where nothing is said it is
    /// HDF5's default, 8 MiB (1 MiB before HDF5 2.0).
    ///
    /// ```
    /// use ch5_array::{Block, Chunks, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// // Rows are written one by one into chunks of 4 MiB: the cache has room for two.
    /// let new = NewDataset::new(DType::F64, &[1024, 1024])
    ///     .chunks(Chunks::Shape(vec![512, 1024]))
    ///     .chunk_cache(8 << 20);
    /// let x = root.create_dataset("x", &new)?;
    /// for row in 0..3 {
    ///     x.write_numbers(Some(&Block::rows(x.shape(), row, 1)), &vec![row as f64; 1024])?;
    /// }
    /// assert_eq!(x.read_numbers::<f64>(Some(&Block::new(&[0, 9], &[3, 1])))?, [0.0, 1.0, 2.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn chunk_cache(mut self, bytes: usize) -> Self {
        self.cache = Some(bytes);
        self
    }

    /// The chunk shape that the dataset will get, `None` for contiguous and scalar ones.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for a chunk of another rank, with a zero side or over 4 GiB.
    ///
    /// ```
    /// use ch5_array::{Chunks, DType, ErrorKind, NewDataset};
    /// let new = NewDataset::new(DType::F64, &[4096, 4096]);
    /// assert_eq!(new.chunk_shape()?, Some(vec![256, 512]));
    /// let wrong = new.chunks(Chunks::Shape(vec![64]));
    /// assert_eq!(wrong.chunk_shape().unwrap_err().kind(), ErrorKind::Shape);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn chunk_shape(&self) -> Result<Option<Vec<u64>>> {
        let Some(shape) = self.shape.as_ref().filter(|s| !s.is_empty()) else {
            return Ok(None);
        };
        let chunk = match &self.chunks {
            Chunks::Contiguous => return Ok(None),
            Chunks::Auto => guess_chunk(shape, self.dtype.mem_size() as u64),
            Chunks::Shape(chunk) => {
                if chunk.len() != shape.len() || chunk.contains(&0) {
                    return Err(Error::new(ErrorKind::Shape, "")
                        .expected(format!("a chunk of {} non-zero sides", shape.len()))
                        .found(format!("{chunk:?}")));
                }
                let max = self.maxshape.as_deref().unwrap_or(&[]);
                let fixed = |i: usize| max.get(i).is_some_and(Option::is_some);
                let cut = |(i, (c, s)): (usize, (&u64, &u64))| {
                    if fixed(i) { (*c).min((*s).max(1)) } else { *c }
                };
                chunk.iter().zip(shape).enumerate().map(cut).collect()
            }
        };
        let bytes = chunk.iter().try_fold(self.dtype.mem_size() as u64, |n, &c| n.checked_mul(c));
        if bytes.is_none_or(|n| n > u64::from(u32::MAX)) {
            return Err(Error::new(ErrorKind::Shape, format!("the chunk {chunk:?} is over 4 GiB"))
                .help("choose a smaller chunk"));
        }
        Ok(Some(chunk))
    }

    pub(crate) fn create(
        &self,
        location: hid_t,
        name: Option<&CString>,
        path: String,
        shared: &Arc<Shared>,
    ) -> Result<Dataset> {
        if let (Some(max), Some(shape)) = (&self.maxshape, &self.shape)
            && max.len() != shape.len()
        {
            return Err(Error::new(ErrorKind::Shape, "")
                .expected(format!("maxshape of {} dimensions", shape.len()))
                .found(format!("{max:?}")));
        }
        if let (Some(max), Some(shape)) = (&self.maxshape, &self.shape)
            && max.iter().zip(shape).any(|(max, n)| max.is_some_and(|max| max < *n))
        {
            return Err(Error::new(ErrorKind::Shape, "the array is larger than its maxshape")
                .expected(format!("at most {max:?}"))
                .found(format!("{shape:?}")));
        }
        if let Some(Compression::Gzip(level @ 10..)) = self.compression {
            return Err(unknown(format!("gzip:{level}")));
        }
        let file_type = dtype::type_id(&self.dtype)?;
        let lists = plist::plists()?;
        let chunk = self.chunk_shape()?;
        let Some(chunk) = chunk else {
            self.refuse_filters()?;
            let made;
            let extent = match &self.shape {
                None => &lists.none,
                Some(shape) if shape.is_empty() => &lists.one,
                Some(shape) => {
                    made = space::simple(shape, None)?;
                    &made
                }
            };
            let small = self.shape.as_ref().is_none_or(Vec::is_empty)
                && self.dtype.mem_size() < 60_000
                && self.fill.is_none();
            let id = if small {
                let list = if self.attributes { &lists.tagged } else { &lists.scalar };
                data::create(location, name, file_type.id(), extent, list, None)?
            } else {
                let list = plist::dataset_create(self.attributes)?;
                self.set_fill(&list, file_type.id())?;
                data::create(location, name, file_type.id(), extent, &list, None)?
            };
            return Dataset::of_new(id, shared.clone(), path.into(), self);
        };
        let shape = self.shape.as_deref().unwrap_or(&[]);
        let unlimited = vec![None; shape.len()];
        let max = self.maxshape.as_deref().unwrap_or(&unlimited);
        let extent = space::simple(shape, Some(max))?;
        let list = plist::dataset_create(self.attributes)?;
        plist::set_chunk(&list, &chunk)?;
        self.set_fill(&list, file_type.id())?;
        let numbers = !self.dtype.has_pointers() && self.dtype.mem_size() > 1;
        if self.shuffle.unwrap_or(self.compression.is_some() && numbers) {
            filter::shuffle(&list)?;
        }
        match self.compression {
            Some(Compression::Gzip(level)) => filter::add(&list, filter::DEFLATE, &[level.into()])?,
            Some(Compression::Lzf) => filter::add(&list, filter::LZF, &[])?,
            Some(Compression::Zstd(level)) => filter::add(&list, filter::ZSTD, &[level as u32])?,
            None => {}
        }
        if self.fletcher32 {
            filter::fletcher32(&list)?;
        }
        let access = match self.cache {
            Some(bytes) => Some(plist::dataset_access(bytes)?),
            None => None,
        };
        let id = data::create(location, name, file_type.id(), &extent, &list, access.as_ref())?;
        Dataset::of_new(id, shared.clone(), path.into(), self)
    }

    fn refuse_filters(&self) -> Result<()> {
        if self.compression.is_some() || self.fletcher32 || self.shuffle == Some(true) {
            return Err(Error::new(ErrorKind::Unsupported, "only chunked datasets are filtered")
                .found(match &self.shape {
                    Some(shape) if !shape.is_empty() => "a contiguous dataset",
                    _ => "a scalar",
                })
                .help("drop compression, shuffle and fletcher32, or give it chunks"));
        }
        if self
            .maxshape
            .as_ref()
            .is_some_and(|m| Some(m.len()) == self.shape.as_ref().map(Vec::len) && !m.is_empty())
            && self.chunks == Chunks::Contiguous
        {
            return Err(Error::new(ErrorKind::Unsupported, "only chunked datasets can grow"));
        }
        Ok(())
    }

    fn set_fill(&self, list: &super::sys::Id, mem_type: &super::sys::Id) -> Result<()> {
        let Some(fill) = &self.fill else {
            return Ok(());
        };
        if self.dtype.has_pointers() {
            return Err(Error::new(ErrorKind::Unsupported, "a fill value of variable length"));
        }
        let fill = match (&self.dtype, fill) {
            (DType::F32 | DType::F16, Value::F64(x)) => &Value::F32(*x as f32),
            (DType::F64, Value::Int(n)) => &Value::F64(*n as f64),
            (DType::F32 | DType::F16, Value::Int(n)) => &Value::F32(*n as f32),
            (DType::C64, Value::F64(x)) => &Value::C64(num_complex::Complex::new(*x as f32, 0.0)),
            (DType::C128, Value::F64(x)) => &Value::C128(num_complex::Complex::new(*x, 0.0)),
            (_, other) => other,
        };
        let encoded = super::sys::values::encode(&self.dtype, std::slice::from_ref(fill))?;
        plist::set_fill(list, mem_type, &encoded.bytes)
    }
}

/// A chunk of about 1 MiB with sides in the proportion of the array's, at most the whole array;
/// a dimension of length 0 counts as 1024 (as h5py does, it will grow).
///
/// ```
/// use ch5_array::guess_chunk;
/// assert_eq!(guess_chunk(&[100, 20], 8), [100, 20]);         // it is small: one chunk
/// assert_eq!(guess_chunk(&[1 << 20], 8), [1 << 17]);
/// assert_eq!(guess_chunk(&[0, 3], 8), [1024, 3]);
/// ```
#[must_use]
pub fn guess_chunk(shape: &[u64], element: u64) -> Vec<u64> {
    let mut chunk: Vec<u64> = shape.iter().map(|&n| if n == 0 { 1024 } else { n }).collect();
    let element = element.max(1);
    loop {
        let bytes = chunk.iter().fold(element, |n, &c| n.saturating_mul(c));
        if bytes <= CHUNK_BYTES {
            return chunk;
        }
        // Halve the longest side: a row-major reader and a column reader pay about the same. Of
        // equal ones the first, so that rows stay long.
        match chunk.iter_mut().rev().max() {
            Some(side) if *side > 1 => *side = side.div_ceil(2),
            _ => return chunk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_bounded() {
        for shape in [vec![1], vec![0], vec![1 << 40], vec![8192, 8192], vec![3, 1 << 30, 7]] {
            let chunk = guess_chunk(&shape, 8);
            let bytes: u64 = chunk.iter().product::<u64>() * 8;
            assert!(bytes <= CHUNK_BYTES, "{shape:?} {chunk:?}");
            for (c, s) in chunk.iter().zip(&shape) {
                assert!(*c >= 1 && (*c <= *s || *s == 0));
            }
        }
        assert_eq!(guess_chunk(&[8192, 8192], 8), [256, 512]);
    }
}
