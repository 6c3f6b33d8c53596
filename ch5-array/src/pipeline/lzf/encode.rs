//! From bytes to a stream.

use std::cell::RefCell;

use super::{LITERAL, LONGEST, REACH};

/// Bits of a place in the table.
const BITS: u32 = 14;
/// Bytes that are looked up at once.
const KEY: usize = 3;
/// Larger inputs are not encoded; a chunk is smaller than 4 GiB.
const MOST: usize = u32::MAX as usize - 1;

/// Where three bytes were seen last, by their hash; behind it by one, so that 0 is nowhere.
type Table = Box<[u32; 1 << BITS]>;

#[inline(always)]
fn key(bytes: &[u8], at: usize) -> Option<u32> {
    let three = bytes.get(at..)?.first_chunk::<KEY>()?;
    Some(u32::from_le_bytes([three[0], three[1], three[2], 0]))
}

#[inline(always)]
fn place(key: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}

/// Bytes that are the same from two places on, of which the first three are known to be.
#[inline(always)]
fn common(bytes: &[u8], first: usize, second: usize) -> usize {
    let most = LONGEST.min(bytes.len() - second);
    let (a, b) = (&bytes[first..][..most], &bytes[second..][..most]);
    let mut n = 0;
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        let differ = a.iter().zip(b).position(|(a, b)| a != b);
        if let Some(same) = differ {
            return n + same;
        }
        n += 8;
    }
    n + a[n..].iter().zip(&b[n..]).take_while(|(a, b)| a == b).count()
}

/// Adds bytes as they are.
fn literals(mut bytes: &[u8], to: &mut Vec<u8>) {
    while !bytes.is_empty() {
        let (some, rest) = bytes.split_at(bytes.len().min(LITERAL));
        to.push((some.len() - 1) as u8);
        to.extend_from_slice(some);
        bytes = rest;
    }
}

/// Encodes bytes into `to`; false where that does not make them smaller.
pub(in crate::pipeline) fn encode(from: &[u8], to: &mut Vec<u8>) -> bool {
    thread_local! {
        static TABLE: RefCell<Table> = RefCell::new(Box::new([0; 1 << BITS]));
    }
    to.clear();
    if from.len() > MOST {
        return false;
    }
    TABLE.with_borrow_mut(|table| {
        table.fill(0);
        stream(from, to, table)
    })
}

fn stream(from: &[u8], to: &mut Vec<u8>, table: &mut Table) -> bool {
    // Bytes from `kept` to `at` wait to be added as they are.
    let (mut kept, mut at) = (0, 0);
    while let Some(now) = key(from, at) {
        let seen = std::mem::replace(&mut table[place(now)], at as u32 + 1) as usize;
        let before = seen.wrapping_sub(1);
        if seen == 0 || at - before > REACH || key(from, before) != Some(now) {
            at += 1;
            // What does not repeat is not looked at byte by byte.
            at += (at - kept) >> 7;
            continue;
        }
        let n = common(from, before, at);
        literals(&from[kept..at], to);
        let (length, back) = (n - 2, at - before - 1);
        to.push((length.min(7) << 5 | back >> 8) as u8);
        if length >= 7 {
            to.push((length - 7) as u8);
        }
        to.push(back as u8);
        if to.len() >= from.len() {
            return false;
        }
        // The end of the repetition may begin the next one.
        for inside in (at + n).saturating_sub(2)..at + n {
            if let Some(key) = key(from, inside) {
                table[place(key)] = inside as u32 + 1;
            }
        }
        at += n;
        kept = at;
    }
    literals(&from[kept..], to);
    to.len() < from.len()
}
