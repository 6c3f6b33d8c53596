//! Vectors, bytes, choices and orders as expressions.

use std::sync::Arc;

use ndarray::ArrayView2;

use super::check::wrong;
use super::choice::fits;
use super::draw::by_place;
use super::gather::Gather;
use super::generator::Generator;
use super::{
    Bytes, Choice, Dirichlet, Distribution, Key, Multinomial, MultivariateNormal, Permutation,
    RowDistribution, choose_weighted,
};
use crate::array::H5Array;
use crate::buffer::{Buffer, Item};
use crate::engine::{Context, IntoDataset, produce};
use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::{Kept, Memory, NodeRef, Remap};
use crate::types::ElementType;

fn rows<'a, D>(key: Key, name: &str, shape: &[usize], made: Result<D>) -> Expr<'a>
where
    D: RowDistribution<Item: Item> + 'a,
{
    Expr::from_result(made.map(|d| {
        let mut shape = shape.to_vec();
        shape.push(d.width());
        by_place(name, &shape, move |start, out| d.fill(key, start, out))
    }))
}

/// The rows of an array in another order. The array is copied first, to memory or to a temporary
/// file, so that it is read once and in its own order.
fn reordered(key: Key, input: NodeRef<'_>) -> Result<Remap<'_>> {
    let Some(&len) = input.shape().first() else {
        return wrong("permutation", "an array", "with one axis or more", "a scalar");
    };
    let order = Permutation::of(key, len as u64);
    let (shape, ty) = (input.shape().to_vec(), input.element_type());
    let source = input.clone();
    let copy = Kept::new("copy", shape, ty, vec![input], move |output, context| {
        produce(&*source, output, context)
    });
    Ok(Remap::new("random.permutation", Arc::new(copy), 0, len, move |i| {
        order.at(i as u64) as usize
    }))
}

impl Generator {
    /// Vectors of shares that add up to 1, along a last axis.
    ///
    /// # Errors
    ///
    /// At the sink, for numbers that are not above 0.
    ///
    /// ```
    /// # use ch5_array::{prelude::*, random::Generator};
    /// let x = Generator::new(8).dirichlet(&[1.0, 2.0], &[5]);
    /// assert_eq!(x.shape(), [5, 2]);
    /// assert!(x.sum().axis(-1).read_as::<f64>()?.iter().all(|sum| (sum - 1.0).abs() < 1e-12));
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.dirichlet")]
    pub fn dirichlet<'a>(&self, alpha: &[f64], shape: &[usize]) -> Expr<'a> {
        rows(self.call(), "dirichlet", shape, Dirichlet::new(alpha))
    }

    /// How often each outcome occurs in `n` trials, along a last axis: `int64`.
    ///
    /// # Errors
    ///
    /// At the sink, for a negative `n`, or `pvals` that are not probabilities or, the last apart,
    /// add up to more than 1.
    ///
    /// ```
    /// # use ch5_array::{prelude::*, random::Generator};
    /// let x = Generator::new(8).multinomial(10, &[0.2, 0.3, 0.5], &[2]);
    /// assert_eq!(x.shape(), [2, 3]);
    /// assert_eq!(x.sum().axis(-1).load()?.to_string(), "[10 10]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.multinomial")]
    pub fn multinomial<'a>(&self, n: i64, pvals: &[f64], shape: &[usize]) -> Expr<'a> {
        rows(self.call(), "multinomial", shape, Multinomial::new(n, pvals))
    }

    /// Normal vectors, along a last axis.
    ///
    /// # Errors
    ///
    /// At the sink, for a covariance that is not as wide and high as `mean` is long, not
    /// symmetric or not positive semidefinite.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, random::*};
    /// let cov = array![[1.0, 0.0], [0.0, 4.0]];
    /// let x = Generator::new(8).multivariate_normal(&[0.0, 5.0], cov.view(), &[2]);
    /// let printed = x.load()?.to_string();
    /// assert_eq!(printed, "[[ 1.02561219  4.26235982]\n [-0.68312539  4.55036975]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.multivariate_normal")]
    pub fn multivariate_normal<'a>(
        &self,
        mean: &[f64],
        cov: ArrayView2<'_, f64>,
        shape: &[usize],
    ) -> Expr<'a> {
        let made = if cov.is_square() {
            let flat: Vec<f64> = cov.iter().copied().collect();
            MultivariateNormal::new(mean, &flat)
        } else {
            let found = format!("{:?}", cov.shape());
            wrong("multivariate_normal", "cov", "with as many rows as columns", found)
        };
        rows(self.call(), "multivariate_normal", shape, made)
    }

    /// Integers of low..high of an element type, numpy's argument `dtype`: an integer type or
    /// `bool`.
    ///
    /// ```
    /// use ch5_array::{ElementType, random::Generator};
    ///
    /// let x = Generator::new(0).randint_as(0, 256, &[9], ElementType::U8);
    /// assert_eq!(x.read_as::<u8>()?.len(), 9);
    /// let wrong = Generator::new(0).randint_as(0, 257, &[9], ElementType::U8);
    /// assert!(wrong.load().unwrap_err().to_string().contains("uint8"));
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// At the sink, where there are no such integers, or the type does not have all of them.
    #[doc(alias = "np.random.randint")]
    pub fn randint_as<'a>(
        &self,
        low: i64,
        high: i64,
        shape: &[usize],
        ty: ElementType,
    ) -> Expr<'a> {
        let made = || -> Result<Expr<'a>> {
            let ends = Buffer::I64(vec![low, high.saturating_sub(1)]);
            let fits = (ty.is_integer() || ty == ElementType::Bool)
                && ends.clone().cast(ty)?.cast(ElementType::I64)? == ends
                // A large u64 would come back as a negative number.
                && (ty != ElementType::U64 || low >= 0);
            if low < high && !fits {
                return wrong(
                    "randint",
                    "low..high",
                    &format!("inside {ty}"),
                    format!("{low}..{high}"),
                );
            }
            let drawn = self.randint(low, high, shape);
            Ok(Expr::of(cast_node(drawn.node()?.clone(), ty)?))
        };
        Expr::from_result(made())
    }

    /// Random bytes: `uint8`.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(Generator::new(8).bytes(4).load()?.to_string(), "[220 248 141 209]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.bytes")]
    pub fn bytes<'a>(&self, length: usize) -> Expr<'a> {
        let key = self.call();
        by_place("bytes", &[length], move |start, out: &mut [u8]| Bytes.fill(key, start, out))
    }

    /// Elements of `0..n`: `int64`; with probabilities `p`, or all equally likely.
    ///
    /// Without replacement, elements are all different.
    ///
    /// ```
    /// use ch5_array::random::Generator;
    ///
    /// let mut hand = Generator::new(3).choice(52, &[5], false, None).read_as::<i64>()?.into_raw_vec_and_offset().0;
    /// hand.sort_unstable();
    /// hand.dedup();
    /// assert_eq!(hand.len(), 5);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// At the sink, for an `n` of 0 or less, `p` that are not `n` probabilities that add up to 1,
    /// and more elements than there are without replacement.
    #[doc(alias = "np.random.choice")]
    pub fn choice<'a>(
        &self,
        n: i64,
        shape: &[usize],
        replace: bool,
        p: Option<&[f64]>,
    ) -> Expr<'a> {
        let key = self.call();
        let made = || -> Result<Expr<'a>> {
            let choice = Choice::new(n, p)?;
            if replace {
                return Ok(by_place("choice", shape, move |start, out| {
                    choice.fill(key, start, out);
                }));
            }
            let size = shape.iter().fold(1u64, |n, &side| n.saturating_mul(side as u64));
            fits(n, size)?;
            if let Some(p) = p {
                let data = Arc::new(Buffer::I64(choose_weighted(key, p, size as usize)?));
                return Ok(Expr::new(Memory { data, shape: shape.to_vec() }));
            }
            let order = Permutation::of(key, n as u64);
            Ok(by_place("choice", shape, move |start, out| order.fill(start, out)))
        };
        Expr::from_result(made())
    }

    /// Elements of an array of one dimension, chosen as [`choice`](Self::choice) chooses among
    /// its places.
    ///
    /// ```
    /// use ch5_array::random::Generator;
    ///
    /// let names = ndarray::array![10, 20, 30];
    /// let x = Generator::new(1).choice_of(&names, &[4, 5], true, None);
    /// assert!(x.read_as::<i32>()?.iter().all(|x| [10, 20, 30].contains(x)));
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// At the sink, as [`choice`](Self::choice), and for an array of several dimensions or none.
    #[doc(alias = "np.random.choice")]
    pub fn choice_of<'a>(
        &self,
        x: impl IntoExpr<'a>,
        shape: &[usize],
        replace: bool,
        p: Option<&[f64]>,
    ) -> Expr<'a> {
        let x = x.into_expr();
        let made = || -> Result<Expr<'a>> {
            let input = x.node()?.clone();
            let [n] = *input.shape() else {
                let found = format!("shape {:?}", input.shape());
                return wrong("choice", "an array", "of one dimension", found);
            };
            let size = shape.iter().fold(1usize, |n, &side| n.saturating_mul(side));
            let places = self.choice(n as i64, &[size], replace, p).node()?.clone();
            Ok(Expr::new(Gather { input, places, shape: shape.to_vec() }))
        };
        Expr::from_result(made())
    }

    /// A random order of `0..n`: `int64`. See [`Permutation`].
    ///
    /// # Errors
    ///
    /// At the sink, for a negative `n`.
    ///
    /// ```
    /// # use ch5_array::random::*;
    /// assert_eq!(Generator::new(8).permutation(5).load()?.to_string(), "[4 3 1 0 2]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.permutation")]
    pub fn permutation<'a>(&self, n: i64) -> Expr<'a> {
        let key = self.call();
        Expr::from_result(Permutation::new(key, n).map(|order| {
            by_place("permutation", &[n as usize], move |start, out| order.fill(start, out))
        }))
    }

    /// An array with the elements of its first axis in a random order.
    ///
    /// # Errors
    ///
    /// At the sink, for an array without axes.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, random::*};
    /// let y = Generator::new(8).permuted(array![[1, 2], [3, 4], [5, 6]]);
    /// assert_eq!(y.load()?.to_string(), "[[5 6]\n [1 2]\n [3 4]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[doc(alias = "np.random.permutation")]
    pub fn permuted<'a>(&self, x: impl IntoExpr<'a>) -> Expr<'a> {
        let key = self.call();
        let x = x.into_expr();
        Expr::from_result(x.node().cloned().and_then(|node| Ok(Expr::new(reordered(key, node)?))))
    }

    /// Brings the elements of the first axis of a stored array into a random order, in place.
    ///
    /// The array is copied to memory or to a temporary file first; a process that is killed while
    /// it is written back leaves it half written.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode, random::Generator};
    /// # let dir = tempfile::tempdir()?;
    /// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::Array1::from_iter(0..100i64))?;
    /// Generator::new(5).shuffle(&x)?;
    /// let mut read = x.read()?.into_raw_vec_and_offset().0;
    /// assert!(!read.is_sorted());
    /// read.sort_unstable();
    /// assert!(read.into_iter().eq(0..100));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of reading and writing the dataset, and for an array without axes.
    #[doc(alias = "np.random.shuffle")]
    pub fn shuffle<T>(&self, x: &H5Array<T>) -> Result<()> {
        let key = self.call();
        let x_expr = ArrayLike::expr(x);
        let node = reordered(key, x_expr.node()?.clone())?;
        produce(&node, &IntoDataset::new(x.dataset())?, &Context::default())
    }
}

macro_rules! of_the_default {
    ($($numpy:literal $name:ident$(<$($g:tt),*>)?($($param:ident: $ty:ty),*) -> $out:ty,
        $example:literal => $printed:literal;)*) => {$(
        #[doc = concat!("[`Generator::", stringify!($name), "`] of the default generator.")]
        ///
        /// # Errors
        ///
        /// As there.
        ///
        /// ```
        /// # use ch5_array::{ElementType, ndarray::array, random};
        /// random::seed(8);
        #[doc = concat!("let x = random::", stringify!($name), "(", $example, ");")]
        #[doc = concat!("assert_eq!(x.load()?.to_string(), ", stringify!($printed), ");")]
        /// # Ok::<(), ch5_array::Error>(())
        /// ```
        #[doc(alias = $numpy)]
        pub fn $name$(<$($g),*>)?($($param: $ty),*) -> $out {
            super::default_rng().$name($($param),*)
        }
    )*};
}

of_the_default! {
    "np.random.dirichlet" dirichlet<'a>(alpha: &[f64], shape: &[usize]) -> Expr<'a>,
        "&[1.0, 2.0], &[2]" => "[[0.55011146 0.44988854]\n [0.35904353 0.64095647]]";
    "np.random.multinomial" multinomial<'a>(n: i64, pvals: &[f64], shape: &[usize]) -> Expr<'a>,
        "10, &[0.2, 0.8], &[2]" => "[[2 8]\n [2 8]]";
    "np.random.multivariate_normal" multivariate_normal<'a>(
        mean: &[f64], cov: ArrayView2<'_, f64>, shape: &[usize]) -> Expr<'a>,
        "&[0.0, 5.0], array![[1.0, 0.0], [0.0, 4.0]].view(), &[2]" => "[[ 1.02561219  4.26235982]\n [-0.68312539  4.55036975]]";
    "np.random.randint" randint_as<'a>(
        low: i64, high: i64, shape: &[usize], ty: ElementType) -> Expr<'a>,
        "0, 256, &[3], ElementType::U8" => "[  5 112  67]";
    "np.random.bytes" bytes<'a>(length: usize) -> Expr<'a>,
        "4" => "[220 248 141 209]";
    "np.random.choice" choice<'a>(
        n: i64, shape: &[usize], replace: bool, p: Option<&[f64]>) -> Expr<'a>,
        "5, &[3], true, None" => "[0 2 1]";
    "np.random.choice" choice_of<'a>(
        x: impl IntoExpr<'a>, shape: &[usize], replace: bool, p: Option<&[f64]>) -> Expr<'a>,
        "array![10, 20, 30], &[3], true, None" => "[10 20 10]";
    "np.random.permutation" permutation<'a>(n: i64) -> Expr<'a>,
        "5" => "[4 3 1 0 2]";
    "np.random.permutation" permuted<'a>(x: impl IntoExpr<'a>) -> Expr<'a>,
        "array![10, 20, 30]" => "[30 10 20]";
}

/// [`Generator::shuffle`] of the default generator.
///
/// # Errors
///
/// As there.
///
/// ```
/// use ch5_array::{File, H5Array, H5Mode, random};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::Array1::from_iter(0..9i64))?;
/// random::shuffle(&x)?;
/// let mut all = x.read()?.into_raw_vec_and_offset().0;
/// all.sort_unstable();
/// assert!(all.into_iter().eq(0..9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "np.random.shuffle")]
pub fn shuffle<T>(x: &H5Array<T>) -> Result<()> {
    super::default_rng().shuffle(x)
}
