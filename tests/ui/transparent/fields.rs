use ch5::H5Store;

#[derive(H5Store)]
#[h5(transparent)]
struct Two {
    a: u8,
    b: u8,
}

#[derive(H5Store)]
#[h5(transparent)]
struct None {
    #[h5(skip)]
    a: u8,
}

#[derive(H5Store)]
#[h5(transparent)]
struct Unit;

#[derive(H5Store)]
#[h5(transparent)]
enum Kind {
    A(u8),
}

#[derive(H5Store)]
#[h5(transparent, rename_all = "camelCase", version = 1, deny_unknown_fields, default)]
struct Named {
    #[h5(rename = "b", attr, chunks(3), default)]
    a: u8,
}

fn main() {}
