//! The impl of `H5Read`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{
    Form, binding, codec, implement, is_record, name_list, options, stored_name, type_name,
    written_at,
};
use crate::internals::ast::{Container, Field, Fields, Shape, Variant};
use crate::internals::symbol;

/// The impl of `H5Read`.
pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let get = match Form::of(container) {
        Form::Serde => {
            let at = written_at(container, symbol::SERDE);
            quote_spanned! {at=> __h5::Node::serde::<Self>(__node) }
        }
        Form::Struct(fields) => values(container, Source::Type, fields, &quote! { Self }),
        Form::Names(variants) => variant_names(container, variants),
        Form::Variants(variants) => variant_values(container, variants),
    };
    let of_group = if is_record(container) {
        quote! { <Self as __h5::H5Read>::__get(__values.__node()) }
    } else {
        quote! { __values.get("value") }
    };
    let (names, into, rows) = (names(container), into(container), rows(container));
    let body = quote! {
        fn h5_read(__values: &__h5::H5Dict) -> __h5::Result<Self> {
            #of_group
        }

        fn __get(__node: __h5::Node<'_>) -> __h5::Result<Self> {
            #get
        }

        #into

        #rows

        #names
    };
    implement(container, &quote! { __h5::H5Read }, &body)
}

/// The function that reads into an existing value, for structs whose fields have names.
fn into(container: &Container<'_>) -> TokenStream {
    let Form::Struct(fields) = Form::of(container) else {
        return TokenStream::new();
    };
    let attrs = &container.attrs;
    if !matches!(fields.shape, Shape::Record) || attrs.version.is_some() || attrs.packed {
        return TokenStream::new();
    }
    let (name, checks) = (type_name(container), checks(container, fields));
    let sets = fields.stored().map(|field| {
        let member = &field.member;
        match source_of(container, fields, field) {
            Place::Rest(value) => quote! { self.#member = #value?; },
            Place::Field { found, missing, name } => {
                let place = quote! { self.#member };
                let Some(read) = codec::get_into(field, &place, &quote! { __node }) else {
                    let value = field_value(field, &found, &missing, name);
                    return quote! { #place = #value; };
                };
                quote! {
                    match #found {
                        ::core::option::Option::Some(__node) => match #read {
                            ::core::result::Result::Ok(()) => {}
                            ::core::result::Result::Err(__error) => {
                                let __error = ::core::convert::From::from(__error);
                                return ::core::result::Result::Err(__record.inside(__error, #name));
                            }
                        },
                        ::core::option::Option::None => #place = #missing,
                    }
                }
            }
        }
    });
    quote! {
        // A field that must be there has an error in the place of a value.
        #[allow(unreachable_code)]
        fn __get_into(&mut self, __node: __h5::Node<'_>) -> __h5::Result<()> {
            let __record = __node.record(#name)?;
            #checks
            #(#sets)*
            ::core::result::Result::Ok(())
        }
    }
}

/// The function that reads rows of a table, for structs of which every field is a column there.
fn rows(container: &Container<'_>) -> TokenStream {
    let Form::Struct(fields) = Form::of(container) else {
        return TokenStream::new();
    };
    let attrs = &container.attrs;
    let checked = attrs.version.is_some() || attrs.deny_unknown_fields || attrs.default;
    let flat = fields.stored().any(|field| field.attrs.flatten);
    if fields.shape != Shape::Record || checked || flat || fields.stored().next().is_none() {
        return TokenStream::new();
    }
    let columns = fields.stored().map(|field| {
        let (column, names) = (column(field), name_list(std::iter::once(field.names.as_slice())));
        // Where a row may lack the field, rows are read one by one.
        quote! {
            let ::core::option::Option::Some(#column) = __rows.column(#names) else {
                return ::core::result::Result::Ok(false);
            };
        }
    });
    let lets = fields.stored().map(|field| {
        let (column, name) = (column(field), stored_name(&field.names));
        let read = codec::get_row(field, &quote! { #column.row(__row) });
        let value = quote! {
            match #read {
                ::core::result::Result::Ok(__value) => __value,
                ::core::result::Result::Err(__error) => {
                    let __error = ::core::convert::From::from(__error);
                    return ::core::result::Result::Err(__rows.inside(__error, __row, #name));
                }
            }
        };
        bind(field, &value)
    });
    let value = construct(container, fields, &quote! { Self });
    quote! {
        fn __get_rows(
            __rows: &__h5::ReadRows<'_>,
            __all: &mut __h5::Vec<Self>,
        ) -> __h5::Result<::core::primitive::bool> {
            #(#columns)*
            __all.reserve(__rows.count());
            for __row in __rows.range() {
                #(#lets)*
                let __value: __h5::Result<Self> = #value;
                __all.push(__value?);
            }
            ::core::result::Result::Ok(true)
        }
    }
}

/// The variable of a field's column.
fn column(field: &Field<'_>) -> syn::Ident {
    quote::format_ident!("__column{}", field.id)
}

/// The function that tells the names of the fields, for structs that can be flattened.
fn names(container: &Container<'_>) -> TokenStream {
    let Form::Struct(fields) = Form::of(container) else {
        return TokenStream::new();
    };
    let deeper =
        |field: &Field<'_>| codec::names(field, &quote! { __names }, &quote! { __depth + 1 });
    let body = match fields.shape {
        Shape::Record => {
            let own = name_list(fields.stored().map(|field| field.names.as_slice()));
            let flat = fields.stored().filter(|field| field.attrs.flatten).map(deeper);
            let flat: TokenStream = flat.collect();
            let flat = if flat.is_empty() {
                flat
            } else {
                // A type may be flattened into itself.
                quote! { if __depth < 32 { #flat } }
            };
            quote! {
                ::core::iter::Extend::extend(
                    __names,
                    #own as &'static [&'static ::core::primitive::str],
                );
                #flat
            }
        }
        Shape::Newtype => {
            let inner: TokenStream = fields.stored().map(deeper).collect();
            quote! { if __depth < 32 { #inner } }
        }
        Shape::Tuple | Shape::Unit => return TokenStream::new(),
    };
    quote! {
        fn __names(
            __names: &mut __h5::Names,
            __depth: ::core::primitive::usize,
        ) {
            #body
        }
    }
}

/// Reads an enum of which only the name of the variant is stored.
fn variant_names(container: &Container<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let type_name = type_name(container);
    let names = variants.iter().map(|variant| stored_name(&variant.names));
    let aliases = variants.iter().enumerate().flat_map(|(index, variant)| {
        let aliases = variant.names.iter().skip(1).map(|name| &name.text);
        aliases.map(move |alias| quote! { (#alias, #index) })
    });
    let values = variants.iter().map(|variant| {
        let ident = variant.ident;
        construct(container, &variant.fields, &quote! { Self::#ident })
    });
    // the last one catches all: the index is one of these
    let last = variants.len().saturating_sub(1);
    let indices = (0..variants.len()).map(|index| {
        if index == last {
            quote! { _ }
        } else {
            quote! { #index }
        }
    });
    quote! {
        let __index = __node.unit_enum(#type_name, &[#(#names),*], &[#(#aliases),*])?;
        match __index {
            #(#indices => #values,)*
        }
    }
}

/// Reads an enum of which a variant is stored with its fields.
fn variant_values(container: &Container<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let type_name = type_name(container);
    let known = name_list(variants.iter().map(|variant| variant.names.as_slice()));
    let arms = variants.iter().map(|variant| {
        let names = variant.names.iter().map(|name| &name.text);
        let ident = variant.ident;
        let value = values(container, Source::Variant, &variant.fields, &quote! { Self::#ident });
        quote! { #(#names)|* => { #value } }
    });
    quote! {
        let __variant = __node.variant(#type_name)?;
        match __variant.name() {
            #(#arms)*
            _ => ::core::result::Result::Err(__variant.unknown(#known)),
        }
    }
}

/// What fields are read from.
#[derive(Clone, Copy)]
enum Source {
    /// `__node`, which is a value of the type.
    Type,
    /// `__variant`, which is the variant.
    Variant,
}

/// Reads a struct or variant.
fn values(
    container: &Container<'_>,
    source: Source,
    fields: &Fields<'_>,
    path: &TokenStream,
) -> TokenStream {
    let name = type_name(container);
    let count = fields.stored().count();
    let value = construct(container, fields, path);
    match fields.shape {
        Shape::Unit => {
            let unit = match source {
                Source::Type => quote! { __node.unit()?; },
                Source::Variant => quote! { __variant.unit()?; },
            };
            quote! { #unit #value }
        }
        Shape::Newtype => {
            let node = match source {
                Source::Type => quote! { __node },
                Source::Variant => quote! { __variant.newtype()? },
            };
            let lets = fields.stored().map(|field| bind(field, &get(field, &node)));
            quote! { #(#lets)* #value }
        }
        Shape::Tuple => {
            let tuple = match source {
                Source::Type => quote! { __node.tuple(#name, #count)? },
                Source::Variant => quote! { __variant.tuple(#count)? },
            };
            let lets =
                fields.stored().map(|field| bind(field, &get(field, &quote! { __tuple.elem()? })));
            quote! {
                let mut __tuple = #tuple;
                #(#lets)*
                #value
            }
        }
        Shape::Record => {
            let record = match source {
                Source::Type => quote! { __node.record(#name)? },
                Source::Variant => quote! { __variant.record()? },
            };
            let (checks, lets) = (checks(container, fields), record_fields(container, fields));
            quote! {
                let __record = #record;
                #checks
                #lets
                #value
            }
        }
    }
}

/// What is looked at in `__record` before its fields.
fn checks(container: &Container<'_>, fields: &Fields<'_>) -> TokenStream {
    let mut checks = TokenStream::new();
    if let Some(version) = &container.attrs.version
        && let Some(migrate) = &version.migrate
    {
        let number = version.number;
        let at = Span::call_site().located_at(migrate.span());
        let migrated = quote_spanned! {at=>
            let __migrated: __h5::Result<Self> = #migrate(__version, &__record.dict()?);
        };
        checks.extend(quote! {
            let __version = __record.version()?;
            if __version != #number {
                #migrated
                return match __migrated {
                    ::core::result::Result::Ok(__value) => ::core::result::Result::Ok(__value),
                    ::core::result::Result::Err(__error) => {
                        ::core::result::Result::Err(__record.locate(__error))
                    }
                };
            }
        });
    }
    if container.attrs.deny_unknown_fields {
        let known = name_list(fields.stored().map(|field| field.names.as_slice()));
        checks.extend(quote! { __record.deny_unknown(#known)?; });
    }
    if container.attrs.default {
        let at = written_at(container, symbol::DEFAULT);
        checks.extend(quote_spanned! {at=>
            let __default = <Self as ::core::default::Default>::default();
        });
    }
    checks
}

/// Where the value of a field is in `__record`.
enum Place<'f> {
    /// An expression for the value of a flattened field.
    Rest(TokenStream),
    /// Expressions for the node that may be there, and for the value if it is not.
    Field { found: TokenStream, missing: TokenStream, name: &'f str },
}

fn source_of<'f>(
    container: &Container<'_>,
    fields: &Fields<'_>,
    field: &'f Field<'_>,
) -> Place<'f> {
    if field.attrs.flatten {
        let own = fields.stored().filter(|field| !field.attrs.flatten);
        let own = own.map(|field| name_list(std::iter::once(field.names.as_slice())));
        let beside = fields
            .stored()
            .filter(|other| other.attrs.flatten && other.id != field.id)
            .map(|other| codec::names(other, &quote! { __names }, &quote! { 1 }));
        let rest = quote! {
            &__record.rest(&[#(#own),*], |__names: &mut __h5::Names| { #(#beside)* })
        };
        return Place::Rest(codec::get_rest(field, &rest));
    }
    let (name, options) = (stored_name(&field.names), options::constant(field));
    let names = name_list(std::iter::once(field.names.as_slice()));
    let missing = codec::missing(container, field, name);
    Place::Field { found: quote! { __record.field(#names, #options)? }, missing, name }
}

/// Reads fields with names from `__record`.
fn record_fields(container: &Container<'_>, fields: &Fields<'_>) -> TokenStream {
    let lets = fields.stored().map(|field| {
        let value = match source_of(container, fields, field) {
            Place::Rest(value) => quote! { #value? },
            Place::Field { found, missing, name } => field_value(field, &found, &missing, name),
        };
        bind(field, &value)
    });
    quote! { #(#lets)* }
}

/// The value of a field from its node, or what it is without one.
fn field_value(
    field: &Field<'_>,
    found: &TokenStream,
    missing: &TokenStream,
    name: &str,
) -> TokenStream {
    let read = codec::get(field, &quote! { __node });
    quote! {
        match #found {
            ::core::option::Option::Some(__node) => match #read {
                ::core::result::Result::Ok(__value) => __value,
                ::core::result::Result::Err(__error) => {
                    let __error = ::core::convert::From::from(__error);
                    return ::core::result::Result::Err(__record.inside(__error, #name));
                }
            },
            ::core::option::Option::None => #missing,
        }
    }
}

/// The value of a field, read from a node; returns early on an error.
fn get(field: &Field<'_>, node: &TokenStream) -> TokenStream {
    let get = codec::get(field, node);
    quote! { #get? }
}

/// Binds the value of a field.
fn bind(field: &Field<'_>, value: &TokenStream) -> TokenStream {
    let (name, ty) = (binding(field), field.ty);
    quote! { let #name: #ty = #value; }
}

/// Makes the struct or variant of the bound fields and the skipped ones.
fn construct(container: &Container<'_>, fields: &Fields<'_>, path: &TokenStream) -> TokenStream {
    let members = fields.list.iter().map(|field| &field.member);
    let values = fields.list.iter().map(|field| {
        if field.attrs.skip {
            codec::skipped(container, field)
        } else {
            let name = binding(field);
            quote! { #name }
        }
    });
    quote! { ::core::result::Result::Ok(#path { #(#members: #values),* }) }
}
