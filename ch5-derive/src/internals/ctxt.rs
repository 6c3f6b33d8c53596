//! The errors of one derive, gathered so that all are shown at once.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// Gathers errors while the front end goes on.
///
/// One exists only inside [`Ctxt::gather`], so its errors cannot be forgotten.
pub(crate) struct Ctxt {
    errors: RefCell<Vec<syn::Error>>,
}

impl Ctxt {
    /// Runs `work`; fails with all the errors it reported, if any.
    pub(crate) fn gather<T>(work: impl FnOnce(&Ctxt) -> T) -> syn::Result<T> {
        let cx = Ctxt { errors: RefCell::default() };
        let value = work(&cx);
        let combined = cx.errors.into_inner().into_iter().reduce(|mut all, next| {
            all.combine(next);
            all
        });
        combined.map_or(Ok(value), Err)
    }

    /// Reports an error about these tokens.
    pub(crate) fn error(&self, at: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(at, message));
    }

    /// Reports an error at a place for which there are no tokens at hand.
    pub(crate) fn error_at(&self, at: Span, message: impl Display) {
        self.push(syn::Error::new(at, message));
    }

    /// The value of a result, whose error is reported.
    pub(crate) fn keep<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().push(error);
    }
}
