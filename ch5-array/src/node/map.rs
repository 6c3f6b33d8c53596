//! Elementwise functions, evaluated together: a tree of them reads each input once, and goes over
//! it in pieces that stay in the cache.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::{Area, MapNode, Node, NodeRef};
use crate::buffer::{Buffer, View, spare};
use crate::engine::Context;
use crate::error::Result;
use crate::types::ElementType;

/// Bytes of a piece of one operand: with a few of them, what a core's own cache holds.
const PIECE: usize = 32 << 10;

/// Takes pieces of the inputs, all of one length and of the types that were agreed on, to a piece
/// of the result.
pub(crate) type Kernel<'a> = Arc<dyn Fn(&[View<'_>]) -> Result<Buffer> + Send + Sync + 'a>;

/// A function of the elements at the same place of its inputs.
pub(crate) struct Map<'a> {
    pub name: &'static str,
    /// All of the shape of the result.
    pub inputs: Vec<NodeRef<'a>>,
    pub ty: ElementType,
    pub shape: Vec<usize>,
    pub kernel: Kernel<'a>,
}

impl MapNode for Map<'_> {
    fn operands(&self) -> &[NodeRef<'_>] {
        // Shortens the lifetime of the nodes, which `Arc` allows.
        &self.inputs
    }

    fn apply(&self, inputs: &[View<'_>]) -> Result<Buffer> {
        (self.kernel)(inputs)
    }
}

/// An operand while a block is evaluated.
enum Operand<'t> {
    /// One of the blocks that were read.
    Read(usize),
    /// One element, as long as the longest piece.
    Constant(Buffer),
    /// A function of operands.
    Of(&'t dyn MapNode, Vec<Operand<'t>>),
}

/// What a tree reads: each input once.
struct Inputs<'t> {
    keys: Vec<usize>,
    nodes: Vec<&'t dyn Node>,
}

impl<'t> Inputs<'t> {
    fn plan(&mut self, node: &'t dyn Node, piece: usize) -> Operand<'t> {
        if let Some(map) = node.as_map() {
            let operands = map.operands().iter().map(|n| self.plan(&**n, piece)).collect();
            return Operand::Of(map, operands);
        }
        if let Some(value) = node.constant() {
            return Operand::Constant(Buffer::filled(value, piece));
        }
        let key = node.key().unwrap_or(std::ptr::from_ref(node).cast::<()>() as usize);
        let known = self.keys.iter().position(|k| *k == key);
        Operand::Read(known.unwrap_or_else(|| {
            self.keys.push(key);
            self.nodes.push(node);
            self.nodes.len() - 1
        }))
    }
}

fn evaluate(
    map: &dyn MapNode,
    operands: &[Operand<'_>],
    read: &[Buffer],
    range: &Range<usize>,
) -> Result<Buffer> {
    let mut made: Vec<Option<Buffer>> = Vec::with_capacity(operands.len());
    for operand in operands {
        made.push(match operand {
            Operand::Of(inner, of) => Some(evaluate(*inner, of, read, range)?),
            _ => None,
        });
    }
    let mut views: Vec<View<'_>> = Vec::with_capacity(operands.len());
    for (operand, made) in operands.iter().zip(&made) {
        views.push(match (operand, made) {
            (Operand::Read(i), _) => read[*i].slice(range.clone()),
            (Operand::Constant(data), _) => data.slice(0..range.len()),
            (Operand::Of(..), Some(data)) => data.view(),
            (Operand::Of(..), None) => View::Bool(&[]),
        });
    }
    let result = map.apply(&views);
    made.into_iter().flatten().for_each(spare::give);
    result
}

/// Reads the same area of several nodes; what they have in common is read once.
pub(crate) fn read_together(
    nodes: &[&dyn Node],
    area: &Area,
    context: &Context,
) -> Result<Vec<Buffer>> {
    let len = area.len();
    let widest = nodes.iter().map(|n| n.element_type().size()).max().unwrap_or(8);
    let piece = (PIECE / widest.max(4)).min(len.max(1));
    let mut inputs = Inputs { keys: Vec::new(), nodes: Vec::new() };
    let plans: Vec<Operand<'_>> = nodes.iter().map(|node| inputs.plan(*node, piece)).collect();
    let mut read: Vec<Buffer> =
        inputs.nodes.iter().map(|node| node.read(area, context)).collect::<Result<_>>()?;
    let room = |(node, plan): (&&dyn Node, &Operand<'_>)| {
        let len = if matches!(plan, Operand::Read(_)) { 0 } else { len };
        Buffer::reused(node.element_type(), len)
    };
    let mut out: Vec<Buffer> = nodes.iter().zip(&plans).map(room).collect();
    for start in (0..len).step_by(piece) {
        let range = start..(start + piece).min(len);
        for (plan, out) in plans.iter().zip(&mut out) {
            match plan {
                Operand::Read(_) => {}
                Operand::Constant(data) => out.append(data.slice(0..range.len()))?,
                Operand::Of(map, of) => {
                    let made = evaluate(*map, of, &read, &range)?;
                    out.append(made.view())?;
                    spare::give(made);
                }
            }
        }
    }
    // What was only read is handed on, and copied where several want it.
    for (i, plan) in plans.iter().enumerate() {
        let Operand::Read(at) = plan else { continue };
        let wanted = |later: &Operand<'_>| matches!(later, Operand::Read(other) if other == at);
        out[i] = match plans[i + 1..].iter().any(wanted) {
            true => read[*at].view().to_buffer(),
            false => std::mem::replace(&mut read[*at], Buffer::Bool(Vec::new())),
        };
    }
    read.into_iter().for_each(spare::give);
    Ok(out)
}

impl Node for Map<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.ty
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let len = area.len();
        let piece = (PIECE / self.ty.size().max(4)).min(len.max(1));
        let mut inputs = Inputs { keys: Vec::new(), nodes: Vec::new() };
        let Operand::Of(map, operands) = inputs.plan(self, piece) else {
            return Ok(Buffer::with_capacity(self.ty, 0));
        };
        let read: Vec<Buffer> =
            inputs.nodes.iter().map(|node| node.read(area, context)).collect::<Result<_>>()?;
        if len <= piece {
            return evaluate(map, &operands, &read, &(0..len));
        }
        let mut out = Buffer::reused(self.ty, len);
        for start in (0..len).step_by(piece) {
            let range = start..(start + piece).min(len);
            let made = evaluate(map, &operands, &read, &range)?;
            out.append(made.view())?;
            spare::give(made);
        }
        read.into_iter().for_each(spare::give);
        Ok(out)
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        self.inputs.iter().map(|n| &**n as &dyn Node).collect()
    }

    fn grid(&self) -> Option<Vec<usize>> {
        self.inputs.iter().find_map(|n| n.grid())
    }

    fn as_map(&self) -> Option<&dyn MapNode> {
        Some(self)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.ty)
    }

    fn room(&self) -> usize {
        fn of<'t>(map: &'t dyn MapNode, keys: &mut Vec<usize>) -> usize {
            let one = |node: &'t NodeRef<'_>| match (node.as_map(), node.key()) {
                // What is between is held in pieces.
                (Some(inner), _) => of(inner, keys),
                (None, Some(key)) if keys.contains(&key) => 0,
                (None, key) => {
                    keys.extend(key);
                    if node.constant().is_some() { 0 } else { node.room() }
                }
            };
            map.operands().iter().map(one).sum()
        }
        self.ty.size() + of(self, &mut Vec::new())
    }
}
