//! Every type of the standard library that ch5 stores, num-complex's and half's; each alone, in
//! sequences, in tables, in packed trees and as a key.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::fmt::Debug;
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Saturating, Wrapping};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ch5::hdf5::types::{FloatSize, IntSize, TypeDescriptor};
use ch5::{
    ErrorKind, File, H5Store, H5Write, Packed, read_object, read_serde, write_object, write_serde,
};
use half::f16;
use num_complex::Complex;

use crate::support::{dataset, group, kind, members, refused, round, temp, text_attr};

/// Round trips in every container.
fn everywhere<T: H5Store + Clone + PartialEq + Debug>(file: &File, name: &str, values: &[T]) {
    for (i, value) in values.iter().enumerate() {
        round(file, &format!("{name} {i}"), value);
        round(file, &format!("{name} packed {i}"), &Packed(value.clone()));
        round(file, &format!("{name} some {i}"), &Some(value.clone()));
    }
    let all = values.to_vec();
    round(file, &format!("{name} vec"), &all);
    round(file, &format!("{name} empty"), &Vec::<T>::new());
    round(
        file,
        &format!("{name} options"),
        &all.iter().cloned().map(Some).chain([None]).collect::<Vec<_>>(),
    );
    round(file, &format!("{name} nested"), &vec![all.clone(), vec![], all.clone()]);
    round(
        file,
        &format!("{name} pairs"),
        &all.iter().map(|v| (1u8, v.clone())).collect::<Vec<_>>(),
    );
    round(file, &format!("{name} pair"), &(values[0].clone(), values[0].clone()));
    round(file, &format!("{name} mixed"), &("x".to_owned(), values[0].clone()));
    round(file, &format!("{name} map"), &BTreeMap::from([("k".to_owned(), all.clone())]));
    #[derive(H5Store, Debug, PartialEq)]
    struct Row<T> {
        before: u8,
        value: T,
        #[h5(attr)]
        after: u8,
    }
    let row = |v: &T| Row { before: 1, value: v.clone(), after: 2 };
    round(file, &format!("{name} rows"), &values.iter().map(row).collect::<Vec<_>>());
    round(file, &format!("{name} row"), &row(&values[0]));
}

#[test]
fn numbers() {
    let t = temp();
    let f = &t.file;
    everywhere(f, "i8", &[i8::MIN, 0, i8::MAX]);
    everywhere(f, "i16", &[i16::MIN, 0, i16::MAX]);
    everywhere(f, "i32", &[i32::MIN, 0, i32::MAX]);
    everywhere(f, "i64", &[i64::MIN, 0, i64::MAX]);
    everywhere(f, "u8", &[0, u8::MAX]);
    everywhere(f, "u16", &[0, u16::MAX]);
    everywhere(f, "u32", &[0, u32::MAX]);
    everywhere(f, "u64", &[0, u64::MAX]);
    everywhere(f, "isize", &[isize::MIN, 0, isize::MAX]);
    everywhere(f, "usize", &[0, usize::MAX]);
    everywhere(f, "i128", &[i128::MIN, 0, i128::MAX]);
    everywhere(f, "u128", &[0, u128::MAX]);
    everywhere(f, "f16", &[f16::MIN, f16::from_f32(0.5), f16::INFINITY]);
    everywhere(f, "f32", &[f32::MIN, 0.1, f32::MIN_POSITIVE, f32::NEG_INFINITY]);
    everywhere(f, "f64", &[f64::MIN, 0.1, f64::MIN_POSITIVE, f64::INFINITY]);
    everywhere(f, "bool", &[true, false]);
    everywhere(f, "c64", &[Complex::new(1.0f32, -0.5), Complex::new(0.0, f32::MAX)]);
    everywhere(f, "c128", &[Complex::new(1.0f64, -0.5), Complex::new(0.0, f64::MAX)]);
    let of = |name: &str| kind(&dataset(f, name));
    assert_eq!(of("isize 0"), TypeDescriptor::Integer(IntSize::U8));
    assert_eq!(of("usize vec"), TypeDescriptor::Unsigned(IntSize::U8));
    assert_eq!(of("f16 vec"), TypeDescriptor::Float(FloatSize::U2));
    assert_eq!(of("bool 0"), TypeDescriptor::Boolean);
    assert_eq!(of("i128 0"), TypeDescriptor::VarLenUnicode);
    assert_eq!(read_object::<String>(f, "i128 0").unwrap(), i128::MIN.to_string());
    assert!(matches!(of("c64 vec"), TypeDescriptor::Compound(_)));
}

#[test]
fn numbers_keep_their_bits() {
    let t = temp();
    let nan = f64::from_bits(0x7ff8_dead_beef_0001);
    for (name, value) in [("nan", nan), ("zero", -0.0), ("tiny", f64::from_bits(1))] {
        write_object(&t.file, name, &value).unwrap();
        assert_eq!(read_object::<f64>(&t.file, name).unwrap().to_bits(), value.to_bits());
        let list = format!("{name} list");
        write_object(&t.file, &list, &vec![value]).unwrap();
        assert_eq!(read_object::<Vec<f64>>(&t.file, &list).unwrap()[0].to_bits(), value.to_bits());
    }
}

#[test]
fn text() {
    let t = temp();
    let f = &t.file;
    everywhere(f, "String", &["a".to_owned(), String::new(), "ü€𝄞 \n\t".to_owned()]);
    everywhere(f, "char", &['a', '𝄞', '\n']);
    everywhere(f, "PathBuf", &[PathBuf::from("/a/b c"), PathBuf::new()]);
    everywhere(f, "Box<str>", &[Box::<str>::from("a")]);
    everywhere(f, "Rc<str>", &[Rc::<str>::from("a")]);
    everywhere(f, "Arc<str>", &[Arc::<str>::from("a")]);
    everywhere(f, "Cow", &[Cow::Borrowed("a"), Cow::Owned("b".to_owned())]);
    everywhere::<IpAddr>(f, "IpAddr", &["127.0.0.1".parse().unwrap(), "::1".parse().unwrap()]);
    everywhere(f, "Ipv4Addr", &[Ipv4Addr::LOCALHOST]);
    everywhere(f, "Ipv6Addr", &[Ipv6Addr::LOCALHOST]);
    everywhere::<SocketAddr>(
        f,
        "SocketAddr",
        &["127.0.0.1:80".parse().unwrap(), "[::1]:80".parse().unwrap()],
    );
    everywhere::<SocketAddrV4>(f, "SocketAddrV4", &["127.0.0.1:80".parse().unwrap()]);
    everywhere::<SocketAddrV6>(f, "SocketAddrV6", &["[::1]:80".parse().unwrap()]);
    write_object(f, "str", "borrowed").unwrap();
    write_object(f, "Path", std::path::Path::new("/x")).unwrap();
    assert_eq!(read_object::<String>(f, "str").unwrap(), "borrowed");
    assert_eq!(read_object::<PathBuf>(f, "Path").unwrap(), PathBuf::from("/x"));
    let e = refused(read_object::<Ipv4Addr>(f, "str"), "/str");
    assert_eq!(e.kind(), ErrorKind::Value);
    let e = refused(read_object::<char>(f, "str"), "/str");
    assert_eq!(e.kind(), ErrorKind::Value);
    assert_eq!(read_object::<char>(f, "String 1").unwrap_err().kind(), ErrorKind::Value);
}

#[test]
fn pointers_and_wrappers() {
    let t = temp();
    let f = &t.file;
    everywhere(f, "Box", &[Box::new(1u8)]);
    everywhere(f, "Rc", &[Rc::new(1u8)]);
    everywhere(f, "Arc", &[Arc::new(1u8)]);
    everywhere(f, "Box<[T]>", &[vec![1u8, 2].into_boxed_slice(), Box::new([])]);
    everywhere(f, "Rc<[T]>", &[Rc::<[u8]>::from([1u8, 2])]);
    everywhere(f, "Arc<[T]>", &[Arc::<[String]>::from(["a".to_owned()])]);
    everywhere(f, "Cow<[T]>", &[Cow::<'static, [f64]>::Owned(vec![1.0])]);
    everywhere(f, "Wrapping", &[Wrapping(200u8)]);
    everywhere(f, "Saturating", &[Saturating(-1i64)]);
    everywhere(f, "Cell", &[Cell::new(1u8)]);
    everywhere(f, "RefCell", &[RefCell::new("x".to_owned())]);
    everywhere(f, "unit", &[()]);
    everywhere(f, "PhantomData", &[PhantomData::<String>]);
    everywhere(f, "Option", &[Some(1u8), None]);
    everywhere(f, "Option<Option>", &[Some(Some(1u8)), Some(None), None]);
    everywhere(f, "Option<()>", &[Some(()), None]);
    everywhere(f, "Result", &[Ok(1u8), Err("no".to_owned())]);
    everywhere(f, "NonZero", &[NonZero::new(1u8).unwrap(), NonZero::<u8>::MAX]);
    everywhere(f, "NonZeroI128", &[NonZero::<i128>::MIN]);
    everywhere(f, "Range", &[1..4, 0..0]);
    everywhere(f, "RangeInclusive", &[1.5..=4.0]);
    let (one, two): (&u8, &mut u8) = (&1, &mut 2);
    write_object(f, "ref", &one).unwrap();
    write_object(f, "mut", &two).unwrap();
    write_object(f, "slice", &[1u8, 2][..]).unwrap();
    assert_eq!(read_object::<u8>(f, "mut").unwrap(), 2);
    assert_eq!(read_object::<Vec<u8>>(f, "slice").unwrap(), [1, 2]);
    write_object(f, "zero", &0u8).unwrap();
    let e = refused(read_object::<NonZero<u8>>(f, "zero"), "/zero");
    assert_eq!(e.kind(), ErrorKind::Value);
    write_object(f, "Mutex", &Mutex::new(vec![1u8])).unwrap();
    write_object(f, "RwLock", &RwLock::new(2u8)).unwrap();
    assert_eq!(read_object::<Mutex<Vec<u8>>>(f, "Mutex").unwrap().into_inner().unwrap(), [1]);
    assert_eq!(read_object::<RwLock<u8>>(f, "RwLock").unwrap().into_inner().unwrap(), 2);
    let cell = RefCell::new(1u8);
    let held = cell.borrow_mut();
    assert!(write_object(f, "held", &cell).is_err());
    drop(held);
}

#[test]
fn collections() {
    let t = temp();
    let f = &t.file;
    everywhere(f, "Vec", &[vec![1u8, 2], vec![]]);
    everywhere(f, "VecDeque", &[VecDeque::from([1u8, 2])]);
    everywhere(f, "LinkedList", &[LinkedList::from([1u8, 2])]);
    everywhere(f, "BTreeSet", &[BTreeSet::from([1u8, 2]), BTreeSet::new()]);
    everywhere(f, "HashSet", &[HashSet::<String>::from(["a".into(), "b".into()])]);
    everywhere(f, "BTreeMap", &[BTreeMap::from([("a".to_owned(), 1u8)]), BTreeMap::new()]);
    everywhere(f, "HashMap", &[HashMap::from([(1u8, 2u8), (3, 4)])]);
    everywhere(f, "keys", &[BTreeMap::from([((1u8, 'x'), 1.5), ((2, 'y'), 2.5)])]);
    everywhere(f, "array", &[[1u8, 2, 3]]);
    everywhere(f, "matrix", &[[[1u8, 2], [3, 4]]]);
    everywhere(f, "empty array", &[[0u8; 0]]);
    everywhere(f, "texts", &[["a".to_owned(), "b".to_owned()]]);
    write_object(f, "heap", &BinaryHeap::from([3u8, 1, 2])).unwrap();
    assert_eq!(read_object::<BinaryHeap<u8>>(f, "heap").unwrap().into_sorted_vec(), [1, 2, 3]);
    everywhere(f, "Bytes", &[ch5::Bytes(vec![1, 2]), ch5::Bytes(vec![])]);
    everywhere(f, "Bincode", &[ch5::Bincode(Some((1u8, 'x'))), ch5::Bincode(None)]);
    everywhere(f, "Serde", &[ch5::Serde(vec![Some(1u8), None])]);
    let e = refused(read_object::<[u8; 2]>(f, "array 0"), "/array 0");
    assert_eq!(e.kind(), ErrorKind::Shape);
}

#[test]
fn tuples_of_every_length() {
    let t = temp();
    macro_rules! tuples {
        ($($name:literal: $tuple:expr, $uniform:expr;)*) => {$(
            everywhere(&t.file, concat!("mixed ", $name), &[$tuple]);
            everywhere(&t.file, concat!("uniform ", $name), &[$uniform]);
            assert_eq!(dataset(&t.file, concat!("uniform ", $name, " 0")).shape().len(), 1);
        )*};
    }
    let s = String::new;
    tuples! {
        "1": (s(),), (1u8,);
        "2": (1u8, s()), (1u8, 2u8);
        "3": (1u8, s(), 2.5), (1u8, 2u8, 3u8);
        "4": (1u8, s(), 2.5, 'x'), (1u8, 2u8, 3u8, 4u8);
        "5": (1u8, s(), 2.5, 'x', 5u16), (1u8, 2u8, 3u8, 4u8, 5u8);
        "6": (1u8, s(), 2.5, 'x', 5, 6), (1u8, 2u8, 3u8, 4u8, 5u8, 6u8);
        "7": (1u8, s(), 2.5, 'x', 5, 6, 7), (1u8, 2u8, 3u8, 4u8, 5u8, 6u8, 7u8);
        "8": (1u8, s(), 2.5, 'x', 5, 6, 7, 8), (1u8, 2u8, 3u8, 4u8, 5u8, 6u8, 7u8, 8u8);
        "9": (1u8, s(), 2.5, 'x', 5, 6, 7, 8, 9), (1u8, 2u8, 3u8, 4u8, 5u8, 6u8, 7u8, 8u8, 9u8);
        "10": (1u8, s(), 2.5, 'x', 5, 6, 7, 8, 9, true), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        "11": (1u8, s(), 2.5, 'x', 5, 6, 7, 8, 9, true, ()), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        "12": (1u8, s(), 2.5, 'x', 5, 6, 7, 8, 9, true, (), Some(1)), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }
    assert_eq!(text_attr(&group(&t.file, "mixed 3 0"), "__h5_type__"), "list");
    assert_eq!(members(&t.file, "mixed 3 0"), ["0", "1", "2"]);
}

#[test]
fn times_are_integers_with_units() {
    let t = temp();
    let f = &t.file;
    let times = [Duration::ZERO, Duration::new(3, 7), Duration::from_nanos(i64::MAX as u64)];
    everywhere(f, "Duration", &times);
    let instants = [UNIX_EPOCH, UNIX_EPOCH + times[1], UNIX_EPOCH - times[1]];
    everywhere(f, "SystemTime", &instants);
    for name in ["Duration 1", "Duration vec"] {
        assert_eq!(text_attr(&dataset(f, name), "units"), "nanoseconds");
        assert_eq!(kind(&dataset(f, name)), TypeDescriptor::Integer(IntSize::U8));
    }
    assert_eq!(dataset(f, "Duration 1").read_scalar::<i64>().unwrap(), 3_000_000_007);
    let since = "nanoseconds since 1970-01-01T00:00:00Z";
    assert_eq!(text_attr(&dataset(f, "SystemTime vec"), "units"), since);
    assert_eq!(dataset(f, "SystemTime 2").read_scalar::<i64>().unwrap(), -3_000_000_007);

    let e = refused(write_object(f, "long", &Duration::MAX), "/long");
    assert_eq!(e.kind(), ErrorKind::Value);
    let e = refused(write_object(f, "long", &vec![Duration::ZERO, Duration::MAX]), "/long[1]");
    assert_eq!(e.kind(), ErrorKind::Value);
}

#[test]
fn times_in_other_units() {
    let t = temp();
    let f = &t.file;
    let number = |name: &str, value: i64, units: &str| {
        write_object(f, name, &value).unwrap();
        let attr =
            dataset(f, name).new_attr::<ch5::hdf5::types::VarLenUnicode>().create("units").unwrap();
        attr.write_scalar(&crate::support::text(units)).unwrap();
    };
    number("ms", 1500, "milliseconds");
    number("since", 86_400, "seconds since 1970-01-01 00:00:00");
    number("mm", 3, "mm");
    number("negative", -3, "s");
    number("huge", i64::MAX, "days");
    assert_eq!(read_object::<Duration>(f, "ms").unwrap(), Duration::from_millis(1500));
    let day = UNIX_EPOCH + Duration::from_secs(86_400);
    assert_eq!(read_object::<SystemTime>(f, "since").unwrap(), day);
    for (name, expected) in [
        ("mm", ErrorKind::Unsupported),
        ("since", ErrorKind::Unsupported),
        ("negative", ErrorKind::Value),
        ("huge", ErrorKind::Value),
    ] {
        let e = refused(read_object::<Duration>(f, name), &format!("/{name}"));
        assert_eq!(e.kind(), expected, "{e}");
    }
    assert_eq!(refused(read_object::<SystemTime>(f, "ms"), "/ms").kind(), ErrorKind::Unsupported);
    // A field cannot say something else.
    #[derive(H5Store, Debug)]
    struct Wrong {
        #[h5(attrs(units = "hours"))]
        time: Duration,
    }
    let wrong = write_object(f, "w", &Wrong { time: Duration::ZERO });
    assert_eq!(refused(wrong, "/w/time").kind(), ErrorKind::Unsupported);
}

#[test]
fn times_of_either_traits() {
    let t = temp();
    let f = &t.file;
    let times = vec![Duration::new(3, 7), Duration::ZERO];
    let instants = vec![UNIX_EPOCH + times[0], UNIX_EPOCH];
    write_object(f, "d1", &times[0]).unwrap();
    write_object(f, "d2", &times).unwrap();
    write_object(f, "s1", &instants[0]).unwrap();
    write_object(f, "s2", &instants).unwrap();
    assert_eq!(read_serde::<Duration>(f, "d1").unwrap(), times[0]);
    assert_eq!(read_serde::<Vec<Duration>>(f, "d2").unwrap(), times);
    assert_eq!(read_serde::<SystemTime>(f, "s1").unwrap(), instants[0]);
    assert_eq!(read_serde::<Vec<SystemTime>>(f, "s2").unwrap(), instants);
    write_serde(f, "d3", &times[0]).unwrap();
    write_serde(f, "d4", &times).unwrap();
    write_serde(f, "s3", &instants[0]).unwrap();
    write_serde(f, "s4", &instants).unwrap();
    for name in ["d3", "s3"] {
        assert_eq!(members(f, name).len(), 2, "serde's own form");
    }
    assert_eq!(read_object::<Duration>(f, "d3").unwrap(), times[0]);
    assert_eq!(read_object::<Vec<Duration>>(f, "d4").unwrap(), times);
    assert_eq!(read_object::<SystemTime>(f, "s3").unwrap(), instants[0]);
    assert_eq!(read_object::<Vec<SystemTime>>(f, "s4").unwrap(), instants);
    // Complex numbers are pairs there.
    write_serde(f, "c1", &(1.5, -2.5)).unwrap();
    write_serde(f, "c2", &vec![(1.5, -2.5), (0.0, 1.0)]).unwrap();
    let c = [Complex::new(1.5, -2.5), Complex::new(0.0, 1.0)];
    assert_eq!(read_object::<Complex<f64>>(f, "c1").unwrap(), c[0]);
    assert_eq!(read_object::<Vec<Complex<f64>>>(f, "c2").unwrap(), c);
    write_object(f, "c3", &c.to_vec()).unwrap();
    assert_eq!(read_serde::<Vec<(f64, f64)>>(f, "c3").unwrap(), [(1.5, -2.5), (0.0, 1.0)]);
}

#[test]
fn numbers_of_other_widths_are_read_where_they_fit() {
    let t = temp();
    let f = &t.file;
    write_object(f, "n", &200u8).unwrap();
    write_object(f, "v", &vec![1u64, 300]).unwrap();
    assert_eq!(read_object::<i64>(f, "n").unwrap(), 200);
    assert_eq!(read_object::<u128>(f, "n").unwrap(), 200);
    assert_eq!(read_object::<f32>(f, "n").unwrap(), 200.0);
    assert_eq!(read_object::<usize>(f, "n").unwrap(), 200);
    assert_eq!(refused(read_object::<i8>(f, "n"), "/n").kind(), ErrorKind::Value);
    assert_eq!(refused(read_object::<Vec<u8>>(f, "v"), "/v[1]").kind(), ErrorKind::Value);
    assert_eq!(read_object::<Vec<usize>>(f, "v").unwrap(), [1, 300]);
    assert_eq!(read_object::<Vec<f64>>(f, "v").unwrap(), [1.0, 300.0]);
    write_object(f, "x", &0.1f64).unwrap();
    assert_eq!(refused(read_object::<f32>(f, "x"), "/x").kind(), ErrorKind::Value);
    assert_eq!(refused(read_object::<i32>(f, "x"), "/x").kind(), ErrorKind::WrongType);
    write_object(f, "big", &u64::MAX).unwrap();
    assert_eq!(refused(read_object::<f64>(f, "big"), "/big").kind(), ErrorKind::Value);
    assert_eq!(refused(read_object::<isize>(f, "big"), "/big").kind(), ErrorKind::Value);
    write_object(f, "flag", &1u8).unwrap();
    assert!(read_object::<bool>(f, "flag").unwrap());
}

#[test]
fn values_behind_references_to_traits() {
    let t = temp();
    let values: [&dyn H5Write; 3] = [&1u8, &"x", &vec![1.5]];
    for (i, value) in values.into_iter().enumerate() {
        write_object(&t.file, &i.to_string(), value).unwrap();
    }
    assert_eq!(read_object::<Vec<f64>>(&t.file, "2").unwrap(), [1.5]);
}
