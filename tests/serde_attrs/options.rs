//! Options of options, and of nothing.

use serde::{Deserialize, Serialize};

use crate::everywhere::everywhere;

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Unit;

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Empty {}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct New(Option<i32>);

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Fields {
    a: Option<Option<i32>>,
    b: Option<()>,
    c: Option<Unit>,
    d: Option<New>,
    e: Option<Vec<Option<String>>>,
}

#[test]
fn options_of_nothing_are_not_none() {
    everywhere(&[Some(()), None]);
    everywhere(&[Some(Unit), None]);
    everywhere(&[Some(Empty {}), None]);
    everywhere(&[None::<()>]);
    everywhere(&[Some(Vec::<i32>::new()), None]);
    everywhere(&[Some(String::new()), None]);
}

#[test]
fn options_of_options() {
    everywhere(&[None, Some(None), Some(Some(1))]);
    everywhere(&[Some(None), None, Some(Some(1))]);
    everywhere(&[Some(Some(1)), None, Some(None)]);
    everywhere(&[Some(None::<i32>)]);
    everywhere(&[None, Some(None), Some(Some(None)), Some(Some(Some("x".to_string())))]);
    everywhere(&[None, Some(None), Some(Some(Unit))]);
    everywhere(&[None, Some(None), Some(Some(()))]);
    everywhere(&[Some(Some(Some(Some(()))))]);
    everywhere(&[Some(New(None)), None, Some(New(Some(1)))]);
    everywhere(&[Some(Some(Empty {})), Some(None), None]);
}

#[test]
fn fields_that_are_options() {
    let full = Fields {
        a: Some(Some(1)),
        b: Some(()),
        c: Some(Unit),
        d: Some(New(Some(2))),
        e: Some(vec![None, Some("x".into())]),
    };
    let none = Fields { a: None, b: None, c: None, d: None, e: None };
    let half = Fields { a: Some(None), b: Some(()), c: None, d: Some(New(None)), e: Some(vec![]) };
    everywhere(&[full.clone(), none.clone(), half.clone()]);
    everywhere(&[none, half, full]);
}

#[test]
fn pairs_with_holes() {
    everywhere(&[(Some(1.5), None), (None, Some(2.5)), (Some(1.0), Some(2.0))]);
    everywhere(&[(Some(1.5), Some(1.0)), (None, Some(2.5)), (Some(1.0), None)]);
    everywhere(&[[Some(1), Some(2)], [Some(3), None], [None, None]]);
    everywhere(&[[[1, 2], [3, 4]]]);
    everywhere(&[Some([1.5, 2.5]), None, Some([0.0, 1.0])]);
    everywhere(&[([1, 2], "x".to_string()), ([3, 4], String::new())]);
}
