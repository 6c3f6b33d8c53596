//! Numbers: 128-bit integers, every bit of a float, exact conversions.

use std::collections::BTreeMap;

use ch5::{ErrorKind, Packed, Serde, read_serde, write_object, write_serde};
use serde::{Deserialize, Serialize};

use crate::everywhere::{everywhere, temp};

#[test]
fn integers_of_128_bits() {
    everywhere(&[0i128, -1, i128::MAX, i128::MIN]);
    everywhere(&[0u128, u128::MAX, 1 << 64]);
    everywhere(&[Some(i128::MIN), None]);
    everywhere(&[(1i128, u128::MAX, 2u8)]);
    everywhere(&[BTreeMap::from([(i128::MIN, 1), (i128::MAX, 2)]), BTreeMap::new()]);
    everywhere(&[BTreeMap::from([(u128::MAX, i128::MIN)])]);
    everywhere(&[BTreeMap::from([((u128::MAX, 1i128), 0u8)])]);
}

#[test]
fn small_128_bit_integers_read_as_others() {
    let (_dir, file) = temp();
    write_serde(&file, "i", &vec![1i128, -2]).unwrap();
    assert_eq!(read_serde::<Vec<i64>>(&file, "i").unwrap(), [1, -2]);
    write_serde(&file, "u", &vec![1u64, 2]).unwrap();
    assert_eq!(read_serde::<Vec<i128>>(&file, "u").unwrap(), [1, 2]);
    assert_eq!(read_serde::<Vec<u128>>(&file, "u").unwrap(), [1, 2]);
    let error = read_serde::<Vec<u8>>(&file, "i").unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Value, "/i[1]"), "{error}");
    write_serde(&file, "big", &(1i128 << 100)).unwrap();
    assert!(read_serde::<i64>(&file, "big").is_err());
}

#[test]
fn every_width() {
    everywhere(&[i8::MIN, 0, i8::MAX]);
    everywhere(&[i16::MIN, i16::MAX]);
    everywhere(&[i32::MIN, i32::MAX]);
    everywhere(&[i64::MIN, i64::MAX]);
    everywhere(&[u8::MAX, 0]);
    everywhere(&[u16::MAX]);
    everywhere(&[u32::MAX]);
    everywhere(&[u64::MAX, 0]);
    everywhere(&[true, false]);
    everywhere(&['a', '\u{10ffff}', 'å', '"']);
    everywhere(&[f32::MIN, f32::MIN_POSITIVE, f32::INFINITY, -0.0]);
    everywhere(&[f64::MIN, f64::EPSILON, f64::NEG_INFINITY]);
}

/// Floats compared by their bits.
#[derive(Serialize, Deserialize, Debug, Clone, Copy)]
#[serde(transparent)]
struct Bits64(f64);

impl PartialEq for Bits64 {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

#[derive(Serialize, Deserialize, Debug, Clone, Copy)]
#[serde(transparent)]
struct Bits32(f32);

impl PartialEq for Bits32 {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Floats {
    a: Bits64,
    b: Option<Bits32>,
    c: Vec<Bits64>,
    d: [Bits32; 2],
}

#[test]
fn every_bit_of_a_float() {
    let wide: Vec<Bits64> = [
        0x7ff8_0000_0000_0001u64,
        0x7ff0_0000_0000_0001,
        0xfff0_dead_beef_cafe,
        0xffff_ffff_ffff_ffff,
        0x8000_0000_0000_0000,
        1,
    ]
    .map(|bits| Bits64(f64::from_bits(bits)))
    .to_vec();
    everywhere(&wide);
    let narrow: Vec<Bits32> =
        [0x7fc0_0001u32, 0x7f80_0001, 0xffbf_ffff, 0xffff_ffff, 0x8000_0000, 1]
            .map(|bits| Bits32(f32::from_bits(bits)))
            .to_vec();
    everywhere(&narrow);
    everywhere(&[
        Floats { a: wide[1], b: Some(narrow[1]), c: wide.clone(), d: [narrow[2], narrow[1]] },
        Floats { a: wide[2], b: None, c: vec![], d: [narrow[5], narrow[4]] },
    ]);
}

#[test]
fn exact_conversions_are_made_and_others_refused() {
    let (_dir, file) = temp();
    write_serde(&file, "n", &vec![1i32, -2, 300]).unwrap();
    assert_eq!(read_serde::<Vec<i16>>(&file, "n").unwrap(), [1, -2, 300]);
    assert_eq!(read_serde::<Vec<f32>>(&file, "n").unwrap(), [1.0, -2.0, 300.0]);
    write_serde(&file, "x", &0.5f64).unwrap();
    assert_eq!(read_serde::<f32>(&file, "x").unwrap(), 0.5);
    write_serde(&file, "y", &0.1f64).unwrap();
    assert_eq!(read_serde::<f32>(&file, "y").unwrap_err().kind(), ErrorKind::Value);
    write_serde(&file, "b", &vec![0u8, 1]).unwrap();
    assert_eq!(read_serde::<Vec<bool>>(&file, "b").unwrap(), [false, true]);
    write_object(&file, "p", &Packed(Serde(vec![300u16]))).unwrap();
    assert_eq!(read_serde::<Vec<u64>>(&file, "p").unwrap(), [300]);
    assert_eq!(read_serde::<Vec<u8>>(&file, "p").unwrap_err().kind(), ErrorKind::Value);
}

/// No type of 64 bits holds every `u64` and `-1`, but most lists need none: JSON's integers come
/// as either.
#[test]
fn unsigned_and_negative_numbers_in_one_list() {
    let (_dir, file) = temp();
    let lists = [
        serde_json::json!([1, -1, 2]),
        serde_json::json!([-1, 1, i64::MAX, i64::MIN]),
        serde_json::json!([1, u64::MAX, -1, 5]),
        serde_json::json!([-1, u64::MAX, 3]),
        serde_json::json!([{"n": 1}, {"n": null}, {"n": -7}]),
    ];
    for (i, list) in lists.iter().enumerate() {
        write_serde(&file, &i.to_string(), list).unwrap();
        assert_eq!(&read_serde::<serde_json::Value>(&file, &i.to_string()).unwrap(), list);
    }
    // Many, so that a part was flushed before the first negative number came.
    let mut many: Vec<serde_json::Value> = (0..300_000u64).map(Into::into).collect();
    many.push((-1).into());
    write_serde(&file, "many", &many).unwrap();
    assert_eq!(read_serde::<Vec<serde_json::Value>>(&file, "many").unwrap(), many);
    for name in ["0", "1", "many"] {
        let numbers = file.root().unwrap().dataset(name).unwrap();
        assert_eq!(*numbers.dtype(), ch5::DType::I64, "{name}");
    }
    assert!(file.root().unwrap().group("2").is_ok());
}
