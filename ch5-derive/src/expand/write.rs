//! The impl of `H5Write`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::{Form, binding, codec, implement, options, stored_name, type_name, written_at};
use crate::internals::ast::{Container, Field, Fields, Shape, Variant};
use crate::internals::symbol;

/// The impl of `H5Write`.
pub(super) fn expand(container: &Container<'_>) -> TokenStream {
    let put = match Form::of(container) {
        Form::Struct(fields) if fields.shape == Shape::Record => {
            return record(container, fields);
        }
        Form::Serde => {
            let at = written_at(container, symbol::SERDE);
            quote_spanned! {at=> __h5::Slot::serde(__slot, self) }
        }
        Form::Struct(fields) => {
            let value = |field: &Field<'_>| of_self(container, field);
            let source = Target::Type(type_name(container));
            values(&source, fields, value)
        }
        Form::Names(variants) => {
            let patterns = variants.iter().map(|variant| pattern(variant));
            let indices = 0..variants.len();
            let names = variants.iter().map(|variant| stored_name(&variant.names));
            quote! {
                let __index: ::core::primitive::usize = match self {
                    #(#patterns => #indices,)*
                };
                __slot.unit_enum(&[#(#names),*], __index)
            }
        }
        Form::Variants(variants) => {
            let patterns = variants.iter().map(|variant| pattern(variant));
            let bodies = variants.iter().map(|variant| {
                let target = Target::Variant(stored_name(&variant.names).to_owned());
                values(&target, &variant.fields, |field| binding(field).into_token_stream())
            });
            quote! {
                match self {
                    #(#patterns => { #bodies })*
                }
            }
        }
    };
    let body = quote! {
        fn h5_write(&self, __values: &mut __h5::H5Dict) -> __h5::Result<()> {
            __values.insert("value", self)
        }

        fn __put(&self, __slot: __h5::Slot<'_>) -> __h5::Result<()> {
            #put
        }
    };
    implement(container, &quote! { __h5::H5Write }, &body)
}

/// The impl for a struct that is a group: its fields are put by one function, whether the group
/// is made here or given. It belongs to a trait of its own, in which `Self` has its meaning.
fn record(container: &Container<'_>, fields: &Fields<'_>) -> TokenStream {
    let version = container.attrs.version.as_ref().map(|version| {
        let number = version.number;
        quote! { __record.version(#number)?; }
    });
    // One function puts a field, wherever it goes: the compiler says once what is wrong with it.
    let one = fields.stored().enumerate().map(|(index, field)| {
        let put = codec::put(field, &of_self(container, field), &quote! { __slot });
        quote! {
            #index => match #put {
                ::core::result::Result::Ok(()) => ::core::result::Result::Ok(()),
                ::core::result::Result::Err(__error) => {
                    ::core::result::Result::Err(::core::convert::From::from(__error))
                }
            },
        }
    });
    let own_field = quote! {
        #[inline(always)]
        fn __field(
            &self,
            __index: ::core::primitive::usize,
            __slot: __h5::Slot<'_>,
        ) -> __h5::Result<()> {
            match __index {
                #(#one)*
                _ => ::core::result::Result::Ok(()),
            }
        }
    };
    let puts = record_fields(fields, |index, _, slot| {
        quote! { __Fields::__field(self, #index, #slot) }
    });
    let own = quote! {
        #own_field

        fn __fields(&self, __record: &mut __h5::Record<'_>) -> __h5::Result<()> {
            #version
            #puts
            ::core::result::Result::Ok(())
        }
    };
    let (name, count) = (type_name(container), member_count(fields));
    let rows = rows(container, fields);
    let body = quote! {
        fn h5_write(&self, __values: &mut __h5::H5Dict) -> __h5::Result<()> {
            let mut __record = __values.__record();
            __Fields::__fields(self, &mut __record)?;
            __record.end()
        }

        fn __put(&self, __slot: __h5::Slot<'_>) -> __h5::Result<()> {
            let mut __record = __slot.record(#name, #count)?;
            __Fields::__fields(self, &mut __record)?;
            __record.end()
        }

        #rows
    };
    let own = implement(container, &quote! { __Fields }, &own);
    let write = implement(container, &quote! { __h5::H5Write }, &body);
    quote! {
        trait __Fields {
            fn __field(
                &self,
                __index: ::core::primitive::usize,
                __slot: __h5::Slot<'_>,
            ) -> __h5::Result<()>;
            fn __fields(&self, __record: &mut __h5::Record<'_>) -> __h5::Result<()>;
        }
        #own
        #write
    }
}

/// The functions that put many values field by field, for structs all of whose fields are columns.
fn rows(container: &Container<'_>, fields: &Fields<'_>) -> TokenStream {
    let flat = fields.stored().any(|field| field.attrs.flatten);
    if flat || container.attrs.version.is_some() {
        return TokenStream::new();
    }
    let puts = fields.stored().enumerate().map(|(index, field)| {
        let name = stored_name(&field.names);
        quote! {
            __rows.field(#name)?;
            for __value in __block {
                let __put = __Fields::__field(__value, #index, __rows.slot());
                if let ::core::result::Result::Err(__error) = __put {
                    return ::core::result::Result::Err(__rows.inside(__error, #name));
                }
            }
        }
    });
    quote! {
        fn __has_rows() -> ::core::primitive::bool {
            true
        }

        fn __put_rows(__block: &[Self], __rows: &mut __h5::WriteRows<'_>) -> __h5::Result<()> {
            #(#puts)*
            ::core::result::Result::Ok(())
        }
    }
}

/// What `__slot` is filled as.
enum Target {
    /// A value of the type of this name.
    Type(String),
    /// The variant of this name.
    Variant(String),
}

/// Puts the stored fields of a struct or variant into `__slot`.
fn values(
    target: &Target,
    fields: &Fields<'_>,
    value: impl Fn(&Field<'_>) -> TokenStream,
) -> TokenStream {
    let count = fields.stored().count();
    match (fields.shape, target) {
        (Shape::Unit, Target::Type(_)) => quote! { __slot.unit() },
        (Shape::Unit, Target::Variant(name)) => quote! { __slot.unit_variant(#name) },
        (Shape::Newtype, _) => {
            let puts =
                fields.stored().map(|field| codec::put(field, &value(field), &quote! { __slot }));
            match target {
                Target::Type(_) => quote! { #(#puts)* },
                Target::Variant(name) => quote! {
                    __slot.newtype_variant(#name, |__slot: __h5::Slot<'_>| #(#puts)*)
                },
            }
        }
        (Shape::Tuple, _) => {
            let tuple = match target {
                Target::Type(name) => quote! { __slot.tuple(#name, #count) },
                Target::Variant(name) => quote! { __slot.tuple_variant(#name, #count) },
            };
            let puts = fields.stored().map(|field| {
                let options = options::constant(field);
                let put = codec::put(field, &value(field), &quote! { __slot });
                quote! { __tuple.elem(#options, |__slot| #put) }
            });
            quote! {
                let mut __tuple = #tuple?;
                #(#puts?;)*
                __tuple.end()
            }
        }
        (Shape::Record, _) => {
            let count = member_count(fields);
            let record = match target {
                Target::Type(name) => quote! { __slot.record(#name, #count) },
                Target::Variant(name) => quote! { __slot.struct_variant(#name, #count) },
            };
            let puts =
                record_fields(fields, |_, field, slot| codec::put(field, &value(field), slot));
            quote! {
                let mut __record = #record?;
                #puts
                __record.end()
            }
        }
    }
}

/// Puts fields with names into `__record`.
fn record_fields(
    fields: &Fields<'_>,
    put: impl Fn(usize, &Field<'_>, &TokenStream) -> TokenStream,
) -> TokenStream {
    let puts = fields.stored().enumerate().map(|(index, field)| {
        let slot = if field.attrs.flatten {
            quote! { __record.flatten()? }
        } else {
            let (name, options) = (stored_name(&field.names), options::constant(field));
            quote! { __record.field(#name, #options)? }
        };
        let put = put(index, field, &slot);
        if field.attrs.flatten {
            return quote! {
                let __put = #put;
                if let ::core::result::Result::Err(__error) = __put {
                    let __error = ::core::convert::From::from(__error);
                    return ::core::result::Result::Err(__record.locate(__error));
                }
            };
        }
        // Where a record is a row, its fields have no path.
        let step = format!(".{}", stored_name(&field.names));
        quote! {
            let __put = #put;
            if let ::core::result::Result::Err(__error) = __put {
                let __error: __h5::Error = ::core::convert::From::from(__error);
                return ::core::result::Result::Err(__error.nest(#step));
            }
        }
    });
    quote! { #(#puts)* }
}

/// How many members the fields are, as far as it is known.
fn member_count(fields: &Fields<'_>) -> usize {
    fields.stored().filter(|field| !field.attrs.flatten).count()
}

/// A reference to a field of `self`.
fn of_self(container: &Container<'_>, field: &Field<'_>) -> TokenStream {
    let member = &field.member;
    let at = codec::at(field);
    if container.attrs.packed {
        quote_spanned! {at=> &{ self.#member } }
    } else {
        quote_spanned! {at=> &self.#member }
    }
}

/// The pattern of a variant, which binds its stored fields.
fn pattern(variant: &Variant<'_>) -> TokenStream {
    let ident = variant.ident;
    let members = variant.fields.stored().map(|field| &field.member);
    let bindings = variant.fields.stored().map(binding);
    quote! { Self::#ident { #(#members: #bindings,)* .. } }
}
