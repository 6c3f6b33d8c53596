//! The Zstandard filter (number 32015), registered with HDF5 as h5py's hdf5plugin does.

use std::io::Read;
use std::panic::catch_unwind;
use std::sync::OnceLock;

use hdf5_sys::h5p::{H5Pset_deflate, H5Pset_filter, H5Pset_fletcher32, H5Pset_shuffle};
use hdf5_sys::h5z::*;
use libc::{c_uint, c_void, size_t};

use super::{Id, check, locked};
use crate::error::{Error, ErrorKind, Result};

/// LZF's registered number.
pub(crate) const LZF: i32 = 32000;
/// `H5Z_FLAG_OPTIONAL`: a chunk is stored without the filter where that fails.
const OPTIONAL: u32 = 1;
/// Zstandard's registered number.
pub(crate) const ZSTD: i32 = 32015;
/// Deflate's number.
pub(crate) const DEFLATE: i32 = 1;
/// A chunk is at most this large; a frame that claims more is not decoded.
const MAX_CHUNK: usize = u32::MAX as usize;

unsafe extern "C" fn zstd_filter(
    flags: c_uint,
    n_values: size_t,
    values: *const c_uint,
    n_bytes: size_t,
    buffer_size: *mut size_t,
    buffer: *mut *mut c_void,
) -> size_t {
    // SAFETY: HDF5 passes `n_values` parameters and a buffer of `n_bytes` valid bytes that it
    // allocated with malloc and that the filter replaces; nothing unwinds into C.
    unsafe {
        let input = std::slice::from_raw_parts((*buffer).cast::<u8>(), n_bytes);
        let level = if n_values > 0 { *values as i32 } else { 3 };
        let output = catch_unwind(|| {
            if flags & H5Z_FLAG_REVERSE == 0 {
                zstd::bulk::compress(input, level).ok()
            } else {
                decode(input)
            }
        });
        let Ok(Some(output)) = output else { return 0 };
        let fresh = libc::malloc(output.len().max(1));
        if fresh.is_null() {
            return 0;
        }
        std::ptr::copy_nonoverlapping(output.as_ptr(), fresh.cast(), output.len());
        libc::free(*buffer);
        *buffer = fresh;
        *buffer_size = output.len().max(1);
        output.len()
    }
}

/// Decodes a frame; memory grows only with what really comes out.
fn decode(input: &[u8]) -> Option<Vec<u8>> {
    let mut output = Vec::new();
    let decoder = zstd::stream::read::Decoder::new(input).ok()?;
    let n = decoder.take(MAX_CHUNK as u64 + 1).read_to_end(&mut output).ok()?;
    (n <= MAX_CHUNK).then_some(output)
}

struct Class(H5Z_class2_t);
// SAFETY: the class holds a static name and a function pointer, never changed.
unsafe impl Sync for Class {}

static CLASS: Class = Class(H5Z_class2_t {
    version: 1,
    id: ZSTD,
    encoder_present: 1,
    decoder_present: 1,
    name: c"zstd".as_ptr(),
    can_apply: None,
    set_local: None,
    filter: Some(zstd_filter),
});

/// Makes the filters known to HDF5; done once.
pub(crate) fn register() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        // SAFETY: the class is static.
        locked(|| unsafe { H5Zregister((&raw const CLASS.0).cast()) });
    });
}

/// Appends a filter to a creation list.
pub(crate) fn add(list: &Id, id: i32, params: &[u32]) -> Result<()> {
    // SAFETY: see the invariants of `sys`; the parameters' length is passed with them.
    locked(|| unsafe {
        if H5Zfilter_avail(id) <= 0 {
            return Err(Error::new(
                ErrorKind::Unsupported,
                format!("filter {id} is not available"),
            )
            .help("choose gzip, or build HDF5 with that filter"));
        }
        check(match id {
            DEFLATE => H5Pset_deflate(list.raw(), params.first().copied().unwrap_or(4)),
            // LZF fails on what it cannot make smaller; HDF5 then stores the chunk as it is.
            LZF => H5Pset_filter(list.raw(), id, OPTIONAL, params.len(), params.as_ptr()),
            _ => H5Pset_filter(list.raw(), id, 0, params.len(), params.as_ptr()),
        })
    })?;
    Ok(())
}

/// Appends byte shuffling.
pub(crate) fn shuffle(list: &Id) -> Result<()> {
    // SAFETY: see the invariants of `sys`.
    locked(|| check(unsafe { H5Pset_shuffle(list.raw()) }))?;
    Ok(())
}

/// Appends a checksum.
pub(crate) fn fletcher32(list: &Id) -> Result<()> {
    // SAFETY: see the invariants of `sys`.
    locked(|| check(unsafe { H5Pset_fletcher32(list.raw()) }))?;
    Ok(())
}

/// True if data that went through the filter can be read here.
pub(crate) fn available(id: i32) -> bool {
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe { H5Zfilter_avail(id) }) > 0
}
