//! The driver through which HDF5 reads and writes files: its own one for local files, with four
//! differences.
//!
//! - A write that fails is noted, but HDF5 is told that it worked: its caches do not survive a
//!   failed write, closing the file crashes. ch5 asks for the note after each operation
//!   ([`Health`]); what was to be written is lost.
//! - In a file that is changed in place, new values of metadata that the file held before, and of
//!   texts (up to 64 MiB), stay in memory until HDF5 flushes. Then they are all written, or none if the process dies or the
//!   disk is full (`journal`). HDF5 itself writes them in order of address, which no order of
//!   calls can make safe.
//! - Such a file is cut off only when nothing in it refers to what is cut off.
//! - Files that HDF5 opens on the word of another file must lie in an allowed folder.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::{CStr, OsStr};
use std::fs::File;
use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{FromRawFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use hdf5_sys::h5f::{H5F_ACC_RDONLY, H5Fget_vfd_handle};
use hdf5_sys::h5fd::{H5FD_t, H5FDclose, H5FDopen, H5FDregister};
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5p::{H5P_CLS_FILE_ACCESS, H5P_DEFAULT, H5Pcreate, H5Pset_driver, H5Pset_fapl_sec2};
use libc::{c_char, c_int, c_uint, c_void, size_t};

use super::journal::{self, Change};
use super::pending::Pending;
use super::snapshot::Snapshot;
use super::{Id, check, locked, plist};
use crate::error::{Error, ErrorKind, Result};

/// Whether writing to a file has failed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health(Arc<OnceLock<(String, io::ErrorKind)>>);

impl Health {
    fn fail(&self, what: &str, error: &io::Error) {
        let _ = self.0.set((format!("{what}: {error}"), error.kind()));
    }

    fn failed(&self) -> bool {
        self.0.get().is_some()
    }

    /// The failure, if there was one.
    pub(crate) fn check(&self) -> Result<()> {
        let Some((what, kind)) = self.0.get() else {
            return Ok(());
        };
        let error = Error::new(ErrorKind::Io, what.clone());
        Err(match kind {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                error.help("make room and write again")
            }
            _ => error,
        })
    }
}

/// How a collection of texts begins ("Disk Format: Level 1E, Global Heap").
const COLLECTION: &[u8] = b"GCOL";
/// Bytes of collections that wait for the next state of a file, beyond which they are written over.
const TEXTS: usize = 64 << 20;

/// What the driver knows of an open file.
struct State {
    /// Lives as long as HDF5's file does.
    file: ManuallyDrop<File>,
    fd: RawFd,
    path: PathBuf,
    eof: u64,
    /// Where new data begins: what lies before is referred to by the file as it is on the disk.
    /// `None` if nobody needs the file should this process die.
    committed: Option<u64>,
    pending: Pending,
    /// Changes were begun and could not be completed; the journal will.
    torn: bool,
    health: Health,
    /// Raw data is among what is pending, and how many bytes of texts at most.
    held: bool,
    texts: usize,
    /// How often was written, counted before it is.
    writes: Arc<AtomicU64>,
}

impl State {
    fn write(&mut self, metadata: bool, at: u64, bytes: &[u8]) {
        self.writes.fetch_add(1, Ordering::SeqCst);
        let end = at + bytes.len() as u64;
        self.eof = self.eof.max(end);
        // Texts of variable length lie in collections that HDF5 takes for raw data; but what refers
        // to them may be metadata.
        let texts = !metadata && bytes.starts_with(COLLECTION) && self.texts < TEXTS;
        let keeps = metadata || texts || IN_PART.get();
        let kept = match self.committed {
            _ if self.health.failed() => bytes.len(),
            Some(committed) if keeps => bytes.len().min(committed.saturating_sub(at) as usize),
            _ => 0,
        };
        self.held |= kept > 0 && !metadata;
        self.texts += if texts { kept } else { 0 };
        let (keep, write) = bytes.split_at(kept);
        // Of what is lost, HDF5 may want to see its own structures again.
        if metadata || !self.health.failed() {
            self.pending.put(at, keep);
        }
        if write.is_empty() {
            return;
        }
        let at = at + kept as u64;
        self.pending.cut(at, end);
        if let Err(error) = self.file.write_all_at(write, at) {
            self.health.fail("writing failed", &error);
            if metadata {
                self.pending.put(at, write);
            }
        }
    }

    /// Gives the file the length `eoa`, if that is safe now.
    fn truncate(&mut self, eoa: u64) {
        let fits = eoa == self.eof || (eoa < self.eof && self.committed.is_some());
        if !fits && !self.health.failed() {
            if let Err(error) = self.file.set_len(eoa) {
                self.health.fail("making room failed", &error);
            }
            self.eof = eoa;
        }
    }

    /// Writes all that was kept, or nothing.
    fn commit(&mut self, eoa: u64) {
        if self.committed.is_none() || self.health.failed() {
            return;
        }
        let mut changes = Vec::new();
        for (&at, bytes) in &self.pending.0 {
            match Change::all(&self.file, at, bytes) {
                Ok(found) => changes.extend(found),
                Err(error) => return self.health.fail("reading failed", &error),
            }
        }
        match journal::apply(&self.path, &self.file, eoa, &changes) {
            Ok(()) => {
                self.pending.0.clear();
                (self.held, self.texts) = (false, 0);
                self.committed = Some(eoa);
            }
            Err(failed) => {
                self.torn = failed.torn;
                self.health.fail("writing failed", &failed.error);
            }
        }
    }

    fn finish(&mut self, eoa: u64) {
        self.commit(eoa);
        let Some(committed) = self.committed else {
            return;
        };
        // What is behind the end is of no use: space that was freed, or what a failed write left.
        if !self.torn && self.file.metadata().is_ok_and(|m| m.len() > committed) {
            let _ = self.file.set_len(committed);
        }
    }
}

type Callback = Option<unsafe extern "C" fn()>;

/// `H5FD_class_t`: its version 1, and that of 1.10 and 1.12, which has no version.
#[repr(C)]
#[derive(Clone, Copy)]
struct Class {
    #[cfg(hdf5_1_14)]
    version: c_uint,
    #[cfg(hdf5_1_14)]
    value: c_int,
    name: *const c_char,
    maxaddr: u64,
    close_degree: c_int,
    terminate: Callback,
    superblock: [Callback; 3],
    fapl_size: size_t,
    fapl: [Callback; 3],
    dxpl_size: size_t,
    dxpl: [Callback; 2],
    open: Option<unsafe extern "C" fn(*const c_char, c_uint, hid_t, u64) -> *mut H5FD_t>,
    close: Option<unsafe extern "C" fn(*mut H5FD_t) -> c_int>,
    cmp: Callback,
    query: Callback,
    type_map: Callback,
    alloc: [Callback; 2],
    get_eoa: Option<unsafe extern "C" fn(*const H5FD_t, c_int) -> u64>,
    set_eoa: Callback,
    get_eof: Option<unsafe extern "C" fn(*const H5FD_t, c_int) -> u64>,
    get_handle: Option<unsafe extern "C" fn(*mut H5FD_t, hid_t, *mut *mut c_void) -> c_int>,
    read:
        Option<unsafe extern "C" fn(*mut H5FD_t, c_int, hid_t, u64, size_t, *mut c_void) -> c_int>,
    write: Option<
        unsafe extern "C" fn(*mut H5FD_t, c_int, hid_t, u64, size_t, *const c_void) -> c_int,
    >,
    #[cfg(hdf5_1_14)]
    vectors: [Callback; 4],
    flush: Option<unsafe extern "C" fn(*mut H5FD_t, hid_t, bool) -> c_int>,
    truncate: Option<unsafe extern "C" fn(*mut H5FD_t, hid_t, bool) -> c_int>,
    lock: [Callback; 2],
    #[cfg(hdf5_1_14)]
    del: Callback,
    #[cfg(hdf5_1_14)]
    ctl: Callback,
    fl_map: [c_int; 7],
}

/// The type of raw data; everything else is metadata.
const RAW: c_int = 3;
/// Our number among file drivers: one of those for private use.
#[cfg(hdf5_1_14)]
const VALUE: c_int = 0x5c5;

/// What HDF5's own driver does.
struct Base {
    open: unsafe extern "C" fn(*const c_char, c_uint, hid_t, u64) -> *mut H5FD_t,
    close: unsafe extern "C" fn(*mut H5FD_t) -> c_int,
    get_eoa: unsafe extern "C" fn(*const H5FD_t, c_int) -> u64,
    get_handle: unsafe extern "C" fn(*mut H5FD_t, hid_t, *mut *mut c_void) -> c_int,
}

static BASE: OnceLock<Base> = OnceLock::new();

/// States of open files, by the address of HDF5's own.
fn states() -> MutexGuard<'static, HashMap<usize, State>> {
    static STATES: OnceLock<Mutex<HashMap<usize, State>>> = OnceLock::new();
    let states = STATES.get_or_init(Mutex::default);
    states.lock().unwrap_or_else(PoisonError::into_inner)
}

fn with<R>(file: *const H5FD_t, f: impl FnOnce(&mut State) -> R) -> Option<R> {
    states().get_mut(&(file as usize)).map(f)
}

/// The end of the space that HDF5 has given out.
fn eoa(file: *const H5FD_t) -> u64 {
    // SAFETY: HDF5 hands the file it got from `open`, which is the base driver's.
    BASE.get().map_or(0, |base| unsafe { (base.get_eoa)(file, 0) })
}

/// Folders that files opened by this process may reach.
fn folders() -> MutexGuard<'static, Vec<PathBuf>> {
    static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    FOLDERS.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    static OPENING: Cell<bool> = const { Cell::new(false) };
    static IN_PART: Cell<bool> = const { Cell::new(false) };
}

/// Lets `f` ask HDF5 to write a part of what it holds. That is no new state of a file that is
/// changed in place: nothing that it held before is written over, raw data neither, texts being
/// among that, as what refers to them may be metadata.
pub(crate) fn in_part<R>(f: impl FnOnce() -> R) -> R {
    IN_PART.set(true);
    let done = f();
    IN_PART.set(false);
    done
}

/// Lets HDF5 open the file that `f` asks it to open. Those that it opens on the word of another
/// file (links, virtual datasets) must lie in an allowed folder, whatever was checked before.
pub(crate) fn opening<R>(f: impl FnOnce() -> R) -> R {
    OPENING.set(true);
    let opened = f();
    OPENING.set(false);
    opened
}

/// Lets HDF5 open files in a folder on the word of other files.
pub(crate) fn allow(folder: &Path) {
    if let Ok(real) = folder.canonicalize() {
        let mut folders = folders();
        if !folders.contains(&real) {
            folders.push(real);
        }
    }
}

fn is_allowed(path: &Path) -> bool {
    let inside = |real: PathBuf| folders().iter().any(|folder| real.starts_with(folder));
    OPENING.get() || path.canonicalize().is_ok_and(inside)
}

unsafe extern "C" fn open(
    name: *const c_char,
    flags: c_uint,
    fapl: hid_t,
    maxaddr: u64,
) -> *mut H5FD_t {
    let Some(base) = BASE.get() else {
        return std::ptr::null_mut();
    };
    // SAFETY: the arguments are passed on as HDF5 gave them; `name` is a C string; the handle
    // that the base driver answers with points to its file descriptor.
    unsafe {
        let path = Path::new(OsStr::from_bytes(CStr::from_ptr(name).to_bytes()));
        if !is_allowed(path) {
            return std::ptr::null_mut();
        }
        let file = (base.open)(name, flags, fapl, maxaddr);
        let mut handle = std::ptr::null_mut::<c_void>();
        if file.is_null() || (base.get_handle)(file, H5P_DEFAULT, &mut handle) < 0 {
            return file;
        }
        let fd = *handle.cast::<RawFd>();
        // A child of this process must not keep the file locked.
        libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC);
        let local = ManuallyDrop::new(File::from_raw_fd(fd));
        let state = State {
            eof: local.metadata().map_or(0, |m| m.len()),
            file: local,
            fd,
            path: path.to_owned(),
            committed: None,
            pending: Pending::default(),
            torn: false,
            health: Health::default(),
            held: false,
            texts: 0,
            writes: Arc::default(),
        };
        states().insert(file as usize, state);
        file
    }
}

unsafe extern "C" fn close(file: *mut H5FD_t) -> c_int {
    let state = states().remove(&(file as usize));
    if let Some(mut state) = state {
        state.finish(eoa(file));
        // A process that is being started has copies of all descriptors for a moment, and with
        // them the lock, which would outlive this one.
        // SAFETY: the descriptor is open until the base driver closes it.
        unsafe { libc::flock(state.fd, libc::LOCK_UN) };
    }
    // SAFETY: the file is the base driver's.
    BASE.get().map_or(-1, |base| unsafe { (base.close)(file) })
}

unsafe extern "C" fn get_eof(file: *const H5FD_t, _type: c_int) -> u64 {
    with(file, |state| state.eof).unwrap_or(u64::MAX)
}

unsafe extern "C" fn read(
    file: *mut H5FD_t,
    _type: c_int,
    _dxpl: hid_t,
    at: u64,
    size: size_t,
    buffer: *mut c_void,
) -> c_int {
    let mut states = states();
    let Some(state) = states.get_mut(&(file as usize)) else {
        return -1;
    };
    // SAFETY: HDF5 passes a buffer of `size` bytes for this call alone. They become a slice when
    // all of them have a value: from the file, or zero beyond its end.
    let buffer = unsafe {
        let Ok(n) = read_at(state.fd, at, buffer.cast(), size) else {
            return -1;
        };
        std::ptr::write_bytes(buffer.cast::<u8>().add(n), 0, size - n);
        std::slice::from_raw_parts_mut(buffer.cast::<u8>(), size)
    };
    state.pending.overlay(at, buffer);
    0
}

/// Reads up to the end of the file; the answer is the number of bytes.
///
/// # Safety
///
/// `buffer` is valid for writing `size` bytes; they need not have a value.
unsafe fn read_at(fd: RawFd, at: u64, buffer: *mut u8, size: usize) -> io::Result<usize> {
    let mut done = 0;
    while done < size {
        let offset = libc::off_t::try_from(at + done as u64).map_err(io::Error::other)?;
        // SAFETY: the bytes from `done` to `size` are within the buffer.
        let n = unsafe { libc::pread(fd, buffer.add(done).cast(), size - done, offset) };
        match usize::try_from(n) {
            Ok(0) => break,
            Ok(n) => done += n,
            Err(_) => {
                let error = io::Error::last_os_error();
                if error.kind() != io::ErrorKind::Interrupted {
                    return Err(error);
                }
            }
        }
    }
    Ok(done)
}

unsafe extern "C" fn write(
    file: *mut H5FD_t,
    kind: c_int,
    _dxpl: hid_t,
    at: u64,
    size: size_t,
    buffer: *const c_void,
) -> c_int {
    // SAFETY: HDF5 passes a buffer of `size` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(buffer.cast::<u8>(), size) };
    with(file, |state| state.write(kind != RAW, at, bytes)).map_or(-1, |()| 0)
}

unsafe extern "C" fn flush(file: *mut H5FD_t, _dxpl: hid_t, _closing: bool) -> c_int {
    if IN_PART.get() {
        return 0;
    }
    let end = eoa(file);
    with(file, |state| state.commit(end)).map_or(-1, |()| 0)
}

unsafe extern "C" fn truncate(file: *mut H5FD_t, _dxpl: hid_t, _closing: bool) -> c_int {
    let end = eoa(file);
    with(file, |state| state.truncate(end)).map_or(-1, |()| 0)
}

/// Makes all files that ch5 opens use the driver, where this HDF5 has the interface for it.
pub(crate) fn install() -> Result<()> {
    static DRIVER: OnceLock<Option<Id>> = OnceLock::new();
    if DRIVER.get().is_some() {
        return Ok(());
    }
    locked(|| {
        if DRIVER.get().is_none() {
            let driver = register()?;
            if let Some(driver) = &driver {
                let fapl = plist::plists()?.fapl.raw();
                // SAFETY: see the invariants of `sys`; the driver has no settings.
                check(unsafe { H5Pset_driver(fapl, driver.raw(), std::ptr::null()) })?;
            }
            let _ = DRIVER.set(driver);
        }
        Ok(())
    })
}

/// Registers the driver; `None` if this HDF5 has another interface for drivers.
fn register() -> Result<Option<Id>> {
    // SAFETY: see the invariants of `sys`. The class of the base driver is read while a file of
    // it is open. Since 1.14 it begins with the version of its layout, which is checked, and has
    // the size of `Class`; the layout of 1.10 and 1.12 is final.
    unsafe {
        let fapl = Id::own(H5Pcreate(*H5P_CLS_FILE_ACCESS))?;
        check(H5Pset_fapl_sec2(fapl.raw()))?;
        let file = H5FDopen(c"/dev/null".as_ptr(), H5F_ACC_RDONLY, fapl.raw(), u64::MAX);
        if file.is_null() {
            return Ok(None);
        }
        let mut class = *(*file).cls.cast::<Class>();
        H5FDclose(file);
        let (Some(base_open), Some(base_close), Some(get_eoa), Some(get_handle)) =
            (class.open, class.close, class.get_eoa, class.get_handle)
        else {
            return Ok(None);
        };
        #[cfg(hdf5_1_14)]
        {
            if class.version != 1 || class.vectors.iter().any(Option::is_some) {
                return Ok(None);
            }
            class.value = VALUE;
        }
        let _ = BASE.set(Base { open: base_open, close: base_close, get_eoa, get_handle });
        class.name = c"ch5".as_ptr();
        class.open = Some(open);
        class.close = Some(close);
        class.get_eof = Some(get_eof);
        class.read = Some(read);
        class.write = Some(write);
        class.flush = Some(flush);
        class.truncate = Some(truncate);
        Id::own(H5FDregister((&raw const class).cast())).map(Some)
    }
}

fn with_open<R>(file: hid_t, f: impl FnOnce(usize, &mut State) -> R) -> Option<R> {
    let mut handle = std::ptr::null_mut::<c_void>();
    // SAFETY: see the invariants of `sys`; the handle of a local file points to its descriptor.
    let fd = unsafe {
        if H5Fget_vfd_handle(file, H5P_DEFAULT, &mut handle) < 0 || handle.is_null() {
            return None;
        }
        *handle.cast::<RawFd>()
    };
    let mut states = states();
    let (address, state) = states.iter_mut().find(|(_, state)| state.fd == fd)?;
    Some(f(*address, state))
}

/// The health of an open file; `None` if it was not opened through this driver.
pub(crate) fn health(file: &Id) -> Option<Health> {
    locked(|| with_open(file.raw(), |_, state| state.health.clone()))
}

/// A further handle on an open file, whatever its path leads to by now; `None` if it was not opened
/// through this driver, or some of its data is lost or waits to be written.
pub(crate) fn snapshot(file: hid_t, may_change: bool) -> Option<Snapshot> {
    let of = |address: usize, state: &mut State| {
        let whole = !state.held && !state.health.failed();
        let file = if whole { state.file.try_clone().ok() } else { None }?;
        let writes = state.writes.clone();
        let seen = writes.load(Ordering::SeqCst);
        let end = may_change.then(|| eoa(address as *const H5FD_t));
        Some(Snapshot { file, end, writes, seen })
    };
    locked(|| with_open(file, of).flatten())
}

/// From now on the file is changed in place: its content on the disk is at any time what it was
/// at the last flush.
pub(crate) fn protect(file: &Id) {
    locked(|| {
        with_open(file.raw(), |address, state| {
            if state.committed.is_none() {
                state.committed = Some(eoa(address as *const H5FD_t));
            }
        })
    });
}
