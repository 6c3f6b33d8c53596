//! Reading and writing datasets.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::ptr;

use hdf5_sys::h5d::*;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5p::*;
use hdf5_sys::h5t::H5Tget_size;

use super::space::{ALL, Extent, Slab, extent, select, selected, simple};
use super::{Id, check, dtype, locked, plist};
use crate::error::{Error, ErrorKind, Result};

/// Creates a dataset; without a name it has no link yet (see `link::link`).
pub(crate) fn create(
    location: hid_t,
    name: Option<&CString>,
    file_type: &Id,
    space: &Id,
    create: &Id,
    access: Option<&Id>,
) -> Result<Id> {
    let lists = plist::plists()?;
    // Copying an access list takes HDF5 long; without a name there is no link to follow.
    let usual = name.map_or(H5P_DEFAULT, |_| lists.dapl.raw());
    let access = access.map_or(usual, Id::raw);
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        let made = unsafe {
            match name {
                Some(name) => H5Dcreate2(
                    location,
                    name.as_ptr(),
                    file_type.raw(),
                    space.raw(),
                    lists.lcpl.raw(),
                    create.raw(),
                    access,
                ),
                None => {
                    H5Dcreate_anon(location, file_type.raw(), space.raw(), create.raw(), access)
                }
            }
        };
        if name.is_some() { Id::own(made) } else { Id::own_unlinked(made) }
    })
}

/// The dataspace of a dataset.
pub(crate) fn space(dataset: &Id) -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Dget_space(dataset.raw()) }))
}

/// The stored datatype of a dataset.
pub(crate) fn file_type(dataset: &Id) -> Result<Id> {
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Dget_type(dataset.raw()) }))
}

/// What part of a dataset a transfer touches.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part<'a> {
    All,
    Slab(Slab<'a>),
}

struct Transfer {
    memory: Option<Id>,
    file: Option<Id>,
}

/// Prepares the dataspaces of a transfer and checks that `bytes` is exactly what it moves.
fn transfer(dataset: &Id, mem_type: &Id, part: Part<'_>, bytes: usize) -> Result<Transfer> {
    let file = space(dataset)?;
    let (count, spaces) = match part {
        Part::All => {
            let count = match extent(&file)? {
                Extent::Null => {
                    return Err(Error::new(ErrorKind::WrongType, "the dataspace is null"));
                }
                Extent::Scalar => 1,
                Extent::Simple { shape, .. } => checked_product(&shape)?,
            };
            (count, Transfer { memory: None, file: None })
        }
        Part::Slab(slab) => {
            select(&file, slab)?;
            let count = selected(&file)?;
            // In the shape of the selection: with another one, HDF5 pairs element by element.
            let memory = simple(slab.count, None)?;
            (count, Transfer { memory: Some(memory), file: Some(file) })
        }
    };
    // SAFETY: see the invariants of `sys`.
    let size = locked(|| unsafe { H5Tget_size(mem_type.raw()) });
    let need = usize::try_from(count).ok().and_then(|n| n.checked_mul(size));
    if need != Some(bytes) || size == 0 {
        return Err(Error::new(ErrorKind::Shape, "")
            .expected(format!("{count} elements of {size} bytes"))
            .found(format!("a buffer of {bytes} bytes")));
    }
    Ok(spaces)
}

/// The product of dimensions.
pub(crate) fn checked_product(shape: &[u64]) -> Result<u64> {
    shape.iter().try_fold(1u64, |n, &d| n.checked_mul(d)).ok_or_else(|| {
        Error::new(ErrorKind::Malformed, format!("the shape {shape:?} has more than 2^64 elements"))
    })
}

/// Reads into `buffer`, whose length must be exactly that of the selected elements. The caller
/// promises that `mem_type` has no pointers, or that it reclaims them (see `values`).
pub(crate) fn read(dataset: &Id, mem_type: &Id, part: Part<'_>, buffer: &mut [u8]) -> Result<()> {
    read_with(dataset, mem_type, part, buffer, H5P_DEFAULT)
}

/// The same with a transfer list.
pub(crate) fn read_with(
    dataset: &Id,
    mem_type: &Id,
    part: Part<'_>,
    buffer: &mut [u8],
    list: hid_t,
) -> Result<()> {
    let spaces = transfer(dataset, mem_type, part, buffer.len())?;
    if buffer.is_empty() {
        return Ok(());
    }
    let raw = |id: &Option<Id>| id.as_ref().map_or(ALL, Id::raw);
    // SAFETY: `transfer` checked that the selection fills the buffer exactly.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Dread(
                dataset.raw(),
                mem_type.raw(),
                raw(&spaces.memory),
                raw(&spaces.file),
                list,
                buffer.as_mut_ptr().cast(),
            )
        })
    })?;
    Ok(())
}

/// Writes `buffer`, whose length must be exactly that of the selected elements.
pub(crate) fn write(dataset: &Id, mem_type: &Id, part: Part<'_>, buffer: &[u8]) -> Result<()> {
    let spaces = transfer(dataset, mem_type, part, buffer.len())?;
    if buffer.is_empty() {
        return Ok(());
    }
    let raw = |id: &Option<Id>| id.as_ref().map_or(ALL, Id::raw);
    // SAFETY: `transfer` checked that the selection is exactly as long as the buffer; pointers
    // in the buffer (variable-length text) are live, as the callers own what they point to.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Dwrite(
                dataset.raw(),
                mem_type.raw(),
                raw(&spaces.memory),
                raw(&spaces.file),
                H5P_DEFAULT,
                buffer.as_ptr().cast(),
            )
        })
    })?;
    Ok(())
}

/// Reads a scalar of `size` bytes without asking for its dataspace again.
pub(crate) fn read_scalar(dataset: &Id, mem_type: &Id, buffer: &mut [u8]) -> Result<()> {
    dtype::check_size(mem_type, buffer.len())?;
    // SAFETY: the caller has seen that the dataspace is scalar; the buffer holds one element.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Dread(
                dataset.raw(),
                mem_type.raw(),
                ALL,
                ALL,
                H5P_DEFAULT,
                buffer.as_mut_ptr().cast(),
            )
        })
    })?;
    Ok(())
}

/// Writes the scalar that was just created.
pub(crate) fn write_scalar(dataset: &Id, mem_type: &Id, buffer: &[u8]) -> Result<()> {
    dtype::check_size(mem_type, buffer.len())?;
    // SAFETY: the caller made the dataset with a scalar dataspace; the buffer holds one element.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Dwrite(dataset.raw(), mem_type.raw(), ALL, ALL, H5P_DEFAULT, buffer.as_ptr().cast())
        })
    })?;
    Ok(())
}

/// Gives a chunked dataset another shape.
pub(crate) fn resize(dataset: &Id, shape: &[u64]) -> Result<()> {
    let rank = match extent(&space(dataset)?)? {
        Extent::Simple { shape, .. } => shape.len(),
        _ => 0,
    };
    if rank != shape.len() || rank == 0 {
        return Err(Error::new(ErrorKind::Shape, "")
            .expected(format!("{rank} dimensions"))
            .found(format!("{}", shape.len())));
    }
    // SAFETY: the slice has as many elements as the dataset's rank.
    locked(|| check(unsafe { H5Dset_extent(dataset.raw(), shape.as_ptr()) }))?;
    Ok(())
}

/// Bytes that a dataset takes in the file.
pub(crate) fn storage_size(dataset: &Id) -> u64 {
    // SAFETY: see the invariants of `sys`.
    locked(|| unsafe { H5Dget_storage_size(dataset.raw()) })
}

/// One filter of a pipeline: its number, name and parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FilterInfo {
    pub(crate) id: i32,
    pub(crate) name: String,
    pub(crate) params: Vec<u32>,
}

/// How a dataset lies in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Layout {
    Compact,
    Contiguous {
        external: Vec<String>,
    },
    Chunked {
        chunk: Vec<u64>,
        filters: Vec<FilterInfo>,
    },
    /// Files and the datasets in them that are shown, without repetition.
    Virtual {
        sources: BTreeSet<(String, String)>,
    },
}

/// What an object's header says before anything of it is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    /// The elements certainly lie in the file itself. If false, the layout tells.
    pub(crate) inside: bool,
    /// There may be attributes.
    pub(crate) attributes: bool,
}

/// Looks at the header, which takes a tenth of the time that the layout takes.
#[cfg(hdf5_2)]
pub(crate) fn header(dataset: &Id) -> Result<Header> {
    use hdf5_sys::h5o::{H5O_hdr_info_t, H5O_native_info_t, H5Oget_native_info};
    /// `H5O_native_info_t`, whose fields the binding hides.
    #[repr(C)]
    struct Native {
        header: H5O_hdr_info_t,
        sizes: [u64; 4],
    }
    const { assert!(size_of::<Native>() == size_of::<H5O_native_info_t>()) };
    const HEADER: u32 = 0x8;
    const EXTERNAL_FILES: u64 = 1 << 0x7;
    const ATTRIBUTES: u64 = 1 << 0xc | 1 << 0x15;
    let mut native = std::mem::MaybeUninit::<Native>::zeroed();
    // SAFETY: the struct has the C one's layout, all of it numbers.
    let (header, stored) = locked(|| unsafe {
        check(H5Oget_native_info(dataset.raw(), native.as_mut_ptr().cast(), HEADER))?;
        let header = native.assume_init().header;
        // HDF5 goes through all chunks to tell how much they store, so only what is too small for
        // a dataset with chunks is asked.
        let small = header.space.mesg <= SMALL;
        let stored = if small { H5Dget_storage_size(dataset.raw()) } else { 0 };
        Ok::<_, Error>((header, stored))
    })?;
    Ok(Header {
        // A virtual dataset stores nothing itself.
        inside: stored > 0 && header.mesg.present & EXTERNAL_FILES == 0,
        attributes: header.mesg.present & ATTRIBUTES != 0,
    })
}

/// Bytes of header messages that a scalar of a number or of text does not exceed.
#[cfg(hdf5_2)]
const SMALL: u64 = 64;

/// What is known without the calls of newer versions.
#[cfg(not(hdf5_2))]
pub(crate) fn header(_dataset: &Id) -> Result<Header> {
    Ok(Header { inside: false, attributes: true })
}

/// Reads the layout from the creation list.
pub(crate) fn layout(dataset: &Id) -> Result<Layout> {
    // SAFETY: buffers are as long as the lengths passed with them.
    locked(|| unsafe {
        let list = Id::own(H5Dget_create_plist(dataset.raw()))?;
        match H5Pget_layout(list.raw()) {
            H5D_layout_t::H5D_COMPACT => Ok(Layout::Compact),
            H5D_layout_t::H5D_CONTIGUOUS => Ok(Layout::Contiguous { external: external(&list)? }),
            H5D_layout_t::H5D_CHUNKED => {
                let mut chunk = vec![0u64; super::space::MAX_RANK];
                let rank = check(H5Pget_chunk(list.raw(), chunk.len() as i32, chunk.as_mut_ptr()))?;
                chunk.truncate(rank as usize);
                Ok(Layout::Chunked { chunk, filters: filters(&list)? })
            }
            H5D_layout_t::H5D_VIRTUAL => {
                let mut count = 0;
                check(H5Pget_virtual_count(list.raw(), &mut count))?;
                let mut sources = BTreeSet::new();
                for i in 0..count {
                    let file = string(|buffer, size| {
                        H5Pget_virtual_filename(list.raw(), i, buffer, size)
                    })?;
                    let dataset = string(|buffer, size| {
                        H5Pget_virtual_dsetname(list.raw(), i, buffer, size)
                    })?;
                    sources.insert((file, dataset));
                }
                Ok(Layout::Virtual { sources })
            }
            _ => Err(Error::new(ErrorKind::Malformed, "the dataset has no valid layout")),
        }
    })
}

fn external(list: &Id) -> Result<Vec<String>> {
    // SAFETY: the name buffer's length is passed with it; called under the lock.
    unsafe {
        let count = check(H5Pget_external_count(list.raw()))?;
        let mut files = Vec::new();
        for i in 0..count {
            let mut name = vec![0u8; 4096];
            let (mut offset, mut size) = (0, 0);
            check(H5Pget_external(
                list.raw(),
                i as u32,
                name.len() - 1,
                name.as_mut_ptr().cast(),
                &mut offset,
                &mut size,
            ))?;
            let end = name.iter().position(|&b| b == 0).unwrap_or(name.len());
            files.push(String::from_utf8_lossy(&name[..end]).into_owned());
        }
        Ok(files)
    }
}

fn filters(list: &Id) -> Result<Vec<FilterInfo>> {
    // SAFETY: the buffers' lengths are passed with them; called under the lock.
    unsafe {
        let count = check(H5Pget_nfilters(list.raw()))?;
        let mut found = Vec::new();
        for i in 0..count {
            let mut name = [0u8; 256];
            let mut params = [0u32; 64];
            let (mut flags, mut n, mut config) = (0, params.len(), 0);
            let id = check(H5Pget_filter2(
                list.raw(),
                i as u32,
                &mut flags,
                &mut n,
                params.as_mut_ptr(),
                name.len() - 1,
                name.as_mut_ptr().cast(),
                &mut config,
            ))?;
            let end = name.iter().position(|&b| b == 0).unwrap_or(name.len());
            found.push(FilterInfo {
                id,
                name: String::from_utf8_lossy(&name[..end]).into_owned(),
                params: params[..n.min(params.len())].to_vec(),
            });
        }
        Ok(found)
    }
}

/// Asks a C call for a string: first for its length, then for the text.
pub(crate) fn string(mut call: impl FnMut(*mut libc::c_char, usize) -> isize) -> Result<String> {
    let length = call(ptr::null_mut(), 0);
    let length = usize::try_from(length).map_err(|_| super::failure())?;
    if length > 1 << 20 {
        return Err(Error::new(ErrorKind::Limit, "a name is longer than 1 MiB"));
    }
    let mut buffer = vec![0u8; length + 1];
    let got = call(buffer.as_mut_ptr().cast(), buffer.len());
    usize::try_from(got).map_err(|_| super::failure())?;
    buffer.truncate(length);
    Ok(String::from_utf8_lossy(&buffer).into_owned())
}
