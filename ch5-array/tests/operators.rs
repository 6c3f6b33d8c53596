//! Every operator, of handles and arrays that are given away as of those that are borrowed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ops::indexing::Indexing;
use ch5_array::{AnyArray, Expr, File, H5Array, H5Mode, h5s};

fn same(name: &str, got: &Expr<'_>, want: &Expr<'_>) {
    let load = |x: &Expr<'_>| x.load().map_err(|e| e.to_string());
    assert_eq!(load(got), load(want), "{name}");
}

macro_rules! binary {
    ($given:expr, $other:expr, $($op:tt)*) => {$({
        let given = || $given;
        let other = || $other;
        let name = stringify!($op);
        let (a, b) = (given(), other());
        let want = &a $op &b;
        same(name, &(given() $op &other()), &want);
        same(name, &(given() $op other()), &want);
        same(name, &(&given() $op other()), &want);
        same(name, &(given() $op 2i64), &(&given() $op 2i64));
        same(name, &(given() $op true), &(&given() $op true));
        same(name, &(2i64 $op given()), &(2i64 $op &given()));
        same(name, &(true $op given()), &(true $op &given()));
    })*};
}

/// All operators of what is made by the expression; `$n` makes integers, `$x` floats.
macro_rules! all {
    ($n:expr, $x:expr) => {
        binary!($n, $n, + - * / % & | ^ << >>);
        binary!($x, $n, + - * / %);
        same("-", &-$x, &-&$x);
        same("!", &!$n, &!&$n);
        same("+", &($x + 2.5), &(&$x + 2.5));
        same("/", &(2.5 / $x), &(2.5 / &$x));
        let i = num_complex::Complex::new(0.0, 1.0);
        same("*", &($x * i), &(&$x * i));
        same("*", &(i * $x), &(i * &$x));
    };
}

#[test]
fn owned_operands_are_as_borrowed_ones() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let (n, x) = (ndarray::array![[1i64, 2], [3, 4]], ndarray::array![[0.5, 2.0], [-3.0, 4.0]]);
    let ints = H5Array::from_array(&file, "n", &n).unwrap();
    let floats = H5Array::from_array(&file, "x", &x).unwrap();
    all!(ints.clone(), floats.clone());
    all!(ints.clone().into_dyn(), floats.clone().into_dyn());
    let loaded = |x: &H5Array<_>| -> AnyArray { x.expr_dyn().load().unwrap() };
    all!(loaded(&ints.clone().into_dyn()), loaded(&floats.clone().into_dyn()));
    let view = |x: H5Array| x.view(h5s![.., 0]).unwrap();
    all!(view(ints.clone().into_dyn()), view(floats.clone().into_dyn()));
    let ints: Expr<'_> = ints.slice(..);
    let floats: Expr<'_> = floats.slice(..);
    all!(ints.clone(), floats.clone());
}

#[test]
fn handles_may_be_gone() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let doubled = {
        let x = H5Array::from_array(&file, "x", &ndarray::array![1.0, 2.0]).unwrap();
        x.into_dyn() * 2.0
    };
    assert_eq!(doubled.read_as::<f64>().unwrap(), ndarray::array![2.0, 4.0].into_dyn());
}

trait ExprDyn {
    fn expr_dyn(&self) -> Expr<'static>;
}

impl<T> ExprDyn for H5Array<T> {
    fn expr_dyn(&self) -> Expr<'static> {
        ch5_array::ArrayLike::expr(self)
    }
}
