//! Diagonals of any number of axes.

use std::fmt;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::{Buffer, copy_nd, mismatch, pair, row_major};
use crate::engine::{Blocks, Context};
use crate::error::Result;
use crate::types::ElementType;

/// Several axes of the input become one axis of the result, which is their diagonal.
pub(crate) struct Collapse<'a> {
    input: NodeRef<'a>,
    /// For each axis of the input, the axis of the result.
    onto: Vec<usize>,
    shape: Vec<usize>,
}

/// How many elements are read for one of the result, at most.
const WASTE: usize = 32;

impl<'a> Collapse<'a> {
    /// Every axis from 0 must be named in `onto`; axes of one name must be of one length.
    pub(crate) fn new(input: NodeRef<'a>, onto: Vec<usize>) -> Self {
        let rank = onto.iter().map(|axis| axis + 1).max().unwrap_or(0);
        let mut shape = vec![0; rank];
        for (&axis, &n) in onto.iter().zip(input.shape()) {
            shape[axis] = n;
        }
        Self { input, onto, shape }
    }

    /// The side of the cubes along a diagonal of so many axes.
    fn side(axes: usize, context: &Context) -> usize {
        if context.block.is_some_and(|block| block < WASTE) {
            return 1;
        }
        let fits = |side: &usize| side.pow(axes as u32 - 1) <= WASTE;
        (1..=WASTE).take_while(fits).last().unwrap_or(1)
    }
}

impl Node for Collapse<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let counts = area.counts();
        let mut out = Buffer::zeros(self.element_type(), area.len());
        let piece: Vec<usize> = counts
            .iter()
            .enumerate()
            .map(|(axis, &n)| {
                let times = self.onto.iter().filter(|a| **a == axis).count();
                if times > 1 { Self::side(times, context).min(n) } else { n }.max(1)
            })
            .collect();
        let blocks = Blocks::new(&counts, &piece);
        let outer = row_major(&counts);
        for i in 0..blocks.len() {
            let (from, n) = blocks.get(i);
            let part = |&axis: &usize| area.axes[axis].of(Span::new(from[axis], n[axis]));
            let source = Area { axes: self.onto.iter().map(part).collect() };
            let data = self.input.read(&source, context)?;
            let mut strides = vec![0; counts.len()];
            for (&axis, stride) in self.onto.iter().zip(row_major(&source.counts())) {
                strides[axis] += stride;
            }
            let first: usize = from.iter().zip(&outer).map(|(f, &s)| f * s as usize).sum();
            let (mine, found) = (self.element_type(), data.element_type());
            pair!(Buffer, Buffer, &mut out, &data, to, from => {
                copy_nd(to, first, &outer, from, 0, &strides, &n);
            }, else return Err(mismatch(mine, found)));
        }
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "diagonals of {:?}", self.onto)
    }

    fn room(&self) -> usize {
        self.element_type().size() + WASTE * self.input.room()
    }
}
