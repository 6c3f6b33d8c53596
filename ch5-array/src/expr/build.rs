//! Building elementwise nodes: operands are broadcast and cast before a function sees them.

use std::sync::Arc;

use super::Expr;
use crate::error::{Error, Result};
use crate::node::{Broadcast, Constant, Kernel, Map, NodeRef, broadcast_shapes};
use crate::types::ElementType;

/// A node with its elements cast, as numpy's `astype`; the node itself if they are of that type.
pub(crate) fn cast_node<'a>(node: NodeRef<'a>, to: ElementType) -> Result<NodeRef<'a>> {
    if node.element_type() == to {
        return Ok(node);
    }
    let named = |e: Error| Error::new(e.kind(), format!("astype: {e}"));
    if let Some(value) = node.constant() {
        let value = crate::buffer::Buffer::from(value.clone()).cast(to).map_err(named)?.get(0);
        return Ok(Arc::new(Constant { value, weak: None, shape: node.shape().to_vec() }));
    }
    // Whether there is such a cast does not depend on the elements.
    crate::buffer::Buffer::with_capacity(node.element_type(), 0).cast(to).map_err(named)?;
    Ok(Arc::new(Map {
        name: "astype",
        ty: to,
        shape: node.shape().to_vec(),
        inputs: vec![node],
        kernel: Arc::new(move |views| views[0].cast(to)),
    }))
}

/// A function of elements at the same place. Each input is cast to its type in `types` and
/// broadcast; the kernel is given pieces of equal length and makes elements of type `ty`.
pub(crate) fn elementwise<'a>(
    name: &'static str,
    inputs: &[Expr<'a>],
    types: &[ElementType],
    ty: ElementType,
    kernel: Kernel<'a>,
) -> Expr<'a> {
    let made = || -> Result<Expr<'a>> {
        let nodes: Vec<&NodeRef<'a>> = inputs.iter().map(Expr::node).collect::<Result<_>>()?;
        let shapes: Vec<&[usize]> = nodes.iter().map(|n| n.shape()).collect();
        let shape =
            broadcast_shapes(&shapes).map_err(|e| Error::new(e.kind(), format!("{name}: {e}")))?;
        let nodes = nodes
            .into_iter()
            .zip(types)
            .map(|(node, &ty)| Broadcast::to(cast_node(node.clone(), ty)?, &shape))
            .collect::<Result<Vec<_>>>()?;
        Ok(Expr::new(Map { name, inputs: nodes, ty, shape, kernel }))
    };
    Expr::from_result(made()).about(inputs)
}
