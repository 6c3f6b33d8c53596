//! Random arrays and expressions.

use ch5_array::{Buffer, ElementType as Ty, TimeUnit};
use half::f16;
use num_complex::Complex;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::tree::{Leaf, Literal, Look, Sink, Tree, Turn};

/// An expression on arrays.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub leaves: Vec<Leaf>,
    pub tree: Tree,
    pub sink: Sink,
}

/// Types of elements, the numbers mostly.
pub(crate) fn element_type() -> impl Strategy<Value = Ty> {
    let others = [
        Ty::Text,
        Ty::Time(TimeUnit::Second),
        Ty::Time(TimeUnit::Day),
        Ty::Duration(TimeUnit::Second),
        Ty::Duration(TimeUnit::Millisecond),
    ];
    prop_oneof![
        9 => prop::sample::select(Ty::NUMBERS.to_vec()),
        2 => prop::sample::select(others.to_vec()),
    ]
}

/// Elements of a type, small ones mostly.
pub(crate) fn elements(ty: Ty, count: usize) -> BoxedStrategy<Buffer> {
    fn of<T: Clone + std::fmt::Debug + 'static>(
        one: impl Strategy<Value = T> + 'static,
        count: usize,
        wrap: impl Fn(Vec<T>) -> Buffer + 'static,
    ) -> BoxedStrategy<Buffer> {
        vec(one, count).prop_map(wrap).boxed()
    }
    let float = || {
        prop_oneof![
            8 => -4.0..4.0f64,
            4 => (-6i32..6).prop_map(f64::from),
            1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, -0.0, 1e300, -1e-300]),
        ]
    };
    let complex = move || (float(), float()).prop_map(|(re, im)| Complex::new(re, im));
    let ticks = || prop_oneof![8 => -99_999i64..99_999, 1 => Just(i64::MIN)];
    macro_rules! ints {
        ($($name:ident $ty:ident),*) => {
            match ty {
                $(Ty::$name => {
                    let small = (0u8..7).prop_map(|n| $ty::MIN / 64 + n as $ty);
                    let near = (0u8..9).prop_map(|n| n as $ty);
                    of(prop_oneof![4 => near, 2 => small, 1 => any::<$ty>()], count, Buffer::$name)
                })*
                Ty::Bool => of(any::<bool>(), count, Buffer::Bool),
                Ty::F16 => of(float().prop_map(f16::from_f64), count, Buffer::F16),
                Ty::F32 => of(float().prop_map(|x| x as f32), count, Buffer::F32),
                Ty::F64 => of(float(), count, Buffer::F64),
                Ty::C64 => {
                    let one = complex().prop_map(|z| Complex::new(z.re as f32, z.im as f32));
                    of(one, count, Buffer::C64)
                }
                Ty::C128 => of(complex(), count, Buffer::C128),
                Ty::Text => of("[a-c]{0,3}".prop_map(Into::into), count, Buffer::Text),
                Ty::Bytes => of(vec(b'a'..b'd', 0..3), count, Buffer::Bytes),
                Ty::Time(unit) => of(ticks(), count, move |v| Buffer::Time(unit, v)),
                Ty::Duration(unit) => of(ticks(), count, move |v| Buffer::Duration(unit, v)),
            }
        };
    }
    ints!(I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64)
}

fn look() -> impl Strategy<Value = Look> {
    prop_oneof![
        3 => Just(Look::Whole),
        2 => (1usize..4, 0usize..3, any::<bool>())
            .prop_map(|(step, skip, back)| Look::Step { step, skip, back }),
        1 => Just(Look::Transposed),
        1 => Just(Look::NewAxis),
    ]
}

/// An array whose axes have length `n` or 1.
fn leaf(n: usize, rank: usize) -> impl Strategy<Value = Leaf> {
    let axes = vec(prop_oneof![4 => Just(n), 1 => Just(1usize)], 0..=rank);
    let shape = prop_oneof![3 => Just(std::vec![n; rank]), 2 => axes];
    (shape, look(), element_type(), vec(1usize..6, rank + 1)).prop_flat_map(
        |(shape, look, ty, chunk)| {
            let empty = Buffer::with_capacity(ty, 0);
            let leaf = Leaf { shape, look, data: empty, chunk };
            let count = leaf.behind().iter().product();
            elements(ty, count).prop_map(move |data| Leaf { data, ..leaf.clone() })
        },
    )
}

fn tree() -> impl Strategy<Value = Tree> {
    let literal = prop_oneof![
        (-3.0..3.0f64).prop_map(Literal::Float),
        (-3i64..9).prop_map(Literal::Int),
        any::<bool>().prop_map(Literal::Bool),
    ];
    let end = prop_oneof![
        6 => (0usize..8).prop_map(Tree::Leaf),
        1 => literal.prop_map(Tree::Literal),
    ];
    let turn = prop_oneof![
        Just(Turn::Flip),
        Just(Turn::Transpose),
        Just(Turn::NewAxis),
        (-3isize..4).prop_map(Turn::Roll)
    ];
    // Four levels above the leaves.
    end.prop_recursive(4, 32, 2, move |inner| {
        prop_oneof![
            3 => (0usize..1000, vec(inner.clone(), 1)).prop_map(|(n, all)| Tree::Call(n, all)),
            6 => (0usize..1000, vec(inner.clone(), 2)).prop_map(|(n, all)| Tree::Call(n, all)),
            2 => (turn.clone(), inner).prop_map(|(turn, tree)| Tree::Turn(turn, Box::new(tree))),
        ]
    })
}

fn sink() -> impl Strategy<Value = Sink> {
    let axis = || prop::option::of(-3isize..3);
    prop_oneof![
        2 => Just(Sink::Nothing),
        4 => (0usize..100, axis(), any::<bool>())
            .prop_map(|(row, axis, keepdims)| Sink::Reduce { row, axis, keepdims }),
        2 => (0usize..100, axis()).prop_map(|(row, axis)| Sink::Scan { row, axis }),
        1 => (-3isize..3).prop_map(|axis| Sink::Sort { axis }),
        1 => (-3isize..3).prop_map(|axis| Sink::Argsort { axis }),
        1 => axis().prop_map(|axis| Sink::Median { axis }),
    ]
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    (prop_oneof![9 => 2usize..7, 1 => 0usize..2], 1usize..4)
        .prop_flat_map(|(n, rank)| (vec(leaf(n, rank), 1..5), tree(), sink()))
        .prop_map(|(leaves, tree, sink)| Case { leaves, tree, sink })
}
