//! What stands between the brackets of `#[h5(...)]`, one entry at a time.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Meta, Token, token};

use super::Ctxt;
use super::symbol::H5;

/// One entry: `name`, `name = value` or `name(value, ...)`.
#[derive(Debug)]
pub(crate) struct Item {
    /// The name in front.
    pub(crate) name: Ident,
    /// What follows it.
    pub(crate) value: Value,
}

/// What follows the name of an [`Item`].
#[derive(Debug)]
pub(crate) enum Value {
    /// Nothing.
    Word,
    /// `= ...`; never empty.
    Equals(TokenStream),
    /// `(...)`.
    List(TokenStream),
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error("expected the name of an attribute"));
        }
        let name = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            if input.is_empty() {
                let message = format!("expected a value: `{name} = ...`");
                return Err(syn::Error::new_spanned(&name, message));
            }
            Value::Equals(input.parse()?)
        } else if input.peek(token::Paren) {
            let inside;
            syn::parenthesized!(inside in input);
            Value::List(inside.parse()?)
        } else {
            Value::Word
        };
        if input.is_empty() {
            Ok(Item { name, value })
        } else {
            Err(input.error(format_args!("expected `,` after `{name}`")))
        }
    }
}

impl ToTokens for Item {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.name.to_tokens(tokens);
        match &self.value {
            Value::Word => {}
            Value::Equals(value) | Value::List(value) => value.to_tokens(tokens),
        }
    }
}

/// The entries of all `#[h5(...)]` among these attributes. Those that cannot be parsed are
/// reported and left out.
pub(crate) fn items(cx: &Ctxt, attributes: &[Attribute]) -> Vec<Item> {
    let mut items = Vec::new();
    for attribute in attributes.iter().filter(|a| *a.path() == H5) {
        match &attribute.meta {
            Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => {
                for entry in cx.keep(split(&list.tokens)).unwrap_or_default() {
                    items.extend(cx.keep(syn::parse2(entry)));
                }
            }
            meta => cx.error(meta, "expected parentheses: `#[h5(...)]`"),
        }
    }
    items
}

/// Splits a list at its commas, so that a mistake in one entry does not hide the others.
pub(crate) fn split(tokens: &TokenStream) -> syn::Result<Vec<TokenStream>> {
    let mut entries = Vec::new();
    let mut entry = TokenStream::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => {
                if entry.is_empty() {
                    let message = "expected something before this comma";
                    return Err(syn::Error::new(comma.span(), message));
                }
                entries.push(std::mem::take(&mut entry));
            }
            token => entry.append(token),
        }
    }
    if !entry.is_empty() {
        entries.push(entry);
    }
    Ok(entries)
}
