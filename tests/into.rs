//! Reading into values that are there already.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;

use ch5::{ErrorKind, File, H5Mode, H5Store, read_object, read_object_into, write_object};
use ndarray::{Array2, Array3};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone, Default)]
struct Model {
    name: String,
    gains: Vec<f32>,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Inner {
    counts: Vec<u16>,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Frame {
    #[h5(attr)]
    id: u32,
    line: Vec<f64>,
    plane: Array2<f32>,
    inner: Inner,
    model: Model,
    texts: Vec<String>,
    #[h5(serde)]
    map: BTreeMap<String, i64>,
    maybe: Option<Vec<f64>>,
    #[h5(rename = "other", default)]
    late: Vec<i32>,
    #[h5(skip)]
    cache: usize,
}

fn frame(seed: usize, len: usize) -> Frame {
    Frame {
        id: seed as u32,
        line: (0..len).map(|i| (i * seed) as f64).collect(),
        plane: Array2::from_shape_fn((len, 7), |(i, j)| (i + 10 * j + seed) as f32),
        inner: Inner { counts: (0..len).map(|i| (i + seed) as u16).collect() },
        model: Model { name: format!("m{seed}"), gains: vec![seed as f32; len] },
        texts: (0..len).map(|i| format!("t{}", i * seed)).collect(),
        map: (0..5).map(|i| (format!("k{i}"), i * seed as i64)).collect(),
        maybe: (seed % 2 == 1).then(|| vec![seed as f64; 3]),
        late: vec![seed as i32; 4],
        cache: 0,
    }
}

#[test]
fn a_struct_is_read_into_the_memory_it_has() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    for seed in 1..4 {
        write_object(&file, &format!("f{seed}"), &frame(seed, 100)).unwrap();
    }
    let mut value: Frame = read_object(&file, "f1").unwrap();
    value.cache = 17;
    let places = |f: &Frame| (f.line.as_ptr(), f.plane.as_ptr(), f.inner.counts.as_ptr());
    let before = places(&value);
    for seed in [2, 3] {
        read_object_into(&file, &format!("f{seed}"), &mut value).unwrap();
        assert_eq!(value, Frame { cache: 17, ..frame(seed, 100) });
        assert_eq!(places(&value), before, "{seed}");
    }
}

#[test]
fn what_does_not_fit_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    write_object(&file, "long", &frame(5, 300)).unwrap();
    write_object(&file, "short", &frame(6, 20)).unwrap();
    write_object(&file, "none", &frame(7, 0)).unwrap();
    let mut value = frame(1, 100);
    for (name, expected) in
        [("long", frame(5, 300)), ("short", frame(6, 20)), ("none", frame(7, 0))]
    {
        read_object_into(&file, name, &mut value).unwrap();
        assert_eq!(value, expected, "{name}");
    }
    let mut cube = Array3::<f32>::zeros((1, 2, 3));
    let wrong = read_object_into(&file, "long/plane", &mut cube).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Shape);
    // A wider type than the stored one, in its own order of elements.
    let mut turned = Array2::<f64>::zeros((7, 300)).reversed_axes();
    read_object_into(&file, "long/plane", &mut turned).unwrap();
    assert_eq!(turned, frame(5, 300).plane.mapv(f64::from));
}

#[test]
fn errors_name_the_field_and_missing_fields_have_their_default() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    write_object(&file, "f", &frame(3, 10)).unwrap();
    let root = file.root().unwrap();
    root.group("f").unwrap().unlink("other").unwrap();
    let mut value = frame(1, 10);
    read_object_into(&file, "f", &mut value).unwrap();
    assert_eq!(value, Frame { late: Vec::new(), ..frame(3, 10) });
    root.group("f").unwrap().unlink("line").unwrap();
    write_object(&root.group("f").unwrap(), "line", &vec!["a".to_owned()]).unwrap();
    let wrong = read_object_into(&file, "f", &mut value).unwrap_err();
    assert!(wrong.to_string().contains("line"), "{wrong}");
    root.group("f").unwrap().unlink("line").unwrap();
    let missing = read_object_into(&file, "f", &mut value).unwrap_err();
    assert!(missing.to_string().contains("line"), "{missing}");
}
