//! Arrays one after the other along an axis.

use std::fmt;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::{Buffer, copy_nd, pair, row_major};
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Nodes of one element type, which have the same shape but along `axis`.
pub(crate) struct Join<'a> {
    parts: Vec<NodeRef<'a>>,
    /// Where each part begins on the axis, and where the last one ends.
    starts: Vec<usize>,
    axis: usize,
    shape: Vec<usize>,
}

impl<'a> Join<'a> {
    /// `parts` must not be empty, and agree in all but the length of the axis.
    pub(crate) fn new(parts: Vec<NodeRef<'a>>, axis: usize) -> Self {
        let mut starts = vec![0];
        for part in &parts {
            starts.push(starts[starts.len() - 1] + part.shape()[axis]);
        }
        let mut shape = parts[0].shape().to_vec();
        shape[axis] = starts[parts.len()];
        Self { parts, starts, axis, shape }
    }
}

impl Node for Join<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.parts[0].element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let span = area.axes[self.axis];
        let counts = area.counts();
        let mut out: Option<Buffer> = None;
        let mut done = 0;
        while done < span.count {
            let at = span.at(done);
            let part = self.starts.partition_point(|&start| start <= at) - 1;
            let (low, high) = (self.starts[part], self.starts[part + 1]);
            // As many places as stay within this part.
            let count = match span.step {
                0 => span.count - done,
                step if step > 0 => (high - 1 - at) / step.unsigned_abs() + 1,
                step => (at - low) / step.unsigned_abs() + 1,
            }
            .min(span.count - done);
            let mut inner = area.clone();
            inner.axes[self.axis] = Span { start: at - low, step: span.step, count };
            let data = self.parts[part].read(&inner, context)?;
            if count == span.count {
                return Ok(data);
            }
            let all = out.get_or_insert_with(|| Buffer::zeros(self.element_type(), area.len()));
            let strides = row_major(&counts);
            let first = done * strides[self.axis] as usize;
            let inner = inner.counts();
            pair!(Buffer, Buffer, all, &data, to, from => {
                copy_nd(to, first, &strides, from, 0, &row_major(&inner), &inner);
            }, else return Err(crate::buffer::mismatch(self.element_type(), data.element_type())));
            done += count;
        }
        Ok(out.unwrap_or_else(|| Buffer::zeros(self.element_type(), area.len())))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        self.parts.iter().map(|n| &**n as &dyn Node).collect()
    }

    fn grid(&self) -> Option<Vec<usize>> {
        self.parts.iter().find_map(|n| n.grid())
    }

    fn room(&self) -> usize {
        self.element_type().size() + self.parts.iter().map(|n| n.room()).max().unwrap_or(0)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "concatenate {} parts along axis {}", self.parts.len(), self.axis)
    }
}
