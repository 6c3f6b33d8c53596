//! Values as `Debug` shows them: short.

use ch5_array::{Dataset, Object, Value};

use crate::read::{Cell, Content, Node, View, value_view};

/// Characters of text and elements of a list that are shown.
const TEXT: usize = 60;
const ITEMS: usize = 6;

/// A node in a few words.
pub(crate) fn node(node: Node<'_>) -> String {
    match node.content() {
        Err(e) => format!("<{e}>"),
        Ok((content, _)) => match content {
            Content::View(v) => view(v, 0),
            Content::Owned(value) => view(value_view(&value), 0),
            Content::Scalar(dataset, _) => match dataset.read_value() {
                Ok(value) => view(value_view(&value), 0),
                Err(e) => format!("<{e}>"),
            },
            Content::Elements(elements, Some(Object::Dataset(d))) => dataset(&d, elements.left()),
            Content::Elements(elements, _) => format!("[... {} elements]", elements.left()),
            Content::List(_, len) => format!("[... {len} elements]"),
            Content::Bytes(d) => format!("b[{}]", d.shape().first().unwrap_or(&0)),
            Content::Variant(name, ..) => format!("{name}(...)"),
            Content::NdArray(Object::Dataset(d)) => dataset(&d, 0),
            Content::Members(_) | Content::Pairs(_) | Content::Packed(_) => "{...}".into(),
            Content::NdArray(_) => "array".into(),
            Content::Encoded(_) => "<bincode>".into(),
        },
    }
}

/// A dataset without its elements.
pub(crate) fn dataset(d: &Dataset, _rows: u64) -> String {
    format!("{}{:?}", d.dtype(), d.shape())
}

fn text(text: &str) -> String {
    if text.chars().count() <= TEXT {
        return format!("{text:?}");
    }
    let short: String = text.chars().take(TEXT).collect();
    format!("{short:?}...")
}

/// A value of any datatype in a few words.
pub(crate) fn value(v: &Value) -> String {
    view(value_view(v), 0)
}

fn cell(c: Cell<'_>, depth: usize) -> String {
    match c.view() {
        Ok(v) => view(v, depth),
        Err(e) => format!("<{e}>"),
    }
}

fn view(v: View<'_>, depth: usize) -> String {
    match v {
        View::Null => "null".into(),
        View::Absent => "-".into(),
        View::Bool(b) => b.to_string(),
        View::Int(n) => n.to_string(),
        View::Uint(n) => n.to_string(),
        View::F32(x) => format!("{x:?}"),
        View::F64(x) => format!("{x:?}"),
        View::Complex(re, im) => format!("{re}{im:+}i"),
        View::Text(t) => text(t),
        View::I128(t) | View::U128(t) => t.to_owned(),
        View::Enum("", code) => format!("enum({code})"),
        View::Enum(name, _) => name.to_owned(),
        View::Bytes(b) => format!("b[{}]", b.len()),
        View::Variant(name, inner) => match inner.view() {
            Ok(View::Null | View::Absent) => name.to_owned(),
            _ => format!("{name}({})", cell(inner, depth + 1)),
        },
        _ if depth > 2 => "...".into(),
        View::List(list) => {
            let shown: Vec<String> = (0..list.len().min(ITEMS))
                .filter_map(|i| list.get(i))
                .map(|c| cell(c, depth + 1))
                .collect();
            let more = if list.len() > ITEMS { ", ..." } else { "" };
            format!("[{}{more}]", shown.join(", "))
        }
        View::Map(map) => {
            let shown: Vec<String> = (0..map.len().min(ITEMS))
                .filter_map(|i| map.entry(i))
                .map(|(k, v)| format!("{}: {}", cell(k, depth + 1), cell(v, depth + 1)))
                .collect();
            let more = if map.len() > ITEMS { ", ..." } else { "" };
            format!("{{{}{more}}}", shown.join(", "))
        }
        View::Record(record) => {
            let shown: Vec<String> = (0..record.len().min(ITEMS))
                .filter_map(|i| record.entry(i))
                .map(|(name, c)| format!("{name}: {}", cell(c, depth + 1)))
                .collect();
            let more = if record.len() > ITEMS { ", ..." } else { "" };
            format!("{{{}{more}}}", shown.join(", "))
        }
    }
}
