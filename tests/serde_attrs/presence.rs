//! Attributes on whether a field is there: default, skip*, deny_unknown_fields.

use ch5::{ErrorKind, read_serde, write_serde};
use serde::{Deserialize, Serialize};

use crate::everywhere::{everywhere, temp};

fn seven() -> i32 {
    7
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(default)]
struct Defaults {
    #[serde(skip_serializing_if = "Option::is_none")]
    maybe: Option<Option<i32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    list: Vec<u8>,
    #[serde(skip_serializing_if = "is_seven", default = "seven")]
    seven: i32,
    always: f32,
}

impl Default for Defaults {
    fn default() -> Self {
        Self { maybe: None, list: Vec::new(), seven: 7, always: 2.5 }
    }
}

fn is_seven(n: &i32) -> bool {
    *n == 7
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Skips {
    kept: i32,
    #[serde(skip, default = "seven")]
    skipped: i32,
    #[serde(skip_deserializing, default = "seven")]
    only_written: i32,
    #[serde(skip_serializing, default)]
    only_read: String,
}

#[test]
fn fields_that_are_left_out_are_not_none() {
    let all = [
        Defaults::default(),
        Defaults { maybe: Some(None), list: vec![1, 2], seven: 8, always: f32::MAX },
        Defaults { maybe: Some(Some(3)), ..Defaults::default() },
        Defaults { seven: -1, ..Defaults::default() },
        Defaults { list: vec![0; 40], ..Defaults::default() },
    ];
    everywhere(&all);
}

#[test]
fn left_out_fields_leave_no_name() {
    let (_dir, file) = temp();
    write_serde(&file, "d", &Defaults::default()).unwrap();
    assert_eq!(file.root().unwrap().group("d").unwrap().names().unwrap(), ["always"]);
}

#[test]
fn skipped_fields_get_their_defaults() {
    let value = Skips { kept: 1, skipped: 7, only_written: 7, only_read: String::new() };
    everywhere(&[value.clone(), Skips { kept: 2, ..value }]);
    let (_dir, file) = temp();
    let written = Skips { kept: 1, skipped: 5, only_written: 5, only_read: "x".into() };
    write_serde(&file, "s", &written).unwrap();
    assert_eq!(file.root().unwrap().group("s").unwrap().names().unwrap(), ["kept", "only_written"]);
    let back: Skips = read_serde(&file, "s").unwrap();
    let expected = Skips { kept: 1, skipped: 7, only_written: 7, only_read: String::new() };
    assert_eq!(back, expected);
}

#[test]
fn fields_that_are_not_wanted_are_never_read() {
    #[derive(Serialize)]
    struct Big {
        big: Vec<f64>,
        small: i32,
    }
    #[derive(Deserialize)]
    struct Small {
        small: i32,
    }
    let (_dir, file) = temp();
    write_serde(&file, "b", &Big { big: vec![1.0; 10_000], small: 3 }).unwrap();
    let before = file.bytes_read();
    assert_eq!(read_serde::<Small>(&file, "b").unwrap().small, 3);
    assert!(file.bytes_read() - before < 100);
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
struct Strict {
    a: i32,
    #[serde(default)]
    b: Option<i32>,
}

#[test]
fn unknown_fields_are_refused_where_asked_for() {
    everywhere(&[Strict { a: 1, b: None }, Strict { a: 2, b: Some(3) }]);
    #[derive(Serialize, Clone)]
    struct More {
        a: i32,
        c: i32,
    }
    let (_dir, file) = temp();
    write_serde(&file, "one", &More { a: 1, c: 2 }).unwrap();
    write_serde(&file, "many", &vec![More { a: 1, c: 2 }; 3]).unwrap();
    for error in [
        read_serde::<Strict>(&file, "one").unwrap_err(),
        read_serde::<Vec<Strict>>(&file, "many").unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::UnknownField, "{error}");
        let text = error.to_string();
        assert!(text.contains("a.h5") && text.contains("\"c\"") && text.contains("a, b"), "{text}");
    }
}

#[test]
fn missing_fields_are_named() {
    #[derive(Deserialize, Debug)]
    struct Wants {
        #[allow(dead_code)]
        a: i32,
        #[allow(dead_code)]
        missing: String,
    }
    let (_dir, file) = temp();
    write_serde(&file, "one", &Strict { a: 1, b: None }).unwrap();
    write_serde(&file, "many", &vec![Strict { a: 1, b: None }; 2]).unwrap();
    let one = read_serde::<Wants>(&file, "one").unwrap_err();
    let many = read_serde::<Vec<Wants>>(&file, "many").unwrap_err();
    for error in [&one, &many] {
        assert_eq!(error.kind(), ErrorKind::MissingField, "{error}");
        assert!(error.to_string().contains("\"missing\""), "{error}");
    }
    assert_eq!(one.path(), "/one");
    assert_eq!(many.path(), "/many[0]");
}

/// A missing `Option` field is `None`, as in all of serde.
#[test]
fn missing_options_are_none() {
    #[derive(Serialize, Clone)]
    struct Before {
        a: i32,
    }
    let (_dir, file) = temp();
    write_serde(&file, "many", &vec![Before { a: 1 }; 2]).unwrap();
    let back: Vec<Strict> = read_serde(&file, "many").unwrap();
    assert_eq!(back, vec![Strict { a: 1, b: None }; 2]);
}
