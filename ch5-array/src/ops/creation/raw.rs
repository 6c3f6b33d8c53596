//! Elements from bytes, in memory or in a file of nothing else.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::fill::by_place;
use crate::buffer::{Buffer, Item, with_type};
use crate::element::as_bytes_mut;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{AnyArray, Expr, IntoExpr};
use crate::types::ElementType as Ty;

/// A type of fixed size and the order of its bytes: an [`ElementType`](Ty) in this machine's order,
/// or read from numpy's short names, as `<i4` or `>f8`.
///
/// ```
/// # use ch5_array::{ops::creation::*, prelude::*};
/// let big: RawType = ">i2".parse()?;
/// assert_eq!(frombuffer(&[1, 2, 0, 3], big, None, 0)?.load()?.to_string(), "[258   3]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawType {
    ty: Ty,
    swapped: bool,
}

impl From<Ty> for RawType {
    fn from(ty: Ty) -> Self {
        Self { ty, swapped: false }
    }
}

impl std::str::FromStr for RawType {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            Error::new(ErrorKind::Value, "a type of fixed size")
                .expected("numpy's name of one, as <i4 or >f8")
                .found(format!("{text:?}"))
        };
        if let Ok(ty) = text.parse::<Ty>() {
            return Ok(ty.into());
        }
        let big = match text.as_bytes().first() {
            Some(b'>') => true,
            Some(b'<') => false,
            Some(_) => cfg!(target_endian = "big"),
            None => return Err(wrong()),
        };
        let ty = match text.trim_start_matches(['<', '>', '=', '|']) {
            "b1" | "?" => Ty::Bool,
            "i1" => Ty::I8,
            "i2" => Ty::I16,
            "i4" => Ty::I32,
            "i8" => Ty::I64,
            "u1" => Ty::U8,
            "u2" => Ty::U16,
            "u4" => Ty::U32,
            "u8" => Ty::U64,
            "f2" => Ty::F16,
            "f4" => Ty::F32,
            "f8" => Ty::F64,
            "c8" => Ty::C64,
            "c16" => Ty::C128,
            _ => return Err(wrong()),
        };
        Ok(Self { ty, swapped: big != cfg!(target_endian = "big") })
    }
}

impl RawType {
    fn elements(self, bytes: &[u8]) -> Result<Buffer> {
        if !self.swapped {
            return elements(self.ty, bytes);
        }
        let mut turned = bytes.to_vec();
        turned.chunks_exact_mut(self.ty.real().size()).for_each(<[u8]>::reverse);
        elements(self.ty, &turned)
    }
}

/// Elements as they lie in memory on this machine.
fn elements(ty: Ty, bytes: &[u8]) -> Result<Buffer> {
    match ty {
        Ty::Bool => Ok(Buffer::Bool(bytes.iter().map(|&b| b != 0).collect())),
        Ty::Time(unit) => match elements(Ty::I64, bytes)? {
            Buffer::I64(v) => Ok(Buffer::Time(unit, v)),
            other => Ok(other),
        },
        Ty::Duration(unit) => match elements(Ty::I64, bytes)? {
            Buffer::I64(v) => Ok(Buffer::Duration(unit, v)),
            other => Ok(other),
        },
        ty => with_type!(ty, Number, T => {
            let mut out = vec![T::default(); bytes.len() / size_of::<T>()];
            as_bytes_mut(&mut out).copy_from_slice(bytes);
            Ok(T::wrap(out))
        }, else Err(Error::new(ErrorKind::WrongType, "elements from bytes")
            .expected("a type of fixed size")
            .found(ty.to_string()))),
    }
}

fn counted(
    function: &'static str,
    ty: Ty,
    len: u64,
    count: Option<usize>,
    offset: u64,
    whole: bool,
) -> Result<usize> {
    let size = ty.size() as u64;
    let wrong = |expected: String, found: u64| {
        Error::new(ErrorKind::Value, function).expected(expected).found(format!("{found} bytes"))
    };
    let rest =
        len.checked_sub(offset).ok_or_else(|| wrong(format!("at least {offset} bytes"), len))?;
    match count {
        Some(count) => {
            let needed = (count as u64).checked_mul(size).filter(|&needed| needed <= rest);
            needed
                .map(|_| count)
                .ok_or_else(|| wrong(format!("{count} elements of {size} bytes"), rest))
        }
        None if whole && rest % size != 0 => {
            Err(wrong(format!("a multiple of {size} bytes"), rest))
        }
        None => Ok((rest / size) as usize),
    }
}

/// Elements of a type from bytes: `count` of them or as many as
/// there are, from byte `offset` on.
///
/// # Errors
///
/// [`ErrorKind::Value`] if there are too few bytes, or a part of an element is left;
/// [`ErrorKind::WrongType`] for text.
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::frombuffer;
/// let y = frombuffer(&[9, 1, 2, 3], ElementType::U8, Some(2), 1)?;
/// assert_eq!(y.load()?.to_string(), "[1 2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn frombuffer<'a>(
    bytes: &[u8],
    ty: impl Into<RawType>,
    count: Option<usize>,
    offset: usize,
) -> Result<Expr<'a>> {
    let raw = ty.into();
    let ty = raw.ty;
    let count = counted("frombuffer", ty, bytes.len() as u64, count, offset as u64, true)?;
    let data = raw.elements(&bytes[offset..offset + count * ty.size()])?;
    Ok(AnyArray::new(&[data.len()], data)?.into_expr())
}

/// Elements of a type from a file that holds nothing else: `count` of them or as many as there are, from byte `offset` on. They are read when needed.
///
/// # Errors
///
/// Errors of opening the file, and as [`frombuffer`].
///
/// ```
/// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
/// use ch5_array::ops::creation::fromfile;
/// # let dir = tempfile::tempdir()?;
/// let path = dir.path().join("raw");
/// std::fs::write(&path, [1, 2, 3])?;
/// assert_eq!(fromfile(&path, ElementType::U8, None, 0)?.load()?.to_string(), "[1 2 3]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fromfile<'a>(
    path: impl AsRef<Path>,
    ty: impl Into<RawType>,
    count: Option<usize>,
    offset: u64,
) -> Result<Expr<'a>> {
    let raw = ty.into();
    let ty = raw.ty;
    let path = path.as_ref();
    let place = |e: std::io::Error| Error::from(e).at(path.display().to_string(), "");
    let file = File::open(path).map_err(place)?;
    let len = file.metadata().map_err(place)?.len();
    let count = counted("fromfile", ty, len, count, offset, false)
        .map_err(|e| e.at(path.display().to_string(), ""))?;
    elements(ty, &[])?;
    let size = ty.size();
    let name = path.display().to_string();
    Ok(by_place("fromfile", &[count], ty, move |runs, len| {
        let mut bytes = vec![0; len * size];
        let mut done = 0;
        for run in runs {
            for (start, n) in steps(run) {
                let part = &mut bytes[done..done + n * size];
                file.read_exact_at(part, offset + start * size as u64)
                    .map_err(|e| Error::from(e).at(name.as_str(), ""))?;
                done += n * size;
            }
        }
        raw.elements(&bytes)
    }))
}

/// The neighbouring places of a run.
fn steps(run: crate::node::Run) -> impl Iterator<Item = (u64, usize)> {
    let (pieces, each) = if run.step == 1 { (1, run.count) } else { (run.count, 1) };
    (0..pieces as i64).map(move |i| ((run.start as i64 + i * run.step) as u64, each))
}
