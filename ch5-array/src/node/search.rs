//! Looking values up in a sorted node.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{Area, Node, NodeRef, Span};
use crate::buffer::{Buffer, Item};
use crate::engine::sorted::{Ordered, coded, encode, typed, with_code};
use crate::engine::{Context, Scratch};
use crate::error::{Error, Result};
use crate::types::ElementType as Ty;

/// What is asked about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The place of the first element that is not smaller.
    Before,
    /// The place of the first that is larger.
    Behind,
    /// Whether there is an equal one. NaN has none.
    Found,
}

/// Answers about the elements of `values` in a sorted node of the same type.
pub(crate) struct Search<'a> {
    pub name: &'static str,
    pub table: NodeRef<'a>,
    /// Where the elements of the table are in their order.
    pub sorter: Option<NodeRef<'a>>,
    pub values: NodeRef<'a>,
    pub answer: Answer,
    pub known: OnceLock<std::result::Result<Known, Arc<Error>>>,
}

/// What is known of the table.
pub(crate) struct Known {
    /// The table in order, if it was given with a sorter.
    sorted: Option<Scratch>,
    /// Codes of elements at places 0, `step`, 2 `step`...
    samples: Buffer,
    step: usize,
}

impl Search<'_> {
    fn len(&self) -> usize {
        self.table.shape()[0]
    }

    fn known(&self, context: &Context) -> Result<&Known> {
        let known = self.known.get_or_init(|| self.learn(context).map_err(Arc::new));
        known.as_ref().map_err(|e| e.again())
    }

    fn learn(&self, context: &Context) -> Result<Known> {
        let ty = self.table.element_type();
        let sorted = match &self.sorter {
            Some(sorter) => Some(self.sort(&**sorter, context)?),
            None => None,
        };
        // A quarter of the memory holds the samples.
        let most = (context.memory / 4 / (coded(ty).size() + 8)).max(1);
        let most = context.block.map_or(most, |block| most.min(block.max(16)));
        let step = self.len().div_ceil(most).max(1);
        let mut samples = Buffer::with_capacity(coded(ty), self.len() / step + 1);
        let block = context.inside().elements(self.table.room() * 2);
        let block = (block / step).max(1) * step;
        for start in (0..self.len()).step_by(block) {
            let count = (block.min(self.len() - start)).div_ceil(step);
            let span = Span { start, step: step as isize, count };
            let data = match &sorted {
                Some(sorted) => sorted.read(&Area { axes: vec![span] })?,
                None => self.table.read(&Area { axes: vec![span] }, context)?,
            };
            samples.append(encode(data, false).view())?;
        }
        Ok(Known { sorted, samples, step })
    }

    /// The table in its order.
    fn sort(&self, sorter: &dyn Node, context: &Context) -> Result<Scratch> {
        let (n, ty) = (self.len(), self.table.element_type());
        let scratch = Scratch::new(ty, &[n], context)?;
        let block = context.inside().elements(self.table.room() + 32);
        for start in (0..n).step_by(block) {
            let area = Area { axes: vec![Span::new(start, block.min(n - start))] };
            let mut places = Vec::new();
            for at in typed::<i64>(sorter.read(&area, context)?)? {
                places.push(usize::try_from(at).ok().filter(|&at| at < n).ok_or_else(|| {
                    Error::new(crate::ErrorKind::Shape, "searchsorted")
                        .expected(format!("in the sorter, places below {n}"))
                        .found(at.to_string())
                })?);
            }
            let points = vec![places.len()];
            let picked = vec![super::Picked::Places(places)];
            let part = super::Gather::new(self.table.clone(), picked, points.clone(), 0);
            let data = part.read(&Area::block(&[0], &points), context)?;
            scratch.put_range(start as u64, data.view())?;
        }
        Ok(scratch)
    }

    /// Codes of neighbouring elements of the table.
    fn part(&self, known: &Known, start: usize, count: usize, context: &Context) -> Result<Buffer> {
        let area = Area { axes: vec![Span::new(start, count)] };
        let data = match &known.sorted {
            Some(sorted) => sorted.read(&area)?,
            None => self.table.read(&area, context)?,
        };
        Ok(encode(data, false))
    }

    /// For each value: the place asked for, and whether an equal element is there.
    fn find<T: Ordered>(&self, values: &[T], context: &Context) -> Result<Vec<(usize, bool)>> {
        let known = self.known(context)?;
        let samples = T::of(known.samples.view()).unwrap_or_default();
        let before = |x: &T, value: &T| match x.order(value) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => self.answer == Answer::Behind,
            std::cmp::Ordering::Greater => false,
        };
        let equal = |x: Option<&T>, value: &T| x.is_some_and(|x| x.order(value).is_eq());
        let coarse = |value: &T| samples.partition_point(|x| before(x, value));
        if known.step == 1 {
            let find = |value: &T| {
                let at = coarse(value);
                (at, equal(samples.get(at), value))
            };
            return Ok(values.iter().map(find).collect());
        }
        // In the order of the table, so that each part of it is read once.
        let mut wanted: Vec<(usize, usize)> =
            values.iter().enumerate().map(|(i, value)| (coarse(value), i)).collect();
        wanted.sort_unstable();
        let mut found = vec![(0, false); values.len()];
        let mut part: (usize, Vec<T>) = (usize::MAX, Vec::new());
        for (after, i) in wanted {
            let value = &values[i];
            if after == 0 {
                found[i] = (0, equal(samples.first(), value));
                continue;
            }
            // Between the last sample that comes before the value and the next.
            let start = (after - 1) * known.step;
            if part.0 != start {
                let count = (known.step + 1).min(self.len() - start);
                part = (start, typed(self.part(known, start, count, context)?)?);
            }
            let at = part.1.partition_point(|x| before(x, value));
            found[i] = (start + at, equal(part.1.get(at), value));
        }
        Ok(found)
    }
}

impl Node for Search<'_> {
    fn shape(&self) -> &[usize] {
        self.values.shape()
    }

    fn element_type(&self) -> Ty {
        if self.answer == Answer::Found { Ty::Bool } else { Ty::I64 }
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let data = self.values.read(area, context)?;
        let nan = (self.answer == Answer::Found)
            .then(|| crate::ops::searching::unordered(&data))
            .flatten();
        let codes = encode(data, false);
        let found = with_code!(codes.element_type(), T => {
            self.find::<T>(T::of(codes.view()).unwrap_or_default(), context)?
        });
        if self.answer != Answer::Found {
            return Ok(Buffer::I64(found.into_iter().map(|(at, _)| at as i64).collect()));
        }
        let mut found: Vec<bool> = found.into_iter().map(|(_, found)| found).collect();
        for (found, nan) in found.iter_mut().zip(nan.into_iter().flatten()) {
            *found &= !nan;
        }
        Ok(Buffer::Bool(found))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.table, &*self.values]
    }

    fn grid(&self) -> Option<Vec<usize>> {
        self.values.grid()
    }

    fn room(&self) -> usize {
        self.values.room() + 2 * self.values.element_type().size() + 40
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {:?} in {:?}", self.name, self.values.shape(), self.table.shape())
    }
}
