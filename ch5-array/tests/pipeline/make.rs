//! Datasets that ch5 does not write: other byte orders, user blocks, masks of filters. Made with
//! the C library, under the lock that ch5 uses.

use std::ffi::CString;
use std::path::Path;

use ch5_array::hdf5::sync::sync;
use hdf5_sys::h5d::*;
use hdf5_sys::h5f::*;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5p::*;
use hdf5_sys::h5s::*;
use hdf5_sys::h5t::*;

pub(crate) const LZF: i32 = 32000;
const ZSTD: i32 = 32015;

/// Types of numbers.
pub(crate) const TYPES: [&str; 14] = [
    "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f16", "f32", "f64", "c64", "c128",
    "bool",
];

/// A filter that is added to a creation list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    Shuffle,
    Gzip,
    Lzf,
    Zstd,
    Fletcher32,
}

#[derive(Debug, Clone)]
pub(crate) struct New<'a> {
    pub name: &'a str,
    pub dtype: &'a str,
    pub big: bool,
    pub shape: &'a [u64],
    /// `None` for contiguous ones.
    pub chunk: Option<&'a [u64]>,
    pub filters: &'a [Filter],
    pub fill: Option<f64>,
    /// Chunks that the shape cuts off are not filtered.
    pub spare_edges: bool,
}

impl<'a> New<'a> {
    /// Little-endian numbers in one piece.
    pub(crate) fn of(name: &'a str, dtype: &'a str, shape: &'a [u64]) -> Self {
        let (big, chunk, filters, fill, spare_edges) = (false, None, &[][..], None, false);
        Self { name, dtype, big, shape, chunk, filters, fill, spare_edges }
    }
}

/// A new file that is open.
pub(crate) struct Maker(hid_t);

impl Drop for Maker {
    fn drop(&mut self) {
        // SAFETY: the file was opened by `new`.
        sync(|| unsafe { H5Fclose(self.0) });
    }
}

/// A type of numbers, in one of the byte orders.
///
/// # Safety
///
/// Only under the lock.
unsafe fn dtype(name: &str, big: bool) -> hid_t {
    // SAFETY: the types are the library's; names are C strings.
    unsafe {
        let part = |name: &str, size: usize| {
            let id = H5Tcreate(H5T_class_t::H5T_COMPOUND, 2 * size);
            for (i, member) in [c"r", c"i"].iter().enumerate() {
                H5Tinsert(id, member.as_ptr(), i * size, dtype(name, big));
            }
            id
        };
        let id = match name {
            "i8" => H5Tcopy(*H5T_NATIVE_INT8),
            "i16" => H5Tcopy(*H5T_NATIVE_INT16),
            "i32" => H5Tcopy(*H5T_NATIVE_INT32),
            "i64" => H5Tcopy(*H5T_NATIVE_INT64),
            "u8" => H5Tcopy(*H5T_NATIVE_UINT8),
            "u16" => H5Tcopy(*H5T_NATIVE_UINT16),
            "u32" => H5Tcopy(*H5T_NATIVE_UINT32),
            "u64" => H5Tcopy(*H5T_NATIVE_UINT64),
            "f32" => H5Tcopy(*H5T_NATIVE_FLOAT),
            "f64" => H5Tcopy(*H5T_NATIVE_DOUBLE),
            "f16" => {
                let id = H5Tcopy(*H5T_NATIVE_FLOAT);
                H5Tset_fields(id, 15, 10, 5, 0, 10);
                H5Tset_size(id, 2);
                H5Tset_ebias(id, 15);
                id
            }
            "c64" => return part("f32", 4),
            "c128" => return part("f64", 8),
            "bool" => {
                let id = H5Tenum_create(*H5T_NATIVE_INT8);
                H5Tenum_insert(id, c"FALSE".as_ptr(), [0u8].as_ptr().cast());
                H5Tenum_insert(id, c"TRUE".as_ptr(), [1u8].as_ptr().cast());
                return id;
            }
            other => panic!("{other}"),
        };
        H5Tset_order(id, if big { H5T_order_t::H5T_ORDER_BE } else { H5T_order_t::H5T_ORDER_LE });
        id
    }
}

impl Maker {
    pub(crate) fn new(path: &Path, user_block: u64) -> Self {
        Self::with(path, user_block, false)
    }

    /// In the format of HDF5 1.10 on, or the older one.
    pub(crate) fn with(path: &Path, user_block: u64, newer: bool) -> Self {
        ch5_array::File::scratch().unwrap();
        let path = CString::new(path.to_str().unwrap()).unwrap();
        // SAFETY: the path is a C string.
        Self(sync(|| unsafe {
            let list = H5Pcreate(*H5P_CLS_FILE_CREATE);
            assert!(H5Pset_userblock(list, user_block) >= 0);
            let access = H5Pcreate(*H5P_CLS_FILE_ACCESS);
            if newer {
                let latest = H5F_libver_t::H5F_LIBVER_V110;
                assert!(H5Pset_libver_bounds(access, latest, latest) >= 0);
            }
            let file = H5Fcreate(path.as_ptr(), H5F_ACC_TRUNC, list, access);
            assert!(file >= 0);
            file
        }))
    }

    /// A dataset without data.
    pub(crate) fn dataset(&self, new: &New<'_>) -> hid_t {
        let name = CString::new(new.name).unwrap();
        let rank = new.shape.len() as i32;
        // SAFETY: slices have as many elements as the rank says.
        sync(|| unsafe {
            let list = H5Pcreate(*H5P_CLS_DATASET_CREATE);
            if let Some(chunk) = new.chunk {
                assert_eq!(chunk.len(), new.shape.len());
                H5Pset_chunk(list, rank, chunk.as_ptr());
                if new.spare_edges {
                    assert!(H5Pset_chunk_opts(list, 2) >= 0);
                }
            }
            for filter in new.filters {
                let done = match filter {
                    Filter::Shuffle => H5Pset_shuffle(list),
                    Filter::Gzip => H5Pset_deflate(list, 4),
                    Filter::Lzf => H5Pset_filter(list, LZF, 1, 0, std::ptr::null()),
                    Filter::Zstd => H5Pset_filter(list, ZSTD, 0, 0, std::ptr::null()),
                    Filter::Fletcher32 => H5Pset_fletcher32(list),
                };
                assert!(done >= 0, "{filter:?}");
            }
            let dtype = dtype(new.dtype, new.big);
            if let Some(fill) = new.fill {
                let of = [fill, -fill];
                let mem = mem(new.dtype);
                assert!(H5Pset_fill_value(list, mem, of.as_ptr().cast()) >= 0);
            }
            let space = H5Screate_simple(rank, new.shape.as_ptr(), std::ptr::null());
            let id =
                H5Dcreate2(self.0, name.as_ptr(), dtype, space, H5P_DEFAULT, list, H5P_DEFAULT);
            assert!(id >= 0, "{new:?}");
            id
        })
    }

    /// Writes the first `rows` rows of a dataset, and closes it.
    pub(crate) fn write(&self, new: &New<'_>, rows: u64) {
        let id = self.dataset(new);
        let mut count = new.shape.to_vec();
        count[0] = rows;
        let start = vec![0u64; count.len()];
        let len = count.iter().product::<u64>();
        let truth = new.dtype == "bool";
        let values: Vec<f64> =
            (0..2 * len).map(|i| (i * 7919 % 1009) as f64 * 3.75 - 900.5).collect();
        let truths: Vec<u8> = (0..len).map(|i| u8::from(i % 3 == 0)).collect();
        // SAFETY: the buffer has an element for each that is selected, of the type that is given.
        sync(|| unsafe {
            let file = H5Dget_space(id);
            let rank = count.len() as i32;
            let null = std::ptr::null();
            H5Sselect_hyperslab(
                file,
                H5S_seloper_t::H5S_SELECT_SET,
                start.as_ptr(),
                null,
                count.as_ptr(),
                null,
            );
            let memory = H5Screate_simple(rank, count.as_ptr(), null);
            let data = if truth { truths.as_ptr().cast() } else { values.as_ptr().cast() };
            assert!(H5Dwrite(id, mem(new.dtype), memory, file, H5P_DEFAULT, data) >= 0);
        });
        close(id);
    }
}

/// Writes a chunk as it is, with filters left out, and closes the dataset.
pub(crate) fn write_chunk(id: hid_t, offset: &[u64], mask: u32, bytes: &[u8]) {
    // SAFETY: the offset has an element for each dimension; the length is passed.
    let done = sync(|| unsafe {
        H5Dwrite_chunk(id, H5P_DEFAULT, mask, offset.as_ptr(), bytes.len(), bytes.as_ptr().cast())
    });
    assert!(done >= 0);
}

pub(crate) fn close(id: hid_t) {
    // SAFETY: HDF5 checks the identifier.
    sync(|| unsafe { H5Dclose(id) });
}

/// What values are given as.
///
/// # Safety
///
/// Only under the lock.
unsafe fn mem(name: &str) -> hid_t {
    // SAFETY: as the caller promises.
    unsafe {
        dtype(
            match name {
                "bool" => "bool",
                "c64" | "c128" => "c128",
                _ => "f64",
            },
            cfg!(target_endian = "big"),
        )
    }
}
