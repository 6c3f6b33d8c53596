//! Types of other crates, behind features.

#[cfg(any(feature = "chrono", feature = "time"))]
use crate::support::{dataset, refused, round, temp, text_attr};

#[cfg(feature = "chrono")]
mod with_chrono {
    use ch5::{ErrorKind, H5Store, read_object, write_object};
    use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, TimeZone, Utc};

    use super::*;

    fn at(year: i32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(year, 2, 3, 4, 5, 6).unwrap() + Duration::nanoseconds(7)
    }

    #[derive(H5Store, Debug, PartialEq)]
    struct Times {
        utc: DateTime<Utc>,
        naive: NaiveDateTime,
        date: NaiveDate,
        span: Duration,
        all: Vec<DateTime<Utc>>,
        days: Vec<Option<NaiveDate>>,
        #[h5(attr)]
        noted: DateTime<Utc>,
        rows: Vec<(u8, DateTime<Utc>)>,
    }

    #[test]
    fn integers_with_units() {
        let t = temp();
        let times = Times {
            utc: at(2024),
            naive: at(1969).naive_utc(),
            date: NaiveDate::from_ymd_opt(1969, 12, 30).unwrap(),
            span: Duration::nanoseconds(-5),
            all: vec![at(2000), at(1900)],
            days: vec![Some(NaiveDate::default()), None],
            noted: at(2024),
            rows: vec![(1, at(2024))],
        };
        round(&t.file, "t", &times);
        let units = |name: &str| text_attr(&dataset(&t.file, &format!("t/{name}")), "units");
        let since = "nanoseconds since 1970-01-01T00:00:00";
        assert_eq!((units("utc"), units("all")), (format!("{since}Z"), format!("{since}Z")));
        assert_eq!((units("naive"), units("date")), (since.into(), "days since 1970-01-01".into()));
        assert_eq!(units("span"), "nanoseconds");
        assert_eq!(dataset(&t.file, "t/date").read_scalar::<i64>().unwrap(), -2);
        // What serde stored, or another tool.
        write_object(&t.file, "text", "2024-02-03T04:05:06.000000007Z").unwrap();
        assert_eq!(read_object::<DateTime<Utc>>(&t.file, "text").unwrap(), at(2024));
        write_object(&t.file, "day", &vec!["2024-02-03".to_owned()]).unwrap();
        let day = at(2024).date_naive();
        assert_eq!(read_object::<Vec<NaiveDate>>(&t.file, "day").unwrap(), [day]);
        assert_eq!(read_object::<NaiveDate>(&t.file, "t/date").unwrap(), times.date);
    }

    #[test]
    fn what_is_out_of_range_is_refused() {
        let t = temp();
        let e = refused(write_object(&t.file, "x", &at(3000)), "/x");
        assert_eq!(e.kind(), ErrorKind::Value);
        let e = refused(write_object(&t.file, "x", &Duration::MAX), "/x");
        assert_eq!(e.kind(), ErrorKind::Value);
        write_object(&t.file, "x", &i64::MAX).unwrap();
        assert_eq!(refused(read_object::<NaiveDate>(&t.file, "x"), "/x").kind(), ErrorKind::Value);
        write_object(&t.file, "y", "yesterday").unwrap();
        let e = refused(read_object::<DateTime<Utc>>(&t.file, "y"), "/y");
        assert_eq!(e.kind(), ErrorKind::Value);
        write_object(&t.file, "z", &at(2000).date_naive()).unwrap();
        // Days are nanoseconds as well.
        let midnight = NaiveDate::from_ymd_opt(2000, 2, 3).unwrap().and_hms_opt(0, 0, 0).unwrap();
        assert_eq!(read_object::<NaiveDateTime>(&t.file, "z").unwrap(), midnight);
        write_object(&t.file, "now", &at(2000)).unwrap();
        assert_eq!(
            refused(read_object::<NaiveDate>(&t.file, "now"), "/now").kind(),
            ErrorKind::Value
        );
    }
}

#[cfg(feature = "time")]
mod with_time {
    use ch5::{ErrorKind, H5Store, read_object, write_object};
    use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime};

    use super::*;

    #[derive(H5Store, Debug, PartialEq)]
    struct Times {
        utc: OffsetDateTime,
        naive: PrimitiveDateTime,
        date: Date,
        span: Duration,
        all: Vec<OffsetDateTime>,
    }

    #[test]
    fn integers_with_units() {
        let t = temp();
        let at = |seconds: i64| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let times = Times {
            utc: at(1_700_000_000) + Duration::nanoseconds(7),
            naive: PrimitiveDateTime::new(at(-1).date(), at(-1).time()),
            date: at(-86_401).date(),
            span: Duration::nanoseconds(-5),
            all: vec![at(0), at(-1)],
        };
        round(&t.file, "t", &times);
        assert_eq!(dataset(&t.file, "t/date").read_scalar::<i64>().unwrap(), -2);
        assert_eq!(text_attr(&dataset(&t.file, "t/span"), "units"), "nanoseconds");
        let e = refused(write_object(&t.file, "x", &Duration::MAX), "/x");
        assert_eq!(e.kind(), ErrorKind::Value);
        write_object(&t.file, "y", "x").unwrap();
        let e = refused(read_object::<OffsetDateTime>(&t.file, "y"), "/y");
        assert_eq!(e.kind(), ErrorKind::WrongType);
    }
}

#[cfg(feature = "sprs")]
mod with_sprs {
    use ch5::hdf5::types::{IntSize, TypeDescriptor};
    use ch5::{ErrorKind, H5Store, Policy, read_object, write_object};
    use sprs::{CsMat, CsMatI, TriMat};

    use crate::support::{
        dataset, group, kind, members, plain, refused, round, temp, text, text_attr,
    };

    /// 3 x 4: two values, none, one.
    fn csr() -> CsMat<f64> {
        CsMat::new((3, 4), vec![0, 2, 2, 3], vec![1, 3, 0], vec![0.5, 1.5, 2.5])
    }

    #[derive(H5Store, Debug, PartialEq)]
    struct Matrices {
        csr: CsMat<f64>,
        csc: CsMat<f32>,
        small: CsMatI<u8, u16>,
        empty: CsMat<i64>,
        flags: CsMat<bool>,
        #[h5(chunks(2), compression = "gzip:3", attrs(units = "counts"))]
        stored: CsMat<u32>,
        maybe: Option<CsMat<f64>>,
        list: Vec<CsMat<f64>>,
    }

    fn matrices() -> Matrices {
        Matrices {
            csr: csr(),
            csc: csr().map(|x| *x as f32).to_csc(),
            small: CsMatI::new((1, 2), vec![0u16, 1], vec![1u16], vec![7u8]),
            empty: CsMat::zero((2, 5)),
            flags: CsMat::new((1, 2), vec![0, 2], vec![0, 1], vec![true, false]),
            stored: csr().map(|x| *x as u32),
            maybe: None,
            list: vec![csr(), csr()],
        }
    }

    #[test]
    fn as_anndata_stores_them() {
        let t = temp();
        round(&t.file, "m", &matrices());
        let g = group(&t.file, "m/csr");
        assert_eq!(text_attr(&g, "encoding-type"), "csr_matrix");
        assert_eq!(text_attr(&g, "encoding-version"), "0.1.0");
        assert_eq!(g.attr("shape").unwrap().read_raw::<i64>().unwrap(), [3, 4]);
        assert_eq!(members(&t.file, "m/csr"), ["data", "indices", "indptr"]);
        let read = |name: &str| dataset(&t.file, &format!("m/csr/{name}"));
        assert_eq!(read("data").read_raw::<f64>().unwrap(), [0.5, 1.5, 2.5]);
        assert_eq!(read("indices").read_raw::<i64>().unwrap(), [1, 3, 0]);
        assert_eq!(read("indptr").read_raw::<i64>().unwrap(), [0, 2, 2, 3]);
        assert_eq!(kind(&read("indptr")), TypeDescriptor::Integer(IntSize::U8));
        assert_eq!(text_attr(&group(&t.file, "m/csc"), "encoding-type"), "csc_matrix");
        assert_eq!(dataset(&t.file, "m/stored/data").chunk(), Some(vec![2]));
        assert_eq!(dataset(&t.file, "m/stored/indices").filters().len(), 2);
        assert_eq!(text_attr(&group(&t.file, "m/stored"), "units"), "counts");
    }

    #[test]
    fn views_and_triplets() {
        let t = temp();
        write_object(&t.file, "view", &csr().view()).unwrap();
        assert_eq!(read_object::<CsMat<f64>>(&t.file, "view").unwrap(), csr());
        write_object(&t.file, "slice", &csr().slice_outer(1..3).to_owned()).unwrap();
        write_object(&t.file, "outer", &csr().slice_outer(2..3)).unwrap();
        let outer: CsMat<f64> = read_object(&t.file, "outer").unwrap();
        assert_eq!((outer.shape(), outer.get(0, 0)), ((1, 4), Some(&2.5)));
        let mut triplets = TriMat::new((3, 4));
        for (row, column, value) in [(2, 0, 2.0), (0, 1, 0.5), (0, 3, 1.5), (2, 0, 0.5)] {
            triplets.add_triplet(row, column, value);
        }
        write_object(&t.file, "triplets", &triplets).unwrap();
        assert_eq!(read_object::<CsMat<f64>>(&t.file, "triplets").unwrap(), csr());
        let back: TriMat<f64> = read_object(&t.file, "triplets").unwrap();
        assert_eq!((back.shape(), back.nnz()), ((3, 4), 3));
    }

    #[test]
    fn what_others_stored() {
        let t = temp();
        // scipy writes narrower indices and need not keep them in order; old anndata had other
        // names.
        let g = group(&t.file, "/").create_group("old").unwrap();
        g.new_dataset_builder().with_data(&[1.5f32, 0.5, 2.5]).create("data").unwrap();
        g.new_dataset_builder().with_data(&[3i32, 1, 0]).create("indices").unwrap();
        g.new_dataset_builder().with_data(&[0i32, 2, 2, 3]).create("indptr").unwrap();
        g.new_attr::<ch5::hdf5::types::VarLenUnicode>()
            .create("h5sparse_format")
            .unwrap()
            .write_scalar(&text("csr"))
            .unwrap();
        g.new_attr_builder().with_data(&[3i32, 4]).create("h5sparse_shape").unwrap();
        assert_eq!(read_object::<CsMat<f64>>(&t.file, "old").unwrap(), csr());
    }

    #[test]
    fn damaged_matrices_are_refused() {
        let t = temp();
        let damaged = |name: &str, values: &[i64]| {
            ch5::write_object_with(&t.file, "m", &csr(), Policy::Replace).unwrap();
            group(&t.file, "m").unlink(name).unwrap();
            let stored = ch5::AsGroup::as_group(&group(&t.file, "m")).unwrap();
            write_object(&stored, name, values).unwrap();
            read_object::<CsMat<f64>>(&t.file, "m")
        };
        for (name, values) in [
            ("indptr", &[0, 2, 2][..]),
            ("indptr", &[0, 3, 2, 3]),
            ("indptr", &[1, 2, 2, 3]),
            ("indptr", &[0, 2, 2, 9]),
            ("indptr", &[]),
            ("indices", &[1, 4, 0]),
            ("indices", &[1, 1, 0]),
            ("indices", &[1, 3]),
            ("data", &[1, 2, 3, 4]),
        ] {
            let e = refused(damaged(name, values), "/m");
            assert_eq!(e.kind(), ErrorKind::Malformed, "{name} {values:?}: {e}");
        }
        let e = refused(damaged("indices", &[1, -1, 0]), "/m/indices[1]");
        assert_eq!(e.kind(), ErrorKind::Value);
        write_object(&t.file, "map", &std::collections::BTreeMap::from([("data".to_owned(), 1u8)]))
            .unwrap();
        let e = refused(read_object::<CsMat<f64>>(&t.file, "map"), "/map");
        assert_eq!(e.kind(), ErrorKind::WrongType);
        write_object(
            &t.file,
            "wide",
            &CsMat::<u8>::new((1, 70_000), vec![0, 1], vec![69_999], vec![1]),
        )
        .unwrap();
        let e = refused(read_object::<CsMatI<u8, u16>>(&t.file, "wide"), "/wide");
        assert_eq!(e.kind(), ErrorKind::Value);
        // A shape that no indptr can fill.
        let huge = plain(&t.file).group("wide").unwrap();
        huge.attr("shape").unwrap().write_raw(&[i64::MAX, i64::MAX]).unwrap();
        let e = refused(read_object::<CsMat<u8>>(&t.file, "wide"), "/wide");
        assert_eq!(e.kind(), ErrorKind::Malformed);
    }
}
