#![doc = include_str!("numpy_coverage.md")]
