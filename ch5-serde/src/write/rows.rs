//! Records put into columns field by field: what is the same for all of them is found out once.

use ch5_array::{Error, ErrorKind, Result};

use super::Slot;
use crate::column::{RecordColumn, twice};

/// Rows of a table that are being put: each field is put for all of them in turn.
pub struct Rows<'a> {
    record: &'a mut RecordColumn,
    depth: usize,
    /// The index of the first row, where messages name it.
    first: Option<u64>,
    /// The column of the present field, and how many rows of it were put.
    column: usize,
    row: u64,
}

impl<'a> Rows<'a> {
    pub(super) fn new(record: &'a mut RecordColumn, depth: usize, first: Option<u64>) -> Self {
        Self { record, depth, first, column: 0, row: 0 }
    }

    /// Begins with the first row of a field.
    ///
    /// # Errors
    ///
    /// If the field was put already.
    pub fn field(&mut self, name: &str) -> Result<()> {
        match self.record.place(name)? {
            Some(column) => (self.column, self.row) = (column, 0),
            None => return Err(twice(name)),
        }
        Ok(())
    }

    /// The place of the field in the next row.
    #[inline]
    pub fn slot(&mut self) -> Slot<'_> {
        self.row += 1;
        Slot::cell(self.record.column(self.column), self.depth)
    }

    /// Adds the row and the field to an error.
    #[cold]
    #[must_use]
    pub fn inside(&self, error: Error, name: &str) -> Error {
        match self.first {
            _ if error.kind() == ErrorKind::NeedsGroup => error,
            Some(first) => error.nest(&format!("[{}].{name}", first + self.row - 1)),
            None => error.nest(&format!(".{name}")),
        }
    }
}
