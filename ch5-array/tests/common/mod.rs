//! Children of a test: the test binary runs itself again, with calls to the system counted,
//! logged, failed or cut short by a shim that is compiled here.
#![allow(dead_code)]

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Names the task of a child.
const TASK: &str = "CH5_TEST_TASK";
/// The folder a child works in.
const FOLDER: &str = "CH5_SHIM_DIR";
/// No child needs a tenth of it.
const PATIENCE: Duration = Duration::from_secs(30);

/// In a child: its task, and the folder it works in.
pub(crate) fn task() -> Option<(String, PathBuf)> {
    let task = std::env::var(TASK).ok()?;
    Some((task, std::env::var_os(FOLDER)?.into()))
}

/// Held while a child is started, and while a test has a file open through plain HDF5: children
/// inherit its descriptors, and with them its locks.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Compiles C source to a shared library, once for each name.
pub(crate) fn compile(folder: &Path, name: &str, source: &str) -> PathBuf {
    let input = folder.join(format!("{name}.c"));
    let output = folder.join(format!("lib{name}.so"));
    std::fs::write(&input, source).unwrap();
    let alone = alone();
    let cc = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([&output, &input])
        .arg("-ldl")
        .stderr(Stdio::piped())
        .spawn()
        .expect("these tests need a C compiler");
    drop(alone);
    let cc = cc.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&cc.stderr);
    assert!(cc.status.success(), "{said}");
    output
}

fn shim() -> &'static Path {
    static SHIM: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = SHIM.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = compile(folder.path(), "shim", include_str!("shim.c"));
        (folder, path)
    });
    path
}

/// How a child ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The signal that killed it.
    pub(crate) signal: Option<i32>,
    /// Its exit code.
    pub(crate) code: Option<i32>,
    /// What it printed, and its last words.
    pub(crate) output: String,
    /// Changes of files in its folder and opened paths, in order.
    pub(crate) log: Vec<String>,
}

impl Ended {
    /// Changes of files in the folder.
    pub(crate) fn changes(&self) -> usize {
        let changes = self.log.iter().filter(|line| !line.starts_with("open "));
        changes.count()
    }

    /// True if it came to its end without a failed assertion.
    pub(crate) fn is_fine(&self) -> bool {
        self.code == Some(0)
    }

    /// The text after `key=` in the output.
    pub(crate) fn said(&self, key: &str) -> Option<&str> {
        let lines = self.output.lines();
        lines.filter_map(|l| l.split_once(key)?.1.strip_prefix('=')).next()
    }
}

/// A run of a task in a child process.
pub(crate) struct Child {
    command: Command,
    log: Option<(TempDir, PathBuf)>,
}

impl Child {
    /// A child that does `task` in `folder`. The test binary must have a test `child` that looks
    /// at [`task`].
    pub(crate) fn new(task: &str, folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "child", "--nocapture", "--test-threads=1"])
            .env(TASK, task)
            .env(FOLDER, folder)
            .env("RUST_BACKTRACE", "0");
        Self { command, log: None }
    }

    /// Sets the folder it starts in.
    pub(crate) fn cwd(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets a variable of its environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Watches its calls; `fault` is what the shim does: `k12` kills before the 12th change.
    pub(crate) fn shim(mut self, fault: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        self.command.env("LD_PRELOAD", shim()).env("CH5_SHIM", fault).env("CH5_SHIM_LOG", &log);
        self.log = Some((folder, log));
        self
    }

    /// Starts it, to be waited for with [`Running::wait`].
    pub(crate) fn start(mut self) -> Running {
        let (output, input) = std::io::pipe().unwrap();
        self.command.stdin(Stdio::null()).stdout(input.try_clone().unwrap()).stderr(input);
        let child = {
            let _alone = alone();
            self.command.spawn().unwrap()
        };
        Running { child, output, log: self.log }
    }

    /// Runs it to its end.
    pub(crate) fn run(self) -> Ended {
        self.start().wait()
    }
}

/// A child that runs.
pub(crate) struct Running {
    child: std::process::Child,
    // A pipe, as a file may be limited in size; what a child prints fits into its buffer.
    output: std::io::PipeReader,
    log: Option<(TempDir, PathBuf)>,
}

impl Running {
    /// Waits for its end; one that hangs fails the test.
    pub(crate) fn wait(mut self) -> Ended {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if start.elapsed() > PATIENCE {
                self.child.kill().unwrap();
                self.child.wait().unwrap();
                panic!("a child hangs");
            }
            std::thread::sleep(Duration::from_micros(500));
        };
        let mut output = Vec::new();
        self.output.read_to_end(&mut output).unwrap();
        let log = self.log.as_ref().map(|(_, path)| std::fs::read(path));
        let log = log.and_then(Result::ok).unwrap_or_default();
        Ended {
            signal: status.signal(),
            code: status.code(),
            output: String::from_utf8_lossy(&output).into_owned(),
            log: String::from_utf8_lossy(&log).lines().map(String::from).collect(),
        }
    }
}
