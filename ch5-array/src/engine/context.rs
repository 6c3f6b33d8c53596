//! What a computation may use.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Planner;
use super::progress::{Progress, current};
use crate::options::{Options, options};
use crate::storage::Dataset;

static RUNS: AtomicU64 = AtomicU64::new(1);

/// Bytes of a block beyond which larger ones gain nothing.
const BLOCK: usize = 4 << 20;

/// Memory, threads and places for temporary files, sampled when a computation begins.
#[derive(Clone)]
pub(crate) struct Context {
    /// Bytes that the working buffers may take, all threads together.
    pub memory: usize,
    /// At most so many elements at a time.
    pub block: Option<usize>,
    pub threads: usize,
    /// Where temporary files go: what an option says.
    pub temp: Option<PathBuf>,
    /// Where they go otherwise, if it can be written to.
    pub beside: Option<PathBuf>,
    pub result_bytes: Option<u64>,
    pub progress: Option<Arc<Progress>>,
    /// Asks for the plan of an operation instead of its result.
    pub planner: Option<Arc<Planner>>,
    /// Different for every computation: what is known of a file holds for one of them.
    pub run: u64,
}

impl Default for Context {
    fn default() -> Self {
        Self::new(&options())
    }
}

impl Context {
    pub(crate) fn new(options: &Options) -> Self {
        let (block, threads) = options.for_blocks();
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            memory: usize::try_from(options.memory().bytes()).unwrap_or(usize::MAX),
            block,
            threads: threads.unwrap_or_else(cores),
            temp: options.temporary().map(Path::to_path_buf),
            beside: None,
            result_bytes: options.results().map(crate::ByteSize::bytes),
            progress: current(),
            planner: None,
            run: RUNS.fetch_add(1, Ordering::Relaxed),
        }
    }

    /// The same, with temporary files in the directory of the dataset.
    pub(crate) fn beside(mut self, dataset: Option<&Dataset>) -> Self {
        if self.temp.is_none()
            && let Some(dataset) = dataset
        {
            let file = dataset.file();
            self.beside = file.path().parent().map(|directory| match directory.as_os_str() {
                empty if empty.is_empty() => PathBuf::from("."),
                directory => PathBuf::from(directory),
            });
        }
        self
    }

    /// Elements of a block, where each takes so many bytes while it is computed.
    pub(crate) fn elements(&self, room: usize) -> usize {
        let bytes = (self.memory / self.threads.max(1)).min(BLOCK);
        let fit = (bytes / room.max(1)).max(1);
        self.block.map_or(fit, |block| block.min(fit))
    }

    /// As [`Context::elements`], for blocks that gain from being larger.
    pub(crate) fn most(&self, room: usize) -> usize {
        let fit = (self.memory / self.threads.max(1) / room.max(1)).max(1);
        self.block.map_or(fit, |block| block.min(fit))
    }

    /// Elements that an operation may hold which works on all of its memory at once.
    pub(crate) fn held(&self, room: usize) -> usize {
        let fit = (self.memory / room.max(1)).max(1);
        self.block.map_or(fit, |block| block.min(fit))
    }

    /// The same, for what runs inside one of several threads.
    pub(crate) fn inside(&self) -> Self {
        Self {
            memory: self.memory / self.threads.max(1),
            threads: 1,
            progress: None,
            ..self.clone()
        }
    }

    /// A temporary file that disappears with its handle, however the process ends.
    pub(crate) fn temporary_file(&self) -> std::io::Result<std::fs::File> {
        if let Some(directory) = &self.temp {
            return tempfile::tempfile_in(directory);
        }
        // Data may lie where nothing can be written.
        let beside = self.beside.as_ref().and_then(|place| tempfile::tempfile_in(place).ok());
        beside.map_or_else(tempfile::tempfile, Ok)
    }
}
