//! Booleans packed to bits, and back.

use std::fmt;
use std::sync::Arc;

use crate::buffer::{Buffer, View, copy_nd, row_major};
use crate::engine::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::node::{Area, Node, NodeRef, Reshape, Span};
use crate::types::ElementType as Ty;

/// Which bit of a byte comes first.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let y = packbits(array![true, false, true]).bitorder(BitOrder::Big);
/// assert_eq!(y.load()?.to_string(), "[160]");
/// let y = packbits(array![true, false, true]).bitorder(BitOrder::Little);
/// assert_eq!(y.load()?.to_string(), "[5]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BitOrder {
    /// The highest, numpy's default.
    #[default]
    Big,
    /// The lowest.
    Little,
}

/// Packs or unpacks bits; made by [`packbits`] and [`unpackbits`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let y = unpackbits(array![5u8]).bitorder(BitOrder::Little).count(4);
/// assert_eq!(y.load()?.to_string(), "[1 0 1 0]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Bits<'a> {
    x: Expr<'a>,
    pack: bool,
    axis: Option<isize>,
    order: BitOrder,
    count: Option<i64>,
}

/// Integers or booleans, eight to a byte: a bit is set where one is not 0. Without an axis the
/// array is flattened first; the last byte is filled with zeroes.
///
/// ```
/// use ch5_array::ops::{packbits, unpackbits};
/// let x = ndarray::array![true, false, true];
/// let bytes = packbits(&x).expr();
/// assert_eq!(bytes.read_as::<u8>()?, ndarray::array![0b1010_0000].into_dyn());
/// let back = unpackbits(bytes).count(3).expr();
/// assert_eq!(back.read_as::<u8>()?, ndarray::array![1, 0, 1].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn packbits<'a>(x: impl IntoExpr<'a>) -> Bits<'a> {
    Bits { x: x.into_expr(), pack: true, axis: None, order: BitOrder::Big, count: None }
}

/// The bits of bytes (`uint8`), as bytes 0 and 1. Without an axis the array is flattened first.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::unpackbits;
/// assert_eq!(unpackbits(array![5u8]).load()?.to_string(), "[0 0 0 0 0 1 0 1]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn unpackbits<'a>(x: impl IntoExpr<'a>) -> Bits<'a> {
    Bits { x: x.into_expr(), pack: false, axis: None, order: BitOrder::Big, count: None }
}

impl<'a> Bits<'a> {
    /// Along this axis; negative ones count from the last.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let y = packbits(array![[true, false], [true, true]]).axis(1);
    /// assert_eq!(y.load()?.to_string(), "[[128]\n [192]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn axis(mut self, axis: isize) -> Self {
        self.axis = Some(axis);
        self
    }

    /// Which bit comes first.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let y = packbits(array![true, false, true]).bitorder(BitOrder::Little);
    /// assert_eq!(y.load()?.to_string(), "[5]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn bitorder(mut self, order: BitOrder) -> Self {
        self.order = order;
        self
    }

    /// So many bits along the axis, zeroes after the last; a negative count leaves out so many.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// assert_eq!(unpackbits(array![5u8]).count(-2).load()?.to_string(), "[0 0 0 0 0 1]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn count(mut self, count: i64) -> Self {
        self.count = Some(count);
        self
    }

    /// The expression.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ndarray::array, ops::*, prelude::*};
    /// let bytes = packbits(array![true, false, true]).expr();
    /// assert_eq!(bytes.element_type(), ElementType::U8);
    /// ```
    #[must_use]
    pub fn expr(self) -> Expr<'a> {
        let made = || -> Result<Expr<'a>> {
            let name = if self.pack { "packbits" } else { "unpackbits" };
            let node = self.x.node()?.clone();
            let ty = node.element_type();
            let fits = if self.pack { ty == Ty::Bool || ty.is_integer() } else { ty == Ty::U8 };
            if !fits {
                return Err(Error::new(ErrorKind::WrongType, name)
                    .expected(if self.pack { "integers or booleans" } else { "uint8" })
                    .found(ty.to_string()));
            }
            let rank = node.shape().len() as isize;
            let (node, axis): (NodeRef<'a>, isize) = match self.axis {
                None if rank == 1 => (node, 0),
                None => {
                    let len = node.shape().iter().product();
                    (Arc::new(Reshape::new(node, vec![len])), 0)
                }
                Some(axis) if (-rank..rank).contains(&axis) => (node, axis.rem_euclid(rank)),
                Some(axis) => {
                    return Err(Error::new(ErrorKind::Shape, name)
                        .expected(format!("an axis of {rank} dimensions"))
                        .found(axis.to_string()));
                }
            };
            let axis = axis as usize;
            let mut shape = node.shape().to_vec();
            let side = shape[axis];
            shape[axis] = if self.pack {
                side.div_ceil(8)
            } else {
                let all = side.saturating_mul(8);
                match self.count {
                    None => all,
                    Some(count) => match usize::try_from(count) {
                        Ok(count) => count,
                        Err(_) => {
                            all.checked_sub(count.unsigned_abs() as usize).ok_or_else(|| {
                                Error::new(ErrorKind::Value, name)
                                    .expected(format!("a count of at least -{all}"))
                                    .found(count.to_string())
                            })?
                        }
                    },
                }
            };
            let order = self.order;
            Ok(Expr::new(BitsNode { input: node, shape, axis, pack: self.pack, order }))
        };
        Expr::from_result(made())
    }
}

impl<'a> Bits<'a> {
    fn build(&self) -> Expr<'a> {
        self.clone().expr()
    }
}

super::builder::builder! {
    Bits of x, "packbits(array![true])", "u8" => "[128]"
}

struct BitsNode<'a> {
    input: NodeRef<'a>,
    shape: Vec<usize>,
    axis: usize,
    pack: bool,
    order: BitOrder,
}

impl BitsNode<'_> {
    /// The bit of a byte that stands for the `i`-th of eight.
    fn shift(&self, i: usize) -> usize {
        match self.order {
            BitOrder::Big => 7 - i,
            BitOrder::Little => i,
        }
    }

    /// Where the axis is a run of neighbours: its input is one too.
    fn run(&self, area: &Area, context: &Context) -> Result<Vec<u8>> {
        let span = area.axes[self.axis];
        let side = self.input.shape()[self.axis];
        let mut inner = area.clone();
        let (first, end) = if self.pack {
            (span.start * 8, ((span.start + span.count) * 8).min(side))
        } else {
            let end = (span.start + span.count).div_ceil(8);
            ((span.start / 8).min(side), end.min(side))
        };
        inner.axes[self.axis] = Span::new(first, end.saturating_sub(first));
        let data = self.input.read(&inner, context)?;
        let (from, to) = (inner.counts(), area.counts());
        let rest: usize = to[self.axis + 1..].iter().product();
        let outer: usize = to[..self.axis].iter().product();
        let mut out = vec![0u8; area.len()];
        let (read, made) = (from[self.axis], to[self.axis]);
        if self.pack {
            let bits = super::logic::truth(data.view())?;
            for o in 0..outer {
                for i in 0..read {
                    let row = &bits[(o * read + i) * rest..][..rest];
                    let target = &mut out[(o * made + i / 8) * rest..][..rest];
                    for (byte, &bit) in target.iter_mut().zip(row) {
                        *byte |= u8::from(bit) << self.shift(i % 8);
                    }
                }
            }
        } else if let View::U8(bytes) = data.view() {
            for o in 0..outer {
                for i in 0..made {
                    let place = span.start + i;
                    // Beyond the input there are zeroes.
                    let Some(byte) = (place / 8).checked_sub(first).filter(|&b| b < read) else {
                        continue;
                    };
                    let row = &bytes[(o * read + byte) * rest..][..rest];
                    let target = &mut out[(o * made + i) * rest..][..rest];
                    for (bit, byte) in target.iter_mut().zip(row) {
                        *bit = byte >> self.shift(place % 8) & 1;
                    }
                }
            }
        }
        Ok(out)
    }
}

impl Node for BitsNode<'_> {
    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn element_type(&self) -> Ty {
        Ty::U8
    }

    fn read(&self, area: &Area, context: &Context) -> Result<Buffer> {
        let span = area.axes[self.axis];
        if span.step == 1 || span.count <= 1 {
            return Ok(Buffer::U8(self.run(area, context)?));
        }
        // Places that are apart are read one after the other.
        let counts = area.counts();
        let strides = row_major(&counts);
        let mut out = vec![0u8; area.len()];
        let mut slice = counts.clone();
        slice[self.axis] = 1;
        for i in 0..span.count {
            let mut one = area.clone();
            one.axes[self.axis] = Span::new(span.at(i), 1);
            let data = self.run(&one, context)?;
            let first = i * strides[self.axis] as usize;
            copy_nd(&mut out, first, &strides, &data, 0, &row_major(&slice), &slice);
        }
        Ok(Buffer::U8(out))
    }

    fn inputs(&self) -> Vec<&dyn Node> {
        vec![&*self.input]
    }

    fn room(&self) -> usize {
        // Eight elements and their truth are packed into a byte.
        1 + if self.pack { 8 * (self.input.room() + 1) } else { self.input.room() }
    }

    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} axis {}", if self.pack { "packbits" } else { "unpackbits" }, self.axis)
    }
}
