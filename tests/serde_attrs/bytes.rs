//! Bytes in serde's sense.

use std::collections::BTreeMap;

use ch5::{read_serde, write_serde};
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf, Bytes};

use crate::everywhere::{everywhere, temp};

fn buf(bytes: &[u8]) -> ByteBuf {
    ByteBuf::from(bytes)
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Blob {
    #[serde(with = "serde_bytes")]
    data: Vec<u8>,
    #[serde(with = "serde_bytes")]
    maybe: Option<Vec<u8>>,
    plain: Vec<u8>,
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
#[serde(untagged)]
enum Either {
    Text(String),
    Bytes(ByteBuf),
}

#[test]
fn byte_buffers() {
    everywhere(&[buf(b"abc"), buf(b""), buf(&[0, 255])]);
    everywhere(&[buf(b"")]);
    everywhere(&[Some(buf(b"")), None, Some(buf(b"x"))]);
    everywhere(&[vec![buf(b"a"), buf(b"")], vec![]]);
    everywhere(&[ByteArray::new([1u8, 2, 3])]);
    everywhere(&[
        Blob { data: vec![1, 2], maybe: None, plain: vec![3] },
        Blob { data: vec![], maybe: Some(vec![]), plain: vec![] },
        Blob { data: vec![0; 300], maybe: Some(vec![9]), plain: vec![1; 5] },
    ]);
    // A type that takes both decides by what it takes first: these bytes are no text.
    everywhere(&[
        Either::Bytes(buf(b"\xff\0")),
        Either::Text("t".into()),
        Either::Bytes(buf(b"\xfe")),
    ]);
    everywhere(&[BTreeMap::from([(buf(b"k\0"), 1), (buf(b""), 2)]), BTreeMap::new()]);
}

#[test]
fn bytes_and_lists_of_u8_read_as_each_other() {
    let (_dir, file) = temp();
    write_serde(&file, "bytes", &Bytes::new(b"abc")).unwrap();
    write_serde(&file, "list", &vec![97u8, 98, 99]).unwrap();
    write_serde(&file, "many", &vec![buf(b"a"), buf(b"bc")]).unwrap();
    write_serde(&file, "lists", &vec![vec![97u8], vec![98, 99]]).unwrap();
    for name in ["bytes", "list"] {
        assert_eq!(read_serde::<Vec<u8>>(&file, name).unwrap(), b"abc");
        assert_eq!(read_serde::<ByteBuf>(&file, name).unwrap(), buf(b"abc"));
    }
    for name in ["many", "lists"] {
        assert_eq!(read_serde::<Vec<Vec<u8>>>(&file, name).unwrap(), [&b"a"[..], b"bc"]);
        assert_eq!(read_serde::<Vec<ByteBuf>>(&file, name).unwrap(), [buf(b"a"), buf(b"bc")]);
    }
    assert_eq!(read_serde::<ch5::Bytes>(&file, "bytes").unwrap().0, b"abc");
}
