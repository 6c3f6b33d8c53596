use ch5::H5Store;

#[derive(H5Store)]
struct Run {
    a: u8,
    #[h5(rename = "a")]
    b: u8,
    #[h5(alias = "b")]
    c: u8,
    #[h5(alias = "c", alias = "d")]
    d: u8,
    // these take no name
    #[h5(skip)]
    e: u8,
    #[h5(rename = "e")]
    f: u8,
}

#[derive(H5Store)]
#[h5(rename_all = "camelCase")]
struct Rule {
    one_two: u8,
    #[allow(non_snake_case)]
    oneTwo: u8,
    r#type: u8,
    #[h5(rename = "type")]
    kind: u8,
}

#[derive(H5Store)]
enum Kind {
    A {
        a: u8,
        #[h5(rename = "a")]
        b: u8,
    },
}

fn main() {}
