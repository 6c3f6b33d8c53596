//! Arrays of a case in a file.

use ch5_array::{AnyArray, ArrayLike, Chunks, Expr, File, H5Array, H5Mode, IntoExpr};

use crate::tree::Leaf;

/// An empty file in a folder of its own.
pub(crate) fn file() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

/// An array in a dataset with chunks of about these lengths.
pub(crate) fn put(file: &File, name: &str, array: AnyArray, chunk: &[usize]) -> H5Array {
    let sides: Vec<u64> =
        array.shape().iter().zip(chunk).map(|(&n, &c)| c.clamp(1, n.max(1)) as u64).collect();
    let chunked = |new: ch5_array::NewDataset| {
        if sides.is_empty() { new } else { new.chunks(Chunks::Shape(sides.clone())) }
    };
    array.into_expr().write_to_with(file, name, chunked).unwrap()
}

/// The leaves in datasets; `turn` turns the lengths of their chunks round.
pub(crate) fn leaves(file: &File, name: &str, leaves: &[Leaf], turn: usize) -> Vec<Expr<'static>> {
    let one = |(i, leaf): (usize, &Leaf)| {
        let array = AnyArray::new(&leaf.behind(), leaf.data.clone()).unwrap();
        let chunk: Vec<usize> =
            leaf.chunk.iter().cycle().skip(turn).map(|c| c + turn).take(8).collect();
        leaf.seen(put(file, &format!("{name}{i}"), array, &chunk).expr())
    };
    leaves.iter().enumerate().map(one).collect()
}

/// The leaves in memory.
pub(crate) fn held(leaves: &[Leaf]) -> Vec<Expr<'static>> {
    let one = |leaf: &Leaf| {
        leaf.seen(AnyArray::new(&leaf.behind(), leaf.data.clone()).unwrap().into_expr())
    };
    leaves.iter().map(one).collect()
}
