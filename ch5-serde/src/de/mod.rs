//! The serde `Deserializer`: from stored values to the data model.
//!
//! It answers `deserialize_any` from HDF5's types and ch5's marks, so untagged and internally
//! tagged enums, `flatten` and value types work. Members that nobody asks for are never read.

mod access;
mod arena;
mod array;
mod cell;
mod entries;
mod enums;
mod forward;
mod key;
mod time;
mod view;

use std::marker::PhantomData;

use ch5_array::{Block, DType, Dataset, Error, ErrorKind, Result};
use serde::de::{self, DeserializeSeed, Visitor};

pub use arena::Arena;
pub(crate) use cell::row;
pub(crate) use entries::entries;
pub(crate) use enums::{Payload, some_payload};

use crate::column::TextKind;
use crate::read::{Cell, Content, Node, Source, value_view};
use access::{ElementsAccess, ListAccess, MembersAccess, PairsAccess, visit_all};
use forward::{hints, plain_types};
use view::{Hint, Out};

/// Reads any `Deserialize` value from one stored value.
///
/// Most programs call `read_serde`; the type is public for those that drive serde themselves, and
/// for types that borrow text or bytes, which need an [`Arena`].
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_serde::{Deserializer, Node, write_object};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// mod unix {
///     # use serde::{Deserialize, Deserializer};
///     // A function in serde's usual form, which knows nothing of HDF5.
///     pub fn seconds<'de, D: Deserializer<'de>>(input: D) -> Result<u64, D::Error> {
///         u64::deserialize(input).map(|millis| millis / 1000)
///     }
/// }
///
/// write_object(&file, "time", &86_400_000u64)?;
/// let node = Node::of(file.root()?.open("time")?);
/// assert_eq!(unix::seconds(Deserializer::new(node))?, 86_400);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Deserializer<'n, 'de> {
    node: Node<'n>,
    arena: Option<&'de Arena>,
    life: PhantomData<&'de ()>,
}

impl<'n> Deserializer<'n, '_> {
    /// A deserializer for one stored value, for types that own what they hold.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Deserializer, Node};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// ch5_serde::write_object(&file, "x", &vec![1, 2, 3])?;
    /// let node = Node::of(file.root()?.open("x")?);
    /// let x = Vec::<i64>::deserialize(Deserializer::new(node))?;
    /// assert_eq!(x, [1, 2, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(node: Node<'n>) -> Self {
        Self { node, arena: None, life: PhantomData }
    }
}

impl<'n, 'de> Deserializer<'n, 'de> {
    /// A deserializer for a type that borrows text or bytes: what it borrows is kept in `arena`.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// use ch5_serde::{Arena, Deserializer, Node};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// ch5_serde::write_object(&file, "pair", &("left".to_string(), 1.5))?;
    /// let arena = Arena::new();
    /// let node = Node::of(file.root()?.open("pair")?);
    /// let (name, gain) = <(&str, f64)>::deserialize(Deserializer::borrowing(node, &arena))?;
    /// assert_eq!((name, gain), ("left", 1.5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn borrowing(node: Node<'n>, arena: &'de Arena) -> Self {
        Self { node, arena: Some(arena), life: PhantomData }
    }

    pub(crate) fn with(node: Node<'n>, arena: Option<&'de Arena>) -> Self {
        Self { node, arena, life: PhantomData }
    }

    fn read<V: Visitor<'de>>(self, hint: Hint, visitor: V) -> Result<V::Value> {
        let locator = self.node.locator();
        let arena = self.arena;
        let run = || {
            if let Source::Attr(_, attr) = &self.node.source
                && crate::encoded::attr_payload(attr).is_some()
            {
                return Err(bincoded());
            }
            let (content, visit) = self.node.content()?;
            visit_content(content, hint, &Out { arena, visit: &visit }, visitor)
        };
        // Only these have values within.
        let nests =
            matches!(hint, Hint::Any | Hint::Seq | Hint::Map | Hint::Struct(_) | Hint::Array);
        let done = if nests { crate::stack::level(run) } else { run() };
        done.map_err(|e| locator.locate(e))
    }
}

#[cold]
fn bincoded() -> Error {
    Error::new(ErrorKind::WrongType, "the attribute holds a bincode payload")
        .expected("a value that describes itself")
        .help("read it with read_object, as the type's H5Read has it")
}

fn visit_content<'de, V: Visitor<'de>>(
    content: Content<'_>,
    hint: Hint,
    out: &Out<'_, 'de>,
    visitor: V,
) -> Result<V::Value> {
    match content {
        Content::View(view) => view::visit(view, hint, out, visitor),
        Content::Owned(value) => view::visit(value_view(&value), hint, out, visitor),
        Content::Scalar(dataset, _) if hint == Hint::Array => {
            array::visit(&ch5_array::Object::Dataset(dataset), out, visitor)
        }
        Content::Scalar(dataset, kind) => visit_scalar(&dataset, kind, hint, out, visitor),
        Content::Bytes(dataset) => visit_bytes(&dataset, hint, out, visitor),
        Content::Elements(elements, object) => {
            if let (Hint::Bytes, Some(ch5_array::Object::Dataset(d))) = (hint, &object)
                && *d.dtype() == DType::U8
            {
                return visit_bytes(d, hint, out, visitor);
            }
            if let (Hint::Array, Some(object)) = (hint, &object) {
                return array::visit(object, out, visitor);
            }
            if let Some(object) = &object {
                elements.admit(object)?;
            }
            visit_all(ElementsAccess::new(elements, out), visitor)
        }
        Content::List(group, len) => visit_all(ListAccess::new(group, len, out), visitor),
        Content::Members(members) => {
            if hint == Hint::Seq {
                // A foreign list without a mark, or a tuple variant's members.
                if let Ok(len) = crate::read::list_len(&members.group) {
                    return visit_all(ListAccess::new(members.group, len, out), visitor);
                }
            }
            visitor.visit_map(MembersAccess::new(members, hint, out)?)
        }
        Content::Pairs(group) => visitor.visit_map(PairsAccess::open(&group, out)?),
        Content::Variant(name, group, one) => match hint {
            // Read as a struct or map, the group is its members.
            Hint::Struct(_) | Hint::Map => {
                let members = crate::read::Members::new(group)?;
                visitor.visit_map(MembersAccess::new(members, hint, out)?)
            }
            _ => visitor.visit_map(enums::AsMap::new(name, group, one, out)),
        },
        Content::NdArray(object) => array::visit(&object, out, visitor),
        Content::Encoded(object) => Err(object.locate(
            Error::new(ErrorKind::WrongType, "")
                .expected("a value in ch5's layout")
                .found("a bincode payload")
                .help("read it with Bincode<T> or #[h5(bincode)]"),
        )),
        Content::Packed(group) => {
            let tree = crate::packed::Tree::load(&group)?;
            view::visit(tree.root(), hint, out, visitor)
        }
    }
}

fn visit_scalar<'de, V: Visitor<'de>>(
    dataset: &Dataset,
    kind: TextKind,
    hint: Hint,
    out: &Out<'_, 'de>,
    visitor: V,
) -> Result<V::Value> {
    let value = dataset.read_value()?;
    let view = match (&value, kind) {
        (ch5_array::Value::Text(text), TextKind::I128) => crate::read::View::I128(text),
        (ch5_array::Value::Text(text), TextKind::U128) => crate::read::View::U128(text),
        _ => value_view(&value),
    };
    view::visit(view, hint, out, visitor)
}

fn visit_bytes<'de, V: Visitor<'de>>(
    dataset: &Dataset,
    hint: Hint,
    out: &Out<'_, 'de>,
    visitor: V,
) -> Result<V::Value> {
    if dataset.shape().len() != 1 || *dataset.dtype() != DType::U8 {
        return Err(Error::new(ErrorKind::Malformed, "")
            .expected("bytes: a 1-D u8 dataset")
            .found(format!("{} of shape {:?}", dataset.dtype(), dataset.shape())));
    }
    if matches!(hint, Hint::Seq) {
        let elements = crate::read::Elements::open_dataset(dataset)?;
        elements.admit(&ch5_array::Object::Dataset(dataset.clone()))?;
        return visit_all(ElementsAccess::new(Box::new(elements), out), visitor);
    }
    let all = Block::rows(dataset.shape(), 0, dataset.shape()[0]);
    let bytes: Vec<u8> = dataset.read_numbers(Some(&all))?;
    match out.arena {
        Some(arena) => visitor.visit_borrowed_bytes(arena.bytes(&bytes)),
        None => visitor.visit_byte_buf(bytes),
    }
}

impl<'de> de::Deserializer<'de> for Deserializer<'_, 'de> {
    type Error = Error;

    hints! {
        deserialize_any => read Hint::Any,
        deserialize_bool => read Hint::Bool,
        deserialize_i8 => read Hint::Int, deserialize_i16 => read Hint::Int,
        deserialize_i32 => read Hint::Int, deserialize_i64 => read Hint::Int,
        deserialize_u8 => read Hint::Int, deserialize_u16 => read Hint::Int,
        deserialize_u32 => read Hint::Int, deserialize_u64 => read Hint::Int,
        deserialize_i128 => read Hint::I128, deserialize_u128 => read Hint::U128,
        deserialize_f32 => read Hint::F32, deserialize_f64 => read Hint::F64,
        deserialize_char => read Hint::Text, deserialize_str => read Hint::Text,
        deserialize_string => read Hint::Text, deserialize_identifier => read Hint::Text,
        deserialize_bytes => read Hint::Bytes, deserialize_byte_buf => read Hint::Bytes,
        deserialize_unit => read Hint::Unit, deserialize_seq => read Hint::Seq,
        deserialize_map => read Hint::Map,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let locator = self.node.locator();
        let arena = self.arena;
        let done = (|| {
            let node = self.node.open()?;
            if node.is_null()? {
                return visitor.visit_none();
            }
            match enums::some_payload(node)? {
                enums::Payload::Some(inner) | enums::Payload::Other(inner) => {
                    visitor.visit_some(Deserializer::with(inner, arena))
                }
                enums::Payload::Packed(tree, visit) => {
                    let root = Node::cell(Cell::Tree(&tree, 0), &visit);
                    Deserializer::with(root, arena).deserialize_option(visitor)
                }
            }
        })();
        done.map_err(|e| locator.locate(e))
    }

    plain_types!(read);

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let array = name == "Array" && fields == ["v", "dim", "data"];
        if let Some(units) = time::units(name, fields) {
            let node = self.node.open()?;
            if crate::store::is_number(&node)? {
                return time::visit(node, units, fields, visitor);
            }
            return Self { node, ..self }.read(Hint::Struct(fields), visitor);
        }
        self.read(if array { Hint::Array } else { Hint::Struct(fields) }, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let locator = self.node.locator();
        let arena = self.arena;
        let done = crate::stack::level(|| {
            let variant = self.node.variant(name)?;
            visitor.visit_enum(enums::VariantAccess::new(variant, variants, arena))
        });
        done.map_err(|e| locator.locate(e))
    }
}

/// Deserializes a node through a seed.
pub(crate) fn seed<'de, S: DeserializeSeed<'de>>(
    node: Node<'_>,
    arena: Option<&'de Arena>,
    seed: S,
) -> Result<S::Value> {
    seed.deserialize(Deserializer::with(node, arena))
}
