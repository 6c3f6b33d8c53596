//! A map of 10,000 mixed scalars: one dataset each, and packed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::ffi::CString;
use std::hint::black_box;

use ch5::{File, H5Mode, H5Store, Packed, read_object, read_serde, write_object, write_serde};
use serde::{Deserialize, Serialize};

use common::bare::{self, Bare};
use common::peer::Peer;
use common::{Race, folder, rounds, wanted};

const N: usize = 10_000;

/// What a configuration file or a JSON document holds.
#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(untagged)]
enum Scalar {
    Int(u64),
    Float(f64),
    Text(String),
}

fn value(i: usize) -> Scalar {
    match i % 3 {
        0 => Scalar::Int(i as u64),
        1 => Scalar::Float(i as f64 * 0.5),
        _ => Scalar::Text(format!("v{i}")),
    }
}

/// The same as a struct for the derive, whose types are known when reading.
#[derive(H5Store, Debug, PartialEq)]
struct Typed {
    ints: BTreeMap<String, u64>,
    floats: BTreeMap<String, f64>,
    texts: BTreeMap<String, String>,
}

fn main() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name);
    let text = |name: &str| path(name).display().to_string();
    let map: BTreeMap<String, Scalar> = (0..N).map(|i| (format!("k{i:05}"), value(i))).collect();
    let json: serde_json::Value = serde_json::to_value(&map).unwrap();
    let plain: Vec<(CString, bare::Scalar)> = map
        .iter()
        .map(|(key, value)| {
            let value = match value {
                Scalar::Int(n) => bare::Scalar::Int(*n),
                Scalar::Float(x) => bare::Scalar::Float(*x),
                Scalar::Text(t) => bare::Scalar::Text(CString::new(t.as_str()).unwrap()),
            };
            (CString::new(key.as_str()).unwrap(), value)
        })
        .collect();
    let typed = Typed {
        ints: (0..N).step_by(3).map(|i| (format!("k{i:05}"), i as u64)).collect(),
        floats: (1..N).step_by(3).map(|i| (format!("k{i:05}"), i as f64 * 0.5)).collect(),
        texts: (2..N).step_by(3).map(|i| (format!("k{i:05}"), format!("v{i}"))).collect(),
    };
    let bare = Bare::new();
    let peer = Peer::start("objects.py");
    let peer = peer.as_ref();

    if wanted("write") {
        Race::new("write a map of 10,000 mixed scalars, one dataset each", N)
            .with("bare C calls", || bare.write_map(&path("bare.h5"), &plain))
            .with("ch5 write_serde", || {
                let file = File::open(path("ch5.h5"), H5Mode::Truncate).unwrap();
                write_serde(&file, "map", &map).unwrap();
                file.close().unwrap();
            })
            .with("ch5 write_serde (serde_json)", || {
                let file = File::open(path("json.h5"), H5Mode::Truncate).unwrap();
                write_serde(&file, "map", &json).unwrap();
                file.close().unwrap();
            })
            .with("ch5 write_object (derive)", || {
                let file = File::open(path("typed.h5"), H5Mode::Truncate).unwrap();
                write_object(&file, "map", &typed).unwrap();
                file.close().unwrap();
            })
            .peer("h5py loc[name] = v", peer, format!("write {}", text("h5py.h5")))
            .goal("ch5 write_serde", "bare C calls", 1.3)
            .goal("ch5 write_serde (serde_json)", "bare C calls", 1.3)
            .goal("ch5 write_object (derive)", "bare C calls", 1.3)
            .goal("ch5 write_serde", "h5py loc[name] = v", 1.0 / 7.0)
            .run(rounds(7));
    }

    if wanted("read") {
        // What is read: the same file for all, and h5py's own for h5py.
        let file = File::open(path("ch5.h5"), H5Mode::Truncate).unwrap();
        write_serde(&file, "map", &map).unwrap();
        file.close().unwrap();
        let file = File::open(path("typed.h5"), H5Mode::Truncate).unwrap();
        write_object(&file, "map", &typed).unwrap();
        file.close().unwrap();
        if let Some(peer) = peer {
            peer.ask(&format!("write {}", text("h5py.h5")));
        }
        let file = File::open(path("ch5.h5"), H5Mode::Read).unwrap();
        assert_eq!(read_serde::<BTreeMap<String, Scalar>>(&file, "map").unwrap(), map);
        assert_eq!(read_serde::<serde_json::Value>(&file, "map").unwrap(), json);
        drop(file);
        let file = File::open(path("typed.h5"), H5Mode::Read).unwrap();
        assert_eq!(read_object::<Typed>(&file, "map").unwrap(), typed);
        drop(file);
        // The bare calls write and read the same things.
        bare.write_map(&path("bare.h5"), &plain);
        let file = File::open(path("bare.h5"), H5Mode::Read).unwrap();
        assert_eq!(read_serde::<BTreeMap<String, Scalar>>(&file, "map").unwrap(), map);
        drop(file);
        assert!(bare.read_map(&path("ch5.h5")) == plain);
        Race::new("read a map of 10,000 mixed scalars, one dataset each", N)
            .with("bare C calls", || drop(black_box(bare.read_map(&path("ch5.h5")))))
            .with("ch5 read_serde", || {
                let file = File::open(path("ch5.h5"), H5Mode::Read).unwrap();
                black_box(read_serde::<BTreeMap<String, Scalar>>(&file, "map").unwrap());
            })
            .with("ch5 read_serde (serde_json)", || {
                let file = File::open(path("ch5.h5"), H5Mode::Read).unwrap();
                black_box(read_serde::<serde_json::Value>(&file, "map").unwrap());
            })
            .with("ch5 read_object (derive)", || {
                let file = File::open(path("typed.h5"), H5Mode::Read).unwrap();
                black_box(read_object::<Typed>(&file, "map").unwrap());
            })
            .peer("h5py o[()]", peer, format!("read {}", text("h5py.h5")))
            .peer("h5py o[()] of ch5's file", peer, format!("read {}", text("ch5.h5")))
            .goal("ch5 read_serde", "bare C calls", 1.3)
            .goal("ch5 read_serde (serde_json)", "bare C calls", 1.3)
            .goal("ch5 read_object (derive)", "bare C calls", 1.3)
            .goal("ch5 read_serde", "h5py o[()]", 1.0 / 7.0)
            .run(rounds(7));
    }

    if wanted("packed") {
        let packed = Packed(ch5::Serde(map.clone()));
        let write = || {
            let file = File::open(path("packed.h5"), H5Mode::Truncate).unwrap();
            write_object(&file, "map", &packed).unwrap();
            file.close().unwrap();
        };
        Race::new("the same map packed", N)
            .peer("h5py compound write", peer, format!("packed_write {}", text("compound.h5")))
            .with("ch5 write_object Packed", write)
            .goal("ch5 write_object Packed", "h5py compound write", 2.0)
            .run(rounds(15));
        write();
        if let Some(peer) = peer {
            peer.ask(&format!("packed_write {}", text("compound.h5")));
        }
        Race::new("the same map packed, read", N)
            .peer("h5py compound read", peer, format!("packed_read {}", text("compound.h5")))
            .with("ch5 read_serde of Packed", || {
                let file = File::open(path("packed.h5"), H5Mode::Read).unwrap();
                black_box(read_serde::<BTreeMap<String, Scalar>>(&file, "map").unwrap());
            })
            .goal("ch5 read_serde of Packed", "h5py compound read", 2.0)
            .run(rounds(15));
        let file = File::open(path("packed.h5"), H5Mode::Read).unwrap();
        assert_eq!(read_serde::<BTreeMap<String, Scalar>>(&file, "map").unwrap(), map);
    }
}
