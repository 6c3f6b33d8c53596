//! The functions of `RandomState`.

use ndarray::{ArrayD, IxDyn};

use super::RandomState;
use crate::error::{Error, ErrorKind, Result};
use crate::random::check::wrong;
use crate::random::choice::fits;
use crate::random::permutation::shuffle;
use crate::random::{
    Beta, Binomial, ChiSquare, Choice, Dirichlet, Distribution, Exponential, F, Gamma, Geometric,
    Gumbel, Hypergeometric, Integers, Laplace, LogNormal, LogSeries, Logistic, Multinomial,
    NegativeBinomial, NoncentralChiSquare, Normal, Pareto, Poisson, Power, Rayleigh,
    RowDistribution, Source, StandardCauchy, StandardGamma, StandardT, Triangular, Uniform,
    VonMises, Wald, Weibull, Zipf,
};

/// The number of elements of a shape, if so many fit into memory at all.
fn volume<T>(shape: &[usize]) -> Result<usize> {
    shape
        .iter()
        .try_fold(1usize, |n, &x| n.checked_mul(x))
        .filter(|n| n.checked_mul(size_of::<T>()).is_some_and(|bytes| bytes <= isize::MAX as usize))
        .ok_or_else(|| {
            Error::new(ErrorKind::Shape, "a random array")
                .expected("a shape that fits into memory")
                .found(format!("{shape:?}"))
        })
}

fn array<T>(shape: &[usize], values: Vec<T>) -> Result<ArrayD<T>> {
    ArrayD::from_shape_vec(IxDyn(shape), values)
        .map_err(|e| Error::new(ErrorKind::Shape, e.to_string()))
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident($($param:ident: $ty:ty),*) -> $item:ty = $distribution:expr,
        $example:literal => $printed:literal;)*) => {
        impl RandomState {$(
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// If a parameter or the shape is out of range.
            ///
            /// ```
            /// # use ch5_array::{IntoExpr, random::RandomState};
            #[doc = concat!(
                "let x = RandomState::new(42).", stringify!($name), "(", $example, ")?;"
            )]
            #[doc = concat!(
                "assert_eq!(x.into_expr().load()?.to_string(), ", stringify!($printed), ");"
            )]
            /// # Ok::<(), ch5_array::Error>(())
            /// ```
            pub fn $name(&mut self, $($param: $ty,)* shape: &[usize]) -> Result<ArrayD<$item>> {
                self.draw(&$distribution, shape)
            }
        )*}
    };
}

functions! {
    /// Uniform numbers of [0, 1).
    random_sample() -> f64 = Uniform::STANDARD,
        "&[2]" => "[0.37454012 0.95071431]";
    /// Uniform numbers of [0, 1).
    random() -> f64 = Uniform::STANDARD,
        "&[2]" => "[0.37454012 0.95071431]";
    /// Uniform numbers of [0, 1).
    rand() -> f64 = Uniform::STANDARD,
        "&[2]" => "[0.37454012 0.95071431]";
    /// Standard normal numbers.
    randn() -> f64 = Normal::STANDARD,
        "&[2]" => "[ 0.49671415 -0.1382643 ]";
    /// Standard normal numbers.
    standard_normal() -> f64 = Standard,
        "&[2]" => "[ 0.49671415 -0.1382643 ]";
    /// Integers of low..high.
    randint(low: i64, high: i64) -> i64 = Integers::new(low, high)?,
        "0, 10, &[2]" => "[6 3]";
    /// Integers of low..=high.
    random_integers(low: i64, high: i64) -> i64 = Integers::inclusive(low, high)?,
        "1, 6, &[2]" => "[4 5]";
    /// Beta numbers.
    beta(a: f64, b: f64) -> f64 = Beta::new(a, b)?,
        "2.0, 3.0, &[2]" => "[0.49447259 0.37515277]";
    /// Binomial numbers.
    binomial(n: i64, p: f64) -> i64 = Binomial::new(n, p)?,
        "10, 0.5, &[2]" => "[4 8]";
    /// Chi-square numbers.
    chisquare(df: f64) -> f64 = ChiSquare::new(df)?,
        "3.0, &[2]" => "[3.57924635 2.04721171]";
    /// Exponential numbers.
    exponential(scale: f64) -> f64 = Exponential::new(scale)?,
        "2.0, &[2]" => "[0.93853618 6.02024286]";
    /// Exponential numbers of mean 1.
    standard_exponential() -> f64 = Exponential::new(1.0)?,
        "&[2]" => "[0.46926809 3.01012143]";
    /// F numbers.
    f(dfnum: f64, dfden: f64) -> f64 = F::new(dfnum, dfden)?,
        "3.0, 5.0, &[2]" => "[1.51448415 0.8438402 ]";
    /// Gamma numbers; `k` is the shape parameter.
    gamma(k: f64, scale: f64) -> f64 = Gamma::new(k, scale)?,
        "2.0, 1.5, &[2]" => "[3.59051908 2.2416971 ]";
    /// Gamma numbers of scale 1; `k` is the shape parameter.
    standard_gamma(k: f64) -> f64 = StandardGamma::new(k)?,
        "2.0, &[2]" => "[2.39367939 1.49446473]";
    /// Geometric numbers.
    geometric(p: f64) -> i64 = Geometric::new(p)?,
        "0.3, &[2]" => "[2 9]";
    /// Gumbel numbers.
    gumbel(loc: f64, scale: f64) -> f64 = Gumbel::new(loc, scale)?,
        "0.0, 1.0, &[2]" => "[ 0.75658105 -1.10198042]";
    /// Hypergeometric numbers.
    hypergeometric(ngood: i64, nbad: i64, nsample: i64) -> i64
        = Hypergeometric::new(ngood, nbad, nsample)?,
        "5, 7, 4, &[2]" => "[2 1]";
    /// Laplace numbers.
    laplace(loc: f64, scale: f64) -> f64 = Laplace::new(loc, scale)?,
        "0.0, 1.0, &[2]" => "[-0.28890917  2.31697425]";
    /// Logistic numbers.
    logistic(loc: f64, scale: f64) -> f64 = Logistic::new(loc, scale)?,
        "0.0, 1.0, &[2]" => "[-0.51278827  2.95957976]";
    /// Numbers whose logarithm is normal.
    lognormal(mean: f64, sigma: f64) -> f64 = LogNormal::new(mean, sigma)?,
        "0.0, 1.0, &[2]" => "[1.64331272 0.87086849]";
    /// Logarithmic series numbers.
    logseries(p: f64) -> i64 = LogSeries::new(p)?,
        "0.6, &[2]" => "[2 1]";
    /// Negative binomial numbers.
    negative_binomial(n: f64, p: f64) -> i64 = NegativeBinomial::new(n, p)?,
        "3.0, 0.5, &[2]" => "[2 3]";
    /// Chi-square numbers off the centre.
    noncentral_chisquare(df: f64, nonc: f64) -> f64 = NoncentralChiSquare::new(df, nonc)?,
        "3.0, 1.0, &[2]" => "[0.95105334 2.07869556]";
    /// F numbers off the centre.
    noncentral_f(dfnum: f64, dfden: f64, nonc: f64) -> f64 = F::noncentral(dfnum, dfden, nonc)?,
        "3.0, 5.0, 1.0, &[2]" => "[0.29674493 0.3638947 ]";
    /// Normal numbers.
    normal(loc: f64, scale: f64) -> f64 = Normal::new(loc, scale)?,
        "0.0, 1.0, &[2]" => "[ 0.49671415 -0.1382643 ]";
    /// Pareto numbers of the second kind.
    pareto(a: f64) -> f64 = Pareto::new(a)?,
        "3.0, &[2]" => "[0.16932037 1.72746828]";
    /// Poisson numbers.
    poisson(lam: f64) -> i64 = Poisson::new(lam)?,
        "4.0, &[2]" => "[5 4]";
    /// Numbers of [0, 1) with density a x^(a-1).
    power(a: f64) -> f64 = Power::new(a)?,
        "2.0, &[2]" => "[0.61199683 0.9750458 ]";
    /// Rayleigh numbers.
    rayleigh(scale: f64) -> f64 = Rayleigh::new(scale)?,
        "1.0, &[2]" => "[0.96878077 2.45361832]";
    /// Cauchy numbers.
    standard_cauchy() -> f64 = StandardCauchy,
        "&[2]" => "[-3.59249748  0.42526319]";
    /// Student's t.
    standard_t(df: f64) -> f64 = StandardT::new(df)?,
        "5.0, &[2]" => "[ 0.55963354 -1.07574122]";
    /// Triangular numbers.
    triangular(left: f64, mode: f64, right: f64) -> f64 = Triangular::new(left, mode, right)?,
        "0.0, 1.0, 3.0, &[2]" => "[1.06279601 2.45620393]";
    /// Uniform numbers of [low, high).
    uniform(low: f64, high: f64) -> f64 = Uniform::new(low, high)?,
        "2.0, 4.0, &[2]" => "[2.74908024 3.90142861]";
    /// Von Mises angles.
    vonmises(mu: f64, kappa: f64) -> f64 = VonMises::new(mu, kappa)?,
        "0.0, 2.0, &[2]" => "[ 0.45986747 -0.89632237]";
    /// Wald numbers.
    wald(mean: f64, scale: f64) -> f64 = Wald::new(mean, scale)?,
        "1.0, 2.0, &[2]" => "[1.41828613 1.10266362]";
    /// Weibull numbers.
    weibull(a: f64) -> f64 = Weibull::new(a)?,
        "1.5, &[2]" => "[0.60387541 2.08475974]";
    /// Zeta numbers.
    zipf(a: f64) -> i64 = Zipf::new(a)?,
        "2.5, &[2]" => "[1 2]";
}

/// A normal number as it comes: `0 + 1 * x` would turn -0.0 into 0.0.
struct Standard;

impl Distribution for Standard {
    type Item = f64;

    fn sample<S: Source>(&self, source: &mut S) -> f64 {
        source.gauss()
    }
}

impl RandomState {
    /// An array of draws.
    ///
    /// # Errors
    ///
    /// If the shape does not fit into memory.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let x = RandomState::new(42).draw(&Normal::new(0.0, 1.0)?, &[2])?;
    /// assert_eq!(x.into_expr().load()?.to_string(), "[ 0.49671415 -0.1382643 ]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn draw<D: Distribution>(
        &mut self,
        distribution: &D,
        shape: &[usize],
    ) -> Result<ArrayD<D::Item>> {
        let count = volume::<D::Item>(shape)?;
        array(shape, (0..count).map(|_| distribution.sample(self)).collect())
    }

    /// An array of vectors, along a last axis.
    ///
    /// # Errors
    ///
    /// If the shape does not fit into memory.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let x = RandomState::new(42).draw_rows(&Multinomial::new(10, &[0.2, 0.8])?, &[2])?;
    /// assert_eq!(x.into_expr().load()?.to_string(), "[[1 9]\n [4 6]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn draw_rows<D: RowDistribution>(
        &mut self,
        distribution: &D,
        shape: &[usize],
    ) -> Result<ArrayD<D::Item>> {
        let mut shape = shape.to_vec();
        shape.push(distribution.width());
        let mut values = vec![D::Item::default(); volume::<D::Item>(&shape)?];
        for row in values.chunks_exact_mut(distribution.width().max(1)) {
            distribution.sample_row(self, row);
        }
        array(&shape, values)
    }

    /// Vectors of shares that add up to 1.
    ///
    /// # Errors
    ///
    /// If a parameter or the shape is out of range.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let x = RandomState::new(42).dirichlet(&[1.0, 2.0], &[2])?;
    /// let y = x.into_expr();
    /// assert_eq!(y.load()?.to_string(), "[[0.43727658 0.56272342]\n [0.02753694 0.97246306]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn dirichlet(&mut self, alpha: &[f64], shape: &[usize]) -> Result<ArrayD<f64>> {
        self.draw_rows(&Dirichlet::new(alpha)?, shape)
    }

    /// How often each outcome occurs in `n` trials.
    ///
    /// # Errors
    ///
    /// If a parameter or the shape is out of range.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let x = RandomState::new(42).multinomial(10, &[0.2, 0.8], &[2])?;
    /// assert_eq!(x.into_expr().load()?.to_string(), "[[1 9]\n [4 6]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn multinomial(&mut self, n: i64, pvals: &[f64], shape: &[usize]) -> Result<ArrayD<i64>> {
        self.draw_rows(&Multinomial::new(n, pvals)?, shape)
    }

    /// So many random bytes.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(RandomState::new(42).bytes(4), [102, 220, 225, 95]);
    /// ```
    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(length.saturating_add(3));
        while out.len() < length {
            out.extend(self.next_u32().to_le_bytes());
        }
        out.truncate(length);
        out
    }

    /// Shuffles in place.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// let mut items = [1, 2, 3, 4];
    /// RandomState::new(42).shuffle(&mut items);
    /// assert_eq!(items, [2, 4, 1, 3]);
    /// ```
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        shuffle(self, items);
    }

    /// A random order of `0..n`.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(RandomState::new(42).permutation(5), [1, 4, 2, 0, 3]);
    /// ```
    pub fn permutation(&mut self, n: usize) -> Vec<i64> {
        let mut order: Vec<i64> = (0..n as i64).collect();
        self.shuffle(&mut order);
        order
    }

    /// Chooses among `0..n`, with probabilities `p` or with equal ones.
    ///
    /// # Errors
    ///
    /// If `p` are not `n` probabilities that add up to 1, or more elements are wanted than there
    /// are without replacement.
    ///
    /// ```
    /// # use ch5_array::{IntoExpr, random::*};
    /// let x = RandomState::new(42).choice(5, &[3], true, None)?;
    /// assert_eq!(x.into_expr().load()?.to_string(), "[3 4 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn choice(
        &mut self,
        n: i64,
        shape: &[usize],
        replace: bool,
        p: Option<&[f64]>,
    ) -> Result<ArrayD<i64>> {
        let choice = Choice::new(n, p)?;
        if replace {
            return self.draw(&choice, shape);
        }
        let size = volume::<i64>(shape)?;
        fits(n, size as u64)?;
        let chosen = match p {
            None => self.permutation(n as usize).into_iter().take(size).collect(),
            Some(p) => self.without_replacement(p, size)?,
        };
        array(shape, chosen)
    }

    /// Draws what is still missing with the probabilities of what is left, until all are there.
    fn without_replacement(&mut self, p: &[f64], size: usize) -> Result<Vec<i64>> {
        let likely = p.iter().filter(|p| **p > 0.0).count();
        if likely < size {
            return wrong("choice", "p", &format!("with {size} numbers above 0, as size"), likely);
        }
        let mut p = p.to_vec();
        let mut found: Vec<i64> = Vec::with_capacity(size);
        while found.len() < size {
            let uniform: Vec<f64> = (found.len()..size).map(|_| self.unit()).collect();
            for &i in &found {
                p[i as usize] = 0.0;
            }
            let mut sum = 0.0;
            let cumulated: Vec<f64> = p
                .iter()
                .map(|p| {
                    sum += p;
                    sum
                })
                .collect();
            for u in uniform {
                let i = cumulated.partition_point(|&c| c / sum <= u) as i64;
                if !found.contains(&i) {
                    found.push(i);
                }
            }
        }
        Ok(found)
    }
}
