//! Expressions as short text, for `Debug`.

use std::fmt::{self, Write};

use super::Expr;
use crate::node::Node;

/// More of an expression is not shown.
const LONG: usize = 160;

/// Text that ends where it gets too long.
#[derive(Default)]
struct Short {
    text: String,
    cut: bool,
}

impl Write for Short {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let left = LONG - self.text.len();
        if more.len() <= left {
            self.text.push_str(more);
            return Ok(());
        }
        let end = (0..=left).rev().find(|&end| more.is_char_boundary(end)).unwrap_or(0);
        self.text.push_str(&more[..end]);
        self.cut = true;
        Err(fmt::Error)
    }
}

struct Line<'n>(&'n dyn Node);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.describe(f)
    }
}

/// A call as it would be written: datasets by their paths, numbers by themselves.
fn call(mut node: &dyn Node, out: &mut Short) -> fmt::Result {
    let mut inputs = node.inputs();
    let mut name;
    loop {
        if let Some(value) = node.constant() {
            return write!(out, "{value}");
        }
        if let (true, Some(dataset)) = (inputs.is_empty(), node.dataset()) {
            return out.write_str(dataset.path());
        }
        name = Line(node).to_string();
        name.truncate(name.find(' ').unwrap_or(name.len()));
        match &*inputs {
            // Operands are stretched by themselves.
            [one] if name == "broadcast" => node = *one,
            _ => break,
        }
        inputs = node.inputs();
    }
    out.write_str(&name)?;
    if inputs.is_empty() {
        return Ok(());
    }
    for (i, input) in inputs.into_iter().enumerate() {
        out.write_str(if i == 0 { "(" } else { ", " })?;
        call(input, out)?;
    }
    out.write_char(')')
}

/// A shape as numpy writes it.
struct Shape<'s>(&'s [usize]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [one] => write!(f, "({one},)"),
            sides => {
                let sides: Vec<String> = sides.iter().map(usize::to_string).collect();
                write!(f, "({})", sides.join(", "))
            }
        }
    }
}

/// The type, the shape, and the beginning of what is computed; nothing is read.
///
/// ```
/// use ch5_array::{File, H5Array, H5Mode, ops};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::array![[1.0, 2.0], [3.0, 4.0]])?;
/// let y = ops::sqrt(&x + 2.0);
/// assert_eq!(format!("{y:?}"), "Expr<float64, (2, 2)>: sqrt(add(/x, 2.0))");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<T> fmt::Debug for Expr<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let node = match &self.node {
            Ok(node) => node,
            Err(error) => return write!(f, "Expr: {error}"),
        };
        let mut short = Short::default();
        // What is too long ends it, and is marked.
        let _ = call(&**node, &mut short);
        let more = if short.cut { "..." } else { "" };
        write!(f, "Expr<{}, {}>: {}{more}", node.element_type(), Shape(node.shape()), short.text)
    }
}
