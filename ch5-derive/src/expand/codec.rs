//! How one field is put into its place, read back, and made up when it is missing.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::internals::ast::{Container, Field};
use crate::internals::attr::{Codec, Default};

/// An expression that puts a value, given by reference, into a slot.
pub(super) fn put(field: &Field<'_>, value: &TokenStream, slot: &TokenStream) -> TokenStream {
    match &field.attrs.codec {
        Codec::Auto => {
            let way = way(field);
            quote! { #way.put(#value, #slot) }
        }
        Codec::Serde => {
            let put = quote_spanned! {at(field)=> __h5::Slot::serde };
            quote! { #put(#slot, #value) }
        }
        Codec::Bincode => {
            let put = quote_spanned! {at(field)=> __h5::Slot::bincode };
            quote! { #put(#slot, #value) }
        }
        Codec::With(module) => quote! { #module::write(#value, #slot) },
    }
}

/// An expression that reads a value from a node.
pub(super) fn get(field: &Field<'_>, node: &TokenStream) -> TokenStream {
    let ty = field.ty;
    match &field.attrs.codec {
        Codec::Auto => {
            let way = way(field);
            quote! { #way.get(#node) }
        }
        Codec::Serde => {
            let get = quote_spanned! {at(field)=> __h5::Node::serde::<#ty> };
            quote! { #get(#node) }
        }
        Codec::Bincode => {
            let get = quote_spanned! {at(field)=> __h5::Node::bincode::<#ty> };
            quote! { #get(#node) }
        }
        Codec::With(module) => quote! { #module::read(#node) },
    }
}

/// An expression that reads a value from a row of a column.
pub(super) fn get_row(field: &Field<'_>, row: &TokenStream) -> TokenStream {
    let Codec::Auto = field.attrs.codec else { return get(field, &quote! { #row.node() }) };
    let way = way(field);
    quote! { #way.get_row(#row) }
}

/// An expression that reads from a node into a place, if the way of the field can do that.
pub(super) fn get_into(
    field: &Field<'_>,
    place: &TokenStream,
    node: &TokenStream,
) -> Option<TokenStream> {
    let Codec::Auto = field.attrs.codec else { return None };
    let way = way(field);
    Some(quote! { #way.get_into(&mut #place, #node) })
}

/// An expression that reads the value of a flattened field from the rest of a record.
pub(super) fn get_rest(field: &Field<'_>, rest: &TokenStream) -> TokenStream {
    let ty = field.ty;
    match &field.attrs.codec {
        Codec::Auto => {
            let way = way(field);
            quote! { #way.get_rest(#rest) }
        }
        Codec::Serde => {
            let get = quote_spanned! {at(field)=> __h5::BySerde.get_rest::<#ty> };
            quote! { #get(#rest) }
        }
        Codec::Bincode | Codec::With(_) => get(field, &quote! { #rest.node() }),
    }
}

/// A statement that adds the names under which the fields of a flattened field, or of what a
/// newtype holds, are read: as far as they are known.
pub(super) fn names(field: &Field<'_>, names: &TokenStream, depth: &TokenStream) -> TokenStream {
    let ty = field.ty;
    match &field.attrs.codec {
        Codec::Auto => {
            let way = way(field);
            quote! { #way.names::<#ty>(#names, #depth); }
        }
        Codec::Serde => quote! { __h5::BySerde.names::<#ty>(#names, #depth); },
        Codec::Bincode | Codec::With(_) => TokenStream::new(),
    }
}

/// The value of a field that is not in the file, of which `__record` was read.
pub(super) fn missing(container: &Container<'_>, field: &Field<'_>, name: &str) -> TokenStream {
    if let Some(default) = given_default(container, field) {
        return default;
    }
    let ty = field.ty;
    match &field.attrs.codec {
        Codec::Auto => {
            let way = way(field);
            quote! { #way.missing(&__record, #name)? }
        }
        Codec::Serde | Codec::Bincode => {
            quote! { __h5::BySerde.missing::<#ty>(&__record, #name)? }
        }
        Codec::With(_) => {
            quote! { return ::core::result::Result::Err(__record.missing(#name)) }
        }
    }
}

/// The value of a field that is not stored.
pub(super) fn skipped(container: &Container<'_>, field: &Field<'_>) -> TokenStream {
    given_default(container, field).unwrap_or_else(|| default(field))
}

/// The default that was asked for.
fn given_default(container: &Container<'_>, field: &Field<'_>) -> Option<TokenStream> {
    match &field.attrs.default {
        Some(Default::Trait) => Some(default(field)),
        Some(Default::Path(path)) => Some(quote! { #path() }),
        None if container.attrs.default => {
            let member = &field.member;
            Some(quote! { __default.#member })
        }
        None => None,
    }
}

/// The default of the field's type.
fn default(field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    quote_spanned! {at(field)=> <#ty as ::core::default::Default>::default() }
}

/// The first of ch5 and serde that fits the type. The same tokens for writing and for reading,
/// so that the compiler shows once what it says twice of a type that neither fits.
fn way(field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    quote_spanned! {at(field)=> (&&&&__h5::Field::<#ty>::new()).__ch5_way() }
}

/// Where errors about the type of a field are shown.
pub(super) fn at(field: &Field<'_>) -> Span {
    Span::call_site().located_at(field.ty.span())
}
