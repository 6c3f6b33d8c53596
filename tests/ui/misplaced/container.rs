use ch5::H5Store;

#[derive(H5Store)]
#[h5(version = 1, migrate = upgrade, default)]
enum Kind {
    A,
    B(u8),
}

#[derive(H5Store)]
#[h5(rename_all_fields = "camelCase")]
struct Run {
    a: u8,
}

fn main() {}
