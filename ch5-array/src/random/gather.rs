//! Elements of an array of one dimension at places that another one names.

use std::fmt;

use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::node::{Area, Node, NodeRef, Span, runs};
use crate::types::ElementType;

/// Element `i` (row-major) is the element of `input` at place `places[i]`.
pub(crate) struct Gather<'a> {
    pub(crate) input: NodeRef<'a>,
    /// `int64`, of one dimension, all inside `input`.
    pub(crate) places: NodeRef<'a>,
    pub(crate) shape: Vec<usize>,
}

impl Node for Gather<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let mut wanted: Vec<usize> = Vec::with_capacity(area.len());
        for run in runs(&self.shape, area) {
            let span =
                Span { start: run.start as usize, step: run.step as isize, count: run.count };
            let places = self.places.read(&Area { axes: vec![span] }, context)?;
            wanted.extend(places.as_slice::<i64>().unwrap_or_default().iter().map(|&i| i as usize));
        }
        // Each place is read once, in order, those close together at once.
        let mut sorted = wanted.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let mut held = Buffer::with_capacity(self.element_type(), sorted.len());
        for near in sorted.chunk_by(|a, b| b - a <= 8) {
            let (low, count) = (near[0], near[near.len() - 1] - near[0] + 1);
            let area = Area { axes: vec![Span::new(low, count)] };
            let piece = self.input.read(&area, context)?;
            let inside: Vec<usize> = near.iter().map(|i| i - low).collect();
            held.append(piece.gather(&inside).view())?;
        }
        let at: Vec<usize> = wanted.iter().map(|i| sorted.partition_point(|s| s < i)).collect();
        Ok(held.gather(&at))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input, &*self.places]
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "random.choice of elements {} {:?}", self.element_type(), self.shape)
    }

    fn room(&self) -> usize {
        // The places twice and sorted, and what is read between them.
        2 * self.element_type().size() + 3 * size_of::<usize>()
    }
}
