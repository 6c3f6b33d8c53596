//! Implementing the storing traits by hand.
//!
//! A type whose stored form is not that of its fields implements [`H5Write`](crate::H5Write) and
//! [`H5Read`](crate::H5Read) itself. Both are given the [`H5Dict`](crate::H5Dict) of the value's
//! own group.
//!
//! ```
//! use ch5::{Error, ErrorKind, H5Dict, H5Read, H5Write, Result};
//!
//! /// A histogram that stores its edges once and refuses broken files.
//! struct Histogram { low: f64, width: f64, counts: Vec<u64> }
//!
//! impl H5Write for Histogram {
//!     fn h5_write(&self, values: &mut H5Dict) -> Result<()> {
//!         let edges: Vec<f64> =
//!             (0..=self.counts.len()).map(|i| self.low + i as f64 * self.width).collect();
//!         values.insert("edges", &edges)?;
//!         values.insert("counts", &self.counts)?;
//!         values.attributes().set("width", &self.width)
//!     }
//! }
//!
//! impl H5Read for Histogram {
//!     fn h5_read(values: &H5Dict) -> Result<Self> {
//!         let edges: Vec<f64> = values.get("edges")?;
//!         let counts: Vec<u64> = values.get("counts")?;
//!         if edges.len() != counts.len() + 1 {
//!             let error = Error::new(ErrorKind::Shape, "a histogram")
//!                 .expected(format!("{} edges", counts.len() + 1))
//!                 .found(edges.len().to_string());
//!             return Err(values.group().locate(error));
//!         }
//!         Ok(Histogram { low: edges[0], width: values.attributes().get("width")?, counts })
//!     }
//! }
//!
//! // It is a value like any other: alone, in a derived struct, in a list.
//! #[derive(ch5::H5Store)]
//! struct Report { title: String, parts: Vec<Histogram> }
//!
//! # let dir = tempfile::tempdir()?;
//! # let path = dir.path().join("report.h5");
//! let part = Histogram { low: 0.0, width: 0.5, counts: vec![1, 5, 2] };
//! ch5::save(&path, &Report { title: "run 7".into(), parts: vec![part] })?;
//! let report: Report = ch5::load(&path)?;
//! assert_eq!(report.parts[0].counts, [1, 5, 2]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
