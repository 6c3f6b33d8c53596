//! Between [`DType`] and HDF5 datatype identifiers.

use std::ffi::CStr;
use std::sync::{Arc, OnceLock};

use hdf5_sys::h5::H5free_memory;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5t::*;

use super::super::dtype::{DType, EnumType, Field, Padding, TextType};
use super::{Id, c_string, check, failure, locked};
use crate::error::{Error, ErrorKind, Result};

/// A type identifier: one of the process's own, or made for this call.
pub(crate) enum TypeId {
    Cached(&'static Id),
    Owned(Id),
}

impl TypeId {
    pub(crate) fn id(&self) -> &Id {
        match self {
            Self::Cached(id) => id,
            Self::Owned(id) => id,
        }
    }
}

/// Nesting of datatypes that is still read.
const MAX_DEPTH: usize = 32;
/// Members of an enum or compound that are still read.
const MAX_MEMBERS: i32 = 1 << 16;

/// Datatypes whose identifiers are kept.
pub(crate) const SIMPLE: [DType; 15] = [
    DType::Bool,
    DType::I8,
    DType::I16,
    DType::I32,
    DType::I64,
    DType::U8,
    DType::U16,
    DType::U32,
    DType::U64,
    DType::F16,
    DType::F32,
    DType::F64,
    DType::C64,
    DType::C128,
    DType::TEXT,
];

/// Where a datatype stands among those whose identifiers are kept.
pub(crate) fn simple(dtype: &DType) -> Option<usize> {
    SIMPLE.iter().position(|simple| simple == dtype)
}

/// The identifier of a type, in memory order (which is also what ch5 writes: on every machine
/// that ch5 supports the memory order is little-endian or HDF5 converts).
pub(crate) fn type_id(dtype: &DType) -> Result<TypeId> {
    static CACHE: [OnceLock<Id>; SIMPLE.len()] = [const { OnceLock::new() }; SIMPLE.len()];
    match simple(dtype) {
        Some(i) => {
            if let Some(id) = CACHE[i].get() {
                return Ok(TypeId::Cached(id));
            }
            let made = build(dtype)?;
            Ok(TypeId::Cached(CACHE[i].get_or_init(|| made)))
        }
        None => Ok(TypeId::Owned(build(dtype)?)),
    }
}

fn copy(id: hid_t) -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Tcopy(id) }))
}

fn build(dtype: &DType) -> Result<Id> {
    // SAFETY: see the invariants of `sys`; values and names passed are live locals, and an enum
    // value's buffer has the size of the base type.
    locked(|| unsafe {
        match dtype {
            DType::I8 => copy(*H5T_NATIVE_INT8),
            DType::I16 => copy(*H5T_NATIVE_INT16),
            DType::I32 => copy(*H5T_NATIVE_INT32),
            DType::I64 => copy(*H5T_NATIVE_INT64),
            DType::U8 => copy(*H5T_NATIVE_UINT8),
            DType::U16 => copy(*H5T_NATIVE_UINT16),
            DType::U32 => copy(*H5T_NATIVE_UINT32),
            DType::U64 => copy(*H5T_NATIVE_UINT64),
            DType::F32 => copy(*H5T_NATIVE_FLOAT),
            DType::F64 => copy(*H5T_NATIVE_DOUBLE),
            DType::F16 => {
                let id = copy(*H5T_NATIVE_FLOAT)?;
                check(H5Tset_fields(id.raw(), 15, 10, 5, 0, 10))?;
                check(H5Tset_size(id.raw(), 2))?;
                check(H5Tset_ebias(id.raw(), 15))?;
                Ok(id)
            }
            DType::C64 | DType::C128 => {
                let part = if *dtype == DType::C64 { DType::F32 } else { DType::F64 };
                build_compound(&[("r", &part), ("i", &part)])
            }
            DType::Bool => {
                let members = vec![("FALSE".into(), 0), ("TRUE".into(), 1)];
                build_enum(&EnumType { base: DType::I8, members })
            }
            DType::Text(text) => {
                let id = copy(*H5T_C_S1)?;
                check(H5Tset_size(id.raw(), text.size.unwrap_or(H5T_VARIABLE)))?;
                let cset =
                    if text.ascii { H5T_cset_t::H5T_CSET_ASCII } else { H5T_cset_t::H5T_CSET_UTF8 };
                check(H5Tset_cset(id.raw(), cset))?;
                check(H5Tset_strpad(
                    id.raw(),
                    match text.padding {
                        Padding::NullTerminated => H5T_str_t::H5T_STR_NULLTERM,
                        Padding::Nulls => H5T_str_t::H5T_STR_NULLPAD,
                        Padding::Spaces => H5T_str_t::H5T_STR_SPACEPAD,
                    },
                ))?;
                Ok(id)
            }
            DType::Enum(e) => build_enum(e),
            DType::Compound(fields) => {
                let fields: Vec<_> = fields.iter().map(|f| (f.name.as_str(), &f.dtype)).collect();
                build_compound(&fields)
            }
            DType::Array(base, dims) => {
                let base = type_id(base)?;
                Id::own(H5Tarray_create2(base.id().raw(), dims.len() as u32, dims.as_ptr()))
            }
            DType::List(base) => Id::own(H5Tvlen_create(type_id(base)?.id().raw())),
            DType::Opaque { size, tag } => {
                let id = Id::own(H5Tcreate(H5T_class_t::H5T_OPAQUE, *size))?;
                check(H5Tset_tag(id.raw(), c_string(tag)?.as_ptr()))?;
                Ok(id)
            }
            DType::Reference { region: false } => copy(*H5T_STD_REF_OBJ),
            DType::Reference { region: true } => copy(*H5T_STD_REF_DSETREG),
            DType::Bitfield(size) => copy(match size {
                1 => *H5T_NATIVE_B8,
                2 => *H5T_NATIVE_B16,
                4 => *H5T_NATIVE_B32,
                8 => *H5T_NATIVE_B64,
                _ => return Err(unsupported("a bit field of unusual size")),
            }),
            DType::Other(name) => Err(unsupported(name)),
        }
    })
}

fn unsupported(what: &str) -> Error {
    Error::new(ErrorKind::Unsupported, format!("datatype {what} is not supported"))
        .help("read it through a plain hdf5 handle")
}

fn build_enum(e: &EnumType) -> Result<Id> {
    let size = e.base.mem_size();
    let base = type_id(&e.base)?;
    // SAFETY: each value's buffer has 8 bytes, at least the base type's size.
    locked(|| unsafe {
        let id = Id::own(H5Tenum_create(base.id().raw()))?;
        for (name, value) in &e.members {
            let bytes = value.to_le_bytes();
            let native: [u8; 8] = if cfg!(target_endian = "little") {
                bytes
            } else {
                let mut b = value.to_be_bytes();
                b.rotate_left(8 - size);
                b
            };
            check(H5Tenum_insert(id.raw(), c_string(name)?.as_ptr(), native.as_ptr().cast()))?;
        }
        Ok(id)
    })
}

fn build_compound(fields: &[(&str, &DType)]) -> Result<Id> {
    let size: usize = fields.iter().map(|(_, d)| d.mem_size()).sum();
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe {
        let id = Id::own(H5Tcreate(H5T_class_t::H5T_COMPOUND, size.max(1)))?;
        let mut offset = 0;
        for (name, dtype) in fields {
            let member = type_id(dtype)?;
            check(H5Tinsert(id.raw(), c_string(name)?.as_ptr(), offset, member.id().raw()))?;
            offset += dtype.mem_size();
        }
        Ok(id)
    })
}

/// Fails unless a buffer of `bytes` holds exactly one element of the type.
pub(crate) fn check_size(id: &Id, bytes: usize) -> Result<()> {
    // SAFETY: see the invariants of `sys`.
    let size = locked(|| unsafe { H5Tget_size(id.raw()) });
    if size == 0 || bytes != size {
        return Err(Error::new(ErrorKind::Shape, "")
            .expected(format!("one element of {size} bytes"))
            .found(format!("a buffer of {bytes} bytes")));
    }
    Ok(())
}

/// Bytes of one element of the type.
pub(crate) fn size(id: &Id) -> usize {
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe { H5Tget_size(id.raw()) })
}

/// Reads what a type identifier means.
pub(crate) fn describe(id: &Id) -> Result<DType> {
    locked(|| describe_at(id, 0))
}

fn describe_at(id: &Id, depth: usize) -> Result<DType> {
    if depth > MAX_DEPTH {
        return Err(Error::new(ErrorKind::Limit, "the datatype is nested too deeply"));
    }
    // SAFETY: see the invariants of `sys`; called under the lock.
    unsafe {
        let raw = id.raw();
        let size = H5Tget_size(raw);
        Ok(match H5Tget_class(raw) {
            H5T_class_t::H5T_INTEGER => {
                let signed = H5Tget_sign(raw) == H5T_sign_t::H5T_SGN_2;
                DType::of_integer(size.next_power_of_two(), signed)
                    .unwrap_or_else(|| DType::Other(format!("integer of {size} bytes")))
            }
            H5T_class_t::H5T_FLOAT => describe_float(raw, size),
            H5T_class_t::H5T_STRING => {
                let variable = check(H5Tis_variable_str(raw))? > 0;
                DType::Text(TextType {
                    size: (!variable).then_some(size),
                    ascii: H5Tget_cset(raw) == H5T_cset_t::H5T_CSET_ASCII,
                    padding: match H5Tget_strpad(raw) {
                        H5T_str_t::H5T_STR_SPACEPAD => Padding::Spaces,
                        H5T_str_t::H5T_STR_NULLPAD => Padding::Nulls,
                        _ => Padding::NullTerminated,
                    },
                })
            }
            H5T_class_t::H5T_ENUM => describe_enum(raw)?,
            H5T_class_t::H5T_COMPOUND => describe_compound(raw, depth)?,
            H5T_class_t::H5T_ARRAY => {
                let rank = check(H5Tget_array_ndims(raw))? as usize;
                let mut dims = vec![0u64; rank];
                check(H5Tget_array_dims2(raw, dims.as_mut_ptr()))?;
                DType::Array(Box::new(base(raw, depth)?), dims)
            }
            H5T_class_t::H5T_VLEN => DType::List(Box::new(base(raw, depth)?)),
            H5T_class_t::H5T_OPAQUE => {
                let tag = H5Tget_tag(raw);
                if tag.is_null() {
                    return Err(failure());
                }
                let text = CStr::from_ptr(tag).to_string_lossy().into_owned();
                H5free_memory(tag.cast());
                DType::Opaque { size, tag: text }
            }
            H5T_class_t::H5T_REFERENCE => {
                if check(H5Tequal(raw, *H5T_STD_REF_OBJ))? > 0 {
                    DType::Reference { region: false }
                } else if check(H5Tequal(raw, *H5T_STD_REF_DSETREG))? > 0 {
                    DType::Reference { region: true }
                } else {
                    DType::Other("reference of the newer kind".into())
                }
            }
            H5T_class_t::H5T_BITFIELD => DType::Bitfield(size),
            H5T_class_t::H5T_TIME => DType::Other("time".into()),
            _ => DType::Other("unknown class".into()),
        })
    }
}

fn describe_float(raw: hid_t, size: usize) -> DType {
    let (mut spos, mut epos, mut esize, mut mpos, mut msize) = (0, 0, 0, 0, 0);
    // SAFETY: the five pointers are live locals; called under the lock.
    let ok =
        unsafe { H5Tget_fields(raw, &mut spos, &mut epos, &mut esize, &mut mpos, &mut msize) >= 0 };
    // A float of other proportions is converted by HDF5 to the next wider one of these.
    match (size, esize, msize) {
        _ if !ok => DType::Other("float".into()),
        (2, 5, 10) => DType::F16,
        (_, e, m) if e <= 8 && m <= 23 => DType::F32,
        (_, e, m) if e <= 11 && m <= 52 => DType::F64,
        _ => DType::Other(format!("float of {size} bytes")),
    }
}

fn base(raw: hid_t, depth: usize) -> Result<DType> {
    // SAFETY: called under the lock.
    let base = unsafe { Id::own(H5Tget_super(raw)) }?;
    describe_at(&base, depth + 1)
}

fn members(raw: hid_t) -> Result<u32> {
    // SAFETY: called under the lock.
    let n = check(unsafe { H5Tget_nmembers(raw) })?;
    if n > MAX_MEMBERS {
        return Err(Error::new(ErrorKind::Limit, format!("the datatype has {n} members")));
    }
    Ok(n as u32)
}

fn member_name(raw: hid_t, i: u32) -> Result<String> {
    // SAFETY: HDF5 hands out a C string that is copied and then freed; called under the lock.
    unsafe {
        let name = H5Tget_member_name(raw, i);
        if name.is_null() {
            return Err(failure());
        }
        let text = CStr::from_ptr(name).to_string_lossy().into_owned();
        H5free_memory(name.cast());
        Ok(text)
    }
}

fn describe_enum(raw: hid_t) -> Result<DType> {
    // SAFETY: called under the lock; the value buffer holds any integer up to 8 bytes, and
    // larger bases were turned away before.
    unsafe {
        let base_id = Id::own(H5Tget_super(raw))?;
        let base = describe_at(&base_id, MAX_DEPTH)?;
        let Some((size, signed)) = base.integer() else {
            return Ok(DType::Other(format!("enum of {base}")));
        };
        if H5Tget_size(raw) != size {
            return Ok(DType::Other("enum of an unusual integer".into()));
        }
        let native = Id::own(H5Tget_native_type(raw, H5T_direction_t::H5T_DIR_ASCEND))?;
        let mut list = Vec::new();
        for i in 0..members(raw)? {
            let mut value = [0u8; 16];
            check(H5Tget_member_value(native.raw(), i, value.as_mut_ptr().cast()))?;
            list.push((member_name(raw, i)?, native_int(&value[..size], signed)));
        }
        if size == 1 && list.len() == 2 && {
            let has = |n: &str, v: i64| list.iter().any(|(name, value)| name == n && *value == v);
            has("FALSE", 0) && has("TRUE", 1)
        } {
            return Ok(DType::Bool);
        }
        Ok(DType::Enum(Arc::new(EnumType { base, members: list })))
    }
}

/// An integer from native bytes; `u64` values above `i64::MAX` wrap.
pub(crate) fn native_int(bytes: &[u8], signed: bool) -> i64 {
    let mut wide = [0u8; 8];
    let n = bytes.len().min(8);
    if cfg!(target_endian = "little") {
        wide[..n].copy_from_slice(&bytes[..n]);
        if signed && n > 0 && n < 8 && bytes[n - 1] & 0x80 != 0 {
            wide[n..].fill(0xff);
        }
        i64::from_le_bytes(wide)
    } else {
        wide[8 - n..].copy_from_slice(&bytes[..n]);
        if signed && n > 0 && n < 8 && bytes[0] & 0x80 != 0 {
            wide[..8 - n].fill(0xff);
        }
        i64::from_be_bytes(wide)
    }
}

fn describe_compound(raw: hid_t, depth: usize) -> Result<DType> {
    let mut fields = Vec::new();
    for i in 0..members(raw)? {
        // SAFETY: called under the lock.
        let member = unsafe { Id::own(H5Tget_member_type(raw, i)) }?;
        fields.push(Field { name: member_name(raw, i)?, dtype: describe_at(&member, depth + 1)? });
    }
    if let [re, im] = fields.as_slice() {
        let named = matches!(
            (re.name.as_str(), im.name.as_str()),
            ("r", "i") | ("re", "im") | ("real", "imag")
        );
        // Only {r, i} is converted by HDF5 by name; the others are read as records and joined.
        if named && re.name == "r" && re.dtype == im.dtype {
            match re.dtype {
                DType::F32 => return Ok(DType::C64),
                DType::F64 => return Ok(DType::C128),
                _ => {}
            }
        }
    }
    Ok(DType::Compound(fields.into()))
}
