//! Nothing at all, in every form.

use std::collections::{BTreeMap, HashMap};

use ch5::{read_serde, write_serde};
use serde::{Deserialize, Serialize};

use crate::everywhere::{everywhere, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Empty {}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Unit;

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct EmptyTuple();

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Full {
    empty: Empty,
    unit: Unit,
    tuple: EmptyTuple,
    list: Vec<Empty>,
    map: HashMap<String, Unit>,
    text: String,
    array: [i32; 0],
}

#[test]
fn empty_values() {
    everywhere(&[Empty {}, Empty {}, Empty {}]);
    everywhere(&[Unit, Unit]);
    everywhere(&[(), ()]);
    everywhere(&[EmptyTuple(), EmptyTuple()]);
    everywhere(&[String::new(), String::new()]);
    everywhere(&[Vec::<i32>::new(), Vec::new()]);
    everywhere(&[Vec::<Empty>::new()]);
    everywhere(&[vec![Empty {}, Empty {}], vec![], vec![Empty {}]]);
    everywhere(&[vec![(); 3], vec![], vec![()]]);
    everywhere(&[BTreeMap::<String, i32>::new(), BTreeMap::new()]);
    everywhere(&[BTreeMap::<(i32, i32), i32>::new()]);
    everywhere(&[[0u8; 0], [0u8; 0]]);
    everywhere(&[[[0u8; 0]; 3]]);
    everywhere(&[Vec::<[f64; 3]>::new()]);
    everywhere(&[Vec::<Vec<Vec<f64>>>::new(), vec![vec![]], vec![vec![], vec![vec![]]]]);
    let full = Full {
        empty: Empty {},
        unit: Unit,
        tuple: EmptyTuple(),
        list: vec![],
        map: HashMap::new(),
        text: String::new(),
        array: [],
    };
    let more = Full {
        list: vec![Empty {}; 2],
        map: HashMap::from([(String::new(), Unit)]),
        ..full.clone()
    };
    everywhere(&[full.clone(), more.clone()]);
    everywhere(&[more, full]);
}

#[test]
fn the_number_of_empty_things_is_kept() {
    let (_dir, file) = temp();
    for n in [0usize, 1, 1000, 300_000] {
        write_serde(&file, &format!("s{n}"), &vec![Empty {}; n]).unwrap();
        assert_eq!(read_serde::<Vec<Empty>>(&file, &format!("s{n}")).unwrap().len(), n);
        write_serde(&file, &format!("u{n}"), &vec![(); n]).unwrap();
        assert_eq!(read_serde::<Vec<()>>(&file, &format!("u{n}")).unwrap().len(), n);
        write_serde(&file, &format!("t{n}"), &vec![EmptyTuple(); n]).unwrap();
        assert_eq!(read_serde::<Vec<EmptyTuple>>(&file, &format!("t{n}")).unwrap().len(), n);
    }
}
