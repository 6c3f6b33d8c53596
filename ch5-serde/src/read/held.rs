//! Values that are read whole, to be looked into part by part.

use std::rc::Rc;

use ch5_array::{Result, Value};

use super::loaded::Cell;
use super::node::Content;
use crate::packed::Tree;

/// A value that a reader keeps because nothing else does: a compound scalar, an attribute, or a
/// node of a packed tree.
pub(crate) enum Held {
    Value(Value),
    Tree(Rc<Tree>, usize),
}

impl Held {
    /// Reads what has to be read whole; anything else comes back.
    pub(crate) fn new(content: Content<'_>) -> Result<Result<Self, Content<'_>>> {
        Ok(match content {
            Content::Owned(value) => Ok(Self::Value(value)),
            Content::Scalar(dataset, _) => Ok(Self::Value(dataset.read_value()?)),
            Content::Packed(group) => Ok(Self::Tree(Rc::new(Tree::load(&group)?), 0)),
            other => Err(other),
        })
    }

    pub(crate) fn cell(&self) -> Cell<'_> {
        match self {
            Self::Value(value) => Cell::Value(value),
            Self::Tree(tree, node) => Cell::Tree(tree, *node),
        }
    }

    /// The data of a variant, if the value is one.
    pub(crate) fn variant(&self) -> Option<(String, Self)> {
        let Self::Tree(tree, node) = self else { return None };
        let child = tree.variant(*node)?;
        Some((tree.key(child).to_owned(), Self::Tree(tree.clone(), child)))
    }
}
