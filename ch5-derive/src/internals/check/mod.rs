//! What the attributes of a type must not say together.

mod conflict;
mod names;
mod place;
mod reference;

use super::Ctxt;
use super::ast::{Container, Data};

/// Reports all mistakes that show only when the whole type is seen.
pub(super) fn check(cx: &Ctxt, container: &Container<'_>) {
    conflict::check(cx, container);
    reference::check(cx, container);
    if container.attrs.serde {
        place::check_serde(cx, container);
        return;
    }
    place::check(cx, container);
    match &container.data {
        Data::Struct(fields) => names::check_fields(cx, fields),
        Data::Enum(variants) => {
            names::check_variants(cx, variants);
            for variant in variants {
                names::check_fields(cx, &variant.fields);
            }
        }
    }
}
