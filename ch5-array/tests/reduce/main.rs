//! Reductions, scans and statistics: values of numpy, and the same bits however the work is cut.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod bits;
mod values;
