//! A place where exactly one value is put.

use std::borrow::Cow;

use ch5_array::{
    DType, Dataset, Error, ErrorKind, Group, NewDataset, Number, Object, Result, Texts, Value,
    as_bytes, name,
};
use serde::Serialize;

use super::record::FieldSink;
use super::{Map, Record, Seq, Tuple};
use crate::column::{Column, TextKind, enum_type, needs_group, push_code};
use crate::opts::{AttrLit, FieldOpts, Layout};
use crate::packed::{Leaf as TreeLeaf, TreeBuilder};
use crate::tag::{self, Kind};

/// The variant of an `Option` that is written out, as what is in it is null.
pub(crate) const SOME: &str = "Some";

/// A place where exactly one value is put: a member of a group, an attribute, or a cell of a
/// column. What is put decides the layout; see the table in the crate's documentation.
///
/// `H5Write` implementations normally need only the `H5Dict` they are given; a slot is what the
/// derive and the `Serializer` work with.
pub struct Slot<'a> {
    pub(crate) target: Target<'a>,
    pub(crate) opts: &'static FieldOpts,
    pub(crate) depth: usize,
    /// Open `Some`s around the value: they become visible only if it is null.
    pub(crate) somes: u32,
}

pub(crate) enum Target<'a> {
    /// A member, by link name.
    Member { group: &'a Group, name: Cow<'a, str> },
    /// An attribute of a group.
    Attr { group: &'a Group, name: &'a str },
    /// A row of a column.
    Cell(&'a mut Column),
    /// The fields of a record that is open already.
    Flat(&'a mut (dyn FieldSink + 'a)),
    /// Takes one number and nothing else.
    Probe(&'a mut Probe),
    /// A node of a packed tree, whose path ends at `end`.
    Tree { tree: &'a mut TreeBuilder, end: usize },
    /// Takes one sequence, whose elements become the rows of a column.
    Rows(&'a mut Column),
}

/// One number, or a small array of numbers, if that is what was put.
#[derive(Default)]
pub(crate) struct Probe {
    pub(crate) dtype: Option<DType>,
    /// The shape of the array.
    pub(crate) inner: Vec<u64>,
    pub(crate) bytes: Vec<u8>,
}

impl<'a> Slot<'a> {
    /// The member `key` of a group.
    pub fn member(group: &'a Group, key: &'a str) -> Self {
        Self::new(Target::Member { group, name: name::escape(key) }, FieldOpts::NONE, 0)
    }

    #[inline]
    pub(crate) fn new(target: Target<'a>, opts: &'static FieldOpts, depth: usize) -> Self {
        Self { target, opts, depth, somes: 0 }
    }

    #[inline]
    pub(crate) fn cell(column: &'a mut Column, depth: usize) -> Self {
        Self::new(Target::Cell(column), FieldOpts::NONE, depth)
    }

    /// The same place with other options.
    #[must_use]
    pub fn with_opts(mut self, opts: &'static FieldOpts) -> Self {
        self.opts = opts;
        self
    }

    /// Says that the value is inside a `Some`.
    ///
    /// # Errors
    ///
    /// If that is nested too deeply.
    pub fn some(mut self) -> Result<Self> {
        self.somes += 1;
        self.deeper()?;
        Ok(self)
    }

    /// Adds the place to an error.
    #[cold]
    pub(crate) fn locate(&self, error: Error) -> Error {
        match &self.target {
            Target::Member { group, name } => group.locate_member(name, error),
            Target::Attr { group, name } => error
                .at(group.file().path().display().to_string(), format!("{}@{name}", group.path())),
            _ => error,
        }
    }

    /// The depth inside this value, if that is still allowed.
    #[inline]
    fn deeper(&self) -> Result<usize> {
        let limit = match &self.target {
            Target::Member { group, .. } | Target::Attr { group, .. } => group.limits().depth,
            Target::Cell(column) | Target::Rows(column) => column.stream().group().limits().depth,
            Target::Tree { tree, .. } => tree.max_depth(),
            Target::Flat(_) | Target::Probe(_) => return Ok(self.depth),
        };
        // `Some`s are levels too: a type may nest without end in them alone.
        if self.depth + self.somes as usize >= limit {
            return Err(self.too_deep(limit));
        }
        Ok(self.depth + 1)
    }

    #[cold]
    fn too_deep(&self, limit: usize) -> Error {
        self.locate(
            Error::new(ErrorKind::Limit, "the value is nested too deeply")
                .expected(format!("at most {limit} levels"))
                .help("raise Limits::depth, or store it as bincode"),
        )
    }

    /// Fails if the field asks for a layout that only sequences have.
    fn no_layout(&self, found: &str) -> Result<()> {
        match self.opts.layout {
            None | Some(Layout::Packed) => Ok(()),
            Some(_) => Err(self.locate(
                Error::new(
                    ErrorKind::Unsupported,
                    "list, table, compound and dense need a sequence",
                )
                .found(found),
            )),
        }
    }

    /// The scalar dataset of a member, written and given the field's attributes.
    pub(crate) fn scalar(
        self,
        dtype: &DType,
        tagged: bool,
        write: impl FnOnce(&Dataset) -> Result<()>,
    ) -> Result<()> {
        let Target::Member { group, name } = &self.target else { return Err(needs_group()) };
        self.no_layout("a scalar")?;
        let mut new = self.opts.dataset(dtype.clone(), &[]);
        if tagged {
            new = new.attributes(true);
        }
        if self.opts.shapes_storage() {
            return Err(self.locate(
                Error::new(
                    ErrorKind::Unsupported,
                    "chunks, filters, maxshape and fill need an array",
                )
                .found("a scalar"),
            ));
        }
        let dataset = group.create_dataset(name, &new)?;
        write(&dataset)?;
        put_attrs(&Object::Dataset(dataset), self.opts)
    }

    /// Puts a number.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    #[inline]
    pub fn number<T: Number>(self, value: T) -> Result<()> {
        // A reference to a constant: made anew, it would be dropped each time.
        let dtype = const { &T::DTYPE };
        let bytes = as_bytes(std::slice::from_ref(&value));
        match self.target {
            Target::Cell(column) => match *bytes {
                [a] => column.push_number(dtype, [a]),
                [a, b] => column.push_number(dtype, [a, b]),
                [a, b, c, d] => column.push_number(dtype, [a, b, c, d]),
                _ => match <[u8; 8]>::try_from(bytes) {
                    Ok(bytes) => column.push_number(dtype, bytes),
                    Err(_) => match <[u8; 16]>::try_from(bytes) {
                        Ok(bytes) => column.push_number(dtype, bytes),
                        Err(_) => Err(needs_group()),
                    },
                },
            },
            _ => self.plain(T::DTYPE, bytes),
        }
    }

    /// Puts an element of a fixed-size type that is not in a column.
    fn plain(self, dtype: DType, bytes: &[u8]) -> Result<()> {
        match self.target {
            Target::Member { group, name } if self.opts.is_plain() => {
                group.put_scalar(&name, &dtype, bytes)
            }
            Target::Member { .. } => {
                self.scalar(&dtype, false, |dataset| dataset.write_bytes(&dtype, None, bytes))
            }
            Target::Attr { group, name } => group.attrs().write_bytes(name, &dtype, &[], bytes),
            Target::Probe(probe) => {
                probe.bytes.extend_from_slice(bytes);
                probe.dtype = Some(dtype);
                Ok(())
            }
            Target::Tree { tree, end } => tree.number(end, &dtype, bytes),
            Target::Rows(_) => Err(needs_group()),
            Target::Cell(_) | Target::Flat(_) => Err(not_a_record("a number")),
        }
    }

    /// Puts a boolean.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn bool(self, value: bool) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_number(&DType::Bool, [u8::from(value)]),
            _ => self.plain(DType::Bool, &[u8::from(value)]),
        }
    }

    /// Puts text.
    ///
    /// # Errors
    ///
    /// For text with a NUL byte, which HDF5 cannot hold.
    #[inline]
    pub fn text(self, text: &str) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_text(text, TextKind::Text),
            _ => self.text_kind(text, TextKind::Text),
        }
    }

    fn text_kind(self, text: &str, kind: TextKind) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_text(text, kind),
            Target::Attr { group, name } => group.attrs().write_text(name, text),
            Target::Probe(_) | Target::Rows(_) => Err(needs_group()),
            Target::Tree { tree, end } => tree.text(end, text, kind),
            Target::Flat(_) => Err(not_a_record("text")),
            Target::Member { group, name } if kind == TextKind::Text && self.opts.is_plain() => {
                group.put_text(&name, text)
            }
            Target::Member { .. } => {
                let mut texts = Texts::new();
                texts.push(text).map_err(|e| self.locate(e))?;
                self.scalar(&DType::TEXT, kind != TextKind::Text, |dataset| {
                    dataset.write_texts(None, &texts)?;
                    match kind {
                        TextKind::Text => Ok(()),
                        TextKind::I128 => {
                            dataset.attrs().write_text(tag::KIND, Kind::I128.as_str())
                        }
                        TextKind::U128 => {
                            dataset.attrs().write_text(tag::KIND, Kind::U128.as_str())
                        }
                    }
                })
            }
        }
    }

    /// Puts a 128-bit integer, as decimal text.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn i128(self, value: i128) -> Result<()> {
        self.text_kind(&value.to_string(), TextKind::I128)
    }

    /// Puts a 128-bit unsigned integer, as decimal text.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn u128(self, value: u128) -> Result<()> {
        self.text_kind(&value.to_string(), TextKind::U128)
    }

    /// Puts `None`, or `()`.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn null(mut self) -> Result<()> {
        if self.somes > 0 {
            let rest = self.somes - 1;
            self.somes = 0;
            return self.newtype_variant_named(SOME, |mut slot| {
                slot.somes = rest;
                slot.null()
            });
        }
        match self.target {
            Target::Cell(column) => column.push_null(),
            Target::Attr { group, name } => group.attrs().write_null(name),
            Target::Probe(_) | Target::Rows(_) => Err(needs_group()),
            Target::Tree { tree, end } => tree.leaf(end, TreeLeaf::Null),
            // A flattened `None` has no fields.
            Target::Flat(_) => Ok(()),
            Target::Member { group, name } if self.opts.is_plain() => group.put_null(&name),
            Target::Member { group, name } => {
                let new = NewDataset::null().attributes(!self.opts.attrs.is_empty());
                let dataset = group.create_dataset(&name, &new)?;
                put_attrs(&Object::Dataset(dataset), self.opts)
            }
        }
    }

    /// Puts `()`.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn unit(self) -> Result<()> {
        self.null()
    }

    /// Puts bytes: a `u8` dataset.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn bytes(self, bytes: &[u8]) -> Result<()> {
        match self.target {
            Target::Cell(column) => column.push_bytes(bytes),
            Target::Attr { group, name } => {
                group.attrs().write_bytes(name, &DType::U8, &[bytes.len() as u64], bytes)
            }
            Target::Probe(_) | Target::Rows(_) => Err(needs_group()),
            Target::Tree { tree, end } => tree.bytes(end, bytes),
            Target::Flat(_) => Err(not_a_record("bytes")),
            Target::Member { .. } if self.opts.layout.is_some() => self.no_layout("bytes"),
            Target::Member { group, name } => {
                let new = self.opts.dataset(DType::U8, &[bytes.len() as u64]).attributes(true);
                let dataset = group.create_dataset(&name, &new)?;
                dataset.write_bytes(&DType::U8, None, bytes)?;
                dataset.attrs().write_text(tag::KIND, Kind::Bytes.as_str())?;
                put_attrs(&Object::Dataset(dataset), self.opts)
            }
        }
    }

    /// Puts an array in one call: `write` fills the dataset, which has the given shape.
    ///
    /// # Errors
    ///
    /// If it cannot be written; a cell of a column takes no arrays.
    pub fn array(
        self,
        dtype: &DType,
        shape: &[u64],
        write: impl FnOnce(&Dataset) -> Result<()>,
    ) -> Result<()> {
        match &self.target {
            Target::Member { group, name } => {
                if self.opts.layout != Some(Layout::Dense) {
                    self.no_layout("an array")?;
                }
                let new = self.opts.dataset(dtype.clone(), shape);
                let new = if dtype.is_text() { new.attributes(true) } else { new };
                let dataset = group.create_dataset(name, &new)?;
                write(&dataset)?;
                if dtype.is_text() {
                    dataset.attrs().write_text("dtype", "str")?;
                }
                put_attrs(&Object::Dataset(dataset), self.opts)
            }
            Target::Attr { group, name } => {
                let stage = group.stage()?;
                let new = NewDataset::new(dtype.clone(), shape);
                let dataset = stage.create_dataset("array", &new)?;
                write(&dataset)?;
                if dtype.is_text() {
                    return group.attrs().write_texts(name, shape, &dataset.read_texts(None)?);
                }
                let mut bytes = vec![0; dataset.size()? as usize * dtype.mem_size()];
                dataset.read_bytes_into(dtype, None, &mut bytes)?;
                group.attrs().write_bytes(name, dtype, shape, &bytes)
            }
            Target::Flat(_) => Err(not_a_record("an array")),
            _ => Err(needs_group()),
        }
    }

    /// Puts a slice of numbers in one call.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn numbers<T: Number>(self, values: &[T]) -> Result<()> {
        match self.target {
            Target::Cell(column) => {
                let list = column.open_list(false)?;
                for value in values {
                    Slot::cell(&mut list.values, 0).number(*value)?;
                }
                list.close()
            }
            Target::Attr { group, name } => {
                group.attrs().write_numbers(name, &[values.len() as u64], values)
            }
            Target::Tree { .. } | Target::Rows(_) => {
                let mut seq = self.seq()?;
                for value in values {
                    seq.elem(|slot| slot.number(*value))?;
                }
                seq.end()
            }
            _ => self.array(&T::DTYPE, &[values.len() as u64], |dataset| {
                dataset.write_numbers(None, values)
            }),
        }
    }

    /// Makes the group of a member.
    pub(crate) fn group(self) -> Result<(Group, usize)> {
        if self.opts.shapes_storage() && matches!(self.target, Target::Member { .. }) {
            return Err(self.locate(
                Error::new(
                    ErrorKind::Unsupported,
                    "chunks, filters, maxshape and fill need an array",
                )
                .found("a value that is stored as a group"),
            ));
        }
        self.group_of_arrays()
    }

    /// Makes the group of a member whose options speak of the arrays in it.
    pub(crate) fn group_of_arrays(self) -> Result<(Group, usize)> {
        let depth = self.deeper()?;
        match &self.target {
            Target::Member { group, name } => {
                self.no_layout("a value that is stored as a group")?;
                let made = group.create_group(name)?;
                put_attrs(&Object::Group(made.clone()), self.opts)?;
                Ok((made, depth))
            }
            Target::Flat(_) => Err(not_a_record("a group")),
            _ => Err(needs_group()),
        }
    }

    /// Puts a struct: its fields follow.
    ///
    /// # Errors
    ///
    /// If the group cannot be made.
    #[inline]
    pub fn record(self, _type_name: &'static str, _fields: usize) -> Result<Record<'a>> {
        let depth = self.deeper()?;
        match self.target {
            Target::Cell(column) => Ok(Record::row(column.open_record()?, depth)),
            _ => self.record_elsewhere(depth),
        }
    }

    fn record_elsewhere(self, depth: usize) -> Result<Record<'a>> {
        match self.target {
            Target::Flat(sink) => Ok(Record::flat(sink)),
            Target::Tree { tree, end } => {
                tree.leaf(end, TreeLeaf::Map)?;
                Ok(Record::tree(tree, end, depth))
            }
            _ => {
                let (group, depth) = self.group()?;
                Ok(Record::group(group, depth))
            }
        }
    }

    /// Puts a tuple: its elements follow.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn tuple(self, _type_name: &'static str, len: usize) -> Result<Tuple<'a>> {
        let depth = self.deeper()?;
        match self.target {
            Target::Cell(column) => Tuple::row(column, len, depth),
            Target::Flat(_) => Err(not_a_record("a tuple")),
            Target::Tree { tree, end } => {
                tree.leaf(end, TreeLeaf::List)?;
                Ok(Tuple::tree(tree, end, len, depth))
            }
            Target::Probe(probe) => Ok(Tuple::nested(probe, len, depth)),
            Target::Rows(_) => Err(needs_group()),
            Target::Member { .. } if self.opts.layout.is_some_and(|l| l != Layout::Packed) => {
                Err(self.locate(
                    Error::new(
                        ErrorKind::Unsupported,
                        "list, table, compound and dense need a sequence",
                    )
                    .found("a tuple"),
                ))
            }
            Target::Member { group, name } => Ok(Tuple::member(group, name, self.opts, len, depth)),
            Target::Attr { group, name } => Ok(Tuple::attr(group, name, len, depth)),
        }
    }

    /// Puts a sequence: its elements follow.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn seq(self) -> Result<Seq<'a>> {
        let depth = self.deeper()?;
        match self.target {
            Target::Cell(column) => Ok(Seq::row(column.open_list(false)?, depth)),
            Target::Flat(_) => Err(not_a_record("a sequence")),
            Target::Tree { tree, end } => {
                tree.leaf(end, TreeLeaf::List)?;
                Ok(Seq::tree(tree, end, depth))
            }
            Target::Probe(_) => Err(needs_group()),
            Target::Rows(column) => Ok(Seq::rows(column, depth)),
            Target::Member { .. } if self.opts.layout == Some(Layout::Dense) => Err(self.locate(
                Error::new(ErrorKind::Unsupported, "a dense array")
                    .expected("nested sequences of numbers, stored by ch5's own traits")
                    .found("a sequence that goes through serde"),
            )),
            Target::Member { group, name } => {
                Seq::member(group.clone(), name.into_owned(), self.opts, depth)
            }
            Target::Attr { group, name } => Ok(Seq::attr(group, name, depth)),
        }
    }

    /// Puts a map: its entries follow. `known` says that the length is known, as for a real map
    /// and not for fields that are flattened.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn map(self, known: bool) -> Result<Map<'a>> {
        let depth = self.deeper()?;
        match self.target {
            Target::Cell(column) => Ok(Map::row(column, known, depth)),
            Target::Flat(sink) => Ok(Map::flat(sink)),
            Target::Tree { tree, end } => {
                tree.leaf(end, TreeLeaf::Map)?;
                Ok(Map::tree(tree, end, depth))
            }
            Target::Probe(_) | Target::Rows(_) | Target::Attr { .. } => Err(needs_group()),
            Target::Member { .. } => Ok(Map::member(self)),
        }
    }

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
    fn written_somes(&mut self, variant: &str) -> u32 {
        if variant == SOME { std::mem::take(&mut self.somes) } else { 0 }
    }

    /// The same for a cell; other places ask for themselves.
    fn cell_somes(&mut self, variant: &str) -> u32 {
        if matches!(self.target, Target::Cell(_)) { self.written_somes(variant) } else { 0 }
    }

    /// The group of a variant.
    fn variant_group(mut self, variant: &str) -> Result<(Group, usize)> {
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
    fn variant_node(mut self, variant: &str) -> Result<(&'a mut TreeBuilder, usize)> {
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

    /// Puts a value through its serde implementation. In an attribute, a value that has no
    /// natural form there is bincoded.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn serde<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        if self.opts.layout == Some(Layout::Packed)
            && let Target::Member { .. } = self.target
        {
            return crate::packed::write(self, |slot| slot.serde(value));
        }
        if let Target::Attr { group, name } = self.target {
            let slot = Slot::new(Target::Attr { group, name }, self.opts, self.depth);
            return match value.serialize(crate::Serializer::new(slot)) {
                Err(e) if e.kind() == ErrorKind::NeedsGroup => {
                    crate::encoded::write_attr(group, name, value)
                }
                other => other,
            };
        }
        crate::stack::level_of(value, || value.serialize(crate::Serializer::new(self)))
    }

    /// Puts a value bincoded into an opaque dataset.
    ///
    /// # Errors
    ///
    /// If the codec cannot hold the value.
    pub fn bincode<T: Serialize + serde::de::DeserializeOwned>(self, value: &T) -> Result<()> {
        crate::encoded::write(self, value)
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

/// Puts a field's literal attributes on the object it became.
pub(crate) fn put_attrs(object: &Object, opts: &FieldOpts) -> Result<()> {
    for (name, value) in opts.attrs {
        let attrs = object.attrs();
        match value {
            AttrLit::Text(text) => attrs.write_text(name, text)?,
            AttrLit::Int(n) => attrs.write_numbers(name, &[], &[*n])?,
            AttrLit::Float(x) => attrs.write_numbers(name, &[], &[*x])?,
            AttrLit::Bool(b) => attrs.write_bytes(name, &DType::Bool, &[], &[u8::from(*b)])?,
        }
    }
    Ok(())
}

#[cold]
fn not_a_record(found: &str) -> Error {
    Error::new(ErrorKind::WrongType, "a flattened field must be a struct or a map").found(found)
}
