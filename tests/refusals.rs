//! Bad input: each is an error that names the file, the object, what was expected and what was
//! found, and what was stored before is still there.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5::{
    Bincode, Chunks, DType, Error, ErrorKind, File, H5Mode, H5Store, NewDataset, Serde, Texts,
    read_object, read_serde, write_object, write_serde,
};
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

fn temp() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("bad.h5"), H5Mode::Truncate).unwrap();
    write_object(&file, "before", &vec![1, 2, 3]).unwrap();
    (dir, file)
}

/// Checks an error's kind, place and words, and that earlier data is still there.
#[track_caller]
fn refused<T>(file: &File, result: Result<T, Error>, kind: ErrorKind, path: &str, words: &[&str]) {
    let error = result.err().expect("an error");
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.file().ends_with("bad.h5"), "file {:?}: {error}", error.file());
    assert_eq!(error.path(), path, "{error}");
    for word in words {
        assert!(error.to_string().contains(word), "{word:?} in {error}");
    }
    assert_eq!(read_object::<Vec<i32>>(file, "before").unwrap(), [1, 2, 3]);
}

#[derive(H5Store, Debug, Clone)]
struct Point {
    x: i32,
    label: String,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
struct Strict {
    x: i32,
    label: String,
}

#[derive(Serialize, Deserialize, H5Store, Debug)]
enum Kind {
    A,
    B(i32),
}

#[test]
fn wrong_types() {
    let (_dir, file) = temp();
    write_object(&file, "text", "hello").unwrap();
    write_object(&file, "n", &300).unwrap();
    write_object(&file, "p", &Point { x: 1, label: "a".into() }).unwrap();
    use ErrorKind::WrongType;
    refused(
        &file,
        read_object::<f64>(&file, "text"),
        WrongType,
        "/text",
        &["expected f64", "found text"],
    );
    refused(&file, read_serde::<f64>(&file, "text"), WrongType, "/text", &["f64", "hello"]);
    refused(
        &file,
        read_object::<String>(&file, "n"),
        WrongType,
        "/n",
        &["expected text", "found integer"],
    );
    refused(&file, read_object::<Vec<f64>>(&file, "n"), WrongType, "/n", &["a sequence", "i32"]);
    refused(&file, read_object::<i32>(&file, "p"), WrongType, "/p", &["scalar", "group"]);
    refused(&file, read_object::<Point>(&file, "n"), WrongType, "/n", &["struct Point", "i32"]);
    refused(&file, read_object::<Array1<f64>>(&file, "p"), WrongType, "/p", &[]);
    refused(&file, read_serde::<Vec<i32>>(&file, "p"), WrongType, "/p", &["sequence", "map"]);
    refused(&file, read_object::<bool>(&file, "n"), WrongType, "/n", &["bool"]);
    refused(&file, read_object::<Bincode<i32>>(&file, "n"), WrongType, "/n", &["bincode"]);
    refused(
        &file,
        read_object::<i32>(&file, "p/label/deeper"),
        WrongType,
        "/p/label",
        &["a group"],
    );
}

#[test]
fn fields_and_variants() {
    let (_dir, file) = temp();
    write_serde(&file, "x", &BTreeMap::from([("x", 1)])).unwrap();
    let (missing, unknown) = (ErrorKind::MissingField, ErrorKind::UnknownField);
    refused(&file, read_object::<Point>(&file, "x"), missing, "/x", &["\"label\"", "Point"]);
    refused(&file, read_serde::<Strict>(&file, "x"), missing, "/x", &["label"]);
    let more = serde_json::json!({"x": 1, "label": "a", "z": 0});
    write_serde(&file, "more", &more).unwrap();
    refused(&file, read_serde::<Strict>(&file, "more"), unknown, "/more", &["x, label", "\"z\""]);
    write_serde(&file, "kind", "C").unwrap();
    let variant = ErrorKind::UnknownVariant;
    refused(&file, read_serde::<Kind>(&file, "kind"), variant, "/kind", &["A, B", "\"C\""]);
    refused(&file, read_object::<Kind>(&file, "kind"), variant, "/kind", &["A, B", "\"C\""]);
    let points = vec![Strict { x: 1, label: "a".into() }; 3];
    write_serde(&file, "points", &points).unwrap();
    #[derive(Deserialize, Debug)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Other {
        x: i32,
        y: f64,
    }
    refused(&file, read_serde::<Vec<Other>>(&file, "points"), missing, "/points[0]", &["y"]);
}

#[test]
fn numbers_that_do_not_fit() {
    let (_dir, file) = temp();
    let value = ErrorKind::Value;
    write_object(&file, "n", &300).unwrap();
    refused(&file, read_object::<u8>(&file, "n"), value, "/n", &["u8", "300"]);
    refused(&file, read_serde::<u8>(&file, "n"), value, "/n", &["u8", "300"]);
    write_object(&file, "m", &vec![1, -5]).unwrap();
    refused(&file, read_object::<Vec<u32>>(&file, "m"), value, "/m[1]", &["u32", "-5"]);
    refused(&file, read_serde::<Vec<u32>>(&file, "m"), value, "/m[1]", &["u32", "-5"]);
    write_object(&file, "f", &vec![0.5, 0.1]).unwrap();
    refused(&file, read_object::<Vec<f32>>(&file, "f"), value, "/f[1]", &["f32", "0.1"]);
    refused(&file, read_serde::<Vec<f32>>(&file, "f"), value, "/f[1]", &["f32", "0.1"]);
    write_object(&file, "big", &(i64::MAX - 1)).unwrap();
    refused(&file, read_object::<f64>(&file, "big"), value, "/big", &["f64"]);
    refused(&file, read_serde::<f64>(&file, "big"), value, "/big", &["f64"]);
    let records = vec![BTreeMap::from([("score".to_string(), 0.1)])];
    write_serde(&file, "r", &records).unwrap();
    assert!(
        read_serde::<Vec<BTreeMap<String, f32>>>(&file, "r")
            .unwrap_err()
            .path()
            .starts_with("/r[0]")
    );
    let array = Array2::from_elem((2, 3), -1i64);
    write_object(&file, "a", &array).unwrap();
    refused(&file, read_object::<Array2<u8>>(&file, "a"), value, "/a", &["u8", "-1"]);
    refused(&file, read_object::<Array1<i64>>(&file, "a"), ErrorKind::Shape, "/a", &["[2, 3]"]);
    refused(
        &file,
        read_object::<[i64; 2]>(&file, "before"),
        ErrorKind::Shape,
        "/before",
        &["2", "3"],
    );
}

#[test]
fn names_text_and_modes() {
    let (dir, file) = temp();
    let name = ErrorKind::Name;
    refused(&file, write_object(&file, "t", "a\0b"), name, "/t", &["NUL", "position 1"]);
    refused(
        &file,
        write_object(&file, "t", &vec!["a".to_string(), "\0".into()]),
        name,
        "/t[1]",
        &["NUL"],
    );
    refused(
        &file,
        write_serde(&file, "t", &serde_json::json!({"k": ["\u{0}"]})),
        name,
        "/t/k[0]",
        &["NUL"],
    );
    refused(
        &file,
        write_object(&file, "before", &1),
        ErrorKind::AlreadyExists,
        "/before",
        &["in use"],
    );
    assert_eq!(file.root().unwrap().names().unwrap(), ["before"]);
    // A NUL in a key is escaped: keys are names of links and not text.
    let odd = BTreeMap::from([("a\0b".to_string(), 1), (".".to_string(), 2)]);
    write_serde(&file, "odd", &odd).unwrap();
    assert_eq!(read_serde::<BTreeMap<String, i32>>(&file, "odd").unwrap(), odd);
    file.close().unwrap();
    let path = dir.path().join("bad.h5");
    let file = File::open(&path, H5Mode::Read).unwrap();
    refused(&file, write_object(&file, "t", &1), ErrorKind::ReadOnly, "/", &["mode r"]);
    let closed = file.clone();
    file.close().unwrap();
    for error in [
        read_object::<i32>(&closed, "odd").unwrap_err(),
        write_object(&closed, "t", &1).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
        assert!(error.file().ends_with("bad.h5"));
    }
}

#[test]
fn links_that_lead_nowhere_or_in_circles() {
    let (_dir, file) = temp();
    let root = file.root().unwrap();
    root.soft_link("dangling", "/not/there").unwrap();
    refused(
        &file,
        read_object::<i32>(&file, "dangling"),
        ErrorKind::NotFound,
        "/dangling",
        &["/not/there"],
    );
    root.soft_link("a", "/b").unwrap();
    root.soft_link("b", "/a").unwrap();
    assert_eq!(read_object::<i32>(&file, "a").unwrap_err().path(), "/a");
    let error = read_serde::<serde_json::Value>(&file, "/").unwrap_err();
    assert!(["/dangling", "/a", "/b"].contains(&error.path()), "{error}");

    // A group that is its own member.
    let circle = root.create_group("circle").unwrap();
    circle.link("self", &root.open("circle").unwrap()).unwrap();
    let error = read_serde::<serde_json::Value>(&file, "circle").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    assert!(
        error.path().starts_with("/circle/self") && error.to_string().contains("circle of links")
    );

    // Thirty levels, each with two links to the next: 2^30 ways.
    let mut below = root.create_group("dag").unwrap();
    for _ in 0..30 {
        let next = below.create_group("l").unwrap();
        below.link("r", &ch5::Object::Group(next.clone())).unwrap();
        below = next;
    }
    let error = read_serde::<serde_json::Value>(&file, "dag").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
}

#[test]
fn terabytes_that_are_only_declared() {
    let (_dir, file) = temp();
    let root = file.root().unwrap();
    let declare = |name: &str, dtype: DType, shape: &[u64]| {
        root.create_dataset(name, &NewDataset::new(dtype, shape)).unwrap();
    };
    declare("numbers", DType::F64, &[1 << 40]);
    declare("matrix", DType::F64, &[1 << 20, 1 << 20]);
    declare("text", DType::TEXT, &[1 << 40]);
    let words = &["bytes"];
    let check = |result: Result<(), Error>, path: &str| {
        let error = result.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Budget | ErrorKind::Limit), "{error}");
        assert_eq!(error.path(), path, "{error}");
        assert!(error.to_string().contains(words[0]), "{error}");
    };
    check(read_object::<Vec<f64>>(&file, "numbers").map(drop), "/numbers");
    check(read_object::<Array1<f64>>(&file, "numbers").map(drop), "/numbers");
    check(read_object::<Array2<f64>>(&file, "matrix").map(drop), "/matrix");
    check(read_object::<Array1<String>>(&file, "text").map(drop), "/text");
}

#[test]
fn tables_and_lists_that_contradict_themselves() {
    let (_dir, file) = temp();
    let root = file.root().unwrap();
    let malformed = ErrorKind::Malformed;
    let points = vec![Strict { x: 1, label: "a".into() }; 4];
    let replace = |group: &str, member: &str, put: &dyn Fn(&ch5::Group)| {
        let group = root.group(group).unwrap();
        group.unlink(member).unwrap();
        put(&group);
    };
    let numbers = |group: &ch5::Group, name: &str, values: &[u64]| {
        let new = NewDataset::new(DType::U64, &[values.len() as u64]);
        group.create_dataset(name, &new).unwrap().write_numbers(None, values).unwrap();
    };
    write_serde(&file, "table", &points).unwrap();
    replace("table", "x", &|g| numbers(g, "x", &[1, 2]));
    refused(&file, read_serde::<Vec<Strict>>(&file, "table"), malformed, "/table/x", &["4", "2"]);

    let lists = vec![vec![1, 2], vec![3], vec![]];
    for (name, offsets) in [("down", [0u64, 2, 1, 3]), ("far", [0, 2, 3, 9])] {
        write_serde(&file, name, &lists).unwrap();
        replace(name, "offsets", &|g| numbers(g, "offsets", &offsets));
        let path = format!("/{name}/offsets");
        refused(&file, read_serde::<Vec<Vec<i32>>>(&file, name), malformed, &path, &["offsets"]);
        refused(&file, read_object::<Vec<Vec<i32>>>(&file, name), malformed, &path, &["offsets"]);
    }

    let mixed = serde_json::json!([1, "a", 2.5, null]);
    for (name, member, values) in
        [("kind", "kind", [0u64, 9, 1, 0]), ("index", "index", [0, 50, 0, 0])]
    {
        write_serde(&file, name, &mixed).unwrap();
        let place = root.group(name).unwrap();
        let group = if place.has("values").unwrap() && place.has("mask").unwrap() {
            format!("{name}/values")
        } else {
            name.to_string()
        };
        let dtype = root.dataset(&format!("{group}/{member}")).unwrap().dtype().clone();
        replace(&group, member, &|g| {
            let new = NewDataset::new(dtype.clone(), &[4]);
            let dataset = g.create_dataset(member, &new).unwrap();
            let bytes: Vec<u8> =
                values.iter().flat_map(|v| v.to_le_bytes()[..dtype.mem_size()].to_vec()).collect();
            dataset.write_bytes(&dtype, None, &bytes).unwrap();
        });
        let path = format!("/{group}/{member}");
        refused(&file, read_serde::<serde_json::Value>(&file, name), malformed, &path, &["below"]);
    }

    write_serde(&file, "options", &vec![Some(1), None]).unwrap();
    replace("options", "mask", &|g| numbers(g, "mask", &[0]));
    assert_eq!(read_serde::<Vec<Option<i32>>>(&file, "options").unwrap_err().kind(), malformed);

    write_object(&file, "list", &vec![ndarray::arr1(&[1]), ndarray::arr1(&[2, 3])]).unwrap();
    root.group("list").unwrap().unlink("0").unwrap();
    let read = read_object::<Vec<Array1<i32>>>(&file, "list");
    refused(&file, read, malformed, "/list", &["\"0\"", "\"1\""]);

    root.create_dataset("bool", &NewDataset::new(DType::Bool, &[2]))
        .unwrap()
        .write_bytes(&DType::Bool, None, &[1, 7])
        .unwrap();
    refused(&file, read_serde::<Vec<bool>>(&file, "bool"), malformed, "/bool[1]", &["0 or 1", "7"]);
    refused(&file, read_object::<Array1<bool>>(&file, "bool"), malformed, "/bool", &["7"]);
}

#[test]
fn bincode_payloads_that_lie() {
    let (_dir, file) = temp();
    let opaque = DType::Opaque { size: 1, tag: String::new() };
    write_object(&file, "good", &Bincode(vec!["a".to_string()])).unwrap();
    let dataset = file.root().unwrap().dataset("good").unwrap();
    let mut bytes = vec![0; dataset.size().unwrap() as usize];
    dataset.read_bytes_into(&opaque, None, &mut bytes).unwrap();
    bytes[..8].copy_from_slice(&(1u64 << 50).to_le_bytes());
    dataset.write_bytes(&opaque, None, &bytes).unwrap();
    let read = read_object::<Bincode<Vec<String>>>(&file, "good");
    refused(&file, read, ErrorKind::Malformed, "/good", &["bincode", "1125899906842624"]);

    write_object(&file, "point", &Bincode(Strict { x: 1, label: "a".into() })).unwrap();
    #[derive(Serialize, Deserialize, Debug)]
    struct Swapped {
        label: String,
        x: i32,
    }
    let read = read_object::<Bincode<Swapped>>(&file, "point");
    refused(&file, read, ErrorKind::WrongType, "/point", &["Swapped", "Strict"]);
    refused(
        &file,
        read_object::<Point>(&file, "point"),
        ErrorKind::WrongType,
        "/point",
        &["bincode"],
    );
    let flattened = Bincode(serde_json::json!({"a": 1}));
    let error = write_object(&file, "json", &flattened).unwrap_err();
    assert_eq!(error.path(), "/json", "{error}");
    assert!(!file.root().unwrap().has("json").unwrap());
}

#[derive(Serialize, Deserialize)]
struct Deep {
    next: Option<Box<Deep>>,
}

#[test]
fn depth_is_bounded_both_ways() {
    let (_dir, file) = temp();
    let chain =
        |n: usize| (0..n).fold(Deep { next: None }, |next, _| Deep { next: Some(Box::new(next)) });
    write_serde(&file, "ok", &chain(120)).unwrap();
    let mut back: Deep = read_serde(&file, "ok").unwrap();
    let mut depth = 0;
    while let Some(next) = back.next {
        (back, depth) = (*next, depth + 1);
    }
    assert_eq!(depth, 120);
    let error = write_serde(&file, "deep", &chain(200)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    assert!(error.path().starts_with("/deep/next") && error.to_string().contains("128"));
    assert!(!file.root().unwrap().has("deep").unwrap());
    let mut group = file.root().unwrap().create_group("foreign").unwrap();
    for _ in 0..300 {
        group = group.create_group("next").unwrap();
    }
    let error = read_serde::<Deep>(&file, "foreign").map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
}

#[test]
fn a_failing_value_leaves_nothing() {
    struct Fails;
    impl Serialize for Fails {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::{Error as _, SerializeMap};
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("first", &vec![1.5; 1000])?;
            Err(S::Error::custom("half-way"))
        }
    }
    let (_dir, file) = temp();
    let error = write_serde(&file, "x", &Fails).unwrap_err();
    assert!(error.to_string().contains("half-way"), "{error}");
    let error = write_object(&file, "y", &vec![Serde(Fails)]).unwrap_err();
    assert!(error.to_string().contains("half-way"), "{error}");
    assert_eq!(file.root().unwrap().names().unwrap(), ["before"]);
    assert_eq!(file.open_objects().unwrap(), 0);
}

#[test]
fn options_that_make_no_sense_are_refused() {
    #[derive(H5Store)]
    struct Scalar {
        #[h5(compression = "gzip")]
        n: i32,
    }
    #[derive(H5Store)]
    struct Chunked {
        #[h5(chunks(4, 4))]
        v: Vec<f64>,
    }
    let (_dir, file) = temp();
    refused(
        &file,
        write_object(&file, "s", &Scalar { n: 1 }),
        ErrorKind::Unsupported,
        "/s/n",
        &["scalar"],
    );
    refused(
        &file,
        write_object(&file, "c", &Chunked { v: vec![1.0] }),
        ErrorKind::Shape,
        "/c/v",
        &["[4, 4]"],
    );
    let new = NewDataset::new(DType::F64, &[10]).chunks(Chunks::Contiguous).gzip(4);
    let made = file.root().unwrap().create_dataset("d", &new);
    refused(&file, made, ErrorKind::Unsupported, "/d", &["contiguous"]);
    assert!(Texts::new().push("a\0").is_err());
}
