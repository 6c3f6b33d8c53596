//! The names of the attributes, and where each may stand.

use std::fmt::{self, Display};

use proc_macro2::Ident;

/// The name of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symbol(&'static str);

/// One constant for each attribute.
macro_rules! symbols {
    ($($name:ident = $text:literal,)*) => {
        $(pub(crate) const $name: Symbol = Symbol($text);)*
    };
}

symbols! {
    ALIAS = "alias",
    ATTR = "attr",
    ATTRS = "attrs",
    BINCODE = "bincode",
    BOUND = "bound",
    CHUNKS = "chunks",
    COMPOUND = "compound",
    COMPRESSION = "compression",
    CRATE = "crate",
    DEFAULT = "default",
    DENSE = "dense",
    DENY_UNKNOWN_FIELDS = "deny_unknown_fields",
    FILL = "fill",
    FLATTEN = "flatten",
    FLETCHER32 = "fletcher32",
    H5 = "h5",
    LIST = "list",
    MAXSHAPE = "maxshape",
    MIGRATE = "migrate",
    PACKED = "packed",
    RENAME = "rename",
    RENAME_ALL = "rename_all",
    RENAME_ALL_FIELDS = "rename_all_fields",
    REPR = "repr",
    SERDE = "serde",
    SHUFFLE = "shuffle",
    SKIP = "skip",
    TABLE = "table",
    TRANSPARENT = "transparent",
    VERSION = "version",
    WITH = "with",
}

/// How the elements of a field are laid out.
pub(crate) const LAYOUTS: &[Symbol] = &[LIST, TABLE, COMPOUND, DENSE, PACKED];

/// Who turns a field into HDF5.
pub(crate) const CODECS: &[Symbol] = &[SERDE, BINCODE, WITH];

/// Properties of the dataset that holds a field.
pub(crate) const DATASET: &[Symbol] = &[CHUNKS, COMPRESSION, SHUFFLE, FLETCHER32, MAXSHAPE, FILL];

/// Where an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// On the struct or enum.
    Type,
    /// On a variant of an enum.
    Variant,
    /// On a field of a struct or of a variant.
    Field,
}

impl Place {
    /// All places.
    pub(crate) const ALL: [Place; 3] = [Place::Type, Place::Variant, Place::Field];

    /// The attributes that may stand here.
    pub(crate) fn known(self) -> &'static [Symbol] {
        match self {
            Place::Type => &[
                RENAME_ALL,
                RENAME_ALL_FIELDS,
                VERSION,
                MIGRATE,
                DEFAULT,
                DENY_UNKNOWN_FIELDS,
                TRANSPARENT,
                SERDE,
                BOUND,
                CRATE,
            ],
            Place::Variant => &[RENAME, ALIAS, RENAME_ALL],
            Place::Field => &[
                RENAME,
                ALIAS,
                DEFAULT,
                SKIP,
                FLATTEN,
                ATTR,
                ATTRS,
                CHUNKS,
                COMPRESSION,
                SHUFFLE,
                FLETCHER32,
                MAXSHAPE,
                FILL,
                LIST,
                TABLE,
                COMPOUND,
                DENSE,
                PACKED,
                SERDE,
                BINCODE,
                WITH,
            ],
        }
    }

    /// Whether an attribute of this name may stand here.
    pub(crate) fn takes(self, name: &Ident) -> bool {
        self.known().iter().any(|symbol| name == symbol)
    }

    /// What stands here, with its article.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Place::Type => "a struct or enum",
            Place::Variant => "a variant",
            Place::Field => "a field",
        }
    }
}

impl Symbol {
    /// The name itself.
    pub(crate) fn name(self) -> &'static str {
        self.0
    }
}

impl PartialEq<Symbol> for Ident {
    fn eq(&self, other: &Symbol) -> bool {
        self == other.0
    }
}

impl PartialEq<Symbol> for syn::Path {
    fn eq(&self, other: &Symbol) -> bool {
        self.is_ident(other.0)
    }
}

impl Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
