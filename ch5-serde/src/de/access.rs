//! Sequences and maps in a file, element by element.

use std::collections::HashSet;

use ch5_array::{Entry, Error, ErrorKind, Group, Object, Result};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::cell::seed as read_cell;
use super::key::KeyDeserializer;
use super::view::{Hint, Out};
use super::{Arena, seed as read_seed};
use crate::read::{Elements, Members, Node, Source, Visit};

/// Gives a sequence to a visitor, which has to take all of it.
pub(crate) fn visit_all<'de, A, V>(mut access: A, visitor: V) -> Result<V::Value>
where
    A: SeqAccess<'de, Error = Error>,
    V: Visitor<'de>,
{
    let total = access.size_hint().unwrap_or(0);
    let value = visitor.visit_seq(&mut access)?;
    match access.size_hint() {
        None | Some(0) => Ok(value),
        Some(left) => Err(Error::new(ErrorKind::Shape, "")
            .expected(format!("{} elements", total - left.min(total)))
            .found(format!("{total}"))),
    }
}

/// Elements of packed sequences.
pub(crate) struct ElementsAccess<'o, 'v, 'de> {
    elements: Box<Elements>,
    out: &'o Out<'v, 'de>,
}

impl<'o, 'v, 'de> ElementsAccess<'o, 'v, 'de> {
    pub(crate) fn new(elements: Box<Elements>, out: &'o Out<'v, 'de>) -> Self {
        Self { elements, out }
    }
}

impl<'de> SeqAccess<'de> for ElementsAccess<'_, '_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let index = self.elements.index();
        let Some(cell) = self.elements.next()? else { return Ok(None) };
        read_cell(cell, self.out, seed).map(Some).map_err(|e| e.nest(&format!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.elements.left()).ok()
    }
}

/// Members of a list group.
pub(crate) struct ListAccess<'o, 'v, 'de> {
    group: Group,
    len: u64,
    next: u64,
    out: &'o Out<'v, 'de>,
}

impl<'o, 'v, 'de> ListAccess<'o, 'v, 'de> {
    pub(crate) fn new(group: Group, len: u64, out: &'o Out<'v, 'de>) -> Self {
        Self { group, len, next: 0, out }
    }
}

impl<'de> SeqAccess<'de> for ListAccess<'_, '_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        if self.next >= self.len {
            return Ok(None);
        }
        let source = Source::Member(self.group.clone(), self.next.to_string().into());
        self.next += 1;
        read_seed(Node::deeper(source, self.out.visit), self.out.arena, seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.len - self.next).ok()
    }
}

/// Members of a group by name; attributes with the names of missing fields stand for them.
pub(crate) struct MembersAccess<'o, 'v, 'de> {
    members: Members,
    keys: std::vec::IntoIter<(Entry, String)>,
    attrs: std::vec::IntoIter<String>,
    link: Option<Found>,
    out: &'o Out<'v, 'de>,
}

enum Found {
    Link(Entry),
    Attr(String),
}

impl<'o, 'v, 'de> MembersAccess<'o, 'v, 'de> {
    pub(crate) fn new(members: Members, hint: Hint, out: &'o Out<'v, 'de>) -> Result<Self> {
        let keys = members.entries()?;
        let mut attrs = Vec::new();
        if let Hint::Struct(fields) = hint
            && members.group.identity()?.attributes > 0
        {
            let have: HashSet<&str> = keys.iter().map(|(_, key)| key.as_str()).collect();
            attrs = members.group.attrs().names()?;
            attrs.retain(|name| fields.contains(&name.as_str()) && !have.contains(name.as_str()));
        }
        Ok(Self { members, keys: keys.into_iter(), attrs: attrs.into_iter(), link: None, out })
    }
}

impl<'de> MapAccess<'de> for MembersAccess<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        let (found, key) = match (self.keys.next(), &mut self.attrs) {
            (Some((link, key)), _) => (Found::Link(link), key),
            (None, attrs) => match attrs.next() {
                Some(name) => (Found::Attr(name.clone()), name),
                None => return Ok(None),
            },
        };
        self.link = Some(found);
        seed.deserialize(KeyDeserializer::new(&key, self.out.arena)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        let group = &self.members.group;
        let node = match self.link.take() {
            Some(Found::Link(link)) => {
                Node::deeper(Source::Member(group.clone(), link), self.out.visit)
            }
            Some(Found::Attr(name)) => {
                let object = Object::Group(group.clone());
                match object.attrs().read(&name)? {
                    Some(attr) => Node::attr(&object, &name, attr),
                    None => return Err(gone()),
                }
            }
            None => return Err(gone()),
        };
        read_seed(node, self.out.arena, seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.keys.len() + self.attrs.len())
    }
}

fn gone() -> Error {
    Error::new(ErrorKind::Custom, "a value was asked for before its key")
}

/// A map as two sequences.
pub(crate) struct PairsAccess<'o, 'v, 'de> {
    keys: Run,
    values: Run,
    out: &'o Out<'v, 'de>,
}

/// One of the two sequences: packed, or a list group.
pub(crate) enum Run {
    Elements(Elements),
    List(Group, u64, u64),
}

impl Run {
    pub(crate) fn open(group: &Group, name: &str) -> Result<Self> {
        let object = group.open(name)?;
        if let Object::Group(list) = &object
            && list.attrs().text(crate::tag::H5_TYPE)?.as_deref() == Some("list")
        {
            return Ok(Self::List(list.clone(), 0, crate::read::list_len(list)?));
        }
        let store = crate::read::Store::open(&object, crate::read::Opening::STRICT)?;
        match store {
            Some(store) => {
                let elements = Elements::new(store);
                elements.admit(&object)?;
                Ok(Self::Elements(elements))
            }
            None => Err(object.locate(
                Error::new(ErrorKind::Malformed, "").expected("a sequence").found("another object"),
            )),
        }
    }

    fn left(&self) -> u64 {
        match self {
            Self::Elements(elements) => elements.left(),
            Self::List(_, next, len) => len - next,
        }
    }

    /// Takes the next element.
    pub(crate) fn take<R>(
        &mut self,
        visit: &Visit,
        read: impl FnOnce(Node<'_>) -> Result<R>,
    ) -> Result<Option<R>> {
        match self {
            Self::Elements(elements) => match elements.next()? {
                Some(cell) => read(Node::cell(cell, visit)).map(Some),
                None => Ok(None),
            },
            Self::List(group, next, len) => {
                if next == len {
                    return Ok(None);
                }
                let source = Source::Member(group.clone(), next.to_string().into());
                *next += 1;
                read(Node::deeper(source, visit)).map(Some)
            }
        }
    }

    pub(crate) fn read<'de, S: DeserializeSeed<'de>>(
        &mut self,
        visit: &Visit,
        arena: Option<&'de Arena>,
        seed: S,
    ) -> Result<Option<S::Value>> {
        self.take(visit, |node| read_seed(node, arena, seed))
    }
}

impl<'o, 'v, 'de> PairsAccess<'o, 'v, 'de> {
    pub(crate) fn open(group: &Group, out: &'o Out<'v, 'de>) -> Result<Self> {
        let (keys, values) = (Run::open(group, "keys")?, Run::open(group, "values")?);
        if keys.left() != values.left() {
            return Err(group.locate(
                Error::new(ErrorKind::Malformed, "a map's keys and values differ in number")
                    .expected(format!("{} values", keys.left()))
                    .found(format!("{}", values.left())),
            ));
        }
        Ok(Self { keys, values, out })
    }
}

impl<'de> MapAccess<'de> for PairsAccess<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>> {
        self.keys.read(self.out.visit, self.out.arena, seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value> {
        self.values.read(self.out.visit, self.out.arena, seed)?.ok_or_else(gone)
    }

    fn size_hint(&self) -> Option<usize> {
        usize::try_from(self.keys.left()).ok()
    }
}
