//! Files of ch5 in Python, and files of Python in ch5: every row of the layout is written here
//! and read, value by value and datatype by datatype, by real h5py and ch5mpy, and the other way
//! round.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[cfg(feature = "sprs")]
#[path = "../../examples/anndata.rs"]
#[allow(dead_code)]
mod anndata;
mod arrays;
mod codecs;
mod compound;
mod enums;
mod foreign;
mod interpreter;
mod printed;
mod records;
mod rows;
mod scalars;
mod sequences;

use ch5::{File, H5Mode, read_object, read_serde};
use rows::Rows;

/// Writes a file of rows, and has a script of this folder judge it.
fn judged(script: &str, rows: impl FnOnce(&Rows)) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("rows.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let all = Rows::new(&file);
    rows(&all);
    let written = all.count();
    drop(all);
    file.close().unwrap();
    let said = interpreter::run(script, &[path.to_str().unwrap()]);
    println!("{script}: {}", said.trim());
    assert!(said.contains(&format!("rows: {written}/{written} right")), "{script}:\n{said}");
}

#[test]
fn arrays_print_as_numpy_prints_them() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("printed.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let count = printed::write(&file);
    file.close().unwrap();
    let said = interpreter::run("printed.py", &[path.to_str().unwrap()]);
    assert_eq!(said.trim(), format!("printed: {count}/{count} right"));
}

#[test]
fn h5py_reads_scalars() {
    judged("scalars.py", scalars::write);
}

#[test]
fn h5py_reads_records_and_maps() {
    judged("records.py", records::write);
}

#[test]
fn columns_of_records_go_both_ways() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("records.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    compound::write(&file);
    file.close().unwrap();
    assert_eq!(interpreter::run("compound.py", &[path.to_str().unwrap()]).trim(), "right");
    compound::read(&File::open(&path, H5Mode::Read).unwrap());
}

#[test]
fn h5py_reads_enums() {
    judged("enums.py", enums::write);
}

#[test]
fn h5py_reads_sequences() {
    judged("sequences.py", sequences::write);
}

#[test]
fn h5py_reads_arrays_and_filters() {
    judged("arrays.py", arrays::write);
}

#[test]
fn h5py_reads_packed_trees_and_payloads() {
    judged("codecs.py", codecs::write);
}

#[test]
fn ch5mpy_reads_what_it_can() {
    judged("ch5mpy_reads.py", foreign::for_ch5mpy);
}

/// What the example writes, as anndata sees it.
#[cfg(feature = "sprs")]
#[test]
fn anndata_opens_what_the_example_writes() {
    let dir = tempfile::tempdir().unwrap();
    let [path, again] = ["cells.h5ad", "again.h5ad"].map(|name| dir.path().join(name));
    anndata::write(&path).unwrap();
    let paths = [path.to_str().unwrap(), again.to_str().unwrap()];
    let said = interpreter::run("anndata_opens.py", &paths);
    println!("anndata_opens.py: {}", said.trim());
    assert!(said.contains(": opened") || said.starts_with("skipped: "), "{said}");
    assert_eq!(again.exists(), said.contains(": opened"), "{said}");
}

#[test]
fn ch5_reads_what_h5py_writes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("h5py.h5");
    interpreter::run("h5py_writes.py", &[path.to_str().unwrap()]);
    foreign::of_h5py(&File::open(&path, H5Mode::Read).unwrap());
}

#[test]
fn ch5_reads_what_ch5mpy_writes() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ch5mpy.h5");
    interpreter::run("ch5mpy_writes.py", &[path.to_str().unwrap()]);
    foreign::of_ch5mpy(&File::open(&path, H5Mode::Read).unwrap());
}

#[test]
fn h5py_edits_and_ch5_reads_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("edited.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let before = foreign::to_edit(&file);
    file.close().unwrap();
    interpreter::run("h5py_edits.py", &[path.to_str().unwrap()]);
    let file = File::open(&path, H5Mode::Read).unwrap();
    let after = foreign::edited(before);
    assert_eq!(read_object::<foreign::Edited>(&file, "run").unwrap(), after);
    assert_eq!(read_serde::<foreign::Edited>(&file, "run").unwrap(), after);
}
