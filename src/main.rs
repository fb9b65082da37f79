//! carbon: says how ready for production a Kubernetes platform is, and why.

fn main() {}
