//! [`H5Array`]: a dataset that is read and written like an array.

mod create;
mod element;
mod exact;
mod index;
mod places;
mod read;
mod region;
mod resize;
mod tile;
mod transfer;
mod write;

use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

pub use create::{Deferred, empty, full, ones, zeros};
pub use element::Element;
pub(crate) use element::numbers_of;
pub use index::{AxisIndex, Ellipsis, NewAxis, Selection, Slice};
pub use places::{Mask, Places};
pub use transfer::{read_array, read_range, read_vec, write_array, write_range};

use crate::error::{Error, ErrorKind, Result};
use crate::storage::{Attrs, DType, Dataset, File, Group, H5Mode, Object};

/// The element type of an [`H5Array`] whose datatype is known at run time only.
///
/// ```
/// use ch5_array::{Dyn, H5Array};
/// # use ch5_array::{File, H5Mode, zeros};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # zeros::<f32>(3).place(&file, "x")?;
/// let x: H5Array<Dyn> = file.array("x")?;                    // the same as H5Array
/// assert_eq!(x.dtype().to_string(), "f32");
/// let x: H5Array<f32> = x.typed()?;
/// assert_eq!(x.read()?[[0]], 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dyn {}

/// A dataset that is read and written like an array, and never loaded by itself.
///
/// `H5Array` alone has its datatype at run time; `H5Array<f64>` is the same, checked once by
/// [`H5Array::typed`]. A handle is cheap to clone, and can be sent to and shared by threads.
///
/// It keeps the shape that the dataset had when the handle was made, or was given through it:
/// clones made before a [`resize`](H5Array::resize) keep the old one, and fail with
/// [`ErrorKind::Shape`] where that no longer fits.
///
/// ```
/// use ch5_array::{File, H5Array, H5Mode, h5s};
/// use ndarray::{Array2, array};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("run.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &Array2::<f64>::eye(3))?;
/// x.write_slice(h5s![0, ..], &array![1.0, 2.0, 3.0])?;
/// assert_eq!(x.read_slice(h5s![..;-1, -1])?, array![1.0, 0.0, 3.0].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct H5Array<T = Dyn> {
    inner: Arc<Inner>,
    element: PhantomData<fn() -> T>,
}

#[derive(Clone)]
struct Inner {
    dataset: Dataset,
    shape: Vec<usize>,
    chunks: Option<Vec<usize>>,
    len: usize,
}

impl Inner {
    fn new(dataset: Dataset) -> Result<Self> {
        if dataset.is_null() {
            return Err(dataset
                .locate(Error::new(ErrorKind::WrongType, "").expected("an array").found("null")));
        }
        let shape = transfer::shape(&dataset)?;
        let len = usize::try_from(dataset.size()?).unwrap_or(usize::MAX);
        let chunks = dataset.chunks()?;
        let chunks = chunks.map(|c| c.iter().map(|&n| clamp(n)).collect());
        Ok(Self { dataset, shape, chunks, len })
    }
}

fn clamp(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

impl<T> Clone for H5Array<T> {
    fn clone(&self) -> Self {
        Self::of_inner(self.inner.clone())
    }
}

impl H5Array {
    /// Opens a dataset of a file.
    ///
    /// # Errors
    ///
    /// Those of [`File::open`]; [`ErrorKind::NotFound`] and [`ErrorKind::WrongType`] where there
    /// is no dataset; [`ErrorKind::Unsupported`] for a mode that would empty the file first.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("run.h5");
    /// # let file = File::open(&path, H5Mode::Truncate)?;
    /// # H5Array::from_array(&file, "x", &ndarray::arr1(&[1u8, 2]))?;
    /// # file.close()?;
    /// let x = H5Array::open(&path, H5Mode::Read, "x")?;
    /// assert_eq!(x.shape(), [2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>, mode: H5Mode, name: &str) -> Result<Self> {
        if matches!(mode, H5Mode::Truncate | H5Mode::CreateNew) {
            let error = Error::new(ErrorKind::Unsupported, "")
                .at(path.as_ref().display().to_string(), name)
                .expected("mode r, r+ or a: the dataset must be there")
                .found(format!("mode {mode}"))
                .help("create a dataset with H5Array::create or H5Array::from_array");
            return Err(error);
        }
        Self::new(File::open(path, mode)?.root()?.dataset(name)?)
    }

    /// The array that a dataset holds; a scalar is an array without dimensions.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for a null dataspace, [`ErrorKind::Malformed`] for a shape that
    /// this machine cannot address.
    ///
    /// ```
    /// use ch5_array::{DType, File, H5Array, H5Mode, NewDataset};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let dataset = file.root()?.create_dataset("x", &NewDataset::new(DType::I32, &[2, 3]))?;
    /// assert_eq!(H5Array::new(dataset)?.len(), 6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(dataset: Dataset) -> Result<Self> {
        Ok(Self::of_inner(Arc::new(Inner::new(dataset)?)))
    }
}

impl File {
    /// The array at a path: `file.array("run/frames")?`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] and [`ErrorKind::WrongType`] where there is no dataset.
    ///
    /// ```
    /// use ch5_array::{File, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// zeros::<f32>([2, 2]).place(&file, "x")?;
    /// assert_eq!(file.array("x")?.typed::<f32>()?.shape(), [2, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn array(&self, path: &str) -> Result<H5Array> {
        self.root()?.array(path)
    }
}

impl Group {
    /// The array at a path below this group; see [`File::array`].
    ///
    /// # Errors
    ///
    /// As there.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let run = file.root()?.create_group("run")?;
    /// zeros::<f32>([2, 2]).place(&run, "x")?;
    /// assert_eq!(run.array("x")?.path(), "/run/x");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn array(&self, path: &str) -> Result<H5Array> {
        H5Array::new(self.dataset(path)?)
    }
}

impl<T> H5Array<T> {
    fn of_inner(inner: Arc<Inner>) -> Self {
        Self { inner, element: PhantomData }
    }

    /// The same array with its element type checked: what is stored must be exactly `U` (for
    /// `String`, text of any kind; for an integer, also an enum over it).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`]; [`H5Array::read_as`] converts.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x: H5Array = zeros::<f32>([2, 2]).place(&file, "x")?.into_dyn();
    /// let typed: H5Array<f32> = x.typed()?;
    /// assert!(x.typed::<f64>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn typed<U: Element>(&self) -> Result<H5Array<U>> {
        if element::is_exactly::<U>(self.dtype()) {
            return Ok(H5Array::of_inner(self.inner.clone()));
        }
        Err(self.locate(
            Error::new(ErrorKind::WrongType, "")
                .expected(<U as Element>::DTYPE.to_string())
                .found(self.dtype().to_string())
                .help("read_as converts where every value is kept"),
        ))
    }

    /// The same array with its element type forgotten.
    ///
    /// ```
    /// use ch5_array::{H5Array, zeros};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let numbers = zeros::<f32>(3).place(&file, "a")?;
    /// let texts = zeros::<String>(2).place(&file, "b")?;
    /// let all: [H5Array; 2] = [numbers.into_dyn(), texts.into_dyn()];
    /// assert_eq!(all.map(|x| x.len()), [3, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_dyn(self) -> H5Array {
        H5Array::of_inner(self.inner)
    }

    /// The shape; empty for an array without dimensions.
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array_with(&file, "x", &ndarray::Array2::<f32>::zeros((2, 3)), |new| {
    ///     new.maxshape(&[None, Some(3)]).gzip(1)
    /// })?;
    /// assert_eq!((x.shape(), x.ndim(), x.len()), ([2, 3].as_slice(), 2, 6));
    /// assert_eq!(x.dtype().to_string(), "f32");
    /// assert_eq!(x.chunks(), Some([2, 3].as_slice()));
    /// assert_eq!(x.maxshape(), [None, Some(3)]);
    /// assert_eq!(x.filters()?[1].0, "gzip");
    /// assert_eq!(x.path(), "/x");
    /// x.attrs().write_text("units", "mm")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.inner.shape
    }

    /// The number of dimensions.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert_eq!(zeros::<f32>((2, 3)).place(&file, "x")?.ndim(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.inner.shape.len()
    }

    /// The number of elements: the product of the shape, 1 without dimensions.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert_eq!(zeros::<f32>((20, 30)).place(&file, "x")?.len(), 600);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.len
    }

    /// True if there is no element.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut x = zeros::<f32>((0, 30)).place(&file, "x")?;
    /// assert!(x.is_empty());
    /// x.expand(1, 0)?;
    /// assert!(!x.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.len == 0
    }

    /// The datatype in the file.
    ///
    /// ```
    /// use ch5_array::{DType, zeros};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<bool>(3).place(&file, "x")?;
    /// assert_eq!(x.dtype(), &DType::Bool);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> &DType {
        self.inner.dataset.dtype()
    }

    /// True if the elements are stored in chunks, which can be filtered and can grow.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert!(zeros::<f32>(3).place(&file, "x")?.is_chunked());
    /// assert!(!zeros::<f32>(()).place(&file, "y")?.is_chunked());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_chunked(&self) -> bool {
        self.inner.chunks.is_some()
    }

    /// The shape of a chunk, `None` if the elements are stored in one piece.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>((1 << 12, 1 << 12)).place(&file, "x")?;
    /// assert_eq!(x.chunks(), Some([256, 512].as_slice()));       // 1 MiB
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn chunks(&self) -> Option<&[usize]> {
        self.inner.chunks.as_deref()
    }

    /// How far each dimension can grow; `None` is without limit.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>((2, 3)).maxshape(&[Some(10), None]).place(&file, "x")?;
    /// assert_eq!(x.maxshape(), [Some(10), None]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn maxshape(&self) -> Vec<Option<usize>> {
        let max = self.inner.dataset.maxshape();
        max.into_iter().map(|n| n.map(clamp)).collect()
    }

    /// The names and parameters of the filters, in the order they are applied when writing.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    ///
    /// ```
    /// use ch5_array::{Compression, zeros};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(3).compression(Compression::Gzip(9)).place(&file, "x")?;
    /// assert_eq!(x.filters()?[1], ("gzip".to_string(), vec![9]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn filters(&self) -> Result<Vec<(String, Vec<u32>)>> {
        self.inner.dataset.filters()
    }

    /// The path inside the file.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let run = file.root()?.create_group("run")?;
    /// assert_eq!(zeros::<f64>(3).place(&run, "x")?.path(), "/run/x");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        self.inner.dataset.path()
    }

    /// The file.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(3).place(&file, "x")?;
    /// zeros::<f64>(3).place(&x.file(), "beside x")?;
    /// assert_eq!(file.root()?.names()?, ["x", "beside x"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> File {
        self.inner.dataset.file()
    }

    /// The attributes.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(3).place(&file, "x")?;
    /// x.attrs().write_text("units", "mm")?;
    /// assert_eq!(file.array("x")?.attrs().text("units")?.as_deref(), Some("mm"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attrs(&self) -> Attrs<'_> {
        self.inner.dataset.attrs()
    }

    /// Fails for an array that was deleted while its handle was open: what is written there is
    /// lost when the handle goes.
    pub(crate) fn check_alive(&self) -> Result<()> {
        Object::Dataset(self.inner.dataset.clone()).check_alive()
    }

    /// The dataset underneath.
    ///
    /// ```
    /// use ch5_array::zeros;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>(1000).place(&file, "x")?;
    /// assert_eq!(x.dataset().storage_size(), 0);                 // nothing was written
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dataset(&self) -> &Dataset {
        &self.inner.dataset
    }

    #[cold]
    fn locate(&self, error: Error) -> Error {
        self.inner.dataset.locate(error)
    }
}
