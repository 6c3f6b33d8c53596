//! Attributes: a map on maps, lists and arrays.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5::{Attributes, ErrorKind, File, H5Dict, H5List, H5Mode, Object, Value};
use ndarray::{Array2, arr1};

fn temp() -> (tempfile::TempDir, H5Dict) {
    let dir = tempfile::tempdir().unwrap();
    let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, dict)
}

/// Everything that a map of attributes does.
fn exercise(attributes: &Attributes) {
    let before = attributes.len().unwrap();
    attributes.set("n", &5u16).unwrap();
    attributes.set("none", &None::<f64>).unwrap();
    attributes.set("text", "grün").unwrap();
    attributes.set("texts", &["a".to_string(), "b".to_string()].as_slice()).unwrap();
    attributes.set("matrix", &Array2::from_elem((2, 3), 1.5f32)).unwrap();
    attributes.set("pair", &(1.0, 2.0)).unwrap();
    let long: Vec<f64> = (0..20_000).map(f64::from).collect();
    attributes.set("long", &long).unwrap();
    attributes.set("prose", &"x".repeat(100_000)).unwrap();
    let deep = BTreeMap::from([("k".to_string(), vec![Some(1), None])]);
    attributes.set_serde("deep", &deep).unwrap();

    assert_eq!(attributes.get::<u16>("n").unwrap(), 5);
    assert_eq!(attributes.get::<Option<f64>>("none").unwrap(), None);
    assert_eq!(attributes.try_get::<Option<f64>>("none").unwrap(), Some(None));
    assert_eq!(attributes.try_get::<f64>("zzz").unwrap(), None);
    assert_eq!(attributes.get::<String>("text").unwrap(), "grün");
    assert_eq!(attributes.get::<Vec<String>>("texts").unwrap(), ["a", "b"]);
    assert_eq!(attributes.get::<Array2<f32>>("matrix").unwrap(), Array2::from_elem((2, 3), 1.5));
    assert_eq!(attributes.get::<(f64, f64)>("pair").unwrap(), (1.0, 2.0));
    assert_eq!(attributes.get::<Vec<f64>>("long").unwrap(), long);
    assert_eq!(attributes.get::<String>("prose").unwrap().len(), 100_000);
    assert_eq!(attributes.get_serde::<BTreeMap<String, Vec<Option<i32>>>>("deep").unwrap(), deep);

    // Replaced by a value of another type, and refused without a loss.
    attributes.set("n", "now text").unwrap();
    assert_eq!(attributes.get::<String>("n").unwrap(), "now text");
    assert_eq!(attributes.set("n", &deep).unwrap_err().kind(), ErrorKind::WrongType);
    assert_eq!(attributes.set("n", "\0").unwrap_err().kind(), ErrorKind::Name);
    assert_eq!(attributes.get::<String>("n").unwrap(), "now text");

    let shown = format!("{attributes:?}");
    for part in ["\"n\": \"now text\"", "\"none\": null", "\"pair\": [1.0, 2.0]"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(shown.len() < 2000, "{} characters", shown.len());
    let items: BTreeMap<String, Value> =
        attributes.items().unwrap().filter_map(|(k, v)| Some((k, v.ok()?))).collect();
    assert_eq!(items["none"], Value::Null);
    assert_eq!(items["text"], Value::Text("grün".into()));

    let error = attributes.get::<u8>("texts").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongType);
    assert!(error.path().ends_with("@texts") && error.file().ends_with("a.h5"), "{error}");
    assert_eq!(attributes.get::<u8>("zzz").unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(attributes.pop::<(f64, f64)>("pair").unwrap(), (1.0, 2.0));
    assert!(!attributes.contains("pair").unwrap() && attributes.contains("n").unwrap());
    assert!(attributes.remove("n").unwrap() && !attributes.remove("n").unwrap());
    assert_eq!(attributes.len().unwrap(), before + 7);
}

#[test]
fn of_maps_lists_and_arrays() {
    let (_dir, mut dict) = temp();
    exercise(&dict.attributes());
    dict.insert("array", &arr1(&[1, 2])).unwrap();
    exercise(&Attributes::new(dict.group().open("array").unwrap()));
    exercise(&H5List::create(&dict, "numbers", &[1, 2]).unwrap().attributes());
    exercise(&H5List::create_group(&dict, "group").unwrap().attributes());
    dict.attributes().clear().unwrap();
    assert!(dict.attributes().is_empty().unwrap());
}

#[test]
fn a_list_keeps_its_attributes_in_every_form() {
    let (_dir, dict) = temp();
    let mut list = H5List::create(&dict, "list", &[1i16, 2]).unwrap();
    list.attributes().set("units", "mm").unwrap();
    list.attributes().set("none", &None::<i32>).unwrap();
    list.insert(0, &3i16).unwrap();
    list.push("text").unwrap();
    list.push(&arr1(&[1.0])).unwrap();
    list.remove(0).unwrap();
    assert_eq!(list.attributes().get::<String>("units").unwrap(), "mm");
    assert_eq!(list.attributes().get::<Option<i32>>("none").unwrap(), None);
}

#[test]
fn clearing_leaves_what_the_object_stands_for() {
    let (_dir, mut dict) = temp();
    let list = H5List::create_group(&dict, "list").unwrap();
    list.attributes().set("units", "mm").unwrap();
    list.attributes().clear().unwrap();
    assert!(!list.attributes().contains("units").unwrap());
    assert!(H5List::of(&dict, "list").unwrap().is_empty().unwrap());
    dict.insert("map", &BTreeMap::from([((1, 2), 3)])).unwrap();
    dict.insert("a/b", &1).unwrap();
    Attributes::new(dict.group().open("map").unwrap()).clear().unwrap();
    dict.attributes().clear().unwrap();
    let map: BTreeMap<(i32, i32), i32> = dict.get("map").unwrap();
    assert_eq!(map[&(1, 2)], 3);
    assert_eq!(dict.keys().unwrap(), ["list", "map", "a/b"]);
}

#[test]
fn of_what_is_gone_or_read_only() {
    let (dir, mut dict) = temp();
    dict.insert("array", &arr1(&[1, 2])).unwrap();
    let attributes = Attributes::new(dict.group().open("array").unwrap());
    dict.remove("array").unwrap();
    let error = attributes.set("a", &1).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::NotFound, "/array"));
    let path = dir.path().join("a.h5");
    let attributes = dict.attributes();
    attributes.set("a", &1).unwrap();
    dict.close().unwrap();
    assert_eq!(attributes.get::<i32>("a").unwrap_err().kind(), ErrorKind::Closed);
    assert!(format!("{attributes:?}").contains("closed"));
    let file = File::open(&path, H5Mode::Read).unwrap();
    let attributes = Attributes::new(Object::Group(file.root().unwrap()));
    assert_eq!(attributes.set("a", &2).unwrap_err().kind(), ErrorKind::ReadOnly);
    assert_eq!(attributes.remove("a").unwrap_err().kind(), ErrorKind::ReadOnly);
    assert_eq!(attributes.get::<i32>("a").unwrap(), 1);
}
