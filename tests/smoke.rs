//! First steps.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, HashMap};

use ch5::{File, H5Mode, H5Store, read_object, read_serde, write_object, write_serde};
use ndarray::{Array2, Array3};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Instrument {
    name: String,
    gain: f64,
    tags: Vec<String>,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Hit {
    id: u32,
    score: f64,
    name: String,
}

#[derive(H5Store, Debug, PartialEq)]
enum Mode {
    Idle,
    Scan { step: f32 },
    At(f64, i32),
    Named(String),
}

#[derive(H5Store, Debug, PartialEq)]
struct Run {
    id: u32,
    #[h5(attr)]
    operator: String,
    instrument: Instrument,
    #[h5(chunks(2, 4, 4), compression = "gzip")]
    frames: Array3<f32>,
    background: Array2<f64>,
    hits: Vec<Hit>,
    modes: Vec<Mode>,
    mode: Mode,
    maybe: Option<i32>,
    map: HashMap<String, f64>,
}

fn temp() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

#[test]
fn a_run_round_trips() {
    let (_dir, file) = temp();
    let run = Run {
        id: 7,
        operator: "ada".into(),
        instrument: Instrument { name: "x".into(), gain: 1.5, tags: vec!["a".into(), "b".into()] },
        frames: Array3::from_shape_fn((4, 8, 8), |(a, b, c)| (a * 64 + b * 8 + c) as f32),
        background: Array2::from_elem((3, 2), 0.5),
        hits: (0..5)
            .map(|i| Hit { id: i, score: f64::from(i) / 2.0, name: format!("h{i}") })
            .collect(),
        modes: vec![
            Mode::Idle,
            Mode::Scan { step: 1.0 },
            Mode::At(1.0, 2),
            Mode::Named("n".into()),
            Mode::Idle,
        ],
        mode: Mode::Scan { step: 2.0 },
        maybe: None,
        map: HashMap::from([("a".into(), 1.0), ("b/c".into(), 2.0)]),
    };
    write_object(&file, "run", &run).unwrap();
    let back: Run = read_object(&file, "run").unwrap();
    assert_eq!(back, run);
    let score: Vec<f64> = read_object(&file, "run/hits/score").unwrap();
    assert_eq!(score.len(), 5);
}

fn round<T: Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(
    file: &File,
    name: &str,
    value: &T,
) {
    write_serde(file, name, value).unwrap_or_else(|e| panic!("write {name}: {e}"));
    let back: T = read_serde(file, name).unwrap_or_else(|e| panic!("read {name}: {e}"));
    assert_eq!(&back, value, "{name}");
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum E {
    Unit,
    New(i32),
    Tup(i32, String),
    Rec { a: f64, b: Option<u8> },
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Rec {
    e: E,
    v: Vec<E>,
    o: Option<Option<i32>>,
    t: (i32, f64, String),
    m: BTreeMap<i32, String>,
    n: Vec<Vec<i32>>,
    u: (),
}

#[test]
fn serde_values_round_trip() {
    let (_dir, file) = temp();
    round(&file, "i8", &-5i8);
    round(&file, "u64", &u64::MAX);
    round(&file, "i128", &i128::MIN);
    round(&file, "u128", &u128::MAX);
    round(&file, "bool", &true);
    round(&file, "char", &'å');
    round(&file, "text", &"hello".to_string());
    round(&file, "empty_text", &String::new());
    round(&file, "unit", &());
    round(&file, "none", &None::<i32>);
    round(&file, "some", &Some(3));
    round(&file, "some_none", &Some(None::<i32>));
    round(&file, "some_some_none", &Some(Some(None::<i32>)));
    round(&file, "some_unit", &Some(()));
    round(&file, "tuple", &(1, 2.5, "x".to_string()));
    round(&file, "pair", &(1.5, 2.5));
    round(&file, "array", &[1, 2, 3]);
    round(&file, "empty", &Vec::<i32>::new());
    round(&file, "units", &vec![(), (), ()]);
    round(&file, "options", &vec![Some(1), None, Some(3)]);
    round(&file, "nested_options", &vec![Some(Some(1)), Some(None), None]);
    round(&file, "texts", &vec!["a".to_string(), String::new(), "ccc".to_string()]);
    round(&file, "opt_texts", &vec![Some("a".to_string()), None]);
    round(&file, "pairs", &vec![(1.0, 2.0), (3.0, 4.0)]);
    round(&file, "mixed_pairs", &vec![(1, 2.0), (3, 4.0)]);
    round(&file, "arrays", &vec![[1u8, 2, 3], [4, 5, 6]]);
    round(&file, "nested", &vec![vec![1, 2], vec![], vec![3]]);
    round(&file, "nested_text", &vec![vec!["a".to_string()], vec![]]);
    round(&file, "matrix3", &vec![[[1, 2], [3, 4]], [[5, 6], [7, 8]]]);
    round(
        &file,
        "enums",
        &vec![E::Unit, E::New(1), E::Tup(2, "x".into()), E::Rec { a: 1.0, b: None }, E::Unit],
    );
    round(&file, "unit_enums", &vec![E::Unit, E::Unit]);
    for (i, e) in [E::Unit, E::New(1), E::Tup(2, "x".into()), E::Rec { a: 1.0, b: Some(1) }]
        .iter()
        .enumerate()
    {
        round(&file, &format!("e{i}"), e);
    }
    round(
        &file,
        "map",
        &BTreeMap::from([("a".to_string(), 1), ("b/c".to_string(), 2), (String::new(), 3)]),
    );
    round(&file, "int_map", &BTreeMap::from([(1, 'a'), (-2, 'b')]));
    round(&file, "tuple_map", &BTreeMap::from([((1, 2), 'a'), ((3, 4), 'b')]));
    round(&file, "vec_map", &BTreeMap::from([(vec![1, 2], 0.5), (vec![], 1.5)]));
    round(&file, "maps", &vec![BTreeMap::from([(1, 2)]), BTreeMap::new()]);
    round(&file, "tuple_maps", &vec![BTreeMap::from([((1, 2), 2)]), BTreeMap::new()]);
    let rec = Rec {
        e: E::New(5),
        v: vec![E::Unit, E::Rec { a: 0.5, b: None }],
        o: Some(None),
        t: (1, 2.0, "x".into()),
        m: BTreeMap::from([(1, "a".into())]),
        n: vec![vec![1], vec![]],
        u: (),
    };
    round(&file, "rec", &rec);
    round(
        &file,
        "recs",
        &vec![rec.clone(), Rec { e: E::Unit, o: None, v: vec![], ..rec.clone() }, rec],
    );
    round(
        &file,
        "json",
        &serde_json::json!({"a": [1, "x", null, 2.5, {"b": []}], "c": {}, "d": -1, "e": u64::MAX}),
    );
    round(&file, "ndarray", &Array2::from_shape_fn((3, 4), |(a, b)| a * 4 + b));
    round(&file, "ndarray0", &ndarray::arr0(5.5));
    round(&file, "ndarrays", &vec![ndarray::arr1(&[1, 2]), ndarray::arr1(&[3])]);
    round(
        &file,
        "ndarray_text",
        &ndarray::arr2(&[["a".to_string(), "b".into()], ["c".into(), "d".into()]]),
    );
}
