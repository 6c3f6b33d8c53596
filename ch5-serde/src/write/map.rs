//! Maps.

use ch5_array::{Error, ErrorKind, Object, Result};
use serde::Serialize;

use super::record::{FieldSink, GroupRecord};
use super::{Seq, Slot, Target, list_group};
use crate::column::{Column, MapColumn, RecordColumn};
use crate::opts::FieldOpts;
use crate::packed::TreeBuilder;
use crate::read::Members;
use crate::ser::key_text;
use crate::tag::Kind;

/// An open map: each entry is put in turn, then it is ended.
///
/// Text keys (integers, booleans and characters as text) name the members of a group; other keys
/// give a group of `keys` and `values`. Which one is decided by the first key.
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
    /// # Errors
    ///
    /// If it cannot be written, or the map has the key already.
    pub fn entry<K: Serialize + ?Sized>(
        &mut self,
        key: &K,
        mut put: impl FnMut(Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        let text = key_text(key)?;
        self.decide(text.is_some())?;
        if text.is_none() {
            self.pair_up()?;
        }
        match (&mut self.0, text) {
            (State::Members { record }, Some(key)) => put(record.field(&key, FieldOpts::NONE)?),
            (State::Tree { tree, end, depth }, Some(key)) => {
                let end = tree.child(*end, &key);
                put(Slot::new(Target::Tree { tree, end }, FieldOpts::NONE, *depth))
            }
            (State::Flat(sink), Some(key)) => put(sink.field(&key, FieldOpts::NONE)?),
            (State::Record { record, depth }, Some(key)) => {
                if record.has(&key) {
                    return Err(Error::new(
                        ErrorKind::AlreadyExists,
                        format!("the key {key:?} came twice"),
                    ));
                }
                put(Slot::cell(record.field(&key)?, *depth))
            }
            (State::Pairs(pairs), _) => {
                let [keys, values] = &mut **pairs;
                keys.elem(|slot| slot.serde(key))?;
                values.elem(put)
            }
            (State::Ragged { map, depth }, _) => {
                Slot::cell(&mut map.keys, *depth).serde(key)?;
                put(Slot::cell(&mut map.values, *depth))
            }
            _ => Err(not_text()),
        }
    }

    /// Puts a key that is not text, where key and value come apart.
    pub(crate) fn key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<()> {
        self.decide(false)?;
        self.pair_up()?;
        match &mut self.0 {
            State::Pairs(pairs) => pairs[0].elem(|slot| slot.serde(key)),
            State::Ragged { map, depth } => Slot::cell(&mut map.keys, *depth).serde(key),
            _ => Err(not_text()),
        }
    }

    /// Puts the value of the last [`Map::key`].
    pub(crate) fn value(&mut self, put: impl FnMut(Slot<'_>) -> Result<()>) -> Result<()> {
        let mut put = put;
        match &mut self.0 {
            State::Pairs(pairs) => pairs[1].elem(put),
            State::Ragged { map, depth } => put(Slot::cell(&mut map.values, *depth)),
            _ => Err(not_text()),
        }
    }

    /// Turns members into keys and values: a key came that cannot name one. The members
    /// themselves become the values, as a list group.
    fn pair_up(&mut self) -> Result<()> {
        let State::Members { record } = &self.0 else { return Ok(()) };
        let (group, depth) = record.place();
        let members = Members::new(group.clone())?;
        let mut keys = Seq::member(group.clone(), "keys".into(), FieldOpts::NONE, depth)?;
        let stage = group.stage()?;
        let values = list_group(&stage, "values", FieldOpts::NONE)?;
        let mut next = 0u64;
        for (link, key) in members.keys()? {
            // Linked and then unlinked: HDF5 cannot move a link into a group without a name.
            values.link(&next.to_string(), &group.open(&link)?)?;
            group.unlink(&link)?;
            keys.elem(|slot| slot.text(&key))?;
            next += 1;
        }
        group.attrs().remove(ch5_array::name::ESCAPED)?;
        Kind::Map.mark(&group)?;
        group.link("values", &Object::Group(values.clone()))?;
        let values = Seq::list(values, next, depth);
        self.0 = State::Pairs(Box::new([keys, values]));
        Ok(())
    }

    /// Chooses the form by the first key.
    fn decide(&mut self, text: bool) -> Result<()> {
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
            State::Record { record, .. } => record.close(),
            State::Ragged { map, .. } => map.close(),
            _ => Ok(()),
        }
    }
}

#[cold]
fn not_text() -> Error {
    Error::new(ErrorKind::WrongType, "a flattened map")
        .expected("keys that are text, integers, booleans or characters")
        .found("another key")
}
