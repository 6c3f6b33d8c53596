//! Enums in serde's other forms: internally, adjacently tagged, untagged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::everywhere::everywhere;

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Body {
    a: i32,
    b: Option<String>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(tag = "type")]
enum Internal {
    Unit,
    Struct { x: f64, list: Vec<i32> },
    New(Body),
    Map(BTreeMap<String, i64>),
    Nested { inner: Box<Internal> },
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    New(i32),
    NewUnit(()),
    NewOption(Option<i32>),
    Tuple(i32, String),
    Struct { a: f32 },
    List(Vec<Adjacent>),
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(untagged)]
enum Untagged {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Pair(i64, i64),
    Mixed(i64, String),
    Struct { a: i64 },
    Plain(Plain),
    // After the others with fields: a missing option is none.
    Other { b: Option<String> },
    Choice(Choice),
    List(Vec<Untagged>),
    Map(BTreeMap<String, Untagged>),
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Plain {
    c: (i32, f64),
}

/// An enum by names inside of an untagged one.
#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Choice {
    New(i32),
    Nothing(()),
    Maybe(Option<i32>),
    Tuple(i32, String),
    Struct { x: i32 },
}

#[test]
fn internally_tagged() {
    everywhere(&[
        Internal::Unit,
        Internal::Struct { x: 0.5, list: vec![1, 2] },
        Internal::New(Body { a: 1, b: Some("x".into()) }),
        Internal::New(Body { a: 1, b: None }),
        Internal::Map(BTreeMap::from([("k".into(), 1), ("l".into(), -1)])),
        Internal::Map(BTreeMap::new()),
        Internal::Nested { inner: Box::new(Internal::Struct { x: 1.0, list: vec![] }) },
        Internal::Nested { inner: Box::new(Internal::Unit) },
    ]);
}

#[test]
fn adjacently_tagged() {
    let flat = vec![
        Adjacent::Unit,
        Adjacent::New(1),
        Adjacent::NewUnit(()),
        Adjacent::NewOption(None),
        Adjacent::NewOption(Some(1)),
        Adjacent::Tuple(2, "x".into()),
        Adjacent::Struct { a: 0.5 },
        Adjacent::List(vec![]),
    ];
    let mut all = flat.clone();
    all.push(Adjacent::List(flat));
    everywhere(&all);
}

#[test]
fn untagged() {
    let flat = vec![
        Untagged::Null,
        Untagged::Bool(true),
        Untagged::Int(-3),
        Untagged::Int(i64::MAX),
        Untagged::Float(0.5),
        Untagged::Text("x".into()),
        Untagged::Pair(1, 2),
        Untagged::Mixed(1, "y".into()),
        Untagged::Struct { a: 1 },
        Untagged::Other { b: Some("b".into()) },
        Untagged::Plain(Plain { c: (1, 2.5) }),
    ];
    for value in &flat {
        everywhere(std::slice::from_ref(value));
    }
    everywhere(&flat);
    let mut all = flat.clone();
    all.push(Untagged::List(flat));
    everywhere(&all);
}

/// Types that serde tries one after the other see what was stored, not how.
#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(untagged)]
enum Wrapped {
    Choice(Choice),
    Text(String),
}

#[test]
fn named_enums_inside_untagged_ones() {
    everywhere(&[
        Wrapped::Choice(Choice::New(1)),
        Wrapped::Choice(Choice::Nothing(())),
        Wrapped::Choice(Choice::Maybe(None)),
        Wrapped::Choice(Choice::Maybe(Some(2))),
        Wrapped::Choice(Choice::Tuple(1, "x".into())),
        Wrapped::Choice(Choice::Struct { x: 1 }),
        Wrapped::Text("t".into()),
    ]);
    everywhere(&[Wrapped::Choice(Choice::Nothing(())), Wrapped::Choice(Choice::Nothing(()))]);
    everywhere(&[Wrapped::Choice(Choice::Maybe(None))]);
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Partly {
    Named {
        n: i32,
    },
    #[serde(untagged)]
    Number(f64),
    #[serde(untagged)]
    Text(String),
}

#[test]
fn untagged_variants_of_a_tagged_enum() {
    everywhere(&[Partly::Named { n: 1 }, Partly::Number(0.5), Partly::Text("x".into())]);
}

/// Tuples of several lengths in one column.
#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(untagged)]
enum Tuples {
    Four(i32, i32, i32, i32),
    Three(i32, i32, i32),
    Two(i32, i32),
    Text(i32, i32, String, i32, i32),
    Empty(),
}

#[test]
fn tuples_of_several_lengths() {
    let all = [
        Tuples::Empty(),
        Tuples::Two(1, 2),
        Tuples::Three(1, 2, 3),
        Tuples::Four(1, 2, 3, 4),
        Tuples::Two(5, 6),
        Tuples::Text(1, 2, "x".into(), 3, 4),
        Tuples::Empty(),
        Tuples::Four(4, 3, 2, 1),
    ];
    everywhere(&all);
    everywhere(&all[1..]);
    everywhere(&all[2..]);
    everywhere(&all[5..]);
}
