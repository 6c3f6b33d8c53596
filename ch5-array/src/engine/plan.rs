//! What an operation is going to do, found out by running it up to its first block.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Context, Output};
use crate::buffer::Buffer;
use crate::error::{Error, ErrorKind, Result};

/// How an operation goes over its operands.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The blocks in which it goes over them.
    pub blocks: usize,
    /// How often.
    pub times: usize,
    /// True if what was read is kept in parts, which are merged then.
    pub merged: bool,
    /// What the operands are read in.
    pub inside: Context,
}

/// Notes the plan of the operation whose context has it, and ends it.
pub(crate) struct Planner(Mutex<Option<Plan>>);

impl Plan {
    /// The plan of an operation, which is ended at its first block; `None` if it fails before.
    pub(crate) fn of(
        context: &Context,
        operation: impl FnOnce(&dyn Output, &Context) -> Result<()>,
    ) -> Option<Self> {
        let planner = Arc::new(Planner(Mutex::new(None)));
        let asked = Context { planner: Some(planner.clone()), progress: None, ..context.clone() };
        let ended = operation(&Nowhere, &asked);
        let found = planner.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        // It may have nothing to do.
        found.or_else(|| ended.is_ok().then(|| Self::new(context, 0)))
    }

    fn new(context: &Context, blocks: usize) -> Self {
        let alone = context.threads.min(blocks) <= 1;
        let inside = if alone { context.clone() } else { context.inside() };
        Self { blocks, times: 1, merged: false, inside: Context { planner: None, ..inside } }
    }
}

impl Context {
    /// Ends an operation that is only planned, before it reads its operands in so many blocks;
    /// `more` says what else is known.
    pub(crate) fn planned(&self, blocks: usize, more: impl FnOnce(&mut Plan)) -> Result<()> {
        let Some(planner) = &self.planner else { return Ok(()) };
        let mut plan = Plan::new(self, blocks);
        more(&mut plan);
        *planner.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(plan);
        Err(Error::new(ErrorKind::Custom, "a plan"))
    }

    /// Of an operation that does what it planned so often, one time after the other.
    pub(crate) fn repeated(&self, often: usize) {
        let Some(planner) = &self.planner else { return };
        if let Some(plan) = &mut *planner.0.lock().unwrap_or_else(PoisonError::into_inner) {
            plan.blocks *= often;
        }
    }

    /// The same, to compute with.
    pub(crate) fn unplanned(self) -> Self {
        Self { planner: None, ..self }
    }
}

/// Takes no result.
struct Nowhere;

impl Output for Nowhere {
    fn put(&self, _: &[usize], _: &[usize], _: Buffer) -> Result<()> {
        Ok(())
    }
}
