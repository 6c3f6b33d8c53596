//! Covariances and correlations.

use std::sync::Arc;

use super::average::two;
use super::{float_of, unfit};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{NodeRef, Permute, Reshape};
use crate::ops::builder::builder;
use crate::ops::reductions::mean;
use crate::types::ElementType as Ty;

/// Covariances or correlations of variables, and the options.
#[derive(Clone)]
pub struct Covariance<'a> {
    input: Expr<'a>,
    rowvar: bool,
    ddof: f64,
    correlation: bool,
}

builder!(Covariance of input);

/// The covariances of variables: each row is one, each column an observation.
pub fn cov<'a>(x: impl IntoExpr<'a>) -> Covariance<'a> {
    Covariance { input: x.into_expr(), rowvar: true, ddof: 1.0, correlation: false }
}

/// The correlations of variables: each row is one, each column an observation.
pub fn corrcoef<'a>(x: impl IntoExpr<'a>) -> Covariance<'a> {
    Covariance { correlation: true, ..cov(x) }
}

impl<'a> Covariance<'a> {
    /// Whether the rows are the variables, or the columns.
    #[must_use]
    pub fn rowvar(mut self, rows: bool) -> Self {
        self.rowvar = rows;
        self
    }

    /// What is subtracted from the divisor; 1 unless said.
    #[must_use]
    pub fn ddof(mut self, ddof: f64) -> Self {
        self.ddof = ddof;
        self
    }

    /// Divides by the number of observations instead of one less.
    #[must_use]
    pub fn bias(self, bias: bool) -> Self {
        self.ddof(if bias { 0.0 } else { 1.0 })
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let mut node: NodeRef<'a> = self.input.node()?.clone();
        let of = node.element_type();
        let ty = float_of(of).ok_or_else(|| unfit("cov", of))?;
        let ty = if ty.is_complex() { Ty::C128 } else { Ty::F64 };
        let rank = node.shape().len();
        if rank > 2 {
            return Err(Error::new(ErrorKind::Shape, "cov")
                .expected("at most two dimensions")
                .found(format!("shape {:?}", node.shape())));
        }
        let alone = rank < 2;
        if alone {
            let n = node.shape().iter().product();
            node = Arc::new(Reshape::new(node, vec![1, n]));
        } else if !self.rowvar {
            node = Arc::new(Permute::new(node, vec![1, 0]));
        }
        let (v, n) = (node.shape()[0], node.shape()[1]);
        let node = cast_node(node, ty)?;
        let means = mean(Expr::of(node.clone())).axis(-1).keepdims(true).into_expr();
        let centred = two("cov", Expr::of(node), means, ty, |x, mean| Ok(x - mean));
        let turned = crate::ops::manipulation::transpose(crate::ops::conjugate(&centred), None);
        let sums = crate::ops::linear::matmul(centred, turned);
        let by = (n as f64 - self.ddof).max(0.0);
        let divisor = crate::expr::scalar(by);
        let all = two("cov", sums, divisor, ty, |sum, by| Ok(sum / by.re));
        let all = if self.correlation { correlations(&all, v, ty)? } else { all };
        if !alone {
            return Ok(all);
        }
        Ok(Expr::new(Reshape::new(all.node()?.clone(), Vec::new())))
    }
}

/// Covariances divided by both deviations.
fn correlations<'a>(all: &Expr<'a>, v: usize, ty: Ty) -> Result<Expr<'a>> {
    let whole = all.load()?.into_data().cast(Ty::C128)?;
    let values = whole.as_slice::<num_complex::Complex<f64>>().unwrap_or_default();
    let deviation = |i: usize| values[i * v + i].re.sqrt();
    let clip = |x: f64| if x.is_nan() { x } else { x.clamp(-1.0, 1.0) };
    let one = |(i, c): (usize, &num_complex::Complex<f64>)| {
        let c = c / deviation(i / v) / deviation(i % v);
        num_complex::Complex::new(clip(c.re), clip(c.im))
    };
    let out = values.iter().enumerate().map(one).collect();
    let out = crate::buffer::Buffer::C128(out).cast(ty)?;
    Ok(crate::expr::AnyArray::new(&[v, v], out)?.into_expr())
}
