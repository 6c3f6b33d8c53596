//! What text and bytes have in common: both are sequences of units, a character or a byte.

use std::ops::Range;

use compact_str::CompactString;

use super::class::{self, Class};
use crate::buffer::Item;
use crate::types::ElementType;

/// `str`, whose units are characters with the rules of Unicode, or `[u8]`, whose units are bytes
/// with the rules of ASCII: Python's `str` and `bytes`.
pub(crate) trait Units: AsRef<[u8]> + 'static {
    /// What results are put together in.
    type Buf: Default + AsRef<[u8]>;

    /// An element of an array.
    type Item: Item;

    /// The type of the elements.
    const TYPE: ElementType;

    /// No units.
    fn empty() -> &'static Self;

    /// The units of an element.
    fn of(item: &Self::Item) -> &Self;

    /// The content of a buffer.
    fn view(buf: &Self::Buf) -> &Self;

    /// Takes the content of a buffer out and leaves it empty.
    fn finish(buf: &mut Self::Buf) -> Self::Item;

    /// Adds units.
    fn push(buf: &mut Self::Buf, part: &Self);

    /// Adds one unit.
    fn push_unit(buf: &mut Self::Buf, unit: u32);

    /// Adds the upper case of a unit.
    fn push_upper(buf: &mut Self::Buf, unit: u32);

    /// Adds the title case of a unit.
    fn push_title(buf: &mut Self::Buf, unit: u32);

    /// Adds the lower case of the unit at a place of `self`.
    fn push_lower(&self, buf: &mut Self::Buf, at: usize, unit: u32);

    /// The ASCII letters of a buffer in upper or lower case.
    fn ascii_case(buf: &mut Self::Buf, upper: bool);

    /// True if a unit is of a class.
    fn is(unit: u32, class: Class) -> bool;

    /// True if a line ends behind a unit.
    fn ends_line(unit: u32) -> bool;

    /// The units with their places.
    fn units(&self) -> impl DoubleEndedIterator<Item = (usize, u32)> + Clone;

    /// The number of units.
    fn count(&self) -> usize;

    /// The place of the `unit`-th unit, or the end.
    fn place(&self, unit: usize) -> usize;

    /// The units in a range of bytes; none if it cuts one in two.
    fn part(&self, range: Range<usize>) -> &Self;

    /// Bytes.
    fn size(&self) -> usize {
        self.as_ref().len()
    }
}

impl Units for str {
    type Buf = String;
    type Item = CompactString;

    const TYPE: ElementType = ElementType::Text;

    fn empty() -> &'static Self {
        ""
    }

    fn of(item: &CompactString) -> &Self {
        item
    }

    fn view(buf: &String) -> &Self {
        buf
    }

    fn finish(buf: &mut String) -> CompactString {
        let item = CompactString::new(&*buf);
        buf.clear();
        item
    }

    fn push(buf: &mut String, part: &Self) {
        buf.push_str(part);
    }

    fn push_unit(buf: &mut String, unit: u32) {
        buf.push(character(unit));
    }

    fn push_upper(buf: &mut String, unit: u32) {
        match character(unit) {
            c if c.is_ascii() => buf.push(c.to_ascii_uppercase()),
            c => buf.extend(c.to_uppercase()),
        }
    }

    fn push_title(buf: &mut String, unit: u32) {
        match class::to_title(unit) {
            Some(title) => buf.push_str(title),
            _ => Self::push_upper(buf, unit),
        }
    }

    fn push_lower(&self, buf: &mut String, at: usize, unit: u32) {
        match character(unit) {
            c if c.is_ascii() => buf.push(c.to_ascii_lowercase()),
            'Σ' if class::sigma_is_final(self, at) => buf.push('ς'),
            c => buf.extend(c.to_lowercase()),
        }
    }

    fn ascii_case(buf: &mut String, upper: bool) {
        if upper { buf.make_ascii_uppercase() } else { buf.make_ascii_lowercase() }
    }

    fn is(unit: u32, class: Class) -> bool {
        class::is(character(unit), class)
    }

    fn ends_line(unit: u32) -> bool {
        matches!(unit, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
    }

    fn units(&self) -> impl DoubleEndedIterator<Item = (usize, u32)> + Clone {
        self.char_indices().map(|(at, c)| (at, c as u32))
    }

    fn count(&self) -> usize {
        self.chars().count()
    }

    fn place(&self, unit: usize) -> usize {
        if unit >= self.len() {
            return self.len();
        }
        if self.is_ascii() {
            return unit;
        }
        self.char_indices().nth(unit).map_or(self.len(), |(at, _)| at)
    }

    fn part(&self, range: Range<usize>) -> &Self {
        self.get(range).unwrap_or_default()
    }
}

fn character(unit: u32) -> char {
    char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)
}

impl Units for [u8] {
    type Buf = Vec<u8>;
    type Item = Vec<u8>;

    const TYPE: ElementType = ElementType::Bytes;

    fn empty() -> &'static Self {
        b""
    }

    fn of(item: &Vec<u8>) -> &Self {
        item
    }

    fn view(buf: &Vec<u8>) -> &Self {
        buf
    }

    fn finish(buf: &mut Vec<u8>) -> Vec<u8> {
        let item = buf.as_slice().to_vec();
        buf.clear();
        item
    }

    fn push(buf: &mut Vec<u8>, part: &Self) {
        buf.extend_from_slice(part);
    }

    fn push_unit(buf: &mut Vec<u8>, unit: u32) {
        buf.push(unit as u8);
    }

    fn push_upper(buf: &mut Vec<u8>, unit: u32) {
        buf.push((unit as u8).to_ascii_uppercase());
    }

    fn push_title(buf: &mut Vec<u8>, unit: u32) {
        Self::push_upper(buf, unit);
    }

    fn push_lower(&self, buf: &mut Vec<u8>, _: usize, unit: u32) {
        buf.push((unit as u8).to_ascii_lowercase());
    }

    fn ascii_case(buf: &mut Vec<u8>, upper: bool) {
        if upper { buf.make_ascii_uppercase() } else { buf.make_ascii_lowercase() }
    }

    fn is(unit: u32, class: Class) -> bool {
        class::is_ascii(unit as u8, class)
    }

    fn ends_line(unit: u32) -> bool {
        matches!(unit, 0x0a | 0x0d)
    }

    fn units(&self) -> impl DoubleEndedIterator<Item = (usize, u32)> + Clone {
        self.iter().enumerate().map(|(at, &byte)| (at, u32::from(byte)))
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn place(&self, unit: usize) -> usize {
        unit.min(self.len())
    }

    fn part(&self, range: Range<usize>) -> &Self {
        self.get(range).unwrap_or_default()
    }
}
