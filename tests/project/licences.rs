//! Every crate has a licence that may be combined with ours.

use std::process::Command;

use serde_json::Value;

/// What may come in (SPDX). None of these asks more of a user of the binary than a notice.
const ALLOWED: [&str; 11] = [
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    // A licence for data: the list of certificate authorities.
    "CDLA-Permissive-2.0",
    "ISC",
    "Unicode-3.0",
    "Zlib",
];

#[test]
fn every_dependency_has_a_licence_that_is_allowed() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    assert!(packages.len() > 50, "the dependencies are there");
    let refused: Vec<String> = packages
        .iter()
        .filter(|it| !is_allowed(it))
        .map(|it| format!("{} {}: {}", it["name"], it["version"], it["license"]))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

fn is_allowed(package: &Value) -> bool {
    let Some(text) = package["license"].as_str() else { return false };
    let Ok(expression) = spdx::Expression::parse_mode(text, spdx::ParseMode::LAX) else { return false };
    expression.evaluate(|requirement| ALLOWED.contains(&requirement.to_string().as_str()))
}

#[test]
fn a_copyleft_licence_would_be_refused() {
    let package = |license: &str| serde_json::json!({ "license": license });
    assert!(is_allowed(&package("MIT OR GPL-3.0-only")));
    assert!(!is_allowed(&package("MIT AND GPL-3.0-only")));
    assert!(!is_allowed(&package("GPL-3.0-only")));
    assert!(!is_allowed(&serde_json::json!({})));
}
