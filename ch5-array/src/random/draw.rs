//! Expressions whose elements are drawn.

use std::fmt;
use std::sync::Arc;

use super::stream::{Distribution, Key};
use crate::buffer::{Buffer, Item};
use crate::engine::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, cast_node};
use crate::node::{Area, Broadcast, Fill, Node, NodeRef, Run, runs};
use crate::types::{ElementType, can_cast};

/// A parameter of a distribution at one element.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value {
    Float(f64),
    Int(i64),
}

/// Types of parameters.
pub(crate) trait Parameter: Sized {
    const TYPE: ElementType;
    fn of(value: Option<&Value>) -> Self;
}

impl Parameter for f64 {
    const TYPE: ElementType = ElementType::F64;

    fn of(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Float(x)) => *x,
            Some(Value::Int(n)) => *n as f64,
            None => f64::NAN,
        }
    }
}

impl Parameter for i64 {
    const TYPE: ElementType = ElementType::I64;

    fn of(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Int(n)) => *n,
            Some(Value::Float(_)) | None => i64::MIN,
        }
    }
}

/// The parameters at element `at`.
fn values(parameters: &[Buffer], at: usize) -> Vec<Value> {
    parameters
        .iter()
        .map(|p| match p {
            Buffer::F64(v) => Value::Float(v.get(at).copied().unwrap_or(f64::NAN)),
            Buffer::I64(v) => Value::Int(v.get(at).copied().unwrap_or(i64::MIN)),
            _ => Value::Float(f64::NAN),
        })
        .collect()
}

/// The elements of an array that `fill` computes from row-major places.
pub(crate) fn by_place<'a, T: Item>(
    name: &str,
    shape: &[usize],
    fill: impl Fn(u64, &mut [T]) + Send + Sync + 'a,
) -> Expr<'a> {
    let from_places = move |runs: &mut dyn Iterator<Item = Run>, len: usize| {
        let mut out = vec![T::default(); len];
        let mut rest = &mut out[..];
        for run in runs {
            let (now, later) = rest.split_at_mut(run.count.min(rest.len()));
            if run.step == 1 {
                fill(run.start, now);
            } else {
                for (i, to) in now.chunks_mut(1).enumerate() {
                    fill(run.start.wrapping_add_signed(run.step * i as i64), to);
                }
            }
            rest = later;
        }
        Ok(T::wrap(out))
    };
    let ty = T::wrap(Vec::new()).element_type();
    let name = format!("random.{name}");
    Expr::new(Fill { name, shape: shape.to_vec(), ty, from_places: Box::new(from_places) })
}

/// Draws for parameters that differ from element to element.
struct Drawn<'a, D, F> {
    name: &'static str,
    key: Key,
    parameters: Vec<NodeRef<'a>>,
    shape: Vec<usize>,
    ty: ElementType,
    make: F,
    marker: std::marker::PhantomData<fn() -> D>,
}

impl<D, F> Node for Drawn<'_, D, F>
where
    D: Distribution<Item: Item>,
    F: Fn(&[Value]) -> Result<D> + Send + Sync,
{
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.ty
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let parameters =
            self.parameters.iter().map(|p| p.read(area, context)).collect::<Result<Vec<_>>>()?;
        let mut out = Vec::with_capacity(area.len());
        for run in runs(&self.shape, area) {
            for i in 0..run.count as i64 {
                let distribution = (self.make)(&values(&parameters, out.len()))?;
                let place = run.start.wrapping_add_signed(run.step * i);
                out.push(distribution.at(self.key, place));
            }
        }
        Ok(D::Item::wrap(out))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        self.parameters.iter().map(|p| &**p as &dyn Node).collect()
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "random.{} {} {:?}", self.name, self.ty, self.shape)
    }
}

/// An array drawn from the distribution that `make` gives for parameters of the given types:
/// numbers, checked at once, or arrays that broadcast to the shape, checked where they are read.
pub(crate) fn draw<'a, D>(
    key: Key,
    name: &'static str,
    shape: &[usize],
    parameters: Vec<(Expr<'a>, ElementType)>,
    make: impl Fn(&[Value]) -> Result<D> + Send + Sync + 'a,
) -> Expr<'a>
where
    D: Distribution<Item: Item> + 'a,
{
    let made = || -> Result<Expr<'a>> {
        let nodes = parameters
            .iter()
            .map(|(p, ty)| {
                let node = p.node()?;
                let found = node.element_type();
                if !can_cast(found, *ty) || found.is_time() || found.is_text() {
                    return Err(Error::new(ErrorKind::WrongType, format!("random {name}"))
                        .expected(format!("parameters that fit into {ty}"))
                        .found(found.to_string()));
                }
                cast_node(node.clone(), *ty)
            })
            .collect::<Result<Vec<_>>>()?;
        let constants: Option<Vec<Buffer>> = nodes
            .iter()
            .map(|n| n.constant().filter(|_| n.shape().is_empty()).cloned().map(Buffer::from))
            .collect();
        if let Some(constants) = constants {
            let distribution = make(&values(&constants, 0))?;
            return Ok(by_place(name, shape, move |start, out| {
                distribution.fill(key, start, out);
            }));
        }
        let parameters =
            nodes.into_iter().map(|node| Broadcast::to(node, shape)).collect::<Result<Vec<_>>>()?;
        let ty = D::Item::wrap(Vec::new()).element_type();
        let (shape, marker) = (shape.to_vec(), std::marker::PhantomData);
        Ok(Expr::of(Arc::new(Drawn { name, key, parameters, shape, ty, make, marker })))
    };
    Expr::from_result(made())
}
