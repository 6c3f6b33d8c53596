//! Attributes that change names: rename, rename_all, rename_all_fields, alias.

use ch5::{ErrorKind, read_serde, write_serde};
use serde::{Deserialize, Serialize};

use crate::everywhere::{everywhere, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(rename_all = "camelCase", rename = "Other")]
struct Renamed {
    first_field: i32,
    #[serde(rename = "a/b %")]
    second_field: String,
    #[serde(rename = "")]
    third: bool,
    #[serde(rename = ".hidden")]
    r#type: Option<f64>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE", rename_all_fields = "PascalCase")]
#[allow(clippy::enum_variant_names, reason = "names of several words")]
enum Kinds {
    FirstKind,
    SecondKind {
        inner_value: i32,
    },
    #[serde(rename = "third/kind")]
    ThirdKind(f32),
    #[serde(rename_all = "lowercase")]
    FourthKind {
        inner_value: u8,
    },
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(rename_all(serialize = "snake_case", deserialize = "camelCase"))]
struct OneWay {
    #[serde(alias = "some_value")]
    some_value: i32,
}

fn renamed(i: i32) -> Renamed {
    Renamed {
        first_field: i,
        second_field: format!("s{i}"),
        third: i % 2 == 0,
        r#type: (i % 3 == 0).then_some(0.5),
    }
}

#[test]
fn renamed_fields_and_variants() {
    everywhere(&[renamed(0), renamed(1), renamed(2)]);
    everywhere(&[
        Kinds::FirstKind,
        Kinds::SecondKind { inner_value: -1 },
        Kinds::ThirdKind(0.5),
        Kinds::FourthKind { inner_value: 7 },
    ]);
    everywhere(&[OneWay { some_value: 3 }]);
}

#[test]
fn the_stored_names_are_the_renamed_ones() {
    let (_dir, file) = temp();
    write_serde(&file, "r", &renamed(0)).unwrap();
    let group = file.root().unwrap().group("r").unwrap();
    assert_eq!(group.names().unwrap(), ["firstField", "a%2Fb %25", "%", "%2Ehidden"]);
    assert_eq!(read_serde::<String>(&group, "a/b %").unwrap(), "s0");
    write_serde(&file, "k", &Kinds::SecondKind { inner_value: 1 }).unwrap();
    assert_eq!(read_serde::<i32>(&file, "k/InnerValue").unwrap(), 1);
    write_serde(&file, "l", &vec![renamed(0); 2]).unwrap();
    assert_eq!(read_serde::<Vec<i32>>(&file, "l/firstField").unwrap(), [0, 0]);
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Old {
    colour: String,
    size: i32,
}

#[derive(Deserialize, Debug, PartialEq)]
struct New {
    #[serde(alias = "colour", alias = "couleur")]
    color: String,
    size: i64,
}

#[derive(Serialize)]
enum OldKind {
    Before(i32),
    Empty,
}

#[derive(Deserialize, Debug, PartialEq)]
enum NewKind {
    #[serde(alias = "Before")]
    After(i32),
    #[serde(alias = "Empty")]
    Nothing,
}

#[test]
fn aliases_read_old_names() {
    let (_dir, file) = temp();
    let old = Old { colour: "red".into(), size: 1 };
    write_serde(&file, "one", &old).unwrap();
    write_serde(&file, "many", &vec![old.clone(), old]).unwrap();
    let new = New { color: "red".into(), size: 1 };
    assert_eq!(read_serde::<New>(&file, "one").unwrap(), new);
    let many: Vec<New> = read_serde(&file, "many").unwrap();
    assert_eq!(many, [new, New { color: "red".into(), size: 1 }]);
    let kinds = [OldKind::Before(1), OldKind::Empty];
    write_serde(&file, "kind", &kinds[0]).unwrap();
    write_serde(&file, "kinds", &kinds[..]).unwrap();
    assert_eq!(read_serde::<NewKind>(&file, "kind").unwrap(), NewKind::After(1));
    let kinds: Vec<NewKind> = read_serde(&file, "kinds").unwrap();
    assert_eq!(kinds, [NewKind::After(1), NewKind::Nothing]);
}

#[test]
fn two_names_for_one_field_are_refused() {
    #[derive(Serialize)]
    struct Both {
        color: String,
        colour: String,
        size: i32,
    }
    let (_dir, file) = temp();
    let both = Both { color: "a".into(), colour: "b".into(), size: 1 };
    write_serde(&file, "both", &both).unwrap();
    let error = read_serde::<New>(&file, "both").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Custom);
    assert!(
        error.to_string().contains("/both") && error.to_string().contains("duplicate"),
        "{error}"
    );
}
