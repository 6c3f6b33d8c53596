//! Bytes that no value gives, and values that no payload may hold.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;

use super::super::{Kind, from_slice as read, to_vec as write};
use super::{Choice, Limits, Newtype, Node, Record, fails, from_slice, record, to_vec, unhex};

/// A length, and the bytes that follow it.
fn prefixed(len: u64, rest: &[u8]) -> Vec<u8> {
    [&len.to_le_bytes(), rest].concat()
}

#[track_caller]
fn refused<T: DeserializeOwned + Debug>(bytes: &[u8], message: &str) {
    fails(from_slice::<T>(bytes), message);
}

#[test]
fn eof() {
    refused::<f64>(&[0; 3], "at byte 0: expected an f64 of 8 bytes but 3 bytes remain");
    refused::<(u8, u16)>(&[0; 2], "at byte 1: expected a u16 of 2 bytes but 1 byte remains");
    refused::<bool>(&[], "at byte 0: expected a bool of 1 byte but 0 bytes remain");
    refused::<char>(&[], "at byte 0: expected a char of 1 byte but 0 bytes remain");
    refused::<char>(&[0xe2, 0x82], "at byte 0: expected a char of 3 bytes but 2 bytes remain");
    refused::<Vec<u8>>(&[0; 7], "at byte 0: expected a length of 8 bytes but 7 bytes remain");
    refused::<Vec<u32>>(
        &prefixed(3, &[0; 6]),
        "at byte 12: expected a u32 of 4 bytes but 2 bytes remain",
    );
    refused::<Choice>(
        &[0; 2],
        "at byte 0: expected a variant's index of 4 bytes but 2 bytes remain",
    );
}

#[test]
fn lengths() {
    let bomb = [&[0; 17][..], &prefixed(1 << 40, &[0; 9])].concat();
    refused::<(u8, u128, Vec<u32>)>(
        &bomb,
        "at byte 17: sequence claims 1099511627776 elements but 9 bytes remain",
    );
    refused::<String>(&prefixed(5, b"four"), "at byte 0: string claims 5 bytes but 4 bytes remain");
    refused::<super::Blob>(
        &prefixed(u64::MAX, b"x"),
        "at byte 0: byte array claims 18446744073709551615 bytes but 1 byte remains",
    );
    refused::<BTreeMap<u8, u8>>(
        &prefixed(u64::MAX, &[]),
        "at byte 0: map claims 18446744073709551615 elements but 0 bytes remain",
    );
}

#[test]
fn invalid_bytes() {
    refused::<String>(
        &prefixed(3, &[b'a', 0xff, b'b']),
        "at byte 0: expected utf-8 but the string of 3 bytes is not from its byte 1 on",
    );
    refused::<bool>(&[2], "at byte 0: expected a bool (0 or 1) but found 2");
    refused::<(u8, Option<u8>)>(
        &[1, 7, 0],
        "at byte 1: expected an option's tag (0 or 1) but found 7",
    );
    refused::<char>(&[0x80], "at byte 0: expected a char in utf-8 but found the bytes [80]");
    // A surrogate, a value above char::MAX, an overlong form, and no form at all.
    for bytes in ["eda080", "f4908080", "c080", "ff000000"] {
        let error = from_slice::<char>(&unhex(bytes)).unwrap_err();
        assert_eq!(error.kind(), &Kind::Char(unhex(bytes)));
    }
    refused::<(u8, Choice)>(
        &[9, 4, 0, 0, 0],
        "at byte 1: invalid value: integer `4`, expected variant index 0 <= i < 4",
    );
    refused::<std::num::NonZeroU16>(
        &[0, 0],
        "at byte 2: invalid value: integer `0`, expected a nonzero u16",
    );
    refused::<u8>(&[1, 2, 3], "at byte 1: expected the end but 2 bytes remain");
}

#[test]
fn too_large() {
    let limits = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(write(&[0_u8; 10], &limits).unwrap(), [0; 10]);
    assert!(read::<[u8; 10]>(&[0; 10], &limits).is_ok());
    let message = "the payload takes 11 bytes or more but the limit is 10";
    fails(write(&[0_u8; 12], &limits), &format!("at byte 10: {message}"));
    fails(read::<[u8; 11]>(&[0; 11], &limits), &format!("at byte 0: {message}"));
    let text = Kind::Limit { size: 11, limit: 10 };
    assert_eq!(write("abc", &limits).unwrap_err().kind(), &text);
}

#[test]
fn depth() {
    // The last node has a struct but no option, so 64 nodes take 127 levels.
    let list = to_vec(&Node::list(64)).unwrap();
    from_slice::<Node>(&list).unwrap().unlink();
    let deep = Node::list(65);
    let message = "the value is nested more than 128 levels deep";
    fails(to_vec(&deep), &format!("at byte 64: {message}"));
    refused::<Node>(&[1; 65], &format!("at byte 64: {message}"));
    assert_eq!(to_vec(&deep).unwrap_err().kind(), &Kind::Depth(128));

    let bomb = Node::list(1_000_000);
    assert_eq!(to_vec(&bomb).unwrap_err().kind(), &Kind::Depth(128));
    bomb.unlink();
    let error = from_slice::<Node>(&vec![1; 1_000_000]).unwrap_err();
    assert_eq!(error.kind(), &Kind::Depth(128));
}

#[test]
fn every_level_counts() {
    #[track_caller]
    fn levels<T: serde::Serialize + DeserializeOwned + PartialEq + Debug>(value: T, depth: usize) {
        let limits = |depth| Limits { depth, ..Limits::default() };
        let bytes = write(&value, &limits(depth)).unwrap();
        assert_eq!(read::<T>(&bytes, &limits(depth)).unwrap(), value);
        let Some(less) = depth.checked_sub(1) else {
            return;
        };
        let deep = &Kind::Depth(less);
        assert_eq!(write(&value, &limits(less)).unwrap_err().kind(), deep);
        assert_eq!(read::<T>(&bytes, &limits(less)).unwrap_err().kind(), deep);
    }
    levels("text".to_owned(), 0);
    levels((), 0);
    levels(None::<u8>, 0);
    levels(Some(1_u8), 1);
    levels(vec![0_u8; 0], 1);
    levels((1_u8, 2_u8), 1);
    levels(BTreeMap::from([(1_u8, [2_u8])]), 2);
    levels(Newtype(1), 1);
    levels(Choice::Unit, 1);
    levels(Choice::Newtype(1), 1);
    levels(Choice::Tuple(1, 'x'), 1);
    levels(Choice::Struct { a: true, b: None }, 1);
    levels(Choice::Struct { a: true, b: Some(1) }, 2);
    levels(Some(vec![Some(Newtype(1))]), 4);
}

#[test]
fn elements_without_bytes() {
    refused::<Vec<()>>(
        &prefixed(1 << 33, &[]),
        "at byte 0: sequence claims 8589934592 elements but 0 bytes remain",
    );
    let limits = Limits { zero_sized: 5, ..Limits::default() };
    let too_many = &Kind::ZeroSized(5);
    for value in [vec![vec![(); 2], vec![(); 3]], vec![vec![(); 5]]] {
        let bytes = write(&value, &limits).unwrap();
        assert_eq!(read::<Vec<Vec<()>>>(&bytes, &limits).unwrap(), value);
    }
    for value in [vec![vec![(); 3]; 2], vec![vec![(); 6], vec![]]] {
        assert_eq!(write(&value, &limits).unwrap_err().kind(), too_many);
        let bytes = to_vec(&value).unwrap();
        let error = read::<Vec<Vec<()>>>(&bytes, &limits).unwrap_err();
        let expected = matches!(error.kind(), Kind::ZeroSized(5) | Kind::Length { .. });
        assert!(expected, "{error}");
    }
    // Every length is within the bytes left, but together they are too many.
    let nested = prefixed(100, &vec![0; 2_000_000]);
    assert!(from_slice::<Vec<()>>(&nested).is_err());
    let mut quadratic = prefixed(400_000, &[]);
    for _ in 0..400_000 {
        quadratic.extend(400_000_u64.to_le_bytes());
    }
    let error = from_slice::<Vec<Vec<()>>>(&quadratic).unwrap_err();
    assert_eq!(error.kind(), &Kind::ZeroSized(1 << 20));
}

#[test]
fn every_prefix_is_refused() {
    let bytes = to_vec(&record()).unwrap();
    for end in 0..bytes.len() {
        let error = from_slice::<Record>(&bytes[..end]).unwrap_err();
        let expected = matches!(error.kind(), Kind::Eof { .. } | Kind::Length { .. });
        assert!(expected, "{end}: {error}");
        assert!(error.offset() <= Some(end), "{end}: {error}");
    }
    assert_eq!(from_slice::<Record>(&bytes).unwrap(), record());
}

#[test]
fn mutations() {
    let bytes = to_vec(&vec![record(), record()]).unwrap();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) as usize % below
    };
    let (mut good, mut bad) = (0, 0);
    for _ in 0..10_000 {
        let mut bytes = bytes.clone();
        for _ in 0..=random(4) {
            if bytes.is_empty() {
                break;
            }
            let at = random(bytes.len());
            match random(5) {
                0 => bytes[at] ^= 1 << random(8),
                1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][random(5)],
                2 => drop(bytes.remove(at)),
                3 => bytes.insert(at, random(256) as u8),
                _ => bytes.truncate(at + 1),
            }
        }
        match from_slice::<Vec<Record>>(&bytes) {
            Ok(value) => {
                good += 1;
                // The keys of a map may have changed places, and NaN is not equal to itself.
                let sorted = to_vec(&value).unwrap();
                let again = from_slice::<Vec<Record>>(&sorted).unwrap();
                assert_eq!(to_vec(&again).unwrap(), sorted);
                assert!(sorted.len() <= bytes.len());
            }
            Err(error) => {
                bad += 1;
                assert!(error.offset() <= Some(bytes.len()), "{error}");
            }
        }
    }
    assert!(good > 100 && bad > 5000, "{good} good, {bad} bad");
}
