//! The values attributes are given.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Lit, LitBool, LitStr, Token};

use super::Ctxt;
use super::meta::{Item, Value, split};

impl Item {
    /// The presence of an attribute that takes no value.
    pub(crate) fn flag(&self, cx: &Ctxt) -> bool {
        if !matches!(self.value, Value::Word) {
            cx.error(self, format_args!("`{}` takes no value", self.name));
        }
        true
    }

    /// `name`, `name = true` or `name = false`.
    pub(crate) fn switch(&self, cx: &Ctxt) -> Option<bool> {
        let expected = format!("expected `{0}` or `{0} = false`", self.name);
        match &self.value {
            Value::Word => Some(true),
            Value::Equals(tokens) => {
                let value = syn::parse2::<LitBool>(tokens.clone());
                cx.keep(value.map_err(|_| syn::Error::new_spanned(tokens, expected)))
                    .map(|value| value.value)
            }
            Value::List(_) => {
                cx.error(self, expected);
                None
            }
        }
    }

    /// `name = "text"`.
    pub(crate) fn text(&self, cx: &Ctxt) -> Option<LitStr> {
        let expected = format!("expected a string: `{} = \"...\"`", self.name);
        self.equals(cx, &expected, |tokens| {
            syn::parse2(tokens.clone()).map_err(|_| syn::Error::new_spanned(tokens, &expected))
        })
    }

    /// `name = "text"`, the text being fit for a name in a file.
    pub(crate) fn stored_name(&self, cx: &Ctxt) -> Option<LitStr> {
        let text = self.text(cx)?;
        cx.keep(
            fit_for_name(&text.value()).map_err(|message| syn::Error::new_spanned(&text, message)),
        )?;
        Some(text)
    }

    /// `name = 3`.
    pub(crate) fn number(&self, cx: &Ctxt) -> Option<Number> {
        let expected = format!("expected a number: `{} = -1`", self.name);
        self.equals(cx, &expected, |tokens| syn::parse2(tokens.clone()))
    }

    /// `name = path` or `name = "path"`, of whichever kind of path.
    pub(crate) fn path<P: Parse>(&self, cx: &Ctxt) -> Option<P> {
        let expected = format!("expected a path: `{0} = \"path\"`", self.name);
        self.equals(cx, &expected, |tokens| {
            let path = match syn::parse2::<Lit>(tokens.clone()) {
                Ok(Lit::Str(text)) => text.parse(),
                _ => syn::parse2(tokens.clone()),
            };
            path.map_err(|_| syn::Error::new_spanned(tokens, &expected))
        })
    }

    /// `name(entry, ...)`: at least one entry. All that are wrong are reported.
    pub(crate) fn list<T: Parse>(&self, cx: &Ctxt, example: &str) -> Option<Vec<T>> {
        let Value::List(tokens) = &self.value else {
            let message = format!("expected a list: `{}({example})`", self.name);
            cx.error(self, message);
            return None;
        };
        let entries = cx.keep(split(tokens))?;
        if entries.is_empty() {
            let message = format!("expected something in it: `{}({example})`", self.name);
            cx.error(&self.name, message);
            return None;
        }
        let parsed: Vec<_> = entries.into_iter().map(|entry| cx.keep(syn::parse2(entry))).collect();
        parsed.into_iter().collect()
    }

    /// The value after `=`, which must be there.
    fn equals<T>(
        &self,
        cx: &Ctxt,
        expected: &str,
        parse: impl FnOnce(&TokenStream) -> syn::Result<T>,
    ) -> Option<T> {
        if let Value::Equals(tokens) = &self.value {
            cx.keep(parse(tokens))
        } else {
            cx.error(self, expected);
            None
        }
    }
}

/// A number, which may be negative, `nan` or `inf`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// Written without a point.
    Int(i64),
    /// Written with a point or an exponent.
    Float(f64),
}

impl Parse for Number {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let begin = input.span();
        let minus = input.parse::<Option<Token![-]>>()?.is_some();
        let sign = if minus { -1.0 } else { 1.0 };
        if let Some(word) = input.parse::<Option<Ident>>()? {
            return match word.to_string().as_str() {
                "nan" if !minus => Ok(Number::Float(f64::NAN)),
                "inf" => Ok(Number::Float(sign * f64::INFINITY)),
                _ => Err(syn::Error::new(begin, "expected a number, `nan` or `inf`")),
            };
        }
        match input.parse::<Lit>() {
            Ok(Lit::Int(int)) => {
                let magnitude: i128 = int.base10_parse()?;
                i64::try_from(if minus { -magnitude } else { magnitude })
                    .map(Number::Int)
                    .map_err(|_| syn::Error::new_spanned(int, "does not fit in 64 bits"))
            }
            Ok(Lit::Float(float)) => match float.base10_parse::<f64>()? {
                value if value.is_finite() => Ok(Number::Float(sign * value)),
                _ => Err(syn::Error::new_spanned(float, "does not fit in a 64-bit float")),
            },
            _ => Err(syn::Error::new(begin, "expected a number")),
        }
    }
}

/// One extent of a chunk: 1 or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent(pub(crate) u64);

impl Parse for Extent {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let begin = input.span();
        match whole(input) {
            Some(0) => Err(syn::Error::new(begin, "a chunk has at least 1 element on each axis")),
            Some(extent) => Ok(Extent(extent)),
            None => Err(syn::Error::new(begin, "expected a whole number, 1 or more")),
        }
    }
}

/// A whole number of 64 bits.
fn whole(input: ParseStream<'_>) -> Option<u64> {
    match input.parse() {
        Ok(Lit::Int(int)) => int.base10_parse().ok(),
        _ => None,
    }
}

/// One extent of a largest shape: a number, or nothing for `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MaxExtent(pub(crate) Option<u64>);

impl Parse for MaxExtent {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let begin = input.span();
        let extent = if input.peek(Ident::peek_any) {
            let word = input.call(Ident::parse_any)?;
            (word == "none").then_some(None)
        } else {
            whole(input).map(Some)
        };
        let expected = "expected a whole number, or `none` for unlimited";
        extent.map(MaxExtent).ok_or_else(|| syn::Error::new(begin, expected))
    }
}

/// A literal attribute to be put on a member: `units = "mm"`.
#[derive(Debug)]
pub(crate) struct AttrEntry {
    /// The name of the attribute.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) at: TokenStream,
    /// What it holds.
    pub(crate) value: AttrValue,
}

/// The value of an [`AttrEntry`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum AttrValue {
    /// A string.
    Text(String),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Bool(bool),
}

impl Parse for AttrEntry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (name, at) = if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            (text.value(), text.into_token_stream())
        } else {
            let ident = input.call(Ident::parse_any)?;
            (ident.unraw().to_string(), ident.into_token_stream())
        };
        fit_for_name(&name)
            .and_then(|()| fit_for_attribute(&name))
            .map_err(|message| syn::Error::new_spanned(&at, message))?;
        if input.is_empty() {
            let message = format!("expected a value: `{name} = ...`");
            return Err(syn::Error::new_spanned(at, message));
        }
        input.parse::<Token![=]>()?;
        let begin = input.span();
        let value = if input.peek(LitStr) {
            AttrValue::Text(input.parse::<LitStr>()?.value())
        } else if input.peek(LitBool) {
            AttrValue::Bool(input.parse::<LitBool>()?.value)
        } else {
            let number = input.parse().map_err(|_| {
                syn::Error::new(begin, "expected a string, a number, `true` or `false`")
            })?;
            AttrValue::Number(number)
        };
        Ok(AttrEntry { name, at, value })
    }
}

/// Whether a text can name something in a file.
pub(crate) fn fit_for_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        Err("a stored name cannot be empty")
    } else if name.contains('\0') {
        Err("a stored name cannot contain NUL")
    } else {
        Ok(())
    }
}

/// Whether a name can be that of an attribute, some of which are ch5's own.
pub(crate) fn fit_for_attribute(name: &str) -> Result<(), &'static str> {
    if name.starts_with("__ch5") || name.starts_with("__h5") {
        Err("names of attributes that begin with `__ch5` or `__h5` are ch5's own")
    } else {
        Ok(())
    }
}

/// Where-predicates in a string: `"T: Trait, U: 'static"`.
pub(crate) fn predicates(text: &LitStr) -> syn::Result<Vec<syn::WherePredicate>> {
    let parsed = text.parse_with(Punctuated::<_, Token![,]>::parse_terminated);
    parsed
        .map(|list| list.into_iter().collect())
        .map_err(|error| syn::Error::new_spanned(text, error))
}
