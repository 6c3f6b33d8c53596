use ch5::H5Store;

#[derive(H5Store)]
#[h5(default)]
struct Run {
    a: u8,
}

#[derive(H5Store)]
struct Skips {
    #[h5(skip)]
    a: std::num::NonZeroU8,
}

fn main() {}
