//! Where the largest and the smallest are.

use std::marker::PhantomData;

use super::extreme::Ordered;
use super::{Cell, Reduce};

/// The place of the first largest with `MAX`, else of the first smallest. The first NaN wins, or
/// all lose with `SKIP`.
pub(crate) struct Place<T, const MAX: bool, const SKIP: bool> {
    /// True if the integers are times.
    pub times: bool,
    element: PhantomData<fn() -> T>,
}

impl<T: Ordered, const MAX: bool, const SKIP: bool> Place<T, MAX, SKIP> {
    pub(crate) fn new(times: bool) -> Self {
        Self { times, element: PhantomData }
    }

    #[inline(always)]
    fn nan(&self, x: &T) -> bool {
        x.nan() || (self.times && x.nat())
    }

    #[inline(always)]
    fn wins(&self, x: &T, held: &T) -> bool {
        let after = if MAX { x.after(held) } else { held.after(x) };
        if SKIP { after } else { (after && !self.nan(held)) || (self.nan(x) && !self.nan(held)) }
    }
}

/// The place of nothing.
pub(crate) const NOWHERE: u64 = u64::MAX;

impl<T: Ordered, const MAX: bool, const SKIP: bool> Reduce for Place<T, MAX, SKIP> {
    type In = T;
    type Acc = (T, u64);

    fn init(&self) -> Self::Acc {
        (T::default(), NOWHERE)
    }

    #[inline(always)]
    fn push(&self, acc: &mut Self::Acc, x: &T, at: u64) {
        if SKIP && self.nan(x) {
            return;
        }
        if acc.1 == NOWHERE || self.wins(x, &acc.0) {
            *acc = (x.clone(), at);
        }
    }

    fn merge(&self, acc: &mut Self::Acc, other: &Self::Acc) {
        if other.1 == NOWHERE {
            return;
        }
        let equal = !self.wins(&acc.0, &other.0) && other.1 < acc.1;
        if acc.1 == NOWHERE || self.wins(&other.0, &acc.0) || equal {
            acc.clone_from(other);
        }
    }

    fn settle(&self, acc: &mut Self::Acc, cell: &Cell) {
        if acc.1 != NOWHERE {
            acc.1 = cell.place(acc.1);
        }
    }
}
