//! Records: columns in memory, compound datasets, single fields of them, and bytes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::ops::reductions::Reductions;
use ch5_array::types::TimeUnit;
use ch5_array::{
    AnyArray, Buffer, Chunks, DType, ErrorKind, File, H5Array, H5Mode, Options, RecordFormat,
    Records, Scalar,
};
use half::f16;
use num_complex::Complex;

const BLOCKS: [Option<usize>; 2] = [Some(1), None];

fn file() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

fn scope(block: Option<usize>) -> ch5_array::OptionsGuard {
    block.map_or(Options::new(), |n| Options::new().block_elements(n)).scoped()
}

/// A column of every element type.
fn every(shape: &[usize]) -> Records {
    let n = shape.iter().product::<usize>();
    let ints = || 0..n as i64;
    let times = || ints().map(|i| if i == 1 { i64::MIN } else { i * 1000 }).collect::<Vec<_>>();
    let float = |i: i64| if i == 2 { f64::NEG_INFINITY } else { i as f64 * -0.5 };
    let columns = [
        ("bool", Buffer::Bool(ints().map(|i| i % 2 == 0).collect())),
        ("i8", Buffer::I8(ints().map(|i| i as i8 - 2).collect())),
        ("i16", Buffer::I16(ints().map(|i| -300 * i as i16).collect())),
        ("i32", Buffer::I32(ints().map(|i| -70_000 * i as i32).collect())),
        ("i64", Buffer::I64(ints().map(|i| i64::MIN + i).collect())),
        ("u8", Buffer::U8(ints().map(|i| 255 - i as u8).collect())),
        ("u16", Buffer::U16(ints().map(|i| 65_535 - i as u16).collect())),
        ("u32", Buffer::U32(ints().map(|i| u32::MAX - i as u32).collect())),
        ("u64", Buffer::U64(ints().map(|i| u64::MAX - i as u64).collect())),
        ("f16", Buffer::F16(ints().map(|i| f16::from_f64(float(i))).collect())),
        ("f32", Buffer::F32(ints().map(|i| float(i) as f32).collect())),
        ("f64", Buffer::F64(ints().map(float).collect())),
        ("c64", Buffer::C64(ints().map(|i| Complex::new(i as f32, -1.0)).collect())),
        ("c128", Buffer::C128(ints().map(|i| Complex::new(0.5, float(i))).collect())),
        ("text", Buffer::Text(ints().map(|i| "ö".repeat(i as usize * 9).into()).collect())),
        ("bytes", Buffer::Bytes(ints().map(|i| vec![200; i as usize]).collect())),
        ("time", Buffer::Time(TimeUnit::Second, times())),
        ("a duration", Buffer::Duration(TimeUnit::Nanosecond, times())),
    ];
    let names = columns.each_ref().map(|(name, _)| *name);
    let arrays = columns.map(|(_, data)| AnyArray::new(shape, data).unwrap());
    Records::from_arrays(&names, arrays).unwrap()
}

#[test]
fn every_type_goes_round() {
    for block in BLOCKS {
        let _scope = scope(block);
        let (_dir, file) = file();
        for (i, shape) in [vec![7], vec![3, 4], vec![], vec![0], vec![1, 1, 5]].iter().enumerate() {
            let records = every(shape);
            let plain = records.write_to(&file, &format!("plain{i}")).unwrap();
            assert_eq!(plain.read_records().unwrap(), records, "{shape:?}");
            if shape.is_empty() {
                continue;
            }
            let chunk = shape.iter().map(|n| (*n as u64).clamp(1, 2)).collect();
            let packed = records
                .write_to_with(&file, &format!("packed{i}"), |new| {
                    new.chunks(Chunks::Shape(chunk)).gzip(1)
                })
                .unwrap();
            assert_eq!(packed.read_records().unwrap(), records, "{shape:?}");
        }
    }
}

#[test]
fn a_field_is_a_lazy_array() {
    for block in BLOCKS {
        let _scope = scope(block);
        let (_dir, file) = file();
        let records = every(&[3, 4]);
        let stored =
            records.write_to_with(&file, "x", |new| new.chunks(Chunks::Shape(vec![2, 3]))).unwrap();
        let names: Vec<&str> = stored.fields().unwrap().iter().map(|f| &*f.name).collect();
        assert_eq!(names, records.names());
        assert_eq!(stored.fields().unwrap()[4].dtype, DType::I64);
        let x = stored.field("i32").unwrap();
        assert_eq!(x.shape(), [3, 4]);
        assert_eq!(x.element_type().to_string(), "int32");
        let sum = x.sum().axis(0).read_as::<i64>().unwrap();
        let want: Vec<i64> = (0..4).map(|j| -70_000 * (3 * j + 12)).collect();
        assert_eq!(sum, ndarray::Array1::from(want).into_dyn());
        // Two fields in one expression are two things.
        let both = (stored.field("i16").unwrap() - stored.field("i8").unwrap()).load().unwrap();
        let want: Vec<i16> = (0..12).map(|i| -300 * i - (i - 2)).collect();
        assert_eq!(*both.data(), Buffer::I16(want));
        assert!(x.explain().unwrap().contains("field \"i32\""));
        // A strided and reversed part.
        use ch5_array::{h5s, ops::indexing::Indexing};
        let part = stored.field("text").unwrap().slice(h5s![..;-2, 1]).read_as::<String>().unwrap();
        assert_eq!(part, ndarray::array!["ö".repeat(81), "ö".repeat(9)].into_dyn());
        let copy = stored.field("time").unwrap().write_to(&file, "time").unwrap();
        assert_eq!(copy.read_as::<i64>().unwrap()[[0, 1]], i64::MIN);
    }
}

#[test]
fn wrong_fields_and_columns_say_what_there_is() {
    let (_dir, file) = file();
    let two = || AnyArray::new(&[2], Buffer::I8(vec![1, 2])).unwrap();
    let records = Records::from_arrays(&["a", "b"], [two(), two()]).unwrap();
    let stored = records.write_to(&file, "r").unwrap();
    let error = stored.field("c").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let text = error.to_string();
    assert!(text.contains("a.h5") && text.contains("/r"), "{text}");
    assert!(text.contains("a, b") && text.contains("\"c\""), "{text}");
    assert!(records.field("c").unwrap_err().to_string().contains("a, b"));

    let x = H5Array::from_array(&file, "x", &ndarray::array![1.0]).unwrap();
    let error = x.field("a").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WrongType);
    assert!(error.to_string().contains("f64") && error.to_string().contains("/x"), "{error}");

    let three = AnyArray::new(&[3], Buffer::I8(vec![1, 2, 3])).unwrap();
    let error = Records::from_arrays(&["a", "b"], [two(), three]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Shape);
    assert!(error.to_string().contains("\"b\"") && error.to_string().contains("[3]"), "{error}");
    for names in [&["a"][..], &["a", "a"], &["a", ""], &["a", "b", "c"], &["a", "b\0"]] {
        let error = Records::from_arrays(names, [two(), two()]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value, "{names:?}");
    }
    let none: [&str; 0] = [];
    assert_eq!(Records::from_arrays(&none, [two(), two()]).unwrap().names(), ["f0", "f1"]);
    assert!(Records::from_arrays(&none, []).is_err());
    assert_eq!(
        records.write_to(&file, "r").unwrap_err().kind(),
        ErrorKind::AlreadyExists,
        "a name is not taken twice"
    );
    // Nothing is left of what could not be written.
    let nul = AnyArray::new(&[1], Buffer::Text(vec!["a\0b".into()])).unwrap();
    let error = Records::from_arrays(&["t"], [nul]).unwrap().write_to(&file, "n").unwrap_err();
    assert!(error.to_string().contains("a.h5"), "{error}");
    assert!(!file.root().unwrap().has("n").unwrap());
}

#[test]
fn rows_get_the_type_of_all_their_elements() {
    let rows = [
        vec![Scalar::from(1i8), Scalar::from(true), Scalar::from("a")],
        vec![Scalar::from(1000u16), Scalar::from(2.5), Scalar::from("")],
    ];
    let none: [&str; 0] = [];
    let records = Records::from_records(&none, &rows).unwrap();
    assert_eq!(*records.field("f0").unwrap().data(), Buffer::I32(vec![1, 1000]));
    assert_eq!(*records.field("f1").unwrap().data(), Buffer::F64(vec![1.0, 2.5]));
    let uneven = [rows[0].clone(), rows[1][..2].to_vec()];
    let error = Records::from_records(&none, &uneven).unwrap_err();
    assert!(error.to_string().contains("record 1"), "{error}");
}

#[test]
fn bytes_are_read_in_both_orders() {
    let mut bytes = vec![0xee; 3];
    for i in 0..4u8 {
        bytes.extend((-2i16 * i16::from(i)).to_be_bytes());
        bytes.extend((f32::from(i) + 0.5).to_le_bytes());
        bytes.extend(f64::from(i).to_be_bytes());
        bytes.extend((-f64::from(i)).to_be_bytes());
        bytes.extend([b'a', i, 0]);
        bytes.extend(u32::from('ö').to_be_bytes());
        bytes.extend(0u32.to_be_bytes());
        bytes.push(i % 2);
        bytes.extend(i64::from(i).to_be_bytes());
    }
    bytes.push(1);
    let names = ["n", "x", "c", "s", "u", "b", "t"];
    let format = RecordFormat::new(">i2, <f4, >c16, S3, >U2, ?, >M8[D]", &names).unwrap();
    assert_eq!(format.itemsize(), 2 + 4 + 16 + 3 + 8 + 1 + 8);
    let flat = format.clone().offset(3).read(&bytes).unwrap();
    let format = format.offset(3).shape(&[2, 2]);
    let records = format.read(&bytes).unwrap();
    assert_eq!((flat.shape(), records.shape()), ([4].as_slice(), [2, 2].as_slice()));
    let data = |name: &str| records.field(name).unwrap().data().clone();
    assert_eq!(data("n"), Buffer::I16(vec![0, -2, -4, -6]));
    assert_eq!(data("x"), Buffer::F32(vec![0.5, 1.5, 2.5, 3.5]));
    let complex = |i: i32| Complex::new(f64::from(i), -f64::from(i));
    assert_eq!(data("c"), Buffer::C128((0..4).map(complex).collect()));
    let text = [vec![b'a'], vec![b'a', 1], vec![b'a', 2], vec![b'a', 3]];
    assert_eq!(data("s"), Buffer::Bytes(text.to_vec()));
    assert_eq!(data("u"), Buffer::Text(vec!["ö".into(); 4]));
    assert_eq!(data("b"), Buffer::Bool(vec![false, true, false, true]));
    assert_eq!(data("t"), Buffer::Time(TimeUnit::Day, vec![0, 1, 2, 3]));
    let (_dir, file) = file();
    let path = file.path().with_extension("bin");
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(format.read_file(&path).unwrap(), records);

    let error = format.clone().shape(&[5]).read_file(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Shape);
    assert!(error.to_string().contains("a.bin"), "{error}");
    assert!(format.clone().offset(1000).read(&bytes).is_err());
    assert!(format.read_file(path.with_extension("none")).is_err());
    for wrong in ["", "i3", "S", "<<i4", "S0", "M8[x]", "i4,,f8", "(2,)i4", "U9999999999999999999"]
    {
        let error = RecordFormat::new(wrong, &[] as &[&str]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value, "{wrong}");
    }
    let empty = Records::from_bytes("<i4,f8", &["a", "b"], &[1, 2, 3]).unwrap();
    assert!(empty.is_empty() && empty.shape() == [0]);
}
