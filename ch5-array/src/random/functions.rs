//! numpy's distributions as expressions: one row a function.

use super::draw::{Parameter, Value, draw};
use super::generator::{Generator, default_rng};
use super::*;
use crate::expr::{Expr, IntoExpr};

macro_rules! functions {
    ($($(#[$doc:meta])* $numpy:literal $name:ident($($param:ident: $ty:ty),*) = $make:expr;)*) => {
        impl Generator {$(
            $(#[$doc])*
            ///
            /// Parameters are numbers, or arrays that broadcast to the shape.
            ///
            /// # Errors
            ///
            /// At the sink: [`Value`](crate::ErrorKind::Value) for a parameter out of range,
            /// [`WrongType`](crate::ErrorKind::WrongType) for one of another type,
            /// [`Shape`](crate::ErrorKind::Shape) for one that does not broadcast.
            #[doc(alias = $numpy)]
            pub fn $name<'a>(&self, $($param: impl IntoExpr<'a>,)* shape: &[usize]) -> Expr<'a> {
                let parameters = vec![$(($param.into_expr(), <$ty as Parameter>::TYPE)),*];
                draw(self.call(), stringify!($name), shape, parameters, |values: &[Value]| {
                    let mut _values = values.iter();
                    $(let $param = <$ty as Parameter>::of(_values.next());)*
                    ($make)($($param),*)
                })
            }
        )*}

        $(
            $(#[$doc])*
            ///
            #[doc = concat!("[`Generator::", stringify!($name), "`] of the default generator.")]
            #[doc(alias = $numpy)]
            pub fn $name<'a>($($param: impl IntoExpr<'a>,)* shape: &[usize]) -> Expr<'a> {
                default_rng().$name($($param,)* shape)
            }
        )*
    };
}

functions! {
    /// Uniform numbers of [0, 1).
    "np.random.rand" rand() = || Ok(Uniform::STANDARD);
    /// Uniform numbers of [0, 1).
    "np.random.random" random() = || Ok(Uniform::STANDARD);
    /// Uniform numbers of [0, 1).
    "np.random.random_sample" random_sample() = || Ok(Uniform::STANDARD);
    /// Uniform numbers of [low, high).
    "np.random.uniform" uniform(low: f64, high: f64) = Uniform::new;
    /// Integers of low..high, `high` excluded: `int64`.
    "np.random.randint" randint(low: i64, high: i64) = Integers::new;
    /// Integers of low..=high: `int64`.
    "np.random.random_integers" random_integers(low: i64, high: i64) = Integers::inclusive;
    /// Standard normal numbers.
    "np.random.randn" randn() = || Ok(Normal::STANDARD);
    /// Standard normal numbers.
    "np.random.standard_normal" standard_normal() = || Ok(Normal::STANDARD);
    /// Normal numbers of mean `loc` and standard deviation `scale`.
    "np.random.normal" normal(loc: f64, scale: f64) = Normal::new;
    /// Numbers whose logarithm is normal, with this mean and standard deviation.
    "np.random.lognormal" lognormal(mean: f64, sigma: f64) = LogNormal::new;
    /// Cauchy numbers.
    "np.random.standard_cauchy" standard_cauchy() = || Ok(StandardCauchy);
    /// Student's t with `df` degrees of freedom.
    "np.random.standard_t" standard_t(df: f64) = StandardT::new;
    /// Wald (inverse Gaussian) numbers.
    "np.random.wald" wald(mean: f64, scale: f64) = Wald::new;
    /// Gamma numbers; `k` is numpy's `shape`.
    "np.random.gamma" gamma(k: f64, scale: f64) = Gamma::new;
    /// Gamma numbers of scale 1; `k` is numpy's `shape`.
    "np.random.standard_gamma" standard_gamma(k: f64) = StandardGamma::new;
    /// Beta numbers.
    "np.random.beta" beta(a: f64, b: f64) = Beta::new;
    /// Chi-square numbers.
    "np.random.chisquare" chisquare(df: f64) = ChiSquare::new;
    /// Chi-square numbers off the centre.
    "np.random.noncentral_chisquare" noncentral_chisquare(df: f64, nonc: f64)
        = NoncentralChiSquare::new;
    /// F numbers.
    "np.random.f" f(dfnum: f64, dfden: f64) = F::new;
    /// F numbers off the centre.
    "np.random.noncentral_f" noncentral_f(dfnum: f64, dfden: f64, nonc: f64) = F::noncentral;
    /// Exponential numbers of mean `scale`.
    "np.random.exponential" exponential(scale: f64) = Exponential::new;
    /// Exponential numbers of mean 1.
    "np.random.standard_exponential" standard_exponential() = || Exponential::new(1.0);
    /// Gumbel's extreme values.
    "np.random.gumbel" gumbel(loc: f64, scale: f64) = Gumbel::new;
    /// Laplace's double exponential numbers.
    "np.random.laplace" laplace(loc: f64, scale: f64) = Laplace::new;
    /// Logistic numbers.
    "np.random.logistic" logistic(loc: f64, scale: f64) = Logistic::new;
    /// Pareto numbers of the second kind (Lomax), which begin at 0.
    "np.random.pareto" pareto(a: f64) = Pareto::new;
    /// Numbers of [0, 1) with density a x^(a-1).
    "np.random.power" power(a: f64) = Power::new;
    /// Rayleigh numbers.
    "np.random.rayleigh" rayleigh(scale: f64) = Rayleigh::new;
    /// Triangular numbers.
    "np.random.triangular" triangular(left: f64, mode: f64, right: f64) = Triangular::new;
    /// Von Mises angles of -pi..pi.
    "np.random.vonmises" vonmises(mu: f64, kappa: f64) = VonMises::new;
    /// Weibull numbers of scale 1.
    "np.random.weibull" weibull(a: f64) = Weibull::new;
    /// Binomial numbers: `int64`.
    "np.random.binomial" binomial(n: i64, p: f64) = Binomial::new;
    /// Geometric numbers: `int64`.
    "np.random.geometric" geometric(p: f64) = Geometric::new;
    /// Hypergeometric numbers: `int64`.
    "np.random.hypergeometric" hypergeometric(ngood: i64, nbad: i64, nsample: i64)
        = Hypergeometric::new;
    /// Logarithmic series numbers: `int64`.
    "np.random.logseries" logseries(p: f64) = LogSeries::new;
    /// Negative binomial numbers: `int64`.
    "np.random.negative_binomial" negative_binomial(n: f64, p: f64) = NegativeBinomial::new;
    /// Poisson numbers: `int64`.
    "np.random.poisson" poisson(lam: f64) = Poisson::new;
    /// Zeta (Zipf) numbers: `int64`.
    "np.random.zipf" zipf(a: f64) = Zipf::new;
}
