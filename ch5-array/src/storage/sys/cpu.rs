//! What the processor can do beyond the oldest one that the program runs on.

/// Runs loops with the wide registers of the processor where it has them: what is inlined into
/// `work` is compiled once more for AVX2. The results are the same bits.
#[inline]
pub(crate) fn widely<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
        // SAFETY: the processor has both features.
        return unsafe { wide(work) };
    }
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn wide<R>(work: impl FnOnce() -> R) -> R {
    work()
}
