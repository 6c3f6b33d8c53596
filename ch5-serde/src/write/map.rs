//! Maps.

use ch5_array::{Error, ErrorKind, Result};
use serde::Serialize;

use super::record::{FieldSink, GroupRecord};
use super::{Seq, Slot, Target};
use crate::column::{Column, MapColumn, RecordColumn};
use crate::opts::FieldOpts;
use crate::packed::TreeBuilder;
use crate::read::{Cell, View};
use crate::ser::key_text;
use crate::tag::Kind;

/// An open map: each entry is put in turn, then it is ended.
///
/// Text keys (integers, booleans and characters as text) name the members of a group; other keys
/// give a group of `keys` and `values`. The first key decides; a later one that is not text changes
/// what was put before.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use std::collections::BTreeMap;
/// use ch5_serde::{Slot, read_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// let mut names = Slot::member(&root, "names").map(true)?;
/// for (place, name) in [((0, 0), "origin"), ((3, 4), "corner")] {
///     names.entry(&place, |slot| slot.text(name))?; // a key that is no text
/// }
/// names.end()?;
/// assert_eq!(root.group("names")?.names()?, ["keys", "values"]);
/// let names: BTreeMap<(i32, i32), String> = read_object(&file, "names")?;
/// assert_eq!(names[&(3, 4)], "corner");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Map<'a>(State<'a>);

enum State<'a> {
    New {
        slot: Slot<'a>,
    },
    Cell {
        column: &'a mut Column,
        known: bool,
        depth: usize,
    },
    Members {
        record: GroupRecord,
    },
    /// Keys and values.
    Pairs(Box<[Seq<'static>; 2]>),
    Record {
        record: &'a mut RecordColumn,
        depth: usize,
    },
    Ragged {
        map: &'a mut MapColumn,
        depth: usize,
    },
    Flat(&'a mut (dyn FieldSink + 'a)),
    Tree {
        tree: &'a mut TreeBuilder,
        end: usize,
        depth: usize,
    },
    /// Keys and values in turn; `next` is the number of the next.
    TreePairs {
        tree: &'a mut TreeBuilder,
        end: usize,
        next: usize,
        depth: usize,
    },
    Taken,
}

impl<'a> Map<'a> {
    pub(crate) fn member(slot: Slot<'a>) -> Self {
        Self(State::New { slot })
    }

    pub(crate) fn row(column: &'a mut Column, known: bool, depth: usize) -> Self {
        Self(State::Cell { column, known, depth })
    }

    pub(crate) fn tree(tree: &'a mut TreeBuilder, end: usize, depth: usize) -> Self {
        Self(State::Tree { tree, end, depth })
    }

    pub(crate) fn flat(sink: &'a mut (dyn FieldSink + 'a)) -> Self {
        Self(State::Flat(sink))
    }

    /// Puts an entry.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Slot, read_object};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// let mut map = Slot::member(&root, "squares").map(true)?;
    /// for n in 1..4 {
    ///     map.entry(&n, |slot| slot.number(n * n))?; // the key 3 is named "3"
    /// }
    /// map.end()?;
    /// assert_eq!(read_object::<i32>(&file, "squares/3")?, 9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written, or keys are names and the map has this one already. Keys that are
    /// no text are not compared with each other.
    pub fn entry<K: Serialize + ?Sized>(
        &mut self,
        key: &K,
        mut put: impl FnMut(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        self.entry_as(key_text(key)?, |slot| slot.serde(key), &mut put)
    }

    /// Puts an entry whose key lies in a column.
    pub(crate) fn copy_entry(
        &mut self,
        key: Cell<'_>,
        mut put: impl FnMut(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        let text = match key.view()? {
            View::Text(text) | View::I128(text) | View::U128(text) => Some(text.to_owned()),
            View::Enum(name, _) => Some(name.to_owned()),
            View::Bool(b) => Some(b.to_string()),
            View::Int(n) => Some(n.to_string()),
            View::Uint(n) => Some(n.to_string()),
            View::Variant(name, inner) if inner.is_absent()? => Some(name.to_owned()),
            _ => None,
        };
        self.entry_as(text, |slot| crate::transcode::copy(key, slot), &mut put)
    }

    /// Puts an entry; `text` is its key, if that is text.
    fn entry_as(
        &mut self,
        text: Option<String>,
        mut put_key: impl FnMut(Slot<'_>) -> Result<()>,
        put: &mut dyn FnMut(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        self.decide(text.is_some())?;
        match (&mut self.0, text) {
            (State::Members { record }, Some(key)) => {
                put(record.field(&key, FieldOpts::NONE)?).map_err(|e| record.locate(e))
            }
            (State::Tree { tree, end, depth }, Some(key)) => {
                let end = tree.child(*end, &key);
                put(Slot::new(Target::Tree { tree, end }, FieldOpts::NONE, *depth))
            }
            (State::Flat(sink), Some(key)) => put(sink.field(&key, FieldOpts::NONE)?),
            (State::Record { record, depth }, Some(key)) => {
                let Some(column) = record.field(&key)? else {
                    return Err(Error::new(
                        ErrorKind::AlreadyExists,
                        format!("the key {key:?} came twice"),
                    ));
                };
                put(Slot::cell(column, *depth))
            }
            (State::Pairs(pairs), _) => {
                let [keys, values] = &mut **pairs;
                keys.elem(put_key)?;
                values.elem(put)
            }
            (State::Ragged { map, depth }, _) => {
                put_key(Slot::cell(&mut map.keys, *depth))?;
                put(Slot::cell(&mut map.values, *depth))
            }
            (State::TreePairs { tree, end, next, depth }, _) => {
                put_key(numbered(tree, *end, next, *depth))?;
                put(numbered(tree, *end, next, *depth))
            }
            _ => Err(not_text("a flattened map")),
        }
    }

    /// Puts a key that is not text, where key and value come apart.
    pub(crate) fn key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<()> {
        self.decide(false)?;
        match &mut self.0 {
            State::Pairs(pairs) => pairs[0].elem(|slot| slot.serde(key)),
            State::Ragged { map, depth } => Slot::cell(&mut map.keys, *depth).serde(key),
            State::TreePairs { tree, end, next, depth } => {
                numbered(tree, *end, next, *depth).serde(key)
            }
            _ => Err(not_text("a flattened map")),
        }
    }

    /// Puts the value of the last [`Map::key`].
    pub(crate) fn value(&mut self, put: impl FnMut(Slot<'_>) -> Result<()>) -> Result<()> {
        let mut put = put;
        match &mut self.0 {
            State::Pairs(pairs) => pairs[1].elem(put),
            State::Ragged { map, depth } => put(Slot::cell(&mut map.values, *depth)),
            State::TreePairs { tree, end, next, depth } => put(numbered(tree, *end, next, *depth)),
            _ => Err(not_text("a flattened map")),
        }
    }

    /// Chooses the form by the first key; a key that is not text changes it once more.
    fn decide(&mut self, text: bool) -> Result<()> {
        if let (State::Members { record }, false) = (&self.0, text) {
            self.0 = State::Pairs(Box::new(record.pair_up()?));
        }
        if let (State::Tree { .. }, false) = (&self.0, text)
            && let State::Tree { tree, end, depth } = std::mem::replace(&mut self.0, State::Taken)
        {
            let next = tree.pair_up(end)?;
            self.0 = State::TreePairs { tree, end, next, depth };
        }
        if !matches!(self.0, State::New { .. } | State::Cell { .. }) {
            return Ok(());
        }
        self.0 = match std::mem::replace(&mut self.0, State::Taken) {
            State::New { slot } => {
                let (group, depth) = slot.group()?;
                if text {
                    State::Members { record: GroupRecord::new(group, depth) }
                } else {
                    Kind::Map.mark(&group)?;
                    let seq = |name: &str| {
                        Seq::member(group.clone(), name.to_owned(), FieldOpts::NONE, depth)
                    };
                    State::Pairs(Box::new([seq("keys")?, seq("values")?]))
                }
            }
            State::Cell { column, known, depth } => {
                if known || !text {
                    State::Ragged { map: column.open_map()?, depth }
                } else {
                    State::Record { record: column.open_record()?, depth }
                }
            }
            other => other,
        };
        Ok(())
    }

    /// Ends the map.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use ch5_serde::Slot;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// # let root = file.root()?;
    /// Slot::member(&root, "empty").map(true)?.end()?; // without it there would be nothing
    /// assert!(root.group("empty")?.is_empty()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn end(mut self) -> Result<()> {
        self.decide(true)?;
        match self.0 {
            State::Pairs(pairs) => {
                let [keys, values] = *pairs;
                keys.end()?;
                values.end()
            }
            State::Record { record, .. } => record.close(1),
            State::Ragged { map, .. } => map.close(),
            _ => Ok(()),
        }
    }
}

/// The next of the numbered children of a node.
fn numbered<'t>(tree: &'t mut TreeBuilder, end: usize, next: &mut usize, depth: usize) -> Slot<'t> {
    let end = tree.child(end, &next.to_string());
    *next += 1;
    Slot::new(Target::Tree { tree, end }, FieldOpts::NONE, depth)
}

#[cold]
fn not_text(what: &str) -> Error {
    Error::new(ErrorKind::WrongType, what)
        .expected("keys that are text, integers, booleans or characters")
        .found("another key")
}
