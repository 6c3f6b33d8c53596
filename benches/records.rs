//! 10,000 records (id, score, name): columns against h5py's compound dataset.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::hint::black_box;

use ch5::{File, H5Mode, H5Store, read_object, read_serde, write_object, write_serde};
use serde::{Deserialize, Serialize};

use common::peer::Peer;
use common::{Race, folder, rounds, wanted};

const N: usize = 10_000;

#[derive(Serialize, Deserialize, H5Store, Debug, PartialEq, Clone)]
struct Hit {
    id: u32,
    score: f64,
    name: String,
}

fn main() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name);
    let text = |name: &str| path(name).display().to_string();
    let hits: Vec<Hit> = (0..N)
        .map(|i| Hit { id: i as u32, score: i as f64 * 0.25, name: format!("r{i}") })
        .collect();
    let peer = Peer::start("records.py");
    let peer = peer.as_ref();
    let write = || {
        let file = File::open(path("ch5.h5"), H5Mode::Truncate).unwrap();
        write_object(&file, "hits", &hits).unwrap();
        file.close().unwrap();
    };

    if wanted("write") {
        Race::new("write 10,000 records", N)
            .peer("h5py compound", peer, format!("write {}", text("h5py.h5")))
            .with("ch5 write_object", write)
            .with("ch5 write_serde", || {
                let file = File::open(path("serde.h5"), H5Mode::Truncate).unwrap();
                write_serde(&file, "hits", &hits).unwrap();
                file.close().unwrap();
            })
            .goal("ch5 write_object", "h5py compound", 0.5)
            .goal("ch5 write_serde", "h5py compound", 0.5)
            .run(rounds(15));
    }
    write();
    if let Some(peer) = peer {
        peer.ask(&format!("write {}", text("h5py.h5")));
        let size = |name: &str| std::fs::metadata(path(name)).unwrap().len();
        let (ours, theirs) = (size("ch5.h5"), size("h5py.h5"));
        let ratio = ours as f64 / theirs as f64;
        let said = if ratio <= 1.2 { "ok" } else { "MISSED" };
        println!("\nbytes of the file: ch5 {ours}, h5py {theirs}: {ratio:.3} (goal 1.200) {said}");
    }
    let file = File::open(path("ch5.h5"), H5Mode::Read).unwrap();
    assert_eq!(read_object::<Vec<Hit>>(&file, "hits").unwrap(), hits);
    assert_eq!(read_serde::<Vec<Hit>>(&file, "hits").unwrap(), hits);
    drop(file);
    if wanted("read") {
        Race::new("read 10,000 records", N)
            .peer("h5py compound", peer, format!("read {}", text("h5py.h5")))
            .with("ch5 read_object", || {
                let file = File::open(path("ch5.h5"), H5Mode::Read).unwrap();
                black_box(read_object::<Vec<Hit>>(&file, "hits").unwrap());
            })
            .with("ch5 read_serde", || {
                let file = File::open(path("ch5.h5"), H5Mode::Read).unwrap();
                black_box(read_serde::<Vec<Hit>>(&file, "hits").unwrap());
            })
            .goal("ch5 read_object", "h5py compound", 0.5)
            .goal("ch5 read_serde", "h5py compound", 0.5)
            .run(rounds(15));
    }
}
