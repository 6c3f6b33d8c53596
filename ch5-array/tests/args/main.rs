//! Keyword arguments of numpy's functions: what numpy makes of them, at any block size, and what is
//! refused.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod calls;
mod numpy;
mod refusals;
