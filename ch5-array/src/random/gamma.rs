//! Gamma numbers, and distributions made of them.

use super::check::{not_negative, positive};
use super::poisson::poisson;
use super::source::Source;
use super::stream::Distribution;
use crate::error::Result;

/// Gamma numbers of scale 1.
///
/// From a shape of 1 on: G. Marsaglia, W. W. Tsang: *A simple method for generating gamma
/// variables*, ACM TOMS 26 (2000). Below: J. H. Ahrens, U. Dieter, Computing 12 (1974), with an
/// exponential number.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = StandardGamma::new(2.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[2.39367939 1.49446473]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardGamma {
    shape: f64,
    b: f64,
    c: f64,
}

impl StandardGamma {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `shape` is negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(StandardGamma::new(2.0).is_ok());
    /// assert!(StandardGamma::new(-1.0).is_err());
    /// ```
    pub fn new(shape: f64) -> Result<Self> {
        not_negative("standard_gamma", "shape", shape)?;
        Ok(Self::of(shape))
    }

    #[inline]
    pub(crate) fn of(shape: f64) -> Self {
        let b = shape - 1.0 / 3.0;
        Self { shape, b, c: 1.0 / (9.0 * b).sqrt() }
    }

    fn small<S: Source>(&self, source: &mut S) -> f64 {
        let shape = self.shape;
        if shape.is_nan() {
            return f64::NAN;
        }
        loop {
            let u = source.unit();
            let v = source.waiting();
            if u <= 1.0 - shape {
                let x = u.powf(1.0 / shape);
                if x <= v {
                    return x;
                }
            } else {
                let y = -((1.0 - u) / shape).ln();
                let x = (1.0 - shape + shape * y).powf(1.0 / shape);
                if x <= v + y {
                    return x;
                }
            }
        }
    }
}

impl Distribution for StandardGamma {
    type Item = f64;
    const WORDS: u8 = 2;

    #[inline(always)]
    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let Self { shape, b, c } = *self;
        if shape == 1.0 {
            return source.waiting();
        }
        if shape == 0.0 {
            return 0.0;
        }
        if shape < 1.0 || shape.is_nan() {
            return self.small(source);
        }
        loop {
            let (x, v) = loop {
                let x = source.gauss();
                let v = 1.0 + c * x;
                if v > 0.0 {
                    break (x, v);
                }
            };
            let v = v * v * v;
            let u = source.unit();
            if u < 1.0 - 0.0331 * (x * x) * (x * x) {
                return b * v;
            }
            if u.ln() < 0.5 * x * x + b * (1.0 - v + v.ln()) {
                return b * v;
            }
        }
    }
}

/// Gamma numbers.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Gamma::new(2.0, 1.5)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[3.59051908 2.2416971 ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    standard: StandardGamma,
    scale: f64,
}

impl Gamma {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If a parameter is negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Gamma::new(2.0, 1.5).is_ok());
    /// assert!(Gamma::new(2.0, -1.0).is_err());
    /// ```
    pub fn new(shape: f64, scale: f64) -> Result<Self> {
        not_negative("gamma", "shape", shape)?;
        not_negative("gamma", "scale", scale)?;
        Ok(Self { standard: StandardGamma::of(shape), scale })
    }
}

impl Distribution for Gamma {
    type Item = f64;
    const WORDS: u8 = 2;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        self.scale * self.standard.sample(source)
    }
}

/// Chi-square numbers.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = ChiSquare::new(3.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[3.57924635 2.04721171]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare(StandardGamma);

impl ChiSquare {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `df` is not above 0.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(ChiSquare::new(3.0).is_ok());
    /// assert!(ChiSquare::new(0.0).is_err());
    /// ```
    pub fn new(df: f64) -> Result<Self> {
        positive("chisquare", "df", df)?;
        Ok(Self::of(df))
    }

    fn of(df: f64) -> Self {
        Self(StandardGamma::of(df / 2.0))
    }
}

impl Distribution for ChiSquare {
    type Item = f64;
    const WORDS: u8 = 2;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        2.0 * self.0.sample(source)
    }
}

/// Chi-square numbers off the centre.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = NoncentralChiSquare::new(3.0, 1.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[0.95105334 2.07869556]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoncentralChiSquare {
    df: f64,
    nonc: f64,
    less: ChiSquare,
}

impl NoncentralChiSquare {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `df` is not above 0, or `nonc` negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(NoncentralChiSquare::new(3.0, 1.0).is_ok());
    /// assert!(NoncentralChiSquare::new(3.0, -1.0).is_err());
    /// ```
    pub fn new(df: f64, nonc: f64) -> Result<Self> {
        positive("noncentral_chisquare", "df", df)?;
        not_negative("noncentral_chisquare", "nonc", nonc)?;
        Ok(Self::of(df, nonc))
    }

    fn of(df: f64, nonc: f64) -> Self {
        Self { df, nonc, less: ChiSquare::of(if nonc == 0.0 { df } else { df - 1.0 }) }
    }
}

impl Distribution for NoncentralChiSquare {
    type Item = f64;
    const WORDS: u8 = 3;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let Self { df, nonc, less } = *self;
        if nonc == 0.0 {
            less.sample(source)
        } else if df > 1.0 {
            let chi = less.sample(source);
            let n = source.gauss() + nonc.sqrt();
            chi + n * n
        } else if nonc.is_nan() || df.is_nan() {
            f64::NAN
        } else {
            let i = poisson(source, nonc / 2.0);
            ChiSquare::of(df + (2 * i) as f64).sample(source)
        }
    }
}

/// The ratio of two chi-square numbers, each divided by its degrees of freedom.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = F::new(3.0, 5.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[1.51448415 0.8438402 ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct F {
    dfnum: f64,
    dfden: f64,
    above: NoncentralChiSquare,
    below: ChiSquare,
}

impl F {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If a parameter is not above 0.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(F::new(3.0, 5.0).is_ok());
    /// assert!(F::new(0.0, 5.0).is_err());
    /// ```
    pub fn new(dfnum: f64, dfden: f64) -> Result<Self> {
        Self::checked("f", dfnum, dfden, 0.0)
    }

    /// The upper one off the centre.
    ///
    /// # Errors
    ///
    /// If `dfnum` or `dfden` is not above 0, or `nonc` negative.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let made = F::noncentral(3.0, 5.0, 1.0)?;
    /// let x = RandomState::new(42).draw(&made, &[2])?;
    /// assert_eq!(x.into_expr().load()?.to_string(), "[0.29674493 0.3638947 ]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn noncentral(dfnum: f64, dfden: f64, nonc: f64) -> Result<Self> {
        Self::checked("noncentral_f", dfnum, dfden, nonc)
    }

    fn checked(function: &str, dfnum: f64, dfden: f64, nonc: f64) -> Result<Self> {
        positive(function, "dfnum", dfnum)?;
        positive(function, "dfden", dfden)?;
        not_negative(function, "nonc", nonc)?;
        let above = NoncentralChiSquare::of(dfnum, nonc);
        Ok(Self { dfnum, dfden, above, below: ChiSquare::of(dfden) })
    }
}

impl Distribution for F {
    type Item = f64;
    const WORDS: u8 = 4;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let above = self.above.sample(source) * self.dfden;
        above / (self.below.sample(source) * self.dfnum)
    }
}

/// Beta numbers: by Johnk's method where both parameters are at most 1, else a share of gammas.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Beta::new(2.0, 3.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[0.49447259 0.37515277]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    a: StandardGamma,
    b: StandardGamma,
}

impl Beta {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If a parameter is not above 0.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Beta::new(2.0, 3.0).is_ok());
    /// assert!(Beta::new(0.0, 1.0).is_err());
    /// ```
    pub fn new(a: f64, b: f64) -> Result<Self> {
        positive("beta", "a", a)?;
        positive("beta", "b", b)?;
        Ok(Self { a: StandardGamma::of(a), b: StandardGamma::of(b) })
    }
}

impl Distribution for Beta {
    type Item = f64;
    const WORDS: u8 = 4;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let (a, b) = (self.a.shape, self.b.shape);
        if a > 1.0 || b > 1.0 || a.is_nan() || b.is_nan() {
            let a = self.a.sample(source);
            let b = self.b.sample(source);
            return a / (a + b);
        }
        loop {
            let (u, v) = (source.unit(), source.unit());
            let (x, y) = (u.powf(1.0 / a), v.powf(1.0 / b));
            if x + y > 1.0 || (u == 0.0 && v == 0.0) {
                continue;
            }
            if x + y > 0.0 {
                return x / (x + y);
            }
            // Both powers are too small for a float: the share by logarithms.
            let (x, y) = (u.ln() / a, v.ln() / b);
            let most = x.max(y);
            let (x, y) = (x - most, y - most);
            return (x - (x.exp() + y.exp()).ln()).exp();
        }
    }
}
