use ch5::H5Store;

#[derive(H5Store)]
#[h5(version = 2, migrate = upgrade)]
struct Run {
    a: u8,
}

fn upgrade(version: u8) -> Run {
    Run { a: version }
}

fn main() {}
