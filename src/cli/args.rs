//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::collect::manifests::Declared;
use crate::model::severity::Severity;
use crate::model::{Time, score};
use crate::render::Subject;

/// Says how ready for production a Kubernetes platform is, and why.
#[derive(Debug, Parser)]
#[command(name = "carbon", version, max_term_width = 100, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Configuration file; without it, carbon.yaml is looked for from the working directory upwards
    #[arg(long, global = true, env = "CARBON_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// When to colour
    #[arg(long, global = true, env = "CARBON_COLOR", value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Say only what was asked for
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more on standard error
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// If standard output is a terminal (NO_COLOR and CLICOLOR_FORCE are honoured)
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a platform and score it
    Audit(Box<AuditArgs>),
    /// Explain a check, or one finding with its evidence
    Explain(Box<ExplainArgs>),
    /// Save what was observed to a file, to be judged later or elsewhere
    Snapshot(SnapshotArgs),
    /// The checks: list, lint, test, start a new one
    #[command(subcommand)]
    Checks(ChecksCommand),
    /// The facts that checks read, with their schema
    Facts(FactsArgs),
    /// Print the least ClusterRole that the checks need, for `kubectl apply -f -`
    Rbac(RbacArgs),
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Where the platform is read from: a cluster, unless files, a snapshot or the demo are named.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SourceArgs {
    /// The context of the kubeconfig; else its current one
    #[arg(long, value_name = "NAME", conflicts_with_all = NOT_A_CLUSTER)]
    pub(crate) context: Option<String>,
    /// The kubeconfig; else $KUBECONFIG, ~/.kube/config, or the service account of the pod
    #[arg(long, value_name = "FILE", conflicts_with_all = NOT_A_CLUSTER)]
    pub(crate) kubeconfig: Option<PathBuf>,
    /// Act as this user
    #[arg(long = "as", value_name = "USER", conflicts_with_all = NOT_A_CLUSTER)]
    pub(crate) impersonate: Option<String>,
    /// Act as a member of this group
    #[arg(long = "as-group", value_name = "GROUP", requires = "impersonate")]
    pub(crate) impersonate_groups: Vec<String>,
    /// How long reading a cluster may take in all, as in 90s
    #[arg(
        long, env = "CARBON_TIMEOUT", value_name = "DURATION", default_value = "2m",
        value_parser = super::cluster::timeout
    )]
    pub(crate) timeout: Timeout,
    /// Manifests: files, directories, `-` for standard input; `kubectl get -o yaml|json` dumps as well
    #[arg(short = 'f', long = "filename", value_name = "PATH", conflicts_with_all = ["snapshot", "demo"])]
    pub(crate) filenames: Vec<PathBuf>,
    /// A snapshot saved earlier
    #[arg(long, value_name = "FILE", conflicts_with = "demo")]
    pub(crate) snapshot: Option<PathBuf>,
    /// A recorded platform that is built in
    #[arg(long)]
    pub(crate) demo: bool,
    /// What the files are: desired state, or objects dumped from a server
    #[arg(long, value_name = "KIND", requires = "filenames", env = "CARBON_INPUT")]
    pub(crate) input: Option<InputKind>,
    /// The dump is complete: a kind that is not in it does not exist
    #[arg(long, requires = "filenames")]
    pub(crate) complete: bool,
    /// Judge ages as of then
    #[arg(long, value_name = "TIME", requires = "filenames")]
    pub(crate) now: Option<Time>,
    /// Look at Secrets: names, types and the registries of pull secrets, never at their content
    #[arg(long)]
    pub(crate) read_secrets: bool,
    /// Unreadable input and faults of checks end the run with exit code 2
    #[arg(long, env = "CARBON_STRICT")]
    pub(crate) strict: bool,
}

/// What reads from somewhere else than a cluster.
const NOT_A_CLUSTER: [&str; 3] = ["filenames", "snapshot", "demo"];

/// How long reading a cluster may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeout(pub(crate) Duration);

impl Default for Timeout {
    fn default() -> Self {
        Self(Duration::from_secs(120))
    }
}

impl SourceArgs {
    /// Something is named to read from.
    pub(crate) fn is_named(&self) -> bool {
        let cluster = self.context.is_some() || self.kubeconfig.is_some() || self.impersonate.is_some();
        cluster || self.demo || self.snapshot.is_some() || !self.filenames.is_empty()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    /// What people write
    Desired,
    /// What a server returned
    Dump,
}

impl From<InputKind> for Declared {
    fn from(kind: InputKind) -> Self {
        match kind {
            InputKind::Desired => Self::Desired,
            InputKind::Dump => Self::Dump,
        }
    }
}

/// What is judged.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct JudgeArgs {
    /// Only these namespaces
    #[arg(short, long = "namespace", value_name = "NAMESPACE")]
    pub(crate) namespaces: Vec<String>,
    /// Only these categories
    #[arg(long = "category", value_name = "CATEGORY")]
    pub(crate) categories: Vec<String>,
    /// Only the checks whose id fits, as in `backup/*`
    #[arg(long = "check", value_name = "GLOB")]
    pub(crate) checks: Vec<String>,
    /// What is asked of the platform
    #[arg(long, env = "CARBON_PROFILE", value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    /// Further checks: a folder, or a file
    #[arg(long = "checks", value_name = "PATH")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    #[command(flatten)]
    pub(crate) judge: JudgeArgs,
    /// Exit with 1 if a check of this severity or worse fails, is unknown or faulty
    #[arg(long, env = "CARBON_FAIL_ON", value_name = "SEVERITY", default_value = "critical")]
    pub(crate) fail_on: FailOn,
    /// Let unknown through
    #[arg(long, env = "CARBON_ALLOW_UNKNOWN")]
    pub(crate) allow_unknown: bool,
    /// Exit with 1 if the low end of the score lies below
    #[arg(long, env = "CARBON_FAIL_UNDER", value_name = "PERCENT", value_parser = score::parse_percent)]
    pub(crate) fail_under: Option<u32>,
    /// Exit with 1 if less could be judged
    #[arg(long, env = "CARBON_MIN_COVERAGE", value_name = "PERCENT", value_parser = score::parse_percent)]
    pub(crate) min_coverage: Option<u32>,
    /// Where to write what; repeatable; without FILE to standard output
    #[arg(short, long = "output", value_name = "FORMAT[=FILE]", default_value = "table")]
    pub(crate) outputs: Vec<super::output::Target>,
    /// An earlier report (JSON), for the column "was"
    #[arg(long, value_name = "REPORT")]
    pub(crate) baseline: Option<PathBuf>,
    /// Only what the baseline does not have counts for --fail-on
    #[arg(long, requires = "baseline")]
    pub(crate) fail_on_new: bool,
    /// Unfold long lists
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Critical,
    High,
    Medium,
    Low,
    /// The verdicts never decide the exit code
    Never,
}

impl FailOn {
    /// The severity; `None` = never.
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Critical => Some(Severity::Critical),
            Self::High => Some(Severity::High),
            Self::Medium => Some(Severity::Medium),
            Self::Low => Some(Severity::Low),
            Self::Never => None,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The check, as in `availability/nodes`
    pub(crate) id: String,
    /// Only the subjects that fit
    #[arg(long, value_name = "GLOB")]
    pub(crate) subject: Option<String>,
    /// Each step of the expressions, with its value
    #[arg(long)]
    pub(crate) trace: bool,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    #[command(flatten)]
    pub(crate) judge: JudgeArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// Further checks whose resources are saved as well
    #[arg(long = "checks", value_name = "PATH")]
    pub(crate) packs: Vec<PathBuf>,
    /// The file; compressed if it ends in .zst; `-` is standard output
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ChecksCommand {
    /// List the checks
    List {
        /// Further checks
        #[arg(long = "checks", value_name = "PATH")]
        packs: Vec<PathBuf>,
        /// Only these categories
        #[arg(long = "category", value_name = "CATEGORY")]
        categories: Vec<String>,
        /// `table` or `json`
        #[arg(short, long = "output", value_name = "FORMAT", default_value = "table")]
        output: ListFormat,
    },
    /// Look for mistakes in checks: those built in, or those of a folder
    Lint {
        /// A folder or a file
        path: Option<PathBuf>,
    },
    /// Run the examples of checks
    Test {
        /// A folder or a file; without it, those built in
        path: Option<PathBuf>,
    },
    /// Print a commented start for a new check
    New {
        /// Its name, as in `queue-depth`
        name: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Table,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct FactsArgs {
    /// A fact, as in `workloads`; without a source its schema, with one its values
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RbacArgs {
    /// Bind the role to this user
    #[arg(long = "user", value_name = "NAME", value_parser = super::rbac::user)]
    pub(crate) users: Vec<Subject>,
    /// Bind the role to this service account
    #[arg(long = "serviceaccount", value_name = "NAMESPACE/NAME", value_parser = super::rbac::service_account)]
    pub(crate) service_accounts: Vec<Subject>,
    /// Allow more than the ordinary, for the checks that need it
    #[arg(long = "with", value_name = "PERMISSION")]
    pub(crate) with: Vec<Extra>,
    /// Only for these categories
    #[arg(long = "category", value_name = "CATEGORY")]
    pub(crate) categories: Vec<String>,
    /// Only for the checks whose id fits, as in `backup/*`
    #[arg(long = "check", value_name = "GLOB")]
    pub(crate) checks: Vec<String>,
    /// What is asked of the platform
    #[arg(long, env = "CARBON_PROFILE", value_name = "PROFILE")]
    pub(crate) profile: Option<String>,
    /// Further checks: a folder, or a file
    #[arg(long = "checks", value_name = "PATH")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Extra {
    /// Secrets, which RBAC gives only with their content
    Secrets,
}
