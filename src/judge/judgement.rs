//! Judges facts: every check of a pack on every subject, and what was left out, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::definition::Check;
use super::evaluation::judge_one;
use super::expr::{Scope, Unserializable, Value};
use super::pack::{Pack, Profile};
use super::schema::Schema;
use super::subject::{self, CLUSTER, Subjects};
use super::waiver;
use crate::model::glob::matches as fits;
use crate::model::settings::{Settings, Waiver};
use crate::model::severity::Severity;
use crate::model::verdict::{Judged, Outcome, Verdict};
use crate::model::{Because, Ignorance, Time};

/// Everything that a run says.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Sorted by id.
    pub judged: Vec<Judged>,
    /// Checks that this run does not judge, sorted by id.
    pub not_selected: Vec<NotSelected>,
    /// Checks that are newer than the edition, sorted by id.
    pub not_scored: Vec<String>,
    /// Waivers that no longer hold.
    pub expired_waivers: Vec<Waiver>,
    /// Waivers that hold and excuse nothing. Empty in a narrowed run, which cannot tell.
    pub unused_waivers: Vec<Waiver>,
}

/// A check that was not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSelected {
    /// Its id.
    pub id: String,
    /// Why.
    pub why: Why,
}

/// Why a check was not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The profile or carbon.yaml switches it off.
    Off,
    /// The run is narrowed to others.
    Narrowed,
    /// It needs a permission that was not given: `secrets`, `probe`.
    Needs(String),
}

/// Judges. `now` is the time at which the platform was read.
pub fn judge<F>(pack: &Pack, facts: &F, settings: &Settings, now: Time) -> Result<Judgement, Unserializable>
where
    F: Serialize + JsonSchema,
{
    Ok(World::new(pack, facts, settings, now)?.judge())
}

/// All that a run judges by.
pub(super) struct World<'a> {
    pack: &'a Pack,
    facts: Arc<BTreeMap<String, Value>>,
    schema: Schema,
    settings: &'a Settings,
    profile: Option<&'a Profile>,
    config: Value,
    now: Time,
}

impl<'a> World<'a> {
    pub(super) fn new<F>(pack: &'a Pack, facts: &F, settings: &'a Settings, now: Time) -> Result<Self, Unserializable>
    where
        F: Serialize + JsonSchema,
    {
        let value = Value::of(facts)?;
        Ok(Self {
            pack,
            facts: if let Value::Map(entries) = value { entries } else { Arc::default() },
            schema: Schema::of::<F>(),
            settings,
            profile: pack.profile(settings),
            config: Value::of(&settings.config)?,
            now,
        })
    }

    /// The scope in which a check judges a subject; none if it has no such subject.
    pub(super) fn scope_of(&self, check: &Check, subject: &str) -> Option<Scope> {
        let it = match &check.each {
            None => None,
            Some(each) => match subject::subjects(&self.facts, &each.value) {
                Subjects::Items(items, _) => Some(items.into_iter().find(|item| subject::name(item) == subject)?),
                Subjects::No(_) | Subjects::NoList => return None,
            },
        };
        Some(self.scope(check, it))
    }

    pub(super) fn judge(&self) -> Judgement {
        let (mut not_selected, mut not_scored, mut chosen) = (Vec::new(), Vec::new(), Vec::new());
        for check in &self.pack.checks {
            let is_newer = self.settings.edition.is_some_and(|edition| check.since > edition);
            match left_out(check, self.settings, self.profile, &self.schema) {
                // To what is not scored yet nobody need give a permission.
                None | Some(Why::Needs(_)) if is_newer => not_scored.push(check.id.clone()),
                None => chosen.push(check),
                Some(why) => not_selected.push(NotSelected { id: check.id.clone(), why }),
            }
        }
        let mut waivers = waiver::Book::new(&self.settings.waivers, self.now);
        let mut judged: BTreeMap<&str, Judged> = BTreeMap::new();
        for check in in_order(&chosen) {
            let blocked = check.requires.iter().find_map(|id| blocks(judged.get(id.value.as_str())?));
            let doubt = check.requires.iter().find_map(|id| doubts(judged.get(id.value.as_str())?));
            let mut result = self.judged(check, blocked);
            waivers.apply(&mut result);
            if let Some(why) = doubt {
                cast(&why, &mut result);
            }
            judged.insert(&check.id, result);
        }
        let narrowed = !self.settings.selection.is_everything();
        Judgement {
            judged: judged.into_values().collect(),
            not_selected,
            not_scored,
            unused_waivers: if narrowed { Vec::new() } else { waivers.unused() },
            expired_waivers: waivers.expired(),
        }
    }

    fn judged(&self, check: &Check, blocked: Option<String>) -> Judged {
        let mut judged = Judged {
            id: check.id.clone(),
            category: check.category.clone(),
            title: check.title.value.clone(),
            severity: self.severity(check),
            requires: check.requires.iter().map(|id| id.value.clone()).collect(),
            remedy: check.remedy.as_ref().map(|remedy| remedy.value.clone()),
            verdicts: Vec::new(),
            gaps: Vec::new(),
        };
        match (blocked, &check.each) {
            (Some(by), _) => judged.verdicts.push(cluster(Outcome::Blocked { by })),
            (None, Some(each)) => self.judge_each(check, &each.value, &mut judged),
            (None, None) => judged.verdicts.push(self.verdict(check, &self.scope(check, None))),
        }
        judged.verdicts.sort_by(|a, b| a.subject.cmp(&b.subject));
        judged
    }

    fn judge_each(&self, check: &Check, each: &str, judged: &mut Judged) {
        let (items, gaps) = match subject::subjects(&self.facts, each) {
            Subjects::Items(items, gaps) => (items, gaps),
            Subjects::No(why) => return judged.verdicts.push(cluster(ignorance(why))),
            Subjects::NoList => {
                let message = format!("'each': no list '{each}' among the facts");
                return judged.verdicts.push(cluster(Outcome::Fault(message)));
            }
        };
        judged.gaps = gaps.into_iter().filter(|gap| subject::is_missed(gap, self.settings)).collect();
        let mut scope = self.scope(check, None);
        for item in items.into_iter().filter(|item| subject::is_wanted(item, self.settings)) {
            scope.it = Some(item);
            judged.verdicts.push(self.verdict(check, &scope));
        }
        match (judged.verdicts.is_empty(), judged.gaps.first()) {
            (true, Some(gap)) => judged.verdicts.push(cluster(ignorance(gap.why.clone()))),
            (true, None) => judged.verdicts.push(cluster(Outcome::NotApplicable)),
            (false, _) => {}
        }
    }

    fn verdict(&self, check: &Check, scope: &Scope) -> Verdict {
        let (outcome, evidence) = match &scope.it {
            Some(Value::Unknown(why)) => (ignorance(why.as_ref().clone()), Vec::new()),
            _ => judge_one(&self.pack.engine, check, scope),
        };
        let item = scope.it.as_ref();
        Verdict {
            subject: item.map_or_else(|| CLUSTER.to_owned(), subject::name),
            outcome,
            evidence,
            origin: item.and_then(subject::origin),
        }
    }

    fn severity(&self, check: &Check) -> Severity {
        let profiles = || self.profile.and_then(|profile| profile.severities.get(&check.id));
        self.settings.severities.get(&check.id).or_else(profiles).copied().unwrap_or(check.severity)
    }

    pub(super) fn scope(&self, check: &Check, it: Option<Value>) -> Scope {
        let profiles = self.profile.and_then(|profile| profile.params.get(&check.id));
        let layers = profiles.into_iter().chain(self.settings.params.get(&check.id));
        Scope {
            facts: with_needs(&self.facts, check),
            it,
            params: check.parameters(layers),
            config: self.config.clone(),
            now: self.now.0,
        }
    }
}

/// Why a run does not judge a check, if it does not.
pub(super) fn left_out(check: &Check, settings: &Settings, profile: Option<&Profile>, schema: &Schema) -> Option<Why> {
    let selection = &settings.selection;
    let off = |id: &String| *id == check.id;
    if settings.off.iter().any(off) || profile.is_some_and(|profile| profile.off.contains(&check.id)) {
        return Some(Why::Off);
    }
    let named = selection.checks.is_empty() || selection.checks.iter().any(|glob| fits(glob, &check.id));
    let in_category = selection.categories.is_empty() || selection.categories.contains(&check.category);
    // A namespace has no verdict on the platform as a whole.
    let in_namespace = selection.namespaces.is_empty() || check.each.is_some();
    if !(named && in_category && in_namespace) {
        return Some(Why::Narrowed);
    }
    let missing = check.permissions(schema).into_iter().find(|need| !settings.permissions.contains(need));
    missing.map(Why::Needs)
}

impl Check {
    /// The parameters, each layer over the one before.
    pub(super) fn parameters<'a>(
        &self,
        layers: impl Iterator<Item = &'a serde_json::Map<String, serde_json::Value>>,
    ) -> Value {
        let defaults = self.params.iter().map(|(name, parameter)| (name.clone(), parameter.default.clone()));
        let mut all: BTreeMap<String, serde_json::Value> = defaults.collect();
        for layer in layers {
            all.extend(layer.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        Value::of(&all).unwrap_or(Value::Null)
    }

    /// What has to be allowed before this check may look.
    pub fn permissions(&self, schema: &Schema) -> BTreeSet<String> {
        let marks = |path| schema.marks(path, "x-needs");
        self.fact_paths().iter().flat_map(marks).collect()
    }
}

/// Raw resources under the names that the check gives them. A resource that was not read is not known.
fn with_needs(facts: &Arc<BTreeMap<String, Value>>, check: &Check) -> Arc<BTreeMap<String, Value>> {
    if check.needs.is_empty() {
        return facts.clone();
    }
    let mut all = facts.as_ref().clone();
    for (name, resource) in &check.needs {
        let raw = facts.get("raw").and_then(|raw| raw.get(resource)).cloned();
        let unread = || Value::Unknown(Arc::new(Ignorance::new(Because::NotCollected, resource.clone())));
        all.insert(name.clone(), raw.unwrap_or_else(unread));
    }
    Arc::new(all)
}

fn cluster(outcome: Outcome) -> Verdict {
    Verdict { subject: CLUSTER.to_owned(), outcome, evidence: Vec::new(), origin: None }
}

fn ignorance(why: Ignorance) -> Outcome {
    if why.is_out_of_scope() { Outcome::OutOfScope(why) } else { Outcome::Unknown(why) }
}

/// The id of the failing check that stands in the way of those that require this one.
fn blocks(judged: &Judged) -> Option<String> {
    judged.verdicts.iter().find_map(|verdict| match &verdict.outcome {
        Outcome::Fail { .. } => Some(judged.id.clone()),
        Outcome::Blocked { by } => Some(by.clone()),
        Outcome::Pass
        | Outcome::NotApplicable
        | Outcome::Unknown(_)
        | Outcome::OutOfScope(_)
        | Outcome::Waived { .. }
        | Outcome::Fault(_) => None,
    })
}

/// Why nobody can tell whether this check stands in the way of those that require it.
fn doubts(judged: &Judged) -> Option<Ignorance> {
    let reasons = judged.verdicts.iter().filter_map(|verdict| match &verdict.outcome {
        Outcome::Unknown(why) | Outcome::OutOfScope(why) => Some(why),
        Outcome::Pass
        | Outcome::Fail { .. }
        | Outcome::Blocked { .. }
        | Outcome::NotApplicable
        | Outcome::Waived { .. }
        | Outcome::Fault(_) => None,
    });
    let reasons: Vec<&Ignorance> = reasons.chain(judged.gaps.iter().map(|gap| &gap.why)).collect();
    reasons.iter().find(|why| !why.is_out_of_scope()).or_else(|| reasons.first()).map(|why| (*why).clone())
}

/// If the check might be blocked, what it says by itself is not known: with the answer it might not have been said.
/// Where nothing applies, it might still be blocked, which counts.
fn cast(why: &Ignorance, judged: &mut Judged) {
    if judged.verdicts.iter().all(|it| it.outcome == Outcome::NotApplicable) {
        judged.verdicts = vec![cluster(ignorance(why.clone()))];
        return;
    }
    for verdict in &mut judged.verdicts {
        match &verdict.outcome {
            Outcome::Pass | Outcome::Fail { .. } | Outcome::Waived { .. } => verdict.outcome = ignorance(why.clone()),
            Outcome::Blocked { .. }
            | Outcome::NotApplicable
            | Outcome::Unknown(_)
            | Outcome::OutOfScope(_)
            | Outcome::Fault(_) => {}
        }
    }
}

/// Required checks first. A cycle, which the linter refuses, is cut where it closes.
fn in_order<'a>(checks: &[&'a Check]) -> Vec<&'a Check> {
    let by_id: BTreeMap<&str, &'a Check> = checks.iter().map(|check| (check.id.as_str(), *check)).collect();
    let (mut ordered, mut seen) = (Vec::new(), BTreeSet::new());
    for check in checks {
        visit(check, &by_id, &mut seen, &mut ordered);
    }
    ordered
}

fn visit<'a>(
    check: &'a Check,
    by_id: &BTreeMap<&str, &'a Check>,
    seen: &mut BTreeSet<&'a str>,
    ordered: &mut Vec<&'a Check>,
) {
    if !seen.insert(&check.id) {
        return;
    }
    for required in check.requires.iter().filter_map(|id| by_id.get(id.value.as_str())) {
        visit(required, by_id, seen, ordered);
    }
    ordered.push(check);
}
