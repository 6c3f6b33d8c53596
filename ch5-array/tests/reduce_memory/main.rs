//! What reductions, scans and sorts of 256 MB add to the process under a cap of 16 MB: a process of its
//! own, since the peak of one never falls.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::reductions::Reductions;
use ch5_array::ops::scans::Scans;
use ch5_array::ops::sets::unique;
use ch5_array::ops::sorting::Sorting;
use ch5_array::ops::statistics::Statistics;
use ch5_array::{AsGroup, Chunks, DType, File, H5Array, H5Mode, NewDataset, Options};

const MIB: u64 = 1 << 20;
const ROWS: u64 = 8192;
const COLUMNS: u64 = 4096;

/// The highest resident memory so far.
fn peak() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
}

#[test]
fn stays_within_the_cap() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let new = NewDataset::new(DType::F64, &[ROWS, COLUMNS]).chunks(Chunks::Shape(vec![64, 512]));
    let dataset = file.as_group().unwrap().create_dataset("x", &new).unwrap();
    let strip: Vec<f64> = (0..64 * COLUMNS).map(|i| (i * 2_654_435_761 % 1009) as f64).collect();
    for row in (0..ROWS).step_by(64) {
        let block = ch5_array::Block::new(&[row, 0], &[64, COLUMNS]);
        dataset.write_bytes(&DType::F64, Some(&block), ch5_array::as_bytes(&strip)).unwrap();
    }
    drop(strip);
    let x: H5Array = H5Array::new(dataset).unwrap();
    let _scope = Options::new().max_memory_usage("16M").unwrap().threads(2).scoped();
    // A first small use brings in what the library itself needs.
    x.sum().axis(1).load().unwrap();
    let before = peak();
    let total: f64 = x.sum().item_as().unwrap();
    assert!(total > 0.0);
    x.std().axis(0).load().unwrap();
    x.argmax().axis(1).load().unwrap();
    let middle: f64 = x.median().item_as().unwrap();
    assert!((0.0..1009.0).contains(&middle));
    x.cumsum().axis(0).write_to(&file, "y").unwrap();
    let added = peak() - before;
    assert!(added <= 24 * MIB, "{added} bytes more");

    // Sorts of 64 MB in runs, and what stands on them.
    let part = x.slice(ch5_array::h5s![..2048]);
    part.sort().flat().write_to(&file, "sorted").unwrap();
    let added = peak() - before;
    assert!(added <= 24 * MIB, "sort: {added} bytes more");
    part.argsort().axis(0).write_to(&file, "places").unwrap();
    let added = peak() - before;
    assert!(added <= 24 * MIB, "argsort: {added} bytes more");
    let different = unique(part).inverse().counts().run().unwrap();
    assert_eq!(different.values.shape(), [1009]);
    let added = peak() - before;
    assert!(added <= 24 * MIB, "unique: {added} bytes more");

    // The measurement is alive: what is held shows.
    let held = vec![1u8; 64 << 20];
    assert!(held.iter().step_by(4096).map(|b| u64::from(*b)).sum::<u64>() > 0);
    assert!(peak() >= before + 32 * MIB, "the peak does not rise");
}
