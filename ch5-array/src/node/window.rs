//! Functions of an element and its neighbours on one axis.

use std::fmt;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// A part of an axis: the outputs wanted, and the inputs that they need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// The first output, and how many.
    pub start: usize,
    pub count: usize,
    /// The first input, and how many.
    pub from: usize,
    pub length: usize,
    /// Elements between neighbours.
    pub inner: usize,
}

type Reach<'a> = dyn Fn(usize, usize) -> (usize, usize) + Send + Sync + 'a;
type Slide<'a> = dyn Fn(Buffer, Part) -> Result<Buffer> + Send + Sync + 'a;

/// A node whose elements follow from a range of places on one axis of the input.
pub(crate) struct Window<'a> {
    pub name: &'static str,
    pub input: NodeRef<'a>,
    pub axis: usize,
    pub shape: Vec<usize>,
    pub ty: ElementType,
    /// The inputs, from and to before, that outputs from and to before need.
    pub reach: Box<Reach<'a>>,
    /// Computes a part from inputs of shape (outer, length, inner).
    pub slide: Box<Slide<'a>>,
}

impl Node for Window<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.ty
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let span = area.axes[self.axis];
        if area.len() == 0 {
            return Ok(Buffer::with_capacity(self.ty, 0));
        }
        if span.step != 1 && span.count > 1 {
            let counts = area.counts();
            let mut out = Buffer::zeros(self.ty, area.len());
            let mut at = vec![0; counts.len()];
            let mut one = counts.clone();
            one[self.axis] = 1;
            for i in 0..span.count {
                let mut part = area.clone();
                part.axes[self.axis] = Span::new(span.at(i), 1);
                at[self.axis] = i;
                let data = self.read(&part, context)?;
                crate::engine::place(&mut out, &counts, &at, &one, data.view())?;
            }
            return Ok(out);
        }
        let (from, to) = (self.reach)(span.start, span.start + span.count);
        let mut source = area.clone();
        source.axes[self.axis] = Span::new(from, to - from);
        let data = self.input.read(&source, context)?;
        let inner = area.axes[self.axis + 1..].iter().map(|s| s.count).product();
        (self.slide)(
            data,
            Part { start: span.start, count: span.count, from, length: to - from, inner },
        )
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn grid(&self) -> Option<Vec<usize>> {
        self.input.grid()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} along axis {}", self.name, self.ty, self.axis)
    }

    fn room(&self) -> usize {
        self.ty.size() + 2 * self.input.room()
    }
}
