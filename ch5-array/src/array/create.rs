//! New arrays: from arrays in memory, and from a shape and a value.

use std::marker::PhantomData;
use std::sync::Arc;

use ndarray::{ArrayBase, Data, Dimension, IntoDimension};

use super::element::Element;
use super::transfer::write_array;
use super::{H5Array, Inner};
use crate::element::Number;
use crate::error::{Error, ErrorKind, Result};
use crate::storage::{AsGroup, Chunks, Compression, NewDataset, Object, Value};

impl H5Array {
    /// Creates an array as `new` says, without writing to it.
    ///
    /// # Errors
    ///
    /// As [`Group::create_dataset`](crate::Group::create_dataset).
    ///
    /// ```
    /// use ch5_array::{DType, File, H5Array, H5Mode, NewDataset};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::create(&file, "x", &NewDataset::new(DType::F64, &[1000, 20]).gzip(4))?;
    /// assert_eq!(x.shape(), [1000, 20]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(at: &impl AsGroup, name: &str, new: &NewDataset) -> Result<Self> {
        Self::new(at.as_group()?.create_dataset(name, new)?)
    }

    /// Stores an array under a name: chunked, and resizable without limit.
    ///
    /// The name appears when all is written. Memory as with [`write_array`](crate::write_array).
    ///
    /// # Errors
    ///
    /// As [`Group::create_dataset`](crate::Group::create_dataset) and
    /// [`write_array`](crate::write_array).
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let names = ndarray::arr1(&["Anna".to_string(), "Örjan".to_string()]);
    /// let x: H5Array<String> = H5Array::from_array(&file, "names", &names)?;
    /// assert_eq!(x.read()?, names.into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "array")]
    #[doc(alias = "create_dataset")]
    pub fn from_array<T, S, D>(
        at: &impl AsGroup,
        name: &str,
        array: &ArrayBase<S, D>,
    ) -> Result<H5Array<T>>
    where
        T: Element,
        S: Data<Elem = T>,
        D: Dimension,
    {
        Self::from_array_with(at, name, array, |new| new)
    }

    /// Stores an array under a name, as the options say: chunks, compression, `maxshape`.
    ///
    /// # Errors
    ///
    /// As [`H5Array::from_array`].
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let a = ndarray::Array2::<f32>::zeros((300, 200));
    /// let x = H5Array::from_array_with(&file, "x", &a, |new| new.gzip(4).fletcher32(true))?;
    /// assert_eq!(x.filters()?.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_array_with<T, S, D>(
        at: &impl AsGroup,
        name: &str,
        array: &ArrayBase<S, D>,
        options: impl FnOnce(NewDataset) -> NewDataset,
    ) -> Result<H5Array<T>>
    where
        T: Element,
        S: Data<Elem = T>,
        D: Dimension,
    {
        let group = at.as_group()?;
        crate::storage::name::check(name).map_err(|e| group.locate(e))?;
        if group.has(name)? {
            let error = Error::new(ErrorKind::AlreadyExists, "the name is in use");
            return Err(group.locate_member(name, error.help("remove it first")));
        }
        let shape: Vec<u64> = array.shape().iter().map(|&n| n as u64).collect();
        let new = options(NewDataset::new(T::DTYPE, &shape));
        let dataset = group.detached_dataset(name, &new)?;
        write_array(&dataset, array)?;
        group.link(name, &Object::Dataset(dataset.clone()))?;
        Ok(H5Array::of_inner(Arc::new(Inner::new(dataset)?)))
    }
}

/// An array to be: its shape, value and layout, until [`Deferred::place`] gives it a name.
///
/// No element is held in memory or written to the file: the dataset's fill value stands for them.
///
/// ```
/// use ch5_array::{Compression, File, H5Mode, full};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let mut x = full((1000, 1000), -1.0f32)
///     .chunks((100, 1000))
///     .compression(Compression::Gzip(4))
///     .place(&file, "x")?;
/// assert_eq!(x.chunks(), Some([100, 1000].as_slice()));
/// assert_eq!(x.dataset().storage_size(), 0);
/// assert_eq!(x.read_slice((999, 999))?.first(), Some(&-1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "nothing is made before `place`"]
pub struct Deferred<T> {
    new: NewDataset,
    element: PhantomData<fn() -> T>,
}

impl<T: Element> Deferred<T> {
    fn new(shape: impl IntoDimension) -> Self {
        let shape = shape.into_dimension();
        let shape: Vec<u64> = shape.slice().iter().map(|&n| n as u64).collect();
        Self { new: NewDataset::new(T::DTYPE, &shape), element: PhantomData }
    }

    /// The shape of the chunks; about 1 MiB where nothing is said.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<u16>((480, 640)).chunks((48, 640)).place(&file, "x")?;
    /// assert_eq!(x.chunks(), Some([48, 640].as_slice()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn chunks(mut self, shape: impl IntoDimension) -> Self {
        let shape = shape.into_dimension();
        let shape = shape.slice().iter().map(|&n| n as u64).collect();
        self.new = self.new.chunks(Chunks::Shape(shape));
        self
    }

    /// Stores the array in one piece: it cannot grow or be compressed.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(1000).contiguous().place(&file, "x")?;
    /// assert!(!x.is_chunked());
    /// assert_eq!(x.maxshape(), [Some(1000)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contiguous(mut self) -> Self {
        self.new = self.new.chunks(Chunks::Contiguous);
        self
    }

    /// Compresses the chunks, each by itself: what is read of a chunk decodes the whole.
    ///
    /// ```
    /// use ch5_array::{Compression, zeros};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(1000).compression(Compression::Zstd(3)).place(&file, "x")?;
    /// assert_eq!(x.filters()?.len(), 2);                         // bytes are shuffled first
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compression(mut self, compression: Compression) -> Self {
        self.new = self.new.compression(Some(compression));
        self
    }

    /// Shuffles bytes before compression; on by default where there is compression of numbers.
    ///
    /// ```
    /// use ch5_array::{Compression, zeros};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(1000).compression(Compression::Lzf).shuffle(false).place(&file, "x")?;
    /// assert_eq!(x.filters()?[0].0, "lzf");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.new = self.new.shuffle(shuffle);
        self
    }

    /// Keeps a checksum of each chunk: reading one that was damaged is an error.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(1000).fletcher32(true).place(&file, "x")?;
    /// assert_eq!(x.filters()?[0].0, "fletcher32");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fletcher32(mut self, checksum: bool) -> Self {
        self.new = self.new.fletcher32(checksum);
        self
    }

    /// How far each dimension can grow; `None` is without limit, as are all where nothing is said.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut log = zeros::<f32>((0, 3)).maxshape(&[None, Some(3)]).place(&file, "log")?;
    /// log.resize((100, 3))?;
    /// assert!(log.resize((100, 4)).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn maxshape(mut self, maxshape: &[Option<usize>]) -> Self {
        let max: Vec<Option<u64>> = maxshape.iter().map(|n| n.map(|n| n as u64)).collect();
        self.new = self.new.maxshape(&max);
        self
    }

    /// What will be created, for options that are not offered here.
    ///
    /// ```
    /// use ch5_array::{H5Array, zeros};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let new = zeros::<f64>(1000).into_new().attributes(false);
    /// assert_eq!(H5Array::create(&file, "x", &new)?.len(), 1000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_new(self) -> NewDataset {
        self.new
    }

    /// Creates the array: its name and layout, no element. It can be called again for further ones.
    ///
    /// # Errors
    ///
    /// As [`Group::create_dataset`](crate::Group::create_dataset), and
    /// [`ErrorKind::Unsupported`] for a text as fill value.
    ///
    /// ```
    /// use ch5_array::full;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let grid = full((2, 2), 0.5);
    /// let run = file.root()?.create_group("run")?;
    /// let [a, b] = [grid.place(&file, "a")?, grid.place(&run, "b")?];
    /// assert_eq!((a.path(), b.path()), ("/a", "/run/b"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn place(&self, at: &impl AsGroup, name: &str) -> Result<H5Array<T>> {
        let dataset = at.as_group()?.create_dataset(name, &self.new)?;
        Ok(H5Array::of_inner(Arc::new(Inner::new(dataset)?)))
    }
}

/// An array of this shape whose elements are zero (empty for text) until they are written.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = ch5_array::empty::<String>([2, 2]).place(&file, "x")?;
/// assert_eq!(x.len(), 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn empty<T: Element>(shape: impl IntoDimension) -> Deferred<T> {
    Deferred::new(shape)
}

/// An array of zeros (`false`, empty text).
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = ch5_array::zeros::<i16>((2, 3)).place(&file, "x")?;
/// assert_eq!(x.read()?, ndarray::Array2::<i16>::zeros((2, 3)).into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn zeros<T: Element>(shape: impl IntoDimension) -> Deferred<T> {
    Deferred::new(shape)
}

/// An array of ones.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = ch5_array::ones::<f64>(3).place(&file, "x")?;
/// assert_eq!(x.read()?, ndarray::array![1.0, 1.0, 1.0].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ones<T: Element + Number>(shape: impl IntoDimension) -> Deferred<T> {
    let mut ones = Deferred::new(shape);
    let one = match <T as Element>::DTYPE {
        crate::DType::C64 => Value::C64(1f32.into()),
        crate::DType::C128 => Value::C128(1f64.into()),
        float if float.is_float() => Value::F64(1.0),
        _ => Value::Int(1),
    };
    ones.new = ones.new.fill(one);
    ones
}

/// An array that holds one value everywhere.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = ch5_array::full([2], true).place(&file, "x")?;
/// assert_eq!(x.read()?, ndarray::array![true, true].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn full<T: Element>(shape: impl IntoDimension, value: T) -> Deferred<T> {
    let mut all = Deferred::new(shape);
    all.new = all.new.fill(value.to_value());
    all
}
