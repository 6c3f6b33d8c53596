//! A Python process that does jobs and says what each took, imports not counted.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::Cost;

pub struct Peer {
    child: RefCell<Child>,
    pipes: RefCell<(ChildStdin, BufReader<ChildStdout>)>,
}

/// The interpreter: `CH5_PYTHON`, else that of the tests' environment.
fn python() -> PathBuf {
    std::env::var_os("CH5_PYTHON").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python"),
        PathBuf::from,
    )
}

impl Peer {
    /// Starts a script of `benches/peers`; `None`, and a word why, where there is no h5py.
    pub fn start(script: &str) -> Option<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers").join(script);
        let child =
            Command::new(python()).arg(path).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(e) => {
                println!("no peer: {}: {e}; set CH5_PYTHON", python().display());
                return None;
            }
        };
        let input = child.stdin.take()?;
        let mut output = BufReader::new(child.stdout.take()?);
        let mut hello = String::new();
        output.read_line(&mut hello).ok()?;
        if hello.trim().is_empty() {
            println!("no peer: {script} did not start (is h5py installed?)");
            return None;
        }
        println!("peer: {}", hello.trim());
        Some(Self { child: RefCell::new(child), pipes: RefCell::new((input, output)) })
    }

    /// Has a job done.
    pub fn ask(&self, job: &str) -> Cost {
        let (input, output) = &mut *self.pipes.borrow_mut();
        writeln!(input, "{job}").and_then(|()| input.flush()).expect("the peer listens");
        let mut answer = String::new();
        output.read_line(&mut answer).expect("the peer answers");
        let mut numbers = answer.split_whitespace().map(|n| n.parse().expect("a number"));
        let mut next = || numbers.next().expect("two numbers");
        Cost { wall: next(), cpu: next() }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let child = self.child.get_mut();
        let _ = child.kill();
        let _ = child.wait();
    }
}
