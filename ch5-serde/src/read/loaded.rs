//! Rows of columns in memory, and one row of them.

use std::borrow::Cow;
use std::mem::discriminant;

use ch5_array::{DType, Error, ErrorKind, Result, Texts, Value};
use half::f16;
use num_complex::Complex;

use super::Without;
use crate::column::TextKind;
use crate::packed::Tree;

/// A window of a column's rows.
#[derive(Debug)]
pub(crate) enum Loaded {
    /// Every row is null.
    Null,
    /// No row has anything.
    Absent,
    Numbers {
        dtype: DType,
        bytes: Vec<u8>,
    },
    Texts(Texts, TextKind),
    Values(Vec<Value>),
    /// Small arrays of numbers.
    Fixed {
        dtype: DType,
        inner: Vec<u64>,
        bytes: Vec<u8>,
    },
    /// Small arrays of anything else.
    Nested {
        inner: Vec<u64>,
        values: Box<Loaded>,
    },
    List {
        offsets: Vec<usize>,
        values: Box<Loaded>,
        bytes: bool,
    },
    Map {
        offsets: Vec<usize>,
        keys: Box<Loaded>,
        values: Box<Loaded>,
    },
    Record {
        fields: Vec<(String, Loaded)>,
        tuple: bool,
    },
    Union {
        rows: Vec<(u16, usize)>,
        members: Vec<(String, Loaded)>,
        variants: bool,
    },
    Masked {
        mask: Vec<u8>,
        absent: Vec<u8>,
        values: Box<Loaded>,
    },
}

/// One value inside loaded rows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    Row(&'a Loaded, usize),
    Small {
        dtype: &'a DType,
        inner: &'a [u64],
        bytes: &'a [u8],
    },
    Group {
        values: &'a Loaded,
        inner: &'a [u64],
        start: usize,
    },
    Value(&'a Value),
    /// A record or map that was looked into already.
    Record(RecordView<'a>),
    Map(MapView<'a>),
    Tree(&'a Tree, usize),
    /// A field that is not to be seen.
    Hidden,
}

/// What a cell is.
#[derive(Debug, Clone)]
pub(crate) enum View<'a> {
    Null,
    Absent,
    Bool(bool),
    Int(i64),
    Uint(u64),
    F32(f32),
    F64(f64),
    Complex(f64, f64),
    Text(&'a str),
    I128(&'a str),
    U128(&'a str),
    Enum(&'a str, i64),
    Bytes(Cow<'a, [u8]>),
    List(ListView<'a>),
    Map(MapView<'a>),
    Record(RecordView<'a>),
    Variant(&'a str, Cell<'a>),
}

/// The elements of a list in a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ListView<'a> {
    Rows {
        values: &'a Loaded,
        start: usize,
        end: usize,
    },
    Small {
        dtype: &'a DType,
        inner: &'a [u64],
        bytes: &'a [u8],
    },
    Group {
        values: &'a Loaded,
        inner: &'a [u64],
        start: usize,
    },
    Values(&'a [Value]),
    /// The fields of a tuple.
    Fields(RecordView<'a>),
    Tree(&'a Tree, usize),
}

/// The entries of a map in a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum MapView<'a> {
    Rows {
        keys: &'a Loaded,
        values: &'a Loaded,
        start: usize,
        end: usize,
    },
    /// Keys and values in turn.
    Tree(&'a Tree, usize),
}

/// The fields of a record in a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RecordView<'a> {
    Row(&'a [(String, Loaded)], usize),
    Value(&'a [(std::sync::Arc<str>, Value)]),
    Tree(&'a Tree, usize),
    /// What fields around a flattened one leave to it.
    Without(&'a Without<'a>),
}

impl View<'_> {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Absent => "nothing",
            Self::Bool(_) => "bool",
            Self::Int(_) | Self::Uint(_) => "integer",
            Self::F32(_) | Self::F64(_) => "float",
            Self::Complex(..) => "complex",
            Self::Text(_) => "text",
            Self::I128(_) | Self::U128(_) => "128-bit integer",
            Self::Enum(..) => "enum",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Record(_) => "record",
            Self::Variant(..) => "enum variant",
        }
    }
}

fn bytes_at<const N: usize>(bytes: &[u8], row: usize) -> Result<[u8; N]> {
    bytes
        .get(row * N..)
        .and_then(|rest| rest.first_chunk::<N>())
        .copied()
        .ok_or_else(|| Error::new(ErrorKind::Malformed, format!("a column ends before row {row}")))
}

/// One number of a dtype from native bytes.
fn number<'a>(dtype: &'a DType, bytes: &[u8], row: usize) -> Result<View<'a>> {
    Ok(match dtype {
        DType::Bool => match bytes_at::<1>(bytes, row)?[0] {
            0 => View::Bool(false),
            1 => View::Bool(true),
            other => {
                return Err(Error::new(ErrorKind::Malformed, "")
                    .expected("a boolean, 0 or 1")
                    .found(format!("{other}")));
            }
        },
        DType::I8 => View::Int(i8::from_ne_bytes(bytes_at(bytes, row)?).into()),
        DType::I16 => View::Int(i16::from_ne_bytes(bytes_at(bytes, row)?).into()),
        DType::I32 => View::Int(i32::from_ne_bytes(bytes_at(bytes, row)?).into()),
        DType::I64 => View::Int(i64::from_ne_bytes(bytes_at(bytes, row)?)),
        DType::U8 => View::Uint(u8::from_ne_bytes(bytes_at(bytes, row)?).into()),
        DType::U16 => View::Uint(u16::from_ne_bytes(bytes_at(bytes, row)?).into()),
        DType::U32 => View::Uint(u32::from_ne_bytes(bytes_at(bytes, row)?).into()),
        DType::U64 => View::Uint(u64::from_ne_bytes(bytes_at(bytes, row)?)),
        DType::F16 => View::F32(f16::from_ne_bytes(bytes_at(bytes, row)?).to_f32()),
        DType::F32 => View::F32(f32::from_ne_bytes(bytes_at(bytes, row)?)),
        DType::F64 => View::F64(f64::from_ne_bytes(bytes_at(bytes, row)?)),
        DType::C64 => View::Complex(
            f32::from_ne_bytes(bytes_at(bytes, 2 * row)?).into(),
            f32::from_ne_bytes(bytes_at(bytes, 2 * row + 1)?).into(),
        ),
        DType::C128 => View::Complex(
            f64::from_ne_bytes(bytes_at(bytes, 2 * row)?),
            f64::from_ne_bytes(bytes_at(bytes, 2 * row + 1)?),
        ),
        DType::Enum(e) => {
            let code = match number(&e.base, bytes, row)? {
                View::Int(n) => n,
                View::Uint(n) => n as i64,
                _ => 0,
            };
            let name = e.members.iter().find(|(_, v)| *v == code);
            View::Enum(name.map_or("", |(name, _)| name.as_str()), code)
        }
        other => return Err(Error::new(ErrorKind::Unsupported, format!("elements of {other}"))),
    })
}

fn short(row: usize) -> Error {
    Error::new(ErrorKind::Malformed, format!("a column ends before row {row}"))
}

impl<'a> Cell<'a> {
    /// The bytes of the number in a row of numbers of this type.
    #[inline]
    pub(crate) fn number<const N: usize>(self, of: &DType) -> Option<[u8; N]> {
        match self {
            Self::Row(Loaded::Numbers { dtype, bytes }, row)
                if discriminant(dtype) == discriminant(of) =>
            {
                bytes.get(row * N..)?.first_chunk::<N>().copied()
            }
            _ => None,
        }
    }

    /// True if nothing is there, not even a null.
    #[inline]
    pub(crate) fn is_absent(self) -> Result<bool> {
        match self {
            Self::Row(Loaded::Numbers { .. } | Loaded::Texts(..), _) => Ok(false),
            _ => Ok(matches!(self.view()?, View::Absent)),
        }
    }

    /// The text in a row of texts.
    #[inline]
    pub(crate) fn text(self) -> Option<&'a str> {
        match self {
            Self::Row(Loaded::Texts(texts, TextKind::Text), row) => texts.get(row),
            _ => None,
        }
    }

    /// What the cell is.
    pub(crate) fn view(self) -> Result<View<'a>> {
        match self {
            Self::Row(loaded, row) => loaded.view(row),
            Self::Small { dtype, inner, bytes } => match inner {
                [] => number(dtype, bytes, 0),
                _ => Ok(View::List(ListView::Small { dtype, inner, bytes })),
            },
            Self::Group { values, inner, start } => match inner {
                [] => values.view(start),
                _ => Ok(View::List(ListView::Group { values, inner, start })),
            },
            Self::Value(value) => Ok(value_view(value)),
            Self::Record(record) => Ok(View::Record(record)),
            Self::Map(map) => Ok(View::Map(map)),
            Self::Tree(tree, node) => tree.view(node),
            Self::Hidden => Ok(View::Absent),
        }
    }
}

/// What a value of any datatype is.
pub(crate) fn value_view(value: &Value) -> View<'_> {
    match value {
        Value::Bool(b) => View::Bool(*b),
        Value::Int(n) => View::Int(*n),
        Value::Uint(n) => View::Uint(*n),
        Value::F32(x) => View::F32(*x),
        Value::F64(x) => View::F64(*x),
        Value::C64(Complex { re, im }) => View::Complex((*re).into(), (*im).into()),
        Value::C128(Complex { re, im }) => View::Complex(*re, *im),
        Value::Text(text) => View::Text(text),
        Value::Enum(name, code) => View::Enum(name, *code),
        Value::Record(fields) => View::Record(RecordView::Value(fields)),
        Value::List(values) => View::List(ListView::Values(values)),
        Value::Bytes(bytes) => View::Bytes(Cow::Borrowed(bytes)),
        Value::Reference(path) => View::Text(path),
        _ => View::Null,
    }
}

impl Loaded {
    /// True if every row is known to have something, be it a null.
    pub(crate) fn never_absent(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Union { variants, .. } => *variants,
            Self::Masked { absent, values, .. } => absent.is_empty() && values.never_absent(),
            _ => true,
        }
    }

    fn view(&self, row: usize) -> Result<View<'_>> {
        Ok(match self {
            Self::Null => View::Null,
            Self::Absent => View::Absent,
            Self::Numbers { dtype, bytes } => number(dtype, bytes, row)?,
            Self::Texts(texts, kind) => {
                let text = texts.get(row).ok_or_else(|| short(row))?;
                match kind {
                    TextKind::Text => View::Text(text),
                    TextKind::I128 => View::I128(text),
                    TextKind::U128 => View::U128(text),
                }
            }
            Self::Values(values) => value_view(values.get(row).ok_or_else(|| short(row))?),
            Self::Fixed { dtype, inner, bytes } => {
                let size = inner.iter().product::<u64>() as usize * dtype.mem_size();
                let bytes = bytes.get(row * size..(row + 1) * size).ok_or_else(|| short(row))?;
                View::List(ListView::Small { dtype, inner, bytes })
            }
            Self::Nested { inner, values } => {
                let start = inner.iter().product::<u64>() as usize * row;
                View::List(ListView::Group { values, inner, start })
            }
            Self::List { offsets, values, bytes } => {
                let [start, end] = range(offsets, row)?;
                match (&**values, bytes) {
                    (Self::Numbers { dtype: DType::U8, bytes }, true) => {
                        View::Bytes(Cow::Borrowed(bytes.get(start..end).ok_or_else(|| short(row))?))
                    }
                    (_, true) if start == end => View::Bytes(Cow::Borrowed(&[])),
                    _ => View::List(ListView::Rows { values, start, end }),
                }
            }
            Self::Map { offsets, keys, values } => {
                let [start, end] = range(offsets, row)?;
                View::Map(MapView::Rows { keys, values, start, end })
            }
            Self::Record { fields, tuple: true } => {
                View::List(ListView::Fields(RecordView::Row(fields, row)))
            }
            Self::Record { fields, .. } => View::Record(RecordView::Row(fields, row)),
            Self::Union { rows, members, variants } => {
                let (kind, index) = *rows.get(row).ok_or_else(|| short(row))?;
                let (name, member) = members.get(usize::from(kind)).ok_or_else(|| short(row))?;
                if *variants {
                    View::Variant(name, Cell::Row(member, index))
                } else {
                    member.view(index)?
                }
            }
            Self::Masked { mask, absent, values } => match mask.get(row) {
                Some(0) => values.view(row)?,
                Some(_) if absent.get(row).is_some_and(|&b| b != 0) => View::Absent,
                Some(_) => View::Null,
                None => return Err(short(row)),
            },
        })
    }
}

fn range(offsets: &[usize], row: usize) -> Result<[usize; 2]> {
    match (offsets.get(row), offsets.get(row + 1)) {
        (Some(start), Some(end)) if start <= end => Ok([*start, *end]),
        _ => Err(short(row)),
    }
}

impl<'a> ListView<'a> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Rows { start, end, .. } => end - start,
            Self::Small { inner, .. } | Self::Group { inner, .. } => {
                inner.first().map_or(0, |n| *n as usize)
            }
            Self::Values(values) => values.len(),
            Self::Fields(record) => record.len(),
            Self::Tree(tree, node) => tree.children(*node).len(),
        }
    }

    pub(crate) fn get(&self, index: usize) -> Option<Cell<'a>> {
        if index >= self.len() {
            return None;
        }
        Some(match *self {
            Self::Rows { values, start, .. } => Cell::Row(values, start + index),
            Self::Small { dtype, inner, bytes } => {
                let size = bytes.len() / self.len().max(1);
                let bytes = bytes.get(index * size..(index + 1) * size)?;
                Cell::Small { dtype, inner: &inner[1..], bytes }
            }
            Self::Group { values, inner, start } => {
                let row = inner[1..].iter().product::<u64>() as usize;
                Cell::Group { values, inner: &inner[1..], start: start + index * row }
            }
            Self::Values(values) => Cell::Value(values.get(index)?),
            Self::Fields(record) => record.entry(index)?.1,
            Self::Tree(tree, node) => Cell::Tree(tree, *tree.children(node).get(index)?),
        })
    }

    /// True if the list is a tuple whose elements may differ in type.
    pub(crate) fn is_tuple(&self) -> bool {
        matches!(self, Self::Fields(_) | Self::Small { .. })
    }
}

impl<'a> MapView<'a> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Rows { start, end, .. } => end - start,
            Self::Tree(tree, node) => tree.children(*node).len() / 2,
        }
    }

    pub(crate) fn entry(&self, index: usize) -> Option<(Cell<'a>, Cell<'a>)> {
        match *self {
            Self::Rows { keys, values, start, end } => {
                let row = start + index;
                (row < end).then_some((Cell::Row(keys, row), Cell::Row(values, row)))
            }
            Self::Tree(tree, node) => {
                let pair = tree.children(node).get(2 * index..2 * index + 2)?;
                Some((Cell::Tree(tree, pair[0]), Cell::Tree(tree, pair[1])))
            }
        }
    }

    pub(crate) fn whole(self) -> Cell<'a> {
        Cell::Map(self)
    }

    /// The value of a text key.
    pub(crate) fn get(&self, key: &str) -> Option<Cell<'a>> {
        (0..self.len())
            .filter_map(|i| self.entry(i))
            .find_map(|(k, v)| matches!(k.view(), Ok(View::Text(text)) if text == key).then_some(v))
    }
}

impl<'a> RecordView<'a> {
    pub(crate) fn whole(self) -> Cell<'a> {
        Cell::Record(self)
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Row(fields, _) => fields.len(),
            Self::Value(fields) => fields.len(),
            Self::Tree(tree, node) => tree.children(*node).len(),
            Self::Without(without) => without.record.len(),
        }
    }

    #[inline]
    pub(crate) fn entry(&self, index: usize) -> Option<(&'a str, Cell<'a>)> {
        match *self {
            Self::Row(fields, row) => {
                fields.get(index).map(|(name, column)| (name.as_str(), Cell::Row(column, row)))
            }
            Self::Value(fields) => {
                fields.get(index).map(|(name, value)| (&**name, Cell::Value(value)))
            }
            Self::Tree(tree, node) => {
                let child = *tree.children(node).get(index)?;
                Some((tree.key(child), Cell::Tree(tree, child)))
            }
            Self::Without(without) => {
                let (name, cell) = without.record.entry(index)?;
                Some((name, if without.hidden.knows(name) { Cell::Hidden } else { cell }))
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Cell<'a>> {
        if let Self::Row(fields, row) = *self {
            let mut fields = fields.iter();
            return fields.find(|(n, _)| n == name).map(|(_, column)| Cell::Row(column, row));
        }
        if let Self::Without(without) = self {
            return if without.hidden.takes(name) { None } else { without.record.get(name) };
        }
        (0..self.len()).filter_map(|i| self.entry(i)).find(|(n, _)| *n == name).map(|(_, c)| c)
    }
}
