//! `Serialize` implementations that fail midway or say something untrue.

use ch5::{ErrorKind, Packed, Serde, read_serde, write_object, write_serde};
use serde::ser::{Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple};
use serde::{Serialize, Serializer};

use crate::everywhere::temp;

/// A sequence that claims another length than it has.
struct Claims(Option<usize>, Vec<i32>);

impl Serialize for Claims {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut seq = s.serialize_seq(self.0)?;
        for n in &self.1 {
            seq.serialize_element(n)?;
        }
        seq.end()
    }
}

#[test]
fn the_length_of_a_sequence_is_only_a_hint() {
    let (_dir, file) = temp();
    for (i, claim) in [None, Some(0), Some(2), Some(3), Some(usize::MAX)].into_iter().enumerate() {
        let name = format!("{i}");
        write_serde(&file, &name, &Claims(claim, vec![1, 2, 3])).unwrap();
        assert_eq!(read_serde::<Vec<i32>>(&file, &name).unwrap(), [1, 2, 3]);
        let many =
            vec![Claims(claim, vec![1, 2, 3]), Claims(claim, vec![]), Claims(claim, vec![4])];
        write_serde(&file, &format!("many {i}"), &many).unwrap();
        let back: Vec<Vec<i32>> = read_serde(&file, &format!("many {i}")).unwrap();
        assert_eq!(back, [vec![1, 2, 3], vec![], vec![4]]);
        write_object(&file, &format!("packed {i}"), &Packed(Serde(&many))).unwrap();
        let back: Vec<Vec<i32>> = read_serde(&file, &format!("packed {i}")).unwrap();
        assert_eq!(back, [vec![1, 2, 3], vec![], vec![4]]);
    }
}

/// A tuple that claims another length than it has.
struct LyingTuple(usize, Vec<f64>);

impl Serialize for LyingTuple {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut tuple = s.serialize_tuple(self.0)?;
        for x in &self.1 {
            tuple.serialize_element(x)?;
        }
        tuple.end()
    }
}

/// A lie is stored as what came or refused; it never shifts the neighbours.
#[test]
fn the_length_of_a_tuple_cannot_shift_its_neighbours() {
    let (_dir, file) = temp();
    let good = || LyingTuple(2, vec![1.0, 2.0]);
    for (i, bad) in
        [(2, vec![9.0]), (2, vec![9.0; 3]), (3, vec![9.0; 2]), (2, vec![]), (0, vec![9.0])]
            .into_iter()
            .enumerate()
    {
        let bad = || LyingTuple(bad.0, bad.1.clone());
        for (j, list) in
            [vec![good(), bad(), good()], vec![bad(), good(), good()], vec![good(), good(), bad()]]
                .into_iter()
                .enumerate()
        {
            let name = format!("{i} {j}");
            match write_serde(&file, &name, &list) {
                Ok(()) => {
                    let back: Vec<Vec<f64>> = read_serde(&file, &name).unwrap();
                    let given: Vec<_> = list.iter().map(|t| t.1.clone()).collect();
                    assert_eq!(back, given, "{name}");
                }
                Err(e) => {
                    assert_eq!(e.kind(), ErrorKind::Shape, "{name}: {e}");
                    assert!(e.path().starts_with(&format!("/{name}")), "{name}: {e}");
                    assert!(!file.root().unwrap().has(&name).unwrap());
                }
            }
        }
    }
}

/// A struct that gives a field twice, or fewer than it said.
struct LyingStruct(usize, &'static [&'static str]);

impl Serialize for LyingStruct {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut fields = s.serialize_struct("Liar", self.0)?;
        for name in self.1 {
            fields.serialize_field(name, &1)?;
        }
        fields.end()
    }
}

#[test]
fn fields_that_come_twice_are_refused() {
    let (_dir, file) = temp();
    let twice = || LyingStruct(2, &["a", "b", "a"]);
    for error in [
        write_serde(&file, "x", &twice()).unwrap_err(),
        write_serde(&file, "x", &vec![twice()]).unwrap_err(),
        write_serde(&file, "x", &vec![LyingStruct(2, &["a", "b"]), twice()]).unwrap_err(),
        write_object(&file, "x", &Packed(Serde(twice()))).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error}");
        assert!(error.to_string().contains("\"a\"") || error.path().ends_with("/a"), "{error}");
    }
    assert!(file.root().unwrap().is_empty().unwrap());
    write_serde(&file, "few", &vec![LyingStruct(9, &["a"]), LyingStruct(0, &["b"])]).unwrap();
}

/// Fails after some of it was given.
struct Fails(u32);

impl Serialize for Fails {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut seq = s.serialize_seq(None)?;
        for i in 0..self.0 {
            seq.serialize_element(&vec![f64::from(i); 10])?;
        }
        seq.serialize_element(&Fault)?;
        seq.end()
    }
}

struct Fault;

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("it broke"))
    }
}

struct FailingMap;

impl Serialize for FailingMap {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("good", &1)?;
        map.serialize_entry("bad", &Fault)?;
        map.end()
    }
}

#[derive(Serialize)]
struct Outer {
    array: ndarray::Array1<f64>,
    list: Vec<i32>,
    fault: Fault,
}

#[test]
fn a_failure_leaves_nothing() {
    let (_dir, file) = temp();
    write_serde(&file, "kept", &vec![1, 2]).unwrap();
    let outer = || Outer { array: ndarray::Array1::zeros(10), list: vec![1; 9], fault: Fault };
    let errors = [
        write_serde(&file, "x", &Fails(0)),
        write_serde(&file, "x", &Fails(100_000)),
        write_serde(&file, "x", &FailingMap),
        write_serde(&file, "x", &vec![FailingMap]),
        write_serde(&file, "x", &outer()),
        write_serde(&file, "x", &vec![outer(), outer()]),
        write_object(&file, "x", &Packed(Serde(FailingMap))),
        ch5::write_serde_with(&file, "kept", &Fails(10), ch5::Policy::Replace),
        ch5::write_serde_with(&file, "kept", &outer(), ch5::Policy::Update),
    ];
    for (i, error) in errors.into_iter().enumerate() {
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Custom, "{error}");
        assert!(error.to_string().contains("it broke"), "{error}");
        assert!(error.file().ends_with("a.h5") && error.path().starts_with('/'), "{i}: {error}");
        assert_eq!(file.root().unwrap().names().unwrap(), ["kept"]);
        assert_eq!(read_serde::<Vec<i32>>(&file, "kept").unwrap(), [1, 2]);
    }
    write_serde(&file, "x", &1).unwrap();
}

/// A map whose keys and values come apart.
struct Apart(Vec<((i32, i32), &'static str)>);

impl Serialize for Apart {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(99))?;
        for (key, value) in &self.0 {
            map.serialize_key(key)?;
            map.serialize_value(value)?;
        }
        map.end()
    }
}

#[test]
fn keys_and_values_may_come_apart() {
    use std::collections::BTreeMap;
    let (_dir, file) = temp();
    let apart = || Apart(vec![((1, 2), "a"), ((3, 4), "b")]);
    let map: BTreeMap<(i32, i32), String> =
        BTreeMap::from([((1, 2), "a".into()), ((3, 4), "b".into())]);
    write_serde(&file, "one", &apart()).unwrap();
    assert_eq!(read_serde::<BTreeMap<(i32, i32), String>>(&file, "one").unwrap(), map);
    write_serde(&file, "many", &vec![apart(), Apart(vec![]), apart()]).unwrap();
    let back: Vec<BTreeMap<(i32, i32), String>> = read_serde(&file, "many").unwrap();
    assert_eq!(back, [map.clone(), BTreeMap::new(), map]);
}
