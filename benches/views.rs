//! Lazy views: opening a file of many groups, appending to a list, listing a large group.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::ffi::CString;
use std::hint::black_box;

use ch5::{File, H5Dict, H5List, H5Mode, H5Store, write_object};

use common::peer::Peer;
use common::{Cost, Race, folder, rounds, wanted};

const GROUPS: usize = 10_000;
/// Openings in one call, as one takes too little to be measured alone.
const OPENINGS: usize = 100;
const NUMBERS: usize = 100_000;
/// The peer appends fewer numbers, and its time is multiplied.
const FEWER: usize = 2_000;
const MEMBERS: usize = 100_000;

#[derive(H5Store)]
struct One {
    value: f64,
}

fn open_and_read(path: &std::path::Path) {
    for i in 0..OPENINGS {
        let dict = H5Dict::open(path, H5Mode::Read).unwrap();
        let value: f64 = dict.get(&format!("g{:05}/value", i * 97)).unwrap();
        assert_eq!(value, (i * 97) as f64 * 0.5);
    }
}

/// The same by bare calls of the C library: the least that an opening through it can take.
fn open_bare(path: &std::path::Path) {
    use hdf5_sys::{h5d::*, h5f::*, h5p::H5P_DEFAULT, h5s::H5S_ALL};
    let path = CString::new(path.to_str().unwrap()).unwrap();
    hdf5::sync::sync(|| {
        for i in 0..OPENINGS {
            let name = CString::new(format!("g{:05}/value", i * 97)).unwrap();
            let mut value = 0f64;
            // SAFETY: the strings end with NUL, and one element of `value`'s type is read.
            unsafe {
                let file = H5Fopen(path.as_ptr(), H5F_ACC_RDONLY, H5P_DEFAULT);
                let dataset = H5Dopen2(file, name.as_ptr(), H5P_DEFAULT);
                let double = *hdf5_sys::h5t::H5T_NATIVE_DOUBLE;
                let to = (&raw mut value).cast();
                H5Dread(dataset, double, H5S_ALL, H5S_ALL, H5P_DEFAULT, to);
                H5Dclose(dataset);
                H5Fclose(file);
            }
            assert_eq!(value, (i * 97) as f64 * 0.5);
        }
    });
}

fn list_and_read(path: &std::path::Path) {
    let dict = H5Dict::open(path, H5Mode::Read).unwrap().dict("many").unwrap();
    let keys = dict.keys().unwrap();
    assert_eq!(keys.len(), MEMBERS);
    for key in keys.iter().step_by(1000) {
        black_box(dict.get::<i64>(key).unwrap());
    }
}

fn append(path: &std::path::Path) {
    let file = File::open(path, H5Mode::Truncate).unwrap();
    let mut list = H5List::create(&file, "list", &[0i64]).unwrap();
    for i in 1..NUMBERS as i64 {
        list.push(&i).unwrap();
    }
    assert_eq!(list.len().unwrap(), NUMBERS);
    file.close().unwrap();
}

fn main() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name);
    let text = |name: &str| path(name).display().to_string();
    let peer = Peer::start("views.py");
    let peer = peer.as_ref();

    if wanted("open") {
        let file = File::open(path("groups.h5"), H5Mode::Truncate).unwrap();
        for i in 0..GROUPS {
            write_object(&file, &format!("g{i:05}"), &One { value: i as f64 * 0.5 }).unwrap();
        }
        file.close().unwrap();
        let mut race = Race::new("open a file of 10,000 groups and read one value", OPENINGS)
            .with("bare C calls", || open_bare(&path("groups.h5")))
            .with("ch5 H5Dict", || open_and_read(&path("groups.h5")))
            .peer("h5py", peer, format!("one {} {OPENINGS}", text("groups.h5")))
            .goal("ch5 H5Dict", "h5py", 0.2)
            .goal("bare C calls", "h5py", 0.2)
            .goal("ch5 H5Dict", "bare C calls", 1.3);
        if let Some(peer) = peer {
            peer.ask(&format!("groups {} {GROUPS}", text("h5py.h5")));
            race = race
                .with("ch5 H5Dict, h5py's file", || open_and_read(&path("h5py.h5")))
                .timed("h5py, its own file", || {
                    peer.ask(&format!("one {} {OPENINGS}", text("h5py.h5")))
                })
                .goal("ch5 H5Dict, h5py's file", "h5py, its own file", 0.2);
        }
        race.run(rounds(11));
    }

    if wanted("append") {
        let lists = Peer::start("lists.py");
        let mut race = Race::new("append 100,000 numbers to a list, one by one", NUMBERS)
            .with("ch5 H5List::push", || append(&path("list.h5")));
        if let Some(lists) = &lists {
            let times = (NUMBERS / FEWER) as f64;
            race = race
                .timed("ch5mpy append (2,000, x 50)", move || {
                    let cost = lists.ask(&format!("append {} {FEWER}", text("ch5mpy.h5")));
                    Cost { wall: cost.wall * times, cpu: cost.cpu * times }
                })
                .goal("ch5 H5List::push", "ch5mpy append (2,000, x 50)", 1.0 / 50.0);
        }
        race.run(rounds(5));
    }

    if wanted("list") {
        let file = File::open(path("many.h5"), H5Mode::Truncate).unwrap();
        let many = (0..MEMBERS).map(|i| (format!("m{i:06}"), i as i64));
        let many: std::collections::BTreeMap<String, i64> = many.collect();
        write_object(&file, "many", &many).unwrap();
        file.close().unwrap();
        let mut race = Race::new("list a group of 100,000 members and read 100", MEMBERS)
            .with("ch5 H5Dict", || list_and_read(&path("many.h5")))
            .peer("h5py", peer, format!("listing {}", text("many.h5")))
            .goal("ch5 H5Dict", "h5py", 1.0);
        if let Some(peer) = peer {
            peer.ask(&format!("members {} {MEMBERS}", text("members.h5")));
            race = race
                .with("ch5 H5Dict, h5py's file", || list_and_read(&path("members.h5")))
                .timed("h5py, its own file", || {
                    peer.ask(&format!("listing {}", text("members.h5")))
                })
                .goal("ch5 H5Dict, h5py's file", "h5py, its own file", 1.0);
        }
        race.run(rounds(7));
    }
}
