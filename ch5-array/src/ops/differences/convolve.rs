//! Convolutions of one dimension.

use super::unfit;
use crate::buffer::{Buffer, Item, with_type};
use crate::engine::reduce::sum::{Summand, Wide};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, cast_node};
use crate::node::{Part, Window};
use crate::ops::builder::builder;
use crate::types::{ElementType as Ty, promote};

/// How much of a convolution is wanted.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let (x, box_) = (array![1.0, 2.0, 3.0], array![0.5, 0.5]);
/// assert_eq!(convolve(&x, &box_).mode(Mode::Full).load()?.to_string(), "[0.5 1.5 2.5 1.5]");
/// assert_eq!(convolve(&x, &box_).mode(Mode::Same).load()?.to_string(), "[0.5 1.5 2.5]");
/// assert_eq!(convolve(&x, &box_).mode(Mode::Valid).load()?.to_string(), "[1.5 2.5]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Wherever the two overlap.
    #[default]
    Full,
    /// As many elements as the longer has, from the middle.
    Same,
    /// Where the shorter lies inside the longer.
    Valid,
}

/// A convolution and its options.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// let y = convolve(array![1, 2, 3], array![1, 1]).mode(Mode::Valid);
/// assert_eq!(y.load()?.to_string(), "[3 5]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
pub struct Convolution<'a> {
    a: Expr<'a>,
    v: Expr<'a>,
    mode: Mode,
}

builder! {
    Convolution of a, v, "differences::convolve(array![1, 2], array![3])", "i32" => "[3, 6]"
}

/// The convolution of two arrays of one dimension. The shorter is held in memory.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
/// use ch5_array::ops::differences::convolve;
/// assert_eq!(convolve(array![1, 2, 3], array![0, 1, 2]).load()?.to_string(), "[0 1 4 7 6]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn convolve<'a>(a: impl IntoExpr<'a>, v: impl IntoExpr<'a>) -> Convolution<'a> {
    Convolution { a: a.into_expr(), v: v.into_expr(), mode: Mode::Full }
}

impl<'a> Convolution<'a> {
    /// How much of it is wanted.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::differences::*, prelude::*};
    /// let y = convolve(array![1, 2, 3], array![0, 1, 2]).mode(Mode::Same);
    /// assert_eq!(y.load()?.to_string(), "[1 4 7]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    fn build(&self) -> Expr<'a> {
        Expr::from_result(self.made())
    }

    fn made(&self) -> Result<Expr<'a>> {
        let (mut a, mut v) = (self.a.clone(), self.v.clone());
        a.check()?;
        v.check()?;
        if a.ndim() > 1 || v.ndim() > 1 || a.is_empty() || v.is_empty() {
            return Err(Error::new(ErrorKind::Value, "convolve")
                .expected("two arrays of one dimension that are not empty")
                .found(format!("shapes {:?} and {:?}", a.shape(), v.shape())));
        }
        (a, v) = (crate::ops::manipulation::ravel(a), crate::ops::manipulation::ravel(v));
        if v.len() > a.len() {
            (a, v) = (v, a);
        }
        let ty = promote(a.element_type(), v.element_type())
            .filter(|ty| ty.is_number())
            .ok_or_else(|| unfit("convolve", v.element_type()))?;
        let (n, m) = (a.len(), v.len());
        let (skip, len) = match self.mode {
            Mode::Full => (0, n + m - 1),
            Mode::Same => ((m - 1) / 2, n),
            Mode::Valid => (m - 1, n - m + 1),
        };
        let kernel = v.load()?.into_data().cast(ty)?;
        Ok(Expr::new(Window {
            name: "convolve",
            input: cast_node(a.node()?.clone(), ty)?,
            axis: 0,
            shape: vec![len],
            ty,
            // Output i is the sum of a[i + skip - k] * v[k].
            reach: Box::new(move |from, to| {
                ((from + skip + 1).saturating_sub(m), (to + skip).min(n))
            }),
            slide: Box::new(move |data, part| {
                if ty == Ty::Bool {
                    let (a, v) = (data.cast(Ty::I64)?, kernel.clone().cast(Ty::I64)?);
                    return slide::<i64>(&a, &v, part, skip).cast(Ty::Bool);
                }
                let sums = with_type!(ty, Number, T => slide::<T>(&data, &kernel, part, skip),
                    else return Err(unfit("convolve", ty)));
                sums.cast(ty)
            }),
        }))
    }
}

fn slide<T: Summand>(a: &Buffer, v: &Buffer, part: Part, skip: usize) -> Buffer {
    let (a, v) = (a.as_slice::<T>().unwrap_or_default(), v.as_slice::<T>().unwrap_or_default());
    let out = (part.start + skip..part.start + skip + part.count).map(|i| {
        let mut sum = <T::Wide as Wide>::Sum::default();
        // The inputs at hand begin at `part.from`.
        let first = (i + 1).saturating_sub(v.len()).max(part.from);
        let last = i.min(part.from + a.len() - 1);
        for j in first..=last {
            T::Wide::add(&mut sum, a[j - part.from].wide().times(v[i - j].wide()));
        }
        T::Wide::total(sum)
    });
    T::Wide::wrap(out.collect())
}
