//! From views of values in memory to visitors.

use ch5_array::{Error, ErrorKind, Result};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::access::visit_all;
use super::{Arena, cell::seed as read_cell, key::KeyDeserializer};
use crate::read::{Cell, ListView, MapView, RecordView, View, Visit};

/// What the type being read asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    Any,
    Bool,
    Int,
    I128,
    U128,
    F32,
    F64,
    Text,
    Bytes,
    Unit,
    Seq,
    Map,
    Struct(&'static [&'static str]),
    Array,
}

/// Where borrowed data is kept, and what was visited so far.
pub(crate) struct Out<'v, 'de> {
    pub(crate) arena: Option<&'de Arena>,
    pub(crate) visit: &'v Visit,
}

fn lossy(expected: &str, found: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Value, "the number cannot be kept exactly")
        .expected(expected)
        .found(found.to_string())
}

/// Gives a view to a visitor.
pub(crate) fn visit<'de, V: Visitor<'de>>(
    view: View<'_>,
    hint: Hint,
    out: &Out<'_, 'de>,
    visitor: V,
) -> Result<V::Value> {
    match view {
        View::Null | View::Absent => visitor.visit_unit(),
        View::Bool(b) => visitor.visit_bool(b),
        View::Int(n) => match hint {
            Hint::Bool if n == 0 || n == 1 => visitor.visit_bool(n == 1),
            Hint::F64 if (n as f64) as i128 != i128::from(n) => Err(lossy("f64", n)),
            Hint::F32 if (n as f32) as i128 != i128::from(n) => Err(lossy("f32", n)),
            Hint::I128 => visitor.visit_i128(n.into()),
            _ => visitor.visit_i64(n),
        },
        View::Uint(n) => match hint {
            Hint::Bool if n <= 1 => visitor.visit_bool(n == 1),
            Hint::F64 if (n as f64) as u128 != u128::from(n) => Err(lossy("f64", n)),
            Hint::F32 if (n as f32) as u128 != u128::from(n) => Err(lossy("f32", n)),
            Hint::U128 => visitor.visit_u128(n.into()),
            _ => visitor.visit_u64(n),
        },
        View::F32(x) => visitor.visit_f32(x),
        View::F64(x) => {
            // serde's own f32 rounds without a word.
            if hint == Hint::F32 && !x.is_nan() && f64::from(x as f32) != x {
                return Err(lossy("f32", x));
            }
            visitor.visit_f64(x)
        }
        View::Complex(re, im) => visit_all(Floats { left: vec![im, re] }, visitor),
        View::Text(text) => match hint {
            Hint::I128 => visitor.visit_i128(parse(text)?),
            Hint::U128 => visitor.visit_u128(parse(text)?),
            _ => visit_text(text, out, visitor),
        },
        View::I128(text) => match hint {
            Hint::U128 => visitor.visit_u128(parse(text)?),
            Hint::Text => visit_text(text, out, visitor),
            Hint::I128 => visitor.visit_i128(parse(text)?),
            // Most types know no wider integers than 64 bits.
            _ => match parse::<i128>(text)? {
                n if i64::try_from(n).is_ok() => visitor.visit_i64(n as i64),
                n if u64::try_from(n).is_ok() => visitor.visit_u64(n as u64),
                n => visitor.visit_i128(n),
            },
        },
        View::U128(text) => match hint {
            Hint::I128 => visitor.visit_i128(parse(text)?),
            Hint::Text => visit_text(text, out, visitor),
            Hint::U128 => visitor.visit_u128(parse(text)?),
            _ => match parse::<u128>(text)? {
                n if u64::try_from(n).is_ok() => visitor.visit_u64(n as u64),
                n => visitor.visit_u128(n),
            },
        },
        View::Enum(name, code) => match hint {
            Hint::Int => visitor.visit_i64(code),
            _ if name.is_empty() => visitor.visit_i64(code),
            _ => visit_text(name, out, visitor),
        },
        View::Bytes(bytes) => match (hint, out.arena) {
            (Hint::Seq, _) => visit_all(Bytes(bytes.iter()), visitor),
            (_, Some(arena)) => visitor.visit_borrowed_bytes(arena.bytes(&bytes)),
            (_, None) => visitor.visit_bytes(&bytes),
        },
        View::List(list) => {
            if hint == Hint::Bytes {
                return visitor.visit_byte_buf(list_bytes(list)?);
            }
            visit_all(Cells { list, next: 0, out }, visitor)
        }
        View::Map(map) => visitor.visit_map(Entries { map, next: 0, out }),
        View::Record(record) => visitor.visit_map(Fields { record, next: 0, hint, out }),
        View::Variant(name, cell) => match hint {
            Hint::Struct(_) | Hint::Map => visit(cell.view()?, hint, out, visitor),
            // As serde's own formats: a unit variant is its name, others a map of one entry.
            _ if cell.is_absent()? => visit_text(name, out, visitor),
            _ => visitor.visit_map(One { name, cell: Some(cell), out }),
        },
    }
}

#[inline]
pub(crate) fn visit_text<'de, V: Visitor<'de>>(
    text: &str,
    out: &Out<'_, 'de>,
    visitor: V,
) -> Result<V::Value> {
    match out.arena {
        Some(arena) => visitor.visit_borrowed_str(arena.text(text)),
        None => visitor.visit_str(text),
    }
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| {
        Error::new(ErrorKind::Value, "")
            .expected("a 128-bit integer as text")
            .found(format!("{text:?}"))
    })
}

fn list_bytes(list: ListView<'_>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for i in 0..list.len() {
        let Some(cell) = list.get(i) else { break };
        match cell.view()? {
            View::Uint(n) if n <= 255 => bytes.push(n as u8),
            other => {
                return Err(Error::new(ErrorKind::WrongType, "")
                    .expected("bytes")
                    .found(format!("a list of {}", other.kind())));
            }
        }
    }
    Ok(bytes)
}

struct Floats {
    left: Vec<f64>,
}

impl<'de> SeqAccess<'de> for Floats {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        use serde::de::IntoDeserializer;
        self.left.pop().map(|x| seed.deserialize(x.into_deserializer())).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl<'de> SeqAccess<'de> for Bytes<'_> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        use serde::de::IntoDeserializer;
        self.0.next().map(|b| seed.deserialize((*b).into_deserializer())).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Cells<'a, 'v, 'de> {
    list: ListView<'a>,
    next: usize,
    out: &'a Out<'v, 'de>,
}

impl<'de> SeqAccess<'de> for Cells<'_, '_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some(cell) = self.list.get(self.next) else { return Ok(None) };
        let index = self.next;
        self.next += 1;
        read_cell(cell, self.out, seed).map(Some).map_err(|e| e.nest(&format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.list.len() - self.next)
    }
}

struct Entries<'a, 'v, 'de> {
    map: MapView<'a>,
    next: usize,
    out: &'a Out<'v, 'de>,
}

impl<'de> MapAccess<'de> for Entries<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let Some((key, _)) = self.map.entry(self.next) else { return Ok(None) };
        if let View::Text(text) = key.view()? {
            return seed.deserialize(KeyDeserializer::new(text, self.out.arena)).map(Some);
        }
        read_cell(key, self.out, seed).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        let entry = self.map.entry(self.next);
        self.next += 1;
        match entry {
            Some((_, value)) => read_cell(value, self.out, seed),
            None => Err(Error::new(ErrorKind::Custom, "a value was asked for before its key")),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.map.len() - self.next)
    }
}

struct Fields<'a, 'v, 'de> {
    record: RecordView<'a>,
    next: usize,
    hint: Hint,
    out: &'a Out<'v, 'de>,
}

impl<'de> MapAccess<'de> for Fields<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        while let Some((name, cell)) = self.record.entry(self.next) {
            // A field that this row does not have is not there; ch5's own columns are not fields.
            let hidden = name == crate::tag::VERSION && self.hint != Hint::Any;
            if hidden || cell.is_absent()? {
                self.next += 1;
                continue;
            }
            return seed.deserialize(KeyDeserializer::new(name, self.out.arena)).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        let entry = self.record.entry(self.next);
        self.next += 1;
        match entry {
            Some((name, cell)) => {
                read_cell(cell, self.out, seed).map_err(|e| e.nest(&format!(".{name}")))
            }
            None => Err(Error::new(ErrorKind::Custom, "a value was asked for before its key")),
        }
    }
}

struct One<'a, 'v, 'de> {
    name: &'a str,
    cell: Option<Cell<'a>>,
    out: &'a Out<'v, 'de>,
}

impl<'de> MapAccess<'de> for One<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        if self.cell.is_none() {
            return Ok(None);
        }
        seed.deserialize(KeyDeserializer::new(self.name, self.out.arena)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        match self.cell.take() {
            Some(cell) => read_cell(cell, self.out, seed),
            None => Err(Error::new(ErrorKind::Custom, "a value was asked for before its key")),
        }
    }
}
