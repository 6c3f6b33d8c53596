//! What expressions read from the chunks themselves is what HDF5 reads.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod changing;
mod foreign;
mod hostile;
mod make;

use ch5_array::ops::indexing::Indexing;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::{
    ArrayLike, Chunks, Compression, DType, ErrorKind, File, H5Array, H5Mode, NewDataset, h5s,
};
use ndarray::{Array3, ArrayD};

/// Every filter that is decoded, and some that are left to HDF5.
fn layouts(shape: &[u64]) -> Vec<(String, NewDataset)> {
    let mut all = Vec::new();
    let chunkings = [vec![4, 5, 6], vec![1, 1, 1], vec![7, 8, 9], vec![2, 8, 3]];
    all.push((
        "contiguous".to_owned(),
        NewDataset::new(DType::F64, shape).chunks(Chunks::Contiguous),
    ));
    for chunk in chunkings {
        for (name, compression) in [
            ("none", None),
            ("gzip", Some(Compression::Gzip(4))),
            ("zstd", Some(Compression::Zstd(3))),
            ("lzf", Some(Compression::Lzf)),
        ] {
            for shuffle in [false, true] {
                for checksum in [false, true] {
                    let new = NewDataset::new(DType::F64, shape)
                        .chunks(Chunks::Shape(chunk.clone()))
                        .compression(compression)
                        .shuffle(shuffle)
                        .fletcher32(checksum);
                    all.push((format!("{name} {shuffle} {checksum} {chunk:?}"), new));
                }
            }
        }
    }
    all
}

fn values(of: impl Fn(usize, usize, usize) -> f64) -> Array3<f64> {
    Array3::from_shape_fn((7, 8, 9), |(i, j, k)| of(i, j, k))
}

#[test]
fn every_layout_reads_as_hdf5_reads_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let data = values(|i, j, k| (i * 100 + j * 10 + k) as f64 / 3.0);
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let layouts = layouts(&[7, 8, 9]);
    for (name, new) in &layouts {
        let x = H5Array::create(&file, name, new).unwrap();
        // Nothing is written to the last rows: some chunks are missing.
        x.write_slice(h5s![..5], &data.slice(ndarray::s![..5, .., ..])).unwrap();
    }
    let check = |file: &File| {
        for (name, _) in &layouts {
            let x = H5Array::new(file.root().unwrap().dataset(name).unwrap()).unwrap();
            let selections = [
                h5s![..],
                h5s![1..6, 2..;3, ..;4],
                h5s![..;2, -1, ..;-1],
                h5s![3, 3, 3],
                h5s![4..7, .., 8],
            ];
            assert_eq!(x.expr().read_as::<f64>().unwrap(), x.read_as().unwrap(), "{name}");
            for selection in selections {
                let hdf5: ArrayD<f64> = x.read_slice_as(selection.clone()).unwrap();
                let ours = x.slice(selection.clone()).read_as::<f64>().unwrap();
                assert_eq!(ours, hdf5, "{name} {selection}");
            }
            let turned: ArrayD<f64> = x.t().read_as().unwrap();
            assert_eq!(turned, x.read_as::<f64>().unwrap().reversed_axes(), "{name}");
        }
    };
    check(&file);
    file.close().unwrap();
    check(&File::open(&path, H5Mode::Read).unwrap());
    check(&File::open(&path, H5Mode::ReadWrite).unwrap());
}

#[test]
fn what_is_written_in_between_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let first = values(|i, _, _| i as f64);
    let x = H5Array::from_array_with(&file, "x", &first, |new| {
        new.chunks(Chunks::Shape(vec![2, 3, 4])).gzip(6)
    })
    .unwrap();
    let expr = x.expr();
    assert_eq!(expr.read_as::<f64>().unwrap(), first.clone().into_dyn());
    // The new values compress worse, so that chunks move.
    let second = values(|i, j, k| ((i * 31 + j * 17 + k * 7) as f64).sin());
    x.write(&second).unwrap();
    assert_eq!(expr.read_as::<f64>().unwrap(), second.into_dyn());
}

#[test]
fn whole_chunks_that_are_stored_are_what_hdf5_and_we_read() {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    // One half does not compress.
    let noise = |i: usize| (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) as f64;
    let data =
        values(|i, j, k| if i < 4 { (i * 64 + j * 8 + k) as f64 } else { noise(i ^ (j * k)) });
    for at in 0..60 {
        let name = format!("y{at}");
        let chunk = [vec![4, 5, 6], vec![1, 1, 1], vec![7, 8, 9], vec![2, 8, 3]][at % 4].clone();
        let y = (&data)
            .expr()
            .write_to_with(&file, &name, |new| {
                let new = new.chunks(Chunks::Shape(chunk)).gzip((at % 10) as u8);
                let lzf = at.is_multiple_of(5).then_some(Compression::Lzf);
                let new = if lzf.is_some() { new.compression(lzf) } else { new };
                new.shuffle(at.is_multiple_of(2)).fletcher32(at.is_multiple_of(3))
            })
            .unwrap();
        assert_eq!(y.read_as::<f64>().unwrap(), data.clone().into_dyn());
        assert_eq!(y.expr().read_as::<f64>().unwrap(), data.clone().into_dyn());
    }
}

/// LZF stores what it cannot make smaller as it is.
#[test]
fn lzf_keeps_what_does_not_compress() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let noise: Vec<u8> = (0..4096_u64)
        .scan(88172645463325252, |state: &mut u64, _| {
            *state ^= *state << 13;
            *state ^= *state >> 7;
            *state ^= *state << 17;
            Some(*state as u8)
        })
        .collect();
    let noise = ndarray::Array1::from_vec(noise);
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    H5Array::from_array_with(&file, "x", &noise, |new| {
        new.chunks(Chunks::Shape(vec![64])).compression(Some(Compression::Lzf))
    })
    .unwrap();
    file.close().unwrap();
    let file = File::open(&path, H5Mode::Read).unwrap();
    let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
    assert_eq!(x.read_as::<u8>().unwrap(), noise.into_dyn());
}

/// Bytes of compressed chunks changed one by one: an error or other values, and never a panic.
#[test]
fn broken_chunks_are_errors() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.h5");
    let file = File::open(&path, H5Mode::Truncate).unwrap();
    let data = values(|i, j, k| (i * 64 + j * 8 + k) as f64);
    H5Array::from_array_with(&file, "x", &data, |new| {
        new.chunks(Chunks::Shape(vec![7, 8, 9])).gzip(6).fletcher32(true)
    })
    .unwrap();
    let size = file.root().unwrap().dataset("x").unwrap().storage_size() as usize;
    file.close().unwrap();
    let intact = std::fs::read(&path).unwrap();
    let zlib = intact.windows(2).rposition(|w| w == [0x78, 0x9c] || w == [0x78, 0x5e]).unwrap();
    // The checksum sees every change.
    for at in (zlib..zlib + size).step_by(3) {
        let mut bytes = intact.clone();
        bytes[at] ^= 0x55;
        std::fs::write(&path, &bytes).unwrap();
        let file = File::open(&path, H5Mode::Read).unwrap();
        let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
        let error = x.expr().load().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
        assert!(error.to_string().contains("/x: chunk at [0, 0, 0]"), "{error}");
    }
    // A file that ends before its chunks do.
    std::fs::write(&path, &intact[..zlib + 10]).unwrap();
    if let Ok(file) = File::open(&path, H5Mode::Read)
        && let Ok(dataset) = file.root().and_then(|root| root.dataset("x"))
    {
        assert!(H5Array::new(dataset).unwrap().expr().load().is_err());
    }
}
