//! Random numbers.
//!
//! Numbers are a function of a seed, the number of the call and the place in the array: they do
//! not depend on how large the blocks are in which an array is computed, nor on the number of
//! threads. The generator is Philox4x64-10 (Salmon, Moraes, Dror, Shaw, SC 2011).
//!
//! The functions here draw from one generator of the process; a [`Generator`] of one's own has the
//! same functions as methods. What they return is computed when it is read or written:
//!
//! ```
//! use ch5_array::{File, H5Mode, random};
//! # let dir = tempfile::tempdir()?;
//! let file = File::open(dir.path().join("noise.h5"), H5Mode::Truncate)?;
//! random::seed(42);
//! let noise = random::normal(0.0, 1.0, &[1000, 20]).write_to(&file, "noise")?;
//! // A parameter may be an array; it broadcasts.
//! let means = ndarray::array![0.0, 10.0];
//! let x = random::normal(&means, 1.0, &[1000, 2]).read_as::<f64>()?;
//! assert!(x.rows().into_iter().all(|row| row[1] > 4.0));
//! # assert_eq!(noise.shape(), [1000, 20]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`RandomState`] is numpy's old generator, for results that must be numpy's number by number.

mod binomial;
mod check;
mod choice;
mod collections;
mod continuous;
mod discrete;
mod draw;
mod functions;
mod gamma;
mod gather;
mod generator;
mod legacy;
mod normal;
mod permutation;
mod philox;
mod poisson;
mod rows;
mod source;
mod special;
mod stream;
mod uniform;
mod ziggurat;

pub use binomial::Binomial;
pub use choice::{Choice, choose_weighted};
pub use collections::*;
pub use continuous::{
    Exponential, Gumbel, Laplace, Logistic, Pareto, Power, Rayleigh, Triangular, VonMises, Weibull,
};
pub use discrete::{Geometric, Hypergeometric, LogSeries, Zipf};
pub use functions::*;
pub use gamma::{Beta, ChiSquare, F, Gamma, NoncentralChiSquare, StandardGamma};
pub use generator::{Generator, default_rng, get_state, seed, set_state};
pub use legacy::{LegacyState, RandomState};
pub use normal::{LogNormal, Normal, StandardCauchy, StandardT, Wald};
pub use permutation::Permutation;
pub use poisson::{NegativeBinomial, Poisson};
pub use rows::{Dirichlet, Multinomial, MultivariateNormal, RowDistribution};
pub use source::Source;
pub use stream::{Distribution, Key, Stream};
pub use uniform::{Bytes, Integers, Uniform};
