//! Writing over what is read.

use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::reductions::Reductions;
use ch5_array::ops::scans::Scans;
use ch5_array::ops::sorting::Sorting;
use ch5_array::ops::{self, copyto};
use ch5_array::{ArrayLike, ErrorKind::*, Expr, File, H5Array, Options, h5s};
use ndarray::{Array1, ArrayD};

use crate::{file, says, store};

const BLOCKS: [Option<usize>; 3] = [Some(1), Some(3), None];

/// Runs a check on a stored line of numbers, in blocks of several sizes.
fn lines(check: impl Fn(&H5Array, &dyn Fn(&[i64]))) {
    for block in BLOCKS {
        let options = block.map_or(Options::new(), |n| Options::new().block_elements(n));
        let _scope = options.scoped();
        let (_dir, file) = file();
        let x = store(&file, "x", &Array1::from_iter(0..8i64));
        let holds = |want: &[i64]| {
            let got: ArrayD<i64> = x.expr().read_as().unwrap();
            assert_eq!(got.as_slice().unwrap(), want, "{block:?}");
        };
        check(&x, &holds);
    }
}

#[test]
fn a_view_takes_what_another_holds() {
    // As numpy: `x[1:] = x[:-1]`.
    lines(|x, holds| {
        x.view(h5s![1..]).unwrap().assign(x.slice(h5s![..-1])).unwrap();
        holds(&[0, 0, 1, 2, 3, 4, 5, 6]);
    });
    lines(|x, holds| {
        x.view(h5s![..-1]).unwrap().assign(x.slice(h5s![1..])).unwrap();
        holds(&[1, 2, 3, 4, 5, 6, 7, 7]);
    });
    lines(|x, holds| {
        let back = x.view(h5s![..;-1]).unwrap();
        back.assign(x.expr() + back.expr() * 10i64).unwrap();
        holds(&[7, 16, 25, 34, 43, 52, 61, 70]);
    });
    lines(|x, holds| {
        x.assign(x.flip(&[0])).unwrap();
        x.add_assign(x.slice(h5s![..;-1])).unwrap();
        holds(&[7; 8]);
    });
    lines(|x, holds| {
        x.assign(ops::subtract(0i64, x.sort())).unwrap();
        x.assign(x.sort()).unwrap();
        holds(&[-7, -6, -5, -4, -3, -2, -1, 0]);
    });
    lines(|x, holds| {
        copyto(x, x.take(vec![3i64; 8], None)).only(ops::greater(x, 4i64)).run().unwrap();
        holds(&[0, 1, 2, 3, 4, 3, 3, 3]);
        x.put(&[0, 1], x.slice(h5s![-2..]), ops::indexing::Mode::Raise).unwrap();
        x.putmask(ops::equal(x, 3i64), x.flip(&[0])).unwrap();
    });
}

/// An expression of an array.
type Of = fn(&H5Array) -> Expr<'static>;

#[test]
fn streaming_refuses_to_read_elsewhere() {
    let elsewhere: [(&str, Of); 6] = [
        ("flip", |x| x.flip(&[0])),
        ("slice", |x| x.slice(h5s![..;-1])),
        ("one element", |x| x.slice(h5s![..1]) + 0i64),
        ("places", |x| x.take(vec![3i64; 8], None)),
        ("roll", |x| x.expr() + ops::manipulation::roll(x.expr(), &[1], None)),
        ("reshape", |x| x.reshape(&[2, 4]).t().reshape(&[8])),
    ];
    for (what, of) in elsewhere {
        lines(|x, holds| {
            let again = H5Array::new(x.file().root().unwrap().dataset("x").unwrap()).unwrap();
            for source in [x, &again] {
                let done = x.streaming().assign(of(source));
                says(done, Value, &["assign", "a.h5", "/x"]);
                says(x.streaming().mul_assign(of(source)), Value, &["multiply", "a.h5", "/x"]);
            }
            holds(&[0, 1, 2, 3, 4, 5, 6, 7]);
            println!("{what} is refused");
        });
    }
    // What is computed whole before the first element is written may.
    lines(|x, holds| {
        x.streaming().assign(x.cumsum()).unwrap();
        holds(&[0, 1, 3, 6, 10, 15, 21, 28]);
        x.streaming().sub_assign(x.max()).unwrap();
        holds(&[-28, -27, -25, -22, -18, -13, -7, 0]);
    });
    // At the same place it may.
    lines(|x, holds| {
        x.streaming().add_assign(x.expr() * 2i64).unwrap();
        holds(&[0, 3, 6, 9, 12, 15, 18, 21]);
        let again = H5Array::new(x.file().root().unwrap().dataset("x").unwrap()).unwrap();
        x.streaming().assign(ops::maximum(again.expr(), 10i64)).unwrap();
        holds(&[10, 10, 10, 10, 12, 15, 18, 21]);
        let other = copy(&x.file(), "y", x);
        x.streaming().assign(other.flip(&[0])).unwrap();
        holds(&[21, 18, 15, 12, 10, 10, 10, 10]);
    });
}

fn copy(file: &File, name: &str, x: &H5Array) -> H5Array {
    x.expr().write_to(file, name).unwrap()
}
