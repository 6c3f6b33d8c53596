//! Whole objects by name.

use std::borrow::Cow;

use ch5_array::{AsGroup, Group, Object, Result, name};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::opts::FieldOpts;
use crate::read::{Members, Node};
use crate::store::{H5Read, H5Write};
use crate::write::{Slot, Target};

/// What to do where a name is in use.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Policy, read_object, write_object, write_object_with};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "x", &1)?;
/// assert!(write_object_with(&file, "x", &2, Policy::Fail).is_err());
/// write_object_with(&file, "x", &2, Policy::Update)?; // into the dataset that is there
/// write_object_with(&file, "x", "two", Policy::Replace)?;
/// assert_eq!(read_object::<String>(&file, "x")?, "two");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// Fail with [`ErrorKind::AlreadyExists`](ch5_array::ErrorKind::AlreadyExists).
    #[default]
    Fail,
    /// Put the new object in the old one's place once it is complete.
    Replace,
    /// Write into the old dataset where shape and datatype match, else replace. Handles of the
    /// dataset then see the new elements, and its attributes stay.
    Update,
}

/// Stores a value under a name; fails if the name is in use.
///
/// `at` is anything with members: a file, a group, an `H5Dict`, or a plain `hdf5` file or group.
/// What is written becomes visible when it is complete: a failure leaves nothing.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// use ch5_serde::{read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "pair", &(1.5, "text".to_string()))?;
/// let (number, text): (f64, String) = read_object(&file, "pair")?;
/// assert_eq!((number, text.as_str()), (1.5, "text"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`](ch5_array::ErrorKind::AlreadyExists),
/// [`ErrorKind::ReadOnly`](ch5_array::ErrorKind::ReadOnly), or what the value's own storing fails
/// with.
pub fn write_object<T: H5Write + ?Sized>(at: &impl AsGroup, name: &str, value: &T) -> Result<()> {
    write_object_with(at, name, value, Policy::Fail)
}

/// Stores a value under a name, with a policy for names in use.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::H5Array;
/// use ch5_serde::{Policy, read_object, write_object_with};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object_with(&file, "frame", &vec![1.0, 2.0], Policy::Replace)?;
/// let live: H5Array<f64> = read_object(&file, "frame")?;
/// write_object_with(&file, "frame", &vec![3.0, 4.0], Policy::Update)?;
/// assert_eq!(live.read()?.as_slice(), Some(&[3.0, 4.0][..])); // the same dataset, new elements
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`write_object`].
pub fn write_object_with<T: H5Write + ?Sized>(
    at: &impl AsGroup,
    name: &str,
    value: &T,
    policy: Policy,
) -> Result<()> {
    put_object(&at.as_group()?, name, policy, |slot| value.__put(slot))
}

/// Reads the value of a name or path.
///
/// All of it is loaded, but for handles in it ([`H5Array`](ch5_array::H5Array),
/// [`H5Dict`](crate::H5Dict), [`H5List`](crate::H5List), [`Lazy`](crate::Lazy)).
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # use std::collections::BTreeMap;
/// use ch5_array::ErrorKind;
/// use ch5_serde::{read_object, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "run", &BTreeMap::from([("counts", vec![3, 1, 4])]))?;
/// let counts: Vec<u64> = read_object(&file, "run/counts")?;
/// assert_eq!(counts, [3, 1, 4]);
/// let error = read_object::<Vec<u64>>(&file, "run/scores").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::NotFound);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::NotFound`](ch5_array::ErrorKind::NotFound), or what reading a `T` fails with.
pub fn read_object<T: H5Read>(at: &impl AsGroup, name: &str) -> Result<T> {
    T::__get(find(&at.as_group()?, name)?)
}

/// Reads the value of a name or path into an existing value.
///
/// Arrays and vectors of numbers, fields of structs among them, are read into the memory that the
/// value has already, where it fits: taking fresh memory costs more than reading into it. Skipped
/// fields keep their value. If it fails, some parts may be new and others old.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// use ch5_serde::{read_object_into, write_object};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_object(&file, "first", &vec![1.5; 1000])?;
/// write_object(&file, "second", &vec![2.5; 1000])?;
/// let mut frame: Vec<f64> = Vec::new();
/// for name in ["first", "second"] {
///     read_object_into(&file, name, &mut frame)?;
/// }
/// assert_eq!(frame, [2.5; 1000]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`read_object`].
pub fn read_object_into<T: H5Read>(at: &impl AsGroup, name: &str, value: &mut T) -> Result<()> {
    value.__get_into(find(&at.as_group()?, name)?)
}

/// Stores any serde value under a name; fails if the name is in use.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// use ch5_serde::{read_serde, write_serde};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// write_serde(&file, "list", &vec![Some(1), None, Some(3)])?;
/// let back: Vec<Option<i32>> = read_serde(&file, "list")?;
/// assert_eq!(back, [Some(1), None, Some(3)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`write_object`].
pub fn write_serde<T: Serialize + ?Sized>(at: &impl AsGroup, name: &str, value: &T) -> Result<()> {
    write_serde_with(at, name, value, Policy::Fail)
}

/// Stores any serde value under a name, with a policy for names in use.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Policy, read_serde, write_serde_with};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// for state in ["queued", "running", "done"] {
///     write_serde_with(&file, "state", state, Policy::Replace)?;
/// }
/// assert_eq!(read_serde::<String>(&file, "state")?, "done");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`write_object`].
pub fn write_serde_with<T: Serialize + ?Sized>(
    at: &impl AsGroup,
    name: &str,
    value: &T,
    policy: Policy,
) -> Result<()> {
    put_object(&at.as_group()?, name, policy, |slot| slot.serde(value))
}

/// Reads any serde value from a name or path. Members that the type does not ask for are not
/// loaded.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// # use std::collections::BTreeMap;
/// use ch5_serde::{read_serde, write_object};
/// use serde::Deserialize;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// #[derive(Deserialize)]
/// struct Settings { gain: f64, #[serde(default)] offset: i32 }
///
/// // However it was stored: what is read is what the names and types in the file say.
/// write_object(&file, "settings", &BTreeMap::from([("gain", 1.5)]))?;
/// let settings: Settings = read_serde(&file, "settings")?;
/// assert_eq!((settings.gain, settings.offset), (1.5, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`read_object`].
pub fn read_serde<T: DeserializeOwned>(at: &impl AsGroup, name: &str) -> Result<T> {
    find(&at.as_group()?, name)?.serde()
}

/// Stores several values; `progress` is called with the number done and the total.
///
/// All become visible together, after the last is complete; names in use make the call fail
/// before anything is written.
///
/// ```
/// use ch5_array::{File, H5Mode};
/// use ch5_serde::{H5Write, write_objects};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let values: [(&str, &dyn H5Write); 2] = [("a", &1), ("b", &"text")];
/// write_objects(&file, values, |done, total| println!("{done} of {total}"))?;
/// assert_eq!(file.root()?.names()?, ["a", "b"]);
/// // "c" is not stored either: "b" is in use.
/// let values: [(&str, &dyn H5Write); 2] = [("c", &2), ("b", &3)];
/// assert!(write_objects(&file, values, |_, _| ()).is_err());
/// assert!(!file.root()?.has("c")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`write_object`].
pub fn write_objects<'v, I>(
    at: &impl AsGroup,
    values: I,
    mut progress: impl FnMut(usize, usize),
) -> Result<()>
where
    I: IntoIterator<Item = (&'v str, &'v dyn H5Write)>,
{
    let group = at.as_group()?;
    let values: Vec<_> = values.into_iter().collect();
    for (name, _) in &values {
        if group.has(&name::escape(name))? {
            return Err(in_use(&group, name));
        }
    }
    let stage = group.stage()?;
    for (i, (name, value)) in values.iter().enumerate() {
        value.__put(Slot::member(&stage, name))?;
        progress(i + 1, values.len());
    }
    group.order()?;
    for (name, _) in &values {
        let link = name::escape(name);
        mark(&group, name, &link)?;
        group.link(&link, &stage.open(&link)?)?;
    }
    group.order()
}

/// The error of a value that could not be put, and one for a value that asked for a group where
/// there can be none.
#[cold]
fn unplaced(group: &Group, key: &str, error: ch5_array::Error) -> ch5_array::Error {
    if error.kind() != ch5_array::ErrorKind::NeedsGroup {
        return group.locate_member(key, error);
    }
    group.locate_member(
        key,
        ch5_array::Error::new(ch5_array::ErrorKind::WrongType, "an attribute")
            .expected("a number, text, an array of them, or a serde value")
            .found("a value that needs a group or dataset of its own")
            .help("drop #[h5(attr)] for this field"),
    )
}

pub(crate) fn in_use(group: &Group, key: &str) -> ch5_array::Error {
    group.locate_member(
        key,
        ch5_array::Error::new(ch5_array::ErrorKind::AlreadyExists, "the name is in use")
            .help("remove it first, or use Policy::Replace"),
    )
}

/// Marks the group if the name had to be escaped.
pub(crate) fn mark(group: &Group, key: &str, link: &str) -> Result<()> {
    if link != key && group.attrs().number(name::ESCAPED)?.is_none() {
        // Names that are there must keep their meaning.
        for old in group.names()? {
            if old.contains('%') && name::unescape(&old).is_ok_and(|k| *k != old) {
                return Err(group.locate_member(
                    key,
                    ch5_array::Error::new(
                        ch5_array::ErrorKind::Name,
                        "the name needs escaping, in a group whose names are not escaped",
                    )
                    .found(format!("{old:?} beside it"))
                    .help("give it a name without '/', '%', NUL or a leading dot"),
                ));
            }
        }
        group.attrs().write_numbers(name::ESCAPED, &[], &[1u8])?;
    }
    Ok(())
}

/// Puts one value under a key: complete, or not at all.
pub(crate) fn put_object(
    group: &Group,
    key: &str,
    policy: Policy,
    put: impl FnOnce(Slot<'_>) -> Result<()>,
) -> Result<()> {
    let link = if Members::new(group.clone())?.escaped || name::escape(key) != key {
        name::escape(key)
    } else {
        Cow::Borrowed(key)
    };
    let exists = group.has(&link)?;
    if exists && policy == Policy::Fail {
        return Err(in_use(group, key));
    }
    // No lock is held while the value writes itself: it may wait for other threads that need it.
    let stage = group.stage()?;
    let target = Target::Member { group: &stage, name: Cow::Borrowed(&link) };
    put(Slot::new(target, FieldOpts::NONE, 0)).map_err(|e| unplaced(group, key, e))?;
    let object = stage.open(&link)?;
    if exists && policy == Policy::Update && crate::update::in_place(group, &link, &object)? {
        return Ok(());
    }
    mark(group, key, &link)?;
    group.swap(&link, &object)
}

/// The value of a key or path.
fn find(group: &Group, key: &str) -> Result<Node<'static>> {
    if let Some(object) = Members::new(group.clone())?.get(key)? {
        return Ok(Node::of(object));
    }
    Ok(Node::of(group.open(key)?))
}

/// Gives a name to an object that exists already; for handles that are values.
pub(crate) fn copy_into(object: &Object, slot: Slot<'_>) -> Result<()> {
    let Target::Member { group, name } = &slot.target else {
        return Err(crate::column::needs_group());
    };
    let (parent, last) = object.path().rsplit_once('/').unwrap_or(("", object.path()));
    let file = object.file();
    let parent = file.root()?.group(if parent.is_empty() { "/" } else { parent })?;
    parent.copy(last, group, name)
}
