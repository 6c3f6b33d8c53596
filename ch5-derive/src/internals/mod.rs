//! The front end: from syntax to a checked description of what is to be stored.

pub(crate) mod ast;
pub(crate) mod attr;
mod case;
mod check;
mod ctxt;
mod meta;
mod suggest;
pub(crate) mod symbol;
mod value;
pub(crate) mod walk;

pub(crate) use self::ctxt::Ctxt;

#[cfg(test)]
mod tests;
