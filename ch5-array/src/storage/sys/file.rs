//! Files.

use std::ffi::CString;
use std::path::Path;

use hdf5_sys::h5f::*;
use hdf5_sys::h5i::{H5Iget_file_id, hid_t};

use super::{Id, check, locked, plist};
use crate::error::{Error, ErrorKind, Result};

// The binding declares the argument as a pointer; the C function takes an integer, and a pointer
// passed for it would switch plugins on at random.
unsafe extern "C" {
    #[link_name = "H5PLset_loading_state"]
    fn set_plugin_loading(flags: libc::c_uint) -> libc::c_int;
}

/// Forbids the library to load filter plugins, for the whole process.
pub(crate) fn forbid_plugins() {
    // SAFETY: the C function takes one integer.
    locked(|| unsafe { set_plugin_loading(0) });
}

/// Lets the library load filter plugins again, for the whole process.
pub(crate) fn allow_plugins() {
    // SAFETY: the C function takes one integer.
    locked(|| unsafe { set_plugin_loading(0xffff) });
}

fn c_path(path: &Path) -> Result<CString> {
    let text = path
        .to_str()
        .ok_or_else(|| Error::new(ErrorKind::Name, "the file name is not valid UTF-8"))?;
    super::c_string(text)
}

/// Opens an existing file.
pub(crate) fn open(path: &Path, writable: bool) -> Result<Id> {
    let name = c_path(path)?;
    let flags = if writable { H5F_ACC_RDWR } else { H5F_ACC_RDONLY };
    let fapl = plist::plists()?.fapl.raw();
    // SAFETY: see the invariants of `sys`.
    let opened = locked(|| Id::own(unsafe { H5Fopen(name.as_ptr(), flags, fapl) }));
    opened.map_err(|e| match e.kind() {
        ErrorKind::Hdf5 | ErrorKind::Malformed => Error::new(ErrorKind::Malformed, "")
            .expected("an HDF5 file")
            .found(format!("one that is of another kind, cut short or damaged ({e})")),
        _ => e,
    })
}

/// Creates a file.
pub(crate) fn create(path: &Path, truncate: bool) -> Result<Id> {
    let name = c_path(path)?;
    let flags = if truncate { H5F_ACC_TRUNC } else { H5F_ACC_EXCL };
    let lists = plist::plists()?;
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        Id::own(unsafe { H5Fcreate(name.as_ptr(), flags, lists.fcpl.raw(), lists.fapl.raw()) })
    })
}

/// Writes everything that HDF5 still holds to the operating system.
pub(crate) fn flush(file: &Id) -> Result<()> {
    // SAFETY: see the invariants of `sys`.
    locked(|| check(unsafe { H5Fflush(file.raw(), H5F_scope_t::H5F_SCOPE_GLOBAL) }))?;
    Ok(())
}

/// Closes every object of the file and the file, and says whether that worked.
pub(crate) fn close(file: Id) -> Result<()> {
    locked(|| {
        let flushed = flush(&file);
        for raw in objects(&file) {
            if raw != file.raw() {
                Id::release_all(raw);
            }
        }
        let raw = file.raw();
        file.forget();
        // SAFETY: see the invariants of `sys`.
        let closed = check(unsafe { H5Fclose(raw) });
        Id::release_all(raw);
        flushed.and(closed.map(|_| ()))
    })
}

/// Identifiers of all objects that are open in the file, the file's own among them.
fn objects(file: &Id) -> Vec<hid_t> {
    const ALL: u32 = H5F_OBJ_ALL;
    // SAFETY: the buffer is as long as the count passed.
    unsafe {
        let count = H5Fget_obj_count(file.raw(), ALL);
        let Ok(count) = usize::try_from(count) else {
            return Vec::new();
        };
        let mut ids = vec![0; count];
        let got = H5Fget_obj_ids(file.raw(), ALL, count, ids.as_mut_ptr());
        ids.truncate(usize::try_from(got).unwrap_or(0));
        ids
    }
}

/// The number of objects that are open in the file, not counting the file itself.
pub(crate) fn open_objects(file: &Id) -> usize {
    locked(|| objects(file).iter().filter(|raw| **raw != file.raw()).count())
}

/// The file of an object.
pub(crate) fn of(object: hid_t) -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Iget_file_id(object) }))
}

/// The name a file was opened by.
pub(crate) fn name(object: hid_t) -> Result<String> {
    // SAFETY: `string` passes a buffer and its length.
    locked(|| super::data::string(|buffer, size| unsafe { H5Fget_name(object, buffer, size) }))
}

/// True if the file is open for writing.
pub(crate) fn is_writable(file: &Id) -> Result<bool> {
    let mut intent = 0;
    // SAFETY: the pointer is a live local.
    locked(|| check(unsafe { H5Fget_intent(file.raw(), &mut intent) }))?;
    Ok(intent & H5F_ACC_RDWR != 0)
}

/// The path of an object inside its file.
pub(crate) fn path_of(object: hid_t) -> String {
    // SAFETY: `string` passes a buffer and its length.
    let text = locked(|| {
        // SAFETY: see above.
        super::data::string(|buffer, size| unsafe {
            hdf5_sys::h5i::H5Iget_name(object, buffer, size)
        })
    });
    text.unwrap_or_default()
}
