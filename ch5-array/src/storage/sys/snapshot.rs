//! Open files, as they are read without HDF5.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An open file, to be read without HDF5.
pub(crate) struct Snapshot {
    /// A handle of its own.
    pub(super) file: File,
    /// The end of what HDF5 has given out, if the file may be shorter: it gets its length when all
    /// of it is flushed.
    pub(super) end: Option<u64>,
    /// How often HDF5 has written to the file by now, and had when the snapshot was taken.
    pub(super) writes: Arc<AtomicU64>,
    pub(super) seen: u64,
}

impl Snapshot {
    /// True if HDF5 has not written to the file since the snapshot was taken.
    pub(crate) fn holds(&self) -> bool {
        self.writes.load(Ordering::SeqCst) == self.seen
    }

    /// Bytes of the file.
    pub(crate) fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Fills a buffer from the file; where HDF5 has given out room that was never written to, with
    /// zeroes, as HDF5 does.
    pub(crate) fn read(&self, mut to: &mut [u8], mut at: u64) -> io::Result<()> {
        while !to.is_empty() {
            match self.file.read_at(to, at) {
                Ok(0) if self.end.is_some_and(|end| to.len() as u64 <= end.saturating_sub(at)) => {
                    to.fill(0);
                    return Ok(());
                }
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => {
                    to = &mut to[n..];
                    at += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
