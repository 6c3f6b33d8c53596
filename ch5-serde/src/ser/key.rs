//! The keys of maps: which of them can name a member.

use ch5_array::{Error, Result};
use serde::Serialize;
use serde::ser::{self, Impossible};

/// The text of a key that is text, an integer, a boolean, a character or a unit variant; `None`
/// for any other.
pub(crate) fn key_text<K: Serialize + ?Sized>(key: &K) -> Result<Option<String>> {
    match key.serialize(KeySerializer) {
        Ok(text) => Ok(Some(text)),
        Err(NotText::Other) => Ok(None),
        Err(NotText::Custom(message)) => Err(Error::new(ch5_array::ErrorKind::Custom, message)),
    }
}

struct KeySerializer;

#[derive(Debug)]
enum NotText {
    Other,
    Custom(String),
}

impl std::fmt::Display for NotText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Other => f.write_str("the key is not text"),
            Self::Custom(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for NotText {}

impl ser::Error for NotText {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::Custom(message.to_string())
    }
}

type Never = Impossible<String, NotText>;

macro_rules! as_text {
    ($($method:ident: $ty:ty),*) => {$(
        fn $method(self, value: $ty) -> Result<String, NotText> {
            Ok(value.to_string())
        }
    )*};
}

impl ser::Serializer for KeySerializer {
    type Ok = String;
    type Error = NotText;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    as_text! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_i128: i128, serialize_u128: u128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_f32(self, _: f32) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_f64(self, _: f64) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_none(self) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_unit(self) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, NotText> {
        Ok(variant.to_owned())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<String, NotText> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, NotText> {
        Err(NotText::Other)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Never, NotText> {
        Err(NotText::Other)
    }

    fn serialize_tuple(self, _: usize) -> Result<Never, NotText> {
        Err(NotText::Other)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, NotText> {
        Err(NotText::Other)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, NotText> {
        Err(NotText::Other)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Never, NotText> {
        Err(NotText::Other)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Never, NotText> {
        Err(NotText::Other)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, NotText> {
        Err(NotText::Other)
    }
}
