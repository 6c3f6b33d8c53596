//! Maps whose keys are not text.

use std::collections::{BTreeMap, HashMap};

use ch5::{File, read_serde, write_serde};
use serde::{Deserialize, Serialize};

use crate::erased::Elem;
use crate::everywhere::{Value, everywhere, round, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy, Hash)]
enum Plain {
    Red,
    Green,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
enum Mixed {
    Unit,
    New(i32),
    Tuple(i32, String),
    Struct { a: bool },
    Zero,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Hash)]
struct Key {
    a: i32,
    b: String,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Name(String);

/// A float that can be a key.
#[derive(Serialize, Deserialize, Debug, Clone, Copy)]
struct Float(f64);

impl PartialEq for Float {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Float {}

impl PartialOrd for Float {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Float {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// Maps of these keys to text, and to structs; alone, in lists and in records.
#[track_caller]
fn keys<K: Value + Ord + 'static>(keys: &[K]) {
    let (_dir, file) = temp();
    let direct: BTreeMap<K, i32> = keys.iter().cloned().zip(0..).collect();
    round(&file, "direct", &direct);
    erased(&file, &crate::erased::keys(keys));
}

#[track_caller]
fn erased(file: &File, keys: &[Elem]) {
    let texts: BTreeMap<Elem, String> =
        keys.iter().enumerate().map(|(i, k)| (k.clone(), format!("v{i}"))).collect();
    let records: BTreeMap<Elem, Option<Key>> = keys
        .iter()
        .enumerate()
        .map(|(i, k)| (k.clone(), (i > 0).then(|| Key { a: i as i32, b: "b".into() })))
        .collect();
    for i in 0..=keys.len() {
        // Another key comes first each time.
        let some: BTreeMap<Elem, String> =
            texts.iter().skip(i).map(|(k, v)| (k.clone(), v.clone())).collect();
        round(file, &format!("texts {i}"), &some);
    }
    round(file, "records", &records);
    round(file, "list of texts", &vec![texts.clone(), BTreeMap::new(), texts.clone()]);
    round(file, "list of records", &vec![BTreeMap::new(), records.clone(), records.clone()]);
    round(file, "map of maps", &BTreeMap::from([("m".to_string(), texts.clone())]));
    let nested: BTreeMap<Elem, BTreeMap<Elem, String>> =
        keys.iter().map(|k| (k.clone(), texts.clone())).collect();
    round(file, "nested", &nested);
    round(file, "nested list", &vec![nested; 2]);
    let spread = vec![
        (texts.clone(), records, None),
        (texts, BTreeMap::new(), Some(ndarray::arr1(&[1, 2]))),
    ];
    round(file, "spread", &spread);
}

#[test]
fn keys_that_can_be_text() {
    keys(&[0i8, -1, 5]);
    keys(&[u64::MAX, 0]);
    keys(&[i128::MIN, 1]);
    keys(&[true, false]);
    keys(&['a', '/', '%', '.', 'ü']);
    keys(&[Plain::Red, Plain::Green]);
    keys(&[Name("x".into()), Name("a/b".into()), Name(String::new())]);
    keys(&["\0".to_string(), "a\0b".into(), "x".into()].map(|s| s.replace('\0', "%00")));
}

#[test]
fn structured_keys() {
    keys(&[(1, 2), (3, 4)]);
    keys(&[(1, "a".to_string()), (2, "b".into())]);
    keys(&[vec![1, 2], vec![], vec![3]]);
    keys(&[Some("a".to_string()), None]);
    keys(&[Some(1), None, Some(2)]);
    keys(&[()]);
    keys(&[Float(0.5), Float(-0.0), Float(f64::INFINITY)]);
    keys(&[Key { a: 1, b: "x".into() }, Key { a: 2, b: String::new() }]);
    keys(&[[1u8; 4], [2; 4]]);
    keys(&[BTreeMap::from([(1, 2)]), BTreeMap::new()]);
    keys(&[serde_bytes::ByteBuf::from(*b"\0\xff"), serde_bytes::ByteBuf::new()]);
}

#[test]
fn keys_of_an_enum_with_data() {
    keys(&[
        Mixed::Unit,
        Mixed::New(1),
        Mixed::Tuple(1, "x".into()),
        Mixed::Struct { a: true },
        Mixed::Zero,
    ]);
    keys(&[Mixed::Unit, Mixed::Zero]);
    keys(&[Some(Mixed::Unit), None, Some(Mixed::New(1))]);
}

#[test]
fn a_map_of_mixed_keys_after_large_plain_values() {
    let (_dir, file) = temp();
    let map: BTreeMap<Mixed, Vec<f64>> = BTreeMap::from([
        (Mixed::Unit, vec![1.0; 3]),
        (Mixed::New(1), vec![]),
        (Mixed::Zero, vec![2.0]),
    ]);
    round(&file, "m", &map);
    round(&file, "l", &vec![map.clone(), map]);
}

#[test]
fn text_keys_with_nul_and_every_escape() {
    let (_dir, file) = temp();
    let map: HashMap<String, i32> = ["", ".", "..", "a/b", "/", "%", "%2F", "\0", "a\0b", "ä", " "]
        .iter()
        .enumerate()
        .map(|(i, k)| ((*k).to_string(), i as i32))
        .collect();
    round(&file, "m", &map);
    everywhere(&[BTreeMap::from([("a/b".to_string(), 1), (String::new(), 2)])]);
}

#[test]
fn plain_keys_name_members() {
    let (_dir, file) = temp();
    write_serde(&file, "m", &BTreeMap::from([(1, 'a'), (-2, 'b')])).unwrap();
    assert_eq!(read_serde::<char>(&file, "m/-2").unwrap(), 'b');
    write_serde(&file, "e", &BTreeMap::from([(Plain::Green, 1.5)])).unwrap();
    assert_eq!(read_serde::<f64>(&file, "e/Green").unwrap(), 1.5);
    write_serde(&file, "t", &BTreeMap::from([((1, 2), 1.5)])).unwrap();
    assert_eq!(read_serde::<Vec<(i32, i32)>>(&file, "t/keys").unwrap(), [(1, 2)]);
    assert_eq!(read_serde::<Vec<f64>>(&file, "t/values").unwrap(), [1.5]);
}
