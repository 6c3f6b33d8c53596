//! Bincoded payloads in opaque datasets.

use ch5_array::{Attr, Chunks, DType, Error, ErrorKind, Group, NewDataset, Object, Result, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bincode::{self, Limits};
use crate::read::{Node, Source};
use crate::tag::{self, Kind};
use crate::write::{Slot, Target, put_attrs};

/// The codec's name and version, as stored.
const CODEC: &str = "bincode1";
const VERSION: u32 = 1;
const TYPE: &str = "__ch5_type__";
const SHAPE: &str = "__ch5_shape__";
const CODEC_VERSION: &str = "__ch5_codec_version__";
/// What an attribute's payload begins with.
const MAGIC: &[u8] = b"ch5:bincode1:1\n";

/// Untagged one-byte opaque: a tag could not be read by h5py.
fn opaque() -> DType {
    DType::Opaque { size: 1, tag: String::new() }
}

fn refused(e: bincode::CodecError) -> Error {
    Error::new(ErrorKind::Custom, format!("bincode: {e}")).because(e)
}

fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    bincode::to_vec(value, &Limits::default()).map_err(refused)
}

/// Puts a payload; it is decoded again first, so that what cannot be read is never written.
pub(crate) fn write<T: Serialize + DeserializeOwned>(slot: Slot<'_>, value: &T) -> Result<()> {
    let opts = slot.opts;
    let (group, name) = match slot.target {
        Target::Member { group, name } => (group, name),
        Target::Attr { group, name } => return write_attr(group, name, value),
        Target::Cell(_) | Target::Tree { .. } => {
            let bytes = encode(value)?;
            bincode::from_slice::<T>(&bytes, &Limits::default()).map_err(refused)?;
            return slot.bytes(&bytes);
        }
        _ => return Err(Error::new(ErrorKind::NeedsGroup, "")),
    };
    let place = |e: Error| group.locate_member(&name, e);
    let bytes = encode(value).map_err(place)?;
    bincode::from_slice::<T>(&bytes, &Limits::default())
        .map_err(|e| place(refused(e).help("store the value through serde's layout instead")))?;
    let len = bytes.len() as u64;
    let mut new: NewDataset = opts.dataset(opaque(), &[len]).attributes(true);
    if opts.chunks.is_none() {
        new = new.chunks(Chunks::Shape(vec![len.clamp(1, 1 << 20)]));
    }
    let dataset = group.create_dataset(&name, &new)?;
    dataset.write_bytes(&opaque(), None, &bytes)?;
    let attrs = dataset.attrs();
    attrs.write_text(tag::KIND, Kind::Encoded.as_str())?;
    attrs.write_text(tag::CODEC, CODEC)?;
    attrs.write_numbers(CODEC_VERSION, &[], &[VERSION])?;
    if let Some(shape) = bincode::shape_hash::<T>() {
        attrs.write_text(TYPE, shape.name.unwrap_or(""))?;
        attrs.write_numbers(SHAPE, &[], &[shape.hash])?;
    }
    put_attrs(&Object::Dataset(dataset), opts)
}

/// Puts a payload into an attribute, where codec and version stand before it.
pub(crate) fn write_attr<T: Serialize + ?Sized>(
    group: &Group,
    name: &str,
    value: &T,
) -> Result<()> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(encode(value)?);
    group.attrs().write_bytes(name, &opaque(), &[bytes.len() as u64], &bytes)
}

/// The payload of an attribute that [`write_attr`] wrote.
pub(crate) fn attr_payload(attr: &Attr) -> Option<Vec<u8>> {
    if !matches!(attr.dtype, DType::Opaque { size: 1, .. }) {
        return None;
    }
    let bytes: Option<Vec<u8>> = attr
        .values
        .iter()
        .map(|v| match v {
            Value::Bytes(b) => b.first().copied(),
            _ => None,
        })
        .collect();
    bytes?.strip_prefix(MAGIC).map(<[u8]>::to_vec)
}

/// Decodes a payload.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    bincode::from_slice(bytes, &Limits::default())
        .map_err(|e| Error::new(ErrorKind::Malformed, format!("bincode: {e}")).because(e))
}

/// Reads a payload, after checking that codec, version and the type's shape are ours.
pub(crate) fn read<T: DeserializeOwned>(node: Node<'_>) -> Result<T> {
    let locator = node.locator();
    let done = (|| {
        node.open()?.unpacked(|node| match &node.source {
            Source::Attr(_, attr) => match attr_payload(attr) {
                Some(bytes) => decode(&bytes),
                None => Err(wrong("another attribute")),
            },
            Source::Object(object @ Object::Dataset(dataset)) => {
                let attrs = object.attrs();
                if attrs.text(tag::KIND)?.as_deref() != Some(Kind::Encoded.as_str()) {
                    return Err(wrong("another dataset"));
                }
                let codec = attrs.text(tag::CODEC)?.unwrap_or_default();
                let version = attrs.number(CODEC_VERSION)?.unwrap_or(0);
                if codec != CODEC || version != u64::from(VERSION) {
                    return Err(Error::new(ErrorKind::Unsupported, "")
                        .expected(format!("codec {CODEC}, version {VERSION}"))
                        .found(format!("codec {codec:?}, version {version}")));
                }
                check_shape::<T>(object)?;
                if dataset.shape().len() != 1
                    || !matches!(dataset.dtype(), DType::Opaque { size: 1, .. })
                {
                    return Err(wrong(&format!(
                        "{} of shape {:?}",
                        dataset.dtype(),
                        dataset.shape()
                    )));
                }
                let len = dataset.size()?;
                dataset.file().limits().check_result(len, dataset.storage_size())?;
                let mut bytes = vec![0; usize::try_from(len).unwrap_or(0)];
                dataset.read_bytes_into(&opaque(), None, &mut bytes)?;
                decode(&bytes)
            }
            Source::Cell(_) => {
                let bytes: crate::store::Bytes = node.serde()?;
                decode(&bytes.0)
            }
            _ => Err(wrong("a group")),
        })
    })();
    done.map_err(|e| locator.locate(e))
}

fn check_shape<T: DeserializeOwned>(object: &Object) -> Result<()> {
    let Some(stored) = object.attrs().number(SHAPE)? else { return Ok(()) };
    let Some(shape) = bincode::shape_hash::<T>() else { return Ok(()) };
    if stored == shape.hash {
        return Ok(());
    }
    let name = object.attrs().text(TYPE)?.unwrap_or_default();
    Err(Error::new(
        ErrorKind::WrongType,
        "the payload is of another type, or of one with other fields",
    )
    .expected(format!("{} ({:016x})", shape.name.unwrap_or("the type"), shape.hash))
    .found(format!("{name} ({stored:016x})"))
    .help("bincode depends on the order of fields: read it with the type that wrote it"))
}

fn wrong(found: &str) -> Error {
    Error::new(ErrorKind::WrongType, "").expected("a bincode payload").found(found)
}
