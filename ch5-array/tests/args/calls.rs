//! numpy's calls, as they are written here.

use ch5_array::ops::creation::{geomspace, linspace, logspace};
use ch5_array::ops::differences::{Spacing, gradient};
use ch5_array::ops::reductions::{nanstd, nanvar, std, var};
use ch5_array::ops::sets::{in1d, isin};
use ch5_array::ops::statistics::{
    Method, average, bincount, bincount_weights, corrcoef, cov, quantile,
};
use ch5_array::{AnyArray, Buffer, ElementType, Expr, IntoExpr, Result};
use num_complex::Complex;
use serde_json::Value;

/// An argument.
#[derive(Clone)]
pub(crate) enum Given {
    Array(Expr<'static>),
    Literal(Value),
}

/// The arguments of a call.
pub(crate) struct Args {
    pub places: Vec<Given>,
    pub names: Vec<(String, Given)>,
}

impl Given {
    pub(crate) fn expr(&self) -> Expr<'static> {
        match self {
            Self::Array(x) => x.clone(),
            Self::Literal(Value::Number(n)) if n.is_i64() => n.as_i64().unwrap().into_expr(),
            Self::Literal(Value::Number(n)) => n.as_f64().unwrap().into_expr(),
            Self::Literal(v) => {
                let part = |i: usize| v["complex"][i].as_f64().unwrap();
                Complex::new(part(0), part(1)).into_expr()
            }
        }
    }
}

impl Args {
    fn array(&self, name: &str) -> Option<Expr<'static>> {
        self.names.iter().find(|(n, _)| n == name).map(|(_, given)| given.expr())
    }

    fn literal(&self, name: &str) -> Option<&Value> {
        self.names.iter().find_map(|(n, given)| match given {
            Given::Literal(v) if n == name && !v.is_null() => Some(v),
            _ => None,
        })
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.literal(name).map(|v| v.as_bool().unwrap())
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.literal(name).map(|v| v.as_f64().unwrap())
    }

    fn axes(&self) -> Option<Vec<isize>> {
        let one = |v: &Value| v.as_i64().unwrap() as isize;
        self.literal("axis").map(|axis| match axis {
            Value::Array(all) => all.iter().map(one).collect(),
            axis => vec![one(axis)],
        })
    }

    fn dtype(&self) -> Option<ElementType> {
        self.literal("dtype").map(|ty| ty.as_str().unwrap().parse().unwrap())
    }
}

/// A builder with an option set if there is a value for it.
macro_rules! set {
    ($made:ident, $($option:ident = $value:expr),+) => {
        $(if let Some(value) = $value {
            $made = $made.$option(value);
        })+
    };
}

/// Computes a call.
pub(crate) fn call(name: &str, args: &Args) -> Result<Vec<AnyArray>> {
    let x = |i: usize| args.places[i].expr();
    let num = |i: usize| match &args.places[i] {
        Given::Literal(n) => n.as_u64().unwrap() as usize,
        Given::Array(_) => panic!("a number"),
    };
    let one = |x: Expr<'static>| vec![x];
    let made = match name {
        "cov" | "corrcoef" => {
            let mut made = if name == "cov" { cov(x(0)) } else { corrcoef(x(0)) };
            set!(
                made,
                y = args.places.get(1).map(Given::expr),
                rowvar = args.flag("rowvar"),
                bias = args.flag("bias"),
                ddof = args.number("ddof"),
                fweights = args.array("fweights"),
                aweights = args.array("aweights"),
                dtype = args.dtype()
            );
            one(made.into())
        }
        "bincount" => {
            let most = args.number("minlength").unwrap_or(0.0) as usize;
            let counts = match args.array("weights") {
                Some(weights) => Buffer::F64(bincount_weights(x(0), weights, most)?),
                None => Buffer::I64(bincount(x(0), most)?),
            };
            return Ok(vec![AnyArray::new(&[counts.len()], counts)?]);
        }
        "average" => {
            let mut made = average(x(0));
            set!(
                made,
                axis = args.axes(),
                weights = args.array("weights"),
                keepdims = args.flag("keepdims")
            );
            let (means, weights) = made.returned();
            if args.flag("returned") == Some(true) {
                vec![means, weights]
            } else {
                one(made.into())
            }
        }
        "isin" | "in1d" => {
            let mut made = if name == "isin" { isin(x(0), x(1)) } else { in1d(x(0), x(1)) };
            set!(made, invert = args.flag("invert"), assume_unique = args.flag("assume_unique"));
            one(made.into())
        }
        "gradient" => {
            let mut made = gradient(x(0));
            set!(made, edge_order = args.number("edge_order").map(|n| n as usize));
            let spacing = |given: &Given| match given {
                Given::Literal(v) => Spacing::Even(v.as_f64().unwrap()),
                Given::Array(at) => Spacing::at(at),
            };
            if args.places.len() > 1 {
                made = made.spacings(args.places[1..].iter().map(spacing));
            }
            args.axes().map_or_else(|| made.along_all(), |axes| made.along(axes))?
        }
        "linspace" | "logspace" | "geomspace" => {
            macro_rules! spaced {
                ($made:expr) => {{
                    let mut made = $made;
                    set!(
                        made,
                        endpoint = args.flag("endpoint"),
                        axis = args.axes().map(|axes| axes[0]),
                        dtype = args.dtype()
                    );
                    made.expr()
                }};
            }
            one(match name {
                "linspace" => spaced!(linspace(x(0), x(1), num(2))),
                "geomspace" => spaced!(geomspace(x(0), x(1), num(2))),
                _ => {
                    let mut made = logspace(x(0), x(1), num(2));
                    set!(made, base = args.array("base"));
                    spaced!(made)
                }
            })
        }
        "quantile" => {
            let points: Vec<f64> = x(1).read_as::<f64>()?.into_iter().collect();
            one(quantile(x(0), points).method(method(args.literal("method").unwrap())).into())
        }
        "var" | "std" | "nanvar" | "nanstd" => {
            let mut made = match name {
                "var" => var(x(0)),
                "std" => std(x(0)),
                "nanvar" => nanvar(x(0)),
                _ => nanstd(x(0)),
            };
            set!(
                made,
                axis = args.axes(),
                with_mean = args.array("mean"),
                ddof = args.number("correction").or(args.number("ddof")),
                keepdims = args.flag("keepdims"),
                only = args.array("where")
            );
            one(made.into())
        }
        other => panic!("{other}"),
    };
    made.iter().map(Expr::load).collect()
}

fn method(name: &Value) -> Method {
    match name.as_str().unwrap() {
        "inverted_cdf" => Method::InvertedCdf,
        "averaged_inverted_cdf" => Method::AveragedInvertedCdf,
        "closest_observation" => Method::ClosestObservation,
        "interpolated_inverted_cdf" => Method::InterpolatedInvertedCdf,
        "hazen" => Method::Hazen,
        "weibull" => Method::Weibull,
        "linear" => Method::Linear,
        "median_unbiased" => Method::MedianUnbiased,
        "normal_unbiased" => Method::NormalUnbiased,
        "lower" => Method::Lower,
        "higher" => Method::Higher,
        "midpoint" => Method::Midpoint,
        "nearest" => Method::Nearest,
        other => panic!("{other}"),
    }
}
