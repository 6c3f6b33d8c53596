//! Random numbers, as many as there are elements.

use ch5_array::ElementType as Ty;
use ch5_array::random::Generator;

use super::{Input, Rows};

/// How the functions are called: parameters, then the shape.
macro_rules! draws {
    ($rows:ident: $($name:ident($($param:expr),*))*) => {$(
        $rows.one(stringify!($name), |g| Generator::new(7).$name($($param,)* g.shape()));
    )*};
}

pub(super) fn rows(rows: &mut Rows) {
    rows.family("random", Input::Float);
    draws!(rows:
        rand() random() random_sample() uniform(1.0, 2.0) randint(0i64, 9i64)
        random_integers(1i64, 6i64) randn() standard_normal() normal(0.0, 1.0)
        lognormal(0.0, 1.0) standard_cauchy() standard_t(3.0) wald(1.0, 2.0) gamma(2.0, 1.0)
        standard_gamma(0.5) beta(1.0, 2.0) chisquare(2.0) noncentral_chisquare(2.0, 1.0)
        f(2.0, 3.0) noncentral_f(2.0, 3.0, 1.0) exponential(1.0) standard_exponential()
        gumbel(0.0, 1.0) laplace(0.0, 1.0) logistic(0.0, 1.0) pareto(2.0) power(2.0)
        rayleigh(1.0) triangular(0.0, 1.0, 2.0) vonmises(0.0, 1.0) weibull(2.0)
        binomial(10i64, 0.5) geometric(0.5) hypergeometric(5i64, 6i64, 7i64) logseries(0.5)
        negative_binomial(2.0, 0.5) poisson(3.0) zipf(2.0));
    rows.one("normal around each", |g| Generator::new(7).normal(g.x(), 1.0, g.shape()));
    rows.one("dirichlet", |g| Generator::new(7).dirichlet(&[1.0, 2.0], &[g.len() / 2]));
    rows.one("multinomial", |g| Generator::new(7).multinomial(5, &[0.5, 0.5], &[g.len() / 2]));
    rows.one("multivariate_normal", |g| {
        let cov = ndarray::arr2(&[[2.0, 1.0], [1.0, 2.0]]);
        Generator::new(7).multivariate_normal(&[0.0, 1.0], cov.view(), &[g.len() / 2])
    });
    rows.one("randint_as", |g| Generator::new(7).randint_as(0, 9, g.shape(), Ty::I8));
    rows.one("bytes", |g| Generator::new(7).bytes(g.len() * 8));
    rows.one("choice", |g| Generator::new(7).choice(99, g.shape(), true, None));
    rows.one("choice without replacement", |g| {
        Generator::new(7).choice(g.len() as i64, g.shape(), false, None)
    });
    rows.one("choice by weights", |g| {
        Generator::new(7).choice(2, g.shape(), true, Some(&[0.2, 0.8]))
    });
    rows.one("permutation", |g| Generator::new(7).permutation(g.len() as i64));
    rows.one("choice_of", |g| Generator::new(7).choice_of(g.few(), g.shape(), true, None));
    rows.one("permuted", |g| Generator::new(7).permuted(g.x()));
}
