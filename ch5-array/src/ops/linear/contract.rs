//! Products of two operands whose axes are named: axes that the result does not have are summed.

use std::sync::Arc;

use super::product::Product;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, cast_node};
use crate::node::{Axis, Constant, Cut, Kept, NodeRef, Permute, Span};
use crate::types::{ElementType as Ty, promote};

/// The name of an axis.
pub(super) type Label = u32;

/// An operand whose axes have names, each once.
#[derive(Clone)]
pub(super) struct Named<'a> {
    pub node: NodeRef<'a>,
    pub labels: Vec<Label>,
}

/// The type that operands of numbers have together.
pub(super) fn common(function: &str, operands: &[Expr<'_>]) -> Result<Ty> {
    let mut found = None;
    for operand in operands {
        let ty = operand.node()?.element_type();
        if !ty.is_number() {
            return Err(Error::new(ErrorKind::WrongType, function.to_owned())
                .expected("numbers or booleans")
                .found(ty.to_string()));
        }
        found = match found {
            None => Some(ty),
            Some(before) => promote(before, ty),
        };
    }
    found.ok_or_else(|| Error::new(ErrorKind::Value, function.to_owned()).expected("an operand"))
}

/// The operand with a type of its own, if it is a literal.
pub(super) fn strong<'a>(x: Expr<'a>) -> Expr<'a> {
    let literal = x.node().ok().and_then(|node| {
        node.weak()?;
        Some((node.constant()?.clone(), node.shape().to_vec()))
    });
    match literal {
        Some((value, shape)) => Expr::new(Constant { value, weak: None, shape }),
        None => x,
    }
}

#[cold]
pub(super) fn misfit(function: &str, expected: &str, a: &[usize], b: &[usize]) -> Error {
    Error::new(ErrorKind::Shape, function.to_owned())
        .expected(expected)
        .found(format!("shapes {a:?} and {b:?}"))
}

/// The type that sums are made in: numpy sums `float16` in `float32`.
pub(super) fn work(ty: Ty) -> Ty {
    if ty == Ty::F16 { Ty::F32 } else { ty }
}

impl<'a> Named<'a> {
    pub(super) fn len_of(&self, label: Label) -> Option<usize> {
        let axis = self.labels.iter().position(|l| *l == label)?;
        self.node.shape().get(axis).copied()
    }

    fn has(&self, label: Label) -> bool {
        self.labels.contains(&label)
    }

    /// Without the axes of length 1 that are to be stretched: where the other operands have
    /// more, a product needs no copies.
    pub(super) fn without(self, stretched: impl Fn(Label) -> bool) -> Self {
        let shape = self.node.shape();
        let stays = |axis: &usize| shape[*axis] != 1 || !stretched(self.labels[*axis]);
        let kept: Vec<usize> = (0..shape.len()).filter(stays).collect();
        if kept.len() == shape.len() {
            return self;
        }
        let labels = kept.iter().map(|&axis| self.labels[axis]).collect();
        let spans = shape.iter().map(|&n| Span::new(0, n)).collect();
        let axes = kept.into_iter().map(Axis::Of).collect();
        Self { node: Arc::new(Cut::new(self.node, spans, axes)), labels }
    }

    /// The axes in this order; all must be named.
    pub(super) fn ordered(&self, labels: &[Label]) -> NodeRef<'a> {
        let axes: Vec<usize> =
            labels.iter().filter_map(|l| self.labels.iter().position(|own| own == l)).collect();
        if axes.iter().enumerate().all(|(i, axis)| i == *axis) {
            return self.node.clone();
        }
        Arc::new(Permute::new(self.node.clone(), axes))
    }

    /// With an axis for each label, of length 1 where there was none.
    fn spread(&self, labels: &[Label]) -> NodeRef<'a> {
        let own: Vec<Label> = labels.iter().copied().filter(|l| self.has(*l)).collect();
        let node = self.ordered(&own);
        if own.len() == labels.len() {
            return node;
        }
        let mut next = 0..own.len();
        let axis = |label: &Label| {
            let axis = if self.has(*label) { next.next() } else { None };
            axis.map_or(Axis::New, Axis::Of)
        };
        let axes = labels.iter().map(axis).collect();
        let spans = node.shape().iter().map(|&n| Span::new(0, n)).collect();
        Arc::new(Cut::new(node, spans, axes))
    }
}

/// The product, with the axes `labels`, each of which one operand must have. An axis that both
/// have must be of one length, and one that only one of them has must be in the result. Elements
/// are taken to [`work`] of `ty`, and the result to `ty`.
pub(super) fn contract<'a>(
    function: &'static str,
    a: &Named<'a>,
    b: &Named<'a>,
    labels: &[Label],
    ty: Ty,
) -> Result<Expr<'a>> {
    let pick = |from: &[Label], which: &dyn Fn(Label) -> bool| -> Vec<Label> {
        from.iter().copied().filter(|l| which(*l)).collect()
    };
    let summed = pick(&a.labels, &|l| b.has(l) && !labels.contains(&l));
    if summed.is_empty() {
        let side = |x: &Named<'a>| cast_node(x.spread(labels), ty).map(Expr::of);
        return Ok(crate::ops::multiply(side(a)?, side(b)?));
    }
    let shared = pick(labels, &|l| a.has(l) && b.has(l));
    let rows = pick(labels, &|l| a.has(l) && !b.has(l));
    let columns = pick(labels, &|l| !a.has(l) && b.has(l));
    let own = [&shared[..], &rows, &columns].concat();
    let order: Vec<usize> =
        labels.iter().filter_map(|l| own.iter().position(|other| other == l)).collect();
    let lengths = labels.iter().map(|&l| a.len_of(l).or_else(|| b.len_of(l)).unwrap_or(1));
    let shape: Vec<usize> = lengths.collect();
    let work = work(ty);
    let product = Product {
        a: cast_node(a.ordered(&[&shared[..], &rows, &summed].concat()), work)?,
        b: cast_node(b.ordered(&[&shared[..], &summed, &columns].concat()), work)?,
        shared: shared.len(),
        rows: rows.len(),
        summed: summed.len(),
        order,
        work,
        ty,
    };
    let inputs = vec![product.a.clone(), product.b.clone()];
    Ok(Expr::new(Kept::new(function, shape, ty, inputs, move |output, context| {
        product.run(output, context)
    })))
}
