//! Values that numpy gives.

use ch5_array::ops::reductions::Reductions;
use ch5_array::ops::statistics::{
    Method, Statistics, bincount, digitize, histogram, histogram_edges,
};
use ch5_array::{ArrayLike, ElementType, Expr, Options};
use ndarray::{Array3, ArrayD};

/// `((arange(60) * 37 + 11) % 61 - 30) / 7`, in shape (3, 4, 5).
pub(crate) fn sample() -> Array3<f64> {
    let value = |i: i64| ((i * 37 + 11) % 61 - 30) as f64 / 7.0;
    Array3::from_shape_vec((3, 4, 5), (0..60).map(value).collect()).unwrap()
}

/// The sample with NaN at some places.
fn holes() -> Array3<f64> {
    let mut y = sample();
    y[[0, 0, 0]] = f64::NAN;
    y[[1, 2, 3]] = f64::NAN;
    y.index_axis_mut(ndarray::Axis(0), 2).mapv_inplace(|x| if x > 0.0 { f64::NAN } else { x });
    y
}

#[track_caller]
fn close(got: ArrayD<f64>, want: &[f64]) {
    let got: Vec<f64> = got.into_iter().collect();
    assert_eq!(got.len(), want.len());
    for (i, (a, b)) in got.iter().zip(want).enumerate() {
        let same = (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-13 * b.abs().max(1.0);
        assert!(same, "element {i}: {a}, expected {b}");
    }
}

/// With all elements at once, and with few of them.
fn walks(mut each: impl FnMut()) {
    for block in [None, Some(1), Some(7)] {
        let options = block.map_or(Options::new(), |n| Options::new().block_elements(n));
        let _scope = options.scoped();
        each();
    }
}

fn read<'a>(x: impl Into<Expr<'a>>) -> ArrayD<f64> {
    x.into().read_as().unwrap()
}

#[test]
fn means_and_variances() {
    let x = sample();
    let x = (&x).expr();
    walks(|| {
        close(read(x.mean()), &[-0.011904761904761908]);
        close(
            read(x.mean().axis([0, 2])),
            &[-0.2952380952380952, -0.00952380952380952, 0.27619047619047615, -0.01904761904761904],
        );
        close(read(x.std()), &[2.5344284689844954]);
        close(
            read(x.var().axis([0, 2]).ddof(1.0)),
            &[6.820602526724975, 6.820602526724975, 6.820602526724975, 6.891739552964043],
        );
        assert_eq!(x.mean().axis(1).keepdims(true).into_shape(), [3, 1, 5]);
        let means = read(x.mean().axis(1));
        close(
            means.slice(ndarray::s![0, ..]).to_owned().into_dyn(),
            &[
                -2.2857142857142856,
                3.0,
                -0.4285714285714285,
                -3.857142857142857,
                1.4285714285714284,
            ],
        );
        let centred = read(&x - x.mean().axis(0).keepdims(true));
        close(ArrayD::from_elem(vec![1], centred.sum()), &[0.0]);
    });
}

/// The shape of a builder's result.
trait Shape {
    fn into_shape(self) -> Vec<usize>;
}

impl<'a, T: Into<Expr<'a>>> Shape for T {
    fn into_shape(self) -> Vec<usize> {
        self.into().shape().to_vec()
    }
}

#[test]
fn what_is_not_nan() {
    let y = holes();
    let y = (&y).expr();
    walks(|| {
        close(read(y.nanmean()), &[-0.38095238095238093]);
        close(read(y.nanvar()), &[6.1346371882086155]);
        close(
            read(y.nanmean().axis(2)),
            &[
                -0.3928571428571428,
                -0.5714285714285714,
                -0.2857142857142857,
                0.0,
                0.28571428571428575,
                0.5714285714285714,
                1.7142857142857142,
                -0.6,
                -2.0952380952380953,
                -1.8095238095238095,
                -2.357142857142857,
                -2.071428571428571,
            ],
        );
        close(
            read(y.nanmedian().axis(2)),
            &[
                0.07142857142857145,
                -0.5714285714285714,
                -0.2857142857142857,
                0.0,
                0.2857142857142857,
                0.5714285714285714,
                1.7857142857142858,
                -0.7142857142857143,
                -2.0,
                -1.7142857142857142,
                -2.357142857142857,
                -2.071428571428571,
            ],
        );
        let nan = f64::NAN;
        close(
            read(y.median().axis(2)),
            &[
                nan,
                -0.5714285714285714,
                -0.2857142857142857,
                0.0,
                0.2857142857142857,
                0.5714285714285714,
                nan,
                -0.7142857142857143,
                nan,
                nan,
                nan,
                nan,
            ],
        );
        let found = read(y.nanpercentile(30.0).axis(0));
        close(
            found.slice(ndarray::s![0, ..]).to_owned().into_dyn(),
            &[-1.2285714285714286, 0.0, -0.5142857142857142, -3.6, 1.3428571428571427],
        );
    });
}

#[test]
fn order_statistics() {
    let x = sample();
    let x = (&x).expr();
    walks(|| {
        close(read(x.median()), &[-0.07142857142857142]);
        close(
            read(x.percentile([10.0, 33.0, 90.0])),
            &[-3.4428571428571426, -1.504285714285714, 3.442857142857143],
        );
        close(
            read(x.percentile(20.0).axis([0, 2])),
            &[-2.8, -2.5142857142857142, -2.2285714285714286, -2.4285714285714284],
        );
        let by = |method| read(x.quantile(0.37).method(method));
        close(by(Method::MedianUnbiased), &[-1.191904761904762]);
        close(by(Method::Midpoint), &[-1.2142857142857144]);
        close(by(Method::Nearest), &[-1.1428571428571428]);
        assert_eq!(x.percentile([1.0, 2.0]).axis(1).keepdims(true).into_shape(), [2, 3, 1, 5]);
    });
    assert!(x.quantile(1.5).load().is_err());
    let narrow = ndarray::array![1f32, 2.0];
    assert_eq!(Expr::from((&narrow).median()).element_type(), ElementType::F32);
    assert_eq!(Expr::from((&narrow).expr().var()).element_type(), ElementType::F32);
}

#[test]
fn weighted_means_and_ranges() {
    let x = sample();
    let weights = ndarray::array![1.0, 2.0, 3.0, 4.0];
    let x = (&x).expr();
    walks(|| {
        let found = read(x.average().axis(1).weights(&weights));
        close(
            found.slice(ndarray::s![0, ..]).to_owned().into_dyn(),
            &[
                -2.1428571428571432,
                3.1428571428571432,
                -0.2857142857142857,
                -3.714285714285714,
                1.5714285714285716,
            ],
        );
        let found = read(x.ptp().axis(2));
        close(
            found.slice(ndarray::s![2, ..]).to_owned().into_dyn(),
            &[7.142857142857142, 7.142857142857143, 7.142857142857142, 7.142857142857142],
        );
        let (low, high) = x.minmax();
        close(read(low), &[-30.0 / 7.0]);
        close(read(high), &[30.0 / 7.0]);
        let found = x.describe().unwrap();
        assert_eq!((found.count, found.min, found.max), (60, -30.0 / 7.0, 30.0 / 7.0));
        close(ArrayD::from_elem(vec![1], found.std), &[2.5344284689844954]);
    });
    assert!(x.average().weights(&(&x * 0.0)).load().is_err());
}

#[test]
fn covariances() {
    let x = sample().into_shape_with_order((3, 20)).unwrap();
    walks(|| {
        close(
            read((&x).cov()),
            &[
                6.509129967776584,
                4.740064446831363,
                0.21911922663802383,
                4.740064446831363,
                6.767937701396348,
                1.6474758324382384,
                0.21911922663802383,
                1.6474758324382384,
                6.718796992481202,
            ],
        );
        close(
            read((&x).corrcoef()),
            &[
                1.0,
                0.7141584820672441,
                0.0331339532603238,
                0.714158482067244,
                1.0,
                0.24431217873500802,
                0.03313395326032379,
                0.24431217873500805,
                1.0,
            ],
        );
    });
}

#[test]
fn bins() {
    let x = sample();
    let squares = ndarray::Array1::from_iter((0..60i32).map(|i| i * i % 11));
    let four = ndarray::array![1.0, 2.0, 3.0, 9.0];
    walks(|| {
        let (counts, edges) = histogram(&x, 7).unwrap();
        assert_eq!(counts, [9, 9, 8, 9, 7, 9, 9]);
        assert_eq!((edges[0], edges[7]), (-30.0 / 7.0, 30.0 / 7.0));
        assert_eq!(histogram_edges(&x, &[-4.0, -1.0, 0.0, 2.0]).unwrap(), [21, 7, 14]);
        let counts = bincount(&squares, 14).unwrap();
        assert_eq!(counts, [6, 11, 0, 10, 11, 11, 0, 0, 0, 11, 0, 0, 0, 0]);
        let bins = |edges: &[f64], right| -> Vec<i64> {
            digitize(&four, edges, right).read_as::<i64>().unwrap().into_iter().collect()
        };
        assert_eq!(bins(&[3.0, 2.0, 1.0], true), [3, 2, 1, 0]);
        assert_eq!(bins(&[3.0, 2.0, 1.0], false), [2, 1, 0, 0]);
        assert_eq!(bins(&[1.0, 2.0, 3.0], false), [1, 2, 3, 3]);
    });
    assert!(bincount(&ndarray::array![-1i64], 0).is_err());
}
