//! Distributions of vectors: every row of the array is one draw.

use super::binomial::Binomial;
use super::check::{count, probability, wrong};
use super::gamma::StandardGamma;
use super::source::Source;
use super::stream::{Distribution, Key, Stream};
use crate::error::Result;

/// A distribution of vectors.
///
/// ```
/// # use ch5_array::random::*;
/// let made = Dirichlet::new(&[1.0, 2.0])?;
/// assert_eq!(made.width(), 2);
/// assert_eq!(RandomState::new(42).draw_rows(&made, &[3])?.shape(), [3, 2]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait RowDistribution: Send + Sync {
    /// What a vector is made of.
    type Item: Copy + Default + Send + Sync + 'static;

    /// The length of a vector.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(Dirichlet::new(&[1.0, 2.0, 3.0])?.width(), 3);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn width(&self) -> usize;

    /// One vector; `row` has [`width`](Self::width) places.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let mut row = [0; 2];
    /// Multinomial::new(10, &[0.2, 0.8])?.sample_row(&mut RandomState::new(42), &mut row);
    /// assert_eq!(row, [1, 9]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn sample_row<S: Source>(&self, source: &mut S, row: &mut [Self::Item]);

    /// The elements `start..start + out.len()` (row-major) of the array that `key` names.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let made = Multinomial::new(10, &[0.2, 0.8])?;
    /// let (mut all, mut second) = ([0; 4], [0; 2]);
    /// made.fill(Key { seed: 8, stream: 0 }, 0, &mut all);
    /// made.fill(Key { seed: 8, stream: 0 }, 2, &mut second);
    /// assert_eq!(all[2..], second);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn fill(&self, key: Key, start: u64, out: &mut [Self::Item]) {
        let width = self.width();
        if width == 0 {
            return;
        }
        let mut row = vec![Self::Item::default(); width];
        let mut done = 0;
        while done < out.len() {
            let place = start.wrapping_add(done as u64);
            let (index, skip) = (place / width as u64, (place % width as u64) as usize);
            let count = (out.len() - done).min(width - skip);
            self.sample_row(&mut Stream::private(key, index), &mut row);
            out[done..done + count].copy_from_slice(&row[skip..skip + count]);
            done += count;
        }
    }
}

/// Shares that add up to 1.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let x = RandomState::new(42).draw_rows(&Dirichlet::new(&[1.0, 2.0])?, &[2])?;
/// let y = x.into_expr();
/// assert_eq!(y.load()?.to_string(), "[[0.43727658 0.56272342]\n [0.02753694 0.97246306]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Dirichlet(Vec<StandardGamma>);

impl Dirichlet {
    /// The distribution of these parameters.
    ///
    /// # Errors
    ///
    /// If `alpha` is empty or has a number that is not above 0.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Dirichlet::new(&[1.0, 2.0]).is_ok());
    /// assert!(Dirichlet::new(&[1.0, 0.0]).is_err());
    /// ```
    pub fn new(alpha: &[f64]) -> Result<Self> {
        if alpha.is_empty() {
            return wrong("dirichlet", "alpha", "with one number or more", "none");
        }
        if let Some(bad) = alpha.iter().find(|&&a| a <= 0.0 || a.is_nan()) {
            return wrong("dirichlet", "alpha", "with numbers above 0", format!("{bad:?}"));
        }
        Ok(Self(alpha.iter().map(|&a| StandardGamma::of(a)).collect()))
    }
}

impl RowDistribution for Dirichlet {
    type Item = f64;

    fn width(&self) -> usize {
        self.0.len()
    }

    fn sample_row<S: Source>(&self, source: &mut S, row: &mut [f64]) {
        // Where all shapes are small, all gammas may be 0: they are drawn again.
        loop {
            let mut sum = 0.0;
            for (to, gamma) in row.iter_mut().zip(&self.0) {
                *to = gamma.sample(source);
                sum += *to;
            }
            if sum > 0.0 || S::LEGACY {
                let inverse = 1.0 / sum;
                row.iter_mut().for_each(|x| *x *= inverse);
                return;
            }
        }
    }
}

/// How often each outcome occurs in `n` trials.
///
/// ```
/// # use ch5_array::{IntoExpr, random::*};
/// let x = RandomState::new(42).draw_rows(&Multinomial::new(10, &[0.2, 0.8])?, &[2])?;
/// assert_eq!(x.into_expr().load()?.to_string(), "[[1 9]\n [4 6]]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Multinomial {
    n: i64,
    pvals: Vec<f64>,
}

impl Multinomial {
    /// The last probability is what the others leave.
    ///
    /// # Errors
    ///
    /// If `n` is negative, or `pvals` are empty, not probabilities or, the last apart, add up to
    /// more than 1.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(Multinomial::new(10, &[0.2, 0.8]).is_ok());
    /// assert!(Multinomial::new(10, &[0.7, 0.8, 0.1]).is_err());
    /// ```
    pub fn new(n: i64, pvals: &[f64]) -> Result<Self> {
        const NAME: &str = "multinomial";
        count(NAME, "n", n)?;
        let Some((_, most)) = pvals.split_last() else {
            return wrong(NAME, "pvals", "with one number or more", "none");
        };
        for &p in pvals {
            probability(NAME, "pvals", p)?;
        }
        let sum: f64 = most.iter().sum();
        if sum > 1.0 + 1e-12 {
            return wrong(NAME, "sum of pvals but the last", "of 1 or less", sum);
        }
        Ok(Self { n, pvals: pvals.to_vec() })
    }
}

impl RowDistribution for Multinomial {
    type Item = i64;

    fn width(&self) -> usize {
        self.pvals.len()
    }

    fn sample_row<S: Source>(&self, source: &mut S, row: &mut [i64]) {
        row.fill(0);
        let Some((last, most)) = row.split_last_mut() else { return };
        let (mut rest, mut share) = (self.n, 1.0);
        for (to, &p) in most.iter_mut().zip(&self.pvals) {
            *to = Binomial::of(rest, (p / share).min(1.0)).sample(source);
            rest -= *to;
            if rest <= 0 {
                return;
            }
            share -= p;
        }
        *last = rest;
    }
}

/// Normal vectors of a mean and a covariance.
///
/// ```
/// # use ch5_array::random::*;
/// let made = MultivariateNormal::new(&[0.0, 5.0], &[1.0, 0.0, 0.0, 4.0])?;
/// assert_eq!(RandomState::new(42).draw_rows(&made, &[3])?.shape(), [3, 2]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MultivariateNormal {
    mean: Vec<f64>,
    /// Cholesky's factor of the covariance, by rows.
    factor: Vec<f64>,
}

impl MultivariateNormal {
    /// `cov` has the rows of the covariance, one after the other.
    ///
    /// # Errors
    ///
    /// If `cov` has not as many rows and columns as `mean` elements, or is not symmetric and
    /// positive semidefinite (where numpy warns).
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert!(MultivariateNormal::new(&[0.0, 5.0], &[1.0, 0.0, 0.0, 4.0]).is_ok());
    /// assert!(MultivariateNormal::new(&[0.0, 5.0], &[1.0, 2.0]).is_err());
    /// ```
    pub fn new(mean: &[f64], cov: &[f64]) -> Result<Self> {
        const NAME: &str = "multivariate_normal";
        let n = mean.len();
        if n == 0 || cov.len() != n * n {
            let expected = format!("of {n} x {n} numbers, as mean has {n}");
            return wrong(NAME, "cov", &expected, format!("{} numbers", cov.len()));
        }
        let largest = cov.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
        let tolerance = 1e-8 * largest;
        let fits =
            (0..n).all(|i| (0..i).all(|j| (cov[i * n + j] - cov[j * n + i]).abs() <= tolerance));
        match cholesky(cov, n, tolerance) {
            Some(factor) if fits && largest.is_finite() => Ok(Self { mean: mean.to_vec(), factor }),
            _ => wrong(NAME, "cov", "symmetric and positive semidefinite", format!("{cov:?}")),
        }
    }
}

/// The lower factor; a column whose pivot is 0 is 0.
fn cholesky(cov: &[f64], n: usize, tolerance: f64) -> Option<Vec<f64>> {
    let mut l = vec![0.0; n * n];
    for j in 0..n {
        for i in j..n {
            let dot: f64 = (0..j).map(|k| l[i * n + k] * l[j * n + k]).sum();
            let rest = cov[i * n + j] - dot;
            if rest.is_nan() || (i == j && rest < -tolerance) {
                return None;
            }
            if i == j {
                l[i * n + j] = if rest > tolerance * f64::EPSILON { rest.sqrt() } else { 0.0 };
            } else if l[j * n + j] > 0.0 {
                l[i * n + j] = rest / l[j * n + j];
            } else if rest.abs() > tolerance.max(f64::MIN_POSITIVE) {
                return None;
            }
        }
    }
    Some(l)
}

impl RowDistribution for MultivariateNormal {
    type Item = f64;

    fn width(&self) -> usize {
        self.mean.len()
    }

    fn sample_row<S: Source>(&self, source: &mut S, row: &mut [f64]) {
        let n = self.mean.len();
        row.iter_mut().for_each(|x| *x = source.gauss());
        // From below: every row of the factor needs the normal numbers up to its own.
        for i in (0..n).rev() {
            let dot: f64 = (0..=i).map(|k| self.factor[i * n + k] * row[k]).sum();
            row[i] = self.mean[i] + dot;
        }
    }
}
