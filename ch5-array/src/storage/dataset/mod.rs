//! Datasets.

mod allow;
mod block;
mod placement;
mod transfer;

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::attrs::Attrs;
use super::create::{Chunks, NewDataset};
use super::dtype::DType;
use super::file::{File, Shared};
use super::group::{Identity, identity};
use super::sys::data::{self, Layout};
use super::sys::space::{Extent, extent};
use super::sys::{Id, dtype, filter};
use crate::error::{Error, ErrorKind, Result};
use allow::allow;
pub use block::Block;
pub(crate) use placement::{ChunkMap, Placement};
pub(crate) use transfer::Column;

/// An open dataset.
///
/// ```
/// use ch5_array::{Block, DType, NewDataset};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let root = file.root()?;
/// let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[2, 3]))?;
/// x.write_numbers(None, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
/// assert_eq!(x.shape(), [2, 3]);
/// assert_eq!(x.read_numbers::<f64>(Some(&Block::rows(x.shape(), 1, 1)))?, [4.0, 5.0, 6.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

    /// The same for all clones of one handle, and for no other as long as one of them is there.
    pub(crate) fn key(&self) -> usize {
        Arc::as_ptr(&self.id) as usize
    }

    /// The path inside the file.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// let x = run.create_dataset("x", &NewDataset::new(DType::F64, &[3]))?;
    /// assert_eq!(x.path(), "/run/x");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.about.path
    }

    /// The file.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[3]))?;
    /// assert_eq!(x.file().path(), file.path());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> File {
        File::of_shared(self.shared.clone())
    }

    /// Adds the dataset's place to an error.
    ///
    /// ```
    /// use ch5_array::{DType, Error, ErrorKind, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[3]))?;
    /// let error = x.locate(Error::new(ErrorKind::Custom, "not calibrated"));
    /// assert!(error.to_string().ends_with("a.h5: /x: not calibrated"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_array::hdf5;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::I32, &[2]))?;
    /// x.write_numbers(None, &[5, 6])?;
    /// let plain: hdf5::Dataset = x.to_hdf5()?;
    /// assert_eq!(plain.read_raw::<i32>()?, [5, 6]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_hdf5(&self) -> Result<hdf5::Dataset> {
        super::sys::plain::dataset(self.id.raw(), &self.about.path).map_err(|e| self.locate(e))
    }

    /// The dataset that a plain `hdf5` handle stands for.
    ///
    /// # Errors
    ///
    /// If the handle is no longer valid, or the dataset's storage is not allowed.
    ///
    /// ```
    /// use ch5_array::{DType, Dataset};
    /// use ch5_array::hdf5;
    /// # let dir = tempfile::tempdir()?;
    /// let plain = hdf5::File::create(dir.path().join("a.h5"))?;
    /// let x = plain.new_dataset::<u16>().shape([4, 5]).create("x")?;
    /// let x = Dataset::from_hdf5(&x)?;
    /// assert_eq!((x.dtype(), x.shape()), (&DType::U16, [4, 5].as_slice()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_hdf5(dataset: &hdf5::Dataset) -> Result<Self> {
        let file = File::from_hdf5(dataset)?;
        let id = Id::borrow(dataset.id())?;
        let path = super::sys::file::path_of(dataset.id());
        Self::new(id, file.shared().clone(), path.into())
    }

    /// The datatype.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::Bool, &[3]))?;
    /// assert_eq!(x.dtype(), &DType::Bool);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> &DType {
        &self.about.dtype
    }

    /// The shape when the handle was opened or last resized through it; empty for scalars.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut x = root.create_dataset("x", &NewDataset::new(DType::F64, &[2, 3]))?;
    /// x.resize(&[5, 3])?;
    /// assert_eq!(x.shape(), [5, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[u64] {
        match &self.about.extent {
            Extent::Simple { shape, .. } => shape,
            _ => &[],
        }
    }

    /// How far each dimension may grow; `None` is without limit.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F64, &[2, 3]).maxshape(&[None, Some(3)]);
    /// assert_eq!(root.create_dataset("x", &new)?.maxshape(), [None, Some(3)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn maxshape(&self) -> Vec<Option<u64>> {
        match &self.about.extent {
            Extent::Simple { max, .. } => max.clone(),
            _ => Vec::new(),
        }
    }

    /// True for a dataset with a null dataspace: it has no element at all.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_null("nothing")?;
    /// assert!(root.dataset("nothing")?.is_null());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.about.extent == Extent::Null
    }

    /// True for a dataset of exactly one element without dimensions.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// assert!(root.dataset("title")?.is_scalar());
    /// let one = root.create_dataset("one", &NewDataset::new(DType::F64, &[1]))?;
    /// assert!(!one.is_scalar());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut x = root.create_dataset("x", &NewDataset::new(DType::F32, &[2]))?;
    /// let other = root.dataset("x")?;
    /// x.resize(&[5])?;
    /// assert_eq!(other.shape(), [2]);
    /// assert_eq!(other.renewed()?.unwrap().shape(), [5]);
    /// assert!(x.renewed()?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn renewed(&self) -> Result<Option<Self>> {
        self.check_open()?;
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

    /// Fails if another handle made the dataset smaller than `shape`.
    pub(crate) fn check_shape<N: Copy + TryInto<u64>>(&self, shape: &[N]) -> Result<()> {
        let Some(now) = self.renewed()? else { return Ok(()) };
        let given: Vec<u64> = shape.iter().map(|&n| n.try_into().unwrap_or(u64::MAX)).collect();
        let inside = given.len() == now.shape().len()
            && given.iter().zip(now.shape()).all(|(given, now)| given <= now);
        if inside {
            return Ok(());
        }
        Err(self.locate(
            Error::new(ErrorKind::Shape, "the dataset became smaller")
                .expected(format!("shape {given:?}"))
                .found(format!("{:?}", now.shape()))
                .help("open it again"),
        ))
    }

    pub(crate) fn check_open(&self) -> Result<()> {
        self.shared.check_open_for(&self.about.path)
    }

    /// The number of elements.
    ///
    /// # Errors
    ///
    /// If the file declares more than 2^64.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F32, &[20, 30]))?;
    /// assert_eq!(x.size()?, 600);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// use ch5_array::{Chunks, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F32, &[20, 30]);
    /// assert_eq!(root.create_dataset("x", &new)?.chunks()?, Some(vec![20, 30]));
    /// let new = new.chunks(Chunks::Contiguous);
    /// assert_eq!(root.create_dataset("y", &new)?.chunks()?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let new = NewDataset::new(DType::F32, &[20, 30]).gzip(6);
    /// let filters = root.create_dataset("x", &new)?.filters()?;
    /// assert_eq!(filters[0].0, "shuffle");
    /// assert_eq!(filters[1], ("gzip".to_string(), vec![6]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[100_000]).gzip(4))?;
    /// assert_eq!(x.storage_size(), 0);
    /// x.write_numbers(None, &vec![0.5; 100_000])?;
    /// file.flush()?;
    /// assert!((1..10_000).contains(&x.storage_size()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn storage_size(&self) -> u64 {
        data::storage_size(&self.id)
    }

    /// The dataset's attributes.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[3]))?;
    /// x.attrs().write_text("units", "mm")?;
    /// assert_eq!(root.dataset("x")?.attrs().text("units")?.unwrap(), "mm");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attrs(&self) -> Attrs<'_> {
        Attrs::new(self.id.raw(), &self.shared, &self.about.path)
    }

    /// False if the dataset had no attribute when it was opened.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// assert!(!root.dataset("title")?.may_have_attributes());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn may_have_attributes(&self) -> bool {
        self.about.tagged
    }

    /// What makes the dataset the same as another handle's, and counts.
    ///
    /// # Errors
    ///
    /// If the dataset cannot be read.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Object};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[3]))?;
    /// root.link("alias", &Object::Dataset(x.clone()))?;
    /// assert_eq!(root.dataset("alias")?.identity()?, x.identity()?);
    /// assert_eq!(x.identity()?.links, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn identity(&self) -> Result<Identity> {
        self.check_open()?;
        identity(&self.id).map_err(|e| self.locate(e))
    }
}
