//! A group that looks like a map.

mod attributes;
mod edit;
mod item;

use std::fmt;
use std::path::Path;

use ch5_array::{AsGroup, Attrs, Error, ErrorKind, File, Group, H5Mode, Object, Result, name};

pub use attributes::Attributes;
pub use item::Item;

use crate::objects::{Policy, put_object};
use crate::read::{Members, Node, Source, Visit};
use crate::store::{H5Read, H5Write};
use crate::write::Record;

/// A group of a file that behaves like a map from text to values. Nothing is loaded before it is
/// asked for.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::H5Dict;
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let mut dict = H5Dict::root(&file)?;
/// dict.insert("name", "ch5")?;
/// dict.insert("numbers", &vec![1, 2, 3])?;
/// assert_eq!(dict.keys()?, ["name", "numbers"]);
/// assert_eq!(dict.get::<Vec<i32>>("numbers")?, [1, 2, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct H5Dict {
    group: Group,
}

/// Entries that are shown at either end of a long map.
const SHOWN: usize = 10;

impl fmt::Debug for H5Dict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = match self.members().and_then(|members| members.keys()) {
            Ok(keys) => keys,
            Err(e) => return write!(f, "H5Dict<{e}>"),
        };
        let long = keys.len() > 100;
        f.write_str("H5Dict{")?;
        for (i, (link, key)) in keys.iter().enumerate() {
            if long && (SHOWN..keys.len() - SHOWN).contains(&i) {
                if i == SHOWN {
                    write!(f, "\n\t... {} more ...", keys.len() - 2 * SHOWN)?;
                }
                continue;
            }
            let comma = if i == 0 { "\n\t" } else { ",\n\t" };
            match self.group.open(link).and_then(Item::of) {
                Ok(item) => write!(f, "{comma}{key}: {item:?}")?,
                Err(e) => write!(f, "{comma}{key}: <{e}>")?,
            }
        }
        f.write_str(if keys.is_empty() { "}" } else { "\n}" })
    }
}

impl AsGroup for H5Dict {
    fn as_group(&self) -> Result<Group> {
        Ok(self.group.clone())
    }
}

impl H5Dict {
    /// The map of a group.
    ///
    /// # Errors
    ///
    /// If the group's file was closed.
    pub fn new(group: Group) -> Result<Self> {
        Ok(Self { group })
    }

    /// Opens a file and gives the map of its root group.
    ///
    /// # Errors
    ///
    /// See [`File::open`].
    pub fn open(path: impl AsRef<Path>, mode: H5Mode) -> Result<Self> {
        Self::root(&File::open(path, mode)?)
    }

    /// The map of a file's root group.
    ///
    /// # Errors
    ///
    /// If the file was closed.
    pub fn root(file: &File) -> Result<Self> {
        Self::new(file.root()?)
    }

    /// The group.
    #[must_use]
    pub fn group(&self) -> &Group {
        &self.group
    }

    /// The path of the group inside its file.
    #[must_use]
    pub fn path(&self) -> &str {
        self.group.path()
    }

    /// The group's attributes.
    #[must_use]
    pub fn attrs(&self) -> Attrs<'_> {
        self.group.attrs()
    }

    /// The group's attributes, as a map.
    #[must_use]
    pub fn attributes(&self) -> Attributes {
        Attributes::new(self.group.clone())
    }

    fn members(&self) -> Result<Members> {
        Members::new(self.group.clone())
    }

    /// Reads the value of a key; `a/b` is the key `b` of the map at `a`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or whatever reading a `T` may fail with.
    pub fn get<T: H5Read>(&self, key: &str) -> Result<T> {
        T::__get(self.node(key)?)
    }

    /// Reads the value of a key through serde.
    ///
    /// # Errors
    ///
    /// As [`H5Dict::get`].
    pub fn get_serde<T: serde::de::DeserializeOwned>(&self, key: &str) -> Result<T> {
        self.node(key)?.serde()
    }

    fn node(&self, key: &str) -> Result<Node<'static>> {
        Ok(Node { source: Source::Object(self.object(key)?), visit: Visit::start() })
    }

    fn object(&self, key: &str) -> Result<Object> {
        if let Some(object) = self.members()?.get(key)? {
            return Ok(object);
        }
        // A path, or a name that is missing: the group says which part of it.
        self.group.open(key)
    }

    /// Puts a value at a key. A value that is there is replaced, and stays if the new one fails.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`], or whatever storing the value may fail with.
    pub fn insert<T: H5Write + ?Sized>(&mut self, key: &str, value: &T) -> Result<()> {
        put_object(&self.group, key, Policy::Replace, |slot| value.__put(slot))
    }

    /// Puts a value at a key through serde.
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`].
    pub fn insert_serde<T: serde::Serialize + ?Sized>(
        &mut self,
        key: &str,
        value: &T,
    ) -> Result<()> {
        put_object(&self.group, key, Policy::Replace, |slot| slot.serde(value))
    }

    /// True if the map has the key.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn contains(&self, key: &str) -> Result<bool> {
        let members = self.members()?;
        let link = name::escape(key);
        let direct = if members.escaped || *link == *key { &*link } else { key };
        if direct.contains('/') || direct.is_empty() {
            return Ok(self.group.open(direct).is_ok());
        }
        self.group.has(direct)
    }

    /// The keys, in order of creation where the file keeps it.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn keys(&self) -> Result<Vec<String>> {
        Ok(self.members()?.keys()?.into_iter().map(|(_, key)| key).collect())
    }

    /// The number of keys.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn len(&self) -> Result<usize> {
        Ok(usize::try_from(self.group.len()?).unwrap_or(usize::MAX))
    }

    /// True if there is no key.
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Removes a key and its value; false if there was none.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn remove(&mut self, key: &str) -> Result<bool> {
        let members = self.members()?;
        let link = if members.escaped { name::escape(key) } else { key.into() };
        if !self.group.has(&link)? {
            return Ok(false);
        }
        self.group.unlink(&link).map(|()| true)
    }

    /// The map at a key.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or [`ErrorKind::WrongType`] for a dataset.
    pub fn dict(&self, key: &str) -> Result<Self> {
        match self.object(key)? {
            Object::Group(group) => Self::new(group),
            other => Err(other.locate(
                Error::new(ErrorKind::WrongType, "").expected("a group").found("a dataset"),
            )),
        }
    }

    #[doc(hidden)]
    pub fn __record(&mut self) -> Record<'_> {
        Record::group(self.group.clone(), 1)
    }

    #[doc(hidden)]
    #[must_use]
    pub fn __node(&self) -> Node<'_> {
        Node::of(Object::Group(self.group.clone()))
    }
}

impl H5Write for H5Dict {
    fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
        for link in self.group.names()? {
            self.group.copy(&link, &values.group, &link)?;
        }
        for name in self.attrs().names()? {
            if let Some(attr) = self.attrs().read(&name)? {
                crate::whole::copy_attr(&values.group, &name, &attr)?;
            }
        }
        Ok(())
    }
}

impl H5Read for H5Dict {
    fn h5_read(values: &H5Dict) -> Result<Self> {
        Ok(values.clone())
    }
}
