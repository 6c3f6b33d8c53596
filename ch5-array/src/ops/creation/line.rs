//! Numbers on a line between two ends.

use num_complex::Complex;

use crate::types::ElementType as Ty;

/// How a number follows from its place.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub divisions: usize,
    /// The place whose number is the end itself.
    pub last: f64,
    pub whole: bool,
    /// What is computed in, and rounded to at each step.
    pub ty: Ty,
}

impl Line {
    pub(super) fn round(self, x: f64) -> f64 {
        match self.ty {
            Ty::F16 => half::f16::from_f64(x).to_f64(),
            Ty::F32 | Ty::C64 => f64::from(x as f32),
            _ => x,
        }
    }

    pub(super) fn at(self, i: f64, start: f64, stop: f64) -> f64 {
        let round = |x| self.round(x);
        let (delta, divisions) = (round(stop - start), self.divisions as f64);
        let y = if self.divisions == 0 {
            round(round(i * delta) + start)
        } else if i == self.last {
            stop
        } else {
            let step = round(delta / divisions);
            let way = if step == 0.0 { round(i / divisions) * delta } else { i * step };
            round(round(way) + start)
        };
        if self.whole { y.floor() } else { y }
    }

    pub(super) fn at_complex(
        self,
        i: f64,
        start: Complex<f64>,
        stop: Complex<f64>,
    ) -> Complex<f64> {
        Complex::new(self.at(i, start.re, stop.re), self.at(i, start.im, stop.im))
    }
}
