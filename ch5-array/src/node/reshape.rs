//! The same elements in row-major order, in another shape.

use std::fmt;

use super::fill::runs;
use super::{Area, Node, NodeRef, Span};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// A node in another shape of as many elements.
pub(crate) struct Reshape<'a> {
    input: NodeRef<'a>,
    shape: Vec<usize>,
}

impl<'a> Reshape<'a> {
    /// `shape` must have as many elements as the input.
    pub(crate) fn new(input: NodeRef<'a>, shape: Vec<usize>) -> Self {
        Self { input, shape }
    }
}

/// The boxes that make up a range of row-major places, in order.
pub(crate) fn boxes(shape: &[usize], start: usize, count: usize) -> Vec<Area> {
    let mut found = Vec::new();
    let (mut at, end) = (start, start + count);
    while at < end {
        // The largest trailing part of the shape that begins at `at` and ends before `end`.
        let mut inner = 1;
        let mut axis = shape.len();
        while axis > 0 && at % (inner * shape[axis - 1]) == 0 && at + inner * shape[axis - 1] <= end
        {
            inner *= shape[axis - 1];
            axis -= 1;
        }
        let mut axes: Vec<Span> = shape.iter().map(|&n| Span::new(0, n)).collect();
        let mut rest = at / inner;
        for outer in (0..axis).rev() {
            axes[outer] = Span::new(rest % shape[outer], 1);
            rest /= shape[outer];
        }
        let mut taken = inner;
        if axis > 0 {
            // Several along the axis outside of it.
            let span = &mut axes[axis - 1];
            let more = (shape[axis - 1] - span.start).min((end - at) / inner);
            span.count = more.max(1);
            taken = inner * span.count;
        }
        found.push(Area { axes });
        at += taken;
    }
    found
}

impl Node for Reshape<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let inner = self.input.shape();
        let mut out = Buffer::with_capacity(self.element_type(), area.len());
        for run in runs(&self.shape, area) {
            if run.step == 1 {
                for part in boxes(inner, run.start as usize, run.count) {
                    out.append(self.input.read(&part, context)?.view())?;
                }
                continue;
            }
            if run.step == -1 {
                let low = run.start as usize + 1 - run.count;
                let mut forward = Buffer::with_capacity(self.element_type(), run.count);
                for part in boxes(inner, low, run.count) {
                    forward.append(self.input.read(&part, context)?.view())?;
                }
                let back: Vec<usize> = (0..run.count).rev().collect();
                out.append(forward.gather(&back).view())?;
                continue;
            }
            for i in 0..run.count as i64 {
                let place = (run.start as i64 + i * run.step) as usize;
                for part in boxes(inner, place, 1) {
                    out.append(self.input.read(&part, context)?.view())?;
                }
            }
        }
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reshape to {:?}", self.shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_few_boxes() {
        assert_eq!(boxes(&[4, 5], 0, 20), [Area::all(&[4, 5])]);
        assert_eq!(boxes(&[4, 5], 5, 10), [Area::block(&[1, 0], &[2, 5])]);
        assert_eq!(
            boxes(&[4, 5], 3, 9),
            [
                Area::block(&[0, 3], &[1, 2]),
                Area::block(&[1, 0], &[1, 5]),
                Area::block(&[2, 0], &[1, 2])
            ]
        );
        assert_eq!(boxes(&[], 0, 1), [Area::all(&[])]);
        assert_eq!(boxes(&[3, 0], 0, 0), []);
    }
}
