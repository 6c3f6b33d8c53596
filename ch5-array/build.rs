//! Tells the crate which HDF5 C library it is linked with.

fn main() {
    for version in ["1.12.0", "1.14.0", "2.0.0"] {
        let cfg = format!("hdf5_{}", version.trim_end_matches(".0").replace('.', "_"));
        println!("cargo::rustc-check-cfg=cfg({cfg})");
        let key = format!("DEP_HDF5_VERSION_{}", version.replace('.', "_"));
        if std::env::var_os(&key).is_some() {
            println!("cargo::rustc-cfg={cfg}");
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
}
