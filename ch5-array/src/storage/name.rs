//! Between keys of a map and the names of links.
//!
//! A link name cannot be empty, start with a dot or hold `/` or NUL, and `%` is the escape sign,
//! so those are written as `%XX`. Names are unescaped only in groups that carry ch5's mark, as a
//! foreign `50%25` means itself.

use std::borrow::Cow;

use crate::error::{Error, ErrorKind, Result};

/// The attribute of groups with escaped names.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::name::{ESCAPED, escape};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// # let root = file.root()?;
/// root.attrs().write_numbers(ESCAPED, &[], &[1u8])?;
/// root.create_group(&escape("m/s"))?;
/// assert_eq!(root.names()?, ["m%2Fs"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const ESCAPED: &str = "__ch5_escaped__";

/// The link name of a key.
///
/// ```
/// use ch5_array::name::{escape, unescape};
/// assert_eq!(escape("a/b"), "a%2Fb");
/// assert_eq!(escape("plain"), "plain");
/// assert_eq!(escape(""), "%");
/// assert_eq!(unescape("a%2Fb").unwrap(), "a/b");
/// assert_eq!(unescape("%").unwrap(), "");
/// ```
#[must_use]
pub fn escape(key: &str) -> Cow<'_, str> {
    if key.is_empty() {
        return Cow::Borrowed("%");
    }
    let special = |b: u8| matches!(b, b'/' | b'%' | 0);
    if !key.starts_with('.') && !key.bytes().any(special) {
        return Cow::Borrowed(key);
    }
    let mut out = String::with_capacity(key.len() + 4);
    for (i, c) in key.char_indices() {
        match c {
            '/' => out.push_str("%2F"),
            '%' => out.push_str("%25"),
            '\0' => out.push_str("%00"),
            '.' if i == 0 => out.push_str("%2E"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The key of an escaped link name.
///
/// # Errors
///
/// A `%` that is not followed by a code which [`escape`] writes.
///
/// ```
/// use ch5_array::ErrorKind;
/// use ch5_array::name::unescape;
/// assert_eq!(unescape("50%25")?, "50%");
/// assert_eq!(unescape("50%").unwrap_err().kind(), ErrorKind::Malformed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unescape(name: &str) -> Result<Cow<'_, str>> {
    if name == "%" {
        return Ok(Cow::Borrowed(""));
    }
    if !name.contains('%') {
        return Ok(Cow::Borrowed(name));
    }
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        out.push(match after.get(..2) {
            Some("2F") => '/',
            Some("25") => '%',
            Some("00") => '\0',
            Some("2E") => '.',
            _ => {
                return Err(Error::new(
                    ErrorKind::Malformed,
                    format!("bad escape in name {name:?}"),
                )
                .expected("%2F, %25, %00 or %2E after %"));
            }
        });
        rest = &after[2..];
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// Refuses names that HDF5 cannot hold as one link: for names given as they are.
pub(crate) fn check(name: &str) -> Result<()> {
    let problem = if name.is_empty() {
        "is empty"
    } else if name == "." {
        "is a dot"
    } else if name.contains('/') {
        "has a slash"
    } else if name.contains('\0') {
        "has a NUL byte"
    } else if name.len() > 60_000 {
        "is longer than 60,000 bytes"
    } else {
        return Ok(());
    };
    let shown: String = name.chars().take(60).collect();
    Err(Error::new(ErrorKind::Name, format!("the name {shown:?} {problem}"))
        .help("give another name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_reversible_and_injective() {
        let keys = ["", ".", "..", "a/b", "%", "%2F", "a%", "\0", ".hidden", "å/ä", "50%25"];
        let names: Vec<_> = keys.iter().map(|k| escape(k).into_owned()).collect();
        for (key, name) in keys.iter().zip(&names) {
            check(name).expect("a valid name");
            assert_eq!(unescape(name).expect("unescapes"), *key);
        }
        let unique: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!(unique.len(), keys.len());
    }
}
