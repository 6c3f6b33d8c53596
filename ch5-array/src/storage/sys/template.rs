//! New scalars as copies of one that is there.
//!
//! To create, write and close a dataset, HDF5 copies, searches and drops two property lists: more
//! than half of what a scalar costs. Copying a dataset takes none. So the value is written to a
//! dataset of its type in a file that exists in memory alone, and that dataset is copied.

use std::ffi::CString;
use std::sync::{Mutex, PoisonError};

use hdf5_sys::h5d::{H5Dcreate2, H5Dwrite};
use hdf5_sys::h5f::{H5F_ACC_TRUNC, H5F_libver_t, H5Fcreate};
use hdf5_sys::h5o::H5Ocopy;
use hdf5_sys::h5p::*;

use super::super::dtype::DType;
use super::space::ALL;
use super::{Id, check, dtype, locked, plist};
use crate::error::{Error, ErrorKind, Result};

/// Texts of more bytes are not worth another copy.
pub(crate) const LONGEST_TEXT: usize = 4096;

/// How many texts are copied before the file in memory is made anew: when a text is replaced,
/// HDF5 goes through the places of all that were there before.
const TEXTS: u32 = 256;

/// Where the dataset without any element stands among the others.
const NULL: usize = dtype::SIMPLE.len();

/// Datasets to copy from, and their file. In this order they are dropped.
struct Scratch {
    datasets: [Option<Id>; NULL + 1],
    file: Id,
    texts: u32,
}

static SCRATCH: Mutex<Option<Scratch>> = Mutex::new(None);

/// Makes a scalar dataset without attributes: `bytes` is its one element in memory, where a text
/// is a pointer. Without a datatype it has no element at all. False if datasets of this type are
/// not made here.
pub(crate) fn put(group: &Id, name: &CString, dtype: Option<&DType>, bytes: &[u8]) -> Result<bool> {
    let Some(at) = dtype.map_or(Some(NULL), dtype::simple) else { return Ok(false) };
    if bytes.len() != dtype.map_or(0, DType::mem_size) {
        return Err(Error::new(ErrorKind::Shape, "")
            .expected("one element")
            .found(format!("{} bytes", bytes.len())));
    }
    locked(|| {
        let mut scratch = SCRATCH.lock().unwrap_or_else(PoisonError::into_inner);
        let worn = |s: &Scratch| s.texts >= TEXTS || !s.file.is_valid();
        if scratch.as_ref().is_some_and(worn) {
            *scratch = None;
        }
        let copied = match &mut *scratch {
            Some(scratch) => scratch.copy(at, dtype, bytes, group, name),
            none => none.insert(Scratch::new()?).copy(at, dtype, bytes, group, name),
        };
        copied.map(|()| true)
    })
}

impl Scratch {
    fn new() -> Result<Self> {
        // SAFETY: see the invariants of `sys`; the values are plain numbers.
        unsafe {
            let access = Id::own(H5Pcreate(*H5P_CLS_FILE_ACCESS))?;
            check(H5Pset_libver_bounds(
                access.raw(),
                H5F_libver_t::H5F_LIBVER_V18,
                H5F_libver_t::H5F_LIBVER_V110,
            ))?;
            check(H5Pset_fapl_core(access.raw(), 1 << 16, 0))?;
            let name = c"ch5 scalars in memory".as_ptr();
            let file = Id::own(H5Fcreate(name, H5F_ACC_TRUNC, H5P_DEFAULT, access.raw()))?;
            Ok(Self { datasets: [const { None }; NULL + 1], file, texts: 0 })
        }
    }

    fn copy(
        &mut self,
        at: usize,
        dtype: Option<&DType>,
        bytes: &[u8],
        group: &Id,
        name: &CString,
    ) -> Result<()> {
        let lists = plist::plists()?;
        let kind = dtype::type_id(dtype.unwrap_or(&DType::F32))?;
        let from = match &mut self.datasets[at] {
            Some(dataset) => &*dataset,
            none => {
                let name = super::c_string(&at.to_string())?;
                let space = if at == NULL { &lists.none } else { &lists.one };
                // SAFETY: see the invariants of `sys`.
                let made = unsafe {
                    H5Dcreate2(
                        self.file.raw(),
                        name.as_ptr(),
                        kind.id().raw(),
                        space.raw(),
                        H5P_DEFAULT,
                        lists.scalar.raw(),
                        H5P_DEFAULT,
                    )
                };
                &*none.insert(Id::own(made)?)
            }
        };
        if dtype.is_some_and(DType::is_text) {
            self.texts += 1;
        }
        // SAFETY: the dataset is a scalar of this type, and `put` checked that the buffer holds
        // one element; a pointer in it is to text that the caller keeps.
        unsafe {
            if at != NULL {
                let bytes = bytes.as_ptr().cast();
                check(H5Dwrite(from.raw(), kind.id().raw(), ALL, ALL, H5P_DEFAULT, bytes))?;
            }
            let lcpl = lists.lcpl.raw();
            check(H5Ocopy(
                from.raw(),
                c".".as_ptr(),
                group.raw(),
                name.as_ptr(),
                H5P_DEFAULT,
                lcpl,
            ))?;
        }
        Ok(())
    }
}
