use ch5::H5Store;

struct Opaque;

#[derive(H5Store)]
struct Run {
    #[h5(serde)]
    a: Opaque,
    #[h5(bincode)]
    b: Opaque,
}

#[derive(H5Store)]
#[h5(serde)]
struct Whole {
    a: u8,
}

fn main() {}
