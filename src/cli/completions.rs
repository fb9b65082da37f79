//! Completion scripts.

use clap_complete::Shell;

use super::{Answer, output};

/// Prints the script of a shell.
pub(super) fn run(shell: Shell) -> anyhow::Result<Answer> {
    output::to_stdout(&script(shell))?;
    Ok(Answer::Yes)
}

/// The script.
fn script(shell: Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut super::command(), "carbon", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
