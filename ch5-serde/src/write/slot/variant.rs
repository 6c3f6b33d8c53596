//! Enums.

use std::borrow::Cow;

use ch5_array::{Group, Result, Value};

use super::{SOME, Slot, Target, not_a_record};
use crate::column::{Column, TextKind, enum_type, needs_group, push_code};
use crate::opts::FieldOpts;
use crate::packed::{Leaf as TreeLeaf, TreeBuilder};
use crate::tag::{self, Kind};
use crate::write::{Record, Tuple};

impl<'a> Slot<'a> {
    /// Puts a value of an enum without data; `names` are all its variants.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn unit_enum(self, names: &'static [&'static str], index: usize) -> Result<()> {
        let dtype = enum_type(names);
        let bytes = (index as i32).to_le_bytes();
        let value = Value::Enum(names.get(index).copied().unwrap_or("").into(), index as i64);
        match self.target {
            Target::Cell(column) => push_code(column, &dtype, index),
            Target::Attr { group, name } => group.attrs().write_values(name, &dtype, &[], &[value]),
            Target::Probe(probe) => {
                probe.bytes.extend_from_slice(&bytes[..dtype.mem_size()]);
                probe.dtype = Some(dtype);
                Ok(())
            }
            Target::Tree { tree, end } => {
                tree.text(end, names.get(index).copied().unwrap_or(""), TextKind::Text)
            }
            Target::Rows(_) => Err(needs_group()),
            Target::Flat(_) => Err(not_a_record("an enum without data")),
            Target::Member { .. } => {
                self.scalar(&dtype, false, |dataset| dataset.write_values(None, &[value]))
            }
        }
    }

    /// Puts a unit variant of an enum that also has variants with data.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn unit_variant(self, variant: &'static str) -> Result<()> {
        self.unit_variant_named(variant)
    }

    pub(crate) fn unit_variant_named(self, variant: &str) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.open_variant(variant)?.push_nothing(),
            _ => self.text(variant),
        }
    }

    /// How many open `Some`s have to be written out around a variant, as it has their name.
    pub(super) fn written_somes(&mut self, variant: &str) -> u32 {
        if variant == SOME { std::mem::take(&mut self.somes) } else { 0 }
    }

    /// The same for a cell; other places ask for themselves.
    pub(super) fn cell_somes(&mut self, variant: &str) -> u32 {
        if matches!(self.target, Target::Cell(_)) { self.written_somes(variant) } else { 0 }
    }

    /// The group of a variant.
    pub(super) fn variant_group(mut self, variant: &str) -> Result<(Group, usize)> {
        let somes = self.written_somes(variant);
        let (mut group, mut depth) = self.group()?;
        for _ in 0..somes {
            mark_variant(&group, SOME)?;
            group = group.create_group("value")?;
            depth += 1;
        }
        mark_variant(&group, variant)?;
        Ok((group, depth))
    }

    /// Puts a variant with one value.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn newtype_variant(
        self,
        variant: &'static str,
        put: impl FnOnce(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        self.newtype_variant_named(variant, put)
    }

    pub(crate) fn newtype_variant_named(
        mut self,
        variant: &str,
        put: impl FnOnce(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        let depth = self.deeper()?;
        let somes = self.cell_somes(variant);
        match self.target {
            Target::Cell(column) => {
                let column = inside(column, somes)?;
                put(Slot::cell(column.open_variant(variant)?, depth))
            }
            Target::Tree { .. } => {
                let (tree, end) = self.variant_node(variant)?;
                put(Slot::new(Target::Tree { tree, end }, FieldOpts::NONE, depth))
            }
            _ => {
                let (group, depth) = self.variant_group(variant)?;
                let name = Cow::Borrowed("value");
                put(Slot::new(Target::Member { group: &group, name }, FieldOpts::NONE, depth))
            }
        }
    }

    /// The node of a variant's data in a packed tree.
    pub(super) fn variant_node(mut self, variant: &str) -> Result<(&'a mut TreeBuilder, usize)> {
        let somes = self.written_somes(variant);
        let Target::Tree { tree, mut end } = self.target else { return Err(needs_group()) };
        for _ in 0..somes {
            end = tree.variant(end, SOME)?;
        }
        let end = tree.variant(end, variant)?;
        Ok((tree, end))
    }

    /// Puts a variant with several values.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn tuple_variant(mut self, variant: &'static str, len: usize) -> Result<Tuple<'a>> {
        let depth = self.deeper()?;
        let somes = self.cell_somes(variant);
        match self.target {
            Target::Cell(column) => {
                let column = inside(column, somes)?;
                Tuple::row(column.open_variant(variant)?, len, depth)
            }
            Target::Tree { .. } => {
                let (tree, end) = self.variant_node(variant)?;
                tree.leaf(end, TreeLeaf::List)?;
                Ok(Tuple::tree(tree, end, len, depth))
            }
            _ => {
                let (group, depth) = self.variant_group(variant)?;
                Ok(Tuple::list(group, len, depth))
            }
        }
    }

    /// Puts a variant with fields.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn struct_variant(mut self, variant: &'static str, _fields: usize) -> Result<Record<'a>> {
        let depth = self.deeper()?;
        let somes = self.cell_somes(variant);
        match self.target {
            Target::Cell(column) => {
                let column = inside(column, somes)?;
                Ok(Record::row(column.open_variant(variant)?.open_record()?, depth))
            }
            Target::Tree { .. } => {
                let (tree, end) = self.variant_node(variant)?;
                tree.leaf(end, TreeLeaf::Map)?;
                Ok(Record::tree(tree, end, depth))
            }
            _ => {
                let (group, depth) = self.variant_group(variant)?;
                Ok(Record::variant(group, depth))
            }
        }
    }
}

/// The column of what is in so many written-out `Some`s.
fn inside(mut column: &mut Column, somes: u32) -> Result<&mut Column> {
    for _ in 0..somes {
        column = column.open_variant(SOME)?;
    }
    Ok(column)
}

fn mark_variant(group: &Group, variant: &str) -> Result<()> {
    Kind::Enum.mark(group)?;
    group.attrs().write_text(tag::VARIANT, variant)
}
