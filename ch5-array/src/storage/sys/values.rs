//! Transfers of elements that hold pointers in memory: variable-length text, lists, records.

use std::ffi::{CStr, CString};
use std::sync::Arc;

use half::f16;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5t::hvl_t;
use libc::c_char;
use num_complex::Complex;

use super::super::dtype::{DType, Field, Padding, TextType};
use super::super::text::Texts;
use super::super::value::Value;
use super::arena::Arena;
use super::{Id, data, dtype, locked, space};
use crate::error::{Error, ErrorKind, Result};

/// Longest list or text inside one element that is read.
const MAX_ELEMENT: usize = 1 << 31;

/// Where elements come from.
pub(crate) enum Source<'a> {
    Dataset(&'a Id, data::Part<'a>),
    Attribute(&'a Id),
}

/// Elements as HDF5 left them in memory; what they point to is given back on drop.
struct Raw<'a> {
    bytes: Vec<u8>,
    mem_type: &'a Id,
    count: u64,
    pointers: Pointers,
}

impl Drop for Raw<'_> {
    fn drop(&mut self) {
        match self.pointers {
            Pointers::None => {}
            Pointers::Texts => free_texts(&self.bytes),
            Pointers::Other => {
                if !self.bytes.is_empty() {
                    let _ = reclaim(self.mem_type, self.count, &mut self.bytes);
                }
            }
        }
    }
}

/// What elements in memory point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pointers {
    None,
    /// Each is a pointer to a text.
    Texts,
    Other,
}

impl Pointers {
    fn of(dtype: &DType) -> Self {
        match dtype {
            DType::Text(TextType { size: None, .. }) => Self::Texts,
            _ if dtype.has_pointers() => Self::Other,
            _ => Self::None,
        }
    }
}

/// Gives texts back one by one, which for one or for many is faster than `reclaim`.
fn free_texts(bytes: &[u8]) {
    locked(|| {
        for text in bytes.chunks_exact(size_of::<usize>()) {
            let text = pointer(text).cast_mut();
            if !text.is_null() {
                // SAFETY: a non-null pointer of a variable-length text was allocated by HDF5 in
                // the read that filled the buffer, and is given back once.
                unsafe { hdf5_sys::h5::H5free_memory(text.cast()) };
            }
        }
    });
}

fn reclaim(mem_type: &Id, count: u64, bytes: &mut [u8]) -> Result<()> {
    let space = space::simple(&[count], None)?;
    // SAFETY: the buffer holds `count` elements of `mem_type` that HDF5 filled (or zeroes, which
    // reclaim as nothing).
    locked(|| unsafe {
        #[cfg(not(hdf5_1_12))]
        use hdf5_sys::h5d::H5Dvlen_reclaim as reclaim;
        #[cfg(hdf5_1_12)]
        use hdf5_sys::h5t::H5Treclaim as reclaim;
        super::check(reclaim(
            mem_type.raw(),
            space.raw(),
            hdf5_sys::h5p::H5P_DEFAULT,
            bytes.as_mut_ptr().cast(),
        ))
    })?;
    Ok(())
}

/// A buffer for `count` elements.
fn zeroed(count: u64, size: usize) -> Result<Vec<u8>> {
    let bytes = usize::try_from(count).ok().and_then(|n| n.checked_mul(size)).ok_or_else(|| {
        Error::new(ErrorKind::Budget, format!("{count} elements do not fit in memory"))
    })?;
    let mut buffer = Vec::new();
    buffer
        .try_reserve_exact(bytes)
        .map_err(|_| Error::new(ErrorKind::Budget, format!("{bytes} bytes are not available")))?;
    buffer.resize(bytes, 0);
    Ok(buffer)
}

fn fetch<'a>(source: Source<'_>, mem_type: &'a Id, dtype: &DType, count: u64) -> Result<Raw<'a>> {
    let buffer = zeroed(count, dtype::size(mem_type))?;
    let mut raw = Raw { bytes: buffer, mem_type, count, pointers: Pointers::of(dtype) };
    match source {
        Source::Dataset(id, part) => data::read(id, mem_type, part, &mut raw.bytes)?,
        Source::Attribute(id) => super::attr::read(id, mem_type, &mut raw.bytes)?,
    }
    Ok(raw)
}

/// Reads the element of a dataset that was seen to be a scalar.
pub(crate) fn read_scalar(dataset: &Id, dtype: &DType) -> Result<Value> {
    let size = dtype.mem_size();
    if size == 0 {
        return Err(Error::new(ErrorKind::Unsupported, format!("elements of {dtype}")));
    }
    let mem_type = dtype::type_id(dtype)?;
    let mem_type = mem_type.id();
    let pointers = Pointers::of(dtype);
    let mut raw = Raw { bytes: vec![0; size], mem_type, count: 1, pointers };
    data::read_scalar(dataset, mem_type, &mut raw.bytes)?;
    decode(dtype, &raw.bytes, dataset.raw())
}

/// Reads `count` elements of any datatype.
pub(crate) fn read(
    source: Source<'_>,
    location: hid_t,
    dtype: &DType,
    count: u64,
) -> Result<Vec<Value>> {
    let mem_type = dtype::type_id(dtype)?;
    let raw = fetch(source, mem_type.id(), dtype, count)?;
    let size = dtype.mem_size();
    if size == 0 {
        return Err(Error::new(ErrorKind::Unsupported, format!("elements of {dtype}")));
    }
    raw.bytes.chunks_exact(size).map(|bytes| decode(dtype, bytes, location)).collect()
}

/// Reads `count` texts.
pub(crate) fn read_texts(source: Source<'_>, text: TextType, count: u64) -> Result<Texts> {
    texts_as(source, text, &DType::Text(text), count)
}

/// Reads `count` texts that are a field of records.
pub(crate) fn read_field_texts(source: Source<'_>, field: &Field, count: u64) -> Result<Texts> {
    let DType::Text(text) = field.dtype else {
        return Err(Error::new(ErrorKind::WrongType, format!("the field {:?}", field.name))
            .expected("text")
            .found(field.dtype.to_string()));
    };
    texts_as(source, text, &DType::Compound([field.clone()].into()), count)
}

/// Reads texts as a type that has the layout of one: a text, or a record of it alone.
fn texts_as(source: Source<'_>, text: TextType, mem: &DType, count: u64) -> Result<Texts> {
    let dtype = DType::Text(text);
    let mem_type = dtype::type_id(mem)?;
    if let (Source::Dataset(id, part), None, MANY..) = (&source, text.size, count) {
        return read_many(id, *part, mem_type.id(), text, count);
    }
    let raw = fetch(source, mem_type.id(), &dtype, count)?;
    let mut texts = Texts::new();
    for bytes in raw.bytes.chunks_exact(dtype.mem_size().max(1)) {
        texts.push(utf8(text_bytes(text, bytes))?)?;
    }
    Ok(texts)
}

/// So many texts are worth a transfer list.
const MANY: u64 = 64;

/// Reads many texts of variable length, whose memory HDF5 takes from an arena: it would take and
/// we would give back that of each alone.
fn read_many(
    dataset: &Id,
    part: data::Part<'_>,
    mem_type: &Id,
    text: TextType,
    count: u64,
) -> Result<Texts> {
    let mut pointers = zeroed(count, size_of::<usize>())?;
    let mut arena = Arena::default();
    let list = arena.transfer()?;
    data::read_with(dataset, mem_type, part, &mut pointers, list.raw())?;
    let mut texts = Texts::new();
    for bytes in pointers.chunks_exact(size_of::<usize>()) {
        texts.push(utf8(text_bytes(text, bytes))?)?;
    }
    Ok(texts)
}

/// The bytes of one text element.
fn text_bytes(text: TextType, bytes: &[u8]) -> &[u8] {
    if text.size.is_some() {
        let end = match text.padding {
            Padding::Spaces => bytes.iter().rposition(|&b| b != b' ').map_or(0, |i| i + 1),
            Padding::Nulls => bytes.iter().rposition(|&b| b != 0).map_or(0, |i| i + 1),
            Padding::NullTerminated => bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len()),
        };
        return &bytes[..end];
    }
    let pointer = pointer(bytes).cast::<c_char>();
    if pointer.is_null() {
        return &[];
    }
    // SAFETY: a non-null pointer of a variable-length text was set by HDF5 to a NUL-terminated
    // string that lives until the buffer is reclaimed, which outlives the returned borrow.
    unsafe { CStr::from_ptr(pointer) }.to_bytes()
}

fn pointer(bytes: &[u8]) -> *const u8 {
    let mut address = [0u8; size_of::<usize>()];
    let n = address.len().min(bytes.len());
    address[..n].copy_from_slice(&bytes[..n]);
    std::ptr::with_exposed_provenance(usize::from_ne_bytes(address))
}

fn utf8(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|e| {
        Error::new(ErrorKind::Malformed, "text is not valid UTF-8")
            .expected("UTF-8")
            .found(format!("a bad byte at position {}", e.valid_up_to()))
    })
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    let n = N.min(bytes.len());
    out[..n].copy_from_slice(&bytes[..n]);
    out
}

/// Decodes one element from memory. `location` resolves references.
fn decode(dtype: &DType, bytes: &[u8], location: hid_t) -> Result<Value> {
    Ok(match dtype {
        DType::Bool => match bytes.first() {
            Some(0) => Value::Bool(false),
            Some(1) => Value::Bool(true),
            other => {
                return Err(Error::new(ErrorKind::Malformed, "")
                    .expected("a boolean, 0 or 1")
                    .found(format!("{}", other.copied().unwrap_or(0))));
            }
        },
        DType::I8 | DType::I16 | DType::I32 | DType::I64 => {
            Value::Int(dtype::native_int(bytes, true))
        }
        DType::U8 | DType::U16 | DType::U32 | DType::U64 | DType::Bitfield(_) => {
            Value::Uint(dtype::native_int(bytes, false) as u64)
        }
        DType::F16 => Value::F32(f16::from_ne_bytes(array(bytes)).to_f32()),
        DType::F32 => Value::F32(f32::from_ne_bytes(array(bytes))),
        DType::F64 => Value::F64(f64::from_ne_bytes(array(bytes))),
        DType::C64 => Value::C64(Complex::new(
            f32::from_ne_bytes(array(bytes)),
            f32::from_ne_bytes(array(bytes.get(4..).unwrap_or(&[]))),
        )),
        DType::C128 => Value::C128(Complex::new(
            f64::from_ne_bytes(array(bytes)),
            f64::from_ne_bytes(array(bytes.get(8..).unwrap_or(&[]))),
        )),
        DType::Text(text) => Value::Text(utf8(text_bytes(*text, bytes))?.to_owned()),
        DType::Enum(e) => {
            let signed = e.base.integer().is_some_and(|(_, signed)| signed);
            let number = dtype::native_int(bytes, signed);
            let name = e.members.iter().find(|(_, v)| *v == number).map(|(n, _)| n.clone());
            Value::Enum(name.unwrap_or_default(), number)
        }
        DType::Compound(fields) => {
            let mut at = 0;
            let mut record = Vec::with_capacity(fields.len());
            for field in fields.iter() {
                let size = field.dtype.mem_size();
                let part = bytes.get(at..at + size).unwrap_or(&[]);
                record
                    .push((Arc::from(field.name.as_str()), decode(&field.dtype, part, location)?));
                at += size;
            }
            complex(record)
        }
        DType::Array(base, dims) => {
            let size = base.mem_size().max(1);
            let flat: Result<Vec<_>> =
                bytes.chunks_exact(size).map(|b| decode(base, b, location)).collect();
            nest(flat?, dims)
        }
        DType::List(base) => {
            // SAFETY: see below; only the length and pointer that HDF5 set are read here.
            let (len, data) = list(bytes);
            let size = base.mem_size().max(1);
            if data.is_null() || len == 0 {
                return Ok(Value::List(Vec::new()));
            }
            let total = len.checked_mul(size).filter(|n| *n <= MAX_ELEMENT).ok_or_else(|| {
                Error::new(ErrorKind::Limit, format!("a list of {len} elements in one element"))
            })?;
            // SAFETY: HDF5 set the pointer to `len` elements of the base type in memory form,
            // alive until the buffer is reclaimed.
            let inner = unsafe { std::slice::from_raw_parts(data, total) };
            let items: Result<Vec<_>> =
                inner.chunks_exact(size).map(|b| decode(base, b, location)).collect();
            Value::List(items?)
        }
        DType::Opaque { .. } => Value::Bytes(bytes.to_vec()),
        DType::Reference { region } => Value::Reference(dereference(location, bytes, *region)),
        DType::Other(name) => {
            return Err(Error::new(ErrorKind::Unsupported, format!("datatype {name}"))
                .help("read it through a plain hdf5 handle"));
        }
    })
}

fn list(bytes: &[u8]) -> (usize, *const u8) {
    let offset = std::mem::offset_of!(hvl_t, p);
    (usize::from_ne_bytes(array(bytes)), pointer(bytes.get(offset..).unwrap_or(&[])))
}

/// Joins the two-field records that other tools use for complex numbers.
fn complex(record: Vec<(Arc<str>, Value)>) -> Value {
    if let [(re, a), (im, b)] = record.as_slice()
        && matches!((&**re, &**im), ("r", "i") | ("re", "im") | ("real", "imag"))
    {
        match (a, b) {
            (Value::F64(a), Value::F64(b)) => return Value::C128(Complex::new(*a, *b)),
            (Value::F32(a), Value::F32(b)) => return Value::C64(Complex::new(*a, *b)),
            _ => {}
        }
    }
    Value::Record(record)
}

fn nest(flat: Vec<Value>, dims: &[u64]) -> Value {
    match dims {
        [] | [_] => Value::List(flat),
        [_, rest @ ..] => {
            let row: u64 = rest.iter().product();
            let row = usize::try_from(row).unwrap_or(1).max(1);
            let mut flat = flat.into_iter();
            let mut rows = Vec::new();
            while flat.len() > 0 {
                rows.push(nest(flat.by_ref().take(row).collect(), rest));
            }
            Value::List(rows)
        }
    }
}

/// The path of a referenced object, empty where it cannot be found.
fn dereference(location: hid_t, bytes: &[u8], region: bool) -> String {
    if bytes.iter().all(|&b| b == 0) {
        return String::new();
    }
    let mut raw = [0u8; 16];
    let n = bytes.len().min(raw.len());
    raw[..n].copy_from_slice(&bytes[..n]);
    use hdf5_sys::h5r::{H5R_type_t, H5Rdereference2};
    #[cfg(hdf5_1_12)]
    let kind = if region { H5R_type_t::H5R_DATASET_REGION1 } else { H5R_type_t::H5R_OBJECT1 };
    #[cfg(not(hdf5_1_12))]
    let kind = if region { H5R_type_t::H5R_DATASET_REGION } else { H5R_type_t::H5R_OBJECT };
    // SAFETY: the reference buffer is longer than either kind of reference.
    let object = locked(|| unsafe {
        Id::own(H5Rdereference2(location, hdf5_sys::h5p::H5P_DEFAULT, kind, raw.as_ptr().cast()))
    });
    object.map(|id| super::file::path_of(id.raw())).unwrap_or_default()
}

/// Texts as they lie in memory for HDF5: it must be done with them while `texts` is there.
pub(crate) fn pointers(texts: &Texts) -> Vec<u8> {
    let base = texts.raw().as_ptr();
    let mut pointers = Vec::with_capacity(texts.len() * size_of::<usize>());
    for start in texts.starts() {
        // The buffer's own address plus an offset inside it.
        let address = base.wrapping_add(start).expose_provenance();
        pointers.extend_from_slice(&address.to_ne_bytes());
    }
    pointers
}

/// Writes texts to the part of a dataset, or to an attribute.
pub(crate) fn write_texts(target: Source<'_>, texts: &Texts) -> Result<()> {
    let pointers = pointers(texts);
    let mem_type = dtype::type_id(&DType::TEXT)?;
    match target {
        Source::Dataset(id, part) => data::write(id, mem_type.id(), part, &pointers),
        Source::Attribute(id) => super::attr::write(id, mem_type.id(), &pointers),
    }
}

/// Elements in memory form, with the text they point to.
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    texts: Vec<CString>,
}

/// Brings values into the memory form of `dtype`. Lists of variable length are not written.
pub(crate) fn encode(dtype: &DType, values: &[Value]) -> Result<Encoded> {
    let mut out = Encoded { bytes: Vec::new(), texts: Vec::new() };
    for value in values {
        encode_one(dtype, value, &mut out)?;
    }
    Ok(out)
}

fn encode_one(dtype: &DType, value: &Value, out: &mut Encoded) -> Result<()> {
    let mismatch =
        || Error::new(ErrorKind::WrongType, "").expected(dtype.to_string()).found(value.kind());
    let push = |out: &mut Encoded, bytes: &[u8]| out.bytes.extend_from_slice(bytes);
    match (dtype, value) {
        (DType::Bool, Value::Bool(b)) => push(out, &[u8::from(*b)]),
        (DType::F16, Value::F32(x)) => push(out, &f16::from_f32(*x).to_ne_bytes()),
        (DType::F32, Value::F32(x)) => push(out, &x.to_ne_bytes()),
        (DType::F64, Value::F64(x)) => push(out, &x.to_ne_bytes()),
        (DType::F64, Value::F32(x)) => push(out, &f64::from(*x).to_ne_bytes()),
        (DType::C64, Value::C64(c)) => {
            push(out, &c.re.to_ne_bytes());
            push(out, &c.im.to_ne_bytes());
        }
        (DType::C128, Value::C128(c)) => {
            push(out, &c.re.to_ne_bytes());
            push(out, &c.im.to_ne_bytes());
        }
        (DType::Text(TextType { size: None, .. }), Value::Text(text)) => {
            let text = super::c_string(text)?;
            let address = text.as_ptr().expose_provenance();
            out.texts.push(text);
            push(out, &address.to_ne_bytes());
        }
        (DType::Enum(e), Value::Enum(name, _)) => {
            let number = e.members.iter().find(|(n, _)| n == name).ok_or_else(mismatch)?.1;
            encode_one(&e.base, &Value::Int(number), out)?;
        }
        (DType::Compound(fields), Value::Record(record)) if fields.len() == record.len() => {
            for (field, (_, value)) in fields.iter().zip(record) {
                encode_one(&field.dtype, value, out)?;
            }
        }
        (DType::Array(base, _), Value::List(items))
            if base.mem_size().checked_mul(items.len()) == Some(dtype.mem_size()) =>
        {
            for item in items {
                encode_one(base, item, out)?;
            }
        }
        (DType::Opaque { size, .. }, Value::Bytes(bytes)) if bytes.len() == *size => {
            push(out, bytes);
        }
        (_, Value::Int(_) | Value::Uint(_)) if dtype.is_integer() => {
            let number = match value {
                Value::Int(n) => i128::from(*n),
                Value::Uint(n) => i128::from(*n),
                _ => 0,
            };
            let (size, signed) = dtype.integer().ok_or_else(mismatch)?;
            let bits = 8 * size as u32;
            let (low, high) = if signed {
                (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
            } else {
                (0, (1i128 << bits) - 1)
            };
            if number < low || number > high {
                return Err(Error::new(ErrorKind::Value, "")
                    .expected(format!("{dtype}"))
                    .found(format!("{number}")));
            }
            if cfg!(target_endian = "little") {
                push(out, &number.to_le_bytes()[..size]);
            } else {
                push(out, &number.to_be_bytes()[16 - size..]);
            }
        }
        _ => return Err(mismatch()),
    }
    Ok(())
}
