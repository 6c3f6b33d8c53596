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
    /// Puts a value of an enum without data, as an HDF5 enum; `names` are all its variants.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_array::DType;
    /// use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "color").unit_enum(&["red", "green"], 1)?;
    /// assert!(matches!(root.dataset("color")?.dtype(), DType::Enum(_)));
    /// assert_eq!(read_object::<String>(&file, "color")?, "green");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Slot, read_serde};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// #[derive(Deserialize, PartialEq, Debug)]
    /// enum Shape { Point, Circle(f64) }
    ///
    /// Slot::member(&root, "shape").unit_variant("Point")?;
    /// assert_eq!(read_serde::<Shape>(&file, "shape")?, Shape::Point);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Opens the place of a variant's data. `Some`s that are open around it are written out if the
    /// variant has their name.
    fn open_variant(mut self, variant: &str) -> Result<(Data<'a>, usize)> {
        let depth = self.deeper()?;
        let somes = if variant == SOME { std::mem::take(&mut self.somes) } else { 0 };
        match self.target {
            Target::Cell(mut column) => {
                for _ in 0..somes {
                    column = column.open_variant(SOME)?;
                }
                Ok((Data::Cell(column.open_variant(variant)?), depth))
            }
            Target::Tree { tree, mut end } => {
                for _ in 0..somes {
                    end = tree.variant(end, SOME)?;
                }
                let end = tree.variant(end, variant)?;
                Ok((Data::Tree(tree, end), depth))
            }
            _ => {
                let (mut group, mut depth) = self.group()?;
                for _ in 0..somes {
                    mark_variant(&group, SOME)?;
                    group = group.create_group("value")?;
                    depth += 1;
                }
                mark_variant(&group, variant)?;
                Ok((Data::Group(group), depth))
            }
        }
    }

    /// Puts a variant with one value.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Slot, read_serde};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// #[derive(Deserialize, PartialEq, Debug)]
    /// enum Shape { Point, Circle(f64) }
    ///
    /// Slot::member(&root, "shape").newtype_variant("Circle", |slot| slot.number(0.5))?;
    /// assert_eq!(read_serde::<Shape>(&file, "shape")?, Shape::Circle(0.5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
        self,
        variant: &str,
        put: impl FnOnce(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        match self.open_variant(variant)? {
            (Data::Cell(column), depth) => put(Slot::cell(column, depth)),
            (Data::Tree(tree, end), depth) => {
                put(Slot::new(Target::Tree { tree, end }, FieldOpts::NONE, depth))
            }
            (Data::Group(group), depth) => {
                let name = Cow::Borrowed("value");
                put(Slot::new(Target::Member { group: &group, name }, FieldOpts::NONE, depth))
            }
        }
    }

    /// Puts a variant with several values.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{FieldOpts, Slot, read_serde};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// #[derive(Deserialize, PartialEq, Debug)]
    /// enum Shape { Circle(f64), Ellipse(f64, f64) }
    ///
    /// static PLAIN: FieldOpts = FieldOpts::new();
    /// let mut ellipse = Slot::member(&root, "shape").tuple_variant("Ellipse", 2)?;
    /// for radius in [0.5, 1.5] {
    ///     ellipse.elem(&PLAIN, |slot| slot.number(radius))?;
    /// }
    /// ellipse.end()?;
    /// assert_eq!(read_serde::<Shape>(&file, "shape")?, Shape::Ellipse(0.5, 1.5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn tuple_variant(self, variant: &'static str, len: usize) -> Result<Tuple<'a>> {
        match self.open_variant(variant)? {
            (Data::Cell(column), depth) => Tuple::row(column, len, depth),
            (Data::Tree(tree, end), depth) => {
                tree.leaf(end, TreeLeaf::List)?;
                Ok(Tuple::tree(tree, end, len, depth))
            }
            (Data::Group(group), depth) => Ok(Tuple::list(group, len, depth)),
        }
    }

    /// Puts a variant with fields.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{FieldOpts, Slot, read_serde};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// #[derive(Deserialize, PartialEq, Debug)]
    /// enum Shape { Circle(f64), Box { width: f64, height: f64 } }
    ///
    /// static PLAIN: FieldOpts = FieldOpts::new();
    /// let mut shape = Slot::member(&root, "shape").struct_variant("Box", 2)?;
    /// shape.field("width", &PLAIN)?.number(2.0)?;
    /// shape.field("height", &PLAIN)?.number(1.0)?;
    /// shape.end()?;
    /// assert_eq!(read_serde::<Shape>(&file, "shape")?, Shape::Box { width: 2.0, height: 1.0 });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn struct_variant(self, variant: &'static str, _fields: usize) -> Result<Record<'a>> {
        match self.open_variant(variant)? {
            (Data::Cell(column), depth) => Ok(Record::row(column.open_record()?, depth)),
            (Data::Tree(tree, end), depth) => {
                tree.leaf(end, TreeLeaf::Map)?;
                Ok(Record::tree(tree, end, depth))
            }
            (Data::Group(group), depth) => Ok(Record::variant(group, depth)),
        }
    }
}

/// Where a variant's data goes.
enum Data<'a> {
    Cell(&'a mut Column),
    /// A node of a packed tree.
    Tree(&'a mut TreeBuilder, usize),
    Group(Group),
}

fn mark_variant(group: &Group, variant: &str) -> Result<()> {
    Kind::Enum.mark(group)?;
    group.attrs().write_text(tag::VARIANT, variant)
}
