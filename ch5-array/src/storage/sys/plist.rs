//! Property lists, made once for the process.

use std::sync::OnceLock;

use hdf5_sys::h5::{H5set_free_list_limits, hbool_t};
use hdf5_sys::h5d::H5D_layout_t;
use hdf5_sys::h5f::H5F_libver_t;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5p::*;
use hdf5_sys::h5t::H5T_cset_t;
use libc::{c_char, c_uint, c_void};

use super::{Id, check, locked, space};
use crate::error::Result;

/// The lists that are the same for every call.
pub(crate) struct Plists {
    /// File access: old-tool-readable bounds.
    pub(crate) fapl: Id,
    /// File creation: the root group keeps the order of its members.
    pub(crate) fcpl: Id,
    /// Group creation: members keep their order; no time stamps.
    pub(crate) gcpl: Id,
    /// Link creation: UTF-8 names.
    pub(crate) lcpl: Id,
    /// Attribute creation: UTF-8 names.
    pub(crate) acpl: Id,
    /// Access that never leaves the file.
    pub(crate) lapl: Id,
    pub(crate) gapl: Id,
    pub(crate) dapl: Id,
    /// Dataset creation for a scalar without attributes: compact, no time stamps.
    pub(crate) scalar: Id,
    /// The same for a scalar that will have attributes.
    pub(crate) tagged: Id,
    /// The dataspace of one element.
    pub(crate) one: Id,
    /// The dataspace of no element at all.
    pub(crate) none: Id,
}

/// Refuses every external link.
extern "C" fn refuse(
    _parent_file: *const c_char,
    _parent_group: *const c_char,
    _child_file: *const c_char,
    _child_object: *const c_char,
    _flags: *mut c_uint,
    _fapl: hid_t,
    _data: *mut c_void,
) -> i32 {
    -1
}

const TRACK_ORDER: c_uint = 1;

/// HDF5 takes two megabytes for each transfer of variable-length text, and by default gives them
/// back to the system at once: taking fresh pages costs more than all the rest of it. With room
/// for a few on its list of free blocks it keeps them. The other limits are HDF5's own.
fn keep_buffers() -> Result<()> {
    const KIB: i32 = 1024;
    const MIB: i32 = 1024 * KIB;
    // SAFETY: see the invariants of `sys`.
    check(unsafe { H5set_free_list_limits(MIB, 64 * KIB, 4 * MIB, 256 * KIB, 16 * MIB, 4 * MIB) })?;
    Ok(())
}

fn make() -> Result<Plists> {
    keep_buffers()?;
    // SAFETY: see the invariants of `sys`; every value passed is a plain number or a function
    // that lives as long as the program.
    unsafe {
        let new = |class: hid_t| Id::own(H5Pcreate(class));
        let fapl = new(*H5P_CLS_FILE_ACCESS)?;
        check(H5Pset_libver_bounds(
            fapl.raw(),
            H5F_libver_t::H5F_LIBVER_V18,
            H5F_libver_t::H5F_LIBVER_V110,
        ))?;
        let fcpl = new(*H5P_CLS_FILE_CREATE)?;
        check(H5Pset_link_creation_order(fcpl.raw(), TRACK_ORDER))?;
        check(H5Pset_obj_track_times(fcpl.raw(), 0))?;
        let gcpl = new(*H5P_CLS_GROUP_CREATE)?;
        check(H5Pset_link_creation_order(gcpl.raw(), TRACK_ORDER))?;
        check(H5Pset_obj_track_times(gcpl.raw(), 0))?;
        let lcpl = new(*H5P_CLS_LINK_CREATE)?;
        check(H5Pset_char_encoding(lcpl.raw(), H5T_cset_t::H5T_CSET_UTF8))?;
        let acpl = new(*H5P_CLS_ATTRIBUTE_CREATE)?;
        check(H5Pset_char_encoding(acpl.raw(), H5T_cset_t::H5T_CSET_UTF8))?;
        let inside = |class: hid_t| -> Result<Id> {
            let list = new(class)?;
            check(H5Pset_elink_cb(list.raw(), Some(refuse), std::ptr::null_mut()))?;
            Ok(list)
        };
        let compact = |attributes: bool| -> Result<Id> {
            let list = new(*H5P_CLS_DATASET_CREATE)?;
            check(H5Pset_obj_track_times(list.raw(), 0))?;
            check(H5Pset_layout(list.raw(), H5D_layout_t::H5D_COMPACT))?;
            check(H5Pset_dset_no_attrs_hint(list.raw(), hbool_t::from(!attributes)))?;
            Ok(list)
        };
        Ok(Plists {
            fapl,
            fcpl,
            gcpl,
            lcpl,
            acpl,
            lapl: inside(*H5P_CLS_LINK_ACCESS)?,
            gapl: inside(*H5P_CLS_GROUP_ACCESS)?,
            dapl: inside(*H5P_CLS_DATASET_ACCESS)?,
            scalar: compact(false)?,
            tagged: compact(true)?,
            one: space::scalar()?,
            none: space::null()?,
        })
    }
}

/// The process's property lists.
pub(crate) fn plists() -> Result<&'static Plists> {
    static LISTS: OnceLock<Plists> = OnceLock::new();
    if let Some(lists) = LISTS.get() {
        return Ok(lists);
    }
    let made = locked(make)?;
    Ok(LISTS.get_or_init(|| made))
}

/// A dataset creation list for chunked or contiguous data.
pub(crate) fn dataset_create(attributes: bool) -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        let list = Id::own(H5Pcreate(*H5P_CLS_DATASET_CREATE))?;
        check(H5Pset_obj_track_times(list.raw(), 0))?;
        check(H5Pset_dset_no_attrs_hint(list.raw(), hbool_t::from(!attributes)))?;
        Ok(list)
    })
}

/// Sets the chunk shape.
pub(crate) fn set_chunk(list: &Id, chunk: &[u64]) -> Result<()> {
    // SAFETY: the slice has as many elements as the rank passed.
    locked(|| check(unsafe { H5Pset_chunk(list.raw(), chunk.len() as i32, chunk.as_ptr()) }))?;
    Ok(())
}

/// Sets the fill value, given in the memory type `dtype`.
pub(crate) fn set_fill(list: &Id, dtype: &Id, value: &[u8]) -> Result<()> {
    super::dtype::check_size(dtype, value.len())?;
    // SAFETY: the buffer is as long as the type, checked above.
    locked(|| check(unsafe { H5Pset_fill_value(list.raw(), dtype.raw(), value.as_ptr().cast()) }))?;
    Ok(())
}

/// A dataset access list with a chunk cache of the given size, in bytes.
pub(crate) fn dataset_access(cache: usize) -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        let list = Id::own(H5Pcopy(plists()?.dapl.raw()))?;
        check(H5Pset_chunk_cache(list.raw(), 521, cache, 1.0))?;
        Ok(list)
    })
}
