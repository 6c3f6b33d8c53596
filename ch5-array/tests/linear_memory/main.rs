//! What a product of matrices of 64 MB adds to the process under a cap of 16 MB: a process of its
//! own, since the peak of one never falls.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ops::linear::{Linear, einsum};
use ch5_array::{AsGroup, Chunks, DType, File, H5Array, H5Mode, IntoExpr, NewDataset, Options};

const MIB: u64 = 1 << 20;
const LONG: u64 = 32_768;
const SHORT: u64 = 256;

/// The highest resident memory so far.
fn peak() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
}

/// What the element at a place is.
fn element(row: u64, column: u64) -> f64 {
    ((row * 31 + column * 17) % 101) as f64 - 50.0
}

#[test]
fn stays_within_the_cap() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let new = NewDataset::new(DType::F64, &[LONG, SHORT]).chunks(Chunks::Shape(vec![128, 64]));
    let dataset = file.as_group().unwrap().create_dataset("x", &new).unwrap();
    for first in (0..LONG).step_by(128) {
        let strip: Vec<f64> =
            (0..128 * SHORT).map(|i| element(first + i / SHORT, i % SHORT)).collect();
        let block = ch5_array::Block::new(&[first, 0], &[128, SHORT]);
        dataset.write_bytes(&DType::F64, Some(&block), ch5_array::as_bytes(&strip)).unwrap();
    }
    let x: H5Array = H5Array::new(dataset).unwrap();
    let _scope = Options::new().max_memory_usage("16M").unwrap().threads(2).scoped();
    // A first small use brings in what the library itself needs.
    x.trace().load().unwrap();
    let before = peak();
    // Both operands have 64 MB; the result is small.
    let gram = einsum("ki,kj->ij", &[(&x).into_expr(), (&x).into_expr()]);
    let gram = gram.read_as::<f64>().unwrap();
    let want: f64 = (0..LONG).map(|k| element(k, 3) * element(k, 200)).sum();
    assert_eq!(gram[[3, 200]], want);
    // A result of 64 MB, of a large operand and a small one.
    let small = ndarray::Array::from_shape_fn((256, 256), |(i, j)| ((i + j) % 7) as f64);
    let wide = x.matmul(&small).write_to(&file, "wide").unwrap();
    let added = peak() - before;
    assert!(added <= 24 * MIB, "{added} bytes more");
    let want: f64 = (0..SHORT).map(|k| element(999, k) * ((k + 5) % 7) as f64).sum();
    assert_eq!(wide.read_as::<f64>().map(|y| y[[999, 5]]).unwrap(), want);

    // The measurement is alive: what is held shows.
    let held = vec![1u8; 64 << 20];
    assert!(held.iter().step_by(4096).map(|b| u64::from(*b)).sum::<u64>() > 0);
    assert!(peak() >= before + 32 * MIB, "the peak does not rise");
}
