//! Characters for characters, by a table.

use std::collections::HashMap;

use crate::error::{Error, ErrorKind, Result};

/// What each character, or byte, becomes.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// let table = Translation::map([('a', Some("4")), ('e', Some("3"))]);
/// assert_eq!(translate("leap", table).load()?.to_string(), "l34p");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone)]
pub enum Translation {
    /// The character at the place of a code point; those past the end stay.
    Points(Vec<char>),
    /// A text for a character, nothing for those to be deleted; the others stay.
    Map(HashMap<char, Option<String>>),
    /// The byte at the place of a byte, and whether it is deleted first.
    Bytes(Box<[(u8, bool); 256]>),
}

impl Translation {
    /// The `i`-th character of the table stands for code point `i`; those past its end stay.
    ///
    /// ```
    /// # use ch5_array::{char::*, prelude::*};
    /// let table = Translation::points("\u{0}\u{1}\u{2}");
    /// assert_eq!(translate("abc", table).load()?.to_string(), "abc");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn points(table: &str) -> Self {
        Self::Points(table.chars().collect())
    }

    /// A text for each of some characters, `None` for those to be deleted.
    ///
    /// ```
    /// # use ch5_array::{char::*, prelude::*};
    /// assert_eq!(translate("a-b", Translation::map([('-', None)])).load()?.to_string(), "ab");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn map<'a>(pairs: impl IntoIterator<Item = (char, Option<&'a str>)>) -> Self {
        Self::Map(pairs.into_iter().map(|(c, to)| (c, to.map(str::to_owned))).collect())
    }

    /// The `i`-th byte of the table stands for byte `i`, after the bytes `deleted` are gone.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] if the table has not 256 bytes.
    ///
    /// ```
    /// # use ch5_array::{Scalar, char::*, prelude::*, scalar};
    /// let mut table: Vec<u8> = (0..=255).collect();
    /// table[usize::from(b'a')] = b'A';
    /// let bytes = scalar(Scalar::Bytes(b"banana".to_vec()));
    /// let y = translate(bytes, Translation::bytes(&table, b"n")?).item_as::<Vec<u8>>()?;
    /// assert_eq!(y, b"bAAA");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn bytes(table: &[u8], deleted: &[u8]) -> Result<Self> {
        let table: &[u8; 256] = table.try_into().map_err(|_| {
            Error::new(ErrorKind::Shape, "a table of bytes")
                .expected("256 bytes")
                .found(format!("{}", table.len()))
        })?;
        let mut all = Box::new(table.map(|to| (to, false)));
        deleted.iter().for_each(|&byte| all[usize::from(byte)].1 = true);
        Ok(Self::Bytes(all))
    }

    /// Adds the translation of a text; a table of bytes translates none.
    pub(crate) fn text(&self, text: &str, out: &mut String) {
        match self {
            Self::Points(table) => {
                out.extend(text.chars().map(|c| *table.get(c as usize).unwrap_or(&c)));
            }
            Self::Map(map) => {
                for c in text.chars() {
                    match map.get(&c) {
                        Some(Some(to)) => out.push_str(to),
                        Some(None) => {}
                        None => out.push(c),
                    }
                }
            }
            Self::Bytes(_) => out.push_str(text),
        }
    }

    /// Adds the translation of bytes; only a table of bytes translates any.
    pub(crate) fn raw(&self, bytes: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Bytes(table) => out.extend(
                bytes
                    .iter()
                    .filter(|&&byte| !table[usize::from(byte)].1)
                    .map(|&byte| table[usize::from(byte)].0),
            ),
            _ => out.extend_from_slice(bytes),
        }
    }
}
