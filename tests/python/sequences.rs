//! Sequences: of numbers, of text, of records, of everything at once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ch5::{Bytes, H5Store};
use half::f16;
use ndarray::arr1;
use num_complex::Complex;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::rows::Rows;

#[derive(Serialize, Deserialize, H5Store, Debug, Clone)]
struct Hit {
    id: u32,
    score: f64,
    name: String,
}

#[derive(Serialize, Deserialize, H5Store, Debug, Clone)]
struct Track {
    id: u16,
    seen: Option<i32>,
    at: (f32, f32),
    first: Hit,
    path: Vec<u8>,
}

#[derive(Serialize, Deserialize, Debug)]
struct Sparse {
    id: u8,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    note: Option<String>,
    #[serde(flatten)]
    rest: BTreeMap<String, Option<i64>>,
}

/// Integers of several widths.
#[derive(Serialize, Deserialize, Debug)]
#[serde(untagged)]
enum Int {
    Small(i8),
    Unsigned(u16),
    Large(i64),
}

#[derive(H5Store, Debug)]
struct Laid {
    #[h5(list)]
    list: Vec<Hit>,
    #[h5(table)]
    table: Vec<Hit>,
    #[h5(compound)]
    compound: Vec<Hit>,
    #[h5(dense)]
    dense: Vec<Vec<f32>>,
    #[h5(list)]
    numbers: Vec<i32>,
}

fn hits(n: u32) -> Vec<Hit> {
    let hit = |id| Hit { id, score: f64::from(id) / 4.0, name: format!("hit {id}") };
    (0..n).map(hit).collect()
}

pub(crate) fn write(rows: &Rows) {
    plain(rows);
    fixed(rows);
    ragged(rows);
    optional(rows);
    tables(rows);
    mixed(rows);
    lists(rows);
}

fn plain(rows: &Rows) {
    rows.both("i32", &vec![1i32, -2, 3]);
    rows.both("u64", &vec![u64::MAX, 0]);
    rows.both("f32", &vec![0.5f32, f32::INFINITY]);
    rows.both("bool", &vec![true, false, true]);
    rows.both("text", &vec!["a".to_string(), String::new(), "ünï".into()]);
    rows.both("chars", &vec!['a', 'ö']);
    rows.both("units", &vec![(), ()]);
    rows.both("i128", &vec![i128::MAX, -1]);
    rows.both("long", &(0..200_000u32).collect::<Vec<_>>());
    rows.store("f16", &vec![f16::from_f32(0.5), f16::INFINITY]);
    rows.store("c64", &vec![Complex::new(1.0f32, -1.0), Complex::new(0.0, 2.0)]);
    rows.store("empty_i16", &Vec::<i16>::new());
    rows.serde("empty_i16", &Vec::<i16>::new());
    rows.both("empty_text", &Vec::<String>::new());
    rows.both("deque", &VecDeque::from([1u8, 2]));
    rows.both("set", &BTreeSet::from(["b".to_string(), "a".into()]));
}

fn fixed(rows: &Rows) {
    rows.both("arrays", &vec![[1u8, 2, 3], [4, 5, 6]]);
    rows.both("pairs", &vec![(0.5f64, 1.5f64), (2.5, 3.5)]);
    rows.both("matrices", &vec![[[1i32, 2], [3, 4]], [[5, 6], [7, 8]]]);
    rows.both("mixed_pairs", &vec![(1i32, "one".to_string()), (2, "two".into())]);
}

fn ragged(rows: &Rows) {
    rows.both("ragged", &vec![vec![1i32, 2], vec![], vec![3]]);
    rows.both("ragged_text", &vec![vec!["a".to_string()], vec![]]);
    rows.both("ragged_twice", &vec![vec![vec![1u8], vec![2, 3]], vec![]]);
    rows.both("ragged_bytes", &vec![Bytes(vec![1, 2]), Bytes(vec![])]);
    rows.both("ragged_maps", &vec![BTreeMap::from([(1u8, 0.5f64), (2, 1.5)]), BTreeMap::new()]);
}

fn optional(rows: &Rows) {
    rows.both("some_ints", &vec![Some(1i32), None, Some(3)]);
    rows.both("some_bools", &vec![None, Some(true)]);
    rows.both("some_floats", &vec![Some(0.5f64), None]);
    rows.both("some_texts", &vec![Some("a".to_string()), None]);
    rows.both("nones", &vec![None::<i32>, None]);
    rows.both("some_some", &vec![Some(Some(1i32)), Some(None), None]);
}

fn tables(rows: &Rows) {
    rows.both("table", &hits(3));
    rows.store("table_empty", &Vec::<Hit>::new());
    let track = |id| Track {
        id,
        seen: (id == 1).then_some(-5),
        at: (0.5, f32::from(id)),
        first: Hit { id: 8, score: 0.25, name: "f".into() },
        path: vec![9; usize::from(id)],
    };
    rows.both("tracks", &vec![track(0), track(1), track(2)]);
    let sparse = |id, note: Option<&str>, rest: &[(&str, Option<i64>)]| Sparse {
        id,
        note: note.map(Into::into),
        rest: rest.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect(),
    };
    rows.serde(
        "varying",
        &vec![
            sparse(1, None, &[]),
            sparse(2, Some("two"), &[("x", Some(20))]),
            sparse(3, None, &[("x", None), ("y", Some(31))]),
        ],
    );
    rows.store(
        "laid",
        &Laid {
            list: hits(2),
            table: hits(2),
            compound: hits(2),
            dense: vec![vec![1.0, 2.0], vec![3.0, 4.0], vec![5.0, 6.0]],
            numbers: vec![4, 5],
        },
    );
}

fn mixed(rows: &Rows) {
    rows.serde("union", &json!([1, "x", 2.5, null, true, [1, 2], {"k": -3}, 7]));
    rows.serde("widening", &vec![Int::Small(-1), Int::Unsigned(60_000), Int::Large(1 << 40)]);
    rows.serde("maps", &json!([{"a": null}, {}, {"a": 1}]));
}

fn lists(rows: &Rows) {
    rows.both("of_arrays", &vec![arr1(&[1i32, 2]), arr1(&[3])]);
    rows.serde("of_mixtures", &(vec![arr1(&[0.5f64])], "t".to_string()));
}
