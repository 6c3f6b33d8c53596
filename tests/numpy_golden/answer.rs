//! What a call gave.

use ch5_array::{AnyArray, Expr, Result};
use serde_json::Value;

#[derive(Debug)]
#[allow(dead_code, reason = "families make them")]
pub(crate) enum Answer {
    /// An array, or a scalar as one without dimensions.
    Array(AnyArray),
    /// Several of them.
    Tuple(Vec<Answer>),
    /// A boolean, number, text or null.
    Py(Value),
    /// A shape and a list (of lists) in each element, in row-major order.
    Ragged(Vec<usize>, Vec<Value>),
    /// Fields of records.
    Record(Vec<usize>, Vec<(String, AnyArray)>),
}

impl Answer {
    /// Computes an expression.
    pub(crate) fn of(expr: &Expr<'_>) -> Result<Self> {
        Ok(Self::Array(expr.load()?))
    }

    /// Computes several.
    pub(crate) fn tuple<'a>(all: impl IntoIterator<Item = Expr<'a>>) -> Result<Self> {
        Ok(Self::Tuple(all.into_iter().map(|e| Self::of(&e)).collect::<Result<_>>()?))
    }
}
