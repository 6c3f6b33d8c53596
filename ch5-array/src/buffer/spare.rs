//! Vectors of a thread that are filled again: pages of fresh memory cost more than what is written
//! to them.
//!
//! What is here counts as working memory of the block that is next: it was a part of one before.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;

use super::{Buffer, Item, each};

/// Vectors that a thread keeps, and the most bytes of them.
const COUNT: usize = 8;
const BYTES: usize = 6 << 20;

thread_local! {
    static SPARE: RefCell<Vec<Buffer>> = const { RefCell::new(Vec::new()) };
    /// How many computations this thread is inside of.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// Bytes that it may keep.
    static LIMIT: Cell<usize> = const { Cell::new(0) };
}

/// While one lives, its thread keeps vectors.
pub(crate) struct Keep(PhantomData<*const ()>);

impl Keep {
    /// Where the computation may use so many bytes on this thread, a part of them is kept.
    pub(crate) fn new(memory: usize) -> Self {
        if DEPTH.get() == 0 {
            LIMIT.set(BYTES.min(memory / 8));
        }
        DEPTH.set(DEPTH.get() + 1);
        Self(PhantomData)
    }
}

impl Drop for Keep {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
        if DEPTH.get() == 0 {
            let _ = SPARE.take();
        }
    }
}

fn room(buffer: &Buffer) -> usize {
    each!(Buffer, buffer, v => v.capacity()) * buffer.element_type().size()
}

/// An empty vector, with room for so many elements.
pub(crate) fn empty<T: Item>(len: usize) -> Vec<T> {
    let mut vector: Vec<T> = stale(len);
    vector.clear();
    vector.reserve_exact(len);
    vector
}

/// A vector of so many elements, of which none means anything.
pub(crate) fn take<T: Item>(len: usize) -> Vec<T> {
    let mut vector: Vec<T> = stale(len);
    if vector.capacity() == 0 {
        return vec![T::default(); len];
    }
    vector.resize(len, T::default());
    vector
}

/// The smallest vector that is large enough, with what is in it.
fn stale<T: Item>(len: usize) -> Vec<T> {
    let fresh = || Vec::new();
    let kind = std::mem::discriminant(&T::wrap(fresh()));
    SPARE.with_borrow_mut(|all| {
        let fits = |i: &usize| {
            std::mem::discriminant(&all[*i]) == kind
                && each!(Buffer, &all[*i], v => v.capacity()) >= len
        };
        let found = (0..all.len()).filter(fits).min_by_key(|&i| room(&all[i]));
        // One that is much too large would be missed elsewhere.
        let found = found.filter(|&i| room(&all[i]) / 4 <= len * size_of::<T>());
        found.map_or_else(fresh, |i| T::take(all.swap_remove(i)).unwrap_or_default())
    })
}

/// Keeps a buffer that nobody needs any more.
pub(crate) fn give(buffer: Buffer) {
    let bytes = room(&buffer);
    if DEPTH.get() == 0
        || !(1024..=LIMIT.get() / 2).contains(&bytes)
        || !buffer.element_type().is_number()
    {
        return;
    }
    SPARE.with_borrow_mut(|all| {
        all.push(buffer);
        while all.len() > COUNT || all.iter().map(room).sum::<usize>() > LIMIT.get() {
            all.remove(0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_is_large_enough() {
        let _keep = Keep::new(1 << 20);
        give(Buffer::F64(vec![7.0; 1000]));
        give(Buffer::F64(vec![8.0; 2000]));
        give(Buffer::I64(vec![9; 1000]));
        assert_eq!(take::<i64>(900), [9; 900]);
        let more = take::<f64>(1500);
        assert_eq!((more.len(), more[0]), (1500, 8.0));
        give(Buffer::F64(more));
        let again = empty::<f64>(1200);
        assert_eq!((again.len(), again.capacity()), (0, 2000));
        assert_eq!(take::<f64>(3000), [0.0; 3000]);
    }

    #[test]
    fn keeps_a_part_of_the_memory() {
        let _keep = Keep::new(1 << 16);
        for _ in 0..8 {
            give(Buffer::F64(vec![7.0; 500]));
        }
        let kept = SPARE.with_borrow(|all| all.iter().map(room).sum::<usize>());
        assert!((4000..=1 << 14).contains(&kept), "{kept}");
        give(Buffer::F64(vec![7.0; 2000]));
        assert_eq!(take::<f64>(2000), [0.0; 2000]);
    }

    #[test]
    fn keeps_nothing_outside_of_a_computation() {
        drop(Keep::new(1 << 20));
        give(Buffer::F64(vec![7.0; 1000]));
        assert_eq!(take::<f64>(1000), [0.0; 1000]);
    }
}
