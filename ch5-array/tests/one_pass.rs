//! Work that goes over each chunk once gives what numpy and each operation alone give.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::reductions::{Reductions, together};
use ch5_array::{AnyArray, Chunks, File, H5Array, H5Mode, Options, ops};
use ndarray::{Array2, Array3};

const CHUNKS: [[u64; 3]; 5] = [[4, 5, 6], [1, 1, 1], [23, 17, 19], [23, 2, 3], [3, 17, 2]];

fn data() -> Array3<f64> {
    Array3::from_shape_fn((23, 17, 19), |(i, j, k)| {
        let x = ((i * 977 + j * 131 + k * 17) % 1009) as f64;
        (x - 500.0) / 7.0 + 1e6
    })
}

/// The array in a file, once for each chunk shape.
fn stored() -> (tempfile::TempDir, Vec<H5Array<f64>>) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let one = |(i, chunk): (usize, &[u64; 3])| {
        H5Array::from_array_with(&file, &format!("x{i}"), &data(), |new| {
            let new = new.chunks(Chunks::Shape(chunk.to_vec()));
            if i % 2 == 0 { new.shuffle(true).gzip(1) } else { new }
        })
        .unwrap()
    };
    let all = CHUNKS.iter().enumerate().map(one).collect();
    (dir, all)
}

fn scopes() -> Vec<Options> {
    let cap =
        |bytes: u64, threads| Options::new().max_memory_usage(bytes).unwrap().threads(threads);
    vec![
        Options::new(),
        cap(1 << 20, 1),
        cap(100_000, 3),
        cap(5_000, 2),
        Options::new().block_elements(1),
        Options::new().block_elements(50),
    ]
}

fn bits(x: &AnyArray) -> Vec<u64> {
    x.clone().into_typed::<f64>().unwrap().iter().map(|x| x.to_bits()).collect()
}

#[test]
fn reductions_together_are_those_alone() {
    let (_dir, stored) = stored();
    for x in &stored {
        let alone = |r: &ops::reductions::Reduction<'_>| bits(&r.load().unwrap());
        let want = [
            alone(&x.mean().axis(0)),
            alone(&x.std().axis(0)),
            alone(&x.mean().axis(2)),
            alone(&x.var().axis([1, 2]).ddof(1.0)),
            alone(&x.sum().keepdims(true)),
            alone(&x.max().axis(1)),
        ];
        for scope in scopes() {
            let _scope = scope.scoped();
            let [a, b, c, d, e, f] = together([
                x.mean().axis(0),
                x.std().axis(0),
                x.mean().axis(2),
                x.var().axis([1, 2]).ddof(1.0),
                x.sum().keepdims(true),
                x.max().axis(1),
            ])
            .unwrap();
            assert_eq!(e.shape(), [1, 1, 1]);
            for (got, want) in [&a, &b, &c, &d, &e, &f].into_iter().zip(&want) {
                assert_eq!(&bits(got), want, "{x:?}");
            }
        }
    }
}

/// Bytes of elements that are read while something runs.
fn read<T>(x: &H5Array<f64>, run: impl FnOnce() -> T) -> u64 {
    let file = x.dataset().file();
    let before = file.bytes_read();
    run();
    file.bytes_read() - before
}

#[test]
fn reductions_together_read_once() {
    let (_dir, stored) = stored();
    let whole = (data().len() * size_of::<f64>()) as u64;
    // Where the memory is enough.
    let scopes = [
        Options::new(),
        Options::new().threads(1),
        Options::new().max_memory_usage(1u64 << 20).unwrap().threads(2),
    ];
    for x in &stored {
        for scope in scopes {
            let _scope = scope.scoped();
            assert_eq!(read(x, || (x + 0.0).load().unwrap()), whole, "{x:?}");
            let both = read(x, || together([x.mean().axis(0), x.std().axis(0)]).unwrap());
            assert_eq!(both, whole, "{x:?}");
            let many = read(x, || {
                together([
                    x.mean().axis(0),
                    x.std().axis(2),
                    x.var().axis([1, 2]),
                    x.sum(),
                    x.max().axis(1),
                    x.argmin().axis(0),
                ])
                .unwrap()
            });
            assert_eq!(many, whole, "{x:?}");
            // Of two expressions of the array, what they have in common is read once.
            let squares = x * x;
            let centred = read(x, || together([x.sum(), squares.sum(), x.prod()]).unwrap());
            assert_eq!(centred, whole, "{x:?}");
        }
    }
}

#[test]
fn reductions_apart_read_as_often_as_there_are() {
    // What the test above counts is not always the same.
    let (_dir, stored) = stored();
    let whole = (data().len() * size_of::<f64>()) as u64;
    for x in &stored {
        let apart = read(x, || (x.mean().axis(0).load().unwrap(), x.std().axis(0).load().unwrap()));
        assert_eq!(apart, 2 * whole, "{x:?}");
        let masked = read(x, || {
            together([x.sum(), x.max().only(ops::greater(x, 1e6)).initial(0.0)]).unwrap()
        });
        assert!(masked >= 2 * whole, "{x:?}: {masked}");
        let _scope = Options::new().max_memory_usage(5_000u64).unwrap().threads(1).scoped();
        let small = read(x, || together([x.mean().axis(0), x.std().axis(0)]).unwrap());
        assert!(small >= 2 * whole, "{x:?}: {small}");
    }
}

#[test]
fn together_takes_what_does_not_fit_together() {
    let (_dir, stored) = stored();
    let x = &stored[0];
    let small = ndarray::array![3i64, 4, 9];
    let [total, most, some, place] = together([
        x.sum(),
        (&small).max(),
        x.sum().axis(0).only(ops::greater(x, 1e6)),
        x.argmax().axis(0),
    ])
    .unwrap();
    assert_eq!(bits(&total), bits(&x.sum().load().unwrap()));
    assert_eq!(most.into_typed::<i64>().unwrap().into_iter().collect::<Vec<_>>(), [9]);
    let want = x.sum().axis(0).only(ops::greater(x, 1e6)).load().unwrap();
    assert_eq!(bits(&some), bits(&want));
    let want = x.argmax().axis(0).read_as::<i64>().unwrap();
    assert_eq!(place.into_typed::<i64>().unwrap(), want);
    assert!(together([x.sum(), x.sum().axis(3)]).is_err());
    let [] = together([]).unwrap();
}

#[test]
fn deviations_of_columns_and_rows_are_exact_where_they_can_be() {
    // More rows than are taken at once, a number of columns that eight does not divide.
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let data = Array2::from_shape_fn((101, 21), |(i, j)| ((i * 7 + j * 3) % 16) as f64);
    let x =
        H5Array::from_array_with(&file, "x", &data, |new| new.chunks(Chunks::Shape(vec![40, 21])))
            .unwrap();
    for axis in [0usize, 1] {
        let n = data.len_of(ndarray::Axis(axis)) as f64;
        let sums = data.sum_axis(ndarray::Axis(axis));
        let squares = data.mapv(|x| x * x).sum_axis(ndarray::Axis(axis));
        let got = x.var().axis(axis as isize).read_as::<f64>().unwrap();
        for ((got, sum), square) in got.iter().zip(&sums).zip(&squares) {
            let want = square / n - sum * sum / n / n;
            assert!((got - want).abs() < 1e-12 * want.max(1.0), "{got} {want}");
        }
        let got = x.sum().axis(axis as isize).read_as::<f64>().unwrap();
        assert_eq!(got, sums.into_dyn());
    }
}

#[test]
fn masks_pick_in_row_major_order_whatever_the_chunks() {
    let (_dir, stored) = stored();
    let data = data();
    for limit in [0.0, 1e6 - 60.0, 1e6 + 60.0, 2e6] {
        let want: Vec<f64> = data.iter().copied().filter(|&x| x > limit).collect();
        for x in &stored {
            for scope in scopes() {
                let _scope = scope.scoped();
                let got = x.mask(ops::greater(x, limit)).unwrap().read_as::<f64>().unwrap();
                assert_eq!(got.as_slice().unwrap(), want, "{x:?}");
            }
        }
    }
}

#[test]
fn rows_are_gathered_in_their_order_whatever_the_chunks() {
    let (_dir, stored) = stored();
    let data = data();
    let rows: Vec<i64> = (0..100).map(|i| i * 37 % 23).collect();
    let places: Vec<usize> = rows.iter().map(|&i| i as usize).collect();
    for x in &stored {
        for scope in scopes() {
            let _scope = scope.scoped();
            let got = x.take(rows.clone(), Some(0)).read_as::<f64>().unwrap();
            assert_eq!(got, data.select(ndarray::Axis(0), &places).into_dyn(), "{x:?}");
            let columns: Vec<i64> = rows.iter().map(|&i| i % 19).collect();
            let of: Vec<usize> = columns.iter().map(|&i| i as usize).collect();
            let got = x.take(columns, Some(2)).read_as::<f64>().unwrap();
            assert_eq!(got, data.select(ndarray::Axis(2), &of).into_dyn(), "{x:?}");
        }
    }
}

#[test]
fn turned_arrays_are_written_whatever_the_chunks() {
    let (_dir, stored) = stored();
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("b.h5"), H5Mode::Truncate).unwrap();
    let want = data().reversed_axes().into_dyn();
    for (i, x) in stored.iter().enumerate() {
        for (j, chunk) in CHUNKS.iter().enumerate() {
            let chunk = chunk.iter().rev().copied().collect();
            let y = x.t().write_to_with(&file, &format!("y{i}{j}"), |new| {
                let new = new.chunks(Chunks::Shape(chunk));
                if j % 2 == 0 { new.shuffle(true).gzip(1) } else { new }
            });
            assert_eq!(y.unwrap().read_as::<f64>().unwrap(), want, "{x:?}");
        }
    }
}
