//! The attributes of a variant.

use syn::{Attribute, LitStr};

use super::Attrs;
use crate::internals::Ctxt;
use crate::internals::case::Rule;
use crate::internals::symbol::{Place, RENAME_ALL};

/// The attributes of a variant.
#[derive(Debug)]
pub(crate) struct Variant {
    /// As they were written.
    pub(crate) written: Attrs,
    /// The stored name.
    pub(crate) rename: Option<LitStr>,
    /// Further names accepted when reading.
    pub(crate) aliases: Vec<LitStr>,
    /// The rule for the names of the fields.
    pub(crate) rename_all: Option<Rule>,
}

impl Variant {
    /// Reads the attributes of a variant.
    pub(crate) fn read(cx: &Ctxt, attributes: &[Attribute]) -> Self {
        let written = Attrs::read(cx, Place::Variant, attributes);
        let (rename, aliases) = written.renames(cx);
        Variant { rename, aliases, rename_all: written.rule(cx, RENAME_ALL), written }
    }
}
