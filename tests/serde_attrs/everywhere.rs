//! One check for all containers.

use std::collections::BTreeMap;
use std::fmt::Debug;

use ch5::{File, H5Mode, Packed, Serde, read_object, read_serde, write_object, write_serde};
use ndarray::Array1;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::erased::{Elem, elems};

pub(crate) trait Value: Serialize + DeserializeOwned + PartialEq + Debug + Clone {}

impl<T: Serialize + DeserializeOwned + PartialEq + Debug + Clone> Value for T {}

pub(crate) fn temp() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

/// Writes a value and reads it back equal.
#[track_caller]
pub(crate) fn round<T: Value>(file: &File, name: &str, value: &T) {
    write_serde(file, name, value).unwrap_or_else(|e| panic!("write {name}: {e}\n{value:?}"));
    let back: T = read_serde(file, name).unwrap_or_else(|e| panic!("read {name}: {e}\n{value:?}"));
    assert_eq!(&back, value, "{name}");
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Holder {
    before: u8,
    value: Elem,
    after: String,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Wrap {
    Nothing,
    One(Elem),
    Two(Elem, i32),
    Named { value: Elem },
}

/// Checks values of one type alone and inside of every container.
#[track_caller]
pub(crate) fn everywhere<T: Value + 'static>(values: &[T]) {
    let (_dir, file) = temp();
    round(&file, "direct", &values.to_vec());
    erased(&file, &elems(values));
}

#[track_caller]
fn erased(file: &File, values: &[Elem]) {
    for (i, value) in values.iter().enumerate() {
        round(file, &format!("single {i}"), value);
        let name = format!("packed {i}");
        write_object(file, &name, &Packed(Serde(value))).unwrap_or_else(|e| panic!("{name}: {e}"));
        let back: Elem = read_serde(file, &name).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(&back, value, "{name}");
        let Packed(Serde(back)): Packed<Serde<Elem>> =
            read_object(file, &name).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(&back, value, "{name}");
    }
    lists(file, values);
    maps(file, values);
    records(file, values);
}

#[track_caller]
fn lists(file: &File, values: &[Elem]) {
    let all = values.to_vec();
    let backwards: Vec<Elem> = values.iter().rev().cloned().collect();
    round(file, "list", &all);
    round(file, "list backwards", &backwards);
    round(file, "list of lists", &vec![all.clone(), Vec::new(), backwards.clone()]);
    if let [first, ..] = values {
        round(file, "tuples", &vec![(first.clone(), 1, first.clone()); 3]);
        round(file, "tuple", &(first.clone(), "x".to_string()));
        round(file, "arrays", &vec![[first.clone(), first.clone()]; 2]);
    }
    let pairs: Vec<(Elem, Elem)> = all.iter().cloned().zip(backwards).collect();
    round(file, "pairs", &pairs);
}

#[track_caller]
fn maps(file: &File, values: &[Elem]) {
    let map: BTreeMap<String, Elem> =
        values.iter().enumerate().map(|(i, v)| (format!("k/{i}"), v.clone())).collect();
    round(file, "map", &map);
    round(file, "maps", &vec![map.clone(), BTreeMap::new(), map.clone()]);
    let pairs: BTreeMap<(i32, bool), Elem> =
        values.iter().enumerate().map(|(i, v)| ((i as i32, true), v.clone())).collect();
    round(file, "pair map", &pairs);
    round(file, "pair maps", &vec![BTreeMap::new(), pairs]);
    round(file, "map of maps", &BTreeMap::from([(1, map.clone()), (2, map)]));
}

#[track_caller]
fn records(file: &File, values: &[Elem]) {
    let holders: Vec<Holder> = values
        .iter()
        .map(|v| Holder { before: 1, value: v.clone(), after: "end".into() })
        .collect();
    round(file, "records", &holders);
    let wraps: Vec<Wrap> = values
        .iter()
        .flat_map(|v| {
            let v = v.clone();
            [Wrap::Nothing, Wrap::One(v.clone()), Wrap::Two(v.clone(), 2), Wrap::Named { value: v }]
        })
        .collect();
    round(file, "variants", &wraps);
    for (i, wrap) in wraps.iter().enumerate() {
        round(file, &format!("variant {i}"), wrap);
    }
    // The last element has an array and cannot lie in a column: all become members of a list.
    let mut spread: Vec<(Elem, Option<Array1<f64>>)> =
        values.iter().map(|v| (v.clone(), None)).collect();
    if let Some((_, last)) = spread.last_mut() {
        *last = Some(Array1::from_elem(3, 0.5));
    }
    round(file, "spread", &spread);
    let options: Vec<Option<Holder>> = holders.into_iter().flat_map(|h| [None, Some(h)]).collect();
    round(file, "optional records", &options);
}
