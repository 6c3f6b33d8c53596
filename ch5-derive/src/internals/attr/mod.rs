//! The `#[h5(...)]` attributes of types, variants and fields.

mod container;
mod field;
mod options;
mod variant;

use proc_macro2::Ident;

pub(crate) use self::container::Container;
pub(crate) use self::field::{Codec, Default, Field};
pub(crate) use self::options::{Compression, Layout, Options};
pub(crate) use self::variant::Variant;

use super::case::Rule;
use super::meta::{self, Item};
use super::symbol::{ALIAS, Place, Symbol};
use super::{Ctxt, suggest};

pub(crate) use super::value::{AttrValue, MaxExtent, Number};

/// The attributes of one type, variant or field: known there, and none given twice.
#[derive(Debug)]
pub(crate) struct Attrs {
    items: Vec<Item>,
}

impl Attrs {
    /// Reads the attributes in this place; those that are out of place are reported.
    fn read(cx: &Ctxt, place: Place, attributes: &[syn::Attribute]) -> Self {
        let mut items: Vec<Item> = Vec::new();
        for item in meta::items(cx, attributes) {
            let name = &item.name;
            if !place.takes(name) {
                cx.error(name, suggest::unknown(place, name));
            } else if *name != ALIAS && items.iter().any(|known| known.name == *name) {
                cx.error(name, format_args!("duplicate h5 attribute `{name}`"));
            } else {
                items.push(item);
            }
        }
        Attrs { items }
    }

    /// The attribute of this name.
    fn find(&self, symbol: Symbol) -> Option<&Item> {
        self.items.iter().find(|item| item.name == symbol)
    }

    /// The attribute of this name that takes no value: whether it is there.
    fn flag(&self, cx: &Ctxt, symbol: Symbol) -> bool {
        self.find(symbol).is_some_and(|item| item.flag(cx))
    }

    /// The renaming rule under this name.
    fn rule(&self, cx: &Ctxt, symbol: Symbol) -> Option<Rule> {
        let text = self.find(symbol)?.text(cx)?;
        let rule = Rule::named(&text.value());
        cx.keep(rule.map_err(|message| syn::Error::new_spanned(text, message)))
    }

    /// The stored name, if given, and the further ones.
    fn renames(&self, cx: &Ctxt) -> (Option<syn::LitStr>, Vec<syn::LitStr>) {
        let rename = self.find(super::symbol::RENAME);
        let aliases = self.items.iter().filter(|item| item.name == ALIAS);
        (
            rename.and_then(|item| item.stored_name(cx)),
            aliases.filter_map(|item| item.stored_name(cx)).collect(),
        )
    }

    /// The names of the attributes, as they were written and in that order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> {
        self.items.iter().map(|item| &item.name)
    }

    /// Where the attribute of this name was written.
    pub(crate) fn at(&self, symbol: Symbol) -> Option<&Ident> {
        self.find(symbol).map(|item| &item.name)
    }
}
