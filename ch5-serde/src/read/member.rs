//! Members of a group by key.

use std::rc::Rc;

use ch5_array::{Entry, Group, Object, Result, name};

use super::Hidden;

/// The members of a group, their names unescaped where the group is ch5's.
pub(crate) struct Members {
    pub(crate) group: Group,
    pub(crate) escaped: bool,
    /// Names that belong to fields around a flattened one.
    pub(crate) hidden: Option<Rc<Hidden>>,
}

impl Members {
    pub(crate) fn new(group: Group) -> Result<Self> {
        let escaped =
            group.identity()?.attributes > 0 && group.attrs().number(name::ESCAPED)?.is_some();
        Ok(Self { group, escaped, hidden: None })
    }

    /// Names of links and the keys they stand for, in order.
    pub(crate) fn keys(&self) -> Result<Vec<(String, String)>> {
        let entries = self.entries()?.into_iter();
        Ok(entries.map(|(entry, key)| (entry.name().to_owned(), key)).collect())
    }

    /// The members to be opened, and the keys their names stand for, in order.
    pub(crate) fn entries(&self) -> Result<Vec<(Entry, String)>> {
        let mut entries = Vec::new();
        for entry in self.group.entries()? {
            let key = self.key(entry.name());
            if !self.hidden.as_ref().is_some_and(|hidden| hidden.knows(&key)) {
                entries.push((entry, key));
            }
        }
        Ok(entries)
    }

    /// A name that ch5 did not escape stands for itself.
    fn key(&self, link: &str) -> String {
        match name::unescape(link) {
            Ok(key) if self.escaped => key.into_owned(),
            _ => link.to_owned(),
        }
    }

    /// Opens the member of a key.
    pub(crate) fn get(&self, key: &str) -> Result<Option<Object>> {
        if self.hidden.as_ref().is_some_and(|hidden| hidden.takes(key)) {
            return Ok(None);
        }
        let link = name::escape(key);
        if !self.escaped && *link != *key {
            // A foreign name that ch5 would escape: it can still be opened if it is one link.
            if key.is_empty() || key.contains('/') || key.contains('\0') || key == "." {
                return Ok(None);
            }
            return self.group.try_open(key);
        }
        self.group.try_open(&link)
    }
}
