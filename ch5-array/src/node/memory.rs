//! Elements that are in memory already.

use std::fmt;
use std::sync::Arc;

use ndarray::ArrayViewD;

use super::{Area, Node};
use crate::buffer::{Buffer, Item, copy_nd, map, row_major};
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Where an area begins in a strided layout, and its strides there.
fn layout(area: &Area, strides: &[isize]) -> (isize, Vec<isize>) {
    let start = area.axes.iter().zip(strides).map(|(s, &n)| s.start as isize * n).sum();
    (start, area.axes.iter().zip(strides).map(|(s, &n)| s.step * n).collect())
}

/// Elements owned by the expression, in row-major order.
pub(crate) struct Memory {
    pub data: Arc<Buffer>,
    pub shape: Vec<usize>,
}

impl Node for Memory {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.data.element_type()
    }

    fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
        let (start, strides) = layout(area, &row_major(&self.shape));
        let count = area.counts();
        let len = area.len();
        Ok(map!(Buffer, &*self.data, v => {
            let mut out = vec![Default::default(); len];
            copy_nd(&mut out, 0, &row_major(&count), v, start as usize, &strides, &count);
            out
        }))
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "memory {} {:?}", self.element_type(), self.shape)
    }
}

/// An ndarray of the caller's.
pub(crate) struct Borrowed<'a, T> {
    pub view: ArrayViewD<'a, T>,
}

impl<T: Item> Node for Borrowed<'_, T> {
    fn shape(&self) -> &[usize] {
        self.view.shape()
    }

    fn element_type(&self) -> ElementType {
        T::wrap(Vec::new()).element_type()
    }

    fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
        let mut part = self.view.view();
        let mut spread = false;
        for (axis, span) in area.axes.iter().enumerate() {
            let plain = span.ascending();
            spread |= span.step == 0 && span.count != 1;
            let end = plain.at(plain.count.max(1) - 1) + usize::from(plain.count > 0);
            let slice = ndarray::Slice::new(
                plain.start as isize,
                Some(end.max(plain.start) as isize),
                plain.step,
            );
            part.slice_axis_inplace(ndarray::Axis(axis), slice);
            if span.step < 0 {
                part.invert_axis(ndarray::Axis(axis));
            }
        }
        let counts = area.counts();
        if spread && let Some(wide) = part.broadcast(&*counts) {
            return Ok(T::wrap(wide.iter().cloned().collect()));
        }
        Ok(T::wrap(match part.as_slice() {
            Some(slice) => slice.to_vec(),
            None => part.iter().cloned().collect(),
        }))
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ndarray {} {:?}", self.element_type(), self.view.shape())
    }
}
