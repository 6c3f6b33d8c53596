//! numpy's distributions as expressions: one row a function.

use super::draw::{Parameter, Value, draw};
use super::generator::{Generator, default_rng};
use super::*;
use crate::expr::{Expr, IntoExpr};

macro_rules! functions {
    ($($(#[$doc:meta])* $numpy:literal $name:ident($($param:ident: $ty:ty),*) = $make:expr,
        $example:literal => $printed:literal;)*) => {
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
            ///
            /// ```
            /// # use ch5_array::random::Generator;
            /// let generator = Generator::new(8);
            #[doc = concat!("let x = generator.", stringify!($name), "(", $example, ");")]
            #[doc = concat!("assert_eq!(x.load()?.to_string(), ", stringify!($printed), ");")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
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
            ///
            /// ```
            /// # use ch5_array::random;
            /// random::seed(8);
            #[doc = concat!("let x = random::", stringify!($name), "(", $example, ");")]
            #[doc = concat!("assert_eq!(x.load()?.to_string(), ", stringify!($printed), ");")]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            #[doc(alias = $numpy)]
            pub fn $name<'a>($($param: impl IntoExpr<'a>,)* shape: &[usize]) -> Expr<'a> {
                default_rng().$name($($param,)* shape)
            }
        )*
    };
}

functions! {
    /// Uniform numbers of [0, 1).
    "np.random.rand" rand() = || Ok(Uniform::STANDARD),
        "&[3]" => "[0.02277914 0.43923776 0.26341696]";
    /// Uniform numbers of [0, 1).
    "np.random.random" random() = || Ok(Uniform::STANDARD),
        "&[3]" => "[0.02277914 0.43923776 0.26341696]";
    /// Uniform numbers of [0, 1).
    "np.random.random_sample" random_sample() = || Ok(Uniform::STANDARD),
        "&[3]" => "[0.02277914 0.43923776 0.26341696]";
    /// Uniform numbers of [low, high).
    "np.random.uniform" uniform(low: f64, high: f64) = Uniform::new,
        "2.0, 4.0, &[3]" => "[2.04555829 2.87847552 2.52683391]";
    /// Integers of low..high, `high` excluded: `int64`.
    "np.random.randint" randint(low: i64, high: i64) = Integers::new,
        "0, 10, &[3]" => "[0 4 2]";
    /// Integers of low..=high: `int64`.
    "np.random.random_integers" random_integers(low: i64, high: i64) = Integers::inclusive,
        "1, 6, &[3]" => "[1 3 2]";
    /// Standard normal numbers.
    "np.random.randn" randn() = || Ok(Normal::STANDARD),
        "&[3]" => "[0.05325755 0.52583689 0.78461461]";
    /// Standard normal numbers.
    "np.random.standard_normal" standard_normal() = || Ok(Normal::STANDARD),
        "&[3]" => "[0.05325755 0.52583689 0.78461461]";
    /// Normal numbers of mean `loc` and standard deviation `scale`.
    "np.random.normal" normal(loc: f64, scale: f64) = Normal::new,
        "0.0, 1.0, &[3]" => "[0.05325755 0.52583689 0.78461461]";
    /// Numbers whose logarithm is normal, with this mean and standard deviation.
    "np.random.lognormal" lognormal(mean: f64, sigma: f64) = LogNormal::new,
        "0.0, 1.0, &[3]" => "[1.05470125 1.69187416 2.19156217]";
    /// Cauchy numbers.
    "np.random.standard_cauchy" standard_cauchy() = || Ok(StandardCauchy),
        "&[3]" => "[ 0.10823387 -0.98575532  2.04019364]";
    /// Student's t with `df` degrees of freedom.
    "np.random.standard_t" standard_t(df: f64) = StandardT::new,
        "5.0, &[3]" => "[0.04882387 0.68516158 0.74358764]";
    /// Wald (inverse Gaussian) numbers.
    "np.random.wald" wald(mean: f64, scale: f64) = Wald::new,
        "1.0, 2.0, &[3]" => "[1.03837454 0.6909322  0.57814744]";
    /// Gamma numbers; `k` is numpy's `shape`.
    "np.random.gamma" gamma(k: f64, scale: f64) = Gamma::new,
        "2.0, 1.5, &[3]" => "[2.60455748 3.66278782 4.34799577]";
    /// Gamma numbers of scale 1; `k` is numpy's `shape`.
    "np.random.standard_gamma" standard_gamma(k: f64) = StandardGamma::new,
        "2.0, &[3]" => "[1.73637166 2.44185855 2.89866384]";
    /// Beta numbers.
    "np.random.beta" beta(a: f64, b: f64) = Beta::new,
        "2.0, 3.0, &[3]" => "[0.3120151  0.4766242  0.56655079]";
    /// Chi-square numbers.
    "np.random.chisquare" chisquare(df: f64) = ChiSquare::new,
        "3.0, &[3]" => "[2.45028406 3.66357829 4.47183347]";
    /// Chi-square numbers off the centre.
    "np.random.noncentral_chisquare" noncentral_chisquare(df: f64, nonc: f64)
        = NoncentralChiSquare::new,
        "3.0, 1.0, &[3]" => "[2.3837074  1.18367044 4.72144222]";
    /// F numbers.
    "np.random.f" f(dfnum: f64, dfden: f64) = F::new,
        "3.0, 5.0, &[3]" => "[0.63252361 1.40049538 2.11178597]";
    /// F numbers off the centre.
    "np.random.noncentral_f" noncentral_f(dfnum: f64, dfden: f64, nonc: f64) = F::noncentral,
        "3.0, 5.0, 1.0, &[3]" => "[0.61533732 0.45248794 2.22966161]";
    /// Exponential numbers of mean `scale`.
    "np.random.exponential" exponential(scale: f64) = Exponential::new,
        "2.0, &[3]" => "[0.1574646  0.96598801 2.8043846 ]";
    /// Exponential numbers of mean 1.
    "np.random.standard_exponential" standard_exponential() = || Exponential::new(1.0),
        "&[3]" => "[0.0787323 0.482994  1.4021923]";
    /// Gumbel's extreme values.
    "np.random.gumbel" gumbel(loc: f64, scale: f64) = Gumbel::new,
        "0.0, 1.0, &[3]" => "[3.77041076 0.54738886 1.18504214]";
    /// Laplace's double exponential numbers.
    "np.random.laplace" laplace(loc: f64, scale: f64) = Laplace::new,
        "0.0, 1.0, &[3]" => "[-3.08876276 -0.12956724 -0.64086994]";
    /// Logistic numbers.
    "np.random.logistic" logistic(loc: f64, scale: f64) = Logistic::new,
        "0.0, 1.0, &[3]" => "[-3.75886734 -0.24425615 -1.02828382]";
    /// Pareto numbers of the second kind (Lomax), which begin at 0.
    "np.random.pareto" pareto(a: f64) = Pareto::new,
        "3.0, &[3]" => "[0.02659151 0.17468262 0.59583551]";
    /// Numbers of [0, 1) with density a x^(a-1).
    "np.random.power" power(a: f64) = Power::new,
        "2.0, &[3]" => "[0.27515937 0.61892364 0.86829895]";
    /// Rayleigh numbers.
    "np.random.rayleigh" rayleigh(scale: f64) = Rayleigh::new,
        "1.0, &[3]" => "[0.39681809 0.98284689 1.67462969]";
    /// Triangular numbers.
    "np.random.triangular" triangular(left: f64, mode: f64, right: f64) = Triangular::new,
        "0.0, 1.0, 3.0, &[3]" => "[0.26141429 1.16572263 0.88896055]";
    /// Von Mises angles of -pi..pi.
    "np.random.vonmises" vonmises(mu: f64, kappa: f64) = VonMises::new,
        "0.0, 2.0, &[3]" => "[ 0.02511821 -0.56369034 -0.30574292]";
    /// Weibull numbers of scale 1.
    "np.random.weibull" weibull(a: f64) = Weibull::new,
        "1.5, &[3]" => "[0.18369696 0.61559416 1.25277108]";
    /// Binomial numbers: `int64`.
    "np.random.binomial" binomial(n: i64, p: f64) = Binomial::new,
        "10, 0.5, &[3]" => "[2 5 4]";
    /// Geometric numbers: `int64`.
    "np.random.geometric" geometric(p: f64) = Geometric::new,
        "0.3, &[3]" => "[1 2 4]";
    /// Hypergeometric numbers: `int64`.
    "np.random.hypergeometric" hypergeometric(ngood: i64, nbad: i64, nsample: i64)
        = Hypergeometric::new,
        "5, 7, 4, &[3]" => "[2 1 1]";
    /// Logarithmic series numbers: `int64`.
    "np.random.logseries" logseries(p: f64) = LogSeries::new,
        "0.6, &[3]" => "[4 1 1]";
    /// Negative binomial numbers: `int64`.
    "np.random.negative_binomial" negative_binomial(n: f64, p: f64) = NegativeBinomial::new,
        "3.0, 0.5, &[3]" => "[3 0 3]";
    /// Poisson numbers: `int64`.
    "np.random.poisson" poisson(lam: f64) = Poisson::new,
        "4.0, &[3]" => "[1 4 3]";
    /// Zeta (Zipf) numbers: `int64`.
    "np.random.zipf" zipf(a: f64) = Zipf::new,
        "2.5, &[3]" => "[1 1 1]";
}
