//! Groups, structs, tuples, sequences and maps.

use ch5_array::{Error, ErrorKind, Group, Object, Result};

use super::{Slot, Target, not_a_record, put_attrs};
use crate::column::needs_group;
use crate::opts::Layout;
use crate::packed::Leaf as TreeLeaf;
use crate::write::{Map, Record, Seq, Tuple};

impl<'a> Slot<'a> {
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

    /// Puts a struct: its fields follow. Neither its name nor their number is stored.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{FieldOpts, Slot};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PLAIN: FieldOpts = FieldOpts::new();
    ///
    /// let mut camera = Slot::member(&root, "camera").record("Camera", 2)?;
    /// camera.field("name", &PLAIN)?.text("left")?;
    /// camera.field("gain", &PLAIN)?.number(1.5)?;
    /// camera.end()?;
    /// assert_eq!(root.group("camera")?.names()?, ["name", "gain"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    pub(super) fn record_elsewhere(self, depth: usize) -> Result<Record<'a>> {
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

    /// Puts a tuple: its elements follow, exactly `len` of them.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{FieldOpts, Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// static PLAIN: FieldOpts = FieldOpts::new();
    ///
    /// let mut pair = Slot::member(&root, "pair").tuple("Pair", 2)?;
    /// pair.elem(&PLAIN, |slot| slot.text("left"))?;
    /// pair.elem(&PLAIN, |slot| slot.number(1.5))?;
    /// pair.end()?;
    /// assert_eq!(read_object::<(String, f64)>(&file, "pair")?.1, 1.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut words = Slot::member(&root, "words").seq()?;
    /// for word in "to be or not".split(' ') {
    ///     words.elem(|slot| slot.text(word))?;
    /// }
    /// words.end()?;
    /// assert_eq!(read_object::<Vec<String>>(&file, "words")?.len(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut legs = Slot::member(&root, "legs").map(true)?;
    /// legs.entry("ant", |slot| slot.number(6))?;
    /// legs.entry("spider", |slot| slot.number(8))?;
    /// legs.end()?;
    /// assert_eq!(read_object::<i32>(&file, "legs/spider")?, 8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
}
