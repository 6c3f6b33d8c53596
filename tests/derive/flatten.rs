//! Fields whose own fields lie among those around them.

use std::collections::{BTreeMap, HashMap};

use ch5::{ErrorKind, H5Store, read_object, write_object};
use serde::{Deserialize, Serialize};

use crate::support::{group, members, refused, round, temp};

#[derive(H5Store, Debug, PartialEq, Default, Clone)]
struct Inner {
    x: u8,
    y: Option<u8>,
    #[h5(attr)]
    note: String,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct More {
    #[h5(alias = "zed")]
    z: u8,
    #[h5(flatten)]
    last: Last,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Last {
    w: ndarray::Array1<f32>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Model {
    m: u16,
    n: Vec<String>,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Flat {
    first: u8,
    #[h5(flatten)]
    inner: Inner,
    #[h5(flatten)]
    more: Box<More>,
    #[h5(flatten)]
    model: Model,
    after: String,
}

fn flat(first: u8) -> Flat {
    Flat {
        first,
        inner: Inner { x: 2, y: None, note: "n".into() },
        more: Box::new(More { z: 4, last: Last { w: ndarray::Array1::zeros(3) } }),
        model: Model { m: 5, n: vec!["t".into()] },
        after: "end".into(),
    }
}

#[test]
fn structs_of_both_kinds() {
    let t = temp();
    round(&t.file, "f", &flat(1));
    assert_eq!(members(&t.file, "f"), ["first", "x", "y", "z", "w", "m", "n", "after"]);
    assert_eq!(group(&t.file, "f").attr_names().unwrap(), ["note"]);
    round(&t.file, "v", &vec![flat(1), flat(2)]);
    assert_eq!(read_object::<u8>(&t.file, "v/1/first").unwrap(), 2);
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Open<M> {
    id: u32,
    #[h5(rename = "Name", alias = "title")]
    name: String,
    #[h5(flatten)]
    inner: Small,
    #[h5(flatten)]
    model: Model,
    #[h5(flatten)]
    rest: M,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Small {
    x: u8,
    #[h5(flatten)]
    deep: Deep,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Deep {
    deep: f64,
}

fn open<M>(rest: M) -> Open<M> {
    Open {
        id: 1,
        name: "n".into(),
        inner: Small { x: 2, deep: Deep { deep: 0.5 } },
        model: Model { m: 3, n: vec![] },
        rest,
    }
}

#[test]
fn a_map_holds_what_no_field_takes() {
    let t = temp();
    let rest: BTreeMap<String, i32> = [("b".to_owned(), 1), ("a/c".to_owned(), 2)].into();
    round(&t.file, "sorted", &open(rest.clone()));
    assert_eq!(members(&t.file, "sorted"), ["id", "Name", "x", "deep", "m", "n", "a%2Fc", "b"]);
    let hashed: HashMap<String, Option<String>> = [("k".to_owned(), Some("v".to_owned()))].into();
    round(&t.file, "hashed", &open(hashed));
    round(&t.file, "empty", &open(BTreeMap::<String, i32>::new()));
    round(&t.file, "json", &open(ch5::Serde(serde_json::json!({"p": 1, "q": {"r": [true]}}))));
    round(&t.file, "some", &open(Some(rest.clone())));
    // Rows and packed trees.
    let more: BTreeMap<String, i32> = [("c".to_owned(), 3)].into();
    round(&t.file, "rows", &vec![open(rest.clone()), open(more), open(BTreeMap::new())]);
    round(&t.file, "packed", &ch5::Packed(open(rest.clone())));
    round(&t.file, "list", &vec![(open(rest), ndarray::Array1::<u8>::zeros(2))]);
}

#[test]
fn a_map_may_stand_before_the_structs() {
    #[derive(H5Store, Debug, PartialEq)]
    struct Before {
        #[h5(flatten)]
        rest: BTreeMap<String, String>,
        #[h5(flatten)]
        inner: Small,
        id: u8,
    }
    let t = temp();
    let before = Before {
        rest: [("k".to_owned(), "v".to_owned())].into(),
        inner: Small { x: 1, deep: Deep { deep: 2.0 } },
        id: 3,
    };
    round(&t.file, "b", &before);
}

#[test]
fn a_struct_that_is_not_there() {
    #[derive(H5Store, Debug, PartialEq)]
    struct Maybe {
        id: u8,
        #[h5(flatten)]
        inner: Option<Small>,
        #[h5(flatten)]
        model: Option<Model>,
    }
    let t = temp();
    round(&t.file, "none", &Maybe { id: 1, inner: None, model: None });
    assert_eq!(members(&t.file, "none"), ["id"]);
    let some = || Maybe {
        id: 1,
        inner: Some(Small { x: 1, deep: Deep { deep: 2.0 } }),
        model: Some(Model { m: 1, n: vec![] }),
    };
    round(&t.file, "some", &some());
    round(&t.file, "rows", &vec![some(), Maybe { id: 2, inner: None, model: None }, some()]);
    // Half of it is a mistake, not nothing.
    group(&t.file, "some").unlink("deep").unwrap();
    let e = refused(read_object::<Maybe>(&t.file, "some"), "/some");
    assert_eq!(e.kind(), ErrorKind::MissingField);
}

#[test]
fn inside_variants() {
    #[derive(H5Store, Debug, PartialEq)]
    enum Mode {
        Idle,
        Scan {
            step: u8,
            #[h5(flatten)]
            small: Small,
            #[h5(flatten)]
            rest: BTreeMap<String, u8>,
        },
    }
    let t = temp();
    let scan = || Mode::Scan {
        step: 1,
        small: Small { x: 1, deep: Deep { deep: 2.0 } },
        rest: [("r".to_owned(), 1)].into(),
    };
    round(&t.file, "scan", &scan());
    round(&t.file, "all", &vec![Mode::Idle, scan()]);
    round(&t.file, "packed", &ch5::Packed(vec![scan(), Mode::Idle]));
}

#[test]
fn through_a_hand_written_impl_and_a_dict() {
    #[derive(H5Store, Debug, PartialEq)]
    struct Around {
        id: u8,
        #[h5(flatten)]
        inner: crate::handles::Interval,
    }
    let t = temp();
    round(&t.file, "a", &Around { id: 1, inner: crate::handles::Interval { low: 1.0, high: 3.0 } });
    assert_eq!(members(&t.file, "a"), ["id", "low", "width"]);
}

#[test]
fn what_has_no_fields_is_refused() {
    #[derive(H5Store, Debug)]
    struct Wrong<T> {
        #[h5(flatten)]
        inner: T,
    }
    let t = temp();
    for (e, found) in [
        (write_object(&t.file, "w", &Wrong { inner: 1u8 }), "a number"),
        (write_object(&t.file, "w", &Wrong { inner: vec![1u8] }), "an array"),
        (write_object(&t.file, "w", &Wrong { inner: "x".to_owned() }), "text"),
        (write_object(&t.file, "w", &Wrong { inner: (1u8, 'x') }), "a tuple"),
    ] {
        let e = e.unwrap_err();
        assert_eq!(e.kind(), ErrorKind::WrongType, "{e}");
        assert!(e.to_string().contains(found), "{e}");
        assert!(e.file().ends_with("a.h5"), "{e}");
    }
    // Two fields of one name.
    #[derive(H5Store, Debug)]
    struct Twice {
        x: u8,
        #[h5(flatten)]
        inner: Small,
    }
    let twice = Twice { x: 1, inner: Small { x: 1, deep: Deep { deep: 1.0 } } };
    let e = refused(write_object(&t.file, "w", &twice), "/w/x");
    assert_eq!(e.kind(), ErrorKind::AlreadyExists);
    assert!(members(&t.file, "/").is_empty());
}
