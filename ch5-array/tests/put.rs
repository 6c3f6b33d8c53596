//! Writing to places and choosing by places, against loops over ndarrays, in blocks of one
//! element and of all.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ops::indexing::{Indexing, Mode, choose, compress, take_into};
use ch5_array::{ArrayLike, ErrorKind, File, H5Array, H5Mode, IntoExpr, Options};
use ndarray::{Array1, Array2, Array3, ArrayD, array};

const BLOCKS: [Option<usize>; 3] = [Some(1), Some(5), None];

/// Runs a test in a new file for each size of blocks.
fn walks(test: impl Fn(&File)) {
    for block in BLOCKS {
        let dir = tempfile::tempdir().unwrap();
        let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
        let options = block.map_or(Options::new(), |n| Options::new().block_elements(n));
        let _scope = options.scoped();
        test(&file);
    }
}

fn stored(file: &File, name: &str, array: &Array2<i64>) -> H5Array<i64> {
    H5Array::from_array_with(file, name, array, |new| {
        new.chunks(ch5_array::Chunks::Shape(vec![2, 3]))
    })
    .unwrap()
}

fn range(rows: usize, columns: usize) -> Array2<i64> {
    Array1::from_iter(0..(rows * columns) as i64).into_shape_with_order((rows, columns)).unwrap()
}

#[test]
fn put_goes_by_flat_places() {
    walks(|file| {
        for (i, mode) in [Mode::Raise, Mode::Wrap, Mode::Clip].into_iter().enumerate() {
            let x = stored(file, &format!("x{i}"), &range(5, 7));
            let mut places = vec![3, -1, 0, 34, 3, 17, 18, 19, -35, 20];
            if mode != Mode::Raise {
                places.extend([35, 1000, -36, -1000]);
            }
            let values = array![100.9, -200.9, 300.0];
            x.put(&places, &values, mode).unwrap();
            let mut want = range(5, 7).into_raw_vec_and_offset().0;
            for (i, &at) in places.iter().enumerate() {
                let at = match mode {
                    Mode::Raise if at < 0 => at + 35,
                    Mode::Raise => at,
                    Mode::Wrap => at.rem_euclid(35),
                    Mode::Clip => at.clamp(0, 34),
                };
                want[at as usize] = values[i % 3] as i64;
            }
            assert_eq!(x.read().unwrap().into_raw_vec_and_offset().0, want, "{mode:?}");
        }
        let x = stored(file, "x", &range(2, 3));
        // Nothing is written before all places are looked at.
        let error = x.put(&[0, 6], 9i64, Mode::Raise).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Shape);
        assert!(error.to_string().contains("a.h5") && error.to_string().contains('6'), "{error}");
        assert!(x.put(&[-7], 9i64, Mode::Raise).is_err());
        x.put(&[0], &Array1::<f64>::zeros(0), Mode::Raise).unwrap();
        x.put(&[], 9i64, Mode::Raise).unwrap();
        assert_eq!(x.read().unwrap(), range(2, 3).into_dyn());
        // Values that come from the array itself are those before.
        x.put(&[0, 1, 2, 3, 4, 5], x.expr().slice(ch5_array::h5s![..;-1, ..;-1]), Mode::Raise)
            .unwrap();
        assert_eq!(x.read().unwrap(), array![[5, 4, 3], [2, 1, 0]].into_dyn());
        let none = H5Array::from_array(file, "none", &Array1::<i64>::zeros(0)).unwrap();
        assert!(none.put(&[0], 1i64, Mode::Clip).is_err());
    });
}

#[test]
fn masks_take_values_by_place_or_in_turn() {
    walks(|file| {
        let mask = Array2::from_shape_fn((5, 7), |(i, j)| (i * 7 + j) % 3 != 1);
        let truth = stored(file, "truth", &mask.mapv(i64::from));
        let values = array![1.5, -2.5, 3.0, 4.0];
        let x = stored(file, "x", &range(5, 7));
        x.putmask(&truth, &values).unwrap();
        let y = stored(file, "y", &range(5, 7));
        y.place(&mask.flatten().to_owned(), &values).unwrap();
        let (mut by_place, mut in_turn) = (range(5, 7), range(5, 7));
        let hits = mask.iter().enumerate().filter(|(_, hit)| **hit);
        for (used, (i, _)) in hits.enumerate() {
            by_place[[i / 7, i % 7]] = values[i % 4] as i64;
            in_turn[[i / 7, i % 7]] = values[used % 4] as i64;
        }
        assert_eq!(x.read().unwrap(), by_place.into_dyn());
        assert_eq!(y.read().unwrap(), in_turn.clone().into_dyn());

        let none = Array1::<i64>::zeros(0);
        assert_eq!(y.place(&mask, &none).unwrap_err().kind(), ErrorKind::Value);
        y.place(&Array1::from_elem(35, false), &none).unwrap();
        y.putmask(&mask, &none).unwrap();
        assert_eq!(y.putmask(&array![true], 1i64).unwrap_err().kind(), ErrorKind::Shape);
        assert_eq!(y.place(&array![true], 1i64).unwrap_err().kind(), ErrorKind::Shape);
        assert_eq!(y.read().unwrap(), in_turn.into_dyn());
    });
}

#[test]
fn diagonals_are_filled_as_numpy_does() {
    walks(|file| {
        let zeros = |name: &str, rows: usize, columns: usize| {
            stored(file, name, &Array2::zeros((rows, columns)))
        };
        let x = zeros("tall", 5, 2);
        x.fill_diagonal(&array![1.0, 2.0, 3.5], false).unwrap();
        assert_eq!(x.read().unwrap(), array![[1, 0], [0, 2], [0, 0], [0, 0], [0, 0]].into_dyn());
        let x = zeros("wrapped", 5, 2);
        x.fill_diagonal(&array![1, 2, 3], true).unwrap();
        assert_eq!(x.read().unwrap(), array![[1, 0], [0, 2], [0, 0], [3, 0], [0, 1]].into_dyn());
        let x = zeros("wide", 2, 5);
        x.fill_diagonal(4i64, false).unwrap();
        assert_eq!(x.read().unwrap(), array![[4, 0, 0, 0, 0], [0, 4, 0, 0, 0]].into_dyn());
        let cube = H5Array::from_array(file, "cube", &Array3::<i8>::zeros((3, 3, 3))).unwrap();
        cube.fill_diagonal(4i64, false).unwrap();
        let want =
            Array3::from_shape_fn((3, 3, 3), |(i, j, k)| if i == j && j == k { 4 } else { 0 });
        assert_eq!(cube.read().unwrap(), want.into_dyn());
        zeros("empty", 0, 3).fill_diagonal(1i64, false).unwrap();
        for (name, shape) in [("flat", vec![3]), ("uneven", vec![3, 3, 2])] {
            let x = H5Array::from_array(file, name, &ArrayD::<i8>::zeros(shape)).unwrap();
            assert_eq!(x.fill_diagonal(1i64, false).unwrap_err().kind(), ErrorKind::Shape);
        }
    });
}

#[test]
fn elements_along_an_axis_are_taken_and_put() {
    walks(|file| {
        let data = range(5, 7).mapv(|n| n * n % 31);
        let x = stored(file, "x", &data);
        let places = Array2::from_shape_fn((5, 4), |(i, j)| (i as i64 * 5 + j as i64 * 3) % 14 - 7);
        let at = stored(file, "places", &places);
        let taken = x.take_along_axis(&at, Some(1)).read_as::<i64>().unwrap();
        let resolved = |at: i64, n: i64| (if at < 0 { at + n } else { at }) as usize;
        let want = Array2::from_shape_fn((5, 4), |(i, j)| data[[i, resolved(places[[i, j]], 7)]]);
        assert_eq!(taken, want.into_dyn());
        // The first axis; one row of places for all columns.
        let row = array![[4, 0, -5, 2, 2, 1, 3]];
        let taken = x.take_along_axis(&row, Some(-2)).read_as::<i64>().unwrap();
        let want = Array2::from_shape_fn((1, 7), |(_, j)| data[[resolved(row[[0, j]], 5), j]]);
        assert_eq!(taken, want.into_dyn());
        let column = array![[1], [-1]];
        let wide = x.take_along_axis(&column, Some(0)).read_as::<i64>().unwrap();
        let want = Array2::from_shape_fn((2, 7), |(i, j)| data[[[1, 4][i], j]]);
        assert_eq!(wide, want.into_dyn());
        let flat = x.take_along_axis(&array![34, 0, -1], None).read_as::<i64>().unwrap();
        assert_eq!(flat, array![data[[4, 6]], data[[0, 0]], data[[4, 6]]].into_dyn());
        let one = (&array![[0, 1, 2]]).take_along_axis(&array![[0, 1], [2, 0]], Some(1)).load();
        assert_eq!(one.unwrap().into_typed::<i32>().unwrap_or_default().len(), 4);

        for (axis, wrong) in [(1, array![[7]]), (0, array![[-6]])] {
            let error = x.take_along_axis(&wrong, Some(axis)).load().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Shape);
            let before = x.read().unwrap();
            let error = x.put_along_axis(&wrong, 0i64, Some(axis)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Shape);
            assert!(error.to_string().contains("a.h5"), "{error}");
            assert_eq!(x.read().unwrap(), before);
        }
        assert!(x.take_along_axis(&array![0], Some(1)).load().is_err());
        assert!(x.take_along_axis(&array![[0.5]], Some(1)).load().is_err());

        let values = Array2::from_shape_fn((5, 4), |(i, j)| -(i as f64 * 10.0 + j as f64) - 0.7);
        x.put_along_axis(&at, &values, Some(1)).unwrap();
        let mut want = data.clone();
        for ((i, j), &at) in places.indexed_iter() {
            want[[i, resolved(at, 7)]] = values[[i, j]] as i64;
        }
        assert_eq!(x.read().unwrap(), want.clone().into_dyn());
        x.put_along_axis(&row, 1000i64, Some(0)).unwrap();
        (0..7).for_each(|j| want[[resolved(row[[0, j]], 5), j]] = 1000);
        x.put_along_axis(&array![3, -1], &array![7, 8], None).unwrap();
        (want[[0, 3]], want[[4, 6]]) = (7, 8);
        assert_eq!(x.read().unwrap(), want.into_dyn());
    });
}

#[test]
fn choices_and_conditions() {
    walks(|file| {
        let which = stored(file, "which", &array![[0, 1, 2], [2, 1, 0]]);
        let rows = [array![1i8, 2, 3], array![4, 5, 6], array![7, 8, 9]];
        let choices: Vec<_> = rows.iter().map(|row| row.into_expr()).collect();
        let got = choose(&which, &choices, Mode::Raise).read_as::<i8>().unwrap();
        assert_eq!(got, array![[1, 5, 9], [7, 5, 3]].into_dyn());
        let outside = array![-1i64, 0, 7];
        let got = choose(&outside, &choices[..2], Mode::Wrap).read_as::<i8>().unwrap();
        assert_eq!(got, array![4, 2, 6].into_dyn());
        let got = choose(&outside, &choices[..2], Mode::Clip).read_as::<i8>().unwrap();
        assert_eq!(got, array![1, 2, 6].into_dyn());
        let error = choose(&outside, &choices, Mode::Raise).load().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value);
        assert!(choose(&array![0.5], &choices, Mode::Wrap).load().is_err());
        assert!(choose(&which, &[], Mode::Wrap).load().is_err());

        let x = stored(file, "x", &range(3, 2));
        let rows = x.compress(&array![0, 1, 1], Some(0)).unwrap();
        assert_eq!(rows.read_as::<i64>().unwrap(), array![[2, 3], [4, 5]].into_dyn());
        let flat = compress(&array![false, true, true, false], &x, None).unwrap();
        assert_eq!(flat.read_as::<i64>().unwrap(), array![1, 2].into_dyn());
        assert!(x.compress(&array![true, true, true, true], Some(0)).is_err());
        assert!(x.compress(&array![true, true, true, false], Some(0)).is_ok());
        assert!(x.compress(&array![[true]], Some(0)).is_err());

        let out = stored(file, "out", &Array2::zeros((3, 3)));
        take_into(&x, vec![0i64, 1, 5], Some(1), Mode::Clip, &out).unwrap();
        assert_eq!(out.read().unwrap(), array![[0, 1, 1], [2, 3, 3], [4, 5, 5]].into_dyn());
        let error = take_into(&x, vec![0i64], Some(1), Mode::Raise, &out).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Shape);
        let wrapped = x.take_with(vec![-1i64, 6, 13], None, Mode::Wrap).read_as::<i64>().unwrap();
        assert_eq!(wrapped, array![5, 0, 1].into_dyn());
    });
}
