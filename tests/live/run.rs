//! Runs carbon as a user does, and takes its reports apart.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// A command that sees nothing of the machine it runs on.
pub(crate) fn carbon(kubeconfig: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carbon"));
    command.args(arguments).env_clear().env("KUBECONFIG", kubeconfig).current_dir(std::env::temp_dir());
    command
}

/// Runs it to its end.
pub(crate) fn run(kubeconfig: &Path, arguments: &[&str]) -> Output {
    carbon(kubeconfig, arguments).output().expect("carbon runs")
}

/// The report of an audit, as JSON.
pub(crate) fn report(kubeconfig: &Path, arguments: &[&str]) -> Value {
    let output = run(kubeconfig, &[&["audit", "-o", "json", "--fail-on", "never"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("a report")
}

/// A fact, with its gaps if it is a list.
pub(crate) fn fact(kubeconfig: &Path, name: &str) -> Value {
    let output = run(kubeconfig, &["facts", name, "--kubeconfig", kubeconfig.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("a fact")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a report says of each check and subject: the outcome, why it is unknown, and under the check alone which parts of
/// its list are missing.
pub(crate) fn verdicts(report: &Value) -> BTreeMap<(String, String), String> {
    let text = |value: &Value, field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let list = |field: &str| report[field].as_array().into_iter().flatten();
    let of_subjects = list("verdicts").map(|it| {
        let what = format!("{} {}", text(it, "outcome"), it.get("why").unwrap_or(&Value::Null));
        ((text(it, "check"), text(it, "subject")), what)
    });
    let gaps = list("checks").filter(|it| it.get("gaps").is_some());
    of_subjects.chain(gaps.map(|it| ((text(it, "id"), String::new()), it["gaps"].to_string()))).collect()
}
