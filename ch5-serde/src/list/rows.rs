//! Rows of a packed list by index.

use ch5_array::{Error, ErrorKind, Object, Result};

use crate::read::{Cell, Loaded, Opening, Store};

/// Rows that are loaded together: those after the one asked for come for nothing.
const AHEAD: u64 = 1 << 16;

/// The rows of a column, a window of them in memory.
pub(super) struct Rows {
    store: Store,
    window: Option<(u64, u64, Loaded)>,
    /// Rows to load next: one at first, more while they are asked for in order.
    ahead: u64,
}

impl Rows {
    pub(super) fn open(object: &Object) -> Result<Self> {
        match Store::open(object, Opening::STRICT)? {
            Some(store) => Ok(Self { store, window: None, ahead: 1 }),
            None => Err(object.locate(
                Error::new(ErrorKind::WrongType, "").expected("a list").found("another object"),
            )),
        }
    }

    pub(super) fn len(&self) -> u64 {
        self.store.rows()
    }

    /// The row at an index.
    pub(super) fn get(&mut self, index: u64) -> Result<Cell<'_>> {
        let inside =
            |(start, count, _): &(u64, u64, Loaded)| (*start..start + count).contains(&index);
        if !self.window.as_ref().is_some_and(inside) {
            let follows = self.window.as_ref().is_some_and(|(s, n, _)| s + n == index);
            let most = ((1 << 20) / self.store.row_bytes().max(1)).clamp(1, AHEAD);
            self.ahead = if follows { (self.ahead * 8).min(most) } else { 1 };
            let count = self.ahead.min(self.len().saturating_sub(index)).max(1);
            self.window = None;
            self.window = Some((index, count, self.store.load(index, count, None)?));
        }
        match &self.window {
            Some((start, _, loaded)) => Ok(Cell::Row(loaded, (index - start) as usize)),
            None => Err(Error::new(ErrorKind::Shape, "no row is loaded")),
        }
    }
}
