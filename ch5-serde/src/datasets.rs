//! Datasets by name: from arrays, and from a shape alone.

use ch5_array::{
    AsGroup, DType, Dataset, Element, H5Array, NewDataset, Object, Result, Value, write_array,
};
use ndarray::{ArrayBase, Data, Dimension};

use crate::objects::Policy;

/// Stores an array as a dataset; `options` are those of the dataset (chunks, compression, ...),
/// its datatype and shape are the array's.
///
/// With [`Policy::Update`], a dataset of this datatype and shape that is there takes the elements
/// and keeps its own chunks and filters.
///
/// ```
/// use ch5_array::{File, H5Mode, NewDataset};
/// use ch5_serde::{Policy, write_dataset};
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let array = ndarray::Array2::from_elem((100, 50), 1.5);
/// let options = NewDataset::options().gzip(6).shuffle(true);
/// let stored = write_dataset(&file, "x", &array, options, Policy::Fail)?;
/// assert_eq!(stored.shape(), [100, 50]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`](ch5_array::ErrorKind::AlreadyExists) under [`Policy::Fail`],
/// [`ErrorKind::Shape`](ch5_array::ErrorKind::Shape) for chunks that do not fit, or what writing
/// fails with; what was there is then still there.
pub fn write_dataset<T, S, D>(
    at: &impl AsGroup,
    name: &str,
    array: &ArrayBase<S, D>,
    options: NewDataset,
    policy: Policy,
) -> Result<H5Array<T>>
where
    T: Element,
    S: Data<Elem = T>,
    D: Dimension,
{
    let group = at.as_group()?;
    let shape: Vec<u64> = array.shape().iter().map(|&n| n as u64).collect();
    if policy == Policy::Update
        && let Some(Object::Dataset(old)) = group.try_open(name)?
        && *old.dtype() == T::DTYPE
        && old.shape() == shape
        && !old.is_null()
    {
        write_array(&old, array)?;
        return H5Array::new(old)?.typed();
    }
    if policy == Policy::Fail && group.has(name)? {
        return Err(crate::objects::in_use(&group, name));
    }
    let dataset = group.detached_dataset(name, &options.of(T::DTYPE, &shape))?;
    write_array(&dataset, array)?;
    if T::DTYPE.is_text() {
        dataset.attrs().write_text("dtype", "str")?;
    }
    group.swap(name, &Object::Dataset(dataset))?;
    H5Array::new(group.dataset(name)?)?.typed()
}

/// Stores several arrays of one element type; `progress` is called with the number done and the
/// total.
///
/// ```
/// # use ch5_array::{File, H5Mode};
/// use ch5_array::NewDataset;
/// use ch5_serde::{Policy, read_object, write_datasets};
/// use ndarray::arr1;
/// # let dir = tempfile::tempdir()?;
/// # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let (x, y) = (arr1(&[1.0, 2.0]), arr1(&[3.0, 4.0, 5.0]));
/// let options = NewDataset::options().gzip(4);
/// let mut last = (0, 0);
/// write_datasets(&file, [("x", &x), ("y", &y)], &options, Policy::Fail, |done, total| {
///     last = (done, total);
/// })?;
/// assert_eq!(last, (2, 2));
/// assert_eq!(read_object::<Vec<f64>>(&file, "y")?, [3.0, 4.0, 5.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`write_dataset`]; those stored before the failure stay.
pub fn write_datasets<'a, T, S, D, I>(
    at: &impl AsGroup,
    arrays: I,
    options: &NewDataset,
    policy: Policy,
    mut progress: impl FnMut(usize, usize),
) -> Result<()>
where
    T: Element,
    S: Data<Elem = T> + 'a,
    D: Dimension + 'a,
    I: IntoIterator<Item = (&'a str, &'a ArrayBase<S, D>)>,
{
    let arrays: Vec<_> = arrays.into_iter().collect();
    for (i, (name, array)) in arrays.iter().enumerate() {
        write_dataset(at, name, *array, options.clone(), policy)?;
        progress(i + 1, arrays.len());
    }
    Ok(())
}

/// Creates a dataset from a shape and a datatype alone; its elements are `fill`, or zero. No data
/// is written: a large one takes no room until it is.
///
/// ```
/// use ch5_array::{DType, File, H5Mode, NewDataset, Value};
/// use ch5_serde::store_dataset;
/// # let dir = tempfile::tempdir()?;
/// let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
/// let (fill, options) = (Some(Value::F64(-1.0)), NewDataset::options());
/// let x = store_dataset(&file, "x", &[1000, 1000], DType::F32, fill, options)?;
/// assert_eq!(x.storage_size(), 0);
/// assert_eq!(x.read_numbers::<f32>(None)?[0], -1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::AlreadyExists`](ch5_array::ErrorKind::AlreadyExists),
/// [`ErrorKind::Shape`](ch5_array::ErrorKind::Shape), and
/// [`ErrorKind::WrongType`](ch5_array::ErrorKind::WrongType) for a fill value of another type.
pub fn store_dataset(
    at: &impl AsGroup,
    name: &str,
    shape: &[u64],
    dtype: DType,
    fill: Option<Value>,
    options: NewDataset,
) -> Result<Dataset> {
    let mut new = options.of(dtype, shape);
    if let Some(fill) = fill {
        new = new.fill(fill);
    }
    at.as_group()?.create_dataset(name, &new)
}
