//! What `einsum` is told: the names of the operands' axes and of the result's.

use super::contract::Label;
use super::value;
use crate::error::{Error, ErrorKind, Result};

/// The names of axes that an ellipsis stands for: this, and how far from its last.
const BROADCAST: Label = 1 << 16;

/// The names of the axes of each operand, and of the result.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Subscripts {
    pub operands: Vec<Vec<Label>>,
    pub result: Vec<Label>,
}

/// Letters before an ellipsis and after; `None` for no ellipsis.
type Term = (Vec<Label>, Option<Vec<Label>>);

/// Reads `"i...j"`.
fn term(text: &str) -> Result<Term> {
    let mut letters = Vec::new();
    let mut after = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(tail) = rest.strip_prefix("...") {
            if after.replace(Vec::new()).is_some() {
                return Err(value("einsum", "one ellipsis an operand", format!("{text:?}")));
            }
            rest = tail;
            continue;
        }
        if c.is_ascii_alphabetic() {
            after.as_mut().unwrap_or(&mut letters).push(c as Label);
        } else if c != ' ' {
            return Err(value("einsum", "letters and \"...\"", format!("{c:?} in {text:?}")));
        }
        rest = &rest[c.len_utf8()..];
    }
    Ok((letters, after))
}

/// All axes of a term whose ellipsis stands for so many.
fn spelled((before, after): Term, many: usize) -> Vec<Label> {
    let mut labels = before;
    if let Some(after) = after {
        labels.extend((0..many as Label).rev().map(|i| BROADCAST + i));
        labels.extend(after);
    }
    labels
}

/// A label as it is written.
pub(super) fn shown(label: Label) -> String {
    match char::from_u32(label).filter(|_| label < BROADCAST) {
        Some(letter) => format!("{letter:?}"),
        None => "of the ellipsis".to_owned(),
    }
}

impl Subscripts {
    /// `shapes` are those of the operands.
    pub(super) fn parse(text: &str, shapes: &[&[usize]]) -> Result<Self> {
        let (inputs, output) = match text.split_once("->") {
            Some((inputs, output)) => (inputs, Some(output)),
            None => (text, None),
        };
        let terms: Vec<&str> = inputs.split(',').collect();
        if terms.len() != shapes.len() {
            let expected = format!("{} operands, as many as {text:?} names", terms.len());
            return Err(value("einsum", &expected, shapes.len().to_string()));
        }
        let mut operands = Vec::with_capacity(terms.len());
        let mut most = 0;
        for (text, shape) in terms.into_iter().zip(shapes) {
            let (before, after) = term(text)?;
            let named = before.len() + after.as_ref().map_or(0, Vec::len);
            if named > shape.len() || (after.is_none() && named < shape.len()) {
                return Err(Error::new(ErrorKind::Shape, "einsum")
                    .expected(format!("an operand with the axes {text:?}"))
                    .found(format!("shape {shape:?}"))
                    .help("an ellipsis (\"...\") stands for any further axes"));
            }
            let many = shape.len() - named;
            most = most.max(many);
            operands.push(spelled((before, after), many));
        }
        let result = match output {
            Some(output) => Self::given(output, &operands, most)?,
            None => Self::implied(&operands, most),
        };
        Ok(Self { operands, result })
    }

    fn given(text: &str, operands: &[Vec<Label>], most: usize) -> Result<Vec<Label>> {
        let output = term(text)?;
        if output.1.is_none() && most > 0 {
            let expected = format!("an ellipsis in the output, for {most} axes of operands");
            return Err(value("einsum", &expected, format!("{text:?}")));
        }
        let labels = spelled(output, most);
        for (i, label) in labels.iter().enumerate() {
            let unknown = !operands.iter().any(|own| own.contains(label));
            if unknown || labels[..i].contains(label) {
                let expected = "in the output every axis once, and only axes of operands";
                return Err(value(
                    "einsum",
                    expected,
                    format!("axis {} in {text:?}", shown(*label)),
                ));
            }
        }
        Ok(labels)
    }

    /// The axes of the ellipsis, then the letters that occur once, in the alphabet's order.
    fn implied(operands: &[Vec<Label>], most: usize) -> Vec<Label> {
        let all: Vec<Label> = operands.concat();
        let once = |l: &Label| *l < BROADCAST && all.iter().filter(|o| *o == l).count() == 1;
        let mut letters: Vec<Label> = all.iter().copied().filter(once).collect();
        letters.sort_unstable();
        let mut labels: Vec<Label> = (0..most as Label).rev().map(|i| BROADCAST + i).collect();
        labels.extend(letters);
        labels
    }
}
