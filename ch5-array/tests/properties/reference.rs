//! Expressions of `f64` against ndarray, which computes each step at once.

use ch5_array::ops::{
    self, indexing::Indexing, manipulation::Manipulation, reductions::Reductions,
};
use ch5_array::{AnyArray, ArrayLike, Buffer, Expr, Options, Slice};
use ndarray::{Array2, Axis};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{check, stored};

/// An expression of square arrays.
#[derive(Debug, Clone)]
enum Square {
    Leaf(usize),
    One(usize, Box<Square>),
    Two(usize, Box<Square>, Box<Square>),
    Transposed(Box<Square>),
    /// The rows backwards.
    Back(Box<Square>),
    /// The first row, broadcast.
    Row(Box<Square>),
}

type One = (fn(Expr<'static>) -> Expr<'static>, fn(f64) -> f64);
const ONE: [One; 6] = [
    (|x| ops::negative(x), |x| -x),
    (|x| ops::absolute(x), f64::abs),
    (|x| ops::square(x), |x| x * x),
    (|x| ops::floor(x), f64::floor),
    (|x| ops::sqrt(ops::absolute(x)), |x| x.abs().sqrt()),
    (|x| x * 2.5 - 1i64, |x| x * 2.5 - 1.0),
];

type Two = (fn(Expr<'static>, Expr<'static>) -> Expr<'static>, fn(f64, f64) -> f64);
const TWO: [Two; 6] = [
    (|x, y| x + y, |x, y| x + y),
    (|x, y| x - y, |x, y| x - y),
    (|x, y| x * y, |x, y| x * y),
    (|x, y| x / y, |x, y| x / y),
    (|x, y| ops::where_(ops::less(x.clone(), y.clone()), x, y), |x, y| if x < y { x } else { y }),
    (|x, y| ops::copysign(x, y), f64::copysign),
];

impl Square {
    fn lazy(&self, leaves: &[Expr<'static>]) -> Expr<'static> {
        match self {
            Self::Leaf(i) => leaves[i % leaves.len()].clone(),
            Self::One(i, x) => ONE[*i].0(x.lazy(leaves)),
            Self::Two(i, x, y) => TWO[*i].0(x.lazy(leaves), y.lazy(leaves)),
            Self::Transposed(x) => x.lazy(leaves).t(),
            Self::Back(x) => x.lazy(leaves).slice(Slice::new(None, None, -1)),
            Self::Row(x) => {
                let x = x.lazy(leaves);
                ops::add(x.slice(0i64), ops::multiply(&x, 0i64))
            }
        }
    }

    fn eager(&self, leaves: &[Array2<f64>]) -> Array2<f64> {
        match self {
            Self::Leaf(i) => leaves[i % leaves.len()].clone(),
            Self::One(i, x) => x.eager(leaves).mapv(ONE[*i].1),
            Self::Two(i, x, y) => {
                let y = y.eager(leaves);
                let mut x = x.eager(leaves);
                x.zip_mut_with(&y, |x, y| *x = TWO[*i].1(*x, *y));
                x
            }
            Self::Transposed(x) => x.eager(leaves).reversed_axes(),
            Self::Back(x) => x.eager(leaves).slice(ndarray::s![..;-1, ..]).to_owned(),
            Self::Row(x) => {
                let x = x.eager(leaves);
                &x.row(0) + &(&x * 0.0)
            }
        }
    }
}

fn square() -> impl Strategy<Value = Square> {
    (0usize..4).prop_map(Square::Leaf).prop_recursive(4, 24, 2, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            2 => (0..ONE.len(), boxed.clone()).prop_map(|(i, x)| Square::One(i, x)),
            5 => (0..TWO.len(), boxed.clone(), inner.prop_map(Box::new))
                .prop_map(|(i, x, y)| Square::Two(i, x, y)),
            1 => boxed.clone().prop_map(Square::Transposed),
            1 => boxed.clone().prop_map(Square::Back),
            1 => boxed.prop_map(Square::Row),
        ]
    })
}

fn equal(x: f64, y: f64) -> bool {
    x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan())
}

#[test]
fn is_what_ndarray_computes() {
    let numbers = |n: usize| vec(vec(-9.0..9.0f64, n * n), 1..4);
    let strategy = (1usize..7).prop_flat_map(move |n| (Just(n), numbers(n), square()));
    check(300, strategy, |(n, data, tree)| {
        let (_dir, file) = stored::file();
        let eager: Vec<Array2<f64>> =
            data.iter().map(|v| Array2::from_shape_vec((n, n), v.clone()).unwrap()).collect();
        let store = |(i, v): (usize, &Vec<f64>)| {
            let array = AnyArray::new(&[n, n], Buffer::F64(v.clone())).unwrap();
            stored::put(&file, &format!("x{i}"), array, &[2, i + 1]).expr()
        };
        let leaves: Vec<Expr<'static>> = data.iter().enumerate().map(store).collect();
        let want = tree.eager(&eager);
        for block in [Some(1), Some(4), None] {
            let options = block.map_or(Options::new(), |n| Options::new().block_elements(n));
            let _scope = options.scoped();
            let lazy = tree.lazy(&leaves);
            let got = lazy.read_as::<f64>().unwrap();
            assert_eq!(got.shape(), want.shape());
            assert!(got.iter().zip(&want).all(|(x, y)| equal(*x, *y)), "{got}\nis not\n{want}");
            let most = lazy.max().axis(0).read_as::<f64>().unwrap();
            let larger = |a: f64, b: f64| if a >= b || a.is_nan() { a } else { b };
            let by_hand = want.fold_axis(Axis(0), f64::NEG_INFINITY, |a, b| larger(*a, *b));
            assert!(most.iter().zip(&by_hand).all(|(x, y)| equal(*x, *y)), "{most}, {by_hand}");
            let sum = lazy.sum().axis(1).read_as::<f64>().unwrap();
            let (plain, sizes) = (want.sum_axis(Axis(1)), want.mapv(f64::abs).sum_axis(Axis(1)));
            for ((x, y), size) in sum.iter().zip(&plain).zip(&sizes) {
                let bound = n as f64 * f64::EPSILON * size;
                let wild = !y.is_finite() || !size.is_finite();
                assert!((x - y).abs() <= bound || (wild && !x.is_finite()), "{x} is not {y}");
            }
        }
    });
}
