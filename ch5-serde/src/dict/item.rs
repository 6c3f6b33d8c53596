//! What a key leads to, before its type is known.

use std::fmt;

use ch5_array::{H5Array, Object, Result, Value};

use super::{H5Dict, tree::Tree};
use crate::list::H5List;
use crate::read::{Content, Node, Source};

/// What a key leads to. Lists, arrays and maps are not loaded.
///
/// ```
/// # use ch5_array::H5Mode;
/// # use ch5_serde::H5Dict;
/// # let dir = tempfile::tempdir()?;
/// # let mut dict = H5Dict::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// use ch5_serde::Item;
///
/// fn describe(item: &Item) -> ch5_array::Result<String> {
///     Ok(match item {
///         Item::Dict(map) => format!("{} keys", map.len()?),
///         Item::List(list) => format!("{} elements", list.len()?),
///         Item::Array(array) => format!("{:?}", array.shape()),
///         other => format!("{other:?}"),
///     })
/// }
///
/// dict.insert("gain", &1.5)?;
/// dict.insert("image", &ndarray::arr2(&[[1, 2], [3, 4]]))?;
/// dict.insert("mixed", &vec![Some(1), None])?;
/// let all: Vec<_> = dict.values()?.map(|item| describe(&item?)).collect::<Result<_, _>>()?;
/// assert_eq!(all, ["1.5", "[2, 2]", "2 elements"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Item {
    /// A group with members by name.
    Dict(H5Dict),
    /// A sequence in columns or in a group of numbered members.
    List(H5List),
    /// A dataset with dimensions.
    Array(H5Array),
    /// A single value, `None` included; an element of a packed list, whatever it is.
    Value(Value),
}

impl Item {
    /// Finds out what an object is.
    pub(crate) fn of(object: Object) -> Result<Self> {
        let node = Node::of(object.clone());
        let list = |object: &Object| H5List::of_object(object).map(Self::List);
        Ok(match node.content()?.0 {
            Content::View(_) => Self::Value(Value::Null),
            Content::Owned(value) => Self::Value(value),
            Content::Scalar(dataset, _) => Self::Value(dataset.read_value()?),
            Content::Bytes(dataset) => Self::Array(H5Array::new(dataset)?),
            Content::Elements(_, Some(Object::Dataset(d)))
            | Content::NdArray(Object::Dataset(d))
            | Content::Encoded(Object::Dataset(d)) => Self::Array(H5Array::new(d)?),
            Content::List(..) | Content::Elements(..) => list(&object)?,
            _ => match object {
                Object::Group(group) => Self::Dict(H5Dict::new(group)?),
                Object::Dataset(d) => Self::Array(H5Array::new(d)?),
            },
        })
    }
}

impl Item {
    /// Finds out what an element of a list is.
    pub(crate) fn of_node(node: Node<'_>) -> Result<Self> {
        if let Source::Object(object) = node.source {
            return Self::of(object);
        }
        node.serde::<Tree>().map(|tree| Self::Value(tree.0))
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dict(_) => f.write_str("{...}"),
            Self::List(list) => write!(f, "{list:?}"),
            Self::Array(array) => write!(f, "{}{:?}", array.dtype(), array.shape()),
            Self::Value(value) => f.write_str(&crate::show::value(value)),
        }
    }
}
