//! Datasets that functions are measured on.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ch5_array::ops::creation::{arange, from_fn};
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::{add, remainder};
use ch5_array::{Chunks, ElementType as Ty, Expr, File, H5Array, H5Mode, Options, TimeUnit};

use crate::rows::Input;

/// Columns of every input.
const COLUMNS: usize = 4096;

/// The datasets so far: for reading, and for writing.
pub(crate) struct Inputs {
    dir: PathBuf,
    bytes: usize,
    made: HashMap<(Input, bool), H5Array>,
}

impl Inputs {
    pub(crate) fn new(dir: &Path, bytes: usize) -> Self {
        Self { dir: dir.to_path_buf(), bytes, made: HashMap::new() }
    }

    /// The dataset of a kind; one that is written to is another than those that are read.
    pub(crate) fn get(&mut self, input: Input, written: bool) -> H5Array {
        if let Some(array) = self.made.get(&(input, written)) {
            return array.clone();
        }
        // Made as fast as it goes, whatever is measured.
        let _scope = Options::new().scoped();
        let path = self.dir.join(format!("{input:?}{written}.h5"));
        let file = File::open(&path, H5Mode::Truncate).unwrap();
        let mut made = elements(input, self.bytes)
            .write_to_with(&file, "x", |new| new.chunks(Chunks::Shape(vec![64, 512])))
            .unwrap();
        if !written {
            // HDF5 has texts in its cache of metadata while a file is open for writing.
            drop(made);
            file.close().unwrap();
            made = H5Array::open(&path, H5Mode::Read, "x").unwrap();
        }
        self.made.insert((input, written), made.clone());
        made
    }
}

/// Elements that repeat, not in order: as many as take so many bytes.
fn elements(input: Input, bytes: usize) -> Expr<'static> {
    let (ty, size) = match input {
        Input::Float => (Ty::F64, 8),
        Input::Int => (Ty::I64, 8),
        Input::Truth => (Ty::Bool, 1),
        Input::Byte => (Ty::U8, 1),
        Input::Complex => (Ty::C128, 16),
        Input::Time => (Ty::Time(TimeUnit::Second), 8),
        Input::Text => {
            let text = |at: &[usize]| {
                let n = at.iter().fold(0, |n, &i| n * COLUMNS + i) * 7919 % 997;
                compact_str::format_compact!("text {n} abc a")
            };
            // A reference of 16 bytes, and what it refers to.
            return from_fn(&[bytes / 32 / COLUMNS, COLUMNS], text);
        }
    };
    let count = bytes / size;
    let n = arange(0i64, count as i64, 1i64);
    let n = remainder(n * 7919i64, 997i64).reshape(&[-1, COLUMNS as isize]);
    // Some of a kind that is not an integer.
    let n = if ty.is_inexact() { add(n, 0.5) } else { n };
    n.astype(ty)
}
