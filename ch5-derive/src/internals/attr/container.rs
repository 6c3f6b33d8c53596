//! The attributes of a struct or enum.

use syn::{Attribute, ExprPath, Path, WherePredicate};

use super::Attrs;
use crate::internals::Ctxt;
use crate::internals::case::Rule;
use crate::internals::symbol::{
    BOUND, CRATE, DEFAULT, DENY_UNKNOWN_FIELDS, MIGRATE, Place, RENAME_ALL, RENAME_ALL_FIELDS,
    REPR, SERDE, TRANSPARENT, VERSION,
};
use crate::internals::value::{Number, predicates};

/// The attributes of a struct or enum.
#[derive(Debug)]
pub(crate) struct Container {
    /// As they were written.
    pub(crate) written: Attrs,
    /// The rule for the names of fields or variants.
    pub(crate) rename_all: Option<Rule>,
    /// The rule for the names of the fields of variants.
    pub(crate) rename_all_fields: Option<Rule>,
    /// The version stored with a value.
    pub(crate) version: Option<Version>,
    /// Missing fields are taken from `Self::default()`.
    pub(crate) default: bool,
    /// A member that is no field is an error.
    pub(crate) deny_unknown_fields: bool,
    /// The only field stands for the whole.
    pub(crate) transparent: bool,
    /// The whole type goes through its own serde impls.
    pub(crate) serde: bool,
    /// What replaces the inferred bounds.
    pub(crate) bound: Option<Vec<WherePredicate>>,
    /// Where ch5 is found.
    pub(crate) krate: Option<Path>,
    /// `#[repr(packed)]`: no reference to a field may be taken.
    pub(crate) packed: bool,
}

/// The version of a type.
#[derive(Debug)]
pub(crate) struct Version {
    /// What is stored.
    pub(crate) number: u32,
    /// What reads other versions.
    pub(crate) migrate: Option<ExprPath>,
}

impl Container {
    /// Reads the attributes of a type.
    pub(crate) fn read(cx: &Ctxt, attributes: &[Attribute]) -> Self {
        let written = Attrs::read(cx, Place::Type, attributes);
        let bound = written.find(BOUND).and_then(|item| item.text(cx));
        let krate = written.find(CRATE);
        Container {
            rename_all: written.rule(cx, RENAME_ALL),
            rename_all_fields: written.rule(cx, RENAME_ALL_FIELDS),
            version: version(cx, &written),
            default: written.flag(cx, DEFAULT),
            deny_unknown_fields: written.flag(cx, DENY_UNKNOWN_FIELDS),
            transparent: written.flag(cx, TRANSPARENT),
            serde: written.flag(cx, SERDE),
            bound: bound.and_then(|text| cx.keep(predicates(&text))),
            krate: krate.and_then(|item| item.path(cx)),
            packed: packed(attributes),
            written,
        }
    }
}

/// The version and what goes with it.
fn version(cx: &Ctxt, written: &Attrs) -> Option<Version> {
    let migrate = written.find(MIGRATE);
    let path = migrate.and_then(|item| item.path(cx));
    let Some(item) = written.find(VERSION) else {
        if let Some(migrate) = migrate {
            cx.error(&migrate.name, "`migrate` needs `version = ...` beside it");
        }
        return None;
    };
    let number = match item.number(cx)? {
        Number::Int(number) => u32::try_from(number).ok().filter(|number| *number > 0),
        Number::Float(_) => None,
    };
    if number.is_none() {
        let expected = "expected a whole number from 1 to 4294967295: \
                        what is stored without a version counts as 0";
        cx.error(item, expected);
    }
    Some(Version { number: number?, migrate: path })
}

/// Whether there is a `#[repr(packed)]`. Mistakes in it are for the compiler to report.
fn packed(attributes: &[Attribute]) -> bool {
    let mut packed = false;
    for attribute in attributes.iter().filter(|a| *a.path() == REPR) {
        let _ = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
            let tokens: proc_macro2::TokenStream = input.parse()?;
            packed |= tokens.into_iter().any(|token| match token {
                proc_macro2::TokenTree::Ident(word) => word == "packed",
                _ => false,
            });
            Ok(())
        });
    }
    packed
}
