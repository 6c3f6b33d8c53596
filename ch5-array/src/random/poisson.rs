//! Poisson numbers.

use super::check::{likely, not_negative, positive, wrong};
use super::gamma::Gamma;
use super::source::Source;
use super::special::ln_gamma;
use super::stream::Distribution;
use crate::error::Result;

/// The largest mean whose numbers fit into 64 bits with ten standard deviations to spare.
const MOST: f64 = i64::MAX as f64 - 30_370_004_999.760_5;
/// From here on the rejection method is used.
const LARGE: f64 = 10.0;
/// Probabilities of a mean below `LARGE` beyond this are less than 2^-53.
const TABLE: usize = 48;

/// Steps of the unit interval for which a table knows where to begin.
const STEPS: usize = 64;

/// How often something rare happens: `lam` times on average.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Poisson::new(4.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[5 4]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Poisson {
    lam: f64,
    method: Method,
}

#[derive(Debug, Clone, PartialEq)]
enum Method {
    Table(Table),
    Rejection(Ptrs),
}

impl Poisson {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `lam` is negative, NaN or above 9.2e18.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Poisson::new(4.0).is_ok());
    /// assert!(Poisson::new(-1.0).is_err());
    /// ```
    pub fn new(lam: f64) -> Result<Self> {
        if lam.is_nan() {
            return wrong("poisson", "lam", "of 0 or more", lam);
        }
        not_negative("poisson", "lam", lam)?;
        if lam > MOST {
            return wrong("poisson", "lam", &format!("of {MOST:?} or less"), lam);
        }
        let method = if lam < LARGE {
            Method::Table(Table::new(lam))
        } else {
            Method::Rejection(Ptrs::new(lam))
        };
        Ok(Self { lam, method })
    }
}

impl Distribution for Poisson {
    type Item = i64;

    fn words(&self) -> u8 {
        match self.method {
            Method::Table(_) => 1,
            Method::Rejection(_) => 2,
        }
    }

    #[inline]
    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        match &self.method {
            Method::Table(_) if S::LEGACY => poisson(source, self.lam),
            Method::Table(table) => table.find(source.unit()),
            Method::Rejection(ptrs) => ptrs.sample(source),
        }
    }
}

/// Inversion: P(X <= k), and for each step of the unit interval the first `k` that may be right
/// (H.-C. Chen, Y. Asau: *On generating random variates from an empirical distribution*, AIIE
/// Transactions 6, 1974).
#[derive(Debug, Clone, PartialEq)]
struct Table {
    cumulated: Box<[f64; TABLE]>,
    first: Box<[u8; STEPS]>,
}

impl Table {
    fn new(lam: f64) -> Self {
        let mut cumulated = Box::new([0.0; TABLE]);
        let (mut p, mut sum) = ((-lam).exp(), 0.0);
        for (k, to) in cumulated.iter_mut().enumerate() {
            sum += p;
            *to = sum;
            p *= lam / (k + 1) as f64;
        }
        let mut first = Box::new([0; STEPS]);
        let mut k = 0;
        for (step, to) in first.iter_mut().enumerate() {
            while k + 1 < TABLE && cumulated[k] <= step as f64 / STEPS as f64 {
                k += 1;
            }
            *to = k as u8;
        }
        Self { cumulated, first }
    }

    #[inline(always)]
    fn find(&self, u: f64) -> i64 {
        let mut k = usize::from(self.first[(u * STEPS as f64) as usize % STEPS]);
        while k < TABLE - 1 && self.cumulated[k] <= u {
            k += 1;
        }
        k as i64
    }
}

/// A Poisson number of any mean; a mean that is too large gives numpy's answer, the least integer.
pub(crate) fn poisson<S: Source>(source: &mut S, lam: f64) -> i64 {
    if lam > MOST {
        i64::MIN
    } else if lam >= LARGE {
        Ptrs::new(lam).sample(source)
    } else if lam == 0.0 {
        0
    } else {
        product(source, lam)
    }
}

/// Counts how many uniform numbers can be multiplied until they are below exp(-lam).
fn product<S: Source>(source: &mut S, lam: f64) -> i64 {
    let least = (-lam).exp();
    let mut k = 0;
    let mut product = source.unit();
    while product > least {
        k += 1;
        product *= source.unit();
    }
    k
}

/// W. Hörmann: *The transformed rejection method for generating Poisson random variables*,
/// Insurance: Mathematics and Economics 12 (1993), algorithm PTRS.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ptrs {
    lam: f64,
    ln_lam: f64,
    a: f64,
    b: f64,
    ln_inverse_alpha: f64,
    vr: f64,
}

impl Ptrs {
    fn new(lam: f64) -> Self {
        let b = 0.931 + 2.53 * lam.sqrt();
        let a = -0.059 + 0.02483 * b;
        let inverse_alpha: f64 = 1.1239 + 1.1328 / (b - 3.4);
        let vr = 0.9277 - 3.6224 / (b - 2.0);
        Self { lam, ln_lam: lam.ln(), a, b, ln_inverse_alpha: inverse_alpha.ln(), vr }
    }

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        let Self { lam, ln_lam, a, b, ln_inverse_alpha, vr } = *self;
        loop {
            let u = source.unit() - 0.5;
            let v = source.unit();
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + lam + 0.43).floor();
            if us >= 0.07 && v <= vr {
                return k as i64;
            }
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let left = v.ln() + ln_inverse_alpha - (a / (us * us) + b).ln();
            if left <= -lam + k * ln_lam - ln_gamma(k + 1.0) {
                return k as i64;
            }
        }
    }
}

/// Failures before the `n`-th success: a Poisson number whose mean is gamma distributed.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = NegativeBinomial::new(3.0, 0.5)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[2 3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NegativeBinomial(Gamma);

impl NegativeBinomial {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `n` is not above 0, or `p` not above 0 and at most 1.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(NegativeBinomial::new(3.0, 0.5).is_ok());
    /// assert!(NegativeBinomial::new(3.0, 0.0).is_err());
    /// ```
    pub fn new(n: f64, p: f64) -> Result<Self> {
        positive("negative_binomial", "n", n)?;
        likely("negative_binomial", "p", p)?;
        Ok(Self(Gamma::new(n, (1.0 - p) / p)?))
    }
}

impl Distribution for NegativeBinomial {
    type Item = i64;
    const WORDS: u8 = 4;

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        let mean = self.0.sample(source);
        poisson(source, mean)
    }
}
