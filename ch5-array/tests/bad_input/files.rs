//! Damaged files.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use ch5_array::ops::reductions::Reductions;
use ch5_array::ops::sorting::Sorting;
use ch5_array::{
    ArrayLike, Chunks, Compression, DType, ErrorKind, File, H5Array, H5Mode, NewDataset, TextType,
    Texts,
};
use ndarray::Array2;

use crate::{file, says};

const ROWS: usize = 64;

fn numbers() -> Array2<i64> {
    Array2::from_shape_fn((ROWS, 8), |(i, j)| (i * 8 + j) as i64 * 1_000_003 % 9_973)
}

/// Where the chunk of the middle lies in the file, and its bytes.
fn chunk(x: &H5Array) -> (u64, usize) {
    let plain = x.dataset().to_hdf5().unwrap();
    let info = plain.chunk_info(1).unwrap();
    assert_eq!(info.offset, [32, 0]);
    (info.addr, info.size as usize)
}

/// A closed file with numbers in two chunks, and where the second lies.
fn stored(
    compression: Option<Compression>,
    checksum: bool,
) -> (tempfile::TempDir, PathBuf, (u64, usize)) {
    let (dir, file) = file();
    let x = H5Array::from_array_with(&file, "x", &numbers(), |new| {
        new.chunks(Chunks::Shape(vec![32, 8])).compression(compression).fletcher32(checksum)
    });
    let at = chunk(&x.unwrap().into_dyn());
    let path = file.path().to_path_buf();
    file.close().unwrap();
    (dir, path, at)
}

fn patch(path: &Path, at: u64, bytes: &[u8]) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(bytes, at).unwrap();
}

/// Every way to look at the elements tells of the damage, and names the dataset.
fn damaged(path: &Path, kind: ErrorKind, also: &[&str]) {
    // Where nothing is written chunks are read without HDF5, and named.
    let file = File::open(path, H5Mode::Read).unwrap();
    let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
    let all: Vec<&str> = ["a.h5", "/x"].into_iter().chain(also.iter().copied()).collect();
    says(x.expr().load(), kind, &all);
    says(x.sum().load(), kind, &all);
    says(x.sort().flat().load(), kind, &all);
    drop((x, file));
    let file = File::open(path, H5Mode::ReadWrite).unwrap();
    let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
    let all = ["a.h5", "/x"];
    says(x.expr().load(), kind, &all);
    says((&x * 2i64).write_to(&file, "y"), kind, &all);
    says(x.sum().load(), kind, &all);
    says(x.sort().flat().load(), kind, &all);
    says(x.add_assign(1i64), kind, &all);
    assert!(x.typed::<i64>().unwrap().read().is_err());
    assert!(!file.root().unwrap().has("y").unwrap(), "a part was written");
    // The chunk before it is whole.
    use ch5_array::ops::indexing::Indexing;
    let first = x.slice(..32).read_as::<i64>().unwrap();
    assert_eq!(first, numbers().slice(ndarray::s![..32, ..]).into_dyn());
}

#[test]
fn a_chunk_that_does_not_decompress() {
    for compression in [Compression::Gzip(4), Compression::Zstd(3), Compression::Lzf] {
        let (_dir, path, (at, size)) = stored(Some(compression), false);
        // Bytes that no stream of any of them begins with, to the end.
        patch(&path, at, &vec![0xff; size]);
        damaged(&path, ErrorKind::Malformed, &["chunk at [32, 0]"]);
    }
}

#[test]
fn a_chunk_that_is_cut_short() {
    for compression in [Compression::Gzip(4), Compression::Zstd(3)] {
        let (_dir, path, (at, size)) = stored(Some(compression), false);
        patch(&path, at + size as u64 / 2, &vec![0; size - size / 2]);
        damaged(&path, ErrorKind::Malformed, &["chunk at [32, 0]"]);
    }
}

#[test]
fn a_chunk_with_a_wrong_checksum() {
    for compression in [None, Some(Compression::Gzip(1))] {
        let (_dir, path, (at, size)) = stored(compression, true);
        // One bit of the sum itself.
        let mut last = [0];
        let end = at + size as u64 - 1;
        std::fs::File::open(&path).unwrap().read_exact_at(&mut last, end).unwrap();
        patch(&path, end, &[last[0] ^ 4]);
        damaged(&path, ErrorKind::Malformed, &["chunk at [32, 0]", "checksum"]);
    }
}

#[test]
fn a_chunk_outside_of_the_file() {
    for compression in [None, Some(Compression::Gzip(1))] {
        for far in [1u64 << 40, u64::MAX - 40, i64::MAX as u64 - 8] {
            let (_dir, path, (at, _)) = stored(compression, false);
            // The address in the index of chunks is the only one in the file.
            let bytes = std::fs::read(&path).unwrap();
            let places: Vec<usize> =
                (0..bytes.len() - 8).filter(|&i| bytes[i..i + 8] == at.to_le_bytes()).collect();
            assert_eq!(places.len(), 1);
            patch(&path, places[0] as u64, &far.to_le_bytes());
            let file = File::open(&path, H5Mode::Read).unwrap();
            let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
            for result in [x.expr().load(), x.sum().load(), x.sort().load()] {
                let error = result.unwrap_err().to_string();
                assert!(error.contains("a.h5") && error.contains("/x"), "{error}");
            }
        }
    }
}

#[test]
fn a_file_cut_off_under_a_view() {
    let (_dir, path, (at, size)) = stored(None, false);
    let file = File::open(&path, H5Mode::Read).unwrap();
    let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
    OpenOptions::new().write(true).open(&path).unwrap().set_len(at + size as u64 / 2).unwrap();
    says(x.expr().load(), ErrorKind::Io, &["a.h5", "/x", "chunk at [32, 0]"]);
}

#[test]
fn text_that_is_not_utf8_and_truths_that_are_neither() {
    let (_dir, file) = file();
    let root = file.root().unwrap();
    let mut texts = Texts::new();
    ["first", "qzqzqz", "last"].iter().for_each(|text| texts.push(text).unwrap());
    let fixed = TextType { size: Some(6), ascii: false, padding: ch5_array::Padding::Nulls };
    let free = root.create_dataset("free", &NewDataset::new(DType::TEXT, &[3])).unwrap();
    free.write_texts(None, &texts).unwrap();
    let new = NewDataset::new(DType::Text(fixed), &[3]);
    let fixed = root.create_dataset("fixed", &new).unwrap();
    fixed.write_bytes(fixed.dtype(), None, b"first\0qzqzqzlast\0\0").unwrap();
    let truths = H5Array::from_array(&file, "truths", &ndarray::array![true, false, true]);
    let at = truths.unwrap().dataset().to_hdf5().unwrap().chunk_info(0).unwrap().addr;
    let path = file.path().to_path_buf();
    file.close().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let places: Vec<usize> =
        (0..bytes.len() - 6).filter(|&i| &bytes[i..i + 6] == b"qzqzqz").collect();
    assert_eq!(places.len(), 2, "{places:?}");
    places.iter().for_each(|&place| patch(&path, place as u64, &[0xc3, 0x28]));
    patch(&path, at + 1, &[7]);
    let file = File::open(&path, H5Mode::Read).unwrap();
    let open = |name: &str| H5Array::new(file.root().unwrap().dataset(name).unwrap()).unwrap();
    for name in ["free", "fixed"] {
        let x = open(name);
        let all = ["a.h5", name, "UTF-8"];
        says(x.expr().load(), ErrorKind::Malformed, &all);
        says(ch5_array::char::upper(&x).load(), ErrorKind::Malformed, &all);
        says(x.sort().load(), ErrorKind::Malformed, &all);
        says(x.max().load(), ErrorKind::Malformed, &all);
    }
    says(open("truths").expr().load(), ErrorKind::Malformed, &["a.h5", "/truths", "7"]);
    says(open("truths").any().load(), ErrorKind::Malformed, &["a.h5", "/truths", "7"]);
}
