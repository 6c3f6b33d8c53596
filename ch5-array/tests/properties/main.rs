//! What holds for all arrays: random expressions give the same answer in blocks of any size, on
//! any number of threads, under any cap and from chunks of any shape; indices pick what numpy's
//! rules say; writing in place is computing and writing.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod compare;
mod index;
mod inplace;
mod oracle;
mod reference;
mod stored;
mod strategy;
mod tree;
mod trees;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Runs a check on many values, always the same ones; a failure shows the smallest value.
fn check<S: Strategy>(cases: u32, strategy: S, check: impl Fn(S::Value)) {
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(0x6368_3521),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    let done = TestRunner::new(config).run(&strategy, |value| {
        check(value);
        Ok(())
    });
    done.unwrap_or_else(|e| panic!("{e}"));
}
