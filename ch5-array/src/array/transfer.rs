//! Arrays to and from datasets: in one call where memory lies as HDF5 wants it, else by tiles.

use ndarray::{ArrayBase, ArrayD, ArrayView, ArrayViewMut, ArrayViewMutD, Data, Dimension, IxDyn};
use ndarray::{Slice, Zip};

use super::element::Element;
use super::region::Region;
use super::tile::{Tile, Tiles};
use crate::error::{Error, ErrorKind, Result};
use crate::storage::Dataset;

/// The shape of a dataset in this machine's words.
pub(super) fn shape(dataset: &Dataset) -> Result<Vec<usize>> {
    let shape = dataset.shape();
    let words: Option<Vec<usize>> = shape.iter().map(|&n| usize::try_from(n).ok()).collect();
    words.ok_or_else(|| {
        dataset.locate(Error::new(
            ErrorKind::Malformed,
            format!("the shape {shape:?} is beyond this machine"),
        ))
    })
}

/// The elements of a region, after checking that they may be loaded: nothing is allocated before.
fn allocate<T: Element>(dataset: &Dataset, region: &Region) -> Result<Vec<T>> {
    let refuse = || {
        let shape = region.shape();
        dataset.locate(Error::new(
            ErrorKind::Budget,
            format!("an array of shape {shape:?} does not fit in memory"),
        ))
    };
    let count = region.len().ok_or_else(refuse)?;
    let bytes = count
        .checked_mul(size_of::<T>() as u64)
        .filter(|&bytes| bytes <= isize::MAX as u64)
        .ok_or_else(refuse)?;
    let stored = if bytes > 4 << 30 { dataset.storage_size() } else { bytes };
    dataset.file().limits().check_result(bytes, stored).map_err(|e| dataset.locate(e))?;
    // Asks first, as what follows cannot fail; zeroed pages come from the system untouched.
    Vec::<T>::new().try_reserve_exact(count as usize).map_err(|_| refuse())?;
    Ok(vec![T::default(); count as usize])
}

/// Reads a region into a new array of its shape.
pub(super) fn read_region<T: Element>(dataset: &Dataset, region: &Region) -> Result<ArrayD<T>> {
    let elements = allocate(dataset, region)?;
    let mut array = ArrayD::from_shape_vec(IxDyn(&region.shape()), elements)
        .map_err(|e| dataset.locate(Error::new(ErrorKind::Shape, e.to_string())))?;
    read_region_into(dataset, region, array.view_mut())?;
    Ok(array)
}

/// Reads a region into an array of its shape.
pub(super) fn read_region_into<T: Element>(
    dataset: &Dataset,
    region: &Region,
    out: ArrayViewMutD<'_, T>,
) -> Result<()> {
    region.check(&out.raw_dim()).map_err(|e| dataset.locate(e))?;
    let mut out = region.with_axes_mut(out);
    if T::direct(dataset.dtype())
        && let Some(buffer) = out.as_slice_mut()
    {
        T::read(&Tile::of_region(dataset, region), buffer)?;
        region.reverse(out);
        return Ok(());
    }
    region.flip_mut(&mut out);
    let mut scratch = Vec::new();
    for tile in Tiles::new(dataset, region, size_of::<T>()) {
        let mut part = part_mut(&mut out, &tile);
        if let Some(buffer) = part.as_slice_mut() {
            T::read(&tile, buffer)?;
            continue;
        }
        scratch.resize(tile.len(), T::default());
        T::read(&tile, &mut scratch)?;
        let read = ArrayViewMut::from_shape(IxDyn(&tile.count), &mut scratch)
            .map_err(|e| dataset.locate(Error::new(ErrorKind::Shape, e.to_string())))?;
        Zip::from(&mut part).and(read).for_each(std::mem::swap);
    }
    Ok(())
}

fn part_mut<'a, T>(
    array: &'a mut ArrayViewMut<'_, T, IxDyn>,
    tile: &Tile<'_>,
) -> ArrayViewMut<'a, T, IxDyn> {
    array.slice_each_axis_mut(|axis| {
        let at = tile.at[axis.axis.index()];
        Slice::from(at..at + tile.count[axis.axis.index()])
    })
}

/// Writes an array of a region's shape to it.
pub(super) fn write_region<T: Element>(
    dataset: &Dataset,
    region: &Region,
    array: ArrayView<'_, T, IxDyn>,
) -> Result<()> {
    region.check(&array.raw_dim()).map_err(|e| dataset.locate(e))?;
    let mut array = region.with_axes(array);
    region.flip(&mut array);
    if (T::WRITES_DIRECTLY || array.is_empty())
        && let Some(values) = array.as_slice()
    {
        return T::write(&Tile::of_region(dataset, region), values);
    }
    let mut scratch: Vec<T> = Vec::new();
    for tile in Tiles::new(dataset, region, size_of::<T>()) {
        let part = array.slice_each_axis(|axis| {
            let at = tile.at[axis.axis.index()];
            Slice::from(at..at + tile.count[axis.axis.index()])
        });
        if let Some(values) = part.as_slice() {
            T::write(&tile, values)?;
            continue;
        }
        scratch.resize(tile.len(), T::default());
        ArrayViewMut::from_shape(IxDyn(&tile.count), &mut scratch)
            .map_err(|e| dataset.locate(Error::new(ErrorKind::Shape, e.to_string())))?
            .assign(&part);
        T::write(&tile, &scratch)?;
    }
    Ok(())
}

/// Writes one value to every element of a region.
pub(super) fn fill_region<T: Element>(dataset: &Dataset, region: &Region, value: T) -> Result<()> {
    let mut scratch: Vec<T> = Vec::new();
    for tile in Tiles::new(dataset, region, size_of::<T>()) {
        scratch.resize(tile.len(), value.clone());
        T::write(&tile, &scratch)?;
    }
    Ok(())
}

/// Writes a whole dataset from an array of its shape.
///
/// An array in standard layout is handed to HDF5 as it lies, in one call. Any other (transposed,
/// stepped, reversed) is copied in blocks of at most 1 MiB, or of one chunk where chunks are
/// filtered; so are `bool` and `String`.
///
/// # Errors
///
/// [`ErrorKind::WrongType`] if the stored type cannot hold every `T`, [`ErrorKind::Shape`] for an
/// array of another shape, [`ErrorKind::ReadOnly`], [`ErrorKind::Closed`].
///
/// ```
/// use ch5_array::{DType, File, H5Mode, NewDataset, read_array, write_array};
/// use ndarray::array;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let dataset = file.root()?.create_dataset("x", &NewDataset::new(DType::F64, &[2, 2]))?;
/// write_array(&dataset, &array![[1.0, 2.0], [3.0, 4.0]].t())?;
/// assert_eq!(read_array::<f64>(&dataset)?, array![[1.0, 3.0], [2.0, 4.0]].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_array<T, S, D>(dataset: &Dataset, array: &ArrayBase<S, D>) -> Result<()>
where
    T: Element,
    S: Data<Elem = T>,
    D: Dimension,
{
    write_region(dataset, &Region::all(dataset.shape()), array.view().into_dyn())
}

/// Reads a whole dataset into a new array, converting where every value is kept.
///
/// Memory: the result, limited by [`Limits::result_bytes`](crate::Limits) before anything is
/// allocated. Numbers that widen are read by HDF5 into the result itself; narrowing, `bool` and
/// `String` go through blocks as in [`write_array`].
///
/// # Errors
///
/// [`ErrorKind::Value`] for a number that `T` cannot hold, with its index and value;
/// [`ErrorKind::Malformed`] for a stored boolean other than 0 and 1, for text that is not UTF-8
/// and for chunks that do not decode; [`ErrorKind::WrongType`] where nothing can be converted;
/// [`ErrorKind::Budget`].
///
/// ```
/// use ch5_array::{ErrorKind, File, H5Array, H5Mode, read_array};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::arr1(&[1i64, 300]))?;
/// assert_eq!(read_array::<i16>(x.dataset())?, ndarray::arr1(&[1i16, 300]).into_dyn());
/// let error = read_array::<u8>(x.dataset()).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Value);
/// assert!(error.to_string().contains("the element at [1]"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_array<T: Element>(dataset: &Dataset) -> Result<ArrayD<T>> {
    shape(dataset)?;
    read_region(dataset, &Region::all(dataset.shape()))
}

/// Reads all elements of a dataset in row-major order, whatever its shape.
///
/// # Errors
///
/// As [`read_array`].
///
/// ```
/// use ch5_array::{File, H5Array, H5Mode, read_vec};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::arr2(&[[true], [false]]))?;
/// assert_eq!(read_vec::<bool>(x.dataset())?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_vec<T: Element>(dataset: &Dataset) -> Result<Vec<T>> {
    let (elements, _) = read_array(dataset)?.into_raw_vec_and_offset();
    Ok(elements)
}

/// Reads `count` rows of a dataset from row `start` on, in row-major order; a row of a
/// one-dimensional dataset is an element.
///
/// # Errors
///
/// As [`read_array`], and [`ErrorKind::Shape`] for rows beyond the end.
///
/// ```
/// use ch5_array::{File, H5Array, H5Mode, read_range};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = H5Array::from_array(&file, "x", &ndarray::arr1(&[10u8, 11, 12, 13]))?;
/// assert_eq!(read_range::<u64>(x.dataset(), 1, 2)?, [11, 12]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_range<T: Element>(dataset: &Dataset, start: u64, count: u64) -> Result<Vec<T>> {
    let region = rows(dataset, start, count)?;
    let (elements, _) = read_region(dataset, &region)?.into_raw_vec_and_offset();
    Ok(elements)
}

/// Writes whole rows, given in row-major order, from row `start` on; a row of a one-dimensional
/// dataset is an element.
///
/// # Errors
///
/// As [`write_array`], and [`ErrorKind::Shape`] for rows beyond the end or incomplete ones.
///
/// ```
/// use ch5_array::{File, H5Mode, write_range, zeros};
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let x = zeros::<u16>(4).place(&file, "x")?;
/// write_range(x.dataset(), 1, &[7u16, 8])?;
/// assert_eq!(x.read()?, ndarray::array![0u16, 7, 8, 0].into_dyn());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_range<T: Element>(dataset: &Dataset, start: u64, values: &[T]) -> Result<()> {
    let row = Region::band(dataset.shape(), 0, 0, 1).len();
    let count = match row {
        Some(row) if row > 0 => values.len() as u64 / row,
        _ => 0,
    };
    let region = rows(dataset, start, count)?;
    if region.len() != Some(values.len() as u64) {
        let shape = dataset.shape();
        return Err(dataset.locate(
            Error::new(ErrorKind::Shape, "")
                .expected(format!("whole rows of an array of shape {shape:?}"))
                .found(format!("{} elements", values.len())),
        ));
    }
    let view = ArrayView::from_shape(IxDyn(&region.shape()), values)
        .map_err(|e| dataset.locate(Error::new(ErrorKind::Shape, e.to_string())))?;
    write_region(dataset, &region, view)
}

fn rows(dataset: &Dataset, start: u64, count: u64) -> Result<Region> {
    let shape = dataset.shape();
    match (shape.first(), start.checked_add(count)) {
        (Some(&n), Some(end)) if end <= n => Ok(Region::band(shape, 0, start, count)),
        _ => Err(dataset.locate(
            Error::new(ErrorKind::Shape, "")
                .expected(format!("rows of an array of shape {shape:?}"))
                .found(format!("{count} rows from row {start}")),
        )),
    }
}
