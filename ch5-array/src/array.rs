//! H5Array.
