//! Guides, every snippet of which runs.
//!
//! - [`from_h5py`]: for those who know h5py or ch5mpy.
//! - [`for_numpy`]: for those who know numpy: arrays, side by side.
//! - [`numpy_coverage`]: every function of numpy's, and what it is called here.
//! - [`by_hand`]: implementing the storing traits by hand.

pub mod by_hand;
pub mod for_numpy;
pub mod from_h5py;
pub mod numpy_coverage;
