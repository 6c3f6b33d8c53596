//! Arrays of one value, and of values that a function gives.

use std::sync::Arc;

use crate::buffer::Buffer;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{AnyArray, Expr, FromBuffer, IntoExpr, cast_node};
use crate::node::{Broadcast, Constant, Fill};
use crate::ops::manipulation::build;
use crate::types::{ElementType, Scalar};

fn constant<'a>(value: Scalar, shape: &[usize]) -> Expr<'a> {
    Expr::new(Constant { value, weak: None, shape: shape.to_vec() })
}

fn of_type<'a>(value: Scalar, shape: &[usize], ty: ElementType) -> Expr<'a> {
    match Buffer::from(value).cast(ty) {
        Ok(one) => constant(one.get(0), shape),
        Err(error) => Expr::failed(error),
    }
}

/// Zeroes (`false`, empty texts).
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::zeros;
/// assert_eq!(zeros(&[2, 2], ElementType::F64).load()?.to_string(), "[[0. 0.]\n [0. 0.]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn zeros<'a>(shape: &[usize], ty: ElementType) -> Expr<'a> {
    constant(Buffer::zeros(ty, 1).get(0), shape)
}

/// An array whose elements do not matter: zeroes, which cost nothing.
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::empty;
/// assert_eq!(empty(&[2, 3], ElementType::F32).shape(), [2, 3]);
/// ```
pub fn empty<'a>(shape: &[usize], ty: ElementType) -> Expr<'a> {
    zeros(shape, ty)
}

/// Ones.
///
/// # Errors
///
/// At the sink: [`ErrorKind::WrongType`] for times.
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::ones;
/// assert_eq!(ones(&[3], ElementType::I64).load()?.to_string(), "[1 1 1]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn ones<'a>(shape: &[usize], ty: ElementType) -> Expr<'a> {
    of_type(Scalar::I8(1), shape, ty)
}

/// One value everywhere, or an array that is stretched; of the type of the value, or another one.
///
/// # Errors
///
/// At the sink: [`ErrorKind::Shape`] for a value that does not broadcast, and errors of the cast.
///
/// ```
/// use ch5_array::ops::creation::full;
/// let x = full(&[2, 2], 1.5, None);
/// assert_eq!(x.read_as::<f64>()?, ndarray::array![[1.5, 1.5], [1.5, 1.5]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn full<'a>(shape: &[usize], value: impl IntoExpr<'a>, ty: Option<ElementType>) -> Expr<'a> {
    build(value, |node| {
        let ty = ty.unwrap_or(node.element_type());
        if let Some(value) = node.constant()
            && node.shape().is_empty()
        {
            let value = Buffer::from(value.clone()).cast(ty)?.get(0);
            return Ok(Arc::new(Constant { value, weak: None, shape: shape.to_vec() }));
        }
        Broadcast::to(cast_node(node, ty)?, shape)
    })
}

macro_rules! like {
    ($($name:ident $like:ident: $doc:literal => $printed:literal),*) => {$(
        #[doc = $doc]
        ///
        /// The shape and type are those of `x`, unless others are given.
        ///
        /// # Errors
        ///
        /// At the sink: what building `x` failed with.
        ///
        /// ```
        /// # use ch5_array::{ElementType, ndarray::array, ops::creation};
        /// let x = array![[1.5, 2.5]];
        #[doc = concat!("let y = creation::", stringify!($like), "(&x, None, None);")]
        #[doc = concat!("assert_eq!(y.load()?.to_string(), ", stringify!($printed), ");")]
        #[doc = concat!(
            "let y = creation::", stringify!($like), "(&x, Some(&[3]), Some(ElementType::I8));"
        )]
        /// assert_eq!((y.shape(), y.element_type()), (&[3][..], ElementType::I8));
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        pub fn $like<'a>(
            x: impl IntoExpr<'a>,
            shape: Option<&[usize]>,
            ty: Option<ElementType>,
        ) -> Expr<'a> {
            let x = x.into_expr();
            if let Err(error) = x.check() {
                return Expr::failed(error);
            }
            $name(shape.unwrap_or(x.shape()), ty.unwrap_or(x.element_type()))
        }
    )*};
}

like! {
    zeros zeros_like: "Zeroes in the shape of another array." => "[[0. 0.]]",
    ones ones_like: "Ones in the shape of another array." => "[[1. 1.]]",
    empty empty_like: "An array like another one, whose elements do not matter." => "[[0. 0.]]"
}

/// One value everywhere, in the shape and type of another array unless others are given.
///
/// # Errors
///
/// At the sink: as [`full`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::full_like;
/// assert_eq!(full_like(array![[1, 2]], 7, None, None).load()?.to_string(), "[[7 7]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn full_like<'a>(
    x: impl IntoExpr<'a>,
    value: impl IntoExpr<'a>,
    shape: Option<&[usize]>,
    ty: Option<ElementType>,
) -> Expr<'a> {
    let x = x.into_expr();
    if let Err(error) = x.check() {
        return Expr::failed(error);
    }
    full(shape.unwrap_or(x.shape()), value, Some(ty.unwrap_or(x.element_type())))
}

/// What a function gives for the index arrays of a shape, as numpy's `fromfunction`: it is called
/// once, with one expression an axis, of type `ty`.
///
/// ```
/// use ch5_array::{ElementType, ops::creation::fromfunction};
/// let x = fromfunction(|i| &i[0] + &i[1] * 2i64, &[2, 3], ElementType::I64);
/// assert_eq!(x.shape(), [2, 3]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn fromfunction<'a>(
    function: impl FnOnce(&[Expr<'a>]) -> Expr<'a>,
    shape: &[usize],
    ty: ElementType,
) -> Expr<'a> {
    let axes: Vec<Expr<'a>> = (0..shape.len())
        .map(|axis| {
            let inner: u64 = shape[axis + 1..].iter().map(|&n| n as u64).product();
            let n = shape[axis] as u64;
            let index = move |place: u64| ((place / inner.max(1)) % n.max(1)) as i64;
            build(
                by_place("index", shape, ElementType::I64, move |runs, len| {
                    Ok(Buffer::I64(each_place(runs, len, index)))
                }),
                |node| cast_node(node, ty),
            )
        })
        .collect();
    function(&axes)
}

/// What a function gives for the index of every element. It is called whenever an element is
/// needed, from several threads, in any order.
///
/// ```
/// use ch5_array::ops::creation::from_fn;
/// let x = from_fn(&[2, 2], |i| (10 * i[0] + i[1]) as f64);
/// assert_eq!(x.read_as::<f64>()?, ndarray::array![[0.0, 1.0], [10.0, 11.0]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn from_fn<'a, T: crate::Item>(
    shape: &[usize],
    function: impl Fn(&[usize]) -> T + Send + Sync + 'a,
) -> Expr<'a> {
    let sides = shape.to_vec();
    let ty = T::wrap(Vec::new()).element_type();
    by_place("from_fn", shape, ty, move |runs, len| {
        let mut index = vec![0; sides.len()];
        Ok(T::wrap(each_place(runs, len, |place| {
            let mut rest = place as usize;
            for (at, &n) in index.iter_mut().zip(&sides).rev() {
                *at = rest % n.max(1);
                rest /= n.max(1);
            }
            function(&index)
        })))
    })
}

/// The elements of an iterator in one dimension; at most `count` where it is given.
///
/// # Errors
///
/// Errors of the cast to `ty`.
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::from_iter;
/// let y = from_iter((1i64..).map(|i| i * i), ElementType::F64, Some(3))?;
/// assert_eq!(y.load()?.to_string(), "[1. 4. 9.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "fromiter")]
pub fn from_iter<'a, T: crate::Item + FromBuffer>(
    elements: impl IntoIterator<Item = T>,
    ty: ElementType,
    count: Option<usize>,
) -> Result<Expr<'a>> {
    let elements: Vec<T> = elements.into_iter().take(count.unwrap_or(usize::MAX)).collect();
    if count.is_some_and(|count| count > elements.len()) {
        return Err(Error::new(ErrorKind::Value, "from_iter")
            .expected(format!("{} elements", count.unwrap_or(0)))
            .found(elements.len().to_string()));
    }
    let data = T::wrap(elements).cast(ty)?;
    Ok(AnyArray::new(&[data.len()], data)?.into_expr())
}

/// The array itself, if all elements are finite.
///
/// # Errors
///
/// [`ErrorKind::Value`] for NaN or infinity; errors of reading.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::asarray_chkfinite;
/// assert!(asarray_chkfinite(array![1.0, 2.0]).is_ok());
/// assert!(asarray_chkfinite(array![1.0, f64::NAN]).is_err());
/// ```
pub fn asarray_chkfinite<'a>(x: impl IntoExpr<'a>) -> Result<Expr<'a>> {
    let x = x.into_expr();
    let node = x.node()?;
    if !node.element_type().is_inexact() {
        return Ok(x);
    }
    let context = crate::engine::Context::default();
    let grid = node.grid();
    let block = crate::engine::block_shape(
        node.shape(),
        grid.as_deref(),
        context.elements(node.room() + 16),
    );
    let blocks = crate::engine::Blocks::new(node.shape(), &block);
    crate::engine::run(&context, blocks.len(), |i, inner| {
        let (start, count) = blocks.get(i);
        let data = node.read(&crate::node::Area::block(&start, &count), inner)?;
        let finite = match data.cast(ElementType::C128)? {
            Buffer::C128(v) => v.iter().all(|c| c.re.is_finite() && c.im.is_finite()),
            _ => true,
        };
        if finite {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Value, "asarray_chkfinite")
            .expected("finite numbers")
            .found(format!("NaN or infinity in the block at {start:?}")))
    })?;
    Ok(x)
}

/// A node from a function of row-major places.
pub(crate) fn by_place<'a>(
    name: &str,
    shape: &[usize],
    ty: ElementType,
    from_places: impl Fn(&mut dyn Iterator<Item = crate::node::Run>, usize) -> Result<Buffer>
    + Send
    + Sync
    + 'a,
) -> Expr<'a> {
    Expr::new(Fill {
        name: name.to_owned(),
        shape: shape.to_vec(),
        ty,
        from_places: Box::new(from_places),
    })
}

/// What a function gives for each place of some runs.
pub(crate) fn each_place<T>(
    runs: &mut dyn Iterator<Item = crate::node::Run>,
    len: usize,
    mut of: impl FnMut(u64) -> T,
) -> Vec<T> {
    let mut out = Vec::with_capacity(len);
    for run in runs {
        out.extend((0..run.count as i64).map(|i| of((run.start as i64 + i * run.step) as u64)));
    }
    out
}
