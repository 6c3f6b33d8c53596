//! Functions of bits.

use ch5_array::Result;
use ch5_array::ops::{self, BitOrder, Bits};

use crate::answer::Answer;
use crate::args::Args;

fn bits(call: Bits<'static>, args: &Args<'_>) -> Result<Answer> {
    let mut call = call;
    if let Some(axis) = args.int(1, "axis") {
        call = call.axis(axis as isize);
    }
    if args.text(9, "bitorder") == Some("little") {
        call = call.bitorder(BitOrder::Little);
    }
    if let Some(count) = args.int(9, "count") {
        call = call.count(count);
    }
    Answer::of(&call.expr())
}

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let x = || args.expr(0, "a");
    Some(match name {
        "np.packbits" => bits(ops::packbits(x()), args),
        "np.unpackbits" => bits(ops::unpackbits(x()), args),
        "np.binary_repr" => {
            let width = args.int(1, "width").map(|n| n as usize);
            let text = ops::binary_repr(args.int(0, "num").unwrap(), width);
            text.map(|text| Answer::Py(text.into()))
        }
        // The roadmap spells them so.
        "np.bitwize_and" => return super::maths::ufunc("bitwise_and", args),
        "np.bitwize_or" => return super::maths::ufunc("bitwise_or", args),
        "np.bitwize_xor" => return super::maths::ufunc("bitwise_xor", args),
        _ => return None,
    })
}
