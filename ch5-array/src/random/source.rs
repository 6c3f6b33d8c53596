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
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(RandomState::new(42).word() >> 32, 1_608_637_542);
    /// ```
    fn word(&mut self) -> u64;

    /// A number of [0, 1) with 53 random bits.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(RandomState::new(42).unit(), 0.3745401188473625);
    /// ```
    fn unit(&mut self) -> f64;

    /// A standard normal number.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let drawn = Source::gauss(&mut RandomState::new(42));
    /// assert!((drawn - 0.49671415).abs() < 1e-8);
    /// ```
    fn gauss(&mut self) -> f64;

    /// A standard exponential number.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let drawn = RandomState::new(42).waiting();
    /// assert!((drawn - 0.46926809).abs() < 1e-8);
    /// ```
    fn waiting(&mut self) -> f64;

    /// An integer of 0..=max, every one as likely as the others.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(RandomState::new(42).up_to(5) <= 5);
    /// ```
    fn up_to(&mut self, max: u64) -> u64;
}
