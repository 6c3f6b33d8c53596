//! Files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::group::Group;
use super::limits::{Limits, Reach};
use super::mode::H5Mode;
use super::sys::driver::{self, Health};
use super::sys::{self, Id, journal};
use crate::error::{Error, ErrorKind, Result};

/// What every handle of one open file shares.
#[derive(Debug)]
pub(crate) struct Shared {
    id: Mutex<Option<Id>>,
    pub(crate) path: PathBuf,
    pub(crate) name: String,
    pub(crate) mode: H5Mode,
    pub(crate) limits: Limits,
    pub(crate) reach: Reach,
    /// The file held data before this handle: changes are ordered for a crash.
    existing: bool,
    /// The file is a stage that will vanish.
    staged: AtomicBool,
    poisoned: AtomicBool,
    bytes_read: AtomicU64,
    bytes_straight: AtomicU64,
    /// Whether the operating system took what was written; `None` for files of plain `hdf5`.
    health: Option<Health>,
}

impl Shared {
    pub(crate) fn check_open(&self) -> Result<()> {
        self.check_open_for("/")
    }

    /// As [`Shared::check_open`], for what is done to an object.
    pub(crate) fn check_open_for(&self, path: &str) -> Result<()> {
        let id = self.id.lock().unwrap_or_else(PoisonError::into_inner);
        if id.is_some() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Closed, "the file was closed")
            .at(&self.name, path)
            .help("open it again"))
    }

    pub(crate) fn check_writable(&self, path: &str) -> Result<()> {
        self.check_open_for(path)?;
        if !self.mode.writes() {
            return Err(Error::new(ErrorKind::ReadOnly, "")
                .at(&self.name, path)
                .expected("a file open for writing")
                .found("mode r")
                .help("open it with H5Mode::ReadWrite"));
        }
        if self.poisoned.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Io, "an earlier write to this file failed")
                .at(&self.name, path)
                .help("close it and open it again"));
        }
        Ok(())
    }

    /// Notes a failed write: HDF5's caches may no longer agree with the file.
    pub(crate) fn wrote<T>(&self, result: Result<T>) -> Result<T> {
        let healthy = self.health.as_ref().map_or(Ok(()), Health::check);
        let result = healthy.and(result);
        if let Err(error) = &result
            && matches!(error.kind(), ErrorKind::Io | ErrorKind::Hdf5)
        {
            self.poisoned.store(true, Ordering::Relaxed);
        }
        result
    }

    pub(crate) fn count_read(&self, bytes: u64) {
        self.bytes_read.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn count_straight(&self, bytes: u64) {
        self.bytes_straight.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Brings what was written so far to the file before something refers to it.
    pub(crate) fn order(&self) -> Result<()> {
        if !self.existing || self.staged.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.flush()
    }

    /// Opens a file that this one refers to and may reach.
    pub(crate) fn open_other(&self, path: &Path) -> Result<File> {
        let Some(depth) = self.limits.depth.checked_sub(1) else {
            return Err(Error::new(
                ErrorKind::Limit,
                "files refer to each other too deeply, or in a circle",
            ));
        };
        let options = OpenOptions {
            reach: self.reach.clone(),
            limits: Some(Limits { depth, ..self.limits.clone() }),
            ..OpenOptions::default()
        };
        options.open(path, H5Mode::Read)
    }

    /// True if flushing writes all or nothing: then no order is needed within.
    pub(crate) fn is_atomic(&self) -> bool {
        self.health.is_some()
    }

    pub(crate) fn flush(&self) -> Result<()> {
        let id = self.id.lock().unwrap_or_else(PoisonError::into_inner);
        match id.as_ref() {
            Some(id) => self.wrote(sys::file::flush(id)).map_err(|e| e.at(&self.name, "/")),
            None => Ok(()),
        }
    }
}

/// An open HDF5 file.
///
/// Clones share the file; it is closed when the last handle of anything in it is dropped, or at
/// once by [`File::close`], the only way to be told that closing failed.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("run.h5");
/// let file = File::open(&path, H5Mode::Truncate)?;
/// file.root()?.create_group("run")?;
/// file.close()?;
/// let file = File::open(&path, H5Mode::Read)?;
/// assert_eq!(file.root()?.names()?, ["run"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct File {
    shared: Arc<Shared>,
}

/// How a file is opened, beyond its mode.
///
/// ```
/// use ch5_array::{File, H5Mode, Limits};
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("run.h5");
/// let file = File::options()
///     .limits(Limits { depth: 20, ..Limits::default() })
///     .open(&path, H5Mode::CreateNew)?;
/// assert_eq!(file.limits().depth, 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    limits: Option<Limits>,
    reach: Reach,
    plugins: bool,
    staged: bool,
}

impl OpenOptions {
    /// Bounds on reading and writing.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, File, H5Mode, Limits};
    /// # use ch5_array::{DType, NewDataset};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// # let new = NewDataset::new(DType::F64, &[1000]);
    /// # File::open(&path, H5Mode::Truncate)?.root()?.create_dataset("x", &new)?;
    /// let limits = Limits { result_bytes: 1 << 10, ..Limits::default() };
    /// let file = File::options().limits(limits).open(&path, H5Mode::Read)?;
    /// let error = file.root()?.dataset("x")?.read_numbers::<f64>(None).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Budget);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Allows external links, external storage and virtual datasets to name files below `folder`.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let [path, other] = ["run.h5", "frames.h5"].map(|name| dir.path().join(name));
    /// # File::open(&other, H5Mode::Truncate)?.root()?.create_group("frames")?;
    /// # ch5_array::hdf5::File::create(&path)?.link_external("frames.h5", "/frames", "frames")?;
    /// let file = File::open(&path, H5Mode::Read)?;               // /frames lies in another file
    /// assert_eq!(file.root()?.open("frames").unwrap_err().kind(), ErrorKind::Forbidden);
    /// # file.close()?;
    /// let file = File::options().reach(dir.path()).open(&path, H5Mode::Read)?;
    /// assert!(file.root()?.open("frames").is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn reach(mut self, folder: impl Into<PathBuf>) -> Self {
        self.reach = Reach::Folder(folder.into());
        self
    }

    /// Lets HDF5 load filter plugins (shared libraries named by the environment). This switch of
    /// the C library holds for the whole process; every other opening switches it off again.
    ///
    /// ```
    /// use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// # File::open(&path, H5Mode::Truncate)?;
    /// let file = File::options().plugins(true).open(&path, H5Mode::Read)?;
    /// assert!(file.root()?.is_empty()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn plugins(mut self, allow: bool) -> Self {
        self.plugins = allow;
        self
    }

    pub(crate) fn staged(mut self) -> Self {
        self.staged = true;
        self
    }

    /// Opens the file. `~` at the start of the path is the home folder.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], [`ErrorKind::AlreadyExists`] (mode `CreateNew`),
    /// [`ErrorKind::Locked`], [`ErrorKind::Malformed`] (not an HDF5 file, or cut short).
    ///
    /// ```
    /// use ch5_array::{ErrorKind, File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// let options = File::options();
    /// options.open(&path, H5Mode::CreateNew)?.close()?;
    /// let error = options.open(&path, H5Mode::CreateNew).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(&self, path: impl AsRef<Path>, mode: H5Mode) -> Result<File> {
        let path = expand(path.as_ref());
        let name = path.display().to_string();
        self.open_at(&path, &name, mode).map_err(|e| e.at(&name, ""))
    }

    /// Opens the file at `path`; errors call it `name`.
    pub(crate) fn open_at(&self, path: &Path, name: &str, mode: H5Mode) -> Result<File> {
        if self.plugins {
            sys::file::allow_plugins();
        } else {
            sys::file::forbid_plugins();
        }
        sys::filter::register();
        let found = path.metadata();
        let exists = found.is_ok();
        let create = match mode {
            H5Mode::Truncate => true,
            H5Mode::CreateNew if exists => {
                return Err(Error::new(ErrorKind::AlreadyExists, "the file exists")
                    .help("use H5Mode::ReadWrite to change it, H5Mode::Truncate to replace it"));
            }
            H5Mode::CreateNew => true,
            H5Mode::ReadWriteCreate => !exists,
            H5Mode::Read | H5Mode::ReadWrite => {
                if !exists {
                    return Err(Error::new(ErrorKind::NotFound, "the file does not exist"));
                }
                false
            }
        };
        if found.is_ok_and(|found| found.is_dir()) {
            return Err(Error::new(ErrorKind::Io, "").expected("a file").found("a folder"));
        }
        driver::install()?;
        if let Reach::Folder(folder) = &self.reach {
            driver::allow(folder);
        }
        let id = if create {
            journal::discard(path);
            driver::opening(|| sys::file::create(path, mode == H5Mode::Truncate))?
        } else {
            journal::recover(path)?;
            driver::opening(|| sys::file::open(path, mode.writes()))?
        };
        if !create && mode.writes() && !self.staged {
            driver::protect(&id);
        }
        let health = driver::health(&id);
        Ok(File {
            shared: Arc::new(Shared {
                id: Mutex::new(Some(id)),
                path: path.to_owned(),
                name: name.to_owned(),
                mode,
                limits: self.limits.clone().unwrap_or_default(),
                reach: self.reach.clone(),
                existing: !create,
                staged: AtomicBool::new(self.staged),
                poisoned: AtomicBool::new(false),
                bytes_read: AtomicU64::new(0),
                bytes_straight: AtomicU64::new(0),
                health,
            }),
        })
    }
}

/// Replaces a leading `~` by the home folder.
pub(crate) fn expand(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.to_owned(),
    }
}

impl File {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// See [`OpenOptions::open`].
    ///
    /// ```
    /// use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// let file = File::open(&path, H5Mode::ReadWriteCreate)?;
    /// assert!(file.root()?.is_empty()?);
    /// let error = File::open(dir.path().join("b.h5"), H5Mode::Read).unwrap_err();
    /// assert!(error.is_not_found());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>, mode: H5Mode) -> Result<Self> {
        OpenOptions::default().open(path, mode)
    }

    /// Options to open a file with.
    ///
    /// ```
    /// use ch5_array::{File, H5Mode, Limits};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// let limits = Limits { nodes: 1000, ..Limits::default() };
    /// let file = File::options().limits(limits.clone()).open(&path, H5Mode::Truncate)?;
    /// assert_eq!(file.limits(), &limits);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn options() -> OpenOptions {
        OpenOptions::default()
    }

    /// A ch5 handle of the file that a plain `hdf5` handle belongs to. Closing one does not close
    /// the other.
    ///
    /// # Errors
    ///
    /// If the handle is no longer valid.
    ///
    /// ```
    /// use ch5_array::File;
    /// use ch5_array::hdf5;
    /// # let dir = tempfile::tempdir()?;
    /// let plain = hdf5::File::create(dir.path().join("a.h5"))?;
    /// plain.create_group("run")?;
    /// assert_eq!(File::from_hdf5(&plain)?.root()?.names()?, ["run"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_hdf5(object: &hdf5::Location) -> Result<Self> {
        sys::file::forbid_plugins();
        sys::filter::register();
        let id = sys::file::of(object.id())?;
        let writable = sys::file::is_writable(&id)?;
        let name = sys::file::name(object.id())?;
        Ok(Self {
            shared: Arc::new(Shared {
                path: PathBuf::from(&name),
                name,
                mode: if writable { H5Mode::ReadWrite } else { H5Mode::Read },
                limits: Limits::default(),
                reach: Reach::Nothing,
                existing: true,
                staged: AtomicBool::new(false),
                poisoned: AtomicBool::new(false),
                bytes_read: AtomicU64::new(0),
                bytes_straight: AtomicU64::new(0),
                health: None,
                id: Mutex::new(Some(id)),
            }),
        })
    }

    /// A file in memory that has no name in messages: errors get the place of whatever it stands
    /// for.
    ///
    /// # Errors
    ///
    /// If HDF5 cannot make it.
    #[doc(hidden)]
    pub fn scratch() -> Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        sys::filter::register();
        // HDF5 tells files in memory apart by their names.
        let name = format!("ch5-scratch-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let made = hdf5::FileBuilder::new()
            .with_fapl(|list| list.core_options(1 << 16, false))
            .create(name)
            .map_err(|e| Error::new(ErrorKind::Hdf5, e.to_string()))?;
        let id = sys::file::of(made.id())?;
        Ok(Self {
            shared: Arc::new(Shared {
                path: PathBuf::new(),
                name: String::new(),
                mode: H5Mode::ReadWrite,
                limits: Limits::default(),
                reach: Reach::Nothing,
                existing: false,
                staged: AtomicBool::new(true),
                poisoned: AtomicBool::new(false),
                bytes_read: AtomicU64::new(0),
                bytes_straight: AtomicU64::new(0),
                health: None,
                id: Mutex::new(Some(id)),
            }),
        })
    }

    /// The file as a plain `hdf5` handle, for everything that ch5 does not offer.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// file.to_hdf5()?.create_group("made by hdf5")?;
    /// assert_eq!(file.root()?.names()?, ["made by hdf5"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_hdf5(&self) -> Result<hdf5::File> {
        let raw = self.raw()?;
        sys::plain::file(raw, "").map_err(|e| e.at(&self.shared.name, "/"))
    }

    pub(crate) fn raw(&self) -> Result<hdf5_sys::h5i::hid_t> {
        let id = self.shared.id.lock().unwrap_or_else(PoisonError::into_inner);
        match id.as_ref() {
            Some(id) if id.is_valid() => Ok(id.raw()),
            _ => Err(Error::new(ErrorKind::Closed, "the file was closed")
                .at(&self.shared.name, "/")
                .help("open it again")),
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn of_shared(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// The root group.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let root = file.root()?;
    /// assert_eq!((root.path(), root.len()?), ("/", 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn root(&self) -> Result<Group> {
        let raw = self.raw()?;
        let id = sys::link::open(raw, "/").map_err(|e| e.at(&self.shared.name, "/"))?;
        Ok(Group::new(id, self.shared.clone(), "/".into()))
    }

    /// The path the file was opened by.
    ///
    /// ```
    /// use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// let path = dir.path().join("a.h5");
    /// assert_eq!(File::open(&path, H5Mode::Truncate)?.path(), path);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// The mode the file was opened in.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// File::open(&path, H5Mode::Truncate)?.close()?;
    /// let file = File::open(&path, H5Mode::Read)?;
    /// assert_eq!(file.mode(), H5Mode::Read);
    /// assert_eq!(file.root()?.create_group("x").unwrap_err().kind(), ErrorKind::ReadOnly);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn mode(&self) -> H5Mode {
        self.shared.mode
    }

    /// The limits that handles of this file carry.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert_eq!(file.limits().depth, 128);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// True until the file is closed.
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let clone = file.clone();
    /// file.close()?;
    /// assert!(!clone.is_open());
    /// assert_eq!(clone.root().unwrap_err().kind(), ErrorKind::Closed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.shared.check_open().is_ok()
    }

    /// True for the stage of [`crate::commit`], which no handle may outlive.
    ///
    /// ```
    /// use ch5_array::{File, H5Mode, OpenOptions, commit};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// commit::save(&path, &OpenOptions::default(), |file| {
    ///     assert!(file.is_staged());
    ///     Ok(())
    /// })?;
    /// assert!(!File::open(&path, H5Mode::Read)?.is_staged());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_staged(&self) -> bool {
        self.shared.staged.load(Ordering::Relaxed)
    }

    pub(crate) fn count_read(&self, bytes: u64) {
        self.shared.count_read(bytes);
    }

    /// Bytes of data that were read through handles of this file, as they are in memory and without
    /// metadata. Tests use it to see that views are lazy.
    ///
    /// ```
    /// use ch5_array::{Block, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = file.root()?.create_dataset("x", &NewDataset::new(DType::F64, &[1000]))?;
    /// assert_eq!(file.bytes_read(), 0);
    /// x.read_numbers::<f64>(Some(&Block::new(&[0], &[10])))?;
    /// assert_eq!(file.bytes_read(), 80);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.shared.bytes_read.load(Ordering::Relaxed)
    }

    /// Bytes of data that came from the file without HDF5. Tests use it to see which way was taken.
    #[doc(hidden)]
    #[must_use]
    pub fn bytes_straight(&self) -> u64 {
        self.shared.bytes_straight.load(Ordering::Relaxed)
    }

    /// The number of HDF5 objects that are open in the file: groups, datasets and other handles of
    /// them, by whomever; none in a file that was closed.
    ///
    /// # Errors
    ///
    /// None at present.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let before = file.open_objects()?;
    /// let root = file.root()?;
    /// assert_eq!(file.open_objects()?, before + 1);
    /// # drop(root);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_objects(&self) -> Result<usize> {
        let id = self.shared.id.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(id.as_ref().map_or(0, sys::file::open_objects))
    }

    /// Hands everything that HDF5 still holds to the operating system.
    ///
    /// # Errors
    ///
    /// If the file was closed, or writing fails.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// file.root()?.put_text("state", "half done")?;
    /// file.flush()?;
    /// assert!(file.path().metadata()?.len() > 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn flush(&self) -> Result<()> {
        self.raw()?;
        self.shared.flush()
    }

    /// Closes the file and every handle of anything in it, and says whether all was written.
    ///
    /// # Errors
    ///
    /// If the file was closed before, or the last writes fail (a full disk).
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let group = file.root()?.create_group("run")?;
    /// file.close()?;                                             // an error here is data lost
    /// assert_eq!(group.names().unwrap_err().kind(), ErrorKind::Closed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn close(self) -> Result<()> {
        let id = self.shared.id.lock().unwrap_or_else(PoisonError::into_inner).take();
        let failed = self.shared.poisoned.load(Ordering::Relaxed);
        let Some(id) = id else {
            return Err(
                Error::new(ErrorKind::Closed, "the file was closed").at(&self.shared.name, "/")
            );
        };
        let closed = sys::file::close(id);
        self.shared.wrote(closed).map_err(|e| e.at(&self.shared.name, "/"))?;
        if failed {
            return Err(Error::new(ErrorKind::Io, "a write to this file failed before")
                .at(&self.shared.name, "/"));
        }
        Ok(())
    }
}
