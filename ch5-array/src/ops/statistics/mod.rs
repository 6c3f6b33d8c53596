//! Order statistics, weighted means, covariances and counts in bins.
//!
//! Of integers the results are `float64`, floats stay what they are; covariances are `float64` or
//! `complex128`. Lanes that fit in memory are sorted there for an order statistic; longer ones are
//! read several times instead, and need no temporary file.
//!
//! ```
//! use ch5_array::ops::statistics::{Statistics, histogram};
//! let x = ndarray::array![[7.0, 1.0, 3.0], [2.0, 9.0, 4.0]];
//! assert_eq!((&x).median().item_as::<f64>()?, 3.5);
//! assert_eq!((&x).percentile(25.0).axis(1).read_as::<f64>()?, ndarray::array![2.0, 3.0].into_dyn());
//! let (counts, edges) = histogram(&x, 4)?;
//! assert_eq!(counts, [2, 2, 0, 2]);
//! assert_eq!(edges, [1.0, 3.0, 5.0, 7.0, 9.0]);
//! # Ok::<(), ch5_array::Error>(())
//! ```

mod average;
mod bins;
mod covariance;
mod quantile;
mod weighted;

pub use average::{Average, average};
pub use bins::{bincount, digitize, histogram, histogram_edges, histogram_range};
pub use covariance::{Covariance, corrcoef, cov};
pub use quantile::{
    Method, Points, Quantile, median, nanmedian, nanpercentile, nanquantile, percentile, quantile,
};
pub use weighted::{bincount_weights, density, histogram_weights};

use crate::error::{Error, ErrorKind};
use crate::expr::ArrayLike;
use crate::types::ElementType as Ty;

/// Statistics as methods of arrays and expressions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
/// let x = array![[1.0, 2.0], [3.0, 6.0]];
/// assert_eq!((&x).median().axis(0).load()?.to_string(), "[2. 4.]");
/// assert_eq!((&x).percentile([0.0, 100.0]).load()?.to_string(), "[1. 6.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Statistics<'a>: ArrayLike<'a> {
    /// The middle element, or the mean of the two: [`median`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![3, 1, 2, 8];
    /// assert_eq!((&x).median().load()?.to_string(), "2.5");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn median(&self) -> Quantile<'a> {
        median(self.expr())
    }

    /// As [`median`](Self::median), of what is not NaN.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![3.0, f64::NAN, 2.0];
    /// assert_eq!((&x).nanmedian().load()?.to_string(), "2.5");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn nanmedian(&self) -> Quantile<'a> {
        nanmedian(self.expr())
    }

    /// The elements below which so many percent lie: [`percentile`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![1, 2, 3, 4];
    /// assert_eq!((&x).percentile(50.0).load()?.to_string(), "2.5");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn percentile(&self, q: impl Into<Points>) -> Quantile<'a> {
        percentile(self.expr(), q)
    }

    /// As [`percentile`](Self::percentile), of what is not NaN.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![1.0, f64::NAN, 3.0];
    /// assert_eq!((&x).nanpercentile(50.0).load()?.to_string(), "2.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn nanpercentile(&self, q: impl Into<Points>) -> Quantile<'a> {
        nanpercentile(self.expr(), q)
    }

    /// The elements below which such a part lies: [`quantile`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![1, 2, 3, 4];
    /// assert_eq!((&x).quantile([0.0, 0.5]).load()?.to_string(), "[1.  2.5]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn quantile(&self, q: impl Into<Points>) -> Quantile<'a> {
        quantile(self.expr(), q)
    }

    /// As [`quantile`](Self::quantile), of what is not NaN.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![1.0, f64::NAN, 3.0];
    /// assert_eq!((&x).nanquantile(0.5).load()?.to_string(), "2.0");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn nanquantile(&self, q: impl Into<Points>) -> Quantile<'a> {
        nanquantile(self.expr(), q)
    }

    /// The mean, with weights: [`average`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![1.0, 3.0];
    /// assert_eq!((&x).average().weights(array![3, 1]).load()?.to_string(), "1.5");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn average(&self) -> Average<'a> {
        average(self.expr())
    }

    /// The covariances of the rows: [`cov`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![[0, 1, 2], [2, 1, 0]];
    /// assert_eq!((&x).cov().load()?.to_string(), "[[ 1. -1.]\n [-1.  1.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn cov(&self) -> Covariance<'a> {
        cov(self.expr())
    }

    /// The correlations of the rows: [`corrcoef`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::statistics::*, prelude::*};
    /// let x = array![[0, 1, 2], [4, 2, 0]];
    /// assert_eq!((&x).corrcoef().load()?.to_string(), "[[ 1. -1.]\n [-1.  1.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn corrcoef(&self) -> Covariance<'a> {
        corrcoef(self.expr())
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Statistics<'a> for X {}

#[cold]
fn unfit(function: &'static str, found: Ty) -> Error {
    Error::new(ErrorKind::WrongType, function).expected("real numbers").found(found.to_string())
}

/// The type that means of a type have.
fn float_of(ty: Ty) -> Option<Ty> {
    if ty.is_inexact() { Some(ty) } else { (ty.is_integer() || ty == Ty::Bool).then_some(Ty::F64) }
}
