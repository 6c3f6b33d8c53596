//! Element types: round trips, widening, narrowing, and what is not to be believed.

use ch5_array::{
    Block, Chunks, DType, Element, EnumType, ErrorKind, Field, File, H5Array, NewDataset, Value,
    h5s, read_range, read_vec, zeros,
};
use half::f16;
use ndarray::{Array1, Array2, arr0, array, s};
use num_complex::Complex;

use super::file;

fn round_trip<T: Element>(file: &File, values: Vec<T>) {
    let name = format!("{}", T::DTYPE);
    let n = values.len();
    let flat = Array1::from_vec(values.clone());
    let x = H5Array::from_array(file, &name, &flat).expect(&name);
    assert_eq!(*x.dtype(), T::DTYPE);
    assert_eq!(x.read_dim().expect(&name), flat);
    let back = x.clone().into_dyn().typed::<T>().expect(&name);
    assert_eq!(back.read_slice(h5s![..;-1]).expect(&name), flat.slice(s![..;-1]).into_dyn());
    assert_eq!(read_vec::<T>(x.dataset()).expect(&name), values);
    assert_eq!(read_range::<T>(x.dataset(), 1, 2).expect(&name), values[1..3]);

    // Two-dimensional, in another order, compressed, and back into another order.
    let grid = Array2::from_shape_fn((5, n), |(i, j)| values[(i + j) % n].clone());
    let y = H5Array::from_array_with(file, &format!("{name} 2"), &grid.t(), |new| {
        new.chunks(Chunks::Shape(vec![2, 2])).gzip(1)
    })
    .expect(&name);
    assert_eq!(y.read_dim().expect(&name), grid.t());
    let mut out = Array2::from_elem((5, n), T::default());
    y.read_into(&mut out.view_mut().reversed_axes()).expect(&name);
    assert_eq!(out, grid);

    let scalar =
        H5Array::from_array(file, &format!("{name} 0"), &arr0(values[1].clone())).expect(&name);
    assert!(scalar.shape().is_empty() && scalar.len() == 1 && !scalar.is_chunked());
    assert_eq!(scalar.read_dim().expect(&name), arr0(values[1].clone()));
    scalar.fill(values[2].clone()).expect(&name);
    assert_eq!(scalar.read_slice(h5s![]).expect(&name).first(), Some(&values[2]));

    let none =
        H5Array::from_array(file, &format!("{name} e"), &grid.slice(s![..0, ..])).expect(&name);
    assert_eq!(none.read().expect(&name).shape(), [0, n]);
}

#[test]
fn every_element_type_round_trips() {
    let (_dir, file) = file();
    round_trip(&file, vec![i8::MIN, 0, i8::MAX]);
    round_trip(&file, vec![i16::MIN, 0, i16::MAX]);
    round_trip(&file, vec![i32::MIN, 0, i32::MAX]);
    round_trip(&file, vec![i64::MIN, 0, i64::MAX]);
    round_trip(&file, vec![u8::MIN, 1, u8::MAX]);
    round_trip(&file, vec![u16::MIN, 1, u16::MAX]);
    round_trip(&file, vec![u32::MIN, 1, u32::MAX]);
    round_trip(&file, vec![u64::MIN, 1, u64::MAX]);
    round_trip(&file, vec![f16::MIN, f16::EPSILON, f16::INFINITY]);
    round_trip(&file, vec![f32::MIN, f32::EPSILON, f32::INFINITY]);
    round_trip(&file, vec![f64::MIN, -0.0, f64::NEG_INFINITY]);
    round_trip(&file, vec![Complex::new(1f32, -2.0), Complex::default(), Complex::new(0.0, 1.0)]);
    round_trip(&file, vec![Complex::new(1f64, -2.0), Complex::default(), Complex::new(0.0, 1.0)]);
    round_trip(&file, vec![true, false, true]);
    round_trip(&file, ["", "Örjan", "a longer text"].map(String::from).to_vec());
}

#[test]
fn widening_is_free_and_narrowing_is_checked() {
    let (_dir, file) = file();
    let x = H5Array::from_array(&file, "i", &array![[1i64, -2], [300, 1 << 24]]).expect("i64");
    assert_eq!(x.read_as::<i32>().expect("fits"), array![[1, -2], [300, 1 << 24]].into_dyn());
    assert_eq!(x.read_as::<f32>().expect("fits").last(), Some(&16_777_216.0));
    assert_eq!(x.read_as::<Complex<f64>>().expect("fits").first(), Some(&Complex::new(1.0, 0.0)));
    let error = x.read_as::<i16>().expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::Value);
    assert!(
        error.to_string().ends_with(
            "/i: the element at [1, 1]: expected a value that i16 can hold, found 16777216"
        ),
        "{error}"
    );
    let error = x.read_slice_as::<u8>(h5s![..;-1, 1]).expect_err("negative");
    assert!(error.to_string().contains("the element at [0, 1]"), "{error}");
    assert!(error.to_string().contains("found -2"), "{error}");

    let x = H5Array::from_array(&file, "f", &array![1.0, -3.0, f64::NAN]).expect("f64");
    assert!(x.read_as::<f32>().expect("fits")[2].is_nan());
    assert_eq!(x.read_slice_as::<i8>(..2).expect("whole"), array![1i8, -3].into_dyn());
    assert!(x.read_as::<i64>().expect_err("nan").to_string().ends_with("found NaN"));
    x.write_slice(1, &arr0(0.1)).expect("written");
    assert_eq!(x.read_as::<f16>().expect_err("inexact").kind(), ErrorKind::Value);

    let x = H5Array::from_array(&file, "u", &array![0u8, 1, 1]).expect("u8");
    assert_eq!(x.read_as::<bool>().expect("0 and 1"), array![false, true, true].into_dyn());
    assert_eq!(x.read_as::<f16>().expect("widens")[1], f16::ONE);
    let x = H5Array::from_array(&file, "b", &array![true, false]).expect("bool");
    assert_eq!(x.read_as::<f64>().expect("as 1 and 0"), array![1.0, 0.0].into_dyn());

    let x = H5Array::from_array(&file, "c", &array![Complex::new(0.5, 0.1)]).expect("complex");
    assert_eq!(x.read_as::<f64>().expect_err("complex").kind(), ErrorKind::WrongType);
    assert_eq!(x.read_as::<Complex<f32>>().expect_err("inexact").kind(), ErrorKind::Value);
    let x = H5Array::from_array(&file, "t", &array!["1".to_string()]).expect("text");
    assert_eq!(x.read_as::<i32>().expect_err("text").kind(), ErrorKind::WrongType);
    assert_eq!(x.read_as::<bool>().expect_err("text").kind(), ErrorKind::WrongType);
}

/// A narrowing read over many tiles finds the one bad value, wherever it lies.
#[test]
fn narrowing_over_many_tiles_names_the_place() {
    let (_dir, file) = file();
    let mut memory = Array2::<i64>::from_shape_fn((700, 900), |(i, j)| (i * j % 100) as i64);
    for (name, layout) in
        [("auto", Chunks::Auto), ("odd", Chunks::Shape(vec![64, 37])), ("flat", Chunks::Contiguous)]
    {
        let x = H5Array::from_array_with(&file, name, &memory, |new| new.chunks(layout).clone())
            .expect("stored");
        assert_eq!(x.read_as::<u8>().expect("fits").mapv(i64::from), memory.clone().into_dyn());
        memory[[611, 803]] = 256;
        x.write_slice((611, 803), &arr0(256)).expect("written");
        let error = x.read_as::<u8>().expect_err("256");
        assert!(error.to_string().contains("at [611, 803]"), "{error}");
        let error = x.read_slice_as::<u8>(h5s![..;-3, 2..;3]).map(|_| ());
        assert_eq!(error.is_err(), 611 % 3 == 699 % 3 && 803 % 3 == 2, "{error:?}");
        memory[[611, 803]] = 0;
    }
}

#[test]
fn enums_read_as_their_integers() {
    let (_dir, file) = file();
    let members = vec![("low".to_string(), -1), ("high".to_string(), 300)];
    let dtype = DType::Enum(EnumType { base: DType::I16, members }.into());
    let x = H5Array::create(&file, "e", &NewDataset::new(dtype, &[3])).expect("made");
    let all = [Value::Enum("low".into(), -1), Value::Enum("high".into(), 300)];
    x.dataset().write_values(Some(&Block::new(&[0], &[2])), &all).expect("written");
    assert_eq!(x.read_as::<i16>().expect("exact"), array![-1i16, 300, 0].into_dyn());
    assert_eq!(x.read_as::<i64>().expect("wider"), array![-1i64, 300, 0].into_dyn());
    assert_eq!(x.read_as::<i8>().expect_err("narrower").kind(), ErrorKind::Value);
    assert_eq!(x.read_as::<f64>().expect_err("no quantity").kind(), ErrorKind::WrongType);
    assert!(x.typed::<i16>().is_ok() && x.typed::<i32>().is_err());
}

#[test]
fn complex_numbers_of_other_tools() {
    let (_dir, file) = file();
    let field = |name: &str, dtype: DType| Field { name: name.into(), dtype };
    for (names, base) in [(["real", "imag"], DType::F32), (["re", "im"], DType::F64)] {
        let fields = names.map(|n| field(n, base.clone()));
        let new = NewDataset::new(DType::Compound(fields.into()), &[2]);
        let x = H5Array::create(&file, names[0], &new).expect("made");
        let number = |re: f32, im: f32| {
            let part = |x: f32| match base {
                DType::F32 => Value::F32(x),
                _ => Value::F64(x.into()),
            };
            Value::Record(vec![("a".into(), part(re)), ("b".into(), part(im))])
        };
        x.dataset().write_values(None, &[number(1.0, 2.0), number(-0.5, 0.0)]).expect("written");
        let wide = array![Complex::new(1.0, 2.0), Complex::new(-0.5, 0.0)].into_dyn();
        assert_eq!(x.read_as::<Complex<f64>>().expect("f64"), wide);
        let narrow = wide.mapv(|c| Complex::new(c.re as f32, c.im as f32));
        assert_eq!(x.read_as::<Complex<f32>>().expect("f32"), narrow);
    }
}

#[test]
fn a_hostile_boolean_is_found() {
    let (_dir, file) = file();
    let x = zeros::<bool>((2, 3)).place(&file, "b").expect("made");
    x.dataset().write_bytes(&DType::Bool, None, &[0, 1, 0, 1, 2, 1]).expect("raw bytes");
    let error = x.read().expect_err("2 is no boolean");
    assert_eq!(error.kind(), ErrorKind::Malformed);
    assert!(
        error.to_string().contains("at [1, 1]: expected a boolean, 0 or 1, found 2"),
        "{error}"
    );
    assert_eq!(x.read_as::<u8>().expect_err("nor a number").kind(), ErrorKind::Malformed);
    assert_eq!(x.read_slice(0).expect("clean"), array![false, true, false].into_dyn());
}
