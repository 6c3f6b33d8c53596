//! Whole-file commits.
