//! What every function adds to the process beside its options' memory: a process of its own, with
//! an allocator that counts.
//!
//! `cargo test --release -p ch5-array --test memory -- --ignored --nocapture` runs all functions
//! on 256 MB under a cap of 16 MB; `CH5_ROW` names a part of their names.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod inputs;
mod measure;
#[path = "../rows/mod.rs"]
mod rows;

use std::sync::{Mutex, PoisonError};

use ch5_array::{File, H5Mode, Options, Result};
use inputs::Inputs;
use measure::added;
use rows::{Given, Row};

const MIB: usize = 1 << 20;
/// What a computation may add beyond its cap.
const BEYOND: usize = 8 * MIB;
/// What one adds at least, or nothing was measured.
const LEAST: usize = 4 << 10;

/// One measurement at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs a row; what it gives goes to datasets of a file of its own.
fn run(row: &Row, given: &Given<'_>) -> Result<()> {
    for (i, result) in (row.run)(given)?.into_iter().enumerate() {
        result.write_to(given.file, &format!("result{i}"))?;
    }
    Ok(())
}

/// Measures rows; those over the limit, or that failed.
fn measure(rows: &[&Row], bytes: usize, cap: usize) -> Vec<String> {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let dir = tempfile::tempdir().unwrap();
    let mut inputs = Inputs::new(dir.path(), bytes);
    let mut over = Vec::new();
    let _scope = Options::new().max_memory_usage(cap as u64).unwrap().threads(2).scoped();
    if let Some(row) = rows.first() {
        // A first use brings in what the library itself needs.
        let input = inputs.get(row.input, row.writes());
        let file = File::open(dir.path().join("first.h5"), H5Mode::Truncate).unwrap();
        run(row, &Given { array: &input, file: &file }).unwrap();
    }
    for row in rows {
        let input = inputs.get(row.input, row.writes());
        let path = dir.path().join("results.h5");
        let file = File::open(&path, H5Mode::Truncate).unwrap();
        let given = Given { array: &input, file: &file };
        let began = std::time::Instant::now();
        let (done, added) = added(|| run(row, &given));
        let name = format!("{} {}", row.family, row.name);
        let mb = |bytes: usize| bytes as f64 / MIB as f64;
        println!(
            "{name}: {:.1} MB counted, {:.1} MB resident, {:.1} s",
            mb(added.counted),
            mb(added.resident),
            began.elapsed().as_secs_f64()
        );
        if let Err(error) = done {
            over.push(format!("{name}: {error}"));
        } else if added.most() > cap + BEYOND {
            over.push(format!("{name}: {:.1} MB", mb(added.most())));
        } else if added.counted < LEAST && !row.told {
            over.push(format!("{name}: {} bytes: is it measured?", added.counted));
        }
        drop(file);
        std::fs::remove_file(path).unwrap();
    }
    over
}

fn check(rows: &[&Row], bytes: usize, cap: usize) {
    let over = measure(rows, bytes, cap);
    assert!(over.is_empty(), "{} of {}:\n{}", over.len(), rows.len(), over.join("\n"));
}

/// One or two functions of each engine and family, on 64 MB under 16 MB. No function of texts is
/// among them: what stays resident of their many pieces differs from run to run, within the bound
/// or some megabytes above. The run of all functions has them.
const SAMPLE: &[&str] = &[
    "elementwise add",
    "more of elements a row beside the whole",
    "reductions sum",
    "reductions std along an axis",
    "scans cumsum along an axis",
    "sorting sort flat",
    "statistics median",
    "differences gradient along an axis",
    "linear matmul",
    "manipulation transpose",
    "manipulation concatenate",
    "indexing an index array",
    "indexing mask",
    "in place assign from elsewhere in itself",
    "writing by index putmask",
    "creation fromfunction",
    "random normal",
];

#[test]
fn a_sample_stays_within_its_cap() {
    let all = rows::all();
    let named = |name: &&str| {
        let mut found = all.iter().filter(|row| format!("{} {}", row.family, row.name) == **name);
        found.next().unwrap_or_else(|| panic!("no row {name}"))
    };
    let sample: Vec<&Row> = SAMPLE.iter().map(named).collect();
    check(&sample, 64 * MIB, 16 * MIB);
}

#[test]
#[ignore = "runs for many minutes; in release"]
fn every_function_stays_within_its_cap() {
    let only = std::env::var("CH5_ROW").unwrap_or_default();
    let all = rows::all();
    let named = |row: &&Row| format!("{} {}", row.family, row.name).contains(&only);
    let rows: Vec<&Row> = all.iter().filter(named).collect();
    check(&rows, 256 * MIB, 16 * MIB);
}

#[test]
fn what_is_held_is_seen() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let held = || {
        let held = vec![1u8; 48 * MIB];
        held.iter().step_by(4096).map(|b| u64::from(*b)).sum::<u64>()
    };
    let (sum, added) = added(held);
    assert!(sum > 0);
    assert!(added.counted >= 48 * MIB && added.resident >= 40 * MIB, "{added:?}");
}
