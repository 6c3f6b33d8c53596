//! The plan of a computation as text.

use std::fmt::{self, Write};

use super::Expr;
use crate::engine::{Blocks, Context, block_shape};
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

/// The operations that go over their inputs first, each once, in the order in which they run.
fn passes<'n>(node: &'n dyn Node, depth: usize, found: &mut Vec<&'n dyn Node>) {
    if depth < DEEP {
        node.inputs().into_iter().for_each(|input| passes(input, depth + 1, found));
    }
    let new = found.iter().all(|&other| !std::ptr::addr_eq(other, node));
    if node.pass().is_some() && new {
        found.push(node);
    }
}

impl<T> Expr<'_, T> {
    /// The plan as text: the tree of what is read and computed, then the passes over the data.
    /// Reductions, scans, sorts and products go over their operands in a pass of their own, and
    /// their results are kept; everything elementwise is computed together in the last pass,
    /// block by block. The blocks are those of [`Expr::load`]: a dataset that is written may ask
    /// for the shape of its own chunks. Nothing is read.
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
    /// pass 1: mean of float64 [1000, 500]
    /// pass 2: 10 blocks of [100, 500], 1200000 bytes each, 2 at a time
    /// at most 4M of working memory");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self) -> Result<String> {
        let node = self.node()?;
        let context = Context::default();
        let (mut out, mut found) = (String::new(), Vec::new());
        tree(&**node, 0, &mut out);
        passes(&**node, 0, &mut found);
        for (i, kept) in found.iter().enumerate() {
            let _ = write!(out, "pass {}: {}", i + 1, kept.pass().unwrap_or_default());
            for (j, input) in kept.inputs().into_iter().enumerate() {
                let before = if j == 0 { "of" } else { "and" };
                let _ = write!(out, " {before} {} {:?}", input.element_type(), input.shape());
            }
            out.push('\n');
        }
        // The last operation goes straight to the result.
        if node.pass().is_none() {
            let room = node.room();
            let block = block_shape(node.shape(), node.grid().as_deref(), context.elements(room));
            let blocks = Blocks::new(node.shape(), &block).len();
            let _ = writeln!(
                out,
                "pass {}: {blocks} blocks of {block:?}, {} bytes each, {} at a time",
                found.len() + 1,
                block.iter().product::<usize>() * room,
                context.threads.min(blocks),
            );
        }
        let _ = write!(out, "at most {} of working memory", options().memory());
        Ok(out)
    }
}
