//! Places along one axis that follow from a rule: repeating, tiling, wrapping round.

use std::fmt;
use std::sync::Arc;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::{Buffer, copy_nd, row_major};
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Where the elements of an axis come from.
pub(crate) type Places<'a> = Arc<dyn Fn(usize) -> usize + Send + Sync + 'a>;

/// Element `i` along `axis` is element `places(i)` of the input.
pub(crate) struct Remap<'a> {
    pub name: &'static str,
    pub input: NodeRef<'a>,
    pub axis: usize,
    pub places: Places<'a>,
    pub shape: Vec<usize>,
}

impl<'a> Remap<'a> {
    pub(crate) fn new(
        name: &'static str,
        input: NodeRef<'a>,
        axis: usize,
        len: usize,
        places: impl Fn(usize) -> usize + Send + Sync + 'a,
    ) -> Self {
        let mut shape = input.shape().to_vec();
        shape[axis] = len;
        Self { name, input, axis, places: Arc::new(places), shape }
    }
}

impl Node for Remap<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let span = area.axes[self.axis];
        let wanted: Vec<usize> = (0..span.count).map(|i| (self.places)(span.at(i))).collect();
        if area.len() == 0 {
            return Ok(Buffer::with_capacity(self.element_type(), 0));
        }
        // Places close together are read at once, each as often as it stands there.
        let mut sorted = wanted.clone();
        sorted.sort_unstable();
        sorted.dedup();
        let mut source = area.clone();
        let mut held: Vec<(usize, Buffer)> = Vec::new();
        let mut begin = 0;
        while begin < sorted.len() {
            let mut end = begin + 1;
            while end < sorted.len() && sorted[end] - sorted[end - 1] <= 2 {
                end += 1;
            }
            let (low, high) = (sorted[begin], sorted[end - 1]);
            source.axes[self.axis] = Span::new(low, high + 1 - low);
            held.push((low, self.input.read(&source, context)?));
            begin = end;
        }
        let counts = area.counts();
        let strides = row_major(&counts);
        let mut out = Buffer::zeros(self.element_type(), area.len());
        let mut one = counts.clone();
        one[self.axis] = 1;
        for (i, &place) in wanted.iter().enumerate() {
            let run = held.partition_point(|(low, _)| *low <= place) - 1;
            let (low, data) = &held[run];
            let mut inner = counts.clone();
            inner[self.axis] = data.len() * counts[self.axis] / area.len();
            let from = row_major(&inner);
            let first = (place - low) * from[self.axis] as usize;
            let to_first = i * strides[self.axis] as usize;
            crate::buffer::pair!(Buffer, Buffer, &mut out, data, to, source => {
                copy_nd(to, to_first, &strides, source, first, &from, &one);
            }, else return Err(crate::buffer::mismatch(self.element_type(), data.element_type())));
        }
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn room(&self) -> usize {
        self.element_type().size() + 2 * self.input.room()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {:?}", self.name, self.shape)
    }
}
