//! What the tests share.

use std::fmt::Debug;
use std::str::FromStr;

use ch5::hdf5;
use ch5::hdf5::types::{TypeDescriptor, VarLenUnicode};
use ch5::{Error, File, H5Mode, H5Store, read_object, write_object};

pub(crate) struct Temp {
    pub(crate) file: File,
    pub(crate) dir: tempfile::TempDir,
}

/// An empty file.
pub(crate) fn temp() -> Temp {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    Temp { file, dir }
}

/// The plain handle of a file.
pub(crate) fn plain(file: &File) -> hdf5::File {
    file.to_hdf5().unwrap()
}

pub(crate) fn dataset(file: &File, path: &str) -> hdf5::Dataset {
    plain(file).dataset(path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

pub(crate) fn group(file: &File, path: &str) -> hdf5::Group {
    plain(file).group(path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Names of the members of a group.
pub(crate) fn members(file: &File, path: &str) -> Vec<String> {
    ch5::H5Dict::root(file).unwrap().dict(path).unwrap().group().names().unwrap()
}

/// The type of a dataset.
pub(crate) fn kind(dataset: &hdf5::Dataset) -> TypeDescriptor {
    dataset.dtype().unwrap().to_descriptor().unwrap()
}

pub(crate) fn text_attr(at: &hdf5::Location, name: &str) -> String {
    let attr = at.attr(name).unwrap_or_else(|e| panic!("{name}: {e}"));
    attr.read_scalar::<VarLenUnicode>().unwrap().to_string()
}

pub(crate) fn has_attr(at: &hdf5::Location, name: &str) -> bool {
    at.attr_names().unwrap().iter().any(|n| n == name)
}

pub(crate) fn texts(dataset: &hdf5::Dataset) -> Vec<String> {
    let all = dataset.read_1d::<VarLenUnicode>().unwrap();
    all.iter().map(ToString::to_string).collect()
}

/// Text as HDF5 holds it.
pub(crate) fn text(text: &str) -> VarLenUnicode {
    VarLenUnicode::from_str(text).unwrap()
}

/// Writes a value and reads it back equal.
pub(crate) fn round<T: H5Store + PartialEq + Debug>(file: &File, name: &str, value: &T) {
    write_object(file, name, value).unwrap_or_else(|e| panic!("write {name}: {e}"));
    let back: T = read_object(file, name).unwrap_or_else(|e| panic!("read {name}: {e}"));
    assert_eq!(&back, value, "{name}");
}

/// The error of a call that must fail, which names the file and the object.
#[track_caller]
pub(crate) fn refused<T: Debug>(done: ch5::Result<T>, path: &str) -> Error {
    let error = done.unwrap_err();
    assert!(error.file().ends_with("a.h5"), "no file in {error:?}");
    assert_eq!(error.path(), path, "{error:?}");
    error
}
