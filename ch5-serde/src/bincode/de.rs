//! Reading: bytes to serde's data model.

use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use super::error::{CodecError, Kind, Result};
use super::input::Input;

/// Reads one value from an [`Input`].
pub(crate) struct Deserializer<'a, 'de> {
    input: &'a mut Input<'de>,
    /// The levels that may still be nested.
    depth: usize,
}

impl<'a, 'de> Deserializer<'a, 'de> {
    /// Reads the outermost value.
    pub(crate) fn new(input: &'a mut Input<'de>) -> Self {
        let depth = input.depth();
        Self { input, depth }
    }

    #[inline]
    fn nested(self) -> Result<Self> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { input: self.input, depth }),
            None => Err(self.input.error(Kind::Depth(self.input.depth()))),
        }
    }

    #[inline]
    fn fields(self, count: usize) -> Result<Fields<'a, 'de>> {
        self.nested().map(|nested| nested.variant_fields(count))
    }

    #[inline]
    fn variant_fields(self, count: usize) -> Fields<'a, 'de> {
        Fields { input: self.input, depth: self.depth, unread: count }
    }

    /// Reads the length of a sequence or map, and then its elements with `visit`.
    #[inline]
    fn counted<T>(
        self,
        what: &'static str,
        visit: impl FnOnce(Counted<'_, 'de>) -> Result<T>,
    ) -> Result<T> {
        let Self { input, depth } = self.nested()?;
        let start = input.position();
        let stored = input.take_len(what)?;
        let mut unread = stored;
        let value = visit(Counted {
            left_before: input.left(),
            input,
            depth,
            unread: stored,
            result: &mut unread,
        })?;
        if unread == 0 {
            return Ok(value);
        }
        let kind = Kind::Unread { what, stored, unread };
        Err(CodecError::at(start, kind))
    }

    #[cold]
    fn not_self_describing<T>(self, method: &'static str) -> Result<T> {
        Err(self.input.error(Kind::NeedsSelfDescribing(method)))
    }
}

macro_rules! fixed_width {
    ($($method:ident $visit:ident $t:ident $what:literal;)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            visitor.$visit($t::from_le_bytes(self.input.take($what)?))
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Deserializer<'_, 'de> {
    type Error = CodecError;

    fixed_width! {
        deserialize_i8 visit_i8 i8 "an i8";
        deserialize_i16 visit_i16 i16 "an i16";
        deserialize_i32 visit_i32 i32 "an i32";
        deserialize_i64 visit_i64 i64 "an i64";
        deserialize_i128 visit_i128 i128 "an i128";
        deserialize_u8 visit_u8 u8 "a u8";
        deserialize_u16 visit_u16 u16 "a u16";
        deserialize_u32 visit_u32 u32 "a u32";
        deserialize_u64 visit_u64 u64 "a u64";
        deserialize_u128 visit_u128 u128 "a u128";
        deserialize_f32 visit_f32 f32 "an f32";
        deserialize_f64 visit_f64 f64 "an f64";
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_bool(self.input.take_bool("a bool", Kind::Bool)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_char(self.input.take_char()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_borrowed_str(self.input.take_str()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_borrowed_bytes(self.input.take_bytes("byte array")?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.input.take_bool("an option's tag", Kind::OptionTag)? {
            visitor.visit_some(self.nested()?)
        } else {
            visitor.visit_none()
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V>(self, _: &'static str, visitor: V) -> Result<V::Value>
    where
        V: Visitor<'de>,
    {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V>(self, _: &'static str, visitor: V) -> Result<V::Value>
    where
        V: Visitor<'de>,
    {
        visitor.visit_newtype_struct(self.nested()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.counted("sequence", |elements| visitor.visit_seq(elements))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.counted("map", |entries| visitor.visit_map(entries))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self.fields(len)?)
    }

    fn deserialize_tuple_struct<V>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value>
    where
        V: Visitor<'de>,
    {
        visitor.visit_seq(self.fields(len)?)
    }

    fn deserialize_struct<V>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value>
    where
        V: Visitor<'de>,
    {
        visitor.visit_seq(self.fields(fields.len())?)
    }

    fn deserialize_enum<V>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value>
    where
        V: Visitor<'de>,
    {
        visitor.visit_enum(self.nested()?)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
        self.not_self_describing("deserialize_any")
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
        self.not_self_describing("deserialize_identifier")
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
        self.not_self_describing("deserialize_ignored_any")
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Reads the variant of an enum. The level of the enum is counted already.
impl<'de> de::EnumAccess<'de> for Deserializer<'_, 'de> {
    type Error = CodecError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self)> {
        let start = self.input.position();
        let index = u32::from_le_bytes(self.input.take("a variant's index")?);
        let index: U32Deserializer<CodecError> = index.into_deserializer();
        match seed.deserialize(index) {
            Ok(variant) => Ok((variant, self)),
            Err(error) => Err(error.or_at(start)),
        }
    }
}

impl<'de> de::VariantAccess<'de> for Deserializer<'_, 'de> {
    type Error = CodecError;

    fn unit_variant(self) -> Result<()> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        visitor.visit_seq(self.variant_fields(len))
    }

    fn struct_variant<V>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value>
    where
        V: Visitor<'de>,
    {
        visitor.visit_seq(self.variant_fields(fields.len()))
    }
}

/// Reads the elements of a tuple or the fields of a struct, whose number the type knows.
struct Fields<'a, 'de> {
    input: &'a mut Input<'de>,
    depth: usize,
    unread: usize,
}

impl<'de> de::SeqAccess<'de> for Fields<'_, 'de> {
    type Error = CodecError;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some(unread) = self.unread.checked_sub(1) else {
            return Ok(None);
        };
        self.unread = unread;
        let (input, depth) = (&mut *self.input, self.depth);
        seed.deserialize(Deserializer { input, depth }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.unread)
    }
}

/// Reads the elements of a sequence or the entries of a map, whose number is stored.
struct Counted<'a, 'de> {
    input: &'a mut Input<'de>,
    depth: usize,
    unread: u64,
    /// Receives what is unread in the end. While elements are read, the number that changes
    /// with each is better kept where no one else looks, in a register.
    result: &'a mut u64,
    /// The bytes that were left before the current entry of a map.
    left_before: usize,
}

impl<'de> Counted<'_, 'de> {
    #[inline]
    fn element<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        let (input, depth) = (&mut *self.input, self.depth);
        seed.deserialize(Deserializer { input, depth })
    }

    /// The number of elements, but no more than there are bytes.
    fn hint(&self) -> Option<usize> {
        let left = self.input.left();
        Some(usize::try_from(self.unread).map_or(left, |unread| unread.min(left)))
    }
}

impl Drop for Counted<'_, '_> {
    #[inline]
    fn drop(&mut self) {
        *self.result = self.unread;
    }
}

impl<'de> de::SeqAccess<'de> for Counted<'_, 'de> {
    type Error = CodecError;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some(unread) = self.unread.checked_sub(1) else {
            return Ok(None);
        };
        self.unread = unread;
        let left_before = self.input.left();
        let element = self.element(seed)?;
        self.input.count_element(left_before)?;
        Ok(Some(element))
    }

    fn size_hint(&self) -> Option<usize> {
        self.hint()
    }
}

impl<'de> de::MapAccess<'de> for Counted<'_, 'de> {
    type Error = CodecError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some(unread) = self.unread.checked_sub(1) else {
            return Ok(None);
        };
        self.unread = unread;
        self.left_before = self.input.left();
        self.element(seed).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        let value = self.element(seed)?;
        self.input.count_element(self.left_before)?;
        Ok(value)
    }

    fn size_hint(&self) -> Option<usize> {
        self.hint()
    }
}
