//! Options: of the process, of scopes, and what they do.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use ch5::{
    ByteSize, ErrorKind, ErrorMode, H5Dict, H5List, H5Mode, Options, Value, options, set_options,
};

/// The one test that touches the options of the process.
#[test]
fn scopes_restore_what_was_there_before() {
    let bytes = || options().memory().bytes();
    assert_eq!(bytes(), 250 << 20);
    set_options(Options::new().max_memory_usage("1.5G").unwrap());
    assert_eq!(bytes(), 3 << 29);
    {
        let _outer = options().max_memory_usage(64_000).unwrap().scoped();
        assert_eq!(bytes(), 64_000);
        let panicked = std::panic::catch_unwind(|| {
            let _inner = options().error_mode(ErrorMode::Ignore).scoped();
            assert_eq!(
                (options().errors(), options().memory()),
                (ErrorMode::Ignore, 64_000.into())
            );
            std::panic::resume_unwind(Box::new("left by a panic"));
        });
        assert!(panicked.is_err());
        assert_eq!((options().errors(), bytes()), (ErrorMode::Raise, 64_000));
        // A scope is its thread's own.
        std::thread::spawn(|| assert_eq!(options().memory().bytes(), 3 << 29)).join().unwrap();
    }
    assert_eq!(bytes(), 3 << 29);
    set_options(Options::new());
    assert_eq!(bytes(), 250 << 20);
}

#[test]
fn sizes_have_units() {
    for (text, bytes) in [
        ("1", 1),
        ("12B", 12),
        ("64K", 64 << 10),
        ("64 k", 64 << 10),
        (" 250M ", 250 << 20),
        ("2G", 2 << 30),
        ("0.5M", 1 << 19),
    ] {
        assert_eq!(text.parse::<ByteSize>().unwrap().bytes(), bytes, "{text}");
    }
    for text in
        ["", "K", "0", "0K", "-1K", "1T", "1KB", "many", "1e400G", "inf", "nan", "99999999999G"]
    {
        let error = text.parse::<ByteSize>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value, "{text}");
        assert!(error.to_string().contains("64K"), "{error}");
    }
    assert!(Options::new().max_memory_usage(0).is_err());
    assert!(Options::new().max_memory_usage(-5i64).is_err());
    assert_eq!("raise".parse::<ErrorMode>().unwrap(), ErrorMode::Raise);
    assert_eq!("ignore".parse::<ErrorMode>().unwrap(), ErrorMode::Ignore);
    assert!("other".parse::<ErrorMode>().is_err());
}

#[test]
fn what_cannot_be_read_is_raised_or_left_out() {
    let dir = tempfile::tempdir().unwrap();
    let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    dict.insert("a", &1).unwrap();
    dict.group().soft_link("bad", "/nowhere").unwrap();
    dict.insert("b", &2).unwrap();
    assert_eq!(dict.items().unwrap().count(), 3);
    assert_eq!(dict.values().unwrap().filter(Result::is_err).count(), 1);
    assert!(dict.to_map::<i32, BTreeMap<_, _>>().unwrap_err().is_not_found());
    assert!(dict.to_value().unwrap_err().is_not_found());
    let _scope = options().error_mode(ErrorMode::Ignore).scoped();
    assert_eq!(dict.items().unwrap().count(), 2);
    let map: BTreeMap<String, i32> = dict.to_map().unwrap();
    assert_eq!(map, BTreeMap::from([("a".into(), 1), ("b".into(), 2)]));
    let wanted = vec![("a".into(), Value::Int(1)), ("b".into(), Value::Int(2))];
    assert_eq!(dict.to_value().unwrap(), Value::Record(wanted));
    // What is asked for by name is never left out.
    assert!(dict.get::<i32>("bad").is_err());
}

#[test]
fn a_small_bound_on_memory_gives_the_same_list() {
    let dir = tempfile::tempdir().unwrap();
    let dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    let values: Vec<i32> = (0..5000).map(|i| i * 7919 % 5000).collect();
    let mut list = H5List::create(&dict, "list", &values).unwrap();
    let _scope = options().max_memory_usage("64B").unwrap().scoped();
    list.sort_by_key(|v: &i32| *v).unwrap();
    assert_eq!(list.to_vec::<i32>().unwrap(), (0..5000).collect::<Vec<_>>());
}
