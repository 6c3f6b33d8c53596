//! Functions of texts as numpy's `np.char` has them: one table, kernels for one element.
//!
//! Text is UTF-8, but lengths, widths and places count characters; functions of bytes follow
//! ASCII.

mod apply;
mod asks;
mod case;
pub mod char;
mod class;
mod codec;
mod compare;
mod edit;
mod format;
mod functions;
mod lists;
mod number;
mod pad;
mod partition;
mod search;
mod split;
mod table;
mod translate;
mod unicode;
mod units;

pub(crate) use format::Value;
pub(crate) use number::{Float, quoted, quoted_bytes, shortest_digits, text as written};
