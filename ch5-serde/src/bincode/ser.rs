//! Writing: serde's data model to bytes.

use std::fmt;

use serde::ser::{self, Serialize};

use super::error::{CodecError, Kind, Result};
use super::output::Output;

/// A sequence or map of so many elements is surveyed for the memory it will take.
const LONG: usize = 1024;

/// The elements after which it is surveyed first.
const SURVEY: u64 = 64;

/// Writes one value into an [`Output`].
pub(crate) struct Serializer<'a> {
    out: &'a mut Output,
    /// The levels that may still be nested.
    depth: usize,
}

impl<'a> Serializer<'a> {
    /// Writes the outermost value.
    pub(crate) fn new(out: &'a mut Output) -> Self {
        let depth = out.depth();
        Self { out, depth }
    }

    #[inline]
    fn nested(self) -> Result<Self> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { out: self.out, depth }),
            None => Err(self.out.error(Kind::Depth(self.out.depth()))),
        }
    }

    #[inline]
    fn variant(self, index: u32) -> Result<Self> {
        let nested = self.nested()?;
        nested.out.put(&index.to_le_bytes())?;
        Ok(nested)
    }

    #[inline]
    fn counted(self, len: Option<usize>) -> Result<Counted<'a>> {
        let nested = self.nested()?;
        let at = nested.out.position();
        nested.out.put_len(len.unwrap_or(0))?;
        Ok(Counted {
            at,
            claimed: len.unwrap_or(0),
            count: 0,
            keys: 0,
            survey: if len >= Some(LONG) { SURVEY } else { 0 },
            start: at,
            out: nested.out,
            depth: nested.depth,
        })
    }
}

macro_rules! fixed_width {
    ($($method:ident $t:ty;)*) => {$(
        #[inline]
        fn $method(self, v: $t) -> Result<()> {
            self.out.put(&v.to_le_bytes())
        }
    )*};
}

impl<'a> ser::Serializer for Serializer<'a> {
    type Ok = ();
    type Error = CodecError;
    type SerializeSeq = Counted<'a>;
    type SerializeMap = Counted<'a>;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fixed_width! {
        serialize_i8 i8; serialize_i16 i16; serialize_i32 i32; serialize_i64 i64;
        serialize_u8 u8; serialize_u16 u16; serialize_u32 u32; serialize_u64 u64;
        serialize_i128 i128; serialize_u128 u128; serialize_f32 f32; serialize_f64 f64;
    }

    #[inline]
    fn serialize_bool(self, v: bool) -> Result<()> {
        self.out.put(&[u8::from(v)])
    }

    fn serialize_char(self, v: char) -> Result<()> {
        self.out.put(v.encode_utf8(&mut [0; 4]).as_bytes())
    }

    fn serialize_str(self, v: &str) -> Result<()> {
        self.out.put_len(v.len())?;
        self.out.put(v.as_bytes())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<()> {
        self.out.put_len(v.len())?;
        self.out.put(v)
    }

    fn serialize_none(self) -> Result<()> {
        self.out.put(&[0])
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        let nested = self.nested()?;
        nested.out.put(&[1])?;
        value.serialize(nested)
    }

    fn serialize_unit(self) -> Result<()> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<()> {
        self.variant(index).map(drop)
    }

    fn serialize_newtype_struct<T>(self, _: &'static str, value: &T) -> Result<()>
    where
        T: Serialize + ?Sized,
    {
        value.serialize(self.nested()?)
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<()>
    where
        T: Serialize + ?Sized,
    {
        value.serialize(self.variant(index)?)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Counted<'a>> {
        self.counted(len)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Counted<'a>> {
        self.counted(len)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self> {
        self.nested()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self> {
        self.nested()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self> {
        self.variant(index)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self> {
        self.nested()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self> {
        self.variant(index)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<()> {
        let at = self.out.position();
        self.out.put_len(0)?;
        let start = self.out.position();
        let mut text = Text { out: self.out, error: None };
        if fmt::write(&mut text, format_args!("{value}")).is_err() {
            let refused = || Kind::Custom("the value's Display failed".to_owned());
            return Err(text.error.unwrap_or_else(|| self.out.error(refused())));
        }
        let len = self.out.position().saturating_sub(start);
        self.out.patch_len(at, len as u64)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Appends formatted text, and keeps the error that `fmt::Error` cannot carry.
struct Text<'a> {
    out: &'a mut Output,
    error: Option<CodecError>,
}

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.out.put(s.as_bytes()).map_err(|error| {
            self.error = Some(error);
            fmt::Error
        })
    }
}

/// Writes the elements of a sequence or the entries of a map, and counts them.
pub(crate) struct Counted<'a> {
    out: &'a mut Output,
    depth: usize,
    /// Where the length was written.
    at: usize,
    /// The length that was written.
    claimed: usize,
    /// The elements or values so far.
    count: u64,
    /// The keys so far.
    keys: u64,
    /// Where the current entry began.
    start: usize,
    /// The number of elements after which the size of the further ones is estimated.
    survey: u64,
}

impl Counted<'_> {
    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(Serializer { out: self.out, depth: self.depth })
    }

    /// Counts an element that began at a position.
    #[inline]
    fn count_element(&mut self, start: usize) -> Result<()> {
        self.count = self.count.wrapping_add(1);
        if self.count == self.survey {
            self.survey = self.survey.saturating_mul(4);
            let further = self.survey.min(self.claimed as u64);
            self.out.expect(self.at, self.count, further);
        }
        self.out.count_element(start)
    }

    fn finish(self) -> Result<()> {
        if self.count == self.claimed as u64 {
            return Ok(());
        }
        self.out.patch_len(self.at, self.count)
    }
}

impl ser::SerializeSeq for Counted<'_> {
    type Ok = ();
    type Error = CodecError;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let start = self.out.position();
        self.element(value)?;
        self.count_element(start)
    }

    fn end(self) -> Result<()> {
        self.finish()
    }
}

impl ser::SerializeMap for Counted<'_> {
    type Ok = ();
    type Error = CodecError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.start = self.out.position();
        self.keys = self.keys.wrapping_add(1);
        self.element(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.element(value)?;
        self.count_element(self.start)
    }

    fn end(self) -> Result<()> {
        if self.keys != self.count {
            let (keys, values) = (self.keys, self.count);
            return Err(self.out.error(Kind::Unpaired { keys, values }));
        }
        self.finish()
    }
}

macro_rules! unframed {
    ($($name:ident $method:ident;)*) => {$(
        impl ser::$name for Serializer<'_> {
            type Ok = ();
            type Error = CodecError;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                value.serialize(Serializer { out: self.out, depth: self.depth })
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

unframed! {
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! unframed_fields {
    ($($name:ident;)*) => {$(
        impl ser::$name for Serializer<'_> {
            type Ok = ();
            type Error = CodecError;

            #[inline]
            fn serialize_field<T>(&mut self, _: &'static str, value: &T) -> Result<()>
            where
                T: Serialize + ?Sized,
            {
                value.serialize(Serializer { out: self.out, depth: self.depth })
            }

            fn skip_field(&mut self, key: &'static str) -> Result<()> {
                Err(self.out.error(Kind::Skipped(key)))
            }

            fn end(self) -> Result<()> {
                Ok(())
            }
        }
    )*};
}

unframed_fields! {
    SerializeStruct;
    SerializeStructVariant;
}
