//! Attributes that look like a map.

use std::fmt;

use ch5_array::{Attr, Error, ErrorKind, File, Group, Object, Result, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::tree::Tree;
use crate::opts::FieldOpts;
use crate::read::Node;
use crate::store::{H5Read, H5Write};
use crate::write::{Slot, Target};

/// The attributes of a map, list or array, as a map of any storable value: numbers, text, arrays of
/// them as they are, `None` as a null dataspace, structured serde values bincoded.
///
/// Nothing is kept in memory: each call reads or writes the file. The marks by which ch5 and
/// anndata know what an object stands for (`__ch5_kind__`, `encoding-type`, ...) are attributes
/// too, and listed among them.
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
    object: Object,
}

impl Attributes {
    /// The attributes of a group or dataset.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode, Object};
    /// use ch5_serde::Attributes;
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::arr1(&[1.0, 2.0]))?;
    /// let attributes = Attributes::new(Object::Dataset(x.dataset().clone()));
    /// attributes.set("range", &(0.0, 10.0))?;
    /// assert_eq!(attributes.get::<(f64, f64)>("range")?, (0.0, 10.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(object: Object) -> Self {
        Self { object }
    }

    fn locate(&self, name: &str, error: Error) -> Error {
        let file = self.object.file().path().display().to_string();
        error.at(file, format!("{}@{name}", self.object.path()))
    }

    fn node(&self, name: &str) -> Result<Node<'static>> {
        match self.object.attrs().read(name)? {
            Some(attr) => Ok(Node::attr(&self.object, name, attr)),
            None => Err(self.locate(
                name,
                Error::new(ErrorKind::NotFound, "there is no such attribute")
                    .expected(format!("an attribute {name:?}"))
                    .found(format!("{:?}", self.keys().unwrap_or_default())),
            )),
        }
    }

    /// Reads an attribute.
    ///
    /// ```
    /// # use ch5_array::ErrorKind;
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let attributes = dict.attributes();
    /// attributes.set("scale", &0.25f32)?;
    /// assert_eq!(attributes.get::<f64>("scale")?, 0.25);
    /// assert_eq!(attributes.get::<f64>("offset").unwrap_err().kind(), ErrorKind::NotFound);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or what reading a `T` fails with.
    pub fn get<T: H5Read>(&self, name: &str) -> Result<T> {
        T::__get(self.node(name)?)
    }

    /// Reads an attribute through serde, a bincoded one too.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use std::collections::BTreeMap;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let limits = BTreeMap::from([("low".to_string(), -1), ("high".to_string(), 1)]);
    /// dict.attributes().set_serde("limits", &limits)?;
    /// let back: BTreeMap<String, i32> = dict.attributes().get_serde("limits")?;
    /// assert_eq!(back, limits);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Attributes::get`].
    pub fn get_serde<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        self.node(name)?.serde()
    }

    /// Reads an attribute, `None` if there is none of this name.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.attributes().set("units", "mm")?;
    /// assert_eq!(dict.attributes().try_get::<String>("units")?.as_deref(), Some("mm"));
    /// assert_eq!(dict.attributes().try_get::<f64>("scale")?.unwrap_or(1.0), 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What reading a `T` fails with.
    pub fn try_get<T: H5Read>(&self, name: &str) -> Result<Option<T>> {
        match self.object.attrs().read(name)? {
            Some(attr) => T::__get(Node::attr(&self.object, name, attr)).map(Some),
            None => Ok(None),
        }
    }

    /// Removes an attribute and returns what it was.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let attributes = dict.attributes();
    /// attributes.set("draft", &true)?;
    /// assert!(attributes.pop::<bool>("draft")?);
    /// assert!(!attributes.contains("draft")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Attributes::get`]; the attribute is then still there.
    pub fn pop<T: H5Read>(&self, name: &str) -> Result<T> {
        let value = self.get(name)?;
        self.remove(name)?;
        Ok(value)
    }

    /// Names and values of all attributes, whatever their type; each value is read when it is asked
    /// for.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_array::Value;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.attributes().set("units", "mm")?;
    /// dict.attributes().set("scale", &2.0)?;
    /// for (name, value) in dict.attributes().items()? {
    ///     match value? {
    ///         Value::Text(text) => assert_eq!((name.as_str(), text.as_str()), ("units", "mm")),
    ///         value => assert_eq!((name.as_str(), value), ("scale", Value::F64(2.0))),
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the names cannot be read; a value that cannot be read is an error in its place.
    pub fn items(&self) -> Result<impl Iterator<Item = (String, Result<Value>)> + '_> {
        Ok(self.keys()?.into_iter().map(|name| {
            let value = self.get_serde::<Tree>(&name).map(|tree| tree.0);
            (name, value)
        }))
    }

    /// Calls `put` with the place of an attribute.
    fn put(&self, name: &str, put: impl FnOnce(Slot<'_>) -> Result<()>) -> Result<()> {
        self.object.check_alive()?;
        match &self.object {
            Object::Group(group) => put(slot(group, name)),
            // A slot stages what it writes in a group.
            Object::Dataset(dataset) => {
                let group = File::scratch()?.root()?;
                put(slot(&group, name)).map_err(|e| dataset.locate(e))?;
                match group.attrs().read(name)? {
                    Some(attr) => write_attr(&self.object, name, &attr),
                    None => Ok(()),
                }
            }
        }
    }

    /// Writes an attribute, in place of one that is there.
    ///
    /// ```
    /// # use ch5_array::ErrorKind;
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let attributes = dict.attributes();
    /// attributes.set("origin", &(0.5, 1.5))?;
    /// attributes.set("note", &None::<String>)?; // a null dataspace
    /// let refused = attributes.set("log", &vec![(1, "made".to_string())]).unwrap_err();
    /// assert_eq!(refused.kind(), ErrorKind::WrongType);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`], or [`ErrorKind::WrongType`] for a value that needs a group: give
    /// such a value to [`Attributes::set_serde`].
    pub fn set<T: H5Write + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        self.put(name, |slot| value.__put(slot)).map_err(|e| {
            if e.kind() != ErrorKind::NeedsGroup {
                return e;
            }
            self.locate(
                name,
                Error::new(ErrorKind::WrongType, "")
                    .expected("a number, text, or an array of them")
                    .found("a value that needs a group or dataset of its own")
                    .help("give it to set_serde"),
            )
        })
    }

    /// Writes an attribute through serde; a structured value is bincoded.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # use serde::Serialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Serialize)]
    /// struct Step { name: &'static str, seconds: f64 }
    ///
    /// let attributes = dict.attributes();
    /// attributes.set_serde("history", &vec![Step { name: "blur", seconds: 0.5 }])?;
    /// let history: Vec<(String, f64)> = attributes.get_serde("history")?;
    /// assert_eq!(history, [("blur".to_string(), 0.5)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`], or what the codec refuses.
    pub fn set_serde<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        self.put(name, |slot| slot.serde(value))
    }

    /// Removes an attribute; false if there was none.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.attributes().set("draft", &true)?;
    /// assert!(dict.attributes().remove("draft")?);
    /// assert!(!dict.attributes().remove("draft")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn remove(&self, name: &str) -> Result<bool> {
        self.object.attrs().remove(name)
    }

    /// Removes all attributes but the marks by which ch5 and anndata know what the object stands
    /// for: it is read as before.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # use ch5_serde::H5List;
    /// let list = H5List::create_group(&dict, "list")?;
    /// list.attributes().set("units", "mm")?;
    /// list.attributes().set("scale", &2.0)?;
    /// list.attributes().clear()?;
    /// assert!(!list.attributes().contains("units")?);
    /// assert!(H5List::of(&dict, "list")?.is_empty()?); // it still is a list
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ReadOnly`].
    pub fn clear(&self) -> Result<()> {
        let names = self.keys()?;
        let own = names.iter().filter(|name| !crate::tag::is_ours(name));
        own.map(|name| self.remove(name)).try_for_each(|done| done.map(drop))
    }

    /// True if there is an attribute of this name.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.attributes().set("units", "mm")?;
    /// assert!(dict.attributes().contains("units")?);
    /// assert!(!dict.attributes().contains("Units")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn contains(&self, name: &str) -> Result<bool> {
        Ok(self.keys()?.iter().any(|key| key == name))
    }

    /// The names of all attributes, in order of creation where the file keeps it.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// for axis in ["y", "x"] {
    ///     dict.attributes().set(axis, &0.5)?;
    /// }
    /// assert_eq!(dict.attributes().keys()?, ["y", "x"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn keys(&self) -> Result<Vec<String>> {
        self.object.attrs().names()
    }

    /// The number of attributes.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// dict.attributes().set("scale", &1)?;
    /// dict.attributes().set("scale", &2)?; // the same one again
    /// assert_eq!(dict.attributes().len()?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn len(&self) -> Result<usize> {
        Ok(self.keys()?.len())
    }

    /// True if there is no attribute.
    ///
    /// ```
    /// # use ch5_array::H5Mode;
    /// # use ch5_serde::H5Dict;
    /// # let dir = tempfile::tempdir()?;
    /// # let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// assert!(dict.attributes().is_empty()?);
    /// dict.attributes().set("units", "mm")?;
    /// assert!(!dict.attributes().is_empty()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }
}

fn slot<'a>(group: &'a Group, name: &'a str) -> Slot<'a> {
    Slot::new(Target::Attr { group, name }, FieldOpts::NONE, 0)
}

/// Writes an attribute that was read.
pub(crate) fn write_attr(to: &Object, name: &str, attr: &Attr) -> Result<()> {
    match &attr.shape {
        None => to.attrs().write_null(name),
        Some(shape) => to.attrs().write_values(name, &attr.dtype, shape, &attr.values),
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = match self.keys() {
            Ok(names) => names,
            Err(e) => return write!(f, "Attributes<{e}>"),
        };
        let mut map = f.debug_map();
        for name in names {
            match self.node(&name) {
                Ok(node) => map.entry(&name, &format_args!("{}", crate::show::node(node))),
                Err(e) => map.entry(&name, &format_args!("<{e}>")),
            };
        }
        map.finish()
    }
}
