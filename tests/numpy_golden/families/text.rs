//! Text.

use ch5_array::char::{self, Lists, Translation};
use ch5_array::{ElementType, Expr, Result};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::args::{Arg, Args};

pub(crate) fn call(name: &str, args: &Args<'_>) -> Option<Result<Answer>> {
    let name = name.strip_prefix("np.")?;
    let name = name.strip_prefix("core.defchararray.").or_else(|| name.strip_prefix("char."))?;
    let all: Vec<&Arg> =
        args.positional.iter().chain(args.named.iter().map(|(_, arg)| arg)).collect();
    let x = |i: usize| all[i].expr();
    let given = |i: usize| all.get(i).is_some_and(|arg| !arg.is_none());
    let text = |i: usize, or: &'static str| match all.get(i) {
        Some(Arg::Literal(Value::String(text))) => text.clone(),
        _ => or.to_owned(),
    };

    macro_rules! one {
        ($($function:ident),*) => {
            match name {
                $(stringify!($function) => return Some(Answer::of(&char::$function(x(0)))),)*
                _ => {}
            }
        };
    }
    macro_rules! two {
        ($($function:ident),*) => {
            match name {
                $(stringify!($function) => return Some(Answer::of(&char::$function(x(0), x(1)))),)*
                _ => {}
            }
        };
    }
    macro_rules! within {
        ($($function:ident $with:ident),*) => {
            match name {
                $(stringify!($function) => {
                    return Some(Answer::of(&match all.len() {
                        2 => char::$function(x(0), x(1)),
                        3 => char::$with(x(0), x(1), x(2), i64::MAX),
                        _ => char::$with(x(0), x(1), x(2), x(3)),
                    }));
                })*
                _ => {}
            }
        };
    }
    one!(capitalize, lower, upper, swapcase, title, str_len, isalpha, isalnum, isdecimal, isdigit);
    one!(isnumeric, isspace, islower, isupper, istitle);
    two!(add, multiply, zfill, join, equal, not_equal, less, less_equal, greater, greater_equal);
    two!(partition, rpartition);
    within!(count count_with, find find_with, rfind rfind_with, index index_with);
    within!(rindex rindex_with, startswith startswith_with, endswith endswith_with);
    let expr = match name {
        "mod" => char::format(x(0), x(1)),
        "center" if given(2) => char::center_with(x(0), x(1), x(2)),
        "center" => char::center(x(0), x(1)),
        "ljust" if given(2) => char::ljust_with(x(0), x(1), x(2)),
        "ljust" => char::ljust(x(0), x(1)),
        "rjust" if given(2) => char::rjust_with(x(0), x(1), x(2)),
        "rjust" => char::rjust(x(0), x(1)),
        "strip" if given(1) => char::strip_with(x(0), x(1)),
        "strip" => char::strip(x(0)),
        "lstrip" if given(1) => char::lstrip_with(x(0), x(1)),
        "lstrip" => char::lstrip(x(0)),
        "rstrip" if given(1) => char::rstrip_with(x(0), x(1)),
        "rstrip" => char::rstrip(x(0)),
        "expandtabs" if given(1) => char::expandtabs_with(x(0), x(1)),
        "expandtabs" => char::expandtabs(x(0)),
        "replace" if given(3) => char::replace_with(x(0), x(1), x(2), x(3)),
        "replace" => char::replace(x(0), x(1), x(2)),
        "encode" => char::encode_with(x(0), &text(1, "utf-8"), &text(2, "strict")),
        "decode" => char::decode_with(x(0), &text(1, "utf-8"), &text(2, "strict")),
        "translate" => return Some(translate(&all).and_then(|expr| Answer::of(&expr))),
        "compare_chararrays" => {
            let strip = args.bool(3, "rstrip").unwrap_or(false);
            char::compare_chararrays(x(0), x(1), &text(2, ""), strip)
        }
        "array" | "asarray" | "chararray" => match all.get(1).and_then(|arg| arg.int()) {
            Some(size) => char::array_with(x(0), size as usize),
            None => char::array(x(0)),
        },
        "split" | "rsplit" => {
            let mut lists = if name == "split" { char::split(x(0)) } else { char::rsplit(x(0)) };
            if given(1) {
                lists = lists.sep(text(1, ""));
            }
            if let Some(most) = all.get(2).and_then(|arg| arg.int()) {
                lists = lists.maxsplit(most);
            }
            return Some(ragged(&lists));
        }
        "splitlines" => return Some(ragged(&char::splitlines(x(0)))),
        _ => return None,
    };
    Some(Answer::of(&expr))
}

fn ragged(lists: &Lists<'_>) -> Result<Answer> {
    let lists = lists.read()?;
    let data = lists.iter().map(|list| json!(list)).collect();
    Ok(Answer::Ragged(lists.shape().to_vec(), data))
}

fn translate(all: &[&Arg]) -> Result<Expr<'static>> {
    let bytes = |i: usize| match all.get(i) {
        Some(Arg::Bytes(bytes)) => bytes.clone(),
        _ => Vec::new(),
    };
    let x = all[0].expr();
    let table = match all[1] {
        Arg::Literal(Value::String(table)) => Translation::points(table),
        _ => Translation::bytes(&bytes(1), &bytes(2))?,
    };
    assert_eq!(x.element_type() == ElementType::Bytes, matches!(table, Translation::Bytes(_)));
    Ok(char::translate(x, table))
}
