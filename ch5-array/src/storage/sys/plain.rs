//! Plain `hdf5` handles from ch5's identifiers.

use hdf5_sys::h5i::hid_t;

use super::{Id, file, link};
use crate::error::{Error, ErrorKind, Result};

macro_rules! plain {
    ($($name:ident => $ty:ty),*) => {$(
        /// A further owner of the identifier of the object at `path`, as the binding's handle.
        pub(crate) fn $name(raw: hid_t, path: &str) -> Result<$ty> {
            let handle = match by_name(raw, path) {
                Some(handle) => handle,
                None => Id::borrow(raw)?,
            };
            // SAFETY: the handle takes over the reference that `handle` holds; the binding
            // checks that the identifier is of its kind.
            let plain = unsafe { hdf5::from_id::<$ty>(handle.raw()) };
            if plain.is_ok() {
                handle.forget();
            }
            plain.map_err(|e| Error::new(ErrorKind::Hdf5, e.to_string()))
        }
    )*};
}

plain! { file => hdf5::File, group => hdf5::Group, dataset => hdf5::Dataset }

/// The same object opened by its path, if HDF5 does not know under what name it was opened: the
/// binding tells that name.
fn by_name(raw: hid_t, path: &str) -> Option<Id> {
    if path.is_empty() || !file::path_of(raw).is_empty() {
        return None;
    }
    let named = link::open(raw, path).ok()?;
    let same = link::info(named.raw()).ok()?.token == link::info(raw).ok()?.token;
    same.then_some(named)
}
