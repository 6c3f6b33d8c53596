//! What is refused, and what the messages say.

use ch5_array::ops::creation::{geomspace, linspace, logspace};
use ch5_array::ops::differences::{Spacing, gradient};
use ch5_array::ops::reductions::{sum, together, var};
use ch5_array::ops::sets::{in1d, isin};
use ch5_array::ops::statistics::{average, bincount_weights, corrcoef, cov};
use ch5_array::{AnyArray, Buffer, ElementType, Error, ErrorKind, Expr, IntoExpr};
use ndarray::ArrayD;

fn ones<'a>(shape: &[usize]) -> Expr<'a> {
    ArrayD::from_elem(shape, 1.0).into_expr()
}

fn text<'a>(n: usize) -> Expr<'a> {
    AnyArray::new(&[n], Buffer::Text(vec!["a".into(); n])).unwrap().into_expr()
}

fn error(error: &Error, kind: ErrorKind, parts: &[&str]) {
    let text = error.to_string();
    assert_eq!(error.kind(), kind, "{text}");
    for part in parts {
        assert!(text.contains(part), "{part:?} in {text:?}");
    }
}

fn says(x: impl IntoExpr<'static>, kind: ErrorKind, parts: &[&str]) {
    error(&x.into_expr().load().unwrap_err(), kind, parts);
}

#[test]
fn weights_of_observations() {
    use ErrorKind::{Shape, Value, WrongType};
    let x = || ones(&[2, 3]);
    let of = |values: [f64; 3]| ndarray::Array1::from(values.to_vec());
    says(cov(x()).fweights(ones(&[2])), Shape, &["cov", "[3]", "[2]"]);
    says(cov(x()).aweights(ones(&[3, 1])), Shape, &["cov", "[3]", "[3, 1]"]);
    says(cov(x()).aweights(ones(&[])), Shape, &["cov", "[3]", "[]"]);
    says(cov(x()).fweights(of([1.0, 1.5, 2.0])), Value, &["cov", "whole", "1.5"]);
    says(cov(x()).fweights(of([1.0, -1.0, 2.0])), Value, &["cov", "negative", "-1"]);
    says(cov(x()).aweights(of([1.0, -0.5, 2.0])), Value, &["cov", "negative", "-0.5"]);
    says(cov(x()).aweights(of([0.0; 3])), Value, &["cov", "not zero"]);
    says(cov(x()).aweights(text(3)), WrongType, &["cov", "text"]);
    says(cov(x()).ddof(0.5), Value, &["cov", "ddof", "0.5"]);
    says(cov(x()).y(ones(&[2, 4])), Shape, &["cov", "3 observations", "4 of y"]);
    says(corrcoef(x()).y(ones(&[1, 1, 3])), Shape, &["corrcoef", "[1, 1, 3]"]);
    says(cov(x()).y(text(3)), WrongType, &["cov", "text"]);
    says(cov(x()).dtype(ElementType::I64), WrongType, &["cov", "int64"]);
}

#[test]
fn weights_of_means_and_counts() {
    use ErrorKind::{Shape, Value, WrongType};
    let x = || ones(&[2, 3]);
    says(average(x()).weights(ones(&[3])), Shape, &["average", "[2, 3]", "[3]"]);
    says(average(x()).axis(0).weights(ones(&[3])), Shape, &["average", "or [2]", "[3]"]);
    let turned = average(ones(&[2, 3, 4])).axis([2, 0]);
    says(turned.weights(ones(&[2, 4])), Shape, &["average", "or [4, 2]", "[2, 4]"]);
    says(average(x()).axis([0, 0]).weights(ones(&[2])), Shape, &["average", "[0, 0]"]);
    says(average(x()).weights(text(1)), Shape, &["average", "[1]"]);
    let none = average(x()).axis(1).weights(ones(&[3]) * 0.0).returned();
    says(none.0, Value, &["average", "not zero"]);
    assert!(none.1.load().is_ok());
    let wrong = average(x()).axis(5).returned();
    says(wrong.0, Shape, &["average", "axis 5"]);
    says(wrong.1, Shape, &["average", "axis 5"]);

    let counts = |x: Expr<'_>, weights: Expr<'_>| bincount_weights(x, weights, 0).unwrap_err();
    let two = || ndarray::array![1i64, 2].into_expr();
    error(&counts(two(), ones(&[3])), Shape, &["bincount", "[2]", "[3]"]);
    error(&counts(two(), text(2)), WrongType, &["bincount", "text"]);
    error(&counts(ones(&[2]), ones(&[2])), WrongType, &["bincount", "integers", "float64"]);
    error(&counts(-two(), ones(&[2])), Value, &["bincount", "negative", "-2"]);
}

#[test]
fn spacings_and_ends() {
    use ErrorKind::{Shape, Value, WrongType};
    let x = || ones(&[3, 4]);
    let along =
        |given: Vec<Spacing<'static>>, axes: Vec<isize>| gradient(x()).spacings(given).along(axes);
    let even = || Spacing::Even(1.0);
    let all = along(vec![even(), even(), even()], vec![0, 1]).unwrap_err();
    error(&all, Value, &["gradient", "2 axes", "3"]);
    let one = along(vec![Spacing::at(ones(&[4]))], vec![0, 1]).unwrap_err();
    error(&one, Value, &["gradient", "2 axes", "1"]);
    error(&along(vec![even()], vec![0, 0]).unwrap_err(), Shape, &["gradient", "[0, 0]"]);
    error(&along(vec![even()], vec![2]).unwrap_err(), Shape, &["gradient", "axis 2"]);
    let wrong = along(vec![Spacing::at(ones(&[4])), even()], vec![0, 1]).unwrap();
    says(wrong[0].clone(), Shape, &["gradient", "3 coordinates", "4"]);
    assert!(wrong[1].load().is_ok());
    says(gradient(x()).spacings([even(), even()]), Value, &["gradient", "one spacing", "along"]);
    says(gradient(x()).edge_order(3), Value, &["gradient", "1 or 2", "3"]);

    says(geomspace(0.0, 2.0, 3), Value, &["geomspace", "0, 2"]);
    let arrays = geomspace(ndarray::array![1.0, 2.0], ndarray::array![1.0, 0.0], 3);
    says(arrays, Value, &["geomspace", "2, 0"]);
    says(linspace(ones(&[2]), ones(&[3]), 3), Shape, &["linspace", "[2]", "[3]"]);
    says(logspace(ones(&[2]), 1.0, 3).base(ones(&[3])), Shape, &["power", "2", "3"]);
    says(linspace(ones(&[2]), 1.0, 3).axis(2), Shape, &["axis 2"]);
    says(linspace(text(2), 1.0, 3), WrongType, &["linspace", "text"]);
    says(logspace(1.0, text(2), 3), WrongType, &["logspace", "text"]);
    says(geomspace(1.0, text(2), 3), WrongType, &["geomspace", "text"]);
}

#[test]
fn members_and_means() {
    use ErrorKind::{Shape, Value, WrongType};
    let unit = ch5_array::TimeUnit::Second;
    let time = || AnyArray::new(&[1], Buffer::Time(unit, vec![1])).unwrap().into_expr();
    says(isin(ones(&[2]), time()).invert(true), WrongType, &["isin", "float64 and datetime64"]);
    says(in1d(ones(&[2]), time()), WrongType, &["in1d", "float64 and datetime64"]);
    let x = || ones(&[2, 3]);
    says(sum(x()).with_mean(1.0), Value, &["sum", "no mean"]);
    says(var(x()).axis(0).with_mean(ones(&[2])), Shape, &["var", "[2, 3]", "[2]"]);
    says(var(x()).with_mean(ones(&[4, 2, 3])), Shape, &["var", "[2, 3]", "[4, 2, 3]"]);
    says(var(x()).with_mean(text(3)), WrongType, &["var", "text"]);
    let both = together([sum(x()), var(x()).with_mean(0.0)]).unwrap();
    assert_eq!(both[1].item().unwrap(), 1.0.into());
    assert!(together([sum(x()), sum(x()).with_mean(0.0)]).is_err());
}
