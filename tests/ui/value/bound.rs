use ch5::H5Store;

#[derive(H5Store)]
#[h5(bound = "T Clone")]
struct Run<T> {
    a: T,
}

fn main() {}
