//! A part of every axis, as basic indexing names it.

use std::fmt;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// What an axis of the result is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Axis {
    /// So many places of an axis of the input.
    Of(usize),
    /// A new axis of length 1.
    New,
}

/// Spans of the input's axes, some of them dropped, and new axes of length 1.
pub(crate) struct Cut<'a> {
    pub input: NodeRef<'a>,
    /// A span for each axis of the input; those not named in `axes` have one place.
    pub spans: Vec<Span>,
    pub axes: Vec<Axis>,
    pub shape: Vec<usize>,
}

impl<'a> Cut<'a> {
    pub(crate) fn new(input: NodeRef<'a>, spans: Vec<Span>, axes: Vec<Axis>) -> Self {
        let shape = axes
            .iter()
            .map(|axis| match axis {
                Axis::Of(i) => spans[*i].count,
                Axis::New => 1,
            })
            .collect();
        Self { input, spans, axes, shape }
    }

    /// What an area of the result is in the input.
    pub(crate) fn source(&self, area: &Area) -> Area {
        let mut axes: Vec<Span> = self
            .spans
            .iter()
            .map(|span| if span.count == 0 { *span } else { Span::new(span.start, 1) })
            .collect();
        let mut none = false;
        for (axis, span) in self.axes.iter().zip(&area.axes) {
            match axis {
                Axis::Of(i) => axes[*i] = self.spans[*i].of(*span),
                Axis::New => none |= span.count == 0,
            }
        }
        if none && let Some(first) = axes.first_mut() {
            first.count = 0;
        }
        Area { axes }
    }

    /// Axes of length 1 that an area may stretch with step 0 do not reach the input; this is how
    /// often the new axes repeat everything.
    fn spread(&self, area: &Area) -> bool {
        self.axes
            .iter()
            .zip(&area.axes)
            .any(|(axis, span)| matches!(axis, Axis::New) && span.count > 1)
    }
}

impl Node for Cut<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let data = self.input.read(&self.source(area), context)?;
        if !self.spread(area) {
            return Ok(data);
        }
        use crate::buffer::{copy_nd, map, row_major};
        let once: Vec<usize> = self
            .axes
            .iter()
            .zip(&area.axes)
            .map(|(axis, span)| if matches!(axis, Axis::New) { 1 } else { span.count })
            .collect();
        let strides: Vec<isize> = row_major(&once)
            .iter()
            .zip(&self.axes)
            .map(|(&s, axis)| if matches!(axis, Axis::New) { 0 } else { s })
            .collect();
        let counts = area.counts();
        let len = area.len();
        Ok(map!(Buffer, &data, v => {
            let mut out = vec![Default::default(); len];
            copy_nd(&mut out, 0, &row_major(&counts), v, 0, &strides, &counts);
            out
        }))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn grid(&self) -> Option<Vec<usize>> {
        let inner = self.input.grid()?;
        Some(
            self.axes
                .iter()
                .map(|axis| match axis {
                    Axis::Of(i) => {
                        let step = self.spans[*i].step.unsigned_abs().max(1);
                        inner[*i].div_ceil(step)
                    }
                    Axis::New => 1,
                })
                .collect(),
        )
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "slice to {:?}", self.shape)
    }
}
