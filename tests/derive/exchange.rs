//! Each reader accepts the other's form: what plain serde wrote is read after `derive(H5Store)`
//! was added, and the other way round.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use ch5::{File, H5Store, read_object, read_serde, write_object, write_serde};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::support::{dataset, kind, temp};

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Record {
    id: u32,
    score: f64,
    name: String,
    level: Level,
    place: (f32, f32),
    mixed: (u8, String),
    maybe: Option<i64>,
    tags: Vec<String>,
    flag: bool,
    letter: char,
    wide: i128,
    unit: (),
}

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone, Copy)]
#[h5(rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
enum Level {
    VeryLow,
    High,
}

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Mode {
    Idle,
    Named(String),
    Deep(Box<Record>),
    At(f64, i32),
    Same(f64, f64),
    Scan { step: f32, note: Option<String> },
    Nothing(),
}

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone)]
struct New(Vec<f64>);

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Pair(u8, String);

#[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Unit;

fn record(id: u32) -> Record {
    Record {
        id,
        score: f64::from(id) / 2.0,
        name: format!("r{id}"),
        level: if id.is_multiple_of(2) { Level::VeryLow } else { Level::High },
        place: (0.5, 1.5),
        mixed: (1, "x".into()),
        maybe: (id > 1).then_some(7),
        tags: (0..id).map(|i| i.to_string()).collect(),
        flag: true,
        letter: 'å',
        wide: i128::MIN,
        unit: (),
    }
}

fn modes() -> Vec<Mode> {
    vec![
        Mode::Idle,
        Mode::Named("n".into()),
        Mode::Deep(Box::new(record(3))),
        Mode::At(1.0, 2),
        Mode::Same(1.0, 2.0),
        Mode::Scan { step: 0.5, note: None },
        Mode::Scan { step: 0.5, note: Some("s".into()) },
        Mode::Nothing(),
    ]
}

/// Writes a value by one kind of traits and reads it by the other.
fn across<T>(file: &File, name: &str, value: &T)
where
    T: H5Store + Serialize + DeserializeOwned + PartialEq + Debug,
{
    let (by_ch5, by_serde) = (format!("{name} by ch5"), format!("{name} by serde"));
    write_object(file, &by_ch5, value).unwrap_or_else(|e| panic!("{e}"));
    write_serde(file, &by_serde, value).unwrap_or_else(|e| panic!("{e}"));
    for path in [&by_ch5, &by_serde] {
        let back: T =
            read_serde(file, path).unwrap_or_else(|e| panic!("{path} through serde: {e}"));
        assert_eq!(&back, value, "{path} through serde");
        let back: T = read_object(file, path).unwrap_or_else(|e| panic!("{path} through ch5: {e}"));
        assert_eq!(&back, value, "{path} through ch5");
    }
}

#[test]
fn structs_tuples_and_units() {
    let t = temp();
    across(&t.file, "record", &record(2));
    across(&t.file, "none", &record(1));
    across(&t.file, "new", &New(vec![1.0, 2.0]));
    across(&t.file, "pair", &Pair(1, "x".into()));
    across(&t.file, "unit", &Unit);
    across(&t.file, "option", &Some(record(1)));
    across(&t.file, "nothing", &None::<Record>);
    across(&t.file, "deep", &Some(Some(None::<u8>)));
    across(&t.file, "some unit", &Some(()));
    across(&t.file, "tuple", &(record(1), 2u8));
    across(&t.file, "matrix", &[[1u8, 2], [3, 4], [5, 6]]);
    across(&t.file, "pairs", &((1.0, 2.0), (3.0, 4.0)));
    across(&t.file, "boxed", &Box::new(record(1)));
}

#[test]
fn enums_without_data_are_names_or_codes() {
    let t = temp();
    across(&t.file, "level", &Level::High);
    across(&t.file, "levels", &vec![Level::High, Level::VeryLow]);
    across(&t.file, "options", &vec![Some(Level::High), None]);
    across(&t.file, "fixed", &[Level::High, Level::VeryLow]);
    // The two forms differ in the file.
    use ch5::hdf5::types::TypeDescriptor;
    let by_ch5 = kind(&dataset(&t.file, "level by ch5"));
    assert!(matches!(by_ch5, TypeDescriptor::Enum(_)), "{by_ch5:?}");
    assert_eq!(kind(&dataset(&t.file, "level by serde")), TypeDescriptor::VarLenUnicode);
}

#[test]
fn enums_with_data() {
    let t = temp();
    for (i, mode) in modes().iter().enumerate() {
        across(&t.file, &format!("mode {i}"), mode);
    }
    across(&t.file, "modes", &modes());
    across(&t.file, "options", &modes().into_iter().map(Some).chain([None]).collect::<Vec<_>>());
    across(&t.file, "units", &vec![Mode::Idle, Mode::Idle]);
    let map: BTreeMap<String, Mode> =
        modes().into_iter().enumerate().map(|(i, m)| (format!("k{i}"), m)).collect();
    across(&t.file, "map", &map);
}

#[test]
fn sequences_and_maps() {
    let t = temp();
    across(&t.file, "records", &(0..5).map(record).collect::<Vec<_>>());
    across(&t.file, "empty", &Vec::<Record>::new());
    across(&t.file, "options", &vec![Some(record(1)), None, Some(record(2))]);
    across(&t.file, "nested", &vec![vec![record(1)], vec![], vec![record(2), record(3)]]);
    across(&t.file, "pairs", &vec![(1u8, record(1)), (2, record(2))]);
    across(&t.file, "numbers", &vec![1u16, 2]);
    across(&t.file, "bools", &vec![true, false]);
    across(&t.file, "texts", &vec!["a".to_owned(), String::new()]);
    across(&t.file, "triples", &vec![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    across(
        &t.file,
        "map",
        &BTreeMap::from([("a".to_owned(), record(1)), ("b/c".to_owned(), record(2))]),
    );
    across(&t.file, "ints", &BTreeMap::from([(1, 'a'), (-2, 'b')]));
    across(&t.file, "keys", &BTreeMap::from([((1, 2), record(1)), ((3, 4), record(2))]));
    across(&t.file, "hashed", &HashMap::from([("k".to_owned(), vec![1u8])]));
    across(&t.file, "maps", &vec![BTreeMap::from([(1, 2.0)]), BTreeMap::new()]);
    across(
        &t.file,
        "named maps",
        &vec![BTreeMap::from([("a".to_owned(), 1)]), BTreeMap::from([("b".to_owned(), 2)])],
    );
    across(&t.file, "deque", &std::collections::VecDeque::from([1u8, 2]));
    across(&t.file, "set", &std::collections::BTreeSet::from([1u8, 2]));
}

#[test]
fn arrays() {
    let t = temp();
    across(&t.file, "matrix", &ndarray::Array2::from_shape_fn((3, 4), |(a, b)| (a * b) as f32));
    across(&t.file, "scalar", &ndarray::arr0(5u8));
    across(&t.file, "empty", &ndarray::Array3::<f64>::zeros((0, 2, 3)));
    across(&t.file, "list", &vec![ndarray::arr1(&[1u8]), ndarray::arr1(&[2, 3])]);
    across(&t.file, "words", &ndarray::arr1(&["a".to_owned(), "b".to_owned()]));
}

/// A struct in an attribute is bincoded, which only its own `H5Read` undoes.
#[test]
fn a_struct_in_an_attribute() {
    #[derive(Serialize, Deserialize, H5Store, Debug, PartialEq)]
    struct Noted {
        #[h5(attr)]
        row: Row,
    }
    let t = temp();
    let noted = Noted { row: Row { a: 1, b: "x".into() } };
    write_object(&t.file, "x", &noted).unwrap();
    assert_eq!(read_object::<Noted>(&t.file, "x").unwrap(), noted);
    let e = read_serde::<Noted>(&t.file, "x").unwrap_err();
    assert!(e.to_string().contains("read it with read_object"), "{e}");
    assert_eq!(e.path(), "/x@row", "{e}");
}

/// As it was before H5Store.
#[derive(Serialize, Deserialize, Debug, PartialEq)]
struct Before {
    operator: String,
    frames: Vec<Vec<f64>>,
    list: Vec<u8>,
    rows: Vec<Row>,
    tree: BTreeMap<String, Row>,
    fixed: [f64; 3],
}

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
struct Row {
    a: u8,
    b: String,
}

/// And with every attribute that changes the form.
#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq)]
struct After {
    #[h5(attr)]
    operator: String,
    #[h5(dense, chunks(1, 2), compression = "gzip")]
    frames: Vec<Vec<f64>>,
    #[h5(list)]
    list: Vec<u8>,
    #[h5(compound)]
    rows: Vec<Row>,
    #[h5(packed)]
    tree: BTreeMap<String, Row>,
    #[h5(attr)]
    fixed: [f64; 3],
}

#[test]
fn attributes_of_the_derive_do_not_orphan_files() {
    let t = temp();
    let row = || Row { a: 1, b: "x".into() };
    let before = Before {
        operator: "me".into(),
        frames: vec![vec![1.0, 2.0], vec![3.0, 4.0]],
        list: vec![1, 2],
        rows: vec![row(), row()],
        tree: BTreeMap::from([("k".to_owned(), row())]),
        fixed: [1.0, 2.0, 3.0],
    };
    write_serde(&t.file, "before", &before).unwrap();
    let after: After = read_object(&t.file, "before").unwrap();
    write_object(&t.file, "after", &after).unwrap();
    assert_eq!(read_serde::<Before>(&t.file, "after").unwrap(), before);
    assert_eq!(read_serde::<After>(&t.file, "after").unwrap(), after);
    assert_eq!(read_object::<After>(&t.file, "after").unwrap(), after);
    // Row by row as well.
    write_serde(&t.file, "befores", &vec![before]).unwrap();
    assert_eq!(read_object::<Vec<After>>(&t.file, "befores").unwrap(), [after]);
}

#[test]
fn serde_attributes_beside_those_of_the_derive() {
    #[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
    #[serde(rename_all = "camelCase")]
    #[h5(rename_all = "camelCase")]
    struct Named {
        first_field: u8,
        #[serde(flatten)]
        #[h5(flatten)]
        row: Row,
        #[serde(default)]
        #[h5(default)]
        later: u8,
        #[serde(skip)]
        #[h5(skip)]
        cache: u8,
    }
    let t = temp();
    let named =
        |first_field| Named { first_field, row: Row { a: 2, b: "b".into() }, later: 3, cache: 0 };
    across(&t.file, "named", &named(1));
    across(&t.file, "all", &vec![named(1), named(2)]);
}

/// Many groups of variants are no circle of links.
#[test]
fn thousands_of_variants_are_read() {
    let t = temp();
    let map: BTreeMap<u32, Mode> =
        (0..5000).map(|i| (i, Mode::Scan { step: i as f32, note: None })).collect();
    write_object(&t.file, "m", &map).unwrap();
    assert!(read_object::<BTreeMap<u32, Mode>>(&t.file, "m").unwrap() == map);
    assert!(read_serde::<BTreeMap<u32, Mode>>(&t.file, "m").unwrap() == map);
}
