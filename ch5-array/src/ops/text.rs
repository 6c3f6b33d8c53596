//! What texts and bytes can do beside being compared: they are joined.

use std::sync::Arc;

use compact_str::CompactString;

use super::kernel::{no_loop, wrap};
use super::ufunc::{Operand, Plan, Ufunc};
use crate::buffer::{Buffer, View};
use crate::error::Result;
use crate::types::ElementType as Ty;

fn join(views: &[View<'_>]) -> Result<Buffer> {
    Ok(match views {
        [View::Text(a), View::Text(b)] => {
            let both = |(a, b): (&CompactString, &CompactString)| {
                let mut text = a.clone();
                text.push_str(b);
                text
            };
            wrap(a.iter().zip(*b).map(both).collect())
        }
        [View::Bytes(a), View::Bytes(b)] => {
            wrap(a.iter().zip(*b).map(|(a, b)| [a.as_slice(), b].concat()).collect())
        }
        _ => return Err(no_loop(views)),
    })
}

/// How operands of which one is text at least are computed with; `None` where numpy refuses.
pub(super) fn plan(row: &Ufunc, operands: &[Operand]) -> Option<Plan> {
    let [a, b] = operands else { return None };
    if row.name != "add" || a.ty != b.ty || !matches!(a.ty, Ty::Text | Ty::Bytes) {
        return None;
    }
    Some(Plan { inputs: vec![a.ty, a.ty], output: a.ty, kernel: Arc::new(join) })
}
