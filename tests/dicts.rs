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
    let long = "y".repeat(70_000);
    for to in ["new/x", "b/x", "b"] {
        let error = dict.rename("b", &format!("{to}/{long}")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Name, "{to}");
    }
    assert_eq!(dict.keys().unwrap(), ["c", "b"]);
    assert_eq!(dict.get::<i32>("b").unwrap(), 2);
    dict.rename("c/d/e", "top").unwrap();
    dict.rename("top", "c/d/a%b").unwrap();
    assert_eq!(dict.dict("c/d").unwrap().keys().unwrap(), ["a%b"]);
    dict.rename("c", "c/c").unwrap();
    assert!(dict.contains("c/c/d").unwrap());
    // A map, and a link, which stays a link.
    dict.group().soft_link("link", "/b").unwrap();
    dict.rename("link", "link2").unwrap();
    assert_eq!(dict.group().link_target("link2").unwrap().as_deref(), Some("/b"));
    assert_eq!(dict.rename("link2", "link2/x").unwrap_err().kind(), ErrorKind::Unsupported);
    assert_eq!(dict.get::<i32>("link2").unwrap(), 2);
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

#[test]
fn paths_lead_below() {
    let (dir, mut dict) = temp();
    dict.insert_at("a/b/c", &1).unwrap();
    dict.insert_at("a/b/d", "text").unwrap();
    dict.insert_at("/top", &2).unwrap();
    assert_eq!(dict.keys().unwrap(), ["a", "top"]);
    assert!(dict.contains("a/b/c").unwrap() && !dict.contains("a/x/c").unwrap());
    assert!(matches!(dict.item("a/b").unwrap(), Item::Dict(_)));
    assert_eq!(dict.dict("a/b").unwrap().keys().unwrap(), ["c", "d"]);
    // A dataset on the way: nothing is left behind.
    let error = dict.insert_at(&format!("new/{}/y", "x".repeat(70_000)), &1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Name);
    let error = dict.insert_at("a/b/c/d", &1).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "/a/b/c"));
    assert!(dict.insert_at("new/x/y", "\0").is_err());
    assert!(!dict.contains("new").unwrap());
    assert_eq!(dict.pop::<i32>("a/b/c").unwrap(), 1);
    assert!(!dict.remove("a/b/c").unwrap() && dict.remove("a/b/d").unwrap());
    // A key with a slash is one key and comes first.
    dict.insert("a/b", &5).unwrap();
    assert_eq!(dict.get::<i32>("a/b").unwrap(), 5);
    assert!(dict.remove("a/b").unwrap());
    assert!(dict.dict("a/b").unwrap().is_empty().unwrap());
    let path = dir.path().join("a.h5");
    dict.insert_at("m/n/k", &7).unwrap();
    dict.close().unwrap();
    let inner = H5Dict::open_at(&path, H5Mode::Read, "m/n").unwrap();
    assert_eq!(inner.get::<i32>("k").unwrap(), 7);
    let error = H5Dict::open_at(&path, H5Mode::Read, "m/n/k").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "/m/n/k"));
    assert!(H5Dict::open_at(&path, H5Mode::Read, "m/z").unwrap_err().is_not_found());
    let error = H5Dict::open_at(&path, H5Mode::Truncate, "m").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(inner.contains("k").unwrap());
}

#[test]
fn a_tilde_is_the_home_folder() {
    let name = format!(".ch5-test-{}.h5", std::process::id());
    let path = std::path::PathBuf::from(std::env::var_os("HOME").unwrap()).join(&name);
    let mut dict = H5Dict::open(format!("~/{name}"), H5Mode::Truncate).unwrap();
    dict.insert("l", &vec![1, 2]).unwrap();
    dict.close().unwrap();
    let list = H5List::open_at(format!("~/{name}"), H5Mode::Read, "l").map(|l| l.len());
    let array = ch5::H5Array::open(format!("~/{name}"), H5Mode::Read, "l").map(|a| a.len());
    let there = path.exists();
    std::fs::remove_file(&path).unwrap();
    assert!(there && matches!(list, Ok(Ok(2))) && matches!(array, Ok(2)));
}

#[test]
fn entries_are_filled_or_changed() {
    let (_dir, mut dict) = temp();
    assert_eq!(dict.entry("n").or_insert(5).unwrap(), 5);
    assert_eq!(dict.entry("n").or_insert(6).unwrap(), 5);
    assert_eq!(dict.entry("n").and_modify(|n: &mut i32| *n += 1).unwrap().or_insert(0).unwrap(), 6);
    assert_eq!(dict.entry("v").or_default::<Vec<f64>>().unwrap(), [0.0; 0]);
    assert_eq!(dict.entry("w").or_insert_with(|| "x".to_string()).unwrap(), "x");
    assert_eq!(dict.entry("w").key(), "w");
    let error = dict.entry("w").or_insert(1).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "/w"));
    assert_eq!(dict.keys().unwrap(), ["n", "v", "w"]);
    assert_eq!(dict.get::<String>("w").unwrap(), "x");
}

#[test]
fn updating_writes_only_what_differs() {
    let (dir, mut dict) = temp();
    let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
    let big = Array2::<f64>::from_elem((300, 300), 1.5);
    dict.insert("array", &big).unwrap();
    dict.insert_serde("m", &value(r#"{"a": 1, "b": {"c": [1, 2], "d": "x"}, "e": 0.5}"#)).unwrap();
    dict.dict("m/b").unwrap().attributes().set("units", "mm").unwrap();
    let identity = |dict: &H5Dict, key: &str| match dict.group().open(key).unwrap() {
        ch5::Object::Dataset(d) => d.identity().unwrap(),
        ch5::Object::Group(g) => g.identity().unwrap(),
    };
    let kept = ["m", "m/a", "m/b", "m/b/c", "array"];
    let before = kept.map(|key| identity(&dict, key));
    dict.flush().unwrap();
    let size = std::fs::metadata(dir.path().join("a.h5")).unwrap().len();
    dict.update("array", &big).unwrap();
    let changed = value(r#"{"a": 1, "b": {"c": [1, 2], "d": "y"}, "f": true}"#);
    dict.update_serde("m", &changed).unwrap();
    assert_eq!(dict.get_serde::<serde_json::Value>("m").unwrap(), changed);
    assert_eq!(kept.map(|key| identity(&dict, key)), before);
    assert_eq!(dict.dict("m/b").unwrap().attributes().get::<String>("units").unwrap(), "mm");
    dict.flush().unwrap();
    let grown = std::fs::metadata(dir.path().join("a.h5")).unwrap().len() - size;
    assert!(grown < 100_000, "{grown} bytes for a few scalars");
    // Another form replaces what is there; so does a new array.
    dict.update("m", &5).unwrap();
    assert_eq!(dict.get::<i32>("m").unwrap(), 5);
    dict.update("array", &(&big * 2.0)).unwrap();
    assert_eq!(dict.get::<Array2<f64>>("array").unwrap(), big * 2.0);
    // NaN equals itself here: the bytes are the same.
    dict.insert("nan", &f64::NAN).unwrap();
    let nan = identity(&dict, "nan");
    dict.update("nan", &f64::NAN).unwrap();
    assert_eq!(identity(&dict, "nan"), nan);
    // A dangling link is replaced, a value that fails changes nothing.
    dict.group().soft_link("dangling", "/nowhere").unwrap();
    dict.update("dangling", &1).unwrap();
    assert_eq!(dict.get::<i32>("dangling").unwrap(), 1);
    assert!(dict.update("dangling", "\0").is_err());
    assert_eq!(dict.get::<i32>("dangling").unwrap(), 1);
    assert_eq!(dict.assign(&3).unwrap_err().kind(), ErrorKind::WrongType);
    let all = BTreeMap::from([("a/b", 1), ("%", 2)]);
    dict.assign(&all).unwrap();
    assert!(dict.equals_map(&all).unwrap());
}

#[test]
fn merging_takes_maps_and_h5dicts() {
    let (dir, mut dict) = temp();
    dict.insert("inner", &BTreeMap::from([("x", 1), ("y", 2)])).unwrap();
    dict.merge(&BTreeMap::from([("inner", BTreeMap::from([("y", 3), ("z/w", 4)]))])).unwrap();
    let inner = dict.dict("inner").unwrap();
    assert!(inner.equals_map(&BTreeMap::from([("x", 1), ("y", 3), ("z/w", 4)])).unwrap());
    dict.merge_serde(&serde_json::json!({"inner": {"x": "text"}, "new": null})).unwrap();
    assert_eq!(dict.get::<String>("inner/x").unwrap(), "text");
    // From another file.
    let mut other = H5Dict::open(dir.path().join("b.h5"), H5Mode::Truncate).unwrap();
    other.merge(&dict).unwrap();
    assert!(other.equals(&dict).unwrap());
    other.insert("more", &1).unwrap();
    assert!(!other.equals(&dict).unwrap() && !dict.equals(&other).unwrap());
    dict.merge(&other).unwrap();
    assert!(dict.equals(&other).unwrap());
    assert_eq!(dict.merge(&5).unwrap_err().kind(), ErrorKind::WrongType);
    assert_eq!(dict.merge(&vec![1, 2]).unwrap_err().kind(), ErrorKind::WrongType);
    assert!(dict.merge(&BTreeMap::from([("inner", "a\0")])).is_err());
    assert!(dict.equals(&other).unwrap());
}

#[test]
fn maps_compare_by_what_they_hold() {
    let (_dir, mut dict) = temp();
    let map = BTreeMap::from([("a", vec![1, 2]), ("b", vec![])]);
    dict.insert("x", &map).unwrap();
    dict.insert("y", &map).unwrap();
    let (x, mut y) = (dict.dict("x").unwrap(), dict.dict("y").unwrap());
    assert!(x.equals(&y).unwrap() && x.equals_map(&map).unwrap());
    y.insert("b", &vec![0]).unwrap();
    assert!(!x.equals(&y).unwrap() && !y.equals_map(&map).unwrap());
    y.insert("b", &vec!["text".to_string()]).unwrap();
    assert!(!x.equals(&y).unwrap() && !y.equals_map(&map).unwrap());
    y.remove("b").unwrap();
    assert!(!x.equals(&y).unwrap() && !y.equals_map(&map).unwrap());
    let read: std::collections::HashMap<String, Vec<i32>> = x.to_map().unwrap();
    assert_eq!(read["a"], [1, 2]);
    let entries: Vec<_> = x.iter::<Vec<i32>>().unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(entries, [("a".to_string(), vec![1, 2]), ("b".to_string(), vec![])]);
}

#[test]
fn nothing_is_loaded_before_it_is_asked_for() {
    let (dir, mut dict) = temp();
    dict.insert("array", &Array2::<f64>::zeros((1000, 100))).unwrap();
    dict.insert("numbers", &(0..10_000).collect::<Vec<i64>>()).unwrap();
    dict.insert("table", &vec![(1, 2.5, "text".to_string()); 1000]).unwrap();
    dict.insert_at("inner/one", &1).unwrap();
    dict.insert_at("inner/many", &vec!["t".to_string(); 1000]).unwrap();
    dict.close().unwrap();
    let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Read).unwrap();
    let file = dict.group().file();
    let inner = dict.dict("inner").unwrap();
    let list = H5List::of(&dict, "numbers").unwrap();
    let table = H5List::of(&dict, "table").unwrap();
    let array: ch5::H5Array<f64> = dict.get("array").unwrap();
    assert_eq!((dict.len().unwrap(), inner.keys().unwrap().len()), (4, 2));
    assert_eq!((list.len().unwrap(), table.len().unwrap(), array.len()), (10_000, 1000, 100_000));
    assert_eq!(dict.items().unwrap().filter(|(_, item)| item.is_ok()).count(), 4);
    assert!(dict.contains("inner/one").unwrap());
    assert_eq!(file.bytes_read(), 0);
    assert_eq!(list.get::<i64>(9_999).unwrap(), 9_999);
    assert_eq!(file.bytes_read(), 8);
    assert_eq!(dict.get::<i32>("inner/one").unwrap(), 1);
    assert_eq!(file.bytes_read(), 12);
    assert_eq!(list.slice::<i64>(10..20).unwrap().len(), 10);
    assert!(file.bytes_read() < 1000, "{}", file.bytes_read());
    let _ = format!("{dict:?}");
    assert!(file.bytes_read() < 5000, "{}", file.bytes_read());
}
