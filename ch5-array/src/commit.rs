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
/// use ch5_array::{OpenOptions, commit};
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("run.h5");
/// commit::save(&path, &OpenOptions::default(), |file| {
///     file.root()?.create_group("run")
/// })?;
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
/// commit::update(&path, &options, |file| {
///     let attrs = file.root()?;
///     let n = attrs.attrs().number("n")?.unwrap_or(0);
///     attrs.attrs().write_numbers("n", &[], &[n + 1])
/// })?;
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
                let original = Self {
                    metadata: file.metadata()?,
                    file,
                };
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
            let opened = fs::File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .mode(mode)
                .open(&path);
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
