//! Trees of scalars as columns: `path`, `kind`, `index`, and the values by type.
//!
//! Row by row, parents before children: the path of the node, what it is, and where its value
//! stands among the values of its type. Containers are rows too, so that empty ones survive.

mod build;
mod tree;

use ch5_array::{Error, ErrorKind, Object, Result};

pub(crate) use build::TreeBuilder;
pub(crate) use tree::Tree;

use crate::tag::Kind;
use crate::write::{Slot, Target, put_attrs};

/// What a node of a packed tree is; the numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Leaf {
    Null = 0,
    False = 1,
    True = 2,
    Int = 3,
    Uint = 4,
    Float = 5,
    F32 = 6,
    Text = 7,
    I128 = 8,
    U128 = 9,
    Map = 10,
    List = 11,
    Variant = 12,
    Bytes = 13,
    /// A map whose keys are not text: keys and values in turn, numbered.
    Pairs = 14,
}

impl Leaf {
    const ALL: [Self; 15] = [
        Self::Null,
        Self::False,
        Self::True,
        Self::Int,
        Self::Uint,
        Self::Float,
        Self::F32,
        Self::Text,
        Self::I128,
        Self::U128,
        Self::Map,
        Self::List,
        Self::Variant,
        Self::Bytes,
        Self::Pairs,
    ];
}

/// Puts a tree of scalars into a member as columns.
pub(crate) fn write(slot: Slot<'_>, put: impl FnOnce(Slot<'_>) -> Result<()>) -> Result<()> {
    let opts = slot.opts;
    let Target::Member { group, name } = &slot.target else {
        // Inside columns everything is packed already.
        return put(slot.with_opts(crate::opts::FieldOpts::NONE));
    };
    let place = |e: Error| {
        if e.kind() != ErrorKind::NeedsGroup {
            return group.locate_member(name, e);
        }
        group.locate_member(
            name,
            Error::new(ErrorKind::WrongType, "a packed value")
                .expected("a tree of numbers, text, lists and maps of them")
                .found("an array or another value that needs a group of its own")
                .help("drop packed for this field"),
        )
    };
    let mut tree = TreeBuilder::new(group.file().limits().depth);
    let root = Slot::new(
        Target::Tree { tree: &mut tree, end: 0 },
        crate::opts::FieldOpts::NONE,
        slot.depth,
    );
    put(root).and_then(|()| tree.check_paths()).map_err(place)?;
    let made = group.create_group(name)?;
    Kind::Packed.mark(&made)?;
    tree.finish(&made)?;
    put_attrs(&Object::Group(made), opts)
}
