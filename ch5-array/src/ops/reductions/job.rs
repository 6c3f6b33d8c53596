//! One reduction that is ready to run.

use crate::buffer::{Buffer, Item};
use crate::engine::reduce::{AnyRow, Erased, Fed, Held, Put, Reduce, Reduction};
use crate::engine::{Context, Output};
use crate::error::{Error, ErrorKind, Result};
use crate::node::NodeRef;
use crate::types::{ElementType as Ty, Scalar};

#[derive(Clone)]
pub(super) struct Job<'a> {
    pub name: &'static str,
    pub input: NodeRef<'a>,
    pub mask: Option<NodeRef<'a>>,
    pub reduced: Vec<bool>,
    pub keepdims: bool,
    pub initial: Option<Scalar>,
    pub result: Ty,
    pub ddof: f64,
    /// True if it has no result for no element.
    pub nothing: bool,
    /// Runs it with others: gives it the elements, or returns `false`.
    pub also: Option<&'a Also<'a>>,
}

/// Takes a reduction to those that run in one pass, runs them, and tells if that was possible.
pub(super) type Also<'a> = dyn Fn(&mut dyn Fed) -> Result<bool> + Sync + 'a;

impl Job<'_> {
    /// The values of the kept axes, with `one` for those that are reduced but stay.
    fn outer(&self, of_kept: &[usize], one: usize) -> Vec<usize> {
        let mut kept = of_kept.iter().copied();
        let axis = |reduced: &bool| {
            if *reduced { self.keepdims.then_some(one) } else { kept.next() }
        };
        self.reduced.iter().filter_map(axis).collect()
    }

    /// The result's shape.
    pub(super) fn shape(&self) -> Vec<usize> {
        let shape = self.input.shape().iter().zip(&self.reduced);
        let kept: Vec<usize> = shape.filter(|(_, r)| !**r).map(|(n, _)| *n).collect();
        self.outer(&kept, 1)
    }

    /// The number of elements that become one.
    pub(super) fn len(&self) -> usize {
        self.input.shape().iter().zip(&self.reduced).filter(|(_, r)| **r).map(|(n, _)| n).product()
    }

    /// Refuses what has no result for no element.
    pub(super) fn check_empty(&self, shape: &[usize]) -> Result<()> {
        let results: usize = shape.iter().product();
        if self.nothing && self.initial.is_none() && self.len() == 0 && results > 0 {
            return Err(Error::new(ErrorKind::Value, self.name)
                .expected("at least one element, or an initial value")
                .found(format!("an array of shape {:?}", self.input.shape())));
        }
        Ok(())
    }

    /// True if the elements are times.
    pub(super) fn times(&self) -> bool {
        self.input.element_type().is_time()
    }

    /// The initial value as an element.
    pub(super) fn initial<T: Item>(&self) -> Result<Option<T>> {
        self.initial.as_ref().map(super::scalar_as).transpose()
    }

    /// Runs a row; `finish` gives a buffer for accumulators, which is cast to the result's type.
    pub(super) fn reduce<R: Reduce>(
        &self,
        row: &R,
        first: Option<R::Acc>,
        output: &dyn Output,
        context: &Context,
        finish: impl Fn(Vec<R::Acc>) -> Result<Buffer> + Sync,
    ) -> Result<()> {
        self.each(row, first, context, |start, count, accs| {
            self.put(output, start, count, finish(accs)?)
        })
    }

    /// Puts a part of the result, cast to its type.
    fn put(
        &self,
        output: &dyn Output,
        start: &[usize],
        count: &[usize],
        data: Buffer,
    ) -> Result<()> {
        let data = match (data, self.result) {
            (Buffer::I64(v), Ty::Time(unit)) => Buffer::Time(unit, v),
            (Buffer::I64(v), Ty::Duration(unit)) => Buffer::Duration(unit, v),
            (data, ty) => data.cast(ty)?,
        };
        output.put(start, count, data)
    }

    /// Runs a row; `put` is given where each part of the result begins, its extent, and its
    /// accumulators.
    pub(super) fn each<R: Reduce>(
        &self,
        row: &R,
        first: Option<R::Acc>,
        context: &Context,
        put: impl Fn(&[usize], &[usize], Vec<R::Acc>) -> Result<()> + Sync,
    ) -> Result<()> {
        self.each_any(&Erased::new(row, first.as_ref()), context, &|start, count, accs| {
            put(start, count, Erased::<R>::accumulators(accs)?)
        })
    }

    fn each_any(&self, row: &dyn AnyRow, context: &Context, put: &Put<'_>) -> Result<()> {
        let mask = self.mask.as_deref();
        let reduction = Reduction { input: &*self.input, mask, reduced: &self.reduced };
        if let Some(also) = self.also {
            let mut held = Held::new(&reduction, row);
            if also(&mut held)? {
                let shape = self.shape();
                put(&vec![0; shape.len()], &shape, held.finish())?;
            }
            return Ok(());
        }
        reduction.run_any(row, context, &|start, count, accs| {
            put(&self.outer(start, 0), &self.outer(count, 1), accs)
        })
    }
}
