//! Guides, every snippet of which runs.
//!
//! - [`from_h5py`]: for those who know h5py or ch5mpy.
//! - [`by_hand`]: implementing the storing traits by hand.

pub mod by_hand;
pub mod from_h5py;
