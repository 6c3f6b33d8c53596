//! Where the bytes of a dataset lie in its file, and whole chunks as they are stored.

use hdf5_sys::h5::H5get_libversion;
use hdf5_sys::h5d::*;
use hdf5_sys::h5f::H5Fget_create_plist;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5p::*;
use hdf5_sys::h5t::*;
use libc::c_uint;
#[cfg(hdf5_1_14)]
use libc::c_void;

use super::{Id, check, driver, locked};
use crate::error::Result;

/// A stored chunk.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    /// The first element, in elements along each axis.
    pub offset: Vec<u64>,
    /// Filters that were left out, one bit each.
    pub mask: u32,
    pub address: u64,
    pub size: u64,
}

/// The byte order that memory does not have.
const OTHER: H5T_order_t = if cfg!(target_endian = "little") {
    H5T_order_t::H5T_ORDER_BE
} else {
    H5T_order_t::H5T_ORDER_LE
};

/// Chunks beyond which an old library takes too long to list them one by one.
#[cfg(not(hdf5_1_14))]
const SLOW: u64 = 4096;

/// The chunks that are stored, in any order; `None` where listing them takes too long. `base` bytes
/// lie in front of what HDF5 made.
#[cfg(hdf5_1_14)]
pub(crate) fn chunks(dataset: &Id, rank: usize, base: u64) -> Result<Option<Vec<Stored>>> {
    struct Found {
        rank: usize,
        before: u64,
        chunks: Vec<Stored>,
    }
    unsafe extern "C" fn each(
        offset: *const u64,
        mask: c_uint,
        address: u64,
        size: u64,
        found: *mut c_void,
    ) -> libc::c_int {
        // SAFETY: HDF5 passes `rank` offsets, and what `H5Dchunk_iter` was given, which nothing
        // else uses meanwhile.
        unsafe {
            let found = &mut *found.cast::<Found>();
            let offset = std::slice::from_raw_parts(offset, found.rank).to_vec();
            let address = address.saturating_add(found.before);
            found.chunks.push(Stored { offset, mask, address, size });
        }
        0
    }
    let mut found = Found { rank, before: not_counted(base), chunks: Vec::new() };
    // SAFETY: see the invariants of `sys`; the callback does not outlive the call.
    locked(|| unsafe {
        check(H5Dchunk_iter(
            dataset.raw(),
            H5P_DEFAULT,
            Some(each),
            std::ptr::from_mut(&mut found).cast(),
        ))
    })?;
    Ok(Some(found.chunks))
}

/// The chunks that are stored, in any order; `None` where listing them takes too long. `base` bytes
/// lie in front of what HDF5 made.
#[cfg(not(hdf5_1_14))]
pub(crate) fn chunks(dataset: &Id, rank: usize, base: u64) -> Result<Option<Vec<Stored>>> {
    let before = not_counted(base);
    // SAFETY: see the invariants of `sys`; `offset` has an element for each dimension.
    locked(|| unsafe {
        let space = Id::own(H5Dget_space(dataset.raw()))?;
        let mut count = 0;
        check(H5Dget_num_chunks(dataset.raw(), space.raw(), &mut count))?;
        if count > SLOW {
            return Ok(None);
        }
        let mut found = Vec::with_capacity(count as usize);
        for i in 0..count {
            let mut offset = vec![0; rank];
            let (mut mask, mut address, mut size): (c_uint, u64, u64) = (0, 0, 0);
            check(H5Dget_chunk_info(
                dataset.raw(),
                space.raw(),
                i,
                offset.as_mut_ptr(),
                &mut mask,
                &mut address,
                &mut size,
            ))?;
            let address = address.saturating_add(before);
            found.push(Stored { offset, mask, address, size });
        }
        Ok(Some(found))
    })
}

/// What is to be added to the addresses of chunks in a file with a user block: all of it where the
/// library is older than 1.14.4, which is the first that adds it itself.
fn not_counted(base: u64) -> u64 {
    let (mut major, mut minor, mut release) = (0, 0, 0);
    // SAFETY: the three pointers are live locals.
    locked(|| unsafe { H5get_libversion(&mut major, &mut minor, &mut release) });
    if (major, minor, release) < (1, 14, 4) { base } else { 0 }
}

/// True if chunks that the shape cuts off are stored without filters, which their masks do not say.
pub(crate) fn spares_edges(dataset: &Id) -> Result<bool> {
    /// `H5D_CHUNK_DONT_FILTER_PARTIAL_CHUNKS`.
    const SPARED: c_uint = 2;
    let mut options = 0;
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        let list = Id::own(H5Dget_create_plist(dataset.raw()))?;
        check(H5Pget_chunk_opts(list.raw(), &mut options))
    })?;
    Ok(options & SPARED != 0)
}

/// Where the elements of a contiguous dataset begin, counted from the begin of the file, user block
/// and all; `None` if none were written.
pub(crate) fn address(dataset: &Id) -> Option<u64> {
    // SAFETY: see the invariants of `sys`.
    let address = locked(|| unsafe { H5Dget_offset(dataset.raw()) });
    (address != u64::MAX).then_some(address)
}

/// Whether numbers are stored in the byte order of memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Memory,
    Other,
}

/// In which order the bytes of elements of datatype `mem` are stored; `None` if more than that
/// differs.
pub(crate) fn stored_as(dataset: &Id, mem: &Id) -> Result<Option<Order>> {
    // SAFETY: see the invariants of `sys`; the order is set in a copy.
    locked(|| unsafe {
        let stored = Id::own(H5Dget_type(dataset.raw()))?;
        if H5Tequal(stored.raw(), mem.raw()) > 0 {
            return Ok(Some(Order::Memory));
        }
        // An enum has the order it was made with.
        if H5Tget_class(mem.raw()) == H5T_class_t::H5T_ENUM {
            return Ok(None);
        }
        let other = Id::own(H5Tcopy(mem.raw()))?;
        check(H5Tset_order(other.raw(), OTHER))?;
        Ok((H5Tequal(stored.raw(), other.raw()) > 0).then_some(Order::Other))
    })
}

/// The fill value, as it lies in memory with datatype `mem`, whose size `fill` has.
pub(crate) fn fill(dataset: &Id, mem: &Id, fill: &mut [u8]) -> Result<()> {
    // SAFETY: see the invariants of `sys`; the caller's buffer is one element long.
    locked(|| unsafe {
        let list = Id::own(H5Dget_create_plist(dataset.raw()))?;
        check(H5Pget_fill_value(list.raw(), mem.raw(), fill.as_mut_ptr().cast()))?;
        Ok(())
    })
}

/// The bytes of a user block in front of the file.
pub(crate) fn user_block(file: hid_t) -> Result<u64> {
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        let list = Id::own(H5Fget_create_plist(file))?;
        let mut size = 0;
        check(H5Pget_userblock(list.raw(), &mut size))?;
        Ok(size)
    })
}

/// Bytes of an address and of a length in a file.
pub(crate) fn widths(file: hid_t) -> Result<(usize, usize)> {
    let (mut address, mut length) = (0, 0);
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        let list = Id::own(H5Fget_create_plist(file))?;
        check(H5Pget_sizes(list.raw(), &mut address, &mut length))
    })?;
    Ok((address, length))
}

/// True if somebody gave the dataset a fill value.
pub(crate) fn has_fill(dataset: &Id) -> Result<bool> {
    let mut status = H5D_fill_value_t::H5D_FILL_VALUE_ERROR;
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        let list = Id::own(H5Dget_create_plist(dataset.raw()))?;
        check(H5Pfill_value_defined(list.raw(), &mut status))
    })?;
    Ok(status == H5D_fill_value_t::H5D_FILL_VALUE_USER_DEFINED)
}

/// Writes what HDF5 holds back of a dataset, and of all texts of variable length.
pub(crate) fn flush(dataset: &Id) -> Result<()> {
    // SAFETY: see the invariants of `sys`.
    locked(|| driver::in_part(|| check(unsafe { H5Dflush(dataset.raw()) })))?;
    Ok(())
}

/// Stores a chunk as it is, with the filters that were left out.
pub(crate) fn write(dataset: &Id, offset: &[u64], mask: u32, bytes: &[u8]) -> Result<()> {
    locked(|| {
        // SAFETY: see the invariants of `sys`; the caller gives an offset for each dimension.
        check(unsafe {
            H5Dwrite_chunk(
                dataset.raw(),
                H5P_DEFAULT,
                mask,
                offset.as_ptr(),
                bytes.len(),
                bytes.as_ptr().cast(),
            )
        })
    })?;
    Ok(())
}
