//! Variances about a mean that is known already.

use std::sync::Arc;

use num_complex::Complex;

use super::rows::{self, Row};
use crate::buffer::{Buffer, Item, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, elementwise};
use crate::node::{NodeRef, broadcast_shapes};
use crate::types::ElementType as Ty;

/// The row for elements of a type: integers are never NaN.
pub(super) fn plain(of: &'static Row, ty: Ty) -> &'static Row {
    match of.name {
        "nanstd" if !ty.is_inexact() => &rows::STD,
        "nanvar" if !ty.is_inexact() => &rows::VAR,
        _ => of,
    }
}

/// The row of a variance or deviation whose elements are squares of distances already.
pub(super) fn row(of: &'static Row) -> Result<&'static Row> {
    Ok(match of.name {
        "std" => &rows::STD_GIVEN,
        "nanstd" => &rows::NANSTD_GIVEN,
        "var" => &rows::VAR_GIVEN,
        "nanvar" => &rows::NANVAR_GIVEN,
        other => {
            return Err(Error::new(ErrorKind::Value, other)
                .expected("no mean")
                .help("std, var, nanstd and nanvar take one"));
        }
    })
}

/// The squares of the distances of elements from a mean, which is stretched to their shape.
pub(super) fn squares<'a>(
    name: &'static str,
    x: NodeRef<'a>,
    mean: &Expr<'a>,
) -> Result<NodeRef<'a>> {
    let known = mean.node()?;
    let (shape, found) = (x.shape(), known.shape());
    if !broadcast_shapes(&[shape, found]).is_ok_and(|all| all == shape) {
        return Err(Error::new(ErrorKind::Shape, name)
            .expected(format!("a mean that {shape:?} stretches: keepdims leaves its axes"))
            .found(format!("{found:?}")));
    }
    let of = known.element_type();
    if !of.is_number() {
        return Err(Error::new(ErrorKind::WrongType, name)
            .expected("a mean that is a number")
            .found(of.to_string()));
    }
    let complex = x.element_type().is_complex() || of.is_complex();
    let ty = if complex { Ty::C128 } else { Ty::F64 };
    let kernel = |views: &[View<'_>]| {
        if let (Some(x), Some(mean)) = (f64::of(views[0]), f64::of(views[1])) {
            let square = |(x, mean): (&f64, &f64)| (x - mean) * (x - mean);
            return Ok(Buffer::F64(x.iter().zip(mean).map(square).collect()));
        }
        let (x, mean) = (Complex::<f64>::of(views[0]), Complex::<f64>::of(views[1]));
        let square = |(x, mean): (&Complex<f64>, &Complex<f64>)| (x - mean).norm_sqr();
        let pairs = x.unwrap_or_default().iter().zip(mean.unwrap_or_default());
        Ok(Buffer::F64(pairs.map(square).collect()))
    };
    let of = [Expr::of(x), mean.clone()];
    Ok(elementwise(name, &of, &[ty, ty], Ty::F64, Arc::new(kernel)).node()?.clone())
}
