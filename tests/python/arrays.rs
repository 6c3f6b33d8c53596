//! ndarrays, and what their datasets are made of: chunks, filters, fill values, extents.

use ch5::{
    ArrayLike, Chunks, Compression, DType, File, H5Array, H5Mode, H5Store, NewDataset,
    write_object, write_serde,
};
use half::f16;
use ndarray::{Array, Array1, Array2, Array3, ArrayD, Ix0, IxDyn, arr0, arr1, arr2, s};
use num_complex::Complex;
use serde::{Deserialize, Serialize};

use super::rows::Rows;

#[derive(H5Store, Debug)]
struct Filtered {
    #[h5(chunks(2, 4), compression = "gzip:6")]
    gzip: Array2<i32>,
    #[h5(chunks(2, 4), compression = "gzip", shuffle = false)]
    unshuffled: Array2<i32>,
    #[h5(chunks(4), compression = "lzf")]
    lzf: Array1<f64>,
    #[h5(chunks(4), compression = "zstd:7")]
    zstd: Array1<f64>,
    #[h5(chunks(4), fletcher32)]
    checked: Array1<u16>,
    #[h5(shuffle)]
    shuffled: Array1<u32>,
    #[h5(maxshape(10, none))]
    bounded: Array2<u8>,
    #[h5(fill = -1)]
    filled: Array1<i16>,
    #[h5(fill = nan)]
    filled_nan: Array1<f32>,
    #[h5(chunks(3), compression = "gzip")]
    vec: Vec<f32>,
    #[h5(compression = "gzip", chunks(8))]
    through_serde: Plain,
}

/// A newtype that only serde knows: options of its field reach the dataset it becomes.
#[derive(Serialize, Deserialize, Debug)]
struct Plain(Vec<u64>);

#[derive(Serialize, Deserialize, Debug)]
struct Model {
    name: String,
    weights: Array2<f64>,
    bias: Array1<f32>,
}

#[derive(H5Store, Debug)]
struct Handle {
    frames: Array2<u16>,
}

fn ramp(rows: usize, columns: usize) -> Array2<i32> {
    Array2::from_shape_fn((rows, columns), |(i, j)| (i * columns + j) as i32)
}

pub(crate) fn write(rows: &Rows) {
    rows.both("zero_d", &arr0(5.5f64));
    rows.both("one_d", &arr1(&[1u8, 2, 3]));
    rows.both("two_d", &ramp(3, 4));
    rows.both(
        "three_d",
        &Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (i * 100 + j * 10 + k) as f32),
    );
    rows.both("five_d", &ArrayD::<i16>::from_elem(IxDyn(&[1, 2, 1, 2, 1]), 7));
    rows.both("bools", &arr2(&[[true, false], [false, true]]));
    rows.both("texts", &arr2(&[["a".to_string(), "å".into()], ["".into(), "d".into()]]));
    rows.both("empty", &Array2::<f64>::zeros((0, 3)));
    rows.store("halves", &arr1(&[f16::from_f32(0.25)]));
    rows.store("complex", &arr1(&[Complex::new(1.0f64, 2.0)]));
    rows.store("many", &Array::from_shape_fn((600, 700), |(i, j)| (i * 1000 + j) as f64));
    rows.serde(
        "model",
        &Model {
            name: "m".into(),
            weights: arr2(&[[1.0, 2.0], [3.0, 4.0]]),
            bias: arr1(&[0.5, -0.5]),
        },
    );
    rows.serde("scalar_model", &(arr0(1u8), Array::<i64, Ix0>::from_elem((), -1)));
    rows.store("filtered", &filtered());
    rows.store("copied", &Handle { frames: Array2::from_elem((2, 2), 3) });
    handles(rows);
}

fn filtered() -> Filtered {
    Filtered {
        gzip: ramp(5, 8),
        unshuffled: ramp(5, 8),
        lzf: Array1::from_shape_fn(100, |i| (i / 10) as f64),
        zstd: Array1::from_shape_fn(100, |i| (i / 10) as f64),
        checked: arr1(&[1, 2, 3, 4, 5]),
        shuffled: arr1(&[1, 2, 3]),
        bounded: Array2::from_elem((2, 3), 9),
        filled: arr1(&[1, 2]),
        filled_nan: arr1(&[1.0]),
        vec: vec![1.0, 2.0, 3.0, 4.0],
        through_serde: Plain(vec![1, 2, 3]),
    }
}

/// Not in standard order; a handle of another file, which is copied; an array that was never
/// written, which reads as its fill value; one that has grown.
fn handles(rows: &Rows) {
    let square = ramp(3, 4);
    rows.place("columns", |at, name| write_object(at, name, &square.t()));
    rows.place("columns_serde", |at, name| write_serde(at, name, &square.t()));
    rows.place("steps", |at, name| write_object(at, name, &square.slice(s![..;2, ..;-1])));
    let dir = tempfile::tempdir().unwrap();
    let other = File::open(dir.path().join("other.h5"), H5Mode::Truncate).unwrap();
    write_object(&other, "x", &ramp(2, 2)).unwrap();
    let handle: H5Array<i32> = ch5::read_object(&other, "x").unwrap();
    rows.place("handle", |at, name| write_object(at, name, &handle));
    rows.place("deferred", |at, name| ch5::full::<f32>((2, 3), 1.5).place(at, name).map(drop));
    let grown = NewDataset::new(DType::I32, &[2]).maxshape(&[None]);
    rows.place("computed", |at, name| {
        let new = |new: NewDataset| {
            new.chunks(Chunks::Shape(vec![512])).compression(Some(Compression::Lzf))
        };
        (&some_noise()).expr().write_to_with(at, name, new).map(drop)
    });
    rows.place("grown", |at, name| {
        let mut array = H5Array::create(at, name, &grown)?;
        array.write(&arr1(&[1, 2]))?;
        array.resize([4])?;
        array.write_slice(2..4, &arr1(&[3, 4]))
    });
}

/// Numbers of which the first half is made smaller by LZF, and the second is not.
fn some_noise() -> Array1<u8> {
    Array1::from_shape_fn(5000, |i| {
        let noise = (i as u64 * i as u64 * 2_654_435_761) >> 13;
        if i < 2560 { (i / 40) as u8 } else { noise as u8 }
    })
}
