//! Attributes that look like a map.

use std::fmt;

use ch5_array::{Error, ErrorKind, Group, Object, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::opts::FieldOpts;
use crate::read::Node;
use crate::store::{H5Read, H5Write};
use crate::write::{Slot, Target};

/// The attributes of a group, as a map of any storable value: numbers, text, arrays of them as
/// they are, `None` as a null dataspace, structured serde values bincoded.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// use ch5_serde::H5Dict;
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let dict = H5Dict::root(&file)?;
/// let attributes = dict.attributes();
/// attributes.set("units", "mm")?;
/// attributes.set("range", &[0.0, 10.0])?;
/// attributes.set_serde("history", &vec![(1u8, "made".to_string())])?;
/// assert_eq!(attributes.get::<String>("units")?, "mm");
/// assert_eq!(attributes.keys()?, ["units", "range", "history"]);
/// let history: Vec<(u8, String)> = attributes.get_serde("history")?;
/// assert_eq!(history[0].1, "made");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Attributes {
    group: Group,
}

impl Attributes {
    pub(crate) fn new(group: Group) -> Self {
        Self { group }
    }

    fn missing(&self, name: &str) -> Error {
        let file = self.group.file().path().display().to_string();
        Error::new(ErrorKind::NotFound, "there is no such attribute")
            .at(file, format!("{}@{name}", self.group.path()))
    }

    fn node(&self, name: &str) -> Result<Node<'static>> {
        let object = Object::Group(self.group.clone());
        match object.attrs().read(name)? {
            Some(attr) => Ok(Node::attr(&object, name, attr)),
            None => Err(self.missing(name)),
        }
    }

    /// Reads an attribute.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or what reading a `T` fails with.
    pub fn get<T: H5Read>(&self, name: &str) -> Result<T> {
        T::__get(self.node(name)?)
    }

    /// Reads an attribute through serde.
    ///
    /// # Errors
    ///
    /// As [`Attributes::get`].
    pub fn get_serde<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        self.node(name)?.serde()
    }

    fn slot<'a>(&'a self, name: &'a str) -> Slot<'a> {
        Slot::new(Target::Attr { group: &self.group, name }, FieldOpts::NONE, 0)
    }

    /// Writes an attribute, in place of one that is there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`], or [`ErrorKind::WrongType`] for a value that needs a group: give
    /// such a value to [`Attributes::set_serde`].
    pub fn set<T: H5Write + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        value.__put(self.slot(name)).map_err(|e| match e.kind() {
            ErrorKind::NeedsGroup => crate::objects::unplaced(&self.group, name, e),
            _ => self.slot(name).locate(e),
        })
    }

    /// Writes an attribute through serde; a structured value is bincoded.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`], or what the codec refuses.
    pub fn set_serde<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        self.slot(name).serde(value)
    }

    /// Removes an attribute; false if there was none.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn remove(&self, name: &str) -> Result<bool> {
        self.group.attrs().remove(name)
    }

    /// True if there is an attribute of this name.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn contains(&self, name: &str) -> Result<bool> {
        Ok(self.keys()?.iter().any(|key| key == name))
    }

    /// The names of all attributes.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn keys(&self) -> Result<Vec<String>> {
        self.group.attrs().names()
    }

    /// The number of attributes.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn len(&self) -> Result<usize> {
        Ok(self.keys()?.len())
    }

    /// True if there is no attribute.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for name in self.keys().unwrap_or_default() {
            match self.node(&name) {
                Ok(node) => map.entry(&name, &format_args!("{}", crate::show::node(node))),
                Err(e) => map.entry(&name, &format_args!("<{e}>")),
            };
        }
        map.finish()
    }
}
