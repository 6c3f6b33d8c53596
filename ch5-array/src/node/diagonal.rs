//! The diagonal of a matrix.

use std::fmt;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Element `i` is that at row `i + start.0`, column `i + start.1` of the input.
pub(crate) struct Diagonal<'a> {
    input: NodeRef<'a>,
    start: (usize, usize),
    shape: [usize; 1],
}

/// Elements of a diagonal that are read as one square.
const SIDE: usize = 32;

impl<'a> Diagonal<'a> {
    pub(crate) fn new(input: NodeRef<'a>, start: (usize, usize), len: usize) -> Self {
        Self { input, start, shape: [len] }
    }
}

impl Node for Diagonal<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let span = area.axes[0];
        let mut out = Buffer::with_capacity(self.element_type(), span.count);
        let side = context.block.map_or(SIDE, |block| block.isqrt().clamp(1, SIDE));
        let mut done = 0;
        while done < span.count {
            // Squares along the diagonal: more than is needed, but few reads.
            let count = if span.step == 1 { side.min(span.count - done) } else { 1 };
            let at = span.at(done);
            let square = Area {
                axes: vec![
                    Span::new(at + self.start.0, count),
                    Span::new(at + self.start.1, count),
                ],
            };
            let data = self.input.read(&square, context)?;
            let places: Vec<usize> = (0..count).map(|i| i * (count + 1)).collect();
            out.append(data.gather(&places).view())?;
            done += count;
        }
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "diagonal of {} from {:?}", self.shape[0], self.start)
    }
}
