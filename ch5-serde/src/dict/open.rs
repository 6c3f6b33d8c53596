//! Opening maps, and whether they are still there.

use std::path::Path;

use ch5_array::{AsGroup, Error, ErrorKind, File, Group, H5Mode, Object, Result};

use super::H5Dict;

impl H5Dict {
    /// Opens a file and gives the map of its root group. `~` at the start of the path is the home
    /// folder.
    ///
    /// ```
    /// use ch5_array::H5Mode;
    /// use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("settings.h5");
    /// let mut dict = H5Dict::open(&path, H5Mode::ReadWriteCreate)?; // the file is made
    /// dict.insert("volume", &11)?;
    /// dict.close()?;
    /// assert_eq!(H5Dict::open(&path, H5Mode::Read)?.get::<i32>("volume")?, 11);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// See [`File::open`].
    pub fn open(path: impl AsRef<Path>, mode: H5Mode) -> Result<Self> {
        Self::root(&File::open(path, mode)?)
    }

    /// Opens a map of a file by its path inside.
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// use ch5_array::H5Mode;
    /// use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// let mut dict = H5Dict::open(&path, H5Mode::Truncate)?;
    /// dict.insert("camera", &BTreeMap::from([("gain", 1.5)]))?;
    /// dict.close()?;
    /// let camera = H5Dict::open_at(&path, H5Mode::Read, "camera")?;
    /// assert_eq!(camera.get::<f64>("gain")?, 1.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`File::open`] and [`H5Dict::of`]; [`ErrorKind::Unsupported`] for a mode that would
    /// empty the file first.
    pub fn open_at(path: impl AsRef<Path>, mode: H5Mode, name: &str) -> Result<Self> {
        refuse_empty(path.as_ref(), mode, name)?;
        Self::of(&File::open(path, mode)?, name)
    }

    /// The map of a name or path in a file, a group, another map or a plain `hdf5` handle; the
    /// empty name is the group itself.
    ///
    /// ```
    /// use ch5_array::hdf5;
    /// use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// let plain = hdf5::File::create(dir.path().join("a.h5"))?;
    /// plain.create_group("a")?.create_group("b")?;
    /// let mut dict = H5Dict::of(&plain, "a/b")?;
    /// dict.insert("x", &1)?;
    /// assert_eq!(plain.group("a/b")?.member_names()?, ["x"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or [`ErrorKind::WrongType`] for a dataset.
    pub fn of(at: &impl AsGroup, name: &str) -> Result<Self> {
        let dict = Self::new(at.as_group()?)?;
        if name.is_empty() { Ok(dict) } else { dict.dict(name) }
    }

    /// The map of a file's root group.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{H5Dict, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut dict = H5Dict::root(&file)?;
    /// dict.insert("x", &1)?;
    /// assert_eq!(read_object::<i32>(&file, "x")?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the file was closed.
    pub fn root(file: &File) -> Result<Self> {
        Self::new(file.root()?)
    }

    /// The map of a group.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let group = file.root()?.create_group("camera")?;
    /// let mut camera = H5Dict::new(group.clone())?;
    /// camera.insert("gain", &1.5)?;
    /// assert_eq!(group.names()?, ["gain"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None at present: what is wrong with the group shows when the map is used.
    pub fn new(group: Group) -> Result<Self> {
        Ok(Self { group })
    }
}

/// Refuses modes that empty a file before something is looked for in it.
pub(crate) fn refuse_empty(path: &Path, mode: H5Mode, name: &str) -> Result<()> {
    if !matches!(mode, H5Mode::Truncate | H5Mode::CreateNew) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Unsupported, "")
        .at(path.display().to_string(), name)
        .expected("mode r, r+ or a: the object must be there")
        .found(format!("mode {mode}")))
}

/// Fails for a group that was deleted while its handle was open: what is written there is lost.
pub(crate) fn check_alive(group: &Group) -> Result<()> {
    Object::Group(group.clone()).check_alive()
}
