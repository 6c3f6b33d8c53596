//! Plain `hdf5` handles from ch5's identifiers.

use super::Id;
use crate::error::{Error, ErrorKind, Result};

macro_rules! plain {
    ($($name:ident => $ty:ty),*) => {$(
        /// A further owner of the identifier, as the binding's handle.
        pub(crate) fn $name(raw: hdf5_sys::h5i::hid_t) -> Result<$ty> {
            let handle = Id::borrow(raw)?;
            // SAFETY: the handle takes over the reference that `borrow` added; the binding
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
