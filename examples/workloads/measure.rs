//! Time and memory of repeated runs.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::Check;

fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
}

/// Forgets the peak so far; the resident bytes now.
fn reset_peak() -> u64 {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:")
}

fn processor_seconds() -> f64 {
    // SAFETY: the struct is plain numbers, filled by the call.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let seconds = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 / 1e6;
    seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// Runs something so often, each time with an empty folder, and tells what it took.
pub(crate) fn repeat(n: usize, root: &Path, run: impl Fn(PathBuf) -> Check) -> String {
    let (mut wall, mut processor, mut check) = (Vec::new(), Vec::new(), None);
    let (mut peak, mut over) = (0, None);
    for _ in 0..n {
        let dir = tempfile::tempdir_in(root).unwrap();
        let base = reset_peak();
        let (began, used) = (Instant::now(), processor_seconds());
        let done = run(dir.path().to_path_buf());
        wall.push(began.elapsed().as_secs_f64());
        processor.push(processor_seconds() - used);
        let now = status("VmHWM:");
        peak = peak.max(now);
        over.get_or_insert(now.saturating_sub(base));
        check.get_or_insert_with(done);
    }
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    format!(
        "\"best_s\": {:.4}, \"median_s\": {:.4}, \"cpu_s\": {:.4}, \"n\": {n}, \"peak_mb\": {:.1}, \
         \"over_base_mb\": {:.1}, \"check\": \"{}\"",
        wall.iter().copied().fold(f64::INFINITY, f64::min),
        median(wall.clone()),
        median(processor),
        mib(peak),
        mib(over.unwrap_or(0)),
        check.unwrap_or_default()
    )
}
