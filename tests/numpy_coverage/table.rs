//! How each function of numpy is called in ch5, where no table of the library says it.
//!
//! `name numpy => path, types, note` is a function; `probe` one of a single operand, whose types
//! are found by trying; `method` something that `cargo doc` alone resolves, as it does all links
//! of the page.

use ch5::{ArrayLike, Expr};

/// Tells if a function takes an operand.
pub(crate) type Probe = fn(Expr<'static>) -> bool;

pub(crate) struct Entry {
    pub numpy: &'static str,
    pub path: &'static str,
    pub types: &'static str,
    pub probe: Option<Probe>,
    pub note: &'static str,
}

fn built<'a>(x: &impl ArrayLike<'a>) -> bool {
    x.expr().check().is_ok()
}

macro_rules! table {
    ($(
        $kind:ident $numpy:literal => $($part:ident)::+ $(, $types:literal $(, $note:literal)?)?;
    )*) => {
        $(table!(@used $kind $($part)::+);)*

        pub(crate) fn entries() -> Vec<Entry> {
            vec![$(Entry {
                numpy: $numpy,
                path: concat!($(stringify!($part), "::"),+),
                types: table!(@text $($types)?),
                probe: table!(@probe $kind $($part)::+),
                note: table!(@text $($($note)?)?),
            }),*]
        }
    };
    (@used method $($part:ident)::+) => {};
    // The name must be there.
    (@used $kind:ident $($part:ident)::+) => {
        #[allow(unused_imports)]
        use ch5::$($part)::+ as _;
    };
    (@probe probe $($part:ident)::+) => { Some(|x| built(&ch5::$($part)::+(x))) };
    (@probe $kind:ident $($part:ident)::+) => { None };
    (@text $text:literal) => { $text };
    (@text) => { "" };
}

table! {
    // Logic.
    probe "np.all" => ops::reductions::all;
    probe "np.any" => ops::reductions::any;
    name "np.iscomplexobj" => ops::iscomplexobj, "all", "a `bool` from the type alone";
    name "np.isrealobj" => ops::isrealobj, "all", "a `bool` from the type alone";
    name "np.isfortran" => ops::isfortran, "all", "false: datasets lie in row-major order";
    name "np.isscalar" => ops::isscalar, "all", "true for literals and `scalar(v)`";
    name "np.allclose" => ops::allclose, "numbers", "`Tolerance` holds rtol, atol, equal_nan; runs at once";
    name "np.isclose" => ops::isclose, "numbers", "`Tolerance` holds rtol, atol, equal_nan";
    name "np.array_equal" => ops::array_equal, "all", "runs at once, stops at the first difference";
    name "np.array_equiv" => ops::array_equiv, "all", "runs at once";

    // Bits.
    name "np.packbits" => ops::packbits, "bool, integers";
    name "np.unpackbits" => ops::unpackbits, "uint8";
    name "np.binary_repr" => ops::binary_repr, "one integer", "a `String`";

    // Text.
    name "np.char.add" => char::add, "text, bytes";
    name "np.char.multiply" => char::multiply, "text, bytes";
    name "np.char.mod" => char::format, "text, bytes", "several values: `format_with`";
    name "np.char.capitalize" => char::capitalize, "text, bytes";
    name "np.char.center" => char::center, "text, bytes", "a fill character: `center_with`";
    name "np.char.decode" => char::decode, "bytes", "utf-8, ascii, latin-1, utf-16, utf-32; `decode_with` for errors";
    name "np.char.encode" => char::encode, "text", "as decode";
    name "np.char.expandtabs" => char::expandtabs, "text, bytes", "a tab size: `expandtabs_with`";
    name "np.char.join" => char::join, "text, bytes";
    name "np.char.ljust" => char::ljust, "text, bytes", "a fill character: `ljust_with`";
    name "np.char.lower" => char::lower, "text, bytes";
    name "np.char.lstrip" => char::lstrip, "text, bytes", "characters to strip: `lstrip_with`";
    name "np.char.partition" => char::partition, "text, bytes";
    name "np.char.replace" => char::replace, "text, bytes", "at most so many: `replace_with`";
    name "np.char.rjust" => char::rjust, "text, bytes", "a fill character: `rjust_with`";
    name "np.char.rpartition" => char::rpartition, "text, bytes";
    name "np.char.rsplit" => char::rsplit, "text, bytes", "lists of texts, not an array of objects; `sep`, `maxsplit`";
    name "np.char.rstrip" => char::rstrip, "text, bytes", "characters to strip: `rstrip_with`";
    name "np.char.split" => char::split, "text, bytes", "lists of texts, not an array of objects; `sep`, `maxsplit`";
    name "np.char.splitlines" => char::splitlines, "text, bytes", "lists of texts, not an array of objects";
    name "np.char.strip" => char::strip, "text, bytes", "characters to strip: `strip_with`";
    name "np.char.swapcase" => char::swapcase, "text, bytes";
    name "np.char.title" => char::title, "text, bytes";
    name "np.char.translate" => char::translate, "text, bytes", "the table is a `Translation`";
    name "np.char.upper" => char::upper, "text, bytes";
    name "np.char.zfill" => char::zfill, "text, bytes";
    name "np.char.equal" => char::equal, "text, bytes";
    name "np.char.not_equal" => char::not_equal, "text, bytes";
    name "np.char.greater_equal" => char::greater_equal, "text, bytes";
    name "np.char.less_equal" => char::less_equal, "text, bytes";
    name "np.char.greater" => char::greater, "text, bytes";
    name "np.char.less" => char::less, "text, bytes";
    name "np.char.compare_chararrays" => char::compare_chararrays, "text, bytes";
    name "np.char.count" => char::count, "text, bytes", "from and to: `count_with`";
    name "np.char.endswith" => char::endswith, "text, bytes", "from and to: `endswith_with`";
    name "np.char.find" => char::find, "text, bytes", "from and to: `find_with`";
    name "np.char.index" => char::index, "text, bytes", "from and to: `index_with`";
    name "np.char.isalpha" => char::isalpha, "text, bytes";
    name "np.char.isalnum" => char::isalnum, "text, bytes";
    name "np.char.isdecimal" => char::isdecimal, "text";
    name "np.char.isdigit" => char::isdigit, "text, bytes";
    name "np.char.islower" => char::islower, "text, bytes";
    name "np.char.isnumeric" => char::isnumeric, "text";
    name "np.char.isspace" => char::isspace, "text, bytes";
    name "np.char.istitle" => char::istitle, "text, bytes";
    name "np.char.isupper" => char::isupper, "text, bytes";
    name "np.char.rfind" => char::rfind, "text, bytes", "from and to: `rfind_with`";
    name "np.char.rindex" => char::rindex, "text, bytes", "from and to: `rindex_with`";
    name "np.char.startswith" => char::startswith, "text, bytes", "from and to: `startswith_with`";
    name "np.char.str_len" => char::str_len, "text, bytes";
    name "np.char.array" => char::array, "all", "no class of its own: text arrays have all methods";
    name "np.char.asarray" => char::array, "all", "as array";
    name "np.char.chararray" => char::array, "all", "as array";

    // Mathematics.
    probe "np.unwrap" => ops::differences::unwrap, "", "as a method `unwrap_phase`";
    name "np.around" => ops::around, "bool, integers, floats, complex";
    probe "np.prod" => ops::reductions::prod;
    probe "np.sum" => ops::reductions::sum, "", "float sums are compensated: at least as exact as numpy's";
    probe "np.nanprod" => ops::reductions::nanprod;
    probe "np.nansum" => ops::reductions::nansum;
    probe "np.cumprod" => ops::scans::cumprod;
    probe "np.cumsum" => ops::scans::cumsum;
    probe "np.nancumprod" => ops::scans::nancumprod;
    probe "np.nancumsum" => ops::scans::nancumsum;
    name "np.diff" => ops::differences::diff, "bool, integers, floats, complex, times";
    name "np.ediff1d" => ops::differences::ediff1d, "integers, floats, complex, times";
    name "np.gradient" => ops::differences::gradient, "integers, floats, complex", "one axis; several: `along`, `along_all`";
    name "np.cross" => ops::differences::cross, "integers, floats, complex";
    name "np.trapz" => ops::differences::trapezoid, "integers, floats, complex";
    name "np.frexp" => ops::frexp, "floats", "a pair of arrays";
    name "np.modf" => ops::modf, "floats", "a pair of arrays";
    name "np.divmod" => ops::div_mod, "integers, floats", "a pair of arrays";
    name "np.angle" => ops::angle, "bool, integers, floats, complex";
    probe "np.amax" => ops::reductions::max;
    probe "np.nanmax" => ops::reductions::nanmax;
    probe "np.amin" => ops::reductions::min;
    probe "np.nanmin" => ops::reductions::nanmin;
    name "np.convolve" => ops::differences::convolve, "bool, integers, floats, complex";
    name "np.clip" => ops::clip, "as maximum", "one bound: `maximum`, `minimum`";
    name "np.nan_to_num" => ops::nan_to_num, "bool, integers, floats, complex";
    name "np.real_if_close" => ops::real_if_close, "bool, integers, floats, complex", "looks at the elements at once";
    name "np.interp" => ops::interp, "integers, floats, complex values";

    // Sets.
    name "np.unique" => ops::sets::unique, "all", "`values()`, or `run()` with index, inverse, counts";
    name "np.in1d" => ops::sets::in1d, "all", "assume_unique changes nothing";
    name "np.intersect1d" => ops::sets::intersect1d, "all", "return_indices: `intersect1d_indices`";
    name "np.isin" => ops::sets::isin, "all", "assume_unique changes nothing";
    name "np.setdiff1d" => ops::sets::setdiff1d, "all", "sorted; assume_unique, which keeps the order: `mask` with `isin`";
    name "np.setxor1d" => ops::sets::setxor1d, "all";
    name "np.union1d" => ops::sets::union1d, "all";

    // Creation.
    name "np.empty" => ops::creation::empty, "all", "zeroes, not what memory held";
    name "ch5mpy.empty (as a dataset creator)" => empty, "all", "`place` puts it in a file";
    name "np.empty_like" => ops::creation::zeros_like, "all", "zeroes, not what memory held";
    name "np.eye" => ops::creation::eye, "all";
    name "np.identity" => ops::creation::identity, "all";
    name "np.ones" => ops::creation::ones, "numbers, text";
    name "ch5mpy.ones (as a dataset creator)" => ones, "numbers";
    name "np.ones_like" => ops::creation::ones_like, "numbers, text";
    name "np.zeros" => ops::creation::zeros, "all";
    name "ch5mpy.zeros (as a dataset creator)" => zeros, "all";
    name "np.zeros_like" => ops::creation::zeros_like, "all";
    name "np.full" => ops::creation::full, "all";
    name "ch5mpy.full (as a dataset creator)" => full, "all";
    name "np.full_like" => ops::creation::full_like, "all";
    method "np.array" => H5Array::from_array, "all", "into a file; in memory an ndarray or `AnyArray`; dtype: `astype`";
    method "np.asarray" => IntoExpr::into_expr, "all", "ndarrays, numbers and handles are operands as they are; dtype: `astype`";
    method "np.asanyarray" => IntoExpr::into_expr, "all", "as asarray: no subclasses";
    method "np.ascontiguousarray" => IntoExpr::into_expr, "all", "datasets lie in row-major order";
    method "np.asmatrix" => ops::manipulation::atleast_2d, "all", "no matrix class";
    method "np.copy" => Expr::write_to, "all", "of an array's expression: a new dataset; `load` copies into memory";
    name "np.frombuffer" => ops::creation::frombuffer, "numbers, times", "either byte order";
    method "np.from_dlpack" => IntoExpr::into_expr, "all", "no DLPack in Rust: an ndarray view borrows";
    name "np.fromfile" => ops::creation::fromfile, "numbers, times", "raw bytes; text: `fromstring`, `loadtxt`";
    name "np.fromfunction" => ops::creation::fromfunction, "numbers", "element by element: `from_fn`";
    name "np.fromiter" => ops::creation::from_iter, "all";
    name "np.fromstring" => ops::creation::fromstring, "numbers";
    name "np.loadtxt" => ops::creation::loadtxt, "numbers, text";
    method "np.core.records.array" => Records::from_arrays, "all", "by columns; by rows: `from_records`";
    method "np.core.records.fromarrays" => Records::from_arrays, "all";
    method "np.core.records.fromrecords" => Records::from_records, "all";
    method "np.core.records.fromstring" => Records::from_bytes, "numbers, bytes, text";
    method "np.core.records.fromfile" => Records::from_file, "numbers, bytes, text";
    name "np.core.defchararray.array" => char::array, "all", "as np.char.array";
    name "np.core.defchararray.asarray" => char::array, "all", "as np.char.array";
    name "np.arange" => ops::creation::arange, "integers, floats", "start, stop and step are all given";
    name "np.linspace" => ops::creation::linspace, "floats, complex", "retstep: `step`";
    name "np.logspace" => ops::creation::logspace, "numbers";
    name "np.geomspace" => ops::creation::geomspace, "numbers";
    name "np.meshgrid" => ops::creation::meshgrid, "all";
    name "np.mgrid" => ops::creation::mgrid, "integers, floats", "ranges instead of an index";
    name "np.ogrid" => ops::creation::ogrid, "integers, floats", "ranges instead of an index";
    name "np.diag" => ops::creation::diag, "all";
    name "np.diagflat" => ops::creation::diagflat, "all";
    name "np.tri" => ops::creation::tri, "numbers";
    name "np.tril" => ops::creation::tril, "numbers";
    name "np.triu" => ops::creation::triu, "numbers";
    name "np.vander" => ops::creation::vander, "numbers";
    method "np.mat" => ops::manipulation::atleast_2d, "all", "dropped: no matrix class";
    method "np.bmat" => ops::manipulation::block, "all", "dropped: no matrix class";

    // Manipulation.
    name "np.copyto" => ops::copyto, "all";
    method "np.shape" => Expr::shape, "all";
    name "np.reshape" => ops::manipulation::reshape, "all", "order F: `reshape_fortran`";
    probe "np.ravel" => ops::manipulation::ravel;
    probe "np.ndarray.flat" => ops::manipulation::ravel, "", "an expression; blocks: `Expr::blocks`";
    probe "np.ndarray.flatten" => ops::manipulation::ravel;
    name "np.moveaxis" => ops::manipulation::moveaxis, "all";
    name "np.rollaxis" => ops::manipulation::rollaxis, "all";
    name "np.swapaxes" => ops::manipulation::swapaxes, "all";
    method "np.ndarray.T" => ops::manipulation::Manipulation::t, "all";
    name "np.transpose" => ops::manipulation::transpose, "all";
    probe "np.atleast_1d" => ops::manipulation::atleast_1d, "", "one array a call";
    probe "np.atleast_2d" => ops::manipulation::atleast_2d, "", "one array a call";
    probe "np.atleast_3d" => ops::manipulation::atleast_3d, "", "one array a call";
    name "np.broadcast" => ops::manipulation::broadcast_shape, "all", "the shape; operands broadcast by themselves";
    name "np.broadcast_to" => ops::manipulation::broadcast_to, "all";
    name "np.broadcast_arrays" => ops::manipulation::broadcast_arrays, "all";
    name "np.expand_dims" => ops::manipulation::expand_dims, "all";
    name "np.squeeze" => ops::manipulation::squeeze, "all";
    method "np.asfarray" => ops::manipulation::Manipulation::astype, "all";
    method "np.asfortranarray" => IntoExpr::into_expr, "all", "datasets lie in row-major order";
    name "np.asarray_chkfinite" => ops::creation::asarray_chkfinite, "numbers", "looks at the elements at once";
    method "np.require" => ops::manipulation::Manipulation::astype, "all", "flags of memory mean nothing here";
    name "np.concatenate" => ops::manipulation::concatenate, "all", "axis None: of ravelled arrays";
    name "np.stack" => ops::manipulation::stack, "all";
    name "np.block" => ops::manipulation::block, "all", "rows of blocks, not deeper nests";
    name "np.vstack" => ops::manipulation::vstack, "all";
    name "np.hstack" => ops::manipulation::hstack, "all";
    name "np.dstack" => ops::manipulation::dstack, "all";
    name "np.column_stack" => ops::manipulation::column_stack, "all";
    name "np.row_stack" => ops::manipulation::vstack, "all";
    name "np.split" => ops::manipulation::split, "all";
    name "np.array_split" => ops::manipulation::array_split, "all";
    name "np.dsplit" => ops::manipulation::dsplit, "all";
    name "np.hsplit" => ops::manipulation::hsplit, "all";
    name "np.vsplit" => ops::manipulation::vsplit, "all";
    name "np.tile" => ops::manipulation::tile, "all";
    name "np.repeat" => ops::manipulation::repeat, "all";
    name "np.delete" => ops::manipulation::delete, "all", "a new expression, not in place as in ch5mpy";
    name "np.insert" => ops::manipulation::insert, "all", "a new expression, not in place as in ch5mpy";
    name "np.append" => ops::manipulation::append, "all", "a new expression; `H5Array::append` grows the dataset";
    name "np.resize" => ops::manipulation::resize, "all", "a new expression; `H5Array::resize` is in place";
    name "np.trim_zeros" => ops::manipulation::trim_zeros, "numbers", "looks at the elements at once";
    name "np.flip" => ops::manipulation::flip, "all";
    name "np.fliplr" => ops::manipulation::fliplr, "all";
    name "np.flipud" => ops::manipulation::flipud, "all";
    name "np.roll" => ops::manipulation::roll, "all";
    name "np.rot90" => ops::manipulation::rot90, "all";

    // Sorting, searching and counting.
    probe "np.sort" => ops::sorting::sort, "", "always stable";
    name "np.lexsort" => ops::sorting::lexsort, "all";
    probe "np.argsort" => ops::sorting::argsort, "", "always stable";
    method "np.ndarray.sort" => H5Array::sort_inplace, "all";
    probe "np.sort_complex" => ops::sorting::sort_complex;
    name "np.partition" => ops::sorting::partition, "all", "a whole sort";
    name "np.argpartition" => ops::sorting::argpartition, "all", "a whole sort";
    probe "np.argmax" => ops::reductions::argmax;
    probe "np.nanargmax" => ops::reductions::nanargmax;
    probe "np.argmin" => ops::reductions::argmin;
    probe "np.nanargmin" => ops::reductions::nanargmin;
    name "np.argwhere" => ops::searching::argwhere, "all", "runs at once: its shape depends on the elements";
    name "np.nonzero" => ops::searching::nonzero, "all", "runs at once: its shape depends on the elements";
    name "np.flatnonzero" => ops::searching::flatnonzero, "all", "runs at once: its shape depends on the elements";
    name "np.where" => ops::where_, "all", "of one argument: `nonzero`";
    name "np.searchsorted" => ops::searching::searchsorted, "all", "side right: `right()`";
    name "np.extract" => ops::searching::extract, "all", "runs at once: its shape depends on the elements";
    probe "np.count_nonzero" => ops::reductions::count_nonzero;

    // Random numbers.
    name "beta" => random::beta, "float64";
    name "binomial" => random::binomial, "int64";
    name "bytes" => random::bytes, "uint8", "an array of `uint8`, not a string";
    name "chisquare" => random::chisquare, "float64";
    name "choice" => random::choice, "all", "of places; of elements: `choice_of`";
    name "dirichlet" => random::dirichlet, "float64";
    name "exponential" => random::exponential, "float64";
    name "f" => random::f, "float64";
    name "gamma" => random::gamma, "float64";
    name "get_state" => random::get_state, "", "the key of the generator";
    name "geometric" => random::geometric, "int64";
    name "gumbel" => random::gumbel, "float64";
    name "hypergeometric" => random::hypergeometric, "int64";
    name "laplace" => random::laplace, "float64";
    name "logistic" => random::logistic, "float64";
    name "lognormal" => random::lognormal, "float64";
    name "logseries" => random::logseries, "int64";
    name "multinomial" => random::multinomial, "int64";
    name "multivariate_normal" => random::multivariate_normal, "float64";
    name "negative_binomial" => random::negative_binomial, "int64";
    name "noncentral_chisquare" => random::noncentral_chisquare, "float64";
    name "noncentral_f" => random::noncentral_f, "float64";
    name "normal" => random::normal, "float64";
    name "pareto" => random::pareto, "float64";
    name "permutation" => random::permutation, "all", "of a range; of an array: `permuted`";
    name "poisson" => random::poisson, "int64";
    name "power" => random::power, "float64";
    name "rand" => random::rand, "float64";
    name "randint" => random::randint, "int64", "other integers: `randint_as`";
    name "randn" => random::randn, "float64";
    name "random" => random::random, "float64";
    name "random_integers" => random::random_integers, "int64";
    name "random_sample" => random::random_sample, "float64";
    name "rayleigh" => random::rayleigh, "float64";
    name "seed" => random::seed, "", "other numbers than numpy's; those of numpy: `RandomState`";
    name "set_state" => random::set_state;
    name "shuffle" => random::shuffle, "all", "a dataset in place";
    name "standard_cauchy" => random::standard_cauchy, "float64";
    name "standard_exponential" => random::standard_exponential, "float64";
    name "standard_gamma" => random::standard_gamma, "float64";
    name "standard_normal" => random::standard_normal, "float64";
    name "standard_t" => random::standard_t, "float64";
    name "triangular" => random::triangular, "float64";
    name "uniform" => random::uniform, "float64";
    name "vonmises" => random::vonmises, "float64";
    name "wald" => random::wald, "float64";
    name "weibull" => random::weibull, "float64";
    name "zipf" => random::zipf, "int64";

    method "np.ndim" => Expr::ndim, "all";

    // Beside the list.
    probe "np.mean" => ops::reductions::mean;
    probe "np.std" => ops::reductions::std, "", "correction: `ddof`; mean: `with_mean`";
    probe "np.var" => ops::reductions::var, "", "correction: `ddof`; mean: `with_mean`";
    probe "np.ptp" => ops::reductions::ptp;
    probe "np.nanmean" => ops::reductions::nanmean;
    probe "np.nanstd" => ops::reductions::nanstd, "", "as std";
    probe "np.nanvar" => ops::reductions::nanvar, "", "as var";
    probe "np.median" => ops::statistics::median;
    probe "np.nanmedian" => ops::statistics::nanmedian;
    name "np.percentile" => ops::statistics::percentile, "integers, floats", "all methods of numpy, always floats; no weights";
    name "np.quantile" => ops::statistics::quantile, "integers, floats", "all methods of numpy, always floats; no weights";
    name "np.nanpercentile" => ops::statistics::nanpercentile, "integers, floats", "as percentile";
    name "np.nanquantile" => ops::statistics::nanquantile, "integers, floats", "as quantile";
    probe "np.average" => ops::statistics::average, "", "the sum of weights too: `returned`";
    probe "np.cov" => ops::statistics::cov;
    probe "np.corrcoef" => ops::statistics::corrcoef;
    name "np.histogram" => ops::statistics::histogram, "integers, floats", "range, edges, weights: `histogram_range`, `histogram_edges`, `histogram_weights`; `density`; no bins by name";
    name "np.bincount" => ops::statistics::bincount, "integers", "weights: `bincount_weights`";
    name "np.digitize" => ops::statistics::digitize, "integers, floats";
    name "np.dot" => ops::linear::dot, "numbers";
    name "np.matmul" => ops::linear::matmul, "numbers";
    name "np.vdot" => ops::linear::vdot, "numbers";
    name "np.inner" => ops::linear::inner, "numbers";
    name "np.outer" => ops::linear::outer, "numbers";
    name "np.tensordot" => ops::linear::tensordot, "numbers";
    name "np.einsum" => ops::linear::einsum, "numbers";
    name "np.kron" => ops::linear::kron, "numbers";
    probe "np.trace" => ops::linear::trace;
    name "np.take" => ops::indexing::take, "all", "into a dataset: `take_into`";
    name "np.take_along_axis" => ops::indexing::take_along_axis, "all";
    name "np.compress" => ops::indexing::compress, "all";
    name "np.choose" => ops::indexing::choose, "all";
    method "np.put" => H5Array::put, "all";
    method "np.putmask" => H5Array::putmask, "all";
    method "np.place" => H5Array::place, "all";
    method "np.fill_diagonal" => H5Array::fill_diagonal, "all";
    name "np.select" => ops::select, "all";
    name "np.piecewise" => ops::piecewise, "all", "values are expressions, not functions";
    method "minimum and maximum in one pass" => ops::reductions::Reductions::minmax, "bool, integers, floats", "not in numpy";
    method "count, mean, std, min, max, sum in one pass" => ops::reductions::Reductions::describe, "integers, floats", "not in numpy";
}
