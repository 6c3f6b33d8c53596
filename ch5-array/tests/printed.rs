//! Arrays print as numpy prints them (`data/make_printed.py`), from memory and from files, where
//! only what is shown is read.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::{
    AnyArray, ArrayLike, Buffer, DType, ElementType, File, H5Array, H5Mode, IntoExpr, NewDataset,
    Options, PrintOptions, Records, Scalar, h5s,
};
use num_complex::Complex;
use serde_json::Value;

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn numbers<const N: usize, T>(hex: &[u8], of: fn([u8; N]) -> T) -> Vec<T> {
    hex.chunks_exact(N).map(|chunk| of(chunk.try_into().unwrap())).collect()
}

fn elements(case: &Value, ty: ElementType) -> Buffer {
    if let Some(texts) = case["texts"].as_array() {
        return Buffer::Text(texts.iter().map(|t| t.as_str().unwrap().into()).collect());
    }
    if let Some(all) = case["hexes"].as_array() {
        return Buffer::Bytes(all.iter().map(|h| bytes_of(h.as_str().unwrap())).collect());
    }
    let hex = bytes_of(case["hex"].as_str().unwrap());
    let times = || numbers(&hex, i64::from_le_bytes);
    match ty {
        ElementType::Bool => Buffer::Bool(hex.iter().map(|&b| b == 1).collect()),
        ElementType::I8 => Buffer::I8(hex.iter().map(|&b| b as i8).collect()),
        ElementType::U8 => Buffer::U8(hex),
        ElementType::I16 => Buffer::I16(numbers(&hex, i16::from_le_bytes)),
        ElementType::U16 => Buffer::U16(numbers(&hex, u16::from_le_bytes)),
        ElementType::I32 => Buffer::I32(numbers(&hex, i32::from_le_bytes)),
        ElementType::U32 => Buffer::U32(numbers(&hex, u32::from_le_bytes)),
        ElementType::I64 => Buffer::I64(numbers(&hex, i64::from_le_bytes)),
        ElementType::U64 => Buffer::U64(numbers(&hex, u64::from_le_bytes)),
        ElementType::F16 => Buffer::F16(numbers(&hex, half::f16::from_le_bytes)),
        ElementType::F32 => Buffer::F32(numbers(&hex, f32::from_le_bytes)),
        ElementType::F64 => Buffer::F64(numbers(&hex, f64::from_le_bytes)),
        ElementType::C64 => {
            let parts = numbers(&hex, f32::from_le_bytes);
            Buffer::C64(parts.chunks(2).map(|p| Complex::new(p[0], p[1])).collect())
        }
        ElementType::C128 => {
            let parts = numbers(&hex, f64::from_le_bytes);
            Buffer::C128(parts.chunks(2).map(|p| Complex::new(p[0], p[1])).collect())
        }
        ElementType::Time(unit) => Buffer::Time(unit, times()),
        ElementType::Duration(unit) => Buffer::Duration(unit, times()),
        other => panic!("{other}"),
    }
}

fn array(case: &Value) -> AnyArray {
    let ty: ElementType = case["dtype"].as_str().unwrap().parse().unwrap();
    let shape: Vec<usize> =
        case["shape"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    let one = elements(case, ty);
    let places: Vec<usize> = (0..one.len()).collect();
    let places = places.repeat(case["tile"].as_u64().unwrap() as usize);
    AnyArray::new(&shape, one.gather(&places)).unwrap()
}

fn options(case: &Value) -> PrintOptions {
    let mut options = PrintOptions::new();
    for (name, value) in case["options"].as_object().unwrap() {
        let n = || value.as_u64().unwrap() as usize;
        options = match name.as_str() {
            "precision" => options.precision(n()),
            "threshold" => options.threshold(n()),
            "edgeitems" => options.edgeitems(n()),
            "linewidth" => options.linewidth(n()),
            "suppress" => options.suppress(value.as_bool().unwrap()),
            other => panic!("{other}"),
        };
    }
    options
}

/// Text that HDF5 cannot hold.
fn has_nul(array: &AnyArray) -> bool {
    array
        .data()
        .as_slice::<compact_str::CompactString>()
        .is_some_and(|v| v.iter().any(|text| text.contains('\0')))
}

#[test]
fn as_numpy_prints() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("data/printed.json")).unwrap();
    assert!(cases.len() > 500);
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let mut wrong = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        let x = array(case);
        let _scope = Options::new().print(options(case)).scoped();
        let (str, repr) = (case["str"].as_str().unwrap(), case["repr"].as_str().unwrap());
        let mut check = |what: &str, shown: String, expected: &str| {
            if shown != expected {
                wrong.push(format!(
                    "{i} {what} {} {:?} {}\n{shown}\nnumpy:\n{expected}",
                    case["dtype"],
                    x.shape(),
                    case["options"]
                ));
            }
        };
        check("str", x.to_string(), str);
        let debug = format!("{x:?}");
        let inner = debug.strip_prefix("AnyArray(").unwrap();
        let facts = format!("shape={:?}, dtype={})", x.shape(), x.element_type());
        let inner = inner.strip_suffix(&facts).unwrap().trim_end().strip_suffix(',').unwrap();
        check("repr", inner.to_owned(), repr);
        if !has_nul(&x) {
            let stored = x.clone().into_expr().write_to(&file, &format!("x{i}")).unwrap();
            check("file", stored.to_string(), str);
            check("view", stored.view(ch5_array::Ellipsis).unwrap().to_string(), str);
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn only_corners_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    // 8 GB, of which nothing is allocated but one row.
    let new = NewDataset::new(DType::F64, &[100_000, 10_000]);
    let x = H5Array::create(&file, "x", &new).unwrap();
    x.write_slice(h5s![1], &ndarray::arr0(1.5)).unwrap();
    let before = file.bytes_read();
    let shown = x.to_string();
    assert_eq!(file.bytes_read() - before, 36 * 8);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 7);
    assert_eq!(lines[1], " [1.5 1.5 1.5 ... 1.5 1.5 1.5]");
    assert_eq!(lines[3], " ...");
    let before = file.bytes_read();
    let shown = format!("{x:?}");
    assert_eq!(file.bytes_read() - before, 36 * 8);
    let facts = format!("shape=[100000, 10000], dtype=float64, /x in {})", path.display());
    assert!(shown.ends_with(&facts), "{shown}");
    assert!(shown.starts_with("H5Array([[0. , 0. , 0. , ..., 0. , 0. , 0. ],\n         [1.5,"));
    // A view of all: as many.
    let view = x.view(h5s![..;-1]).unwrap();
    assert_eq!(view.to_string().lines().nth(5), Some(" [1.5 1.5 1.5 ... 1.5 1.5 1.5]"));
    assert!(format!("{view:?}").contains("/x[..;-1] in "));
    // A row of a million elements.
    let y = H5Array::create(&file, "y", &NewDataset::new(DType::U8, &[1_000_000])).unwrap();
    let before = file.bytes_read();
    assert_eq!(y.to_string(), "[0 0 0 ... 0 0 0]");
    assert_eq!(file.bytes_read() - before, 6);
}

#[test]
fn shapes_whose_corners_are_too_many() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let new = NewDataset::new(DType::U8, &[7; 8]).chunks(ch5_array::Chunks::Shape(vec![7; 8]));
    let x = H5Array::create(&file, "x", &new).unwrap();
    // Fewer at each end: 4 to the 8th.
    assert!(x.to_string().starts_with("[[[[[[[[0 0 ... 0 0]"));
    let new = NewDataset::new(DType::U8, &[3; 20]).chunks(ch5_array::Chunks::Shape(vec![1; 20]));
    let x = H5Array::create(&file, "y", &new).unwrap();
    let (shown, debug) = (x.to_string(), format!("{x:?}"));
    assert!(shown.starts_with('<') && shown.contains("print a part"), "{shown}");
    assert!(debug.starts_with("H5Array(<") && debug.contains("shape=[3, 3"), "{debug}");
}

#[test]
fn records_print_as_tuples() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let names = AnyArray::new(&[2], Buffer::Text(vec!["Anna".into(), "Örjan".into()])).unwrap();
    let heights = AnyArray::new(&[2], Buffer::F32(vec![1.625, 1.5])).unwrap();
    let people = Records::from_arrays(&["name", "height"], [names, heights]).unwrap();
    // numpy: print(np.array([("Anna", 1.625), ("Örjan", 1.5)], "U5,f4"))
    let expected = "[('Anna', 1.625) ('Örjan', 1.5  )]";
    assert_eq!(people.to_string(), expected);
    let stored = people.write_to(&file, "people").unwrap();
    assert_eq!(stored.to_string(), expected);
    assert!(format!("{stored:?}").starts_with("H5Array([('Anna', 1.625), ('Örjan', 1.5  )],"));
}

#[test]
fn what_cannot_be_read_prints_the_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let x = H5Array::from_array(&file, "x", &ndarray::array![1, 2]).unwrap();
    let view = x.view(h5s![1..]).unwrap();
    let odd = NewDataset::new(DType::Opaque { size: 3, tag: "".into() }, &[2]);
    if let Ok(odd) = H5Array::create(&file, "odd", &odd) {
        assert!(odd.to_string().starts_with('<') && format!("{odd:?}").starts_with("H5Array(<"));
    }
    file.close().unwrap();
    for shown in [x.to_string(), format!("{x:?}"), view.to_string(), format!("{view:?}")] {
        assert!(shown.contains("closed"), "{shown}");
    }
}

#[test]
fn elements_by_themselves() {
    for (scalar, text) in [
        (Scalar::from(1.0), "1.0"),
        (Scalar::from(0.1f32), "0.1"),
        (Scalar::from(true), "True"),
        (Scalar::from("it's"), "it's"),
        (Scalar::from(vec![b'a', 255]), "b'a\\xff'"),
        (Scalar::from(Complex::new(1.0, -2.0)), "(1-2j)"),
        (Scalar::Time(ch5_array::TimeUnit::Day, 1), "1970-01-02"),
        (Scalar::Duration(ch5_array::TimeUnit::Hour, -3), "-3 hours"),
    ] {
        assert_eq!(scalar.to_string(), text);
        let array = AnyArray::new(&[], scalar.clone().into()).unwrap();
        assert_eq!(array.to_string(), text);
        assert_eq!(array.expr().item().unwrap(), scalar);
    }
}

#[test]
fn times_are_cast_to_text_and_back() {
    let days = AnyArray::new(
        &[3],
        Buffer::Text(vec!["2024-02-29".into(), "NaT".into(), "1969-12-31".into()]),
    );
    let ty: ElementType = "datetime64[D]".parse().unwrap();
    let cast = days.unwrap().into_data().cast(ty).unwrap();
    assert_eq!(cast, Buffer::Time(ch5_array::TimeUnit::Day, vec![19_782, i64::MIN, -1]));
    let back = cast.cast(ElementType::Text).unwrap();
    assert_eq!(back, Buffer::Text(vec!["2024-02-29".into(), "NaT".into(), "1969-12-31".into()]));
    let wrong = Buffer::Text(vec!["tomorrow".into()]).cast(ty).unwrap_err();
    assert!(wrong.to_string().contains("tomorrow"), "{wrong}");
}
