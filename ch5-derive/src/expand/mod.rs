//! The back end: from a checked description to the code of the impls.

mod bound;
mod codec;
mod dummy;
mod options;
mod read;
mod write;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use crate::internals::Ctxt;
use crate::internals::ast::{Container, Data, Field, Fields, Name, Shape, Variant};
use crate::internals::symbol::Symbol;

/// The impls of `H5Write` and `H5Read` for a type, or all that is wrong with it.
pub(crate) fn derive(input: &syn::DeriveInput) -> syn::Result<TokenStream> {
    let container = Ctxt::gather(|cx| Container::read(cx, input))?;
    Ok(container.map_or_else(TokenStream::new, |container| {
        let constants = options::constants(&container);
        let write = write::expand(&container);
        let read = read::expand(&container);
        dummy::wrap(&container, &quote! { #constants #write #read })
    }))
}

/// An impl of a trait for the type.
fn implement(container: &Container<'_>, of: &TokenStream, body: &TokenStream) -> TokenStream {
    let ident = container.ident;
    let (impl_generics, ty_generics, _) = container.generics.split_for_impl();
    let where_clause = bound::where_clause(container);
    quote! {
        #[automatically_derived]
        impl #impl_generics #of for #ident #ty_generics #where_clause {
            #body
        }
    }
}

/// The name of the type, as its values are named in messages.
fn type_name(container: &Container<'_>) -> String {
    container.ident.unraw().to_string()
}

/// Where the values of a type go.
enum Form<'c, 'a> {
    /// Through the type's own serde impls.
    Serde,
    /// As the fields of a struct.
    Struct(&'c Fields<'a>),
    /// As the name of a variant, where no variant has anything to store.
    Names(&'c [Variant<'a>]),
    /// As a variant with its fields.
    Variants(&'c [Variant<'a>]),
}

impl<'c, 'a> Form<'c, 'a> {
    fn of(container: &'c Container<'a>) -> Self {
        match &container.data {
            _ if container.attrs.serde => Form::Serde,
            Data::Struct(fields) => Form::Struct(fields),
            Data::Enum(variants) => {
                let mut shapes = variants.iter().map(|variant| variant.fields.shape);
                if shapes.all(|shape| shape == Shape::Unit) {
                    Form::Names(variants)
                } else {
                    Form::Variants(variants)
                }
            }
        }
    }
}

/// Whether a value is the fields of a group: others lie in a given group as its `value`.
fn is_record(container: &Container<'_>) -> bool {
    matches!(Form::of(container), Form::Struct(fields) if fields.shape == Shape::Record)
}

/// The name a field or variant is written under.
fn stored_name(names: &[Name]) -> &str {
    names.first().map_or("", |name| name.text.as_str())
}

/// All names in a list of lists of names: `&["a", "b"]`.
fn name_list<'n>(lists: impl Iterator<Item = &'n [Name]>) -> TokenStream {
    let names = lists.flatten().map(|name| &name.text);
    quote! { &[#(#names),*] }
}

/// The name a field is bound to.
fn binding(field: &Field<'_>) -> Ident {
    format_ident!("__f{}", field.id)
}

/// Where an attribute of the type was written.
fn written_at(container: &Container<'_>, symbol: Symbol) -> Span {
    let at = container.attrs.written.at(symbol);
    Span::call_site().located_at(at.unwrap_or(container.ident).span())
}
