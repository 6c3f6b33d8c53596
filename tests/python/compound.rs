//! Records by columns: a compound dataset each way.

use ch5_array::{AnyArray, Buffer, H5Array, Records};
use num_complex::Complex;

pub(crate) fn write(file: &ch5::File) {
    let ints = || 0..4usize;
    let columns = [
        Buffer::I16(ints().map(|i| -(i as i16)).collect()),
        Buffer::F32(ints().map(|i| i as f32 / 2.0).collect()),
        Buffer::Bool(ints().map(|i| i % 2 == 0).collect()),
        Buffer::C64(ints().map(|i| Complex::new(0.0, i as f32)).collect()),
        Buffer::Bytes(ints().map(|i| vec![b'a'; i]).collect()),
        Buffer::Text(ints().map(|i| "ö".repeat(i).into()).collect()),
    ];
    let arrays = columns.map(|data| AnyArray::new(&[2, 2], data).unwrap());
    let records = Records::from_arrays(&["n", "x", "on", "c", "tag", "name"], arrays).unwrap();
    records.write_to(file, "records").unwrap();
}

pub(crate) fn read(file: &ch5::File) {
    let made = H5Array::new(file.root().unwrap().dataset("made").unwrap()).unwrap();
    let records = made.read_records().unwrap();
    assert_eq!(records.names(), ["big", "on", "text", "level", "fixed", "z"]);
    let data = |name: &str| records.field(name).unwrap().data().clone();
    assert_eq!(data("big"), Buffer::I32(vec![-2, -1, 0, 1, 2]));
    assert_eq!(data("on"), Buffer::Bool(vec![false, false, false, true, true]));
    let long = "c".repeat(100);
    let texts = ["", "a", "bé", long.as_str(), "e"];
    assert_eq!(data("text"), Buffer::Text(texts.iter().map(|t| (*t).into()).collect()));
    assert_eq!(data("level"), Buffer::I16(vec![1, 7, 1, 7, 7]));
    let fixed: [&[u8]; 5] = [b"", b"x", b"xy", b"xyz", b"wxyz"];
    assert_eq!(data("fixed"), Buffer::Bytes(fixed.iter().map(|b| b.to_vec()).collect()));
    let z = (0..5).map(|i| Complex::new(f64::from(i), -2.0 * f64::from(i)));
    assert_eq!(data("z"), Buffer::C128(z.collect()));
}
