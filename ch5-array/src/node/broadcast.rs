//! Stretching axes of length 1, as numpy broadcasts.

use std::fmt;

use super::{Area, Node, NodeRef, Span};
use crate::buffer::{Buffer, copy_nd, map, row_major};
use crate::engine::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::types::{ElementType, Scalar, Weak};

/// The shape that all shapes broadcast to.
pub(crate) fn broadcast_shapes(shapes: &[&[usize]]) -> Result<Vec<usize>> {
    let rank = shapes.iter().map(|s| s.len()).max().unwrap_or(0);
    let mut out = vec![1; rank];
    for shape in shapes {
        for (to, &n) in out[rank - shape.len()..].iter_mut().zip(*shape) {
            if *to == 1 {
                *to = n;
            } else if n != 1 && n != *to {
                let all: Vec<String> = shapes.iter().map(|s| format!("{s:?}")).collect();
                return Err(Error::new(ErrorKind::Shape, "operands do not broadcast")
                    .expected("shapes whose last axes are equal or 1")
                    .found(all.join(" and ")));
            }
        }
    }
    Ok(out)
}

/// A node with axes of length 1 stretched, and new ones in front.
pub(crate) struct Broadcast<'a> {
    input: NodeRef<'a>,
    shape: Vec<usize>,
}

impl<'a> Broadcast<'a> {
    /// The node itself if it has the shape already.
    pub(crate) fn to(input: NodeRef<'a>, shape: &[usize]) -> Result<NodeRef<'a>> {
        if input.shape() == shape {
            return Ok(input);
        }
        if broadcast_shapes(&[input.shape(), shape])? != shape {
            return Err(Error::new(ErrorKind::Shape, "a broadcast")
                .expected(format!("a shape that {shape:?} stretches"))
                .found(format!("{:?}", input.shape())));
        }
        Ok(std::sync::Arc::new(Self { input, shape: shape.to_vec() }))
    }
}

impl Node for Broadcast<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.input.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let inner = self.input.shape();
        let spans = &area.axes[self.shape.len() - inner.len()..];
        let axes: Vec<Span> = spans
            .iter()
            .zip(inner)
            .map(|(span, &n)| if n == 1 { Span::new(0, span.count.min(1)) } else { *span })
            .collect();
        let source = Area { axes };
        let data = self.input.read(&source, context)?;
        if source.len() == area.len() {
            return Ok(data);
        }
        let counts = source.counts();
        let mut strides = vec![0; area.axes.len() - counts.len()];
        strides.extend(
            row_major(&counts).iter().zip(&counts).map(|(&s, &n)| if n == 1 { 0 } else { s }),
        );
        let wide = area.counts();
        let len = area.len();
        Ok(map!(Buffer, &data, v => {
            let mut out = vec![Default::default(); len];
            copy_nd(&mut out, 0, &row_major(&wide), v, 0, &strides, &wide);
            out
        }))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn reads_all(&self) -> bool {
        true
    }

    fn weak(&self) -> Option<Weak> {
        self.input.weak()
    }

    fn constant(&self) -> Option<&Scalar> {
        self.input.constant()
    }

    fn room(&self) -> usize {
        self.element_type().size()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "broadcast to {:?}", self.shape)
    }
}
