use ch5::H5Store;

#[derive(H5Store)]
#[h5(serde, rename_all = "camelCase", version = 2)]
struct Run {
    #[h5(rename = "b")]
    a: u8,
    #[h5(skip)]
    c: u8,
}

#[derive(H5Store)]
#[h5(serde)]
enum Kind {
    #[h5(alias = "b")]
    A {
        #[h5(attr)]
        a: u8,
    },
}

fn main() {}
