//! Binomial numbers.

use super::check::{count, probability};
use super::source::Source;
use super::stream::Distribution;
use crate::error::Result;

/// The number of successes in `n` trials of probability `p`.
///
/// By inversion for a mean of at most 30, above by BTPE: V. Kachitvichyanukul, B. W. Schmeiser:
/// *Binomial random variate generation*, Comm. ACM 31 (1988).
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Binomial::new(10, 0.5)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[4 8]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Binomial {
    n: i64,
    /// Counts failures, the rarer outcome, instead of successes.
    swapped: bool,
    method: Method,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Method {
    Inversion { n: i64, p: f64, q: f64, none: f64, bound: i64 },
    Rejection(Btpe),
}

impl Binomial {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `n` is negative, or `p` not from 0 to 1.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Binomial::new(10, 0.5).is_ok());
    /// assert!(Binomial::new(10, 1.5).is_err());
    /// ```
    pub fn new(n: i64, p: f64) -> Result<Self> {
        count("binomial", "n", n)?;
        probability("binomial", "p", p)?;
        Ok(Self::of(n, p))
    }

    pub(crate) fn of(n: i64, p: f64) -> Self {
        let swapped = p > 0.5;
        let rare = if swapped { 1.0 - p } else { p };
        let mean = rare * n as f64;
        let method = if mean <= 30.0 {
            let q = 1.0 - rare;
            let bound = (n as f64).min(mean + 10.0 * (mean * q + 1.0).sqrt()) as i64;
            Method::Inversion { n, p: rare, q, none: (n as f64 * q.ln()).exp(), bound }
        } else {
            Method::Rejection(Btpe::new(n, rare))
        };
        Self { n, swapped, method }
    }
}

impl Distribution for Binomial {
    type Item = i64;

    fn words(&self) -> u8 {
        match self.method {
            Method::Inversion { .. } => 1,
            Method::Rejection(_) => 2,
        }
    }

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        let x = match self.method {
            Method::Inversion { n, p, q, none, bound } => inversion(source, n, p, q, none, bound),
            Method::Rejection(ref btpe) => btpe.sample(source),
        };
        if self.swapped { self.n - x } else { x }
    }
}

/// Adds probabilities up until they pass a uniform number; past `bound` it begins anew.
fn inversion<S: Source>(source: &mut S, n: i64, p: f64, q: f64, none: f64, bound: i64) -> i64 {
    let mut x = 0;
    let mut px = none;
    let mut u = source.unit();
    while u > px {
        x += 1;
        if x > bound {
            x = 0;
            px = none;
            u = source.unit();
        } else {
            u -= px;
            px = ((n - x + 1) as f64 * p * px) / (x as f64 * q);
        }
    }
    x
}

/// Names as in the paper.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Btpe {
    n: i64,
    r: f64,
    q: f64,
    m: i64,
    p: [f64; 4],
    xm: f64,
    xl: f64,
    xr: f64,
    c: f64,
    left: f64,
    right: f64,
}

impl Btpe {
    fn new(count: i64, p: f64) -> Self {
        let n = count as f64;
        let r = p.min(1.0 - p);
        let q = 1.0 - r;
        let fm = n * r + r;
        let m = fm.floor();
        let p1 = (2.195 * (n * r * q).sqrt() - 4.6 * q).floor() + 0.5;
        let xm = m + 0.5;
        let (xl, xr) = (xm - p1, xm + p1);
        let c = 0.134 + 20.5 / (15.3 + m);
        let slope = |a: f64| a * (1.0 + a / 2.0);
        let left = slope((fm - xl) / (fm - xl * r));
        let right = slope((xr - fm) / (xr * q));
        let p2 = p1 * (1.0 + 2.0 * c);
        let p3 = p2 + c / left;
        let p4 = p3 + c / right;
        Self { n: count, r, q, m: m as i64, p: [p1, p2, p3, p4], xm, xl, xr, c, left, right }
    }

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        let [p1, p2, p3, p4] = self.p;
        let m = self.m as f64;
        loop {
            let u = source.unit() * p4;
            let v = source.unit();
            let (y, v) = if u <= p1 {
                return (self.xm - p1 * v + u).floor() as i64;
            } else if u <= p2 {
                let x = self.xl + (u - p1) / self.c;
                let v = v * self.c + 1.0 - (m - x + 0.5).abs() / p1;
                if v > 1.0 {
                    continue;
                }
                (x.floor(), v)
            } else if v == 0.0 {
                continue;
            } else if u <= p3 {
                let y = (self.xl + v.ln() / self.left).floor();
                if y < 0.0 {
                    continue;
                }
                (y, v * (u - p2) * self.left)
            } else {
                let y = (self.xr - v.ln() / self.right).floor();
                if y > self.n as f64 {
                    continue;
                }
                (y, v * (u - p3) * self.right)
            };
            let y = y as i64;
            if self.accepts(y, v) {
                return y;
            }
        }
    }

    fn accepts(&self, y: i64, v: f64) -> bool {
        let Self { n, r, q, m, .. } = *self;
        let variance = n as f64 * r * q;
        let k = (y - m).abs();
        if k <= 20 || k as f64 >= variance / 2.0 - 1.0 {
            let s = r / q;
            let a = s * (n + 1) as f64;
            let mut f = 1.0;
            for i in m + 1..=y {
                f *= a / i as f64 - s;
            }
            for i in y + 1..=m {
                f /= a / i as f64 - s;
            }
            return v <= f;
        }
        let k = k as f64;
        let rho =
            (k / variance) * ((k * (k / 3.0 + 0.625) + 0.166_666_666_666_666_66) / variance + 0.5);
        let t = -k * k / (2.0 * variance);
        let a = v.ln();
        if a < t - rho {
            return true;
        }
        if a > t + rho {
            return false;
        }
        let (x1, f1) = ((y + 1) as f64, (m + 1) as f64);
        let (z, w) = ((n + 1 - m) as f64, (n - y + 1) as f64);
        let bound = self.xm * (f1 / x1).ln()
            + ((n - m) as f64 + 0.5) * (z / w).ln()
            + (y - m) as f64 * (w * r / (x1 * q)).ln()
            + stirling(f1)
            + stirling(z)
            + stirling(x1)
            + stirling(w);
        a <= bound
    }
}

fn stirling(x: f64) -> f64 {
    let x2 = x * x;
    (13680.0 - (462.0 - (132.0 - (99.0 - 140.0 / x2) / x2) / x2) / x2) / x / 166_320.0
}
