//! Rows with their types hidden.
//!
//! There are hundreds of rows, one for each function and type. What goes over cells, blocks and
//! threads needs none of their types, and is compiled once instead of for each of them.

use std::any::Any;

use super::walk::{Route, Walk};
use super::{Cell, Reduce};
use crate::buffer::Buffer;
use crate::buffer::Item;
use crate::error::{Error, ErrorKind, Result};
use crate::types::ElementType;

/// Accumulators of a row, a `Vec` of them.
pub(crate) type Accs = Box<dyn Any + Send + Sync>;

/// What a computation asks of a row, whatever its types.
pub(crate) trait AnyRow: Sync {
    /// Bytes of an accumulator.
    fn size(&self) -> usize;

    /// The type of the elements.
    fn element_type(&self) -> ElementType;

    /// Accumulators that know of no element.
    fn fresh(&self, lanes: usize) -> Accs;

    /// Accumulators that begin with what the result begins with.
    fn begin(&self, lanes: usize) -> Accs;

    /// Takes a block of elements.
    fn take(
        &self,
        walk: &Walk<'_>,
        accs: &mut Accs,
        data: &Buffer,
        mask: Option<&[bool]>,
        route: &Route,
    );

    /// One accumulator for each lane, of several, when a cell is done.
    fn close(&self, accs: Accs, lane: usize, cell: &Cell) -> Accs;

    /// Takes what is known of elements that come later.
    fn merge(&self, all: &mut Accs, part: &Accs);
}

/// A row, and what each lane begins with.
pub(crate) struct Erased<'r, R: Reduce> {
    row: &'r R,
    first: Option<&'r R::Acc>,
}

impl<'r, R: Reduce> Erased<'r, R> {
    pub(crate) fn new(row: &'r R, first: Option<&'r R::Acc>) -> Self {
        Self { row, first }
    }

    /// The accumulators themselves.
    pub(crate) fn accumulators(accs: Accs) -> Result<Vec<R::Acc>> {
        accs.downcast().map(|accs| *accs).map_err(|_| mixed())
    }
}

#[cold]
fn mixed() -> Error {
    Error::new(ErrorKind::Custom, "accumulators of another reduction")
}

impl<R: Reduce> AnyRow for Erased<'_, R> {
    fn size(&self) -> usize {
        size_of::<R::Acc>().max(1)
    }

    fn element_type(&self) -> ElementType {
        R::In::wrap(Vec::new()).element_type()
    }

    fn fresh(&self, lanes: usize) -> Accs {
        Box::new(vec![self.row.init(); lanes])
    }

    fn begin(&self, lanes: usize) -> Accs {
        match self.first {
            Some(first) => Box::new(vec![first.clone(); lanes]),
            None => self.fresh(lanes),
        }
    }

    fn take(
        &self,
        walk: &Walk<'_>,
        accs: &mut Accs,
        data: &Buffer,
        mask: Option<&[bool]>,
        route: &Route,
    ) {
        if let (Some(accs), Some(data)) = (accs.downcast_mut::<Vec<R::Acc>>(), data.as_slice()) {
            walk.block(self.row, accs, data, mask, route);
        }
    }

    fn close(&self, accs: Accs, lane: usize, cell: &Cell) -> Accs {
        let Ok(mut accs) = accs.downcast::<Vec<R::Acc>>() else { return self.fresh(0) };
        if lane > 1 {
            let lanes = accs.len() / lane;
            for i in 0..lanes {
                let all = &mut accs[i * lane..(i + 1) * lane];
                let mut half = lane / 2;
                while half > 0 {
                    let (to, from) = all.split_at_mut(half);
                    to.iter_mut().zip(from.iter()).for_each(|(a, b)| self.row.merge(a, b));
                    half /= 2;
                }
                accs.swap(i, i * lane);
            }
            accs.truncate(lanes);
        }
        accs.iter_mut().for_each(|acc| self.row.settle(acc, cell));
        accs
    }

    fn merge(&self, all: &mut Accs, part: &Accs) {
        if let (Some(all), Some(part)) =
            (all.downcast_mut::<Vec<R::Acc>>(), part.downcast_ref::<Vec<R::Acc>>())
        {
            all.iter_mut().zip(part).for_each(|(a, b)| self.row.merge(a, b));
        }
    }
}
