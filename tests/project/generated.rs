//! Generated files are current. `CARBON_UPDATE=1 cargo test --test project` writes them anew.

use std::path::Path;

use clap_complete::Shell;

/// Compares a generated file with what would be generated, or writes it.
fn current(path: &str, bytes: &[u8]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("CARBON_UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, bytes).unwrap();
    }
    let there = std::fs::read(&file).unwrap_or_default();
    assert!(there == bytes, "{path} is stale: CARBON_UPDATE=1 cargo test --test project");
}

#[test]
fn completions_are_current() {
    for (shell, file) in [
        (Shell::Bash, "carbon.bash"),
        (Shell::Zsh, "_carbon"),
        (Shell::Fish, "carbon.fish"),
        (Shell::PowerShell, "_carbon.ps1"),
        (Shell::Elvish, "carbon.elv"),
    ] {
        let mut bytes = Vec::new();
        clap_complete::generate(shell, &mut carbon::cli::command(), "carbon", &mut bytes);
        current(&format!("completions/{file}"), &bytes);
    }
}

#[test]
fn schemas_are_current() {
    let pretty = |schema: serde_json::Value| format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    current("schemas/carbon.yaml.schema.json", pretty(carbon::cli::config_schema()).as_bytes());
    current(
        "schemas/report.v1.schema.json",
        pretty(carbon::model::report::Report::json_schema().to_value()).as_bytes(),
    );
    let facts = schemars::schema_for!(carbon::model::facts::Facts);
    current("schemas/facts.schema.json", pretty(facts.to_value()).as_bytes());
}
