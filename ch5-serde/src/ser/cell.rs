//! Rows of columns on the shortest way from serde.
//!
//! A [`Serializer`] can put a value anywhere; for each field of a million rows it is too much to
//! make one.

use ch5_array::{DType, Error, Result};
use serde::Serialize;
use serde::ser;

use super::{MapSerializer, SeqSerializer, Serializer, StructSerializer, TupleSerializer};
use crate::column::{Column, TextKind};
use crate::write::Slot;

/// Puts a value into a row of a column.
pub(crate) struct CellSerializer<'a> {
    column: &'a mut Column,
    depth: usize,
}

impl<'a> CellSerializer<'a> {
    #[inline]
    pub(crate) fn new(column: &'a mut Column, depth: usize) -> Self {
        Self { column, depth }
    }

    /// The same for what is rarely put.
    fn whole(self) -> Serializer<'a> {
        Serializer::new(Slot::cell(self.column, self.depth))
    }
}

macro_rules! numbers {
    ($($method:ident: $ty:ty => $dtype:ident),* $(,)?) => {$(
        #[inline]
        fn $method(self, value: $ty) -> Result<()> {
            self.column.push_number(const { &DType::$dtype }, value.to_ne_bytes())
        }
    )*};
}

/// Methods that pass what they get on.
macro_rules! whole {
    ($($method:ident($($name:ident: $ty:ty),*) -> $out:ty;)*) => {$(
        fn $method(self, $($name: $ty),*) -> Result<$out> {
            self.whole().$method($($name),*)
        }
    )*};
}

impl<'a> ser::Serializer for CellSerializer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = SeqSerializer<'a>;
    type SerializeTuple = TupleSerializer<'a>;
    type SerializeTupleStruct = TupleSerializer<'a>;
    type SerializeTupleVariant = TupleSerializer<'a>;
    type SerializeMap = MapSerializer<'a>;
    type SerializeStruct = StructSerializer<'a>;
    type SerializeStructVariant = StructSerializer<'a>;

    numbers! {
        serialize_i8: i8 => I8, serialize_i16: i16 => I16, serialize_i32: i32 => I32,
        serialize_i64: i64 => I64, serialize_u8: u8 => U8, serialize_u16: u16 => U16,
        serialize_u32: u32 => U32, serialize_u64: u64 => U64, serialize_f32: f32 => F32,
        serialize_f64: f64 => F64,
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<()> {
        self.column.push_number(const { &DType::Bool }, [u8::from(value)])
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<()> {
        self.column.push_text(value, TextKind::Text)
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, len: usize) -> Result<StructSerializer<'a>> {
        StructSerializer::in_cell(self.column, self.depth, name, len)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    whole! {
        serialize_i128(value: i128) -> ();
        serialize_u128(value: u128) -> ();
        serialize_char(value: char) -> ();
        serialize_bytes(value: &[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(name: &'static str) -> ();
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> ();
        serialize_seq(len: Option<usize>) -> SeqSerializer<'a>;
        serialize_tuple(len: usize) -> TupleSerializer<'a>;
        serialize_tuple_struct(name: &'static str, len: usize) -> TupleSerializer<'a>;
        serialize_map(len: Option<usize>) -> MapSerializer<'a>;
        serialize_tuple_variant(
            name: &'static str, index: u32, variant: &'static str, len: usize
        ) -> TupleSerializer<'a>;
        serialize_struct_variant(
            name: &'static str, index: u32, variant: &'static str, len: usize
        ) -> StructSerializer<'a>;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        self.whole().serialize_some(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        self.whole().serialize_newtype_variant(name, index, variant, value)
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<()> {
        self.whole().collect_str(value)
    }
}
