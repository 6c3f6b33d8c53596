//! Arrays as text, as numpy prints them: aligned columns, and of large arrays the corners only.

mod column;
mod corner;
mod float;
mod layout;
mod show;

pub(crate) use corner::{Corner, read_corner};

/// How arrays are printed, with numpy's names and defaults of `set_printoptions`.
///
/// They are part of [`Options`](crate::Options): of the process, or of a scope. A precision given
/// to `format!` goes before that of the options.
///
/// ```
/// use ch5_array::{AnyArray, Buffer, Options, PrintOptions};
/// let x = AnyArray::new(&[3], Buffer::F64(vec![0.5, 1.0 / 3.0, 100.0]))?;
/// assert_eq!(x.to_string(), "[  0.5          0.33333333 100.        ]");
/// assert_eq!(format!("{x:.2}"), "[  0.5    0.33 100.  ]");
///
/// let _scope = Options::new().print(PrintOptions::new().threshold(2).edgeitems(1)).scoped();
/// assert_eq!(x.to_string(), "[  0.5 ... 100. ]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "set_printoptions")]
#[doc(alias = "printoptions")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct PrintOptions {
    pub(crate) precision: usize,
    pub(crate) threshold: usize,
    pub(crate) edgeitems: usize,
    pub(crate) linewidth: usize,
    pub(crate) suppress: bool,
}

impl Default for PrintOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl PrintOptions {
    /// numpy's defaults: 8 digits, 3 elements at each end of arrays of more than 1000, lines of
    /// 75 characters.
    ///
    /// ```
    /// use ch5_array::PrintOptions;
    /// assert_eq!(PrintOptions::new(), PrintOptions::default());
    /// ```
    pub const fn new() -> Self {
        Self { precision: 8, threshold: 1000, edgeitems: 3, linewidth: 75, suppress: false }
    }

    /// The most digits behind the point.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, Options, PrintOptions};
    /// let x = AnyArray::new(&[2], Buffer::F64(vec![1.0 / 3.0, 2.0]))?;
    /// let _scope = Options::new().print(PrintOptions::new().precision(3)).scoped();
    /// assert_eq!(x.to_string(), "[0.333 2.   ]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn precision(mut self, digits: usize) -> Self {
        self.precision = digits;
        self
    }

    /// Arrays of more elements are summarised.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, Options, PrintOptions};
    /// let x = AnyArray::new(&[8], Buffer::U8((0..8).collect()))?;
    /// let _scope = Options::new().print(PrintOptions::new().threshold(7)).scoped();
    /// assert_eq!(x.to_string(), "[0 1 2 ... 5 6 7]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn threshold(mut self, elements: usize) -> Self {
        self.threshold = elements;
        self
    }

    /// Elements at each end of an axis that a summary shows, one or more.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, ElementType, Options, PrintOptions};
    /// let x = AnyArray::new(&[1001], Buffer::zeros(ElementType::U8, 1001))?;
    /// let _scope = Options::new().print(PrintOptions::new().edgeitems(2)).scoped();
    /// assert_eq!(x.to_string(), "[0 0 ... 0 0]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn edgeitems(mut self, elements: usize) -> Self {
        self.edgeitems = if elements == 0 { 1 } else { elements };
        self
    }

    /// The characters of a line.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, Options, PrintOptions};
    /// let x = AnyArray::new(&[6], Buffer::U8((0..6).collect()))?;
    /// let _scope = Options::new().print(PrintOptions::new().linewidth(8)).scoped();
    /// assert_eq!(x.to_string(), "[0 1 2\n 3 4 5]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn linewidth(mut self, characters: usize) -> Self {
        self.linewidth = characters;
        self
    }

    /// Small floats are not written with an exponent, but rounded.
    ///
    /// ```
    /// use ch5_array::{AnyArray, Buffer, Options, PrintOptions};
    /// let x = AnyArray::new(&[2], Buffer::F64(vec![1e-10, 1.5]))?;
    /// assert_eq!(x.to_string(), "[1.0e-10 1.5e+00]");
    /// let _scope = Options::new().print(PrintOptions::new().suppress(true)).scoped();
    /// assert_eq!(x.to_string(), "[0.  1.5]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn suppress(mut self, yes: bool) -> Self {
        self.suppress = yes;
        self
    }
}
