//! Whole-file commits: a file has its old content or its new content, never a mixture.
//!
//! New content is written to a hidden file beside the target, checked, brought to the disk and
//! put in the target's place by one rename. That holds when the process is killed, when the disk
//! is full and when the power fails. A killed process leaves its stage behind: a file named
//! `.NAME.ch5-PID-N.tmp`, which may be deleted.
//!
//! The stage needs room for a second copy of the file. Changes in place ([`Group::swap`]) do not,
//! but survive less.
//!
//! [`Group::swap`]: crate::Group::swap

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind, Result};
use crate::storage::{File, H5Mode, OpenOptions, expand, lock, recover_locked};

/// How long to wait for another process to finish with the file.
const PATIENCE: Duration = Duration::from_millis(80);
/// How often to look.
const PAUSE: Duration = Duration::from_millis(2);

/// Writes new content to a file, which replaces what was there or creates the file.
///
/// On an error or panic of `write` the file is as it was. Handles of the staged file that outlive
/// `write` are closed. Readers that have the old file open keep reading the old content.
///
/// Symbolic links are followed; the new file keeps the permissions of the old one and, where this
/// process may set it, the owner. Further hard links keep the old content.
///
/// # Errors
///
/// Those of `write`; [`ErrorKind::Locked`] while somebody else writes to the file;
/// [`ErrorKind::Io`] for a full disk and for files this process may not write to. The error
/// names the file, not the stage.
///
/// ```
/// use ch5_array::{File, H5Mode, OpenOptions, commit};
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("run.h5");
/// let options = OpenOptions::default();
/// commit::save(&path, &options, |file| file.root()?.put_text("title", "Run 7"))?;
/// let failed = commit::save(&path, &options, |file| {
///     file.root()?.put_text("title", "Run 8")?;
///     file.array("frames").map(drop)                         // there is none
/// });
/// assert!(failed.unwrap_err().is_not_found());
/// let title = File::open(&path, H5Mode::Read)?.root()?.dataset("title")?;
/// assert_eq!(title.read_texts(None)?.get(0), Some("Run 7"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save<R>(
    path: impl AsRef<Path>,
    options: &OpenOptions,
    write: impl FnOnce(&File) -> Result<R>,
) -> Result<R> {
    let path = expand(path.as_ref());
    let name = path.display().to_string();
    let done = (|| {
        let target = resolve(&path)?;
        // Shared: readers may have the file open, as they keep the old content. A writer may not.
        let original = match Original::lock(&target, false) {
            Ok(original) => Some(original),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        };
        let stage = Stage::create(&target, original.as_ref())?;
        stage.run(&name, options, H5Mode::Truncate, original, write)
    })();
    done.map_err(|e| e.at(name, ""))
}

/// Edits a copy of a file, which then replaces the file.
///
/// The file is locked meanwhile: updates by several processes come one after the other and none
/// is lost. HDF5 takes the same lock, so whoever has the file open with it, even for reading, is
/// noticed, and nobody can open the file until the update is done. The copy costs no time and
/// space where the file system can share extents (Btrfs, XFS).
///
/// On an error or panic of `edit` the file is as it was; the rest is as for [`save`].
///
/// # Errors
///
/// Those of `edit`; [`ErrorKind::NotFound`] if there is no file; [`ErrorKind::Locked`] if
/// somebody else has it open for longer than 80 ms; [`ErrorKind::Io`] as for [`save`].
///
/// ```
/// use ch5_array::{OpenOptions, commit};
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("run.h5");
/// let options = OpenOptions::default();
/// commit::save(&path, &options, |file| file.root()?.attrs().write_numbers("n", &[], &[1u64]))?;
/// let n = commit::update(&path, &options, |file| {
///     let root = file.root()?;
///     let n = root.attrs().number("n")?.unwrap_or(0) + 1;
///     root.attrs().write_numbers("n", &[], &[n])?;
///     Ok(n)
/// })?;
/// assert_eq!(n, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn update<R>(
    path: impl AsRef<Path>,
    options: &OpenOptions,
    edit: impl FnOnce(&File) -> Result<R>,
) -> Result<R> {
    let path = expand(path.as_ref());
    let name = path.display().to_string();
    let done = (|| {
        let target = resolve(&path)?;
        let original = Original::lock(&target, true)?;
        recover_locked(&target, &original.file)?;
        let stage = Stage::create(&target, Some(&original))?;
        copy(&original.file, &stage.file)?;
        stage.run(&name, options, H5Mode::ReadWrite, Some(original), edit)
    })();
    done.map_err(|e| e.at(name, ""))
}

/// The file that a path means after all symbolic links, whether it exists or not.
fn resolve(path: &Path) -> Result<PathBuf> {
    const MAX_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Some(name) = path.file_name() else {
            return Err(Error::new(ErrorKind::Io, "")
                .expected("the name of a file")
                .found("a folder"));
        };
        let folder = folder_of(&path).canonicalize()?;
        let here = folder.join(name);
        match fs::read_link(&here) {
            Ok(target) => path = folder.join(target),
            Err(_) => return Ok(here),
        }
    }
    Err(Error::new(ErrorKind::Io, "too many symbolic links"))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The file that is to be replaced, locked as long as this lives.
struct Original {
    file: fs::File,
    metadata: fs::Metadata,
}

impl Original {
    fn lock(path: &Path, exclusive: bool) -> Result<Self> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let is_file = fs::metadata(path)?.is_file();
            if !is_file {
                return Err(Error::new(ErrorKind::Io, "")
                    .expected("a regular file")
                    .found("something else"));
            }
            // Opened for writing although nothing is written to it: who may not write to the
            // file may not replace it either.
            let file = fs::File::options().read(true).write(true).open(path)?;
            if lock::try_lock(&file, exclusive)? {
                let original = Self { metadata: file.metadata()?, file };
                // Whoever held the lock before may have put another file in its place.
                if original.is_at(path) {
                    return Ok(original);
                }
            }
            if Instant::now() >= deadline {
                return Err(Error::new(
                    ErrorKind::Locked,
                    "another process or handle has the file open",
                )
                .help("close it there, or try again later"));
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn is_at(&self, path: &Path) -> bool {
        fs::metadata(path)
            .is_ok_and(|now| (now.dev(), now.ino()) == (self.metadata.dev(), self.metadata.ino()))
    }
}

/// A file beside the target that will take its place, or vanish.
struct Stage {
    path: PathBuf,
    target: PathBuf,
    /// Open from before the first write, so that syncing it tells of every failed one.
    file: fs::File,
    /// The same file, open with HDF5.
    open: Option<File>,
    kept: bool,
}

impl Stage {
    fn create(target: &Path, original: Option<&Original>) -> Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        // A name is at most 255 bytes long, a character at most 4.
        let name: String = name.chars().take(50).collect();
        // Nobody may read the stage who may not read the original.
        let mode = original.map_or(0o666, |o| o.metadata.mode() & 0o777 | 0o600);
        loop {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let path =
                target.with_file_name(format!(".{name}.ch5-{}-{number}.tmp", std::process::id()));
            let opened =
                fs::File::options().read(true).write(true).create_new(true).mode(mode).open(&path);
            match opened {
                Ok(file) => {
                    return Ok(Self {
                        path,
                        target: target.to_owned(),
                        file,
                        open: None,
                        kept: false,
                    });
                }
                // Left behind by a killed process of the same number.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Runs `edit` on the stage and puts it in the target's place.
    fn run<R>(
        mut self,
        name: &str,
        options: &OpenOptions,
        mode: H5Mode,
        original: Option<Original>,
        edit: impl FnOnce(&File) -> Result<R>,
    ) -> Result<R> {
        let options = options.clone().staged();
        let file = options.open_at(&self.path, name, mode)?;
        self.open = Some(file.clone());
        let result = edit(&file)?;
        self.open = None;
        file.close()?;
        let check = options.open_at(&self.path, name, H5Mode::Read)?;
        check.root()?.names()?;
        check.close()?;
        if let Some(original) = &original {
            self.resemble(&original.metadata)?;
        }
        self.file.sync_all()?;
        self.replace(original.as_ref())?;
        Ok(result)
    }

    /// Gives the stage the owner and the permissions of the original.
    fn resemble(&self, original: &fs::Metadata) -> Result<()> {
        let now = self.file.metadata()?;
        if (now.uid(), now.gid()) != (original.uid(), original.gid()) {
            // Only a privileged process may give files away; others keep them.
            let owner =
                std::os::unix::fs::fchown(&self.file, Some(original.uid()), Some(original.gid()));
            if owner.is_err() {
                let _ = std::os::unix::fs::fchown(&self.file, None, Some(original.gid()));
            }
        }
        let mode = fs::Permissions::from_mode(original.mode() & 0o7777);
        Ok(self.file.set_permissions(mode)?)
    }

    fn replace(&mut self, original: Option<&Original>) -> Result<()> {
        if original.is_some_and(|o| !o.is_at(&self.target)) {
            return Err(Error::new(
                ErrorKind::Locked,
                "another program replaced the file meanwhile",
            )
            .help("try again"));
        }
        fs::rename(&self.path, &self.target)?;
        self.kept = true;
        let synced = fs::File::open(folder_of(&self.target)).and_then(|folder| folder.sync_all());
        match synced {
            // Some file systems cannot sync a folder.
            Err(e) if e.kind() != io::ErrorKind::InvalidInput => {
                let what = "the new content is in place, but might be lost if the power fails";
                Err(Error::new(ErrorKind::Io, format!("{what}: {e}")).because(e))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
        if let Some(file) = self.open.take() {
            let _ = file.close();
        }
    }
}

/// Fills an empty file with the content of another.
fn copy(from: &fs::File, to: &fs::File) -> Result<()> {
    if !lock::share_extents(from, to) {
        io::copy(&mut &*from, &mut &*to)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::storage::{DType, NewDataset};

    fn options() -> OpenOptions {
        OpenOptions::default()
    }

    fn set(n: u64) -> impl Fn(&File) -> Result<()> {
        move |file| file.root()?.attrs().write_numbers("n", &[], &[n])
    }

    fn get(path: &Path) -> u64 {
        let file = File::open(path, H5Mode::Read).unwrap();
        file.root().unwrap().attrs().number("n").unwrap().unwrap()
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.h5");
        (folder, path)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn creates_replaces_and_edits() {
        let (folder, path) = folder();
        save(&path, &options(), set(1)).unwrap();
        assert_eq!(get(&path), 1);
        save(&path, &options(), |file| {
            assert!(file.is_staged());
            assert_eq!(get(&path), 1);
            assert_eq!(names(folder.path()).len(), 2);
            set(2)(file)
        })
        .unwrap();
        let seen = update(&path, &options(), |file| {
            assert!(file.is_staged());
            let n = file.root()?.attrs().number("n")?;
            set(3)(file)?;
            Ok(n)
        });
        assert_eq!(seen.unwrap(), Some(2));
        assert_eq!(get(&path), 3);
        assert_eq!(names(folder.path()), ["a.h5"]);
    }

    #[test]
    fn an_update_needs_a_file() {
        let (folder, path) = folder();
        let error = update(&path, &options(), set(1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert_eq!(error.file(), path.to_str().unwrap());
        assert!(update(folder.path(), &options(), set(1)).is_err());
        assert!(save(folder.path(), &options(), set(1)).is_err());
        assert!(save(folder.path().join(".."), &options(), set(1)).is_err());
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn an_error_or_panic_leaves_the_file_as_it_was() {
        let (folder, path) = folder();
        save(&path, &options(), set(1)).unwrap();
        let before = fs::read(&path).unwrap();
        let fail = |file: &File| {
            set(2)(file)?;
            file.root()?.dataset("missing").map(|_| ())
        };
        fn give_up(file: &File) -> Result<()> {
            set(2)(file).unwrap();
            panic!("given up")
        }
        for error in [
            save(&path, &options(), fail).unwrap_err(),
            update(&path, &options(), fail).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::NotFound);
            assert_eq!((error.file(), error.path()), (path.to_str().unwrap(), "/missing"));
        }
        let path = &path;
        for update_it in [false, true] {
            let panicked = std::panic::catch_unwind(|| {
                if update_it {
                    update(path, &options(), give_up)
                } else {
                    save(path, &options(), give_up)
                }
            });
            assert!(panicked.is_err());
        }
        assert_eq!(names(folder.path()), ["a.h5"]);
        assert_eq!(fs::read(path).unwrap(), before);
        update(path, &options(), set(2)).unwrap();
    }

    #[test]
    fn handles_do_not_outlive_the_stage() {
        let (_folder, path) = folder();
        let mut kept = None;
        save(&path, &options(), |file| {
            let new = NewDataset::new(DType::U64, &[3]);
            let dataset = file.root()?.create_dataset("x", &new)?;
            dataset.write_numbers(None, &[1u64, 2, 3])?;
            kept = Some((file.clone(), dataset));
            Ok(())
        })
        .unwrap();
        let (file, dataset) = kept.unwrap();
        assert!(!file.is_open());
        let error = dataset.write_numbers(None, &[4u64, 5, 6]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Closed);
        let file = File::open(&path, H5Mode::Read).unwrap();
        let x = file.root().unwrap().dataset("x").unwrap();
        assert_eq!(x.read_numbers::<u64>(None).unwrap(), [1, 2, 3]);
    }

    #[test]
    fn a_stage_closed_by_the_caller_is_refused() {
        let (folder, path) = folder();
        let error = save(&path, &options(), |file| file.clone().close()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Closed);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn symbolic_links_stay_and_lead_to_the_new_file() {
        let (folder, path) = folder();
        let link = folder.path().join("link.h5");
        std::os::unix::fs::symlink("deeper/../a.h5", &link).unwrap();
        fs::create_dir(folder.path().join("deeper")).unwrap();
        // It may lead to a file that is yet to be.
        save(&link, &options(), set(1)).unwrap();
        update(&link, &options(), set(2)).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::symlink_metadata(&path).unwrap().is_file());
        assert_eq!((get(&path), get(&link)), (2, 2));
        let circle = folder.path().join("circle");
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        assert_eq!(save(&circle, &options(), set(1)).unwrap_err().kind(), ErrorKind::Io);
    }

    #[test]
    fn permissions_stay_and_hold_for_the_stage() {
        let (folder, path) = folder();
        save(&path, &options(), set(1)).unwrap();
        for mode in [0o600, 0o640, 0o444] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let looked = |file: &File| {
                let stage = fs::metadata(file.path()).unwrap().mode();
                assert_eq!(stage & 0o077 & !mode, 0, "{stage:o}");
                assert_eq!(file.path().parent(), Some(&*folder.path().canonicalize().unwrap()));
                set(2)(file)
            };
            let done = update(&path, &options(), looked);
            // A file that may not be written to is not replaced either; root may.
            if mode == 0o444 && done.is_err() {
                return;
            }
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
            save(&path, &options(), looked).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
        }
    }

    #[test]
    fn writers_are_noticed() {
        let (folder, path) = folder();
        save(&path, &options(), set(1)).unwrap();
        let writer = File::open(&path, H5Mode::ReadWrite).unwrap();
        for error in [
            save(&path, &options(), set(2)).unwrap_err(),
            update(&path, &options(), set(2)).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Locked);
            assert_eq!(error.file(), path.to_str().unwrap());
        }
        writer.close().unwrap();
        update(&path, &options(), |file| {
            let opened = File::open(&path, H5Mode::ReadWrite);
            assert_eq!(opened.unwrap_err().kind(), ErrorKind::Locked);
            let inner = update(&path, &options(), set(5));
            assert_eq!(inner.unwrap_err().kind(), ErrorKind::Locked);
            set(3)(file)
        })
        .unwrap();
        assert_eq!(get(&path), 3);
        assert_eq!(names(folder.path()), ["a.h5"]);
    }

    #[test]
    fn readers_keep_what_they_read() {
        let (_folder, path) = folder();
        save(&path, &options(), set(1)).unwrap();
        let reader = File::open(&path, H5Mode::Read).unwrap();
        save(&path, &options(), set(2)).unwrap();
        let root = reader.root().unwrap();
        assert_eq!(root.attrs().number("n").unwrap(), Some(1));
        assert_eq!(get(&path), 2);
    }

    #[test]
    fn a_file_put_in_place_meanwhile_is_not_lost() {
        let (folder, path) = folder();
        save(&path, &options(), set(1)).unwrap();
        let other = folder.path().join("other.h5");
        save(&other, &options(), set(7)).unwrap();
        let error = update(&path, &options(), |file| {
            fs::rename(&other, &path).unwrap();
            set(2)(file)
        });
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Locked);
        assert_eq!(get(&path), 7);
        assert_eq!(names(folder.path()), ["a.h5"]);
    }

    #[test]
    fn long_names_and_left_stages_are_no_obstacle() {
        let (folder, _) = folder();
        let path = folder.path().join("å".repeat(125));
        save(&path, &options(), set(1)).unwrap();
        update(&path, &options(), set(2)).unwrap();
        assert_eq!(get(&path), 2);
        let path = folder.path().join("b.h5");
        for n in 0..200 {
            let left = format!(".b.h5.ch5-{}-{n}.tmp", std::process::id());
            fs::write(folder.path().join(left), "left").unwrap();
        }
        save(&path, &options(), set(3)).unwrap();
        assert_eq!(get(&path), 3);
        assert_eq!(names(folder.path()).len(), 202);
    }

    #[test]
    fn threads_wait_for_each_other() {
        let (_folder, path) = folder();
        save(&path, &options(), set(0)).unwrap();
        let add = |file: &File| {
            let n = file.root()?.attrs().number("n")?.unwrap_or(0);
            set(n + 1)(file)
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        while let Err(e) = update(&path, &options(), add) {
                            assert_eq!(e.kind(), ErrorKind::Locked, "{e}");
                        }
                    }
                });
            }
        });
        assert_eq!(get(&path), 20);
    }
}
