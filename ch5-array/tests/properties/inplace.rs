//! Writing in place against computing apart.

use ch5_array::ops::{self, Casting, copyto};
use ch5_array::{AnyArray, ArrayLike, Buffer, Expr, H5Array, Options, Result};
use proptest::prelude::*;

use crate::compare::{came, same};
use crate::strategy::{Case, case, element_type, elements};
use crate::tree::table;
use crate::{check, stored};

type InPlace = fn(&H5Array, Expr<'static>) -> Result<()>;

/// Each operation, and the name of the function that it is of.
const OPERATIONS: [(&str, InPlace, InPlace); 13] = [
    ("", |x, y| x.assign(y), |x, y| x.streaming().assign(y)),
    ("add", |x, y| x.add_assign(y), |x, y| x.streaming().add_assign(y)),
    ("subtract", |x, y| x.sub_assign(y), |x, y| x.streaming().sub_assign(y)),
    ("multiply", |x, y| x.mul_assign(y), |x, y| x.streaming().mul_assign(y)),
    ("divide", |x, y| x.div_assign(y), |x, y| x.streaming().div_assign(y)),
    ("floor_divide", |x, y| x.floor_div_assign(y), |x, y| x.streaming().floor_div_assign(y)),
    ("remainder", |x, y| x.rem_assign(y), |x, y| x.streaming().rem_assign(y)),
    ("power", |x, y| x.pow_assign(y), |x, y| x.streaming().pow_assign(y)),
    ("bitwise_and", |x, y| x.bitand_assign(y), |x, y| x.streaming().bitand_assign(y)),
    ("bitwise_or", |x, y| x.bitor_assign(y), |x, y| x.streaming().bitor_assign(y)),
    ("bitwise_xor", |x, y| x.bitxor_assign(y), |x, y| x.streaming().bitxor_assign(y)),
    ("left_shift", |x, y| x.shl_assign(y), |x, y| x.streaming().shl_assign(y)),
    ("right_shift", |x, y| x.shr_assign(y), |x, y| x.streaming().shr_assign(y)),
];

/// What the function of that name gives, cast to the type of `x` and broadcast to its shape: by a
/// copy into an array of zeroes.
fn apart(x: &H5Array, name: &str, y: Expr<'static>) -> Result<AnyArray> {
    let value = match ops::ufunc(name) {
        Some(row) => row.on([x.expr(), y]).expr(),
        None => y,
    };
    let made = value.load()?;
    let target = ops::creation::zeros_like(x.expr(), None, None);
    let file = x.file();
    let name = format!("apart{}", file.root()?.names()?.len());
    let target = target.write_to(&file, &name)?;
    copyto(&target, made).casting(Casting::SameKind).run()?;
    target.expr().load()
}

#[test]
fn is_computing_and_writing() {
    let table = table();
    let strategy = (case(), 0usize..13, element_type()).prop_flat_map(|(case, operation, ty)| {
        // Of the type of a leaf, or of another.
        let leaf = case.leaves[0].clone();
        let ty = if operation % 3 == 0 { ty } else { leaf.data.element_type() };
        // As large as the largest, mostly.
        let mut shape = case.leaves.iter().map(|leaf| leaf.shape.clone()).max().unwrap_or_default();
        if operation % 5 == 0 {
            shape.insert(0, 2);
        }
        let data = elements(ty, shape.iter().product());
        (Just(case), Just(operation), data, Just(shape))
    });
    let (done, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    check(
        500,
        strategy,
        |(Case { leaves, tree, .. }, operation, data, shape): (_, _, Buffer, _)| {
            let (name, staged, streamed) = OPERATIONS[operation];
            let (_dir, file) = stored::file();
            let arrays = stored::leaves(&file, "leaf", &leaves, 0);
            let value = || tree.build(&arrays, &table, &mut vec![0; table.len()]);
            for (i, block) in [Some(1), Some(5), None].into_iter().enumerate() {
                let options = block.map_or(Options::new(), |n| Options::new().block_elements(n));
                let _scope = options.threads(2).scoped();
                let array = AnyArray::new(&shape, data.clone()).unwrap();
                let x = |which: &str| {
                    stored::put(&file, &format!("{which}{i}"), array.clone(), &[1, 2, 3, 2])
                };
                let (one, other) = (x("staged"), x("streamed"));
                let want = came(apart(&one, name, value()));
                let got = staged(&one, value());
                let streamed = streamed(&other, value());
                match &want {
                    Ok(_) => {
                        done.set(done.get() + 1);
                        got.unwrap();
                        streamed.unwrap();
                        for x in [one, other] {
                            let got = came(x.expr().load());
                            assert!(same(&got, &want), "{name}\n{got:?}\nis not\n{want:?}");
                        }
                    }
                    Err(_) => {
                        refused.set(refused.get() + 1);
                        let (error, _) = (got.unwrap_err(), streamed.unwrap_err());
                        assert!(error.to_string().contains("expected"), "{error}");
                        // An error leaves the array as it was.
                        let got = came(one.expr().load());
                        assert!(same(&got, &Ok(array)), "{name}: {got:?}");
                    }
                }
            }
        },
    );
    println!("{} done, {} refused", done.get(), refused.get());
    assert!(done.get() > 500 && refused.get() > 100);
}
