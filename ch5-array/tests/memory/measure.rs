//! What a call adds to the process: what Rust allocates, counted, and what the kernel saw.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what is allocated now, and the most there was.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grown(by: usize) {
    let now = NOW.fetch_add(by, Ordering::Relaxed) + by;
    PEAK.fetch_max(now, Ordering::Relaxed);
}

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Growing in place is what large blocks do; old and new are not both there.
        grown(size.saturating_sub(layout.size()));
        NOW.fetch_sub(layout.size().saturating_sub(size), Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn status(key: &str) -> usize {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

/// Bytes that a call added at its peak.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Added {
    /// What Rust had allocated.
    pub counted: usize,
    /// Resident memory, that of the C library and of stacks too.
    pub resident: usize,
}

impl Added {
    /// The larger of the two.
    pub(crate) fn most(self) -> usize {
        self.counted.max(self.resident)
    }
}

/// Runs a call, and tells what it added.
pub(crate) fn added<T>(call: impl FnOnce() -> T) -> (T, Added) {
    // What lies free would hide what is taken again.
    // SAFETY: the call has no preconditions.
    unsafe { libc::malloc_trim(0) };
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let (before, resident) = (NOW.load(Ordering::Relaxed), status("VmRSS:"));
    PEAK.store(before, Ordering::Relaxed);
    let done = call();
    let counted = PEAK.load(Ordering::Relaxed).saturating_sub(before);
    (done, Added { counted, resident: status("VmHWM:").saturating_sub(resident) })
}
