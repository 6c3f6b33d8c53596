//! Every function, for every type of elements, of arrays of no dimension, of no element, of one,
//! and of the values at the ends of their types: a result or an error that says whose, no panic.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[path = "../rows/mod.rs"]
mod rows;
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ch5_array::{AnyArray, Chunks, ElementType, File, H5Array, H5Mode, IntoExpr, Options, Result};
use rows::{Given, Row};

/// The shapes that every function is given.
const SHAPES: [&[usize]; 6] = [&[], &[0], &[1], &[7], &[3, 4], &[2, 0]];

fn store(file: &File, name: &str, shape: &[usize], ty: ElementType) -> H5Array {
    let array = AnyArray::new(shape, values::of(ty, shape.iter().product())).unwrap();
    let chunks: Vec<u64> = shape.iter().map(|&n| n.clamp(1, 2) as u64).collect();
    let chunked = |new: ch5_array::NewDataset| {
        if chunks.is_empty() { new } else { new.chunks(Chunks::Shape(chunks.clone())) }
    };
    array.into_expr().write_to_with(file, name, chunked).unwrap()
}

fn run(row: &Row, given: &Given<'_>) -> Result<usize> {
    let results = (row.run)(given)?;
    results.iter().map(|result| result.load().map(|array| array.data().len())).sum()
}

#[test]
fn no_function_panics() {
    let only = std::env::var("CH5_ROW").unwrap_or_default();
    let dir = tempfile::tempdir().unwrap();
    let (mut panics, mut nameless) = (Vec::new(), Vec::new());
    let (mut right, mut refused) = (0, 0);
    let rows = rows::all();
    std::panic::set_hook(Box::new(|_| {}));
    for block in [None, Some(1)] {
        let mut options = Options::new().threads(1);
        if let Some(block) = block {
            options = options.block_elements(block);
        }
        let _scope = options.scoped();
        for ty in values::TYPES {
            let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
            for (i, shape) in SHAPES.into_iter().enumerate() {
                // Blocks of one element are the same as no blocks for arrays of one or none.
                if block.is_some() && shape.iter().product::<usize>() < 2 {
                    continue;
                }
                let kept = store(&file, &format!("kept{i}"), shape, ty);
                for (j, row) in rows.iter().enumerate() {
                    if !row.name.contains(&only) {
                        continue;
                    }
                    let place = || format!("{} {}: {ty} {shape:?}", row.family, row.name);
                    // What writes has an array of its own.
                    let own = row.writes().then(|| store(&file, &format!("x{i}_{j}"), shape, ty));
                    let given = Given { array: own.as_ref().unwrap_or(&kept), file: &file };
                    match catch_unwind(AssertUnwindSafe(|| run(row, &given))) {
                        Ok(Ok(_)) => right += 1,
                        Ok(Err(error)) => {
                            refused += 1;
                            let text = error.to_string();
                            if !values::names(&text, &rows) {
                                nameless.push(format!("{}: {text}", place()));
                            }
                        }
                        Err(why) => {
                            let why = why.downcast_ref::<String>().cloned().or_else(|| {
                                why.downcast_ref::<&str>().map(|&text| text.to_owned())
                            });
                            panics.push(format!("{}: {}", place(), why.unwrap_or_default()));
                        }
                    }
                }
            }
        }
    }
    let _ = std::panic::take_hook();
    println!("{} functions: {right} results, {refused} errors", rows.len());
    panics.sort();
    panics.dedup();
    nameless.sort();
    nameless.dedup();
    assert!(panics.is_empty(), "{} panics:\n{}", panics.len(), panics.join("\n"));
    assert!(nameless.is_empty(), "{} without name:\n{}", nameless.len(), nameless.join("\n"));
    // Neither is all that is checked.
    assert!(!only.is_empty() || (right > 10_000 && refused > 5_000), "{right}, {refused}");
}
