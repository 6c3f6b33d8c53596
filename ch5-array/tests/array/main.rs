//! H5Array against ndarray: slicing, conversion, growth, errors.

mod conversion;
mod handles;
mod slicing;

use ch5_array::{File, H5Mode};
use ndarray::{ArrayD, IxDyn};
use tempfile::TempDir;

/// A new file in a folder of its own.
fn file() -> (TempDir, File) {
    let dir = tempfile::tempdir().expect("a folder");
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).expect("a file");
    (dir, file)
}

/// 0, 1, 2, ... in row-major order.
fn counting(shape: &[usize]) -> ArrayD<i64> {
    let n: usize = shape.iter().product();
    ArrayD::from_shape_vec(IxDyn(shape), (0..n as i64).collect()).expect("a shape")
}
