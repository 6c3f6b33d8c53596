//! 512 MB of doubles as Vec and Array2: through the derive, and through plain serde.
//!
//! Another size: `CH5_BENCH_MB`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::cell::RefCell;
use std::hint::black_box;

use ch5::{
    DType, File, H5Mode, H5Store, NewDataset, read_object, read_object_into, read_serde,
    write_object, write_serde,
};
use ndarray::Array2;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use common::bare::Bare;
use common::memory::added;
use common::{Race, folder, rounds, wanted};

#[derive(H5Store, Serialize, Deserialize, PartialEq)]
struct Line {
    x: Vec<f64>,
}

#[derive(H5Store, Serialize, Deserialize, PartialEq)]
struct Plane {
    x: Array2<f64>,
}

fn main() {
    let mb: usize = std::env::var("CH5_BENCH_MB").map_or(512, |n| n.parse().unwrap());
    let side = ((mb << 17) as f64).sqrt() as usize / 512 * 512;
    let n = side * side;
    let flat: Vec<f64> = (0..n).map(|i| i as f64 * 0.5).collect();
    if wanted("vec") {
        measure("Vec", &Line { x: flat.clone() }, &[n as u64], &flat);
    }
    if wanted("array2") {
        let x = Array2::from_shape_vec((side, side), flat.clone()).unwrap();
        measure("Array2", &Plane { x }, &[side as u64; 2], &flat);
    }
}

fn measure<T>(what: &str, value: &T, shape: &[u64], flat: &[f64])
where
    T: H5Store + Serialize + DeserializeOwned + PartialEq,
{
    let dir = folder();
    let path = |name: &str| dir.path().join(name);
    let bare = Bare::new();
    let n = flat.len();
    let bytes = 8 * n as u64;
    let mb = bytes >> 20;
    let chunk = NewDataset::new(DType::F64, shape).chunk_shape().unwrap().unwrap();
    let create = |name: &str| File::open(path(name), H5Mode::Truncate).unwrap();
    let derive = || {
        let file = create("derive.h5");
        write_object(&file, "r", value).unwrap();
        file.close().unwrap();
    };
    let serde = || {
        let file = create("serde.h5");
        write_serde(&file, "r", value).unwrap();
        file.close().unwrap();
    };
    Race::new(&format!("write {what}<f64> of {mb} MB"), n)
        .with("H5Dwrite", || bare.write_array(&path("bare.h5"), shape, &chunk, flat))
        .with("ch5 derive", derive)
        .with("ch5 serde", serde)
        .goal("ch5 derive", "H5Dwrite", 1.1)
        .more("ch5 serde", "H5Dwrite", 4e-9)
        .run(rounds(5));
    println!("  added memory, derive: {}", added(0, derive));
    println!("  added memory, serde: {}", added(0, serde));
    std::fs::remove_file(path("bare.h5")).unwrap();

    let open = |name: &str| File::open(path(name), H5Mode::Read).unwrap();
    let derive = || read_object::<T>(&open("derive.h5"), "r").unwrap();
    let serde = || read_serde::<T>(&open("serde.h5"), "r").unwrap();
    assert!(derive() == *value && serde() == *value);
    let buffer = RefCell::new(vec![0.0; n]);
    let reused = RefCell::new(derive());
    Race::new(&format!("read {what}<f64> of {mb} MB"), n)
        .with("H5Dread, reused buffer", || {
            bare.read_array(&path("derive.h5"), c"r/x", &mut buffer.borrow_mut());
        })
        .with("H5Dread, fresh buffer", || {
            let mut fresh = vec![0.0; n];
            bare.read_array(&path("derive.h5"), c"r/x", &mut fresh);
            black_box(fresh);
        })
        .with("ch5 read_into, reused buffer", || {
            let dataset = open("derive.h5").root().unwrap().dataset("r/x").unwrap();
            dataset.read_into(None, &mut buffer.borrow_mut()).unwrap();
        })
        .with("ch5 derive, reused value", || {
            read_object_into(&open("derive.h5"), "r", &mut *reused.borrow_mut()).unwrap();
        })
        .with("ch5 derive", || drop(black_box(derive())))
        .with("ch5 serde", || drop(black_box(serde())))
        .goal("ch5 read_into, reused buffer", "H5Dread, reused buffer", 1.1)
        .goal("ch5 derive, reused value", "H5Dread, reused buffer", 1.1)
        // A value that is returned lies in fresh memory, whose page faults take longest of all.
        .goal("ch5 derive", "H5Dread, fresh buffer", 1.1)
        .goal("ch5 derive", "H5Dread, reused buffer", 1.1)
        .more("ch5 serde", "H5Dread, fresh buffer", 4e-9)
        .more("ch5 serde", "ch5 derive", 4e-9)
        .run(rounds(5));
    assert!(*buffer.borrow() == *flat && *reused.borrow() == *value);
    drop((buffer, reused));
    println!("  added memory beyond the result, derive: {}", added(bytes, derive));
    println!("  added memory beyond the result, serde: {}", added(bytes, serde));
}
