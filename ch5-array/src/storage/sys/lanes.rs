//! Eight floats at a time, in the widest registers of the processor.
//!
//! The compiler does not find these by itself in loops that carry eight accumulators. Every
//! operation rounds as the one of a single float does: the results are the same bits on all
//! processors.

/// A loop over eights.
pub(crate) trait Kernel {
    type Out;
    /// Runs it; to be `#[inline(always)]`, with all that it calls.
    fn run<L: Lanes>(self, lanes: L) -> Self::Out;
}

/// What eights can do. A value of the type says that the processor can do it.
pub(crate) trait Lanes: Copy {
    type V: Copy;
    fn load(self, x: [f64; 8]) -> Self::V;
    fn store(self, x: Self::V) -> [f64; 8];
    fn add(self, a: Self::V, b: Self::V) -> Self::V;
    fn sub(self, a: Self::V, b: Self::V) -> Self::V;
    fn mul(self, a: Self::V, b: Self::V) -> Self::V;
}

/// Runs a loop in the widest registers there are.
#[inline]
pub(crate) fn in_eights<K: Kernel>(kernel: K) -> K::Out {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx") {
        // SAFETY: the processor has AVX.
        return unsafe { avx::run(kernel) };
    }
    kernel.run(Plain)
}

/// One after the other.
#[derive(Clone, Copy)]
struct Plain;

impl Lanes for Plain {
    type V = [f64; 8];
    #[inline(always)]
    fn load(self, x: [f64; 8]) -> [f64; 8] {
        x
    }
    #[inline(always)]
    fn store(self, x: [f64; 8]) -> [f64; 8] {
        x
    }
    #[inline(always)]
    fn add(self, a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        std::array::from_fn(|i| a[i] + b[i])
    }
    #[inline(always)]
    fn sub(self, a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        std::array::from_fn(|i| a[i] - b[i])
    }
    #[inline(always)]
    fn mul(self, a: [f64; 8], b: [f64; 8]) -> [f64; 8] {
        std::array::from_fn(|i| a[i] * b[i])
    }
}

#[cfg(target_arch = "x86_64")]
mod avx {
    use std::arch::x86_64::{
        __m256d, _mm256_add_pd, _mm256_loadu_pd, _mm256_mul_pd, _mm256_storeu_pd, _mm256_sub_pd,
    };

    use super::{Kernel, Lanes};

    /// Made by [`run`] alone, which is called where the processor has AVX: that is what makes the
    /// instructions below sound.
    #[derive(Clone, Copy)]
    struct Avx(());

    #[target_feature(enable = "avx")]
    pub(super) fn run<K: Kernel>(kernel: K) -> K::Out {
        kernel.run(Avx(()))
    }

    macro_rules! pairwise {
        ($($name:ident => $instruction:ident;)*) => {$(
            #[inline(always)]
            fn $name(self, a: Self::V, b: Self::V) -> Self::V {
                // SAFETY: the processor has AVX, see `Avx`.
                unsafe { [$instruction(a[0], b[0]), $instruction(a[1], b[1])] }
            }
        )*};
    }

    impl Lanes for Avx {
        type V = [__m256d; 2];
        #[inline(always)]
        fn load(self, x: [f64; 8]) -> Self::V {
            // SAFETY: the processor has AVX, see `Avx`; both loads are within the eight floats.
            unsafe { [_mm256_loadu_pd(x.as_ptr()), _mm256_loadu_pd(x[4..].as_ptr())] }
        }
        #[inline(always)]
        fn store(self, x: Self::V) -> [f64; 8] {
            let mut to = [0.0; 8];
            // SAFETY: the processor has AVX, see `Avx`; both stores are within the eight floats.
            unsafe {
                _mm256_storeu_pd(to.as_mut_ptr(), x[0]);
                _mm256_storeu_pd(to[4..].as_mut_ptr(), x[1]);
            }
            to
        }
        pairwise! {
            add => _mm256_add_pd;
            sub => _mm256_sub_pd;
            mul => _mm256_mul_pd;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Poly([f64; 8], [f64; 8]);

    impl Kernel for Poly {
        type Out = [f64; 8];
        #[inline(always)]
        fn run<L: Lanes>(self, lanes: L) -> [f64; 8] {
            let (a, b) = (lanes.load(self.0), lanes.load(self.1));
            lanes.store(lanes.sub(lanes.add(a, a), lanes.mul(lanes.add(a, b), b)))
        }
    }

    #[test]
    fn are_those_of_single_floats() {
        let a = [0.1, -3.5, 1e300, f64::MIN_POSITIVE, -0.0, f64::INFINITY, 7.0, 1.0 / 3.0];
        let b = [1e16, 0.25, 1e300, 0.5, 0.0, -2.0, f64::NAN, 3.0];
        let bits = |x: [f64; 8]| x.map(|x| if x.is_nan() { f64::NAN } else { x }.to_bits());
        let want: [f64; 8] = std::array::from_fn(|i| (a[i] + a[i]) - (a[i] + b[i]) * b[i]);
        assert_eq!(bits(in_eights(Poly(a, b))), bits(want));
        assert_eq!(bits(Poly(a, b).run(Plain)), bits(want));
    }
}
