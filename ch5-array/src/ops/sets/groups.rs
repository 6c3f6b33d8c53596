//! One pass over sorted elements, which finds where the next value begins.

use super::unique::{Different, held};
use crate::buffer::{Buffer, View, each};
use crate::engine::sorted::{Lane, Payload, sorted};
use crate::engine::{Context, Scratch, run};
use crate::error::Result;
use crate::expr::Expr;
use crate::node::Held;
use crate::ops::searching::unordered;
use crate::types::ElementType as Ty;

/// Places and groups of the elements in order.
struct Inverse {
    places: Scratch,
    groups: Scratch,
}

/// What is found so far.
pub(super) struct Groups {
    ty: Ty,
    n: usize,
    equal_nan: bool,
    values: Scratch,
    index: Option<Scratch>,
    counts: Option<Scratch>,
    inverse: Option<Inverse>,
    /// Values so far.
    found: usize,
    /// The last element.
    last: Option<Buffer>,
    /// The first place of the last value, and how often it occurred.
    current: (i64, i64),
}

impl Groups {
    pub(super) fn new(ty: Ty, n: usize, equal_nan: bool, context: &Context) -> Result<Self> {
        Ok(Self {
            ty,
            n,
            equal_nan,
            values: Scratch::new(ty, &[n], context)?,
            index: None,
            counts: None,
            inverse: None,
            found: 0,
            last: None,
            current: (0, 0),
        })
    }

    /// What else is wanted.
    pub(super) fn with(
        &mut self,
        index: bool,
        inverse: bool,
        counts: bool,
        context: &Context,
    ) -> Result<()> {
        let integers = || Scratch::new(Ty::I64, &[self.n], context);
        self.index = index.then(integers).transpose()?;
        self.counts = counts.then(integers).transpose()?;
        if inverse {
            self.inverse = Some(Inverse { places: integers()?, groups: integers()? });
        }
        Ok(())
    }

    /// For each element, whether it is another value than the one before it.
    fn changes(&mut self, data: &Buffer) -> Result<Vec<bool>> {
        let mut both = Buffer::with_capacity(self.ty, data.len() + 1);
        let first = self.last.is_none();
        if let Some(last) = &self.last {
            both.append(last.view())?;
        }
        both.append(data.view())?;
        // NaN is not itself; NaT is, as an integer.
        let mut changes: Vec<bool> =
            each!(Buffer, &both, v => v.windows(2).map(|w| w[0] != w[1]).collect());
        if let Some(nan) = unordered(&both) {
            for (change, nan) in changes.iter_mut().zip(nan.windows(2)) {
                if nan[0] && nan[1] {
                    *change = !self.equal_nan;
                }
            }
        }
        if first {
            changes.insert(0, true);
        }
        let end = both.len();
        self.last = Some(both.slice(end - 1..end).to_buffer());
        Ok(changes)
    }

    /// Takes the next elements in order, with their places.
    pub(super) fn take(
        &mut self,
        start: usize,
        data: Buffer,
        places: Option<Vec<i64>>,
    ) -> Result<()> {
        if data.is_empty() {
            return Ok(());
        }
        let changes = self.changes(&data)?;
        let before = self.found;
        let new: Vec<usize> = (0..data.len()).filter(|&i| changes[i]).collect();
        self.values.put_range(before as u64, data.gather(&new).view())?;
        if self.index.is_none() && self.counts.is_none() && self.inverse.is_none() {
            self.found += new.len();
            return Ok(());
        }
        // What became of the values that ended here.
        let (mut index, mut counts) = (Vec::new(), Vec::new());
        let mut groups = Vec::with_capacity(if self.inverse.is_some() { data.len() } else { 0 });
        for (i, &change) in changes.iter().enumerate() {
            let place = places.as_ref().map_or(0, |places| places[i]);
            if change {
                if self.found > 0 {
                    index.push(self.current.0);
                    counts.push(self.current.1);
                }
                self.found += 1;
                self.current = (place, 0);
            }
            self.current.0 = self.current.0.min(place);
            self.current.1 += 1;
            if self.inverse.is_some() {
                groups.push(self.found as i64 - 1);
            }
        }
        self.ended(before.saturating_sub(1), &index, &counts)?;
        if let (Some(inverse), Some(places)) = (&self.inverse, places) {
            inverse.places.put_range(start as u64, View::I64(&places))?;
            inverse.groups.put_range(start as u64, View::I64(&groups))?;
        }
        Ok(())
    }

    fn ended(&self, at: usize, index: &[i64], counts: &[i64]) -> Result<()> {
        for (scratch, all) in [(&self.index, index), (&self.counts, counts)] {
            if let Some(scratch) = scratch {
                scratch.put_range(at as u64, View::I64(all))?;
            }
        }
        Ok(())
    }

    /// All that was found.
    pub(super) fn finish<'a>(self, context: &Context) -> Result<Different<'a>> {
        if self.found > 0 {
            self.ended(self.found - 1, &[self.current.0], &[self.current.1])?;
        }
        let inverse = match self.inverse {
            None => None,
            Some(inverse) => Some(inverse.finish(self.n, context)?),
        };
        let found = self.found;
        Ok(Different {
            values: held(self.values, self.ty, found),
            index: self.index.map(|index| held(index, Ty::I64, found)),
            inverse,
            counts: self.counts.map(|counts| held(counts, Ty::I64, found)),
        })
    }
}

impl Inverse {
    /// The groups in the order of the places.
    fn finish<'a>(self, n: usize, context: &Context) -> Result<Expr<'a>> {
        let places = Held { scratch: self.places, ty: Ty::I64 };
        let groups = Held { scratch: self.groups, ty: Ty::I64 };
        let lane = Lane {
            node: &places,
            axis: 0,
            at: vec![0],
            exact: true,
            payload: Payload::Of(&groups),
        };
        let sorted = sorted(&lane, context)?;
        let out = Scratch::new(Ty::I64, &[n], context)?;
        run(context, sorted.ranges(), |i, _| {
            sorted.range(i, &mut |start, _, groups| {
                out.put_range(start as u64, View::I64(&groups.unwrap_or_default()))
            })
        })?;
        Ok(held(out, Ty::I64, n))
    }
}
