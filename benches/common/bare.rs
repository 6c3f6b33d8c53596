//! The same work as plain calls of the C library, with identifiers that are made once: what a
//! program in C would do that knows how to be fast.
//!
//! Safety of all calls here: the bench has one thread, so no two calls run at once; every buffer is
//! as long as the dataspace it is passed with; identifiers are checked by HDF5.

use std::ffi::{CStr, CString};
use std::os::raw::{c_char, c_void};
use std::path::Path;

use hdf5_sys::h5::{H5_index_t, H5_iter_order_t, H5free_memory};
use hdf5_sys::h5d::*;
use hdf5_sys::h5f::*;
use hdf5_sys::h5g::*;
use hdf5_sys::h5i::{H5I_type_t, H5Iget_type, hid_t};
use hdf5_sys::h5l::{H5L_info2_t, H5Literate2};
use hdf5_sys::h5o::{H5Oclose, H5Oopen};
use hdf5_sys::h5p::*;
use hdf5_sys::h5s::*;
use hdf5_sys::h5t::*;

/// A scalar of the map, with its text as C wants it.
#[derive(PartialEq)]
pub enum Scalar {
    Int(u64),
    Float(f64),
    Text(CString),
}

/// Identifiers that serve for every call.
pub struct Bare {
    fapl: hid_t,
    fcpl: hid_t,
    gcpl: hid_t,
    lcpl: hid_t,
    compact: hid_t,
    scalar: hid_t,
    uint: hid_t,
    double: hid_t,
    text: hid_t,
}

fn ok<T: PartialOrd + Default>(returned: T) -> T {
    assert!(returned >= T::default(), "an HDF5 call failed");
    returned
}

fn c_path(path: &Path) -> CString {
    CString::new(path.to_str().expect("UTF-8")).expect("no NUL")
}

impl Bare {
    pub fn new() -> Self {
        // SAFETY: as the module says.
        hdf5::sync::sync(|| unsafe {
            ok(hdf5_sys::h5::H5open());
            let fapl = ok(H5Pcreate(*H5P_CLS_FILE_ACCESS));
            ok(H5Pset_libver_bounds(
                fapl,
                H5F_libver_t::H5F_LIBVER_V18,
                H5F_libver_t::H5F_LIBVER_V110,
            ));
            let fcpl = ok(H5Pcreate(*H5P_CLS_FILE_CREATE));
            ok(H5Pset_link_creation_order(fcpl, 1));
            let gcpl = ok(H5Pcreate(*H5P_CLS_GROUP_CREATE));
            ok(H5Pset_link_creation_order(gcpl, 1));
            ok(H5Pset_obj_track_times(gcpl, 0));
            let lcpl = ok(H5Pcreate(*H5P_CLS_LINK_CREATE));
            ok(H5Pset_char_encoding(lcpl, H5T_cset_t::H5T_CSET_UTF8));
            let compact = ok(H5Pcreate(*H5P_CLS_DATASET_CREATE));
            ok(H5Pset_obj_track_times(compact, 0));
            ok(H5Pset_layout(compact, H5D_layout_t::H5D_COMPACT));
            ok(H5Pset_dset_no_attrs_hint(compact, 1));
            let text = ok(H5Tcopy(*H5T_C_S1));
            ok(H5Tset_size(text, H5T_VARIABLE));
            ok(H5Tset_cset(text, H5T_cset_t::H5T_CSET_UTF8));
            Self {
                fapl,
                fcpl,
                gcpl,
                lcpl,
                compact,
                scalar: ok(H5Screate(H5S_class_t::H5S_SCALAR)),
                uint: *H5T_NATIVE_UINT64,
                double: *H5T_NATIVE_DOUBLE,
                text,
            }
        })
    }

    fn create(&self, path: &Path) -> hid_t {
        // SAFETY: as the module says.
        unsafe { ok(H5Fcreate(c_path(path).as_ptr(), H5F_ACC_TRUNC, self.fcpl, self.fapl)) }
    }

    fn open(&self, path: &Path) -> hid_t {
        // SAFETY: as the module says.
        unsafe { ok(H5Fopen(c_path(path).as_ptr(), H5F_ACC_RDONLY, self.fapl)) }
    }

    /// Writes a map, one dataset a value.
    pub fn write_map(&self, path: &Path, map: &[(CString, Scalar)]) {
        // SAFETY: as the module says.
        unsafe {
            let file = self.create(path);
            let group = ok(H5Gcreate2(file, c"map".as_ptr(), self.lcpl, self.gcpl, H5P_DEFAULT));
            for (name, value) in map {
                let chars;
                let (kind, data): (_, *const c_void) = match value {
                    Scalar::Int(n) => (self.uint, (&raw const *n).cast()),
                    Scalar::Float(x) => (self.double, (&raw const *x).cast()),
                    Scalar::Text(text) => {
                        chars = text.as_ptr();
                        (self.text, (&raw const chars).cast())
                    }
                };
                let dataset = ok(H5Dcreate2(
                    group,
                    name.as_ptr(),
                    kind,
                    self.scalar,
                    self.lcpl,
                    self.compact,
                    H5P_DEFAULT,
                ));
                ok(H5Dwrite(dataset, kind, H5S_ALL, H5S_ALL, H5P_DEFAULT, data));
                ok(H5Dclose(dataset));
            }
            ok(H5Gclose(group));
            ok(H5Fclose(file));
        }
    }

    /// Reads a map whose values may be of any type: each is asked what it is.
    pub fn read_map(&self, path: &Path) -> Vec<(CString, Scalar)> {
        // SAFETY: as the module says.
        unsafe {
            let file = self.open(path);
            let group = ok(H5Gopen2(file, c"map".as_ptr(), H5P_DEFAULT));
            let mut names: Vec<CString> = Vec::new();
            let mut at = 0;
            ok(H5Literate2(
                group,
                H5_index_t::H5_INDEX_CRT_ORDER,
                H5_iter_order_t::H5_ITER_INC,
                &raw mut at,
                Some(collect),
                (&raw mut names).cast(),
            ));
            let mut map = Vec::new();
            for name in names {
                let object = ok(H5Oopen(group, name.as_ptr(), H5P_DEFAULT));
                assert_eq!(H5Iget_type(object), H5I_type_t::H5I_DATASET);
                let space = ok(H5Dget_space(object));
                assert_eq!(H5Sget_simple_extent_type(space), H5S_class_t::H5S_SCALAR);
                ok(H5Sclose(space));
                let kind = ok(H5Dget_type(object));
                let value = self.read_scalar(object, kind);
                ok(H5Tclose(kind));
                ok(H5Oclose(object));
                map.push((name, value));
            }
            ok(H5Gclose(group));
            ok(H5Fclose(file));
            map
        }
    }

    fn read_scalar(&self, object: hid_t, kind: hid_t) -> Scalar {
        // SAFETY: as the module says.
        let read = |mem: hid_t, to: *mut c_void| unsafe {
            ok(H5Dread(object, mem, H5S_ALL, H5S_ALL, H5P_DEFAULT, to));
        };
        // SAFETY: as the module says.
        unsafe {
            match H5Tget_class(kind) {
                H5T_class_t::H5T_INTEGER => {
                    assert_eq!(
                        (H5Tget_size(kind), H5Tget_sign(kind)),
                        (8, H5T_sign_t::H5T_SGN_NONE)
                    );
                    let mut n = 0u64;
                    read(self.uint, (&raw mut n).cast());
                    Scalar::Int(n)
                }
                H5T_class_t::H5T_FLOAT => {
                    assert_eq!(H5Tget_size(kind), 8);
                    let mut x = 0f64;
                    read(self.double, (&raw mut x).cast());
                    Scalar::Float(x)
                }
                _ => {
                    assert!(H5Tis_variable_str(kind) > 0);
                    let mut text: *mut c_char = std::ptr::null_mut();
                    read(self.text, (&raw mut text).cast());
                    let copy = CStr::from_ptr(text).to_owned();
                    H5free_memory(text.cast());
                    Scalar::Text(copy)
                }
            }
        }
    }

    /// Writes doubles to a new chunked dataset.
    pub fn write_array(&self, path: &Path, shape: &[u64], chunk: &[u64], data: &[f64]) {
        assert_eq!(shape.iter().product::<u64>(), data.len() as u64);
        // SAFETY: as the module says.
        unsafe {
            let file = self.create(path);
            let max = vec![H5S_UNLIMITED; shape.len()];
            let rank = shape.len() as i32;
            let space = ok(H5Screate_simple(rank, shape.as_ptr(), max.as_ptr()));
            let dcpl = ok(H5Pcreate(*H5P_CLS_DATASET_CREATE));
            ok(H5Pset_chunk(dcpl, rank, chunk.as_ptr()));
            ok(H5Pset_obj_track_times(dcpl, 0));
            let dataset = ok(H5Dcreate2(
                file,
                c"x".as_ptr(),
                self.double,
                space,
                self.lcpl,
                dcpl,
                H5P_DEFAULT,
            ));
            ok(H5Dwrite(dataset, self.double, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.as_ptr().cast()));
            ok(H5Dclose(dataset));
            ok(H5Pclose(dcpl));
            ok(H5Sclose(space));
            ok(H5Fclose(file));
        }
    }

    /// Reads a dataset of doubles, by its path, into a buffer of its size.
    pub fn read_array(&self, path: &Path, name: &CStr, data: &mut [f64]) {
        // SAFETY: as the module says.
        unsafe {
            let file = self.open(path);
            let dataset = ok(H5Dopen2(file, name.as_ptr(), H5P_DEFAULT));
            let space = ok(H5Dget_space(dataset));
            assert_eq!(H5Sget_simple_extent_npoints(space), data.len() as i64);
            ok(H5Sclose(space));
            let to = data.as_mut_ptr().cast();
            ok(H5Dread(dataset, self.double, H5S_ALL, H5S_ALL, H5P_DEFAULT, to));
            ok(H5Dclose(dataset));
            ok(H5Fclose(file));
        }
    }
}

unsafe extern "C" fn collect(
    _group: hid_t,
    name: *const c_char,
    _info: *const H5L_info2_t,
    data: *mut c_void,
) -> i32 {
    // SAFETY: `data` is the vector that `read_map` passed.
    unsafe { (*data.cast::<Vec<CString>>()).push(CStr::from_ptr(name).to_owned()) };
    0
}
