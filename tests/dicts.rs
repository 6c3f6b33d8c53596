//! H5Dict: what a map does, lazily.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5::{ErrorKind, File, H5Dict, H5List, H5Mode, Item, Value, write_object, write_serde};
use ndarray::Array2;

fn temp() -> (tempfile::TempDir, H5Dict) {
    let dir = tempfile::tempdir().unwrap();
    let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, dict)
}

#[test]
fn a_map_from_text_to_values() {
    let (_dir, mut dict) = temp();
    dict.insert("one", &1).unwrap();
    dict.insert("two", "zwei").unwrap();
    dict.insert("inner", &BTreeMap::from([("a", vec![1.5]), ("b/c", vec![])])).unwrap();
    assert_eq!(dict.keys().unwrap(), ["one", "two", "inner"]);
    assert_eq!(dict.len().unwrap(), 3);
    assert_eq!(dict.get::<i64>("one").unwrap(), 1);
    assert_eq!(dict.get::<Vec<f64>>("inner/a").unwrap(), [1.5]);
    let inner = dict.dict("inner").unwrap();
    assert_eq!(inner.keys().unwrap(), ["a", "b/c"]);
    assert!(inner.contains("b/c").unwrap() && !inner.contains("c").unwrap());
    assert_eq!(inner.get::<Vec<f64>>("b/c").unwrap(), [0.0; 0]);
    assert_eq!(inner.parent().unwrap().unwrap().path(), "/");
    assert!(dict.parent().unwrap().is_none());
    assert_eq!(dict.try_get::<i32>("none").unwrap(), None);
    let error = dict.get::<i32>("inner/missing").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::NotFound, "/inner/missing"));
    assert_eq!(dict.get_or_insert("three", || 3u8).unwrap(), 3);
    assert_eq!(dict.get_or_insert("three", || 4u8).unwrap(), 3);
    assert_eq!(dict.pop::<u8>("three").unwrap(), 3);
    assert!(!dict.contains("three").unwrap() && !dict.remove("three").unwrap());
    dict.insert("one", "now text").unwrap();
    assert_eq!(dict.get::<String>("one").unwrap(), "now text");
    dict.clear().unwrap();
    assert!(dict.is_empty().unwrap());
}

#[test]
fn renaming_goes_anywhere_below() {
    let (_dir, mut dict) = temp();
    dict.insert("a", &1).unwrap();
    dict.insert("b", &2).unwrap();
    dict.rename("a", "c").unwrap();
    dict.rename("c", "c/d/e").unwrap();
    assert_eq!(dict.get::<i32>("c/d/e").unwrap(), 1);
    let error = dict.rename("b", "c/d/e").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    assert_eq!(dict.get::<i32>("b").unwrap(), 2);
    assert!(dict.rename("zzz", "y").unwrap_err().is_not_found());
    assert_eq!(dict.rename("b", "c/d/e/f").unwrap_err().kind(), ErrorKind::WrongType);
    assert_eq!(dict.keys().unwrap().len(), 2);
}

#[test]
fn assigning_writes_only_what_changes() {
    let (_dir, mut dict) = temp();
    dict.assign(&BTreeMap::from([("a", 1), ("b", 2), ("c", 3)])).unwrap();
    let identity =
        |dict: &H5Dict, key: &str| dict.group().dataset(key).unwrap().identity().unwrap();
    let (a, b) = (identity(&dict, "a"), identity(&dict, "b"));
    dict.assign(&BTreeMap::from([("a", 1), ("b", 5), ("d", 4)])).unwrap();
    assert_eq!(dict.keys().unwrap().len(), 3);
    assert_eq!(identity(&dict, "a"), a);
    assert_ne!(identity(&dict, "b"), b);
    let all: BTreeMap<String, i32> = ch5::read_object(&dict, "/").unwrap();
    assert_eq!(all, BTreeMap::from([("a".into(), 1), ("b".into(), 5), ("d".into(), 4)]));
}

#[test]
fn merging_is_recursive() {
    let (_dir, dict) = temp();
    let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
    write_serde(&dict, "x", &value(r#"{"a": 1, "m": {"k": 1, "l": [1]}, "v": [1, 2]}"#)).unwrap();
    write_serde(&dict, "y", &value(r#"{"b": 2, "m": {"k": 3, "n": {}}, "v": "text"}"#)).unwrap();
    let mut x = dict.dict("x").unwrap();
    x.merge(&dict.dict("y").unwrap()).unwrap();
    let merged: serde_json::Value = dict.get_serde("x").unwrap();
    assert_eq!(merged, value(r#"{"a": 1, "m": {"k": 3, "l": [1], "n": {}}, "v": "text", "b": 2}"#));
    let untouched: serde_json::Value = dict.get_serde("y").unwrap();
    assert_eq!(untouched, value(r#"{"b": 2, "m": {"k": 3, "n": {}}, "v": "text"}"#));
}

#[test]
fn items_are_lazy_and_one_bad_object_does_not_break_them() {
    let (dir, mut dict) = temp();
    dict.insert("array", &Array2::<f64>::zeros((500, 200))).unwrap();
    dict.insert("list", &vec![(1, "a".to_string())]).unwrap();
    dict.insert("dict", &BTreeMap::from([("k", 1)])).unwrap();
    dict.insert("none", &None::<i32>).unwrap();
    dict.insert("text", "hello").unwrap();
    dict.group().soft_link("dangling", "/nowhere").unwrap();
    dict.clone().close().unwrap();
    let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Read).unwrap();
    let file = dict.group().file();
    let items: BTreeMap<String, _> = dict.items().unwrap().collect();
    assert_eq!(items.len(), 6);
    assert!(matches!(items["array"], Ok(Item::Array(ref a)) if a.shape() == [500, 200]));
    assert!(
        matches!(items["list"], Ok(Item::List(_))) && matches!(items["dict"], Ok(Item::Dict(_)))
    );
    assert!(matches!(items["none"], Ok(Item::Value(Value::Null))));
    assert_eq!(items["dangling"].as_ref().unwrap_err().kind(), ErrorKind::NotFound);
    assert!(file.bytes_read() < 100, "{} bytes", file.bytes_read());
    let shown = format!("{dict:?}");
    for part in [
        "array: f64[500, 200]",
        "dict: {...}",
        "text: \"hello\"",
        "none: null",
        "dangling: <",
        "list: [[1, \"a\"]]",
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(file.bytes_read() < 1000);
    assert_eq!(H5List::of(&dict, "list").unwrap().len().unwrap(), 1);
}

#[test]
fn long_maps_are_shown_shortened() {
    let (_dir, dict) = temp();
    let many: BTreeMap<String, usize> = (0..150).map(|i| (format!("k{i:03}"), i)).collect();
    write_object(&dict, "many", &many).unwrap();
    let shown = format!("{:?}", dict.dict("many").unwrap());
    assert!(
        shown.contains("k009: 9") && shown.contains("... 130 more ...") && !shown.contains("k010")
    );
    assert!(shown.contains("k149: 149"));
}

#[test]
fn attributes_hold_any_value() {
    let (_dir, dict) = temp();
    let attributes = dict.attributes();
    attributes.set("n", &5u16).unwrap();
    attributes.set("none", &None::<f64>).unwrap();
    attributes.set("texts", &["a".to_string(), "b".to_string()].as_slice()).unwrap();
    attributes.set("matrix", &Array2::from_elem((2, 3), 1.5f32)).unwrap();
    let long: Vec<f64> = (0..20_000).map(f64::from).collect();
    attributes.set("long", &long).unwrap();
    let deep = BTreeMap::from([("k".to_string(), vec![Some(1), None])]);
    attributes.set_serde("deep", &deep).unwrap();
    assert_eq!(attributes.get::<u16>("n").unwrap(), 5);
    assert_eq!(attributes.get::<Option<f64>>("none").unwrap(), None);
    assert_eq!(attributes.get::<Vec<String>>("texts").unwrap(), ["a", "b"]);
    assert_eq!(attributes.get::<Array2<f32>>("matrix").unwrap(), Array2::from_elem((2, 3), 1.5f32));
    assert_eq!(attributes.get::<Vec<f64>>("long").unwrap(), long);
    assert_eq!(attributes.get_serde::<BTreeMap<String, Vec<Option<i32>>>>("deep").unwrap(), deep);
    let error = attributes.set("bad", &deep).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongType, "{error}");
    let error = attributes.get::<u8>("texts").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "/@texts"));
    assert_eq!(attributes.get::<u8>("zzz").unwrap_err().kind(), ErrorKind::NotFound);
    assert!(format!("{attributes:?}").contains("\"n\": 5"));
    assert!(attributes.remove("n").unwrap() && !attributes.contains("n").unwrap());
    assert_eq!(attributes.len().unwrap(), 5);
}

#[test]
fn a_foreign_percent_sign_means_itself() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let plain = file.to_hdf5().unwrap();
    plain.new_dataset_builder().with_data(&[1]).create("50%25").unwrap();
    let mut dict = H5Dict::root(&file).unwrap();
    assert_eq!(dict.keys().unwrap(), ["50%25"]);
    assert!(dict.contains("50%25").unwrap());
    assert_eq!(dict.get::<Vec<i32>>("50%25").unwrap(), [1]);
    assert_eq!(dict.insert("a/b", &1).unwrap_err().kind(), ErrorKind::Name);
    assert!(dict.remove("50%25").unwrap());
    dict.insert("a/b", &1).unwrap();
    assert_eq!(dict.keys().unwrap(), ["a/b"]);
    assert_eq!(dict.get::<i32>("a/b").unwrap(), 1);
}
