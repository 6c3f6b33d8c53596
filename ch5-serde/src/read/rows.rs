//! Rows of a table, read by columns: what is the same for all of them is found out once.

use std::ops::Range;

use ch5_array::{Error, Result};

use super::loaded::{Cell, Loaded};
use super::node::{Node, Visit};
use crate::store::H5Read;

/// A window of a table's rows.
pub struct Rows<'a> {
    pub(super) fields: &'a [(String, Loaded)],
    /// The rows in the window, and the index of the first one in the sequence.
    pub(super) range: Range<usize>,
    pub(super) first: u64,
    pub(super) visit: &'a Visit,
}

/// A column of a table in which every row has something.
#[derive(Clone, Copy)]
pub struct RowsColumn<'a> {
    column: &'a Loaded,
    visit: &'a Visit,
}

/// A row of a column.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub(crate) cell: Cell<'a>,
    pub(crate) visit: &'a Visit,
}

impl<'a> Rows<'a> {
    /// The column under the first of `names` that there is, if every row has something in it.
    #[must_use]
    pub fn column(&self, names: &[&str]) -> Option<RowsColumn<'a>> {
        let named = |name: &&str| self.fields.iter().find(|(field, _)| field == name);
        let (_, column) = names.iter().find_map(named)?;
        column.never_absent().then_some(RowsColumn { column, visit: self.visit })
    }

    /// How many rows there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.range.len()
    }

    /// The rows of the window.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Adds the row and the field to an error.
    #[cold]
    #[must_use]
    pub fn inside(&self, error: Error, row: usize, name: &str) -> Error {
        let index = self.first + (row - self.range.start) as u64;
        error.nest(&format!("[{index}].{name}"))
    }
}

impl<'a> RowsColumn<'a> {
    /// One row of it.
    #[inline(always)]
    #[must_use]
    pub fn row(self, row: usize) -> Row<'a> {
        Row { cell: Cell::Row(self.column, row), visit: self.visit }
    }
}

impl<'a> Row<'a> {
    /// The row as a node, for what can be read from any place.
    #[inline]
    #[must_use]
    pub fn node(self) -> Node<'a> {
        Node::cell(self.cell, self.visit)
    }

    /// Reads a value through ch5's own trait.
    ///
    /// # Errors
    ///
    /// If the stored value does not fit the type.
    #[inline(always)]
    pub fn store<T: H5Read>(self) -> Result<T> {
        T::__get_row(self)
    }
}
