//! Coming from h5py or ch5mpy: the same work in ch5.
//!
//! ```
//! use ch5::{h5s, File, H5Array, H5Dict, H5List, H5Mode, Policy};
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("a.h5");
//!
//! // h5py: f = h5py.File("a.h5", "w")
//! // ch5mpy: f = ch.File("a.h5", ch.H5Mode.WRITE_TRUNCATE)
//! let file = File::open(&path, H5Mode::Truncate)?;
//!
//! // f["x"] = np.arange(12.0).reshape(3, 4)
//! let array = ndarray::Array2::from_shape_fn((3, 4), |(i, j)| (4 * i + j) as f64);
//! ch5::write_object(&file, "x", &array)?;
//!
//! // f.create_dataset("y", shape=(1000, 1000), chunks=(100, 100), compression="gzip")
//! let y = ch5::zeros::<f64>((1000, 1000))
//!     .chunks((100, 100))
//!     .compression(ch5::Compression::Gzip(4))
//!     .place(&file, "y")?;
//!
//! // y[10:20, ::2] = 1            y[-1, :3]
//! y.write_slice(h5s![10..20, ..;2], &ndarray::arr0(1.0))?;
//! let corner = y.read_slice(h5s![-1, ..3])?;
//! assert_eq!(corner.shape(), [3]);
//!
//! // f["x"][...]                  f["x"].shape, f["x"].dtype
//! let x: H5Array<f64> = ch5::read_object(&file, "x")?;
//! assert_eq!(x.read()?, array.into_dyn());
//! assert_eq!((x.shape(), x.dtype().to_string()), ([3, 4].as_slice(), "f64".to_string()));
//!
//! // ch5mpy: h = ch.H5Dict(f)["x"]; h.max(), np.sum(h, axis=0); h += 1; np.save of (h - 1) * 2
//! use ch5::prelude::*;
//! assert_eq!(x.max().item_as::<f64>()?, 11.0);
//! assert_eq!(x.sum().axis(0).read()?.to_string(), "[12. 15. 18. 21.]");
//! x.add_assign(1.0)?;
//! ((&x - 1.0) * 2.0).write_to(&file, "doubled")?;
//! assert_eq!(file.array("doubled")?.slice(h5s![-1, ..2]).read()?.to_string(), "[16. 18.]");
//! file.root()?.unlink("doubled")?;
//!
//! // f.attrs["units"] = "mm"
//! let mut dict = H5Dict::root(&file)?;
//! dict.attributes().set("units", "mm")?;
//!
//! // ch5mpy: d = ch.H5Dict(f); d["config"] = {"rate": 2.5, "name": "a"}
//! dict.insert_serde("config", &serde_json::json!({"rate": 2.5, "name": "a"}))?;
//! assert_eq!(dict.get::<f64>("config/rate")?, 2.5);
//!
//! // list(d.keys()), "x" in d, d.get("z"), del d["y"], d.rename("config", "settings")
//! assert_eq!(dict.keys()?, ["x", "y", "config"]);
//! assert!(dict.contains("x")? && dict.try_get::<f64>("z")?.is_none());
//! dict.remove("y")?;
//! dict.rename("config", "settings")?;
//!
//! // ch5mpy: ch.H5List.write([1, 2], f, "list"); l.append(3); l[-1]
//! let mut list = H5List::create(&file, "list", &[1, 2])?;
//! list.push(&3)?;
//! assert_eq!(list.get::<i32>(list.index(-1)?)?, 3);
//!
//! // ch5mpy: del l[0]; l.to_dict(); for x in l          not in ch5mpy: l[1:], insert, sort
//! list.remove(0)?;
//! list.insert(0, &5)?;
//! list.sort_by_key(|x: &i32| *x)?;
//! assert_eq!(list.slice::<i32>(1..)?, [3, 5]);
//!
//! // d |= {"settings": {"gain": 1.5}}; d.setdefault("n", 0); d == other; d.copy()
//! dict.merge_serde(&serde_json::json!({"settings": {"gain": 1.5}}))?;
//! assert_eq!(dict.entry("n").or_insert(0)?, 0);
//! assert!(!dict.equals(&dict.dict("settings")?)?);
//! let copy = dict.dict("settings")?.to_value()?;
//! assert_eq!(copy.kind(), "record");
//!
//! // d["settings"] = {"rate": 3.0}: keys that are not there are deleted, equal values stay
//! dict.update_serde("settings", &serde_json::json!({"rate": 3.0}))?;
//! assert_eq!(dict.dict("settings")?.keys()?, ["rate"]);
//!
//! // with ch.options(error_mode="ignore", max_memory="64K"): ...
//! {
//!     let options = ch5::options().max_memory_usage("64K")?;
//!     let _scope = options.error_mode(ch5::ErrorMode::Ignore).scoped();
//!     assert!(dict.items()?.all(|(_, item)| item.is_ok()));
//! }
//!
//! // print(d)
//! assert!(format!("{dict:?}").contains("list: "));
//!
//! // replacing what is there: never by accident
//! assert!(ch5::write_object(&file, "x", &1).is_err());
//! ch5::write_object_with(&file, "x", &1, Policy::Replace)?;
//! file.close()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What differs
//!
//! | Python | ch5 |
//! |---|---|
//! | `f["a/b"] = v` makes the groups on the way | `insert_at` does; for `insert`, `a/b` is one key, escaped. Reading, removing and renaming take both |
//! | h5py cannot store `None`; ch5mpy pickles it | a null dataspace; both forms are read |
//! | ch5mpy pickles what it does not know, and unpickles when it reads | [`Bincode`](crate::Bincode) on request; a pickle is never run, its bytes stay reachable |
//! | a ch5mpy list of mixed values becomes text | a union: each value keeps its type |
//! | lists of dicts: one group an element | a table: one dataset a field |
//! | reading narrows numbers in silence | an error, unless every value is kept exactly |
//! | `h5py.File` in mode `w` loses the old file at once | [`save`](crate::save) and [`update`](crate::update) replace it when the new one is complete |
