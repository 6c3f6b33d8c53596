//! Several reductions at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::job::Job;
use super::{Reduction, Row};
use crate::engine::reduce::{Fed, in_one_pass};
use crate::engine::{Context, InMemory};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::AnyArray;
use crate::node::{Node, NodeRef};

/// One of several reductions.
struct One<'a> {
    row: &'static Row,
    job: Job<'a>,
    output: InMemory,
    /// Its input among those of all.
    input: usize,
}

/// Computes several reductions into memory, in one pass over the elements of arrays of one shape:
/// each chunk is read and decoded once, whatever axes are reduced. The results have the same bits
/// as those of each alone.
///
/// Where that is not possible (other shapes, a mask, or more to hold than a part of
/// [`max_memory_usage`](crate::Options::max_memory_usage)), they are computed one after the other.
///
/// # Errors
///
/// As [`Expr::load`](crate::Expr::load).
///
/// ```
/// use ch5_array::ops::reductions::{Reductions, together};
/// let x = ndarray::array![[1.0, 2.0], [3.0, 6.0]];
/// let [mean, std, most] = together([(&x).mean().axis(0), (&x).std().axis(1), (&x).max()])?;
/// assert_eq!(mean.into_typed::<f64>()?, ndarray::array![2.0, 4.0].into_dyn());
/// assert_eq!(std.into_typed::<f64>()?, ndarray::array![0.5, 1.5].into_dyn());
/// assert_eq!(most.item()?, 6.0.into());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn together<const N: usize>(all: [Reduction<'_>; N]) -> Result<[AnyArray; N]> {
    let context = Context::default();
    let mut inputs: Vec<NodeRef<'_>> = Vec::new();
    let mut ready: Vec<One<'_>> = Vec::with_capacity(N);
    for reduction in &all {
        let job = reduction.job()?;
        let shape = job.shape();
        job.check_empty(&shape)?;
        let output = InMemory::new(job.result, &shape, &context)?;
        let known = inputs.iter().position(|node| same(&**node, &*job.input));
        let input = known.unwrap_or_else(|| {
            inputs.push(job.input.clone());
            inputs.len() - 1
        });
        ready.push(One { row: reduction.row()?, job, output, input });
    }
    let alike = |one: &One<'_>| {
        one.job.mask.is_none() && one.job.input.shape() == ready[0].job.input.shape()
    };
    let nodes: Vec<&dyn Node> = inputs.iter().map(|n| &**n as &dyn Node).collect();
    let done = N > 1 && ready.iter().all(alike) && chain(&ready, &nodes, Vec::new(), &context)?;
    let mut results = Vec::with_capacity(N);
    for One { row, job, output, .. } in ready {
        if !done {
            (row.run)(&job, &output, &context)?;
        }
        results.push(AnyArray::new(&job.shape(), output.finish())?);
    }
    results.try_into().map_err(|_| Error::new(ErrorKind::Custom, "as many results"))
}

/// True if both read the same elements.
fn same(a: &dyn Node, b: &dyn Node) -> bool {
    let place = |node: &dyn Node| std::ptr::from_ref(node).cast::<()>();
    place(a) == place(b)
        || (a.key().is_some() && a.key() == b.key() && a.element_type() == b.element_type())
}

/// Begins the first of these, which begins the next when it is ready for elements; the last one
/// begins the pass. So all of them are on the stack, each with its own types.
fn chain(
    jobs: &[One<'_>],
    inputs: &[&dyn Node],
    mut fed: Vec<(usize, &mut dyn Fed)>,
    context: &Context,
) -> Result<bool> {
    let Some((one, rest)) = jobs.split_first() else {
        return in_one_pass(inputs, &mut fed, context);
    };
    let before = Mutex::new(fed);
    let done = AtomicBool::new(false);
    let also = |this: &mut dyn Fed| {
        let mut before = before.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<(usize, &mut dyn Fed)> = Vec::with_capacity(before.len() + 1);
        for (input, fed) in std::mem::take(&mut *before) {
            all.push((input, fed));
        }
        all.push((one.input, this));
        let passed = chain(rest, inputs, all, context)?;
        done.store(passed, Ordering::Relaxed);
        Ok(passed)
    };
    let job = Job { also: Some(&also), ..one.job.clone() };
    (one.row.run)(&job, &one.output, context)?;
    Ok(done.load(Ordering::Relaxed))
}
