//! Nothing in scope is what its name says: the derive's code must not care.
#![allow(dead_code, non_camel_case_types, clippy::upper_case_acronyms)]

mod scope {
    #![no_implicit_prelude]

    #[derive(::ch5::H5Store)]
    struct Run {
        a: u8,
        b: ::std::option::Option<u8>,
        #[h5(default)]
        c: f64,
        #[h5(skip)]
        d: u8,
        #[h5(attr, alias = "q")]
        #[cfg(any())]
        e: u8,
        #[h5(flatten)]
        f: Deep,
        #[h5(flatten)]
        g: ::std::collections::HashMap<::std::string::String, u8>,
    }

    #[derive(::ch5::H5Store)]
    struct Deep {
        h: u8,
    }

    #[derive(::ch5::H5Store)]
    #[allow(non_snake_case)]
    enum E {
        Result,
        Ok(u8),
        Err(u8, u8),
        Some { None: u8 },
    }

    #[derive(::ch5::H5Store)]
    enum C {
        Result,
        Ok,
    }

    #[derive(::ch5::H5Store)]
    struct New(f64);

    #[derive(::ch5::H5Store)]
    struct Unit;

    #[derive(::ch5::H5Store)]
    #[h5(default, deny_unknown_fields, version = 1, migrate = up)]
    struct D {
        #[h5(maxshape(1, none), fill = nan)]
        a: u8,
        #[h5(fill = 1, attrs(a = 1.5))]
        b: i32,
    }

    fn up(_: u32, _: &::ch5::H5Dict) -> ::ch5::Result<D> {
        ::std::result::Result::Ok(::std::default::Default::default())
    }

    #[allow(clippy::derivable_impls)]
    impl ::std::default::Default for D {
        fn default() -> Self {
            D { a: 0, b: 0 }
        }
    }

    type f64 = ::core::primitive::f64;
    struct u8_;
    struct Option;
    struct Vec;
    struct usize;
    struct Field;
    mod core {}
    mod ch5 {}
    mod std {}
}
