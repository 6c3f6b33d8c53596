//! numpy's keyword arguments of elementwise functions: `dtype`, `where` and `out`.

use super::ufunc::{Ufunc, same_kind};
use crate::array::H5Array;
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr};
use crate::types::ElementType;

/// A call of an elementwise function with keyword arguments; made by [`Ufunc::on`].
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let add = ufunc("add").ok_or("no such function")?;
/// let mask = array![true, false];
/// let y = add.on([array![1, 2].into_expr(), 10.into_expr()]).only(mask).over(0);
/// assert_eq!(y.load()?.to_string(), "[11  0]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Call<'a> {
    row: &'static Ufunc,
    inputs: Vec<Expr<'a>>,
    dtype: Option<ElementType>,
    mask: Option<Expr<'a>>,
}

/// The elementwise function of numpy's name.
///
/// ```
/// use ch5_array::{ArrayLike, ElementType, ops};
/// let x = ndarray::array![3.0, 5.0];
/// let y = ndarray::array![4.0, 12.0];
/// let hypot = ops::ufunc("hypot").ok_or("no such function")?;
/// let z = hypot.on([(&x).expr(), (&y).expr()]).dtype(ElementType::F32).expr();
/// assert_eq!(z.read_as::<f32>()?, ndarray::array![5.0f32, 13.0].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn ufunc(name: &str) -> Option<&'static Ufunc> {
    let name = match name {
        "true_divide" => "divide",
        "mod" => "remainder",
        "abs" => "absolute",
        "conj" => "conjugate",
        "bitwise_not" => "invert",
        other => other,
    };
    super::tables().find(|row| row.name == name)
}

impl Ufunc {
    /// The function of these operands, to be given keyword arguments.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let add = ufunc("add").ok_or("no such function")?;
    /// let y = add.on([array![1, 2].into_expr(), 10.into_expr()]).expr();
    /// assert_eq!(y.load()?.to_string(), "[11 12]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on<'a>(&'static self, inputs: impl IntoIterator<Item = Expr<'a>>) -> Call<'a> {
        Call { row: self, inputs: inputs.into_iter().collect(), dtype: None, mask: None }
    }
}

impl<'a> Call<'a> {
    /// Computes in the loop that makes this type.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ndarray::array, ops::*, prelude::*};
    /// let sqrt = ufunc("sqrt").ok_or("no such function")?;
    /// let y = sqrt.on([array![4.0, 9.0].into_expr()]).dtype(ElementType::F32).expr();
    /// assert_eq!(y.element_type(), ElementType::F32);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dtype(mut self, ty: ElementType) -> Self {
        self.dtype = Some(ty);
        self
    }

    /// Only where this is true; elsewhere the output keeps what it has.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let sqrt = ufunc("sqrt").ok_or("no such function")?;
    /// let x = array![4.0, -9.0];
    /// let y = sqrt.on([(&x).into_expr()]).only((&x).gt(0.0)).over(0.0);
    /// assert_eq!(y.load()?.to_string(), "[2. 0.]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "where")]
    pub fn only(mut self, mask: impl IntoExpr<'a>) -> Self {
        self.mask = Some(mask.into_expr());
        self
    }

    fn value(&self) -> Expr<'a> {
        self.row.call_as(&self.inputs, self.dtype)
    }

    /// The result as an expression. With [`only`](Self::only) there must be an output.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let negative = ufunc("negative").ok_or("no such function")?;
    /// assert_eq!(negative.on([array![1, 2].into_expr()]).expr().load()?.to_string(), "[-1 -2]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn expr(self) -> Expr<'a> {
        if self.mask.is_some() {
            return Expr::failed(
                Error::new(ErrorKind::Value, self.row.name)
                    .expected("an output, which keeps its elements where the mask is false")
                    .help("use over or into"),
            );
        }
        self.value()
    }

    /// The result as an expression, with the elements of `old` where the mask is false.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let sqrt = ufunc("sqrt").ok_or("no such function")?;
    /// let mask = array![true, false];
    /// let y = sqrt.on([array![4.0, 9.0].into_expr()]).only(mask).over(-1.0);
    /// assert_eq!(y.load()?.to_string(), "[ 2. -1.]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn over(self, old: impl IntoExpr<'a>) -> Expr<'a> {
        let value = self.value();
        match self.mask {
            Some(mask) => super::choose::where_(mask, value, old),
            None => value,
        }
    }

    /// Writes the result to an array of its shape, as the argument `out`; staged as
    /// [`H5Array::assign`].
    ///
    /// # Errors
    ///
    /// Those of [`H5Array::assign`].
    ///
    /// ```
    /// # use ch5_array::{File, H5Array, H5Mode, ndarray::array, ops::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let out = H5Array::from_array(&file, "out", &array![0.0, 0.0])?;
    /// let sqrt = ufunc("sqrt").ok_or("no such function")?;
    /// sqrt.on([array![4.0, 9.0].into_expr()]).only(array![true, false]).into(&out)?;
    /// assert_eq!(out.to_string(), "[2. 0.]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[doc(alias = "out")]
    pub fn into<T>(self, out: &H5Array<T>) -> Result<()> {
        let value = self.value();
        value.check()?;
        let old = out.expr();
        if !same_kind(value.element_type(), old.element_type()) {
            return Err(out.dataset().locate(
                Error::new(ErrorKind::WrongType, self.row.name)
                    .expected(format!("a result that {} takes", old.element_type()))
                    .found(value.element_type().to_string()),
            ));
        }
        match self.mask {
            Some(mask) => out.assign_where(mask, value),
            None => out.assign(value),
        }
    }
}
