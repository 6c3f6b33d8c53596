//! The different elements of an array.

use std::sync::Arc;

use super::groups::Groups;
use crate::engine::Context;
use crate::engine::sorted::{Lane, Payload, decode, in_sequence, sorted};
use crate::error::Result;
use crate::expr::{Expr, IntoExpr};
use crate::node::{Held, NodeRef, Permute};
use crate::ops::axis_of;
use crate::ops::indexing::Indexing;
use crate::ops::manipulation::{ravel, reshape};
use crate::ops::sorting::RowKeys;
use crate::types::ElementType as Ty;

/// The different elements of an array, and what else is to be known of them.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// let found = unique(array![3, 1, 3]).counts().run()?;
/// assert_eq!(found.values.load()?.to_string(), "[1 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "nothing is computed before `run` or `values`"]
pub struct Unique<'a> {
    input: Expr<'a>,
    axis: Option<isize>,
    index: bool,
    inverse: bool,
    counts: bool,
    equal_nan: bool,
}

/// The different elements of an array, in order.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// let found = unique(array![3, 1, 3]).index().run()?;
/// assert_eq!(found.values.load()?.to_string(), "[1 3]");
/// assert!(found.index.is_some() && found.counts.is_none());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub struct Different<'a> {
    /// The elements.
    pub values: Expr<'a>,
    /// Where each is first, if that was asked for.
    pub index: Option<Expr<'a>>,
    /// For each element of the array, its place among the values, if that was asked for.
    pub inverse: Option<Expr<'a>>,
    /// How often each occurs, if that was asked for.
    pub counts: Option<Expr<'a>>,
}

/// The different elements of an array, in order; of several dimensions, of all elements.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
/// use ch5_array::ops::sets::unique;
/// assert_eq!(unique(array![[3, 1], [3, 2]]).values()?.load()?.to_string(), "[1 2 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn unique<'a>(x: impl IntoExpr<'a>) -> Unique<'a> {
    let (index, inverse, counts) = (false, false, false);
    Unique { input: x.into_expr(), axis: None, index, inverse, counts, equal_nan: true }
}

impl<'a> Unique<'a> {
    /// Compares whole parts of the array along an axis. The places of the different parts are held
    /// in memory.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let y = unique(array![[1, 0], [1, 0], [2, 3]]).axis(0).values()?;
    /// assert_eq!(y.load()?.to_string(), "[[1 0]\n [2 3]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = Some(axis);
        self
    }

    /// Asks where each value is first.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let found = unique(array![3, 1, 3, 2]).index().run()?;
    /// assert_eq!(found.index.ok_or("not asked for")?.load()?.to_string(), "[1 3 0]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "return_index")]
    pub fn index(mut self) -> Self {
        self.index = true;
        self
    }

    /// Asks for the place of each element among the values.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let found = unique(array![3, 1, 3, 2]).inverse().run()?;
    /// assert_eq!(found.inverse.ok_or("not asked for")?.load()?.to_string(), "[2 0 2 1]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "return_inverse")]
    pub fn inverse(mut self) -> Self {
        self.inverse = true;
        self
    }

    /// Asks how often each value occurs.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let found = unique(array![3, 1, 3, 2]).counts().run()?;
    /// assert_eq!(found.counts.ok_or("not asked for")?.load()?.to_string(), "[1 1 2]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "return_counts")]
    pub fn counts(mut self) -> Self {
        self.counts = true;
        self
    }

    /// Whether all NaN are one value, as they are without this.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let x = array![1.0, f64::NAN, f64::NAN];
    /// assert_eq!(unique(&x).values()?.load()?.to_string(), "[ 1. nan]");
    /// assert_eq!(unique(&x).equal_nan(false).values()?.load()?.to_string(), "[ 1. nan nan]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn equal_nan(mut self, equal: bool) -> Self {
        self.equal_nan = equal;
        self
    }

    /// The values alone.
    ///
    /// # Errors
    ///
    /// As [`Unique::run`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// assert_eq!(unique(array![2, 1, 2]).values()?.load()?.to_string(), "[1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn values(&self) -> Result<Expr<'a>> {
        Ok(Self { index: false, inverse: false, counts: false, ..self.clone() }.run()?.values)
    }

    /// Finds them.
    ///
    /// # Errors
    ///
    /// [`Shape`](crate::ErrorKind::Shape) for an axis that is not there; errors of reading and of
    /// temporary files.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::sets::*, prelude::*};
    /// let found = unique(array![2, 1, 2]).run()?;
    /// assert_eq!(found.values.load()?.to_string(), "[1 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn run(&self) -> Result<Different<'a>> {
        match self.axis {
            Some(axis) => self.rows(axis),
            None => {
                let shape: Vec<isize> =
                    self.input.node()?.shape().iter().map(|&n| n as isize).collect();
                let mut found = self.flat(&ravel(self.input.clone()))?;
                found.inverse = found.inverse.map(|inverse| reshape(inverse, &shape));
                Ok(found)
            }
        }
    }

    /// Of an array of one dimension.
    fn flat(&self, x: &Expr<'a>) -> Result<Different<'a>> {
        let node = x.node()?.clone();
        let context = Context::default().beside(node.dataset());
        let (n, ty) = (node.shape()[0], node.element_type());
        let with = self.index || self.inverse;
        if !with
            && !self.counts
            && let Some(values) = super::bits::values(&node, &context)?
        {
            return Ok(Different { values, index: None, inverse: None, counts: None });
        }
        let payload = if with { Payload::Places } else { Payload::None };
        let lane = Lane { node: &*node, axis: 0, at: vec![0], exact: true, payload };
        let sorted = sorted(&lane, &context)?;
        let mut groups = Groups::new(ty, n, self.equal_nan, &context)?;
        groups.with(self.index, self.inverse, self.counts, &context)?;
        in_sequence(&*sorted, &context, |start, keys, places| {
            groups.take(start, decode(keys, ty), places)
        })?;
        drop(sorted);
        groups.finish(&context)
    }

    /// Of the parts of an array along an axis.
    fn rows(&self, axis: isize) -> Result<Different<'a>> {
        let node: NodeRef<'a> = self.input.node()?.clone();
        let at = axis_of("unique", axis, node.shape().len())?;
        let mut order: Vec<usize> = (0..node.shape().len()).filter(|&i| i != at).collect();
        order.insert(0, at);
        let shape = [node.shape()[at]];
        let input: NodeRef<'a> = Arc::new(Permute::new(node, order));
        let keys: Expr<'a> = Expr::of(Arc::new(RowKeys { input, shape }));
        let mut found = Self { index: true, ..self.clone() }.flat(&keys)?;
        let places = match &found.index {
            Some(index) => index.read_as::<i64>()?,
            None => ndarray::Array1::zeros(0).into_dyn(),
        };
        let places: Vec<i64> = places.into_iter().collect();
        found.values = self.input.take(places, Some(axis));
        if !self.index {
            found.index = None;
        }
        Ok(found)
    }
}

/// Elements that were kept.
pub(super) fn held<'a>(scratch: crate::engine::Scratch, ty: Ty, len: usize) -> Expr<'a> {
    let held: NodeRef<'a> = Arc::new(Held { scratch, ty });
    Expr::of(crate::ops::manipulation::cut(held, 0, 0, len))
}
