//! The checks are built into the binary: a change to any of them, or a new one, is a reason to build it again.

fn main() {
    println!("cargo:rerun-if-changed=checks");
}
