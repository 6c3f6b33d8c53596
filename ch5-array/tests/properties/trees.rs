//! Expressions over arrays in files.

use std::cell::RefCell;

use ch5_array::Options;

use crate::compare::{came, close, same};
use crate::strategy::{Case, case};
use crate::tree::table;
use crate::{check, stored};

/// Blocks, threads and caps that a result does not depend on.
const WALKS: [(Option<usize>, usize, &str); 6] = [
    (Some(1), 1, "250M"),
    (Some(3), 2, "250M"),
    (Some(7), 4, "1M"),
    (None, 3, "250M"),
    (None, 1, "2K"),
    (None, 2, "300"),
];

fn walks() -> impl Iterator<Item = Options> {
    WALKS.into_iter().map(|(block, threads, cap)| {
        let options = Options::new().threads(threads).max_memory_usage(cap).unwrap();
        block.map_or(options, |n| options.block_elements(n))
    })
}

#[test]
fn depend_on_no_block_thread_or_cap() {
    let table = table();
    let used = RefCell::new(vec![0; table.len()]);
    let (right, failed) = (RefCell::new(0), RefCell::new(0));
    check(400, case(), |Case { leaves, tree, sink }| {
        let (_dir, file) = stored::file();
        let build = |arrays: &[_]| {
            let tree = tree.build(arrays, &table, &mut used.borrow_mut());
            (tree.clone(), sink.apply(tree))
        };
        let arrays = stored::leaves(&file, "x", &leaves, 0);
        let want = {
            let _scope = Options::new().threads(1).scoped();
            came(build(&arrays).1.0.load())
        };
        *(if want.is_ok() { &right } else { &failed }).borrow_mut() += 1;
        for options in walks() {
            let _scope = options.scoped();
            // Anew, for what was computed is kept.
            let got = came(build(&arrays).1.0.load());
            assert!(same(&got, &want), "{options:?}\n{got:?}\nis not\n{want:?}");
            // A dataset as the sink.
            if let Ok(array) = &got {
                let name = format!("result{}", file.root().unwrap().names().unwrap().len());
                let written = build(&arrays).1.0.write_to(&file, &name);
                let back = came(written.and_then(|x| ch5_array::ArrayLike::expr(&x).load()));
                assert!(same(&back, &Ok(array.clone())), "{back:?}\nis not\n{array:?}");
            }
        }
        // Other chunks, and none.
        let _scope = Options::new().scoped();
        for arrays in [stored::leaves(&file, "y", &leaves, 1), stored::held(&leaves)] {
            let (whole, (result, exact)) = build(&arrays);
            let got = came(result.load());
            if exact {
                assert!(same(&got, &want), "other chunks:\n{got:?}\nis not\n{want:?}");
                continue;
            }
            let terms = whole.len();
            let largest = largest(&whole);
            assert!(close(&got, &want, terms, largest), "other chunks:\n{got:?}\nis not\n{want:?}");
        }
    });
    let (used, right) = (used.into_inner(), right.into_inner());
    let never: Vec<_> =
        table.iter().zip(&used).filter(|(_, n)| **n == 0).map(|(row, _)| row.name()).collect();
    println!("{right} results, {} errors; never called: {never:?}", failed.into_inner());
    assert!(never.is_empty(), "never called: {never:?}");
    assert!(right > 300, "{right}");
}

/// The size of the largest element that is a number, as a variance sees it: squared if that is
/// more.
fn largest(x: &ch5_array::Expr<'static>) -> f64 {
    let Ok(array) = x.load() else { return 0.0 };
    let Ok(ch5_array::Buffer::C128(all)) = array.into_data().cast(ch5_array::ElementType::C128)
    else {
        return 0.0;
    };
    let sizes = all.iter().map(|z| z.re.hypot(z.im)).filter(|x| x.is_finite());
    let size = sizes.fold(0.0, f64::max);
    size.max(size * size)
}
