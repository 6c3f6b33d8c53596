//! Advisory locks, shared extents and file owners: what `std` does not offer at our Rust version.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;

/// Takes the lock that HDF5 takes on the files it opens: exclusive for writers, shared for
/// readers. False if somebody else holds it. It goes with the descriptor.
///
/// File systems without locks are no obstacle, as for HDF5.
pub(crate) fn try_lock(file: &File, exclusive: bool) -> io::Result<bool> {
    let kind = if exclusive { libc::LOCK_EX } else { libc::LOCK_SH };
    loop {
        // SAFETY: the descriptor is open as long as `file` lives; no memory is passed.
        if unsafe { libc::flock(file.as_raw_fd(), kind | libc::LOCK_NB) } == 0 {
            return Ok(true);
        }
        let error = io::Error::last_os_error();
        match error.raw_os_error() {
            Some(libc::EINTR) => {}
            Some(libc::EWOULDBLOCK) => return Ok(false),
            Some(libc::ENOSYS | libc::EOPNOTSUPP) => return Ok(true),
            _ => return Err(error),
        }
    }
}

/// Makes `to` share all extents of `from`, which costs no space. False where the file system
/// cannot do that.
#[cfg(target_os = "linux")]
pub(crate) fn share_extents(from: &File, to: &File) -> bool {
    // SAFETY: both descriptors are open as long as the files live; the argument is a number.
    unsafe { libc::ioctl(to.as_raw_fd(), libc::FICLONE, from.as_raw_fd()) == 0 }
}

/// Makes `to` share all extents of `from`, which costs no space. False where the file system
/// cannot do that.
#[cfg(not(target_os = "linux"))]
pub(crate) fn share_extents(_from: &File, _to: &File) -> bool {
    false
}
