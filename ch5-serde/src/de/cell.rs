//! Cells of columns, which are already in memory, on the shortest way to a visitor.
//!
//! A [`Deserializer`] can read anything; for each of a million rows it is too much to make one.

use ch5_array::{DType, Error, Result};
use serde::de::{self, DeserializeSeed, Visitor};

use super::forward::{hints, plain_types};
use super::view::{Hint, Out, visit, visit_text};
use super::{Deserializer, time};
use crate::read::{Cell, Node, View, Visit};

/// Deserializes a cell through a seed.
#[inline]
pub(crate) fn seed<'de, S: DeserializeSeed<'de>>(
    cell: Cell<'_>,
    out: &Out<'_, 'de>,
    seed: S,
) -> Result<S::Value> {
    seed.deserialize(CellDeserializer { cell, out })
}

/// Deserializes a row of a column.
#[inline]
pub(crate) fn row<T: de::DeserializeOwned>(cell: Cell<'_>, visit: &Visit) -> Result<T> {
    seed(cell, &Out { arena: None, visit }, std::marker::PhantomData)
}

struct CellDeserializer<'c, 'o, 'v, 'de> {
    cell: Cell<'c>,
    out: &'o Out<'v, 'de>,
}

impl<'c, 'de> CellDeserializer<'c, '_, '_, 'de> {
    /// The same cell for what is rarely asked.
    fn whole(self) -> Deserializer<'c, 'de> {
        Deserializer::with(Node::cell(self.cell, self.out.visit), self.out.arena)
    }

    #[inline]
    fn read<V: Visitor<'de>>(self, hint: Hint, visitor: V) -> Result<V::Value> {
        let Self { cell, out } = self;
        let done = match cell.view() {
            Ok(view) => visit(view, hint, out, visitor),
            Err(e) => Err(e),
        };
        done.map_err(|e| place(cell, out, e))
    }

    #[inline]
    fn text<V: Visitor<'de>>(self, hint: Hint, visitor: V) -> Result<V::Value> {
        match self.cell.text() {
            Some(text) => {
                visit_text(text, self.out, visitor).map_err(|e| place(self.cell, self.out, e))
            }
            None => self.read(hint, visitor),
        }
    }

    /// The same for values that have values within.
    fn nest<V: Visitor<'de>>(self, hint: Hint, visitor: V) -> Result<V::Value> {
        crate::stack::level(|| self.read(hint, visitor))
    }
}

#[cold]
fn place(cell: Cell<'_>, out: &Out<'_, '_>, error: Error) -> Error {
    Node::cell(cell, out.visit).locator().locate(error)
}

/// Numbers that are stored as the type asks for them.
macro_rules! numbers {
    ($($method:ident => $dtype:ident $ty:ident $visit:ident $hint:expr),* $(,)?) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            if let Some(bytes) = self.cell.number(const { &DType::$dtype }) {
                let number = $ty::from_ne_bytes(bytes).into();
                return match visitor.$visit(number) {
                    Ok(value) => Ok(value),
                    Err(e) => Err(place(self.cell, self.out, e)),
                };
            }
            self.read($hint, visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for CellDeserializer<'_, '_, '_, 'de> {
    type Error = Error;

    hints! {
        deserialize_any => nest Hint::Any,
        deserialize_bool => read Hint::Bool,
        deserialize_i128 => read Hint::I128, deserialize_u128 => read Hint::U128,
        deserialize_char => text Hint::Text, deserialize_str => text Hint::Text,
        deserialize_string => text Hint::Text, deserialize_identifier => text Hint::Text,
        deserialize_bytes => read Hint::Bytes, deserialize_byte_buf => read Hint::Bytes,
        deserialize_unit => read Hint::Unit, deserialize_seq => nest Hint::Seq,
        deserialize_map => nest Hint::Map,
    }

    numbers! {
        deserialize_i8 => I8 i8 visit_i64 Hint::Int,
        deserialize_i16 => I16 i16 visit_i64 Hint::Int,
        deserialize_i32 => I32 i32 visit_i64 Hint::Int,
        deserialize_i64 => I64 i64 visit_i64 Hint::Int,
        deserialize_u8 => U8 u8 visit_u64 Hint::Int,
        deserialize_u16 => U16 u16 visit_u64 Hint::Int,
        deserialize_u32 => U32 u32 visit_u64 Hint::Int,
        deserialize_u64 => U64 u64 visit_u64 Hint::Int,
        deserialize_f32 => F32 f32 visit_f32 Hint::F32,
        deserialize_f64 => F64 f64 visit_f64 Hint::F64,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.cell.view() {
            Ok(View::Null | View::Absent) => visitor.visit_none(),
            _ => self.whole().deserialize_option(visitor),
        }
    }

    plain_types!(nest);

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if time::units(name, fields).is_some() {
            return self.whole().deserialize_struct(name, fields, visitor);
        }
        self.nest(Hint::Struct(fields), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.whole().deserialize_enum(name, variants, visitor)
    }
}
