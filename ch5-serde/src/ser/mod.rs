//! The serde `Serializer`: from the data model to [`Slot`]s.

mod array;
mod cell;
mod compound;
mod key;

use ch5_array::{Error, ErrorKind, Result};
use serde::Serialize;
use serde::ser;

pub(crate) use cell::CellSerializer;
pub use compound::{MapSerializer, SeqSerializer, StructSerializer, TupleSerializer};
pub(crate) use key::key_text;

use crate::write::Slot;

/// Puts any `Serialize` value into one place.
///
/// Most programs call `write_serde`; the type is public for those that drive serde themselves.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Serializer, Slot, read_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// mod hex {
///     # use serde::Serializer;
///     // A function in serde's usual form, which knows nothing of HDF5.
///     pub fn serialize<S: Serializer>(n: &u32, output: S) -> Result<S::Ok, S::Error> {
///         output.collect_str(&format_args!("{n:#x}"))
///     }
/// }
///
/// hex::serialize(&255, Serializer::new(Slot::member(&root, "color")))?;
/// assert_eq!(read_object::<String>(&file, "color")?, "0xff");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Serializer<'a> {
    slot: Slot<'a>,
}

impl<'a> Serializer<'a> {
    /// A serializer for one place.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Serializer, Slot, read_object};
    /// use serde::Serialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// [0.5, 1.5].serialize(Serializer::new(Slot::member(&root, "x")))?;
    /// assert_eq!(read_object::<[f64; 2]>(&file, "x")?, [0.5, 1.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(slot: Slot<'a>) -> Self {
        Self { slot }
    }
}

macro_rules! numbers {
    ($($method:ident: $ty:ty),*) => {$(
        #[inline]
        fn $method(self, value: $ty) -> Result<()> {
            self.slot.number(value)
        }
    )*};
}

impl<'a> ser::Serializer for Serializer<'a> {
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
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64
    }

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.slot.bool(value)
    }

    fn serialize_i128(self, value: i128) -> Result<()> {
        self.slot.i128(value)
    }

    fn serialize_u128(self, value: u128) -> Result<()> {
        self.slot.u128(value)
    }

    fn serialize_char(self, value: char) -> Result<()> {
        self.slot.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        self.slot.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        self.slot.bytes(value)
    }

    fn serialize_none(self) -> Result<()> {
        self.slot.null()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        crate::stack::level(|| value.serialize(Self::new(self.slot.some()?)))
    }

    fn serialize_unit(self) -> Result<()> {
        self.slot.unit()
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<()> {
        self.slot.unit()
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<()> {
        self.slot.unit_variant(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        self.slot.newtype_variant(variant, |slot| {
            crate::stack::level(|| value.serialize(Serializer::new(slot)))
        })
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<SeqSerializer<'a>> {
        Ok(SeqSerializer::new(self.slot.seq()?))
    }

    fn serialize_tuple(self, len: usize) -> Result<TupleSerializer<'a>> {
        Ok(TupleSerializer::new(self.slot.tuple("", len)?))
    }

    fn serialize_tuple_struct(self, name: &'static str, len: usize) -> Result<TupleSerializer<'a>> {
        Ok(TupleSerializer::new(self.slot.tuple(name, len)?))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<TupleSerializer<'a>> {
        Ok(TupleSerializer::new(self.slot.tuple_variant(variant, len)?))
    }

    fn serialize_map(self, len: Option<usize>) -> Result<MapSerializer<'a>> {
        Ok(MapSerializer::new(self.slot.map(len.is_some())?))
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<StructSerializer<'a>> {
        StructSerializer::new(self.slot, name, len)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<StructSerializer<'a>> {
        Ok(StructSerializer::of_record(self.slot.struct_variant(variant, len)?))
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<()> {
        use std::fmt::Write;
        let mut text = String::new();
        write!(text, "{value}")
            .map_err(|_| Error::new(ErrorKind::Custom, "a value failed to format itself"))?;
        self.slot.text(&text)
    }
}
