//! Coming from numpy: numpy on the right of each line, ch5 on the left.
//!
//! An [`H5Array`](crate::H5Array) is a dataset of a file. It is never loaded by itself: functions
//! of it build an [`Expr`](crate::Expr), and what an expression is worth is computed when it is
//! read or written, block by block, in as little memory as
//! [`max_memory_usage`](crate::Options::max_memory_usage) says. [`numpy_coverage`] lists every
//! function.
//!
//! | in numpy | in ch5 |
//! |---|---|
//! | an array lies in memory | in a file; ndarrays and numbers are operands too |
//! | `y = x * 2` is computed at once | when `y` is read or written; errors of building it come then |
//! | results are arrays | [`read`](crate::Expr::read), [`read_as`](crate::Expr::read_as), [`item`](crate::Expr::item), [`write_to`](crate::Expr::write_to), [`blocks`](crate::Expr::blocks) |
//! | keyword arguments | methods: `x.sum().axis(0).keepdims(true)` |
//! | `where=`, `mod`, `abs` (words that Rust has) | `only`, `remainder`, `absolute` |
//! | `x < y`, `x == y` | `x.lt(y)`, `Compare::eq(&x, y)` |
//! | `x += y` | `x.add_assign(y)?`, which can fail and then leaves `x` as it was |
//! | dtype `float64`, `<U5`, `datetime64[D]` | [`ElementType`](crate::ElementType): `"float64".parse()?`; text has no length |
//! | a literal takes the array's type | `f64`, `i64`, `bool`, `Complex<f64>` and `&str` do; `scalar(v)` has its own |
//! | shapes are tuples | slices: `&[2, 3]`; negative sides and axes are `isize` |
//!
//! [`numpy_coverage`]: super::numpy_coverage
//!
//! # Opening and creating
//!
//! ```
//! use ch5::{ops::creation, prelude::*};
//! use ndarray::{Array2, array};
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("a.h5");
//! let file = File::open(&path, H5Mode::Truncate)?;             // h5py.File("a.h5", "w")
//!
//! // Into the file.
//! let a = array![[1.0, 2.0], [3.0, 4.0]];                       // a = np.array([[1., 2.], [3., 4.]])
//! let x = H5Array::from_array(&file, "x", &a)?;                 // f["x"] = a
//! let z = ch5::zeros::<f32>((1000, 50)).place(&file, "z")?;     // f.create_dataset("z", (1000, 50), "f4")
//!
//! // As expressions: nothing is stored or held.
//! let n = creation::arange(0i64, 10i64, 1i64);                  // np.arange(10)
//! let t = creation::linspace(0.0, 1.0, 5);                      // np.linspace(0, 1, 5)
//! let e = creation::eye(3, 3, 0, "float64".parse()?);           // np.eye(3)
//! let s = creation::zeros_like(&x, None, None);                 // np.zeros_like(x)
//! let f = creation::from_fn(&[2, 2], |at| (10 * at[0] + at[1]) as i64);
//! t.write_to(&file, "t")?;                                      // f["t"] = np.linspace(0, 1, 5)
//!
//! // What is there.
//! let x: H5Array<f64> = file.array("x")?.typed()?;              // f["x"], which must be float64
//! assert_eq!((x.shape(), x.ndim(), x.len()), (&[2, 2][..], 2, 4)); // x.shape, x.ndim, x.size
//! assert_eq!(x.expr().element_type().to_string(), "float64");   // x.dtype
//! assert_eq!(x.to_string(), "[[1. 2.]\n [3. 4.]]");             // str(x)
//! # assert_eq!((z.len(), n.len(), s.shape(), f.load()?.to_string()),
//! #     (50000, 10, &[2, 2][..], "[[ 0  1]\n [10 11]]".to_string()));
//! # assert_eq!(e.sum().item()?.to_string(), "3.0");
//! # let _: Array2<f64> = x.read_dim()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Indexing
//!
//! [`h5s!`](crate::h5s) makes a selection. `slice` gives an expression of it, `view` something
//! that can be written to as well, `read_slice` an ndarray.
//!
//! ```
//! use ch5::prelude::*;
//! use ndarray::{Array3, array};
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let a = Array3::from_shape_fn((2, 3, 4), |(i, j, k)| (12 * i + 4 * j + k) as i64);
//! let x = H5Array::from_array(&file, "x", &a)?;
//!
//! let shape = |part: Expr<'_>| part.shape().to_vec();
//! assert_eq!(shape(x.slice(1)), [3, 4]);                          // x[1]
//! assert_eq!(shape(x.slice(h5s![-1, 0])), [4]);                   // x[-1, 0]
//! assert_eq!(shape(x.slice(h5s![.., 1.., ..;2])), [2, 2, 2]);     // x[:, 1:, ::2]
//! assert_eq!(shape(x.slice(h5s![..;-1])), [2, 3, 4]);             // x[::-1]
//! assert_eq!(shape(x.slice(h5s![Ellipsis, 0])), [2, 3]);          // x[..., 0]
//! assert_eq!(shape(x.slice(h5s![NewAxis, 0])), [1, 3, 4]);        // x[None, 0]
//! assert_eq!(shape(x.slice(h5s![.., vec![2, 0, 2]])), [2, 3, 4]); // x[:, [2, 0, 2]]
//! assert_eq!(shape(x.slice(h5s![0, vec![2, 0], vec![1, 3]])), [2]); // x[0, [2, 0], [1, 3]]
//! assert_eq!(shape(x.slice(h5s![.., vec![true, false, true]])), [2, 2, 4]); // x[:, [True, False, True]]
//! assert_eq!(shape(x.mask(x.gt(20))?), [3]);                      // x[x > 20]
//! assert_eq!(shape(x.take(vec![5, -1], None)), [2]);              // x.take([5, -1])
//!
//! // Writing, also through views of views.
//! x.view(h5s![.., 0])?.assign(0)?;                                // x[:, 0] = 0
//! x.view(1)?.view(h5s![1..])?.assign(array![1i64, 2, 3, 4])?;     // x[1][1:] = [1, 2, 3, 4]
//! x.assign_where(x.gt(20), -1)?;                                  // x[x > 20] = -1
//! x.put(&[0, 5], array![7i64, 8], ch5::ops::indexing::Mode::Raise)?; // x.put([0, 5], [7, 8])
//! assert_eq!(x.to_string(), "\
//! [[[ 7  0  0  0]
//!   [ 4  8  6  7]
//!   [ 8  9 10 11]]
//!
//!  [[ 0  0  0  0]
//!   [ 1  2  3  4]
//!   [ 1  2  3  4]]]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Operators, comparisons, in place
//!
//! ```
//! use ch5::{ops, prelude::*};
//! use ndarray::array;
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &array![[1.0, 2.0], [3.0, 4.0]])?;
//! let row = array![10.0, 20.0];
//!
//! let y = (&x + &row) * 2.0 - 1.0;                // (x + row) * 2 - 1
//! let y = y.sqrt() / (1.0 + x.mean().axis(0));    // np.sqrt(y) / (1 + x.mean(0))
//! let p = ops::power(&x, 2);                      // x ** 2
//! let q = ops::floor_divide(&x, 2.0);             // x // 2
//! let m = x.gt(1.5) & x.le(3.0);                  // (x > 1.5) & (x <= 3)
//! let w = ops::where_(&m, &x, 0.0);               // np.where(m, x, 0)
//! let c = x.clip(1.5, 3.5);                       // x.clip(1.5, 3.5)
//! let d = x.matmul(x.t());                        // x @ x.T
//! assert_eq!(w.load()?.to_string(), "[[0. 2.]\n [3. 0.]]");
//! assert_eq!(d.load()?.to_string(), "[[ 5. 11.]\n [11. 25.]]");
//!
//! x.add_assign(1.0)?;                             // x += 1
//! x.pow_assign(2)?;                               // x **= 2
//! x.assign(&x - x.min())?;                        // x[...] = x - x.min()
//! assert_eq!(x.to_string(), "[[ 0.  5.]\n [12. 21.]]");
//! # assert_eq!((y.shape(), p.shape(), q.shape(), c.shape()), (x.shape(), x.shape(), x.shape(), x.shape()));
//!
//! // Mistakes are found when the result is asked for, and say what they are.
//! let error = (&x + &array![1.0, 2.0, 3.0]).load().unwrap_err();
//! assert_eq!(error.kind(), ch5::ErrorKind::Shape);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Reductions
//!
//! ```
//! use ch5::prelude::*;
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let a = ndarray::array![[1.0, 5.0, f64::NAN], [4.0, 2.0, 3.0]];
//! let x = H5Array::from_array(&file, "x", &a)?;
//!
//! let total: f64 = x.nansum().item_as()?;                      // np.nansum(x)
//! let rows = x.sum().axis(1);                                  // x.sum(1)
//! let both = x.max().axis([0, 1]).keepdims(true);              // x.max((0, 1), keepdims=True)
//! let some = x.sum().only(x.lt(4.5)).initial(100.0);           // x.sum(where=x < 4.5, initial=100)
//! let spread = x.nanstd().axis(0).ddof(1.0);                   // np.nanstd(x, 0, ddof=1)
//! let narrow = x.slice(1).sum().dtype("float32".parse()?);     // x[1].sum(dtype="f4")
//! let place = x.nanargmax().axis(1);                           // np.nanargmax(x, 1)
//! let middle = x.slice(1).median();                            // np.median(x[1])
//! let ends = x.slice(1).percentile([25.0, 75.0]);              // np.percentile(x[1], [25, 75])
//! let running = x.slice(1).cumsum();                           // np.cumsum(x[1])
//! assert_eq!(total, 15.0);
//! assert_eq!(rows.read()?.to_string(), "[nan  9.]");
//! assert_eq!(some.item()?.to_string(), "110.0");
//! assert_eq!(place.read()?.to_string(), "[1 0]");
//! assert_eq!(middle.item()?.to_string(), "3.0");
//! assert_eq!(ends.read()?.to_string(), "[2.5 3.5]");
//! assert_eq!(running.read()?.to_string(), "[4. 6. 9.]");
//! # assert_eq!((both.expr().shape(), spread.expr().shape()), (&[1, 1][..], &[3][..]));
//! # assert_eq!(narrow.expr().element_type().to_string(), "float32");
//!
//! // Several in one pass over the data.
//! let all = x.slice(1).describe()?;
//! assert_eq!((all.count, all.min, all.max, all.mean), (3, 2.0, 4.0, 3.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Shapes, joining, sorting, sets
//!
//! ```
//! use ch5::{ops::{manipulation::*, sets, sorting}, prelude::*};
//! use ndarray::array;
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &array![[3i64, 1, 2], [6, 5, 4]])?;
//!
//! let r = x.reshape(&[3, -1]);                          // x.reshape(3, -1)
//! let t = x.t();                                        // x.T
//! let j = concatenate(&[x.expr(), x.expr()], 1);        // np.concatenate([x, x], 1)
//! let p = split(&x, 3, 1)?;                             // np.split(x, 3, 1)
//! let s = x.sort().axis(1);                             // np.sort(x, 1)
//! let o = x.argsort();                                  // np.argsort(x)
//! let l = sorting::lexsort(&[x.slice(0), x.slice(1)]);  // np.lexsort((x[0], x[1]))
//! let u = x.unique().counts().run()?;                   // np.unique(x, return_counts=True)
//! let i = x.isin(array![1i64, 4]);                      // np.isin(x, [1, 4])
//! let w = x.isin(array![1i64, 4]).invert(true);         // np.isin(x, [1, 4], invert=True)
//! let d = sets::setdiff1d(&x, array![1i64, 4])?;        // np.setdiff1d(x, [1, 4])
//! let n = x.gt(3).nonzero()?;                           // (x > 3).nonzero()
//! let v = x.slice(0).sort().searchsorted(2);            // np.searchsorted(np.sort(x[0]), 2)
//! assert_eq!(s.read()?.to_string(), "[[1 2 3]\n [4 5 6]]");
//! assert_eq!(d.load()?.to_string(), "[2 3 5 6]");
//! assert_eq!(n[1].load()?.to_string(), "[0 1 2]");
//! # assert_eq!((r.shape(), t.shape(), j.shape(), p.len()), (&[3, 2][..], &[3, 2][..], &[2, 6][..], 3));
//! # assert_eq!((o.read()?.to_string(), l.read()?.to_string()), ("[[1 2 0]\n [2 1 0]]".into(), "[2 1 0]".into()));
//! # assert_eq!((u.values.len(), i.sum().item()?.to_string(), v.item()?.to_string()), (6, "2".into(), "1".into()));
//! # assert_eq!(w.sum().item()?.to_string(), "4");
//!
//! x.sort_inplace(-1)?;                                  // x.sort()
//! assert_eq!(x.to_string(), "[[1 2 3]\n [4 5 6]]");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Text
//!
//! ```
//! use ch5::{char, prelude::*};
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let names = ndarray::array!["anna".to_string(), "Örjan".into(), "Bo".into()];
//! let x = H5Array::from_array(&file, "names", &names)?;
//!
//! let t = char::title(&x);                          // np.char.title(x)
//! let n = char::str_len(&x);                        // np.char.str_len(x)
//! let j = char::add(&x, "!");                       // np.char.add(x, "!")
//! let b = x.mask(char::startswith(&x, "B"))?;       // x[np.char.startswith(x, "B")]
//! let s = x.sort();                                 // np.sort(x)
//! assert_eq!(t.load()?.to_string(), "['Anna' 'Örjan' 'Bo']");
//! assert_eq!(n.load()?.to_string(), "[4 5 2]");
//! assert_eq!(b.read_as::<String>()?[0], "Bo");
//! # assert_eq!((j.load()?.to_string(), s.read()?.to_string()),
//! #     ("['anna!' 'Örjan!' 'Bo!']".into(), "['Bo' 'anna' 'Örjan']".into()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Dates
//!
//! Points in time and durations are integers in the file; an attribute says what they count.
//!
//! ```
//! use ch5::prelude::*;
//! use ch5::{AnyArray, Buffer, Scalar, TimeUnit};
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! // np.array(["2024-02-28", "2024-03-01"], "datetime64[D]")
//! let text = AnyArray::new(&[2], Buffer::Text(vec!["2024-02-28".into(), "2024-03-01".into()]))?;
//! let days = text.into_expr().astype("datetime64[D]".parse()?).write_to(&file, "days")?;
//! assert_eq!(days.to_string(), "['2024-02-28' '2024-03-01']");
//!
//! let gaps = days.diff();                                             // np.diff(days)
//! let next = &days + scalar(Scalar::Duration(TimeUnit::Day, 1));      // days + np.timedelta64(1, "D")
//! let text = next.astype("str".parse()?);                             // next.astype(str)
//! assert_eq!(gaps.read()?.to_string(), "[2]");
//! assert_eq!(text.load()?.to_string(), "['2024-02-29' '2024-03-02']");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Records
//!
//! ```
//! use ch5::prelude::*;
//! use ch5::{Records, Scalar};
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let row = |name: &str, size: f64| vec![Scalar::from(name), Scalar::from(size)];
//! let rows = [row("Anna", 1.625), row("Bo", 1.75)];             // np.rec.fromrecords(rows,
//! let records = Records::from_records(&["name", "size"], &rows)?; //     names="name,size")
//! let x = records.write_to(&file, "people")?;
//! assert_eq!(x.to_string(), "[('Anna', 1.625) ('Bo', 1.75 )]"); // str(x)
//! let mean: f64 = x.field("size")?.mean().item_as()?;           // x["size"].mean()
//! assert_eq!(mean, 1.6875);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Random numbers
//!
//! ```
//! use ch5::{prelude::*, random};
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! random::seed(42);                                             // np.random.seed(42)
//! let x = random::normal(0.0, 1.0, &[1000, 10]);                // np.random.normal(0, 1, (1000, 10))
//! let k = random::randint(0, 6, &[100]);                        // np.random.randint(0, 6, 100)
//! let p = random::permutation(10);                              // np.random.permutation(10)
//! x.write_to(&file, "x")?;
//! let own = random::Generator::new(1);                          // rng = np.random.default_rng(1)
//! let u = own.uniform(-1.0, 1.0, &[5]);                         // rng.uniform(-1, 1, 5)
//! let mut old = random::RandomState::new(42);                   // np.random.RandomState(42)
//! assert_eq!(old.rand(&[1])?[0], 0.3745401188473625);           // numpy's own number
//! # assert!(k.max().item_as::<i64>()? < 6 && p.sum().item_as::<i64>()? == 45 && u.len() == 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The numbers of a seed are not numpy's, but they are the same whatever the blocks and threads.
//! [`RandomState`](crate::random::RandomState) gives numpy's old numbers.
//!
//! # Results
//!
//! ```
//! use ch5::prelude::*;
//! use ndarray::{ArrayD, array};
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = H5Array::from_array(&file, "x", &array![[1i32, 2], [3, 4]])?;
//! let y = &x * 10;
//!
//! let any: AnyArray = y.read()?;                     // of the type that it has
//! let typed: ArrayD<i32> = y.read_as()?;             // of a type that holds all its values
//! let one: i64 = y.sum().item_as()?;                 // a number
//! let kept = y.write_to(&file, "y")?;                // a dataset
//! let packed = y.write_to_with(&file, "z", |new| new.gzip(4).shuffle(true))?;
//! x.view(h5s![.., 0])?.assign(y.slice(h5s![.., 1]))?; // part of a dataset
//! for block in y.blocks()? {                         // one block after the other
//!     let (place, elements) = block?;
//!     assert_eq!((place.len(), elements.shape().len()), (2, 2));
//! }
//! assert_eq!(any.to_string(), "[[10 20]\n [30 40]]");
//! assert_eq!((typed[[1, 1]], one, kept.shape(), packed.filters()?.len()), (40, 100, &[2, 2][..], 2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Memory, plans, progress
//!
//! ```
//! use ch5::{PrintOptions, on_progress, options, prelude::*};
//! # let dir = tempfile::tempdir()?;
//! # let file = File::open(dir.path().join("a.h5"), H5Mode::Truncate)?;
//! let x = ch5::zeros::<f64>((1000, 500)).chunks((100, 500)).place(&file, "x")?;
//! {
//!     // Working buffers of this thread's operations, until the end of the block.
//!     let _scope = options().max_memory_usage("4M")?.threads(2).scoped();
//!     let y = &x - x.mean().axis(0);
//!     assert_eq!(y.explain()?, "\
//! subtract float64
//!   dataset /x float64 [1000, 500] in chunks of [100, 500]
//!   broadcast to [1000, 500]
//!     mean float64 [500]
//!       dataset /x float64 [1000, 500] in chunks of [100, 500]
//! pass 1: mean of float64 [1000, 500] in 1 block
//! pass 2: 10 blocks of [100, 500], 1200000 bytes each, 2 at a time
//! at most 4M of working memory");
//!
//!     let _bar = on_progress(|done, all| eprintln!("{done} of {all} blocks"));
//!     y.write_to(&file, "centred")?;
//! }
//! // np.set_printoptions(precision=3)
//! ch5::set_options(options().print(PrintOptions::new().precision(3)));
//! # ch5::set_options(ch5::Options::new());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
