//! What the processor can do beyond the oldest one that the program runs on.

/// A loop to be run in wide registers. A closure would not do: the compiler keeps those that are
/// large as functions of their own, which are compiled for the oldest processor.
pub(crate) trait Work {
    type Out;
    /// Runs it; to be `#[inline(always)]`, with all that it calls.
    fn run(self) -> Self::Out;
}

/// Runs a loop with the wide registers of the processor where it has them: it is compiled once
/// more for AVX2. The results are the same bits.
#[inline]
pub(crate) fn widely<W: Work>(work: W) -> W::Out {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
        // SAFETY: the processor has both features.
        return unsafe { wide(work) };
    }
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn wide<W: Work>(work: W) -> W::Out {
    work.run()
}
