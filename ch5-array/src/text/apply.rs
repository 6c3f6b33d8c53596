//! The functions of the table on whole arrays.

use std::sync::Arc;

use super::table::{Args, Kind, Row, Run};
use super::units::Units;
use crate::buffer::{Buffer, Item, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, elementwise};
use crate::types::ElementType;

/// A function of the table; `args` may lack those that have a default.
pub(super) fn call<'a>(name: &'static str, x: Expr<'a>, args: Vec<Expr<'a>>) -> Expr<'a> {
    let made = || match kind_of(name, &x)? {
        ElementType::Bytes => build::<[u8]>(name, x.clone(), args),
        _ => build::<str>(name, x.clone(), args),
    };
    Expr::from_result(made()).about(&[x])
}

/// The element type of an operand that must be text or bytes.
pub(super) fn kind_of(name: &'static str, x: &Expr<'_>) -> Result<ElementType> {
    let found = x.node()?.element_type();
    if found.is_text() {
        return Ok(found);
    }
    Err(Error::new(ErrorKind::WrongType, name).expected("text or bytes").found(found.to_string()))
}

/// The type that an argument is taken as beside elements of type `of`: the same, but for a literal
/// beside bytes.
fn text_arg(name: &'static str, of: ElementType, arg: &Expr<'_>) -> Result<ElementType> {
    let found = arg.node()?.element_type();
    if found == of || (found.is_text() && arg.node()?.constant().is_some()) {
        return Ok(of);
    }
    Err(Error::new(ErrorKind::WrongType, name)
        .expected(of.to_string())
        .found(found.to_string())
        .help("decode makes text of bytes"))
}

/// What integers are computed as.
fn int_arg(name: &str, arg: &str, given: &Expr<'_>) -> Result<ElementType> {
    let found = given.node()?.element_type();
    if found.is_integer() {
        return Ok(ElementType::I64);
    }
    Err(Error::new(ErrorKind::WrongType, format!("{name}: {arg}"))
        .expected("integers")
        .found(found.to_string()))
}

fn build<'a, S: Units + ?Sized>(
    name: &'static str,
    x: Expr<'a>,
    args: Vec<Expr<'a>>,
) -> Result<Expr<'a>> {
    let row = Row::<S>::named(name)?;
    let mut types = vec![S::TYPE];
    for (arg, given) in row.args.iter().zip(&args) {
        types.push(match arg.kind {
            Kind::Text => text_arg(name, S::TYPE, given)?,
            Kind::Int => int_arg(name, arg.name, given)?,
        });
    }
    let ty = match row.run {
        Run::Text(_) => S::TYPE,
        Run::Int(_) => ElementType::I64,
        Run::Bool(_) => ElementType::Bool,
    };
    let mut inputs = vec![x];
    inputs.extend(args);
    Ok(elementwise(name, &inputs, &types, ty, Arc::new(|views| apply(row, views))))
}

/// The elements of a view, which are of a type that was agreed on.
pub(super) fn items<T: Item>(view: View<'_>) -> Result<&[T]> {
    let found = view.element_type();
    T::of(view).ok_or_else(|| crate::buffer::mismatch(T::wrap(Vec::new()).element_type(), found))
}

/// A function of the table for pieces of its arguments.
fn apply<S: Units + ?Sized>(row: &Row<S>, views: &[View<'_>]) -> Result<Buffer> {
    let (mut texts, mut ints) = ([None; 3], [None; 2]);
    let mut or = [0; 2];
    let (mut given, mut slot) = (0, 0);
    let mut put_text = |view| -> Result<()> {
        if let Some(slot) = texts.get_mut(given) {
            *slot = Some(items::<S::Item>(view)?);
            given += 1;
        }
        Ok(())
    };
    let Some((first, rest)) = views.split_first() else { return Ok(Buffer::Bool(Vec::new())) };
    put_text(*first)?;
    for (i, arg) in row.args.iter().enumerate() {
        match (arg.kind, rest.get(i)) {
            (Kind::Text, Some(view)) => put_text(*view)?,
            (Kind::Text, None) => {}
            (Kind::Int, view) => {
                if let (Some(to), Some(or)) = (ints.get_mut(slot), or.get_mut(slot)) {
                    *to = view.map(|view| items::<i64>(*view)).transpose()?;
                    *or = arg.default.unwrap_or(0);
                }
                slot += 1;
            }
        }
    }
    let at = |i: usize| Args {
        text: texts.map(|t: Option<&[S::Item]>| t.and_then(|t| t.get(i)).map_or(S::empty(), S::of)),
        texts: given,
        int: [0, 1].map(|k| ints[k].and_then(|n: &[i64]| n.get(i)).copied().unwrap_or(or[k])),
    };
    let all = 0..first.len();
    let named = |e: Error| Error::new(e.kind(), format!("{}: {e}", row.name));
    Ok(match row.run {
        Run::Text(run) => {
            let (mut buf, mut out) = (S::Buf::default(), Vec::with_capacity(all.len()));
            for i in all {
                run(&at(i), &mut buf).map_err(named)?;
                out.push(S::finish(&mut buf));
            }
            Item::wrap(out)
        }
        Run::Int(run) => {
            Buffer::I64(all.map(|i| run(&at(i))).collect::<Result<_>>().map_err(named)?)
        }
        Run::Bool(run) => Buffer::Bool(all.map(|i| run(&at(i))).collect()),
    })
}

/// A function from texts to texts that is not in the table.
pub(super) fn map_text<'a, S: Units + ?Sized, T: Units + ?Sized>(
    name: &'static str,
    x: Expr<'a>,
    run: impl Fn(&S, &mut T::Buf) -> Result<()> + Send + Sync + 'a,
) -> Expr<'a> {
    let kernel = move |views: &[View<'_>]| {
        let (mut buf, mut out) = (T::Buf::default(), Vec::with_capacity(views[0].len()));
        for item in items::<S::Item>(views[0])? {
            run(S::of(item), &mut buf).map_err(|e| Error::new(e.kind(), format!("{name}: {e}")))?;
            out.push(T::finish(&mut buf));
        }
        Ok(Item::wrap(out))
    };
    elementwise(name, &[x], &[S::TYPE], T::TYPE, Arc::new(kernel))
}
