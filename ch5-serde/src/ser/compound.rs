//! Sequences, tuples, maps and structs.

use ch5_array::{Error, ErrorKind, Result};
use serde::Serialize;
use serde::ser;

use super::array::ArrayWriter;
use super::{CellSerializer, Serializer};
use crate::column::{Column, RecordColumn};
use crate::opts::FieldOpts;
use crate::stack::{level, level_of};
use crate::write::{Map, Record, Seq, Slot, Tuple};

/// Writes a sequence.
pub struct SeqSerializer<'a>(Seq<'a>);

impl<'a> SeqSerializer<'a> {
    pub(crate) fn new(seq: Seq<'a>) -> Self {
        Self(seq)
    }
}

impl ser::SerializeSeq for SeqSerializer<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.0.serde(value)
    }

    fn end(self) -> Result<()> {
        self.0.end()
    }
}

/// Writes a tuple.
pub struct TupleSerializer<'a>(Tuple<'a>);

impl<'a> TupleSerializer<'a> {
    pub(crate) fn new(tuple: Tuple<'a>) -> Self {
        Self(tuple)
    }

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.0.elem(FieldOpts::NONE, |slot| {
            level_of(value, || value.serialize(Serializer::new(slot)))
        })
    }
}

impl ser::SerializeTuple for TupleSerializer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.put(value)
    }

    fn end(self) -> Result<()> {
        self.0.end()
    }
}

impl ser::SerializeTupleStruct for TupleSerializer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.put(value)
    }

    fn end(self) -> Result<()> {
        self.0.end()
    }
}

impl ser::SerializeTupleVariant for TupleSerializer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.put(value)
    }

    fn end(self) -> Result<()> {
        self.0.end()
    }
}

/// Writes a map.
pub struct MapSerializer<'a> {
    map: Map<'a>,
    key: Option<Key>,
}

/// A key that waits for its value, where serde gives them apart.
enum Key {
    Text(String),
    Other,
}

impl<'a> MapSerializer<'a> {
    pub(crate) fn new(map: Map<'a>) -> Self {
        Self { map, key: None }
    }
}

impl ser::SerializeMap for MapSerializer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        match super::key_text(key)? {
            Some(text) => self.key = Some(Key::Text(text)),
            None => {
                self.map.key(key)?;
                self.key = Some(Key::Other);
            }
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let put = |slot: Slot<'_>| level(|| value.serialize(Serializer::new(slot)));
        match self.key.take() {
            Some(Key::Text(key)) => self.map.entry(&key, put),
            Some(Key::Other) => self.map.value(put),
            None => Err(Error::new(ErrorKind::Custom, "a map's value came before its key")),
        }
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<()> {
        self.map.entry(key, |slot| level(|| value.serialize(Serializer::new(slot))))
    }

    fn end(self) -> Result<()> {
        self.map.end()
    }
}

/// Writes a struct.
pub struct StructSerializer<'a>(Inner<'a>);

enum Inner<'a> {
    /// A row of a table.
    Row {
        record: &'a mut RecordColumn,
        depth: usize,
    },
    Record(Record<'a>),
    /// A struct that may be ndarray's own form of an array.
    Array(Box<ArrayWriter<'a>>),
}

impl<'a> StructSerializer<'a> {
    pub(crate) fn new(slot: Slot<'a>, name: &'static str, len: usize) -> Result<Self> {
        // ndarray's and nalgebra-like crates' common form: Array { v, dim, data }.
        if name == "Array" && len == 3 {
            return Ok(Self(Inner::Array(Box::new(ArrayWriter::new(slot, name)))));
        }
        Ok(Self(Inner::Record(slot.record(name, len)?)))
    }

    /// A struct in a row of a column.
    #[inline]
    pub(crate) fn in_cell(
        column: &'a mut Column,
        depth: usize,
        name: &'static str,
        len: usize,
    ) -> Result<Self> {
        if depth >= column.stream().depth() || (name == "Array" && len == 3) {
            return Self::new(Slot::cell(column, depth), name, len);
        }
        Ok(Self(Inner::Row { record: column.open_record()?, depth: depth + 1 }))
    }

    pub(crate) fn of_record(record: Record<'a>) -> Self {
        Self(Inner::Record(record))
    }

    #[inline]
    fn put<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
        match &mut self.0 {
            Inner::Row { record, depth } => {
                let column = record.named(name)?;
                level_of(value, || value.serialize(CellSerializer::new(column, *depth)))
            }
            Inner::Record(record) => {
                let put = record.field(name, FieldOpts::NONE)?.serde(value);
                put.map_err(|e| record.locate_field(e))
            }
            Inner::Array(array) => array.field(name, value),
        }
    }

    #[inline]
    fn finish(self) -> Result<()> {
        match self.0 {
            Inner::Row { record, .. } => record.close(1),
            Inner::Record(record) => record.end(),
            Inner::Array(array) => array.end(),
        }
    }
}

impl ser::SerializeStruct for StructSerializer<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.put(name, value)
    }

    fn end(self) -> Result<()> {
        self.finish()
    }
}

impl ser::SerializeStructVariant for StructSerializer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.put(name, value)
    }

    fn end(self) -> Result<()> {
        self.finish()
    }
}
