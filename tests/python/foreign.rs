//! What others read of ch5's files, and ch5 of theirs.

use std::collections::BTreeMap;

use ch5::{File, H5Store, read_object, read_serde, write_object};
use half::f16;
use ndarray::{Array1, Array2, Array3, arr1, arr2};
use num_complex::Complex;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::rows::Rows;

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq)]
struct Sample {
    zeta: i64,
    alpha: Option<f64>,
    tags: Vec<String>,
}

#[derive(H5Store, Debug)]
struct Lists {
    #[h5(list)]
    numbers: Vec<i32>,
    #[h5(list)]
    texts: Vec<String>,
    arrays: Vec<Array1<f64>>,
    mixed: (u8, String, bool),
    #[h5(attr)]
    note: String,
    #[h5(attr)]
    count: i64,
}

/// Rows for ch5mpy: scalars, arrays, lists and dicts.
pub(crate) fn for_ch5mpy(rows: &Rows) {
    rows.both("int", &-5i64);
    rows.both("small", &200u8);
    rows.both("float", &0.1f64);
    rows.both("bool", &true);
    rows.both("text", &"tänd".to_string());
    rows.both("none", &None::<i32>);
    rows.store("complex", &Complex::new(1.0f64, -2.0));
    rows.both("ints", &vec![1i32, 2, 3]);
    rows.both("bools", &vec![true, false]);
    rows.both("texts", &vec!["a".to_string(), "bcd".into()]);
    rows.both("grid", &arr2(&[[1.5f64, 2.5], [3.5, 4.5]]));
    rows.both("text_grid", &arr2(&[["a".to_string()], ["b".into()]]));
    rows.both("dict", &BTreeMap::from([("b".to_string(), 1i32), ("a".into(), 2)]));
    rows.both("struct", &Sample { zeta: 1, alpha: Some(0.5), tags: vec!["x".into()] });
    rows.both("table", &vec![(1u8, "one".to_string()), (2, "two".into())]);
    rows.store(
        "lists",
        &Lists {
            numbers: vec![4, 5, 6],
            texts: vec!["p".into(), "q".into()],
            arrays: vec![arr1(&[0.5]), arr1(&[1.5, 2.5])],
            mixed: (1, "m".into(), false),
            note: "noted".into(),
            count: 3,
        },
    );
}

/// Reads a value both ways and compares it.
fn reads<T>(file: &File, name: &str, value: &T)
where
    T: DeserializeOwned + H5Store + PartialEq + std::fmt::Debug,
{
    let by_serde: T = read_serde(file, name).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(&by_serde, value, "{name}, serde");
    loads(file, name, value);
}

fn loads<T: H5Store + PartialEq + std::fmt::Debug>(file: &File, name: &str, value: &T) {
    let by_store: T = read_object(file, name).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(&by_store, value, "{name}, store");
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
enum Colour {
    Red,
    Green,
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
struct Cell {
    id: u16,
    weight: f32,
    name: String,
    colour: Colour,
    on: bool,
    corner: [i32; 2],
    nested: Inner,
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
struct Inner {
    deep: f64,
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq)]
struct Numbers {
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    f32: f32,
    f64: f64,
}

/// What `h5py_writes.py` wrote.
pub(crate) fn of_h5py(file: &File) {
    let numbers = || Numbers {
        i8: -8,
        i16: -1600,
        i32: -320_000,
        i64: i64::MIN,
        u8: 200,
        u16: 60_000,
        u32: 4_000_000_000,
        u64: u64::MAX,
        f32: 0.5,
        f64: -1e300,
    };
    reads(file, "little", &numbers());
    reads(file, "big", &numbers());
    // Wider than stored is fine.
    reads(file, "little/i8", &-8i64);
    reads(file, "little/u32", &4_000_000_000u64);
    reads(file, "little/f32", &0.5f64);
    loads(file, "half", &f16::from_f32(-1.5));
    reads(file, "half", &-1.5f32);
    loads(file, "complex", &Complex::new(1.5f64, -2.0));
    loads(file, "complex_small", &Complex::new(1.5f32, -2.0));
    loads(file, "complexes", &arr1(&[Complex::new(0.0f64, 1.0), Complex::new(2.0, 0.0)]));
    reads(file, "bool", &true);
    reads(file, "bools", &vec![true, false]);
    reads(file, "byte_bool", &true);
    reads(file, "colour", &Colour::Green);
    reads(file, "colours", &vec![Colour::Red, Colour::Green]);
    reads(file, "nothing", &None::<f64>);
    texts(file);
    arrays(file);
    records(file);
}

fn texts(file: &File) {
    for name in ["text/variable", "text/ascii", "text/fixed", "text/fixed_wide"] {
        let value = if name.contains("ascii") { "plain" } else { "tänd" };
        reads(file, name, &value.to_string());
    }
    reads(file, "text/char", &'å');
    for name in ["text/list", "text/list_ascii", "text/list_fixed"] {
        reads(file, name, &vec!["a".to_string(), String::new(), "long one".into()]);
    }
    reads(file, "text/grid", &arr2(&[["a".to_string(), "b".into()], ["c".into(), "d".into()]]));
    // An enum's variant by its name.
    reads(file, "text/red", &Colour::Red);
}

fn arrays(file: &File) {
    let grid: Array2<f64> = arr2(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    for name in ["array/contiguous", "array/gzip", "array/big", "array/lzf"] {
        reads(file, name, &grid);
        reads(file, name, &vec![vec![1.0f64, 2.0, 3.0], vec![4.0, 5.0, 6.0]]);
        reads(file, name, &[[1.0f64, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    }
    reads(
        file,
        "array/cube",
        &Array3::from_shape_fn((2, 2, 2), |(i, j, k)| (4 * i + 2 * j + k) as i16),
    );
    reads(file, "array/ints", &vec![1i64, -2, 3]);
    reads(file, "array/empty", &Vec::<i32>::new());
    reads(file, "array/unwritten", &vec![7u8; 4]);
    reads(file, "array/ragged", &vec![vec![1i32, 2], vec![], vec![3]]);
    reads(file, "array/inner", &vec![[1u8, 2], [3, 4]]);
    reads(file, "array/scalar", &vec![3u8, 4]);
    reads(file, "array/scalar", &[3u8, 4]);
    reads(file, "array/scalar", &(3u8, 4u8));
}

fn records(file: &File) {
    let cell = |id: u16, name: &str, colour, on| Cell {
        id,
        weight: 0.5,
        name: name.into(),
        colour,
        on,
        corner: [1, -1],
        nested: Inner { deep: 2.5 },
    };
    let cells = vec![cell(1, "one", Colour::Green, true), cell(2, "zwö", Colour::Red, false)];
    reads(file, "records", &cells);
    reads(file, "record", &cells[0]);
    let ids: BTreeMap<String, i32> = [("y".into(), 2), ("x".into(), 1)].into();
    reads(file, "map", &ids);
    let json: serde_json::Value = read_serde(file, "map").unwrap();
    assert_eq!(json, serde_json::json!({"y": 2, "x": 1}));
    // A group as a struct, with a field that is an attribute.
    loads(file, "attributed", &Attributed { unit: "mm".into(), bins: vec![1, 2], x: 0.5 });
}

#[derive(H5Store, Debug, PartialEq)]
struct Attributed {
    #[h5(attr)]
    unit: String,
    #[h5(attr)]
    bins: Vec<i32>,
    x: f64,
}

/// What `ch5mpy_writes.py` wrote.
pub(crate) fn of_ch5mpy(file: &File) {
    reads(file, "int", &-5i64);
    reads(file, "float", &0.1f64);
    reads(file, "bool", &true);
    loads(file, "complex", &Complex::new(1.0f64, -2.0));
    reads(file, "text", &"tänd".to_string());
    reads(file, "none", &None::<String>);
    reads(file, "array", &arr2(&[[0i64, 1, 2], [3, 4, 5]]));
    reads(file, "texts", &vec!["a".to_string(), "bc".into()]);
    reads(file, "bools", &arr1(&[true, false]));
    reads(file, "dict", &Sample { zeta: 1, alpha: None, tags: vec!["x".into(), "y".into()] });
    reads(file, "list", &vec![1i64, 2, 3]);
    reads(file, "mixed", &(1i64, "two".to_string(), vec![3.0f64, 4.0]));
    reads(
        file,
        "dicts",
        &vec![BTreeMap::from([("k".to_string(), 1i64)]), BTreeMap::from([("k".to_string(), 2)])],
    );
    reads(file, "object", &Point { x: 1, y: 2.5, label: "p".into() });
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq)]
struct Point {
    x: i64,
    y: f64,
    label: String,
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
pub(crate) struct Edited {
    gain: f64,
    name: String,
    trace: Vec<f32>,
    hits: Vec<Hit>,
    limit: Option<u8>,
    notes: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
struct Hit {
    id: u32,
    score: f64,
    name: String,
}

/// A value that `h5py_edits.py` is going to change.
pub(crate) fn to_edit(file: &File) -> Edited {
    let value = Edited {
        gain: 1.5,
        name: "before".into(),
        trace: vec![0.5, 1.5],
        hits: vec![Hit { id: 1, score: 0.5, name: "a".into() }],
        limit: None,
        notes: BTreeMap::from([("a/b".to_string(), "kept".into())]),
    };
    write_object(file, "run", &value).unwrap();
    value
}

/// The value as the script leaves it.
pub(crate) fn edited(mut value: Edited) -> Edited {
    value.gain = -2.5;
    value.name = "åfter".into();
    value.trace.push(2.5);
    value.hits[0].score = 0.75;
    value.hits.push(Hit { id: 2, score: 1.25, name: "b".into() });
    value.limit = Some(9);
    value.notes.insert("new".into(), "added".into());
    value
}
