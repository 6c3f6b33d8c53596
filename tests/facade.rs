//! Whole files, datasets, deferred creation and trait objects through the public API.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5::{
    DType, ErrorKind, File, H5Array, H5Mode, H5Store, NewDataset, Policy, Registry, Value,
    read_object, write_dataset, write_object,
};
use ndarray::{Array2, arr1, arr2};
use serde::{Deserialize, Serialize};

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Config {
    name: String,
    #[h5(attr)]
    rate: f64,
    value: Vec<i32>,
}

fn config() -> Config {
    Config { name: "a".into(), rate: 2.5, value: vec![1, 2, 3] }
}

#[test]
fn a_saved_struct_is_the_root() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    ch5::save(&path, &config()).unwrap();
    assert_eq!(ch5::load::<Config>(&path).unwrap(), config());
    let file = File::open(&path, H5Mode::Read).unwrap();
    assert_eq!(read_object::<String>(&file, "name").unwrap(), "a");
    assert_eq!(file.root().unwrap().names().unwrap(), ["name", "value"]);
}

#[test]
fn any_value_can_be_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    ch5::save(&path, &vec![1.5, 2.5]).unwrap();
    assert_eq!(ch5::load::<Vec<f64>>(&path).unwrap(), [1.5, 2.5]);
    ch5::save(&path, "text").unwrap();
    assert_eq!(ch5::load::<String>(&path).unwrap(), "text");
    let list = vec![arr1(&[1]), arr1(&[2, 3])];
    ch5::save(&path, &list).unwrap();
    assert_eq!(ch5::load::<Vec<ndarray::Array1<i32>>>(&path).unwrap(), list);
    let map = BTreeMap::from([("value".to_string(), 1), ("a/b".to_string(), 2)]);
    ch5::save_serde(&path, &map).unwrap();
    assert_eq!(ch5::load_serde::<BTreeMap<String, i32>>(&path).unwrap(), map);
    let option: Option<Option<i32>> = Some(None);
    ch5::save_serde(&path, &option).unwrap();
    assert_eq!(ch5::load_serde::<Option<Option<i32>>>(&path).unwrap(), option);
}

#[test]
fn a_failed_save_or_update_leaves_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    ch5::save(&path, &config()).unwrap();
    let bad = BTreeMap::from([("k".to_string(), "nul\0".to_string())]);
    let error = ch5::save(&path, &bad).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Name, "{error}");
    assert!(error.file().ends_with("a.h5") && error.path() == "/value/k", "{error}");
    let error = ch5::update(&path, |dict| {
        dict.insert("name", "b")?;
        dict.get::<i32>("missing")
    })
    .unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(ch5::load::<Config>(&path).unwrap(), config());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn datasets_by_policy() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let one = Array2::from_elem((20, 10), 1i64);
    let options = || NewDataset::options().gzip(1);
    let x = write_dataset(&file, "x", &one, options(), Policy::Fail).unwrap();
    assert_eq!(x.filters().unwrap().len(), 2);
    let error = write_dataset(&file, "x", &one, options(), Policy::Fail).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    let identity = x.dataset().identity().unwrap();
    let two = &one * 2;
    let y = write_dataset(&file, "x", &two.t(), options(), Policy::Replace).unwrap();
    assert_eq!(y.read().unwrap(), two.t().into_dyn());
    assert_ne!(y.dataset().identity().unwrap(), identity);
    let identity = y.dataset().identity().unwrap();
    let three = (&one * 3).reversed_axes();
    let z = write_dataset(&file, "x", &three, options(), Policy::Update).unwrap();
    assert_eq!(z.dataset().identity().unwrap(), identity);
    assert_eq!(z.read().unwrap(), three.into_dyn());
    let mut seen = Vec::new();
    let arrays = [("p", &one), ("q", &two)];
    ch5::write_datasets(&file, arrays, &options(), Policy::Fail, |n, of| seen.push((n, of)))
        .unwrap();
    assert_eq!(seen, [(1, 2), (2, 2)]);
}

#[test]
fn shapes_without_data() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let fill = Some(Value::Int(7));
    let new = NewDataset::options();
    let x = ch5::store_dataset(&file, "x", &[1 << 20, 1 << 20], DType::I32, fill, new).unwrap();
    assert_eq!(x.storage_size(), 0);
    let x: H5Array<i32> = read_object(&file, "x").unwrap();
    assert_eq!(x.read_slice((1 << 19, 5)).unwrap().first(), Some(&7));

    #[derive(H5Store)]
    struct Frames {
        frames: ch5::H5Array<f32>,
    }
    write_object(&file, "run", &BTreeMap::from([("frames", ch5::full([3, 4], 2.0f32))])).unwrap();
    let run: Frames = read_object(&file, "run").unwrap();
    run.frames.write_slice((0, ..), &arr1(&[1.0f32, 2.0, 3.0, 4.0])).unwrap();
    let all = run.frames.read().unwrap();
    assert_eq!(all.sum(), 10.0 + 8.0 * 2.0);
}

trait Shape: erased_serde::Serialize {
    fn area(&self) -> f64;
    fn name(&self) -> &'static str;
}

#[derive(Serialize, Deserialize)]
struct Square(f64);

#[derive(Serialize, Deserialize)]
struct Polygon {
    points: ndarray::Array2<f64>,
}

impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
    fn name(&self) -> &'static str {
        "square"
    }
}

impl Shape for Polygon {
    fn area(&self) -> f64 {
        let p = &self.points;
        let n = p.nrows();
        let cross = |i: usize| p[[i, 0]] * p[[(i + 1) % n, 1]] - p[[(i + 1) % n, 0]] * p[[i, 1]];
        (0..n).map(cross).sum::<f64>().abs() / 2.0
    }
    fn name(&self) -> &'static str {
        "polygon"
    }
}

erased_serde::serialize_trait_object!(Shape);

#[test]
fn trait_objects() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let polygon = Polygon { points: arr2(&[[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0]]) };
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Square(3.0)), Box::new(polygon)];
    // Anywhere serde is: as they are.
    ch5::write_serde(&file, "plain", &shapes).unwrap();
    assert_eq!(ch5::read_serde::<f64>(&file, "plain/0").unwrap(), 3.0);

    let mut registry = Registry::<dyn Shape>::new();
    registry.register_as::<Square>("square", |v| Box::new(v));
    let error = registry.write(&file, "p", "polygon", &shapes[1]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnknownVariant);
    assert!(error.to_string().contains("square") && error.path() == "/p", "{error}");
    registry.register_as::<Polygon>("polygon", |v| Box::new(v));
    let dynamic: Vec<(&str, &dyn erased_serde::Serialize)> =
        shapes.iter().map(|s| (s.name(), s as &dyn erased_serde::Serialize)).collect();
    registry.write_list(&file, "shapes", &dynamic).unwrap();
    let back = registry.read_list(&file, "shapes").unwrap();
    assert_eq!(back.iter().map(|s| s.area()).collect::<Vec<_>>(), [9.0, 2.0]);
    let any = {
        let mut any = Registry::default();
        any.register::<Square>("square");
        any.read(&file, "shapes/0").unwrap()
    };
    assert_eq!(any.downcast_ref::<Square>().unwrap().0, 3.0);
    let fewer = Registry::<dyn Shape>::new();
    let error = fewer.read(&file, "shapes/1").err().unwrap();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnknownVariant, "/shapes/1"));
}

#[test]
fn plain_hdf5_handles_mix_freely() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    {
        let plain = ch5::hdf5::File::create(&path).unwrap();
        write_object(&plain, "config", &config()).unwrap();
        let group = plain.create_group("inner").unwrap();
        write_object(&group, "n", &5u8).unwrap();
        assert_eq!(plain.dataset("inner/n").unwrap().read_scalar::<u8>().unwrap(), 5);
        assert_eq!(read_object::<Config>(&plain, "config").unwrap(), config());
    }
    let file = File::open(&path, H5Mode::ReadWrite).unwrap();
    let plain = file.to_hdf5().unwrap();
    plain.new_dataset_builder().with_data(&[1.0f32, 2.0]).create("theirs").unwrap();
    assert_eq!(read_object::<Vec<f32>>(&file, "theirs").unwrap(), [1.0, 2.0]);
}
