//! Text and bytes that outlive their reading.

use std::cell::{Cell, OnceCell};

/// Keeps text and bytes for types that borrow them, until it is dropped itself.
///
/// ```
/// use ch5_serde::Arena;
/// let arena = Arena::new();
/// let kept: &str = arena.text("abc");
/// assert_eq!(kept, "abc");
/// ```
#[derive(Debug)]
pub struct Arena {
    /// Block `i` has room for `2^i` pieces, so that pieces never move.
    blocks: [OnceCell<Block>; 40],
    count: Cell<usize>,
}

/// Room for pieces, each taken once.
type Block = Box<[OnceCell<Box<[u8]>>]>;

impl Default for Arena {
    fn default() -> Self {
        Self { blocks: [const { OnceCell::new() }; 40], count: Cell::new(0) }
    }
}

impl Arena {
    /// An empty arena.
    ///
    /// ```
    /// # use ch5_array::{File, H5Mode};
    /// # use std::collections::BTreeMap;
    /// use ch5_serde::{Arena, Deserializer, Node};
    /// use serde::Deserialize;
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// #[derive(Deserialize)]
    /// struct Camera<'a> { name: &'a str }
    ///
    /// ch5_serde::write_object(&file, "camera", &BTreeMap::from([("name", "left".to_string())]))?;
    /// let arena = Arena::new(); // outlives what borrows from it
    /// let node = Node::of(file.root()?.open("camera")?);
    /// let camera = Camera::deserialize(Deserializer::borrowing(node, &arena))?;
    /// assert_eq!(camera.name, "left");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a copy of bytes, and lends it for as long as the arena is there.
    ///
    /// ```
    /// # use ch5_serde::Arena;
    /// let arena = Arena::new();
    /// let mut buffer = vec![1, 2, 3];
    /// let kept = arena.bytes(&buffer);
    /// buffer.clear(); // the arena has a copy
    /// assert_eq!(kept, [1, 2, 3]);
    /// ```
    pub fn bytes(&self, bytes: &[u8]) -> &[u8] {
        let n = self.count.get() + 1;
        let block = n.ilog2() as usize;
        let Some(cell) = self.blocks.get(block) else { return &[] };
        let places = cell.get_or_init(|| (0..1usize << block).map(|_| OnceCell::new()).collect());
        self.count.set(n);
        match places.get(n - (1 << block)) {
            Some(place) => place.get_or_init(|| bytes.into()),
            None => &[],
        }
    }

    /// Keeps a copy of a text, and lends it for as long as the arena is there.
    ///
    /// ```
    /// # use ch5_serde::Arena;
    /// let arena = Arena::new();
    /// let words: Vec<&str> = (0..3).map(|n| arena.text(&format!("word {n}"))).collect();
    /// assert_eq!(words, ["word 0", "word 1", "word 2"]);
    /// ```
    pub fn text(&self, text: &str) -> &str {
        std::str::from_utf8(self.bytes(text.as_bytes())).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stay_where_they_are() {
        let arena = Arena::new();
        let kept: Vec<&str> = (0..1000).map(|i| arena.text(&i.to_string())).collect();
        for (i, text) in kept.iter().enumerate() {
            assert_eq!(*text, i.to_string());
        }
    }
}
