//! Changes of several places of a file that must not be torn apart by the death of the process.
//!
//! They are written to a hidden file beside it first, `.NAME.ch5-journal`, then made, and then the
//! journal is removed. Whoever opens the file after a death in between completes them.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::lock;
use crate::error::{Error, ErrorKind, Result};

const MAGIC: &[u8; 8] = b"CH5JRNL1";
/// A write within one page of memory is not torn apart.
const PAGE: u64 = 4096;
/// How finely changed bytes are told from those that stay the same.
const BLOCK: usize = 64;
/// A longer journal is not ours.
const MAX_SIZE: u64 = 1 << 30;
/// How long to wait for a process that is about to complete its own changes.
const PATIENCE: Duration = Duration::from_millis(80);

/// The bytes at a place before and after; both are equally long and not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    at: u64,
    old: Vec<u8>,
    new: Vec<u8>,
}

impl Change {
    /// The changes that writing `new` makes, without the bytes that stay the same.
    pub(crate) fn all(file: &File, at: u64, new: &[u8]) -> io::Result<Vec<Self>> {
        let mut old = vec![0; new.len()];
        read_at(file, at, &mut old)?;
        let mut changes: Vec<Self> = Vec::new();
        let blocks = old.chunks(BLOCK).zip(new.chunks(BLOCK));
        for (i, (old, new)) in blocks.enumerate() {
            if old == new {
                continue;
            }
            let at = at + (i * BLOCK) as u64;
            match changes.last_mut() {
                Some(last) if last.at + last.new.len() as u64 == at => {
                    last.old.extend(old);
                    last.new.extend(new);
                }
                _ => changes.push(Self { at, old: old.to_vec(), new: new.to_vec() }),
            }
        }
        Ok(changes)
    }

    fn is_in_one_page(&self) -> bool {
        self.at / PAGE == (self.at + self.new.len() as u64 - 1) / PAGE
    }
}

/// Reads all of `buffer`; there are zeros beyond the end of the file.
fn read_at(file: &File, mut at: u64, mut buffer: &mut [u8]) -> io::Result<()> {
    while !buffer.is_empty() {
        match file.read_at(buffer, at) {
            Ok(0) => {
                buffer.fill(0);
                return Ok(());
            }
            Ok(n) => {
                buffer = &mut buffer[n..];
                at += n as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

fn make(file: &File, changes: &[Change]) -> io::Result<()> {
    let mut made = changes.iter();
    made.try_for_each(|change| file.write_all_at(&change.new, change.at))
}

/// What became of changes that could not be made.
pub(crate) struct Failed {
    pub(crate) error: io::Error,
    /// They were begun and could not be taken back: the next opening completes them.
    pub(crate) torn: bool,
}

/// Makes all changes, or none if the process dies or a write fails. `file` is open at `path`;
/// `length` is how long it must be for the changes to make sense.
pub(crate) fn apply(
    path: &Path,
    file: &File,
    length: u64,
    changes: &[Change],
) -> Result<(), Failed> {
    let failed = |torn| move |error| Failed { error, torn };
    if let [change] = changes
        && change.is_in_one_page()
    {
        return make(file, changes).map_err(failed(false));
    }
    if changes.is_empty() {
        return Ok(());
    }
    let journal = journal_of(path).map_err(failed(false))?;
    let _ = fs::remove_file(&journal);
    let written = File::options()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&journal)
        .and_then(|mut out| out.write_all(&encode(&file.metadata()?, length, changes)));
    if let Err(error) = written {
        let _ = fs::remove_file(&journal);
        return Err(failed(false)(error));
    }
    if let Err(error) = make(file, changes) {
        let mut undone = changes.iter();
        let undone = undone.try_for_each(|change| file.write_all_at(&change.old, change.at));
        let undone = undone.and_then(|()| fs::remove_file(&journal));
        return Err(failed(undone.is_err())(error));
    }
    fs::remove_file(&journal).map_err(failed(true))
}

/// Completes the changes of a process that died making them. Where nothing is to be done, that
/// costs one look at the folder.
pub(crate) fn recover(path: &Path) -> Result<()> {
    let path = match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => path.canonicalize()?,
        Ok(_) => path.to_owned(),
        Err(_) => return Ok(()),
    };
    let deadline = Instant::now() + PATIENCE;
    while journal_of(&path)?.exists() {
        let file = File::options().read(true).write(true).open(&path);
        let file = file.map_err(|e| {
            Error::from(e).help("a writer died at work: open the file once with the right to write")
        })?;
        if lock::try_lock(&file, true)? {
            return Ok(recover_locked(&path, &file)?);
        }
        // The owner of the journal lives and completes it, or somebody reads half of it.
        if Instant::now() >= deadline {
            return Err(Error::new(
                ErrorKind::Locked,
                "another process or handle has the file open while it is being repaired",
            )
            .help("close it there, or try again later"));
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}

/// The same, for a file that the caller has locked.
pub(crate) fn recover_locked(path: &Path, file: &File) -> io::Result<()> {
    let journal = journal_of(path)?;
    let opened =
        File::options().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(&journal);
    let input = match opened {
        Ok(input) => input,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    let found = input.metadata()?;
    // The folder may be open to everybody: a journal of another user is not to be trusted.
    let ours = found.uid() == file.metadata()?.uid();
    if ours && found.is_file() && found.len() <= MAX_SIZE {
        let mut bytes = vec![0; found.len() as usize];
        read_at(&input, 0, &mut bytes)?;
        if let Some(changes) = decode(&bytes, file)? {
            make(file, &changes)?;
        }
    }
    fs::remove_file(&journal)
}

/// Removes a journal of the file that was at `path` before.
pub(crate) fn discard(path: &Path) {
    if let Ok(journal) = journal_of(path) {
        let _ = fs::remove_file(journal);
    }
}

fn journal_of(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut journal = OsString::from(".");
    // A name is at most 255 bytes long.
    if name.len() > 200 {
        journal.push(format!("{:016x}", checksum(name.as_bytes())));
    } else {
        journal.push(name);
    }
    journal.push(".ch5-journal");
    Ok(path.with_file_name(journal))
}

fn encode(file: &Metadata, length: u64, changes: &[Change]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for n in [file.dev(), file.ino(), length, changes.len() as u64] {
        bytes.extend(n.to_le_bytes());
    }
    for change in changes {
        bytes.extend(change.at.to_le_bytes());
        bytes.extend((change.new.len() as u64).to_le_bytes());
        bytes.extend(&change.old);
        bytes.extend(&change.new);
    }
    bytes.extend(checksum(&bytes).to_le_bytes());
    bytes
}

/// The changes of a journal that is whole and was made for the file as it is; else `None`.
fn decode(bytes: &[u8], file: &File) -> io::Result<Option<Vec<Change>>> {
    let Some((body, sum)) = bytes.split_last_chunk::<8>() else {
        return Ok(None);
    };
    if u64::from_le_bytes(*sum) != checksum(body) {
        return Ok(None);
    }
    let Some(changes) = parse(body, &file.metadata()?) else {
        return Ok(None);
    };
    for change in &changes {
        let mut now = vec![0; change.new.len()];
        read_at(file, change.at, &mut now)?;
        let either = |((now, old), new): ((&u8, &u8), &u8)| now == old || now == new;
        if !now.iter().zip(&change.old).zip(&change.new).all(either) {
            return Ok(None);
        }
    }
    Ok(Some(changes))
}

fn parse(body: &[u8], file: &Metadata) -> Option<Vec<Change>> {
    let mut rest = body.strip_prefix(MAGIC)?;
    let mut take = |n: u64| {
        let (head, tail) = rest.split_at_checked(usize::try_from(n).ok()?)?;
        rest = tail;
        Some(head)
    };
    let mut header = [0u64; 4];
    for field in &mut header {
        *field = u64::from_le_bytes(take(8)?.try_into().ok()?);
    }
    let [dev, ino, length, count] = header;
    if (dev, ino) != (file.dev(), file.ino()) || length > file.len() {
        return None;
    }
    let mut changes = Vec::new();
    for _ in 0..count {
        let at = u64::from_le_bytes(take(8)?.try_into().ok()?);
        let n = u64::from_le_bytes(take(8)?.try_into().ok()?);
        changes.push(Change { at, old: take(n)?.to_vec(), new: take(n)?.to_vec() });
    }
    rest.is_empty().then_some(changes)
}

/// Tells a journal that was cut short from a whole one: FNV-1a, eight bytes at a time.
fn checksum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, word: u64| (sum ^ word).rotate_left(23).wrapping_mul(0x0100_0000_01b3);
    let words = bytes.chunks(8).map(|chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        u64::from_le_bytes(word)
    });
    words.fold(step(0xcbf2_9ce4_8422_2325, bytes.len() as u64), step)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn file() -> (tempfile::TempDir, PathBuf, File) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, [7; 10_000]).unwrap();
        let file = File::options().read(true).write(true).open(&path).unwrap();
        (folder, path, file)
    }

    fn two(file: &File) -> Vec<Change> {
        let places = [(10, [1; 20]), (9_000, [2; 20])];
        let changes = places.map(|(at, new)| Change::all(file, at, &new).unwrap());
        changes.concat()
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let (_folder, _, file) = file();
        assert_eq!(Change::all(&file, 5, &[7; 900]).unwrap(), []);
        let mut new = [7; 900];
        for i in [64, 130, 899] {
            new[i] = 1;
        }
        let changes = Change::all(&file, 5, &new).unwrap();
        let places: Vec<_> = changes.iter().map(|c| (c.at, c.new.len())).collect();
        assert_eq!(places, [(5 + 64, 128), (5 + 896, 4)]);
        let mut written = [7; 900];
        for change in &changes {
            let at = (change.at - 5) as usize;
            written[at..at + change.new.len()].copy_from_slice(&change.new);
            assert!(change.old.iter().all(|&b| b == 7));
        }
        assert_eq!(written, new);
        let beyond = Change::all(&file, 9_999, &[7, 1]).unwrap();
        assert_eq!(beyond[0].old, [7, 0]);
    }

    #[test]
    fn a_journal_is_used_only_if_it_is_whole_and_fits_the_file() {
        let (_folder, path, file) = file();
        let changes = two(&file);
        let bytes = encode(&file.metadata().unwrap(), 10_000, &changes);
        assert_eq!(decode(&bytes, &file).unwrap(), Some(changes.clone()));
        for n in 0..bytes.len() {
            assert_eq!(decode(&bytes[..n], &file).unwrap(), None, "{n}");
        }
        let longer = encode(&file.metadata().unwrap(), 10_001, &changes);
        assert_eq!(decode(&longer, &file).unwrap(), None);
        // Half made, by page or byte, it still fits.
        file.write_all_at(&[1; 7], 10).unwrap();
        assert!(decode(&bytes, &file).unwrap().is_some());
        // Changed by somebody else, or another file: it does not.
        file.write_all_at(&[9], 10).unwrap();
        assert_eq!(decode(&bytes, &file).unwrap(), None);
        fs::copy(&path, path.with_file_name("b")).unwrap();
        let other = File::open(path.with_file_name("b")).unwrap();
        other.metadata().unwrap();
        assert_eq!(decode(&bytes, &other).unwrap(), None);
    }

    #[test]
    fn recovery_completes_and_removes_the_journal() {
        let (_folder, path, file) = file();
        let changes = two(&file);
        let journal = journal_of(&path).unwrap();
        fs::write(&journal, encode(&file.metadata().unwrap(), 10_000, &changes)).unwrap();
        make(&file, &changes[..1]).unwrap();
        recover(&path).unwrap();
        let now = fs::read(&path).unwrap();
        assert_eq!((&now[10..30], &now[9_000..9_020]), (&[1; 20][..], &[2; 20][..]));
        assert!(!journal.exists());
        let long = journal_of(&path.with_file_name("x".repeat(255))).unwrap();
        for journal in [&journal, &long] {
            fs::write(journal, "nonsense").unwrap();
        }
        recover(&path).unwrap();
        assert!(!journal.exists() && long.exists());
        assert_eq!(fs::read(&path).unwrap(), now);
    }

    #[test]
    fn recovery_waits_for_the_lock() {
        let (_folder, path, file) = file();
        fs::write(journal_of(&path).unwrap(), "nonsense").unwrap();
        assert!(lock::try_lock(&file, false).unwrap());
        assert_eq!(recover(&path).unwrap_err().kind(), ErrorKind::Locked);
    }
}
