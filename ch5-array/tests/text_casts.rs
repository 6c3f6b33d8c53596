//! Casts between numbers and text, against numpy's.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ch5_array::{Buffer, ElementType as Ty, ErrorKind};
use half::f16;
use num_complex::Complex;

const TABLE: &str = include_str!("data/float_texts.txt");

/// The text of a float, and what the text is read as: the same float again.
fn round(float: Buffer) -> (String, Buffer) {
    let ty = float.element_type();
    let text = float.cast(Ty::Text).unwrap();
    let Buffer::Text(all) = &text else { panic!("{text:?}") };
    (all[0].to_string(), text.clone().cast(ty).unwrap())
}

#[test]
fn floats_are_written_as_numpy_writes_them() {
    let mut rows = 0;
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split(' ');
        let (ty, bits, want) = (parts.next(), parts.next().unwrap(), parts.next().unwrap());
        let bits = u64::from_str_radix(bits, 16).unwrap();
        let float = match ty {
            Some("f16") => Buffer::F16(vec![f16::from_bits(bits as u16)]),
            Some("f32") => Buffer::F32(vec![f32::from_bits(bits as u32)]),
            _ => Buffer::F64(vec![f64::from_bits(bits)]),
        };
        let (text, back) = round(float.clone());
        assert_eq!(text, want, "{line}");
        assert!(back == float || want == "nan", "{line}: {back:?}");
        rows += 1;
    }
    assert!(rows > 500, "{rows}");
}

#[test]
fn complex_numbers_are_written_and_read() {
    let all = [
        (1.0, 2.0, "(1+2j)"),
        (0.0, 1.0, "1j"),
        (-0.0, -1.0, "(-0-1j)"),
        (f64::NAN, 1.0, "(nan+1j)"),
        (1.0, f64::INFINITY, "(1+infj)"),
        (1e20, 1e-9, "(1e+20+1e-09j)"),
    ];
    for (re, im, want) in all {
        let (text, back) = round(Buffer::C128(vec![Complex::new(re, im)]));
        assert_eq!(text, want);
        let Buffer::C128(back) = back else { panic!("{back:?}") };
        assert!(back[0].re == re || re.is_nan() && back[0].re.is_nan(), "{want}");
        assert_eq!(back[0].im, im);
    }
    for (text, want) in [("j", 1.0), (" ( -J ) ", -1.0), ("2e-3j", 2e-3), ("1_0j", 10.0)] {
        let read = Buffer::Text(vec![text.into()]).cast(Ty::C128).unwrap();
        assert_eq!(read, Buffer::C128(vec![Complex::new(0.0, want)]), "{text}");
    }
}

fn read(text: &str, ty: Ty) -> Result<Buffer, ErrorKind> {
    let bytes = Buffer::Bytes(vec![text.as_bytes().to_vec()]).cast(ty);
    let read = Buffer::Text(vec![text.into()]).cast(ty).map_err(|e| e.kind());
    if let (Ok(a), Ok(b)) = (&bytes, &read) {
        assert_eq!(a, b);
    }
    read
}

#[test]
fn text_is_read_as_python_reads_it() {
    for text in ["1_0", " 10 ", "+10", "010", "10\n", "\u{a0}10", "\u{1c}10"] {
        assert_eq!(read(text, Ty::I8), Ok(Buffer::I8(vec![10])), "{text:?}");
        assert_eq!(read(text, Ty::U64), Ok(Buffer::U64(vec![10])), "{text:?}");
        assert_eq!(read(text, Ty::F32), Ok(Buffer::F32(vec![10.0])), "{text:?}");
        assert_eq!(read(text, Ty::C64), Ok(Buffer::C64(vec![10f32.into()])), "{text:?}");
    }
    for text in ["_1", "1_", "1__0", "", " ", "1 2", "0x10", "abc", "True", "1._5", "infinit"] {
        for ty in [Ty::I8, Ty::I64, Ty::U64, Ty::F16, Ty::F64, Ty::C128] {
            assert_eq!(read(text, ty), Err(ErrorKind::Value), "{text:?} {ty}");
        }
    }
    for (text, want) in [(".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("1_0.5_0", 10.5)] {
        assert_eq!(read(text, Ty::F64), Ok(Buffer::F64(vec![want])));
        assert_eq!(read(text, Ty::I64), Err(ErrorKind::Value), "{text}");
    }
    for (text, want) in
        [("Infinity", f64::INFINITY), ("-inf", -f64::INFINITY), ("1e400", f64::INFINITY)]
    {
        assert_eq!(read(text, Ty::F64), Ok(Buffer::F64(vec![want])));
    }
    // An integer that its type does not hold is refused, not wrapped.
    for (text, ty) in [("300", Ty::I8), ("-1", Ty::U64), ("9223372036854775808", Ty::I64)] {
        assert_eq!(read(text, ty), Err(ErrorKind::Value), "{text} {ty}");
    }
    assert_eq!(read("18446744073709551615", Ty::U64), Ok(Buffer::U64(vec![u64::MAX])));
    for (text, want) in [("", false), ("\0", false), ("0", true), ("False", true), (" ", true)] {
        assert_eq!(read(text, Ty::Bool), Ok(Buffer::Bool(vec![want])), "{text:?}");
    }
}
