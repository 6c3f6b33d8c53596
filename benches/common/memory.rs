//! How much memory a call takes at its highest.

/// Most that a call may take beyond its result.
const GOAL: f64 = 16.0;

fn status(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let number =
        line.and_then(|l| l.trim_start_matches(':').split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}

/// The highest resident size while `f` runs, above what was there before and above `result`,
/// the bytes of what it returns. What the C library allocates counts.
pub fn added<R>(result: u64, f: impl FnOnce() -> R) -> String {
    // SAFETY: gives free memory back to the system, so that none of it hides what is taken.
    unsafe { libc::malloc_trim(0) };
    if std::fs::write("/proc/self/clear_refs", "5").is_err() {
        return "not measured (/proc/self/clear_refs)".into();
    }
    let before = status("VmRSS");
    let kept = f();
    let peak = status("VmHWM");
    drop(kept);
    let mb = (peak as f64 - before as f64) / 1024.0 - result as f64 / f64::from(1 << 20);
    let said = if mb <= GOAL { "ok" } else { "MISSED" };
    format!("{mb:.1} MB (goal {GOAL} MB) {said}")
}
