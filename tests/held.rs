//! Values that are read whole before they are looked into: packed trees, compound scalars and
//! attributes. They read as the groups they stand for, and errors inside them have a place.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5::{
    DType, ErrorKind, Field, File, H5Mode, H5Store, NewDataset, Packed, Result, Value, read_object,
    read_serde, write_object,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
struct Config {
    name: String,
    rate: f64,
    inner: Inner,
    mode: Mode,
    limit: Option<u8>,
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
struct Inner {
    depth: i32,
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
enum Mode {
    Off,
    Step(f64),
    Range(i32, i32),
    Named { name: String },
}

fn config(mode: Mode) -> Config {
    Config { name: "c".into(), rate: 0.5, inner: Inner { depth: 3 }, mode, limit: None }
}

fn modes() -> [Mode; 4] {
    [Mode::Off, Mode::Step(0.5), Mode::Range(1, 2), Mode::Named { name: "n".into() }]
}

fn temp() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

#[test]
fn a_packed_value_reads_as_what_it_stands_for() {
    let (_dir, file) = temp();
    for (i, mode) in modes().into_iter().enumerate() {
        let (value, name) = (config(mode.clone()), format!("config{i}"));
        write_object(&file, &name, &Packed(value.clone())).unwrap();
        assert_eq!(read_object::<Config>(&file, &name).unwrap(), value);
        assert_eq!(read_object::<Option<Config>>(&file, &name).unwrap(), Some(value.clone()));
        assert_eq!(read_serde::<Config>(&file, &name).unwrap(), value);
        assert_eq!(read_serde::<Option<Config>>(&file, &name).unwrap(), Some(value));
        // The root of a tree can be a variant itself, or a tuple.
        write_object(&file, &format!("mode{i}"), &Packed(mode.clone())).unwrap();
        assert_eq!(read_object::<Mode>(&file, &format!("mode{i}")).unwrap(), mode);
        assert_eq!(read_serde::<Mode>(&file, &format!("mode{i}")).unwrap(), mode);
        write_object(&file, &format!("pair{i}"), &Packed((i, mode.clone()))).unwrap();
        assert_eq!(read_object::<(usize, Mode)>(&file, &format!("pair{i}")).unwrap(), (i, mode));
    }
    write_object(&file, "none", &Packed(None::<Config>)).unwrap();
    assert_eq!(read_object::<Option<Config>>(&file, "none").unwrap(), None);
    assert_eq!(read_serde::<Option<Config>>(&file, "none").unwrap(), None);
}

/// A record dataset of one element, as other tools store a struct.
fn compound(file: &File) -> Result<()> {
    let field = |name: &str, dtype| Field { name: name.into(), dtype };
    let fields = [
        field("name", DType::TEXT),
        field("rate", DType::F64),
        field("inner", DType::Compound([field("depth", DType::I32)].into())),
        field("mode", DType::TEXT),
    ];
    let dataset = file
        .root()?
        .create_dataset("record", &NewDataset::new(DType::Compound(fields.into()), &[]))?;
    let record = vec![
        ("name".into(), Value::Text("c".into())),
        ("rate".into(), Value::F64(0.5)),
        ("inner".into(), Value::Record(vec![("depth".into(), Value::Int(3))])),
        ("mode".into(), Value::Text("Off".into())),
    ];
    dataset.write_values(None, &[Value::Record(record)])
}

#[test]
fn a_compound_scalar_is_a_struct() {
    let (_dir, file) = temp();
    compound(&file).unwrap();
    assert_eq!(read_object::<Config>(&file, "record").unwrap(), config(Mode::Off));
    assert_eq!(read_serde::<Config>(&file, "record").unwrap(), config(Mode::Off));
}

#[derive(H5Store, Debug, PartialEq)]
struct Attributed {
    #[h5(attr)]
    pair: (i32, i32),
    #[h5(attr)]
    list: Vec<f32>,
    #[h5(attr)]
    array: [u8; 3],
}

#[test]
fn an_attribute_is_a_tuple() {
    let (_dir, file) = temp();
    let value = Attributed { pair: (1, 2), list: vec![0.5], array: [1, 2, 3] };
    write_object(&file, "a", &value).unwrap();
    assert_eq!(read_object::<Attributed>(&file, "a").unwrap(), value);
}

#[test]
fn errors_inside_have_a_place() {
    #[derive(H5Store, Debug)]
    struct Wrong {
        inner: WrongInner,
    }
    #[derive(H5Store, Debug)]
    struct WrongInner {
        depth: String,
    }
    #[derive(H5Store, Debug)]
    struct More {
        inner: MoreInner,
    }
    #[derive(H5Store, Debug)]
    struct MoreInner {
        depth: i32,
        extra: bool,
    }
    let (_dir, file) = temp();
    compound(&file).unwrap();
    write_object(&file, "packed", &Packed(config(Mode::Off))).unwrap();
    for name in ["packed", "record"] {
        let error = read_object::<Wrong>(&file, name).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WrongType, "{error}");
        assert_eq!(error.path(), format!("/{name}.inner.depth"), "{error}");
        assert!(error.file().ends_with("a.h5") && error.to_string().contains("text"), "{error}");
        let error = read_object::<More>(&file, name).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingField, "{error}");
        assert_eq!(error.path(), format!("/{name}.inner"), "{error}");
        let error = read_object::<BTreeMap<String, i32>>(&file, name).unwrap_err();
        assert_eq!(error.path(), format!("/{name}.name"), "{error}");
        let error = read_object::<(i32, i32)>(&file, name).unwrap_err();
        assert!(error.to_string().contains("2 elements"), "{error}");
        let error = read_object::<Mode>(&file, name).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::WrongType, &*format!("/{name}")));
    }
}
