//! Making, growing, filling and sharing arrays, and the errors on the way.

use ch5_array::{
    Compression, ErrorKind, File, H5Array, H5Mode, Limits, NewDataset, empty, full, ones,
    read_array, read_range, write_array, write_range, zeros,
};
use half::f16;
use ndarray::{Array2, ArrayD, IxDyn, arr0, array};
use num_complex::Complex;

use super::{counting, file};

#[test]
fn deferred_arrays_write_nothing() {
    let (_dir, file) = file();
    let x = full((3, 4), 7u16).place(&file, "full").expect("made");
    assert_eq!(x.read().expect("read"), ArrayD::from_elem(IxDyn(&[3, 4]), 7u16));
    assert_eq!(x.dataset().storage_size(), 0);
    assert_eq!(x.maxshape(), [None, None]);
    let one = ones::<Complex<f32>>(2).place(&file, "ones").expect("made");
    assert_eq!(one.read().expect("read")[0], Complex::new(1.0, 0.0));
    assert_eq!(
        ones::<f16>(2).place(&file, "f16").expect("made").read().expect("read")[1],
        f16::ONE
    );
    let x = empty::<f64>([10, 10])
        .chunks([5, 5])
        .compression(Compression::Lzf)
        .shuffle(false)
        .fletcher32(true)
        .maxshape(&[None, Some(20)])
        .place(&file, "all")
        .expect("made");
    assert_eq!(x.chunks(), Some([5, 5].as_slice()));
    assert_eq!(x.maxshape(), [None, Some(20)]);
    let names: Vec<String> = x.filters().expect("filters").into_iter().map(|f| f.0).collect();
    assert_eq!(names, ["lzf", "fletcher32"]);
    let flat = full([2, 2], 0.5).contiguous().place(&file, "flat").expect("made");
    assert!(!flat.is_chunked());
    assert_eq!(flat.read().expect("read")[[1, 1]], 0.5);
    let bools = full(1, true).place(&file, "b").expect("made");
    assert!(bools.read().expect("read")[0]);
    let text = full(2, "x".to_string()).place(&file, "t").expect_err("text");
    assert_eq!(text.kind(), ErrorKind::Unsupported);
    let scalar = full((), 3i8).place(&file, "s").expect("made");
    assert_eq!(scalar.read_dim().expect("read"), arr0(3i8));
}

#[test]
fn arrays_grow_and_shrink() {
    let (_dir, file) = file();
    let mut x = H5Array::from_array(&file, "x", &array![[1, 2], [3, 4]]).expect("stored");
    x.append(0, &array![[5, 6]]).expect("a row");
    x.append(-1, &array![[7], [8], [9]]).expect("a column");
    assert_eq!(x.read().expect("read"), array![[1, 2, 7], [3, 4, 8], [5, 6, 9]].into_dyn());
    x.contract(2, 0).expect("shorter");
    x.expand(1, 0).expect("longer");
    assert_eq!(x.read().expect("read"), array![[1, 2, 7], [0, 0, 0]].into_dyn());
    x.resize([1, 1]).expect("small");
    assert_eq!((x.shape(), x.len()), ([1, 1].as_slice(), 1));

    for (error, says) in [
        (x.append(0, &array![[1, 2]]), "shape [1, 1] but along axis 0, found shape [1, 2]"),
        (x.append(2, &array![[1]]), "an axis of an array of shape [1, 1], found axis 2"),
        (x.expand(1, -3), "found axis -3"),
        (x.contract(2, 1), "shape [1, 1] allows, found 2 fewer along axis 1"),
        (x.resize([1, 1, 1]), "found [1, 1, 1]"),
    ] {
        let error = error.expect_err(says);
        assert_eq!(error.kind(), ErrorKind::Shape);
        assert!(error.to_string().contains(says), "{error}");
    }

    let mut flat = zeros::<u8>(3).contiguous().place(&file, "flat").expect("made");
    assert_eq!(flat.resize(4).expect_err("in one piece").kind(), ErrorKind::Shape);
    assert_eq!(flat.shape(), [3]);
    flat.fill(1).expect("the file is still good");
    let mut scalar = full((), 1u8).place(&file, "scalar").expect("made");
    assert_eq!(scalar.append(0, &array![1u8]).expect_err("no axis").kind(), ErrorKind::Shape);

    // A value that is refused leaves the old length.
    let mut t = H5Array::from_array(&file, "t", &array!["a".to_string()]).expect("stored");
    assert!(t.append(0, &array!["b\0".to_string()]).is_err());
    assert_eq!(t.shape(), [1]);
    let old = t.clone();
    t.append(0, &array!["b".to_string()]).expect("appended");
    assert_eq!(old.read().expect_err("an older shape").kind(), ErrorKind::Shape);
    let longer = t.clone();
    t.contract(1, 0).expect("shorter");
    let error = longer.write_slice(1, &arr0("c".to_string())).expect_err("a larger shape");
    assert_eq!(error.kind(), ErrorKind::Shape);
    t.fill("d".to_string()).expect("the file is still good");
}

#[test]
fn weak_fills() {
    let (_dir, file) = file();
    let x = zeros::<f32>(2).place(&file, "f").expect("made").into_dyn();
    x.fill(0.1).expect("rounded");
    x.fill(3).expect("an integer");
    assert_eq!(x.fill((1i64 << 24) + 1).expect_err("not exact").kind(), ErrorKind::Value);
    assert_eq!(x.fill("a".to_string()).expect_err("text").kind(), ErrorKind::WrongType);
    let x = zeros::<u8>(2).place(&file, "u").expect("made").into_dyn();
    x.fill(255).expect("fits");
    x.fill(1.0).expect("whole");
    assert!(x.fill(256).expect_err("too large").to_string().contains("u8"));
    assert_eq!(x.read_as::<u8>().expect("read"), array![1u8, 1].into_dyn());
    assert_eq!(x.write(&array![1u16, 2]).expect_err("too wide").kind(), ErrorKind::WrongType);
    let x = empty::<String>(2).place(&file, "t").expect("made").into_dyn();
    x.fill("a".to_string()).expect("text");
    assert_eq!(x.fill(1).expect_err("a number").kind(), ErrorKind::WrongType);
}

#[test]
fn read_only_and_closed_files() {
    let (dir, file) = file();
    let x = H5Array::from_array(&file, "x", &array![1, 2]).expect("stored");
    let error = H5Array::from_array(&file, "x", &array![1]).expect_err("there");
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    file.close().expect("closed");
    assert_eq!(x.read().expect_err("closed").kind(), ErrorKind::Closed);
    assert_eq!(x.read_as::<u8>().expect_err("closed").kind(), ErrorKind::Closed);
    assert_eq!(x.write(&array![1, 2]).expect_err("closed").kind(), ErrorKind::Closed);

    let path = dir.path().join("a.h5");
    let mut x = H5Array::open(&path, H5Mode::Read, "x").expect("opened");
    let shown = format!("H5Array([1, 2], shape=[2], dtype=int32, /x in {})", path.display());
    // The line is broken where a long path does not fit.
    assert_eq!(format!("{x:?}").replace("\n        ", " "), shown);
    assert_eq!(x.read_as::<i32>().expect("read"), array![1, 2].into_dyn());
    assert_eq!(x.write(&array![1, 2]).expect_err("read only").kind(), ErrorKind::ReadOnly);
    assert_eq!(x.fill(1).expect_err("read only").kind(), ErrorKind::ReadOnly);
    assert_eq!(x.resize(3).expect_err("read only").kind(), ErrorKind::ReadOnly);
    assert_eq!(x.append(0, &array![1]).expect_err("read only").kind(), ErrorKind::ReadOnly);
    let made = zeros::<u8>(2).place(&x.file(), "y").expect_err("read only");
    assert_eq!(made.kind(), ErrorKind::ReadOnly);
    let error = H5Array::open(&path, H5Mode::Truncate, "x").expect_err("would empty it");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(H5Array::open(&path, H5Mode::Read, "z").expect_err("none").is_not_found());
}

#[test]
fn limits_come_before_allocation() {
    let dir = tempfile::tempdir().expect("a folder");
    let limits = Limits { result_bytes: 1 << 20, ..Limits::default() };
    let file = File::options()
        .limits(limits)
        .open(dir.path().join("a.h5"), H5Mode::Truncate)
        .expect("a file");
    let x = zeros::<u8>((1 << 20, 1 << 20)).place(&file, "x").expect("made").into_dyn();
    assert_eq!(x.read_as::<u8>().expect_err("1 TiB").kind(), ErrorKind::Budget);
    assert_eq!(x.read_slice_as::<f64>(0).expect_err("8 MiB").kind(), ErrorKind::Budget);
    assert_eq!(x.read_slice_as::<u8>(-1).expect("1 MiB").len(), 1 << 20);
    let huge = zeros::<u8>((1 << 40, 1 << 40, 0)).chunks((1, 1, 1)).place(&file, "huge");
    assert!(huge.is_err() || huge.is_ok_and(|h| h.read().is_err() || h.is_empty()));
}

#[test]
fn free_functions() {
    let (_dir, file) = file();
    let x = zeros::<f64>((4, 2)).place(&file, "x").expect("made");
    write_range(x.dataset(), 1, &[1.0, 2.0, 3.0, 4.0]).expect("rows");
    assert_eq!(read_range::<f32>(x.dataset(), 2, 1).expect("row"), [3.0, 4.0]);
    let error = write_range(x.dataset(), 3, &[1.0, 2.0, 3.0, 4.0]).expect_err("beyond");
    assert!(error.to_string().contains("shape [4, 2], found 2 rows from row 3"), "{error}");
    assert_eq!(write_range(x.dataset(), 0, &[1.0]).expect_err("half").kind(), ErrorKind::Shape);
    assert!(read_range::<f64>(x.dataset(), u64::MAX, 2).is_err());
    write_array(x.dataset(), &Array2::<f32>::ones((2, 4)).t()).expect("turned, widened");
    assert_eq!(read_array::<u8>(x.dataset()).expect("read"), ArrayD::<u8>::ones(IxDyn(&[4, 2])));
    let null = file.root().and_then(|r| r.create_dataset("null", &NewDataset::null()));
    let error = H5Array::new(null.expect("made")).expect_err("no array");
    assert_eq!(error.kind(), ErrorKind::WrongType);
}

#[test]
fn handles_cross_threads() {
    fn check<T: Send + Sync + Clone>(_: &T) {}
    let (_dir, file) = file();
    let x = H5Array::from_array(&file, "x", &counting(&[100, 100])).expect("stored");
    check(&x);
    check(&x.clone().into_dyn());
    let sums: i64 = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..4usize)
            .map(|i| {
                let x = &x;
                scope.spawn(move || x.read_slice(25 * i..25 * (i + 1)).expect("read").sum())
            })
            .collect();
        parts.into_iter().map(|p| p.join().expect("joined")).sum()
    });
    assert_eq!(sums, 9999 * 5000);
}

#[test]
fn a_deleted_array_takes_no_writes() {
    let (_dir, file) = file();
    let root = file.root().expect("root");
    let stored = || H5Array::from_array(&file, "x", &array![1.0, 2.0]).expect("stored");
    let mut x = stored();
    let again = H5Array::new(root.dataset("x").expect("there")).expect("array");
    root.unlink("x").expect("deleted");
    let refused = [
        x.write(&array![3.0, 4.0]),
        x.write_slice(1, &arr0(3.0)),
        x.fill(5.0),
        x.append(0, &array![3.0]),
        x.resize(5),
        x.assign(1.0),
        x.add_assign(1.0),
        x.streaming().assign(1.0),
        x.put(&[0], 1.0, ch5_array::ops::indexing::Mode::Raise),
        again.write(&array![3.0, 4.0]),
        again.fill(1.0),
        again.write_slice(0, &arr0(1.0)),
    ];
    for result in refused {
        let error = result.expect_err("lost");
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert!(error.to_string().contains("/x: "), "{error}");
    }
    // What stands there now is another array, and untouched.
    let new = stored();
    assert!(x.fill(9.0).is_err());
    assert_eq!(new.read().expect("read"), array![1.0, 2.0].into_dyn());
}
