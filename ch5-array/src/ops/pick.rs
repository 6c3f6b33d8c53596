//! One of two arrays at each place.

use std::sync::Arc;

use crate::buffer::{Buffer, View, pair};
use crate::expr::{Expr, elementwise};
use crate::types::ElementType as Ty;

/// Elements of `x` where the mask is true, of `y` elsewhere; all of the element type `ty`.
pub(crate) fn pick<'a>(mask: Expr<'a>, x: Expr<'a>, y: Expr<'a>, ty: Ty) -> Expr<'a> {
    let kernel = move |views: &[View<'_>]| {
        let View::Bool(mask) = views[0] else {
            return Err(crate::buffer::mismatch(Ty::Bool, views[0].element_type()));
        };
        let mut out: Buffer = views[2].to_buffer();
        pair!(Buffer, View, &mut out, views[1], to, from => {
            for ((to, from), &mask) in to.iter_mut().zip(from).zip(mask) {
                if mask {
                    to.clone_from(from);
                }
            }
        }, else return Err(crate::buffer::mismatch(ty, views[1].element_type())));
        Ok(out)
    };
    elementwise("where", &[mask, x, y], &[Ty::Bool, ty, ty], ty, Arc::new(kernel))
}
