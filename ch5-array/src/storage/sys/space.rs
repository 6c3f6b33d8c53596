//! Dataspaces: shapes and selections.

use std::ptr;

use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5s::*;

use super::{Id, check, locked};
use crate::error::{Error, ErrorKind, Result};

/// The highest rank HDF5 knows.
pub(crate) const MAX_RANK: usize = 32;

/// What kind of dataspace an object has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Extent {
    Null,
    Scalar,
    Simple { shape: Vec<u64>, max: Vec<Option<u64>> },
}

/// A null dataspace.
pub(crate) fn null() -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Screate(H5S_class_t::H5S_NULL) }))
}

/// A scalar dataspace.
pub(crate) fn scalar() -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Screate(H5S_class_t::H5S_SCALAR) }))
}

/// A simple dataspace; `None` in `max` means unlimited.
pub(crate) fn simple(shape: &[u64], max: Option<&[Option<u64>]>) -> Result<Id> {
    if shape.len() > MAX_RANK {
        return Err(Error::new(ErrorKind::Shape, format!("{} dimensions", shape.len()))
            .help("HDF5 has at most 32 dimensions"));
    }
    if shape.is_empty() {
        return scalar();
    }
    let max: Option<Vec<u64>> = max.map(|m| m.iter().map(|n| n.unwrap_or(H5S_UNLIMITED)).collect());
    if max.as_ref().is_some_and(|m| m.len() != shape.len()) {
        return Err(Error::new(ErrorKind::Shape, "maxshape has another rank than shape"));
    }
    let max = max.as_ref().map_or(ptr::null(), |m| m.as_ptr());
    // SAFETY: both slices have `shape.len()` elements, checked above.
    locked(|| Id::own(unsafe { H5Screate_simple(shape.len() as i32, shape.as_ptr(), max) }))
}

/// Reads the extent of a dataspace.
pub(crate) fn extent(space: &Id) -> Result<Extent> {
    // SAFETY: the buffers have as many elements as the rank read just before.
    locked(|| unsafe {
        match H5Sget_simple_extent_type(space.raw()) {
            H5S_class_t::H5S_NULL => Ok(Extent::Null),
            H5S_class_t::H5S_SCALAR => Ok(Extent::Scalar),
            H5S_class_t::H5S_SIMPLE => {
                let rank = check(H5Sget_simple_extent_ndims(space.raw()))? as usize;
                let mut shape = vec![0u64; rank];
                let mut max = vec![0u64; rank];
                check(H5Sget_simple_extent_dims(
                    space.raw(),
                    shape.as_mut_ptr(),
                    max.as_mut_ptr(),
                ))?;
                let max = max.into_iter().map(|n| (n != H5S_UNLIMITED).then_some(n)).collect();
                Ok(Extent::Simple { shape, max })
            }
            _ => Err(Error::new(ErrorKind::Malformed, "the dataspace has no valid class")),
        }
    })
}

/// A block of rows, columns, ... inside a dataset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slab<'a> {
    pub(crate) start: &'a [u64],
    pub(crate) step: &'a [u64],
    pub(crate) count: &'a [u64],
}

/// Selects a slab, which must lie inside the extent.
pub(crate) fn select(space: &Id, slab: Slab<'_>) -> Result<()> {
    let rank = locked(|| {
        // SAFETY: see the invariants of `sys`.
        check(unsafe { H5Sget_simple_extent_ndims(space.raw()) })
    })? as usize;
    if slab.start.len() != rank || slab.count.len() != rank || slab.step.len() != rank {
        return Err(Error::new(ErrorKind::Shape, "")
            .expected(format!("a selection of {rank} dimensions"))
            .found(format!("{}", slab.start.len())));
    }
    // SAFETY: all slices have as many elements as the space's rank, checked above.
    locked(|| unsafe {
        if slab.count.contains(&0) {
            return check(H5Sselect_none(space.raw()));
        }
        check(H5Sselect_hyperslab(
            space.raw(),
            H5S_seloper_t::H5S_SELECT_SET,
            slab.start.as_ptr(),
            slab.step.as_ptr(),
            slab.count.as_ptr(),
            ptr::null(),
        ))?;
        // A handle that does not know of a resize must not get as far as a transfer that fails.
        if check(H5Sselect_valid(space.raw()))? > 0 {
            return Ok(0);
        }
        Err(Error::new(ErrorKind::Shape, "the dataset has become smaller")
            .help("open it again to see its shape"))
    })?;
    Ok(())
}

/// The number of selected elements.
pub(crate) fn selected(space: &Id) -> Result<u64> {
    // SAFETY: see the invariants of `sys`.
    let n = locked(|| unsafe { H5Sget_select_npoints(space.raw()) });
    u64::try_from(n).map_err(|_| super::failure())
}

/// `H5S_ALL`.
pub(crate) const ALL: hid_t = H5S_ALL;
