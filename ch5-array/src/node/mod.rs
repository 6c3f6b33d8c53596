//! What expressions are made of: a node knows its shape and element type, and reads any
//! rectangular part of itself into memory.
//!
//! A node holds no elements unless it stands for some that are in memory. Asking the root of a
//! tree for one block after the other is what makes a computation fit in memory.

mod area;
mod broadcast;
mod collapse;
mod constant;
mod dataset;
mod diagonal;
mod fill;
mod gather;
mod join;
mod map;
mod memory;
mod permute;
mod remap;
mod reshape;
mod search;
mod slice;
mod stored;
mod window;

use std::fmt;
use std::sync::Arc;

pub(crate) use area::{Area, Span};
pub(crate) use broadcast::{Broadcast, broadcast_shapes};
pub(crate) use collapse::Collapse;
pub(crate) use constant::Constant;
pub(crate) use dataset::{NUMPY_DTYPE, Stored as DatasetNode, numpy_dtype_of};
pub(crate) use diagonal::Diagonal;
pub(crate) use fill::{Fill, Run, runs};
pub(crate) use gather::{Gather, Picked};
pub(crate) use join::Join;
pub(crate) use map::{Kernel, Map, read_together};
pub(crate) use memory::{Borrowed, Memory};
pub(crate) use permute::Permute;
pub(crate) use remap::Remap;
pub(crate) use reshape::{Reshape, boxes};
pub(crate) use search::{Answer, Search};
pub(crate) use slice::{Axis, Cut};
pub(crate) use stored::{Held, Kept};
pub(crate) use window::{Part, Window};

use crate::buffer::Buffer;
use crate::engine::{Context, Output, Plan};
use crate::error::Result;
use crate::storage::Dataset;
use crate::types::{ElementType, Scalar, Weak};

/// A part of an expression.
pub(crate) trait Node: Send + Sync {
    /// The shape of the result.
    fn shape(&self) -> &[usize];

    /// The type of the result's elements.
    fn element_type(&self) -> ElementType;

    /// The elements of an area, which lies inside the shape, in row-major order.
    fn read(&self, area: &Area, context: &Context) -> Result<Buffer>;

    /// The nodes that this one reads.
    fn inputs(&self) -> Vec<&dyn Node> {
        Vec::new()
    }

    /// The shape of blocks that are read without waste, counted in this node's own axes: the
    /// chunks of a dataset.
    fn grid(&self) -> Option<Vec<usize>> {
        None
    }

    /// Computes the whole result block by block into an output; `false` if [`Node::read`] does as
    /// well.
    fn produce(&self, output: &dyn Output, context: &Context) -> Result<bool> {
        let _ = (output, context);
        Ok(false)
    }

    /// The node as an elementwise function, which is evaluated together with its inputs.
    fn as_map(&self) -> Option<&dyn MapNode> {
        None
    }

    /// The literal that this node stands for, which takes the type of what it meets.
    fn weak(&self) -> Option<Weak> {
        None
    }

    /// The element that this node has everywhere, if it is known without reading.
    fn constant(&self) -> Option<&Scalar> {
        None
    }

    /// What is read here, if two nodes of the same key read the same.
    fn key(&self) -> Option<usize> {
        None
    }

    /// The name of an operation that goes over its inputs before the first element is known.
    fn pass(&self) -> Option<&str> {
        None
    }

    /// How such an operation goes over its inputs, found out without reading.
    fn plan(&self, context: &Context) -> Option<Plan> {
        let _ = context;
        None
    }

    /// The dataset that an error about this node names: the first that it reads.
    fn dataset(&self) -> Option<&Dataset> {
        self.inputs().into_iter().find_map(Node::dataset)
    }

    /// True if all of its elements are computed when the first is read.
    fn at_once(&self) -> bool {
        false
    }

    /// True if whoever reads a part of this node reads of every input.
    fn reads_all(&self) -> bool {
        self.as_map().is_some()
    }

    /// One line for `explain`.
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Bytes that an element of a block of this node takes while it is computed.
    fn room(&self) -> usize {
        self.element_type().size() + self.inputs().iter().map(|n| n.room()).sum::<usize>()
    }
}

/// An elementwise node: its inputs have its shape, and a function takes their elements to its own.
pub(crate) trait MapNode {
    /// The inputs.
    fn operands(&self) -> &[NodeRef<'_>];

    /// The elements for those of the inputs.
    fn apply(&self, inputs: &[crate::buffer::View<'_>]) -> Result<Buffer>;
}

/// A shared node.
pub(crate) type NodeRef<'a> = Arc<dyn Node + 'a>;
