//! Sequences.

use std::borrow::Cow;

use ch5_array::{Error, ErrorKind, Group, Object, Result};
use serde::Serialize;

use super::slot::put_attrs;
use super::{Rows, Slot, Target};
use crate::column::{Column, ListColumn, Stream, needs_group};
use crate::opts::{FieldOpts, Layout};
use crate::packed::TreeBuilder;
use crate::ser::CellSerializer;
use crate::stack::level_of;
use crate::{Serializer, tag};

/// An open sequence: each element is put in turn, then it is ended.
///
/// Elements are packed into columns as they come, of which some megabytes are in memory and the
/// rest is in the file; the first one that cannot lie in a column turns the sequence into a group
/// with one member an element.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::Slot;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let mut squares = Slot::member(&root, "squares").seq()?;
/// for n in 0..1000u64 {
///     squares.elem(|slot| slot.number(n * n))?;
/// }
/// squares.end()?;
/// assert_eq!(root.dataset("squares")?.shape(), [1000]); // one column of numbers
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Seq<'a> {
    depth: usize,
    state: State<'a>,
}

enum State<'a> {
    Pack { group: Group, name: String, opts: &'static FieldOpts, column: Column },
    Attr { group: &'a Group, name: &'a str, column: Column },
    List { group: Group, next: u64 },
    Row(&'a mut ListColumn),
    Rows(&'a mut Column),
    Tree { tree: &'a mut TreeBuilder, end: usize, next: u64 },
}

impl<'a> Seq<'a> {
    pub(crate) fn member(
        group: Group,
        name: String,
        opts: &'static FieldOpts,
        depth: usize,
    ) -> Result<Self> {
        if opts.layout == Some(Layout::List) {
            let made = list_group(&group, &name, opts)?;
            return Ok(Self { depth, state: State::List { group: made, next: 0 } });
        }
        let column = Column::new(&Stream::new(group.clone(), opts));
        Ok(Self { depth, state: State::Pack { group, name, opts, column } })
    }

    /// A list group that has `next` members already.
    pub(crate) fn list(group: Group, next: u64, depth: usize) -> Self {
        Self { depth, state: State::List { group, next } }
    }

    pub(crate) fn attr(group: &'a Group, name: &'a str, depth: usize) -> Self {
        let column = Column::new(&Stream::new(group.clone(), FieldOpts::NONE));
        Self { depth, state: State::Attr { group, name, column } }
    }

    pub(crate) fn tree(tree: &'a mut TreeBuilder, end: usize, depth: usize) -> Self {
        Self { depth, state: State::Tree { tree, end, next: 0 } }
    }

    pub(crate) fn rows(column: &'a mut Column, depth: usize) -> Self {
        Self { depth, state: State::Rows(column) }
    }

    pub(crate) fn row(list: &'a mut ListColumn, depth: usize) -> Self {
        Self { depth, state: State::Row(list) }
    }

    /// Puts an element: `put` is called once or, if the first attempt shows that the element
    /// needs a group, twice.
    ///
    /// ```
    /// # use ch5_array::DType;
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Slot;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut list = Slot::member(&root, "list").seq()?;
    /// list.elem(|slot| slot.number(1.5))?;
    /// // An array fits no column: the number moves to a group, where the array is put again.
    /// list.elem(|slot| slot.array(&DType::F64, &[2, 2], |x| x.write_numbers(None, &[0.5; 4])))?;
    /// list.end()?;
    /// assert_eq!(root.group("list")?.names()?, ["0", "1"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    #[inline]
    pub fn elem(&mut self, mut put: impl FnMut(Slot<'_>) -> Result<()>) -> Result<()> {
        let depth = self.depth;
        match &mut self.state {
            State::Pack { column, .. } => {
                let row = column.rows();
                match put(Slot::cell(column, depth)) {
                    Ok(()) => return Ok(()),
                    Err(e) => self.failed(e, row)?,
                }
                self.elem(put)
            }
            State::Attr { column, .. } => put(Slot::cell(column, depth)),
            State::Rows(column) => put(Slot::cell(column, depth)),
            State::Row(list) => put(Slot::cell(&mut list.values, depth)),
            State::Tree { tree, end, next } => {
                let end = tree.child(*end, &next.to_string());
                *next += 1;
                put(Slot::new(Target::Tree { tree, end }, FieldOpts::NONE, depth))
            }
            State::List { group, next } => {
                let name = Cow::Owned(next.to_string());
                *next += 1;
                put(Slot::new(Target::Member { group, name }, FieldOpts::NONE, depth))
            }
        }
    }

    /// Puts an element through its serde implementation.
    #[inline]
    pub(crate) fn serde<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let depth = self.depth;
        let (column, packs) = match &mut self.state {
            State::Pack { column, .. } => (column, true),
            State::Rows(column) => (&mut **column, false),
            State::Row(list) => (&mut list.values, false),
            _ => return self.serde_elsewhere(value),
        };
        let row = column.rows();
        match level_of(value, || value.serialize(CellSerializer::new(column, depth))) {
            Err(e) if packs => {
                self.failed(e, row)?;
                self.serde_elsewhere(value)
            }
            done => done,
        }
    }

    fn serde_elsewhere<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.elem(|slot| level_of(value, || value.serialize(Serializer::new(slot))))
    }

    /// What happens when an element could not be packed: the sequence becomes a group, if that is
    /// the reason, or the error gets its place. `row` elements are complete.
    #[cold]
    fn failed(&mut self, error: Error, row: u64) -> Result<()> {
        match &self.state {
            State::Pack { group, name, .. } if error.kind() != ErrorKind::NeedsGroup => {
                Err(group.locate_member(name, error.nest(&format!("[{row}]"))))
            }
            _ => self.spread(row),
        }
    }

    /// Puts `count` elements that are records, field by field; `false` if that cannot be: then
    /// nothing of them was put.
    pub(crate) fn records(
        &mut self,
        count: u64,
        put: impl FnOnce(&mut Rows<'_>) -> Result<()>,
    ) -> Result<bool> {
        let depth = self.depth;
        let (column, place) = match &mut self.state {
            State::Pack { column, group, name, .. } => (column, Some((group, name))),
            State::Rows(column) => (&mut **column, None),
            State::Row(list) => (&mut list.values, None),
            State::Attr { .. } | State::Tree { .. } | State::List { .. } => return Ok(false),
        };
        // Where it is too deep, the one record says so.
        if depth >= column.stream().depth() {
            return Ok(false);
        }
        let row = column.rows();
        let Some(record) = column.open_records(count)? else { return Ok(false) };
        let first = place.is_some().then_some(row);
        let done = crate::stack::level(|| {
            put(&mut Rows::new(&mut *record, depth + 1, first))?;
            record.close(count)
        });
        match (done, place) {
            (Ok(()), _) => Ok(true),
            (Err(e), Some(_)) if e.kind() == ErrorKind::NeedsGroup => {
                self.spread(row)?;
                Ok(false)
            }
            (Err(e), Some((group, name))) => Err(group.locate_member(name, e)),
            (Err(e), None) => Err(e),
        }
    }

    /// Turns what is packed so far into members of a list group; `rows` elements are complete.
    #[cold]
    fn spread(&mut self, rows: u64) -> Result<()> {
        let State::Pack { group, name, opts, column } = &mut self.state else {
            return Err(needs_group());
        };
        if opts.layout == Some(Layout::Table) {
            return Err(group.locate_member(
                name,
                Error::new(ErrorKind::WrongType, "the elements cannot lie in columns")
                    .expected("records of numbers, text and lists of them")
                    .found("an element that needs a group (an array, or a hand-written H5Write)")
                    .help("drop #[h5(table)]"),
            ));
        }
        let made = list_group(group, name, opts)?;
        if rows > 0 {
            let fresh = Column::new(column.stream());
            let full = std::mem::replace(column, fresh);
            let stage = group.stage()?;
            full.finish_at(&stage, "rows")?;
            let mut reader = crate::read::Elements::broken_off(&stage.open("rows")?, rows)?;
            let mut next = 0u64;
            while let Some(cell) = reader.next()? {
                let key = next.to_string();
                let target = Target::Member { group: &made, name: Cow::Borrowed(&key) };
                let slot = Slot::new(target, FieldOpts::NONE, self.depth);
                crate::transcode::copy(cell, slot)?;
                next += 1;
            }
        }
        self.state = State::List { group: made, next: rows };
        Ok(())
    }

    /// Ends the sequence. One that is packed gets its name only now: a sequence that is dropped
    /// leaves nothing.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut words = Slot::member(&root, "words").seq()?;
    /// words.elem(|slot| slot.text("tea"))?;
    /// words.end()?; // the dataset gets its name
    /// assert_eq!(read_object::<Vec<String>>(&file, "words")?, ["tea"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn end(self) -> Result<()> {
        match self.state {
            State::List { .. } | State::Rows(_) | State::Tree { .. } => Ok(()),
            State::Row(list) => list.close(),
            State::Attr { group, name, column } => column.finish_attr(group, name),
            State::Pack { group, name, opts, column } if opts.layout == Some(Layout::Compound) => {
                crate::compound::write(column, &group, &name, opts)
            }
            State::Pack { group, name, opts, column } => {
                let object =
                    column.finish_at(&group, &name).map_err(|e| group.locate_member(&name, e))?;
                put_attrs(&object, opts)
            }
        }
    }
}

/// Makes the group of an H5List.
pub(crate) fn list_group(group: &Group, name: &str, opts: &FieldOpts) -> Result<Group> {
    let made = group.create_group(name)?;
    made.attrs().write_text(tag::H5_TYPE, "list")?;
    put_attrs(&Object::Group(made.clone()), opts)?;
    Ok(made)
}
