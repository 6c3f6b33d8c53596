//! Distributions made of normal numbers.

use super::check::{not_negative, positive};
use super::gamma::StandardGamma;
use super::source::Source;
use super::stream::{Distribution, Key, fill_quick};
use super::ziggurat::NORMAL;
use crate::error::Result;

/// Normal numbers of mean `loc` and standard deviation `scale`.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Normal::new(0.0, 1.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[ 0.49671415 -0.1382643 ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    loc: f64,
    scale: f64,
}

impl Normal {
    /// Mean 0, standard deviation 1.
    pub const STANDARD: Self = Self { loc: 0.0, scale: 1.0 };

    /// # Errors
    ///
    /// If `scale` is negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Normal::new(0.0, 1.0).is_ok());
    /// assert!(Normal::new(0.0, -1.0).is_err());
    /// ```
    pub fn new(loc: f64, scale: f64) -> Result<Self> {
        not_negative("normal", "scale", scale)?;
        Ok(Self { loc, scale })
    }
}

impl Distribution for Normal {
    type Item = f64;

    #[inline(always)]
    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        self.loc + self.scale * source.gauss()
    }

    fn fill(&self, key: Key, start: u64, out: &mut [f64]) {
        let Self { loc, scale } = *self;
        let table = &*NORMAL;
        let quick = |word| table.quick_normal(word).map(|x| loc + scale * x);
        fill_quick(key, start, out, quick, |stream| self.sample(stream));
    }
}

/// Numbers whose logarithm is normal.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = LogNormal::new(0.0, 1.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[1.64331272 0.87086849]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogNormal(Normal);

impl LogNormal {
    /// `mean` and `sigma` are those of the logarithm.
    ///
    /// # Errors
    ///
    /// If `sigma` is negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(LogNormal::new(0.0, 1.0).is_ok());
    /// assert!(LogNormal::new(0.0, -1.0).is_err());
    /// ```
    pub fn new(mean: f64, sigma: f64) -> Result<Self> {
        not_negative("lognormal", "sigma", sigma)?;
        Ok(Self(Normal { loc: mean, scale: sigma }))
    }
}

impl Distribution for LogNormal {
    type Item = f64;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        self.0.sample(source).exp()
    }
}

/// The ratio of two standard normal numbers.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let x = RandomState::new(42).draw(&StandardCauchy, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[-3.59249748  0.42526319]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StandardCauchy;

impl Distribution for StandardCauchy {
    type Item = f64;
    const WORDS: u8 = 2;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let above = source.gauss();
        above / source.gauss()
    }
}

/// Student's t.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = StandardT::new(5.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[ 0.55963354 -1.07574122]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardT {
    half: f64,
    gamma: StandardGamma,
}

impl StandardT {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `df` is not above 0.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(StandardT::new(5.0).is_ok());
    /// assert!(StandardT::new(0.0).is_err());
    /// ```
    pub fn new(df: f64) -> Result<Self> {
        positive("standard_t", "df", df)?;
        Ok(Self { half: df / 2.0, gamma: StandardGamma::of(df / 2.0) })
    }
}

impl Distribution for StandardT {
    type Item = f64;
    const WORDS: u8 = 3;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let above = source.gauss();
        let below = self.gamma.sample(source);
        self.half.sqrt() * above / below.sqrt()
    }
}

/// Inverse Gaussian numbers.
///
/// J. R. Michael, W. R. Schucany, R. W. Haas: *Generating random variates using transformations
/// with multiple roots*, The American Statistician 30 (1976).
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Wald::new(1.0, 2.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[1.41828613 1.10266362]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wald {
    mean: f64,
    scale: f64,
}

impl Wald {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If a parameter is not above 0.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Wald::new(1.0, 2.0).is_ok());
    /// assert!(Wald::new(0.0, 1.0).is_err());
    /// ```
    pub fn new(mean: f64, scale: f64) -> Result<Self> {
        positive("wald", "mean", mean)?;
        positive("wald", "scale", scale)?;
        Ok(Self { mean, scale })
    }
}

impl Distribution for Wald {
    type Item = f64;
    const WORDS: u8 = 2;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let Self { mean, scale } = *self;
        let g = source.gauss();
        let y = mean * g * g;
        let root = (4.0 * scale * y + y * y).sqrt();
        let x = if S::LEGACY {
            mean + mean / (2.0 * scale) * (y - root)
        } else {
            // The same without the difference of near numbers.
            let z = if y == 0.0 { 0.0 } else { 2.0 * y / (y + root) };
            mean * (1.0 - z).max(f64::MIN_POSITIVE)
        };
        if source.unit() <= mean / (mean + x) { x } else { mean * mean / x }
    }
}
