//! HDF5's Fletcher-32 checksum (J. G. Fletcher, 1982) over big-endian 16-bit words.

/// The checksum of bytes.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    fn fold(n: u32) -> u32 {
        (n & 0xffff) + (n >> 16)
    }
    let (mut low, mut high) = (0u32, 0u32);
    let words = bytes.chunks_exact(2);
    let odd = words.remainder();
    // So many words do not overflow 32 bits.
    for some in bytes[..bytes.len() & !1].chunks(720) {
        for word in some.chunks_exact(2) {
            low += u32::from(word[0]) << 8 | u32::from(word[1]);
            high += low;
        }
        (low, high) = (fold(low), fold(high));
    }
    if let [last] = odd {
        low += u32::from(*last) << 8;
        high += low;
        (low, high) = (fold(low), fold(high));
    }
    (fold(high) << 16) | fold(low)
}

/// Bytes without the checksum behind them; `None` if it is not theirs.
pub(super) fn verified(bytes: &[u8]) -> Option<&[u8]> {
    let (data, stored) = bytes.split_last_chunk::<4>()?;
    let stored = u32::from_le_bytes(*stored);
    let sum = checksum(data);
    // Old versions of HDF5 stored the bytes of each half the other way round.
    let old = ((sum & 0xff00_ff00) >> 8) | ((sum & 0x00ff_00ff) << 8);
    (stored == sum || stored == old).then_some(data)
}
