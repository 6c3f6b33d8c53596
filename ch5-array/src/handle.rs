//! Handles as serde values: they name what they stand for, and re-open it.
//!
//! A handle is stored as `{file, path, mode}` and so crosses a process boundary. The file itself
//! is not part of the value.

use serde::de::{self, Deserializer};
use serde::ser::{self, Serializer};
use serde::{Deserialize, Serialize};

use crate::array::H5Array;
use crate::error::Result;
use crate::kind::ArrayKind;
use crate::storage::{Dataset, File, Group, H5Mode, Object};

/// What a handle stands for.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Handle")]
struct Handle {
    file: String,
    path: String,
    mode: String,
}

impl Handle {
    fn of<S: Serializer>(file: &File, path: &str) -> Result<Self, S::Error> {
        if file.is_staged() {
            return Err(ser::Error::custom(
                "a handle inside `update` names a file that will vanish: store the value, or a \
                 handle opened outside",
            ));
        }
        // The path as it is seen from anywhere.
        let real = file.path().canonicalize().map_err(ser::Error::custom)?;
        let name = real
            .to_str()
            .ok_or_else(|| ser::Error::custom("the file's name is not valid UTF-8"))?;
        let mode = if file.mode().writes() { H5Mode::ReadWrite } else { H5Mode::Read };
        Ok(Self { file: name.to_owned(), path: path.to_owned(), mode: mode.as_str().to_owned() })
    }

    fn reopen(&self) -> Result<File> {
        File::open(&self.file, self.mode.parse()?)
    }
}

/// Writes a handle's place through serde; for handles of crates above this one.
///
/// # Errors
///
/// If the handle's file is a stage of [`crate::commit`].
///
/// ```
/// use ch5_array::serialize_place;
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// file.root()?.create_group("run")?;
/// let place = serialize_place(&file, "/run", serde_json::value::Serializer)?;
/// assert_eq!((&place["path"], &place["mode"]), (&"/run".into(), &"r+".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn serialize_place<S: Serializer>(
    file: &File,
    path: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Handle::of::<S>(file, path)?.serialize(serializer)
}

/// Reads a handle's place through serde and opens the object there.
///
/// # Errors
///
/// Whatever opening the file or object fails with.
///
/// ```
/// use ch5_array::deserialize_place;
/// # use ch5_array::{File, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// file.root()?.create_group("run")?;
/// let place = serde_json::to_string(&file.root()?.group("run")?)?;
/// file.close()?;
/// let object = deserialize_place(&mut serde_json::Deserializer::from_str(&place))?;
/// assert_eq!(object.path(), "/run");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn deserialize_place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Object, D::Error> {
    let handle = Handle::deserialize(deserializer)?;
    let object = handle.reopen().and_then(|file| file.root()?.open(&handle.path));
    object.map_err(de::Error::custom)
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_place(self, "/", serializer)
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Handle::deserialize(deserializer)?.reopen().map_err(de::Error::custom)
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_place(&self.file(), self.path(), serializer)
    }
}

impl<'de> Deserialize<'de> for Group {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserialize_place(deserializer)? {
            Object::Group(group) => Ok(group),
            Object::Dataset(d) => Err(de::Error::custom(format!("{} is not a group", d.path()))),
        }
    }
}

fn dataset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Dataset, D::Error> {
    match deserialize_place(deserializer)? {
        Object::Dataset(dataset) => Ok(dataset),
        Object::Group(g) => Err(de::Error::custom(format!("{} is not a dataset", g.path()))),
    }
}

impl Serialize for Dataset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_place(&self.file(), self.path(), serializer)
    }
}

impl<'de> Deserialize<'de> for Dataset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dataset(deserializer)
    }
}

impl<K: ArrayKind> Serialize for H5Array<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.dataset().serialize(serializer)
    }
}

impl<'de, K: ArrayKind> Deserialize<'de> for H5Array<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let array = H5Array::new(dataset(deserializer)?).and_then(K::of);
        array.map_err(de::Error::custom)
    }
}
