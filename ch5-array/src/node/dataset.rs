//! A dataset of a file.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use compact_str::CompactString;

use super::{Area, Node};
use crate::array::numbers_of;
use crate::buffer::{Buffer, Item, copy_nd, map, row_major, spare, with_type};
use crate::element::{Number, as_bytes_mut, zeroes};
use crate::engine::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::{ChunkReader, TextReader};
use crate::storage::{Block, DType, Dataset, Field, Texts};
use crate::types::ElementType as Ty;

/// A dataset as a leaf of an expression.
pub(crate) struct Stored {
    dataset: Dataset,
    shape: Vec<usize>,
    /// The one field that is read, of a dataset of records.
    field: Option<Field>,
    ty: Ty,
    chunks: Option<Vec<usize>>,
    /// The reader of the last computation, if the dataset can be read without HDF5.
    reader: Slot<ChunkReader>,
    /// The same for texts.
    texts: Slot<TextReader>,
}

/// What was opened last, if that was possible, and for which computation.
type Slot<R> = Mutex<Option<(u64, Option<Arc<R>>)>>;

/// numpy's name of a type that HDF5 has no form for, next to the integers that are stored.
pub(crate) const NUMPY_DTYPE: &str = "numpy_dtype";

/// The name of the attribute with numpy's name of the type of a field.
pub(crate) fn numpy_dtype_of(field: &str) -> String {
    format!("{NUMPY_DTYPE}:{field}")
}

impl Stored {
    pub(crate) fn new(
        dataset: &Dataset,
        shape: &[usize],
        chunks: Option<&[usize]>,
        field: Option<Field>,
    ) -> Result<Self> {
        let dtype = field.as_ref().map_or(dataset.dtype(), |f| &f.dtype);
        let mut ty = Ty::of(dtype).ok_or_else(|| {
            dataset.locate(
                Error::new(ErrorKind::Unsupported, "")
                    .expected("elements to compute with: numbers, booleans, text, bytes or times")
                    .found(match &field {
                        Some(field) => format!("{dtype} in the field {:?}", field.name),
                        None => dtype.to_string(),
                    })
                    .help("of records, take one field"),
            )
        })?;
        let attribute = field.as_ref().map_or(NUMPY_DTYPE.to_owned(), |f| numpy_dtype_of(&f.name));
        if ty == Ty::I64
            && dataset.may_have_attributes()
            && let Ok(Some(name)) = dataset.attrs().text(&attribute)
            && let Ok(named) = name.parse::<Ty>()
            && named.is_time()
        {
            ty = named;
        }
        Ok(Self {
            dataset: dataset.clone(),
            shape: shape.to_vec(),
            field,
            ty,
            chunks: chunks.map(<[usize]>::to_vec),
            reader: Mutex::default(),
            texts: Mutex::default(),
        })
    }

    /// The datatype of the elements in the file.
    fn stored(&self) -> &DType {
        self.field.as_ref().map_or(self.dataset.dtype(), |f| &f.dtype)
    }

    /// Reads elements as a datatype; those of a field alone, which is what HDF5 makes of records
    /// of that one member.
    fn fetch(&self, mem: &DType, block: &Block, out: &mut [u8]) -> Result<()> {
        let Some(field) = &self.field else {
            return self.dataset.read_bytes_into(mem, self.part(block), out);
        };
        let one = Field { name: field.name.clone(), dtype: mem.clone() };
        self.dataset.read_bytes_into(&DType::Compound([one].into()), self.part(block), out)
    }

    fn numbers<T: Number + Item>(&self, block: &Block, len: usize) -> Result<Vec<T>> {
        let mut out: Vec<T> = self.room(len)?;
        let stored = self.stored();
        let mem = match stored {
            DType::Compound(_) => stored.clone(),
            _ => numbers_of(stored).unwrap_or_else(|| stored.clone()),
        };
        self.fetch(&mem, block, as_bytes_mut(&mut out))?;
        Ok(out)
    }

    fn room<T: Number>(&self, len: usize) -> Result<Vec<T>> {
        zeroes(len).ok_or_else(|| {
            self.dataset.locate(Error::new(ErrorKind::Budget, format!("{len} elements do not fit")))
        })
    }

    fn part<'b>(&self, block: &'b Block) -> Option<&'b Block> {
        (!self.shape.is_empty()).then_some(block)
    }

    fn bools(&self, block: &Block, len: usize) -> Result<Buffer> {
        let mut bytes: Vec<u8> = self.room(len)?;
        self.fetch(&DType::Bool, block, &mut bytes)?;
        self.truth(bytes)
    }

    fn truth(&self, bytes: Vec<u8>) -> Result<Buffer> {
        if let Some(wrong) = bytes.iter().find(|b| **b > 1) {
            return Err(self.dataset.locate(
                Error::new(ErrorKind::Malformed, "a boolean")
                    .expected("0 or 1")
                    .found(wrong.to_string()),
            ));
        }
        Ok(Buffer::Bool(bytes.into_iter().map(|b| b == 1).collect()))
    }

    fn reader(&self, context: &Context) -> Result<Option<Arc<ChunkReader>>> {
        kept(&self.reader, context, || {
            self.dataset.check_shape(&self.shape)?;
            if self.field.is_some() || self.ty == Ty::Text {
                return Ok(None);
            }
            ChunkReader::open(&self.dataset, context.memory / 8)
        })
    }

    /// Texts of variable length, without HDF5.
    fn texts(&self, spans: &[super::Span], context: &Context) -> Result<Option<Texts>> {
        if self.field.is_some() || self.ty != Ty::Text {
            return Ok(None);
        }
        let open = || TextReader::open(&self.dataset, context.memory / 8);
        let Some(reader) = kept(&self.texts, context, open)? else { return Ok(None) };
        let of = |f: fn(&super::Span) -> usize| spans.iter().map(f).collect::<Vec<usize>>();
        let texts =
            reader.read_box(&of(|s| s.start), &of(|s| s.count), &of(|s| s.step as usize))?;
        let bytes = texts.as_ref().map_or(0, Texts::size);
        self.dataset.file().count_read(bytes as u64);
        Ok(texts)
    }

    /// Elements that a read fills, all of them.
    fn filled<T: Number + Item>(
        &self,
        len: usize,
        read: impl FnOnce(&mut [u8]) -> Result<()>,
    ) -> Result<Vec<T>> {
        let mut out: Vec<T> = if len <= 1 << 24 { spare::take(len) } else { self.room(len)? };
        read(as_bytes_mut(&mut out))?;
        Ok(out)
    }

    /// As [`Stored::block`], without HDF5.
    fn straight(&self, reader: &ChunkReader, spans: &[super::Span], len: usize) -> Result<Buffer> {
        let of = |f: fn(&super::Span) -> usize| spans.iter().map(f).collect::<Vec<usize>>();
        let (start, count, step) = (of(|s| s.start), of(|s| s.count), of(|s| s.step as usize));
        let read = |bytes: &mut [u8]| {
            self.dataset.file().count_read(bytes.len() as u64);
            reader.read_box(&start, &count, &step, bytes)
        };
        match self.ty {
            Ty::Bool => {
                let mut bytes: Vec<u8> = self.room(len)?;
                read(&mut bytes)?;
                self.truth(bytes)
            }
            Ty::Time(unit) => Ok(Buffer::Time(unit, self.filled(len, read)?)),
            Ty::Duration(unit) => Ok(Buffer::Duration(unit, self.filled(len, read)?)),
            ty => {
                with_type!(ty, Number, T => Ok(T::wrap(self.filled(len, read)?)), else Err(crate::buffer::mismatch(Ty::F64, ty)))
            }
        }
    }

    /// Elements of a block without repetitions, in rising order.
    fn block(&self, block: &Block, len: usize) -> Result<Buffer> {
        match self.ty {
            Ty::Bool => self.bools(block, len),
            Ty::Text => {
                let texts = match &self.field {
                    Some(field) => self.dataset.read_field_texts(field, self.part(block))?,
                    None => self.dataset.read_texts(self.part(block))?,
                };
                Ok(items_of(&texts))
            }
            Ty::Bytes => {
                let dtype = self.stored().clone();
                let size = dtype.mem_size().max(1);
                let mut bytes: Vec<u8> = self.room(len * size)?;
                self.fetch(&dtype, block, &mut bytes)?;
                let trimmed = |one: &[u8]| {
                    let end = one.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
                    one[..end].to_vec()
                };
                Ok(Buffer::Bytes(bytes.chunks_exact(size).map(trimmed).collect()))
            }
            Ty::Time(unit) => Ok(Buffer::Time(unit, self.numbers(block, len)?)),
            Ty::Duration(unit) => Ok(Buffer::Duration(unit, self.numbers(block, len)?)),
            ty => with_type!(ty, Number, T => Ok(T::wrap(self.numbers::<T>(block, len)?)),
                else Err(crate::buffer::mismatch(Ty::F64, ty))),
        }
    }
}

impl Stored {
    /// The type of the elements.
    pub(crate) fn ty(&self) -> Ty {
        self.ty
    }

    /// Reads neighbouring elements through HDF5, which for a few is the shorter way.
    pub(crate) fn peek(&self, area: &Area) -> Result<Buffer> {
        if area.len() == 0 {
            return Ok(Buffer::with_capacity(self.ty, 0));
        }
        let of = |f: fn(&super::Span) -> usize| -> Vec<u64> {
            area.axes.iter().map(|s| f(s) as u64).collect()
        };
        self.block(&Block::new(&of(|s| s.start), &of(|s| s.count)), area.len())
    }
}

/// What was opened for this computation, or is opened now.
fn kept<R>(
    slot: &Slot<R>,
    context: &Context,
    open: impl FnOnce() -> Result<Option<R>>,
) -> Result<Option<Arc<R>>> {
    let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((run, reader)) = &*kept
        && *run == context.run
    {
        return Ok(reader.clone());
    }
    let reader = open()?.map(Arc::new);
    *kept = Some((context.run, reader.clone()));
    Ok(reader)
}

fn items_of(texts: &Texts) -> Buffer {
    Buffer::Text(texts.iter().map(CompactString::from).collect())
}

impl Node for Stored {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> Ty {
        self.ty
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        if area.len() == 0 {
            return Ok(Buffer::with_capacity(self.ty, 0));
        }
        let rising: Vec<_> = area.axes.iter().map(|s| s.ascending()).collect();
        let of = |f: fn(&super::Span) -> usize| -> Vec<u64> {
            rising.iter().map(|s| f(s) as u64).collect()
        };
        let block = Block::strided(&of(|s| s.start), &of(|s| s.step as usize), &of(|s| s.count));
        let count: Vec<usize> = rising.iter().map(|s| s.count).collect();
        let len = count.iter().product();
        let data = match (self.reader(context)?, self.texts(&rising, context)?) {
            (Some(reader), _) => self.straight(&reader, &rising, len)?,
            (None, Some(texts)) => items_of(&texts),
            (None, None) => self.block(&block, len)?,
        };
        if area.axes.iter().all(|s| s.step > 0 || s.count == 1) {
            return Ok(data);
        }
        let mut start = 0;
        let mut strides = row_major(&count);
        for ((span, stride), &n) in area.axes.iter().zip(&mut strides).zip(&count) {
            if span.step < 0 {
                start += *stride as usize * (n - 1);
            }
            *stride *= span.step.signum();
        }
        let wide = area.counts();
        let len = area.len();
        Ok(map!(Buffer, &data, v => {
            let mut out = vec![Default::default(); len];
            copy_nd(&mut out, 0, &row_major(&wide), v, start, &strides, &wide);
            out
        }))
    }

    fn grid(&self) -> Option<Vec<usize>> {
        self.chunks.clone()
    }

    fn key(&self) -> Option<usize> {
        // Fields of one dataset are not the same.
        Some(if self.field.is_some() {
            std::ptr::from_ref(self) as usize
        } else {
            self.dataset.key()
        })
    }

    fn dataset(&self) -> Option<&Dataset> {
        Some(&self.dataset)
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dataset {}", self.dataset.path())?;
        if let Some(field) = &self.field {
            write!(f, " field {:?}", field.name)?;
        }
        write!(f, " {} {:?}", self.ty, self.shape)?;
        self.chunks.as_ref().map_or(Ok(()), |c| write!(f, " in chunks of {c:?}"))
    }
}
