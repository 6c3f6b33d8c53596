//! The ziggurat method for normal and exponential numbers.
//!
//! G. Marsaglia, W. W. Tsang: *The ziggurat method for generating random variables*, J. Stat.
//! Softw. 5 (2000). The density is covered by 256 layers of equal area; most draws end inside a
//! layer after one look into a table. Layer, sign and place come from different bits of a word
//! (J. A. Doornik, 2005).

use std::sync::LazyLock;

use super::source::Source;

/// Where the tail begins, for the half normal density with 256 layers.
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;
/// The area of a layer.
const NORMAL_AREA: f64 = 0.004_928_673_233_974_658;
const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
const EXPONENTIAL_AREA: f64 = 0.003_949_659_822_581_556;
/// Places inside a layer.
const PLACES: f64 = (1u64 << 52) as f64;

pub(crate) static NORMAL: LazyLock<Ziggurat> = LazyLock::new(|| {
    Ziggurat::new(NORMAL_TAIL, NORMAL_AREA, |x| (-0.5 * x * x).exp(), |y| (-2.0 * y.ln()).sqrt())
});
pub(crate) static EXPONENTIAL: LazyLock<Ziggurat> = LazyLock::new(|| {
    Ziggurat::new(EXPONENTIAL_TAIL, EXPONENTIAL_AREA, |x| (-x).exp(), |y| -y.ln())
});

/// A layer: places below `inside` are under the density at once.
#[derive(Clone, Copy, Default)]
struct Layer {
    inside: u64,
    width: f64,
}

pub(crate) struct Ziggurat {
    layers: [Layer; 256],
    /// The density at the outer edge of each layer.
    density: [f64; 256],
}

impl Ziggurat {
    fn new(tail: f64, area: f64, density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Self {
        let mut layers = [Layer::default(); 256];
        let mut heights = [1.0; 256];
        // The base: a rectangle up to the tail, and the tail.
        let base = area / density(tail);
        layers[0] = Layer { inside: (tail / base * PLACES) as u64, width: base / PLACES };
        let mut edge = tail;
        for i in (1..256).rev() {
            let height = density(edge);
            heights[i] = height;
            let inner = if i == 1 { 0.0 } else { inverse(area / edge + height) };
            layers[i] = Layer { inside: (inner / edge * PLACES) as u64, width: edge / PLACES };
            edge = inner;
        }
        Self { layers, density: heights }
    }

    /// A place in a layer, and whether it is surely under the density.
    #[inline(always)]
    fn place(&self, word: u64) -> (usize, f64, bool) {
        let layer = (word & 0xff) as usize;
        let place = word >> 12;
        let Layer { inside, width } = self.layers[layer];
        (layer, place as i64 as f64 * width, place < inside)
    }

    #[inline(always)]
    fn under(&self, layer: usize, uniform: f64, density: f64) -> bool {
        let (low, high) = (self.density[layer], self.density[layer - 1]);
        (high - low) * uniform + low < density
    }

    /// The normal number of a word, if it follows from this one alone.
    #[inline(always)]
    pub(crate) fn quick_normal(&self, word: u64) -> Option<f64> {
        let (_, x, inside) = self.place(word);
        inside.then_some(f64::from_bits(x.to_bits() ^ (word & 0x100) << 55))
    }

    /// The exponential number of a word, if it follows from this one alone.
    #[inline(always)]
    pub(crate) fn quick_exponential(&self, word: u64) -> Option<f64> {
        let (_, x, inside) = self.place(word);
        inside.then_some(x)
    }

    #[inline(always)]
    pub(crate) fn normal<S: Source>(&self, source: &mut S) -> f64 {
        let word = source.word();
        let (layer, x, inside) = self.place(word);
        let sign = (word & 0x100) << 55;
        if inside {
            return f64::from_bits(x.to_bits() ^ sign);
        }
        self.normal_edge(layer, x, sign, source)
    }

    #[cold]
    #[inline(never)]
    fn normal_edge<S: Source>(
        &self,
        mut layer: usize,
        mut x: f64,
        mut sign: u64,
        source: &mut S,
    ) -> f64 {
        let signed = |x: f64, sign| f64::from_bits(x.to_bits() ^ sign);
        loop {
            if layer == 0 {
                // G. Marsaglia: Generating a variable from the tail of the normal distribution.
                loop {
                    let beyond = -(1.0 - source.unit()).ln() / NORMAL_TAIL;
                    let height = -(1.0 - source.unit()).ln();
                    if height + height > beyond * beyond {
                        return signed(NORMAL_TAIL + beyond, sign);
                    }
                }
            }
            if self.under(layer, source.unit(), (-0.5 * x * x).exp()) {
                return signed(x, sign);
            }
            let word = source.word();
            let inside;
            (layer, x, inside) = self.place(word);
            sign = (word & 0x100) << 55;
            if inside {
                return signed(x, sign);
            }
        }
    }

    #[inline(always)]
    pub(crate) fn exponential<S: Source>(&self, source: &mut S) -> f64 {
        let (layer, x, inside) = self.place(source.word());
        if inside {
            return x;
        }
        self.exponential_edge(layer, x, source)
    }

    #[cold]
    #[inline(never)]
    fn exponential_edge<S: Source>(&self, mut layer: usize, mut x: f64, source: &mut S) -> f64 {
        loop {
            if layer == 0 {
                return EXPONENTIAL_TAIL - (1.0 - source.unit()).ln();
            }
            if self.under(layer, source.unit(), (-x).exp()) {
                return x;
            }
            let inside;
            (layer, x, inside) = self.place(source.word());
            if inside {
                return x;
            }
        }
    }
}
