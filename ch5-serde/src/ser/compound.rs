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
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Serializer, Slot, read_object};
/// use serde::ser::{SerializeSeq, Serializer as _};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let mut seq = Serializer::new(Slot::member(&root, "squares")).serialize_seq(None)?;
/// for n in 0..5u64 {
///     seq.serialize_element(&(n * n))?;
/// }
/// seq.end()?;
/// assert_eq!(read_object::<Vec<u64>>(&file, "squares")?, [0, 1, 4, 9, 16]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Serializer, Slot, read_object};
/// use serde::ser::{SerializeTuple, Serializer as _};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let mut tuple = Serializer::new(Slot::member(&root, "pair")).serialize_tuple(2)?;
/// tuple.serialize_element("left")?;
/// tuple.serialize_element(&1.5)?;
/// tuple.end()?;
/// assert_eq!(read_object::<(String, f64)>(&file, "pair")?, ("left".to_string(), 1.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Serializer, Slot, read_object};
/// use serde::ser::{SerializeMap, Serializer as _};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let mut map = Serializer::new(Slot::member(&root, "camera")).serialize_map(None)?;
/// map.serialize_entry("name", "left")?;
/// map.serialize_entry("gain", &1.5)?;
/// map.end()?;
/// assert_eq!(read_object::<f64>(&file, "camera/gain")?, 1.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Serializer, Slot, read_object};
/// use serde::ser::{SerializeStruct, Serializer as _};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let place = Slot::member(&root, "point");
/// let mut point = Serializer::new(place).serialize_struct("Point", 2)?;
/// point.serialize_field("x", &0.5)?;
/// point.serialize_field("y", &1.5)?;
/// point.end()?;
/// assert_eq!(root.group("point")?.names()?, ["x", "y"]);
/// assert_eq!(read_object::<f64>(&file, "point/y")?, 1.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
