//! What is left of a file when the writing process is killed, the disk is full, or several
//! processes write.
//!
//! Each sweep runs a task in a child, once undisturbed to count its changes of files, then once
//! for each change with a fault there, and looks at the file that is left.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;

use ch5_array::{
    Chunks, DType, Error, ErrorKind, File, Group, H5Mode, NewDataset, Object, OpenOptions, Result,
    Texts, commit, hdf5,
};
use common::{Child, Ended};

/// Datasets of the object that is replaced.
const DATASETS: u64 = 30;
/// The file in a child's folder.
const NAME: &str = "data.h5";

fn numbers(version: u64, i: u64) -> Vec<f64> {
    (0..40).map(|j| (version * 1000 + i * 10 + j) as f64).collect()
}

/// Fills a group with one version of the object.
fn fill(group: &Group, version: u64) -> Result<()> {
    for i in 0..DATASETS {
        let name = format!("d{i:02}");
        match i % 3 {
            0 => {
                let new = NewDataset::new(DType::U64, &[]);
                let dataset = group.create_dataset(&name, &new)?;
                dataset.write_numbers(None, &[version + i])?;
            }
            1 => {
                let new = NewDataset::new(DType::F64, &[40]).gzip(1);
                let dataset = group.create_dataset(&name, &new)?;
                dataset.write_numbers(None, &numbers(version, i))?;
            }
            _ => {
                let mut texts = Texts::new();
                texts.push(&format!("version {version}, dataset {i}"))?;
                let dataset = group.create_dataset(&name, &NewDataset::new(DType::TEXT, &[]))?;
                dataset.write_texts(None, &texts)?;
            }
        }
    }
    group.attrs().write_numbers("version", &[], &[version])
}

fn broken(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Malformed, what)
}

/// The version of a whole object; an error if it is a mixture or cannot be read.
fn version(group: &Group) -> Result<u64> {
    let version = group.attrs().number("version")?;
    let version = version.ok_or_else(|| broken("no version"))?;
    for i in 0..DATASETS {
        let dataset = group.dataset(&format!("d{i:02}"))?;
        let good = match i % 3 {
            0 => dataset.read_numbers::<u64>(None)? == [version + i],
            1 => dataset.read_numbers::<f64>(None)? == numbers(version, i),
            _ => {
                let text = format!("version {version}, dataset {i}");
                dataset.read_texts(None)?.get(0) == Some(&*text)
            }
        };
        if !good {
            return Err(broken(format!("{} is of another version", dataset.path())));
        }
    }
    if group.len()? != DATASETS {
        return Err(broken("further names in the object"));
    }
    Ok(version)
}

/// Fills a file: `siblings` groups and the object.
fn populate(file: &File, siblings: u64, version: u64) -> Result<()> {
    let root = file.root()?;
    for i in 0..siblings {
        let group = root.create_group(&format!("s{i:02}"))?;
        let new = NewDataset::new(DType::F64, &[500]).chunks(Chunks::Shape(vec![100]));
        let dataset = group.create_dataset("x", &new)?;
        dataset.write_numbers(None, &vec![i as f64; 500])?;
        group.attrs().write_text("units", "mm")?;
    }
    fill(&root.create_group("obj")?, version)
}

/// The versions of the objects `obj` and `new` (0: there is none); an error if anything in the
/// file is damaged.
fn state(path: &Path, siblings: u64, mode: H5Mode) -> Result<(u64, u64)> {
    let file = File::open(path, mode)?;
    let root = file.root()?;
    for i in 0..siblings {
        let group = root.group(&format!("s{i:02}"))?;
        if group.dataset("x")?.read_numbers::<f64>(None)? != vec![i as f64; 500]
            || group.attrs().text("units")?.as_deref() != Some("mm")
        {
            return Err(broken(format!("sibling {i}")));
        }
    }
    let old = version(&root.group("obj")?)?;
    let new = match root.try_open("new")? {
        Some(Object::Group(group)) => version(&group)?,
        Some(_) => return Err(broken("a dataset")),
        None => 0,
    };
    let names = root.names()?;
    if names.len() as u64 != siblings + 1 + u64::from(new > 0) {
        return Err(broken(format!("unexpected names: {names:?}")));
    }
    if mode.writes() {
        // A later writer finds room where nothing else is.
        let more = root.create_group("more")?;
        fill(&more, 9)?;
        file.flush()?;
        if version(&root.group("obj")?)? != old || version(&more)? != 9 {
            return Err(broken("a later writer overwrites"));
        }
        drop(more);
        root.unlink("more")?;
    }
    drop(root);
    file.close()?;
    Ok((old, new))
}

fn in_place(path: &Path, edit: impl FnOnce(&Group) -> Result<()>) -> Result<()> {
    let file = File::open(path, H5Mode::ReadWrite)?;
    let edited = edit(&file.root()?);
    let closed = file.close();
    edited.and(closed)
}

fn swap(root: &Group, name: &str, version: u64) -> Result<()> {
    let group = root.detached_group(name)?;
    fill(&group, version)?;
    root.swap(name, &Object::Group(group))
}

/// The same with HDF5's own way to write files, without our driver.
fn plain(path: &Path, edit: impl FnOnce(&hdf5::File, &Group) -> Result<()>) -> Result<()> {
    let hdf5 = hdf5::File::open_rw(path).map_err(said)?;
    edit(&hdf5, &File::from_hdf5(&hdf5)?.root()?)?;
    hdf5.close().map_err(said)
}

fn said(error: hdf5::Error) -> Error {
    broken(error.to_string())
}

/// One more, however long others take.
fn increment(path: &Path) -> Result<()> {
    loop {
        let done = commit::update(path, &OpenOptions::default(), |file| {
            let root = file.root()?;
            let n = root.attrs().number("n")?.unwrap_or(0);
            root.attrs().write_numbers("n", &[], &[n + 1])
        });
        match done {
            Err(error) if error.kind() == ErrorKind::Locked => {}
            other => return other,
        }
    }
}

/// From now on no file of this process gets longer; writing more is an error.
fn limit_files(bytes: u64) {
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: bytes };
    // SAFETY: the calls take a number and a pointer to a live struct.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &limit), 0);
    }
}

/// What the children do; see [`common::task`].
#[test]
fn child() {
    let Some((task, folder)) = common::task() else {
        return;
    };
    let path = folder.join(NAME);
    let options = OpenOptions::default();
    if let Ok(limit) = std::env::var("CH5_TEST_LIMIT") {
        limit_files(limit.parse().unwrap());
    }
    let (task, siblings) = task.split_once('/').unwrap();
    let siblings: u64 = siblings.parse().unwrap();
    let done = match task {
        "save" => commit::save(&path, &options, |file| populate(file, siblings, 2)),
        "update" => commit::update(&path, &options, |file| swap(&file.root()?, "obj", 2)),
        "replace" => in_place(&path, |root| swap(root, "obj", 2)),
        "insert" => in_place(&path, |root| swap(root, "new", 2)),
        "series" => in_place(&path, |root| {
            (2..=3).try_for_each(|v| swap(root, "obj", v).and_then(|()| swap(root, "new", v)))
        }),
        // Deleting and writing anew, as many programs do.
        "delete" => plain(&path, |_, root| {
            root.unlink("obj")?;
            fill(&root.create_group("obj")?, 2)
        }),
        // What a careful user of HDF5 does: write beside, flush, exchange the names, flush.
        "careful" => plain(&path, |file, root| {
            fill(&root.create_group("beside")?, 2)?;
            file.flush().map_err(said)?;
            root.unlink("obj")?;
            root.rename("beside", root, "obj")?;
            file.flush().map_err(said)
        }),
        "count" => (0..25).try_for_each(|_| increment(&path)),
        "state" => state(&path, siblings, H5Mode::Read).and_then(|first| {
            if state(&path, siblings, H5Mode::ReadWrite)? != first {
                return Err(broken("a later writer sees something else"));
            }
            println!("state={},{}", first.0, first.1);
            Ok(())
        }),
        _ => panic!("no task {task}"),
    };
    if let Err(error) = done {
        println!("error={error:?}");
    }
}

/// A task, and a folder with the file it is tried on.
struct Trial {
    folder: tempfile::TempDir,
    task: String,
    siblings: u64,
}

/// How an attempt ended and what it left.
struct Left {
    ended: Ended,
    /// The versions of the two objects, or what is damaged.
    state: Result<(u64, u64), String>,
    /// Files in the folder beside the file itself, after it was looked at.
    strays: Vec<String>,
}

impl Trial {
    fn new(task: &str, siblings: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = File::open(folder.path().join("original"), H5Mode::Truncate).unwrap();
        populate(&file, siblings, 1).unwrap();
        file.close().unwrap();
        Self { folder, task: format!("{task}/{siblings}"), siblings }
    }

    fn attempt(&self, prepare: impl FnOnce(Child) -> Child) -> Left {
        let work = tempfile::tempdir_in(self.folder.path()).unwrap();
        std::fs::copy(self.folder.path().join("original"), work.path().join(NAME)).unwrap();
        let ended = prepare(Child::new(&self.task, work.path())).run();
        // Damaged files may crash the one who looks.
        let looked = Child::new(&format!("state/{}", self.siblings), work.path()).run();
        let state = looked.said("state").and_then(|said| {
            let (old, new) = said.split_once(',')?;
            Some((old.parse().ok()?, new.parse().ok()?))
        });
        let entries = std::fs::read_dir(work.path()).unwrap();
        let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
        let strays = names.filter(|name| name != NAME).collect();
        Left { ended, state: state.ok_or_else(|| looked.output.clone()), strays }
    }

    /// Lets the task come to its end; the number of its changes of files.
    fn undisturbed(&self, wanted: (u64, u64)) -> usize {
        let left = self.attempt(|child| child.shim("n0"));
        assert!(left.ended.is_fine(), "{:?}", left.ended);
        assert_eq!(left.ended.said("error"), None, "{}", left.ended.output);
        assert_eq!(left.state, Ok(wanted));
        assert!(left.strays.is_empty(), "{:?}", left.strays);
        left.ended.changes()
    }
}

/// Kills a task at each of its changes of files: `k` before it, `t` within writes that cross a
/// page. The answer is the number of kills and the damage.
fn kill(task: &str, siblings: u64, wanted: (u64, u64), how: &str) -> (usize, Vec<String>) {
    let trial = Trial::new(task, siblings);
    let changes = trial.undisturbed(wanted);
    let mut damage = Vec::new();
    // Long tasks are killed at every other change.
    let mut kills = 0;
    for k in (1..=changes).step_by(1 + changes / 150) {
        for fault in how.chars() {
            let left = trial.attempt(|child| child.shim(&format!("{fault}{k}")));
            assert_eq!(left.ended.signal, Some(libc::SIGKILL), "{:?}", left.ended);
            kills += 1;
            match left.state {
                Ok((old, new)) if (1..=wanted.0).contains(&old) && new <= wanted.1 => {}
                other => damage.push(format!("{task}/{siblings} {fault}{k}: {other:?}")),
            }
        }
    }
    println!("{task}/{siblings}: {kills} kills, {} damaged", damage.len());
    (kills, damage)
}

fn survives_kills(task: &str, sizes: &[(u64, &str)], wanted: (u64, u64), at_least: usize) {
    let mut kills = 0;
    for &(siblings, how) in sizes {
        let (n, damage) = kill(task, siblings, wanted, how);
        assert!(damage.is_empty(), "{}", damage.join("\n"));
        kills += n;
    }
    assert!(kills >= at_least, "only {kills} kills");
}

#[test]
fn a_new_file_is_on_the_disk_before_it_takes_the_place_of_the_old_one() {
    for task in ["save", "update"] {
        let left = Trial::new(task, 3).attempt(|child| child.shim("n0"));
        let log = &left.ended.log;
        let changes: Vec<_> = log.iter().filter(|line| !line.starts_with("open ")).collect();
        let [.., write, sync, rename, sync_folder] = &*changes else {
            panic!("{log:?}");
        };
        assert!(write.starts_with("pwrite") && write.contains(".tmp "), "{write}");
        assert!(sync.starts_with("fsync ") && sync.contains(".tmp "), "{sync}");
        assert!(rename.starts_with("rename ") && rename.contains("/data.h5 "), "{rename}");
        assert!(sync_folder.starts_with("fsync ") && !sync_folder.contains("data.h5"));
    }
}

#[test]
fn a_killed_save_leaves_the_old_file_or_the_new_one() {
    survives_kills("save", &[(3, "k")], (2, 0), 40);
}

#[test]
fn a_killed_update_leaves_the_old_file_or_the_new_one() {
    survives_kills("update", &[(3, "kt")], (2, 0), 50);
}

// Up to 8 names lie in the header of a group, more in a heap and a tree; at 3 and 6 siblings the
// header gets a further part, at 7 it is turned into the other form.

#[test]
fn a_killed_replacement_in_place_leaves_the_old_object_or_the_new_one() {
    survives_kills("replace", &[(3, "k"), (7, "kt"), (40, "k")], (2, 0), 120);
}

#[test]
fn a_killed_insertion_in_place_leaves_the_old_group_or_the_new_one() {
    survives_kills("insert", &[(3, "k"), (6, "k"), (7, "kt"), (20, "k")], (1, 2), 120);
}

#[test]
fn kills_between_many_changes_in_place_leave_whole_objects() {
    survives_kills("series", &[(7, "k")], (3, 3), 100);
}

#[test]
fn the_harness_sees_damage_where_there_is_some() {
    let (kills, damage) = kill("delete", 3, (2, 0), "k");
    assert!(damage.len() > kills / 2, "{} of {kills}", damage.len());
    let (kills, damage) = kill("careful", 7, (2, 0), "k");
    assert!(damage.len() > kills / 10, "{} of {kills}", damage.len());
}

/// Checks what is left of a task that could not write.
fn check_full(left: Left, wanted: (u64, u64), fault: &str) {
    let Left { ended, state, strays } = left;
    assert!(ended.is_fine(), "{fault}: {ended:?}");
    assert!(strays.is_empty(), "{fault}: {strays:?}");
    match ended.said("error") {
        Some(error) => {
            assert!(error.starts_with("Io("), "{fault}: {error}");
            assert!(error.contains(&format!("/{NAME}: ")), "{fault}: {error}");
            assert!(state == Ok((1, 0)) || state == Ok(wanted), "{fault}: {state:?}");
        }
        None => assert_eq!(state, Ok(wanted), "{fault}"),
    }
}

fn survives_a_full_disk(task: &str, sizes: &[u64], wanted: (u64, u64)) {
    for &siblings in sizes {
        let trial = Trial::new(task, siblings);
        let changes = trial.undisturbed(wanted);
        let mut errors = 0;
        for k in 1..=changes {
            // From here on, or here alone.
            for fault in ["f", "o"] {
                let fault = format!("{fault}{k}");
                let left = trial.attempt(|child| child.shim(&fault));
                errors += usize::from(left.ended.said("error").is_some());
                check_full(left, wanted, &fault);
            }
        }
        println!("{task}/{siblings}: {} faults, {errors} errors", 2 * changes);
        // Cutting off a file that was changed in place may fail: nothing is lost.
        assert!(errors + 4 >= 2 * changes, "{errors} errors of {changes}");
    }
}

#[test]
fn a_full_disk_stops_a_save() {
    survives_a_full_disk("save", &[3], (2, 0));
}

#[test]
fn a_full_disk_stops_an_update() {
    survives_a_full_disk("update", &[3], (2, 0));
}

#[test]
fn a_full_disk_stops_changes_in_place() {
    survives_a_full_disk("replace", &[3], (2, 0));
    survives_a_full_disk("insert", &[7], (1, 2));
}

#[test]
fn a_limit_on_the_size_of_files_stops_all_of_them() {
    let tasks = [("save", (2, 0)), ("update", (2, 0)), ("replace", (2, 0))];
    for (task, wanted) in tasks {
        let trial = Trial::new(task, 3);
        let size = std::fs::metadata(trial.folder.path().join("original"));
        let size = size.unwrap().len();
        let mut errors = 0;
        for step in 0..22 {
            let limit = size * step / 10;
            let left = trial.attempt(|child| child.env("CH5_TEST_LIMIT", limit.to_string()));
            errors += usize::from(left.ended.said("error").is_some());
            check_full(left, wanted, &format!("{task}, {limit} bytes"));
        }
        println!("{task}: 22 limits, {errors} errors");
        assert!((8..22).contains(&errors), "{task}: {errors} errors");
    }
}

#[test]
fn no_update_of_eight_processes_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(NAME);
    let zero = |file: &File| file.root()?.attrs().write_numbers("n", &[], &[0u64]);
    commit::save(&path, &OpenOptions::default(), zero).unwrap();
    let children: Vec<_> = (0..8).map(|_| Child::new("count/0", folder.path()).start()).collect();
    // A reader sees whole files that only go forward, or is told of the lock.
    let start = std::time::Instant::now();
    let (mut last, mut seen) = (0, 0);
    while last < 190 && start.elapsed().as_secs() < 60 {
        match File::open(&path, H5Mode::Read) {
            Ok(file) => {
                let n = file.root().unwrap().attrs().number("n").unwrap().unwrap();
                assert!(n >= last, "{n} after {last}");
                (last, seen) = (n, seen + 1);
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Locked, "{error}"),
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    for child in children {
        let ended = child.wait();
        assert!(ended.is_fine() && ended.said("error").is_none(), "{ended:?}");
    }
    let file = File::open(&path, H5Mode::Read).unwrap();
    let n = file.root().unwrap().attrs().number("n").unwrap();
    assert_eq!(n, Some(200));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    println!("{seen} reads");
}
