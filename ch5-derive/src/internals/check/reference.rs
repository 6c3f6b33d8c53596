//! References, which no reading can make.

use syn::Type;

use crate::internals::Ctxt;
use crate::internals::ast::{Container, Field};
use crate::internals::attr::Codec;
use crate::internals::symbol::SERDE;
use crate::internals::walk::{Inside, walk};

/// Reports the stored fields that hold a reference.
pub(super) fn check(cx: &Ctxt, container: &Container<'_>) {
    for field in container.fields().filter(|field| is_read(container, field)) {
        let mut found = None;
        walk(field.ty, &mut |ty| {
            if let Type::Reference(reference) = ty {
                found.get_or_insert(reference);
                return Inside::Pass;
            }
            Inside::Enter
        });
        if let Some(reference) = found {
            let message = "a reference cannot be read from a file: there is nothing it could \
                           borrow from; use an owned type, as `String`, `Vec<T>` or \
                           `Cow<'_, T>`, or mark the field `#[h5(skip)]`";
            cx.error(reference, message);
        }
    }
}

/// Whether reading makes a value of the field's type from what is in the file.
fn is_read(container: &Container<'_>, field: &Field<'_>) -> bool {
    if container.attrs.serde {
        // what serde's attributes say of the field is not known here
        let mut attributes = field.original.attrs.iter();
        return !attributes.any(|attribute| *attribute.path() == SERDE);
    }
    !field.attrs.skip && !matches!(field.attrs.codec, Codec::With(_))
}
