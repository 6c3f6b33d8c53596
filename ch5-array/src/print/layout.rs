//! Words in brackets, broken into lines.

use super::Corner;

/// What stands between and around the words.
pub(super) struct Layout<'w> {
    pub corner: &'w Corner,
    pub words: &'w [String],
    /// Between words: a space, or a comma and a space.
    pub separator: &'w str,
    /// The characters of a line.
    pub width: usize,
}

/// Characters, by which lines are measured.
fn len(text: &str) -> usize {
    text.chars().count()
}

impl Layout<'_> {
    /// The whole array; lines after the first begin behind so many characters.
    pub(super) fn array(&self, indent: usize) -> String {
        let kept = self.corner.kept();
        if kept.contains(&0) {
            return "[]".to_owned();
        }
        self.nested(&kept, 0, 0, indent + 1, self.width)
    }

    fn nested(
        &self,
        kept: &[usize],
        axis: usize,
        at: usize,
        indent: usize,
        width: usize,
    ) -> String {
        let Some(&count) = kept.get(axis) else {
            return self.words.get(at).cloned().unwrap_or_default();
        };
        let inner: usize = kept[axis + 1..].iter().product();
        let edge = self.corner.edge.filter(|_| self.corner.cuts(self.corner.shape[axis]));
        let one = |i: usize| {
            self.nested(kept, axis + 1, at + i * inner, indent + 1, width.saturating_sub(1))
        };
        let items = (0..count).flat_map(|i| {
            let gap = (edge == Some(i)).then(|| "...".to_owned());
            gap.into_iter().chain([one(i)])
        });
        let last = count - 1 + usize::from(edge.is_some());
        let body = if axis + 1 == kept.len() {
            self.line(items, last, indent, width)
        } else {
            let rows = kept.len() - axis - 1;
            let gap =
                self.separator.trim_end().to_owned() + &"\n".repeat(rows) + &" ".repeat(indent);
            items.collect::<Vec<_>>().join(&gap)
        };
        format!("[{body}]")
    }

    /// Words of the innermost axis, as many in a line as fit.
    fn line(
        &self,
        items: impl Iterator<Item = String>,
        last: usize,
        indent: usize,
        width: usize,
    ) -> String {
        // Behind every word there is a comma or the bracket.
        let room = width.saturating_sub(1);
        let (mut out, mut line) = (String::new(), String::new());
        for (i, word) in items.enumerate() {
            if !line.is_empty() && indent + len(&line) + len(&word) > room {
                out.push_str(line.trim_end());
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                line.clear();
            }
            line.push_str(&word);
            if i != last {
                line.push_str(self.separator);
            }
        }
        out + &line
    }
}
