//! Whole files: one value, committed at once.

use std::path::Path;

use ch5_array::{Attr, File, Group, H5Mode, Object, OpenOptions, Result, commit};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::dict::H5Dict;
use crate::objects::{Policy, put_object};
use crate::read::Node;
use crate::store::{H5Read, H5Write};
use crate::write::Slot;

/// The attribute of a root group that names the member which is the file's value.
const ROOT: &str = "__ch5_root__";
/// The member that a value without members of its own becomes.
const VALUE: &str = "value";

/// Stores a value as a file of its own: the members of a struct or map are the root's, anything
/// else is the member `value`.
///
/// The file is written beside the old one, synced, and put in its place: after a crash, a full
/// disk or a loss of power there is the old file or the new one, whole.
///
/// ```
/// # use std::collections::BTreeMap;
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("a.h5");
/// let value = BTreeMap::from([("a".to_string(), vec![1.0, 2.0])]);
/// ch5_serde::save(&path, &value)?;
/// assert_eq!(ch5_serde::load::<BTreeMap<String, Vec<f64>>>(&path)?, value);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Io`](ch5_array::ErrorKind::Io), or what the value's own storing fails with; the
/// old file is then as it was.
pub fn save<T: H5Write + ?Sized>(path: impl AsRef<Path>, value: &T) -> Result<()> {
    save_with(path, |slot| value.__put(slot))
}

/// Stores a serde value as a file of its own, as [`save`] does.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, PartialEq, Debug)]
/// struct Settings { name: String, gain: f64 }
///
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("settings.h5");
/// let settings = Settings { name: "left".into(), gain: 1.5 };
/// ch5_serde::save_serde(&path, &settings)?;
/// assert_eq!(ch5_serde::load_serde::<Settings>(&path)?, settings);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`save`].
pub fn save_serde<T: Serialize + ?Sized>(path: impl AsRef<Path>, value: &T) -> Result<()> {
    save_with(path, |slot| slot.serde(value))
}

fn save_with(path: impl AsRef<Path>, put: impl FnOnce(Slot<'_>) -> Result<()>) -> Result<()> {
    commit::save(path, &OpenOptions::default(), |file| {
        let root = file.root()?;
        put_object(&root, VALUE, Policy::Fail, put)?;
        match root.open(VALUE)? {
            Object::Group(group) => hoist(&group, &root),
            Object::Dataset(_) => root.attrs().write_text(ROOT, VALUE),
        }
    })
}

/// Makes the members and attributes of a group those of the root.
fn hoist(group: &Group, root: &Group) -> Result<()> {
    let names = group.names()?;
    for name in group.attrs().names()? {
        if let Some(attr) = group.attrs().read(&name)? {
            copy_attr(root, &name, &attr)?;
        }
    }
    // Out of the way of a member of the same name.
    root.unlink(VALUE)?;
    for name in names {
        group.rename(&name, root, &name)?;
    }
    Ok(())
}

/// Writes an attribute that was read.
pub(crate) fn copy_attr(to: &Group, name: &str, attr: &Attr) -> Result<()> {
    match &attr.shape {
        None => to.attrs().write_null(name),
        Some(shape) => to.attrs().write_values(name, &attr.dtype, shape, &attr.values),
    }
}

/// Reads a value from a file of its own, which [`save`] or [`save_serde`] made, or any other: a
/// root group without their marks is a map or struct.
///
/// The file stays open as long as a handle in the value does, an `H5Array` for example.
///
/// ```
/// use ch5_array::H5Array;
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("x.h5");
/// ch5_serde::save(&path, &ndarray::arr2(&[[1, 2], [3, 4]]))?;
/// let x: ndarray::Array2<i32> = ch5_serde::load(&path)?;
/// assert_eq!(x[[1, 0]], 3);
/// let x: H5Array<i32> = ch5_serde::load(&path)?; // no element is read
/// assert_eq!(x.shape(), [2, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::NotFound`](ch5_array::ErrorKind::NotFound), or what reading a `T` fails with.
pub fn load<T: H5Read>(path: impl AsRef<Path>) -> Result<T> {
    let file = File::open(path, H5Mode::Read)?;
    T::__get(root_value(&file)?)
}

/// Reads a serde value from a file of its own, as [`load`] does.
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("scores.h5");
/// ch5_serde::save(&path, &vec![("Ada".to_string(), 9.5)])?;
/// let scores: Vec<(String, f32)> = ch5_serde::load_serde(&path)?;
/// assert_eq!(scores, [("Ada".to_string(), 9.5)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`load`].
pub fn load_serde<T: DeserializeOwned>(path: impl AsRef<Path>) -> Result<T> {
    let file = File::open(path, H5Mode::Read)?;
    root_value(&file)?.serde()
}

/// The name of the member that is the file's value, where the root itself is not.
pub(crate) fn root_name(root: &Group) -> Result<Option<String>> {
    root.attrs().text(ROOT)
}

/// The value that a file is.
fn root_value(file: &File) -> Result<Node<'static>> {
    let root = file.root()?;
    match root_name(&root)? {
        Some(name) => Ok(Node::of(root.open(&name)?)),
        None => Ok(Node::of(Object::Group(root))),
    }
}

/// Changes a file through its map, all or nothing: `edit` works on a copy, which then takes the
/// file's place as in [`save`]. Processes that update one file wait for each other.
///
/// The whole file is copied, without time and space where the file system can share extents
/// (Btrfs, XFS): for a few values of a large file, [`H5Dict`] alone is cheaper.
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("a.h5");
/// # use std::collections::BTreeMap;
/// ch5_serde::save(&path, &BTreeMap::from([("count".to_string(), 1)]))?;
/// let count = ch5_serde::update(&path, |dict| {
///     let count = dict.get::<i32>("count")? + 1;
///     dict.insert("count", &count)?;
///     Ok(count)
/// })?;
/// assert_eq!(count, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::NotFound`](ch5_array::ErrorKind::NotFound),
/// [`ErrorKind::Locked`](ch5_array::ErrorKind::Locked), or what `edit` returns; the file is then
/// as it was.
pub fn update<R>(path: impl AsRef<Path>, edit: impl FnOnce(&mut H5Dict) -> Result<R>) -> Result<R> {
    commit::update(path, &OpenOptions::default(), |file| edit(&mut H5Dict::root(file)?))
}
