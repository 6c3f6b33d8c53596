use ch5::H5Store;

#[derive(H5Store)]
#[h5(rename_all = "camel_case")]
struct Run {
    a: u8,
}

#[derive(H5Store)]
#[h5(rename_all_fields = "Snake")]
enum Kind {
    #[h5(rename_all = "")]
    A { a: u8 },
}

fn main() {}
