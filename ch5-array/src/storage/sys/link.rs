//! Groups, links and objects.

use std::ffi::CString;

use hdf5_sys::h5::{H5_index_t, H5_iter_order_t};
use hdf5_sys::h5g::*;
use hdf5_sys::h5i::{H5I_type_t, H5Iget_type, hid_t};
use hdf5_sys::h5l::*;
use hdf5_sys::h5o::*;
use libc::{c_char, c_uint, c_void};

use super::{Id, c_string, check, locked, plist};
use crate::error::{Error, ErrorKind, Result};

/// What an opened identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Group,
    Dataset,
    NamedType,
}

/// What a link is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    Hard,
    Soft(String),
    External { file: String, path: String },
    UserDefined,
}

/// The kind of a link, as listing a group tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    Hard,
    Soft,
    External,
    UserDefined,
}

/// Identity and counts of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Info {
    /// The same for two handles of one object.
    pub(crate) token: [u8; 16],
    /// Hard links to the object.
    pub(crate) links: u32,
    pub(crate) attributes: u64,
    /// The same for all objects of one open file.
    pub(crate) file: std::ffi::c_ulong,
}

/// Opens what a path names, without leaving the file.
pub(crate) fn open(location: hid_t, path: &str) -> Result<Id> {
    let path = c_string(path)?;
    let lapl = plist::plists()?.lapl.raw();
    // SAFETY: see the invariants of `sys`.
    locked(|| Id::own(unsafe { H5Oopen(location, path.as_ptr(), lapl) }))
}

/// What an identifier is.
pub(crate) fn kind(id: &Id) -> Result<Kind> {
    // SAFETY: see the invariants of `sys`.
    match locked(|| unsafe { H5Iget_type(id.raw()) }) {
        H5I_type_t::H5I_GROUP | H5I_type_t::H5I_FILE => Ok(Kind::Group),
        H5I_type_t::H5I_DATASET => Ok(Kind::Dataset),
        H5I_type_t::H5I_DATATYPE => Ok(Kind::NamedType),
        _ => Err(Error::new(ErrorKind::Unsupported, "the object is of an unknown kind")),
    }
}

/// Creates a group; without a name it has no link yet.
pub(crate) fn create_group(location: hid_t, name: Option<&CString>) -> Result<Id> {
    let lists = plist::plists()?;
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        let made = unsafe {
            match name {
                Some(name) => H5Gcreate2(
                    location,
                    name.as_ptr(),
                    lists.lcpl.raw(),
                    lists.gcpl.raw(),
                    lists.gapl.raw(),
                ),
                None => H5Gcreate_anon(location, lists.gcpl.raw(), lists.gapl.raw()),
            }
        };
        if name.is_some() { Id::own(made) } else { Id::own_unlinked(made) }
    })
}

/// Gives an object a name.
pub(crate) fn link(object: &Id, location: hid_t, name: &str) -> Result<()> {
    let name = c_string(name)?;
    let lists = plist::plists()?;
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Olink(object.raw(), location, name.as_ptr(), lists.lcpl.raw(), lists.lapl.raw())
        })
    })?;
    object.settle()
}

/// Makes a soft link.
pub(crate) fn soft_link(location: hid_t, name: &str, target: &str) -> Result<()> {
    let (name, target) = (c_string(name)?, c_string(target)?);
    let lists = plist::plists()?;
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Lcreate_soft(
                target.as_ptr(),
                location,
                name.as_ptr(),
                lists.lcpl.raw(),
                lists.lapl.raw(),
            )
        })
    })?;
    Ok(())
}

/// Deletes a link.
pub(crate) fn unlink(location: hid_t, name: &str) -> Result<()> {
    let name = c_string(name)?;
    let lapl = plist::plists()?.lapl.raw();
    // SAFETY: see the invariants of `sys`.
    locked(|| check(unsafe { H5Ldelete(location, name.as_ptr(), lapl) }))?;
    Ok(())
}

/// Renames a link.
pub(crate) fn rename(from: hid_t, name: &str, to: hid_t, new: &str) -> Result<()> {
    let (name, new) = (c_string(name)?, c_string(new)?);
    let lists = plist::plists()?;
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Lmove(from, name.as_ptr(), to, new.as_ptr(), lists.lcpl.raw(), lists.lapl.raw())
        })
    })?;
    Ok(())
}

/// Copies an object and everything below it, as it lies in the file. The object is open, as HDF5
/// would follow a name wherever it leads.
pub(crate) fn copy(object: &Id, to: hid_t, new: &str) -> Result<()> {
    let new = c_string(new)?;
    let lcpl = plist::plists()?.lcpl.raw();
    // SAFETY: see the invariants of `sys`.
    locked(|| {
        // SAFETY: see above.
        check(unsafe {
            H5Ocopy(object.raw(), c".".as_ptr(), to, new.as_ptr(), hdf5_sys::h5p::H5P_DEFAULT, lcpl)
        })
    })?;
    Ok(())
}

/// True if a link of this name is there, dangling or not. `name` is one component.
pub(crate) fn exists(location: hid_t, name: &str) -> Result<bool> {
    let name = c_string(name)?;
    let lapl = plist::plists()?.lapl.raw();
    // SAFETY: see the invariants of `sys`.
    locked(|| check(unsafe { H5Lexists(location, name.as_ptr(), lapl) })).map(|n| n > 0)
}

#[cfg(hdf5_1_12)]
type RawInfo = H5L_info2_t;
#[cfg(not(hdf5_1_12))]
type RawInfo = H5L_info1_t;

fn link_kind(class: H5L_type_t) -> LinkKind {
    match class {
        H5L_type_t::H5L_TYPE_HARD => LinkKind::Hard,
        H5L_type_t::H5L_TYPE_SOFT => LinkKind::Soft,
        H5L_type_t::H5L_TYPE_EXTERNAL => LinkKind::External,
        _ => LinkKind::UserDefined,
    }
}

/// What the link `name` is.
pub(crate) fn read_link(location: hid_t, name: &str) -> Result<Link> {
    let name = c_string(name)?;
    let lapl = plist::plists()?.lapl.raw();
    // SAFETY: the value buffer is as long as the size passed; `H5Lunpack_elink_val` returns
    // pointers into that buffer, both NUL-terminated (HDF5 checks that), copied before it dies.
    locked(|| unsafe {
        let mut info = RawInfo::default();
        #[cfg(hdf5_1_12)]
        check(H5Lget_info2(location, name.as_ptr(), &mut info, lapl))?;
        #[cfg(not(hdf5_1_12))]
        check(H5Lget_info1(location, name.as_ptr(), &mut info, lapl))?;
        let kind = link_kind(info.type_);
        if matches!(kind, LinkKind::Hard) {
            return Ok(Link::Hard);
        }
        if matches!(kind, LinkKind::UserDefined) {
            return Ok(Link::UserDefined);
        }
        let size = *info.u.val_size();
        if size > 1 << 20 {
            return Err(Error::new(ErrorKind::Limit, "a link's target is longer than 1 MiB"));
        }
        let mut value = vec![0u8; size + 1];
        check(H5Lget_val(location, name.as_ptr(), value.as_mut_ptr().cast(), size, lapl))?;
        let text = |p: *const c_char| std::ffi::CStr::from_ptr(p).to_string_lossy().into_owned();
        if matches!(kind, LinkKind::Soft) {
            return Ok(Link::Soft(text(value.as_ptr().cast())));
        }
        let (mut flags, mut file, mut path) = (0, std::ptr::null(), std::ptr::null());
        check(H5Lunpack_elink_val(value.as_ptr().cast(), size, &mut flags, &mut file, &mut path))?;
        Ok(Link::External { file: text(file), path: text(path) })
    })
}

/// A link as listing a group tells it.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) kind: LinkKind,
    /// Where a hard link leads, where HDF5 tells it.
    pub(crate) token: Option<[u8; 16]>,
}

unsafe extern "C" fn collect(
    _group: hid_t,
    name: *const c_char,
    info: *const RawInfo,
    data: *mut c_void,
) -> i32 {
    // SAFETY: `names` passes a pointer to its own vector, alive during the call; HDF5 hands a
    // NUL-terminated name and a valid info struct, whose union is a token for hard links.
    unsafe {
        let names = &mut *data.cast::<Vec<Listed>>();
        let name = std::ffi::CStr::from_ptr(name).to_string_lossy().into_owned();
        let kind = link_kind((*info).type_);
        #[cfg(hdf5_1_12)]
        let token = (kind == LinkKind::Hard).then(|| *(&raw const (*info).u).cast::<[u8; 16]>());
        #[cfg(not(hdf5_1_12))]
        let token = None;
        names.push(Listed { name, kind, token });
    }
    0
}

/// Opens what a hard link of this group leads to, `None` where HDF5 cannot do that.
#[cfg(hdf5_1_12)]
pub(crate) fn open_token(location: hid_t, token: [u8; 16]) -> Result<Option<Id>> {
    // SAFETY: see the invariants of `sys`; a token is 16 plain bytes.
    locked(|| unsafe {
        let token = std::mem::transmute::<[u8; 16], H5O_token_t>(token);
        Id::own(H5Oopen_by_token(location, token)).map(Some)
    })
}

/// Opens what a hard link of this group leads to, `None` where HDF5 cannot do that.
#[cfg(not(hdf5_1_12))]
pub(crate) fn open_token(_location: hid_t, _token: [u8; 16]) -> Result<Option<Id>> {
    Ok(None)
}

/// The links of a group: in order of creation where it is tracked, else by name.
pub(crate) fn names(group: hid_t) -> Result<Vec<Listed>> {
    let mut names: Vec<Listed> = Vec::new();
    for index in [H5_index_t::H5_INDEX_CRT_ORDER, H5_index_t::H5_INDEX_NAME] {
        names.clear();
        let mut at = 0;
        #[cfg(hdf5_1_12)]
        let iterate = H5Literate2;
        #[cfg(not(hdf5_1_12))]
        let iterate = H5Literate1;
        // SAFETY: the callback gets a pointer to `names`, which outlives the call.
        let done = locked(|| unsafe {
            iterate(
                group,
                index,
                H5_iter_order_t::H5_ITER_INC,
                &mut at,
                Some(collect),
                (&raw mut names).cast(),
            )
        });
        if done >= 0 {
            return Ok(names);
        }
    }
    Err(super::failure())
}

/// The number of links in a group.
pub(crate) fn len(group: hid_t) -> Result<u64> {
    let mut info = H5G_info_t::default();
    // SAFETY: the pointer is a live local.
    locked(|| check(unsafe { H5Gget_info(group, &mut info) }))?;
    Ok(info.nlinks)
}

/// Identity and counts of an object.
pub(crate) fn info(object: hid_t) -> Result<Info> {
    // SAFETY: the pointer is a live local; a token is 16 plain bytes.
    locked(|| unsafe {
        #[cfg(hdf5_1_12)]
        {
            const FIELDS: c_uint = H5O_INFO_BASIC | H5O_INFO_NUM_ATTRS;
            let mut raw = std::mem::MaybeUninit::<H5O_info2_t>::zeroed();
            check(H5Oget_info3(object, raw.as_mut_ptr(), FIELDS))?;
            let raw = raw.assume_init();
            let token = std::mem::transmute::<H5O_token_t, [u8; 16]>(raw.token);
            let (attributes, file) = (raw.num_attrs, raw.fileno);
            Ok(Info { token, links: raw.rc, attributes, file })
        }
        #[cfg(not(hdf5_1_12))]
        {
            const FIELDS: c_uint = H5O_INFO_BASIC | H5O_INFO_NUM_ATTRS;
            let mut raw = H5O_info1_t::default();
            check(H5Oget_info2(object, &mut raw, FIELDS))?;
            let mut token = [0u8; 16];
            token[..8].copy_from_slice(&raw.addr.to_le_bytes());
            let (attributes, file) = (raw.num_attrs, raw.fileno);
            Ok(Info { token, links: raw.rc, attributes, file })
        }
    })
}
