//! Pages of memory.

/// Bytes of a large page.
#[cfg(target_os = "linux")]
const PAGE: usize = 2 << 20;
/// Bytes from which they are worth asking for.
#[cfg(target_os = "linux")]
const LARGE: usize = 16 << 20;

/// Asks the system to give memory that nobody touched yet in large pages, where that is possible:
/// taking half a gigabyte in pages of 4 KiB costs more than filling it from a file.
pub(crate) fn large(memory: *mut u8, bytes: usize) {
    #[cfg(target_os = "linux")]
    {
        let Some(end) = memory.addr().checked_add(bytes).map(|end| end / PAGE * PAGE) else {
            return;
        };
        let start = memory.addr().next_multiple_of(PAGE);
        if bytes >= LARGE && start < end {
            let from = memory.wrapping_add(start - memory.addr());
            // SAFETY: the pages lie within what the caller owns, and the advice changes nothing
            // of their content.
            unsafe { libc::madvise(from.cast(), end - start, libc::MADV_HUGEPAGE) };
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (memory, bytes);
}
