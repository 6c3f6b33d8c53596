//! Random numbers against the shapes of their distributions. Prints `function right/total`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::random::*;
use serde_json::Value;

#[path = "random/score.rs"]
mod score;

use score::{Score, float, floats, golden};

const N: usize = 40_000;

/// What the set asks of a distribution of numbers.
fn check(score: &mut Score, case: &Value, values: &[f64]) {
    let name = case["name"].as_str().unwrap();
    let n = values.len() as f64;
    assert!(n >= 20_000.0);
    let (low, high) = (float(&case["support"][0]), float(&case["support"][1]));
    let inside = values.iter().all(|x| (low..=high).contains(x));
    score.add(name, inside, || format!("{name}: a value outside {low}..{high}"));
    let mean = values.iter().sum::<f64>() / n;
    if let (Some(want), Some(var)) = (case["mean"].as_f64(), case["var"].as_f64()) {
        let off = (mean - want).abs();
        score.add(name, off < 5.0 * (var / n).sqrt(), || format!("{name}: mean {mean} for {want}"));
        let got = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        // The standard error of a variance, from the sample's own fourth moment.
        let fourth = values.iter().map(|x| (x - mean).powi(4)).sum::<f64>() / n;
        let error = ((fourth - got * got) / n).sqrt();
        score.add(name, (got - var).abs() < 6.0 * error.max(1e-9), || {
            format!("{name}: variance {got} for {var}, standard error {error}")
        });
    }
    for point in case["cdf"].as_array().into_iter().flatten() {
        let (q, p) = (float(&point[0]), float(&point[1]));
        let got = values.iter().filter(|x| **x <= q).count() as f64 / n;
        let bound = 5.0 * (p * (1.0 - p) / n).sqrt();
        score.add(name, (got - p).abs() <= bound, || format!("{name}: P(X<={q}) {got} for {p}"));
    }
}

fn draws<D: Distribution>(d: &D, key: Key) -> Vec<f64>
where
    D::Item: Into<Value>,
{
    let mut out = vec![D::Item::default(); N];
    d.fill(key, 0, &mut out);
    out.into_iter().map(|x| x.into().as_f64().unwrap()).collect()
}

/// The numbers of a distribution of the set, by both generators.
fn numbers(case: &Value, key: Key) -> Option<[Vec<f64>; 2]> {
    let arg = |name: &str| case["args"][name].as_f64().unwrap();
    let int = |name: &str| case["args"][name].as_i64().unwrap();
    let mut old = RandomState::new(key.stream as u32);
    macro_rules! both {
        ($d:expr) => {{
            let d = $d;
            let old = old.draw(&d, &[N]).unwrap();
            let old = old.iter().map(|&x| Value::from(x).as_f64().unwrap()).collect();
            [draws(&d, key), old]
        }};
    }
    Some(match case["name"].as_str().unwrap() {
        "beta" => both!(Beta::new(arg("a"), arg("b")).unwrap()),
        "binomial" => both!(Binomial::new(int("n"), arg("p")).unwrap()),
        "chisquare" => both!(ChiSquare::new(arg("df")).unwrap()),
        "exponential" => both!(Exponential::new(arg("scale")).unwrap()),
        "f" => both!(F::new(arg("dfnum"), arg("dfden")).unwrap()),
        "gamma" => both!(Gamma::new(arg("shape"), arg("scale")).unwrap()),
        "geometric" => both!(Geometric::new(arg("p")).unwrap()),
        "gumbel" => both!(Gumbel::new(arg("loc"), arg("scale")).unwrap()),
        "laplace" => both!(Laplace::new(arg("loc"), arg("scale")).unwrap()),
        "logistic" => both!(Logistic::new(arg("loc"), arg("scale")).unwrap()),
        "normal" => both!(Normal::new(arg("loc"), arg("scale")).unwrap()),
        "hypergeometric" => {
            both!(Hypergeometric::new(int("ngood"), int("nbad"), int("nsample")).unwrap())
        }
        "lognormal" => both!(LogNormal::new(arg("mean"), arg("sigma")).unwrap()),
        "logseries" => both!(LogSeries::new(arg("p")).unwrap()),
        "negative_binomial" => both!(NegativeBinomial::new(arg("n"), arg("p")).unwrap()),
        "noncentral_chisquare" => {
            both!(NoncentralChiSquare::new(arg("df"), arg("nonc")).unwrap())
        }
        "noncentral_f" => both!(F::noncentral(arg("dfnum"), arg("dfden"), arg("nonc")).unwrap()),
        "pareto" => both!(Pareto::new(arg("a")).unwrap()),
        "poisson" => both!(Poisson::new(arg("lam")).unwrap()),
        "power" => both!(Power::new(arg("a")).unwrap()),
        "rand" | "random" | "random_sample" => both!(Uniform::STANDARD),
        "randn" | "standard_normal" => both!(Normal::STANDARD),
        "randint" => both!(Integers::new(int("low"), int("high")).unwrap()),
        "random_integers" => both!(Integers::inclusive(int("low"), int("high")).unwrap()),
        "rayleigh" => both!(Rayleigh::new(arg("scale")).unwrap()),
        "standard_cauchy" => both!(StandardCauchy),
        "standard_exponential" => both!(Exponential::new(1.0).unwrap()),
        "standard_gamma" => both!(StandardGamma::new(arg("shape")).unwrap()),
        "standard_t" => both!(StandardT::new(arg("df")).unwrap()),
        "triangular" => both!(Triangular::new(arg("left"), arg("mode"), arg("right")).unwrap()),
        "uniform" => both!(Uniform::new(arg("low"), arg("high")).unwrap()),
        "vonmises" => both!(VonMises::new(arg("mu"), arg("kappa")).unwrap()),
        "wald" => both!(Wald::new(arg("mean"), arg("scale")).unwrap()),
        "weibull" => both!(Weibull::new(arg("a")).unwrap()),
        "zipf" => both!(Zipf::new(arg("a")).unwrap()),
        _ => return None,
    })
}

#[test]
fn numbers_follow_their_distributions() {
    let mut score = Score::default();
    for (i, case) in golden()["distributions"].as_array().unwrap().iter().enumerate() {
        for values in numbers(case, Key { seed: 2024, stream: i as u64 }).into_iter().flatten() {
            check(&mut score, case, &values);
            if let Some(want) = case["circular_mean"].as_f64() {
                let n = values.len() as f64;
                let (sin, cos) =
                    values.iter().fold((0.0, 0.0), |(s, c), x| (s + x.sin(), c + x.cos()));
                let (angle, length) = (f64::atan2(sin, cos), sin.hypot(cos) / n);
                let want_length = case["mean_resultant_length"].as_f64().unwrap();
                let right = (angle - want).abs() < 0.03 && (length - want_length).abs() < 0.015;
                score.add("vonmises", right, || format!("vonmises: {angle}, {length}"));
            }
        }
    }
    score.finish();
}

/// Means and covariances of rows, each within five standard errors.
fn check_rows(score: &mut Score, case: &Value, rows: &[f64]) {
    let name = case["name"].as_str().unwrap();
    let mean = floats(&case["mean"]);
    let width = mean.len();
    let n = (rows.len() / width) as f64;
    for i in 0..width {
        for j in 0..width {
            let products = rows.chunks_exact(width).map(|r| (r[i] - mean[i]) * (r[j] - mean[j]));
            let got = products.clone().sum::<f64>() / n;
            let spread = (products.map(|p| (p - got).powi(2)).sum::<f64>() / n / n).sqrt();
            let want = case["cov"][i][j].as_f64().unwrap();
            score.add(name, (got - want).abs() < 5.0 * spread, || {
                format!("{name}: covariance {i} {j} {got} for {want}")
            });
        }
        let var = case["cov"][i][i].as_f64().unwrap();
        let got = rows.chunks_exact(width).map(|r| r[i]).sum::<f64>() / n;
        score.add(name, (got - mean[i]).abs() < 5.0 * (var / n).sqrt(), || {
            format!("{name}: mean {i} {got} for {}", mean[i])
        });
    }
}

#[test]
fn vectors_follow_their_distributions() {
    let mut score = Score::default();
    let key = Key { seed: 11, stream: 3 };
    for case in golden()["distributions"].as_array().unwrap() {
        let args = &case["args"];
        match case["name"].as_str().unwrap() {
            "dirichlet" => {
                let d = Dirichlet::new(&floats(&args["alpha"])).unwrap();
                let mut rows = vec![0.0; N * d.width()];
                d.fill(key, 0, &mut rows);
                check_rows(&mut score, case, &rows);
                let right =
                    rows.chunks_exact(3).all(|r| (r.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                score.add("dirichlet", right, || "rows do not sum to 1".into());
            }
            "multinomial" => {
                let d =
                    Multinomial::new(args["n"].as_i64().unwrap(), &floats(&args["pvals"])).unwrap();
                let mut rows = vec![0; N * d.width()];
                d.fill(key, 0, &mut rows);
                let right = rows.chunks_exact(3).all(|r| r.iter().sum::<i64>() == 20);
                score.add("multinomial", right, || "rows do not sum to 20".into());
                let rows: Vec<f64> = rows.into_iter().map(|x| x as f64).collect();
                check_rows(&mut score, case, &rows);
            }
            "multivariate_normal" => {
                let cov: Vec<f64> =
                    args["cov"].as_array().unwrap().iter().flat_map(floats).collect();
                let d = MultivariateNormal::new(&floats(&args["mean"]), &cov).unwrap();
                let mut rows = vec![0.0; N * d.width()];
                d.fill(key, 0, &mut rows);
                check_rows(&mut score, case, &rows);
            }
            _ => {}
        }
    }
    score.finish();
}

/// The largest distance between the distributions of two samples, in units of its spread.
fn distance(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let share = |v: &[f64], x: f64| v.partition_point(|y| *y <= x) as f64 / v.len() as f64;
    let most = a.iter().map(|&x| (share(&a, x) - share(&b, x)).abs()).fold(0.0, f64::max);
    most * (a.len() as f64 / 2.0).sqrt()
}

/// Where the default generator goes another way than the old one, both must follow one
/// distribution (Kolmogorov and Smirnov's test; 2.2 is passed once in 8000 times).
#[test]
fn both_generators_follow_one_distribution() {
    let mut old = RandomState::new(5);
    let mut stream = 0;
    macro_rules! agree {
        ($($d:expr),* $(,)?) => {$({
            let d = $d.unwrap();
            stream += 1;
            let theirs: Vec<f64> = old
                .draw(&d, &[N])
                .unwrap()
                .iter()
                .map(|&x| Value::from(x).as_f64().unwrap())
                .collect();
            let found = distance(draws(&d, Key { seed: 31, stream }), theirs);
            assert!(found < 2.2, "{}: {found}", stringify!($d));
        })*};
    }
    agree!(
        Poisson::new(0.01),
        Poisson::new(1.0),
        Poisson::new(9.99),
        Poisson::new(10.0),
        Poisson::new(300.0),
        Binomial::new(1000, 0.4),
        Binomial::new(100_000, 0.97),
        Binomial::new(3, 0.9),
        Geometric::new(0.3),
        Geometric::new(0.01),
        LogSeries::new(0.99),
        Hypergeometric::new(70, 90, 60),
        Hypergeometric::new(900, 90, 600),
        NegativeBinomial::new(50.5, 0.1),
        NegativeBinomial::new(0.3, 0.6),
        Zipf::new(1.5),
        Wald::new(10.0, 0.1),
        Wald::new(0.1, 10.0),
        Rayleigh::new(3.0),
        Power::new(0.2),
        Pareto::new(0.5),
        Weibull::new(0.4),
        StandardGamma::new(0.05),
        StandardGamma::new(1.0),
        StandardGamma::new(1.2),
        StandardGamma::new(500.0),
        Beta::new(0.2, 0.3),
        Beta::new(0.5, 20.0),
        Beta::new(30.0, 40.0),
        ChiSquare::new(0.5),
        NoncentralChiSquare::new(0.5, 3.0),
        NoncentralChiSquare::new(1.0, 30.0),
        F::new(0.5, 3.0),
        StandardT::new(0.7),
        VonMises::new(3.0, 0.1),
        VonMises::new(0.0, 1e-9),
        VonMises::new(-3.0, 50.0),
        VonMises::new(1.0, 2e6),
        Triangular::new(0.0, 0.0, 1.0),
        LogNormal::new(1.0, 2.0),
        Uniform::new(3.0, -3.0),
        Integers::new(-3, 4),
    );
}

#[test]
fn the_far_tails_are_there() {
    let n = 2_000_000;
    let mut x = vec![0.0; n];
    Normal::STANDARD.fill(Key { seed: 1, stream: 1 }, 0, &mut x);
    // Beyond the last layer of the ziggurat: P(|X| > 3.7) and P(|X| > 4.2).
    for (edge, p) in [(3.7, 2.156e-4), (4.2, 2.669e-5)] {
        let found = x.iter().filter(|x| x.abs() > edge).count() as f64;
        let want = p * n as f64;
        assert!((found - want).abs() < 5.0 * want.sqrt(), "{edge}: {found} for {want}");
    }
    let high = x.iter().filter(|x| **x > 0.0).count() as f64;
    assert!((high - n as f64 / 2.0).abs() < 5.0 * (n as f64 / 4.0).sqrt());
    Exponential::new(1.0).unwrap().fill(Key { seed: 1, stream: 2 }, 0, &mut x);
    for edge in [7.8f64, 9.5] {
        let found = x.iter().filter(|x| **x > edge).count() as f64;
        let want = (-edge).exp() * n as f64;
        assert!((found - want).abs() < 5.0 * want.sqrt(), "{edge}: {found} for {want}");
    }
}
