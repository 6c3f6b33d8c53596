//! Enums in serde's usual form, by the name of the variant.

use ch5::{ErrorKind, read_serde, write_serde};
use serde::{Deserialize, Serialize};

use crate::everywhere::{everywhere, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Shape {
    Unit,
    New(i32),
    NewUnit(()),
    NewOption(Option<u8>),
    NewList(Vec<String>),
    NewTuple((i32, i32)),
    NewStruct(Point),
    Empty(),
    EmptyStruct {},
    Tuple(i32, f64),
    Mixed(String, Option<Point>, Vec<u8>),
    Struct {
        a: i32,
        b: Option<Box<Shape>>,
    },
    #[serde(rename = "value")]
    Value {
        value: i32,
    },
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Point {
    x: f64,
    y: f64,
}

fn shapes() -> Vec<Shape> {
    let point = Point { x: 0.5, y: -1.0 };
    vec![
        Shape::Unit,
        Shape::New(-1),
        Shape::NewUnit(()),
        Shape::NewOption(None),
        Shape::NewOption(Some(3)),
        Shape::NewList(vec![]),
        Shape::NewList(vec!["a".into(), String::new()]),
        Shape::NewTuple((1, 2)),
        Shape::NewStruct(point.clone()),
        Shape::Empty(),
        Shape::EmptyStruct {},
        Shape::Tuple(1, 2.5),
        Shape::Mixed("x".into(), Some(point), vec![1, 2]),
        Shape::Mixed("y".into(), None, vec![]),
        Shape::Struct { a: 1, b: None },
        Shape::Struct { a: 2, b: Some(Box::new(Shape::Struct { a: 3, b: None })) },
        Shape::Struct { a: 2, b: Some(Box::new(Shape::Unit)) },
        Shape::Value { value: 9 },
    ]
}

#[test]
fn every_kind_of_variant() {
    let shapes = shapes();
    everywhere(&shapes);
    // Each after each: a column's first value decides its type.
    let (_dir, file) = temp();
    for (i, a) in shapes.iter().enumerate() {
        for (j, b) in shapes.iter().enumerate() {
            let pair = vec![a.clone(), b.clone(), a.clone()];
            crate::everywhere::round(&file, &format!("{i} {j}"), &pair);
        }
    }
}

#[test]
fn options_of_enums() {
    let shapes: Vec<Option<Shape>> = shapes().into_iter().flat_map(|s| [None, Some(s)]).collect();
    everywhere(&shapes);
}

/// A variant of the user's own that is called like Option's.
#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Own {
    Some(i32),
    None,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum UnitSome {
    Some,
    Other,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum LongSome {
    Some(i32, i32),
    Other { a: i32 },
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum StructSome {
    Some { value: i32 },
    Other,
}

#[test]
fn variants_named_some() {
    let own = [Own::Some(1), Own::None];
    everywhere(&own);
    everywhere(&[Some(Own::Some(1)), None, Some(Own::None)]);
    everywhere(&[Some(Some(Own::Some(1))), Some(None), None, Some(Some(Own::None))]);
    everywhere(&[UnitSome::Some, UnitSome::Other]);
    everywhere(&[Some(UnitSome::Some), None, Some(UnitSome::Other)]);
    everywhere(&[Some(LongSome::Some(1, 2)), None, Some(LongSome::Other { a: 1 })]);
    everywhere(&[Some(StructSome::Some { value: 1 }), None, Some(StructSome::Other)]);
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone, Copy)]
enum Color {
    Red,
    Green = 7,
    Blue,
}

#[test]
fn enums_without_data() {
    everywhere(&[Color::Red, Color::Green, Color::Blue, Color::Red]);
    let (_dir, file) = temp();
    write_serde(&file, "c", &Color::Green).unwrap();
    write_serde(&file, "l", &[Color::Red, Color::Green][..]).unwrap();
    assert_eq!(read_serde::<String>(&file, "c").unwrap(), "Green");
    assert_eq!(read_serde::<Vec<String>>(&file, "l").unwrap(), ["Red", "Green"]);
}

#[derive(Deserialize, Debug, PartialEq)]
enum Known {
    Red,
    #[serde(other)]
    Unknown,
}

#[test]
fn other_takes_unknown_variants() {
    let (_dir, file) = temp();
    write_serde(&file, "c", &Color::Green).unwrap();
    write_serde(&file, "l", &[Color::Red, Color::Green][..]).unwrap();
    assert_eq!(read_serde::<Known>(&file, "c").unwrap(), Known::Unknown);
    assert_eq!(read_serde::<Vec<Known>>(&file, "l").unwrap(), [Known::Red, Known::Unknown]);
    // The data of an unknown variant is not looked at.
    write_serde(&file, "s", &[Shape::Tuple(1, 2.0), Shape::Unit][..]).unwrap();
    assert_eq!(read_serde::<Vec<Known>>(&file, "s").unwrap(), [Known::Unknown, Known::Unknown]);
    write_serde(&file, "t", &Shape::Struct { a: 1, b: None }).unwrap();
    assert_eq!(read_serde::<Known>(&file, "t").unwrap(), Known::Unknown);
}

#[test]
fn unknown_variants_are_named() {
    #[derive(Deserialize, Debug)]
    enum Few {
        Red,
        Black,
    }
    let (_dir, file) = temp();
    write_serde(&file, "c", &Color::Green).unwrap();
    write_serde(&file, "l", &[Color::Red, Color::Green][..]).unwrap();
    let one = read_serde::<Few>(&file, "c").unwrap_err();
    let many = read_serde::<Vec<Few>>(&file, "l").unwrap_err();
    for error in [&one, &many] {
        assert_eq!(error.kind(), ErrorKind::UnknownVariant, "{error}");
        assert!(error.to_string().contains("Red, Black"), "{error}");
        assert!(error.to_string().contains("\"Green\""), "{error}");
    }
    assert_eq!((one.path(), many.path()), ("/c", "/l[1]"));
    assert!(read_serde::<Vec<Few>>(&file, "l").map(|v| v.len()).is_err());
    let _ = (Few::Red, Few::Black);
}
