//! numpy's names, and how each is called here: one file a family.

mod bitwise;
mod creation;
mod differences;
mod logic;
mod manipulation;
mod maths;
mod records;
mod reductions;
mod scans;
mod sets;
mod shapes;
mod sorting;
mod text;

use ch5_array::Result;

use crate::answer::Answer;
use crate::args::Args;

type Family = fn(&str, &Args<'_>) -> Option<Result<Answer>>;

/// One line a family.
#[rustfmt::skip]
const FAMILIES: &[Family] = &[
    bitwise::call,
    creation::call,
    differences::call,
    logic::call,
    manipulation::call,
    maths::call,
    records::call,
    reductions::call,
    scans::call,
    sets::call,
    shapes::call,
    sorting::call,
    text::call,
];

/// Calls a function of numpy; `None` if there is none of that name.
pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    FAMILIES.iter().find_map(|family| family(name, args))
}
