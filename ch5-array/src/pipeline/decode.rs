//! Undoing a chunk's filters.

use std::cell::RefCell;

use super::{Filter, fletcher, lzf, shuffle};
use crate::error::{Error, ErrorKind, Result};

/// Buffers of a thread, kept from chunk to chunk: fresh memory costs more than decoding into it.
#[derive(Default)]
pub(super) struct Scratch {
    pub raw: Vec<u8>,
    first: Vec<u8>,
    second: Vec<u8>,
}

thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());

/// Lends a thread's buffers.
pub(super) fn scratch<R>(f: impl FnOnce(&mut Scratch) -> R) -> R {
    SCRATCH.with(|cell| match cell.try_borrow_mut() {
        Ok(mut scratch) => f(&mut scratch),
        Err(_) => f(&mut Scratch::default()),
    })
}

#[cold]
fn broken(what: &str) -> Error {
    Error::new(ErrorKind::Malformed, what.to_owned())
}

fn inflate(from: &[u8], to: &mut Vec<u8>, size: usize) -> Result<()> {
    thread_local! {
        static INFLATE: RefCell<libdeflater::Decompressor> =
            RefCell::new(libdeflater::Decompressor::new());
    }
    to.resize(size, 0);
    let made = INFLATE.with_borrow_mut(|inflate| inflate.zlib_decompress(from, to));
    match made {
        Ok(n) if n == size => Ok(()),
        Ok(n) => Err(broken("a compressed chunk")
            .expected(format!("{size} bytes"))
            .found(format!("{n} bytes"))),
        Err(error) => Err(broken("a chunk that does not decompress").because(error)),
    }
}

/// Decodes `raw` into a chunk of `size` bytes, and gives it to `take`.
pub(super) fn decode<R>(
    filters: &[Filter],
    mask: u32,
    size: usize,
    scratch: &mut Scratch,
    take: impl FnOnce(&[u8]) -> Result<R>,
) -> Result<R> {
    let Scratch { raw, first, second } = scratch;
    let applied: Vec<Filter> =
        filters.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 0).map(|(_, f)| *f).collect();
    // Where the bytes are now: `raw` without what was cut off, or one of the buffers.
    let (mut now, mut cut): (u8, usize) = (0, raw.len());
    for (i, filter) in applied.iter().enumerate().rev() {
        let before = applied[..i].iter().filter(|f| **f == Filter::Fletcher32).count();
        let wanted = size + 4 * before;
        let (from, to, next): (&[u8], &mut Vec<u8>, u8) = match now {
            0 => (&raw[..cut], &mut *first, 1),
            1 => (&first[..cut], &mut *second, 2),
            _ => (&second[..cut], &mut *first, 1),
        };
        match filter {
            Filter::Fletcher32 => {
                let data = fletcher::verified(from)
                    .ok_or_else(|| broken("a chunk whose checksum is wrong"))?;
                cut = data.len();
                continue;
            }
            Filter::Deflate(_) => inflate(from, to, wanted)?,
            Filter::Lzf => {
                to.resize(wanted, 0);
                lzf::decode(from, to).map_err(|wrong| {
                    broken("a chunk that does not decompress")
                        .expected(format!("{wanted} bytes"))
                        .found(wrong.says(wanted))
                })?;
            }
            Filter::Zstd => {
                to.resize(wanted, 0);
                let n = zstd::bulk::decompress_to_buffer(from, &mut to[..])
                    .map_err(|e| broken("a chunk that does not decompress").because(e))?;
                if n != wanted {
                    return Err(broken("a compressed chunk")
                        .expected(format!("{wanted} bytes"))
                        .found(format!("{n} bytes")));
                }
            }
            Filter::Shuffle(element) => {
                to.resize(from.len(), 0);
                shuffle::unshuffle(*element, from, to);
            }
        }
        cut = to.len();
        now = next;
    }
    let data = match now {
        0 => &raw[..cut],
        1 => &first[..cut],
        _ => &second[..cut],
    };
    if data.len() != size {
        return Err(broken("a chunk")
            .expected(format!("{size} bytes"))
            .found(format!("{} bytes", data.len())));
    }
    take(data)
}
