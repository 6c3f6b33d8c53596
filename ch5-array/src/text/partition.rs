//! `partition` as a node: its last axis is the three parts.

use std::fmt;

use super::apply::{items, kind_of};
use super::split::partition;
use super::units::Units;
use crate::buffer::{Buffer, Item, View};
use crate::engine::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, cast_node};
use crate::node::{Area, Broadcast, Node, NodeRef, broadcast_shapes};
use crate::types::ElementType;

/// The three parts of every text, along the last axis.
pub(super) struct Partition<'a> {
    name: &'static str,
    text: NodeRef<'a>,
    separator: NodeRef<'a>,
    shape: Vec<usize>,
    from_right: bool,
}

impl<'a> Partition<'a> {
    pub(super) fn of(
        name: &'static str,
        text: Expr<'a>,
        separator: Expr<'a>,
        from_right: bool,
    ) -> Result<Expr<'a>> {
        let ty = kind_of(name, &text)?;
        kind_of(name, &separator)?;
        let (text, separator) = (text.node()?.clone(), separator.node()?.clone());
        if separator.element_type() != ty && separator.constant().is_none() {
            return Err(Error::new(ErrorKind::WrongType, name)
                .expected(ty.to_string())
                .found(separator.element_type().to_string()));
        }
        let mut shape = broadcast_shapes(&[text.shape(), separator.shape()])?;
        let text = Broadcast::to(text, &shape)?;
        let separator = Broadcast::to(cast_node(separator, ty)?, &shape)?;
        shape.push(3);
        Ok(Expr::new(Self { name, text, separator, shape, from_right }))
    }

    /// The parts that `places` names of each text.
    fn parts<S: Units + ?Sized>(
        &self,
        texts: View<'_>,
        separators: View<'_>,
        places: &[usize],
    ) -> Result<Buffer> {
        let (texts, separators) = (items::<S::Item>(texts)?, items::<S::Item>(separators)?);
        let mut out = Vec::with_capacity(texts.len() * places.len());
        let mut buf = S::Buf::default();
        for (text, separator) in texts.iter().zip(separators) {
            let parts = partition(S::of(text), S::of(separator), self.from_right)
                .map_err(|e| Error::new(e.kind(), format!("{}: {e}", self.name)))?;
            for &place in places {
                S::push(&mut buf, parts[place]);
                out.push(S::finish(&mut buf));
            }
        }
        Ok(Item::wrap(out))
    }
}

impl Node for Partition<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> ElementType {
        self.text.element_type()
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let Some((last, outer)) = area.axes.split_last() else {
            return Ok(Buffer::with_capacity(self.element_type(), 0));
        };
        let places: Vec<usize> = (0..last.count).map(|i| last.at(i)).collect();
        let outer = Area { axes: outer.to_vec() };
        let texts = self.text.read(&outer, context)?;
        let separators = self.separator.read(&outer, context)?;
        match self.element_type() {
            ElementType::Bytes => self.parts::<[u8]>(texts.view(), separators.view(), &places),
            _ => self.parts::<str>(texts.view(), separators.view(), &places),
        }
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.text, &*self.separator]
    }

    fn grid(&self) -> Option<Vec<usize>> {
        let mut grid = self.text.grid()?;
        grid.push(3);
        Some(grid)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.element_type())
    }
}
