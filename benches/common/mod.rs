//! Contenders measured in turn, in one run: what disturbs the machine disturbs all of them.
//!
//! Each round calls every contender once, in an order that turns from round to round. A ratio is
//! the median over the rounds of the quotient of two neighbours, by wall clock and by processor
//! time (user and system, all threads), which neighbours on the machine cannot stretch.

#![allow(dead_code, unreachable_pub, reason = "each bench uses a part")]

pub mod bare;
pub mod memory;
pub mod peer;

use std::path::PathBuf;
use std::time::Instant;

use peer::Peer;

/// What one call took, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// By the clock on the wall.
    pub wall: f64,
    /// Of all processors.
    pub cpu: f64,
}

impl Cost {
    /// What `f` takes.
    pub fn of(f: impl FnOnce()) -> Self {
        let (wall, cpu) = (Instant::now(), cpu_seconds());
        f();
        Self { wall: wall.elapsed().as_secs_f64(), cpu: cpu_seconds() - cpu }
    }
}

fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is a live local.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

type Run<'a> = Box<dyn FnMut() -> Cost + 'a>;

/// Contenders, the first of which the others are compared with.
pub struct Race<'a> {
    title: String,
    /// How many things one call handles, for the cost of each.
    items: f64,
    runs: Vec<(String, Run<'a>)>,
    goals: Vec<Goal>,
}

/// What a contender shall take at most: so many times what another one takes, or so many seconds
/// an item more.
struct Goal {
    who: String,
    of: String,
    most: Most,
}

enum Most {
    Times(f64),
    More(f64),
}

impl<'a> Race<'a> {
    pub fn new(title: &str, items: usize) -> Self {
        Self { title: title.into(), items: items as f64, runs: Vec::new(), goals: Vec::new() }
    }

    /// A contender whose whole call is measured.
    pub fn with(self, name: &str, mut f: impl FnMut() + 'a) -> Self {
        self.timed(name, move || Cost::of(&mut f))
    }

    /// A contender that measures itself.
    pub fn timed(mut self, name: &str, f: impl FnMut() -> Cost + 'a) -> Self {
        // For a profiler: one contender alone.
        if std::env::var("CH5_BENCH_ONLY").is_ok_and(|only| only != name) {
            return self;
        }
        self.runs.push((name.into(), Box::new(f)));
        self
    }

    /// A job of the other process, if there is one.
    pub fn peer(self, name: &str, peer: Option<&'a Peer>, job: String) -> Self {
        match peer {
            Some(peer) => self.timed(name, move || peer.ask(&job)),
            None => self,
        }
    }

    /// Says that `who` shall take at most `most` times what `of` takes.
    pub fn goal(mut self, who: &str, of: &str, most: f64) -> Self {
        self.goals.push(Goal { who: who.into(), of: of.into(), most: Most::Times(most) });
        self
    }

    /// Says that `who` shall take at most so many seconds an item more than `of`.
    pub fn more(mut self, who: &str, of: &str, seconds: f64) -> Self {
        self.goals.push(Goal { who: who.into(), of: of.into(), most: Most::More(seconds) });
        self
    }

    /// Runs and prints.
    pub fn run(mut self, rounds: usize) {
        let n = self.runs.len();
        let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); n];
        for round in 0..=rounds {
            for i in 0..n {
                let at = (i + round) % n;
                let cost = (self.runs[at].1)();
                // The first round warms up.
                if round > 0 {
                    costs[at].push(cost);
                }
            }
        }
        println!("\n{} ({rounds} rounds)", self.title);
        println!("  {:<34} {:>10} {:>10} {:>11}", "", "wall ms", "cpu ms", "cpu each");
        for ((name, _), costs) in self.runs.iter().zip(&costs) {
            let wall = median(costs.iter().map(|c| c.wall));
            let cpu = median(costs.iter().map(|c| c.cpu));
            let each = cpu / self.items * 1e9;
            println!("  {name:<34} {:>10.2} {:>10.2} {each:>8.1} ns", wall * 1e3, cpu * 1e3);
        }
        for goal in &self.goals {
            let at = |name: &str| self.runs.iter().position(|(n, _)| n == name);
            let (Some(a), Some(b)) = (at(&goal.who), at(&goal.of)) else { continue };
            let pairs = || costs[a].iter().zip(&costs[b]);
            let said = |met: bool| if met { "ok" } else { "MISSED" };
            match goal.most {
                Most::Times(most) => {
                    let wall = median(pairs().map(|(a, b)| a.wall / b.wall));
                    let cpu = median(pairs().map(|(a, b)| a.cpu / b.cpu));
                    let said = said(wall.max(cpu) <= most);
                    println!(
                        "  {} / {}: {wall:.3} wall, {cpu:.3} cpu (goal {most:.3}) {said}",
                        goal.who, goal.of
                    );
                }
                Most::More(most) => {
                    let wall = median(pairs().map(|(a, b)| a.wall - b.wall)) / self.items * 1e9;
                    let cpu = median(pairs().map(|(a, b)| a.cpu - b.cpu)) / self.items * 1e9;
                    let most = most * 1e9;
                    let said = said(wall.max(cpu) <= most);
                    println!(
                        "  {} - {}: {wall:.2} ns wall, {cpu:.2} ns cpu an item (goal {most}) {said}",
                        goal.who, goal.of
                    );
                }
            }
        }
    }
}

pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    match all.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => all[n / 2],
        n => (all[n / 2 - 1] + all[n / 2]) / 2.0,
    }
}

/// A folder for files of this run: below `CH5_BENCH_DIR`, else in memory, else the usual one.
pub fn folder() -> tempfile::TempDir {
    let at = std::env::var_os("CH5_BENCH_DIR").map(PathBuf::from);
    let at = at.unwrap_or_else(|| {
        let memory = PathBuf::from("/dev/shm");
        if memory.is_dir() { memory } else { std::env::temp_dir() }
    });
    tempfile::tempdir_in(at).expect("a folder for the files")
}

/// Rounds: from `CH5_BENCH_ROUNDS`, else as given.
pub fn rounds(usual: usize) -> usize {
    std::env::var("CH5_BENCH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// True if the race is asked for: words on the command line choose by name.
pub fn wanted(name: &str) -> bool {
    let mut words = std::env::args().skip(1).filter(|a| !a.starts_with('-')).peekable();
    words.peek().is_none() || words.any(|word| name.contains(&word))
}
