//! Single values: numbers, booleans, text, bytes, nothing.

use std::num::NonZero;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ch5::{Bytes, H5Store};
use half::f16;
use num_complex::Complex;
use serde::{Deserialize, Serialize};

use super::rows::Rows;

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Nothing;

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Meters(f64);

#[derive(Serialize, Deserialize, H5Store, Debug)]
struct Named(String);

pub(crate) fn write(rows: &Rows) {
    numbers(rows);
    texts(rows);
    nothing(rows);
    times(rows);
}

fn numbers(rows: &Rows) {
    rows.both("true", &true);
    rows.both("false", &false);
    rows.both("i8", &i8::MIN);
    rows.both("i16", &i16::MIN);
    rows.both("i32", &i32::MIN);
    rows.both("i64", &i64::MIN);
    rows.both("u8", &u8::MAX);
    rows.both("u16", &u16::MAX);
    rows.both("u32", &u32::MAX);
    rows.both("u64", &u64::MAX);
    rows.both("isize", &-3isize);
    rows.both("usize", &3usize);
    rows.both("nonzero", &NonZero::new(7u16).unwrap());
    rows.both("f32", &0.1f32);
    rows.both("f32_zero", &-0.0f32);
    rows.both("f64", &std::f64::consts::PI);
    rows.both("f64_tiny", &5e-324f64);
    rows.both("f64_infinite", &f64::NEG_INFINITY);
    rows.both("f64_nan", &f64::from_bits(0x7ff8_0000_dead_beef));
    rows.store("f16", &f16::from_f32(-2.5));
    rows.store("f16_nan", &f16::NAN);
    rows.store("c64", &Complex::new(1.5f32, -2.5));
    rows.store("c128", &Complex::new(0.1f64, f64::INFINITY));
    rows.both("i128", &i128::MIN);
    rows.both("u128", &u128::MAX);
    rows.both("newtype", &Meters(2.5));
}

fn texts(rows: &Rows) {
    rows.both("char", &'å');
    rows.both("text", &"plain".to_string());
    rows.both("text_empty", &String::new());
    rows.both("text_wide", &"tänd\n\"ljus\" \u{1f56f}".to_string());
    rows.both("text_long", &"x".repeat(70_000));
    rows.both("text_newtype", &Named("n".into()));
    rows.both("bytes", &Bytes(vec![0, 1, 254, 255]));
    rows.both("bytes_empty", &Bytes(Vec::new()));
    rows.serde("bytes_serde", &serde_bytes::ByteBuf::from(vec![7, 8]));
}

fn nothing(rows: &Rows) {
    rows.both("unit", &());
    rows.both("unit_struct", &Nothing);
    rows.both("none", &None::<i32>);
    rows.both("none_text", &None::<String>);
    rows.both("some", &Some(5u16));
    rows.both("some_text", &Some("here".to_string()));
    rows.both("some_none", &Some(None::<i32>));
    rows.both("some_some", &Some(Some(5i32)));
    rows.both("some_some_none", &Some(Some(None::<i32>)));
    rows.both("some_unit", &Some(()));
}

fn times(rows: &Rows) {
    rows.store("duration", &Duration::new(3, 250));
    rows.store("time", &(UNIX_EPOCH + Duration::from_nanos(1_700_000_000_000_000_001)));
    rows.store("time_before", &UNIX_EPOCH.checked_sub(Duration::from_secs(1)).unwrap());
    rows.serde("duration", &Duration::new(3, 250));
    rows.serde("time", &SystemTime::UNIX_EPOCH);
}
