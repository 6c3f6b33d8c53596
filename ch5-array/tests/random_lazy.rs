//! Random arrays as expressions: blocks, threads, views, seeds, parameters, errors.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ndarray::{Array1, Array2, array};
use ch5_array::random::{self, *};
use ch5_array::{ElementType, ErrorKind, Expr, File, H5Array, H5Mode, Options, scalar};

type Call = (&'static str, fn(&Generator, &[usize]) -> Expr<'static>);

/// Every function that takes a shape.
fn calls() -> Vec<Call> {
    macro_rules! calls {
        ($($name:ident($($arg:expr),*)),* $(,)?) => {
            vec![$((stringify!($name), |g, shape| g.$name($($arg,)* shape))),*]
        };
    }
    let mut all: Vec<Call> = calls! {
        beta(2.0, 3.0), binomial(10, 0.3), binomial(1000, 0.4), chisquare(4.0), exponential(1.5),
        f(5.0, 12.0), gamma(2.5, 1.5), gamma(0.5, 1.5), geometric(0.35), geometric(0.1),
        gumbel(0.5, 2.0), hypergeometric(7, 9, 6), hypergeometric(70, 90, 60), laplace(0.5, 2.0),
        logistic(0.5, 2.0), lognormal(0.2, 0.5), logseries(0.6), negative_binomial(5.0, 0.4),
        noncentral_chisquare(3.0, 1.5), noncentral_chisquare(0.5, 1.5),
        noncentral_f(5.0, 12.0, 1.5), normal(0.5, 2.0), pareto(5.0), poisson(3.5), poisson(35.0),
        power(2.5), rand(), randint(0, 10), randn(), random(), random_integers(0, 10),
        random_sample(), rayleigh(1.2), standard_cauchy(), standard_exponential(),
        standard_gamma(2.0), standard_normal(), standard_t(8.0), triangular(-1.0, 0.5, 3.0),
        uniform(-1.0, 3.0), vonmises(0.5, 2.0), wald(2.0, 3.0), weibull(1.7), zipf(4.5),
    };
    all.push(("dirichlet", |g, s| g.dirichlet(&[1.0, 2.0, 3.0], s)));
    all.push(("multinomial", |g, s| g.multinomial(20, &[0.2, 0.3, 0.5], s)));
    all.push(("multivariate_normal", |g, s| {
        g.multivariate_normal(&[1.0, -2.0], array![[2.0, 0.6], [0.6, 1.0]].view(), s)
    }));
    all.push(("bytes", |g, s| g.bytes(s.iter().product())));
    all.push(("choice", |g, s| g.choice(5, s, true, None)));
    all.push(("choice with p", |g, s| g.choice(2, s, true, Some(&[0.25, 0.75]))));
    all.push(("choice without replacement", |g, s| g.choice(5000, s, false, None)));
    all.push(("permutation", |g, s| g.permutation(s.iter().product::<usize>() as i64)));
    all.push(("a large permutation", |g, s| g.choice(100_000, s, false, None)));
    all
}

#[test]
fn numbers_do_not_depend_on_blocks() {
    for (name, call) in calls() {
        let make = || call(&Generator::new(99), &[37, 11]);
        let whole = make().load().unwrap();
        for (block, threads) in [(1, 1), (7, 1), (7, 3), (64, 2)] {
            let _guard = Options::new().block_elements(block).threads(threads).scoped();
            assert!(
                make().load().unwrap() == whole,
                "{name}: blocks of {block}, {threads} threads"
            );
        }
        let other = call(&Generator::new(100), &[37, 11]).load().unwrap();
        assert!(other != whole, "{name} does not depend on the seed");
    }
}

#[test]
fn pieces_are_those_of_the_whole() {
    let d = Gamma::new(0.7, 2.0).unwrap();
    let key = Key { seed: 5, stream: 8 };
    let mut whole = vec![0.0; 1000];
    d.fill(key, 3, &mut whole);
    for size in [1, 2, 3, 4, 5, 7, 64] {
        let mut pieces = vec![0.0; 1000];
        for (i, piece) in pieces.chunks_mut(size).enumerate() {
            d.fill(key, 3 + (i * size) as u64, piece);
        }
        assert_eq!(pieces, whole, "pieces of {size}");
    }
    let mut bytes = vec![0; 1000];
    Bytes.fill(key, 0, &mut bytes);
    for (i, byte) in bytes.iter().enumerate() {
        assert_eq!(Bytes.at(key, i as u64), *byte);
    }
}

/// A distribution without its short way of filling.
struct Plain<D>(D);

impl<D: Distribution> Distribution for Plain<D> {
    type Item = D::Item;

    fn sample<S: Source>(&self, source: &mut S) -> D::Item {
        self.0.sample(source)
    }
}

#[test]
fn short_ways_give_the_numbers_of_the_long_one() {
    fn check<D: Distribution<Item: PartialEq + std::fmt::Debug>>(d: D) {
        let key = Key { seed: 17, stream: 1 };
        let mut short = vec![D::Item::default(); 20_001];
        let mut long = short.clone();
        d.fill(key, 2, &mut short);
        Plain(d).fill(key, 2, &mut long);
        assert!(short == long);
    }
    check(Uniform::new(-2.0, 5.0).unwrap());
    check(Normal::new(1.0, 3.0).unwrap());
    check(Exponential::new(2.0).unwrap());
    check(Integers::new(0, 100).unwrap());
    // Refuses a quarter of all words, and none.
    check(Integers::new(0, 3 << 61).unwrap());
    check(Integers::inclusive(i64::MIN, i64::MAX).unwrap());
}

#[test]
fn calls_are_independent_and_states_replay_them() {
    let g = Generator::new(1);
    let first = g.rand(&[50]).read_as::<f64>().unwrap();
    let state = g.get_state();
    let second = g.rand(&[50]).read_as::<f64>().unwrap();
    assert_ne!(first, second);
    g.set_state(state);
    assert_eq!(g.rand(&[50]).read_as::<f64>().unwrap(), second);
    g.seed(1);
    assert_eq!(g.rand(&[50]).read_as::<f64>().unwrap(), first);
    random::seed(1);
    assert_eq!(random::rand(&[50]).read_as::<f64>().unwrap(), first);
    let state = random::get_state();
    let third = random::bytes(9).read_as::<u8>().unwrap();
    random::set_state(state);
    assert_eq!(random::bytes(9).read_as::<u8>().unwrap(), third);
    assert_ne!(Generator::from_entropy().get_state(), Generator::from_entropy().get_state());
}

#[test]
fn parameters_may_be_arrays() {
    let g = Generator::new(4);
    let loc = array![[0.0], [100.0]];
    let scale = array![0.0, 1.0, 2.0];
    let x = g.normal(&loc, &scale, &[2, 3]).read_as::<f64>().unwrap();
    assert_eq!((x[[0, 0]], x[[1, 0]]), (0.0, 100.0));
    assert!((x[[1, 2]] - 100.0).abs() < 20.0 && x[[0, 1]] != x[[0, 2]]);
    // The same numbers as with a number for a parameter.
    let state = g.get_state();
    let many = g.poisson(&Array1::from_elem(60, 3.5), &[60]).read_as::<i64>().unwrap();
    g.set_state(state);
    assert_eq!(g.poisson(3.5, &[60]).read_as::<i64>().unwrap(), many);
    let n = array![0i32, 5, 1000];
    let x = g.binomial(&n, 1.0, &[4, 3]).read_as::<i64>().unwrap();
    assert_eq!([x[[2, 0]], x[[2, 1]], x[[2, 2]]], [0, 5, 1000]);
    assert_eq!(g.normal(1, scalar(0u8), &[1]).read_as::<f64>().unwrap()[0], 1.0);
    let bad = array![1.0, -1.0];
    let error = g.normal(0.0, &bad, &[2]).load().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Value);
    assert_eq!(error.to_string(), "random normal: expected scale of 0 or more, found -1.0");
    assert_eq!(g.normal(&loc, 1.0, &[5]).load().unwrap_err().kind(), ErrorKind::Shape);
    assert_eq!(g.binomial(2.5, 0.5, &[5]).load().unwrap_err().kind(), ErrorKind::WrongType);
    assert_eq!(g.poisson("x", &[5]).load().unwrap_err().kind(), ErrorKind::WrongType);
}

#[test]
fn parameters_out_of_range_are_refused() {
    let g = Generator::new(0);
    let nan = f64::NAN;
    let s: &[usize] = &[2];
    let refused = [
        g.normal(0.0, -1.0, s),
        g.normal(0.0, -0.0, s),
        g.gamma(-1.0, 1.0, s),
        g.beta(0.0, 1.0, s),
        g.binomial(-1, 0.5, s),
        g.binomial(3, 1.5, s),
        g.binomial(3, nan, s),
        g.chisquare(0.0, s),
        g.dirichlet(&[1.0, 0.0], s),
        g.dirichlet(&[], s),
        g.geometric(0.0, s),
        g.geometric(1.1, s),
        g.hypergeometric(-1, 2, 1, s),
        g.hypergeometric(1, 2, 5, s),
        g.logseries(1.0, s),
        g.logseries(-0.1, s),
        g.multinomial(5, &[0.5, 0.6, 0.1], s),
        g.multinomial(-5, &[0.5, 0.5], s),
        g.multinomial(5, &[], s),
        g.negative_binomial(0.0, 0.5, s),
        g.noncentral_chisquare(0.0, 1.0, s),
        g.noncentral_chisquare(1.0, -1.0, s),
        g.noncentral_f(1.0, 1.0, -1.0, s),
        g.pareto(0.0, s),
        g.poisson(-1.0, s),
        g.poisson(1e19, s),
        g.poisson(nan, s),
        g.power(0.0, s),
        g.rayleigh(-1.0, s),
        g.standard_gamma(-1.0, s),
        g.standard_t(0.0, s),
        g.triangular(1.0, 0.0, 2.0, s),
        g.triangular(1.0, 1.0, 1.0, s),
        g.triangular(0.0, 3.0, 2.0, s),
        g.uniform(0.0, f64::INFINITY, s),
        g.vonmises(0.0, -1.0, s),
        g.wald(0.0, 1.0, s),
        g.weibull(-1.0, s),
        g.zipf(1.0, s),
        g.zipf(nan, s),
        g.randint(5, 5, s),
        g.randint(5, 2, s),
        g.random_integers(3, 2, s),
        g.choice(0, s, true, None),
        g.choice(3, &[5], false, None),
        g.choice(3, s, true, Some(&[0.5, 0.5])),
        g.choice(2, s, true, Some(&[0.5, 0.6])),
        g.choice(2, s, true, Some(&[-0.5, 1.5])),
        g.permutation(-1),
        g.choice(3, &[3], false, Some(&[0.5, 0.5, 0.0])),
        g.multivariate_normal(&[0.0; 2], array![[1.0, 2.0], [2.0, 1.0]].view(), s),
        g.multivariate_normal(&[0.0; 2], array![[1.0, 0.5], [0.0, 1.0]].view(), s),
        g.multivariate_normal(&[0.0; 2], array![[1.0, 2.0, 3.0]].view(), s),
    ];
    for (i, expr) in refused.iter().enumerate() {
        let error = expr.load().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value, "{i}: {error}");
        assert!(error.to_string().contains("expected"), "{error}");
    }
    // What numpy gives for the edges.
    assert!(g.normal(0.0, nan, s).read_as::<f64>().unwrap()[0].is_nan());
    assert!(g.gamma(nan, 1.0, s).read_as::<f64>().unwrap()[0].is_nan());
    assert!(g.beta(nan, 1.0, s).read_as::<f64>().unwrap()[0].is_nan());
    assert_eq!(g.gamma(0.0, 1.0, s).read_as::<f64>().unwrap()[0], 0.0);
    assert_eq!(g.weibull(0.0, s).read_as::<f64>().unwrap()[0], 0.0);
    assert_eq!(g.logseries(0.0, s).read_as::<i64>().unwrap()[0], 1);
    assert_eq!(g.zipf(2000.0, s).read_as::<i64>().unwrap()[0], 1);
    assert_eq!(g.rand(&[0, 3]).load().unwrap().shape(), [0, 3]);
    assert_eq!(g.rand(&[]).load().unwrap().shape(), [] as [usize; 0]);
    assert_eq!(g.permutation(0).load().unwrap().shape(), [0]);
}

#[test]
fn integers_are_even_over_any_range() {
    let g = Generator::new(8);
    let x = g.randint(i64::MIN, i64::MAX, &[20_000]).read_as::<i64>().unwrap();
    let negative = x.iter().filter(|x| **x < 0).count() as f64;
    assert!((negative - 10_000.0).abs() < 5.0 * 5000f64.sqrt());
    let x = g.random_integers(i64::MIN, i64::MAX, &[100]).read_as::<i64>().unwrap();
    assert!(x.iter().any(|x| *x > i64::MAX / 2) && x.iter().any(|x| *x < i64::MIN / 2));
    let state = g.get_state();
    let wide = g.randint(-128, 128, &[500]).read_as::<i64>().unwrap();
    g.set_state(state);
    let narrow = g.randint_as(-128, 128, &[500], ElementType::I8).read_as::<i8>().unwrap();
    assert_eq!(narrow.mapv(i64::from), wide);
    for (low, high, ty) in [
        (-1, 5, ElementType::U8),
        (0, 257, ElementType::U8),
        (-129, 0, ElementType::I8),
        (-1, 5, ElementType::U64),
        (0, 3, ElementType::Bool),
        (0, 2, ElementType::F64),
        (5, 5, ElementType::U8),
    ] {
        let error = g.randint_as(low, high, &[2], ty).load().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value, "{low} {high} {ty}: {error}");
    }
    let coins = g.randint_as(0, 2, &[1000], ElementType::Bool).read_as::<bool>().unwrap();
    let heads = coins.iter().filter(|b| **b).count() as f64;
    assert!((heads - 500.0).abs() < 5.0 * 250f64.sqrt());
    let bytes = g.bytes(256_000).read_as::<u8>().unwrap();
    let mut counts = [0f64; 256];
    bytes.iter().for_each(|b| counts[usize::from(*b)] += 1.0);
    // Chi-square of 255 degrees of freedom: 6 standard deviations above its mean.
    let chi: f64 = counts.iter().map(|c| (c - 1000.0).powi(2) / 1000.0).sum();
    assert!(chi < 255.0 + 6.0 * 510f64.sqrt(), "{chi}");
}

/// Chi-square of counts that should be equal, in standard deviations above its mean.
fn unevenness(counts: &[f64]) -> f64 {
    let want = counts.iter().sum::<f64>() / counts.len() as f64;
    let chi: f64 = counts.iter().map(|c| (c - want).powi(2) / want).sum();
    let df = counts.len() as f64 - 1.0;
    (chi - df) / (2.0 * df).sqrt()
}

#[test]
fn every_order_is_equally_likely() {
    let mut counts = vec![0.0; 120];
    let g = Generator::new(12);
    for _ in 0..12_000 {
        let order = g.permutation(5).read_as::<i64>().unwrap().into_iter().collect::<Vec<_>>();
        let mut left: Vec<i64> = (0..5).collect();
        let mut rank = 0;
        for x in order {
            let at = left.iter().position(|y| *y == x).unwrap();
            rank = rank * left.len() + at;
            left.remove(at);
        }
        counts[rank] += 1.0;
    }
    assert!(unevenness(&counts) < 6.0);
}

#[test]
fn a_large_permutation_is_one() {
    for n in [65_537usize, 100_003, 131_072] {
        let order = Generator::new(n as u64).permutation(n as i64).read_as::<i64>().unwrap();
        let mut seen = vec![false; n];
        order.iter().for_each(|x| seen[*x as usize] = true);
        assert!(seen.iter().all(|s| *s), "{n}");
        // Where the first 1024 go to, and how many stay or keep their neighbour.
        let mut cells = vec![0.0; 64];
        order.iter().take(4096).for_each(|x| cells[*x as usize * 64 / n] += 1.0);
        assert!(unevenness(&cells) < 6.0, "{n}");
        let next = order.iter().zip(order.iter().skip(1)).filter(|(a, b)| **b == **a + 1).count();
        assert!(next < 12, "{n}: {next} neighbours");
        let fixed = order.iter().enumerate().filter(|(i, x)| *i as i64 == **x).count();
        assert!(fixed < 12, "{n}: {fixed} fixed");
    }
}

#[test]
fn choice_follows_p_and_does_not_repeat() {
    let g = Generator::new(21);
    let p = [0.1, 0.2, 0.7];
    let x = g.choice(3, &[30_000], true, Some(&p)).read_as::<i64>().unwrap();
    for (i, p) in p.iter().enumerate() {
        let share = x.iter().filter(|x| **x == i as i64).count() as f64 / 30_000.0;
        assert!((share - p).abs() < 5.0 * (p * (1.0 - p) / 30_000.0).sqrt());
    }
    let mut first = [0.0; 3];
    let mut second = [0.0; 3];
    for _ in 0..20_000 {
        let x = g.choice(3, &[2], false, Some(&p)).read_as::<i64>().unwrap();
        assert_ne!(x[0], x[1]);
        first[x[0] as usize] += 1.0 / 20_000.0;
        second[x[1] as usize] += 1.0 / 20_000.0;
    }
    for (i, want) in p.iter().enumerate() {
        assert!((first[i] - want).abs() < 0.02, "{first:?}");
        // Successive draws: P(second = i) = sum over j of p[j] p[i] / (1 - p[j]).
        let want: f64 = (0..3).filter(|j| *j != i).map(|j| p[j] * want / (1.0 - p[j])).sum();
        assert!((second[i] - want).abs() < 0.02, "{second:?}");
    }
}

#[test]
fn arrays_are_permuted_and_shuffled_by_rows() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let rows = Array2::from_shape_fn((50, 3), |(i, j)| (10 * i + j) as i64);
    let x = H5Array::from_array(&file, "x", &rows).unwrap();
    let check = |got: Vec<i64>| {
        let mut firsts: Vec<i64> = got.chunks(3).map(|r| r[0]).collect();
        assert!(got.chunks(3).all(|r| r[1] == r[0] + 1 && r[2] == r[0] + 2));
        assert!(!firsts.is_sorted());
        firsts.sort_unstable();
        assert!(firsts.into_iter().eq((0..50).map(|i| i * 10)));
    };
    let g = Generator::new(3);
    let permuted = g.permuted(&x);
    check(permuted.read_as::<i64>().unwrap().iter().copied().collect());
    let order = |e: &Expr<'_>| e.read_as::<i64>().unwrap();
    assert_eq!(order(&permuted), order(&Generator::new(3).permuted(&rows)));
    for block in [None, Some(1), Some(7)] {
        let _guard = block.map(|n| Options::new().block_elements(n).scoped());
        g.shuffle(&x).unwrap();
        check(x.read().unwrap().iter().copied().collect());
    }
    let column = H5Array::from_array(&file, "column", &Array1::from_iter((0..60).map(|i| i * 3)));
    let column = column.unwrap();
    for block in [None, Some(1), Some(7)] {
        let _guard = block.map(|n| Options::new().block_elements(n).scoped());
        let all = g.choice_of(&column, &[6, 10], false, None).read_as::<i64>().unwrap();
        assert_eq!(all.shape(), [6, 10]);
        let mut all: Vec<i64> = all.into_iter().collect();
        all.sort_unstable();
        assert!(all.into_iter().eq((0..60).map(|i| i * 3)));
        let g = Generator::new(1);
        let places = g.choice(60, &[500], true, None).read_as::<i64>().unwrap();
        g.seed(1);
        let chosen = g.choice_of(&column, &[500], true, None).read_as::<i64>().unwrap();
        assert_eq!(places * 3, chosen);
    }
    assert_eq!(g.choice_of(&x, &[2], true, None).load().unwrap_err().kind(), ErrorKind::Value);
    assert_eq!(g.permuted(scalar(1i64)).load().unwrap_err().kind(), ErrorKind::Value);
}

#[test]
fn random_numbers_go_straight_into_datasets() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    for (i, (name, call)) in calls().into_iter().enumerate() {
        let expr = call(&Generator::new(6), &[20, 9]);
        let stored = expr.write_to(&file, &format!("{i} {name}")).unwrap();
        assert_eq!(stored.shape(), expr.shape(), "{name}");
        let again: Expr<'_> = ch5_array::ArrayLike::expr(&stored);
        assert!(again.load().unwrap() == expr.load().unwrap(), "{name}");
    }
}
