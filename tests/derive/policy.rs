//! What happens to a name that is in use; several objects in one call.

use ch5::{
    ErrorKind, H5Dict, H5Read, H5Store, H5Write, Policy, read_object, write_object, write_objects,
};
use ndarray::Array2;

use crate::support::{dataset, group, has_attr, members, refused, round, temp};

/// A value that fails to be written, halfway.
struct Fails;

impl H5Write for Fails {
    fn h5_write(&self, values: &mut H5Dict) -> ch5::Result<()> {
        values.insert("half", &1u8)?;
        Err(ch5::Error::new(ErrorKind::Custom, "not today"))
    }
}

impl H5Read for Fails {
    fn h5_read(_: &H5Dict) -> ch5::Result<Self> {
        Ok(Self)
    }
}

#[derive(H5Store)]
struct Half {
    first: Array2<f64>,
    then: Fails,
}

const POLICIES: [Policy; 3] = [Policy::Fail, Policy::Replace, Policy::Update];

#[test]
fn a_new_name_is_written_by_every_policy() {
    let t = temp();
    for (i, policy) in POLICIES.into_iter().enumerate() {
        ch5::write_object_with(&t.file, &i.to_string(), &vec![1u8], policy).unwrap();
        assert_eq!(read_object::<Vec<u8>>(&t.file, &i.to_string()).unwrap(), [1]);
    }
}

#[test]
fn a_name_in_use() {
    let t = temp();
    write_object(&t.file, "x", &vec![1u8, 2]).unwrap();
    let e = refused(write_object(&t.file, "x", &3u8), "/x");
    assert_eq!(e.kind(), ErrorKind::AlreadyExists);
    assert_eq!(read_object::<Vec<u8>>(&t.file, "x").unwrap(), [1, 2]);
    ch5::write_object_with(&t.file, "x", &"text", Policy::Replace).unwrap();
    assert_eq!(read_object::<String>(&t.file, "x").unwrap(), "text");
    ch5::write_object_with(&t.file, "x", &Half2 { a: 1 }, Policy::Update).unwrap();
    assert_eq!(read_object::<Half2>(&t.file, "x").unwrap(), Half2 { a: 1 });
    assert_eq!(members(&t.file, "/"), ["x"]);
}

#[derive(H5Store, Debug, PartialEq)]
struct Half2 {
    a: u8,
}

#[test]
fn the_old_value_stays_where_the_new_one_fails() {
    let t = temp();
    write_object(&t.file, "before", &0u8).unwrap();
    write_object(&t.file, "x", &vec![1.0, 2.0]).unwrap();
    write_object(&t.file, "after", &2u8).unwrap();
    let half = || Half { first: Array2::zeros((100, 100)), then: Fails };
    for policy in POLICIES {
        let e = ch5::write_object_with(&t.file, "x", &half(), policy).unwrap_err();
        let expected =
            if policy == Policy::Fail { ErrorKind::AlreadyExists } else { ErrorKind::Custom };
        assert_eq!(e.kind(), expected, "{e}");
        assert_eq!(read_object::<Vec<f64>>(&t.file, "x").unwrap(), [1.0, 2.0]);
        let e = ch5::write_object_with(&t.file, "new", &half(), policy).unwrap_err();
        assert_eq!(e.kind(), ErrorKind::Custom);
        assert_eq!(members(&t.file, "/"), ["before", "x", "after"]);
    }
    let failing: [(&str, &dyn H5Write); 3] = [("a", &1u8), ("b", &Fails), ("c", &3u8)];
    let e = write_objects(&t.file, failing, |_, _| {}).unwrap_err();
    assert_eq!(e.kind(), ErrorKind::Custom);
    assert_eq!(members(&t.file, "/"), ["before", "x", "after"]);
}

/// Where an object lies in the file.
fn token(file: &ch5::File, path: &str) -> String {
    format!("{:?}", dataset(file, path).loc_info().unwrap().token)
}

#[test]
fn update_keeps_the_dataset_where_it_fits() {
    let t = temp();
    let array = |x: f64| Array2::from_elem((3, 4), x);
    #[derive(H5Store)]
    struct Stored {
        #[h5(chunks(2, 2), compression = "gzip", attrs(units = "mm"))]
        array: Array2<f64>,
    }
    write_object(&t.file, "s", &Stored { array: array(1.0) }).unwrap();
    write_object(&t.file, "number", &1.0).unwrap();
    write_object(&t.file, "text", "a").unwrap();
    write_object(&t.file, "texts", &vec!["a".to_owned(), "b".to_owned()]).unwrap();
    write_object(&t.file, "flags", &vec![true, false]).unwrap();
    let s = group(&t.file, "s");
    let s = ch5::AsGroup::as_group(&s).unwrap();
    for name in ["s/array", "number", "text", "texts", "flags"] {
        dataset(&t.file, name).new_attr::<u8>().create("mine").unwrap().write_scalar(&1u8).unwrap();
    }
    let before: Vec<_> =
        ["s/array", "number", "text", "texts", "flags"].map(|p| token(&t.file, p)).into();
    ch5::write_object_with(&s, "array", &array(2.0), Policy::Update).unwrap();
    ch5::write_object_with(&t.file, "number", &2.0, Policy::Update).unwrap();
    ch5::write_object_with(&t.file, "text", "a longer one", Policy::Update).unwrap();
    let texts = vec!["c".to_owned(), String::new()];
    ch5::write_object_with(&t.file, "texts", &texts, Policy::Update).unwrap();
    ch5::write_object_with(&t.file, "flags", &vec![false, true], Policy::Update).unwrap();
    let after: Vec<_> =
        ["s/array", "number", "text", "texts", "flags"].map(|p| token(&t.file, p)).into();
    assert_eq!(before, after);
    for name in ["s/array", "number", "text", "texts", "flags"] {
        assert!(has_attr(&dataset(&t.file, name), "mine"), "{name}");
    }
    assert_eq!(dataset(&t.file, "s/array").chunk(), Some(vec![2, 2]));
    assert_eq!(read_object::<Array2<f64>>(&t.file, "s/array").unwrap(), array(2.0));
    assert_eq!(read_object::<f64>(&t.file, "number").unwrap(), 2.0);
    assert_eq!(read_object::<String>(&t.file, "text").unwrap(), "a longer one");
    assert_eq!(read_object::<Vec<String>>(&t.file, "texts").unwrap(), texts);
    assert_eq!(read_object::<Vec<bool>>(&t.file, "flags").unwrap(), [false, true]);
}

#[test]
fn update_replaces_what_does_not_fit() {
    let t = temp();
    write_object(&t.file, "x", &vec![1.0f64, 2.0]).unwrap();
    let mut last = token(&t.file, "x");
    let mut update = |value: &dyn H5Write| {
        ch5::write_object_with(&t.file, "x", value, Policy::Update).unwrap();
        let now = token(&t.file, "x");
        assert_ne!(now, last);
        last = now;
    };
    update(&vec![1.0f64, 2.0, 3.0]);
    update(&vec![1.0f32, 2.0, 3.0]);
    update(&vec![1i32, 2, 3]);
    update(&Array2::<i32>::zeros((1, 3)));
    update(&1i32);
    update(&"text");
    update(&None::<u8>);
    assert_eq!(read_object::<Option<u8>>(&t.file, "x").unwrap(), None);
    ch5::write_object_with(&t.file, "x", &vec![Some(1u8), None], Policy::Update).unwrap();
    assert_eq!(read_object::<Vec<Option<u8>>>(&t.file, "x").unwrap(), [Some(1), None]);
    ch5::write_object_with(&t.file, "x", &3u8, Policy::Update).unwrap();
    assert_eq!(read_object::<u8>(&t.file, "x").unwrap(), 3);
}

#[test]
fn several_objects_report_their_progress() {
    let t = temp();
    let (array, row) = (Array2::<f32>::zeros((2, 2)), Half2 { a: 1 });
    let values: [(&str, &dyn H5Write); 4] =
        [("a", &1u8), ("b/c", &"text"), ("array", &array), ("row", &row)];
    let mut seen = Vec::new();
    write_objects(&t.file, values, |done, total| seen.push((done, total))).unwrap();
    assert_eq!(seen, [(1, 4), (2, 4), (3, 4), (4, 4)]);
    assert_eq!(members(&t.file, "/"), ["a", "b%2Fc", "array", "row"]);
    let dict = H5Dict::root(&t.file).unwrap();
    assert_eq!(dict.get::<String>("b/c").unwrap(), "text");
    assert_eq!(dict.get::<Half2>("row").unwrap(), row);

    // A name in use, or one that comes twice, and nothing is written.
    let mut calls = 0;
    let again: [(&str, &dyn H5Write); 2] = [("new", &1u8), ("a", &1u8)];
    let e = refused(write_objects(&t.file, again, |_, _| calls += 1), "/a");
    assert_eq!((e.kind(), calls), (ErrorKind::AlreadyExists, 0));
    let twice: [(&str, &dyn H5Write); 2] = [("new", &1u8), ("new", &2u8)];
    let e = refused(write_objects(&t.file, twice, |_, _| {}), "/new");
    assert_eq!(e.kind(), ErrorKind::AlreadyExists);
    assert_eq!(members(&t.file, "/").len(), 4);
    write_objects(&t.file, Vec::<(&str, &dyn H5Write)>::new(), |_, _| {}).unwrap();
}

#[test]
fn writing_into_a_file_that_is_only_read_is_refused() {
    let t = temp();
    round(&t.file, "x", &1u8);
    let path = t.dir.path().join("a.h5");
    t.file.close().unwrap();
    let file = ch5::File::open(&path, ch5::H5Mode::Read).unwrap();
    for policy in POLICIES {
        let done = ch5::write_object_with(&file, "y", &1u8, policy);
        let e = done.unwrap_err();
        assert_eq!(e.kind(), ErrorKind::ReadOnly, "{e}");
        assert!(e.file().ends_with("a.h5"), "{e}");
    }
    assert_eq!(read_object::<u8>(&file, "x").unwrap(), 1);
}
