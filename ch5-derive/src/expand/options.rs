//! How fields lie in the file, as constants.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::internals::ast::{Container, Field};
use crate::internals::attr::{AttrValue, Compression, Layout, MaxExtent, Number, Options};

/// A constant for each field that has options, and one for the others.
pub(super) fn constants(container: &Container<'_>) -> TokenStream {
    if container.attrs.serde {
        return TokenStream::new();
    }
    let mut constants = TokenStream::new();
    let mut plain = false;
    for field in container.fields().filter(|field| !field.attrs.skip) {
        let options = &field.attrs.options;
        if *options == Options::default() {
            plain = true;
            continue;
        }
        let (name, calls) = (constant(field), calls(options));
        constants.extend(quote! {
            const #name: &__h5::FieldOpts = &__h5::FieldOpts::new() #calls;
        });
    }
    if plain {
        constants.extend(quote! {
            const __OPTS: &__h5::FieldOpts = &__h5::FieldOpts::new();
        });
    }
    constants
}

/// The constant that holds the options of a field.
pub(super) fn constant(field: &Field<'_>) -> Ident {
    if field.attrs.options == Options::default() {
        Ident::new("__OPTS", Span::call_site())
    } else {
        format_ident!("__OPTS_{}", field.id)
    }
}

/// The calls that make options out of none.
fn calls(options: &Options) -> TokenStream {
    let mut calls = TokenStream::new();
    if options.attr {
        calls.extend(quote! { .attr() });
    }
    if let Some(chunks) = &options.chunks {
        let extents = chunks.iter().map(|extent| Literal::u64_unsuffixed(extent.0));
        calls.extend(quote! { .chunks(&[#(#extents),*]) });
    }
    calls.extend(options.compression.map(|compression| match compression {
        Compression::None => quote! { .uncompressed() },
        Compression::Gzip(level) => quote! { .gzip(#level) },
        Compression::Zstd(level) => {
            let level = i32::from(level);
            quote! { .zstd(#level) }
        }
        Compression::Lzf => quote! { .lzf() },
    }));
    calls.extend(options.shuffle.map(|on| quote! { .shuffle(#on) }));
    if options.fletcher32 {
        calls.extend(quote! { .fletcher32() });
    }
    if let Some(maxshape) = &options.maxshape {
        let extents = maxshape.iter().map(|MaxExtent(extent)| match extent {
            Some(extent) => {
                let extent = Literal::u64_unsuffixed(*extent);
                quote! { ::core::option::Option::Some(#extent) }
            }
            None => quote! { ::core::option::Option::None },
        });
        calls.extend(quote! { .maxshape(&[#(#extents),*]) });
    }
    calls.extend(options.fill.map(|fill| {
        let fill = number(&quote! { __h5::Fill }, fill);
        quote! { .fill(#fill) }
    }));
    calls.extend(options.layout.map(|layout| {
        let layout = layout_name(layout);
        quote! { .layout(__h5::Layout::#layout) }
    }));
    if !options.attrs.is_empty() {
        let names = options.attrs.iter().map(|(name, _)| name);
        let values = options.attrs.iter().map(|(_, value)| attr_value(value));
        calls.extend(quote! { .attrs(&[#((#names, #values)),*]) });
    }
    calls
}

/// A number as a value of an enum that has the variants `Int` and `Float`.
fn number(of: &TokenStream, number: Number) -> TokenStream {
    let sign = |negative: bool| negative.then(|| quote! { - });
    match number {
        Number::Int(int) => {
            let sign = sign(int < 0);
            let magnitude = Literal::u64_unsuffixed(int.unsigned_abs());
            quote! { #of::Int(#sign #magnitude) }
        }
        Number::Float(float) if float.is_nan() => {
            quote! { #of::Float(::core::primitive::f64::NAN) }
        }
        Number::Float(float) => {
            let sign = sign(float.is_sign_negative());
            let magnitude = if float.is_finite() {
                let magnitude = Literal::f64_suffixed(float.abs());
                quote! { #magnitude }
            } else {
                quote! { ::core::primitive::f64::INFINITY }
            };
            quote! { #of::Float(#sign #magnitude) }
        }
    }
}

fn attr_value(value: &AttrValue) -> TokenStream {
    match value {
        AttrValue::Text(text) => quote! { __h5::AttrLit::Text(#text) },
        AttrValue::Bool(value) => quote! { __h5::AttrLit::Bool(#value) },
        AttrValue::Number(value) => number(&quote! { __h5::AttrLit }, *value),
    }
}

fn layout_name(layout: Layout) -> Ident {
    let name = match layout {
        Layout::List => "List",
        Layout::Table => "Table",
        Layout::Compound => "Compound",
        Layout::Dense => "Dense",
        Layout::Packed => "Packed",
    };
    Ident::new(name, Span::call_site())
}
