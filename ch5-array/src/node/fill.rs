//! Elements that follow from their place: ranges, identity matrices, random numbers.

use std::fmt;

use super::{Area, Node, Span};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Computes elements from their row-major places.
pub(crate) type FromPlaces<'a> =
    dyn Fn(&mut dyn Iterator<Item = Run>, usize) -> Result<Buffer> + Send + Sync + 'a;

/// Neighbouring row-major places: `start`, `start + step`, ...
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub start: u64,
    pub step: i64,
    pub count: usize,
}

/// A node whose elements are a function of their row-major place. The function is given the runs
/// of an area's last axis, in order, and the number of elements in all.
pub(crate) struct Fill<'a> {
    pub name: String,
    pub shape: Vec<usize>,
    pub ty: ElementType,
    pub from_places: Box<FromPlaces<'a>>,
}

impl Node for Fill<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.ty
    }

    fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
        let runs = runs(&self.shape, area);
        (self.from_places)(&mut runs.into_iter(), area.len())
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.name, self.ty, self.shape)
    }
}

/// The runs of row-major places that an area's last axis has, in order; neighbours are one run.
pub(crate) fn runs(shape: &[usize], area: &Area) -> Vec<Run> {
    if area.len() == 0 {
        return Vec::new();
    }
    let strides = crate::buffer::row_major(shape);
    let Some((last, outer)) = area.axes.split_last() else {
        return vec![Run { start: 0, step: 1, count: 1 }];
    };
    let mut found: Vec<Run> = Vec::new();
    let mut at = vec![0; outer.len()];
    loop {
        let place = |span: &Span, i: usize, stride: isize| span.at(i) as i64 * stride as i64;
        let base: i64 =
            outer.iter().zip(&at).zip(&strides).map(|((s, &i), &n)| place(s, i, n)).sum();
        let run = Run {
            start: (base + last.start as i64) as u64,
            step: last.step as i64,
            count: last.count,
        };
        match found.last_mut() {
            Some(before)
                if before.step == 1
                    && run.step == 1
                    && before.start + before.count as u64 == run.start =>
            {
                before.count += run.count;
            }
            _ => found.push(run),
        }
        let mut axis = outer.len();
        loop {
            if axis == 0 {
                return found;
            }
            axis -= 1;
            at[axis] += 1;
            if at[axis] < outer[axis].count {
                break;
            }
            at[axis] = 0;
        }
    }
}
