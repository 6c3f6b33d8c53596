//! Choosing among `0..n`.

use super::check::wrong;
use super::continuous::Exponential;
use super::source::Source;
use super::stream::{Distribution, Key};
use crate::error::Result;

/// Chooses among `0..n` with replacement.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let made = Choice::new(3, Some(&[0.1, 0.2, 0.7]))?;
/// let x = RandomState::new(42).draw(&made, &[3])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[2 2 2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Choice(Weights);

#[derive(Debug, Clone, PartialEq)]
enum Weights {
    /// The largest, all equally likely.
    Equal(u64),
    /// Probabilities, cumulated up to 1.
    Cumulated(Vec<f64>),
}

impl Choice {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `n` is not above 0, or `p` are not `n` probabilities that add up to 1.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Choice::new(3, None).is_ok());
    /// assert!(Choice::new(3, Some(&[0.5, 0.5])).is_err());
    /// ```
    pub fn new(n: i64, p: Option<&[f64]>) -> Result<Self> {
        if n <= 0 {
            return wrong("choice", "a", "above 0 or not empty", n);
        }
        let Some(p) = p else { return Ok(Self(Weights::Equal(n as u64 - 1))) };
        check(n, p)?;
        let mut sum = 0.0;
        let mut cumulated: Vec<f64> = p
            .iter()
            .map(|p| {
                sum += p;
                sum
            })
            .collect();
        cumulated.iter_mut().for_each(|c| *c /= sum);
        Ok(Self(Weights::Cumulated(cumulated)))
    }
}

fn check(n: i64, p: &[f64]) -> Result<()> {
    if p.len() as u64 != n as u64 {
        let expected = format!("with {n} probabilities, as a has elements");
        return wrong("choice", "p", &expected, p.len());
    }
    if let Some(bad) = p.iter().find(|p| !p.is_finite() || **p < 0.0) {
        return wrong("choice", "p", "with probabilities", format!("{bad:?}"));
    }
    let sum: f64 = p.iter().sum();
    if (sum - 1.0).abs() > f64::EPSILON.sqrt() {
        return wrong("choice", "sum of p", "of 1", sum);
    }
    Ok(())
}

impl Distribution for Choice {
    type Item = i64;

    fn sample<S: Source>(&self, source: &mut S) -> i64 {
        match &self.0 {
            Weights::Equal(max) => source.up_to(*max) as i64,
            Weights::Cumulated(p) => {
                let u = source.unit();
                p.partition_point(|&c| c <= u) as i64
            }
        }
    }
}

/// Refuses a sample without replacement that is larger than what there is.
pub(crate) fn fits(n: i64, size: u64) -> Result<()> {
    if n < 0 || size > n as u64 {
        return wrong("choice", "size", &format!("of {n} or less without replacement"), size);
    }
    Ok(())
}

/// Chooses `size` of `0..p.len()` without replacement, one after the other, each by its share of
/// what is left.
///
/// The order of waiting times is that of successive draws (P. S. Efraimidis, P. G. Spirakis:
/// *Weighted random sampling with a reservoir*, Inf. Proc. Letters 97, 2006). Needs 16 bytes for
/// each probability.
///
/// # Errors
///
/// If `p` are not probabilities that add up to 1, or fewer than `size` of them are above 0.
///
/// ```
/// # use ch5_array::random::*;
/// use ch5_array::random::choose_weighted;
/// let key = Generator::new(8).get_state();
/// let mut chosen = choose_weighted(key, &[0.1, 0.2, 0.7, 0.0], 3)?;
/// chosen.sort_unstable();
/// assert_eq!(chosen, [0, 1, 2]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn choose_weighted(key: Key, p: &[f64], size: usize) -> Result<Vec<i64>> {
    let n = p.len() as i64;
    check(n, p)?;
    fits(n, size as u64)?;
    let likely = p.iter().filter(|p| **p > 0.0).count();
    if likely < size {
        return wrong("choice", "p", &format!("with {size} numbers above 0, as size"), likely);
    }
    let waiting = Exponential::new(1.0)?;
    let mut times: Vec<(f64, i64)> = p
        .iter()
        .enumerate()
        .filter(|(_, p)| **p > 0.0)
        .map(|(i, p)| (waiting.at(key, i as u64) / p, i as i64))
        .collect();
    times.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    times.truncate(size);
    Ok(times.into_iter().map(|(_, i)| i).collect())
}
