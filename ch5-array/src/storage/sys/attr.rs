//! Attributes.

use hdf5_sys::h5::{H5_index_t, H5_iter_order_t};
use hdf5_sys::h5a::*;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5p::H5P_DEFAULT;
use libc::{c_char, c_void};

use super::space::{Extent, extent};
use super::{Id, c_string, check, dtype, locked, plist};
use crate::error::{Error, ErrorKind, Result};

/// Opens an attribute, `None` if there is none of that name.
pub(crate) fn open(object: hid_t, name: &str) -> Result<Option<Id>> {
    let name = c_string(name)?;
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        if check(H5Aexists(object, name.as_ptr()))? == 0 {
            return Ok(None);
        }
        Id::own(H5Aopen(object, name.as_ptr(), H5P_DEFAULT)).map(Some)
    })
}

/// Creates an attribute.
pub(crate) fn create(object: hid_t, name: &str, file_type: &Id, space: &Id) -> Result<Id> {
    let name = c_string(name)?;
    let acpl = &plist::plists()?.acpl;
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        Id::own(unsafe {
            H5Acreate2(object, name.as_ptr(), file_type.raw(), space.raw(), acpl.raw(), H5P_DEFAULT)
        })
    })
}

/// Deletes an attribute.
pub(crate) fn delete(object: hid_t, name: &str) -> Result<()> {
    let name = c_string(name)?;
    // SAFETY: see the invariants of `sys`.
    locked(|| check(unsafe { H5Adelete(object, name.as_ptr()) }))?;
    Ok(())
}

/// Renames an attribute.
pub(crate) fn rename(object: hid_t, from: &str, to: &str) -> Result<()> {
    let (from, to) = (c_string(from)?, c_string(to)?);
    // SAFETY: see the invariants of `sys`.
    locked(|| check(unsafe { H5Arename(object, from.as_ptr(), to.as_ptr()) }))?;
    Ok(())
}

/// The dataspace's extent.
pub(crate) fn shape(attribute: &Id) -> Result<Extent> {
    // SAFETY: see the invariants of `sys`.
    extent(&locked(|| {
        // SAFETY: see above.
        Id::own(unsafe { H5Aget_space(attribute.raw()) })
    })?)
}

/// The stored datatype.
pub(crate) fn file_type(attribute: &Id) -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Aget_type(attribute.raw()) }))
}

fn check_buffer(attribute: &Id, mem_type: &Id, bytes: usize) -> Result<()> {
    let count = match shape(attribute)? {
        Extent::Null => 0,
        Extent::Scalar => 1,
        Extent::Simple { shape, .. } => super::data::checked_product(&shape)?,
    };
    let need = usize::try_from(count).ok().and_then(|n| n.checked_mul(dtype::size(mem_type)));
    if need != Some(bytes) {
        return Err(Error::new(ErrorKind::Shape, "")
            .expected(format!("{count} elements"))
            .found(format!("a buffer of {bytes} bytes")));
    }
    Ok(())
}

/// Reads the whole attribute into a buffer of exactly its size.
pub(crate) fn read(attribute: &Id, mem_type: &Id, buffer: &mut [u8]) -> Result<()> {
    check_buffer(attribute, mem_type, buffer.len())?;
    if buffer.is_empty() {
        return Ok(());
    }
    // SAFETY: the buffer has exactly the attribute's size, checked above.
    locked(|| {
        // SAFETY: see above.
        check(unsafe { H5Aread(attribute.raw(), mem_type.raw(), buffer.as_mut_ptr().cast()) })
    })?;
    Ok(())
}

/// Writes the whole attribute from a buffer of exactly its size.
pub(crate) fn write(attribute: &Id, mem_type: &Id, buffer: &[u8]) -> Result<()> {
    check_buffer(attribute, mem_type, buffer.len())?;
    if buffer.is_empty() {
        return Ok(());
    }
    // SAFETY: the buffer has exactly the attribute's size, checked above.
    locked(|| check(unsafe { H5Awrite(attribute.raw(), mem_type.raw(), buffer.as_ptr().cast()) }))?;
    Ok(())
}

unsafe extern "C" fn collect(
    _object: hid_t,
    name: *const c_char,
    _info: *const H5A_info_t,
    data: *mut c_void,
) -> i32 {
    // SAFETY: `names` passes a pointer to its own vector, alive during the call; HDF5 hands a
    // NUL-terminated name.
    unsafe {
        let names = &mut *data.cast::<Vec<String>>();
        names.push(std::ffi::CStr::from_ptr(name).to_string_lossy().into_owned());
    }
    0
}

/// The names of an object's attributes: by creation where tracked, else by name.
pub(crate) fn names(object: hid_t) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for index in [H5_index_t::H5_INDEX_CRT_ORDER, H5_index_t::H5_INDEX_NAME] {
        names.clear();
        let mut at = 0;
        // SAFETY: the callback gets a pointer to `names`, which outlives the call.
        let done = locked(|| unsafe {
            H5Aiterate2(
                object,
                index,
                H5_iter_order_t::H5_ITER_INC,
                &mut at,
                Some(collect),
                (&raw mut names).cast(),
            )
        });
        if done >= 0 {
            return Ok(names);
        }
    }
    Err(super::failure())
}
