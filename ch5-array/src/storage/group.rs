//! Groups and what they hold.

use std::fmt;
use std::sync::Arc;

use super::attrs::Attrs;
use super::create::NewDataset;
use super::dataset::Dataset;
use super::file::{File, Shared};
use super::limits::Limits;
use super::name;
use super::sys::link::{self, Kind, Link, Listed};
use super::sys::{self, Id};
use crate::error::{Error, ErrorKind, Result};

/// So many soft links may follow each other on the way through other files.
const MAX_LINKS: usize = 40;

/// What a name in a group leads to.
///
/// ```
/// use ch5_array::Object;
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// root.create_group("run")?;
/// root.put_text("title", "Run 7")?;
/// for name in root.names()? {
///     match root.open(&name)? {
///         Object::Group(group) => assert!(group.is_empty()?),
///         Object::Dataset(dataset) => assert_eq!(dataset.path(), "/title"),
///     }
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub enum Object {
    /// A group.
    Group(Group),
    /// A dataset.
    Dataset(Dataset),
}

impl Object {
    /// The object's path in its file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?.create_group("raw")?;
    /// assert_eq!(root.open("run/raw")?.path(), "/run/raw");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Group(g) => g.path(),
            Self::Dataset(d) => d.path(),
        }
    }

    /// The group that the object must be.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for a dataset.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?;
    /// root.put_text("title", "Run 7")?;
    /// assert_eq!(root.open("run")?.into_group()?.path(), "/run");
    /// let error = root.open("title")?.into_group().unwrap_err();
    /// assert!(error.to_string().ends_with("/title: expected a group, found a dataset"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_group(self) -> Result<Group> {
        match self {
            Self::Group(group) => Ok(group),
            Self::Dataset(d) => Err(d.locate(
                Error::new(ErrorKind::WrongType, "").expected("a group").found("a dataset"),
            )),
        }
    }

    /// The file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// assert_eq!(root.open("title")?.file().path(), file.path());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> File {
        match self {
            Self::Group(g) => g.file(),
            Self::Dataset(d) => d.file(),
        }
    }

    /// The object's attributes.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// let title = root.open("title")?;
    /// title.attrs().write_text("language", "en")?;
    /// assert_eq!(title.attrs().names()?, ["language"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attrs(&self) -> Attrs<'_> {
        match self {
            Self::Group(g) => g.attrs(),
            Self::Dataset(d) => d.attrs(),
        }
    }

    /// Adds the object's place to an error.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?;
    /// let error = root.open("run")?.locate(Error::new(ErrorKind::Custom, "no calibration"));
    /// assert_eq!(error.path(), "/run");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cold]
    #[must_use]
    pub fn locate(&self, error: Error) -> Error {
        match self {
            Self::Group(g) => g.locate(error),
            Self::Dataset(d) => d.locate(error),
        }
    }

    /// Fails for an object that was deleted while its handle was open: what is written there is
    /// lost when the handle goes.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] for one that was deleted or replaced.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, Object};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let object = Object::Group(root.create_group("run")?);
    /// assert!(object.check_alive().is_ok());
    /// root.unlink("run")?;
    /// assert_eq!(object.check_alive().unwrap_err().kind(), ErrorKind::NotFound);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_alive(&self) -> Result<()> {
        let (what, alive) = match self {
            // No link leads to the root.
            Self::Group(group) => ("group", group.identity()?.links > 0 || group.path() == "/"),
            Self::Dataset(dataset) => ("dataset", dataset.identity()?.links > 0),
        };
        if alive {
            return Ok(());
        }
        Err(self.locate(
            Error::new(ErrorKind::NotFound, "")
                .expected(format!("the {what} that this handle was opened for"))
                .found("nothing: it was deleted or replaced")
                .help("open it again"),
        ))
    }
}

/// Identity of an object inside its file, equal for all of its names.
///
/// The counts are compared as well: two are equal if the object is the same and gained or lost no
/// name and no attribute between them. Objects of different files may be equal.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let run = root.create_group("run")?;
/// run.attrs().write_text("operator", "Anna")?;
/// let identity = run.identity()?;
/// assert_eq!((identity.links, identity.attributes), (1, 1));
/// assert_ne!(identity, root.identity()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identity {
    token: [u8; 16],
    /// Hard links that lead to the object; none for one that was deleted while it was open.
    pub links: u32,
    /// Attributes of the object.
    pub attributes: u64,
}

/// An open group.
///
/// ```
/// use ch5_array::{DType, NewDataset};
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let run = file.root()?.create_group("run")?;
/// run.create_dataset("x", &NewDataset::new(DType::F64, &[3]))?;
/// run.put_text("title", "Run 7")?;
/// assert_eq!(run.names()?, ["x", "title"]);
/// assert_eq!(file.root()?.dataset("run/x")?.shape(), [3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Group {
    id: Arc<Id>,
    pub(super) shared: Arc<Shared>,
    path: Arc<str>,
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Group({}: {})", self.shared.name, self.path)
    }
}

/// Anything that a value can be put into or taken from by name: files, groups, views, and plain
/// `hdf5` files and groups.
///
/// ```
/// use ch5_array::AsGroup;
/// # use ch5_array::{File, H5Mode};
/// fn count(at: &impl AsGroup) -> ch5_array::Result<u64> {
///     at.as_group()?.len()
/// }
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let run = file.root()?.create_group("run")?;
/// assert_eq!((count(&file)?, count(&run)?, count(&file.to_hdf5()?)?), (1, 0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait AsGroup {
    /// The group.
    ///
    /// # Errors
    ///
    /// If the handle's file was closed.
    ///
    /// ```
    /// use ch5_array::AsGroup;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// file.root()?.create_group("run")?;
    /// assert_eq!(file.as_group()?.names()?, ["run"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn as_group(&self) -> Result<Group>;
}

impl AsGroup for File {
    fn as_group(&self) -> Result<Group> {
        self.root()
    }
}

impl AsGroup for Group {
    fn as_group(&self) -> Result<Group> {
        Ok(self.clone())
    }
}

impl AsGroup for hdf5::Group {
    fn as_group(&self) -> Result<Group> {
        let file = File::from_hdf5(self)?;
        let id = Id::borrow(self.id())?;
        Ok(Group::new(id, file.shared().clone(), sys::file::path_of(self.id()).into()))
    }
}

impl AsGroup for hdf5::File {
    fn as_group(&self) -> Result<Group> {
        File::from_hdf5(self)?.root()
    }
}

impl<T: AsGroup + ?Sized> AsGroup for &T {
    fn as_group(&self) -> Result<Group> {
        (**self).as_group()
    }
}

impl Group {
    pub(crate) fn new(id: Id, shared: Arc<Shared>, path: Arc<str>) -> Self {
        Self { id: Arc::new(id), shared, path }
    }

    pub(crate) fn id(&self) -> &Id {
        &self.id
    }

    /// The path inside the file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let raw = root.create_group("run")?.create_group("raw")?;
    /// assert_eq!(raw.path(), "/run/raw");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// run.file().root()?.create_group("notes")?;
    /// assert_eq!(file.root()?.names()?, ["run", "notes"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> File {
        File::of_shared(self.shared.clone())
    }

    /// The limits of the file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// assert_eq!(root.limits(), file.limits());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// The path of a member.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// assert_eq!(run.path_of("x"), "/run/x");
    /// assert_eq!(run.path_of("/x"), "/x");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path_of(&self, name: &str) -> String {
        if name.starts_with('/') {
            name.to_owned()
        } else if self.path.ends_with('/') {
            format!("{}{name}", self.path)
        } else {
            format!("{}/{name}", self.path)
        }
    }

    /// Adds the group's place to an error.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// let error = Error::new(ErrorKind::Custom, "").expected("three frames").found("two");
    /// let message = run.locate(error).to_string();
    /// assert!(message.ends_with("a.h5: /run: expected three frames, found two"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cold]
    #[must_use]
    pub fn locate(&self, error: Error) -> Error {
        error.at(&self.shared.name, &*self.path)
    }

    /// Adds a member's place to an error.
    ///
    /// ```
    /// use ch5_array::{Error, ErrorKind};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// let error = Error::new(ErrorKind::MissingField, "needed by the fit");
    /// assert_eq!(run.locate_member("x", error).path(), "/run/x");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cold]
    #[must_use]
    pub fn locate_member(&self, name: &str, error: Error) -> Error {
        error.at(&self.shared.name, self.path_of(name))
    }

    /// The group as a plain `hdf5` handle.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    ///
    /// ```
    /// use ch5_array::DType;
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_array::hdf5;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run: hdf5::Group = root.create_group("run")?.to_hdf5()?;
    /// run.new_dataset::<f32>().shape([3]).create("x")?;
    /// assert_eq!(root.dataset("run/x")?.dtype(), &DType::F32);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_hdf5(&self) -> Result<hdf5::Group> {
        super::sys::plain::group(self.id.raw(), &self.path).map_err(|e| self.locate(e))
    }

    /// The names in the group, as they are stored: in order of creation where the file keeps it,
    /// else by name.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// for name in ["zeta", "alpha"] {
    ///     root.create_group(name)?;
    /// }
    /// assert_eq!(root.names()?, ["zeta", "alpha"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn names(&self) -> Result<Vec<String>> {
        Ok(self.links()?.into_iter().map(|listed| listed.name).collect())
    }

    pub(super) fn links(&self) -> Result<Vec<Listed>> {
        self.shared.check_open()?;
        link::names(self.id.raw()).map_err(|e| self.locate(e))
    }

    /// The number of names in the group.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?;
    /// root.soft_link("latest", "/run")?;
    /// assert_eq!(root.len()?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn len(&self) -> Result<u64> {
        self.shared.check_open()?;
        link::len(self.id.raw()).map_err(|e| self.locate(e))
    }

    /// True if the group holds nothing.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// assert!(root.is_empty()?);
    /// root.put_null("x")?;
    /// assert!(!root.is_empty()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// True if the group has a link of this name (one component), even a dangling one.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.soft_link("latest", "/run")?;                         // there is no /run
    /// assert!(root.has("latest")?);
    /// assert!(!root.has("run")?);
    /// assert_eq!(root.has("run/x").unwrap_err().kind(), ErrorKind::Name);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn has(&self, name: &str) -> Result<bool> {
        self.shared.check_open()?;
        name::check(name).map_err(|e| self.locate(e))?;
        link::exists(self.id.raw(), name).map_err(|e| self.locate_member(name, e))
    }

    /// Opens a member by name or path.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] names the first missing part of the path, or the target of a
    /// dangling link; [`ErrorKind::Forbidden`] an external link that is not allowed.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// run.create_group("raw")?;
    /// assert_eq!(root.open("run/raw")?.path(), "/run/raw");
    /// let error = run.open("Raw").unwrap_err();
    /// assert!(error.to_string().ends_with(r#"did you mean "raw"?"#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(&self, path: &str) -> Result<Object> {
        self.shared.check_open()?;
        match link::open(self.id.raw(), path) {
            Ok(id) => self.wrap(id, path),
            Err(error) => self.open_slowly(path, error, MAX_LINKS),
        }
    }

    /// Opens a member, `None` if there is no link of that name.
    ///
    /// # Errors
    ///
    /// As [`Group::open`], a dangling link included.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// root.soft_link("latest", "/run")?;
    /// assert!(root.try_open("title")?.is_some());
    /// assert!(root.try_open("run")?.is_none());
    /// assert!(root.try_open("latest").is_err());                 // it leads nowhere
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_open(&self, name: &str) -> Result<Option<Object>> {
        self.shared.check_open()?;
        match link::open(self.id.raw(), name) {
            Ok(id) => self.wrap(id, name).map(Some),
            Err(error) => {
                if !name.contains('/') && !link::exists(self.id.raw(), name).unwrap_or(false) {
                    return Ok(None);
                }
                self.open_slowly(name, error, MAX_LINKS).map(Some)
            }
        }
    }

    pub(super) fn wrap(&self, id: Id, path: &str) -> Result<Object> {
        let place = |e: Error| self.locate_member(path, e);
        let full: Arc<str> = self.path_of(path).into();
        match link::kind(&id).map_err(place)? {
            Kind::Group => Ok(Object::Group(Self::new(id, self.shared.clone(), full))),
            Kind::Dataset => Dataset::new(id, self.shared.clone(), full).map(Object::Dataset),
            Kind::NamedType => Err(place(
                Error::new(ErrorKind::WrongType, "")
                    .expected("a group or dataset")
                    .found("a named datatype"),
            )),
        }
    }

    /// Walks a path link by link: to say what is wrong, and to follow links to files that the
    /// policy allows.
    fn open_slowly(&self, path: &str, original: Error, links: usize) -> Result<Object> {
        let mut here = if path.starts_with('/') { self.file().root()? } else { self.clone() };
        let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
        for (i, part) in parts.iter().enumerate() {
            let place = |e: Error| here.locate_member(part, e);
            if !link::exists(here.id.raw(), part).map_err(place)? {
                return Err(place(
                    Error::new(ErrorKind::NotFound, "there is no such name in the group")
                        .help(here.suggest(part)),
                ));
            }
            let object = match link::read_link(here.id.raw(), part).map_err(place)? {
                Link::External { file, path } => here.open_external(part, &file, &path)?,
                Link::UserDefined => {
                    return Err(place(Error::new(
                        ErrorKind::Forbidden,
                        "the name is a user-defined link",
                    )));
                }
                Link::Soft(target) => match link::open(here.id.raw(), part) {
                    Ok(id) => here.wrap(id, part)?,
                    Err(e) => here
                        .open_slowly(
                            &target,
                            e,
                            links.checked_sub(1).ok_or_else(|| here.circle(part))?,
                        )
                        .map_err(|e| place(dangling(&target, e)))?,
                },
                Link::Hard => {
                    let id = link::open(here.id.raw(), part).map_err(place)?;
                    here.wrap(id, part)?
                }
            };
            if i + 1 == parts.len() {
                return Ok(object);
            }
            here = object.into_group()?;
        }
        Err(self.locate_member(path, original))
    }

    #[cold]
    fn circle(&self, name: &str) -> Error {
        let error = Error::new(ErrorKind::NotFound, "soft links lead in a circle");
        self.locate_member(name, error)
    }

    fn folder(&self) -> &std::path::Path {
        self.shared.path.parent().unwrap_or(std::path::Path::new("."))
    }

    fn open_external(&self, part: &str, file: &str, path: &str) -> Result<Object> {
        let place = |e: Error| self.locate_member(part, e);
        let real = self.shared.reach.resolve(self.folder(), file).map_err(place)?;
        let other = self.shared.open_other(&real).map_err(place)?;
        other.root()?.open(path)
    }

    /// Advice for a name that is missing: the nearest one that is there.
    fn suggest(&self, name: &str) -> String {
        let lower = name.to_lowercase();
        let names = self.names().unwrap_or_default();
        match names.iter().find(|n| n.to_lowercase() == lower) {
            Some(near) => format!("did you mean {near:?}?"),
            None if names.is_empty() => "the group is empty".into(),
            None => {
                let some: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
                let more = if names.len() > 5 { ", ..." } else { "" };
                format!("it has {}{more}", some.join(", "))
            }
        }
    }

    /// Opens a member that must be a group.
    ///
    /// # Errors
    ///
    /// As [`Group::open`], and [`ErrorKind::WrongType`] for a dataset.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?.create_group("raw")?;
    /// assert!(root.group("run/raw")?.is_empty()?);
    /// assert!(root.group("raw").unwrap_err().is_not_found());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn group(&self, path: &str) -> Result<Self> {
        self.open(path)?.into_group()
    }

    /// Opens a member that must be a dataset.
    ///
    /// # Errors
    ///
    /// As [`Group::open`], and [`ErrorKind::WrongType`] for a group.
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// root.create_group("run")?;
    /// assert!(root.dataset("title")?.is_scalar());
    /// assert_eq!(root.dataset("run").unwrap_err().kind(), ErrorKind::WrongType);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dataset(&self, path: &str) -> Result<Dataset> {
        match self.open(path)? {
            Object::Dataset(dataset) => Ok(dataset),
            Object::Group(g) => Err(g.locate(
                Error::new(ErrorKind::WrongType, "").expected("a dataset").found("a group"),
            )),
        }
    }

    /// Creates a group; its members keep their order.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`], [`ErrorKind::Name`], [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// assert_eq!(run.path(), "/run");
    /// assert_eq!(root.create_group("run").unwrap_err().kind(), ErrorKind::AlreadyExists);
    /// assert_eq!(root.create_group("a/b").unwrap_err().kind(), ErrorKind::Name);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create_group(&self, name: &str) -> Result<Self> {
        let c_name = self.check_name(name)?;
        let made = link::create_group(self.id.raw(), Some(&c_name));
        let id = self.made(name, made)?;
        Ok(Self::new(id, self.shared.clone(), self.path_of(name).into()))
    }

    /// A group that has no name yet; [`Group::link`] gives it one. Messages call it `name`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// use ch5_array::Object;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.detached_group("run")?;
    /// run.put_text("title", "Run 7")?;
    /// assert!(root.is_empty()?);                                 // nobody sees it yet
    /// root.link("run", &Object::Group(run))?;
    /// assert_eq!(root.group("run")?.names()?, ["title"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn detached_group(&self, name: &str) -> Result<Self> {
        self.shared.check_writable(&self.path_of(name))?;
        let id = self.wrote(name, link::create_group(self.id.raw(), None))?;
        Ok(Self::new(id, self.shared.clone(), self.path_of(name).into()))
    }

    /// A group without a name that messages take for this one: what is written there becomes
    /// visible only when it is linked.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// use ch5_array::Object;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// let new = run.stage()?;
    /// new.put_text("title", "Run 7")?;
    /// assert_eq!((new.path(), run.len()?), ("/run", 0));
    /// root.swap("run", &Object::Group(new))?;
    /// assert_eq!(root.group("run")?.len()?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stage(&self) -> Result<Self> {
        self.shared.check_writable(&self.path)?;
        let id = self.wrote("", link::create_group(self.id.raw(), None))?;
        Ok(Self::new(id, self.shared.clone(), self.path.clone()))
    }

    /// Creates a dataset.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`], [`ErrorKind::Name`], [`ErrorKind::ReadOnly`], and
    /// [`ErrorKind::Shape`] for chunks that do not fit the shape.
    ///
    /// ```
    /// use ch5_array::{Block, DType, NewDataset};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.create_dataset("x", &NewDataset::new(DType::U16, &[480, 640]).gzip(4))?;
    /// x.write_numbers(Some(&Block::rows(x.shape(), 0, 1)), &[1u16; 640])?;
    /// assert_eq!(root.dataset("x")?.shape(), [480, 640]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create_dataset(&self, name: &str, new: &NewDataset) -> Result<Dataset> {
        let c_name = self.check_name(name)?;
        let made = new.create(self.id.raw(), Some(&c_name), self.path_of(name), &self.shared);
        self.made(name, made)
    }

    /// A dataset that has no name yet; [`Group::link`] gives it one. Messages call it `name`.
    ///
    /// # Errors
    ///
    /// As [`Group::create_dataset`].
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Object};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.detached_dataset("x", &NewDataset::new(DType::F64, &[2]))?;
    /// x.write_numbers(None, &[1.0, 2.0])?;
    /// root.link("x", &Object::Dataset(x))?;                      // it appears complete
    /// assert_eq!(root.names()?, ["x"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn detached_dataset(&self, name: &str, new: &NewDataset) -> Result<Dataset> {
        self.shared.check_writable(&self.path_of(name))?;
        let made = new.create(self.id.raw(), None, self.path_of(name), &self.shared);
        self.wrote(name, made)
    }

    /// Gives an object a further name in this group.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`], [`ErrorKind::Name`], [`ErrorKind::ReadOnly`];
    /// [`ErrorKind::Unsupported`] for an object of another file.
    ///
    /// ```
    /// use ch5_array::Object;
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// root.link("latest", &Object::Group(run))?;
    /// root.unlink("run")?;
    /// assert_eq!(root.group("latest")?.path(), "/latest");       // it lives on under this name
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn link(&self, name: &str, object: &Object) -> Result<()> {
        self.check_new(name)?;
        self.check_same_file(name, object)?;
        let id = match object {
            Object::Group(g) => g.id(),
            Object::Dataset(d) => d.id(),
        };
        self.wrote(name, link::link(id, self.id.raw(), name))
    }

    /// Makes a soft link to a path.
    ///
    /// # Errors
    ///
    /// As [`Group::link`]; the target need not exist.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.soft_link("latest", "/run/7")?;
    /// assert!(root.open("latest").unwrap_err().is_not_found());
    /// root.create_group("run")?.create_group("7")?;
    /// assert!(root.open("latest").is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn soft_link(&self, name: &str, target: &str) -> Result<()> {
        self.check_new(name)?;
        self.wrote(name, link::soft_link(self.id.raw(), name, target))
    }

    /// Removes a name; the object goes with its last name. The file does not shrink.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?;
    /// root.unlink("run")?;
    /// assert!(root.unlink("run").unwrap_err().is_not_found());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn unlink(&self, name: &str) -> Result<()> {
        self.shared.check_writable(&self.path_of(name))?;
        if !self.has(name)? {
            return Err(
                self.locate_member(name, Error::new(ErrorKind::NotFound, "there is no such name"))
            );
        }
        self.wrote(name, link::unlink(self.id.raw(), name))
    }

    /// Moves a name to another name, in this group or another of the same file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], [`ErrorKind::AlreadyExists`], [`ErrorKind::ReadOnly`];
    /// [`ErrorKind::Unsupported`] for a group of another file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?;
    /// let archive = root.create_group("archive")?;
    /// root.rename("run", &archive, "run 7")?;
    /// assert_eq!(root.names()?, ["archive"]);
    /// assert_eq!(archive.names()?, ["run 7"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rename(&self, name: &str, to: &Self, new: &str) -> Result<()> {
        self.shared.check_writable(&self.path_of(name))?;
        if !self.has(name)? {
            return Err(
                self.locate_member(name, Error::new(ErrorKind::NotFound, "there is no such name"))
            );
        }
        to.check_new(new)?;
        self.check_same_file(name, &Object::Group(to.clone()))?;
        // HDF5 cannot move a link from or to a group that has no name itself.
        if [self, to].iter().any(|group| sys::file::path_of(group.id.raw()).is_empty()) {
            match link::read_link(self.id.raw(), name).map_err(|e| self.locate_member(name, e))? {
                Link::Hard => to.link(new, &self.open(name)?)?,
                Link::Soft(target) => to.soft_link(new, &target)?,
                _ => {
                    let error = Error::new(ErrorKind::Unsupported, "the link cannot be moved");
                    return Err(self.locate_member(name, error));
                }
            }
            return self.unlink(name);
        }
        self.wrote(name, link::rename(self.id.raw(), name, to.id.raw(), new))
    }

    /// Copies a member with everything below it, as it lies in the file, without decoding it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], [`ErrorKind::AlreadyExists`], [`ErrorKind::ReadOnly`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let backup = File::open(dir.path().join("b.h5"), H5Mode::Truncate)?;
    /// let run = file.root()?.create_group("run")?;
    /// run.put_text("title", "Run 7")?;
    /// file.root()?.copy("run", &backup.root()?, "run")?;
    /// assert_eq!(backup.root()?.group("run")?.names()?, ["title"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy(&self, name: &str, to: &Self, new: &str) -> Result<()> {
        to.check_new(new)?;
        let copied = match link::open(self.id.raw(), name) {
            Ok(object) => link::copy(&object, to.id.raw(), new),
            Err(error) => match self.open_slowly(name, error, MAX_LINKS)? {
                Object::Group(group) => link::copy(group.id(), to.id.raw(), new),
                Object::Dataset(dataset) => link::copy(dataset.id(), to.id.raw(), new),
            },
        };
        to.shared.wrote(copied).map_err(|e| self.locate_member(name, e))
    }

    /// Puts `object` at `name` in place of what is there. A killed process or a full disk leaves
    /// either the old object or the new one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Name`], [`ErrorKind::ReadOnly`]; [`ErrorKind::Unsupported`] for an object of
    /// another file.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Object, Value};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.put_text("title", "Run 7")?;
    /// let new = root.detached_dataset("title", &NewDataset::new(DType::TEXT, &[]))?;
    /// new.write_texts(None, &["Run 8"].into_iter().collect())?;
    /// root.swap("title", &Object::Dataset(new))?;
    /// assert_eq!(root.dataset("title")?.read_value()?, Value::Text("Run 8".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn swap(&self, name: &str, object: &Object) -> Result<()> {
        self.check_name(name)?;
        self.check_same_file(name, object)?;
        if !self.shared.is_atomic() {
            self.shared.order()?;
        }
        if !self.has(name)? {
            self.link(name, object)?;
            return self.shared.order();
        }
        let place = |e: Error| self.locate_member(name, e);
        let old = link::read_link(self.id.raw(), name).map_err(place)?;
        // Open, the old object keeps its space until the new one has its name in the file.
        let held = match old {
            Link::Hard => Some(link::open(self.id.raw(), name).map_err(place)?),
            _ => None,
        };
        self.wrote(name, link::unlink(self.id.raw(), name))?;
        if let Err(error) = self.link(name, object) {
            let _ = match (&held, &old) {
                (Some(held), _) => link::link(held, self.id.raw(), name),
                (None, Link::Soft(target)) => link::soft_link(self.id.raw(), name, target),
                _ => Ok(()),
            };
            return Err(error);
        }
        self.shared.order()
    }

    /// Brings what was written so far to the file, where the file held data before: links made
    /// after this never lead to something that a killed process did not write.
    ///
    /// # Errors
    ///
    /// If writing fails.
    ///
    /// ```
    /// use ch5_array::{DType, NewDataset, Object};
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let x = root.detached_dataset("x", &NewDataset::new(DType::F64, &[2]))?;
    /// x.write_numbers(None, &[1.0, 2.0])?;
    /// root.order()?;                                             // first the data
    /// root.link("x", &Object::Dataset(x))?;                      // then what leads to it
    /// assert_eq!(root.names()?, ["x"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn order(&self) -> Result<()> {
        self.shared.order()
    }

    pub(super) fn check_name(&self, name: &str) -> Result<std::ffi::CString> {
        self.shared.check_writable(&self.path)?;
        name::check(name).and_then(|()| sys::c_string(name)).map_err(|e| self.locate(e))
    }

    /// Fails where nothing can be made under a name: it is in use, no name, or the file is not to
    /// be written.
    pub(crate) fn check_new(&self, name: &str) -> Result<()> {
        self.check_name(name)?;
        if link::exists(self.id.raw(), name).map_err(|e| self.locate(e))? {
            return Err(self.in_use(name));
        }
        Ok(())
    }

    /// Fails for an object of another file, before HDF5 does: after a failed write no other is made.
    fn check_same_file(&self, name: &str, object: &Object) -> Result<()> {
        let (file, id) = match object {
            Object::Group(g) => (g.file(), g.id()),
            Object::Dataset(d) => (d.file(), d.id()),
        };
        if Arc::ptr_eq(&self.shared, file.shared()) {
            return Ok(());
        }
        // A file can be open several times.
        let place = |e: Error| self.locate_member(name, e);
        let [here, there] = [self.id.raw(), id.raw()].map(link::info);
        if here.map_err(place)?.file == there.map_err(place)?.file {
            return Ok(());
        }
        Err(place(
            Error::new(ErrorKind::Unsupported, "")
                .expected("an object of the same file")
                .found(format!("one of {}", file.path().display()))
                .help("Group::copy copies between files"),
        ))
    }

    #[cold]
    fn in_use(&self, name: &str) -> Error {
        self.locate_member(
            name,
            Error::new(ErrorKind::AlreadyExists, "the name is in use")
                .help("remove it first, or use a policy that replaces"),
        )
    }

    /// The result of a creation; HDF5's own check finds names in use, so none is made before.
    pub(super) fn made<T>(&self, name: &str, result: Result<T>) -> Result<T> {
        if result.as_ref().is_err_and(|e| e.kind() == ErrorKind::Hdf5)
            && link::exists(self.id.raw(), name).unwrap_or(false)
        {
            return Err(self.in_use(name));
        }
        self.wrote(name, result)
    }

    fn wrote<T>(&self, name: &str, result: Result<T>) -> Result<T> {
        self.shared.wrote(result).map_err(|e| self.locate_member(name, e))
    }

    /// The group's attributes.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.attrs().write_text("creator", "ch5")?;
    /// assert_eq!(root.attrs().text("creator")?.unwrap(), "ch5");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attrs(&self) -> Attrs<'_> {
        Attrs::new(self.id.raw(), &self.shared, &self.path)
    }

    /// What makes the group the same as another handle's, and counts.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let run = root.create_group("run")?;
    /// root.soft_link("latest", "/run")?;
    /// assert_eq!(root.group("latest")?.identity()?, run.identity()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn identity(&self) -> Result<Identity> {
        self.shared.check_open()?;
        identity(&self.id).map_err(|e| self.locate(e))
    }

    /// What the link `name` is, without following it: `None` for a hard link, else its target.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] if there is no such name, [`ErrorKind::Closed`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// root.create_group("run")?;
    /// root.soft_link("latest", "/run")?;
    /// assert_eq!(root.link_target("run")?, None);
    /// assert_eq!(root.link_target("latest")?.as_deref(), Some("/run"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn link_target(&self, name: &str) -> Result<Option<String>> {
        self.shared.check_open()?;
        let found = link::read_link(self.id.raw(), name).map_err(|e| {
            let there = link::exists(self.id.raw(), name).unwrap_or(true);
            let missing = || Error::new(ErrorKind::NotFound, "there is no such name");
            self.locate_member(name, if there { e } else { missing() })
        })?;
        match found {
            Link::Hard => Ok(None),
            Link::Soft(path) => Ok(Some(path)),
            Link::External { file, path } => Ok(Some(format!("{file}:{path}"))),
            Link::UserDefined => Ok(Some("(user-defined link)".into())),
        }
    }
}

/// Says that a soft link leads nowhere; a refusal on the way stays what it is.
#[cold]
fn dangling(target: &str, error: Error) -> Error {
    if error.kind() != ErrorKind::NotFound {
        return error;
    }
    Error::new(ErrorKind::NotFound, format!("the soft link leads to {target:?}"))
        .found("nothing there, or a circle of links")
        .because(error)
}

pub(crate) fn identity(id: &Id) -> Result<Identity> {
    let info = link::info(id.raw())?;
    Ok(Identity { token: info.token, links: info.links, attributes: info.attributes })
}
