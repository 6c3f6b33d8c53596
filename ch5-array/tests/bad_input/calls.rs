//! Calls that numpy refuses.

use ch5_array::ops::indexing::{Indexing, Mode};
use ch5_array::ops::manipulation::{self as m, Manipulation};
use ch5_array::ops::reductions::Reductions;
use ch5_array::ops::scans::Scans;
use ch5_array::ops::sorting::Sorting;
use ch5_array::ops::statistics::Statistics;
use ch5_array::ops::{self, linear::Linear};
use ch5_array::{ArrayLike, ErrorKind::*, h5s};
use ndarray::array;

use crate::{file, says, store};

#[test]
fn shapes_that_do_not_broadcast() {
    let (_dir, file) = file();
    let x = store(&file, "x", &array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    let y = store(&file, "y", &array![1.0, 2.0]);
    says((&x + &y).load(), Shape, &["add", "[2, 3]", "[2]", "a.h5", "/x"]);
    says(
        ops::where_(ops::greater(&x, 1.0), &x, &y).load(),
        Shape,
        &["where", "[2, 3]", "[2]", "/x"],
    );
    says(ops::maximum(&y, &x).write_to(&file, "z"), Shape, &["maximum", "[2]", "[2, 3]", "/y"]);
    says(x.add_assign(&y), Shape, &["add", "[2, 3]", "[2]", "/x"]);
    says(y.add_assign(&x), Shape, &["add", "[2, 3]", "[2]", "/y"]);
    says(y.assign(&array![[1.0, 2.0], [3.0, 4.0]]), Shape, &["[2, 2]", "[2]", "a.h5", "/y"]);
    says(x.view(h5s![0, ..]).unwrap().assign(&y), Shape, &["[2]", "[3]", "a.h5", "/x"]);
    says(x.broadcast_to(&[4, 2]).load(), Shape, &["broadcast", "[2, 3]", "[4, 2]"]);
    says(x.matmul(&x).load(), Shape, &["matmul", "[2, 3]"]);
    says(m::concatenate(&[x.expr(), y.expr()], 0).load(), Shape, &["concatenate", "[2, 3]", "[2]"]);
    says(x.reshape(&[4, 2]).load(), Shape, &["reshape", "6 elements", "[4, 2]", "/x"]);
    says(x.sum().only(&y).load(), Shape, &["sum", "[2, 3]", "[2]"]);
    assert!(!file.root().unwrap().has("z").unwrap());
}

#[test]
fn axes_and_indices_out_of_range() {
    let (_dir, file) = file();
    let x = store(&file, "x", &array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    says(x.sum().axis(2).load(), Shape, &["sum", "2 dimensions", "axis 2", "a.h5", "/x"]);
    says(x.argmax().axis(-3).load(), Shape, &["argmax", "axis -3", "/x"]);
    says(x.cumsum().axis(7).load(), Shape, &["cumsum", "axis 7", "/x"]);
    says(x.sort().axis(2).load(), Shape, &["sort", "axis 2", "/x"]);
    says(x.median().axis(2).load(), Shape, &["median", "axis 2", "/x"]);
    says(x.mean().axis([0, 0]).load(), Shape, &["mean", "[0, 0]", "/x"]);
    says(x.flip(&[5]).load(), Shape, &["flip", "axis 5"]);
    says(x.transpose(&[0, 0]).load(), Shape, &["transpose", "[0, 0]"]);
    says(x.partition(9).load(), Shape, &["partition", "9"]);
    says(x.slice(h5s![2, ..]).load(), Shape, &["axis 0", "2 elements", "a.h5", "/x"]);
    says(x.slice(h5s![.., -4]).load(), Shape, &["axis 1", "3 elements", "-4", "/x"]);
    says(x.slice(h5s![0, 0, 0]).load(), Shape, &["2 indices", "[2, 3]", "/x"]);
    says(x.slice(h5s![vec![0, 2]]).load(), Shape, &["axis 0", "2", "/x"]);
    says(x.slice(h5s![vec![true, false, true]]).load(), Shape, &["mask", "[2]", "/x"]);
    says(x.slice(h5s![..; 0]).load(), Shape, &["step", "/x"]);
    says(x.view(h5s![9]), Shape, &["axis 0", "9", "a.h5", "/x"]);
    says(x.take(vec![6], None).load(), Shape, &["6 elements", "6"]);
    says(x.put(&[6], 1.0, Mode::Raise), Shape, &["put", "6", "a.h5", "/x"]);
    let typed = x.typed::<f64>().unwrap();
    says(typed.read_slice(h5s![2]), Shape, &["a.h5", "/x", "2"]);
    says(typed.write_slice(h5s![.., 3], &array![1.0, 2.0]), Shape, &["a.h5", "/x", "3"]);
}

#[test]
fn types_outside_of_a_functions_class() {
    let (_dir, file) = file();
    let x = store(&file, "x", &array![1.0, 2.0]);
    let t = store(&file, "t", &array!["a".to_owned(), "b".to_owned()]);
    says(ops::sin(&t).load(), WrongType, &["sin", "text", "a.h5", "/t"]);
    says(ops::bitwise_and(&x, &x).load(), WrongType, &["bitwise_and", "float64", "/x"]);
    says(ops::add(&x, &t).load(), WrongType, &["add", "float64", "text", "/x"]);
    says(t.mean().load(), WrongType, &["mean", "text", "a.h5", "/t"]);
    says(t.cumsum().load(), WrongType, &["cumsum", "text", "/t"]);
    says(t.percentile(5.0).load(), WrongType, &["percentile", "text", "/t"]);
    says(ops::less(&x, &t).load(), WrongType, &["less", "float64", "text", "/x"]);
    says(x.shl_assign(1i64), WrongType, &["left_shift", "float64", "a.h5", "/x"]);
    says(ch5_array::char::upper(&x).load(), WrongType, &["upper", "float64", "/x"]);
    let n = store(&file, "n", &array![1i32, 2]);
    says(n.add_assign(0.5), WrongType, &["add", "int32", "float64", "a.h5", "/n"]);
    says(n.assign(&x), WrongType, &["assign", "int32", "float64", "a.h5", "/n"]);
    says(t.astype(ch5_array::ElementType::F64).load(), Value, &["\"a\""]);
    says(ops::power(&n, -1i64).load(), Value, &["power"]);
    says(ops::add(&n, 1i64 << 40).load(), Value, &["add", "int32", "1099511627776", "/n"]);
}
