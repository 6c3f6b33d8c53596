//! Enums and options.

use ch5_array::{Error, ErrorKind, Group, Object, Result};
use serde::de::{self, DeserializeSeed, MapAccess, Visitor};

use super::key::KeyDeserializer;
use super::view::Out;
use super::{Arena, Deserializer, seed as read_seed};
use crate::packed::Tree;
use crate::read::{Node, Source, VariantReader, View, Visit};
use crate::tag::{self, Kind};

/// What an option that is not null holds.
pub(crate) enum Payload<'a> {
    /// It is a `Some` written out, as its value is null itself.
    Some(Node<'a>),
    /// Anything else is the value.
    Other(Node<'a>),
    /// A packed tree has yet to say whether it holds a value.
    Packed(Box<Tree>, Visit),
}

/// Looks through a written-out `Some`.
pub(crate) fn some_payload(node: Node<'_>) -> Result<Payload<'_>> {
    match &node.source {
        Source::Cell(cell) => {
            if let View::Variant("Some", inner) = cell.view()?
                && !inner.is_absent()?
            {
                return Ok(Payload::Some(Node::cell(inner, &node.visit)));
            }
        }
        Source::Object(Object::Group(group)) if group.identity()?.attributes > 0 => {
            let kind = group.attrs().text(tag::KIND)?;
            match kind.as_deref().and_then(Kind::parse) {
                Some(Kind::Enum)
                    if group.attrs().text(tag::VARIANT)?.as_deref() == Some("Some") =>
                {
                    let inner = group.open("value")?;
                    return Ok(Payload::Some(Node::deeper(Source::Object(inner), &node.visit)));
                }
                Some(Kind::Packed) => {
                    let visit = node.visit.inside(&node.locator());
                    return Ok(Payload::Packed(Box::new(Tree::load(group)?), visit));
                }
                _ => {}
            }
        }
        _ => {}
    }
    Ok(Payload::Other(node))
}

/// A variant and its data, for serde.
pub(crate) struct VariantAccess<'n, 'de> {
    variant: VariantReader<'n>,
    known: &'static [&'static str],
    arena: Option<&'de Arena>,
}

impl<'n, 'de> VariantAccess<'n, 'de> {
    pub(crate) fn new(
        variant: VariantReader<'n>,
        known: &'static [&'static str],
        arena: Option<&'de Arena>,
    ) -> Self {
        Self { variant, known, arena }
    }
}

impl<'de> de::EnumAccess<'de> for VariantAccess<'_, 'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self)> {
        let name = self.variant.name();
        let index = seed.deserialize(KeyDeserializer::new(name, self.arena))?;
        Ok((index, self))
    }
}

impl<'de> de::VariantAccess<'de> for VariantAccess<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        let _ = self.known;
        self.variant.unit()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value> {
        read_seed(self.variant.newtype()?, self.arena, seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value> {
        de::Deserializer::deserialize_seq(
            Deserializer::with(self.variant.whole(), self.arena),
            visitor,
        )
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        de::Deserializer::deserialize_struct(
            Deserializer::with(self.variant.whole(), self.arena),
            "",
            fields,
            visitor,
        )
    }
}

/// A variant as a map of one entry, for those that ask what it is.
pub(crate) struct AsMap<'o, 'v, 'de> {
    name: String,
    group: Option<Group>,
    /// One value, not several members.
    one: bool,
    out: &'o Out<'v, 'de>,
}

impl<'o, 'v, 'de> AsMap<'o, 'v, 'de> {
    pub(crate) fn new(name: String, group: Group, one: bool, out: &'o Out<'v, 'de>) -> Self {
        Self { name, group: Some(group), one, out }
    }
}

impl<'de> MapAccess<'de> for AsMap<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        if self.group.is_none() {
            return Ok(None);
        }
        seed.deserialize(KeyDeserializer::new(&self.name, self.out.arena)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        let Some(group) = self.group.take() else {
            return Err(Error::new(ErrorKind::Custom, "a value was asked for before its key"));
        };
        let visit = self.out.visit;
        let node = if self.one {
            Node::deeper(Source::Member(group, "value".to_owned().into()), visit)
        } else if crate::read::list_len(&group).is_ok_and(|len| len > 0) {
            Node { source: Source::Numbered(group), visit: visit.clone() }
        } else {
            Node { source: Source::Members(group, None), visit: visit.clone() }
        };
        read_seed(node, self.out.arena, seed)
    }
}
