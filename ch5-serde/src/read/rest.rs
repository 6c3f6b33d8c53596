//! What a record leaves for its flattened fields.

use std::rc::Rc;

use ch5_array::{Group, Object, Result};

use super::loaded::{Cell, MapView, RecordView, View};
use super::member::Members;
use super::node::{Node, Source, Visit};

/// Names that a flattened field does not get to see.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hidden {
    /// Written by fields around it: they belong to nobody else.
    taken: Vec<&'static str>,
    /// Read by fields around it or beside it: no map gets them.
    known: Vec<&'static str>,
}

impl Hidden {
    /// True for a name that a field around has.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.taken.contains(&name)
    }

    /// True for a name that a map does not get.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.known.contains(&name)
    }
}

/// A record in memory without the names that are hidden.
#[derive(Debug)]
pub(crate) struct Without<'a> {
    pub(crate) record: RecordView<'a>,
    pub(crate) hidden: Hidden,
}

/// The part of a record that a flattened field is read from.
pub struct Rest<'r> {
    part: Part<'r>,
    visit: Visit,
}

enum Part<'r> {
    Group(Group, Rc<Hidden>),
    Row(Without<'r>),
    Map(MapView<'r>),
}

impl<'r> Rest<'r> {
    /// The rest of a group. `own` are the names of each field around; `beside` adds those of
    /// other flattened fields.
    pub(super) fn of_group(
        members: &Members,
        own: &'static [&'static [&'static str]],
        beside: impl FnOnce(&mut Vec<&'static str>),
        visit: &Visit,
    ) -> Self {
        let hidden = hide(members.hidden.as_deref(), own, beside);
        Self { part: Part::Group(members.group.clone(), Rc::new(hidden)), visit: visit.clone() }
    }

    /// The rest of a record in memory.
    pub(super) fn of_row(
        record: RecordView<'r>,
        own: &'static [&'static [&'static str]],
        beside: impl FnOnce(&mut Vec<&'static str>),
        visit: &Visit,
    ) -> Self {
        let around = match record {
            RecordView::Without(without) => Some(&without.hidden),
            _ => None,
        };
        let hidden = hide(around, own, beside);
        Self { part: Part::Row(Without { record, hidden }), visit: visit.clone() }
    }

    /// The whole of a map in memory.
    pub(super) fn of_map(map: MapView<'r>, visit: &Visit) -> Self {
        Self { part: Part::Map(map), visit: visit.clone() }
    }

    /// The place of the field.
    #[must_use]
    pub fn node(&self) -> Node<'_> {
        let visit = self.visit.clone();
        match &self.part {
            Part::Group(group, hidden) => {
                Node { source: Source::Members(group.clone(), Some(hidden.clone())), visit }
            }
            Part::Row(without) => Node::cell(RecordView::Without(without).whole(), &visit),
            Part::Map(map) => Node::cell(map.whole(), &visit),
        }
    }

    /// True if any of these names is there.
    ///
    /// # Errors
    ///
    /// If the members cannot be looked at.
    pub fn has_any(&self, names: &[&str]) -> Result<bool> {
        for name in names {
            let found = match &self.part {
                Part::Group(group, hidden) => {
                    let mut members = Members::new(group.clone())?;
                    members.hidden = Some(hidden.clone());
                    members.get(name)?.is_some()
                        || Object::Group(group.clone()).attrs().read(name)?.is_some()
                }
                Part::Row(without) => there(RecordView::Without(without).get(name))?,
                Part::Map(map) => there(map.get(name))?,
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn there(cell: Option<Cell<'_>>) -> Result<bool> {
    Ok(match cell {
        Some(cell) => !matches!(cell.view()?, View::Absent),
        None => false,
    })
}

fn hide(
    around: Option<&Hidden>,
    own: &'static [&'static [&'static str]],
    beside: impl FnOnce(&mut Vec<&'static str>),
) -> Hidden {
    let mut hidden = around.cloned().unwrap_or_default();
    hidden.taken.extend(own.iter().filter_map(|names| names.first()));
    hidden.known.extend(own.iter().copied().flatten());
    beside(&mut hidden.known);
    hidden
}
