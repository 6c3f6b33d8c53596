//! From a cell of a column to a place of its own.

use ch5_array::{Error, ErrorKind, Result};
use num_complex::Complex;

use crate::opts::FieldOpts;
use crate::read::{Cell, View};
use crate::tag;
use crate::write::Slot;

/// Puts what a cell holds.
pub(crate) fn copy(cell: Cell<'_>, slot: Slot<'_>) -> Result<()> {
    match cell.view()? {
        View::Null | View::Absent => slot.null(),
        View::Bool(b) => slot.bool(b),
        View::Int(n) => slot.number(n),
        View::Uint(n) => slot.number(n),
        View::F32(x) => slot.number(x),
        View::F64(x) => slot.number(x),
        View::Complex(re, im) => slot.number(Complex::new(re, im)),
        View::Text(text) => slot.text(text),
        View::I128(text) => slot.i128(parse(text)?),
        View::U128(text) => slot.u128(parse(text)?),
        View::Enum(name, _) => slot.text(name),
        View::Bytes(bytes) => slot.bytes(&bytes),
        View::List(list) if list.is_tuple() => {
            let mut out = slot.tuple("", list.len())?;
            for i in 0..list.len() {
                let Some(cell) = list.get(i) else { break };
                out.elem(FieldOpts::NONE, |slot| copy(cell, slot))?;
            }
            out.end()
        }
        View::List(list) => {
            let mut seq = slot.seq()?;
            for i in 0..list.len() {
                let Some(cell) = list.get(i) else { break };
                seq.elem(|slot| copy(cell, slot))?;
            }
            seq.end()
        }
        View::Map(map) => {
            let mut out = slot.map(true)?;
            for i in 0..map.len() {
                let Some((key, value)) = map.entry(i) else { break };
                out.copy_entry(key, |slot| copy(value, slot))?;
            }
            out.end()
        }
        View::Record(record) => {
            let mut out = slot.record("", record.len())?;
            for i in 0..record.len() {
                let Some((name, cell)) = record.entry(i) else { break };
                match cell.view()? {
                    View::Absent => {}
                    View::Uint(version) if name == tag::VERSION => {
                        out.version(u32::try_from(version).unwrap_or(u32::MAX))?;
                    }
                    _ => copy(cell, out.field(name, FieldOpts::NONE)?)?,
                }
            }
            out.end()
        }
        View::Variant(name, cell) if cell.is_absent()? => slot.unit_variant_named(name),
        // What a column holds of a variant does not say whether it is one value or its fields;
        // readers take this form for either.
        View::Variant(name, cell) => slot.newtype_variant_named(name, |slot| copy(cell, slot)),
    }
}

fn parse<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| {
        Error::new(ErrorKind::Malformed, "")
            .expected("a 128-bit integer")
            .found(format!("{text:?}"))
    })
}
