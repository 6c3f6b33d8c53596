//! Where the codec does more than bincode 1.3.3, and the shapes of types.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::DeserializeSeed;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::{Kind, Shape, deserialize_seed, shape_hash};
use super::{
    Choice, CodecError, First, Limits, Newtype, Pair, Record, Unit, fails, from_slice, to_vec,
};

/// A sequence that announces one length and writes another.
struct Announced(Option<usize>, u8);

impl Serialize for Announced {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(self.0)?;
        for i in 0..self.1 {
            seq.serialize_element(&i)?;
        }
        seq.end()
    }
}

/// A map of unknown length, with one key more than values if so wished.
struct Streamed(bool);

impl Serialize for Streamed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(&1_u8, &Announced(None, 2))?;
        map.serialize_entry(&2_u8, &Announced(None, 0))?;
        if self.0 {
            map.serialize_key(&3_u8)?;
        }
        map.end()
    }
}

#[test]
fn lengths_are_corrected() {
    for announced in [None, Some(0), Some(3), Some(usize::MAX)] {
        let bytes = to_vec(&(Announced(announced, 3), 9_u8)).unwrap();
        assert_eq!(bytes, to_vec(&(vec![0_u8, 1, 2], 9_u8)).unwrap());
    }
    let map = BTreeMap::from([(1_u8, vec![0_u8, 1]), (2, vec![])]);
    assert_eq!(to_vec(&Streamed(false)).unwrap(), to_vec(&map).unwrap());
    fails(to_vec(&Streamed(true)), "at byte 29: a map got 3 keys but 2 values");
}

#[derive(Debug, Serialize, Deserialize)]
struct Flat {
    a: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[test]
fn flatten_is_written_but_not_read() {
    let rest = BTreeMap::from([("b".to_owned(), 2)]);
    let bytes = to_vec(&Flat { a: 1, rest }).unwrap();
    let map = BTreeMap::from([("a".to_owned(), 1_u8), ("b".to_owned(), 2)]);
    assert_eq!(from_slice::<BTreeMap<String, u8>>(&bytes).unwrap(), map);
    fails(
        from_slice::<Flat>(&bytes),
        "at byte 8: the type asks the payload what it holds (`deserialize_identifier`), \
         which a payload without field names and types cannot tell; serde's untagged and \
         internally tagged enums, `flatten` and types like serde_json::Value do this: \
         store the value through the serde layout instead",
    );
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    A(u8),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "t")]
enum Tagged {
    A { x: u8 },
}

#[test]
fn self_describing_types_are_not_read() {
    let bytes = to_vec(&(Untagged::A(1), Tagged::A { x: 1 })).unwrap();
    let any = Kind::NeedsSelfDescribing("deserialize_any");
    let error = from_slice::<Untagged>(&bytes).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (&any, Some(0)));
    let error = from_slice::<Tagged>(&bytes).unwrap_err();
    assert_eq!(error.kind(), &any);
    let error = from_slice::<serde::de::IgnoredAny>(&bytes).unwrap_err();
    let ignored = Kind::NeedsSelfDescribing("deserialize_ignored_any");
    assert_eq!(error.kind(), &ignored);
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Skips {
    #[serde(skip)]
    never: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maybe: Option<u8>,
    always: u8,
}

#[test]
fn skipped_fields() {
    let mut value = Skips { never: 0, maybe: Some(1), always: 2 };
    assert_eq!(to_vec(&value).unwrap(), [1, 1, 2]);
    assert_eq!(from_slice::<Skips>(&[1, 1, 2]).unwrap(), value);
    value.maybe = None;
    fails(
        to_vec(&value),
        "at byte 0: field `maybe` is left out by `skip_serializing_if`, and a payload \
         without field names could not be read back: \
         store the value through the serde layout instead",
    );
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Borrowing<'a> {
    text: &'a str,
    bytes: &'a [u8],
    #[serde(borrow)]
    cow: Cow<'a, str>,
}

#[test]
fn text_and_bytes_are_borrowed() {
    let bytes = to_vec(&("text", "bytes", "cow")).unwrap();
    let value: Borrowing<'_> = from_slice(&bytes).unwrap();
    assert_eq!(value.text.as_ptr(), bytes[8..].as_ptr());
    assert_eq!(value.bytes.as_ptr(), bytes[20..].as_ptr());
    assert!(matches!(value.cow, Cow::Borrowed("cow")));
}

#[test]
fn formatted_text() {
    struct Formatted;
    impl Serialize for Formatted {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            assert!(!serializer.is_human_readable());
            serializer.collect_str(&format_args!("{}-{}", 12, "é"))
        }
    }
    struct Broken;
    impl std::fmt::Display for Broken {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            Err(std::fmt::Error)
        }
    }
    impl Serialize for Broken {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }
    assert_eq!(to_vec(&Formatted).unwrap(), to_vec("12-é").unwrap());
    fails(to_vec(&Broken), "at byte 8: the value's Display failed");
    let limits = Limits { bytes: 10, ..Limits::default() };
    let error = super::super::to_vec(&Formatted, &limits).unwrap_err();
    assert!(matches!(error.kind(), Kind::Limit { limit: 10, .. }));
}

#[test]
fn seeds() {
    struct Times(u8);
    impl<'de> DeserializeSeed<'de> for Times {
        type Value = u8;
        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u8, D::Error> {
            assert!(!deserializer.is_human_readable());
            u8::deserialize(deserializer).map(|v| v * self.0)
        }
    }
    let limits = Limits::default();
    assert_eq!(deserialize_seed(Times(3), &[5], &limits).unwrap(), 15);
}

#[test]
fn errors_are_small_and_travel() {
    fn travels<T: std::error::Error + Send + Sync + 'static>() {}
    travels::<CodecError>();
    assert_eq!(size_of::<Result<(), CodecError>>(), size_of::<usize>());
}

#[test]
fn long_sequences() {
    // Long enough for their memory to be estimated, of equal and of growing elements.
    let equal: Vec<u32> = (0..5000).collect();
    let growing: Vec<String> = (0..3000).map(|i| "x".repeat(i / 10)).collect();
    let shrinking: Vec<String> = growing.iter().rev().cloned().collect();
    let map: BTreeMap<u32, String> = (0..).zip(growing.clone()).collect();
    let value = (equal, growing, shrinking, map);
    let bytes = to_vec(&value).unwrap();
    let size = |texts: &[String]| texts.iter().map(|text| 8 + text.len()).sum::<usize>();
    let texts = 2 * size(&value.1) + size(&value.2);
    assert_eq!(bytes.len(), 4 * 8 + 5000 * 4 + 3000 * 4 + texts);
    let limits = Limits { bytes: bytes.len(), ..Limits::default() };
    assert_eq!(super::super::to_vec(&value, &limits).unwrap(), bytes);
    assert_eq!(
        from_slice::<(Vec<u32>, Vec<String>, Vec<String>, BTreeMap<u32, String>)>(&bytes).unwrap(),
        value
    );
}

#[test]
fn unread_elements() {
    assert!(from_slice::<First>(&to_vec(&[7_u8][..]).unwrap()).is_ok());
    fails(
        from_slice::<First>(&to_vec(&[7_u8, 8, 9][..]).unwrap()),
        "at byte 0: sequence holds 3 elements but the type left 2 of them unread",
    );
}

#[test]
fn shapes() {
    let shape = |name, hash| Some(Shape { name, hash });
    assert_eq!(shape_hash::<Record>(), shape(Some("Record"), 0x612b_6ceb_b81f_f844));
    assert_eq!(shape_hash::<Choice>(), shape(Some("Choice"), 0xedd0_2684_3abe_04fc));
    assert_eq!(shape_hash::<Newtype>(), shape(Some("Newtype"), 0x51a9_19a3_099c_af3b));
    assert_eq!(shape_hash::<Pair>(), shape(Some("Pair"), 0x83c1_f0df_826d_6933));
    assert_eq!(shape_hash::<Unit>(), shape(Some("Unit"), 0x462e_124b_1ee3_bc79));
    assert_eq!(shape_hash::<Flat>(), shape(None, 0x1f41_d3a2_ce84_31ea));
    assert_eq!(shape_hash::<Vec<u8>>(), shape(None, 0x2d3f_6c18_d427_9459));
    assert_eq!(shape_hash::<(u8, u8)>(), shape(None, 0xfc3f_8977_d6b0_fb28));
    assert_eq!(shape_hash::<&str>(), shape(None, 0xaf28_d319_1dba_397d));
    assert_eq!(shape_hash::<f64>(), shape(None, 0xcb3e_a27a_242c_21bc));
    assert_eq!(shape_hash::<Untagged>(), shape(None, 0x970a_3883_b59b_cdf6));
}

mod other {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[allow(dead_code)]
    pub(super) struct Pair {
        pub(super) a: u8,
        pub(super) b: u8,
    }

    #[derive(Deserialize)]
    #[serde(rename = "Pair")]
    #[allow(dead_code)]
    pub(super) struct Swapped {
        pub(super) b: u8,
        pub(super) a: u8,
    }

    #[derive(Deserialize)]
    #[serde(rename = "Pair")]
    #[allow(dead_code)]
    pub(super) struct Joined {
        pub(super) ab: u8,
    }
}

#[test]
fn shapes_differ() {
    struct Silent;
    impl<'de> Deserialize<'de> for Silent {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Ok(Self)
        }
    }
    assert_eq!(shape_hash::<Silent>(), None);
    let pair = shape_hash::<other::Pair>().unwrap();
    assert_eq!(pair.name, Some("Pair"));
    for other in
        [shape_hash::<other::Swapped>(), shape_hash::<other::Joined>(), shape_hash::<Pair>()]
    {
        let other = other.unwrap();
        assert_eq!(other.name, Some("Pair"));
        assert_ne!(other.hash, pair.hash);
    }
    assert_eq!(shape_hash::<String>(), shape_hash::<&str>());
    assert_ne!(shape_hash::<(u8, u8)>(), shape_hash::<(u8, u8, u8)>());
    assert_ne!(shape_hash::<PhantomData<u8>>(), shape_hash::<()>());
}
