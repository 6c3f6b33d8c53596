//! A disk that is full half-way, and a computation that panics.

use std::path::Path;

use ch5_array::ops::creation::from_fn;
use ch5_array::ops::manipulation::Manipulation;
use ch5_array::ops::sorting::Sorting;
use ch5_array::{ArrayLike, File, H5Array, H5Mode, Options, Result};
use ndarray::Array1;

use crate::common::Child;

const COUNT: usize = 40_000;

fn numbers() -> Array1<i64> {
    Array1::from_iter((0..COUNT as i64).map(|n| n * 7_919 % 10_007))
}

fn open(folder: &Path) -> Result<(File, H5Array)> {
    let file = File::open(folder.join("data.h5"), H5Mode::ReadWrite)?;
    let x = H5Array::new(file.root()?.dataset("x")?)?;
    Ok((file, x))
}

/// A name and what it does.
type Task = (&'static str, fn(&File, &H5Array) -> Result<()>);

const TASKS: [Task; 7] = [
    ("assign", |_, x| x.assign(x.flip(&[0]))),
    ("add_assign", |_, x| x.add_assign(1i64)),
    ("sort_inplace", |_, x| x.sort_inplace(0)),
    ("write_to", |file, x| (x * 3i64).write_to(file, "y").map(drop)),
    ("sort", |file, x| x.sort().write_to(file, "y").map(drop)),
    ("unique", |file, x| ch5_array::ops::sets::unique(x).values()?.write_to(file, "y").map(drop)),
    ("a panic", |_, x| x.assign(ch5_array::ops::add(x, panicking()))),
];

/// Elements whose computation panics half-way.
fn panicking() -> ch5_array::Expr<'static> {
    from_fn(&[COUNT], |at: &[usize]| {
        assert!(at[0] < COUNT / 2, "half-way");
        at[0] as i64
    })
}

/// In a child: limits files, then does a task.
pub(crate) fn child(task: &str, folder: &Path) {
    let (name, limit) = task.split_once('/').unwrap();
    let temp = folder.join("temp");
    let options = Options::new().max_memory_usage("32K").unwrap().temp_dir(temp).threads(2);
    let _scope = options.scoped();
    let (file, x) = open(folder).unwrap();
    let bytes: u64 = limit.parse().unwrap();
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: the calls take a number and a pointer to a live struct.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
        assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &limit), 0);
    }
    let run = TASKS.iter().find(|task| task.0 == name).unwrap().1;
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&file, &x)));
    match done {
        Ok(Ok(())) => println!("done=1"),
        Ok(Err(error)) => println!("error={error}"),
        Err(_) => println!("panic=1"),
    }
    // What HDF5 held back is written now.
    drop(x);
    if let Err(error) = file.close() {
        println!("closing={error}");
    }
}

/// Runs a task with files of at most so many bytes; what it said.
fn attempt(task: &str, limit: u64) -> (crate::common::Ended, bool) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("temp")).unwrap();
    let file = File::open(dir.path().join("data.h5"), H5Mode::Truncate).unwrap();
    H5Array::from_array(&file, "x", &numbers()).unwrap();
    file.close().unwrap();
    let ended = Child::new(&format!("{task}/{limit}"), dir.path()).run();
    assert!(ended.is_fine(), "{task} {limit}: {ended:?}");
    // Nothing but the file is left.
    let left = |path: &Path| std::fs::read_dir(path).unwrap().count();
    assert_eq!(left(&dir.path().join("temp")), 0, "{task} {limit}");
    assert_eq!(left(dir.path()), 2, "{task} {limit}");
    let (file, x) = open(dir.path()).unwrap();
    let whole = x.expr().read_as::<i64>().unwrap() == numbers().into_dyn();
    if ["error", "panic", "closing"].iter().any(|word| ended.said(word).is_some()) {
        assert!(whole, "{task} {limit}: the input is not what it was: {ended:?}");
        assert!(!file.root().unwrap().has("y").unwrap(), "{task} {limit}");
    }
    (ended, whole)
}

#[test]
fn a_full_disk_leaves_the_input_and_no_temporary_file() {
    for (task, _) in &TASKS[..6] {
        let mut errors = 0;
        // From nothing to as much as is needed.
        for limit in [0, 30_000, 100_000, 200_000, 300_000, 330_000, 350_000, 500_000, 1 << 30] {
            let (ended, whole) = attempt(task, limit);
            let error = ended.said("error").or(ended.said("closing"));
            errors += usize::from(error.is_some());
            if let Some(error) = error {
                assert!(limit < 1 << 30, "{task}: {error}");
            } else {
                assert_eq!(ended.said("done"), Some("1"), "{task} {limit}: {ended:?}");
                let changed = matches!(*task, "assign" | "add_assign" | "sort_inplace");
                assert_eq!(whole, !changed, "{task} {limit}");
            }
        }
        println!("{task}: {errors} of 9 limits end it");
        assert!((2..9).contains(&errors), "{task}: {errors}");
    }
}

#[test]
fn a_panic_leaves_the_input_and_no_temporary_file() {
    let (ended, whole) = attempt("a panic", 1 << 30);
    assert!(whole && ended.said("done").is_none(), "{ended:?}");
}
