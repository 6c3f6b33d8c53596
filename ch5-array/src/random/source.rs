//! What the distributions draw from.

/// A stream of random words, and the elementary draws made of them.
///
/// There are two: [`Stream`](super::Stream), the words of one element, and
/// [`RandomState`](super::RandomState), numpy's old generator.
///
/// ```
/// # use ch5_array::random::*;
/// fn die(source: &mut impl Source) -> u64 {
///     1 + source.up_to(5)
/// }
/// assert!((1..=6).contains(&die(&mut RandomState::new(42))));
/// ```
pub trait Source {
    /// True for numpy's old generator, whose algorithms may not change.
    const LEGACY: bool;

    /// 64 random bits.
    fn word(&mut self) -> u64;

    /// A number of [0, 1) with 53 random bits.
    fn unit(&mut self) -> f64;

    /// A standard normal number.
    fn gauss(&mut self) -> f64;

    /// A standard exponential number.
    fn waiting(&mut self) -> f64;

    /// An integer of 0..=max, every one as likely as the others.
    fn up_to(&mut self, max: u64) -> u64;
}
