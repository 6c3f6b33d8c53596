//! What numpy returned for every function of the roadmap, against what ch5 returns, with every
//! array argument in a file.
//!
//! `CH5_GOLDEN` is the directory of the set, `CH5_GOLDEN_BLOCK` the elements of a block (default:
//! both 1 and without limit), `CH5_GOLDEN_ONLY` a part of function names, `CH5_GOLDEN_SHOW` prints
//! the cases that are wrong.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, missing_docs)]

mod answer;
mod args;
mod compare;
mod families;
mod property;
mod set;

use std::collections::BTreeMap;

use ch5_array::Options;

/// Elements of a block, and of a chunk along each axis.
const WALKS: [(Option<usize>, usize); 4] = [(Some(1), 1), (None, 1), (Some(1), 3), (None, 3)];

fn main() {
    let set = set::Set::load();
    let only = std::env::var("CH5_GOLDEN_ONLY").unwrap_or_default();
    let show = std::env::var("CH5_GOLDEN_SHOW").is_ok();
    let block: Option<usize> =
        std::env::var("CH5_GOLDEN_BLOCK").ok().map(|text| text.parse().unwrap());
    let walks: Vec<(Option<usize>, usize)> = match block {
        Some(block) => vec![(Some(block), 1), (Some(block), 3)],
        None => WALKS.to_vec(),
    };
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong: BTreeMap<usize, String> = BTreeMap::new();
    for (block, chunk) in walks {
        let file = set.store(chunk);
        let mut options = Options::new();
        if let Some(block) = block {
            options = options.block_elements(block);
        }
        let _scope = options.scoped();
        // Panics are answers too: wrong ones.
        std::panic::set_hook(Box::new(|_| {}));
        for (at, case) in set.cases.iter().enumerate() {
            if !case.function.contains(&only) {
                continue;
            }
            let ran =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| case.run(&set, &file)));
            if let Err(why) = ran.unwrap_or_else(|_| Err("panics".to_owned())) {
                wrong.entry(at).or_insert_with(|| {
                    format!("{} (block {block:?}, chunk {chunk}): {why}", case.id)
                });
            }
        }
    }
    for (at, case) in set.cases.iter().enumerate() {
        if case.function.contains(&only) {
            let total = totals.entry(&case.function).or_default();
            total.0 += usize::from(!wrong.contains_key(&at));
            total.1 += 1;
        }
    }
    if show {
        wrong.values().for_each(|why| println!("{why}"));
    }
    totals.iter().for_each(|(name, (right, all))| println!("{name} {right}/{all}"));
    let all: usize = totals.values().map(|t| t.1).sum();
    println!("numpy golden: {}/{all} right", all - wrong.len());
    if !wrong.is_empty() {
        std::process::exit(1);
    }
}
