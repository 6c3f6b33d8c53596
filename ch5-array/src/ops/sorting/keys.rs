//! Several elements as one key.

use std::fmt;

use crate::buffer::Buffer;
use crate::engine::Context;
use crate::engine::sorted::extend_keys;
use crate::error::Result;
use crate::node::{Area, Node, NodeRef, Span};
use crate::types::ElementType as Ty;

/// Bytes whose order is that of the elements of several nodes of one shape: by the first node,
/// then by the second, and so on.
pub(crate) struct Keys<'a> {
    pub inputs: Vec<NodeRef<'a>>,
    pub shape: Vec<usize>,
}

impl Node for Keys<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> Ty {
        Ty::Bytes
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let mut keys = vec![Vec::new(); area.len()];
        for input in &self.inputs {
            extend_keys(&mut keys, input.read(area, context)?);
        }
        Ok(Buffer::Bytes(keys))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        self.inputs.iter().map(|n| &**n as &dyn Node).collect()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "keys {:?}", self.shape)
    }
}

/// Bytes whose order is that of whole parts of a node along its first axis.
pub(crate) struct RowKeys<'a> {
    pub input: NodeRef<'a>,
    pub shape: [usize; 1],
}

impl Node for RowKeys<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> Ty {
        Ty::Bytes
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let mut whole =
            Area { axes: self.input.shape().iter().map(|&n| Span::new(0, n)).collect() };
        whole.axes[0] = area.axes[0];
        let data = self.input.read(&whole, context)?;
        let each = data.len() / area.len().max(1);
        let mut keys = Vec::with_capacity(area.len());
        for row in 0..area.len() {
            let mut parts = vec![Vec::new(); each];
            extend_keys(&mut parts, data.slice(row * each..(row + 1) * each).to_buffer());
            keys.push(parts.concat());
        }
        Ok(Buffer::Bytes(keys))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "keys of rows {:?}", self.shape)
    }

    fn room(&self) -> usize {
        let each: usize = self.input.shape()[1..].iter().product();
        32 + each.saturating_mul(3 * self.input.room() + 24)
    }
}
