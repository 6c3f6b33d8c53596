//! [`Expr`]: an array to be computed, block by block.

mod any;
mod blocks;
mod build;
mod debug;
mod explain;
mod operand;
mod operators;
mod sink;

use std::marker::PhantomData;
use std::sync::Arc;

pub use any::{AnyArray, FromBuffer};
pub use blocks::ArrayBlocks;
pub(crate) use build::{cast_node, elementwise};
pub use operand::{ArrayLike, IntoExpr, scalar};

use crate::array::Dyn;
use crate::error::{Error, ErrorKind, Result};
use crate::node::{Node, NodeRef};
use crate::types::{ElementType, Weak};

/// An array that is not computed yet: a tree of datasets, arrays in memory and functions of them.
///
/// Building one reads nothing. [`Expr::load`] and its relatives compute it into memory,
/// [`Expr::write_to`] into a dataset, block by block within
/// [`max_memory_usage`](crate::Options::max_memory_usage). An error made while building (shapes
/// that do not broadcast, a type that a function does not take) is kept, and returned there.
///
/// ```
/// use ch5_array::{ArrayLike, File, H5Array, H5Mode};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::array![[1.0, 2.0], [3.0, 4.0]])?;
/// let y = (&x * 2.0 + 1.0).write_to(&file, "y")?;
/// assert_eq!(y.read_as::<f64>()?, ndarray::array![[3.0, 5.0], [7.0, 9.0]].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Expr<'a, T = Dyn> {
    node: std::result::Result<NodeRef<'a>, Arc<Error>>,
    element: PhantomData<fn() -> T>,
}

impl<T> Clone for Expr<'_, T> {
    fn clone(&self) -> Self {
        Self { node: self.node.clone(), element: PhantomData }
    }
}

impl<'a> Expr<'a> {
    pub(crate) fn new(node: impl Node + 'a) -> Self {
        Self::of(Arc::new(node))
    }

    pub(crate) fn of(node: NodeRef<'a>) -> Self {
        // Whoever multiplies sides of the shape of an expression need not look again.
        let mut sides = node.shape().iter().filter(|&&n| n > 0);
        if sides.try_fold(1isize, |n, &side| n.checked_mul(side.try_into().ok()?)).is_none() {
            return Self::failed(
                Error::new(ErrorKind::Shape, "an array")
                    .expected("fewer than 2^63 elements")
                    .found(format!("shape {:?}", node.shape())),
            );
        }
        Self { node: Ok(node), element: PhantomData }
    }

    #[cold]
    pub(crate) fn failed(error: Error) -> Self {
        Self { node: Err(Arc::new(error)), element: PhantomData }
    }

    /// The expression that a fallible construction gives; its error is kept for the sink.
    pub(crate) fn from_result(made: Result<Self>) -> Self {
        made.unwrap_or_else(Self::failed)
    }
}

impl<'a> Expr<'a> {
    /// The same; an error that building it ended with names the first dataset that is read by what
    /// it was to be made of.
    pub(crate) fn about<'x>(self, inputs: impl IntoIterator<Item = &'x Self>) -> Self
    where
        'a: 'x,
    {
        let Err(error) = &self.node else { return self };
        let mut datasets = inputs.into_iter().filter_map(|x| x.node.as_ref().ok()?.dataset());
        match datasets.next() {
            Some(dataset) => Self::failed(dataset.locate(error.again())),
            None => self,
        }
    }
}

impl<'a, T> Expr<'a, T> {
    pub(crate) fn node(&self) -> Result<&NodeRef<'a>> {
        self.node.as_ref().map_err(|e| e.again())
    }

    /// The same expression with its element type forgotten.
    ///
    /// ```
    /// use ch5_array::Expr;
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![1u8, 2];
    /// let typed: Expr<u8> = (&x).expr().typed()?;
    /// let forgotten: Expr = typed.into_dyn();
    /// assert_eq!(forgotten.read()?.to_string(), "[1 2]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_dyn(self) -> Expr<'a> {
        Expr { node: self.node, element: PhantomData }
    }

    /// The same expression with its element type checked.
    ///
    /// # Errors
    ///
    /// [`WrongType`](crate::ErrorKind::WrongType) for another type, and what building it failed
    /// with.
    ///
    /// ```
    /// use ch5_array::Expr;
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![1.0f32, 2.0];
    /// let y: Expr<f32> = ((&x).expr() * 2.0).typed()?;
    /// assert_eq!(y.read()?, ndarray::array![2.0f32, 4.0].into_dyn());
    /// assert!(y.typed::<i32>().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn typed<U: FromBuffer>(self) -> Result<Expr<'a, U>> {
        let found = self.node()?.element_type();
        U::check(found)?;
        Ok(Expr { node: self.node, element: PhantomData })
    }

    /// The error that building the expression ended with, if it did.
    ///
    /// # Errors
    ///
    /// That error.
    ///
    /// ```
    /// use ch5_array::ErrorKind;
    /// use ch5_array::ArrayLike;
    /// let (x, y) = (ndarray::array![1, 2], ndarray::array![1, 2, 3]);
    /// let sum = (&x).expr() + (&y).expr();                       // no error yet
    /// assert_eq!(sum.check().unwrap_err().kind(), ErrorKind::Shape);
    /// ```
    pub fn check(&self) -> Result<()> {
        self.node().map(|_| ())
    }

    /// The shape of the result; empty for one element, and for an expression that failed.
    ///
    /// ```
    /// use ch5_array::ArrayLike;
    /// let (x, y) = (ndarray::array![[1], [2]], ndarray::array![1, 2, 3]);
    /// assert_eq!(((&x).expr() + (&y).expr()).shape(), [2, 3]);
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        self.node.as_ref().map_or(&[], |n| n.shape())
    }

    /// The number of dimensions.
    ///
    /// ```
    /// use ch5_array::scalar;
    /// assert_eq!(scalar(1.5).ndim(), 0);
    /// ```
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.shape().len()
    }

    /// The number of elements.
    ///
    /// ```
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::Array2::<f64>::zeros((20, 30));
    /// assert_eq!((&x).expr().len(), 600);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.shape().iter().product()
    }

    /// True if there is no element.
    ///
    /// ```
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::Array2::<f64>::zeros((20, 0));
    /// assert!((&x).expr().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type of the result's elements; `Bool` for an expression that failed.
    ///
    /// ```
    /// use ch5_array::ElementType;
    /// use ch5_array::ArrayLike;
    /// let x = ndarray::array![1i16, 2];
    /// assert_eq!(((&x).expr() + 1).element_type(), ElementType::I16);
    /// assert_eq!(((&x).expr() + 0.5).element_type(), ElementType::F64);
    /// ```
    #[must_use]
    pub fn element_type(&self) -> ElementType {
        self.node.as_ref().map_or(ElementType::Bool, |n| n.element_type())
    }

    pub(crate) fn weak(&self) -> Option<Weak> {
        self.node.as_ref().ok().and_then(|n| n.weak())
    }
}
