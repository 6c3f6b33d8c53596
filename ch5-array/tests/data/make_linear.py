"""Writes linear.json: products of small arrays, with what numpy 2 makes of them."""

import json
import os

import numpy as np

TYPES = "bool int8 uint8 int16 uint32 int64 uint64 float16 float32 float64 complex64 complex128"


def dump(x):
    x = np.asarray(x)
    if x.dtype.kind == "c":
        data = [[float(v.real), float(v.imag)] for v in x.ravel()]
    else:
        data = x.ravel().tolist()
    return {"dtype": x.dtype.name, "shape": list(x.shape), "data": data}


def make(shape, dtype="float64", seed=0):
    n = int(np.prod(shape, dtype=int))
    values = (np.arange(n) * 37 + seed * 11) % 97
    if dtype == "bool":
        return (values % 3 == 0).reshape(shape)
    if dtype.startswith("complex"):
        return (values + 1j * (values[::-1] % 7)).astype(dtype).reshape(shape)
    if dtype.startswith("float") or dtype == "int64":
        values = values % 23 - 8
    return values.astype(dtype).reshape(shape)


cases = []


def case(fn, args, **kwargs):
    if fn == "einsum":
        want = np.einsum(kwargs["sub"], *args)
    elif fn == "trace":
        want = np.trace(args[0], *kwargs.get("trace", []), dtype=kwargs.get("dtype"))
    elif fn == "tensordot":
        axes = kwargs["axes"]
        want = np.tensordot(*args, axes=axes if isinstance(axes, int) else tuple(axes))
    else:
        want = getattr(np, fn)(*args)
    cases.append({"fn": fn, "args": [dump(a) for a in args], **kwargs, "want": dump(want)})


for i, a in enumerate(TYPES.split()):
    for j, b in enumerate(TYPES.split()):
        case("matmul", [make((2, 3), a, i), make((3, 2), b, j + 1)])
        if (i + j) % 3 == 0:
            case("einsum", [make((3,), a, i), make((3,), b, j)], sub="i,i")
            case("outer", [make((2,), a, i), make((3,), b, j)])
            case("vdot", [make((5,), a, i), make((5,), b, j)])
            case("inner", [make((2, 4), a, i), make((4,), b, j)])
            case("kron", [make((2,), a, i), make((2, 2), b, j)])
    case("trace", [make((3, 4), a, i)])
    case("einsum", [make((3, 4), a, i)], sub="ij->j")
    case("einsum", [make((3, 3), a, i)], sub="ii")

for a, b in [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((), (3,)),
             ((2, 2), ()), ((), ()), ((2, 3), (4, 3, 2)), ((2, 4, 3), (2, 3, 5)), ((3,), (2, 3, 4)),
             ((2, 0), (0, 3)), ((0, 3), (3, 2)), ((1, 1), (1, 1)), ((7, 1), (1, 5))]:
    case("dot", [make(a, seed=1), make(b, seed=2)])
for a, b in [((3,), (3,)), ((2, 3), (4, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((), (2, 3)),
             ((2, 2, 3), (4, 3)), ((2, 0), (3, 0))]:
    case("inner", [make(a, seed=1), make(b, seed=2)])
for a, b in [((2, 3), (2, 3)), ((2, 3), (3, 2)), ((), ()), ((6,), (2, 3)), ((0,), (0,))]:
    case("vdot", [make(a, "complex128", 1), make(b, "complex128", 2)])
for a, b in [((2,), (3,)), ((2, 2), (3,)), ((), (3,)), ((0,), (3,))]:
    case("outer", [make(a, seed=1), make(b, seed=2)])
for a, b in [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((5, 2, 3), (5, 3, 4)), ((2, 3), (5, 3, 4)),
             ((5, 2, 3), (3, 4)), ((1, 2, 3), (5, 3, 4)), ((5, 2, 3), (1, 3, 4)), ((5, 2, 3), (3,)),
             ((3,), (5, 3, 4)), ((2, 1, 2, 3), (4, 3, 2)), ((2, 1, 2, 3), (1, 4, 3, 2)), ((0, 2, 3), (3, 2)),
             ((2, 0), (0, 3)), ((4, 1, 3), (4, 3, 1)), ((1, 2, 3), (1, 3, 2)), ((2, 2, 1, 3), (2, 1, 3, 1))]:
    case("matmul", [make(a, seed=1), make(b, seed=2)])
for a, b, axes in [((2, 3, 4), (3, 4, 5), 2), ((3,), (4,), 0), ((2, 3), (3, 2), 1), ((2, 3, 4), (4, 3, 5), [[1, 2], [1, 0]]),
                   ((2, 3, 4), (4, 3, 5), [[2, 1], [0, 1]]), ((2, 3, 4), (4, 3, 5), [[-1], [0]]), ((3, 2), (3, 4), [[0], [0]]),
                   ((2, 3), (2, 3), 0), ((2, 3), (2, 3), [[0, 1], [0, 1]]), ((2, 3, 2), (5, 2, 2), [[0, 2], [2, 1]])]:
    case("tensordot", [make(a, seed=1), make(b, seed=2)], axes=axes)
for a, b in [((2, 2), (3,)), ((3,), (2, 2)), ((2, 2, 2), (3, 4)), ((2, 3), (3, 2)), ((), (2,)), ((), ()), ((0, 2), (2, 2))]:
    case("kron", [make(a, seed=1), make(b, seed=2)])
for shape, trace in [((3, 4), []), ((3, 4), [1]), ((3, 4), [-2]), ((3, 4), [9]), ((3, 4), [-5]), ((2, 3, 4), []),
                     ((2, 3, 4), [0, 1, 2]), ((2, 3, 4), [1, 2, 0]), ((2, 3, 4), [-1, -1, 0]), ((40, 50), [3])]:
    case("trace", [make(shape, "int64", 1)], trace=trace)
case("trace", [make((3, 3), "int8", 1)], dtype="int16")
case("trace", [make((3, 3), "int8", 1)], dtype="float32")

for sub, *shapes in [
    ("i->", (4,)), ("i->i", (4,)), ("ij->ji", (2, 3)), ("ba", (2, 3)), ("aB", (2, 3)), ("ii", (3, 3)),
    ("ii->i", (3, 3)), ("iij->j", (3, 3, 2)), ("iij->ij", (3, 3, 2)), ("iji->j", (3, 2, 3)), ("iii->i", (3, 3, 3)),
    ("iijj->ij", (2, 2, 3, 3)), ("iijj", (2, 2, 3, 3)), ("ii->i", (40, 40)), ("...ii->...i", (2, 40, 40)),
    ("ij,jk", (2, 3), (3, 4)), ("ij,jk->ki", (2, 3), (3, 4)), ("ij,jk->", (2, 3), (3, 4)), ("ij,jk->k", (2, 3), (3, 4)),
    ("ij,ij->ij", (2, 3), (2, 3)), ("ij,ij->i", (2, 3), (2, 3)), ("ij,ij", (2, 3), (2, 3)), ("ij,ji", (2, 3), (3, 2)),
    ("i,j", (2,), (3,)), ("i,j->ji", (2,), (3,)), ("i,i->i", (3,), (3,)), (",i->i", (), (3,)), (",", (), ()), ("", ()), ("->", ()),
    ("bij,bjk->bik", (4, 2, 3), (4, 3, 2)), ("bij,bkj->ikb", (4, 2, 3), (4, 5, 3)), ("ijb,jkb->kbi", (2, 3, 4), (3, 2, 4)),
    ("bi,bi->b", (4, 3), (4, 3)), ("...ij,...jk->...ik", (4, 2, 3), (3, 2)), ("...ij,...jk", (4, 1, 2, 3), (5, 3, 2)),
    ("i...", (2, 3)), ("i...->...", (2, 3)), ("i...j,j...->...i", (2, 5, 3), (3, 5)), ("...,...", (2, 3), (3,)), ("...i->...", (2, 3)),
    ("ij,ij->ij", (1, 3), (2, 3)), ("ij,jk", (2, 1), (3, 4)), ("ij,jk->ik", (2, 3), (1, 4)), ("ij,ij->", (1, 3), (2, 1)),
    ("ij,jk,kl->il", (2, 3), (3, 4), (4, 2)), ("ij,jk,kl", (2, 3), (3, 4), (4, 2)), ("i,ij,j", (2,), (2, 3), (3,)), ("i,ij,j->i", (2,), (2, 3), (3,)),
    ("ii,ij->i", (2, 2), (2, 3)), ("ij,kl->", (2, 3), (4, 2)), ("ij,kl->jl", (2, 3), (4, 2)), ("ijk,jk,k->i", (2, 3, 4), (3, 4), (4,)),
    ("a,b,c->cab", (2,), (3,), (4,)), ("a,a,a,a->a", (2,), (2,), (2,), (2,)), ("ijkl,klmn->ijmn", (2, 3, 2, 2), (2, 2, 3, 2)),
    (" i j , j k -> i k ", (2, 3), (3, 2)), ("ij,jk->ik", (2, 0), (0, 3)), ("i->...", (3,)), ("i->i...", (3,)), ("ij->", (0, 3)),
]:
    case("einsum", [make(shape, seed=i + 1) for i, shape in enumerate(shapes)], sub=sub)
case("einsum", [make(s, "float16", 1) for s in [(2, 3), (3, 2), (2, 2)]], sub="ij,jk,kl->il")
case("einsum", [make(s, "bool", 1) for s in [(2, 3), (3, 2), (2, 2)]], sub="ij,jk,kl->i")
case("einsum", [make(s, "int8", 1) for s in [(2, 3), (3, 2), (2, 2)]], sub="ij,jk,kl->i")

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "linear.json")
with open(path, "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases), os.path.getsize(path))
