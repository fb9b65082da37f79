//! The command line: arguments, configuration, progress, errors with help; one file a subcommand.

#![allow(clippy::print_stderr, reason = "talk goes to standard error, and only this layer talks")]

mod args;
mod audit;
mod checks;
mod cluster;
mod completions;
mod config;
mod demo;
mod explain;
mod facts;
mod failure;
mod harbor;
mod output;
mod packs;
mod progress;
mod rbac;
mod services;
mod settings;
mod snapshot;
mod terminal;
mod world;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use progress::Talk;

/// The exit codes are a contract: 0 yes, 1 no, 2 could not do the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Failed,
}

impl From<Answer> for ExitCode {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Yes => Self::SUCCESS,
            Answer::No => Self::from(1),
            Answer::Failed => Self::from(2),
        }
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, on standard output; the rest is a usage error. A closed pipe is no error.
            let code = if error.use_stderr() { Answer::Failed } else { Answer::Yes };
            let _ = error.print();
            return code.into();
        }
    };
    end_on_interrupt();
    let talk = Talk::new(cli.global.quiet, cli.global.verbose);
    match run(cli, &talk) {
        Ok(answer) => answer.into(),
        Err(error) => {
            eprint!("{}", failure::text(&error));
            Answer::Failed.into()
        }
    }
}

/// Ctrl-C ends the run at once, with the exit code that a shell gives an interrupted command. Nothing that this carbon
/// does has to be taken back.
#[allow(clippy::exit, reason = "a signal handler has no other way out")]
fn end_on_interrupt() {
    // Without the handler the signal ends the process as well, with a status of its own.
    let _ = ctrlc::set_handler(|| std::process::exit(130));
}

fn run(cli: Cli, talk: &Talk) -> anyhow::Result<Answer> {
    let global = &cli.global;
    match cli.command {
        Command::Audit(args) => audit::run(&args, global, talk),
        Command::Explain(args) => explain::run(&args, global, talk),
        Command::Snapshot(args) => snapshot::run(&args, global, talk),
        Command::Checks(command) => checks::run(&command, global),
        Command::Facts(args) => facts::run(&args, global, talk),
        Command::Rbac(args) => rbac::run(&args, global),
        Command::Completions { shell } => completions::run(shell),
    }
}

/// The command line as clap knows it: for completions and for the documentation's tests.
pub fn command() -> clap::Command {
    Cli::command()
}

/// The JSON schema of carbon.yaml.
pub fn config_schema() -> serde_json::Value {
    config::schema()
}
