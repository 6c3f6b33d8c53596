//! The set of cases, and a count of those that are right.

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) fn golden() -> Value {
    serde_json::from_str(include_str!("../data/random_golden.json")).unwrap()
}

pub(crate) fn float(v: &Value) -> f64 {
    match v.as_str() {
        Some("Infinity") => f64::INFINITY,
        Some("-Infinity") => f64::NEG_INFINITY,
        _ => v.as_f64().unwrap(),
    }
}

pub(crate) fn floats(v: &Value) -> Vec<f64> {
    v.as_array().unwrap().iter().map(float).collect()
}

#[derive(Default)]
pub(crate) struct Score {
    functions: BTreeMap<String, (usize, usize)>,
    wrong: Vec<String>,
}

impl Score {
    pub(crate) fn add(&mut self, name: &str, right: bool, what: impl FnOnce() -> String) {
        let entry = self.functions.entry(name.to_string()).or_default();
        entry.1 += 1;
        if right {
            entry.0 += 1;
        } else {
            self.wrong.push(what());
        }
    }

    pub(crate) fn finish(self) {
        for (name, (right, total)) in &self.functions {
            println!("{name} {right}/{total}");
        }
        let right: usize = self.functions.values().map(|c| c.0).sum();
        let total: usize = self.functions.values().map(|c| c.1).sum();
        println!("random golden: {right}/{total} right");
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
        assert!(total > 0);
    }
}
