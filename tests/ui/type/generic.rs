use ch5::H5Store;

struct Opaque;

#[derive(H5Store)]
struct Run<T> {
    a: T,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Wrapper<T>(T);

// a parameter of a stored field is not known to be serde's
#[derive(H5Store)]
struct Wrapped<T> {
    a: Wrapper<T>,
}

fn store<T: H5Store>(_: T) {}

pub fn check() {
    store(Run { a: 1u8 });
    store(Run { a: Opaque });
}

fn main() {}
