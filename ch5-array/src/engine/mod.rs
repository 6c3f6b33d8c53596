//! Running expressions: what a computation may use, how it is cut into blocks, and where its
//! result goes.

mod blocks;
mod context;
mod joined;
mod output;
mod plan;
mod progress;
pub(crate) mod reduce;
pub(crate) mod scan;
mod scratch;
pub(crate) mod select;
pub(crate) mod sorted;

use blocks::common;
pub(crate) use blocks::{Blocks, block_shape, in_order, planned, run};
pub(crate) use context::Context;
pub(crate) use joined::Joined;
pub(crate) use output::{InMemory, IntoDataset, Output, check_result, place, write_block};
pub(crate) use plan::{Plan, Planner};
pub use progress::{ProgressGuard, on_progress};
pub(crate) use scratch::Scratch;

use crate::error::Result;
use crate::node::{Area, Node};

/// Computes the whole of a node into an output, block by block.
pub(crate) fn produce(node: &dyn Node, output: &dyn Output, context: &Context) -> Result<()> {
    if node.produce(output, context)? {
        return Ok(());
    }
    let shape = node.shape();
    // What costs an expression nothing has to be made where it is all there is.
    let room = node.room().max(node.element_type().size()) + output.room();
    let grid = common(output.grid(), node.grid(), |cell| cell <= context.most(room));
    let block = planned(shape, grid.as_deref(), room, context);
    let blocks = Blocks::new(shape, &block);
    run(context, blocks.len(), |i, context| {
        let (start, count) = blocks.get(i);
        let data = node.read(&Area::block(&start, &count), context)?;
        output.put(&start, &count, data)
    })
}
