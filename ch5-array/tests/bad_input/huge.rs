//! Shapes that a file declares, and that no machine holds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ch5_array::ops::creation::zeros;
use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::reductions::Reductions;
use ch5_array::{
    ArrayLike, Chunks, DType, ElementType as Ty, ErrorKind, H5Array, NewDataset, h5s, on_progress,
};

use crate::rows::{self, Given};
use crate::{file, says};

/// As many elements as HDF5 can count; with their size more bytes than can be.
const SHAPES: [&[u64]; 3] = [&[1 << 32, 1 << 30], &[1 << 31, 1 << 31], &[1 << 62]];

fn declared(file: &ch5_array::File, name: &str, shape: &[u64], dtype: DType) -> H5Array {
    let chunk = vec![64; shape.len()];
    let new = NewDataset::new(dtype, shape).chunks(Chunks::Shape(chunk));
    H5Array::new(file.root().unwrap().create_dataset(name, &new).unwrap()).unwrap()
}

#[test]
fn are_read_in_part_and_refused_whole() {
    let (_dir, file) = file();
    for (i, shape) in SHAPES.into_iter().enumerate() {
        let x = declared(&file, &format!("x{i}"), shape, DType::F64);
        says(x.expr().load(), ErrorKind::Budget, &["a result in memory"]);
        says((&x + 1.0).load(), ErrorKind::Budget, &["write_to"]);
        let part = x.slice(h5s![-3..]).slice((ch5_array::Ellipsis, -2..)) + 1.0;
        assert!(part.sum().item_as::<f64>().unwrap() >= 2.0);
        assert!(x.typed::<f64>().unwrap().read().is_err());
    }
    let dataset =
        |shape: &[u64]| file.root()?.create_dataset("more", &NewDataset::new(DType::F64, shape));
    let more = dataset(&[1 << 40, 1 << 40]).and_then(H5Array::new);
    says(more, ErrorKind::Malformed, &["a.h5", "/more", "1099511627776"]);
    let zero = zeros(&[1 << 40, 1 << 40], Ty::F64);
    says(zero.load(), ErrorKind::Shape, &["2^63", "1099511627776"]);
}

/// Families whose functions compute nothing for their plans.
const PLANNED: [&str; 7] =
    ["elementwise", "more of elements", "reductions", "scans", "sorting", "manipulation", "text"];

/// Functions that compute nothing until they are asked: neither they nor their plans panic.
#[test]
fn no_function_panics_while_it_is_planned() {
    let (_dir, file) = file();
    let rows = rows::all();
    let mut panics = Vec::new();
    let mut planned = 0;
    // A row that computes something for its plan would not come to an end: it is stopped at its
    // first block.
    let computes = Arc::new(AtomicBool::new(false));
    let stop = computes.clone();
    let _progress = on_progress(move |_, _| {
        stop.store(true, Ordering::Relaxed);
        panic!("it computes");
    });
    std::panic::set_hook(Box::new(|_| {}));
    for (i, shape) in SHAPES.into_iter().enumerate() {
        for dtype in [DType::F64, DType::I64, DType::TEXT] {
            let x = declared(&file, &format!("{i} {dtype}"), shape, dtype.clone());
            for row in rows.iter().filter(|row| row.lazy && PLANNED.contains(&row.family)) {
                let given = Given { array: &x, file: &file };
                let plan = || {
                    for made in (row.run)(&given).into_iter().flatten() {
                        let _ = (made.check(), made.len(), made.shape().len(), made.is_empty());
                        let _ = (made.explain(), made.sum().expr().check());
                    }
                };
                let panics_in = catch_unwind(AssertUnwindSafe(plan)).is_err();
                if computes.swap(false, Ordering::Relaxed) {
                    continue;
                }
                planned += 1;
                if panics_in {
                    panics.push(format!("{} {} of {dtype} {shape:?}", row.family, row.name));
                }
            }
        }
    }
    let _ = std::panic::take_hook();
    assert!(panics.is_empty(), "{} of {planned}:\n{}", panics.len(), panics.join("\n"));
    assert!(planned > 1000, "{planned}");
}
