//! Files of other programs: every type of numbers in both byte orders, every layout, user blocks,
//! chunks that lack filters. What is read without HDF5 is what HDF5 reads, and is read without it.

use std::path::Path;

use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::{ArrayLike, Element, File, FromBuffer, H5Array, H5Mode, Selection, h5s};
use half::f16;
use num_complex::Complex;

use crate::make::{Filter, Maker, New, TYPES, write_chunk};

const SHAPE: [u64; 2] = [11, 9];
const CHUNK: [u64; 2] = [4, 5];
/// The last rows are not written: chunks are missing, and a part of others is.
const ROWS: u64 = 7;

/// Filters in the order in which they are applied.
fn pipelines() -> Vec<Vec<Filter>> {
    use Filter::*;
    let mut all = Vec::new();
    for shuffle in [&[][..], &[Shuffle]] {
        for compression in [&[][..], &[Gzip], &[Lzf], &[Zstd]] {
            for checksum in [&[][..], &[Fletcher32]] {
                all.push([shuffle, compression, checksum].concat());
            }
        }
    }
    // Checksums of what is not compressed yet.
    all.extend([vec![Fletcher32, Lzf], vec![Fletcher32, Shuffle, Gzip, Fletcher32]]);
    all
}

/// Names of datasets with what their numbers are.
fn write(maker: &Maker, types: &[&'static str]) -> Vec<(String, &'static str)> {
    let mut names = Vec::new();
    let mut layouts = vec![None];
    layouts.extend(pipelines().into_iter().map(Some));
    for &dtype in types {
        for big in [false, true] {
            for fill in [None, Some(2.5)] {
                if dtype == "bool" && fill.is_some() {
                    continue;
                }
                for (i, filters) in layouts.iter().enumerate() {
                    let name = format!("{dtype} {big} {fill:?} {i}");
                    let new = New {
                        big,
                        chunk: filters.is_some().then_some(&CHUNK[..]),
                        filters: filters.as_deref().unwrap_or_default(),
                        fill,
                        ..New::of(&name, dtype, &SHAPE)
                    };
                    maker.write(&new, ROWS);
                    names.push((name, dtype));
                }
            }
        }
    }
    names
}

/// Reads all, and parts, both ways.
fn same<T: Element + FromBuffer>(file: &File, name: &str) {
    let x = H5Array::new(file.root().unwrap().dataset(name).unwrap()).unwrap();
    let selections: [Selection; 6] = [
        h5s![..],
        h5s![1..10, 2..;3],
        h5s![..;2, ..;-1],
        h5s![3, 3],
        h5s![7.., 8],
        h5s![4..8, 0..5],
    ];
    for selection in selections {
        let before = file.bytes_straight();
        let hdf5 = x.read_slice_as::<T>(selection.clone()).unwrap();
        assert_eq!(file.bytes_straight(), before, "{name}");
        let ours = x.slice(selection.clone()).read_as::<T>().unwrap();
        let bytes = (ours.len() * size_of::<T>()) as u64;
        assert_eq!(file.bytes_straight(), before + bytes, "{name} {selection}: by HDF5");
        assert_eq!(ours, hdf5, "{name} {selection}");
    }
    let turned = x.t().read_as::<T>().unwrap();
    assert_eq!(turned, x.read_as::<T>().unwrap().reversed_axes(), "{name}");
}

fn check(file: &File, names: &[(String, &str)]) {
    for (name, dtype) in names {
        match *dtype {
            "i8" => same::<i8>(file, name),
            "i16" => same::<i16>(file, name),
            "i32" => same::<i32>(file, name),
            "i64" => same::<i64>(file, name),
            "u8" => same::<u8>(file, name),
            "u16" => same::<u16>(file, name),
            "u32" => same::<u32>(file, name),
            "u64" => same::<u64>(file, name),
            "f16" => same::<f16>(file, name),
            "f32" => same::<f32>(file, name),
            "f64" => same::<f64>(file, name),
            "c64" => same::<Complex<f32>>(file, name),
            "c128" => same::<Complex<f64>>(file, name),
            _ => same::<bool>(file, name),
        }
    }
}

fn read_and_changed(path: &Path, names: &[(String, &str)]) {
    check(&File::open(path, H5Mode::Read).unwrap(), names);
    check(&File::open(path, H5Mode::ReadWrite).unwrap(), names);
}

#[test]
fn every_type_in_every_layout() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let maker = Maker::new(&path, 0);
    let names = write(&maker, &TYPES);
    drop(maker);
    read_and_changed(&path, &names);
}

#[test]
fn behind_user_blocks() {
    let dir = tempfile::tempdir().unwrap();
    for block in [512, 2048] {
        let path = dir.path().join(format!("{block}.h5"));
        let maker = Maker::new(&path, block);
        let names = write(&maker, &["u16", "f64", "c128"]);
        drop(maker);
        // What lies in front belongs to somebody else.
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[..block as usize].fill(0xa5);
        std::fs::write(&path, bytes).unwrap();
        read_and_changed(&path, &names);
    }
}

/// Texts lie in collections, whose addresses do not count the user block either.
#[test]
fn texts_behind_a_user_block() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    drop(Maker::new(&path, 1024));
    let texts: ndarray::Array1<String> = (0..700).map(|i| format!("text {i}")).collect();
    let file = File::open(&path, H5Mode::ReadWrite).unwrap();
    H5Array::from_array(&file, "x", &texts).unwrap();
    let straight = |file: &File| {
        let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
        let before = file.bytes_straight();
        assert_eq!(x.expr().read_as::<String>().unwrap(), texts.clone().into_dyn());
        assert!(file.bytes_straight() > before);
    };
    straight(&file);
    file.close().unwrap();
    straight(&File::open(&path, H5Mode::Read).unwrap());
}

/// Whoever writes a chunk may leave out filters, all or some.
#[test]
fn chunks_that_lack_filters() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let maker = Maker::new(&path, 0);
    let new = New { big: true, chunk: Some(&[16]), ..New::of("", "i32", &[64]) };
    let plain: Vec<u8> = (0..16i32).flat_map(|i| (i * 1_000_003).to_be_bytes()).collect();
    let shuffled: Vec<u8> = (0..64).map(|at| plain[at % 16 * 4 + at / 16]).collect();
    for (i, filters) in pipelines().iter().enumerate() {
        let all = (1u32 << filters.len()) - 1;
        let name = format!("x{i}");
        let id = maker.dataset(&New { name: &name, filters, ..new.clone() });
        write_chunk(id, &[0], all, &plain);
        let kept = filters.first() == Some(&Filter::Shuffle);
        write_chunk(id, &[32], all & !u32::from(kept), if kept { &shuffled } else { &plain });
        crate::make::close(id);
    }
    drop(maker);
    let names: Vec<_> = (0..pipelines().len()).map(|i| (format!("x{i}"), "i32")).collect();
    for mode in [H5Mode::Read, H5Mode::ReadWrite] {
        let file = File::open(&path, mode).unwrap();
        for (name, _) in &names {
            let x = H5Array::new(file.root().unwrap().dataset(name).unwrap()).unwrap();
            let before = file.bytes_straight();
            let ours = x.expr().read_as::<i32>().unwrap();
            assert_eq!(file.bytes_straight(), before + 256, "{name}");
            assert_eq!(ours, x.read_as::<i32>().unwrap(), "{name}");
            assert_eq!(ours[[33]], 1_000_003);
        }
    }
}

/// Nobody knows how long what is decompressed first will be: HDF5 reads it.
#[test]
fn compressed_twice() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let maker = Maker::new(&path, 0);
    for (name, filters) in [
        ("x", &[Filter::Gzip, Filter::Lzf][..]),
        ("y", &[Filter::Lzf, Filter::Fletcher32, Filter::Gzip]),
    ] {
        let new = New { big: true, chunk: Some(&[64]), filters, ..New::of(name, "i64", &[100]) };
        maker.write(&new, 100);
    }
    drop(maker);
    let file = File::open(&path, H5Mode::Read).unwrap();
    for name in ["x", "y"] {
        let x = H5Array::new(file.root().unwrap().dataset(name).unwrap()).unwrap();
        assert_eq!(x.expr().read_as::<i64>().unwrap(), x.read_as::<i64>().unwrap(), "{name}");
    }
    assert_eq!(file.bytes_straight(), 0);
}

/// The newer format has other indices of chunks, and chunks that lack filters without saying so.
#[test]
fn the_newer_format() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let maker = Maker::with(&path, 512, true);
    let mut names = write(&maker, &["i32"]);
    for (i, filters) in pipelines().iter().enumerate() {
        let name = format!("spared {i}");
        let new = New { filters, chunk: Some(&CHUNK), ..New::of(&name, "i32", &SHAPE) };
        maker.write(&New { spare_edges: true, ..new }, 11);
        names.push((name, "i32"));
    }
    drop(maker);
    let (spared, plain): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|(name, _)| name.starts_with("spared"));
    read_and_changed(&path, &plain);
    let file = File::open(&path, H5Mode::Read).unwrap();
    for (name, _) in spared {
        let x = H5Array::new(file.root().unwrap().dataset(&name).unwrap()).unwrap();
        assert_eq!(x.expr().read_as::<i32>().unwrap(), x.read_as::<i32>().unwrap(), "{name}");
    }
}
