//! The bytes that `bincode::serialize` of bincode 1.3.3 gives.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr};
use std::num::{NonZeroU8, Wrapping};
use std::ops::{Bound, Range};
use std::time::Duration;

use super::{Blob, Choice, Newtype, Node, Pair, Unit, from_slice, golden, hex, record, to_vec};

#[test]
fn integers() {
    golden(0x12_u8, "12");
    golden(0x1234_u16, "3412");
    golden(0x1234_5678_u32, "78563412");
    golden(0x1234_5678_9abc_def0_u64, "f0debc9a78563412");
    golden(0x1234_5678_9abc_def0_0fed_cba9_8765_4321_u128, "21436587a9cbed0ff0debc9a78563412");
    golden(-2_i8, "fe");
    golden(-2_i16, "feff");
    golden(-2_i32, "feffffff");
    golden(i64::MIN, "0000000000000080");
    golden(i128::MIN + 5, "05000000000000000000000000000080");
    golden(258_usize, "0201000000000000");
    golden(-258_isize, "fefeffffffffffff");
    golden(NonZeroU8::MIN, "01");
    golden(Wrapping(3_u32), "03000000");
}

#[test]
fn floats() {
    golden(1.5_f32, "0000c03f");
    golden(-0.1_f64, "9a9999999999b9bf");
    golden(-0.0_f64, "0000000000000080");
    golden(f64::INFINITY, "000000000000f07f");
    golden(f64::MIN_POSITIVE / 2.0, "0000000000000800");
    let f = f64::from_bits(0xfff4_0000_dead_beef);
    assert_eq!(hex(&to_vec(&f).unwrap()), "efbeadde0000f4ff");
    let bytes = to_vec(&f).unwrap();
    assert_eq!(from_slice::<f64>(&bytes).unwrap().to_bits(), f.to_bits());
    let f = f32::from_bits(0x7fa0_1234);
    assert_eq!(hex(&to_vec(&f).unwrap()), "3412a07f");
    let bytes = to_vec(&f).unwrap();
    assert_eq!(from_slice::<f32>(&bytes).unwrap().to_bits(), f.to_bits());
}

#[test]
fn bool_and_char() {
    golden(false, "00");
    golden(true, "01");
    golden('a', "61");
    golden('\0', "00");
    golden('é', "c3a9");
    golden('€', "e282ac");
    golden('🦀', "f09fa680");
    golden(char::MAX, "f48fbfbf");
}

#[test]
fn strings_and_bytes() {
    golden(String::new(), "0000000000000000");
    golden("ÆØ!".to_owned(), "0500000000000000c386c39821");
    golden(Blob(vec![]), "0000000000000000");
    golden(Blob(vec![0, 255, 7]), "030000000000000000ff07");
    golden("b".to_owned().into_boxed_str(), "010000000000000062");
}

#[test]
fn options_and_results() {
    golden(None::<u8>, "00");
    golden(Some(5_u8), "0105");
    golden(Some(Some(5_u16)), "01010500");
    golden(Some(None::<u16>), "0100");
    golden(Some(()), "01");
    golden(Ok::<u8, String>(4), "0000000004");
    golden(Err::<u8, String>("no".to_owned()), "0100000002000000000000006e6f");
}

#[test]
fn structs_and_tuples() {
    golden((), "");
    golden(Unit, "");
    golden(PhantomData::<String>, "");
    golden(Newtype(258), "0201");
    golden(Pair(-1, "p".to_owned()), "ff010000000000000070");
    golden((1_u8, 2_u16, (true, 'c')), "0102000163");
    golden([1_u16, 2, 3], "010002000300");
    golden([(); 3], "");
    golden([0_u8; 0], "");
    golden(Range { start: 1_u8, end: 9 }, "0109");
    golden(Duration::new(3, 4), "030000000000000004000000");
    golden(Reverse(1_u8), "01");
    golden(
        record(),
        "0700000004000000000000005a6fc3ab0100000000000004c002000000000000000100000000000000610000000000000000030000000101fdffffffffffffff0200000000000000010000000000000078010000000000000001000000000100000000000000790200000000000000020200000009e282ac030100000001020100ffff0001",
    );
    let list = to_vec(&Node::list(3)).unwrap();
    assert_eq!(hex(&list), "010100");
}

#[test]
fn enums() {
    golden(Choice::Unit, "00000000");
    golden(Choice::Newtype(513), "010000000102");
    golden(Choice::Tuple(1, '€'), "0200000001e282ac");
    golden(Choice::Struct { a: true, b: Some(-1) }, "030000000101ffffffffffffffff");
    golden(Choice::Struct { a: false, b: None }, "030000000000");
    golden(Bound::Excluded(3_u8), "0200000003");
    golden(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 1)), "000000007f000001");
}

#[test]
fn sequences() {
    golden(Vec::<u64>::new(), "0000000000000000");
    golden(vec![1_u8, 2, 3], "0300000000000000010203");
    golden(vec![-1.0_f32, 1.0], "0200000000000000000080bf0000803f");
    golden(vec![true, false], "02000000000000000100");
    golden(vec!['x', 'ß'], "020000000000000078c39f");
    golden(
        vec!["x".to_owned(), "yz".to_owned()],
        "02000000000000000100000000000000780200000000000000797a",
    );
    golden(vec![Some(1_u8), None], "0200000000000000010100");
    golden(
        vec![vec![1_u8], vec![], vec![2, 3]],
        "0300000000000000010000000000000001000000000000000002000000000000000203",
    );
    golden(vec![(); 4], "0400000000000000");
    golden(vec![Unit; 2], "0200000000000000");
    golden(vec![Newtype(1), Newtype(2)], "020000000000000001000200");
    golden(vec![(1_u8, 2_u16)], "0100000000000000010200");
    golden(vec![Choice::Unit, Choice::Newtype(1)], "020000000000000000000000010000000100");
    golden(vec![1_i128], "010000000000000001000000000000000000000000000000");
    golden(vec![Blob(vec![1])], "0100000000000000010000000000000001");
    golden(VecDeque::from([1_u8, 2]), "02000000000000000102");
    golden(LinkedList::from([3_u8]), "010000000000000003");
    golden(BTreeSet::from([2_u8, 1]), "02000000000000000102");
}

#[test]
fn maps() {
    golden(BTreeMap::<u8, u8>::new(), "0000000000000000");
    golden(BTreeMap::from([(2_u8, 'b'), (1, 'a')]), "020000000000000001610262");
    golden(BTreeMap::from([((), ())]), "0100000000000000");
    golden(
        BTreeMap::from([
            ("k".to_owned(), BTreeMap::from([(1_u16, vec![0.5_f64])])),
            ("l".to_owned(), BTreeMap::new()),
        ]),
        "020000000000000001000000000000006b010000000000000001000100000000000000000000000000e03f01000000000000006c0000000000000000",
    );
    golden(BTreeMap::from([(Some(1_u8), Ok::<u8, ()>(2))]), "010000000000000001010000000002");
}
