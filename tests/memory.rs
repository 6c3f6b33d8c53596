//! A sequence of any length is written and read in bounded memory.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ch5::{Deserializer, File, H5Mode, Node, read_serde, write_serde};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer as _, Serialize, Serializer};

/// Counts what is allocated now, and the most there was.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grown(by: usize) {
    let now = NOW.fetch_add(by, Ordering::Relaxed) + by;
    PEAK.fetch_max(now, Ordering::Relaxed);
}

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Old and new may be there at the same time.
        grown(size);
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Bytes a call may need beside the caller's own data.
const MOST: usize = 16 << 20;
/// Bytes that it needs at least, or nothing was measured.
const LEAST: usize = 64 << 10;

/// One measurement at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The most bytes that a call had allocated at once, beyond what was there before.
fn peak<T>(call: impl FnOnce() -> T) -> (T, usize) {
    let before = NOW.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let done = call();
    (done, PEAK.load(Ordering::Relaxed).saturating_sub(before))
}

#[track_caller]
fn bounded(what: &str, bytes: usize) {
    println!("{what}: {} KiB", bytes >> 10);
    assert!(bytes < MOST, "{what} took {bytes} bytes");
    assert!(bytes > LEAST, "{what} took {bytes} bytes: is it measured?");
}

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
struct Hit {
    id: u32,
    score: f64,
    name: String,
    tags: Vec<u16>,
    maybe: Option<i64>,
}

fn hit(i: u64) -> Hit {
    Hit {
        id: i as u32,
        score: i as f64 / 3.0,
        name: format!("hit number {i}"),
        tags: vec![i as u16; (i % 3) as usize],
        maybe: i.is_multiple_of(4).then_some(i as i64),
    }
}

/// A sequence that exists only while it is serialized.
struct Lazily<F>(u64, F);

impl<T: Serialize, F: Fn(u64) -> T> Serialize for Lazily<F> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq((0..self.0).map(&self.1))
    }
}

/// Looks at each element of a sequence and keeps none.
struct Each<F>(F);

impl<'de, F: FnMut(u64, Hit)> Visitor<'de> for Each<F> {
    type Value = u64;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<u64, A::Error> {
        let mut n = 0;
        while let Some(element) = seq.next_element()? {
            (self.0)(n, element);
            n += 1;
        }
        Ok(n)
    }
}

fn temp() -> (tempfile::TempDir, File) {
    let dir = tempfile::tempdir().unwrap();
    let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate).unwrap();
    (dir, file)
}

fn node(file: &File, name: &str) -> Node<'static> {
    Node::member(&file.root().unwrap(), name).unwrap()
}

#[test]
fn three_million_records_that_were_never_there() {
    let _alone = alone();
    let (_dir, file) = temp();
    let n = 3_000_000;
    let (done, bytes) = peak(|| write_serde(&file, "hits", &Lazily(n, hit)));
    done.unwrap();
    bounded("writing records", bytes);
    let (seen, bytes) = peak(|| {
        let check = Each(|i, element: Hit| assert_eq!(element, hit(i)));
        Deserializer::new(node(&file, "hits")).deserialize_seq(check)
    });
    assert_eq!(seen.unwrap(), n);
    bounded("reading records", bytes);
}

#[test]
fn a_million_floats_texts_and_records() {
    let _alone = alone();
    let (_dir, file) = temp();
    let n = 1_000_000;
    let floats: Vec<f64> = (0..n).map(|i| hit(i).score).collect();
    let texts: Vec<String> = (0..n).map(|i| hit(i).name).collect();
    let hits: Vec<Hit> = (0..n).map(hit).collect();
    let (done, bytes) = peak(|| write_serde(&file, "floats", &floats));
    done.unwrap();
    bounded("writing floats", bytes);
    let (done, bytes) = peak(|| write_serde(&file, "texts", &texts));
    done.unwrap();
    bounded("writing texts", bytes);
    let (done, bytes) = peak(|| write_serde(&file, "hits", &hits));
    done.unwrap();
    bounded("writing a list of records", bytes);
    assert!(read_serde::<Vec<f64>>(&file, "floats").unwrap() == floats);
    assert!(read_serde::<Vec<String>>(&file, "texts").unwrap() == texts);
    assert!(read_serde::<Vec<Hit>>(&file, "hits").unwrap() == hits);
}

/// Values of changing type, so that columns change their type too.
#[test]
fn columns_that_widen_and_split() {
    let _alone = alone();
    let (_dir, file) = temp();
    let n = 1_000_000;
    let json = |i: u64| match i {
        0..500_000 => serde_json::json!({"n": i % 200}),
        500_000..700_000 => serde_json::json!({"n": -(i as i64), "late": "x"}),
        _ if i.is_multiple_of(2) => serde_json::json!({"n": i as f64 + 0.5}),
        _ => serde_json::json!({"n": [i, null]}),
    };
    let (done, bytes) = peak(|| write_serde(&file, "json", &Lazily(n, json)));
    done.unwrap();
    bounded("writing values of changing type", bytes);
    let back: Vec<serde_json::Value> = read_serde(&file, "json").unwrap();
    assert!(back.into_iter().zip(0..).all(|(value, i)| value == json(i)));
}
