//! What stands around the generated code: a nameless constant, in which nothing it brings into
//! scope can meet the names of the user.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::internals::ast::Container;

/// Puts the generated code in a scope of its own, where `__h5` is the hidden module of ch5.
pub(super) fn wrap(container: &Container<'_>, body: &TokenStream) -> TokenStream {
    let krate = match &container.attrs.krate {
        Some(path) => path.to_token_stream(),
        None => quote! { ::ch5 },
    };
    quote! {
        #[doc(hidden)]
        #[allow(
            deprecated,
            non_upper_case_globals,
            unused_imports,
            unused_qualifications,
            clippy::absolute_paths
        )]
        const _: () = {
            use #krate::__private as __h5;
            use #krate::__private::{
                FitsBoth as _, FitsNeither as _, FitsSerde as _, FitsStore as _,
            };
            #body
        };
    }
}
