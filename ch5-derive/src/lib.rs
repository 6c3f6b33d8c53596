//! `#[derive(H5Store)]`: the derive macro of ch5, which re-exports and documents it.
//!
//! `internals` reads the annotated type and finds every mistake in it; it knows nothing of the
//! code that is generated. `expand` writes that code and cannot fail.

mod expand;
mod internals;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `ch5::H5Write` and `ch5::H5Read`, and so `ch5::H5Store`, for a struct or an enum.
///
/// A struct is stored as a group with one member a field; a newtype as its inner value; a tuple
/// struct as a tuple; an enum without data as an HDF5 enum; an enum with data as a group tagged
/// with its variant. Each field is stored by its own `H5Store`, or else through serde.
///
/// # Attributes of the type
///
/// | `#[h5(...)]` | |
/// |---|---|
/// | `rename_all = "camelCase"` | names of the fields, or of the variants; serde's eight rules |
/// | `rename_all_fields = "..."` | names of the fields of all variants |
/// | `version = 3` | stored with the value |
/// | `migrate = path` | `fn(u32, &H5Dict) -> Result<Self>`, called when the stored version (0 when there is none) is another |
/// | `default` | missing fields are taken from `Self::default()` |
/// | `deny_unknown_fields` | a member that is no field is an error |
/// | `transparent` | the only field stands for the whole |
/// | `serde` | the whole type goes through its own serde impls |
/// | `bound = "T: Trait"` | in place of the inferred bounds |
/// | `crate = "path"` | where ch5 is, if not at `::ch5` |
///
/// # Attributes of a variant
///
/// `rename = "..."`, `alias = "..."` (repeatable), `rename_all = "..."` for its fields.
///
/// # Attributes of a field
///
/// | `#[h5(...)]` | |
/// |---|---|
/// | `rename = "..."`, `alias = "..."` | stored name; further names accepted when reading |
/// | `default`, `default = path` | when missing: `Default::default()`, `path()` |
/// | `skip` | not stored; the default when read |
/// | `flatten` | its members are put among those of this struct |
/// | `attr` | stored as an attribute |
/// | `attrs(units = "mm", scale = 2.0)` | attributes put on the member |
/// | `chunks(16, 64, 64)` | shape of a chunk |
/// | `compression = "gzip:6"` | `gzip[:0-9]`, `zstd[:1-22]`, `lzf`, `none` |
/// | `shuffle`, `fletcher32` | byte shuffling; checksums |
/// | `maxshape(10, none)` | how far the dataset can grow |
/// | `fill = -1` | what unwritten elements read as: a number, `nan`, `inf` |
/// | `list`, `table`, `compound`, `dense`, `packed` | one layout |
/// | `serde`, `bincode` | one codec, whatever the type implements |
/// | `with = module` | `module::write(&T, Slot) -> Result<()>`, `module::read(Node) -> Result<T>` |
#[proc_macro_derive(H5Store, attributes(h5))]
pub fn derive_h5_store(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
