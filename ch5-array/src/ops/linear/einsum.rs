//! Einstein's summation.

use std::collections::HashMap;
use std::sync::Arc;

use super::contract::{Label, Named, common, contract, strong, work};
use super::subscripts::{Subscripts, shown};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, cast_node};
use crate::node::Collapse;
use crate::ops::reductions::{any, sum};
use crate::types::ElementType as Ty;

/// Sums of products of operands whose axes are named by letters, as numpy's `einsum`.
///
/// `"ij,jk->ik"` names the axes of the operands and of the result; axes that the result does not
/// have are summed. Without `->` the result has the letters that occur once, in the alphabet's
/// order. `...` stands for any further axes, which are broadcast. A letter twice in an operand is
/// its diagonal. Operands are multiplied from the left to the right, two at a time; types as
/// [`dot`](super::dot).
///
/// # Errors
///
/// At the sink: [`ErrorKind::Value`] for subscripts that do not name the operands,
/// [`ErrorKind::Shape`] for axes of one name but different lengths, [`ErrorKind::WrongType`] for
/// what are no numbers.
///
/// ```
/// use ch5_array::{ArrayLike, ops::linear::einsum};
/// let x = ndarray::array![[1.0, 2.0], [3.0, 4.0]];
/// let x = (&x).expr();
/// assert_eq!(einsum("ii", &[x.clone()]).item_as::<f64>()?, 5.0);
/// let scaled = einsum("ij,ij->i", &[x.clone(), x]);
/// assert_eq!(scaled.read_as::<f64>()?, ndarray::array![5.0, 25.0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn einsum<'a>(subscripts: &str, operands: &[Expr<'a>]) -> Expr<'a> {
    Expr::from_result(made(subscripts, operands)).about(operands)
}

fn made<'a>(text: &str, operands: &[Expr<'a>]) -> Result<Expr<'a>> {
    let operands: Vec<Expr<'a>> = operands.iter().cloned().map(strong).collect();
    let ty = common("einsum", &operands)?;
    let shapes: Vec<&[usize]> = operands.iter().map(Expr::shape).collect();
    let subscripts = Subscripts::parse(text, &shapes)?;
    let lengths = lengths(text, &subscripts, &shapes)?;
    // What lies between the operands and the result is in this type.
    let inner = work(ty);
    let stretched = |l: Label| lengths.get(&l).is_some_and(|n| *n != 1);
    let mut terms = Vec::with_capacity(operands.len());
    for (operand, labels) in operands.iter().zip(&subscripts.operands) {
        let node = cast_node(operand.node()?.clone(), inner)?;
        let named = diagonal(Named { node, labels: labels.clone() });
        terms.push(named.without(stretched));
    }
    let mut terms = terms.into_iter();
    let Some(mut product) = terms.next() else {
        return Err(Error::new(ErrorKind::Value, "einsum").expected("an operand"));
    };
    while let Some(next) = terms.next() {
        let later = |l: &Label| {
            subscripts.result.contains(l) || terms.as_slice().iter().any(|t| t.labels.contains(l))
        };
        let left = summed(product, inner, |l| later(l) || next.labels.contains(l))?;
        let right = summed(next, inner, |l| later(l) || left.labels.contains(l))?;
        let mut labels: Vec<Label> = left.labels.clone();
        labels.extend(right.labels.iter().copied().filter(|l| !left.labels.contains(l)));
        labels.retain(later);
        if terms.len() == 0 {
            labels.clone_from(&subscripts.result);
        }
        let made = contract("einsum", &left, &right, &labels, inner)?;
        product = Named { node: made.node()?.clone(), labels };
    }
    let product = summed(product, inner, |l| subscripts.result.contains(l))?;
    Ok(Expr::of(cast_node(product.ordered(&subscripts.result), ty)?))
}

/// The length of every axis: 1 is stretched to what another operand has.
fn lengths(
    text: &str,
    subscripts: &Subscripts,
    shapes: &[&[usize]],
) -> Result<HashMap<Label, usize>> {
    let mut lengths = HashMap::new();
    for (labels, shape) in subscripts.operands.iter().zip(shapes) {
        for (i, (&label, &n)) in labels.iter().zip(*shape).enumerate() {
            let twice = labels[..i].iter().position(|l| *l == label);
            let known = lengths.entry(label).or_insert(n);
            if twice.is_some_and(|first| shape[first] != n)
                || (*known != n && *known != 1 && n != 1)
            {
                return Err(Error::new(ErrorKind::Shape, "einsum")
                    .expected(format!("one length of the axis {} in {text:?}", shown(label)))
                    .found(format!("shapes {}", list(shapes))));
            }
            if *known == 1 {
                *known = n;
            }
        }
    }
    Ok(lengths)
}

fn list(shapes: &[&[usize]]) -> String {
    let all: Vec<String> = shapes.iter().map(|s| format!("{s:?}")).collect();
    all.join(" and ")
}

/// Axes of one name as one axis, their diagonal.
fn diagonal(named: Named<'_>) -> Named<'_> {
    let mut labels: Vec<Label> = Vec::new();
    let mut onto = Vec::with_capacity(named.labels.len());
    for label in &named.labels {
        let axis = labels.iter().position(|l| l == label).unwrap_or_else(|| {
            labels.push(*label);
            labels.len() - 1
        });
        onto.push(axis);
    }
    if labels.len() == onto.len() {
        return named;
    }
    Named { node: Arc::new(Collapse::new(named.node, onto)), labels }
}

/// The axes that nothing needs are summed.
fn summed<'a>(named: Named<'a>, ty: Ty, needed: impl Fn(&Label) -> bool) -> Result<Named<'a>> {
    let gone: Vec<isize> = (0..named.labels.len())
        .filter(|axis| !needed(&named.labels[*axis]))
        .map(|axis| axis as isize)
        .collect();
    if gone.is_empty() {
        return Ok(named);
    }
    let labels = named.labels.into_iter().filter(|l| needed(l)).collect();
    let x = Expr::of(named.node);
    let sums = if ty == Ty::Bool { any(x).axis(gone) } else { sum(x).axis(gone).dtype(ty) };
    Ok(Named { node: Expr::from(sums).node()?.clone(), labels })
}
