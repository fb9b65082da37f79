//! carbon: says how ready for production a Kubernetes platform is, and why.

use std::process::ExitCode;

fn main() -> ExitCode {
    carbon::cli::main()
}
