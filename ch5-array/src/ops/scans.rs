//! Running sums and products.
//!
//! Types are those of [`sum`](super::reductions::sum) and [`prod`](super::reductions::prod). Blocks
//! are read in order with what is carried for each lane, so that memory is bounded whichever the
//! axis is.
//!
//! ```
//! use ch5_array::ops::scans::Scans;
//! use ch5_array::{ArrayLike, File, H5Array, H5Mode};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &ndarray::array![[1i8, 2], [3, 4]])?;
//! assert_eq!(x.cumsum().read_as::<i64>()?, ndarray::array![1, 3, 6, 10].into_dyn());
//! let y = x.cumprod().axis(0).write_to(&file, "y")?;
//! assert_eq!(y.read_as::<i64>()?, ndarray::array![[1, 2], [3, 8]].into_dyn());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::marker::PhantomData;
use std::sync::Arc;

use super::axis_of;
use super::builder::builder;
use crate::buffer::{Buffer, Item, with_type};
use crate::engine::scan::{Products, Scan, Spans, Sums, scan};
use crate::engine::{Context, Output};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::{Kept, Node, NodeRef, Reshape};
use crate::types::ElementType as Ty;

/// A scan.
struct Row {
    name: &'static str,
    /// Durations are taken too.
    durations: bool,
    run: fn(&dyn Node, usize, Ty, &dyn Output, &Context) -> Result<()>,
}

/// A running sum or product and its options; without an axis it goes over all elements in
/// row-major order.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::scans::*, prelude::*};
/// assert_eq!(cumsum(array![[1, 2], [3, 4]]).axis(1).load()?.to_string(), "[[1 3]\n [3 7]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Running<'a> {
    row: &'static Row,
    input: Expr<'a>,
    axis: Option<isize>,
    dtype: Option<Ty>,
}

builder! {
    Running of input, "scans::cumsum(array![5, 6])", "i64" => "[5, 11]"
}

impl<'a> Running<'a> {
    /// Goes along an axis; a negative one counts from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::scans::*, prelude::*};
    /// assert_eq!(cumsum(array![[1, 2], [3, 4]]).axis(0).load()?.to_string(), "[[1 2]\n [4 6]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = Some(axis);
        self
    }

    /// The type that elements are taken to first.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ndarray::array, ops::scans::*, prelude::*};
    /// let y = cumsum(array![100u8, 200]).dtype(ElementType::U8);
    /// assert_eq!(y.load()?.to_string(), "[100  44]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(mut self, ty: Ty) -> Self {
        self.dtype = Some(ty);
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.kept())
    }

    fn kept(&self) -> Result<Expr<'a>> {
        let Row { name, durations, run } = *self.row;
        let mut node: NodeRef<'a> = self.input.node()?.clone();
        let axis = match self.axis {
            Some(axis) => axis_of(name, axis, node.shape().len())?,
            None => {
                if node.shape().len() != 1 {
                    let len = node.shape().iter().product();
                    node = Arc::new(Reshape::new(node, vec![len]));
                }
                0
            }
        };
        let ty = node.element_type();
        let duration = durations && matches!(ty, Ty::Duration(_)) && self.dtype.is_none();
        let types = if duration {
            Some((Ty::I64, ty))
        } else {
            super::reductions::products(ty, self.dtype)
        };
        let (of, result) = types.ok_or_else(|| {
            Error::new(ErrorKind::WrongType, name).expected("numbers").found(ty.to_string())
        })?;
        let node = cast_node(node, of)?;
        let (shape, inputs) = (node.shape().to_vec(), vec![node.clone()]);
        Ok(Expr::new(Kept::new(name, shape, result, inputs, move |output, context| {
            run(&*node, axis, result, output, context)
        })))
    }
}

/// Runs a scan whose results are cast to a type.
fn finished<S: Scan>(
    row: &S,
    input: &dyn Node,
    axis: usize,
    result: Ty,
    output: &dyn Output,
    context: &Context,
) -> Result<()> {
    scan(row, input, axis, output, context, |out| S::Out::wrap(out).cast(result))
}

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident => $row:ident, $skip:literal, $durations:literal,
        $x:literal => $printed:literal;)*) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use ch5_array::{ndarray::array, ops::scans};
            #[doc = concat!("let x = ", $x, ";")]
            #[doc = concat!("let y = scans::", stringify!($name), "(&x);")]
            #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn $name<'a>(x: impl IntoExpr<'a>) -> Running<'a> {
                fn run(
                    input: &dyn Node,
                    axis: usize,
                    result: Ty,
                    output: &dyn Output,
                    context: &Context,
                ) -> Result<()> {
                    if let Ty::Duration(unit) = result {
                        let finish = |out| Ok(Buffer::Duration(unit, out));
                        return scan(&Spans, input, axis, output, context, finish);
                    }
                    match input.element_type() {
                        Ty::Bool => {
                            let row = $row::<bool, $skip>(PhantomData);
                            finished(&row, input, axis, result, output, context)
                        }
                        ty => with_type!(ty, Number, T => {
                            let row = $row::<T, $skip>(PhantomData);
                            finished(&row, input, axis, result, output, context)
                        }, else Err(crate::buffer::mismatch(result, ty))),
                    }
                }
                static ROW: Row =
                    Row { name: stringify!($name), durations: $durations, run };
                Running { row: &ROW, input: x.into_expr(), axis: None, dtype: None }
            }
        )*

        /// Running sums and products as methods of arrays and expressions.
        ///
        /// ```
        /// # use ch5_array::{ndarray::array, ops::scans::*, prelude::*};
        /// let x = array![1, 2, 3];
        /// assert_eq!((&x).cumsum().load()?.to_string(), "[1 3 6]");
        /// assert_eq!((&x).cumprod().load()?.to_string(), "[1 2 6]");
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        pub trait Scans<'a>: ArrayLike<'a> {
            $(
                $(#[$doc])*
                ///
                /// ```
                /// # use ch5_array::{ndarray::array, prelude::*};
                #[doc = concat!("let x = ", $x, ";")]
                #[doc = concat!("let y = (&x).", stringify!($name), "();")]
                #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
                /// # Ok::<(), ch5_array::Error>(())
                /// ```
                fn $name(&self) -> Running<'a> {
                    $name(self.expr())
                }
            )*
        }

        impl<'a, X: ArrayLike<'a> + ?Sized> Scans<'a> for X {}
    };
}

table! {
    /// The sum of each element and those before it. Integers and booleans are summed as 64-bit
    /// integers; durations stay what they are, and are NaT from the first NaT on.
    cumsum => Sums, false, true, "array![[1, 2], [3, 4]]" => "[ 1  3  6 10]";
    /// The product of each element and those before it.
    cumprod => Products, false, false, "array![[1, 2], [3, 4]]" => "[ 1  2  6 24]";
    /// As [`cumsum`], with NaN as zero.
    nancumsum => Sums, true, true, "array![1.0, f64::NAN, 2.0]" => "[1. 1. 3.]";
    /// As [`cumprod`], with NaN as one.
    nancumprod => Products, true, false, "array![3.0, f64::NAN, 2.0]" => "[3. 3. 6.]";
}
