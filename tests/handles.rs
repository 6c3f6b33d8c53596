//! Handles cross a process boundary as serde values.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5::{Dataset, File, Group, H5Array, H5Dict, H5List, H5Mode};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Job {
    file: File,
    group: Group,
    dataset: Dataset,
    dict: H5Dict,
    list: H5List,
    array: H5Array<f64>,
    any: H5Array,
}

const CHILD: &str = "CH5_TEST_JOB";

/// Runs only in the second process: opens what the job names and says what it found.
#[test]
fn child() {
    let Some(job) = std::env::var_os(CHILD) else { return };
    let job: Job = serde_json::from_str(job.to_str().unwrap()).unwrap();
    println!(
        "found {:?} {:?} {:?} {} {:?} {} {:?}",
        job.file.mode(),
        job.group.names().unwrap(),
        job.dataset.shape(),
        job.dict.get::<i32>("n").unwrap(),
        job.list.to_vec::<String>().unwrap(),
        job.array.read().unwrap().sum(),
        job.any.shape(),
    );
}

#[test]
fn a_second_process_opens_what_the_first_names() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let mut root = H5Dict::open(&path, H5Mode::Truncate).unwrap();
    root.insert("inner", &std::collections::BTreeMap::from([("n", 5)])).unwrap();
    root.insert("list", &vec!["a".to_string(), "b".to_string()]).unwrap();
    root.insert("array", &vec![1.5, 2.5]).unwrap();
    root.close().unwrap();

    let root = H5Dict::open(&path, H5Mode::Read).unwrap();
    let job = Job {
        file: root.group().file(),
        group: root.group().group("inner").unwrap(),
        dataset: root.group().dataset("array").unwrap(),
        dict: root.dict("inner").unwrap(),
        list: H5List::of(&root, "list").unwrap(),
        array: root.get("array").unwrap(),
        any: root.get("array").unwrap(),
    };
    let text = serde_json::to_string(&job).unwrap();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture"])
        .env(CHILD, &text)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("found Read [\"n\"] [2] 5 [\"a\", \"b\"] 4 [2]"), "{said}");

    // In the same process, and through ch5 itself.
    drop(job);
    drop(root);
    let other = dir.path().join("b.h5");
    ch5::save_serde(&other, &serde_json::from_str::<Job>(&text).unwrap()).unwrap();
    let back: Job = ch5::load_serde(&other).unwrap();
    assert_eq!(back.dict.get::<i32>("n").unwrap(), 5);
}

#[test]
fn handles_of_a_stage_refuse() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    ch5::save(&path, &1).unwrap();
    let error = ch5::update(&path, |dict| {
        let handle = dict.clone();
        dict.insert_serde("handle", &handle)
    })
    .unwrap_err();
    assert!(error.to_string().contains("vanish"), "{error}");
}

#[test]
fn what_is_gone_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    ch5::save(&path, &1).unwrap();
    let file = File::open(&path, H5Mode::Read).unwrap();
    let text = serde_json::to_string(&file).unwrap();
    drop(file);
    std::fs::remove_file(&path).unwrap();
    let error = serde_json::from_str::<File>(&text).unwrap_err();
    assert!(error.to_string().contains("a.h5") && error.to_string().contains("does not exist"));
}
