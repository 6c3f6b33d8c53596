//! Files that change while they are read.

use std::path::{Path, PathBuf};

use ch5_array::{
    ArrayLike, Chunks, Compression, DType, File, H5Array, H5Mode, NewDataset, Options, Texts,
    Value, h5s,
};
use ndarray::{Array1, Array2, Axis};

fn open(file: &File, name: &str) -> H5Array {
    H5Array::new(file.root().unwrap().dataset(name).unwrap()).unwrap()
}

fn numbers(of: impl Fn(usize, usize) -> i64) -> Array2<i64> {
    Array2::from_shape_fn((60, 50), |(i, j)| of(i, j))
}

/// The file as it would be found if the process died now.
fn left_behind(path: &Path) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("left.h5");
    std::fs::copy(path, &copy).unwrap();
    (dir, copy)
}

/// A file that is changed in place is read straight, before it is changed and after that.
#[test]
fn in_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let first = numbers(|i, j| (i * j) as i64);
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    for compression in [None, Some(Compression::Lzf), Some(Compression::Gzip(1))] {
        H5Array::from_array_with(&file, &format!("{compression:?}"), &first, |new| {
            new.chunks(Chunks::Shape(vec![7, 8])).compression(compression)
        })
        .unwrap();
    }
    file.close().unwrap();
    let file = File::open(&path, H5Mode::ReadWrite).unwrap();
    for name in file.root().unwrap().names().unwrap() {
        let x = open(&file, &name);
        let straight = || {
            let before = file.bytes_straight();
            let found = x.expr().read_as::<i64>().unwrap();
            assert_eq!(file.bytes_straight() - before, 8 * 60 * 50, "{name}");
            assert_eq!(found, x.read_as::<i64>().unwrap(), "{name}");
            found
        };
        assert_eq!(straight(), first.clone().into_dyn());
        for round in 1..5 {
            let part = numbers(|i, j| (i * 31 + j * 17 * round).wrapping_mul(0x9e37_79b9) as i64);
            x.write_slice(h5s![3..40, 1..;2], &part.slice(ndarray::s![3..40, 1..;2])).unwrap();
            // What reading makes HDF5 write may have to wait, and then comes from HDF5.
            assert_eq!(x.expr().read_as::<i64>().unwrap(), x.read_as::<i64>().unwrap(), "{name}");
            file.flush().unwrap();
            straight();
        }
    }
}

fn kept(file: &File) -> Vec<String> {
    let notes = file.root().unwrap().attrs().read("notes").unwrap().unwrap();
    let text = |value| match value {
        Value::Text(text) => text,
        other => panic!("{other:?}"),
    };
    notes.values.into_iter().map(text).collect()
}

/// Reading makes HDF5 write what belongs to the dataset, and nothing else: should the process die
/// then, the file is as it was.
#[test]
fn reading_commits_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let first = numbers(|i, _| i as i64);
    let texts: Array1<String> = (0..600).map(|i| format!("text {i}")).collect();
    H5Array::from_array_with(&file, "x", &first, |new| {
        new.chunks(Chunks::Shape(vec![7, 8])).maxshape(&[None, Some(50)]).gzip(1)
    })
    .unwrap();
    H5Array::from_array(&file, "texts", &texts).unwrap();
    let notes = |of: &str| (0..9).map(|i| format!("{of} {i}")).collect::<Vec<String>>();
    let stored = |all: &[String]| all.iter().map(String::as_str).collect::<Texts>();
    let (old, new) = (notes("old"), notes("a longer new one"));
    file.root().unwrap().attrs().write_texts("notes", &[9], &stored(&old)).unwrap();
    // Its reference to the text lies in its header.
    file.root().unwrap().put_text("scalar", "old").unwrap();
    file.close().unwrap();
    let file = File::open(&path, H5Mode::ReadWrite).unwrap();
    file.root().unwrap().attrs().write_texts("notes", &[9], &stored(&new)).unwrap();
    let scalar = file.root().unwrap().dataset("scalar").unwrap();
    scalar.write_values(None, &[Value::Text("a longer new one".into())]).unwrap();
    let mut x = file.root().unwrap().dataset("x").unwrap();
    x.resize(&[90, 50]).unwrap();
    for i in 0..40 {
        H5Array::from_array(&file, &format!("new {i}"), &first).unwrap();
    }
    assert_eq!(open(&file, "x").expr().read_as::<i64>().unwrap().len(), 90 * 50);
    assert_eq!(open(&file, "texts").expr().read_as::<String>().unwrap(), texts.clone().into_dyn());
    let (_dir, copy) = left_behind(&path);
    let left = File::open(&copy, H5Mode::Read).unwrap();
    assert_eq!(left.root().unwrap().names().unwrap().len(), 3);
    assert_eq!(open(&left, "x").read_as::<i64>().unwrap(), first.clone().into_dyn());
    assert_eq!(open(&left, "texts").read_as::<String>().unwrap(), texts.into_dyn());
    assert_eq!(kept(&left), old);
    let scalar = left.root().unwrap().dataset("scalar").unwrap();
    assert_eq!(scalar.read_value().unwrap(), Value::Text("old".into()));
    // After a flush the new state is there, all of it.
    file.flush().unwrap();
    let (_dir, copy) = left_behind(&path);
    let left = File::open(&copy, H5Mode::Read).unwrap();
    assert_eq!(left.root().unwrap().names().unwrap().len(), 43);
    assert_eq!(open(&left, "x").shape(), [90, 50]);
    assert_eq!(kept(&left), new);
}

/// HDF5 writes texts as raw data when its cache is full. Those of before stay until the new state
/// of all is complete.
#[test]
fn texts_of_before_outlive_those_that_take_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let name = |i: usize| format!("t{i}");
    for i in 0..400 {
        file.root().unwrap().put_text(&name(i), &format!("the old text {i}")).unwrap();
    }
    file.close().unwrap();
    let file = File::open(&path, H5Mode::ReadWrite).unwrap();
    let root = file.root().unwrap();
    for i in 0..400 {
        let text = format!("a text that is new, and longer than {i}");
        root.dataset(&name(i)).unwrap().write_values(None, &[Value::Text(text)]).unwrap();
    }
    let many: Array1<String> = (0..20_000).map(|i| format!("{i:0300}")).collect();
    H5Array::from_array(&file, "many", &many).unwrap();
    let check = |of: &str| {
        let (_dir, copy) = left_behind(&path);
        let left = File::open(&copy, H5Mode::Read).unwrap();
        for i in 0..400 {
            let scalar = left.root().unwrap().dataset(&name(i)).unwrap();
            let Value::Text(text) = scalar.read_value().unwrap() else { panic!("{i}") };
            assert!(text.starts_with(of), "{text}");
        }
    };
    check("the old text");
    file.flush().unwrap();
    check("a text that is new");
}

/// HDF5 gives a contiguous dataset all of its room at once, and the file its length later.
#[test]
fn room_that_is_not_written_yet() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    for mode in [H5Mode::Truncate, H5Mode::ReadWrite] {
        let file = File::open(&path, mode).unwrap();
        let name = format!("{mode}").replace('+', "");
        let new = NewDataset::new(DType::F64, &[300, 400]).chunks(Chunks::Contiguous);
        let x = H5Array::create(&file, &name, &new).unwrap();
        let row = ndarray::Array1::from_elem(400, 1.5);
        x.write_slice(h5s![0], &row).unwrap();
        let found = x.expr().read_as::<f64>().unwrap();
        assert_eq!(found, x.read_as::<f64>().unwrap());
        assert_eq!(found.index_axis(Axis(0), 0).sum(), 600.0);
        file.close().unwrap();
    }
}

/// Blocks smaller than a chunk: each write moves the chunk that is read next.
#[test]
fn streaming_through_chunks() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    for compression in [Some(Compression::Lzf), Some(Compression::Gzip(1)), None] {
        let name = format!("{compression:?}");
        let first = numbers(|i, j| ((i * 64 + j) as i64) << 20);
        let x = H5Array::from_array_with(&file, &name, &first, |new| {
            new.chunks(Chunks::Shape(vec![7, 8])).compression(compression)
        })
        .unwrap();
        for block in [1, 5, 40, 100] {
            let before = x.read().unwrap();
            let _scope = Options::new().block_elements(block).scoped();
            x.streaming().mul_assign(0x1_0001i64).unwrap();
            let want = before.mapv(|n: i64| n.wrapping_mul(0x1_0001));
            assert_eq!(x.read().unwrap(), want, "{name} {block}");
        }
    }
}

/// Texts of one dataset are read while another thread replaces those of another, in the same
/// collections.
#[test]
fn texts_beside_others_that_change() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let text = |i: usize, round: usize| "ab".repeat((i * 7 + round * 5) % 40) + &i.to_string();
    let texts = |round| Array1::from_shape_fn(600, |i| text(i, round));
    let (kept, changed) = (texts(0), texts(1));
    // They lie in turn.
    let new = NewDataset::new(DType::TEXT, &[600]);
    let x = H5Array::create(&file, "x", &new).unwrap();
    let y = H5Array::create(&file, "y", &new).unwrap();
    for i in 0..600 {
        x.write_slice(h5s![i..i + 1], &kept.slice(ndarray::s![i..i + 1])).unwrap();
        y.write_slice(h5s![i..i + 1], &changed.slice(ndarray::s![i..i + 1])).unwrap();
    }
    let want = kept.into_dyn();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 2..60 {
                y.write(&texts(round)).unwrap();
                file.flush().unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        while !done.load(std::sync::atomic::Ordering::Relaxed) {
            assert!(x.expr().read_as::<String>().unwrap() == want);
        }
    });
    let before = file.bytes_straight();
    assert!(x.expr().read_as::<String>().unwrap() == want);
    assert!(file.bytes_straight() > before);
}
