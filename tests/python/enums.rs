//! Enums: without data, with data, and `Result`.

use ch5::H5Store;
use serde::{Deserialize, Serialize};

use super::rows::Rows;

#[derive(Serialize, Deserialize, H5Store, Debug, Clone)]
enum Colour {
    Red,
    #[serde(rename = "grün")]
    #[h5(rename = "grün")]
    Green,
    Blue,
}

#[derive(Serialize, Deserialize, H5Store, Debug, Clone)]
enum Shape {
    Nothing,
    Circle(f64),
    Box(i32, i32),
    Both(u8, String),
    Named { name: String, at: Option<f32> },
    Shaded(Colour),
    Inside(std::boxed::Box<Shape>),
}

#[derive(Serialize, Deserialize, Debug)]
#[serde(tag = "type")]
enum Internal {
    One { x: i32 },
}

#[derive(Serialize, Deserialize, Debug)]
#[serde(tag = "type", content = "of")]
enum Adjacent {
    One(i32),
}

#[derive(Serialize, Deserialize, Debug)]
#[serde(untagged)]
enum Untagged {
    Number(i32),
    Text(String),
}

pub(crate) fn write(rows: &Rows) {
    rows.both("red", &Colour::Red);
    rows.both("green", &Colour::Green);
    rows.both("blue", &Colour::Blue);
    rows.both("nothing", &Shape::Nothing);
    rows.both("circle", &Shape::Circle(1.5));
    rows.both("box", &Shape::Box(2, 3));
    rows.both("both", &Shape::Both(1, "b".into()));
    rows.both("named", &Shape::Named { name: "n".into(), at: None });
    rows.both("shaded", &Shape::Shaded(Colour::Green));
    rows.both("inside", &Shape::Inside(std::boxed::Box::new(Shape::Circle(0.5))));
    rows.both("ok", &Ok::<i32, String>(3));
    rows.both("err", &Err::<i32, String>("no".into()));
    rows.both("colours", &vec![Colour::Blue, Colour::Red]);
    rows.both(
        "shapes",
        &vec![
            Shape::Circle(1.5),
            Shape::Nothing,
            Shape::Circle(2.5),
            Shape::Named { name: "n".into(), at: Some(0.5) },
            Shape::Box(5, 6),
        ],
    );
    rows.serde("internal", &Internal::One { x: 1 });
    rows.serde("adjacent", &Adjacent::One(1));
    rows.serde("untagged_number", &Untagged::Number(7));
    rows.serde("untagged_text", &Untagged::Text("t".into()));
}
