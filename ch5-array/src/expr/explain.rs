//! The plan of a computation as text.

use std::fmt::{self, Write};

use super::Expr;
use crate::engine::{Blocks, Context, Plan, planned};
use crate::error::Result;
use crate::node::Node;
use crate::options::options;

struct Line<'n>(&'n dyn Node);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe(f)
    }
}

/// Deeper trees are cut: nobody reads them.
const DEEP: usize = 32;

fn tree(node: &dyn Node, depth: usize, out: &mut String) {
    let _ = writeln!(out, "{:indent$}{}", "", Line(node), indent = depth * 2);
    if depth < DEEP {
        node.inputs().into_iter().for_each(|input| tree(input, depth + 1, out));
    }
}

/// An operation that goes over its inputs first, and how.
type Pass<'n> = (&'n dyn Node, Option<Plan>);

/// These operations, each once, in the order in which they run.
fn passes<'n>(node: &'n dyn Node, depth: usize, context: &Context, found: &mut Vec<Pass<'n>>) {
    if found.iter().any(|(other, _)| std::ptr::addr_eq(*other, node)) {
        return;
    }
    let plan = node.plan(context);
    if depth < DEEP {
        let inside = plan.as_ref().map_or(context, |plan| &plan.inside);
        node.inputs().into_iter().for_each(|input| passes(input, depth + 1, inside, found));
    }
    if node.pass().is_some() {
        found.push((node, plan));
    }
}

/// A number of blocks.
fn counted(blocks: usize) -> String {
    if blocks == 1 { "1 block".to_owned() } else { format!("{blocks} blocks") }
}

impl Plan {
    fn describe(&self) -> String {
        let often = if self.times > 1 { format!(", {} times", self.times) } else { String::new() };
        let then = if self.merged { ", then merged" } else { "" };
        format!(" in {}{often}{then}", counted(self.blocks))
    }
}

impl<T> Expr<'_, T> {
    /// The plan as text: the tree of what is read and computed, then the passes over the data.
    /// Reductions, scans, sorts and products go over their operands in a pass of their own, and
    /// their results are kept; everything elementwise is computed together in the last pass,
    /// block by block. Nothing is read.
    ///
    /// The blocks of a pass are the pieces in which it goes over its operands, those that
    /// [`on_progress`](crate::on_progress) tells of; a reduction reads such a piece part by part
    /// where it is larger than its memory. An order statistic of what does not fit in memory goes
    /// over its operand several times, a sort keeps it in a temporary file and merges it from
    /// there. They are the blocks of [`Expr::load`]: a dataset that is written may ask for the
    /// shape of its own chunks.
    ///
    /// # Errors
    ///
    /// What building the expression failed with.
    ///
    /// ```
    /// use ch5_array::{File, H5Mode, Options, prelude::*, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<f64>((1000, 500)).chunks((100, 500)).place(&file, "x")?;
    /// let _scope = Options::new().max_memory_usage("4M")?.threads(2).scoped();
    /// let y = (&x - x.mean().axis(0)) * 2.0;
    /// assert_eq!(y.explain()?, "\
    /// multiply float64
    ///   subtract float64
    ///     dataset /x float64 [1000, 500] in chunks of [100, 500]
    ///     broadcast to [1000, 500]
    ///       mean float64 [500]
    ///         dataset /x float64 [1000, 500] in chunks of [100, 500]
    ///   broadcast to [1000, 500]
    ///     float64 2.0
    /// pass 1: mean of float64 [1000, 500] in 1 block
    /// pass 2: 10 blocks of [100, 500], 1200000 bytes each, 2 at a time
    /// at most 4M of working memory");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self) -> Result<String> {
        let node = self.node()?;
        let context = Context::default();
        let (mut out, mut found) = (String::new(), Vec::new());
        tree(&**node, 0, &mut out);
        let room = node.room();
        let block = planned(node.shape(), node.grid().as_deref(), room, &context);
        let blocks = Blocks::new(node.shape(), &block).len();
        let threads = context.threads.min(blocks);
        // What is computed within a block has a part of the memory.
        let last = node.pass().is_none();
        let inside = if last && threads > 1 { context.inside() } else { context };
        passes(&**node, 0, &inside, &mut found);
        for (i, (kept, plan)) in found.iter().enumerate() {
            let _ = write!(out, "pass {}: {}", i + 1, kept.pass().unwrap_or_default());
            for (j, input) in kept.inputs().into_iter().enumerate() {
                let before = if j == 0 { "of" } else { "and" };
                let _ = write!(out, " {before} {} {:?}", input.element_type(), input.shape());
            }
            out.push_str(&plan.as_ref().map_or_else(String::new, Plan::describe));
            out.push('\n');
        }
        // The last operation goes straight to the result.
        if last {
            let _ = writeln!(
                out,
                "pass {}: {} of {block:?}, {} bytes each, {threads} at a time",
                found.len() + 1,
                counted(blocks),
                block.iter().product::<usize>() * room,
            );
        }
        let _ = write!(out, "at most {} of working memory", options().memory());
        Ok(out)
    }
}
