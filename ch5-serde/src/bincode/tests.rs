//! Deterministic tests: the bytes, the additions to bincode, and hostile input.
#![allow(clippy::unwrap_used, clippy::panic)]

mod golden;
mod hostile;
mod layout;

use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CodecError, Limits};

fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CodecError> {
    super::to_vec(value, &Limits::default())
}

fn from_slice<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, CodecError> {
    super::from_slice(bytes, &Limits::default())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |c: u8| (c as char).to_digit(16).unwrap() as u8;
    text.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// Checks the bytes of a value in both directions.
#[track_caller]
fn golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, expected: &str) {
    assert_eq!(hex(&to_vec(&value).unwrap()), expected, "{value:?}");
    assert_eq!(from_slice::<T>(&unhex(expected)).unwrap(), value);
}

/// Checks the whole message of an error.
#[track_caller]
fn fails<T: Debug>(result: Result<T, CodecError>, message: &str) {
    assert_eq!(result.unwrap_err().to_string(), message);
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Newtype(u16);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Pair(i8, String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    Unit,
    Newtype(u16),
    Tuple(u8, char),
    Struct { a: bool, b: Option<i64> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    id: u32,
    name: String,
    score: Option<f64>,
    tags: Vec<String>,
    choice: Choice,
    nested: BTreeMap<String, Vec<(u8, Choice)>>,
    fixed: [i16; 3],
    marker: PhantomData<u64>,
}

fn record() -> Record {
    Record {
        id: 7,
        name: "Zoë".to_owned(),
        score: Some(-2.5),
        tags: vec!["a".to_owned(), String::new()],
        choice: Choice::Struct { a: true, b: Some(-3) },
        nested: BTreeMap::from([
            ("x".to_owned(), vec![(1, Choice::Unit)]),
            ("y".to_owned(), vec![(2, Choice::Tuple(9, '€')), (3, Choice::Newtype(513))]),
        ]),
        fixed: [1, -1, 256],
        marker: PhantomData,
    }
}

/// A list whose every node takes two levels: the struct and its option.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Node {
    next: Option<Box<Node>>,
}

impl Node {
    fn list(nodes: usize) -> Self {
        let mut head = Self::default();
        for _ in 1..nodes {
            head = Self { next: Some(Box::new(head)) };
        }
        head
    }

    /// Drops the list without recursion.
    fn unlink(mut self) {
        while let Some(next) = self.next.take() {
            self = *next;
        }
    }
}

/// Bytes, as a type that uses serde's byte methods.
#[derive(Clone, Debug, PartialEq)]
struct Blob(Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BlobVisitor;
        impl Visitor<'_> for BlobVisitor {
            type Value = Blob;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, v: &[u8]) -> Result<Blob, E> {
                Ok(Blob(v.to_vec()))
            }
        }
        deserializer.deserialize_byte_buf(BlobVisitor)
    }
}

/// Reads the first element of a sequence only.
#[derive(Debug)]
struct First;

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FirstVisitor;
        impl<'de> Visitor<'de> for FirstVisitor {
            type Value = First;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<First, A::Error> {
                seq.next_element::<u8>()?;
                Ok(First)
            }
        }
        deserializer.deserialize_seq(FirstVisitor)
    }
}
