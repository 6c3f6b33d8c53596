use ch5::H5Store;

struct Opaque;

#[derive(serde::Serialize)]
struct Half;

#[derive(H5Store)]
struct Run {
    a: Opaque,
    b: Vec<Opaque>,
    c: Half,
    #[h5(skip)]
    d: Opaque,
}

#[derive(H5Store)]
enum Kind {
    A(Option<Opaque>),
}

fn main() {}
