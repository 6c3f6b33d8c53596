//! Arrays in files that numpy prints after ch5 did.

use ch5::{AsGroup, ElementType, File, ops, random};

/// Arrays of every kind of number and of many sizes, and what ch5 prints of them.
pub(crate) fn write(file: &File) -> usize {
    let root = file.root().unwrap();
    let arrays = root.create_group("arrays").unwrap();
    let printed = root.create_group("printed").unwrap();
    let random = random::Generator::new(11);
    let mut count = 0;
    let shapes: [&[usize]; 6] = [&[7], &[3, 5], &[1500], &[40, 60], &[2, 3, 4], &[9, 11, 13]];
    for shape in shapes {
        for scale in [1e-6, 1.0, 500.0, 1e9] {
            for ty in ["float64", "float32", "float16", "complex128", "int64", "uint8", "bool"] {
                let ty: ElementType = ty.parse().unwrap();
                let x = random.normal(0.0, scale, shape);
                let x = if ty.is_complex() { &x * num_complex::Complex::new(0.5, -2.0) } else { x };
                let x = if ty.is_float() || ty.is_complex() { x } else { ops::fabs(x) % 256.0 };
                store(&arrays, &printed, &format!("x{count}"), x, ty);
                count += 1;
            }
        }
    }
    count
}

fn store(
    arrays: &impl AsGroup,
    printed: &impl AsGroup,
    name: &str,
    x: ch5::Expr<'_>,
    ty: ElementType,
) {
    use ch5::prelude::*;
    let stored = x.into_expr().astype(ty).write_to(arrays, name).unwrap();
    ch5::write_object(printed, name, &stored.to_string()).unwrap();
}
