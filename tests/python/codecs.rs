//! Packed trees and bincoded payloads.

use std::collections::BTreeMap;

use ch5::{Bincode, H5Store};
use serde::{Deserialize, Serialize};

use super::rows::Rows;

#[derive(Serialize, Deserialize, H5Store, Debug, Clone)]
struct Config {
    name: String,
    rate: f64,
    small: f32,
    count: u64,
    below: i8,
    on: bool,
    nothing: Option<i32>,
    big: i128,
    tags: Vec<String>,
    empty: BTreeMap<String, i32>,
    mode: Mode,
    mixed: (u8, bool),
    odd: BTreeMap<String, u8>,
}

#[derive(Serialize, Deserialize, H5Store, Debug, Clone)]
enum Mode {
    Off,
    Steps(Vec<i32>),
    At { x: f64 },
}

fn config() -> Config {
    Config {
        name: "cfg".into(),
        rate: 2.5,
        small: 0.1,
        count: u64::MAX,
        below: -8,
        on: true,
        nothing: None,
        big: i128::MIN,
        tags: vec!["a".into(), "b".into()],
        empty: BTreeMap::new(),
        mode: Mode::At { x: 0.5 },
        mixed: (3, false),
        odd: BTreeMap::from([("a/b".into(), 1)]),
    }
}

/// A type that only serde knows.
#[derive(Serialize, Deserialize, Debug, Clone)]
struct Settings {
    mode: Level,
    limit: Option<u8>,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
enum Level {
    High(u8),
}

#[derive(H5Store, Debug)]
struct Fields {
    #[h5(packed)]
    config: Config,
    #[h5(packed)]
    modes: Vec<Mode>,
    #[h5(packed)]
    mode: Mode,
    #[h5(packed)]
    maybe: Option<Config>,
    #[h5(packed)]
    maybe_not: Option<Config>,
    #[h5(packed)]
    through_serde: Settings,
    #[h5(bincode)]
    payload: Mixed,
    #[h5(bincode, compression = "gzip", chunks(64))]
    squeezed: Vec<u32>,
}

/// Two kinds of keys that HDF5 has no form for.
#[derive(Serialize, Deserialize, Debug, Clone)]
struct Mixed {
    flags: Vec<Option<(u8, char)>>,
    text: String,
    map: BTreeMap<u16, i64>,
}

fn mixed() -> Mixed {
    Mixed { flags: vec![Some((1, 'a')), None], text: "né".into(), map: BTreeMap::from([(5, -1)]) }
}

pub(crate) fn write(rows: &Rows) {
    rows.packed("packed", &config());
    rows.packed("packed_map", &BTreeMap::from([("b".to_string(), 1i64), ("a".into(), -2)]));
    rows.packed("packed_enum", &Mode::At { x: 2.5 });
    rows.packed("packed_none", &None::<Config>);
    rows.packed("packed_number", &5u8);
    rows.store("bincode", &Bincode(mixed()));
    rows.store("bincode_empty", &Bincode(()));
    rows.store("bincode_wide", &Bincode((1u8, 2u16, 3u32, 4u64, -5i64, 0.5f32, 0.25f64, true)));
    rows.store(
        "fields",
        &Fields {
            config: config(),
            mode: Mode::Steps(vec![3]),
            maybe: Some(config()),
            maybe_not: None,
            through_serde: Settings { mode: Level::High(1), limit: None },
            modes: vec![Mode::Off, Mode::Steps(vec![1, 2]), Mode::At { x: 1.5 }],
            payload: mixed(),
            squeezed: vec![7; 1000],
        },
    );
}
