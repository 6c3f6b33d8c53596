//! Attributes that put something between a value and its stored form.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::everywhere::everywhere;

mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(n: &u32, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&format_args!("{n:#x}"))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u32, D::Error> {
        let text = String::deserialize(d)?;
        u32::from_str_radix(text.trim_start_matches("0x"), 16).map_err(D::Error::custom)
    }
}

fn as_pairs<S: Serializer>(map: &BTreeMap<i32, bool>, s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(map)
}

fn from_pairs<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<i32, bool>, D::Error> {
    Ok(Vec::<(i32, bool)>::deserialize(d)?.into_iter().collect())
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct With {
    #[serde(with = "hex")]
    color: u32,
    #[serde(serialize_with = "as_pairs", deserialize_with = "from_pairs")]
    pairs: BTreeMap<i32, bool>,
}

#[test]
fn with_functions() {
    everywhere(&[
        With { color: 0xff00, pairs: BTreeMap::from([(1, true), (2, false)]) },
        With { color: 0, pairs: BTreeMap::new() },
    ]);
}

/// A type of another crate, its fields private.
mod other {
    #[derive(Debug, PartialEq, Clone)]
    pub(crate) struct Span {
        secs: i64,
        nanos: i32,
    }

    impl Span {
        pub(crate) fn new(secs: i64, nanos: i32) -> Self {
            Self { secs, nanos }
        }

        pub(crate) fn secs(&self) -> i64 {
            self.secs
        }

        pub(crate) fn nanos(&self) -> i32 {
            self.nanos
        }
    }

    #[derive(Debug, PartialEq, Clone)]
    pub(crate) enum Level {
        Low,
        Custom(u8),
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "other::Span")]
struct SpanDef {
    #[serde(getter = "other::Span::secs")]
    secs: i64,
    #[serde(getter = "other::Span::nanos")]
    nanos: i32,
}

impl From<SpanDef> for other::Span {
    fn from(def: SpanDef) -> Self {
        Self::new(def.secs, def.nanos)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "other::Level")]
enum LevelDef {
    Low,
    Custom(u8),
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Remote {
    #[serde(with = "SpanDef")]
    span: other::Span,
    #[serde(with = "LevelDef")]
    level: other::Level,
}

#[test]
fn remote_types() {
    everywhere(&[
        Remote { span: other::Span::new(i64::MIN, 9), level: other::Level::Low },
        Remote { span: other::Span::new(0, -1), level: other::Level::Custom(3) },
    ]);
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(transparent)]
struct Meters {
    value: f64,
    #[serde(skip)]
    unit: PhantomData<u8>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Newtype(Vec<Option<Meters>>);

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone, PartialOrd)]
#[serde(from = "(i32, i32)", into = "(i32, i32)")]
struct Range {
    low: i32,
    high: i32,
}

impl From<(i32, i32)> for Range {
    fn from((low, high): (i32, i32)) -> Self {
        Self { low, high }
    }
}

impl From<Range> for (i32, i32) {
    fn from(range: Range) -> Self {
        (range.low, range.high)
    }
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(try_from = "String", into = "String")]
struct Even(u32);

impl TryFrom<String> for Even {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.parse() {
            Ok(n) if n % 2 == 0 => Ok(Self(n)),
            _ => Err(format!("{text:?} is no even number")),
        }
    }
}

impl From<Even> for String {
    fn from(even: Even) -> Self {
        even.0.to_string()
    }
}

#[test]
fn transparent_and_converted_types() {
    let meters = |value| Meters { value, unit: PhantomData };
    everywhere(&[meters(1.5), meters(-0.0)]);
    everywhere(&[Newtype(vec![]), Newtype(vec![None, Some(meters(1.0))]), Newtype(vec![None])]);
    everywhere(&[Range { low: 1, high: 2 }, Range { low: -1, high: 0 }]);
    everywhere(&[Even(2), Even(1 << 20)]);
}

#[test]
fn a_failed_conversion_says_where() {
    let (_dir, file) = crate::everywhere::temp();
    ch5::write_serde(&file, "l", &vec!["2", "3"]).unwrap();
    let error = ch5::read_serde::<Vec<Even>>(&file, "l").unwrap_err();
    assert_eq!(error.path(), "/l[1]");
    assert!(error.to_string().contains("no even number"), "{error}");
}

trait Named {
    type Name: Clone + std::fmt::Debug + PartialEq;
}

#[derive(Debug, PartialEq, Clone)]
struct Marker;

impl Named for Marker {
    type Name = String;
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(bound(serialize = "N::Name: Serialize", deserialize = "N::Name: Deserialize<'de>"))]
struct Bound<N: Named> {
    name: N::Name,
}

#[test]
fn bounds() {
    everywhere(&[Bound::<Marker> { name: "x".into() }]);
}

#[test]
fn pointers_and_cells_are_what_they_hold() {
    everywhere(&[Box::new(1), Box::new(2)]);
    everywhere(&[std::cell::Cell::new(3)]);
    everywhere(&[std::borrow::Cow::<'static, str>::Borrowed("x")]);
    everywhere(&[std::num::Wrapping(5u8), std::num::Wrapping(255)]);
    everywhere(&[std::time::Duration::new(5, 999_999_999)]);
    everywhere(&[Ok::<i32, String>(1), Err("no".into())]);
    everywhere(&[1..5, 0..0]);
    everywhere(&["127.0.0.1".parse::<std::net::IpAddr>().unwrap(), "::1".parse().unwrap()]);
    everywhere(&[std::path::PathBuf::from("a/b")]);
    everywhere(&[std::collections::BTreeSet::from([3, 1]), std::collections::BTreeSet::new()]);
}
