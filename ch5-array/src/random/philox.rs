//! The counter-based generator: Philox4x64-10.
//!
//! J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: *Parallel random numbers: as easy as
//! 1, 2, 3*, SC 2011. A block of four words is a keyed bijection of a counter of four words, so
//! that the words of any place are computed without those before it.

const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
const WEYL: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];
const ROUNDS: usize = 10;

/// Both halves of a product: high, low.
#[inline(always)]
fn wide(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    ((product >> 64) as u64, product as u64)
}

/// The four words that belong to a counter.
#[inline(always)]
pub(crate) fn philox(counter: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let [mut a, mut b, mut c, mut d] = counter;
    let [mut k, mut l] = key;
    for _ in 0..ROUNDS {
        let (high0, low0) = wide(MULTIPLIERS[0], a);
        let (high1, low1) = wide(MULTIPLIERS[1], c);
        (a, b, c, d) = (high1 ^ b ^ k, low1, high0 ^ d ^ l, low0);
        k = k.wrapping_add(WEYL[0]);
        l = l.wrapping_add(WEYL[1]);
    }
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_words_of_other_implementations() {
        // numpy.random.Philox(key=.., counter=..), which counts up before a block.
        assert_eq!(
            philox([1, 0, 0, 0], [0, 0]),
            [
                0x02f4_ba64_08e4_d89b,
                0x3dd6_2b0b_9ca8_c5b2,
                0x1c86_67a5_5d90_2e79,
                0x907d_7a05_2fd5_b4dc
            ]
        );
        assert_eq!(
            philox([5, 0, 0, 0], [0x0123_4567_89ab_cdef, 42]),
            [
                0x1817_87d9_fee0_9c78,
                0xc299_795f_2d39_c226,
                0xb2fe_31fb_a55c_999e,
                0xa261_f0b7_6ac1_a6be
            ]
        );
    }
}
