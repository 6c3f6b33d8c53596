//! Many records: they are put and read column by column, in blocks, wherever that can be.

use std::collections::BTreeMap;

use ch5::ndarray::Array1;
use ch5::{ErrorKind, H5Store, read_object, read_serde, write_object, write_serde};
use serde::{Deserialize, Serialize};

use crate::support::{dataset, group, has_attr, members, refused, round, temp};

/// Rows of more than one block and less than two.
const N: u32 = 1500;

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Model {
    x: f32,
    tags: Vec<String>,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
enum State {
    Idle,
    Moving { to: (f64, f64) },
    Named(String),
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Inner {
    part: i16,
    none: Option<u8>,
}

mod halved {
    pub(super) fn write(value: &u32, slot: ch5::Slot<'_>) -> ch5::Result<()> {
        slot.number(value / 2)
    }
    pub(super) fn read(node: ch5::Node<'_>) -> ch5::Result<u32> {
        Ok(2 * <u32 as ch5::H5Read>::__get(node)?)
    }
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct All {
    id: u32,
    name: String,
    maybe: Option<f64>,
    list: Vec<u16>,
    inner: Inner,
    inners: Vec<Inner>,
    state: State,
    model: Model,
    #[h5(serde)]
    by_serde: (u8, bool),
    #[h5(with = "halved")]
    halved: u32,
    map: BTreeMap<String, i64>,
    #[h5(skip)]
    skipped: u64,
}

fn all(i: u32) -> All {
    let inner = |n: u32| Inner { part: n as i16, none: n.is_multiple_of(3).then_some(n as u8) };
    All {
        id: i,
        name: format!("r{i}"),
        maybe: (!i.is_multiple_of(5)).then_some(f64::from(i) / 8.0),
        list: (0..i as u16 % 4).collect(),
        inner: inner(i),
        inners: (0..i % 3).map(inner).collect(),
        state: match i % 3 {
            0 => State::Idle,
            1 => State::Moving { to: (f64::from(i), 0.5) },
            _ => State::Named(format!("s{i}")),
        },
        model: Model { x: i as f32, tags: vec![format!("t{i}"); i as usize % 2] },
        by_serde: (i as u8, i.is_multiple_of(2)),
        halved: 2 * i,
        map: (0..i % 2).map(|k| (k.to_string(), i64::from(k))).collect(),
        skipped: 0,
    }
}

#[test]
fn every_kind_of_field() {
    let t = temp();
    let rows: Vec<All> = (0..N).map(all).collect();
    round(&t.file, "rows", &rows);
    // In lists of lists, and where one block is not whole.
    let nested: Vec<Vec<All>> = rows.chunks(400).map(<[All]>::to_vec).collect();
    round(&t.file, "nested", &nested);
    assert_eq!(dataset(&t.file, "rows/id").shape(), [N as usize]);
    assert_eq!(dataset(&t.file, "rows/halved").read_1d::<u32>().unwrap()[7], 7);
}

#[test]
fn a_record_far_down_needs_a_group() {
    #[derive(H5Store, Debug, PartialEq, Clone)]
    struct Sample {
        id: u32,
        name: String,
        trace: Option<Array1<f64>>,
    }
    let t = temp();
    let mut rows: Vec<Sample> =
        (0..N).map(|id| Sample { id, name: format!("s{id}"), trace: None }).collect();
    round(&t.file, "table", &rows);
    assert_eq!(members(&t.file, "table"), ["id", "name", "trace"]);
    rows[1400].trace = Some(Array1::from(vec![1.0, 2.0]));
    round(&t.file, "list", &rows);
    assert_eq!(members(&t.file, "list").len(), N as usize);
    // In the first block, and in the first record.
    rows[3].trace = Some(Array1::from(vec![3.0]));
    round(&t.file, "early", &rows);
    rows[0].trace = Some(Array1::from(vec![4.0]));
    round(&t.file, "first", &rows);
    // A list of such lists.
    round(&t.file, "lists", &vec![rows[1300..].to_vec(), rows[..5].to_vec()]);
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Plain {
    id: u64,
    name: String,
}

fn plain(id: u64) -> Plain {
    Plain { id, name: format!("n{id}") }
}

#[test]
fn errors_name_row_and_field() {
    let t = temp();
    let mut rows: Vec<Plain> = (0..u64::from(N)).map(plain).collect();
    rows[1200].name = "a\0b".into();
    let e = refused(write_object(&t.file, "rows", &rows), "/rows[1200].name");
    assert!(e.to_string().contains("NUL"), "{e}");
    rows[1200] = plain(u64::MAX);
    write_object(&t.file, "rows", &rows).unwrap();

    #[derive(H5Store, Debug)]
    struct Narrow {
        #[allow(dead_code)]
        id: u16,
    }
    let e = refused(read_object::<Vec<Narrow>>(&t.file, "rows"), "/rows[1200].id");
    assert_eq!(e.kind(), ErrorKind::Value);
    #[derive(H5Store, Debug)]
    struct Wrong {
        #[allow(dead_code)]
        name: f64,
    }
    let e = refused(read_object::<Vec<Wrong>>(&t.file, "rows"), "/rows[0].name");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    #[derive(H5Store, Debug)]
    struct Missing {
        #[allow(dead_code)]
        id: u64,
        #[allow(dead_code)]
        extent: f64,
    }
    let e = read_object::<Vec<Missing>>(&t.file, "rows").unwrap_err();
    assert_eq!(e.kind(), ErrorKind::MissingField);
    assert!(e.to_string().contains("extent"), "{e}");
}

#[test]
fn a_damaged_column_is_an_error() {
    let t = temp();
    let rows: Vec<Plain> = (0..10).map(plain).collect();
    write_object(&t.file, "rows", &rows).unwrap();
    dataset(&t.file, "rows/name").resize([7]).unwrap();
    let e = read_object::<Vec<Plain>>(&t.file, "rows").unwrap_err();
    assert_eq!(e.kind(), ErrorKind::Malformed, "{e}");
}

#[test]
fn fields_that_some_rows_lack() {
    #[derive(Serialize, Deserialize)]
    struct Wrote {
        id: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        old: Option<f64>,
    }
    #[derive(H5Store, Debug, PartialEq)]
    struct Now {
        #[h5(alias = "number")]
        id: u32,
        #[h5(default, alias = "old")]
        new: f64,
        #[h5(default)]
        added: Option<String>,
    }
    let t = temp();
    let wrote: Vec<Wrote> =
        (0..N).map(|id| Wrote { id, old: id.is_multiple_of(7).then_some(f64::from(id)) }).collect();
    write_serde(&t.file, "rows", &wrote).unwrap();
    let now: Vec<Now> = read_object(&t.file, "rows").unwrap();
    assert_eq!(now.len(), N as usize);
    for (row, wrote) in now.iter().zip(&wrote) {
        assert_eq!((row.id, row.new), (wrote.id, wrote.old.unwrap_or(0.0)));
        assert_eq!(row.added, None);
    }
    // The same table in one kind of rows: the alias alone.
    #[derive(H5Store)]
    struct Older {
        number: u32,
        old: f64,
        added: String,
    }
    let older: Vec<Older> =
        (0..N).map(|number| Older { number, old: 0.5, added: number.to_string() }).collect();
    write_object(&t.file, "older", &older).unwrap();
    let now: Vec<Now> = read_object(&t.file, "older").unwrap();
    assert!(
        now.iter()
            .enumerate()
            .all(|(i, row)| *row == Now { id: i as u32, new: 0.5, added: Some(i.to_string()) })
    );
}

#[test]
fn serde_writes_the_same_columns() {
    #[derive(H5Store, Serialize, Deserialize, Debug, PartialEq, Clone)]
    struct Both {
        id: u32,
        flag: bool,
        name: String,
        state: Option<i8>,
        inner: (f32, f32),
        list: Vec<u8>,
    }
    let rows: Vec<Both> = (0..N)
        .map(|i| Both {
            id: i,
            flag: i.is_multiple_of(2),
            name: i.to_string(),
            state: (i % 2 == 1).then_some(i as i8),
            inner: (i as f32, 1.0),
            list: vec![i as u8; i as usize % 3],
        })
        .collect();
    let t = temp();
    write_object(&t.file, "store", &rows).unwrap();
    write_serde(&t.file, "serde", &rows).unwrap();
    for name in ["store", "serde"] {
        assert_eq!(members(&t.file, name), ["id", "flag", "name", "state", "inner", "list"]);
        assert!(has_attr(&group(&t.file, name), "__ch5_kind__"));
        assert_eq!(read_object::<Vec<Both>>(&t.file, name).unwrap(), rows);
        assert_eq!(read_serde::<Vec<Both>>(&t.file, name).unwrap(), rows);
    }
    let of = |name: &str| dataset(&t.file, name).read_raw::<u32>().unwrap();
    assert_eq!(of("store/id"), of("serde/id"));
}
