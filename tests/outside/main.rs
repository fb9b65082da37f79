//! The second suite: real manifests and upstream schemas that are not ours to ship. `CARBON_SHARED` names the folder
//! that holds `corpus/` and `contracts/`; without it every test here fails.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod audit;
mod cluster;
mod contracts;
mod corpus;
mod platform;
mod scripts;

/// The control plane of the live tests, of which little is used here.
#[allow(dead_code)]
#[path = "../live/plane/mod.rs"]
mod plane;

use std::path::PathBuf;

/// A folder of the shared material.
fn shared(folder: &str) -> PathBuf {
    let Some(root) = std::env::var_os("CARBON_SHARED") else {
        panic!("CARBON_SHARED is not set: it names the folder that holds corpus/ and contracts/");
    };
    let path = PathBuf::from(root).join(folder);
    assert!(path.is_dir(), "CARBON_SHARED holds no folder {folder}: there is no {}", path.display());
    path
}
