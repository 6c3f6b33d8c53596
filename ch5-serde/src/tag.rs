//! The attributes by which ch5 and its neighbours mark objects.

use ch5_array::{Group, Result};

/// What a group or dataset stands for, where its HDF5 type does not say it.
pub(crate) const KIND: &str = "__ch5_kind__";
/// The name of the variant that a group holds.
pub(crate) const VARIANT: &str = "__ch5_variant__";
/// The version of the user's struct.
pub(crate) const VERSION: &str = "__ch5_version__";
/// The number of rows of a table without columns.
pub(crate) const ROWS: &str = "__ch5_rows__";
/// The codec of an encoded payload.
pub(crate) const CODEC: &str = "__ch5_codec__";
/// ch5mpy's mark; only `list` is ever written.
pub(crate) const H5_TYPE: &str = "__h5_type__";
/// anndata's mark.
pub(crate) const ENCODING: &str = "encoding-type";
/// anndata's version of the mark.
pub(crate) const ENCODING_VERSION: &str = "encoding-version";

/// What [`KIND`] may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 1-D `u8` dataset that was given as bytes.
    Bytes,
    /// Text of a 128-bit integer.
    I128,
    U128,
    /// A variant of an enum with data: one `value`, or its fields.
    Enum,
    /// The same with one field that is called `value`.
    EnumFields,
    /// `{keys, values}`: a map whose keys are not text.
    Map,
    /// `{values, mask}` and, where some are absent, `absent`.
    Nullable,
    /// `{values, offsets}`: lists one after the other.
    Ragged,
    /// The same for byte strings.
    RaggedBytes,
    /// `{keys, values, offsets}`: maps one after the other.
    RaggedMap,
    /// Columns of records.
    Table,
    /// Columns of tuples, named "0", "1", ...
    TupleTable,
    /// `{kind, index, ...}`: values of several types.
    Union,
    /// The same for the variants of one enum.
    Variants,
    /// A tree of scalars in columns.
    Packed,
    /// An n-dimensional array that came from serde.
    NdArray,
    /// A payload of a codec.
    Encoded,
    /// A tuple in a group.
    Tuple,
}

impl Kind {
    const ALL: [(Self, &'static str); 18] = [
        (Self::Bytes, "bytes"),
        (Self::I128, "i128"),
        (Self::U128, "u128"),
        (Self::Enum, "enum"),
        (Self::EnumFields, "enum-fields"),
        (Self::Map, "map"),
        (Self::Nullable, "nullable"),
        (Self::Ragged, "ragged"),
        (Self::RaggedBytes, "ragged-bytes"),
        (Self::RaggedMap, "ragged-map"),
        (Self::Table, "table"),
        (Self::TupleTable, "tuple-table"),
        (Self::Union, "union"),
        (Self::Variants, "variants"),
        (Self::Packed, "packed"),
        (Self::NdArray, "ndarray"),
        (Self::Encoded, "encoded"),
        (Self::Tuple, "tuple"),
    ];

    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind)
    }

    pub(crate) fn mark(self, group: &Group) -> Result<()> {
        group.attrs().write_text(KIND, self.as_str())
    }
}

/// Marks a group for anndata.
pub(crate) fn encoding(group: &Group, name: &str, version: &str) -> Result<()> {
    group.attrs().write_text(ENCODING, name)?;
    group.attrs().write_text(ENCODING_VERSION, version)
}

/// True for attributes that say how an object is laid out, which are written anew with it.
pub(crate) fn is_ours(name: &str) -> bool {
    name.starts_with("__ch5_")
        || [H5_TYPE, ENCODING, ENCODING_VERSION, "_index", "column-order", "dtype"].contains(&name)
}
