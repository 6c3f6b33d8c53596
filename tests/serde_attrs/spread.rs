//! Sequences that begin packed and end as a list of groups.

use std::collections::BTreeMap;

use ch5::{read_serde, write_serde};
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::everywhere::{round, temp};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
enum Item {
    Unit,
    Number(i64),
    Text(String),
    Pair(f64, f64),
    Rec { a: Option<Option<i32>>, b: Vec<(i32, String)> },
    Array(Array2<f32>),
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Row {
    id: u64,
    item: Item,
    map: BTreeMap<i32, (i32, bool)>,
    keyed: BTreeMap<(u8, u8), Vec<Option<f32>>>,
    big: i128,
    tuple: (i32, f64, String),
    unit: (),
    bytes: serde_bytes::ByteBuf,
    empty: [u8; 0],
}

fn row(i: u64) -> Row {
    let item = match i % 5 {
        0 => Item::Unit,
        1 => Item::Number(-(i as i64)),
        2 => Item::Text(format!("t{i}")),
        3 => Item::Pair(i as f64, 0.5),
        _ => Item::Rec {
            a: [None, Some(None), Some(Some(1))][(i / 5 % 3) as usize],
            b: vec![(1, "x".into()); (i % 7) as usize],
        },
    };
    Row {
        id: i,
        item,
        map: (0..i as i32 % 4).map(|k| (k, (k, true))).collect(),
        keyed: (0..i as u8 % 3).map(|k| ((k, 1), vec![None, Some(0.5)])).collect(),
        big: i128::MIN + i128::from(i),
        tuple: (1, 2.0, "t".into()),
        unit: (),
        bytes: serde_bytes::ByteBuf::from(vec![0; i as usize % 3]),
        empty: [],
    }
}

#[test]
fn nothing_is_lost_when_an_array_comes_late() {
    let (_dir, file) = temp();
    for n in [0, 1, 2, 7, 40] {
        let mut rows: Vec<Row> = (0..n).map(row).collect();
        let late = Item::Array(Array2::from_shape_fn((2, 3), |(a, b)| (a * 3 + b) as f32));
        rows.push(Row { item: late, ..row(n) });
        rows.extend((n..n + 3).map(row));
        let name = format!("rows {n}");
        round(&file, &name, &rows);
        let group = file.root().unwrap().group(&name).unwrap();
        assert_eq!(group.len().unwrap(), rows.len() as u64);
        assert_eq!(read_serde::<u64>(&group, &format!("{n}/id")).unwrap(), n);
    }
}

/// Enough rows that columns were partly written to the file before the array came.
#[test]
fn columns_that_were_flushed_are_taken_apart_too() {
    let (_dir, file) = temp();
    let mut items: Vec<(f64, String, Option<Array1<i32>>)> =
        (0..3000).map(|i| (f64::from(i), "x".repeat(400), None)).collect();
    items.push((-1.0, "end".into(), Some(Array1::zeros(2))));
    round(&file, "items", &items);
}

#[test]
fn arrays_inside_lists_and_maps() {
    let (_dir, file) = temp();
    let arrays = |n: i32| (0..n).map(|i| Array1::from_elem(i as usize, i)).collect::<Vec<_>>();
    round(&file, "list", &arrays(5));
    round(&file, "lists", &vec![vec![], arrays(1), arrays(3)]);
    round(
        &file,
        "map",
        &BTreeMap::from([("a", arrays(2)), ("b", vec![])])
            .into_iter()
            .map(|(k, v)| (k.to_string(), v))
            .collect::<BTreeMap<_, _>>(),
    );
    round(&file, "keyed", &BTreeMap::from([((1, 2), arrays(2)), ((3, 4), vec![])]));
    round(&file, "options", &vec![None, Some(arrays(2)), None]);
    round(&file, "deep", &vec![vec![vec![1u8]; 2], vec![]]);
    let structured = Array1::from(vec![(1, "a".to_string()), (2, "b".into())]);
    round(&file, "structured", &structured);
    round(&file, "structured list", &vec![structured; 2]);
    let texts = Array2::from_elem((2, 2), "x".to_string());
    round(&file, "texts", &texts);
}

/// A struct that only has the name of ndarray's.
#[test]
fn other_structs_named_array() {
    #[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
    struct Array<V, D, T> {
        v: V,
        dim: D,
        data: T,
    }
    let (_dir, file) = temp();
    round(&file, "a", &Array { v: "x".to_string(), dim: 1.5, data: true });
    round(&file, "b", &Array { v: 1u8, dim: "x".to_string(), data: 0 });
    round(&file, "c", &vec![Array { v: "x".to_string(), dim: 1.5, data: true }; 2]);
    #[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
    #[serde(rename = "Array")]
    struct Other {
        x: i32,
        y: i32,
        z: i32,
    }
    round(&file, "d", &Other { x: 1, y: 2, z: 3 });
    round(&file, "e", &vec![Other { x: 1, y: 2, z: 3 }; 2]);
    write_serde(&file, "f", &Array { v: 1u8, dim: [2u64], data: "x" }).unwrap_err();
}
