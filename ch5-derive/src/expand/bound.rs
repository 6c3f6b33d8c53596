//! What must hold of the parameters of a type for it to be stored.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Ident, Type, TypePath};

use crate::internals::ast::{Container, Field};
use crate::internals::attr::{Codec, Default};
use crate::internals::walk::{Inside, walk};

/// The where-clause of both impls, which is the same: a value of a recursive type is written
/// by what can be written *and* read.
pub(super) fn where_clause(container: &Container<'_>) -> TokenStream {
    let declared = container.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let mut predicates: Vec<_> = declared.map(ToTokens::into_token_stream).collect();
    match &container.attrs.bound {
        Some(bound) => predicates.extend(bound.iter().map(ToTokens::into_token_stream)),
        None => predicates.extend(inferred(container)),
    }
    if predicates.is_empty() {
        TokenStream::new()
    } else {
        quote! { where #(#predicates),* }
    }
}

/// The predicates that follow from how the parameters are used.
fn inferred(container: &Container<'_>) -> Vec<TokenStream> {
    let attrs = &container.attrs;
    if container.generics.type_params().next().is_none() {
        return Vec::new();
    }
    if attrs.serde {
        return vec![quote! { Self: __h5::Serialize + __h5::DeserializeOwned }];
    }
    let mut needs = Needs::new(container);
    for field in container.fields() {
        needs.add(field, attrs.default);
    }
    let mut predicates = needs.predicates();
    if attrs.default {
        predicates.push(quote! { Self: ::core::default::Default });
    }
    predicates
}

/// What must hold of a parameter or of a type associated with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// It is stored by ch5.
    Store,
    /// It goes through serde.
    Serde,
    /// It has a default.
    Default,
}

/// What must hold of the parameters of a type.
struct Needs<'a> {
    /// The type, whose mention in its own fields asks for nothing new.
    ident: &'a Ident,
    /// The parameters.
    params: Vec<&'a Ident>,
    /// Parameters and associated types with what they need, each pair once.
    found: Vec<(&'a TypePath, Need)>,
}

impl<'a> Needs<'a> {
    fn new(container: &Container<'a>) -> Self {
        let params = container.generics.type_params();
        Needs {
            ident: container.ident,
            params: params.map(|param| &param.ident).collect(),
            found: Vec::new(),
        }
    }

    /// Adds what a field needs.
    fn add(&mut self, field: &Field<'a>, container_default: bool) {
        let attrs = &field.attrs;
        if !attrs.skip {
            match attrs.codec {
                Codec::Auto => self.add_type(field.ty, Need::Store),
                Codec::Serde | Codec::Bincode => self.add_type(field.ty, Need::Serde),
                Codec::With(_) => {}
            }
        }
        match attrs.default {
            Some(Default::Trait) => self.add_type(field.ty, Need::Default),
            None if attrs.skip && !container_default => self.add_type(field.ty, Need::Default),
            Some(Default::Path(_)) | None => {}
        }
    }

    /// Adds one need for the parameters and associated types in a type.
    fn add_type(&mut self, ty: &'a Type, need: Need) {
        walk(ty, &mut |ty| {
            let Type::Path(path) = ty else {
                return Inside::Enter;
            };
            let begins = path.path.segments.first();
            let is_param = path.path.leading_colon.is_none()
                && begins.is_some_and(|begins| self.params.contains(&&begins.ident));
            let is_associated = path.qself.is_some() && self.mentions_param(ty);
            let is_own = path.path.segments.len() == 1
                && begins.is_some_and(|begins| begins.ident == *self.ident);
            if (is_param || is_associated) && !self.found.contains(&(path, need)) {
                self.found.push((path, need));
            }
            if is_param || is_associated || is_own { Inside::Pass } else { Inside::Enter }
        });
    }

    /// Whether a parameter is anywhere in the self type of `<T as Trait>::Name`.
    fn mentions_param(&self, ty: &Type) -> bool {
        let mut mentions = false;
        walk(ty, &mut |ty| {
            if let Type::Path(path) = ty
                && path.qself.is_none()
            {
                let begins = path.path.segments.first();
                mentions |= begins.is_some_and(|begins| self.params.contains(&&begins.ident));
            }
            Inside::Enter
        });
        mentions
    }

    /// The needs as predicates.
    fn predicates(&self) -> Vec<TokenStream> {
        let predicate = |(path, need): &(&TypePath, Need)| match need {
            Need::Store => quote! { #path: __h5::H5Write + __h5::H5Read },
            Need::Serde => quote! { #path: __h5::Serialize + __h5::DeserializeOwned },
            Need::Default => quote! { #path: ::core::default::Default },
        };
        self.found.iter().map(predicate).collect()
    }
}
