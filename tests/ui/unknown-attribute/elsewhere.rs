use ch5::H5Store;

#[derive(H5Store)]
#[h5(chunks(16), skip)]
struct Run {
    #[h5(rename_all = "camelCase")]
    a: u8,
    #[h5(version = 3)]
    b: u8,
}

#[derive(H5Store)]
enum Kind {
    #[h5(attr, version = 1)]
    A,
}

fn main() {}
