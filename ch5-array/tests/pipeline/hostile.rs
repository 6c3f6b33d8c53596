//! Chunks of LZF that nobody who means well writes: errors that say where, and no panic.

use ch5_array::ops::reductions::Reductions;
use ch5_array::{ArrayLike, ErrorKind, File, H5Array, H5Mode};

use crate::make::{Filter, Maker, New, close, write_chunk};

/// Reads a dataset of one chunk of 64 bytes at [16], which is stored as given.
fn read(filters: &[Filter], mask: u32, stored: &[u8]) -> ch5_array::Result<i64> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("hostile.h5");
    let maker = Maker::new(&path, 512);
    let new = New { big: true, chunk: Some(&[16]), filters, ..New::of("x", "i32", &[40]) };
    let id = maker.dataset(&new);
    write_chunk(id, &[16], mask, stored);
    close(id);
    drop(maker);
    let file = File::open(&path, H5Mode::Read).unwrap();
    let x = H5Array::new(file.root().unwrap().dataset("x").unwrap()).unwrap();
    let loaded = x.expr().read_as::<i32>();
    let sum = x.sum().load();
    match (loaded, sum) {
        (Ok(all), Ok(_)) => Ok(all.iter().map(|&n| i64::from(n)).sum()),
        (Err(one), Err(other)) => {
            assert_eq!(one.kind(), other.kind());
            Err(one)
        }
        (one, other) => panic!("{one:?} {other:?}"),
    }
}

/// The error names the file, the dataset, the chunk, and what is wrong.
fn refused(filters: &[Filter], mask: u32, stored: &[u8], what: &str) {
    let error = read(filters, mask, stored).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
    for part in ["hostile.h5", "/x", "chunk at [16]", what] {
        assert!(error.to_string().contains(part), "{error}: {part}");
    }
}

/// Sixteen times the number 1, big-endian.
const ONES: [u8; 10] = [3, 0, 0, 0, 1, 0xe0, 51, 3, 0, 0];

#[test]
fn streams_that_are_not_whole() {
    let whole = &ONES[..8];
    assert_eq!(read(&[Filter::Lzf], 0, whole).unwrap(), 16);
    for end in 1..whole.len() {
        let what = if end == 5 { "found 4 bytes" } else { "cut short" };
        refused(&[Filter::Lzf], 0, &whole[..end], what);
    }
}

#[test]
fn streams_of_another_size() {
    let mut long = ONES[..8].to_vec();
    long[6] += 1;
    refused(&[Filter::Lzf], 0, &long, "found more than 64 bytes");
    // Every byte of the stream asks for 100 more.
    let bomb: Vec<u8> = [0, 7].into_iter().chain([0xe0, 255, 0].repeat(30)).collect();
    refused(&[Filter::Lzf], 0, &bomb, "found more than 64 bytes");
    let mut short = ONES[..8].to_vec();
    short[6] -= 1;
    refused(&[Filter::Lzf], 0, &short, "found 63 bytes");
    // A literal behind the end, and what follows a whole chunk.
    refused(&[Filter::Lzf], 0, &ONES, "found more than 64 bytes");
    // With room for a checksum, or without one that is there.
    refused(&[Filter::Fletcher32, Filter::Lzf], 0, &ONES[..8], "found 64 bytes");
    refused(&[Filter::Lzf, Filter::Fletcher32], 0, &ONES[..8], "checksum");
    // Not compressed, but of another size.
    refused(&[Filter::Lzf], 1, &[0; 63], "expected 64 bytes, found 63 bytes");
    refused(&[Filter::Lzf], 1, &[0; 65], "expected 64 bytes, found 65 bytes");
}

#[test]
fn repetitions_of_what_is_not_there() {
    for stored in [&[0x20, 0][..], &[3, 0, 0, 0, 1, 0xe0, 51, 4], &[0, 1, 0x3f, 0xff]] {
        refused(&[Filter::Lzf], 0, stored, "before the chunk");
        refused(&[Filter::Shuffle, Filter::Lzf], 0, stored, "before the chunk");
    }
}

/// More than a chunk of that size can take, compressed or not, is not even read.
// Older libraries refuse to store such a chunk.
#[cfg(hdf5_1_14)]
#[test]
fn chunks_that_are_far_too_large() {
    refused(&[Filter::Lzf], 0, &vec![0; 1 << 20], "at most 64 bytes");
}

/// Bytes of a stream changed one by one, which a checksum does not see.
#[test]
fn streams_with_a_wrong_byte() {
    for at in 0..8 {
        for byte in [0, 1, 31, 32, 0x7f, 0xe0, 0xff] {
            let mut stored = ONES[..8].to_vec();
            stored[at] = byte;
            if let Err(error) = read(&[Filter::Lzf], 0, &stored) {
                assert!(error.to_string().contains("chunk at [16]"), "{error}");
            }
        }
    }
}
