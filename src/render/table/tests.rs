use super::table;
use crate::model::known::{Because, Ignorance};
use crate::model::report::{Outcome, Report, Unread};
use crate::model::settings::Selection;
use crate::render::example::{in_doubt, whole};
use crate::render::style::Style;
use crate::render::{escape, json};
use unicode_width::UnicodeWidthStr;

fn page(report: &Report, width: usize) -> String {
    table(report, &Style { width, ..Style::default() })
}

/// Colours made visible.
fn colored(report: &Report, width: usize) -> String {
    table(report, &Style { width, color: true, ..Style::default() }).replace('\u{1b}', "␛")
}

#[test]
fn a_platform_on_80_columns() {
    insta::assert_snapshot!(page(&whole(), 80), @r"
    254carbon · kind, Kubernetes v1.34.0, 1 node · 20 October 2025 14:03 UTC ·
    profile production

     Category      Weight  Score               Was  Checks
     platform          16  ██████████ 100 %  100 %  4 pass
     workloads         16  ██████████ 100 %  100 %  2 pass
     network           10  ██████████ 100 %  100 %  1 pass
     security          10  ██████████ 100 %  100 %  1 pass
     access            10  ██████████ 100 %    0 %  1 pass; declared, not probed
     monitoring        10  ██████████ 100 %   50 %  1 pass
     availability      12  ██▏         22 %   22 %  2 pass, 8 fail
     registry           8               0 %    0 %  1 fail
     backup             8               0 %    0 %  1 fail, 3 blocked by it
     Score                 ███████▍    75 %   60 %  not ready: 5 blockers

     Was: 254carbon, 19 October 2025 09:30 UTC

    Blockers
      availability/control-plane  Deployment/tools/0: 1 of 1
                                  replicas ready
      availability/nodes          1 node, 3 wanted
      availability/postgresql     Deployment/tools/0: 1 of 1
                                  replicas ready
      registry/login              Harbor answers 401 to            carbon fix mirror
                                  robot$mirror
      backup/velero               Velero is not installed; blocks  carbon fix backup
                                  3 checks
      carbon explain CHECK says why it matters and how to mend it

    5 critical findings
      availability/control-plane  The control plane survives the loss of a node
        Deployment/tools/0  1 of 1 replicas ready
      availability/nodes  The platform has at least three nodes
        cluster  1 node, 3 wanted
      availability/postgresql  PostgreSQL has a standby
        Deployment/tools/0  1 of 1 replicas ready
      registry/login  carbon can log in to the registry
        cluster  Harbor answers 401 to robot$mirror
      backup/velero  Velero is installed and ready
        cluster  Velero is not installed
        blocks 3 checks

    4 high findings
      availability/drains  Budgets let nodes be drained
        Deployment/tools/13  no budget allows a disruption
        Deployment/tools/14  no budget allows a disruption  k8s/datahub.yaml:12
      availability/minio  MinIO is distributed
        Deployment/tools/0  1 of 1 replicas ready
      availability/replicas  Exposed workloads run at least two ready replicas
        Deployment/tools/6  1 of 1 replicas ready
        Deployment/tools/7  1 of 1 replicas ready
        Deployment/tools/8  1 of 1 replicas ready
        Deployment/tools/9  1 of 1 replicas ready
      availability/vault  Vault is highly available
        Deployment/tools/0  1 of 1 replicas ready

    1 medium finding
      availability/autoscaled  Workloads with changing load scale by themselves
        Deployment/data-platform/worker-03  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-04  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-05  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-06  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-07  no autoscaler; CPU requests are set
        and 34 more (--all)

    Waivers
      availability/drains           1 failure excused    known
      network/* */tools/*           matches nothing      restart in a minute is fine
                                                         (team-a)
      availability/replicas         ended on 2025-09-30  restart in a minute is fine
      */tools/*                                          (team-a)
      Without waivers the score is 74 %

    Not selected: 2 checks read Secrets (--read-secrets), 1 probes public hosts
    (--probe), 1 is switched off
    Not scored yet: 1 check, newer than edition 0.1
    ");
}

#[test]
fn a_platform_on_140_columns_in_colour() {
    insta::assert_snapshot!(colored(&whole(), 140), @r"
    ␛[1m254carbon␛[0m · kind, Kubernetes v1.34.0, 1 node · 20 October 2025 14:03 UTC · profile production

     ␛[2mCategory␛[0m      ␛[2mWeight␛[0m  ␛[2mScore␛[0m               ␛[2mWas␛[0m  ␛[2mChecks␛[0m
     platform          16  ␛[32m██████████ 100 %␛[0m  100 %  4 pass
     workloads         16  ␛[32m██████████ 100 %␛[0m  100 %  2 pass
     network           10  ␛[32m██████████ 100 %␛[0m  100 %  1 pass
     security          10  ␛[32m██████████ 100 %␛[0m  100 %  1 pass
     access            10  ␛[32m██████████ 100 %␛[0m    0 %  1 pass␛[2m; declared, not probed␛[0m
     monitoring        10  ␛[32m██████████ 100 %␛[0m   50 %  1 pass
     availability      12  ␛[31m██▏         22 %␛[0m   22 %  2 pass, ␛[31m8 fail␛[0m
     registry           8  ␛[31m             0 %␛[0m    0 %  ␛[31m1 fail␛[0m
     backup             8  ␛[31m             0 %␛[0m    0 %  ␛[31m1 fail␛[0m, 3 blocked by it
     ␛[1mScore␛[0m                 ␛[33m███████▍    75 %␛[0m   60 %  ␛[31mnot ready: 5 blockers␛[0m

     ␛[2mWas: 254carbon, 19 October 2025 09:30 UTC␛[0m

    ␛[1mBlockers␛[0m
      ␛[31mavailability/control-plane␛[0m  Deployment/tools/0: 1 of 1 replicas ready
      ␛[31mavailability/nodes␛[0m          1 node, 3 wanted
      ␛[31mavailability/postgresql␛[0m     Deployment/tools/0: 1 of 1 replicas ready
      ␛[31mregistry/login␛[0m              Harbor answers 401 to robot$mirror         carbon fix mirror
      ␛[31mbackup/velero␛[0m               Velero is not installed; blocks 3 checks   carbon fix backup
      ␛[2mcarbon explain CHECK says why it matters and how to mend it␛[0m

    ␛[1m5 critical findings␛[0m
      ␛[31mavailability/control-plane␛[0m  The control plane survives the loss of a node
        Deployment/tools/0  1 of 1 replicas ready
      ␛[31mavailability/nodes␛[0m  The platform has at least three nodes
        cluster  1 node, 3 wanted
      ␛[31mavailability/postgresql␛[0m  PostgreSQL has a standby
        Deployment/tools/0  1 of 1 replicas ready
      ␛[31mregistry/login␛[0m  carbon can log in to the registry
        cluster  Harbor answers 401 to robot$mirror
      ␛[31mbackup/velero␛[0m  Velero is installed and ready
        cluster  Velero is not installed
        ␛[2mblocks 3 checks␛[0m

    ␛[1m4 high findings␛[0m
      ␛[31mavailability/drains␛[0m  Budgets let nodes be drained
        Deployment/tools/13  no budget allows a disruption
        Deployment/tools/14  no budget allows a disruption␛[2m  k8s/datahub.yaml:12␛[0m
      ␛[31mavailability/minio␛[0m  MinIO is distributed
        Deployment/tools/0  1 of 1 replicas ready
      ␛[31mavailability/replicas␛[0m  Exposed workloads run at least two ready replicas
        Deployment/tools/6  1 of 1 replicas ready
        Deployment/tools/7  1 of 1 replicas ready
        Deployment/tools/8  1 of 1 replicas ready
        Deployment/tools/9  1 of 1 replicas ready
      ␛[31mavailability/vault␛[0m  Vault is highly available
        Deployment/tools/0  1 of 1 replicas ready

    ␛[1m1 medium finding␛[0m
      ␛[33mavailability/autoscaled␛[0m  Workloads with changing load scale by themselves
        Deployment/data-platform/worker-03  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-04  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-05  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-06  no autoscaler; CPU requests are set
        Deployment/data-platform/worker-07  no autoscaler; CPU requests are set
        ␛[2mand 34 more (--all)␛[0m

    ␛[1mWaivers␛[0m
      availability/drains              1 failure excused    known
      network/* */tools/*              ␛[33mmatches nothing␛[0m      restart in a minute is fine (team-a)
      availability/replicas */tools/*  ␛[33mended on 2025-09-30␛[0m  restart in a minute is fine (team-a)
      Without waivers the score is 74 %

    Not selected: 2 checks read Secrets (--read-secrets), 1 probes public hosts (--probe), 1 is switched off
    Not scored yet: 1 check, newer than edition 0.1
    ");
}

#[test]
fn doubt_in_ascii_on_80_columns() {
    insta::assert_snapshot!(table(&in_doubt(), &Style { ascii: true, ..Style::default() }), @r"
    254carbon - Kubernetes v1.34.0, number of nodes unknown - 20 October 2025 14:03
    UTC - profile production

     Category      Weight  Score                Checks
     platform          16  ##########    100 %  4 pass
     workloads         16  ##########    100 %  2 pass
     network           10  ##########    100 %  1 pass
     security          10  ##########    100 %  1 pass
     access            10  ##########    100 %  1 pass; declared, not probed
     monitoring        10  ##########    100 %  1 pass
     availability      12  ?????????   0..90 %  2 pass, 8 unknown
     registry           8                  0 %  1 unknown
     backup             8                    -  3 blocked, 1 unknown
     Score                 ######??   66..79 %  cannot tell

     Cannot tell: nodes is forbidden (2 checks): carbon rbac | kubectl apply -f -

    Unread
      horizontalpodautoscalers.           1 check
      autoscaling does not tell: two
      minutes old
      nodes is forbidden                  2 checks  carbon rbac | kubectl apply -f -

    Faults: these checks went wrong themselves; they count as unknown
      availability/vault  StatefulSet/vault/vault  no such key: ready_replicas

    Waivers
      availability/drains           1 failure excused    known
      network/* */tools/*           matches nothing      restart in a minute is fine
                                                         (team-a)
      availability/replicas         ended on 2025-09-30  restart in a minute is fine
      */tools/*                                          (team-a)

    Not selected: 2 checks read Secrets (--read-secrets), 1 probes public hosts
    (--probe), 1 is switched off
    Not scored yet: 1 check, newer than edition 0.1
    Out of scope for files: 2 checks (pods/status)
    Judged: 88 % of the weight
    ");
}

#[test]
fn doubt_on_140_columns() {
    insta::assert_snapshot!(page(&in_doubt(), 140), @r"
    254carbon · Kubernetes v1.34.0, number of nodes unknown · 20 October 2025 14:03 UTC · profile production

     Category      Weight  Score                Checks
     platform          16  ██████████    100 %  4 pass
     workloads         16  ██████████    100 %  2 pass
     network           10  ██████████    100 %  1 pass
     security          10  ██████████    100 %  1 pass
     access            10  ██████████    100 %  1 pass; declared, not probed
     monitoring        10  ██████████    100 %  1 pass
     availability      12  ▒▒▒▒▒▒▒▒▒   0..90 %  2 pass, 8 unknown
     registry           8                  0 %  1 unknown
     backup             8                    -  3 blocked, 1 unknown
     Score                 ██████▒▒   66..79 %  cannot tell: nodes is forbidden (2 checks): carbon rbac | kubectl apply -f -

    Unread
      horizontalpodautoscalers.autoscaling does not tell: two minutes old  1 check
      nodes is forbidden                                                   2 checks  carbon rbac | kubectl apply -f -

    Faults: these checks went wrong themselves; they count as unknown
      availability/vault  StatefulSet/vault/vault  no such key: ready_replicas

    Waivers
      availability/drains              1 failure excused    known
      network/* */tools/*              matches nothing      restart in a minute is fine (team-a)
      availability/replicas */tools/*  ended on 2025-09-30  restart in a minute is fine (team-a)

    Not selected: 2 checks read Secrets (--read-secrets), 1 probes public hosts (--probe), 1 is switched off
    Not scored yet: 1 check, newer than edition 0.1
    Out of scope for files: 2 checks (pods/status)
    Judged: 88 % of the weight
    ");
}

/// Every text of the report that comes from the world is hostile and long.
fn hostile() -> Report {
    let evil = format!("\u{1b}[2J\u{202e}gpj\u{200b}\n{} größe", "long-name/".repeat(100));
    let mut report = in_doubt();
    report.source.name.clone_from(&evil);
    for verdict in &mut report.verdicts {
        verdict.subject = format!("Deployment/{evil}");
        if verdict.check.starts_with("access") {
            verdict.outcome = Outcome::Fail { credit: 0, found: evil.clone() };
        }
    }
    for check in &mut report.checks {
        check.title.clone_from(&evil);
        check.result = crate::model::report::CheckResult::Fail;
    }
    for category in &mut report.categories {
        category.title.clone_from(&evil);
    }
    report.blockers = vec!["access/routes".into()];
    report.unread.push(Unread {
        resource: evil.clone(),
        because: Because::Undetermined(evil.clone()),
        checks: vec!["access/routes".into()],
    });
    for fault in &mut report.faults {
        fault.message.clone_from(&evil);
    }
    for waiver in &mut report.waivers_unused {
        waiver.subject.clone_from(&evil);
        waiver.owner = Some(evil.clone());
    }
    report.verdicts[0].outcome = Outcome::OutOfScope { why: Ignorance::new(Because::NotInSource, evil) };
    report
}

#[test]
fn no_line_is_longer_than_the_page() {
    for report in [whole(), in_doubt(), hostile()] {
        for width in [40, 41, 57, 80, 100, 119, 120, 140, 300] {
            for all in [false, true] {
                for line in table(&report, &Style { width, all, ..Style::default() }).lines() {
                    assert!(line.width() <= width, "{width}: {line}");
                }
            }
        }
    }
}

#[test]
fn nothing_from_the_world_reaches_the_terminal_raw() {
    for ascii in [false, true] {
        let page = table(&hostile(), &Style { ascii, all: true, ..Style::default() });
        assert!(page.lines().all(|line| escape(line, ascii) == line), "{page}");
    }
    assert!(page(&hostile(), 140).contains("\\u{1b}[2J\\u{202e}gpj\\u{200b}\\n"));
}

#[test]
fn colours_change_no_text() {
    for report in [whole(), in_doubt(), hostile()] {
        let mut plain = String::new();
        let colored = table(&report, &Style { color: true, ..Style::default() });
        let mut parts = colored.split('\u{1b}');
        plain.extend(parts.next());
        plain.extend(parts.map(|part| part.split_once('m').unwrap().1));
        assert_eq!(plain, page(&report, 80));
    }
}

#[test]
fn a_megabyte_is_cut_on_the_page_and_whole_in_json() {
    let mut report = whole();
    let name = "x".repeat(1_000_000);
    let failing = report.verdicts.iter_mut().find(|it| matches!(it.outcome, Outcome::Fail { .. })).unwrap();
    failing.subject.clone_from(&name);
    assert!(page(&report, 80).len() < 20_000);
    assert!(json(&report, &Style::default()).contains(&name));
}

#[test]
fn long_lists_are_folded_unless_all_is_wanted() {
    let folded = page(&whole(), 140);
    assert!(folded.contains("more (--all)") && !folded.contains("worker-13"));
    let all = table(&whole(), &Style { all: true, width: 140, ..Style::default() });
    assert!(!all.contains("--all") && all.contains("worker-13"));
    assert!(all.contains("blocks backup/locations, backup/recent, backup/schedules"));
}

#[test]
fn a_narrowed_run_says_so_and_shows_no_score() {
    let mut report = whole();
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    report.selection = Some(Selection { namespaces: names(&["a", "b"]), categories: vec![], checks: names(&["*/x"]) });
    (report.score, report.readiness) = (None, None);
    let page = page(&report, 140);
    assert!(page.contains("profile production · only namespace a, b; check */x\n"));
    assert!(!page.lines().any(|line| line.starts_with(" Score")), "{page}");
}

#[test]
fn other_checks_in_the_baseline_are_said() {
    let mut report = whole();
    let baseline = report.baseline.as_mut().unwrap();
    baseline.only_now.push("network/new".into());
    (baseline.shared, baseline.now) = (19, Some(714_999));
    assert!(page(&report, 140).contains(
        "Was: 254carbon, 19 October 2025 09:30 UTC, compared on the 19 checks that both reports hold, on which the score is now 71 %\n"
    ));
}

#[test]
fn a_distribution_that_left_no_mark_is_not_mentioned() {
    let mut report = whole();
    report.cluster.distribution = crate::model::report::Stated::Known(String::new());
    let text = table(&report, &Style::default());
    let first = text.lines().next().unwrap_or_default();
    assert!(!first.contains("· ,") && first.contains("Kubernetes"), "{first}");
}
