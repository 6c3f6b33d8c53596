//! Trait objects that are read back by the name of their type.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;

use ch5_array::{AsGroup, Error, ErrorKind, Object, Result};
use erased_serde::Serialize as DynSerialize;
use serde::de::DeserializeOwned;

use crate::objects::{Policy, put_object};
use crate::read::Node;
use crate::write::Slot;

/// The attribute that names the type of a stored trait object.
const TYPE: &str = "__ch5_type__";

type Reader<D> = Box<dyn Fn(Node<'_>) -> Result<Box<D>> + Send + Sync>;

/// Types by name, to store values whose type is known at run time only and to read them back as
/// boxed trait objects.
///
/// The file holds a name; what is done for it is the program's own code, registered here. A name
/// that is not registered is an error.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::Registry;
/// use serde::{Deserialize, Serialize};
///
/// trait Shape: erased_serde::Serialize { fn area(&self) -> f64; }
///
/// #[derive(Serialize, Deserialize)]
/// struct Square { side: f64 }
/// impl Shape for Square { fn area(&self) -> f64 { self.side * self.side } }
///
/// let mut shapes = Registry::<dyn Shape>::new();
/// shapes.register_as::<Square>("square", |value| Box::new(value));
///
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// shapes.write(&file, "shape", "square", &Square { side: 3.0 })?;
/// let shape: Box<dyn Shape> = shapes.read(&file, "shape")?;
/// assert_eq!(shape.area(), 9.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Registry<D: ?Sized = dyn Any> {
    types: BTreeMap<&'static str, Reader<D>>,
}

impl<D: ?Sized> fmt::Debug for Registry<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.types.keys()).finish()
    }
}

impl<D: ?Sized> Default for Registry<D> {
    fn default() -> Self {
        Self::new()
    }
}

impl Registry {
    /// Registers a type to be read as `Box<dyn Any>`, from which `downcast` takes it.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use std::any::Any;
    /// use ch5_serde::Registry;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut types = Registry::<dyn Any>::new();
    /// types.register::<u32>("count").register::<String>("text");
    /// types.write(&file, "x", "count", &7u32)?;
    /// assert_eq!(types.read(&file, "x")?.downcast_ref(), Some(&7u32));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn register<T: DeserializeOwned + Any>(&mut self, name: &'static str) -> &mut Self {
        self.register_as::<T>(name, |value| Box::new(value))
    }
}

impl<D: ?Sized> Registry<D> {
    /// A registry without types.
    ///
    /// ```
    /// use ch5_serde::Registry;
    /// let types = Registry::<dyn std::fmt::Debug>::new();
    /// assert_eq!(format!("{types:?}"), "{}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { types: BTreeMap::new() }
    }

    /// Registers a type under a name, with the way to box it (always `|value| Box::new(value)`).
    /// A later registration of the same name takes the earlier one's place.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use std::fmt::Display;
    /// use ch5_serde::Registry;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut types = Registry::<dyn Display>::new();
    /// types
    ///     .register_as::<f64>("number", |value| Box::new(value))
    ///     .register_as::<String>("text", |value| Box::new(value));
    /// types.write(&file, "x", "number", &1.5)?;
    /// assert_eq!(types.read(&file, "x")?.to_string(), "1.5");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn register_as<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        boxed: impl Fn(T) -> Box<D> + Send + Sync + 'static,
    ) -> &mut Self {
        self.types.insert(name, Box::new(move |node| node.serde::<T>().map(&boxed)));
        self
    }

    fn check(&self, type_name: &str) -> Result<&Reader<D>> {
        self.types.get(type_name).ok_or_else(|| {
            let known: Vec<&str> = self.types.keys().copied().collect();
            Error::new(ErrorKind::UnknownVariant, "the type is not registered")
                .expected(format!("one of {}", known.join(", ")))
                .found(format!("{type_name:?}"))
                .help("register it under this name")
        })
    }

    /// Stores a value of a registered type under a name of the file.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Registry;
    /// # use std::any::Any;
    /// use ch5_array::ErrorKind;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut types = Registry::<dyn Any>::new();
    /// types.register::<(f64, f64)>("point");
    /// types.write(&file, "origin", "point", &(0.0, 0.5))?;
    /// let refused = types.write(&file, "name", "text", &"left").unwrap_err();
    /// assert_eq!(refused.kind(), ErrorKind::UnknownVariant); // nothing named "text" could read it
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownVariant`] for a type that is not registered, or what storing fails with.
    pub fn write(
        &self,
        at: &impl AsGroup,
        name: &str,
        type_name: &str,
        value: &dyn DynSerialize,
    ) -> Result<()> {
        let group = at.as_group()?;
        self.check(type_name).map_err(|e| group.locate_member(name, e))?;
        put_object(&group, name, Policy::Fail, |slot| put(slot, type_name, value))
    }

    /// Stores values of registered types as a list: a group with one member a value.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Registry;
    /// # use std::fmt::Display;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut types = Registry::<dyn Display>::new();
    /// types.register_as::<i32>("step", |value| Box::new(value));
    /// types.register_as::<String>("note", |value| Box::new(value));
    /// types.write_list(&file, "log", &[("step", &1), ("note", &"warm"), ("step", &2)])?;
    /// assert_eq!(types.read_list(&file, "log")?.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Registry::write`].
    pub fn write_list(
        &self,
        at: &impl AsGroup,
        name: &str,
        values: &[(&str, &dyn DynSerialize)],
    ) -> Result<()> {
        let group = at.as_group()?;
        for (type_name, _) in values {
            self.check(type_name).map_err(|e| group.locate_member(name, e))?;
        }
        put_object(&group, name, Policy::Fail, |slot| {
            let mut seq = slot.with_opts(&LIST).seq()?;
            for (type_name, value) in values {
                seq.elem(|slot| put(slot, type_name, *value))?;
            }
            seq.end()
        })
    }

    /// Reads a stored value as a boxed trait object.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Registry;
    /// # use std::any::Any;
    /// use ch5_array::ErrorKind;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut types = Registry::<dyn Any>::new();
    /// types.register::<String>("text");
    /// types.write(&file, "name", "text", &"left")?;
    /// let name = types.read(&file, "name")?.downcast::<String>().expect("it was text");
    /// assert_eq!(*name, "left");
    ///
    /// let error = Registry::<dyn Any>::new().read(&file, "name").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::UnknownVariant);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownVariant`] for a type that is not registered, [`ErrorKind::WrongType`]
    /// for an object that does not name its type, or what reading the type fails with.
    pub fn read(&self, at: &impl AsGroup, name: &str) -> Result<Box<D>> {
        self.read_one(at.as_group()?.open(name)?)
    }

    /// Reads a list that [`write_list`](Self::write_list) stored, all of it.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Registry;
    /// # use std::fmt::Display;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut types = Registry::<dyn Display>::new();
    /// types.register_as::<i32>("step", |value| Box::new(value));
    /// types.register_as::<String>("note", |value| Box::new(value));
    /// types.write_list(&file, "log", &[("step", &1), ("note", &"warm")])?;
    /// let log = types.read_list(&file, "log")?;
    /// assert_eq!(format!("{}, {}", log[0], log[1]), "1, warm");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Registry::read`].
    pub fn read_list(&self, at: &impl AsGroup, name: &str) -> Result<Vec<Box<D>>> {
        let list = at.as_group()?.group(name)?;
        let len = crate::read::list_len(&list)?;
        (0..len).map(|i| self.read_one(list.open(&i.to_string())?)).collect()
    }

    fn read_one(&self, object: Object) -> Result<Box<D>> {
        let type_name = object.attrs().text(TYPE)?.ok_or_else(|| {
            object.locate(
                Error::new(ErrorKind::WrongType, "")
                    .expected(format!("an object whose attribute {TYPE} names its type"))
                    .found("none"),
            )
        })?;
        let read = self.check(&type_name).map_err(|e| object.locate(e))?;
        read(Node::of(object))
    }
}

static LIST: crate::opts::FieldOpts =
    crate::opts::FieldOpts::new().layout(crate::opts::Layout::List);

/// Puts a value and the name of its type.
fn put(slot: Slot<'_>, type_name: &str, value: &dyn DynSerialize) -> Result<()> {
    let crate::write::Target::Member { group, name } = &slot.target else {
        return Err(crate::column::needs_group());
    };
    let (group, name) = ((*group).clone(), name.clone().into_owned());
    slot.serde(value)?;
    group.open(&name)?.attrs().write_text(TYPE, type_name)
}
