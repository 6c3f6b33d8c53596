use ch5::H5Store;

#[derive(H5Store)]
#[h5(rename_all = "camelCase", deny_unknown_fields, default, version = 1)]
struct Pair(#[h5(rename = "a", alias = "b")] u8, #[h5(attr, default)] u8, #[h5(flatten)] u8);

#[derive(H5Store)]
enum Kind {
    #[h5(rename_all = "camelCase")]
    A(#[h5(attr)] u8, u8),
    B(#[h5(rename = "x")] u8),
}

fn main() {}
