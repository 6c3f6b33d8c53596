//! Arbitrary values of serde's whole data model come back as they were, however they are stored.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod model;
mod strategy;

use std::collections::BTreeMap;
use std::fmt::Debug;

use ch5::{
    Bincode, File, H5Mode, Packed, Serde, read_object, read_serde, write_object, write_serde,
};
use model::{Json, Model};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde::Serialize;
use serde::de::DeserializeOwned;

const CASES: u32 = 256;

/// Runs a check on many values, always the same ones; a failure shows the smallest value.
fn check<S: Strategy>(strategy: S, check: impl Fn(&File, &S::Value)) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let config = Config {
        cases: CASES,
        rng_seed: RngSeed::Fixed(0x6368_3521),
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let file = std::cell::RefCell::new(None);
    let case = std::cell::Cell::new(0);
    let done = runner.run(&strategy, |value| {
        // A new file now and then: it must stay small, and be closed.
        if case.get() % 32 == 0 {
            // The old one is closed first.
            *file.borrow_mut() = None;
            *file.borrow_mut() = Some(File::open(&path, H5Mode::Truncate).unwrap());
        }
        let name = format!("{}", case.get());
        case.set(case.get() + 1);
        if let Some(file) = &*file.borrow() {
            file.root().unwrap().create_group(&name).unwrap();
            check(file, &value);
        }
        Ok(())
    });
    done.unwrap_or_else(|e| panic!("{e}"));
}

/// A name in the last group of a file.
fn place(file: &File, name: &str) -> ch5::Group {
    let root = file.root().unwrap();
    let last = root.names().unwrap().pop().unwrap();
    let group = root.group(&last).unwrap();
    assert!(!group.has(name).unwrap());
    group
}

fn round<T: Serialize + DeserializeOwned + PartialEq + Debug>(file: &File, name: &str, value: &T) {
    let group = place(file, name);
    write_serde(&group, name, value).unwrap_or_else(|e| panic!("write {name}: {e}"));
    let back: T = read_serde(&group, name).unwrap_or_else(|e| panic!("read {name}: {e}"));
    assert_eq!(&back, value, "{name}");
}

#[test]
fn alone() {
    check(strategy::model(true), |file, value| round(file, "value", value));
}

#[test]
fn in_lists() {
    let lists = proptest::collection::vec(strategy::model(true), 0..5);
    check(lists, |file, values| round(file, "list", values));
}

#[test]
fn in_maps() {
    let maps = proptest::collection::btree_map(strategy::key(), strategy::model(true), 0..4);
    check(maps, |file, map| {
        round(file, "map", map);
        round(file, "maps", &vec![map.clone(), BTreeMap::new()]);
    });
}

#[test]
fn packed() {
    check(strategy::model(false), |file, value| {
        let group = place(file, "packed");
        write_object(&group, "packed", &Packed(Serde(value))).unwrap_or_else(|e| panic!("{e}"));
        let back: Model = read_serde(&group, "packed").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(&back, value);
    });
}

#[test]
fn bincoded() {
    check(strategy::model(true), |file, value| {
        let group = place(file, "bincode");
        let value = Bincode(value.clone());
        write_object(&group, "bincode", &value).unwrap_or_else(|e| panic!("{e}"));
        let back: Bincode<Model> = read_object(&group, "bincode").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(back, value);
    });
}

#[test]
fn values_without_a_type() {
    check(strategy::json(), |file, value: &Json| {
        round(file, "value", value);
        round(file, "list", &vec![value.clone(), Json::Null, value.clone()]);
        let group = place(file, "packed");
        write_object(&group, "packed", &Packed(Serde(value))).unwrap_or_else(|e| panic!("{e}"));
        let back: Json = read_serde(&group, "packed").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(&back, value);
    });
}

/// The values are worth testing: every kind comes, at every depth.
#[test]
fn the_values_are_rich() {
    let config = Config { rng_seed: RngSeed::Fixed(0x6368_3521), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let strategy = strategy::model(true);
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let mut deepest = 0;
    for _ in 0..CASES {
        let value = strategy.new_tree(&mut runner).unwrap().current();
        value.kinds(0, &mut |kind, depth| {
            *seen.entry(kind.to_string()).or_default() += 1;
            deepest = deepest.max(depth);
        });
    }
    assert_eq!(seen.len(), model::KINDS, "{:?}", seen.keys());
    assert!(deepest >= 3, "{deepest}");
}
