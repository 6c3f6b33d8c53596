//! A value of any kind that serde knows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Floats compared by their bits.
#[derive(Serialize, Deserialize, Debug, Clone, Copy)]
pub(crate) struct Bits32(pub(crate) f32);

#[derive(Serialize, Deserialize, Debug, Clone, Copy)]
pub(crate) struct Bits64(pub(crate) f64);

impl PartialEq for Bits32 {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl PartialEq for Bits64 {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) struct Unit;

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) id: u16,
    pub(crate) value: Model,
    pub(crate) maybe: Option<Model>,
    #[serde(rename = "a/b")]
    pub(crate) list: Vec<(i64, Option<String>)>,
    pub(crate) fixed: [Bits32; 2],
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) struct Small {
    pub(crate) a: i8,
    pub(crate) b: Option<Bits64>,
}

#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Plain {
    Red,
    Green,
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Zero,
    One(i32),
    Two(u8, String),
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
pub(crate) enum Model {
    Nothing,
    Unit(()),
    UnitStruct(Unit),
    Bool(bool),
    I8(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    I128(i128),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    U128(u128),
    F32(Bits32),
    F64(Bits64),
    Char(char),
    Text(String),
    Bytes(ByteBuf),
    Plain(Plain),
    Option(Option<Box<Model>>),
    Options(Option<Option<Option<i16>>>),
    Newtype(Box<Model>),
    Tuple(Box<Model>, Option<u8>, Box<Model>),
    Numbers(Vec<Bits64>),
    Pairs(Vec<(i32, i32)>),
    Nested(Vec<Vec<[u8; 3]>>),
    Smalls(Vec<Small>),
    List(Vec<Model>),
    Holes(Vec<Option<Model>>),
    Map(BTreeMap<String, Model>),
    Counts(BTreeMap<i64, u128>),
    Keyed(BTreeMap<(u8, String), Model>),
    Choices(BTreeMap<Key, Small>),
    Record(Box<Record>),
    Struct { a: Box<Model>, b: Vec<Small>, c: (bool, char) },
    Empty {},
}

/// How many kinds [`Model`] has.
pub(crate) const KINDS: usize = 37;

impl Model {
    /// Calls `see` with the name of every value's kind and its depth.
    pub(crate) fn kinds(&self, depth: usize, see: &mut impl FnMut(&str, usize)) {
        let text = format!("{self:?}");
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        see(&text[..end], depth);
        let mut all: Vec<&Self> = Vec::new();
        match self {
            Self::Option(Some(v)) | Self::Newtype(v) => all.push(v),
            Self::Tuple(a, _, b) => all.extend([&**a, b]),
            Self::List(list) => all.extend(list),
            Self::Holes(list) => all.extend(list.iter().flatten()),
            Self::Map(map) => all.extend(map.values()),
            Self::Keyed(map) => all.extend(map.values()),
            Self::Record(r) => all.extend(std::iter::once(&r.value).chain(&r.maybe)),
            Self::Struct { a, .. } => all.push(a),
            _ => {}
        }
        for value in all {
            value.kinds(depth + 1, see);
        }
    }
}

/// A value of no fixed type.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
#[serde(untagged)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(String),
    List(Vec<Json>),
    Map(BTreeMap<String, Json>),
}
