//! Impls by hand, and fields that are read lazily.

use ch5::{
    Element, ErrorKind, H5Array, H5Dict, H5List, H5Read, H5Store, H5Write, Lazy, Result,
    read_object, write_object,
};
use ndarray::{Array2, Array3};

use crate::support::{dataset, group, members, refused, round, temp, text_attr};

/// Stored as its start and its width.
#[derive(Debug, PartialEq, Clone)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl H5Write for Interval {
    fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
        values.insert("low", &self.low)?;
        values.insert("width", &(self.high - self.low))
    }
}

impl H5Read for Interval {
    fn h5_read(values: &H5Dict) -> Result<Self> {
        let low: f64 = values.get("low")?;
        Ok(Self { low, high: low + values.get::<f64>("width")? })
    }
}

/// By hand as well: its parts are derived ones.
#[derive(Debug, PartialEq)]
struct Outer {
    inner: Derived,
    fraction: Fraction,
    mode: Mode,
    list: Numbers,
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Derived {
    name: String,
    interval: Interval,
    intervals: Vec<Interval>,
    #[h5(list)]
    list: Vec<Interval>,
    maybe: Option<Interval>,
    map: std::collections::BTreeMap<String, Interval>,
    pair: (Interval, u8),
}

#[derive(H5Store, Debug, PartialEq, Clone)]
struct Fraction(u32, u32);
#[derive(H5Store, Debug, PartialEq, Clone)]
struct Numbers(Vec<f64>);
#[derive(H5Store, Debug, PartialEq, Clone)]
enum Mode {
    Idle,
    At { x: f64 },
}

impl H5Write for Outer {
    fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
        // A struct's own fields go into the same group; what has none, into a dict of its own.
        self.inner.h5_write(values)?;
        for (name, part) in [
            ("fraction", &self.fraction as &dyn H5Write),
            ("mode", &self.mode),
            ("numbers", &self.list),
        ] {
            let mut dict = H5Dict::new(values.group().create_group(name)?)?;
            part.h5_write(&mut dict)?;
        }
        Ok(())
    }
}

impl H5Read for Outer {
    fn h5_read(values: &H5Dict) -> Result<Self> {
        Ok(Self {
            inner: Derived::h5_read(values)?,
            fraction: Fraction::h5_read(&values.dict("fraction")?)?,
            mode: Mode::h5_read(&values.dict("mode")?)?,
            list: Numbers::h5_read(&values.dict("numbers")?)?,
        })
    }
}

fn interval(low: f64) -> Interval {
    Interval { low, high: low + 0.5 }
}

fn derived() -> Derived {
    Derived {
        name: "n".into(),
        interval: interval(1.0),
        intervals: vec![interval(2.0), interval(3.0)],
        list: vec![interval(4.0)],
        maybe: Some(interval(5.0)),
        map: [("k".to_owned(), interval(6.0))].into(),
        pair: (interval(7.0), 8),
    }
}

#[test]
fn impls_by_hand_fit_into_derived_ones() {
    let t = temp();
    round(&t.file, "d", &derived());
    assert_eq!(members(&t.file, "d/interval"), ["low", "width"]);
    // Each needs a group of its own, so a sequence of them is a list.
    for list in ["d/intervals", "d/list"] {
        assert_eq!(text_attr(&group(&t.file, list), "__h5_type__"), "list");
    }
    assert_eq!(dataset(&t.file, "d/intervals/1/low").read_scalar::<f64>().unwrap(), 3.0);
    round(&t.file, "list", &vec![derived(), derived()]);
    assert_eq!(members(&t.file, "list"), ["0", "1"]);
}

#[test]
fn derived_ones_fit_into_impls_by_hand() {
    let t = temp();
    for (i, mode) in [Mode::Idle, Mode::At { x: 1.5 }].into_iter().enumerate() {
        let outer =
            Outer { inner: derived(), fraction: Fraction(1, 2), mode, list: Numbers(vec![0.5]) };
        round(&t.file, &format!("o{i}"), &outer);
    }
}

#[derive(H5Store, Debug, PartialEq)]
struct Run {
    id: u32,
    #[h5(chunks(1, 64, 64), compression = "gzip:1")]
    frames: Array3<f32>,
    background: Array2<f64>,
    notes: Vec<String>,
    extra: std::collections::BTreeMap<String, f64>,
}

fn run() -> Run {
    Run {
        id: 7,
        frames: Array3::from_shape_fn((16, 64, 64), |(a, b, c)| {
            (a * 7919 + b * 104_729 + c) as f32
        }),
        background: Array2::from_elem((200, 300), 0.5),
        notes: (0..1000).map(|i| format!("note {i}")).collect(),
        extra: [("a".to_owned(), 1.0)].into(),
    }
}

/// The same group, read lazily.
#[derive(H5Store)]
struct View {
    id: u32,
    frames: H5Array<f32>,
    background: Lazy<Array2<f64>>,
    notes: Lazy<Vec<String>>,
    extra: H5Dict,
}

#[test]
fn lazy_fields_load_nothing() {
    let t = temp();
    write_object(&t.file, "run", &run()).unwrap();
    let before = t.file.bytes_read();
    let view: View = read_object(&t.file, "run").unwrap();
    let read = t.file.bytes_read() - before;
    assert!(read <= 64, "{read} bytes for one number");
    assert_eq!((view.id, view.frames.shape()), (7, &[16, 64, 64][..]));
    let frame = view.frames.read_slice(ch5::h5s![3, .., ..]).unwrap();
    assert_eq!(frame[[5, 6]], run().frames[[3, 5, 6]]);
    let read = t.file.bytes_read() - before;
    assert!(read < 64 * 64 * 4 + 1000, "{read} bytes for one frame of 16 KiB");
    assert_eq!(view.extra.get::<f64>("a").unwrap(), 1.0);
    assert_eq!(view.background.with(|b| b[[1, 2]]).unwrap(), 0.5);
    assert_eq!(view.notes.read().unwrap(), run().notes);
}

#[test]
fn skipped_and_unknown_fields_are_not_read() {
    #[derive(H5Store)]
    struct Part {
        id: u32,
        #[h5(skip)]
        frames: u8,
    }
    let t = temp();
    write_object(&t.file, "run", &run()).unwrap();
    let before = t.file.bytes_read();
    let part: Part = read_object(&t.file, "run").unwrap();
    assert_eq!((part.id, part.frames), (7, 0));
    assert!(t.file.bytes_read() - before <= 64);
}

#[test]
fn handles_are_copied_when_they_are_written() {
    let t = temp();
    write_object(&t.file, "run", &run()).unwrap();
    let view: View = read_object(&t.file, "run").unwrap();
    write_object(&t.file, "copy", &view).unwrap();
    assert_eq!(read_object::<Run>(&t.file, "copy").unwrap(), run());
    assert_eq!(dataset(&t.file, "copy/frames").chunk(), Some(vec![1, 64, 64]));
    // Into another file, too.
    let other = temp();
    write_object(&other.file, "copy", &view).unwrap();
    assert_eq!(read_object::<Run>(&other.file, "copy").unwrap(), run());

    #[derive(H5Store)]
    struct Noted {
        #[h5(attrs(units = "mm"))]
        frames: H5Array<f32>,
    }
    write_object(&t.file, "noted", &Noted { frames: view.frames.clone() }).unwrap();
    assert_eq!(text_attr(&dataset(&t.file, "noted/frames"), "units"), "mm");
    #[derive(H5Store)]
    struct Again {
        #[h5(compression = "zstd")]
        frames: H5Array<f32>,
    }
    let again = write_object(&t.file, "again", &Again { frames: view.frames });
    assert_eq!(refused(again, "/again/frames").kind(), ErrorKind::Unsupported);
}

#[test]
fn a_dict_keeps_its_attributes_and_names() {
    let t = temp();
    let map: std::collections::BTreeMap<String, u8> =
        [("a/b".to_owned(), 1), ("c".to_owned(), 2)].into();
    write_object(&t.file, "map", &map).unwrap();
    write_object(&t.file, "list", &vec![ndarray::Array1::<u8>::zeros(2)]).unwrap();
    group(&t.file, "map").new_attr::<u8>().create("note").unwrap().write_scalar(&9u8).unwrap();
    let dict: H5Dict = read_object(&t.file, "map").unwrap();
    write_object(&t.file, "map2", &dict).unwrap();
    let list: H5List = read_object(&t.file, "list").unwrap();
    write_object(&t.file, "list2", &list).unwrap();
    assert_eq!(
        read_object::<std::collections::BTreeMap<String, u8>>(&t.file, "map2").unwrap(),
        map
    );
    assert_eq!(group(&t.file, "map2").attr("note").unwrap().read_scalar::<u8>().unwrap(), 9);
    assert_eq!(read_object::<Vec<ndarray::Array1<u8>>>(&t.file, "list2").unwrap().len(), 1);
    // The root as well.
    let other = temp();
    let root = H5Dict::root(&t.file).unwrap();
    write_object(&other.file, "all", &root).unwrap();
    assert_eq!(members(&other.file, "all"), members(&t.file, "/"));
}

#[test]
fn a_lazy_array_is_checked_when_it_is_opened() {
    let t = temp();
    write_object(&t.file, "run", &run()).unwrap();
    write_object(&t.file, "run/frames2", &1u8).unwrap();
    #[derive(H5Store)]
    struct Typed<T: Element> {
        frames: H5Array<T>,
    }
    let e =
        refused(read_object::<Typed<f64>>(&t.file, "run").map(|t| t.frames.ndim()), "/run/frames");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    #[derive(H5Store)]
    struct Grouped {
        extra: H5Array,
    }
    let e = refused(read_object::<Grouped>(&t.file, "run").map(|g| g.extra.ndim()), "/run/extra");
    assert_eq!(e.kind(), ErrorKind::WrongType);
    #[derive(H5Store)]
    struct Dict {
        frames: H5Dict,
    }
    let e = refused(read_object::<Dict>(&t.file, "run").map(|d| d.frames), "/run/frames");
    assert_eq!(e.kind(), ErrorKind::WrongType);
}
