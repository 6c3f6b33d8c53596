//! Geometric, logarithmic, zeta and hypergeometric numbers.

use super::check::{above_one, below_one, count, likely, wrong};
use super::source::Source;
use super::special::ln_gamma;
use super::stream::Distribution;
use crate::error::Result;

/// Trials up to the first success.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Geometric::new(0.3)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[2 9]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometric {
    p: f64,
}

impl Geometric {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `p` is not above 0 and at most 1.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Geometric::new(0.3).is_ok());
    /// assert!(Geometric::new(0.0).is_err());
    /// ```
    pub fn new(p: f64) -> Result<Self> {
        likely("geometric", "p", p)?;
        Ok(Self { p })
    }
}

impl Distribution for Geometric {
    type Item = i64;

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        let p = self.p;
        if p < 1.0 / 3.0 {
            // Saturates at the largest integer.
            let x = if S::LEGACY {
                (1.0 - source.unit()).ln() / (1.0 - p).ln()
            } else {
                -source.waiting() / (-p).ln_1p()
            };
            return (x.ceil() as i64).max(1);
        }
        let u = source.unit();
        let mut x = 1;
        let (mut sum, mut term) = (p, p);
        while u > sum && term > 0.0 {
            term *= 1.0 - p;
            sum += term;
            x += 1;
        }
        x
    }
}

/// Logarithmic series numbers.
///
/// A. W. Kemp: *Efficient generation of logarithmically distributed pseudo-random variables*,
/// Applied Statistics 30 (1981), algorithm LK.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = LogSeries::new(0.6)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[2 1]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogSeries {
    p: f64,
}

impl LogSeries {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `p` is not of 0 or more and below 1.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(LogSeries::new(0.6).is_ok());
    /// assert!(LogSeries::new(1.0).is_err());
    /// ```
    pub fn new(p: f64) -> Result<Self> {
        below_one("logseries", "p", p)?;
        Ok(Self { p })
    }
}

impl Distribution for LogSeries {
    type Item = i64;
    const WORDS: u8 = 2;

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        let p = self.p;
        let r = if S::LEGACY { (1.0 - p).ln() } else { (-p).ln_1p() };
        loop {
            let v = source.unit();
            if v >= p {
                return 1;
            }
            let u = source.unit();
            let q = if S::LEGACY { 1.0 - (r * u).exp() } else { -(r * u).exp_m1() };
            if v <= q * q {
                let x = (1.0 + v.ln() / q.ln()).floor();
                if x >= 1.0 && v > 0.0 {
                    return x as i64;
                }
                continue;
            }
            return if v >= q { 1 } else { 2 };
        }
    }
}

/// Zeta (Zipf) numbers: L. Devroye, *Non-uniform random variate generation* (1986), X.6.1.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Zipf::new(2.5)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[1 2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zipf {
    a: f64,
}

impl Zipf {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `a` is not above 1.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Zipf::new(2.5).is_ok());
    /// assert!(Zipf::new(1.0).is_err());
    /// ```
    pub fn new(a: f64) -> Result<Self> {
        above_one("zipf", "a", a)?;
        Ok(Self { a })
    }
}

impl Distribution for Zipf {
    type Item = i64;
    const WORDS: u8 = 2;

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        if self.a >= 1025.0 {
            return 1;
        }
        let less = self.a - 1.0;
        let b = 2f64.powf(less);
        loop {
            let u = 1.0 - source.unit();
            let v = source.unit();
            let x = u.powf(-1.0 / less).floor();
            if !(1.0..=i64::MAX as f64).contains(&x) {
                continue;
            }
            let t = (1.0 + 1.0 / x).powf(less);
            if v * x * (t - 1.0) / (b - 1.0) <= t / b {
                return x as i64;
            }
        }
    }
}

/// How many of a sample without replacement are good.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Hypergeometric::new(5, 7, 4)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[2 1]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hypergeometric {
    good: i64,
    bad: i64,
    sample: i64,
}

impl Hypergeometric {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If a number is negative, or the sample larger than `ngood + nbad`, or that above 1e9.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Hypergeometric::new(5, 7, 4).is_ok());
    /// assert!(Hypergeometric::new(5, 7, 13).is_err());
    /// ```
    pub fn new(ngood: i64, nbad: i64, nsample: i64) -> Result<Self> {
        const NAME: &str = "hypergeometric";
        count(NAME, "ngood", ngood)?;
        count(NAME, "nbad", nbad)?;
        count(NAME, "nsample", nsample)?;
        let all = ngood.saturating_add(nbad);
        if all > 1_000_000_000 {
            return wrong(NAME, "ngood + nbad", "of 1000000000 or less", all);
        }
        if nsample > all {
            return wrong(NAME, "nsample", &format!("of ngood + nbad = {all} or less"), nsample);
        }
        Ok(Self { good: ngood, bad: nbad, sample: nsample })
    }

    /// Draws one by one.
    fn one_by_one<S: Source>(&self, source: &mut S) -> i64 {
        let fewer = self.good.min(self.bad);
        let rest = self.bad + self.good - self.sample;
        let mut y = fewer as f64;
        let mut k = self.sample;
        while y > 0.0 && k > 0 {
            y -= (source.unit() + y / (rest + k) as f64).floor();
            k -= 1;
        }
        let z = (fewer as f64 - y) as i64;
        if self.good > self.bad { self.sample - z } else { z }
    }

    /// E. Stadlober: *The ratio of uniforms approach for generating discrete random variates*,
    /// J. Comput. Appl. Math. 31 (1990), algorithm HRUA.
    fn rejection<S: Source>(&self, source: &mut S) -> i64 {
        /// 2 sqrt(2/e)
        const D1: f64 = 1.715_527_769_921_413_5;
        /// 3 - 2 sqrt(3/e)
        const D2: f64 = 0.898_916_162_058_898_8;
        let Self { good, bad, sample } = *self;
        let (fewer, more) = (good.min(bad), good.max(bad));
        let all = good + bad;
        let m = sample.min(all - sample);
        let share = fewer as f64 / all as f64;
        let centre = m as f64 * share + 0.5;
        let spread =
            (((all - m) as f64) * sample as f64 * share * (1.0 - share) / (all - 1) as f64 + 0.5)
                .sqrt();
        let width = D1 * spread + D2;
        let mode = ((m + 1) as f64 * (fewer + 1) as f64 / (all + 2) as f64).floor();
        let ways = |z: f64| {
            ln_gamma(z + 1.0)
                + ln_gamma(fewer as f64 - z + 1.0)
                + ln_gamma(m as f64 - z + 1.0)
                + ln_gamma((more - m) as f64 + z + 1.0)
        };
        let at_mode = ways(mode);
        let limit = (m.min(fewer) as f64 + 1.0).min((centre + 16.0 * spread).floor());
        let z = loop {
            let x = source.unit();
            let y = source.unit();
            let w = centre + width * (y - 0.5) / x;
            if !(0.0..limit).contains(&w) {
                continue;
            }
            let z = w.floor();
            let t = at_mode - ways(z);
            if x * (4.0 - x) - 3.0 <= t {
                break z as i64;
            }
            if x * (x - t) >= 1.0 {
                continue;
            }
            if 2.0 * x.ln() <= t {
                break z as i64;
            }
        };
        let z = if good > bad { m - z } else { z };
        if m < sample { good - z } else { z }
    }
}

impl Distribution for Hypergeometric {
    type Item = i64;
    const WORDS: u8 = 4;

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        match self.sample {
            0 => 0,
            1..=10 => self.one_by_one(source),
            _ => self.rejection(source),
        }
    }
}
