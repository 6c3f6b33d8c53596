//! What a layout may reach outside the file.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};
use crate::storage::file::{File, Shared};
use crate::storage::sys::data::Layout;

/// Refuses storage in other files, unless the policy allows all of them.
pub(super) fn allow(layout: &Layout, shared: &Arc<Shared>) -> Result<()> {
    match layout {
        Layout::Compact | Layout::Chunked { .. } => Ok(()),
        // HDF5 looks for these in the folder where the program stands.
        Layout::Contiguous { external } => {
            let mut files = external.iter();
            files.try_for_each(|file| shared.reach.resolve(Path::new(""), file).map(drop))
        }
        Layout::Virtual { sources } => {
            sources.iter().try_for_each(|(file, dataset)| allow_source(file, dataset, shared))
        }
    }
}

/// Refuses a source of a virtual dataset that this file's policy would not open: HDF5 opens it
/// without asking.
fn allow_source(file: &str, dataset: &str, shared: &Arc<Shared>) -> Result<()> {
    /// A source may be a virtual dataset in turn.
    const MAX_NESTING: usize = 16;
    thread_local!(static NESTING: Cell<usize> = const { Cell::new(0) });
    if file.contains('%') || dataset.contains('%') {
        return Err(Error::new(
            ErrorKind::Forbidden,
            format!("the dataset shows numbered sources, {file:?} {dataset:?}"),
        ));
    }
    let nesting = NESTING.get();
    if nesting == MAX_NESTING {
        return Err(Error::new(
            ErrorKind::Limit,
            "virtual datasets are nested too deeply, or in a circle",
        ));
    }
    NESTING.set(nesting + 1);
    let opened = (|| {
        let file = if file == "." {
            File::of_shared(shared.clone())
        } else {
            let folder = shared.path.parent().unwrap_or(Path::new("."));
            shared.open_other(&shared.reach.resolve(folder, file)?)?
        };
        file.root()?.open(dataset).map(drop)
    })();
    NESTING.set(nesting);
    match opened {
        // A source that is missing reads as the fill value, as everywhere in HDF5.
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
