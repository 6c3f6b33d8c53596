//! Numbers from text.

use std::path::Path;

use crate::buffer::{Buffer, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{AnyArray, Expr, IntoExpr};
use crate::types::ElementType as Ty;

fn cast(words: Vec<&str>, ty: Ty) -> Result<Buffer> {
    let texts: Vec<compact_str::CompactString> = words.into_iter().map(Into::into).collect();
    View::Text(&texts).cast(ty)
}

/// Numbers from text, with a separator between them; white space around it does not count, and a
/// separator of white space stands for any of it.
///
/// # Errors
///
/// [`ErrorKind::Value`] for text that is no number, or fewer numbers than `count`.
///
/// ```
/// use ch5_array::{ElementType, ops::creation::fromstring};
/// let x = fromstring("1, 2, 3", ",", ElementType::F64, None)?;
/// assert_eq!(x.read_as::<f64>()?, ndarray::array![1.0, 2.0, 3.0].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn fromstring<'a>(
    text: &str,
    separator: &str,
    ty: Ty,
    count: Option<usize>,
) -> Result<Expr<'a>> {
    let words: Vec<&str> = if separator.trim().is_empty() {
        text.split_whitespace().collect()
    } else {
        text.split(separator.trim()).map(str::trim).filter(|w| !w.is_empty()).collect()
    };
    if let Some(count) = count
        && count > words.len()
    {
        return Err(Error::new(ErrorKind::Value, "fromstring")
            .expected(format!("{count} numbers"))
            .found(words.len().to_string()));
    }
    let len = count.unwrap_or(words.len());
    let data = cast(words[..len].to_vec(), ty)?;
    Ok(AnyArray::new(&[len], data)?.into_expr())
}

/// How [`loadtxt`] reads a table.
///
/// ```
/// # use ch5_array::{ops::creation::*, prelude::*};
/// let table = loadtxt().delimiter(",").skiprows(1).usecols(&[1]);
/// assert_eq!(table.parse("time,value\n1,10\n2,20")?.load()?.to_string(), "[10. 20.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LoadText {
    ty: Ty,
    comments: String,
    delimiter: Option<String>,
    skiprows: usize,
    usecols: Option<Vec<isize>>,
    unpack: bool,
    ndmin: usize,
    max_rows: Option<usize>,
}

/// Reads tables of numbers from text: one row a line, columns between white space or a delimiter.
///
/// ```
/// use ch5_array::ops::creation::loadtxt;
/// let x = loadtxt().delimiter(",").parse("1,2\n3,4 # the end\n")?;
/// assert_eq!(x.read_as::<f64>()?, ndarray::array![[1.0, 2.0], [3.0, 4.0]].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[must_use]
pub fn loadtxt() -> LoadText {
    LoadText {
        ty: Ty::F64,
        comments: "#".to_owned(),
        delimiter: None,
        skiprows: 0,
        usecols: None,
        unpack: false,
        ndmin: 0,
        max_rows: None,
    }
}

impl LoadText {
    /// The type of the numbers; `float64` by default.
    ///
    /// ```
    /// # use ch5_array::{ElementType, ops::creation::*, prelude::*};
    /// let y = loadtxt().dtype(ElementType::I64).parse("1 2\n3 4")?;
    /// assert_eq!(y.load()?.to_string(), "[[1 2]\n [3 4]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(mut self, ty: Ty) -> Self {
        self.ty = ty;
        self
    }

    /// What begins a comment; `#` by default.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// let y = loadtxt().comments("%").parse("% a table\n1 2\n3 4")?;
    /// assert_eq!(y.load()?.to_string(), "[[1. 2.]\n [3. 4.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn comments(mut self, mark: &str) -> Self {
        self.comments = mark.to_owned();
        self
    }

    /// What stands between columns, instead of white space.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// let y = loadtxt().delimiter(";").parse("1;2\n3;4")?;
    /// assert_eq!(y.load()?.to_string(), "[[1. 2.]\n [3. 4.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn delimiter(mut self, delimiter: &str) -> Self {
        self.delimiter = Some(delimiter.to_owned());
        self
    }

    /// Lines to skip, comments included.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// let y = loadtxt().skiprows(1).parse("time value\n1 2\n3 4")?;
    /// assert_eq!(y.load()?.to_string(), "[[1. 2.]\n [3. 4.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn skiprows(mut self, lines: usize) -> Self {
        self.skiprows = lines;
        self
    }

    /// The columns to take, in this order; negative ones count from the end.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// let y = loadtxt().usecols(&[-1, 0]).parse("1 2 3\n4 5 6")?;
    /// assert_eq!(y.load()?.to_string(), "[[3. 1.]\n [6. 4.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn usecols(mut self, columns: &[isize]) -> Self {
        self.usecols = Some(columns.to_vec());
        self
    }

    /// Columns become rows.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// let y = loadtxt().unpack(true).parse("1 2\n3 4")?;
    /// assert_eq!(y.load()?.to_string(), "[[1. 3.]\n [2. 4.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn unpack(mut self, unpack: bool) -> Self {
        self.unpack = unpack;
        self
    }

    /// The least number of dimensions of the result.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// assert_eq!(loadtxt().ndmin(2).parse("1 2")?.load()?.to_string(), "[[1. 2.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn ndmin(mut self, dimensions: usize) -> Self {
        self.ndmin = dimensions;
        self
    }

    /// At most so many rows.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// assert_eq!(loadtxt().max_rows(1).parse("1 2\n3 4")?.load()?.to_string(), "[1. 2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    #[must_use]
    pub fn max_rows(mut self, rows: usize) -> Self {
        self.max_rows = Some(rows);
        self
    }

    /// Reads a file. The table is held in memory.
    ///
    /// # Errors
    ///
    /// As [`LoadText::parse`], and errors of reading the file.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// # let dir = tempfile::tempdir()?;
    /// let path = dir.path().join("table.txt");
    /// std::fs::write(&path, "1 2\n3 4\n")?;
    /// assert_eq!(loadtxt().read(&path)?.load()?.to_string(), "[[1. 2.]\n [3. 4.]]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read<'a>(&self, path: impl AsRef<Path>) -> Result<Expr<'a>> {
        let path = path.as_ref();
        let place = |e: Error| e.at(path.display().to_string(), "");
        let text = std::fs::read_to_string(path).map_err(|e| place(e.into()))?;
        self.parse(&text).map_err(place)
    }

    /// Reads text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] for text that is no number, rows of different length, and columns that
    /// are not there.
    ///
    /// ```
    /// # use ch5_array::{ops::creation::*, prelude::*};
    /// let y = loadtxt().parse("1 2\n3 4 # the end")?;
    /// assert_eq!(y.load()?.to_string(), "[[1. 2.]\n [3. 4.]]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    pub fn parse<'a>(&self, text: &str) -> Result<Expr<'a>> {
        let mut words: Vec<&str> = Vec::new();
        let (mut rows, mut width) = (0usize, None);
        for (number, line) in text.lines().enumerate().skip(self.skiprows) {
            if self.max_rows.is_some_and(|max| rows >= max) {
                break;
            }
            let line = match line.split_once(&*self.comments) {
                Some((before, _)) if !self.comments.is_empty() => before,
                _ => line,
            };
            if line.trim().is_empty() {
                continue;
            }
            let columns: Vec<&str> = match &self.delimiter {
                Some(delimiter) => line.split(&**delimiter).map(str::trim).collect(),
                None => line.split_whitespace().collect(),
            };
            let n = columns.len();
            if *width.get_or_insert(n) != n {
                return Err(Error::new(ErrorKind::Value, format!("line {}", number + 1))
                    .expected(format!("{} columns", width.unwrap_or(0)))
                    .found(n.to_string())
                    .help("usecols takes some of them"));
            }
            match &self.usecols {
                None => words.extend(columns),
                Some(wanted) => {
                    for &column in wanted {
                        let at = if column < 0 { column + n as isize } else { column };
                        let word = usize::try_from(at).ok().and_then(|at| columns.get(at));
                        words.push(word.ok_or_else(|| {
                            Error::new(ErrorKind::Value, format!("line {}", number + 1))
                                .expected(format!("a column of {n}"))
                                .found(column.to_string())
                        })?);
                    }
                }
            }
            rows += 1;
        }
        let width = self.usecols.as_ref().map_or(width.unwrap_or(0), Vec::len);
        let data = cast(words, self.ty)?;
        // Axes of length 1 go, as far as `ndmin` allows.
        let mut shape = if rows == 0 { vec![0] } else { vec![rows, width] };
        if shape.len() > self.ndmin {
            shape.retain(|&n| n != 1);
        }
        while shape.len() < self.ndmin {
            shape.insert(0, 1);
        }
        let x = AnyArray::new(&shape, data)?.into_expr();
        Ok(if self.unpack { crate::ops::manipulation::transpose(x, None) } else { x })
    }
}
