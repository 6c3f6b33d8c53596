//! Datasets as ndarray's serde form: a map of `v`, `dim` and `data`.

use ch5_array::{Error, ErrorKind, Object, Result};
use serde::de::value::SeqDeserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::view::Out;
use super::{cell::seed as read_cell, key::KeyDeserializer};
use crate::read::Elements;

/// Gives an n-dimensional dataset to a visitor as the struct that ndarray expects.
pub(crate) fn visit<'de, V: Visitor<'de>>(
    object: &Object,
    out: &Out<'_, 'de>,
    visitor: V,
) -> Result<V::Value> {
    let (shape, data) = match object {
        Object::Dataset(dataset) => (dataset.shape().to_vec(), Elements::flat(dataset)?),
        Object::Group(group) => {
            let dim: Vec<u64> = group.dataset("dim")?.read_numbers(None)?;
            let store =
                crate::read::Store::open(&group.open("data")?, crate::read::Opening::STRICT)?;
            let store = store.ok_or_else(|| {
                group.locate(Error::new(ErrorKind::Malformed, "").expected("a sequence as data"))
            })?;
            (dim, Elements::new(store))
        }
    };
    visitor.visit_map(Parts { shape, data, next: 0, out })
}

struct Parts<'o, 'v, 'de> {
    shape: Vec<u64>,
    data: Elements,
    next: usize,
    out: &'o Out<'v, 'de>,
}

impl<'de> MapAccess<'de> for Parts<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        match ["v", "dim", "data"].get(self.next) {
            Some(name) => seed.deserialize(KeyDeserializer::new(name, self.out.arena)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        self.next += 1;
        match self.next {
            1 => seed.deserialize(1u8.into_deserializer()),
            2 => seed.deserialize(SeqDeserializer::new(self.shape.iter().copied())),
            3 => seed.deserialize(Data(self)),
            _ => Err(Error::new(ErrorKind::Custom, "a value was asked for before its key")),
        }
    }
}

struct Data<'a, 'o, 'v, 'de>(&'a mut Parts<'o, 'v, 'de>);

impl<'de> SeqAccess<'de> for Data<'_, '_, '_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let parts = &mut *self.0;
        let Some(cell) = parts.data.next()? else { return Ok(None) };
        read_cell(cell, parts.out, seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.0.data.left()).ok()
    }
}

impl<'de> de::Deserializer<'de> for Data<'_, '_, '_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
