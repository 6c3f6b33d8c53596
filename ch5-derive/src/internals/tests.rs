//! The front end as a whole: what it makes of a type, and what it says of its mistakes.

use proc_macro2::TokenStream;
use quote::quote;

use super::Ctxt;
use super::ast::{Container, Data, Fields, Shape};

/// Shows what a type is read as, or the messages about it.
fn read<T>(tokens: TokenStream, show: impl FnOnce(&Container<'_>) -> T) -> Result<T, Vec<String>> {
    let messages =
        |error: syn::Error| -> Vec<String> { error.into_iter().map(|e| e.to_string()).collect() };
    let input = syn::parse2(tokens).map_err(messages)?;
    let container = Ctxt::gather(|cx| Container::read(cx, &input)).map_err(messages)?;
    container.as_ref().map(show).ok_or_else(Vec::new)
}

/// The messages about a type.
fn errors(tokens: TokenStream) -> Vec<String> {
    read(tokens, |_| ()).err().unwrap_or_default()
}

/// The shapes of a struct or of the variants of an enum.
fn shapes(tokens: TokenStream) -> Result<Vec<Shape>, Vec<String>> {
    read(tokens, |container| match &container.data {
        Data::Struct(fields) => vec![fields.shape],
        Data::Enum(variants) => variants.iter().map(|v| v.fields.shape).collect(),
    })
}

/// The stored names of all fields.
fn names(tokens: TokenStream) -> Result<Vec<Vec<String>>, Vec<String>> {
    let of = |fields: &Fields<'_>| -> Vec<Vec<String>> {
        let names = fields.list.iter().map(|field| field.names.iter());
        names.map(|names| names.map(|name| name.text.clone()).collect()).collect()
    };
    read(tokens, |container| match &container.data {
        Data::Struct(fields) => of(fields),
        Data::Enum(variants) => variants.iter().flat_map(|v| of(&v.fields)).collect(),
    })
}

#[test]
fn shapes_of_types() {
    for (tokens, expected) in [
        (quote! { struct S; }, vec![Shape::Unit]),
        (quote! { struct S {} }, vec![Shape::Record]),
        (quote! { struct S(); }, vec![Shape::Tuple]),
        (quote! { struct S(u8); }, vec![Shape::Newtype]),
        (quote! { struct S(#[h5(skip)] u8); }, vec![Shape::Unit]),
        (quote! { struct S(u8, #[h5(skip)] u8); }, vec![Shape::Tuple]),
        (quote! { #[h5(transparent)] struct S(u8, #[h5(skip)] u8); }, vec![Shape::Newtype]),
        (quote! { #[h5(transparent)] struct S { a: u8 } }, vec![Shape::Newtype]),
        (
            quote! { enum E { A, B(u8), C(u8, u8), D { a: u8 } } },
            vec![Shape::Unit, Shape::Newtype, Shape::Tuple, Shape::Record],
        ),
    ] {
        assert_eq!(shapes(tokens.clone()), Ok(expected), "{tokens}");
    }
}

#[test]
fn names_of_fields() {
    let named = names(quote! {
        #[h5(rename_all = "camelCase")]
        struct S {
            one_two: u8,
            #[h5(rename = "given", alias = "a", alias = "b", alias = "given")]
            r#type: u8,
            #[h5(flatten)]
            flat: u8,
            r#fn: u8,
        }
    });
    let expected = [vec!["oneTwo"], vec!["given", "a", "b"], vec![], vec!["fn"]];
    assert_eq!(named, Ok(expected.map(|n| n.into_iter().map(str::to_owned).collect()).into()));

    let named = names(quote! {
        #[h5(rename_all_fields = "UPPERCASE")]
        enum E {
            A { x: u8 },
            #[h5(rename_all = "PascalCase")]
            B { x_y: u8 },
        }
    });
    assert_eq!(named, Ok(vec![vec!["X".to_owned()], vec!["XY".to_owned()]]));
}

#[test]
fn all_errors_at_once() {
    let said = errors(quote! {
        #[h5(renam_all = "camelCase", version = 0)]
        struct S<'a> {
            #[h5(chunks(0, 3, x), compression = "gzip:12", attr)]
            a: Vec<f64>,
            #[h5(skip, list, quux)]
            b: &'a str,
            #[h5(rename = "a", rename = "c")]
            c: &'a str,
        }
    });
    let expected = [
        "unknown h5 attribute `renam_all`",
        "expected a whole number from 1",
        "a chunk has at least 1 element",
        "expected a whole number, 1 or more",
        "level of gzip out of range",
        "unknown h5 attribute `quux`",
        "duplicate h5 attribute `rename`",
        "`attr` excludes `chunks`",
        "`attr` excludes `compression`",
        "`skip` excludes `list`",
        "a reference cannot be read",
        "the stored name \"a\" is taken by field `a`",
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said} / {expected}");
    }
}

#[test]
fn nothing_to_say() {
    for tokens in [
        quote! { #[h5()] struct S { #[h5(rename = "x",)] a: u8 } },
        quote! { struct S { #[serde(skip)] #[doc = "text"] a: u8 } },
        quote! { struct S<'a> { a: Cow<'a, str>, b: PhantomData<&'a str>, #[h5(skip)] c: &'a str } },
        quote! { struct S { #[h5(with = m)] a: fn(&u8), #[h5(default = <u8 as D>::d)] b: u8 } },
        quote! { #[h5(crate = "crate", bound = "")] struct S<T>(T); },
        quote! { #[h5(crate = crate::a, bound = "T: A<B>, U: 'static,")] struct S<T, U>(T, U); },
    ] {
        assert_eq!(errors(tokens.clone()), [""; 0], "{tokens}");
    }
}
