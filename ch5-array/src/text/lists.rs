//! `split`, `rsplit` and `splitlines`: a list of texts for every text, in memory.

use std::sync::{Mutex, PoisonError};

use ndarray::{ArrayD, IxDyn};

use super::apply::{items, kind_of};
use super::split;
use super::units::Units;
use crate::buffer::{Buffer, copy_nd, row_major};
use crate::engine::{Context, Output, check_result, produce};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr};
use crate::types::ElementType;

#[derive(Debug, Clone, Copy)]
enum Way {
    Left,
    Right,
    Lines { keep: bool },
}

/// Texts to be split into lists; [`read`](Self::read) does it.
///
/// ```
/// use ch5_array::char;
/// let x = ndarray::array!["a,b,,c".into(), "".into()] as ndarray::Array1<compact_str::CompactString>;
/// let lists = char::split(&x).sep(",").maxsplit(2).read()?;
/// assert_eq!(lists[[0]], ["a", "b", ",c"]);
/// assert_eq!(lists[[1]], [""]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "read computes the lists"]
pub struct Lists<'a> {
    x: Expr<'a>,
    way: Way,
    separator: Option<Vec<u8>>,
    most: i64,
}

fn lists<'a>(x: impl IntoExpr<'a>, way: Way) -> Lists<'a> {
    Lists { x: x.into_expr(), way, separator: None, most: -1 }
}

/// The words between white space, or what is between separators.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::split;
/// assert_eq!(split(" two  words ").read()?[[]], ["two", "words"]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.split")]
pub fn split<'a>(x: impl IntoExpr<'a>) -> Lists<'a> {
    lists(x, Way::Left)
}

/// As [`split`], from the right: [`maxsplit`](Lists::maxsplit) counts from there.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::rsplit;
/// assert_eq!(rsplit("a/b/c").sep("/").maxsplit(1).read()?[[]], ["a/b", "c"]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.rsplit")]
pub fn rsplit<'a>(x: impl IntoExpr<'a>) -> Lists<'a> {
    lists(x, Way::Right)
}

/// The lines, without their ends.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::splitlines;
/// assert_eq!(splitlines("one\ntwo\r\n").read()?[[]], ["one", "two"]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.splitlines")]
pub fn splitlines<'a>(x: impl IntoExpr<'a>) -> Lists<'a> {
    lists(x, Way::Lines { keep: false })
}

impl Lists<'_> {
    /// Splits at a separator, not at white space.
    ///
    /// ```
    /// # use ch5_array::{char::*, prelude::*};
    /// assert_eq!(split("a,b,,c").sep(",").read()?[[]], ["a", "b", "", "c"]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn sep(mut self, separator: impl AsRef<[u8]>) -> Self {
        self.separator = Some(separator.as_ref().to_vec());
        self
    }

    /// Splits at most so many times; negative: everywhere.
    ///
    /// ```
    /// # use ch5_array::{char::*, prelude::*};
    /// assert_eq!(split("a b c").maxsplit(1).read()?[[]], ["a", "b c"]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn maxsplit(mut self, most: i64) -> Self {
        self.most = most;
        self
    }

    /// Keeps the ends of lines.
    ///
    /// ```
    /// # use ch5_array::{char::*, prelude::*};
    /// assert_eq!(splitlines("one\ntwo").keepends(true).read()?[[]], ["one\n", "two"]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn keepends(mut self, keep: bool) -> Self {
        if let Way::Lines { keep: kept } = &mut self.way {
            *kept = keep;
        }
        self
    }

    /// Computes the lists of texts.
    ///
    /// # Errors
    ///
    /// What building the expression and reading the data failed with; [`ErrorKind::WrongType`] for
    /// other elements than text; [`ErrorKind::Value`] for an empty separator.
    ///
    /// ```
    /// # use ch5_array::{char::*, prelude::*};
    /// assert_eq!(split("a b").read()?[[]], ["a", "b"]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn read(&self) -> Result<ArrayD<Vec<String>>> {
        let separator = self.separator.as_deref().map(std::str::from_utf8).transpose();
        let separator = separator.map_err(|e| {
            Error::new(ErrorKind::Value, "a separator")
                .expected("text")
                .found("other bytes")
                .because(e)
        })?;
        self.compute::<str, _>(separator, str::to_owned)
    }

    /// Computes the lists of bytes.
    ///
    /// # Errors
    ///
    /// As [`Lists::read`], with [`ErrorKind::WrongType`] for other elements than bytes.
    ///
    /// ```
    /// # use ch5_array::{Scalar, char::*, prelude::*, scalar};
    /// let bytes = scalar(Scalar::Bytes(b"a b".to_vec()));
    /// assert_eq!(split(bytes).read_bytes()?[[]], [b"a", b"b"]);
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn read_bytes(&self) -> Result<ArrayD<Vec<Vec<u8>>>> {
        self.compute::<[u8], _>(self.separator.as_deref(), <[u8]>::to_vec)
    }

    fn compute<S: Units + Sync + ?Sized, T: Clone + Send>(
        &self,
        separator: Option<&S>,
        own: fn(&S) -> T,
    ) -> Result<ArrayD<Vec<T>>> {
        let found = kind_of("split", &self.x)?;
        if found != S::TYPE {
            let error = Error::new(ErrorKind::WrongType, "split");
            return Err(error.expected(S::TYPE.to_string()).found(found.to_string()));
        }
        let (node, context) = (self.x.node()?, Context::default());
        let len = check_result(ElementType::Text, node.shape(), &context)?;
        let output = Collect {
            lists: Mutex::new(vec![Vec::new(); len]),
            shape: node.shape().to_vec(),
            split: |text: &S| -> Result<Vec<T>> {
                let parts = match self.way {
                    Way::Left => split::split(text, separator, self.most)?,
                    Way::Right => split::rsplit(text, separator, self.most)?,
                    Way::Lines { keep } => split::splitlines(text, keep),
                };
                Ok(parts.into_iter().map(own).collect())
            },
            units: std::marker::PhantomData,
        };
        produce(&**node, &output, &context)?;
        let lists = output.lists.into_inner().unwrap_or_else(PoisonError::into_inner);
        ArrayD::from_shape_vec(IxDyn(node.shape()), lists)
            .map_err(|e| Error::new(ErrorKind::Shape, e.to_string()))
    }
}

/// Splits blocks of texts and keeps the lists.
struct Collect<S: ?Sized, T, F> {
    lists: Mutex<Vec<Vec<T>>>,
    shape: Vec<usize>,
    split: F,
    units: std::marker::PhantomData<fn(&S)>,
}

impl<S, T, F> Output for Collect<S, T, F>
where
    S: Units + ?Sized,
    T: Clone + Send,
    F: Fn(&S) -> Result<Vec<T>> + Sync,
{
    fn put(&self, start: &[usize], count: &[usize], data: Buffer) -> Result<()> {
        let texts = items::<S::Item>(data.view())?;
        let made = texts
            .iter()
            .map(|item| (self.split)(S::of(item)))
            .collect::<Result<Vec<_>>>()
            .map_err(|e| Error::new(e.kind(), format!("split: {e}")))?;
        let strides = row_major(&self.shape);
        let first = start.iter().zip(&strides).map(|(&s, &n)| s * n as usize).sum();
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        copy_nd(&mut lists, first, &strides, &made, 0, &row_major(count), count);
        Ok(())
    }
}
