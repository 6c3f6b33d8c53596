//! Structs, tuples and maps.

use std::collections::BTreeMap;
use std::ops::Range;

use ch5::H5Store;
use serde::{Deserialize, Serialize};

use super::rows::Rows;

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Point {
    z: i16,
    a: f64,
    m: String,
}

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Outer {
    point: Point,
    inner: Inner,
    nothing: Empty,
    pair: Pair,
}

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Inner {
    on: bool,
    deep: Option<Box<Inner>>,
}

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Empty {}

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Pair(i32, i32);

#[derive(Serialize, Deserialize, H5Store, Debug, Default)]
#[expect(dead_code, reason = "the skipped field is only seen by Debug")]
#[serde(rename_all = "camelCase")]
#[h5(rename_all = "camelCase")]
struct Renamed {
    first_one: u8,
    #[serde(rename = "a/b")]
    #[h5(rename = "a/b")]
    slashed: u8,
    #[serde(skip)]
    #[h5(skip)]
    hidden: u8,
    #[serde(flatten)]
    #[h5(flatten)]
    flat: Flat,
}

#[derive(Serialize, Deserialize, H5Store, Debug, Default)]
struct Flat {
    x: f32,
    y: f32,
}

#[derive(H5Store, Debug)]
#[h5(version = 3, migrate = never)]
struct Versioned {
    x: u8,
}

fn never(version: u32, _: &ch5::H5Dict) -> ch5::Result<Versioned> {
    panic!("version {version}")
}

#[derive(Serialize, Deserialize, Debug)]
struct Settings {
    depth: u8,
    names: Vec<String>,
    ratio: Option<f64>,
}

#[derive(H5Store, Debug)]
struct Attributed {
    #[h5(attr)]
    on: bool,
    #[h5(attr)]
    count: u32,
    #[h5(attr)]
    gain: f32,
    #[h5(attr)]
    operator: String,
    #[h5(attr)]
    none: Option<String>,
    #[h5(attr)]
    window: [f64; 2],
    #[h5(attr)]
    range: (i32, i32),
    #[h5(attr)]
    bins: Vec<i64>,
    #[h5(attr)]
    tags: Vec<String>,
    #[h5(attr)]
    settings: Settings,
    #[h5(attrs(units = "mm", scale = 2.5, bits = 12, signed = true))]
    width: f64,
    #[h5(attrs(units = "s"))]
    times: Vec<f64>,
}

fn attributed() -> Attributed {
    Attributed {
        on: true,
        count: 9,
        gain: 0.5,
        operator: "Åsa".into(),
        none: None,
        window: [-1.0, 1.0],
        range: (3, 4),
        bins: vec![1, -2, 3],
        tags: vec!["raw".into(), "".into()],
        settings: Settings { depth: 3, names: vec!["n".into()], ratio: None },
        width: 12.5,
        times: vec![0.0, 0.5],
    }
}

fn texts<V: Clone>(entries: &[(&str, V)]) -> BTreeMap<String, V> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

pub(crate) fn write(rows: &Rows) {
    let point = || Point { z: -1, a: 2.5, m: "mid".into() };
    let deep = Inner { on: false, deep: None };
    rows.both("struct", &point());
    rows.both(
        "nested",
        &Outer {
            point: point(),
            inner: Inner { on: true, deep: Some(Box::new(deep)) },
            nothing: Empty {},
            pair: Pair(4, 5),
        },
    );
    rows.both("empty_struct", &Empty {});
    rows.both(
        "renamed",
        &Renamed { first_one: 1, slashed: 2, flat: Flat { x: 3.0, y: 4.0 }, hidden: 0 },
    );
    rows.store("versioned", &Versioned { x: 1 });
    rows.store("attributed", &attributed());
    tuples(rows);
    maps(rows);
}

fn tuples(rows: &Rows) {
    rows.both("pair", &(1.5f32, -2.5f32));
    rows.both("triple", &[1u8, 2, 3]);
    rows.both("tuple_struct", &Pair(7, 8));
    rows.both("mixed", &(1u8, "two".to_string(), 3.0f64));
    rows.both("widths", &(1u8, 2u16));
    rows.both("of_texts", &["a".to_string(), "b".into()]);
    rows.both("of_tuples", &((1i32, 2i32), (3i32, 4i32)));
    rows.both("bools", &(true, false));
    rows.store::<Range<i32>>("range", &(3..9));
    rows.serde::<Range<i32>>("range", &(3..9));
}

fn maps(rows: &Rows) {
    rows.both("map", &texts(&[("b", 1i32), ("a", 2)]));
    rows.both("map_empty", &BTreeMap::<String, i32>::new());
    rows.both(
        "map_odd",
        &texts(&[("", 0i8), (".", 1), ("..x", 2), ("a/b", 3), ("50%", 4), ("ü k", 5)]),
    );
    rows.both("map_of_maps", &texts(&[("x", texts(&[("y", "z".to_string())]))]));
    rows.both("map_int", &BTreeMap::from([(-2i32, 0.5f64), (10, 1.5)]));
    rows.both("map_bool", &BTreeMap::from([(false, 1u8), (true, 2)]));
    rows.both("map_char", &BTreeMap::from([('x', 1u8), ('/', 2)]));
    rows.both("map_tuple", &BTreeMap::from([((1u8, 2u8), "a".to_string()), ((3, 4), "b".into())]));
    rows.both("map_vec", &BTreeMap::from([(vec![1i32, 2], 0.5f64), (vec![], 1.5)]));
    rows.serde("json", &serde_json::json!({"a": [1, 2], "b": null, "c": {"d": "e"}, "f": 0.5}));
}
