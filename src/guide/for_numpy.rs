//! Coming from numpy.
