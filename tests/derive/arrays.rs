//! ndarray's arrays: every dimension, element type and memory layout.

use std::fmt::Debug;

use ch5::hdf5::types::{FloatSize, IntSize, TypeDescriptor};
use ch5::{Element, ErrorKind, File, H5Read, H5Store, read_object, write_object};
use half::f16;
use ndarray::{
    ArcArray, Array, Array0, Array1, Array2, Array3, Array4, Array5, Array6, ArrayD, ArrayView2,
    ArrayViewMut2, CowArray, Dimension, IxDyn, ShapeBuilder, s,
};
use num_complex::Complex;

use crate::support::{dataset, kind, members, refused, round, temp, text_attr};

fn filled<D: Dimension>(shape: impl ShapeBuilder<Dim = D>) -> Array<f32, D> {
    let mut array = Array::zeros(shape);
    for (i, x) in array.iter_mut().enumerate() {
        *x = i as f32 * 0.5;
    }
    array
}

#[derive(H5Store, Debug, PartialEq)]
struct Dimensions {
    d0: Array0<f32>,
    d1: Array1<f32>,
    d2: Array2<f32>,
    d3: Array3<f32>,
    d4: Array4<f32>,
    d5: Array5<f32>,
    d6: Array6<f32>,
    dynamic: ArrayD<f32>,
    scalar: ArrayD<f32>,
    seventh: ArrayD<f32>,
    shared: ArcArray<f32, ndarray::Ix2>,
}

#[test]
fn every_dimension() {
    let t = temp();
    let all = Dimensions {
        d0: filled(()),
        d1: filled(7),
        d2: filled((3, 4)),
        d3: filled((2, 3, 4)),
        d4: filled((2, 1, 3, 2)),
        d5: filled((1, 2, 3, 2, 1)),
        d6: filled((2, 1, 2, 1, 3, 2)),
        dynamic: filled(IxDyn(&[2, 5])),
        scalar: filled(IxDyn(&[])),
        seventh: filled(IxDyn(&[1, 2, 1, 2, 1, 2, 3])),
        shared: filled((2, 2)).into_shared(),
    };
    round(&t.file, "all", &all);
    for (i, rank) in (0..=6).enumerate() {
        assert_eq!(dataset(&t.file, &format!("all/d{i}")).ndim(), rank);
    }
    assert_eq!(dataset(&t.file, "all/seventh").shape(), [1, 2, 1, 2, 1, 2, 3]);
    assert_eq!(dataset(&t.file, "all/d3").read_raw::<f32>().unwrap()[23], 11.5);
}

fn element<T: Element + H5Read>(file: &File, name: &str, values: &[T], expected: &TypeDescriptor) {
    let array = Array1::from(values.to_vec());
    round(file, name, &array);
    assert_eq!(&kind(&dataset(file, name)), expected, "{name}");
    let square = array.clone().into_shape_with_order((1, values.len())).unwrap();
    round(file, &format!("{name} row"), &square);
    round(file, &format!("{name} reversed"), &array.slice(s![..;-1]).to_owned());
    round(file, &format!("{name} empty"), &Array3::<T>::default((2, 0, 3)));
    assert_eq!(dataset(file, &format!("{name} empty")).shape(), [2, 0, 3]);
    assert_eq!(&kind(&dataset(file, &format!("{name} empty"))), expected, "{name}");
    // A view that is not contiguous.
    let wide = Array2::from_shape_fn((values.len(), 2), |(i, j)| {
        if j == 0 { values[i].clone() } else { T::default() }
    });
    write_object(file, &format!("{name} view"), &wide.column(0)).unwrap();
    assert_eq!(read_object::<Array1<T>>(file, &format!("{name} view")).unwrap(), array);
}

#[test]
fn every_element_type() {
    use TypeDescriptor::{Boolean, Float, Integer, Unsigned, VarLenUnicode};
    let t = temp();
    let f = &t.file;
    element(f, "i8", &[i8::MIN, 0, i8::MAX], &Integer(IntSize::U1));
    element(f, "i16", &[i16::MIN, 0, i16::MAX], &Integer(IntSize::U2));
    element(f, "i32", &[i32::MIN, 0, i32::MAX], &Integer(IntSize::U4));
    element(f, "i64", &[i64::MIN, 0, i64::MAX], &Integer(IntSize::U8));
    element(f, "u8", &[0, 7, u8::MAX], &Unsigned(IntSize::U1));
    element(f, "u16", &[0, 7, u16::MAX], &Unsigned(IntSize::U2));
    element(f, "u32", &[0, 7, u32::MAX], &Unsigned(IntSize::U4));
    element(f, "u64", &[0, 7, u64::MAX], &Unsigned(IntSize::U8));
    element(f, "f16", &[f16::MIN, f16::from_f32(0.5), f16::INFINITY], &Float(FloatSize::U2));
    element(f, "f32", &[f32::MIN, 0.1, f32::INFINITY], &Float(FloatSize::U4));
    element(f, "f64", &[f64::MIN, 0.1, f64::NEG_INFINITY], &Float(FloatSize::U8));
    element(f, "bool", &[true, false, true], &Boolean);
    element(f, "String", &["a".to_owned(), String::new(), "ü€𝄞".to_owned()], &VarLenUnicode);
    let c64 = [Complex::new(1.0f32, -0.5), Complex::new(0.0, f32::MAX)];
    write_object(f, "c64", &Array1::from(c64.to_vec())).unwrap();
    assert_eq!(read_object::<Array1<Complex<f32>>>(f, "c64").unwrap().to_vec(), c64);
    let c128 = [Complex::new(1.0f64, -0.5), Complex::new(0.0, f64::MAX)];
    write_object(f, "c128", &Array1::from(c128.to_vec())).unwrap();
    assert_eq!(read_object::<Array1<Complex<f64>>>(f, "c128").unwrap().to_vec(), c128);
    let TypeDescriptor::Compound(complex) = kind(&dataset(f, "c128")) else { panic!() };
    let names: Vec<_> = complex.fields.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["r", "i"]);
    assert_eq!(text_attr(&dataset(f, "String"), "dtype"), "str");
}

#[test]
fn nan_bits_survive() {
    let t = temp();
    let quiet = f64::from_bits(0x7ff8_0000_dead_beef);
    write_object(&t.file, "nan", &ndarray::arr1(&[quiet, -0.0])).unwrap();
    let back: Array1<f64> = read_object(&t.file, "nan").unwrap();
    assert_eq!(back.map(|x| x.to_bits()).to_vec(), [quiet.to_bits(), (-0.0f64).to_bits()]);
}

#[test]
fn every_memory_layout() {
    let t = temp();
    let base: Array3<f64> =
        Array3::from_shape_fn((4, 5, 6), |(a, b, c)| (100 * a + 10 * b + c) as f64);
    let check = |name: &str, view: ndarray::ArrayViewD<'_, f64>| {
        write_object(&t.file, name, &view).unwrap_or_else(|e| panic!("{name}: {e}"));
        let back: ArrayD<f64> = read_object(&t.file, name).unwrap();
        assert_eq!(back, view, "{name}");
    };
    check("standard", base.view().into_dyn());
    check("transposed", base.t().into_dyn());
    check("swapped", base.view().permuted_axes([1, 0, 2]).into_dyn());
    check("stepped", base.slice(s![..;2, 1..;3, ..]).into_dyn());
    check("reversed", base.slice(s![..;-1, .., ..;-2]).into_dyn());
    check("plane", base.slice(s![.., 2, ..]).into_dyn());
    check("broadcast", ndarray::arr1(&[1.0, 2.0]).broadcast((3, 2)).unwrap().into_dyn());
    let fortran: Array2<f64> = Array2::zeros((3, 4).f());
    check("fortran", (fortran + 1.0).view().into_dyn());
    check("single", base.slice(s![1..2, 1..2, 1..2]).into_dyn());

    let mut array = Array2::from_elem((2, 2), 1.5);
    write_object(&t.file, "cow", &CowArray::from(array.view())).unwrap();
    let view: ArrayView2<'_, f64> = array.view();
    write_object(&t.file, "view", &view).unwrap();
    let view: ArrayViewMut2<'_, f64> = array.view_mut();
    write_object(&t.file, "mut", &view).unwrap();
    write_object(&t.file, "ref", &&array).unwrap();
    for name in ["cow", "view", "mut", "ref"] {
        assert_eq!(read_object::<Array2<f64>>(&t.file, name).unwrap(), array);
    }
}

#[test]
fn empty_dimensions() {
    let t = temp();
    for (i, shape) in [&[0][..], &[0, 0], &[3, 0], &[0, 3], &[1, 0, 2]].iter().enumerate() {
        round(&t.file, &format!("f{i}"), &ArrayD::<f64>::zeros(*shape));
        round(&t.file, &format!("t{i}"), &ArrayD::<String>::default(*shape));
        round(&t.file, &format!("b{i}"), &ArrayD::<bool>::default(*shape));
        assert_eq!(dataset(&t.file, &format!("f{i}")).shape(), *shape);
    }
}

#[test]
fn arrays_in_containers() {
    let t = temp();
    let a = |n: usize| filled((2, n));
    round(&t.file, "vec", &vec![a(1), a(2), a(0)]);
    assert_eq!(members(&t.file, "vec"), ["0", "1", "2"]);
    round(&t.file, "option", &Some(a(1)));
    round(&t.file, "none", &None::<Array2<f32>>);
    round(&t.file, "options", &vec![None, Some(a(1)), None]);
    round(&t.file, "tuple", &(a(1), 2u8, "x".to_owned()));
    round(&t.file, "tuple_late", &(1u8, 2u8, a(1)));
    round(&t.file, "fixed", &[a(1), a(2)]);
    round(&t.file, "nested", &vec![vec![a(1)], vec![], vec![a(2), a(3)]]);
    round(&t.file, "map", &std::collections::BTreeMap::from([("k".to_owned(), a(1))]));
    round(&t.file, "pairs", &std::collections::BTreeMap::from([((1u8, 2u8), a(1))]));
    round(&t.file, "boxed", &Box::new(a(1)));
    round(&t.file, "result", &Ok::<_, String>(a(1)));
}

#[test]
fn what_other_types_stored_is_read_where_nothing_is_lost() {
    let t = temp();
    write_object(&t.file, "u8", &Array1::from(vec![1u8, 200])).unwrap();
    assert_eq!(read_object::<Array1<i64>>(&t.file, "u8").unwrap().to_vec(), [1, 200]);
    assert_eq!(read_object::<Array1<f32>>(&t.file, "u8").unwrap().to_vec(), [1.0, 200.0]);
    let e = refused(read_object::<Array1<i8>>(&t.file, "u8"), "/u8");
    assert_eq!(e.kind(), ErrorKind::Value);
    assert!(e.to_string().contains("200"), "{e}");
    let e = refused(read_object::<Array2<u8>>(&t.file, "u8"), "/u8");
    assert_eq!(e.kind(), ErrorKind::Shape);
    let e = refused(read_object::<Array1<String>>(&t.file, "u8"), "/u8");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    // Rows of other layouts.
    write_object(&t.file, "triples", &vec![[1.0f32, 2.0, 3.0], [4.0, 5.0, 6.0]]).unwrap();
    assert_eq!(read_object::<Array2<f32>>(&t.file, "triples").unwrap().shape(), [2, 3]);
    write_object(&t.file, "numbers", &vec![1u8, 2]).unwrap();
    assert_eq!(read_object::<Array1<u8>>(&t.file, "numbers").unwrap().to_vec(), [1, 2]);
    assert_eq!(read_object::<Vec<i16>>(&t.file, "u8").unwrap(), [1, 200]);
    write_object(&t.file, "matrix", &filled((2, 3))).unwrap();
    assert_eq!(read_object::<Vec<Vec<f32>>>(&t.file, "matrix").unwrap()[1], [1.5, 2.0, 2.5]);
    assert_eq!(read_object::<[[f32; 3]; 2]>(&t.file, "matrix").unwrap()[1], [1.5, 2.0, 2.5]);
    // An array out of the rows of a packed sequence.
    #[derive(H5Store, Debug)]
    struct List {
        a: Vec<Vec<u8>>,
    }
    #[derive(H5Store, Debug)]
    struct Square {
        a: Array2<u8>,
    }
    write_object(&t.file, "rows", &vec![List { a: vec![vec![1, 2], vec![3, 4]] }]).unwrap();
    assert_eq!(
        read_object::<Vec<Square>>(&t.file, "rows").unwrap()[0].a,
        ndarray::arr2(&[[1, 2], [3, 4]])
    );
    for ragged in [vec![vec![1], vec![2, 3]], vec![vec![1], vec![2, 3, 4], vec![5, 6]]] {
        ch5::write_object_with(&t.file, "rows", &vec![List { a: ragged }], ch5::Policy::Replace)
            .unwrap();
        let e = refused(read_object::<Vec<Square>>(&t.file, "rows"), "/rows[0].a[1]");
        assert_eq!(e.kind(), ErrorKind::Shape);
    }
}

#[test]
fn text_that_hdf5_cannot_hold_is_refused() {
    let t = temp();
    let array = ndarray::arr1(&["a".to_owned(), "b\0c".to_owned()]);
    let e = refused(write_object(&t.file, "x", &array), "/x");
    assert!(e.to_string().contains("NUL"), "{e}");
    assert!(members(&t.file, "/").is_empty());
}

#[test]
fn a_large_array_in_pieces() {
    let t = temp();
    #[derive(H5Store, Debug, PartialEq)]
    struct Large {
        #[h5(chunks(64, 64), compression = "lzf")]
        a: Array2<f64>,
        #[h5(compression = "zstd:1")]
        b: Array3<u16>,
    }
    let large = Large {
        a: Array2::from_shape_fn((300, 1000), |(i, j)| (i * 7 + j) as f64),
        b: Array3::from_shape_fn((50, 60, 70), |(i, j, k)| (i + j * k) as u16),
    };
    round(&t.file, "large", &large);
    let transposed =
        Large { a: large.a.t().to_owned(), b: large.b.clone().permuted_axes([2, 0, 1]) };
    round(&t.file, "transposed", &transposed);
}
