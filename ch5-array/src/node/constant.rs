//! One element, everywhere.

use std::fmt;

use super::{Area, Node};
use crate::buffer::Buffer;
use crate::engine::Context;
use crate::error::Result;
use crate::types::{ElementType, Scalar, Weak};

pub(crate) struct Constant {
    pub value: Scalar,
    pub weak: Option<Weak>,
    pub shape: Vec<usize>,
}

impl Node for Constant {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.value.element_type()
    }

    fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
        Ok(Buffer::filled(&self.value, area.len()))
    }

    fn weak(&self) -> Option<Weak> {
        self.weak
    }

    fn constant(&self) -> Option<&Scalar> {
        Some(&self.value)
    }

    fn room(&self) -> usize {
        0
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value.element_type(), self.value)
    }
}
