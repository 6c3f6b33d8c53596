//! The only place with calls into the HDF5 C library, and the only one with `unsafe`.
//!
//! Invariants of every `unsafe` block below, unless it says more:
//! - The call runs inside [`locked`], the process-wide lock of the binding, as the C library is
//!   not thread-safe.
//! - HDF5 checks every identifier it is given, so a stale one is an error and not memory-unsafe.
//! - Pointers come from live Rust slices or C strings whose length is checked against what the
//!   call reads or writes before the call.

pub(crate) mod arena;
pub(crate) mod attr;
pub(crate) mod chunk;
pub(crate) mod cpu;
pub(crate) mod data;
pub(crate) mod driver;
pub(crate) mod dtype;
pub(crate) mod file;
pub(crate) mod filter;
pub(crate) mod journal;
pub(crate) mod lanes;
pub(crate) mod link;
pub(crate) mod lock;
pub(crate) mod pending;
pub(crate) mod plain;
pub(crate) mod plist;
pub(crate) mod snapshot;
pub(crate) mod space;
pub(crate) mod template;
pub(crate) mod values;

use std::ffi::CString;
use std::sync::atomic::{AtomicBool, Ordering};

use hdf5_sys::h5i::{H5Idec_ref, H5Iget_ref, H5Iinc_ref, H5Iis_valid, hid_t};
use hdf5_sys::h5o::{H5Odecr_refcount, H5Oincr_refcount};

use crate::error::{Error, ErrorKind, Result};

/// Runs `f` under the lock that every HDF5 call of the process takes. It is reentrant: an outer
/// call makes a whole object cost one contended lock.
pub(crate) fn locked<R>(f: impl FnOnce() -> R) -> R {
    hdf5::sync::sync(f)
}

/// An owned HDF5 identifier, released on drop.
#[derive(Debug)]
pub(crate) struct Id {
    raw: hid_t,
    /// The object has no link yet and is kept by a reference count of ours.
    floating: AtomicBool,
}

impl Id {
    /// Takes ownership of what a C call returned, or turns its failure into an error.
    pub(crate) fn own(returned: hid_t) -> Result<Self> {
        if returned < 0 {
            return Err(failure());
        }
        Ok(Self { raw: returned, floating: AtomicBool::new(false) })
    }

    /// A further owner of an identifier that somebody else keeps.
    pub(crate) fn borrow(id: hid_t) -> Result<Self> {
        // SAFETY: see the module's invariants; HDF5 checks the identifier.
        locked(|| check(unsafe { H5Iinc_ref(id) }))?;
        Self::own(id)
    }

    /// Takes a new object that has no link.
    ///
    /// HDF5 marks such an object to be deleted when it is closed, and takes the mark off when its
    /// first link is made; but once its header was evicted from the cache, HDF5 reads it back as
    /// having a link, leaves the mark on, and deletes what a link leads to. So the object gets a
    /// reference of its own at once, which it gives back when it is linked or dropped.
    pub(crate) fn own_unlinked(returned: hid_t) -> Result<Self> {
        let id = Self::own(returned)?;
        // SAFETY: see the module's invariants.
        locked(|| check(unsafe { H5Oincr_refcount(id.raw) }))?;
        id.floating.store(true, Ordering::Relaxed);
        Ok(id)
    }

    /// Gives back the reference of an object that was not linked before.
    pub(crate) fn settle(&self) -> Result<()> {
        if self.floating.swap(false, Ordering::Relaxed) {
            // SAFETY: see the module's invariants.
            locked(|| check(unsafe { H5Odecr_refcount(self.raw) }))?;
        }
        Ok(())
    }

    pub(crate) fn raw(&self) -> hid_t {
        self.raw
    }

    pub(crate) fn is_valid(&self) -> bool {
        // SAFETY: see the module's invariants.
        locked(|| unsafe { H5Iis_valid(self.raw) }) > 0
    }

    /// Gives up every reference to the identifier, whoever holds it.
    pub(crate) fn release_all(raw: hid_t) {
        locked(|| {
            // SAFETY: see the module's invariants. The loop ends as each turn drops one reference.
            unsafe {
                while H5Iis_valid(raw) > 0 && H5Iget_ref(raw) > 0 {
                    if H5Idec_ref(raw) < 0 {
                        break;
                    }
                }
            }
        });
    }

    /// Forgets the identifier without releasing it.
    pub(crate) fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Id {
    fn drop(&mut self) {
        locked(|| {
            // SAFETY: see the module's invariants; identifiers are not reused by HDF5 while the
            // process could still hold an old one (they count up through 56 bits).
            unsafe {
                if H5Iis_valid(self.raw) > 0 {
                    // What was never linked goes with its last handle.
                    let _ = self.settle();
                    H5Idec_ref(self.raw);
                }
            }
        });
    }
}

/// Turns a negative return value into an error with HDF5's own words.
pub(crate) fn check(returned: i32) -> Result<i32> {
    if returned < 0 { Err(failure()) } else { Ok(returned) }
}

/// The error stack of the call that just failed, as one error.
#[cold]
pub(crate) fn failure() -> Error {
    let text = match hdf5::h5check(-1i32) {
        Err(error) => error.to_string(),
        Ok(_) => String::from("the HDF5 library reported a failure without a message"),
    };
    let lower = text.to_lowercase();
    let kind = if lower.contains("unable to lock file") || lower.contains("already open for write")
    {
        ErrorKind::Locked
    } else if lower.contains("file signature not found") || lower.contains("truncated file") {
        ErrorKind::Malformed
    } else if lower.contains("no space left")
        || lower.contains("file too large")
        || lower.contains("permission denied")
    {
        ErrorKind::Io
    } else if lower.contains("required filter") || lower.contains("filter plugin") {
        ErrorKind::Unsupported
    } else {
        ErrorKind::Hdf5
    };
    Error::new(kind, format!("HDF5: {text}"))
}

/// A C string of a name, or an error if it has a NUL byte.
pub(crate) fn c_string(text: &str) -> Result<CString> {
    CString::new(text).map_err(|e| {
        Error::new(ErrorKind::Name, format!("text has a NUL byte at position {}", e.nul_position()))
            .help("HDF5 ends names and text at NUL: store it as bytes instead")
    })
}
