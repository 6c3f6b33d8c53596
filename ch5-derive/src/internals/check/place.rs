//! Attributes that say nothing of the kind of type or field they stand on.

use crate::internals::Ctxt;
use crate::internals::ast::{Container, Data, Fields, Shape, Style};
use crate::internals::symbol::{
    ALIAS, ATTR, ATTRS, DATASET, DEFAULT, DENY_UNKNOWN_FIELDS, FLATTEN, LAYOUTS, MIGRATE, RENAME,
    RENAME_ALL, RENAME_ALL_FIELDS, Symbol, TRANSPARENT, VERSION,
};

/// What only a field with a name can have.
const OF_NAMED: &[Symbol] = &[RENAME, ALIAS, ATTR, FLATTEN];

/// Reports what is out of place.
pub(super) fn check(cx: &Ctxt, container: &Container<'_>) {
    let of_type = |symbols: &[Symbol], why: &str| {
        for symbol in symbols {
            if let Some(at) = container.attrs.written.at(*symbol) {
                cx.error(at, format_args!("`{symbol}` {why}"));
            }
        }
    };
    match &container.data {
        Data::Struct(fields) => {
            of_type(&[RENAME_ALL_FIELDS], "needs an enum");
            if fields.style != Style::Named {
                let of_records = [RENAME_ALL, VERSION, MIGRATE, DEFAULT, DENY_UNKNOWN_FIELDS];
                of_type(&of_records, "needs a struct with named fields");
            }
            let stored = fields.stored().count();
            if stored != 1 {
                let why = format!("needs exactly one stored field: this struct has {stored}");
                of_type(&[TRANSPARENT], &why);
            }
            check_fields(cx, fields);
        }
        Data::Enum(variants) => {
            of_type(&[VERSION, MIGRATE, DEFAULT], "needs a struct with named fields");
            of_type(&[TRANSPARENT], "needs a struct with one field");
            if variants.is_empty() {
                let message = "an enum without variants has no value that could be stored";
                cx.error(container.ident, message);
            }
            for variant in variants {
                if variant.fields.style != Style::Named {
                    let message = "`rename_all` needs a variant with named fields";
                    let at = variant.attrs.written.at(RENAME_ALL);
                    at.into_iter().for_each(|at| cx.error(at, message));
                }
                check_fields(cx, &variant.fields);
            }
        }
    }
}

/// Reports what is out of place on fields without a name or a place of their own.
fn check_fields(cx: &Ctxt, fields: &Fields<'_>) {
    for field in fields.stored() {
        let of_field = |symbols: &[Symbol], why: &str| {
            for symbol in symbols {
                let at = field.written().at(*symbol);
                at.into_iter().for_each(|at| cx.error(at, format_args!("`{symbol}` {why}")));
            }
        };
        match (fields.style, fields.shape) {
            (Style::Unnamed, _) => {
                of_field(OF_NAMED, "needs a field with a name");
                of_field(&[DEFAULT], "needs a field with a name: no other can be missing");
            }
            (_, Shape::Newtype) => {
                of_field(OF_NAMED, "is without effect: a transparent field has no name");
                of_field(&[DEFAULT], "is without effect: a transparent field cannot be missing");
            }
            _ => {}
        }
        if fields.shape == Shape::Newtype {
            let why = "is without effect on the only field, whose value stands for the whole: \
                       put it where the whole is a field";
            of_field(&[ATTRS], why);
            of_field(DATASET, why);
            of_field(LAYOUTS, why);
        }
    }
}

/// Reports the attributes inside a type that is stored as its own serde impls say.
pub(super) fn check_serde(cx: &Ctxt, container: &Container<'_>) {
    let message = "the type is `#[h5(serde)]`: its serde impls do not see this attribute";
    if let Data::Enum(variants) = &container.data {
        let names = variants.iter().flat_map(|variant| variant.attrs.written.names());
        names.for_each(|name| cx.error(name, message));
    }
    let names = container.fields().flat_map(|field| field.written().names());
    names.for_each(|name| cx.error(name, message));
}
