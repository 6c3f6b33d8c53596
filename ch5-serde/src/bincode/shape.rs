//! What a type asks of a deserializer first: its name, and those of its fields or variants.

use std::fmt;

use serde::de::{self, Deserialize, Visitor};

/// The outermost level of a type, as its `Deserialize` describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The name of the struct or enum, unless the type is something else.
    pub(crate) name: Option<&'static str>,
    /// The FNV-1a hash of the kind, the name, and the fields or variants in their order.
    ///
    /// It is the same on every machine and in every version of the codec.
    pub(crate) hash: u64,
}

/// Finds the shape of a type, if its `Deserialize` calls a deserializer at all.
///
/// Two types with the same shape may still differ in the types of their fields.
pub(crate) fn shape_hash<'de, T: Deserialize<'de>>() -> Option<Shape> {
    let mut shape = None;
    // The result is the marker, or a value that was made without the deserializer.
    let _ = T::deserialize(Tracer(&mut shape));
    shape
}

/// Records the first request and refuses it.
struct Tracer<'a>(&'a mut Option<Shape>);

/// The refusal.
#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only the shape of the type is wanted")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// FNV-1a with 64 bits.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self
    }

    /// A string and an end that no string contains.
    fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes()).bytes(&[0xff])
    }

    fn count(self, count: usize) -> Self {
        self.bytes(&(count as u64).to_le_bytes())
    }
}

impl Tracer<'_> {
    fn record<T>(self, name: Option<&'static str>, hash: Fnv) -> Result<T, Refused> {
        *self.0 = Some(Shape { name, hash: hash.0 });
        Err(Refused)
    }

    fn named<T>(self, kind: &str, name: &'static str, parts: &[&str]) -> Result<T, Refused> {
        let hash = Fnv::new().text(kind).text(name);
        let hash = parts.iter().fold(hash, |hash, part| hash.text(part));
        self.record(Some(name), hash)
    }
}

macro_rules! unnamed {
    ($($method:ident $kind:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refused> {
            self.record(None, Fnv::new().text($kind))
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Tracer<'_> {
    type Error = Refused;

    unnamed! {
        deserialize_any "any"; deserialize_ignored_any "ignored_any";
        deserialize_identifier "identifier";
        deserialize_bool "bool"; deserialize_char "char";
        deserialize_i8 "i8"; deserialize_i16 "i16"; deserialize_i32 "i32";
        deserialize_i64 "i64"; deserialize_i128 "i128";
        deserialize_u8 "u8"; deserialize_u16 "u16"; deserialize_u32 "u32";
        deserialize_u64 "u64"; deserialize_u128 "u128";
        deserialize_f32 "f32"; deserialize_f64 "f64";
        deserialize_str "str"; deserialize_string "str";
        deserialize_bytes "bytes"; deserialize_byte_buf "bytes";
        deserialize_option "option"; deserialize_unit "unit";
        deserialize_seq "seq"; deserialize_map "map";
    }

    fn deserialize_unit_struct<V>(self, name: &'static str, _: V) -> Result<V::Value, Refused>
    where
        V: Visitor<'de>,
    {
        self.named("unit_struct", name, &[])
    }

    fn deserialize_newtype_struct<V>(self, name: &'static str, _: V) -> Result<V::Value, Refused>
    where
        V: Visitor<'de>,
    {
        self.named("newtype_struct", name, &[])
    }

    fn deserialize_tuple<V>(self, len: usize, _: V) -> Result<V::Value, Refused>
    where
        V: Visitor<'de>,
    {
        self.record(None, Fnv::new().text("tuple").count(len))
    }

    fn deserialize_tuple_struct<V>(
        self,
        name: &'static str,
        len: usize,
        _: V,
    ) -> Result<V::Value, Refused>
    where
        V: Visitor<'de>,
    {
        let hash = Fnv::new().text("tuple_struct").text(name).count(len);
        self.record(Some(name), hash)
    }

    fn deserialize_struct<V>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Refused>
    where
        V: Visitor<'de>,
    {
        self.named("struct", name, fields)
    }

    fn deserialize_enum<V>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Refused>
    where
        V: Visitor<'de>,
    {
        self.named("enum", name, variants)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}
