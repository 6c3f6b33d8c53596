//! What is refused, and what the messages say.

use ch5_array::ops::linear::{dot, einsum, inner, kron, matmul, tensordot, trace, vdot};
use ch5_array::{ErrorKind, Expr, IntoExpr};
use ndarray::{Array, Array1, ArrayD};

fn ones<'a>(shape: &[usize]) -> Expr<'a> {
    let values = ArrayD::from_elem(shape, 1.0);
    let any = ch5_array::AnyArray::new(shape, ch5_array::Buffer::F64(values.into_iter().collect()));
    any.unwrap().into_expr()
}

fn says(x: impl IntoExpr<'static>, kind: ErrorKind, parts: &[&str]) {
    let error = x.into_expr().load().unwrap_err();
    let text = error.to_string();
    assert_eq!(error.kind(), kind, "{text}");
    for part in parts {
        assert!(text.contains(part), "{part:?} in {text:?}");
    }
}

#[test]
fn shapes_that_do_not_fit_are_named() {
    use ErrorKind::Shape;
    let both = ["[2, 3]", "[2, 4]"];
    says(dot(ones(&[2, 3]), ones(&[2, 4])), Shape, &["dot", both[0], both[1]]);
    says(matmul(ones(&[2, 3]), ones(&[2, 4])), Shape, &["matmul", both[0], both[1]]);
    says(inner(ones(&[2, 3]), ones(&[2, 4])), Shape, &["inner", both[0], both[1]]);
    says(vdot(ones(&[2, 3]), ones(&[2, 4])), Shape, &["vdot", both[0], both[1]]);
    says(tensordot(ones(&[2, 3]), ones(&[2, 4]), 1), Shape, &["tensordot", both[0], both[1]]);
    says(tensordot(ones(&[2, 3]), ones(&[2, 4]), 3), Shape, &["tensordot", both[0], both[1]]);
    says(matmul(ones(&[2, 3]), ones(&[])), Shape, &["matmul", "[2, 3]", "[]"]);
    says(matmul(ones(&[2, 1, 3]), ones(&[3, 3, 1])), Shape, &["[2, 1, 3]", "[3, 3, 1]"]);
    let x = || ones(&[2, 3]);
    says(einsum("ij,ij", &[x(), ones(&[2, 4])]), Shape, &["einsum", "'j'", both[0], both[1]]);
    says(einsum("ii", &[x()]), Shape, &["'i'", "[2, 3]"]);
    says(einsum("ii", &[ones(&[1, 3])]), Shape, &["'i'", "[1, 3]"]);
    says(einsum("ijk", &[x()]), Shape, &["ijk", "[2, 3]"]);
    says(einsum("i", &[x()]), Shape, &["\"i\"", "[2, 3]", "..."]);
    says(trace(ones(&[3])), Shape, &["trace", "[3]"]);
    says(trace(ones(&[3, 3])).axes(0, 2), Shape, &["trace", "axis 2"]);
}

#[test]
fn axes_and_subscripts_are_checked() {
    use ErrorKind::{Shape, Value};
    let x = || ones(&[2, 2]);
    says(tensordot(x(), x(), ([0, 0], [0, 1])), Shape, &["tensordot", "[0, 0]"]);
    says(tensordot(x(), x(), ([2], [0])), Shape, &["tensordot", "axis 2"]);
    says(tensordot(x(), x(), ([0, 1], [0])), Shape, &["tensordot", "as many axes"]);
    says(trace(x()).axes(0, 0), Value, &["trace", "different"]);
    says(einsum("ij,jk", &[x()]), Value, &["2 operands", "found 1"]);
    says(einsum("ij", &[x(), x()]), Value, &["1 operands", "found 2"]);
    says(einsum("i1", &[x()]), Value, &["letters", "'1'"]);
    says(einsum("i..", &[x()]), Value, &["letters", "'.'"]);
    says(einsum("...i...", &[x()]), Value, &["one ellipsis"]);
    says(einsum("ij->ii", &[x()]), Value, &["every axis once", "'i'"]);
    says(einsum("ij->k", &[x()]), Value, &["only axes of operands", "'k'"]);
    says(einsum("i...->i", &[x()]), Value, &["an ellipsis in the output"]);
    says(einsum("ij->i->j", &[x()]), Value, &["einsum"]);
    says(einsum("ij", &[]), Value, &["einsum"]);
}

#[test]
fn only_numbers_are_multiplied() {
    use ErrorKind::WrongType;
    let text = || {
        let words = Array1::from_vec(vec!["a".to_owned()]).mapv(compact);
        let any = ch5_array::AnyArray::new(&[1], ch5_array::Buffer::Text(words.to_vec()));
        any.unwrap().into_expr()
    };
    let time = || {
        let unit = ch5_array::TimeUnit::Second;
        let any = ch5_array::AnyArray::new(&[1], ch5_array::Buffer::Duration(unit, vec![1]));
        any.unwrap().into_expr()
    };
    for (x, name) in [(text(), "text"), (time(), "timedelta64[s]")] {
        says(dot(x.clone(), ones(&[1])), WrongType, &["dot", "numbers", name]);
        says(matmul(ones(&[1]), x.clone()), WrongType, &["matmul", "numbers", name]);
        says(kron(x.clone(), 2), WrongType, &["kron", "numbers", name]);
        says(einsum("i,i", &[ones(&[1]), x.clone()]), WrongType, &["einsum", "numbers", name]);
    }
    // What is wrong with an operand comes out of the product.
    let broken = ones(&[2]) + ones(&[3]);
    says(dot(broken, ones(&[2])), ErrorKind::Shape, &["add"]);
    let x = Array::from_elem((2, 2), 1.0);
    assert!(dot(&x, &x).check().is_ok());
}

fn compact(text: String) -> compact_str::CompactString {
    text.into()
}
