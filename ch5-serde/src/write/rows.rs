//! Records put into columns field by field: what is the same for all of them is found out once.

use ch5_array::{Error, ErrorKind, Result};

use super::Slot;
use crate::column::{RecordColumn, twice};

/// Rows of a table that are being put: each field is put for all of them in turn.
pub struct Rows<'a> {
    pub(super) record: &'a mut RecordColumn,
    pub(super) depth: usize,
    /// The index of the first row, where messages name it.
    pub(super) first: Option<u64>,
}

impl Rows<'_> {
    /// Puts one field of all `values`.
    ///
    /// # Errors
    ///
    /// If one cannot be written.
    #[inline]
    pub fn field<T>(
        &mut self,
        name: &str,
        values: &[T],
        mut put: impl FnMut(&T, Slot<'_>) -> Result<()>,
    ) -> Result<()> {
        let (depth, first) = (self.depth, self.first);
        let Some(column) = self.record.field(name)? else { return Err(twice(name)) };
        for (i, value) in values.iter().enumerate() {
            if let Err(e) = put(value, Slot::cell(column, depth)) {
                return Err(inside(e, first, i, name));
            }
        }
        Ok(())
    }
}

#[cold]
fn inside(error: Error, first: Option<u64>, i: usize, name: &str) -> Error {
    if error.kind() == ErrorKind::NeedsGroup {
        return error;
    }
    match first {
        Some(first) => error.nest(&format!("[{}].{name}", first + i as u64)),
        None => error.nest(&format!(".{name}")),
    }
}
