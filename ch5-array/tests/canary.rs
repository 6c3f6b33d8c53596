//! Hostile files: what they refer to is not read, what they name is not run.
//!
//! Each file is looked at in a child, in every way the crate has; a shim logs what it opens.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::ffi::CString;
use std::fmt::Debug;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use ch5_array::{Block, File, Group, H5Mode, Object, Result};
use common::{Child, Ended};
use hdf5_sys::h5d::*;
use hdf5_sys::h5f::*;
use hdf5_sys::h5i::hid_t;
use hdf5_sys::h5l::{H5Lcreate_external, H5Lcreate_soft};
use hdf5_sys::h5p::*;
use hdf5_sys::h5s::*;
use hdf5_sys::h5t::H5T_STD_U8LE;
use hdf5_sys::h5z::H5Z_FLAG_OPTIONAL;

const SECRET: &str = "CANARY-5c0ffee5";
/// A filter that no build has.
const FILTER: i32 = 305;

// What children do.

fn tell(name: &str, what: Result<impl Debug>) {
    match what {
        Ok(value) => println!("{name}=ok {value:?}"),
        Err(error) => println!("{name}={:?} {error} / {error:?}", error.kind()),
    }
}

/// Everything that can be asked about a member of a group.
fn look(root: &Group, name: &str) {
    let read = |object: &Object| -> Result<String> {
        println!("{object:?} {:?}", object.attrs().names());
        let Object::Dataset(dataset) = object else {
            return Ok("a group".into());
        };
        println!("{} {:?}", dataset.dtype(), dataset.shape());
        println!("{:?} {:?}", dataset.chunks(), dataset.filters());
        println!("{:?}", dataset.identity());
        println!("{:?}", dataset.read_values(None));
        let whole = dataset.read_numbers::<u8>(None);
        if let [n, ..] = dataset.shape() {
            let part = dataset.read_numbers::<u8>(Some(&Block::new(&[0], &[*n])));
            assert_eq!(part.is_ok(), whole.is_ok());
        }
        Ok(String::from_utf8_lossy(&whole?).into_owned())
    };
    println!("{:?} {:?}", root.has(name), root.link_target(name));
    println!("{:?}", root.dataset(name).map(|d| d.storage_size()));
    println!("{:?}", root.group(name).and_then(|g| g.names()));
    println!("{:?}", root.try_open(name));
    tell(name, root.open(name).and_then(|object| read(&object)));
}

#[test]
fn child() {
    let Some((task, folder)) = common::task() else {
        return;
    };
    let path = folder.join("main.h5");
    let mut options = File::options();
    if let Ok(folder) = std::env::var("CH5_TEST_REACH") {
        options = options.reach(folder);
    }
    match task.as_str() {
        "read" | "plugins" => {
            let options = options.plugins(task == "plugins");
            let file = options.open(&path, H5Mode::Read).unwrap();
            let root = file.root().unwrap();
            for name in root.names().unwrap() {
                look(&root, &name);
            }
            look(&root, "link/x");
        }
        // In a file that is open for writing, everything is moved about.
        "write" => {
            let file = options.open(&path, H5Mode::ReadWrite).unwrap();
            let root = file.root().unwrap();
            for name in root.names().unwrap() {
                tell("copy", root.copy(&name, &root, &format!("{name}-copy")));
                tell("rename", root.rename(&name, &root, &format!("{name}-new")));
            }
            for name in root.names().unwrap() {
                look(&root, &name);
            }
            println!("{:?}", file.close());
        }
        _ => panic!("no task {task}"),
    }
}

// How the files are made: with the C library alone.

fn c(text: impl AsRef<Path>) -> CString {
    CString::new(text.as_ref().to_str().unwrap()).unwrap()
}

/// Makes a file; `f` gets its identifier.
fn make(path: &Path, f: impl FnOnce(hid_t)) {
    let _alone = common::alone();
    ch5_array::locked(|| {
        // SAFETY: the name is a C string that lives during the call.
        let file = unsafe { H5Fcreate(c(path).as_ptr(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT) };
        assert!(file > 0);
        f(file);
        // SAFETY: closing takes an identifier.
        assert!(unsafe { H5Fclose(file) } >= 0);
    });
}

/// A space of the length of the secret, or scalar.
fn space(scalar: bool) -> hid_t {
    let n = SECRET.len() as u64;
    // SAFETY: the calls take numbers and a pointer to one dimension.
    unsafe {
        if scalar {
            H5Screate(H5S_class_t::H5S_SCALAR)
        } else {
            H5Screate_simple(1, &n, std::ptr::null())
        }
    }
}

/// Makes a dataset of bytes; `prepare` gets its creation list.
fn dataset(file: hid_t, name: &str, space: hid_t, prepare: impl FnOnce(hid_t)) -> hid_t {
    // SAFETY: identifiers are valid, strings live during the calls.
    unsafe {
        let list = H5Pcreate(*H5P_CLS_DATASET_CREATE);
        prepare(list);
        let made = H5Dcreate2(
            file,
            c(name).as_ptr(),
            *H5T_STD_U8LE,
            space,
            H5P_DEFAULT,
            list,
            H5P_DEFAULT,
        );
        assert!(made > 0, "{name}");
        made
    }
}

/// A file with the secret as dataset `x`.
fn make_secret(path: &Path) {
    make(path, |file| {
        let x = dataset(file, "x", space(false), |_| ());
        // SAFETY: the buffer is as long as the dataset.
        unsafe {
            let data = SECRET.as_ptr().cast();
            assert!(H5Dwrite(x, *H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
            H5Dclose(x);
        }
    });
}

/// A dataset whose bytes lie in another file.
fn external_storage(file: hid_t, name: &str, target: &str, scalar: bool) {
    let size = if scalar { 1 } else { SECRET.len() as u64 };
    let made = dataset(file, name, space(scalar), |list| {
        // SAFETY: the name is a C string that lives during the call.
        assert!(unsafe { H5Pset_external(list, c(target).as_ptr(), 0, size) } >= 0);
    });
    // SAFETY: closing takes an identifier.
    unsafe { H5Dclose(made) };
}

/// A dataset that shows dataset `x` of another file.
fn virtual_dataset(file: hid_t, name: &str, target: &str) {
    view(file, name, target, "x");
}

fn view(file: hid_t, name: &str, target: &str, source: &str) {
    let made = dataset(file, name, space(false), |list| {
        let (all, x) = (space(false), c(source));
        // SAFETY: identifiers are valid, strings live during the call.
        let set = unsafe { H5Pset_virtual(list, all, c(target).as_ptr(), x.as_ptr(), all) };
        assert!(set >= 0);
    });
    // SAFETY: closing takes an identifier.
    unsafe { H5Dclose(made) };
}

fn external_link(file: hid_t, name: &str, target: &str, object: &str) {
    let (target, object, name) = (c(target), c(object), c(name));
    // SAFETY: strings live during the call.
    let made = unsafe {
        H5Lcreate_external(
            target.as_ptr(),
            object.as_ptr(),
            file,
            name.as_ptr(),
            H5P_DEFAULT,
            H5P_DEFAULT,
        )
    };
    assert!(made >= 0);
}

fn soft_link(file: hid_t, name: &str, target: &str) {
    let (target, name) = (c(target), c(name));
    // SAFETY: strings live during the call.
    let made =
        unsafe { H5Lcreate_soft(target.as_ptr(), file, name.as_ptr(), H5P_DEFAULT, H5P_DEFAULT) };
    assert!(made >= 0);
}

/// `inside/`, where `main.h5` lies and which may be allowed, and `outside/`.
struct Place {
    _folder: tempfile::TempDir,
    inside: PathBuf,
    outside: PathBuf,
}

impl Place {
    fn new(main: impl FnOnce(hid_t)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        let (inside, outside) = (real.join("inside"), real.join("outside"));
        for folder in [&inside, &outside] {
            std::fs::create_dir(folder).unwrap();
        }
        make(&inside.join("main.h5"), main);
        Self { _folder: folder, inside, outside }
    }

    /// Runs a child that stands in the folder inside.
    fn child(&self, task: &str) -> Child {
        Child::new(task, &self.inside).cwd(&self.inside).shim("n0")
    }

    fn reaching(&self, task: &str) -> Ended {
        let child = self.child(task).env("CH5_TEST_REACH", &self.inside);
        fine(child.run())
    }

    /// Asserts that nothing of the secret gets out, and that no file of that name is opened.
    fn keeps_secret(&self, ended: &Ended, names: &[&str]) {
        for name in names {
            let said = ended.said(name).unwrap_or_default();
            assert!(said.starts_with("Forbidden"), "{name}: {}", ended.output);
        }
        assert!(!ended.output.contains(SECRET), "{}", ended.output);
        let opened = ended.log.iter().find(|line| line.contains("secret"));
        assert_eq!(opened, None);
        let main = std::fs::read(self.inside.join("main.h5")).unwrap();
        let leaked = main.windows(SECRET.len()).any(|w| w == SECRET.as_bytes());
        assert!(!leaked, "the secret was copied into the file");
    }

    /// Looks at the file in all ways, with nothing allowed.
    fn refuses(&self, names: &[&str]) {
        self.keeps_secret(&fine(self.child("read").run()), names);
    }

    /// The same with the folder inside allowed, which is not where the secret lies.
    fn refuses_outside(&self, names: &[&str]) {
        self.refuses(names);
        self.keeps_secret(&self.reaching("read"), names);
    }

    /// Copies and renames everything in the file, then looks at that.
    fn copies_nothing(&self) {
        self.keeps_secret(&fine(self.child("write").run()), &[]);
        self.keeps_secret(&self.reaching("write"), &[]);
    }

    fn allows(&self, names: &[&str]) {
        let ended = self.reaching("read");
        for name in names {
            let wanted = format!("ok {SECRET:?}");
            assert_eq!(ended.said(name), Some(&*wanted), "{name}: {}", ended.output);
        }
        // What shows elsewhere that the secret was not opened would show it here.
        assert!(ended.log.iter().any(|line| line.contains("secret")));
    }
}

fn fine(ended: Ended) -> Ended {
    assert!(ended.is_fine(), "{ended:?}");
    ended
}

#[test]
fn filter_plugins_are_not_loaded() {
    let place = Place::new(|file| {
        let x = dataset(file, "x", space(false), |list| {
            let n = SECRET.len() as u64;
            // SAFETY: the calls take numbers and a pointer to one dimension.
            unsafe {
                assert!(H5Pset_chunk(list, 1, &n) >= 0);
                let none = std::ptr::null();
                assert!(H5Pset_filter(list, FILTER, H5Z_FLAG_OPTIONAL, 0, none) >= 0);
            }
        });
        // SAFETY: the buffer is as long as the size passed.
        unsafe {
            let (n, data) = (SECRET.len(), SECRET.as_ptr().cast());
            assert!(H5Dwrite_chunk(x, H5P_DEFAULT, 0, &0, n, data) >= 0);
            H5Dclose(x);
        }
    });
    // A plugin that decodes by doing nothing, and leaves a trace of being loaded.
    let trace = place.outside.join("trace");
    let source = format!(
        r#"
        #include <stddef.h>
        #include <stdio.h>
        static size_t same(unsigned f, size_t n, const unsigned *v, size_t bytes, size_t *size,
                           void **data) {{ return bytes; }}
        static const struct {{
            int version, id; unsigned encoder, decoder; const char *name;
            void *can_apply, *set_local; size_t (*filter)(unsigned, size_t, const unsigned *,
                                                          size_t, size_t *, void **);
        }} info = {{1, {FILTER}, 1, 1, "canary", NULL, NULL, same}};
        int H5PLget_plugin_type(void) {{ return 0; }}
        const void *H5PLget_plugin_info(void) {{ return &info; }}
        __attribute__((constructor)) static void loaded(void) {{ fclose(fopen({trace:?}, "w")); }}
        "#
    );
    common::compile(&place.outside, "canary", &source);
    let run = |task| {
        let child = place.child(task).env("HDF5_PLUGIN_PATH", &place.outside);
        fine(child.run())
    };
    for task in ["read", "write"] {
        let ended = run(task);
        assert!(!trace.exists(), "the plugin was loaded: {ended:?}");
        let opened = ended.log.iter().any(|line| line.contains("canary"));
        assert!(!opened, "{ended:?}");
        if task == "read" {
            assert!(ended.said("x").unwrap().starts_with("Unsupported"), "{ended:?}");
        }
    }
    // The writer has renamed the dataset and made a copy.
    let ended = run("plugins");
    assert!(trace.exists(), "the control did not load the plugin: {ended:?}");
    let wanted = format!("ok {SECRET:?}");
    assert_eq!(ended.said("x-new"), Some(&*wanted), "{ended:?}");
}

#[test]
fn external_storage_is_refused() {
    let main = |file| {
        external_storage(file, "x", "secret.txt", false);
        external_storage(file, "scalar", "secret.txt", true);
        soft_link(file, "soft", "/x");
    };
    let place = Place::new(main);
    let secret = place.inside.join("secret.txt");
    std::fs::write(&secret, SECRET).unwrap();
    place.refuses(&["x", "scalar", "soft"]);
    let place = Place::new(main);
    std::fs::write(place.inside.join("secret.txt"), SECRET).unwrap();
    place.allows(&["x", "soft"]);
    let ended = place.reaching("read");
    assert_eq!(ended.said("scalar"), Some("ok \"C\""), "{ended:?}");
}

#[test]
fn external_storage_outside_of_the_folder_is_refused() {
    for form in 0..3 {
        let place = Place::new(|_| ());
        let secret = place.outside.join("secret.txt");
        std::fs::write(&secret, SECRET).unwrap();
        symlink(&secret, place.inside.join("lnk")).unwrap();
        let target = match form {
            0 => "../outside/secret.txt",
            1 => secret.to_str().unwrap(),
            _ => "lnk",
        };
        make(&place.inside.join("main.h5"), |file| {
            external_storage(file, "x", target, false);
            external_storage(file, "scalar", target, true);
        });
        place.refuses_outside(&["x", "scalar"]);
        place.copies_nothing();
    }
}

#[test]
fn external_links_are_refused() {
    let main = |file| {
        external_link(file, "x", "secret.h5", "/x");
        external_link(file, "link", "secret.h5", "/");
        soft_link(file, "soft", "/x");
        soft_link(file, "deep", "link/x");
    };
    let place = Place::new(main);
    make_secret(&place.inside.join("secret.h5"));
    place.refuses(&["x", "link", "link/x", "soft", "deep"]);
    let place = Place::new(main);
    make_secret(&place.inside.join("secret.h5"));
    place.allows(&["x", "link/x"]);
}

#[test]
fn copies_do_not_follow_external_links() {
    let place = Place::new(|file| external_link(file, "x", "../outside/secret.h5", "/x"));
    make_secret(&place.outside.join("secret.h5"));
    place.copies_nothing();
}

#[test]
fn soft_links_lead_through_allowed_external_links() {
    let place = Place::new(|file| {
        external_link(file, "x", "secret.h5", "/x");
        external_link(file, "link", "secret.h5", "/");
        soft_link(file, "soft", "/x");
        soft_link(file, "deep", "link/x");
    });
    make_secret(&place.inside.join("secret.h5"));
    place.allows(&["soft", "deep"]);
}

#[test]
fn external_links_out_of_the_folder_are_refused() {
    for form in 0..3 {
        let place = Place::new(|_| ());
        let secret = place.outside.join("secret.h5");
        make_secret(&secret);
        symlink(&secret, place.inside.join("lnk.h5")).unwrap();
        let target = match form {
            0 => "../outside/secret.h5",
            1 => secret.to_str().unwrap(),
            _ => "lnk.h5",
        };
        make(&place.inside.join("main.h5"), |file| {
            external_link(file, "x", target, "/x");
            external_link(file, "link", target, "/");
            soft_link(file, "soft", "/x");
            soft_link(file, "deep", "link/x");
        });
        place.refuses_outside(&["x", "link", "link/x", "soft", "deep"]);
    }
}

#[test]
fn a_file_behind_an_allowed_link_is_held_to_the_same_policy() {
    let place = Place::new(|file| external_link(file, "x", "next.h5", "/x"));
    let secret = place.outside.join("secret.txt");
    std::fs::write(&secret, SECRET).unwrap();
    make(&place.inside.join("next.h5"), |file| {
        external_storage(file, "x", secret.to_str().unwrap(), false);
    });
    place.refuses_outside(&["x"]);
}

#[test]
fn external_links_in_a_circle_are_an_error() {
    let place = Place::new(|file| external_link(file, "x", "main.h5", "/x"));
    let ended = place.reaching("read");
    assert!(!ended.said("x").unwrap().starts_with("ok"), "{ended:?}");
}

#[test]
fn virtual_datasets_over_other_files_are_refused() {
    let main = |file| virtual_dataset(file, "x", "secret.h5");
    let place = Place::new(main);
    make_secret(&place.inside.join("secret.h5"));
    place.refuses(&["x"]);
    let place = Place::new(main);
    make_secret(&place.inside.join("secret.h5"));
    place.allows(&["x"]);
}

#[test]
fn virtual_datasets_over_files_out_of_the_folder_are_refused() {
    for form in 0..3 {
        let place = Place::new(|_| ());
        let secret = place.outside.join("secret.h5");
        make_secret(&secret);
        symlink(&secret, place.inside.join("lnk.h5")).unwrap();
        let target = match form {
            0 => "../outside/secret.h5",
            1 => secret.to_str().unwrap(),
            _ => "lnk.h5",
        };
        make(&place.inside.join("main.h5"), |file| virtual_dataset(file, "x", target));
        place.refuses_outside(&["x"]);
        place.copies_nothing();
    }
}

#[test]
fn numbered_files_of_virtual_datasets_are_refused_outside_of_the_folder() {
    // HDF5 puts a number in the place of %b.
    let place = Place::new(|file| {
        let n = SECRET.len() as u64;
        let made = dataset(file, "x", space(false), |list| {
            let (name, x) = (c("../outside/secret%b.h5"), c("x"));
            // SAFETY: identifiers are valid, strings and dimensions live during the calls.
            unsafe {
                let view = H5Screate_simple(1, &n, &u64::MAX);
                let select = H5S_seloper_t::H5S_SELECT_SET;
                let (start, count) = (0, u64::MAX);
                let set = H5Sselect_hyperslab(view, select, &start, &n, &count, &n);
                assert!(set >= 0);
                let source = space(false);
                let set = H5Pset_virtual(list, view, name.as_ptr(), x.as_ptr(), source);
                assert!(set >= 0);
            }
        });
        // SAFETY: closing takes an identifier.
        unsafe { H5Dclose(made) };
    });
    make_secret(&place.outside.join("secret0.h5"));
    place.refuses_outside(&["x"]);
}

#[test]
fn virtual_datasets_do_not_find_files_where_the_program_stands() {
    let place = Place::new(|file| virtual_dataset(file, "x", "secret.h5"));
    make_secret(&place.outside.join("secret.h5"));
    let child = place.child("read").cwd(&place.outside);
    let ended = fine(child.env("CH5_TEST_REACH", &place.inside).run());
    place.keeps_secret(&ended, &[]);
}

#[test]
fn external_storage_is_not_sought_where_the_program_stands() {
    let place = Place::new(|file| external_storage(file, "x", "secret.txt", false));
    std::fs::write(place.inside.join("secret.txt"), "in the allowed folder").unwrap();
    std::fs::write(place.outside.join("secret.txt"), SECRET).unwrap();
    let child = place.child("read").cwd(&place.outside);
    let ended = fine(child.env("CH5_TEST_REACH", &place.inside).run());
    assert!(!ended.output.contains(SECRET), "{}", ended.output);
}

#[test]
fn sources_of_a_virtual_dataset_are_held_to_the_same_policy() {
    let place = Place::new(|file| virtual_dataset(file, "x", "next.h5"));
    let secret = place.outside.join("secret.txt");
    std::fs::write(&secret, SECRET).unwrap();
    make(&place.inside.join("next.h5"), |file| {
        external_storage(file, "x", secret.to_str().unwrap(), false);
    });
    place.refuses_outside(&["x"]);
}

#[test]
fn sources_of_a_virtual_dataset_are_no_links_out_of_the_folder() {
    let place = Place::new(|file| virtual_dataset(file, "x", "next.h5"));
    let secret = place.outside.join("secret.h5");
    make_secret(&secret);
    make(&place.inside.join("next.h5"), |file| {
        external_link(file, "x", secret.to_str().unwrap(), "/x");
    });
    place.refuses_outside(&["x"]);
}

#[test]
fn views_of_the_same_file_do_not_lead_out_of_it() {
    let place = Place::new(|file| {
        external_storage(file, "source", "../outside/secret.txt", false);
        external_link(file, "link", "../outside/secret.h5", "/");
        soft_link(file, "soft", "/link/x");
        view(file, "x", ".", "source");
        view(file, "y", ".", "link/x");
        view(file, "z", ".", "soft");
    });
    make_secret(&place.outside.join("secret.h5"));
    std::fs::write(place.outside.join("secret.txt"), SECRET).unwrap();
    place.refuses_outside(&["source", "x"]);
}

#[test]
fn virtual_datasets_over_the_same_file_are_read() {
    let place = Place::new(|file| {
        let source = dataset(file, "source", space(false), |_| ());
        // SAFETY: the buffer is as long as the dataset.
        unsafe {
            let data = SECRET.as_ptr().cast();
            let all = H5S_ALL;
            assert!(H5Dwrite(source, *H5T_STD_U8LE, all, all, H5P_DEFAULT, data) >= 0);
            H5Dclose(source);
        }
        view(file, "view", ".", "source");
    });
    let ended = fine(place.child("read").run());
    let wanted = format!("ok {SECRET:?}");
    assert_eq!(ended.said("view"), Some(&*wanted), "{ended:?}");
}
