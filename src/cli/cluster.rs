//! The world of a run where it is a cluster: connects, reads, says what could not be read.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Context;

use super::args::{SourceArgs, Timeout};
use super::failure::with_help;
use super::harbor;
use super::progress::{Busy, Talk};
use super::world::say_some;
use crate::collect::cluster::{self, Collected, Event, Nothing};
use crate::judge::ALWAYS;
use crate::model::observed::harbor::HARBOR;
use crate::model::observed::{Observed, SERVICES};
use crate::model::settings::Settings;
use crate::model::{Time, duration};
use crate::net::kube::{Cluster, ConnectError, Failure, Options};

/// Names carbon in the server's logs.
pub(super) const AGENT: &str = concat!("carbon/", env!("CARGO_PKG_VERSION"));

/// What to do where credentials cannot be had.
const NO_CREDENTIALS: &str = "the kubeconfig says how to get credentials, and that failed; try it by hand";

/// Reads what is wanted from the cluster that the arguments name.
pub(super) fn read(
    args: &SourceArgs,
    wants: &BTreeSet<String>,
    settings: &Settings,
    talk: &Talk,
) -> anyhow::Result<Observed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start")?;
    let busy = talk.busy("connecting");
    let collected = runtime.block_on(async {
        let connection = Cluster::connect(&options(args)).await.map_err(no_connection)?;
        let (services, mut wants): (BTreeSet<String>, BTreeSet<String>) =
            wants.iter().cloned().partition(|it| SERVICES.contains(&it.as_str()));
        wants.extend(ALWAYS.map(str::to_owned));
        let mut namespaces = settings.selection.namespaces.clone();
        namespaces.push(connection.namespace().to_owned());
        let reading = cluster::Options { wants, namespaces, clock: Some(Time(jiff::Timestamp::now())) };
        let requests = Cell::new(0_u64);
        let tell = |event: Event<'_>| {
            if matches!(event, Event::Asked { .. }) {
                requests.set(requests.get() + 1);
            }
            said(&event, &busy, talk);
        };
        let mut collected =
            cluster::collect(&connection, &reading, &tell).await.map_err(|it| nothing(it, connection.name()))?;
        if services.contains(HARBOR) {
            busy.say("asking Harbor");
            collected.observed.harbors =
                harbor::ask(args, settings, &connection, &collected.observed, &tell, talk).await?;
        }
        talk.detail(&format!("read {} objects with {} requests", collected.objects, requests.get()));
        Ok::<_, anyhow::Error>(collected)
    })?;
    drop(busy);
    say(&collected, talk);
    let unread = collected.unread.len() + collected.unreadable.len();
    if args.strict && unread > 0 {
        return Err(with_help(
            format!("{unread} of the lists cannot be read (--strict)"),
            "see the messages above; `carbon rbac` prints the permissions that carbon needs",
        ));
    }
    Ok(collected.observed)
}

fn options(args: &SourceArgs) -> Options {
    Options {
        kubeconfig: args.kubeconfig.clone(),
        context: args.context.clone(),
        impersonate: args.impersonate.clone(),
        impersonate_groups: args.impersonate_groups.clone(),
        timeout: args.timeout.0,
        agent: AGENT.to_owned(),
    }
}

/// A duration of `--timeout`.
pub(super) fn timeout(text: &str) -> Result<Timeout, String> {
    let seconds = duration::parse(text).and_then(|it| u64::try_from(it).ok()).filter(|it| *it > 0);
    seconds.map(|it| Timeout(Duration::from_secs(it))).ok_or_else(|| "write it as in 90s or 2m".to_owned())
}

fn said(event: &Event<'_>, busy: &Busy, talk: &Talk) {
    match event {
        Event::Asked { method, path, failure, took } => {
            let answer = failure.map_or_else(|| "ok".to_owned(), ToString::to_string);
            talk.detail(&format!("{method} {path}: {answer} ({} ms)", took.as_millis()));
        }
        Event::Listed { done, of } => busy.say(&format!("reading {done}/{of} lists")),
    }
}

fn say(collected: &Collected, talk: &Talk) {
    let lines = collected.unread.iter().map(|(resource, why)| format!("warning: cannot read {resource}: {why}"));
    say_some(lines.collect(), "resources cannot be read", talk);
    let lines = collected.unreadable.iter().map(|why| format!("warning: {why}"));
    say_some(lines.collect(), "objects cannot be understood", talk);
    if collected.unread.iter().any(|(_, why)| why.ends_with("(403)")) {
        talk.note("  help: `carbon rbac` prints the permissions that carbon needs");
    }
}

fn no_connection(error: ConnectError) -> anyhow::Error {
    let contexts = |known: &[String]| match known.is_empty() {
        true => "it has none at all".to_owned(),
        false => format!("it has: {}", known.join(", ")),
    };
    let help = match &error {
        ConnectError::None { .. } => "give --kubeconfig FILE or set KUBECONFIG; or give manifests or a dump with -f PATH, a snapshot with --snapshot FILE, or look at --demo".to_owned(),
        ConnectError::Unreadable { .. } => "`kubectl config view` should be able to read it".to_owned(),
        ConnectError::NoContext { known } => format!("give --context NAME; {}", contexts(known)),
        ConnectError::UnknownContext { wanted, known } => {
            match crate::judge::nearest(wanted, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => contexts(known),
            }
        }
        ConnectError::NoCredentials(_) => NO_CREDENTIALS.to_owned(),
        ConnectError::Unusable(_) => "`kubectl --context NAME version` says whether kubectl can use it".to_owned(),
    };
    with_help(error.to_string(), help)
}

fn nothing(error: Nothing, name: &str) -> anyhow::Error {
    let failure = match &error {
        Nothing::Failed(failure) | Nothing::Unreadable { first: failure, .. } => failure,
    };
    let help = match failure {
        Failure::Unauthorized => "log in again: the token or the certificate is wrong or has expired",
        Failure::NoCredentials(_) => NO_CREDENTIALS,
        Failure::Forbidden(_) => "`carbon rbac --user NAME` prints the permissions that carbon needs",
        Failure::Unreachable(_) => "is the address right, the cluster up, the VPN on?",
        Failure::Untrusted(_) => "the kubeconfig's `certificate-authority` is not the one that signed the server's",
        Failure::TimedOut => "--timeout gives it longer",
        Failure::NotFound
        | Failure::Expired
        | Failure::Busy { .. }
        | Failure::Unavailable { .. }
        | Failure::Cut
        | Failure::Garbled(_) => "is this the address of a Kubernetes API server, and is it well?",
    };
    with_help(format!("cannot read the cluster `{name}`: {error}"), help)
}
