use ch5::H5Store;

#[derive(H5Store)]
#[h5(tag = "kind")]
enum Kind {
    #[h5(other)]
    A(#[h5(quux)] u8),
}

fn main() {}
