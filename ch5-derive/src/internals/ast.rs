//! What is to be stored: the annotated type as the back end sees it.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Generics, Member, Type};

use super::attr::{self, Attrs};
use super::{Ctxt, check};

/// A struct or enum.
#[derive(Debug)]
pub(crate) struct Container<'a> {
    /// Its name.
    pub(crate) ident: &'a Ident,
    /// Its parameters.
    pub(crate) generics: &'a Generics,
    /// Its attributes.
    pub(crate) attrs: attr::Container,
    /// What it consists of.
    pub(crate) data: Data<'a>,
}

/// What a type consists of.
#[derive(Debug)]
pub(crate) enum Data<'a> {
    /// A struct with its fields.
    Struct(Fields<'a>),
    /// An enum with its variants.
    Enum(Vec<Variant<'a>>),
}

/// A variant of an enum.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    /// Its name in Rust.
    pub(crate) ident: &'a Ident,
    /// Its attributes.
    pub(crate) attrs: attr::Variant,
    /// Its names in the file: the one written and those accepted.
    pub(crate) names: Vec<Name>,
    /// Its fields.
    pub(crate) fields: Fields<'a>,
}

/// The fields of a struct or variant.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    /// How they are declared.
    pub(crate) style: Style,
    /// How they are stored.
    pub(crate) shape: Shape,
    /// All of them, the skipped ones included.
    pub(crate) list: Vec<Field<'a>>,
}

/// A field of a struct or variant.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    /// Its number among all fields of the type.
    pub(crate) id: usize,
    /// Its name or position in Rust.
    pub(crate) member: Member,
    /// Its type.
    pub(crate) ty: &'a Type,
    /// Its attributes.
    pub(crate) attrs: attr::Field,
    /// Its names in the file: the one written and those accepted. Empty where it has none.
    pub(crate) names: Vec<Name>,
    /// As it was declared.
    pub(crate) original: &'a syn::Field,
}

/// A name in the file.
#[derive(Debug)]
pub(crate) struct Name {
    /// The name itself.
    pub(crate) text: String,
    /// Where it comes from.
    pub(crate) at: Span,
}

/// How fields are declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `{ a: T }`
    Named,
    /// `(T, T)`
    Unnamed,
    /// Nothing.
    Unit,
}

/// How fields are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As members of a group.
    Record,
    /// As a tuple.
    Tuple,
    /// As the one field that is stored.
    Newtype,
    /// As nothing.
    Unit,
}

impl<'a> Container<'a> {
    /// Reads and checks a type. Nothing is returned where there is nothing to go on with.
    pub(crate) fn read(cx: &Ctxt, input: &'a syn::DeriveInput) -> Option<Self> {
        let attrs = attr::Container::read(cx, &input.attrs);
        let mut id = 0;
        let data = match &input.data {
            syn::Data::Struct(data) => {
                let mut fields = Fields::read(cx, &mut id, &data.fields, attrs.transparent);
                fields.rename(attrs.rename_all);
                Data::Struct(fields)
            }
            syn::Data::Enum(data) => {
                let variants = data.variants.iter();
                let read = |variant| Variant::read(cx, &mut id, variant, &attrs);
                Data::Enum(variants.map(read).collect())
            }
            syn::Data::Union(data) => {
                let message = "a union cannot be stored: which of its fields is valid is not known";
                cx.error(data.union_token, message);
                return None;
            }
        };
        let container = Container { ident: &input.ident, generics: &input.generics, attrs, data };
        check::check(cx, &container);
        Some(container)
    }

    /// All fields of all variants.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        let (fields, variants) = match &self.data {
            Data::Struct(fields) => (Some(fields), None),
            Data::Enum(variants) => (None, Some(variants)),
        };
        let of_variants = variants.into_iter().flatten().map(|variant| &variant.fields);
        fields.into_iter().chain(of_variants).flat_map(|fields| &fields.list)
    }
}

impl<'a> Variant<'a> {
    fn read(
        cx: &Ctxt,
        id: &mut usize,
        variant: &'a syn::Variant,
        container: &attr::Container,
    ) -> Self {
        let attrs = attr::Variant::read(cx, &variant.attrs);
        let mut fields = Fields::read(cx, id, &variant.fields, false);
        fields.rename(attrs.rename_all.or(container.rename_all_fields));
        let name = variant.ident.unraw().to_string();
        let name = container.rename_all.map_or(name.clone(), |rule| rule.variant(&name));
        Variant {
            ident: &variant.ident,
            names: names(name, variant.ident.span(), attrs.rename.as_ref(), &attrs.aliases),
            attrs,
            fields,
        }
    }
}

impl<'a> Fields<'a> {
    fn read(cx: &Ctxt, id: &mut usize, fields: &'a syn::Fields, transparent: bool) -> Self {
        let style = match fields {
            syn::Fields::Named(_) => Style::Named,
            syn::Fields::Unnamed(_) => Style::Unnamed,
            syn::Fields::Unit => Style::Unit,
        };
        let members = fields.members();
        let read = |(field, member): (&'a syn::Field, Member)| {
            *id += 1;
            Field {
                id: *id,
                member,
                ty: &field.ty,
                attrs: attr::Field::read(cx, &field.attrs),
                names: Vec::new(),
                original: field,
            }
        };
        let list: Vec<_> = fields.iter().zip(members).map(read).collect();
        let stored = list.iter().filter(|field| !field.attrs.skip).count();
        let shape = match style {
            Style::Unit => Shape::Unit,
            _ if transparent && stored == 1 => Shape::Newtype,
            Style::Named => Shape::Record,
            Style::Unnamed if list.len() == 1 && stored == 1 => Shape::Newtype,
            Style::Unnamed if list.len() == 1 => Shape::Unit,
            Style::Unnamed => Shape::Tuple,
        };
        Fields { style, shape, list }
    }

    /// Gives the fields their stored names.
    fn rename(&mut self, rule: Option<super::case::Rule>) {
        if self.shape != Shape::Record {
            return;
        }
        for field in &mut self.list {
            let Member::Named(ident) = &field.member else {
                continue;
            };
            let attrs = &field.attrs;
            if !attrs.skip && !attrs.flatten {
                let name = ident.unraw().to_string();
                let name = rule.map_or(name.clone(), |rule| rule.field(&name));
                field.names = names(name, ident.span(), attrs.rename.as_ref(), &attrs.aliases);
            }
        }
    }

    /// The fields that are stored.
    pub(crate) fn stored(&self) -> impl Iterator<Item = &Field<'a>> {
        self.list.iter().filter(|field| !field.attrs.skip)
    }
}

/// The names of a field or variant, without repetitions.
fn names(
    own: String,
    at: Span,
    rename: Option<&syn::LitStr>,
    aliases: &[syn::LitStr],
) -> Vec<Name> {
    let given = |text: &syn::LitStr| Name { text: text.value(), at: text.span() };
    let mut names = vec![rename.map_or(Name { text: own, at }, given)];
    for alias in aliases.iter().map(given) {
        if names.iter().all(|known| known.text != alias.text) {
            names.push(alias);
        }
    }
    names
}

impl Field<'_> {
    /// Its attributes as they were written.
    pub(crate) fn written(&self) -> &Attrs {
        &self.attrs.written
    }
}
