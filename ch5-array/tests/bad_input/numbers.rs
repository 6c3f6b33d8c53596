//! Numbers at the ends of their types, and what is not a number.

use ch5_array::ops::sets::unique;
use ch5_array::ops::sorting::Sorting;
use ch5_array::ops::{self, searching::searchsorted};
use ch5_array::{AnyArray, Buffer, ElementType as Ty, Expr, IntoExpr, Options, TimeUnit};

/// The integers whose results `integer_edges.txt` has.
fn edges(ty: Ty) -> Vec<i128> {
    let bits = ty.size() as u32 * 8;
    let (min, max) = if ty.is_signed() {
        (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
    } else {
        (0, (1i128 << bits) - 1)
    };
    let bits = i128::from(bits);
    let mut all = vec![min, min + 1, max, 0, 1, 2, 3, bits - 1, bits, bits + 1];
    if min < 0 {
        all.extend([-1, -2]);
    }
    all
}

fn buffer(ty: Ty, all: &[i128]) -> Buffer {
    macro_rules! of {
        ($($name:ident $ty:ident),*) => {
            match ty {
                $(Ty::$name => Buffer::$name(all.iter().map(|&n| n as $ty).collect()),)*
                _ => panic!("{ty}"),
            }
        };
    }
    of!(I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64)
}

#[test]
fn integers_overflow_shift_and_divide_by_zero_as_numpys() {
    let mut checked = 0;
    for line in include_str!("../data/integer_edges.txt").lines() {
        let mut words = line.split(' ');
        let (name, ty) = (words.next().unwrap(), words.next().unwrap());
        let ty: Ty = ty.parse().unwrap();
        let wanted: Vec<Option<i128>> = words.map(|word| word.parse().ok()).collect();
        let (row, all) = (ops::ufunc(name).unwrap(), edges(ty));
        let operands = |at: &[&[i128]]| -> Vec<Expr<'static>> {
            let one = |all: &&[i128]| AnyArray::new(&[all.len()], buffer(ty, all)).unwrap();
            at.iter().map(|all| one(all).into_expr()).collect()
        };
        let cases: Vec<Vec<i128>> = match row.arity() {
            1 => all.iter().map(|&x| vec![x]).collect(),
            _ => all.iter().flat_map(|&x| all.iter().map(move |&y| vec![x, y])).collect(),
        };
        assert_eq!(cases.len(), wanted.len(), "{line}");
        // All that numpy gives at once, and each that it refuses alone.
        let (given, refused): (Vec<_>, Vec<_>) =
            cases.iter().zip(&wanted).partition(|(_, want)| want.is_some());
        let column = |i: usize| given.iter().map(|(case, _)| case[i]).collect::<Vec<i128>>();
        let columns: Vec<Vec<i128>> = (0..row.arity()).map(column).collect();
        let columns: Vec<&[i128]> = columns.iter().map(Vec::as_slice).collect();
        let got = row.on(operands(&columns)).expr().load().unwrap();
        let want: Vec<i128> = given.iter().map(|(_, want)| want.unwrap()).collect();
        assert_eq!(*got.data(), buffer(ty, &want), "{name} {ty} of {columns:?}");
        for (case, _) in refused {
            let one: Vec<&[i128]> = case.iter().map(std::slice::from_ref).collect();
            let error = row.on(operands(&one)).expr().load().unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
        }
        checked += cases.len();
    }
    assert!(checked > 15_000, "{checked}");
}

/// In order as numpy sorts, NaN last, in blocks of one and at once.
#[test]
fn what_is_not_a_number_sorts_last() {
    use num_complex::Complex;
    let nan = f64::NAN;
    let line = |data: Buffer| AnyArray::new(&[data.len()], data).unwrap();
    for block in [Some(1), Some(3), None] {
        let options = block.map_or(Options::new(), |n| Options::new().block_elements(n));
        let _scope = options.scoped();
        let x = line(Buffer::F64(vec![nan, 2.0, f64::INFINITY, -0.0, nan, f64::NEG_INFINITY, 0.0]));
        let sorted = x.sort().read_as::<f64>().unwrap();
        let want = [f64::NEG_INFINITY, 0.0, 0.0, 2.0, f64::INFINITY];
        assert_eq!(sorted.as_slice().unwrap()[..5], want);
        assert!(sorted.iter().skip(5).all(|x| x.is_nan()));
        let order = x.argsort().read_as::<i64>().unwrap();
        assert_eq!(order.as_slice().unwrap(), [5, 3, 6, 1, 2, 0, 4]);
        let single = line(x.data().clone().cast(Ty::F32).unwrap());
        assert_eq!(single.argsort().read_as::<i64>().unwrap(), order);
        let half = line(x.data().clone().cast(Ty::F16).unwrap());
        assert_eq!(half.argsort().read_as::<i64>().unwrap(), order);
        let different = unique(x.clone()).counts().run().unwrap();
        assert_eq!(
            different.counts.unwrap().read_as::<i64>().unwrap().as_slice().unwrap(),
            [1, 2, 1, 1, 2]
        );
        let at = searchsorted(x.sort().into_expr(), line(Buffer::F64(vec![nan, 3.0])));
        assert_eq!(at.read_as::<i64>().unwrap().as_slice().unwrap(), [5, 4]);
        // A NaN in the imaginary part alone comes before one in the real part.
        let z = |re, im| Complex::new(re, im);
        let z = line(Buffer::C128(vec![
            z(nan, 0.0),
            z(1.0, nan),
            z(nan, nan),
            z(2.0, 0.0),
            z(0.0, nan),
        ]));
        let order = z.argsort().read_as::<i64>().unwrap();
        assert_eq!(order.as_slice().unwrap(), [3, 4, 1, 0, 2]);
        let times = line(Buffer::Time(TimeUnit::Day, vec![i64::MIN, 5, -7, i64::MIN, 0]));
        let order = times.argsort().read_as::<i64>().unwrap();
        assert_eq!(order.as_slice().unwrap(), [2, 4, 1, 0, 3]);
    }
}
