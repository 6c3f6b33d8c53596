//! Many texts in two buffers.

use crate::error::{Error, ErrorKind, Result};

/// Texts one after the other in one buffer, each followed by a NUL so that HDF5 can be pointed at
/// them. A text costs its bytes and 9 more.
///
/// ```
/// use ch5_array::Texts;
/// let mut texts: Texts = ["time", "channel"].into_iter().collect();
/// texts.push("gain")?;
/// assert_eq!(texts.len(), 3);
/// assert_eq!(texts.iter().collect::<Vec<_>>().join(" "), "time channel gain");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    bytes: String,
    ends: Vec<usize>,
}

impl Texts {
    /// No texts.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// assert!(Texts::new().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a text.
    ///
    /// # Errors
    ///
    /// A text with a NUL byte cannot be stored by HDF5 and is refused.
    ///
    /// ```
    /// use ch5_array::{ErrorKind, Texts};
    /// let mut texts = Texts::new();
    /// texts.push("grün")?;
    /// assert_eq!(texts.push("a\0b").unwrap_err().kind(), ErrorKind::Name);
    /// assert_eq!(texts.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn push(&mut self, text: &str) -> Result<()> {
        if let Some(at) = memchr_nul(text) {
            return Err(Error::new(
                ErrorKind::Name,
                format!("text has a NUL byte at position {at}"),
            )
            .expected("text without NUL")
            .found(format!("{:?}", text.chars().take(40).collect::<String>()))
            .help("HDF5 text ends at NUL: store it as bytes instead"));
        }
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        self.bytes.push('\0');
        Ok(())
    }

    /// The number of texts.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// let texts: Texts = ["a", "", "c"].into_iter().collect();
    /// assert_eq!(texts.len(), 3);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True if there is none.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// let texts: Texts = [""].into_iter().collect();
    /// assert!(!texts.is_empty());                                // one text, without a character
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text at an index.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// let texts: Texts = ["a", "bc"].into_iter().collect();
    /// assert_eq!((texts.get(1), texts.get(2)), (Some("bc"), None));
    /// ```
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends.get(index - 1)? + 1 };
        self.bytes.get(start..end)
    }

    /// All texts in order.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// let texts: Texts = ["a", "bcd"].into_iter().collect();
    /// assert_eq!(texts.iter().map(str::len).max(), Some(3));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|i| self.get(i))
    }

    /// Bytes held: the texts with a NUL behind each, and where they end.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// let texts: Texts = ["a", "bc"].into_iter().collect();
    /// assert_eq!(texts.size(), 5 + 2 * size_of::<usize>());
    /// ```
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len() + self.ends.len() * size_of::<usize>()
    }

    /// Drops all texts from `len` on.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// let mut texts: Texts = ["a", "b", "c"].into_iter().collect();
    /// texts.truncate(1);
    /// assert_eq!(texts, ["a"].into_iter().collect());
    /// ```
    pub fn truncate(&mut self, len: usize) {
        if len < self.ends.len() {
            let end = if len == 0 { 0 } else { self.ends[len - 1] + 1 };
            self.bytes.truncate(end);
            self.ends.truncate(len);
        }
    }

    /// Drops all texts, keeps the memory.
    ///
    /// ```
    /// use ch5_array::Texts;
    /// let mut texts: Texts = ["a", "b"].into_iter().collect();
    /// texts.clear();
    /// assert!(texts.is_empty());
    /// ```
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Texts that each have a NUL behind them, in a buffer, and where they end; `None` if they are
    /// not UTF-8. The caller promises that no other NUL is in the buffer.
    pub(crate) fn of_parts(bytes: Vec<u8>, ends: Vec<usize>) -> Option<Self> {
        // A NUL cannot be a part of a character: all are valid if the whole is.
        Some(Self { bytes: String::from_utf8(bytes).ok()?, ends })
    }

    /// Start of each NUL-terminated text in [`Texts::raw`].
    pub(crate) fn starts(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(0).chain(self.ends.iter().map(|e| e + 1)).take(self.ends.len())
    }

    /// All texts with their NULs.
    pub(crate) fn raw(&self) -> &[u8] {
        self.bytes.as_bytes()
    }
}

fn memchr_nul(text: &str) -> Option<usize> {
    // `contains` looks at many bytes at once.
    text.as_bytes().contains(&0).then(|| text.find('\0')).flatten()
}

impl<'a> FromIterator<&'a str> for Texts {
    /// Collects texts; those with NUL are cut at it, use [`Texts::push`] to be told.
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut all = Self::new();
        for text in texts {
            let _ = all.push(text.split('\0').next().unwrap_or(""));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_and_truncates() {
        let mut texts: Texts = ["a", "", "långt"].into_iter().collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["a", "", "långt"]);
        texts.truncate(1);
        assert_eq!((texts.len(), texts.get(0), texts.get(1)), (1, Some("a"), None));
        assert!(texts.push("x\0y").is_err());
    }
}
