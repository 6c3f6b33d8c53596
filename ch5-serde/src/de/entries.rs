//! The entries of a map whose values are `H5Read`.

use ch5_array::{DType, Error, ErrorKind, Result};
use serde::de::DeserializeOwned;

use super::access::Run;
use super::key::KeyDeserializer;
use crate::read::{Cell, Content, Node, Source, View, Visit, value_view};
use crate::store::H5Read;

/// Calls `add` with each entry of a map.
pub(crate) fn entries<K: DeserializeOwned, V: H5Read, M: Default>(
    node: Node<'_>,
    mut add: impl FnMut(&mut M, K, V),
) -> Result<M> {
    let locator = node.locator();
    let done = (|| {
        let (content, visit) = node.content()?;
        let mut all = M::default();
        match content {
            Content::Members(members) => {
                for (entry, key) in members.entries()? {
                    let key = K::deserialize(KeyDeserializer::new(&key, None))
                        .map_err(|e| members.group.locate_member(entry.name(), e))?;
                    let source = Source::Member(members.group.clone(), entry);
                    add(&mut all, key, V::__get(Node::deeper(source, &visit))?);
                }
            }
            Content::Pairs(group) => {
                let mut keys = Run::open(&group, "keys")?;
                let mut values = Run::open(&group, "values")?;
                while let Some(key) = keys.read(&visit, None, std::marker::PhantomData::<K>)? {
                    let value = values.take(&visit, |node| V::__get(node))?.ok_or_else(|| {
                        Error::new(ErrorKind::Malformed, "a map has more keys than values")
                    })?;
                    add(&mut all, key, value);
                }
            }
            Content::View(view) => from_view(view, &visit, &mut all, &mut add)?,
            Content::Owned(value) => from_view(value_view(&value), &visit, &mut all, &mut add)?,
            Content::Scalar(dataset, _) if matches!(dataset.dtype(), DType::Compound(_)) => {
                from_view(value_view(&dataset.read_value()?), &visit, &mut all, &mut add)?;
            }
            Content::Packed(group) => {
                let tree = crate::packed::Tree::load(&group)?;
                from_view(tree.root(), &visit, &mut all, &mut add)?;
            }
            other => return Err(not_a_map(&other.kind())),
        }
        Ok(all)
    })();
    done.map_err(|e| locator.locate(e))
}

fn from_view<K: DeserializeOwned, V: H5Read, M>(
    view: View<'_>,
    visit: &Visit,
    all: &mut M,
    add: &mut impl FnMut(&mut M, K, V),
) -> Result<()> {
    match view {
        View::Map(map) => {
            for i in 0..map.len() {
                let Some((key, value)) = map.entry(i) else { break };
                add(all, read_key(key, visit)?, V::__get(Node::cell(value, visit))?);
            }
            Ok(())
        }
        View::Record(record) => {
            for i in 0..record.len() {
                let Some((name, cell)) = record.entry(i) else { break };
                if !matches!(cell.view()?, View::Absent) {
                    let key = K::deserialize(KeyDeserializer::new(name, None))?;
                    let value = V::__get(Node::cell(cell, visit))
                        .map_err(|e| e.nest(&format!(".{name}")))?;
                    add(all, key, value);
                }
            }
            Ok(())
        }
        other => Err(not_a_map(other.kind())),
    }
}

fn read_key<K: DeserializeOwned>(key: Cell<'_>, visit: &Visit) -> Result<K> {
    match key.view()? {
        View::Text(text) => K::deserialize(KeyDeserializer::new(text, None)),
        _ => Node::cell(key, visit).serde(),
    }
}

fn not_a_map(found: &str) -> Error {
    Error::new(ErrorKind::WrongType, "").expected("a map").found(found)
}
