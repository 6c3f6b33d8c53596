use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    #[h5(flatten, rename = "b", alias = "c")]
    a: u8,
    #[h5(flatten, chunks(16), table)]
    b: u8,
    #[h5(flatten, default)]
    c: u8,
    #[h5(flatten, bincode)]
    d: u8,
}

#[derive(H5Store)]
#[h5(deny_unknown_fields)]
struct Strict {
    #[h5(flatten)]
    a: u8,
}

fn main() {}
