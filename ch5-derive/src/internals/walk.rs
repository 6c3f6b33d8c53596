//! The types inside a type.

use syn::{GenericArgument, PathArguments, Type, TypePath};

/// Whether to look inside a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inside {
    /// Its parts are of interest.
    Enter,
    /// They are not.
    Pass,
}

/// Shows a type and, where asked, the types whose values it holds.
///
/// Left out are what is held by name only: the parameters of `PhantomData`, of functions, trait
/// objects and macros.
pub(crate) fn walk<'a>(ty: &'a Type, see: &mut impl FnMut(&'a Type) -> Inside) {
    if see(ty) == Inside::Pass {
        return;
    }
    match ty {
        Type::Array(ty) => walk(&ty.elem, see),
        Type::Group(ty) => walk(&ty.elem, see),
        Type::Paren(ty) => walk(&ty.elem, see),
        Type::Path(ty) => walk_path(ty, see),
        Type::Ptr(ty) => walk(&ty.elem, see),
        Type::Reference(ty) => walk(&ty.elem, see),
        Type::Slice(ty) => walk(&ty.elem, see),
        Type::Tuple(ty) => ty.elems.iter().for_each(|elem| walk(elem, see)),
        _ => {}
    }
}

fn walk_path<'a>(ty: &'a TypePath, see: &mut impl FnMut(&'a Type) -> Inside) {
    if let Some(qself) = &ty.qself {
        walk(&qself.ty, see);
    }
    for segment in &ty.path.segments {
        if segment.ident == "PhantomData" {
            continue;
        }
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
            continue;
        };
        for argument in &arguments.args {
            match argument {
                GenericArgument::Type(ty) => walk(ty, see),
                GenericArgument::AssocType(assoc) => walk(&assoc.ty, see),
                _ => {}
            }
        }
    }
}
