//! Results that are kept until an expression needs them: in memory, or in a temporary file where
//! they are larger.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{Area, Node, NodeRef};
use crate::buffer::Buffer;
use crate::engine::{Context, Output, Plan, Scratch};
use crate::error::{Error, Result};
use crate::types::ElementType;

/// Computes a whole result into an output.
pub(crate) type Produce<'a> = dyn Fn(&dyn Output, &Context) -> Result<()> + Send + Sync + 'a;

/// A node whose elements come all at once, by an operation that is no function of a block. As the
/// root of an expression it goes straight to the output; anywhere else it is computed when first
/// read, and kept.
pub(crate) struct Kept<'a> {
    name: String,
    shape: Vec<usize>,
    ty: ElementType,
    inputs: Vec<NodeRef<'a>>,
    produce: Box<Produce<'a>>,
    made: OnceLock<std::result::Result<Scratch, Arc<Error>>>,
}

impl<'a> Kept<'a> {
    pub(crate) fn new(
        name: impl Into<String>,
        shape: Vec<usize>,
        ty: ElementType,
        inputs: Vec<NodeRef<'a>>,
        produce: impl Fn(&dyn Output, &Context) -> Result<()> + Send + Sync + 'a,
    ) -> Self {
        let produce = Box::new(produce);
        Self { name: name.into(), shape, ty, inputs, produce, made: OnceLock::new() }
    }

    fn made(&self, context: &Context) -> Result<&Scratch> {
        let made = self.made.get_or_init(|| {
            (|| {
                let scratch = Scratch::new(self.ty, &self.shape, context)?;
                (self.produce)(&scratch, context)?;
                Ok(scratch)
            })()
            .map_err(Arc::new)
        });
        made.as_ref().map_err(|e| e.again())
    }
}

impl Node for Kept<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.ty
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        self.made(context)?.read(area)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        self.inputs.iter().map(|n| &**n as &dyn Node).collect()
    }

    fn produce(&self, output: &dyn Output, context: &Context) -> Result<bool> {
        if self.made.get().is_some() {
            return Ok(false);
        }
        (self.produce)(output, context)?;
        Ok(true)
    }

    fn pass(&self) -> Option<&str> {
        // What is made already is only read.
        self.made.get().is_none().then_some(&self.name)
    }

    fn plan(&self, context: &Context) -> Option<Plan> {
        self.pass()?;
        Plan::of(context, &self.produce)
    }

    fn at_once(&self) -> bool {
        true
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.name, self.ty, self.shape)
    }

    fn room(&self) -> usize {
        self.ty.size()
    }
}

/// Elements that were computed already.
pub(crate) struct Held {
    pub scratch: Scratch,
    pub ty: ElementType,
}

impl Node for Held {
    fn shape(&self) -> &[usize] {
        self.scratch.shape()
    }

    fn element_type(&self) -> ElementType {
        self.ty
    }

    fn read(&self, area: &Area, _: &Context) -> Result<Buffer> {
        self.scratch.read(area)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "kept {} {:?}", self.ty, self.scratch.shape())
    }
}
