//! The attributes of a field.

use syn::{Attribute, ExprPath, LitStr, Path};

use super::{Attrs, Options};
use crate::internals::Ctxt;
use crate::internals::meta::Value;
use crate::internals::symbol::{BINCODE, DEFAULT, FLATTEN, Place, SERDE, SKIP, WITH};

/// The attributes of a field.
#[derive(Debug)]
pub(crate) struct Field {
    /// As they were written.
    pub(crate) written: Attrs,
    /// The stored name.
    pub(crate) rename: Option<LitStr>,
    /// Further names accepted when reading.
    pub(crate) aliases: Vec<LitStr>,
    /// What a missing field is read as.
    pub(crate) default: Option<Default>,
    /// Not stored.
    pub(crate) skip: bool,
    /// Its members are put among those around it.
    pub(crate) flatten: bool,
    /// Who turns it into HDF5.
    pub(crate) codec: Codec,
    /// How it lies in the file.
    pub(crate) options: Options,
}

/// What a missing field is read as.
#[derive(Debug)]
pub(crate) enum Default {
    /// `Default::default()`
    Trait,
    /// What this function returns.
    Path(ExprPath),
}

/// Who turns a field into HDF5 and back.
#[derive(Debug)]
pub(crate) enum Codec {
    /// The first of H5Store and serde that its type implements.
    Auto,
    /// serde.
    Serde,
    /// serde, as bytes.
    Bincode,
    /// The functions `write` and `read` of a module.
    With(Path),
}

impl Field {
    /// Reads the attributes of a field.
    pub(crate) fn read(cx: &Ctxt, attributes: &[Attribute]) -> Self {
        let written = Attrs::read(cx, Place::Field, attributes);
        let (rename, aliases) = written.renames(cx);
        Field {
            rename,
            aliases,
            default: default(cx, &written),
            skip: written.flag(cx, SKIP),
            flatten: written.flag(cx, FLATTEN),
            codec: codec(cx, &written),
            options: Options::read(cx, &written),
            written,
        }
    }
}

fn default(cx: &Ctxt, written: &Attrs) -> Option<Default> {
    let item = written.find(DEFAULT)?;
    match item.value {
        Value::Word => Some(Default::Trait),
        Value::Equals(_) | Value::List(_) => item.path(cx).map(Default::Path),
    }
}

/// The codec; that there is one at most is checked later.
fn codec(cx: &Ctxt, written: &Attrs) -> Codec {
    let (serde, bincode) = (written.flag(cx, SERDE), written.flag(cx, BINCODE));
    let with = written.find(WITH).and_then(|item| item.path(cx));
    match (with, bincode, serde) {
        (Some(module), _, _) => Codec::With(module),
        (None, true, _) => Codec::Bincode,
        (None, false, true) => Codec::Serde,
        (None, false, false) => Codec::Auto,
    }
}
