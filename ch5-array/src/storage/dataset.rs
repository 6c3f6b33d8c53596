//! Datasets: typed reading and writing of all or part.

use std::cell::Cell;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::attrs::{Attrs, refuse_pointers};
use super::create::{Chunks, NewDataset};
use super::dtype::DType;
use super::file::{File, Shared};
use super::group::{Identity, identity};
use super::sys::data::{self, Layout, Part};
use super::sys::space::{Extent, Slab, extent};
use super::sys::{Id, dtype, filter, values};
use super::text::Texts;
use super::value::Value;
use crate::element::{Number, as_bytes, as_bytes_mut, zeroes};
use crate::error::{Error, ErrorKind, Result};

/// A block of a dataset: where it starts, how far apart and how many elements it has, for each
/// dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    start: Vec<u64>,
    step: Vec<u64>,
    count: Vec<u64>,
}

impl Block {
    /// Neighbouring elements from `start`.
    #[must_use]
    pub fn new(start: &[u64], count: &[u64]) -> Self {
        Self { start: start.to_vec(), step: vec![1; start.len()], count: count.to_vec() }
    }

    /// Elements from `start`, each `step` after the other.
    #[must_use]
    pub fn strided(start: &[u64], step: &[u64], count: &[u64]) -> Self {
        Self { start: start.to_vec(), step: step.to_vec(), count: count.to_vec() }
    }

    /// The rows `start..start + count` of a dataset of this shape.
    #[must_use]
    pub fn rows(shape: &[u64], start: u64, count: u64) -> Self {
        let mut from = vec![0; shape.len()];
        let mut n = shape.to_vec();
        if let (Some(first), Some(rows)) = (from.first_mut(), n.first_mut()) {
            (*first, *rows) = (start, count);
        }
        Self::new(&from, &n)
    }

    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> u64 {
        if self.is_empty() {
            return 0;
        }
        self.count.iter().fold(1, |n, &c| n.saturating_mul(c))
    }

    /// True if there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count.contains(&0)
    }

    /// The flat row-major index of each element in an array of this shape.
    pub fn flat(&self, shape: &[u64]) -> impl Iterator<Item = u64> {
        (0..self.len()).map(|n| {
            let mut rest = n;
            let (mut at, mut stride) = (0, 1);
            for i in (0..shape.len()).rev() {
                let side = self.count[i].max(1);
                at += (self.start[i] + rest % side * self.step[i]) * stride;
                stride *= shape[i];
                rest /= side;
            }
            at
        })
    }

    fn check(&self, shape: &[u64]) -> Result<()> {
        let rank = shape.len();
        let fits = self.start.len() == rank
            && self.step.len() == rank
            && self.count.len() == rank
            && !self.step.contains(&0)
            && (0..rank).all(|i| {
                self.count[i] == 0
                    || (self.count[i] - 1)
                        .checked_mul(self.step[i])
                        .and_then(|n| n.checked_add(self.start[i]))
                        .is_some_and(|last| last < shape[i])
            });
        if fits {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Shape, "the block lies outside the dataset")
            .expected(format!("a block inside {shape:?}"))
            .found(format!("start {:?}, count {:?}, step {:?}", self.start, self.count, self.step)))
    }
}

/// An open dataset.
#[derive(Clone)]
pub struct Dataset {
    id: Arc<Id>,
    shared: Arc<Shared>,
    /// Behind a pointer, so that handles are small: readers hand them on by value.
    about: Arc<About>,
}

/// What a handle knows of its dataset.
#[derive(Clone)]
struct About {
    path: Arc<str>,
    dtype: DType,
    extent: Extent,
    /// The layout, and that the policy allows to read it.
    layout: OnceLock<Layout>,
    /// There may be attributes; if not, there were none when the dataset was opened.
    tagged: bool,
}

impl fmt::Debug for Dataset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Dataset({}: {}, {}, {:?})",
            self.shared.name,
            self.about.path,
            self.about.dtype,
            self.shape()
        )
    }
}

impl Dataset {
    pub(crate) fn new(id: Id, shared: Arc<Shared>, path: Arc<str>) -> Result<Self> {
        let described = (|| {
            // A virtual dataset may look at its sources to know its shape, so the policy comes
            // before the dataspace.
            let header = data::header(&id)?;
            let layout = OnceLock::new();
            if !header.inside {
                let found = data::layout(&id)?;
                allow(&found, &shared)?;
                layout.get_or_init(|| found);
            }
            let dtype = dtype::describe(&data::file_type(&id)?)?;
            Ok((layout, dtype, extent(&data::space(&id)?)?, header.attributes))
        })();
        let (layout, dtype, extent, tagged) =
            described.map_err(|e: Error| e.at(&shared.name, &*path))?;
        let about = Arc::new(About { path, dtype, extent, layout, tagged });
        Ok(Self { id: Arc::new(id), shared, about })
    }

    pub(crate) fn of_new(
        id: Id,
        shared: Arc<Shared>,
        path: Arc<str>,
        new: &NewDataset,
    ) -> Result<Self> {
        let extent = match &new.shape {
            None => Extent::Null,
            Some(shape) if shape.is_empty() => Extent::Scalar,
            Some(shape) => Extent::Simple {
                shape: shape.clone(),
                max: match &new.maxshape {
                    _ if new.chunks == Chunks::Contiguous => {
                        shape.iter().map(|&n| Some(n)).collect()
                    }
                    Some(max) => max.clone(),
                    None => vec![None; shape.len()],
                },
            },
        };
        let dtype = new.dtype.clone();
        let layout = OnceLock::new();
        let about = Arc::new(About { path, dtype, extent, layout, tagged: true });
        Ok(Self { id: Arc::new(id), shared, about })
    }

    pub(crate) fn id(&self) -> &Id {
        &self.id
    }

    /// The path inside the file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.about.path
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> File {
        File::of_shared(self.shared.clone())
    }

    /// Adds the dataset's place to an error.
    #[cold]
    #[must_use]
    pub fn locate(&self, error: Error) -> Error {
        error.at(&self.shared.name, &*self.about.path)
    }

    /// The dataset as a plain `hdf5` handle.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    pub fn to_hdf5(&self) -> Result<hdf5::Dataset> {
        super::sys::plain::dataset(self.id.raw(), &self.about.path).map_err(|e| self.locate(e))
    }

    /// The dataset that a plain `hdf5` handle stands for.
    ///
    /// # Errors
    ///
    /// If the handle is no longer valid, or the dataset's storage is not allowed.
    pub fn from_hdf5(dataset: &hdf5::Dataset) -> Result<Self> {
        let file = File::from_hdf5(dataset)?;
        let id = Id::borrow(dataset.id())?;
        let path = super::sys::file::path_of(dataset.id());
        Self::new(id, file.shared().clone(), path.into())
    }

    /// The datatype.
    #[must_use]
    pub fn dtype(&self) -> &DType {
        &self.about.dtype
    }

    /// The shape when the handle was opened or last resized through it; empty for scalars.
    #[must_use]
    pub fn shape(&self) -> &[u64] {
        match &self.about.extent {
            Extent::Simple { shape, .. } => shape,
            _ => &[],
        }
    }

    /// How far each dimension may grow; `None` is without limit.
    #[must_use]
    pub fn maxshape(&self) -> Vec<Option<u64>> {
        match &self.about.extent {
            Extent::Simple { max, .. } => max.clone(),
            _ => Vec::new(),
        }
    }

    /// True for a dataset with a null dataspace: it has no element at all.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.about.extent == Extent::Null
    }

    /// True for a dataset of exactly one element without dimensions.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        self.about.extent == Extent::Scalar
    }

    /// The same dataset with the shape that it has now, where another handle changed it; `None`
    /// where the handle is up to date.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    pub fn renewed(&self) -> Result<Option<Self>> {
        self.shared.check_open()?;
        let now = data::space(&self.id).and_then(|space| extent(&space));
        let now = now.map_err(|e| self.locate(e))?;
        let about = || About {
            path: self.about.path.clone(),
            dtype: self.about.dtype.clone(),
            extent: now.clone(),
            layout: self.about.layout.clone(),
            tagged: self.about.tagged,
        };
        let renew = || Self { about: Arc::new(about()), ..self.clone() };
        Ok((now != self.about.extent).then(renew))
    }

    /// The number of elements.
    ///
    /// # Errors
    ///
    /// If the file declares more than 2^64.
    pub fn size(&self) -> Result<u64> {
        match &self.about.extent {
            Extent::Null => Ok(0),
            Extent::Scalar => Ok(1),
            Extent::Simple { shape, .. } => {
                data::checked_product(shape).map_err(|e| self.locate(e))
            }
        }
    }

    fn layout(&self) -> Result<&Layout> {
        if let Some(layout) = self.about.layout.get() {
            return Ok(layout);
        }
        let layout = data::layout(&self.id).map_err(|e| self.locate(e))?;
        Ok(self.about.layout.get_or_init(|| layout))
    }

    /// The chunk shape, `None` if the dataset is not chunked.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    pub fn chunks(&self) -> Result<Option<Vec<u64>>> {
        Ok(match self.layout()? {
            Layout::Chunked { chunk, .. } => Some(chunk.clone()),
            _ => None,
        })
    }

    /// The names and parameters of the filters, in the order they are applied when writing.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    pub fn filters(&self) -> Result<Vec<(String, Vec<u32>)>> {
        Ok(match self.layout()? {
            Layout::Chunked { filters, .. } => filters
                .iter()
                .map(|f| {
                    let name = match f.id {
                        1 => "gzip".into(),
                        2 => "shuffle".into(),
                        3 => "fletcher32".into(),
                        filter::LZF => "lzf".into(),
                        filter::ZSTD => "zstd".into(),
                        id if f.name.is_empty() => format!("filter {id}"),
                        _ => f.name.clone(),
                    };
                    (name, f.params.clone())
                })
                .collect(),
            _ => Vec::new(),
        })
    }

    /// Bytes that the elements take in the file.
    #[must_use]
    pub fn storage_size(&self) -> u64 {
        data::storage_size(&self.id)
    }

    /// The dataset's attributes.
    #[must_use]
    pub fn attrs(&self) -> Attrs<'_> {
        Attrs::new(self.id.raw(), &self.shared, &self.about.path)
    }

    /// False if the dataset had no attribute when it was opened.
    #[must_use]
    pub fn may_have_attributes(&self) -> bool {
        self.about.tagged
    }

    /// What makes the dataset the same as another handle's, and counts.
    ///
    /// # Errors
    ///
    /// If the dataset cannot be read.
    pub fn identity(&self) -> Result<Identity> {
        self.shared.check_open()?;
        identity(&self.id).map_err(|e| self.locate(e))
    }

    /// Checks that `count` elements may be loaded, before anything is allocated.
    fn admit(&self, count: u64) -> Result<usize> {
        self.shared.check_open()?;
        // Scalars have no chunks.
        if matches!(self.about.extent, Extent::Simple { .. })
            && let Layout::Chunked { filters, .. } = self.layout()?
            && let Some(missing) = filters.iter().find(|f| !filter::available(f.id))
        {
            let name = if missing.name.is_empty() { "without a name" } else { &missing.name };
            return Err(self.locate(
                Error::new(ErrorKind::Unsupported, "")
                    .expected("a filter of this build: gzip, shuffle, fletcher32, nbit, scaleoffset, lzf, zstd")
                    .found(format!("filter {} ({name})", missing.id))
                    .help("rewrite the data with another filter"),
            ));
        }
        let size = self.about.dtype.mem_size() as u64;
        let bytes = count.checked_mul(size.max(1)).ok_or_else(|| {
            self.locate(Error::new(ErrorKind::Budget, format!("{count} elements")))
        })?;
        let whole = if bytes > 4 << 30 { self.storage_size() } else { bytes };
        self.shared.limits.check_result(bytes, whole).map_err(|e| self.locate(e))?;
        self.shared.count_read(bytes);
        usize::try_from(bytes)
            .map_err(|_| self.locate(Error::new(ErrorKind::Budget, format!("{bytes} bytes"))))
    }

    fn not_null(&self) -> Result<()> {
        if self.is_null() {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(self.about.dtype.to_string())
                    .found("null"),
            ));
        }
        Ok(())
    }

    /// The number of elements of a block, or of all, after checking that it lies inside.
    fn count(&self, block: Option<&Block>) -> Result<u64> {
        self.not_null()?;
        match block {
            None => self.size(),
            Some(block) => {
                block.check(self.shape()).map_err(|e| self.locate(e))?;
                Ok(block.len())
            }
        }
    }

    /// Reads into `buffer` numbers of type `T`, which the stored type must widen to.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] where a value could be lost, [`ErrorKind::Shape`] for a buffer of
    /// another length, [`ErrorKind::Malformed`] for chunks that do not decode.
    pub fn read_into<T: Number>(&self, block: Option<&Block>, buffer: &mut [T]) -> Result<()> {
        if !self.about.dtype.widens_to(&T::DTYPE) {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(T::DTYPE.to_string())
                    .found(self.about.dtype.to_string()),
            ));
        }
        self.read_bytes_into(&T::DTYPE, block, as_bytes_mut(buffer))
    }

    /// Reads elements as the bytes they have in memory with datatype `mem`, converted by HDF5.
    ///
    /// # Errors
    ///
    /// As [`Dataset::read_into`].
    pub fn read_bytes_into(
        &self,
        mem: &DType,
        block: Option<&Block>,
        buffer: &mut [u8],
    ) -> Result<()> {
        refuse_pointers(mem).map_err(|e| self.locate(e))?;
        let count = self.count(block)?;
        self.admit(count)?;
        let mem_type = dtype::type_id(mem).map_err(|e| self.locate(e))?;
        if self.is_scalar() && block.is_none() {
            return data::read_scalar(&self.id, mem_type.id(), buffer).map_err(|e| self.locate(e));
        }
        data::read(&self.id, mem_type.id(), part(block), buffer).map_err(|e| self.bad_data(e))
    }

    /// HDF5 reports a chunk that does not decode like any other failure.
    #[cold]
    fn bad_data(&self, error: Error) -> Error {
        let text = error.to_string().to_lowercase();
        let decode = ["filter", "checksum", "inflate", "decompress", "chunk"];
        if error.kind() == ErrorKind::Hdf5 && decode.iter().any(|word| text.contains(word)) {
            return self.locate(
                Error::new(ErrorKind::Malformed, "stored data does not decode").because(error),
            );
        }
        self.locate(error)
    }

    /// Reads numbers of type `T` into a new vector.
    ///
    /// # Errors
    ///
    /// As [`Dataset::read_into`], and [`ErrorKind::Budget`] before anything is allocated.
    pub fn read_numbers<T: Number>(&self, block: Option<&Block>) -> Result<Vec<T>> {
        let count = self.count(block)?;
        self.admit(
            count.saturating_mul(size_of::<T>() as u64) / self.about.dtype.mem_size().max(1) as u64,
        )?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let mut out: Vec<T> = zeroes(count).ok_or_else(|| {
            self.locate(Error::new(ErrorKind::Budget, format!("{count} elements do not fit")))
        })?;
        self.read_into(block, &mut out)?;
        Ok(out)
    }

    /// Reads texts.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for other datatypes, [`ErrorKind::Malformed`] for invalid UTF-8.
    pub fn read_texts(&self, block: Option<&Block>) -> Result<Texts> {
        let DType::Text(text) = self.about.dtype else {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected("text")
                    .found(self.about.dtype.to_string()),
            ));
        };
        let count = self.count(block)?;
        self.admit(count)?;
        let source = values::Source::Dataset(&self.id, part(block));
        let texts = values::read_texts(source, text, count).map_err(|e| self.bad_data(e))?;
        self.shared.count_read(texts.size() as u64);
        Ok(texts)
    }

    /// Reads elements of any datatype.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unsupported`] for datatypes that ch5 can only name.
    pub fn read_values(&self, block: Option<&Block>) -> Result<Vec<Value>> {
        if self.is_null() {
            return Ok(Vec::new());
        }
        let count = self.count(block)?;
        // A value takes more room than its stored form.
        let room = size_of::<Value>().max(self.about.dtype.mem_size()) as u64;
        self.admit(count)?;
        let bytes = count.saturating_mul(room);
        self.shared.limits.check_result(bytes, bytes).map_err(|e| self.locate(e))?;
        let source = values::Source::Dataset(&self.id, part(block));
        values::read(source, self.id.raw(), &self.about.dtype, count).map_err(|e| self.bad_data(e))
    }

    /// Reads the one element of a scalar; [`Value::Null`] for a null dataspace.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for an array.
    pub fn read_value(&self) -> Result<Value> {
        match &self.about.extent {
            Extent::Null => Ok(Value::Null),
            Extent::Scalar => {
                self.admit(1)?;
                values::read_scalar(&self.id, &self.about.dtype).map_err(|e| self.bad_data(e))
            }
            Extent::Simple { shape, .. } => Err(self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected("a scalar")
                    .found(format!("an array of shape {shape:?}")),
            )),
        }
    }

    fn write_with(
        &self,
        count: u64,
        given: usize,
        write: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        self.shared.check_writable(&self.about.path)?;
        if count != given as u64 {
            return Err(self.locate(
                Error::new(ErrorKind::Shape, "")
                    .expected(format!("{count} elements"))
                    .found(format!("{given}")),
            ));
        }
        self.shared.wrote(write()).map_err(|e| self.locate(e))
    }

    /// Writes numbers in row-major order to a block, or to the whole dataset. HDF5 converts them
    /// to the stored type, which must be able to hold every value of `T`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`], [`ErrorKind::Shape`], [`ErrorKind::ReadOnly`].
    pub fn write_numbers<T: Number>(&self, block: Option<&Block>, data: &[T]) -> Result<()> {
        if !T::DTYPE.widens_to(&self.about.dtype) {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(self.about.dtype.to_string())
                    .found(T::DTYPE.to_string()),
            ));
        }
        self.write_bytes(&T::DTYPE, block, as_bytes(data))
    }

    /// Writes elements given as the bytes they have in memory with datatype `mem`.
    ///
    /// # Errors
    ///
    /// As [`Dataset::write_numbers`].
    pub fn write_bytes(&self, mem: &DType, block: Option<&Block>, bytes: &[u8]) -> Result<()> {
        refuse_pointers(mem).map_err(|e| self.locate(e))?;
        let count = self.count(block)?;
        let given = bytes.len() / mem.mem_size().max(1);
        self.write_with(count, given, || {
            let mem_type = dtype::type_id(mem)?;
            if self.is_scalar() {
                return data::write_scalar(&self.id, mem_type.id(), bytes);
            }
            data::write(&self.id, mem_type.id(), part(block), bytes)
        })
    }

    /// Writes texts.
    ///
    /// # Errors
    ///
    /// As [`Dataset::write_numbers`].
    pub fn write_texts(&self, block: Option<&Block>, texts: &Texts) -> Result<()> {
        if self.about.dtype != DType::TEXT {
            return Err(self.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(self.about.dtype.to_string())
                    .found("text"),
            ));
        }
        let count = self.count(block)?;
        self.write_with(count, texts.len(), || {
            values::write_texts(values::Source::Dataset(&self.id, part(block)), texts)
        })
    }

    /// Writes values of any datatype that has no variable-length lists.
    ///
    /// # Errors
    ///
    /// As [`Dataset::write_numbers`]; a number that the datatype cannot hold is refused.
    pub fn write_values(&self, block: Option<&Block>, all: &[Value]) -> Result<()> {
        let count = self.count(block)?;
        let encoded = values::encode(&self.about.dtype, all).map_err(|e| self.locate(e))?;
        self.write_with(count, all.len(), || {
            let mem_type = dtype::type_id(&self.about.dtype)?;
            data::write(&self.id, mem_type.id(), part(block), &encoded.bytes)
        })
    }

    /// Gives the dataset another shape of the same rank: new elements have the fill value, what
    /// is cut off is lost.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for another rank, beyond `maxshape`, or if it is not chunked.
    pub fn resize(&mut self, shape: &[u64]) -> Result<()> {
        self.shared.check_writable(&self.about.path)?;
        let Extent::Simple { shape: old, max } = &mut Arc::make_mut(&mut self.about).extent else {
            return Err(self
                .locate(Error::new(ErrorKind::Shape, "").expected("an array").found("a scalar")));
        };
        let fits = old.len() == shape.len()
            && shape.iter().zip(max.iter()).all(|(n, m)| m.is_none_or(|m| *n <= m));
        if !fits {
            let error = Error::new(ErrorKind::Shape, "")
                .expected(format!("{} dimensions within {max:?}", old.len()))
                .found(format!("{shape:?}"))
                .help("a dataset grows as far as the maxshape it was made with");
            return Err(self.locate(error));
        }
        let resized = data::resize(&self.id, shape);
        if resized.is_ok() {
            old.clear();
            old.extend_from_slice(shape);
        }
        self.shared.wrote(resized).map_err(|e| self.locate(e))
    }
}

fn part(block: Option<&Block>) -> Part<'_> {
    match block {
        None => Part::All,
        Some(b) => Part::Slab(Slab { start: &b.start, step: &b.step, count: &b.count }),
    }
}

/// Refuses storage in other files, unless the policy allows all of them.
fn allow(layout: &Layout, shared: &Arc<Shared>) -> Result<()> {
    match layout {
        Layout::Compact | Layout::Chunked { .. } => Ok(()),
        // HDF5 looks for these in the folder where the program stands.
        Layout::Contiguous { external } => {
            let mut files = external.iter();
            files.try_for_each(|file| shared.reach.resolve(Path::new(""), file).map(drop))
        }
        Layout::Virtual { sources } => {
            sources.iter().try_for_each(|(file, dataset)| allow_source(file, dataset, shared))
        }
    }
}

/// Refuses a source of a virtual dataset that this file's policy would not open: HDF5 opens it
/// without asking.
fn allow_source(file: &str, dataset: &str, shared: &Arc<Shared>) -> Result<()> {
    /// A source may be a virtual dataset in turn.
    const MAX_NESTING: usize = 16;
    thread_local!(static NESTING: Cell<usize> = const { Cell::new(0) });
    if file.contains('%') || dataset.contains('%') {
        return Err(Error::new(
            ErrorKind::Forbidden,
            format!("the dataset shows numbered sources, {file:?} {dataset:?}"),
        ));
    }
    let nesting = NESTING.get();
    if nesting == MAX_NESTING {
        return Err(Error::new(
            ErrorKind::Limit,
            "virtual datasets are nested too deeply, or in a circle",
        ));
    }
    NESTING.set(nesting + 1);
    let opened = (|| {
        let file = if file == "." {
            File::of_shared(shared.clone())
        } else {
            let folder = shared.path.parent().unwrap_or(Path::new("."));
            shared.open_other(&shared.reach.resolve(folder, file)?)?
        };
        file.root()?.open(dataset).map(drop)
    })();
    NESTING.set(nesting);
    match opened {
        // A source that is missing reads as the fill value, as everywhere in HDF5.
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
