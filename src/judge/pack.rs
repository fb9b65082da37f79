//! Everything that "ready" means to one run: categories, checks and profiles, read from folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::definition::{Check, severity_of};
use super::expr::Engine;
use super::fields::{Fields, Placed};
use super::problem::{Position, Problem, did_you_mean};
use super::yaml::{Data, Node};
use crate::model::settings::Settings;
use crate::model::severity::Severity;

/// The profile that holds if none is chosen.
pub const DEFAULT_PROFILE: &str = "production";

/// The files of a folder of checks: the built-in one, or one of `--checks`.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// The name that prefixes the ids of an own pack; `None` for the built-in checks.
    pub pack: Option<String>,
    /// How messages spell the folder: `checks`, or the path as given.
    pub path: String,
    /// Paths below the folder, with `/`, and contents. What is no YAML is passed over.
    pub files: Vec<(String, String)>,
}

/// A category.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// Its title.
    pub title: String,
    /// Its weight among the categories; 0 for an own pack, until carbon.yaml says otherwise.
    pub weight: u64,
    /// Why it matters.
    pub why: String,
}

/// A profile: what differs between a production and a staging platform.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The file, for messages.
    pub(super) file: String,
    /// Parameters by check id.
    pub params: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
    /// Severities by check id.
    pub severities: BTreeMap<String, Severity>,
    /// Checks that are off.
    pub off: BTreeSet<String>,
    /// The ids that it names, with their places.
    names: Vec<Placed<String>>,
}

/// Categories, checks and profiles, with the engine that their expressions run on.
pub struct Pack {
    pub(super) engine: Engine,
    /// By id.
    pub categories: BTreeMap<String, Category>,
    /// Sorted by id.
    pub checks: Vec<Check>,
    /// By name.
    pub profiles: BTreeMap<String, Profile>,
    /// `sha256:...` over the content, not over comments and layout.
    pub hash: String,
}

impl Pack {
    /// Reads all folders. Every problem is reported, not only the first.
    pub fn load(folders: &[Folder]) -> Result<Self, Vec<Problem>> {
        let start = Position { line: 1, column: 1 };
        let engine = Engine::new().map_err(|error| vec![Problem::new("checks", start, error.to_string())])?;
        let mut reading = Reading {
            engine,
            categories: BTreeMap::new(),
            checks: BTreeMap::new(),
            profiles: BTreeMap::new(),
            content: BTreeMap::new(),
            own: folders.iter().filter_map(|folder| folder.pack.clone()).collect(),
            problems: Vec::new(),
        };
        for folder in folders {
            for (path, text) in &folder.files {
                reading.file(folder, path, text);
            }
        }
        reading.finish()
    }

    /// The check of an id.
    pub fn check(&self, id: &str) -> Option<&Check> {
        self.checks.binary_search_by(|check| check.id.as_str().cmp(id)).ok().and_then(|at| self.checks.get(at))
    }

    /// The profile that the settings choose.
    pub fn profile(&self, settings: &Settings) -> Option<&Profile> {
        let name = if settings.profile.is_empty() { DEFAULT_PROFILE } else { &settings.profile };
        self.profiles.get(name)
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The ids of all checks.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.checks.iter().map(|check| check.id.as_str())
    }
}

struct Reading {
    engine: Engine,
    categories: BTreeMap<String, Category>,
    checks: BTreeMap<String, Check>,
    profiles: BTreeMap<String, Profile>,
    content: BTreeMap<String, serde_json::Value>,
    /// The names of own packs.
    own: BTreeSet<String>,
    problems: Vec<Problem>,
}

impl Reading {
    fn file(&mut self, folder: &Folder, path: &str, text: &str) {
        let Some(stem) = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml")) else { return };
        let file = format!("{}/{path}", folder.path.trim_end_matches('/'));
        let name = match &folder.pack {
            Some(pack) => format!("{pack}/{stem}"),
            None => stem.to_owned(),
        };
        match Node::parse(&file, text) {
            Ok(node) => self.content.insert(name.clone(), node.to_json()),
            Err(problem) => return self.problems.push(problem),
        };
        if let Some(profile) = name.strip_suffix(".profile") {
            self.profile(&file, profile, text);
        } else if let Some(category) = name.strip_suffix("/category") {
            self.category(&file, category, folder.pack.is_some(), text);
        } else if name.contains('/') {
            self.check(&file, &name, text);
        } else {
            self.problem(&file, "a check lies in the folder of its category");
        }
    }

    fn problem(&mut self, file: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(file, Position { line: 1, column: 1 }, message));
    }

    fn check(&mut self, file: &str, id: &str, text: &str) {
        if let Some(other) = self.checks.get(id) {
            let message = format!("'{id}' is already defined in {}", other.file);
            return self.problem(file, message);
        }
        match Check::parse(&self.engine, id, file, text) {
            Ok(check) => {
                self.checks.insert(id.to_owned(), check);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn category(&mut self, file: &str, id: &str, is_own: bool, text: &str) {
        if id.contains('/') {
            return self.problem(file, format!("'{id}' is no category: an own pack is one, and has none inside"));
        }
        if self.categories.contains_key(id) {
            return self.problem(file, format!("category '{id}' is already defined"));
        }
        match category(file, text, is_own) {
            Ok(category) => {
                self.categories.insert(id.to_owned(), category);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn profile(&mut self, file: &str, name: &str, text: &str) {
        if name.contains('/') {
            return self.problem(file, "a profile lies at the top of the built-in checks");
        }
        match profile(file, text) {
            Ok(profile) => {
                self.profiles.insert(name.to_owned(), profile);
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn finish(mut self) -> Result<Pack, Vec<Problem>> {
        for check in self.checks.values() {
            if self.categories.contains_key(&check.category) {
                continue;
            }
            if self.own.contains(&check.category) {
                let own = Category { title: check.category.clone(), weight: 0, why: String::new() };
                self.categories.insert(check.category.clone(), own);
            } else {
                let near = did_you_mean(&check.category, self.categories.keys().map(String::as_str));
                let message = format!("no category '{}' (a category.yaml makes one){near}", check.category);
                self.problems.push(Problem::new(&check.file, Position { line: 1, column: 1 }, message));
            }
        }
        self.problems.sort();
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        Ok(Pack {
            engine: self.engine,
            categories: self.categories,
            hash: hash(&self.content),
            checks: self.checks.into_values().collect(),
            profiles: self.profiles,
        })
    }
}

fn category(file: &str, text: &str, is_own: bool) -> Result<Category, Vec<Problem>> {
    let node = Node::parse(file, text).map_err(|problem| vec![problem])?;
    let mut fields = Fields::of(file, node);
    let (title, why) = (fields.required_text("title"), fields.required_text("why"));
    if !is_own {
        fields.require("weight");
    }
    let mut weight = 0;
    if let Some(entry) = fields.take("weight") {
        match entry.value.data {
            Data::Int(number) if (0..=1000).contains(&number) => weight = number.unsigned_abs(),
            _ => fields.problem(entry.value.at, "a weight is an integer from 0 to 1000"),
        }
    }
    // Whoever writes a pack does not decide what it counts for.
    let weight = if is_own { 0 } else { weight };
    match (title, why, fields.finish()) {
        (Some(title), Some(why), problems) if problems.is_empty() => {
            Ok(Category { title: title.value, weight, why: why.value })
        }
        (_, _, problems) => Err(problems),
    }
}

fn profile(file: &str, text: &str) -> Result<Profile, Vec<Problem>> {
    let node = Node::parse(file, text).map_err(|problem| vec![problem])?;
    let mut fields = Fields::of(file, node);
    let mut profile = Profile { file: file.to_owned(), ..Profile::default() };
    fields.text("title");
    for entry in fields.map("params") {
        match entry.value.to_json() {
            serde_json::Value::Object(params) => drop(profile.params.insert(entry.key.clone(), params)),
            _ => fields.problem(entry.value.at, "parameters are a map"),
        }
        profile.names.push(Placed { at: entry.at, value: entry.key });
    }
    for entry in fields.map("severities") {
        if let Some(word) = fields.as_text(entry.value) {
            match severity_of(&word) {
                Ok(severity) => drop(profile.severities.insert(entry.key.clone(), severity)),
                Err(message) => fields.problem(word.at, message),
            }
        }
        profile.names.push(Placed { at: entry.at, value: entry.key });
    }
    for id in fields.texts("off") {
        profile.off.insert(id.value.clone());
        profile.names.push(id);
    }
    let problems = fields.finish();
    if problems.is_empty() { Ok(profile) } else { Err(problems) }
}

impl Profile {
    /// What it says of checks that do not exist.
    pub(super) fn problems(&self, pack: &Pack) -> Vec<Problem> {
        let unknown = self.names.iter().filter(|name| pack.check(&name.value).is_none());
        let problem = |name: &Placed<String>| {
            let near = did_you_mean(&name.value, pack.ids());
            Problem::new(&self.file, name.at, format!("no check '{}'{near}", name.value))
        };
        let start = Position { line: 1, column: 1 };
        let params = self.params.iter().flat_map(|(id, params)| {
            let check = pack.check(id);
            check.into_iter().flat_map(move |check| check.refused(params))
        });
        unknown.map(problem).chain(params.map(|message| Problem::new(&self.file, start, message))).collect()
    }
}

impl Check {
    /// What is wrong with values for its parameters.
    pub(super) fn refused(&self, params: &serde_json::Map<String, serde_json::Value>) -> Vec<String> {
        let mut wrong = Vec::new();
        for (name, value) in params {
            match self.params.get(name) {
                None => {
                    let near = did_you_mean(name, self.params.keys().map(String::as_str));
                    wrong.push(format!("{} has no parameter '{name}'{near}", self.id));
                }
                Some(parameter) if kind(&parameter.default) != kind(value) => {
                    let (wanted, given) = (kind(&parameter.default), kind(value));
                    wrong.push(format!("parameter '{name}' of {} is {wanted}, not {given}", self.id));
                }
                Some(_) => {}
            }
        }
        wrong
    }
}

fn kind(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "nothing",
        serde_json::Value::Bool(_) => "a truth value",
        serde_json::Value::Number(number) if number.is_f64() => "a number with a point",
        serde_json::Value::Number(_) => "an integer",
        serde_json::Value::String(_) => "text",
        serde_json::Value::Array(_) => "a list",
        serde_json::Value::Object(_) => "a map",
    }
}

fn hash(content: &BTreeMap<String, serde_json::Value>) -> String {
    let mut hasher = Sha256::new();
    for (name, value) in content {
        let text = value.to_string();
        hasher.update(format!("{}:{name}{}:{text}", name.len(), text.len()));
    }
    let mut hex = String::from("sha256:");
    for byte in hasher.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
