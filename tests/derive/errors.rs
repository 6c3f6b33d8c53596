//! Every refusal names the file, the object, what was expected and what was found.

use ch5::{ErrorKind, H5Store, read_object, write_object};
use serde::{Deserialize, Serialize};

use crate::support::{group, refused, temp};

#[derive(H5Store, Debug, Default, Clone)]
struct Run {
    id: u32,
    name: String,
    list: Vec<Row>,
    #[h5(list)]
    groups: Vec<Row>,
    #[h5(attr)]
    note: String,
    model: Model,
    deep: Option<Box<Row>>,
    map: std::collections::BTreeMap<String, Row>,
}

#[derive(H5Store, Debug, Default, Clone)]
struct Row {
    a: u8,
    b: Vec<f64>,
    c: (u8, String),
}

#[derive(Serialize, Deserialize, Debug, Default, Clone)]
struct Model {
    x: f32,
}

/// The same with other types.
#[derive(H5Store, Debug)]
struct Other<A, B, C> {
    id: A,
    name: B,
    note: C,
}

fn run() -> Run {
    let row = Row { a: 200, b: vec![0.5], c: (1, "x".into()) };
    Run {
        id: 70_000,
        list: vec![row.clone(), row.clone()],
        groups: vec![row.clone(), row.clone()],
        deep: Some(Box::new(row.clone())),
        map: [("k".to_owned(), row)].into(),
        ..Run::default()
    }
}

#[test]
fn wrong_types_and_lost_values() {
    let t = temp();
    write_object(&t.file, "r", &run()).unwrap();
    type Texts = Other<String, String, String>;
    let e = refused(read_object::<Texts>(&t.file, "r"), "/r/id");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    assert!(e.to_string().ends_with("/r/id: expected text, found integer"), "{e}");
    let e = refused(read_object::<Other<u16, String, String>>(&t.file, "r"), "/r/id");
    assert_eq!(e.kind(), ErrorKind::Value);
    assert!(e.to_string().contains("expected u16, found 70000"), "{e}");
    let e = refused(read_object::<Other<u32, Vec<u8>, String>>(&t.file, "r"), "/r/name");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    let e = refused(read_object::<Other<u32, String, f64>>(&t.file, "r"), "/r@note");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    let e = refused(read_object::<Run>(&t.file, "r/id"), "/r/id");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    assert!(e.to_string().contains("struct Run"), "{e}");
    let e = refused(read_object::<Run>(&t.file, "missing"), "/missing");
    assert_eq!(e.kind(), ErrorKind::NotFound);
    let e = refused(read_object::<Run>(&t.file, "r/list/nothing"), "/r/list/nothing");
    assert_eq!(e.kind(), ErrorKind::NotFound);
}

#[derive(H5Store, Debug)]
struct Narrow {
    a: i8,
}

#[derive(H5Store, Debug)]
struct Longer {
    c: (u8, String, u8),
}

#[derive(H5Store, Debug)]
struct Wide {
    z: u8,
}

#[derive(H5Store, Debug)]
struct Holds<L, G, D, M> {
    list: L,
    groups: G,
    deep: D,
    map: M,
}

#[test]
fn places_inside_containers() {
    let t = temp();
    write_object(&t.file, "r", &run()).unwrap();
    type Rows = Vec<Row>;
    type Map<T> = std::collections::BTreeMap<String, T>;
    type Deep<T> = Option<Box<T>>;
    macro_rules! fails {
        ($list:ty, $groups:ty, $deep:ty, $map:ty: $path:literal, $kind:ident) => {{
            let e = refused(read_object::<Holds<$list, $groups, $deep, $map>>(&t.file, "r"), $path);
            assert_eq!(e.kind(), ErrorKind::$kind, "{e}");
            e.to_string()
        }};
    }
    fails!(Vec<Narrow>, Rows, Deep<Row>, Map<Row>: "/r/list[0].a", Value);
    fails!(Rows, Vec<Narrow>, Deep<Row>, Map<Row>: "/r/groups/0/a", Value);
    fails!(Rows, Rows, Deep<Narrow>, Map<Row>: "/r/deep/a", Value);
    fails!(Rows, Rows, Deep<Row>, Map<Narrow>: "/r/map/k/a", Value);
    let e = fails!(Vec<Wide>, Rows, Deep<Row>, Map<Row>: "/r/list[0]", MissingField);
    assert!(e.contains("the field \"z\" of Wide"), "{e}");
    fails!(Rows, Vec<Wide>, Deep<Row>, Map<Row>: "/r/groups/0", MissingField);
    fails!(Rows, Rows, Deep<Wide>, Map<Row>: "/r/deep", MissingField);
    fails!(Rows, Rows, Deep<Row>, Map<Wide>: "/r/map/k", MissingField);
    let e = fails!(Vec<Longer>, Rows, Deep<Row>, Map<Row>: "/r/list[0].c", Shape);
    assert!(e.contains("expected tuple of 3 elements, found 2 elements"), "{e}");
    fails!(Rows, Vec<Longer>, Deep<Row>, Map<Row>: "/r/groups/0/c", Shape);
    fails!(Map<u8>, Rows, Deep<Row>, Map<Row>: "/r/list", WrongType);
    fails!(Rows, u8, Deep<Row>, Map<Row>: "/r/groups", WrongType);
}

#[test]
fn through_serde_fields() {
    #[derive(Serialize, Deserialize, Debug)]
    struct Text {
        x: String,
    }
    #[derive(H5Store, Debug)]
    struct Holds {
        model: Text,
    }
    let t = temp();
    write_object(&t.file, "r", &run()).unwrap();
    let e = refused(read_object::<Holds>(&t.file, "r"), "/r/model/x");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    group(&t.file, "r/model").unlink("x").unwrap();
    let e = refused(read_object::<Holds>(&t.file, "r"), "/r/model");
    assert_eq!(e.kind(), ErrorKind::MissingField);
}

#[test]
fn writing() {
    let t = temp();
    let mut run = run();
    run.list[1].c.1 = "a\0b".into();
    let e = refused(write_object(&t.file, "r", &run), "/r/list[1].c");
    assert!(e.to_string().contains("NUL"), "{e}");
    let mut run = self::run();
    run.groups[1].c.1 = "a\0b".into();
    refused(write_object(&t.file, "r", &run), "/r/groups/1/c/1");
    let mut run = self::run();
    run.note = "a\0b".into();
    refused(write_object(&t.file, "r", &run), "/r@note");
    let mut run = self::run();
    run.map.insert("a\0b".into(), Row::default());
    // A key is a name, which is escaped.
    write_object(&t.file, "r", &run).unwrap();
    assert_eq!(read_object::<Run>(&t.file, "r").unwrap().map.len(), 2);
}

#[test]
fn a_closed_file() {
    let t = temp();
    write_object(&t.file, "r", &run()).unwrap();
    let file = t.file.clone();
    t.file.close().unwrap();
    let e = read_object::<Run>(&file, "r").unwrap_err();
    assert_eq!(e.kind(), ErrorKind::Closed);
    assert!(e.file().ends_with("a.h5"), "{e}");
    let e = write_object(&file, "s", &run()).unwrap_err();
    assert_eq!(e.kind(), ErrorKind::Closed);
}
