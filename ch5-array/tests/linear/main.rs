//! Products of vectors, matrices and tensors: values of numpy, the same bits however the work is
//! cut, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod bits;
mod numpy;
mod refusals;
