//! A group that looks like a map.

mod attributes;
mod edit;
mod entry;
mod item;
mod open;
mod same;
mod tree;
mod whole;

use std::fmt;

use ch5_array::{AsGroup, Attrs, Group, Object, Result, name};

pub use attributes::Attributes;
pub(crate) use attributes::write_attr;
pub use entry::Entry;
pub use item::Item;
pub(crate) use open::{check_alive, refuse_empty};
pub(crate) use tree::Tree;

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
    /// The group.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// // For what a map has no method of its own.
    /// dict.insert("run-2", &7)?;
    /// dict.group().soft_link("latest", "/run-2")?;
    /// assert_eq!(dict.get::<i32>("latest")?, 7);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn group(&self) -> &Group {
        &self.group
    }

    /// The path of the group inside its file.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/lens/name", "macro")?;
    /// assert_eq!(dict.dict("camera/lens")?.path(), "/camera/lens");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        self.group.path()
    }

    /// The group's attributes as HDF5 has them: datatype, shape and elements. As a map of values
    /// they are [`attributes`](Self::attributes).
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.attrs().write_numbers("origin", &[2], &[0.5, 1.5])?;
    /// let origin = dict.attrs().read("origin")?.expect("it was just written");
    /// assert_eq!(origin.shape, Some(vec![2]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attrs(&self) -> Attrs<'_> {
        self.group.attrs()
    }

    /// The group's attributes, as a map.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.attributes().set("origin", &[0.5, 1.5])?;
    /// assert_eq!(dict.attributes().get::<Vec<f64>>("origin")?, [0.5, 1.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> Attributes {
        Attributes::new(Object::Group(self.group.clone()))
    }

    fn members(&self) -> Result<Members> {
        check_alive(&self.group)?;
        Members::new(self.group.clone())
    }

    /// Reads the value of a key; `a/b` is the key `b` of the map at `a`.
    ///
    /// All of it is loaded, but for handles in it (`H5Array`, `H5Dict`, [`H5List`](crate::H5List),
    /// [`Lazy`](crate::Lazy)).
    ///
    /// ```
    /// # use ch5_array::ErrorKind;
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/counts", &vec![3u8, 5])?;
    /// assert_eq!(dict.get::<Vec<u64>>("camera/counts")?, [3, 5]); // widened on the way
    /// let error = dict.get::<String>("camera/counts").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::WrongType);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`](ch5_array::ErrorKind::NotFound), or whatever reading a `T` may fail
    /// with.
    pub fn get<T: H5Read>(&self, key: &str) -> Result<T> {
        T::__get(self.node(key)?)
    }

    /// Reads the value of a key through serde.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Deserialize)]
    /// struct Camera { name: String, gain: f64 }
    ///
    /// dict.insert_at("camera/name", "left")?;
    /// dict.insert_at("camera/gain", &1.5)?;
    /// let camera: Camera = dict.get_serde("camera")?;
    /// assert_eq!((camera.name.as_str(), camera.gain), ("left", 1.5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// The new value is written whole and takes the old one's place in one step; until then the
    /// file holds both. [`update`](Self::update) writes only what differs.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("threshold", &1)?;
    /// dict.insert("threshold", "automatic")?; // of whatever type the old one was
    /// assert_eq!(dict.get::<String>("threshold")?, "automatic");
    /// assert_eq!(dict.len()?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`](ch5_array::ErrorKind::ReadOnly), or whatever storing the value may
    /// fail with.
    pub fn insert<T: H5Write + ?Sized>(&mut self, key: &str, value: &T) -> Result<()> {
        check_alive(&self.group)?;
        put_object(&self.group, key, Policy::Replace, |slot| value.__put(slot))
    }

    /// Puts a value at a key through serde.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use serde::Serialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Serialize)]
    /// struct Camera { name: &'static str, gain: f64 }
    ///
    /// dict.insert_serde("camera", &Camera { name: "left", gain: 1.5 })?;
    /// assert_eq!(dict.dict("camera")?.keys()?, ["name", "gain"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`H5Dict::insert`].
    pub fn insert_serde<T: serde::Serialize + ?Sized>(
        &mut self,
        key: &str,
        value: &T,
    ) -> Result<()> {
        check_alive(&self.group)?;
        put_object(&self.group, key, Policy::Replace, |slot| slot.serde(value))
    }

    /// True if the map has the key, or if the path leads to something.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/gain", &1.5)?;
    /// assert!(dict.contains("camera")?);
    /// assert!(dict.contains("camera/gain")?);
    /// assert!(!dict.contains("gain")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn contains(&self, key: &str) -> Result<bool> {
        if self.place(key)?.is_some() {
            return Ok(true);
        }
        // A path through links that lead elsewhere.
        Ok(key.contains('/') && self.group.open(key).is_ok())
    }

    /// The group and the name of the link that a key or path leads to, if it is there.
    fn place(&self, key: &str) -> Result<Option<(Group, String)>> {
        let has = |members: &Members, key: &str| -> Result<Option<String>> {
            let link = if members.escaped { name::escape(key) } else { key.into() };
            if link.is_empty() || link.contains(['/', '\0']) || link == "." {
                return Ok(None);
            }
            Ok(members.group.has(&link)?.then(|| link.into_owned()))
        };
        let members = self.members()?;
        if let Some(link) = has(&members, key)? {
            return Ok(Some((members.group, link)));
        }
        let Some((parent, last)) = key.trim_end_matches('/').rsplit_once('/') else {
            return Ok(None);
        };
        let parent = if parent.is_empty() { "/" } else { parent };
        match self.group.open(parent) {
            Ok(Object::Group(group)) => {
                let members = Members::new(group)?;
                Ok(has(&members, last)?.map(|link| (members.group, link)))
            }
            _ => Ok(None),
        }
    }

    /// The keys, in order of creation where the file keeps it.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// for (key, legs) in [("spider", 8), ("ant", 6), ("50/50", 0)] {
    ///     dict.insert(key, &legs)?;
    /// }
    /// assert_eq!(dict.keys()?, ["spider", "ant", "50/50"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn keys(&self) -> Result<Vec<String>> {
        Ok(self.members()?.keys()?.into_iter().map(|(_, key)| key).collect())
    }

    /// The number of keys.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert("name", "left")?;
    /// dict.insert_at("lens/name", "macro")?;
    /// assert_eq!(dict.len()?, 2); // what lies within "lens" is not counted
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn len(&self) -> Result<usize> {
        check_alive(&self.group)?;
        Ok(usize::try_from(self.group.len()?).unwrap_or(usize::MAX))
    }

    /// True if there is no key.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert!(dict.is_empty()?);
    /// dict.insert("note", &None::<String>)?;
    /// assert!(!dict.is_empty()?); // a key is there, though its value is none
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the group cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Removes a key or path and its value; false if there was none.
    ///
    /// The link is removed: no element is read or written. The room is used for what is written
    /// next, the file need not become smaller.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/gain", &1.5)?;
    /// assert!(dict.remove("camera/gain")?);
    /// assert!(!dict.remove("camera/gain")?);
    /// assert!(dict.dict("camera")?.is_empty()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`](ch5_array::ErrorKind::ReadOnly).
    pub fn remove(&mut self, key: &str) -> Result<bool> {
        match self.place(key)? {
            Some((group, link)) => group.unlink(&link).map(|()| true),
            None => Ok(false),
        }
    }

    /// The map at a key or path: a handle, nothing is loaded.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.insert_at("camera/gain", &1.5)?;
    /// let mut camera = dict.dict("camera")?;
    /// camera.insert("offset", &-2)?;
    /// assert_eq!(dict.get::<i32>("camera/offset")?, -2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`](ch5_array::ErrorKind::NotFound), or
    /// [`ErrorKind::WrongType`](ch5_array::ErrorKind::WrongType) for a dataset.
    pub fn dict(&self, key: &str) -> Result<Self> {
        Self::new(self.object(key)?.into_group()?)
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
