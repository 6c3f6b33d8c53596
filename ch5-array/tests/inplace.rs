//! Arithmetic and assignment in place, and the functions that choose between elements.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ops::{self, Casting, Compare, copyto};
use ch5_array::{
    ArrayLike, Buffer, ElementType, ErrorKind, File, H5Array, H5Mode, IntoExpr, Options, TimeUnit,
};
use ndarray::{Array1, Array2, array};

fn file() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

/// Runs a test with blocks of one element, of three, and without limit.
fn blocks(test: impl Fn(&File)) {
    for block in [Some(1), Some(3), None] {
        let mut options = Options::new();
        if let Some(block) = block {
            options = options.block_elements(block);
        }
        let _scope = options.scoped();
        let (_dir, file) = file();
        test(&file);
    }
}

#[test]
fn in_place_is_out_of_place() {
    blocks(|file| {
        let start: Array2<i64> = Array2::from_shape_fn((3, 4), |(i, j)| (i * 4 + j) as i64 - 5);
        let x = H5Array::from_array(file, "x", &start).unwrap().into_dyn();
        let row = array![3i64, -2, 1, 4];
        type Op = fn(&H5Array, &Array1<i64>) -> ch5_array::Result<()>;
        let all: [(&str, Op); 9] = [
            ("add", |x, y| x.add_assign(y)),
            ("subtract", |x, y| x.sub_assign(y)),
            ("multiply", |x, y| x.mul_assign(y)),
            ("floor_divide", |x, y| x.floor_div_assign(y)),
            ("remainder", |x, y| x.rem_assign(y)),
            ("bitwise_and", |x, y| x.bitand_assign(y)),
            ("bitwise_or", |x, y| x.bitor_assign(y)),
            ("bitwise_xor", |x, y| x.streaming().bitxor_assign(y)),
            ("left_shift", |x, y| x.streaming().shl_assign(y)),
        ];
        for (name, op) in all {
            let row_of = ops::ufunc(name).unwrap();
            let want = row_of.on([x.expr(), (&row).expr()]).expr().load().unwrap();
            op(&x, &row).unwrap();
            assert_eq!(x.expr().load().unwrap(), want, "{name}");
        }
    });
}

#[test]
fn an_assignment_may_read_the_array_it_writes() {
    blocks(|file| {
        let x = H5Array::from_array(file, "x", &array![[1.0, 2.0], [3.0, 4.0]]).unwrap();
        use ch5_array::ops::manipulation::Manipulation;
        x.assign(x.t() * 10.0).unwrap();
        let want = array![[10.0, 30.0], [20.0, 40.0]].into_dyn();
        assert_eq!(x.read_as::<f64>().unwrap(), want);
        x.assign(&array![1.0, 2.0]).unwrap();
        assert_eq!(x.read_as::<f64>().unwrap(), array![[1.0, 2.0], [1.0, 2.0]].into_dyn());
        x.assign_where(x.gt(1.0), -1i64).unwrap();
        assert_eq!(x.read_as::<f64>().unwrap(), array![[1.0, -1.0], [1.0, -1.0]].into_dyn());
    });
}

#[test]
fn an_error_leaves_the_array_as_it_was() {
    blocks(|file| {
        let start = array![2i64, 3, 4, 5];
        let x = H5Array::from_array(file, "x", &start).unwrap();
        let kinds = [
            (x.add_assign(0.5), ErrorKind::WrongType),
            (x.div_assign(2i64), ErrorKind::WrongType),
            (x.assign(&array![1.0, 2.0, 3.0, 4.0]), ErrorKind::WrongType),
            (x.add_assign(&array![1i64, 2, 3]), ErrorKind::Shape),
            (x.assign(&array![[1i64, 2, 3, 4], [5, 6, 7, 8]]), ErrorKind::Shape),
            // The last element only has a negative power.
            (x.pow_assign(&array![1i64, 2, 3, -1]), ErrorKind::Value),
            (copyto(&x, 2.5).run(), ErrorKind::WrongType),
        ];
        for (i, (result, kind)) in kinds.into_iter().enumerate() {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), kind, "{i}: {error}");
            assert_eq!(x.read_as::<i64>().unwrap(), start.clone().into_dyn(), "{i}");
        }
        copyto(&x, 2.5).casting(Casting::Unsafe).run().unwrap();
        assert_eq!(x.read_as::<i64>().unwrap(), array![2, 2, 2, 2].into_dyn());
    });
}

#[test]
fn streaming_tells_how_far_it_got() {
    let _scope = Options::new().block_elements(1).scoped();
    let (_dir, file) = file();
    let x = H5Array::from_array(&file, "x", &array![2i64, 3, 4, 5]).unwrap();
    let error = x.streaming().pow_assign(&array![1i64, 2, -1, 1]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Value);
    assert!(error.to_string().contains("2 of 4 blocks"), "{error}");
    assert_eq!(x.read_as::<i64>().unwrap(), array![2, 9, 4, 5].into_dyn());
}

#[test]
fn literals_that_do_not_fit_are_refused() {
    let x = array![1i8, 2];
    assert_eq!(((&x).expr() + 300i64).check().unwrap_err().kind(), ErrorKind::Value);
    let bytes = array![1u8, 2];
    assert_eq!(((&bytes).expr() + -1i64).check().unwrap_err().kind(), ErrorKind::Value);
    // Comparisons take any.
    assert_eq!((&x).lt(300i64).read_as::<bool>().unwrap(), array![true, true].into_dyn());
    let large = array![u64::MAX, 0];
    assert_eq!((&large).gt(-1i64).read_as::<bool>().unwrap(), array![true, true].into_dyn());
    let signed = array![-1i64, 0];
    let below = ops::less(&signed, &large).read_as::<bool>().unwrap();
    assert_eq!(below, array![true, false].into_dyn());
    let same = ops::clip(&bytes, -5i64, 1i64);
    assert_eq!(same.read_as::<u8>().unwrap(), array![1, 1].into_dyn());
}

#[test]
fn the_first_condition_selects_and_the_last_piece_wins() {
    let x = array![0i64, 1, 2, 3, 4, 5];
    let conditions = [(&x).lt(2i64), (&x).lt(4i64)];
    let got = ops::select(&conditions, &[(&x).expr(), (&x).expr() * 10i64], -1.5);
    assert_eq!(got.read_as::<f64>().unwrap(), array![0.0, 1.0, 20.0, 30.0, -1.5, -1.5].into_dyn());
    let values = [(&x).expr(), (&x).expr() * 10i64, 2.7.into_expr()];
    let got = ops::piecewise(&x, &conditions, &values);
    assert_eq!(got.read_as::<i64>().unwrap(), array![0, 10, 20, 30, 2, 2].into_dyn());
    let got = ops::piecewise(&x, &conditions, &values[..2]);
    assert_eq!(got.read_as::<i64>().unwrap(), array![0, 10, 20, 30, 0, 0].into_dyn());
    assert!(ops::select(&conditions, &values, 0i64).check().is_err());
    assert!(ops::piecewise(&x, &conditions, &values[..1]).check().is_err());
    assert!(ops::select(&[(&x).expr()], &[(&x).expr()], 0i64).check().is_err());
}

#[test]
fn times_are_counted_as_numpy_counts_them() {
    use ElementType as Ty;
    let unit = TimeUnit::Second;
    let nat = i64::MIN;
    let seconds = |v: &[i64]| {
        ch5_array::AnyArray::new(&[v.len()], Buffer::Duration(unit, v.to_vec())).unwrap()
    };
    let days = ch5_array::AnyArray::new(&[2], Buffer::Time(TimeUnit::Day, vec![1, nat])).unwrap();
    let d = seconds(&[-7, 7, nat, 0]);
    let check = |expr: ch5_array::Expr<'_>, want: Buffer| {
        assert_eq!(expr.load().unwrap().into_data(), want);
    };
    let duration = |v: &[i64]| Buffer::Duration(unit, v.to_vec());
    check(ops::divide(&d, 2i64), duration(&[-3, 3, nat, 0]));
    check(ops::floor_divide(&d, 2i64), duration(&[-3, 3, nat, 0]));
    check(ops::divide(&d, 2.5), duration(&[-2, 2, nat, 0]));
    check(ops::divide(&d, 0i64), duration(&[nat; 4]));
    check(ops::multiply(&d, 2.7), duration(&[-18, 18, nat, 0]));
    let three = seconds(&[3]);
    check(ops::floor_divide(&d, &three), Buffer::I64(vec![-3, 2, 0, 0]));
    check(ops::remainder(&d, &three), duration(&[2, 1, nat, 0]));
    check(ops::negative(&d), duration(&[7, -7, nat, 0]));
    check(ops::maximum(&d, &three), duration(&[3, 7, nat, 3]));
    check(ops::fmin(&d, &three), duration(&[-7, 3, 3, 0]));
    check(ops::sign(&d), duration(&[-1, 1, -1, 0]));
    check(ops::equal(&d, &d), Buffer::Bool(vec![true, true, false, true]));
    let later = ops::add(&days, &three);
    check(later.clone(), Buffer::Time(unit, vec![86_403, nat]));
    check(ops::subtract(later, &days), duration(&[3, nat]));
    check(ops::add(&days, 2i64), Buffer::Time(TimeUnit::Day, vec![3, nat]));
    for refused in [ops::add(&days, &days), ops::sin(&d), ops::multiply(&days, 2i64)] {
        assert_eq!(refused.check().unwrap_err().kind(), ErrorKind::WrongType);
    }
    assert_eq!(ops::divide(&d, &three).element_type(), Ty::F64);
}
