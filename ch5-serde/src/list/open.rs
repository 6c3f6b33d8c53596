//! Making and opening lists.

use std::path::Path;

use ch5_array::{AsGroup, Error, ErrorKind, File, Group, H5Mode, Object, Result, name};

use super::{Form, H5List};
use crate::objects::{Policy, put_object};
use crate::opts::FieldOpts;
use crate::read::Members;
use crate::store::H5Write;
use crate::tag;
use crate::write::list_group;

impl H5List {
    /// Opens a file whose root is a list. A file that the mode makes gets an empty one.
    ///
    /// ```
    /// use ch5_array::H5Mode;
    /// use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("a.h5");
    /// let mut list = H5List::open(&path, H5Mode::Truncate)?;
    /// list.push("first")?;
    /// list.push(&vec![0.5, 1.5])?;
    /// list.close()?;
    /// let list = H5List::open(&path, H5Mode::Read)?;
    /// assert_eq!(list.get::<Vec<f64>>(1)?, [0.5, 1.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`File::open`], and [`ErrorKind::WrongType`] for a root that is no list.
    pub fn open(path: impl AsRef<Path>, mode: H5Mode) -> Result<Self> {
        let file = File::open(path, mode)?;
        let root = file.root()?;
        let made = matches!(mode, H5Mode::Truncate | H5Mode::CreateNew | H5Mode::ReadWriteCreate);
        if made && root.is_empty()? && root.attrs().names()?.is_empty() {
            root.attrs().write_text(tag::H5_TYPE, "list")?;
        }
        // `save` keeps a value without members of its own in a member.
        match crate::whole::root_name(&root)? {
            Some(name) => Self::of(&root, &name),
            None => Self::of(&root, ""),
        }
    }

    /// Opens a list of a file by its path inside; nothing is loaded.
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// use ch5_array::H5Mode;
    /// use ch5_serde::{H5List, save};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("run.h5");
    /// save(&path, &BTreeMap::from([("scores", vec![0.5, 0.75])]))?;
    /// let mut scores = H5List::open_at(&path, H5Mode::ReadWrite, "scores")?;
    /// scores.push(&1.0)?;
    /// assert_eq!(scores.to_vec::<f64>()?, [0.5, 0.75, 1.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`File::open`] and [`H5List::of`]; [`ErrorKind::Unsupported`] for a mode that would
    /// empty the file first.
    pub fn open_at(path: impl AsRef<Path>, mode: H5Mode, name: &str) -> Result<Self> {
        let path = path.as_ref();
        crate::dict::refuse_empty(path, mode, name)?;
        Self::of(&File::open(path, mode)?, name)
    }

    /// The list of a name or path in a file, a group, an [`H5Dict`](crate::H5Dict) or a plain
    /// `hdf5` handle; the empty name is the group itself.
    ///
    /// ```
    /// use ch5_array::{File, H5Mode};
    /// use ch5_serde::{H5List, write_object};
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// write_object(&file, "numbers", &vec![1, 2, 3])?;
    /// assert_eq!(H5List::of(&file, "numbers")?.len()?, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`], or [`ErrorKind::WrongType`] for an object that is not a sequence.
    pub fn of(at: &impl AsGroup, name: &str) -> Result<Self> {
        let group = at.as_group()?;
        if matches!(name, "" | "/") {
            let group = if name.is_empty() { group } else { group.file().root()? };
            let form = Self::form(Object::Group(group.clone()))?;
            return Ok(Self { parent: group, link: None, form });
        }
        if let Some(object) = Members::new(group.clone())?.get(name)? {
            let link = object.path().rsplit('/').next().unwrap_or(name).to_owned();
            return Ok(Self { form: Self::form(object)?, parent: group, link: Some(link) });
        }
        // The parent of a path is what edits are made in.
        let (parent, last) = match name.trim_end_matches('/').rsplit_once('/') {
            Some(("", last)) => (group.file().root()?, last),
            Some((parent, last)) => (group.group(parent)?, last),
            None => (group, name),
        };
        let form = Self::form(parent.open(last)?)?;
        Ok(Self { parent, link: Some(last.to_owned()), form })
    }

    /// The list that an object is.
    pub(crate) fn of_object(object: &Object) -> Result<Self> {
        match object.path().trim_end_matches('/').rsplit_once('/') {
            None => Self::of(&object.file(), "/"),
            Some((parent, link)) => {
                let root = object.file().root()?;
                let parent = if parent.is_empty() { root } else { root.group(parent)? };
                let form = Self::form(object.clone())?;
                Ok(Self { parent, link: Some(link.to_owned()), form })
            }
        }
    }

    /// Stores values as a list under a name, in the form that fits them: numbers and text as a
    /// dataset, records as a table, and so on.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{H5List, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let list = H5List::create(&file, "pairs", &[(1, 0.5), (2, 0.25)])?;
    /// assert_eq!(list.get::<(i32, f64)>(1)?, (2, 0.25));
    /// // The same value as `write_object` stores.
    /// assert_eq!(read_object::<Vec<(i32, f64)>>(&file, "pairs")?.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`write_object`](crate::write_object).
    pub fn create<T: H5Write>(at: &impl AsGroup, name: &str, values: &[T]) -> Result<Self> {
        let group = at.as_group()?;
        put_object(&group, name, Policy::Fail, |slot| values.__put(slot))?;
        Self::of(&group, name)
    }

    /// Stores an empty list under a name, as a group whatever comes: for elements that hold arrays
    /// or groups of their own.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::H5List;
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let mut list = H5List::create_group(&file, "list")?;
    /// list.push(&ndarray::arr2(&[[1, 2], [3, 4]]))?;
    /// assert!(file.root()?.group("list")?.has("0")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`write_object`](crate::write_object).
    pub fn create_group(at: &impl AsGroup, name: &str) -> Result<Self> {
        let group = at.as_group()?;
        put_object(&group, name, Policy::Fail, |slot| {
            let crate::write::Target::Member { group, name } = &slot.target else {
                return Err(crate::column::needs_group());
            };
            list_group(group, name, FieldOpts::NONE).map(drop)
        })?;
        Self::of(&group, name)
    }

    /// How an object is a list.
    pub(super) fn form(object: Object) -> Result<Form> {
        let wrong = |object: &Object, found: &str| {
            object.locate(Error::new(ErrorKind::WrongType, "").expected("a list").found(found))
        };
        match &object {
            Object::Dataset(d) if d.is_null() => Err(wrong(&object, "null")),
            Object::Dataset(d) if d.is_scalar() => Err(wrong(&object, "a scalar")),
            Object::Dataset(_) => Ok(Form::Packed(object)),
            Object::Group(group) => {
                if group.attrs().text(tag::H5_TYPE)?.as_deref() == Some("list") {
                    crate::read::list_len(group)?;
                    return Ok(Form::Group(group.clone()));
                }
                match crate::read::Store::open(&object, crate::read::Opening::STRICT)? {
                    Some(_) => Ok(Form::Packed(object)),
                    None => Err(wrong(&object, "a group that is no list").help(format!(
                        "lists carry the attribute {} or {}",
                        tag::H5_TYPE,
                        tag::KIND
                    ))),
                }
            }
        }
    }
}

/// Gives a group the members and marks of another in place of its own, or leaves it as it was.
pub(super) fn replace(group: &Group, new: &Group) -> Result<()> {
    let names = group.names()?;
    // Under further names in a group that has none, so that nothing is gone while it is moved.
    let held = group.stage()?;
    for name in &names {
        held.link(name, &group.open(name)?)?;
    }
    let moved = names
        .iter()
        .try_for_each(|name| group.unlink(name))
        .and_then(|()| new.names()?.iter().try_for_each(|name| group.link(name, &new.open(name)?)));
    if let Err(error) = moved {
        for name in group.names()? {
            group.unlink(&name)?;
        }
        for name in &names {
            group.link(name, &held.open(name)?)?;
        }
        return Err(error);
    }
    let attrs = group.attrs();
    for name in attrs.names()?.iter().filter(|name| tag::is_ours(name) && *name != name::ESCAPED) {
        attrs.remove(name)?;
    }
    super::splice::copy_attrs(&Object::Group(new.clone()), &Object::Group(group.clone()))?;
    group.order()
}
