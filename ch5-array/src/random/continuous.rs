//! Distributions that are a function of one uniform or exponential number.

use std::f64::consts::PI;

use super::check::{not_negative, positive, wrong};
use super::source::Source;
use super::stream::{Distribution, Key, fill_quick};
use super::ziggurat::EXPONENTIAL;
use crate::error::Result;

/// A distribution of two parameters, checked by `$check`, and a sampler.
macro_rules! distributions {
    ($($(#[$doc:meta])* $name:ident($function:literal: $($param:ident $(: $check:ident)?),*)
        = |$this:ident, $source:ident| $body:expr, $example:literal => $printed:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// ```
        /// # use ch5_array::{IntoExpr, random::{RandomState, *}};
        #[doc = concat!("let made = ", stringify!($name), "::new(", $example, ")?;")]
        /// let x = RandomState::new(42).draw(&made, &[2])?;
        #[doc = concat!(
            "assert_eq!(x.into_expr().load()?.to_string(), ", stringify!($printed), ");"
        )]
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name { $($param: f64),* }

        impl $name {
            /// The distribution of these parameters.
            ///
            /// # Errors
            ///
            /// If a parameter is out of range.
            ///
            /// ```
            /// # use ch5_array::random::*;
            #[doc = concat!("assert!(", stringify!($name), "::new(", $example, ").is_ok());")]
            /// ```
            pub fn new($($param: f64),*) -> Result<Self> {
                $($($check($function, stringify!($param), $param)?;)?)*
                Ok(Self { $($param),* })
            }
        }

        impl Distribution for $name {
            type Item = f64;

            fn sample<S: Source>(&self, $source: &mut S) -> f64 {
                let $this = self;
                $body
            }
        }
    )*};
}

/// A uniform number that is not 0.
fn open<S: Source>(source: &mut S) -> f64 {
    loop {
        let u = source.unit();
        if u > 0.0 {
            return u;
        }
    }
}

distributions! {
    /// Laplace's double exponential numbers.
    Laplace("laplace": loc, scale: not_negative) = |d, s| {
        let u = open(s);
        if u >= 0.5 {
            d.loc - d.scale * (2.0 - u - u).ln()
        } else {
            d.loc + d.scale * (u + u).ln()
        }
    },
        "0.0, 1.0" => "[-0.28890917  2.31697425]";
    /// Gumbel's extreme values.
    Gumbel("gumbel": loc, scale: not_negative) = |d, s| {
        d.loc - d.scale * (-(1.0 - open(s)).ln()).ln()
    },
        "0.0, 1.0" => "[ 0.75658105 -1.10198042]";
    /// Logistic numbers.
    Logistic("logistic": loc, scale: not_negative) = |d, s| {
        let u = open(s);
        d.loc + d.scale * (u / (1.0 - u)).ln()
    },
        "0.0, 1.0" => "[-0.51278827  2.95957976]";
    /// Pareto's second distribution (Lomax): it begins at 0, as numpy's.
    Pareto("pareto": a: positive) = |d, s| {
        let x = s.waiting() / d.a;
        if S::LEGACY { x.exp() - 1.0 } else { x.exp_m1() }
    },
        "3.0" => "[0.16932037 1.72746828]";
    /// Numbers of [0, 1] with density a x^(a-1).
    Power("power": a: positive) = |d, s| {
        let x = -s.waiting();
        let u = if S::LEGACY { 1.0 - x.exp() } else { -x.exp_m1() };
        u.powf(1.0 / d.a)
    },
        "2.0" => "[0.61199683 0.9750458 ]";
    /// Rayleigh's lengths of normal vectors in the plane.
    Rayleigh("rayleigh": scale: not_negative) = |d, s| {
        let log = if S::LEGACY { (1.0 - s.unit()).ln() } else { -s.waiting() };
        d.scale * (-2.0 * log).sqrt()
    },
        "1.0" => "[0.96878077 2.45361832]";
    /// Weibull numbers of scale 1.
    Weibull("weibull": a: not_negative) = |d, s| {
        if d.a == 0.0 { 0.0 } else { s.waiting().powf(1.0 / d.a) }
    },
        "1.5" => "[0.60387541 2.08475974]";
}

/// Exponential numbers of mean `scale`.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Exponential::new(2.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[0.93853618 6.02024286]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exponential {
    scale: f64,
}

impl Exponential {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `scale` is negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Exponential::new(2.0).is_ok());
    /// assert!(Exponential::new(-1.0).is_err());
    /// ```
    pub fn new(scale: f64) -> Result<Self> {
        not_negative("exponential", "scale", scale)?;
        Ok(Self { scale })
    }
}

impl Distribution for Exponential {
    type Item = f64;

    #[inline(always)]
    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        self.scale * source.waiting()
    }

    fn fill(&self, key: Key, start: u64, out: &mut [f64]) {
        let table = &*EXPONENTIAL;
        let quick = |word| table.quick_exponential(word).map(|x| self.scale * x);
        fill_quick(key, start, out, quick, |stream| self.sample(stream));
    }
}

/// Numbers of [left, right], most often near `mode`.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Triangular::new(0.0, 1.0, 3.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[1.06279601 2.45620393]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Triangular {
    left: f64,
    mode: f64,
    right: f64,
}

impl Triangular {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// Unless left <= mode <= right and left < right.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Triangular::new(0.0, 1.0, 3.0).is_ok());
    /// assert!(Triangular::new(1.0, 0.0, 2.0).is_err());
    /// ```
    pub fn new(left: f64, mode: f64, right: f64) -> Result<Self> {
        if left > mode || mode > right || left == right {
            let found = format!("{left:?}, {mode:?}, {right:?}");
            return wrong("triangular", "left <= mode <= right,", "and left < right", found);
        }
        Ok(Self { left, mode, right })
    }
}

impl Distribution for Triangular {
    type Item = f64;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let Self { left, mode, right } = *self;
        let base = right - left;
        let below = mode - left;
        let u = source.unit();
        if u <= below / base {
            left + (u * (below * base)).sqrt()
        } else {
            right - ((1.0 - u) * ((right - mode) * base)).sqrt()
        }
    }
}

/// Angles of -pi..pi around `mu`.
///
/// D. J. Best, N. I. Fisher: *Efficient simulation of the von Mises distribution*, Applied
/// Statistics 28 (1979).
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = VonMises::new(0.0, 2.0)?;
/// let x = RandomState::new(42).draw(&made, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[ 0.45986747 -0.89632237]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VonMises {
    mu: f64,
    kappa: f64,
    s: f64,
}

impl VonMises {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `kappa` is negative.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(VonMises::new(0.0, 2.0).is_ok());
    /// assert!(VonMises::new(0.0, -1.0).is_err());
    /// ```
    pub fn new(mu: f64, kappa: f64) -> Result<Self> {
        not_negative("vonmises", "kappa", kappa)?;
        // The second order at 0 where the formula loses its digits.
        let s = if kappa < 1e-5 {
            1.0 / kappa + kappa
        } else {
            let r = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
            let rho = (r - (2.0 * r).sqrt()) / (2.0 * kappa);
            (1.0 + rho * rho) / (2.0 * rho)
        };
        Ok(Self { mu, kappa, s })
    }
}

/// An angle brought to -pi..pi.
fn wrap(angle: f64) -> f64 {
    let turned = (angle.abs() + PI) % (2.0 * PI) - PI;
    if angle < 0.0 { -turned } else { turned }
}

impl Distribution for VonMises {
    type Item = f64;
    const WORDS: u8 = 3;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        let Self { mu, kappa, s } = *self;
        if kappa.is_nan() || mu.is_nan() {
            return f64::NAN;
        }
        if kappa < 1e-8 {
            return PI * (2.0 * source.unit() - 1.0);
        }
        if kappa > 1e6 && !S::LEGACY {
            // Practically normal; the method below loses its digits.
            return wrap(mu + (1.0 / kappa).sqrt() * source.gauss());
        }
        let w = loop {
            let z = (PI * source.unit()).cos();
            let w = (1.0 + s * z) / (s + z);
            let y = kappa * (s - w);
            let v = source.unit();
            if y * (2.0 - y) - v >= 0.0 || (y / v).ln() + 1.0 - y >= 0.0 {
                break w;
            }
        };
        let angle = w.clamp(-1.0, 1.0).acos();
        wrap(mu + if source.unit() < 0.5 { -angle } else { angle })
    }
}
