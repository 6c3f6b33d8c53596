//! Workloads on objects.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{Case, Check};

/// A record of W12d: its fields are known before, as the peers' types know them.
#[derive(Serialize, Deserialize)]
struct Record {
    id: i64,
    score: f64,
    name: String,
}

fn tree(depth: usize, tag: &str) -> Value {
    if depth == 0 {
        return json!({"name": tag, "rate": tag.len() as f64 / 8.0, "size": tag.len()});
    }
    let children = (0..4).map(|k| (format!("n{k}"), tree(depth - 1, &format!("{tag}{k}"))));
    Value::Object(children.collect())
}

fn object(workload: &str) -> Value {
    match workload {
        "W12a" => {
            let one = |i: i64| match i % 3 {
                0 => json!(i),
                1 => json!(i as f64 / 2.0),
                _ => json!(format!("v{i}")),
            };
            Value::Object((0..10_000).map(|i| (format!("k{i:05}"), one(i))).collect())
        }
        "W12b" => tree(5, "c"),
        _ => json!((0..10_000).collect::<Vec<i64>>()),
    }
}

fn records() -> Vec<Record> {
    let one = |i: i64| Record { id: i, score: i as f64 / 4.0, name: format!("r{i}") };
    (0..10_000).map(one).collect()
}

/// With sorted keys, as the checksum wants it.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut all: Vec<(String, Value)> = fields.into_iter().collect();
            all.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(all.into_iter().map(|(k, v)| (k, sorted(v))).collect::<Map<_, _>>())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// What is stored, made at the first call.
static OBJECT: OnceLock<Value> = OnceLock::new();
static RECORDS: OnceLock<Vec<Record>> = OnceLock::new();

/// Makes what a workload stores.
pub(crate) fn make(workload: &str) {
    if workload == "W12d" {
        RECORDS.get_or_init(records);
    } else {
        OBJECT.get_or_init(|| object(workload));
    }
}

/// Stores a value, and reads it back from a file that is opened anew.
fn back<T: Serialize + DeserializeOwned + 'static>(value: &T, case: &Case) -> Check {
    let path = case.out.join("o.h5");
    let file = ch5::File::open(&path, ch5::H5Mode::Truncate).unwrap();
    ch5::write_serde(&file, "o", value).unwrap();
    file.close().unwrap();
    let file = ch5::File::open(&path, ch5::H5Mode::Read).unwrap();
    let back: T = ch5::read_serde(&file, "o").unwrap();
    Box::new(move || {
        let text = serde_json::to_string(&sorted(serde_json::to_value(back).unwrap())).unwrap();
        format!("crc32:{:08x}", crc32fast::hash(text.as_bytes()))
    })
}

/// Runs a workload.
pub(crate) fn run(workload: &str, case: &Case) -> Check {
    match workload {
        "W13" => {
            let file = case.named("groups");
            let root = file.root().unwrap();
            let value: f64 = ch5::read_serde(&root, "g05000/value").unwrap();
            let groups = root.len().unwrap();
            Box::new(move || format!("{value:?},{groups}"))
        }
        "W12d" => back(RECORDS.get_or_init(records), case),
        _ => back(OBJECT.get_or_init(|| object(workload)), case),
    }
}
