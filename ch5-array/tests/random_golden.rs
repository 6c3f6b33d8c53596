//! Random numbers against numpy: the old generator number by number. Prints `function right/total`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ndarray::ArrayD;
use ch5_array::random::*;
use serde_json::Value;

#[path = "random/score.rs"]
mod score;

use score::{Score, floats, golden};

fn nested<T: Copy + Into<Value>>(array: &ArrayD<T>) -> Value {
    match array.ndim() {
        0 => (*array.first().unwrap()).into(),
        _ => array.outer_iter().map(|a| nested(&a.to_owned())).collect(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Equal bit for bit, 2 and 2.0 told apart.
fn same(got: &Value, want: &Value) -> bool {
    match (got, want) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Number(a), Value::Number(b)) if a.is_f64() && b.is_f64() => {
            a.as_f64().unwrap().to_bits() == b.as_f64().unwrap().to_bits()
        }
        _ => got == want,
    }
}

fn compare(score: &mut Score, name: &str, seed: u32, got: &Value, want: &Value) {
    score.add(name, same(got, want), || format!("{name}, seed {seed}: {got} for {want}"));
}

/// The result of a call of the set.
fn call(rs: &mut RandomState, name: &str, args: &[Value], kwargs: &Value) -> Value {
    let x = |i: usize| args[i].as_f64().unwrap();
    let n = |i: usize| args[i].as_i64().unwrap();
    // The size is the argument after the parameters.
    let size = |i: usize| -> Vec<usize> {
        args.get(i).or(kwargs.get("size")).map_or(vec![], |v| vec![v.as_u64().unwrap() as usize])
    };
    let all = || -> Vec<usize> { (0..args.len()).map(|i| n(i) as usize).collect() };
    macro_rules! draw {
        ($method:ident($($arg:expr),*)) => {{
            let arguments = [$(stringify!($arg)),*].len();
            nested(&rs.$method($($arg,)* &size(arguments)).unwrap())
        }};
    }
    match name {
        "rand" => nested(&rs.rand(&all()).unwrap()),
        "randn" => nested(&rs.randn(&all()).unwrap()),
        "random_sample" => nested(&rs.random_sample(&size(0)).unwrap()),
        "standard_normal" => nested(&rs.standard_normal(&size(0)).unwrap()),
        "standard_exponential" => nested(&rs.standard_exponential(&size(0)).unwrap()),
        "standard_cauchy" => nested(&rs.standard_cauchy(&size(0)).unwrap()),
        "randint" if args.len() == 1 => nested(&rs.randint(0, n(0), &size(1)).unwrap()),
        "randint" => draw!(randint(n(0), n(1))),
        "random_integers" => draw!(random_integers(n(0), n(1))),
        "uniform" => draw!(uniform(x(0), x(1))),
        "normal" => draw!(normal(x(0), x(1))),
        "exponential" => draw!(exponential(x(0))),
        "permutation" => rs.permutation(n(0) as usize).into(),
        "choice" => {
            let replace = kwargs.get("replace").is_none_or(|v| v.as_bool().unwrap());
            let p = kwargs.get("p").map(floats);
            nested(&rs.choice(n(0), &size(1), replace, p.as_deref()).unwrap())
        }
        "bytes" => hex(&rs.bytes(n(0) as usize)).into(),
        "poisson" => draw!(poisson(x(0))),
        "binomial" => draw!(binomial(n(0), x(1))),
        "standard_gamma" => draw!(standard_gamma(x(0))),
        "gamma" => draw!(gamma(x(0), x(1))),
        "beta" => draw!(beta(x(0), x(1))),
        "chisquare" => draw!(chisquare(x(0))),
        "laplace" => draw!(laplace(x(0), x(1))),
        "logistic" => draw!(logistic(x(0), x(1))),
        "gumbel" => draw!(gumbel(x(0), x(1))),
        "lognormal" => draw!(lognormal(x(0), x(1))),
        "rayleigh" => draw!(rayleigh(x(0))),
        "weibull" => draw!(weibull(x(0))),
        "pareto" => draw!(pareto(x(0))),
        "power" => draw!(power(x(0))),
        "standard_t" => draw!(standard_t(x(0))),
        "triangular" => draw!(triangular(x(0), x(1), x(2))),
        "geometric" => draw!(geometric(x(0))),
        "zipf" => draw!(zipf(x(0))),
        "logseries" => draw!(logseries(x(0))),
        "hypergeometric" => draw!(hypergeometric(n(0), n(1), n(2))),
        "negative_binomial" => draw!(negative_binomial(x(0), x(1))),
        "vonmises" => draw!(vonmises(x(0), x(1))),
        "wald" => draw!(wald(x(0), x(1))),
        "f" => draw!(f(x(0), x(1))),
        "noncentral_chisquare" => draw!(noncentral_chisquare(x(0), x(1))),
        "noncentral_f" => draw!(noncentral_f(x(0), x(1), x(2))),
        "dirichlet" => draw!(dirichlet(&floats(&args[0]))),
        "multinomial" => draw!(multinomial(n(0), &floats(&args[1]))),
        other => panic!("the set has a new function: {other}"),
    }
}

#[test]
fn the_old_generator_is_numpys() {
    let mut score = Score::default();
    for set in golden()["legacy_mt19937"].as_array().unwrap() {
        let seed = set["seed"].as_u64().unwrap() as u32;
        let state = RandomState::new(seed).get_state();
        compare(&mut score, "seed", seed, &state.keys[..6].into(), &set["state_first_keys"]);
        compare(
            &mut score,
            "seed",
            seed,
            &(*state.keys.last().unwrap()).into(),
            &set["state_last_key"],
        );
        compare(&mut score, "get_state", seed, &state.pos.into(), &set["state_pos"]);
        let mut rs = RandomState::new(seed);
        let raw: Value = (0..8).map(|_| rs.next_u32()).collect();
        compare(&mut score, "raw", seed, &raw, &set["raw_u32"]);
        for case in set["calls"].as_array().unwrap() {
            let name = case["fn"].as_str().unwrap();
            let args = case["args"].as_array().unwrap();
            let got = call(&mut RandomState::new(seed), name, args, &case["kwargs"]);
            compare(&mut score, name, seed, &got, &case["result"]);
        }
        let mut items: Vec<i64> = (0..10).collect();
        RandomState::new(seed).shuffle(&mut items);
        compare(&mut score, "shuffle", seed, &items.into(), &set["shuffle_arange10"]);
        let mut rs = RandomState::new(seed);
        for step in set["mixed_sequence"].as_array().unwrap() {
            let n = step["n"].as_u64().unwrap() as usize;
            let got = match step["fn"].as_str().unwrap() {
                "rand" => nested(&rs.rand(&[n]).unwrap()),
                "randn" => nested(&rs.randn(&[n]).unwrap()),
                "randint(0,10)" => nested(&rs.randint(0, 10, &[n]).unwrap()),
                other => panic!("the set has a new step: {other}"),
            };
            compare(&mut score, "mixed_sequence", seed, &got, &step["result"]);
        }
    }
    score.finish();
}

/// Parameters at the edges of the algorithms: numpy 2.3.5's `RandomState`, in the set's format.
#[test]
fn the_old_generator_is_numpys_at_the_edges() {
    let mut score = Score::default();
    let cases: Vec<Value> = serde_json::from_str(include_str!("data/random_extra.json")).unwrap();
    for case in &cases {
        let (seed, name) = (case["seed"].as_u64().unwrap() as u32, case["fn"].as_str().unwrap());
        let args = case["args"].as_array().unwrap();
        let got = call(&mut RandomState::new(seed), name, args, &case["kwargs"]);
        compare(&mut score, name, seed, &got, &case["result"]);
    }
    score.finish();
}

#[test]
fn a_state_is_taken_up_again() {
    let mut rs = RandomState::new(7);
    rs.randn(&[3]).unwrap();
    let state = rs.get_state();
    let ahead = (rs.randn(&[4]).unwrap(), rs.bytes(5));
    let mut other = RandomState::new(0);
    other.set_state(&state).unwrap();
    assert_eq!((other.randn(&[4]).unwrap(), other.bytes(5)), ahead);
    other.seed(7);
    rs.set_state(&RandomState::new(7).get_state()).unwrap();
    assert_eq!(rs, other);
    let bad = LegacyState { keys: vec![1], pos: 0, gauss: None };
    assert!(rs.set_state(&bad).unwrap_err().to_string().contains("624 keys"));
}

/// numpy.random.RandomState([1, 2, 3]) as numpy seeds it.
#[test]
fn seeds_may_be_lists() {
    assert_eq!(
        RandomState::from_words(&[1, 2, 3]).rand(&[2]).unwrap().as_slice().unwrap(),
        WORDS_123
    );
}

const WORDS_123: [f64; 2] = [0.6098612722867289, 0.8866970434146851];
