//! Views of objects that changed behind them, or are not what they should be: named errors, and
//! nothing lost.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5::{Error, ErrorKind, File, H5Array, H5Dict, H5List, H5Mode, hdf5};
use ndarray::arr1;

fn temp() -> (tempfile::TempDir, H5Dict) {
    let dir = tempfile::tempdir().unwrap();
    let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, dict)
}

/// An error of this kind that names file and object.
fn named<T>(result: Result<T, Error>, kind: ErrorKind, path: &str) {
    let Err(error) = result else { panic!("{path} was not refused") };
    assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
    assert!(error.file().ends_with("a.h5"), "{error}");
}

#[test]
fn a_map_that_was_deleted() {
    let (_dir, mut dict) = temp();
    dict.insert("m", &BTreeMap::from([("k", 1)])).unwrap();
    let mut gone = dict.dict("m").unwrap();
    dict.remove("m").unwrap();
    named(gone.get::<i32>("k"), ErrorKind::NotFound, "/m");
    named(gone.insert("k", &2), ErrorKind::NotFound, "/m");
    named(gone.insert_serde("k", &2), ErrorKind::NotFound, "/m");
    named(gone.insert_at("k/l", &2), ErrorKind::NotFound, "/m");
    named(gone.update("k", &2), ErrorKind::NotFound, "/m");
    named(gone.remove("k"), ErrorKind::NotFound, "/m");
    named(gone.rename("k", "l"), ErrorKind::NotFound, "/m");
    named(gone.merge(&BTreeMap::from([("x", 1)])), ErrorKind::NotFound, "/m");
    named(gone.assign(&BTreeMap::from([("x", 1)])), ErrorKind::NotFound, "/m");
    named(gone.clear(), ErrorKind::NotFound, "/m");
    named(gone.keys(), ErrorKind::NotFound, "/m");
    named(gone.len(), ErrorKind::NotFound, "/m");
    named(gone.items().map(drop), ErrorKind::NotFound, "/m");
    named(gone.equals(&dict), ErrorKind::NotFound, "/m");
    named(gone.to_value(), ErrorKind::NotFound, "/m");
    named(gone.entry("k").or_insert(1), ErrorKind::NotFound, "/m");
    assert!(format!("{gone:?}").contains("deleted or replaced"));
    // Replaced by another map: the old handle does not write into nowhere.
    dict.insert("m", &BTreeMap::from([("k", 1)])).unwrap();
    let mut old = dict.dict("m").unwrap();
    dict.insert("m", &BTreeMap::from([("k", 2)])).unwrap();
    named(old.insert("k", &3), ErrorKind::NotFound, "/m");
    assert_eq!(dict.get::<i32>("m/k").unwrap(), 2);
}

#[test]
fn a_list_that_another_handle_edits() {
    let (_dir, dict) = temp();
    for (name, values) in [("numbers", vec!["1", "2"]), ("texts", vec!["a", "b"])] {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        let mut first = if name == "numbers" {
            H5List::create(&dict, name, &[1i64, 2]).unwrap()
        } else {
            H5List::create(&dict, name, &values).unwrap()
        };
        let mut second = H5List::of(&dict, name).unwrap();
        first.push("x").unwrap();
        assert_eq!(second.len().unwrap(), 3);
        second.push("y").unwrap();
        first.remove(0).unwrap();
        second.push("z").unwrap();
        assert_eq!(first.slice::<String>(1..).unwrap(), ["x", "y", "z"]);
        assert_eq!(second.len().unwrap(), 4);
        second.truncate(2).unwrap();
        first.push("w").unwrap();
        assert_eq!(first.slice::<String>(1..).unwrap(), ["x", "w"]);
    }
    let mut first = H5List::create(&dict, "same", &[1, 2]).unwrap();
    let mut second = first.clone();
    for i in 0..20 {
        first.push(&i).unwrap();
        second.push(&-i).unwrap();
    }
    assert_eq!(first.len().unwrap(), 42);
    assert_eq!(first.to_vec::<i32>().unwrap(), second.to_vec::<i32>().unwrap());
}

#[test]
fn a_list_that_was_deleted_or_replaced() {
    let (_dir, mut dict) = temp();
    for kind in 0..3 {
        let mut list = match kind {
            0 => H5List::create(&dict, "l", &[1, 2]).unwrap(),
            1 => H5List::create(&dict, "l", &[(1, "a".to_string())]).unwrap(),
            _ => H5List::create(&dict, "l", &[arr1(&[1.0])]).unwrap(),
        };
        dict.remove("l").unwrap();
        named(list.len(), ErrorKind::NotFound, "/l");
        named(list.get::<i32>(0), ErrorKind::NotFound, "/l");
        named(list.to_vec::<i32>(), ErrorKind::NotFound, "/l");
        named(list.push(&1), ErrorKind::NotFound, "/l");
        named(list.extend(&[1]), ErrorKind::NotFound, "/l");
        named(list.set(0, &1), ErrorKind::NotFound, "/l");
        named(list.insert(0, &1), ErrorKind::NotFound, "/l");
        named(list.remove(0), ErrorKind::NotFound, "/l");
        named(list.pop::<i32>(), ErrorKind::NotFound, "/l");
        named(list.swap(0, 1), ErrorKind::NotFound, "/l");
        named(list.truncate(0), ErrorKind::NotFound, "/l");
        named(list.reverse(), ErrorKind::NotFound, "/l");
        named(list.sort_by_key(|x: &i32| *x), ErrorKind::NotFound, "/l");
        named(list.retain(|_: &i32| true), ErrorKind::NotFound, "/l");
        named(list.dedup::<i32>(), ErrorKind::NotFound, "/l");
        named(list.contains(&1), ErrorKind::NotFound, "/l");
        named(list.index(-1), ErrorKind::NotFound, "/l");
        assert!(list.iter::<i32>().next().is_some_and(|first| first.is_err()));
        assert!(format!("{list:?}").contains("deleted or moved"));
        dict.insert("l", "no list").unwrap();
        named(list.push(&1), ErrorKind::WrongType, "/l");
        assert_eq!(dict.get::<String>("l").unwrap(), "no list");
        dict.remove("l").unwrap();
    }
    // A further name keeps the old object: an edit does not overwrite what has the name now.
    let mut list = H5List::create(&dict, "l", &[1, 2]).unwrap();
    dict.group().link("also", &dict.group().open("l").unwrap()).unwrap();
    dict.insert("l", &[7, 8].as_slice()).unwrap();
    named(list.insert(0, &1), ErrorKind::NotFound, "/l");
    assert_eq!(dict.get::<Vec<i32>>("l").unwrap(), [7, 8]);
    assert_eq!(dict.get::<Vec<i32>>("also").unwrap(), [1, 2]);
}

#[test]
fn a_file_that_was_closed() {
    let (dir, mut dict) = temp();
    let mut list = H5List::create(&dict, "l", &[1, 2]).unwrap();
    let array: H5Array<i32> = dict.get("l").unwrap();
    dict.clone().close().unwrap();
    for error in [
        dict.keys().unwrap_err(),
        dict.get::<i32>("l").unwrap_err(),
        dict.insert("l", &1).unwrap_err(),
        dict.len().unwrap_err(),
        dict.flush().unwrap_err(),
        list.len().unwrap_err(),
        list.push(&1).unwrap_err(),
        list.get::<i32>(0).unwrap_err(),
        array.read().unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
        assert!(error.file().ends_with("a.h5") && error.to_string().contains("open it again"));
    }
    assert_eq!(dict.clone().close().unwrap_err().kind(), ErrorKind::Closed);
    assert!(format!("{dict:?} {list:?}").contains("closed"));
    let list = H5List::open_at(dir.path().join("a.h5"), H5Mode::Read, "l").unwrap();
    assert_eq!(list.to_vec::<i32>().unwrap(), [1, 2]);
}

#[test]
fn lists_whose_members_are_wrong() {
    let (_dir, mut dict) = temp();
    let make = |name: &str| {
        let mut list = H5List::create_group(&dict, name).unwrap();
        list.extend(&[1, 2, 3]).unwrap();
        dict.group().group(name).unwrap()
    };
    make("missing").unlink("1").unwrap();
    let extra = make("extra");
    extra.link("x", &extra.open("0").unwrap()).unwrap();
    let zero = make("zero");
    zero.rename("2", &zero, "02").unwrap();
    let mark = make("mark");
    mark.attrs().write_text("__h5_type__", "object").unwrap();
    for name in ["missing", "extra", "zero"] {
        named(H5List::of(&dict, name), ErrorKind::Malformed, &format!("/{name}"));
        named(dict.get::<Vec<i32>>(name), ErrorKind::Malformed, &format!("/{name}"));
        assert!(dict.item(name).is_err());
    }
    named(H5List::of(&dict, "mark"), ErrorKind::WrongType, "/mark");
    assert_eq!(dict.get::<i32>("mark/2").unwrap(), 3);
    // They break neither listing nor what is left of them.
    assert_eq!(dict.items().unwrap().filter(|(_, item)| item.is_ok()).count(), 1);
    assert_eq!(dict.get::<i32>("missing/2").unwrap(), 3);
    assert_eq!(format!("{dict:?}").matches("<").count(), 3);
    // A member that goes while the list is open.
    let mut list = H5List::create_group(&dict, "open").unwrap();
    list.extend(&[1, 2, 3]).unwrap();
    dict.remove("open/1").unwrap();
    named(list.get::<i32>(1), ErrorKind::NotFound, "/open/1");
    assert!(list.insert(0, &9).is_err() && list.reverse().is_err());
    assert_eq!((dict.get::<i32>("open/0").unwrap(), dict.get::<i32>("open/2").unwrap()), (1, 3));
}

#[test]
fn links_that_lead_outside() {
    let (dir, mut dict) = temp();
    let outside = File::open(dir.path().join("b.h5"), H5Mode::Truncate).unwrap();
    ch5::write_object(&outside, "x", &vec![1, 2, 3]).unwrap();
    outside.close().unwrap();
    let plain = dict.group().to_hdf5().unwrap();
    plain.link_external("b.h5", "/x", "out").unwrap();
    let mut list = H5List::create_group(&dict, "list").unwrap();
    list.extend(&[1, 2]).unwrap();
    let group = dict.group().group("list").unwrap().to_hdf5().unwrap();
    group.link_external("b.h5", "/x", "2").unwrap();
    named(dict.get::<Vec<i32>>("out"), ErrorKind::Forbidden, "/out");
    named(dict.item("out"), ErrorKind::Forbidden, "/out");
    named(H5List::of(&dict, "out"), ErrorKind::Forbidden, "/out");
    assert!(format!("{dict:?}").contains("out: <"));
    let mut list = H5List::of(&dict, "list").unwrap();
    named(list.get::<Vec<i32>>(2), ErrorKind::Forbidden, "/list/2");
    named(list.insert(0, &9), ErrorKind::Forbidden, "/list/2");
    assert_eq!(list.slice::<i32>(..2).unwrap(), [1, 2]);
    assert!(format!("{list:?}").starts_with("[1, 2, <"));
    // They can be removed, and named otherwise.
    dict.rename("out", "elsewhere").unwrap();
    assert!(dict.remove("elsewhere").unwrap());
    list.truncate(2).unwrap();
    assert_eq!(list.to_vec::<i32>().unwrap(), [1, 2]);
    let copied = dict.to_value().unwrap();
    assert_eq!(format!("{copied:?}").matches("Int").count(), 2);
}

#[test]
fn plain_handles_are_taken() {
    let dir = tempfile::tempdir().unwrap();
    let plain = hdf5::File::create(dir.path().join("a.h5")).unwrap();
    plain.create_group("a/b").unwrap();
    plain.new_dataset_builder().with_data(&[1, 2, 3]).create("numbers").unwrap();
    let mut dict = H5Dict::of(&plain, "a/b").unwrap();
    dict.insert("x", &1).unwrap();
    assert_eq!(H5Dict::of(&plain.group("a").unwrap(), "b").unwrap().keys().unwrap(), ["x"]);
    assert_eq!(H5List::of(&plain, "numbers").unwrap().get::<i32>(2).unwrap(), 3);
    let dataset = ch5::Dataset::from_hdf5(&plain.dataset("numbers").unwrap()).unwrap();
    assert_eq!(H5Array::new(dataset).unwrap().shape(), [3]);
    assert_eq!(H5List::create(&plain, "made", &["t".to_string()]).unwrap().len().unwrap(), 1);
}
