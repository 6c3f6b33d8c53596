//! Axes in another order.

use std::fmt;

use super::{Area, Node, NodeRef};
use crate::buffer::{Buffer, copy_nd, map, row_major, spare};
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Axis `i` of the result is axis `axes[i]` of the input.
pub(crate) struct Permute<'a> {
    input: NodeRef<'a>,
    axes: Vec<usize>,
    shape: Vec<usize>,
}

impl<'a> Permute<'a> {
    /// `axes` must name every axis once.
    pub(crate) fn new(input: NodeRef<'a>, axes: Vec<usize>) -> Self {
        let shape = axes.iter().map(|&axis| input.shape()[axis]).collect();
        Self { input, axes, shape }
    }
}

impl Node for Permute<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let mut source = area.clone();
        for (span, &axis) in area.axes.iter().zip(&self.axes) {
            source.axes[axis] = *span;
        }
        let data = self.input.read(&source, context)?;
        let inner = row_major(&source.counts());
        let strides: Vec<isize> = self.axes.iter().map(|&axis| inner[axis]).collect();
        let counts = area.counts();
        let len = area.len();
        let turned = map!(Buffer, &data, v => {
            let mut out = spare::take(len);
            copy_nd(&mut out, 0, &row_major(&counts), v, 0, &strides, &counts);
            out
        });
        spare::give(data);
        Ok(turned)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn grid(&self) -> Option<Vec<usize>> {
        let inner = self.input.grid()?;
        Some(self.axes.iter().map(|&axis| inner[axis]).collect())
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "transpose {:?}", self.axes)
    }
}
