//! Flattened fields.

use std::collections::{BTreeMap, HashMap};

use ch5::{ErrorKind, read_serde, write_serde};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::everywhere::{everywhere, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone, Default)]
struct Inner {
    x: i32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    y: Option<String>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Outer {
    id: u32,
    #[serde(flatten)]
    inner: Inner,
    last: bool,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Nested {
    name: String,
    #[serde(flatten)]
    outer: Outer,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Maybe {
    id: u32,
    #[serde(flatten)]
    inner: Option<Inner>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Extra {
    id: u32,
    #[serde(flatten)]
    extra: HashMap<String, f64>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct AnyExtra {
    id: u32,
    #[serde(flatten)]
    extra: BTreeMap<String, Json>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Choice {
    New(i32),
    Rec { a: f64 },
    Tup(i32, String),
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct WithEnum {
    id: u32,
    #[serde(flatten)]
    choice: Choice,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(tag = "kind")]
enum Tagged {
    A { a: i32 },
    B { b: String },
    C,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct WithTagged {
    #[serde(flatten)]
    tagged: Tagged,
    id: u32,
}

fn outer(i: i32) -> Outer {
    let y = (i % 2 == 0).then(|| format!("y{i}"));
    Outer { id: 7, inner: Inner { x: i, y }, last: true }
}

#[test]
fn structs_in_structs() {
    everywhere(&[outer(0), outer(1), outer(2)]);
    everywhere(&[
        Nested { name: "a".into(), outer: outer(1) },
        Nested { name: "b".into(), outer: outer(2) },
    ]);
    everywhere(&[
        Maybe { id: 1, inner: None },
        Maybe { id: 2, inner: Some(Inner { x: 1, y: None }) },
        Maybe { id: 3, inner: Some(Inner { x: 1, y: Some("y".into()) }) },
    ]);
}

#[test]
fn maps_in_structs() {
    everywhere(&[
        Extra { id: 1, extra: HashMap::new() },
        Extra { id: 2, extra: HashMap::from([("a".into(), 1.5), ("b/c".into(), -2.0)]) },
        Extra { id: 3, extra: HashMap::from([("c".into(), 0.0)]) },
    ]);
    let json = serde_json::json!({"n": null, "t": "x", "l": [1, "a"], "o": {"p": {}}});
    let Json::Object(object) = json else { panic!("an object") };
    everywhere(&[
        AnyExtra { id: 1, extra: object.into_iter().collect() },
        AnyExtra { id: 2, extra: BTreeMap::new() },
        AnyExtra { id: 3, extra: BTreeMap::from([("n".into(), Json::from(3))]) },
    ]);
}

#[test]
fn enums_in_structs() {
    everywhere(&[
        WithEnum { id: 1, choice: Choice::New(3) },
        WithEnum { id: 2, choice: Choice::Rec { a: 0.5 } },
        WithEnum { id: 3, choice: Choice::Tup(1, "x".into()) },
    ]);
    everywhere(&[
        WithTagged { id: 1, tagged: Tagged::A { a: 1 } },
        WithTagged { id: 2, tagged: Tagged::B { b: "x".into() } },
        WithTagged { id: 3, tagged: Tagged::C },
    ]);
}

#[test]
fn flattened_fields_lie_beside_the_others() {
    let (_dir, file) = temp();
    write_serde(&file, "o", &outer(0)).unwrap();
    let names = file.root().unwrap().group("o").unwrap().names().unwrap();
    assert_eq!(names, ["id", "x", "y", "last"]);
    write_serde(&file, "l", &vec![outer(1), outer(2)]).unwrap();
    assert_eq!(read_serde::<Vec<i32>>(&file, "l/x").unwrap(), [1, 2]);
}

#[test]
fn a_field_that_comes_twice_is_refused() {
    let (_dir, file) = temp();
    let twice = Extra { id: 1, extra: HashMap::from([("id".into(), 2.0)]) };
    for error in [
        write_serde(&file, "one", &twice).unwrap_err(),
        write_serde(&file, "many", &vec![twice.clone()]).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error}");
        assert!(error.to_string().contains("id"), "{error}");
        assert!(error.file().ends_with("a.h5"), "{error}");
    }
    assert!(file.root().unwrap().names().unwrap().is_empty());
}
