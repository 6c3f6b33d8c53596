use ch5::H5Store;

#[derive(H5Store)]
#[h5(rename_all = "camelCase", version = 1, deny_unknown_fields)]
struct Unit;

#[derive(H5Store)]
enum Kind {
    #[h5(rename_all = "camelCase")]
    A,
}

fn main() {}
