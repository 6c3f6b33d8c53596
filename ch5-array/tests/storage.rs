//! Files by mode, and every hole of the binding that the storage layer closes.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use ch5_array::{
    AsGroup, Block, DType, EnumType, ErrorKind, File, H5Mode, Limits, NewDataset, Padding,
    TextType, Value, read_vec,
};

fn temp() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    (dir, path)
}

#[test]
fn modes_are_pythons() {
    let (_dir, path) = temp();
    for mode in [H5Mode::Read, H5Mode::ReadWrite] {
        let error = File::open(&path, mode).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.to_string().contains("a.h5"), "{error}");
    }
    let file = File::open(&path, H5Mode::CreateNew).unwrap();
    file.root().unwrap().create_group("one").unwrap();
    file.close().unwrap();
    assert_eq!(File::open(&path, H5Mode::CreateNew).unwrap_err().kind(), ErrorKind::AlreadyExists);
    let file = File::open(&path, H5Mode::ReadWriteCreate).unwrap();
    file.root().unwrap().create_group("two").unwrap();
    file.close().unwrap();
    let file = File::open(&path, H5Mode::Read).unwrap();
    assert_eq!(file.root().unwrap().names().unwrap(), ["one", "two"]);
    let error = file.root().unwrap().create_group("three").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::ReadOnly, "/"));
    drop(file);
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    assert!(file.root().unwrap().is_empty().unwrap());
    drop(file);
    std::fs::remove_file(&path).unwrap();
    File::open(&path, H5Mode::ReadWriteCreate).unwrap().close().unwrap();
    assert!(path.exists());
}

#[test]
fn what_is_no_hdf5_file_is_said_to_be_none() {
    let (dir, path) = temp();
    std::fs::write(&path, b"this is not an HDF5 file, but a text").unwrap();
    let error = File::open(&path, H5Mode::Read).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
    assert!(File::open(dir.path(), H5Mode::Read).unwrap_err().to_string().contains("folder"));
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let new = NewDataset::new(DType::F64, &[1000]);
    file.root()
        .unwrap()
        .create_dataset("x", &new)
        .unwrap()
        .write_numbers(None, &[1.0; 1000])
        .unwrap();
    file.close().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    for keep in [10, 60, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&path, &bytes[..keep]).unwrap();
        let error = File::open(&path, H5Mode::Read).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{keep}: {error}");
    }
}

#[test]
fn a_closed_file_closes_its_handles() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    let new = NewDataset::new(DType::I32, &[3]);
    let dataset = root.create_dataset("x", &new).unwrap();
    let plain = dataset.to_hdf5().unwrap();
    let other = file.clone();
    file.close().unwrap();
    for error in [
        root.names().unwrap_err(),
        root.create_group("g").unwrap_err(),
        dataset.read_numbers::<i32>(None).unwrap_err(),
        dataset.write_numbers(None, &[1, 2, 3]).unwrap_err(),
        dataset.attrs().names().unwrap_err(),
        other.root().unwrap_err(),
        other.flush().unwrap_err(),
        other.close().unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
        assert!(error.file().ends_with("a.h5") && error.path().starts_with('/'), "{error}");
    }
    assert!(!plain.is_valid());
}

#[test]
fn a_null_dataspace_is_never_read_as_a_value() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    root.create_dataset("null", &NewDataset::null()).unwrap();
    file.to_hdf5()
        .unwrap()
        .new_dataset::<ch5_array::hdf5::types::VarLenUnicode>()
        .shape(ch5_array::hdf5::Extents::Null)
        .create("text")
        .unwrap();
    for name in ["null", "text"] {
        let dataset = root.dataset(name).unwrap();
        assert!(dataset.is_null() && !dataset.is_scalar());
        assert_eq!(dataset.read_value().unwrap(), Value::Null);
        assert_eq!(dataset.read_values(None).unwrap(), []);
        let error = dataset.read_bytes_into(&DType::F64, None, &mut [0; 8]).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, &*format!("/{name}")));
    }
    assert_eq!(
        root.dataset("text").unwrap().read_texts(None).unwrap_err().kind(),
        ErrorKind::WrongType
    );
    assert!(root.dataset("null").unwrap().write_numbers(None, &[1f32]).is_err());
}

#[test]
fn bytes_that_are_no_booleans_enums_or_text_are_found() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    let put = |name: &str, dtype: DType, bytes: &[u8]| {
        let dataset = root.create_dataset(name, &NewDataset::new(dtype.clone(), &[])).unwrap();
        dataset.write_bytes(&dtype, None, bytes).unwrap();
        root.dataset(name).unwrap()
    };
    let error = put("bool", DType::Bool, &[7]).read_value().unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Malformed, "/bool"));
    assert!(error.to_string().contains("expected a boolean, 0 or 1, found 7"), "{error}");
    let members = vec![("A".to_string(), 0), ("B".to_string(), 1)];
    let dtype = DType::Enum(Arc::new(EnumType { base: DType::I8, members }));
    assert_eq!(put("enum", dtype, &[77]).read_value().unwrap(), Value::Enum(String::new(), 77));
    let text = TextType { size: Some(4), ascii: false, padding: Padding::Nulls };
    let dataset = put("text", DType::Text(text), b"a\xff\0\0");
    for error in [dataset.read_value().unwrap_err(), dataset.read_texts(None).unwrap_err()] {
        assert_eq!((error.kind(), error.path()), (ErrorKind::Malformed, "/text"));
        assert!(error.to_string().contains("UTF-8"), "{error}");
    }
}

#[test]
fn numbers_are_never_narrowed_in_silence() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    let dataset = root.create_dataset("x", &NewDataset::new(DType::I32, &[2])).unwrap();
    dataset.write_numbers(None, &[-5i32, 7]).unwrap();
    assert_eq!(dataset.read_numbers::<i64>(None).unwrap(), [-5, 7]);
    assert_eq!(dataset.read_numbers::<f64>(None).unwrap(), [-5.0, 7.0]);
    let error = dataset.read_numbers::<u8>(None).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, "/x"));
    assert_eq!(dataset.write_numbers(None, &[1i64, 2]).unwrap_err().kind(), ErrorKind::WrongType);
    let error = read_vec::<u8>(&dataset).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Value, "{error}");
    assert_eq!(read_vec::<i8>(&dataset).unwrap(), [-5, 7]);
    let big = root.create_dataset("big", &NewDataset::new(DType::F64, &[1])).unwrap();
    big.write_numbers(None, &[1e300]).unwrap();
    assert_eq!(read_vec::<i32>(&big).unwrap_err().kind(), ErrorKind::Value);
    assert_eq!(read_vec::<f32>(&big).unwrap_err().kind(), ErrorKind::Value);
}

#[test]
fn buffers_and_blocks_must_fit() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    let dataset = root.create_dataset("x", &NewDataset::new(DType::F64, &[4, 5])).unwrap();
    for error in [
        dataset.read_into(None, &mut [0f64; 19]).unwrap_err(),
        dataset.write_numbers(None, &[0f64; 21]).unwrap_err(),
        dataset.read_numbers::<f64>(Some(&Block::new(&[0, 0], &[5, 5]))).unwrap_err(),
        dataset.read_numbers::<f64>(Some(&Block::new(&[0], &[5]))).unwrap_err(),
        dataset.read_numbers::<f64>(Some(&Block::new(&[u64::MAX, 0], &[2, 2]))).unwrap_err(),
        dataset.read_numbers::<f64>(Some(&Block::strided(&[0, 0], &[0, 1], &[2, 2]))).unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.path()), (ErrorKind::Shape, "/x"), "{error}");
    }
    let pointers = dataset.write_bytes(&DType::TEXT, None, &[1; 160]).unwrap_err();
    assert_eq!(pointers.kind(), ErrorKind::WrongType, "{pointers}");
}

#[test]
fn declared_sizes_are_checked_before_allocation() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    let huge = NewDataset::new(DType::F64, &[1 << 20, 1 << 20]);
    root.create_dataset("huge", &huge).unwrap();
    let text = NewDataset::new(DType::TEXT, &[1 << 40]);
    root.create_dataset("text", &text).unwrap();
    file.close().unwrap();
    assert!(std::fs::metadata(&path).unwrap().len() < 4096);
    let file = File::open(&path, H5Mode::Read).unwrap();
    let root = file.root().unwrap();
    let huge = root.dataset("huge").unwrap();
    let errors = [
        huge.read_numbers::<f64>(None).unwrap_err(),
        huge.read_values(None).unwrap_err(),
        root.dataset("text").unwrap().read_texts(None).unwrap_err(),
        root.dataset("text").unwrap().read_values(None).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error.kind(), ErrorKind::Budget | ErrorKind::Limit), "{error}");
        assert!(error.path().starts_with('/') && error.to_string().contains("bytes"), "{error}");
    }
    assert_eq!(huge.read_numbers::<f64>(Some(&Block::new(&[5, 5], &[1, 2]))).unwrap(), [0.0, 0.0]);
    drop((root, huge, file));
    // With room for it all, the ratio to what is stored still stops it.
    let limits = Limits { result_bytes: u64::MAX, ..Limits::default() };
    let file = File::options().limits(limits).open(&path, H5Mode::Read).unwrap();
    let error =
        file.root().unwrap().dataset("huge").unwrap().read_numbers::<f64>(None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
}

#[test]
fn names_are_links_and_not_paths() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    for name in ["", ".", "a/b", "/", "a\0b"] {
        let error = root.create_group(name).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Name, "{name:?}: {error}");
        assert!(root.create_dataset(name, &NewDataset::null()).is_err());
    }
    assert!(root.is_empty().unwrap());
    root.create_group("a").unwrap();
    let error = root.create_group("a").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::AlreadyExists, "/a"));
    // The failed creation did no harm.
    root.create_group("b").unwrap();
    let error = root.open("a/missing/x").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::NotFound, "/a/missing"));
    assert!(root.open("B").unwrap_err().to_string().contains("did you mean \"b\""));
}

#[test]
fn attributes_of_any_size_are_replaced_whole() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    for n in [0usize, 1, 8000, 8191, 8192, 8193, 8300, 131_072] {
        let values: Vec<f64> = (0..n).map(|i| i as f64).collect();
        root.attrs().write_numbers("a", &[n as u64], &values).unwrap();
        let back = root.attrs().read("a").unwrap().unwrap();
        assert_eq!(back.values.len(), n);
        assert_eq!(back.values.last(), values.last().map(|x| Value::F64(*x)).as_ref());
    }
    assert_eq!(root.attrs().names().unwrap(), ["a"]);
    let error = root.attrs().write_text("a", "x\0y").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Name, "/@a"));
    assert_eq!(root.attrs().read("a").unwrap().unwrap().values.len(), 131_072);
    assert!(root.attrs().remove("a").unwrap() && !root.attrs().remove("a").unwrap());
}

#[test]
fn handles_cross_threads() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    std::thread::scope(|scope| {
        for t in 0..8 {
            let file = file.clone();
            scope.spawn(move || {
                let group = file.as_group().unwrap().create_group(&format!("g{t}")).unwrap();
                for i in 0..50i64 {
                    let new = NewDataset::new(DType::I64, &[]);
                    let dataset = group.create_dataset(&i.to_string(), &new).unwrap();
                    dataset.write_numbers(None, &[t * 100 + i]).unwrap();
                    assert_eq!(dataset.read_value().unwrap(), Value::Int(t * 100 + i));
                }
            });
        }
    });
    assert_eq!(file.root().unwrap().len().unwrap(), 8);
    assert_eq!(file.open_objects().unwrap(), 0);
}

#[test]
fn a_scalar_is_read_into_one_element() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    let x = root.create_dataset("x", &NewDataset::new(DType::F64, &[])).unwrap();
    x.write_numbers(None, &[1.5]).unwrap();
    // HDF5 would write behind the end of the first.
    for length in [0, 2] {
        let error = x.read_into(None, &mut vec![0.0; length]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Shape, "{length}");
        assert!(x.write_numbers(None, &vec![0.0; length]).is_err());
    }
    assert_eq!(x.read_numbers::<f64>(None).unwrap(), [1.5]);
}

#[test]
fn numbers_are_counted_once() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let new = NewDataset::new(DType::F64, &[100]);
    let x = file.root().unwrap().create_dataset("x", &new).unwrap();
    x.read_numbers::<f64>(Some(&Block::new(&[0], &[10]))).unwrap();
    x.read_into(Some(&Block::new(&[0], &[10])), &mut [0.0; 10]).unwrap();
    assert_eq!(file.bytes_read(), 160);
}

#[test]
fn the_target_of_no_link_is_not_found() {
    let (_dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    assert_eq!(root.link_target("x").unwrap_err().kind(), ErrorKind::NotFound);
    file.close().unwrap();
    assert_eq!(root.link_target("x").unwrap_err().kind(), ErrorKind::Closed);
}

#[test]
fn what_the_caller_got_wrong_leaves_the_file_writable() {
    let (dir, path) = temp();
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let root = file.root().unwrap();
    root.create_group("run").unwrap();
    let other = File::open(dir.path().join("b.h5"), H5Mode::Truncate).unwrap().root().unwrap();
    let run = root.open("run").unwrap();
    let deflated = NewDataset::new(DType::F32, &[10]).gzip(12);
    for error in [
        root.rename("run", &other, "run").unwrap_err(),
        other.link("run", &run).unwrap_err(),
        other.swap("run", &run).unwrap_err(),
        root.create_dataset("x", &deflated).map(drop).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    }
    // The same file, opened a second time.
    let again = File::open(&path, H5Mode::ReadWrite).unwrap().root().unwrap();
    root.link("alias", &again.open("run").unwrap()).unwrap();
    root.rename("run", &again, "moved").unwrap();
    assert_eq!(root.names().unwrap(), ["alias", "moved"]);
    other.create_group("run").unwrap();
}
