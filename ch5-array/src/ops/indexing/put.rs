//! Writing elements to places of an array.

use super::Mode;
use super::along::{Lanes, checked, flat_places, kept};
use super::view::scatter;
use crate::array::H5Array;
use crate::buffer::Buffer;
use crate::engine::{Blocks, Context, Scratch, block_shape, produce};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{ArrayLike, Expr, IntoExpr, cast_node};
use crate::node::{Area, Broadcast, Span};
use crate::ops::manipulation::{ravel, reshape, resize};
use crate::ops::{Casting, copyto};
use crate::types::ElementType as Ty;

/// Values that were computed before anything is written, in row-major order, and are given out
/// again from the first when they are all used.
struct Values {
    kept: Scratch,
    count: usize,
}

impl Values {
    fn new<'a, T>(array: &H5Array<T>, values: Expr<'a>, context: &Context) -> Result<Self> {
        let ty = array.expr().node()?.element_type();
        let flat = ravel(values);
        let node = cast_node(flat.node()?.clone(), ty)?;
        let kept = Scratch::new(ty, node.shape(), context)?;
        produce(&*node, &kept, context)?;
        Ok(Self { count: node.shape()[0], kept })
    }

    fn read(&self, from: usize, count: usize) -> Result<Buffer> {
        let part = |start, count| self.kept.read(&Area { axes: vec![Span::new(start, count)] });
        let from = from % self.count.max(1);
        if self.count <= count {
            let places: Vec<usize> = (0..count).map(|i| (from + i) % self.count.max(1)).collect();
            return Ok(part(0, self.count)?.gather(&places));
        }
        let first = count.min(self.count - from);
        let mut out = part(from, first)?;
        if first < count {
            out.append(part(0, count - first)?.view())?;
        }
        Ok(out)
    }
}

/// Writes values to row-major places, a piece at a time.
fn write(
    array: &H5Array,
    count: usize,
    place: impl Fn(usize) -> i64,
    values: &Values,
    context: &Context,
) -> Result<()> {
    if values.count == 0 {
        return Ok(());
    }
    let most = context.elements(3 * array.expr().element_type().size() + 32);
    for start in (0..count).step_by(most) {
        let end = (start + most).min(count);
        let at: Vec<i64> = (start..end).map(&place).collect();
        scatter(array, &at, &values.read(start, end - start)?)?;
    }
    Ok(())
}

impl<T> H5Array<T> {
    /// Writes values to places of the flattened array: the first value to the first place, and so
    /// on, from the first value again when they are used up. Values are cast to the array's type
    /// whatever their own. All places are looked at before the first is written.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for a place outside, unless the mode moves it; errors of computing the
    /// values, and those of writing, which leave what was written so far.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode, ops::indexing::Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[1, 2], [3, 4]])?;
    /// x.put(&[0, -1, 9], &ndarray::array![7, 8], Mode::Clip)?;
    /// assert_eq!(x.read()?, ndarray::array![[8, 2], [3, 7]].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put<'a>(&self, places: &[i64], values: impl IntoExpr<'a>, mode: Mode) -> Result<()> {
        let place = |e: Error| self.dataset().locate(e);
        let n = self.len() as i64;
        let outside = |at: &&i64| !(-n..n).contains(*at);
        if let Some(at) = places.iter().find(|at| n == 0 || (mode == Mode::Raise && outside(at))) {
            return Err(place(
                Error::new(ErrorKind::Shape, "put")
                    .expected(format!("a place in {n} elements"))
                    .found(at.to_string()),
            ));
        }
        let context = Context::default().beside(Some(self.dataset()));
        let values = Values::new(self, values.into_expr(), &context).map_err(place)?;
        let at = |i: usize| match mode {
            Mode::Raise if places[i] < 0 => places[i] + n,
            Mode::Raise => places[i],
            Mode::Wrap => places[i].rem_euclid(n),
            Mode::Clip => places[i].clamp(0, n - 1),
        };
        write(&self.clone().into_dyn(), places.len(), at, &values, &context)
    }

    /// Writes values where a mask of as many elements is true: to each place the value of the
    /// same place, the values repeated to the array's size. Staged as [`H5Array::assign`], and
    /// cast whatever the type.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for a mask of another size, and those of [`H5Array::assign`].
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1, 2, 3, 4])?;
    /// x.putmask(&ndarray::array![false, true, true, true], &ndarray::array![7, 8])?;
    /// assert_eq!(x.read()?, ndarray::array![1, 8, 7, 8].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn putmask<'a>(&self, mask: impl IntoExpr<'a>, values: impl IntoExpr<'a>) -> Result<()> {
        let mask = self.fitting("putmask", mask.into_expr())?;
        let values = ravel(values);
        values.check().map_err(|e| self.dataset().locate(e))?;
        if values.is_empty() || self.is_empty() {
            return Ok(());
        }
        let wide = resize(values, self.shape());
        copyto(self, wide).casting(Casting::Unsafe).only(mask).run()
    }

    /// Writes values where a mask of as many elements is true: the first value to the first such
    /// place, and so on, from the first value again when they are used up.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for a mask of another size, [`ErrorKind::Value`] for no values where
    /// the mask is true; errors of computing mask and values, and those of writing, which leave
    /// what was written so far.
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![1, 2, 3, 4])?;
    /// x.place(&ndarray::array![false, true, true, true], &ndarray::array![7, 8])?;
    /// assert_eq!(x.read()?, ndarray::array![1, 7, 8, 7].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn place<'a>(&self, mask: impl IntoExpr<'a>, values: impl IntoExpr<'a>) -> Result<()> {
        let place = |e: Error| self.dataset().locate(e);
        let mask = ravel(self.fitting("place", mask.into_expr())?);
        let context = Context::default().beside(Some(self.dataset()));
        let values = Values::new(self, values.into_expr(), &context).map_err(place)?;
        // The mask may come from what is written to.
        let node = mask.node()?;
        let truth = Scratch::new(Ty::Bool, node.shape(), &context)?;
        produce(&**node, &truth, &context).map_err(place)?;
        let array = self.clone().into_dyn();
        let most = context.elements(3 * self.expr().element_type().size() + 32);
        let mut used = 0;
        for start in (0..self.len()).step_by(most) {
            let count = most.min(self.len() - start);
            let part = truth.read(&Area { axes: vec![Span::new(start, count)] })?;
            let Buffer::Bool(part) = part else { continue };
            let hits = part.iter().enumerate().filter(|(_, hit)| **hit);
            let at: Vec<i64> = hits.map(|(i, _)| (start + i) as i64).collect();
            if at.is_empty() {
                continue;
            }
            if values.count == 0 {
                return Err(place(Error::new(ErrorKind::Value, "place").expected("values")));
            }
            scatter(&array, &at, &values.read(used % values.count, at.len())?)?;
            used += at.len();
        }
        Ok(())
    }

    /// A mask of the array's size, as booleans in its shape.
    fn fitting<'a>(&self, name: &str, mask: Expr<'a>) -> Result<Expr<'a>> {
        let place = |e: Error| self.dataset().locate(e);
        let node = mask.node().map_err(place)?;
        if node.shape().iter().product::<usize>() != self.len() {
            return Err(place(
                Error::new(ErrorKind::Shape, name.to_owned())
                    .expected(format!("a mask of {} elements", self.len()))
                    .found(format!("shape {:?}", node.shape())),
            ));
        }
        let truth = cast_node(node.clone(), Ty::Bool).map_err(place)?;
        let shape: Vec<isize> = self.shape().iter().map(|&n| n as isize).collect();
        Ok(reshape(Expr::of(truth), &shape))
    }

    /// Writes values to the diagonal of an array of two dimensions, or of more of equal length;
    /// with `wrap`, to the diagonals of the squares that a tall one is made of, a row apart.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Shape`] for other shapes, and those of [`H5Array::put`].
    ///
    /// ```
    /// use ch5_array::{File, H5Mode, zeros};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = zeros::<i32>((2, 3)).place(&file, "x")?;
    /// x.fill_diagonal(5i64, false)?;
    /// assert_eq!(x.read()?, ndarray::array![[5, 0, 0], [0, 5, 0]].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fill_diagonal<'a>(&self, values: impl IntoExpr<'a>, wrap: bool) -> Result<()> {
        let place = |e: Error| self.dataset().locate(e);
        let shape = self.shape();
        let fits = match shape {
            [_, _] => true,
            [first, _, rest @ ..] => shape[1] == *first && rest.iter().all(|n| n == first),
            _ => false,
        };
        if !fits {
            return Err(place(
                Error::new(ErrorKind::Shape, "fill_diagonal")
                    .expected("two dimensions, or more of equal length")
                    .found(format!("shape {shape:?}")),
            ));
        }
        let step = crate::buffer::row_major(shape).iter().sum::<isize>() as usize;
        let end = match shape {
            [rows, columns] if !wrap => self.len().min(columns * rows.min(columns)),
            _ => self.len(),
        };
        let context = Context::default().beside(Some(self.dataset()));
        let values = Values::new(self, values.into_expr(), &context).map_err(place)?;
        let at = |i: usize| (i * step) as i64;
        write(&self.clone().into_dyn(), end.div_ceil(step.max(1)), at, &values, &context)
    }

    /// Writes values to places that differ from lane to lane of an axis, as [`take_along_axis`]
    /// reads them; without an axis, of the flattened array. Values are broadcast to the shape of
    /// the places, and cast whatever their type. Places and values are computed before the first
    /// is written.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for places that are no integers, [`ErrorKind::Shape`] for places
    /// outside and shapes that do not broadcast; errors of computing, and those of writing, which
    /// leave what was written so far.
    ///
    /// [`take_along_axis`]: super::take_along_axis
    ///
    /// ```
    /// use ch5_array::{File, H5Array, H5Mode};
    /// # let dir = tempfile::tempdir()?;
    /// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
    /// let x = H5Array::from_array(&file, "x", &ndarray::array![[1, 9, 2], [8, 3, 4]])?;
    /// x.put_along_axis(&ndarray::array![[1], [0]], 0i64, Some(1))?;
    /// assert_eq!(x.read()?, ndarray::array![[1, 0, 2], [0, 3, 4]].into_dyn());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_along_axis<'a>(
        &self,
        places: impl IntoExpr<'a>,
        values: impl IntoExpr<'a>,
        axis: Option<isize>,
    ) -> Result<()> {
        let place = |e: Error| self.dataset().locate(e);
        let context = Context::default().beside(Some(self.dataset()));
        let flat = [self.len()];
        let of: &[usize] = if axis.is_some() { self.shape() } else { &flat };
        let lanes = Lanes::new("put_along_axis", of, &places.into_expr(), axis.unwrap_or(0))
            .and_then(|lanes| kept(lanes, &context))
            .and_then(|lanes| checked(&lanes, &context).map(|()| lanes))
            .map_err(place)?;
        let ty = self.expr().element_type();
        let values = values.into_expr();
        let values = values.node().map_err(place)?.clone();
        let values = Broadcast::to(cast_node(values, ty).map_err(place)?, &lanes.shape);
        let values = values.map_err(place)?;
        let staged = Scratch::new(ty, &lanes.shape, &context)?;
        produce(&*values, &staged, &context).map_err(place)?;
        let array = self.clone().into_dyn();
        let most = context.elements(3 * ty.size() + 64);
        let blocks = Blocks::new(&lanes.shape, &block_shape(&lanes.shape, None, most));
        for i in 0..blocks.len() {
            let (start, count) = blocks.get(i);
            let area = Area::block(&start, &count);
            scatter(&array, &flat_places(&lanes, &area, of, &context)?, &staged.read(&area)?)?;
        }
        Ok(())
    }
}
