//! Versions, and migration from older ones.

use ch5::{ErrorKind, H5Dict, H5Store, read_object, write_object};

use crate::support::{group, has_attr, refused, round, temp};

/// As it was before versions.
#[derive(H5Store, Debug, PartialEq, Clone)]
struct Zeroth {
    millimetres: f64,
    name: String,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
#[h5(version = 1)]
struct First {
    metres: f64,
    name: String,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
#[h5(version = 2, migrate = Self::upgrade)]
struct Second {
    kilometres: f64,
    #[h5(attr)]
    label: String,
    trace: ndarray::Array1<f32>,
}

impl Second {
    fn upgrade(version: u32, old: &H5Dict) -> ch5::Result<Self> {
        let kilometres = match version {
            0 => old.get::<f64>("millimetres")? / 1e6,
            1 => old.get::<f64>("metres")? / 1e3,
            other => {
                return Err(ch5::Error::new(ErrorKind::Unsupported, "")
                    .expected("version 0 to 2")
                    .found(other.to_string()));
            }
        };
        let trace = if old.contains("trace")? { old.get("trace")? } else { Default::default() };
        Ok(Self { kilometres, label: old.get("name")?, trace })
    }
}

fn second(kilometres: f64, label: &str) -> Second {
    Second { kilometres, label: label.into(), trace: ndarray::Array1::zeros(0) }
}

#[test]
fn older_files_are_migrated() {
    let t = temp();
    write_object(&t.file, "v0", &Zeroth { millimetres: 5e6, name: "a".into() }).unwrap();
    write_object(&t.file, "v1", &First { metres: 7e3, name: "b".into() }).unwrap();
    round(&t.file, "v2", &second(9.0, "c"));
    let version = |path: &str| {
        group(&t.file, path).attr("__ch5_version__").unwrap().read_scalar::<u32>().unwrap()
    };
    assert!(!has_attr(&group(&t.file, "v0"), "__ch5_version__"));
    assert_eq!((version("v1"), version("v2")), (1, 2));
    assert_eq!(read_object::<Second>(&t.file, "v0").unwrap(), second(5.0, "a"));
    assert_eq!(read_object::<Second>(&t.file, "v1").unwrap(), second(7.0, "b"));
    // Without `migrate` the version is only written.
    group(&t.file, "v1").delete_attr("__ch5_version__").unwrap();
    assert_eq!(
        read_object::<First>(&t.file, "v1").unwrap(),
        First { metres: 7e3, name: "b".into() }
    );
}

#[test]
fn versions_in_lists_maps_and_options() {
    let t = temp();
    #[derive(H5Store, Debug)]
    struct Old {
        #[h5(list)]
        list: Vec<First>,
        map: std::collections::BTreeMap<String, First>,
        some: Option<First>,
        boxed: Box<First>,
    }
    #[derive(H5Store, Debug)]
    struct New {
        list: Vec<Second>,
        map: std::collections::BTreeMap<String, Second>,
        some: Option<Second>,
        boxed: Box<Second>,
    }
    let first = First { metres: 1e3, name: "n".into() };
    let old = Old {
        list: vec![first.clone(), first.clone()],
        map: [("k".to_owned(), first.clone())].into(),
        some: Some(first.clone()),
        boxed: Box::new(first),
    };
    write_object(&t.file, "o", &old).unwrap();
    let new: New = read_object(&t.file, "o").unwrap();
    assert_eq!(new.list, [second(1.0, "n"), second(1.0, "n")]);
    assert_eq!(new.map["k"], second(1.0, "n"));
    assert_eq!(new.some, Some(second(1.0, "n")));
    assert_eq!(*new.boxed, second(1.0, "n"));
}

#[derive(H5Store, Debug, PartialEq, Clone)]
#[h5(version = 2, migrate = Row::upgrade)]
struct Row {
    kilometres: f64,
    name: String,
}

impl Row {
    fn upgrade(version: u32, old: &H5Dict) -> ch5::Result<Self> {
        let kilometres = match version {
            0 => old.get::<f64>("millimetres")? / 1e6,
            _ => old.get::<f64>("metres")? / 1e3,
        };
        Ok(Self { kilometres, name: old.get("name")? })
    }
}

#[test]
fn rows_of_tables_have_versions_too() {
    let t = temp();
    let rows: Vec<_> =
        (0..3).map(|i| Row { kilometres: f64::from(i), name: i.to_string() }).collect();
    round(&t.file, "rows", &rows);
    let versions: Vec<u32> = read_object(&t.file, "rows/__ch5_version__").unwrap();
    assert_eq!(versions, [2, 2, 2]);
    round(&t.file, "packed", &ch5::Packed(rows.clone()));
    round(&t.file, "options", &vec![Some(rows[0].clone()), None]);

    let first = |i: i32| First { metres: f64::from(i) * 1e3, name: i.to_string() };
    let zeroth = |i: i32| Zeroth { millimetres: f64::from(i) * 1e6, name: i.to_string() };
    write_object(&t.file, "first", &(0..3).map(first).collect::<Vec<_>>()).unwrap();
    write_object(&t.file, "zeroth", &(0..3).map(zeroth).collect::<Vec<_>>()).unwrap();
    write_object(&t.file, "tree", &ch5::Packed(first(1))).unwrap();
    for old in ["first", "zeroth"] {
        assert_eq!(read_object::<Vec<Row>>(&t.file, old).unwrap(), rows, "{old}");
    }
    assert_eq!(read_object::<Row>(&t.file, "tree").unwrap(), rows[1]);
}

#[test]
fn a_table_in_a_file_that_is_only_read_is_migrated() {
    let t = temp();
    let first = First { metres: 2e3, name: "n".into() };
    write_object(&t.file, "rows", &vec![first.clone(), first]).unwrap();
    let path = t.dir.path().join("a.h5");
    t.file.clone().close().unwrap();
    drop(t.file);
    let file = ch5::File::open(&path, ch5::H5Mode::Read).unwrap();
    let rows: Vec<Row> = read_object(&file, "rows").unwrap();
    assert_eq!(rows[1], Row { kilometres: 2.0, name: "n".into() });
}

#[test]
fn a_failed_migration_says_where() {
    let t = temp();
    write_object(&t.file, "v1", &First { metres: 7e3, name: "b".into() }).unwrap();
    let attr = group(&t.file, "v1").attr("__ch5_version__").unwrap();
    attr.write_scalar(&9u32).unwrap();
    let e = refused(read_object::<Second>(&t.file, "v1"), "/v1");
    assert_eq!(e.kind(), ErrorKind::Unsupported);
    attr.write_scalar(&0u32).unwrap();
    let e = refused(read_object::<Second>(&t.file, "v1"), "/v1/millimetres");
    assert_eq!(e.kind(), ErrorKind::NotFound);
    write_object(&t.file, "rows", &vec![First { metres: 7e3, name: "b".into() }]).unwrap();
    group(&t.file, "rows").unlink("metres").unwrap();
    let e = read_object::<Vec<Row>>(&t.file, "rows").unwrap_err();
    assert_eq!(e.kind(), ErrorKind::NotFound);
    assert!(e.file().ends_with("a.h5") && e.path().starts_with("/rows[0]"), "{e}");
}
