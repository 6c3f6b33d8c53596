//! Wrong calls, damaged files and full disks: an error that names the operation, what it was
//! given and the dataset, and data as it was.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod calls;
mod disk;
mod files;
mod handles;
mod huge;
mod numbers;
mod overlap;
#[path = "../rows/mod.rs"]
mod rows;

use ch5_array::{Error, ErrorKind, File, H5Array, H5Mode};
use ndarray::{ArrayBase, Data, Dimension};

/// An empty file in a folder of its own.
fn file() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

fn store<T, S, D>(file: &File, name: &str, array: &ArrayBase<S, D>) -> H5Array
where
    T: ch5_array::Element,
    S: Data<Elem = T>,
    D: Dimension,
{
    H5Array::from_array(file, name, array).unwrap().into_dyn()
}

/// Checks an error's kind, and that it says all of this.
#[track_caller]
fn says<T>(result: Result<T, Error>, kind: ErrorKind, all: &[&str]) {
    let Err(error) = result else { panic!("no error that says {all:?}") };
    assert_eq!(error.kind(), kind, "{error}");
    let text = error.to_string();
    for part in all {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
}

/// What the children of the tests do; see [`common::task`].
#[test]
fn child() {
    if let Some((task, folder)) = common::task() {
        disk::child(&task, &folder);
    }
}
