//! The expressions of a check: every name, path and function exists, and nothing unknown is guessed around.

use std::collections::{BTreeMap, BTreeSet};

use super::super::definition::Check;
use super::super::expr::{Access, FUNCTIONS, Path, Use};
use super::super::problem::{Problem, did_you_mean};
use super::super::schema::{Kind, Next, Place};
use super::Rules;

/// Comprehensions nest no deeper: there is no budget that would stop them, and a join belongs into a fact.
const DEEPEST: usize = 2;

/// What a name stands for.
enum Name<'s> {
    Fact(Place<'s>),
    /// A map whose keys are known, without a schema: parameters.
    Params,
    /// Not described by a schema.
    Free,
    Undeclared(Vec<&'s str>),
}

impl Rules<'_> {
    pub(super) fn expressions(&self, check: &Check) -> Vec<Problem> {
        let mut problems = self.each(check);
        let tested = tested(check);
        let mut params = BTreeSet::new();
        for expression in check.expressions() {
            let reads = expression.program.reads();
            let mut problem = |(line, column): (usize, usize), message: String| {
                problems.push(Problem::new(&check.file, expression.place(line, column), message));
            };
            for call in reads.calls.iter().filter(|call| !FUNCTIONS.contains(&call.name.as_str())) {
                let near = did_you_mean(&call.name, FUNCTIONS.iter().copied());
                problem((call.line, call.column), format!("no function '{}'{near}", call.name));
            }
            for at in reads.untyped {
                problem(at, "a field of something that is no fact".to_owned());
            }
            if reads.depth > DEEPEST {
                problem((1, 1), format!("comprehensions nest {} deep; a join belongs into a fact", reads.depth));
            }
            for path in &reads.paths {
                if let ("params", Some(Access::Field(name))) = (path.name(), path.steps.get(1).map(|step| &step.to)) {
                    params.insert(name.clone());
                }
                if let Some((at, message)) = self.path(check, path, &tested) {
                    problem(at, message);
                }
            }
        }
        for (name, parameter) in check.params.iter().filter(|(name, _)| !params.contains(*name)) {
            problems.push(Problem::new(&check.file, parameter.at, format!("no expression reads params.{name}")));
        }
        problems
    }

    fn each(&self, check: &Check) -> Vec<Problem> {
        let Some(each) = &check.each else { return Vec::new() };
        let mut place = self.facts.root();
        for name in each.value.split('.') {
            place = match place.step(&Access::Field(name.to_owned())) {
                Next::Found(next) => next,
                Next::Free => return Vec::new(),
                Next::Missing(names) => {
                    let near = did_you_mean(name, names);
                    return vec![Problem::new(&check.file, each.at, format!("no fact '{name}'{near}"))];
                }
            };
        }
        if place.kind() == Kind::List {
            return Vec::new();
        }
        vec![Problem::new(&check.file, each.at, format!("'{}' is no list", each.value))]
    }

    fn name<'s>(&'s self, check: &'s Check, path: &Path) -> Name<'s> {
        let name = path.name();
        let step = |place: Place<'s>, name: &str| match place.step(&Access::Field(name.to_owned())) {
            Next::Found(next) => Some(next),
            Next::Free | Next::Missing(_) => None,
        };
        if name == "it"
            && let Some(each) = &check.each
        {
            let list = each.value.split('.').try_fold(self.facts.root(), step);
            return match list.map(|list| list.step(&Access::Each)) {
                Some(Next::Found(item)) => Name::Fact(item),
                // A wrong `each` was reported as such.
                Some(Next::Free | Next::Missing(_)) | None => Name::Free,
            };
        }
        match name {
            "params" => return Name::Params,
            "config" => return Name::Fact(self.config.root()),
            "now" => return Name::Free,
            raw if check.needs.contains_key(raw) => return Name::Free,
            _ => {}
        }
        let mut declared = self.facts.root().fields();
        match step(self.facts.root(), name) {
            Some(place) => Name::Fact(place),
            None => {
                declared.extend(["params", "config", "now"].iter().chain(check.each.as_ref().map(|_| &"it")));
                declared.extend(check.needs.keys().map(String::as_str));
                Name::Undeclared(declared)
            }
        }
    }

    /// The first thing wrong with a path, and its place in the expression.
    fn path(&self, check: &Check, path: &Path, tested: &BTreeSet<String>) -> Option<((usize, usize), String)> {
        let first = path.steps.first()?;
        let mut place = match self.name(check, path) {
            Name::Fact(place) => place,
            Name::Params => return parameter(check, path),
            Name::Free => return None,
            Name::Undeclared(names) => {
                let near = did_you_mean(path.name(), names);
                return Some(((first.line, first.column), format!("no name '{}'{near}", path.name())));
            }
        };
        for (at, step) in path.steps.iter().enumerate().skip(1) {
            let here = (step.line, step.column);
            let before = || Path { steps: path.steps.get(..at).unwrap_or_default().to_vec() };
            place = match place.step(&step.to) {
                Next::Found(next) => next,
                Next::Free => return None,
                Next::Missing(names) => return Some((here, missing(check, &before(), &step.to, names))),
            };
            // What may be both unknown and absent has to be asked for; the engine keeps the two apart.
            if step.how != Use::Plain && (place.is_known() || place.is_listing()) && !place.is_optional() {
                let name = Path { steps: path.steps.get(..=at).unwrap_or_default().to_vec() };
                let message =
                    format!("'{name}' may be unknown: read it plainly, or a refusal would count as an answer");
                return Some((here, message));
            }
            let so_far = Path { steps: path.steps.get(..=at).unwrap_or_default().to_vec() }.to_string();
            let is_chained = path.steps.iter().take(at + 1).any(|step| step.how != Use::Plain);
            if place.is_optional() && !is_chained && !tested.contains(&so_far) {
                return Some((here, format!("'{so_far}' may be absent: ask has({so_far}) first, or use .?")));
            }
        }
        None
    }
}

/// The paths whose presence the check asks about, anywhere.
fn tested(check: &Check) -> BTreeSet<String> {
    let mut tested = BTreeSet::new();
    for path in check.expressions().flat_map(|expression| expression.program.paths()) {
        for (at, _) in path.steps.iter().enumerate().filter(|(_, step)| step.how == Use::Test) {
            tested.insert(Path { steps: path.steps.get(..=at).unwrap_or_default().to_vec() }.to_string());
        }
    }
    tested
}

fn missing(check: &Check, before: &Path, to: &Access, names: Vec<&str>) -> String {
    let owner = check.absolute(before).map_or_else(|| before.to_string(), |path| path.to_string());
    match to {
        Access::Field(name) => format!("no field '{name}' in {owner}{}", did_you_mean(name, names)),
        Access::Each | Access::Index => format!("{owner} is neither a list nor a map"),
    }
}

fn parameter(check: &Check, path: &Path) -> Option<((usize, usize), String)> {
    let step = path.steps.get(1)?;
    let Access::Field(name) = &step.to else { return None };
    let names: BTreeMap<&str, ()> = check.params.keys().map(|name| (name.as_str(), ())).collect();
    if names.contains_key(name.as_str()) {
        return None;
    }
    Some(((step.line, step.column), format!("no parameter '{name}'{}", did_you_mean(name, names.into_keys()))))
}
