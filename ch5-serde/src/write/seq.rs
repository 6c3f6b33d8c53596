//! Sequences.

use std::borrow::Cow;

use ch5_array::{ErrorKind, Group, Object, Result};

use super::slot::put_attrs;
use super::{Slot, Target};
use crate::column::{Column, ListColumn, Stream, needs_group};
use crate::opts::{FieldOpts, Layout};
use crate::packed::TreeBuilder;
use crate::tag;

/// An open sequence: each element is put in turn, then it is ended.
///
/// Elements are packed into columns as they come; the first one that cannot lie in a column
/// turns the sequence into a group with one member an element.
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
    /// # Errors
    ///
    /// If it cannot be written.
    #[inline]
    pub fn elem(&mut self, mut put: impl FnMut(Slot<'_>) -> Result<()>) -> Result<()> {
        let depth = self.depth;
        match &mut self.state {
            State::Pack { column, group, name, .. } => {
                let row = column.rows();
                match put(Slot::cell(column, depth)) {
                    Ok(()) => return Ok(()),
                    Err(e) if e.kind() == ErrorKind::NeedsGroup => self.spread(row)?,
                    Err(e) => {
                        return Err(group.locate_member(name, e.nest(&format!("[{row}]"))));
                    }
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

    /// Turns what is packed so far into members of a list group; `rows` elements are complete.
    #[cold]
    fn spread(&mut self, rows: u64) -> Result<()> {
        let State::Pack { group, name, opts, column } = &mut self.state else {
            return Err(needs_group());
        };
        if opts.layout == Some(Layout::Table) {
            return Err(group.locate_member(
                name,
                ch5_array::Error::new(ErrorKind::WrongType, "the elements cannot lie in columns")
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

    /// Ends the sequence.
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
