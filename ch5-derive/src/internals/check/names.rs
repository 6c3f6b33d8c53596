//! Stored names: fit for a file, and each taken once.

use std::collections::HashMap;

use syn::Member;
use syn::ext::IdentExt;

use crate::internals::Ctxt;
use crate::internals::ast::{Fields, Name, Variant};
use crate::internals::value::{fit_for_attribute, fit_for_name};

/// Checks the names of the fields of a struct or variant.
pub(super) fn check_fields(cx: &Ctxt, fields: &Fields<'_>) {
    let mut taken = Taken::default();
    for field in &fields.list {
        let owner = match &field.member {
            Member::Named(name) => format!("field `{}`", name.unraw()),
            Member::Unnamed(index) => format!("field {}", index.index),
        };
        for name in &field.names {
            if field.attrs.options.attr
                && let Err(message) = fit_for_attribute(&name.text)
            {
                cx.error_at(name.at, message);
            }
            taken.take(cx, name, &owner);
        }
    }
}

/// Checks the names of the variants of an enum.
pub(super) fn check_variants(cx: &Ctxt, variants: &[Variant<'_>]) {
    let mut taken = Taken::default();
    for variant in variants {
        let owner = format!("variant `{}`", variant.ident.unraw());
        for name in &variant.names {
            taken.take(cx, name, &owner);
        }
    }
}

/// The names that are taken, each by whom.
#[derive(Default)]
struct Taken<'a>(HashMap<&'a str, String>);

impl<'a> Taken<'a> {
    fn take(&mut self, cx: &Ctxt, name: &'a Name, owner: &str) {
        if let Err(message) = fit_for_name(&name.text) {
            cx.error_at(name.at, message);
        }
        if let Some(earlier) = self.0.get(name.text.as_str()) {
            let message = format!("the stored name {:?} is taken by {earlier}", name.text);
            cx.error_at(name.at, message);
        } else {
            self.0.insert(&name.text, owner.to_owned());
        }
    }
}
