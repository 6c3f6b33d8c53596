//! Room for the texts of one read: HDF5 asks for each of them, and gives none back by itself.

use hdf5_sys::h5p::{H5P_CLS_DATASET_XFER, H5Pcreate, H5Pset_vlen_mem_manager};
use libc::c_void;

use super::{Id, check, locked};
use crate::error::Result;

/// Bytes of a block, unless one text takes more.
const BLOCK: usize = 1 << 16;

/// Memory that is handed out piece by piece and given back at once.
#[derive(Default)]
pub(crate) struct Arena {
    /// Room of the last block is handed out. Blocks never grow, so that pieces stay in place.
    blocks: Vec<Vec<u8>>,
    used: usize,
}

impl Arena {
    fn take(&mut self, size: usize) -> *mut c_void {
        let size = size.max(1);
        let left = self.blocks.last().map_or(0, |block| block.capacity() - self.used);
        if left < size {
            let mut block = Vec::new();
            if block.try_reserve_exact(size.max(BLOCK)).is_err()
                || self.blocks.try_reserve(1).is_err()
            {
                return std::ptr::null_mut();
            }
            self.blocks.push(block);
            self.used = 0;
        }
        let Some(block) = self.blocks.last_mut() else { return std::ptr::null_mut() };
        let piece = block.as_mut_ptr().wrapping_add(self.used);
        self.used += size;
        // HDF5 hands it back to us as a number in the elements.
        piece.expose_provenance();
        piece.cast()
    }

    /// A transfer list whose reads take their texts' memory from here. The texts live as long as
    /// the arena; it must not be moved while the list is in use.
    pub(crate) fn transfer(&mut self) -> Result<Id> {
        let arena: *mut c_void = (&raw mut *self).cast();
        // SAFETY: see the invariants of `sys`; both functions fit what HDF5 calls them with, and
        // the arena outlives the list (see `values::read_texts`).
        locked(|| unsafe {
            let list = Id::own(H5Pcreate(*H5P_CLS_DATASET_XFER))?;
            check(H5Pset_vlen_mem_manager(list.raw(), Some(take), arena, Some(keep), arena))?;
            Ok(list)
        })
    }
}

extern "C" fn take(size: usize, arena: *mut c_void) -> *mut c_void {
    // SAFETY: `transfer` passed the arena, which nobody else touches during the read.
    unsafe { (*arena.cast::<Arena>()).take(size) }
}

/// What was handed out goes with the arena.
extern "C" fn keep(_piece: *mut c_void, _arena: *mut c_void) {}
