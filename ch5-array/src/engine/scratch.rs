//! Intermediate results: in memory while they are small, in temporary files beyond.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::{Mutex, PoisonError};

use compact_str::CompactString;

use super::output::place;
use super::{Context, Output};
use crate::buffer::{Buffer, Item, copy_nd, map, row_major, with_type};
use crate::element::{Number, as_bytes, as_bytes_mut};
use crate::error::{Error, ErrorKind, Result};
use crate::node::{Area, Span};
use crate::types::ElementType as Ty;

/// More texts than these go to a file.
const FEW_TEXTS: usize = 256;

/// Elements of a shape, to be written block by block and read by area.
pub(crate) struct Scratch {
    shape: Vec<usize>,
    ty: Ty,
    held: Held,
}

enum Held {
    Memory(Mutex<Buffer>),
    /// Elements as they lie in memory, in row-major order.
    Numbers(File),
    /// 16 bytes for each text: where it lies in the second file, and its length.
    Texts(File, File, Mutex<u64>),
}

pub(super) fn failed(error: std::io::Error) -> Error {
    let kind = Error::from(error);
    Error::new(kind.kind(), "a temporary file").because(kind)
}

impl Scratch {
    pub(crate) fn new(ty: Ty, shape: &[usize], context: &Context) -> Result<Self> {
        let len = shape.iter().try_fold(1usize, |n, &side| n.checked_mul(side));
        let bytes = len.and_then(|n| n.checked_mul(ty.size()));
        let Some((len, bytes)) = len.zip(bytes) else {
            return Err(Error::new(ErrorKind::Budget, "an intermediate result")
                .found(format!("{ty} of shape {shape:?}")));
        };
        // Texts may be long: what is counted for one is a guess.
        let small = bytes <= context.memory / 4 && (!ty.is_text() || len <= FEW_TEXTS);
        let held = if small && context.block.is_none_or(|block| len <= block.max(4096)) {
            Held::Memory(Mutex::new(Buffer::zeros(ty, len)))
        } else if ty.is_text() {
            let (index, bytes) = (context.temporary_file(), context.temporary_file());
            Held::Texts(index.map_err(failed)?, bytes.map_err(failed)?, Mutex::new(0))
        } else {
            let file = context.temporary_file().map_err(failed)?;
            file.set_len(bytes as u64).map_err(failed)?;
            Held::Numbers(file)
        };
        Ok(Self { shape: shape.to_vec(), ty, held })
    }

    /// The shape.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The elements of an area, in row-major order.
    pub(crate) fn read(&self, area: &Area) -> Result<Buffer> {
        match &self.held {
            Held::Memory(data) => {
                let data = data.lock().unwrap_or_else(PoisonError::into_inner);
                let strides = row_major(&self.shape);
                let start: isize =
                    area.axes.iter().zip(&strides).map(|(s, &n)| s.start as isize * n).sum();
                let steps: Vec<isize> =
                    area.axes.iter().zip(&strides).map(|(s, &n)| s.step * n).collect();
                let count = area.counts();
                let len = area.len();
                Ok(map!(Buffer, &*data, v => {
                    let mut out = vec![Default::default(); len];
                    copy_nd(&mut out, 0, &row_major(&count), v, start as usize, &steps, &count);
                    out
                }))
            }
            _ => {
                let mut out = Buffer::with_capacity(self.ty, area.len());
                for run in crate::node::runs(&self.shape, area) {
                    if run.step == 1 {
                        out.append(self.range(run.start, run.count)?.view())?;
                        continue;
                    }
                    for i in 0..run.count as i64 {
                        let at = run.start as i64 + i * run.step;
                        out.append(self.range(at as u64, 1)?.view())?;
                    }
                }
                Ok(out)
            }
        }
    }

    /// Neighbouring elements in row-major order.
    fn range(&self, start: u64, count: usize) -> Result<Buffer> {
        fn numbers<T: Number>(file: &File, start: u64, count: usize) -> Result<Vec<T>> {
            let mut out = vec![T::default(); count];
            let at = start * size_of::<T>() as u64;
            file.read_exact_at(as_bytes_mut(&mut out), at).map_err(failed)?;
            Ok(out)
        }
        match (&self.held, self.ty) {
            (Held::Memory(_), _) => {
                self.read(&Area { axes: vec![Span::new(start as usize, count)] })
            }
            (Held::Numbers(file), Ty::Bool) => {
                let bytes = numbers::<u8>(file, start, count)?;
                Ok(Buffer::Bool(bytes.into_iter().map(|b| b != 0).collect()))
            }
            (Held::Numbers(file), Ty::Time(unit)) => {
                Ok(Buffer::Time(unit, numbers(file, start, count)?))
            }
            (Held::Numbers(file), Ty::Duration(unit)) => {
                Ok(Buffer::Duration(unit, numbers(file, start, count)?))
            }
            (Held::Numbers(file), ty) => with_type!(ty, Number, T => {
                Ok(T::wrap(numbers::<T>(file, start, count)?))
            }, else Err(crate::buffer::mismatch(Ty::F64, ty))),
            (Held::Texts(index, bytes, _), ty) => {
                let places: Vec<u64> = numbers(index, start * 2, count * 2)?;
                let mut texts = Vec::with_capacity(count);
                for place in places.chunks_exact(2) {
                    let mut one = vec![0; place[1] as usize];
                    bytes.read_exact_at(&mut one, place[0]).map_err(failed)?;
                    texts.push(one);
                }
                if ty == Ty::Bytes {
                    return Ok(Buffer::Bytes(texts));
                }
                let text = |b: Vec<u8>| CompactString::from_utf8_lossy(&b);
                Ok(Buffer::Text(texts.into_iter().map(text).collect()))
            }
        }
    }

    /// Writes neighbouring elements in row-major order.
    pub(crate) fn put_range(&self, start: u64, data: crate::buffer::View<'_>) -> Result<()> {
        use crate::buffer::View;
        fn numbers<T: Number>(file: &File, start: u64, data: &[T]) -> Result<()> {
            file.write_all_at(as_bytes(data), start * size_of::<T>() as u64).map_err(failed)
        }
        let texts = |index: &File, bytes: &File, end: &Mutex<u64>, all: Vec<&[u8]>| {
            let mut end = end.lock().unwrap_or_else(PoisonError::into_inner);
            let (mut places, mut flat) = (Vec::with_capacity(all.len() * 2), Vec::new());
            for one in all {
                places.extend([*end + flat.len() as u64, one.len() as u64]);
                flat.extend_from_slice(one);
            }
            bytes.write_all_at(&flat, *end).map_err(failed)?;
            *end += flat.len() as u64;
            numbers(index, start * 2, &places)
        };
        macro_rules! each_number {
            ($file:expr, $($name:ident),*) => {
                match data {
                    View::Bool(v) => {
                        let bytes: Vec<u8> = v.iter().map(|&b| b.into()).collect();
                        numbers($file, start, &bytes)
                    }
                    $(View::$name(v) => numbers($file, start, v),)*
                    View::Time(_, v) | View::Duration(_, v) => numbers($file, start, v),
                    _ => Err(crate::buffer::mismatch(self.ty, data.element_type())),
                }
            };
        }
        match (&self.held, data) {
            (Held::Memory(all), _) => {
                let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                let flat = [all.len()];
                place(&mut all, &flat, &[start as usize], &[data.len()], data)
            }
            (Held::Numbers(file), _) => {
                each_number!(file, I8, I16, I32, I64, U8, U16, U32, U64, F16, F32, F64, C64, C128)
            }
            (Held::Texts(index, bytes, end), View::Text(v)) => {
                texts(index, bytes, end, v.iter().map(|t| t.as_bytes()).collect())
            }
            (Held::Texts(index, bytes, end), View::Bytes(v)) => {
                texts(index, bytes, end, v.iter().map(Vec::as_slice).collect())
            }
            (Held::Texts(..), _) => Err(crate::buffer::mismatch(self.ty, data.element_type())),
        }
    }
}

impl Output for Scratch {
    fn put(&self, start: &[usize], count: &[usize], data: Buffer) -> Result<()> {
        if let Held::Memory(all) = &self.held {
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            return place(&mut all, &self.shape, start, count, data.view());
        }
        let mut at = 0;
        for run in crate::node::runs(&self.shape, &Area::block(start, count)) {
            self.put_range(run.start, data.slice(at..at + run.count))?;
            at += run.count;
        }
        Ok(())
    }
}
