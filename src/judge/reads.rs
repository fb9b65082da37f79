//! Which fields of which facts a check reads: what has to be collected, and what has to be allowed, for it.

use std::collections::BTreeSet;

use super::definition::Check;
use super::expr::{Access, Path, Step, Use};
use super::schema::{Next, Place, Schema};

impl Check {
    /// The paths of facts that the check reads, from the names of facts on: `it.replicas` of a check on each workload is
    /// `workloads[].replicas`. Neither parameters nor the configuration are facts.
    pub fn fact_paths(&self) -> Vec<Path> {
        let mut paths: Vec<Path> = self.each.iter().map(|each| self.each_path(&each.value)).collect();
        for expression in self.expressions() {
            paths.extend(expression.program.paths().into_iter().filter_map(|path| self.absolute(&path)));
        }
        paths.sort();
        paths.dedup();
        paths
    }

    fn each_path(&self, each: &str) -> Path {
        let field = |name: &str| step(Access::Field(name.to_owned()));
        Path { steps: each.split('.').map(field).collect() }
    }

    /// The path from the facts on; none if it does not lead to a fact.
    pub(super) fn absolute(&self, path: &Path) -> Option<Path> {
        match (path.name(), &self.each) {
            ("params" | "config" | "now", _) => None,
            ("it", Some(each)) => {
                let mut whole = self.each_path(&each.value);
                whole.steps.push(step(Access::Each));
                whole.steps.extend(path.steps.iter().skip(1).cloned());
                Some(whole)
            }
            (name, _) if self.needs.contains_key(name) => None,
            _ => Some(path.clone()),
        }
    }

    /// The resources that the check's facts are read from (`x-reads` on the way of its paths, and its raw needs).
    pub fn resources(&self, schema: &Schema) -> BTreeSet<String> {
        let facts = self.fact_paths();
        let marked = facts.iter().flat_map(|path| schema.marks(path, "x-reads"));
        marked.chain(self.needs.values().cloned()).collect()
    }
}

fn step(to: Access) -> Step {
    Step { to, how: Use::Plain, line: 0, column: 0 }
}

impl Schema {
    /// The texts under a mark, on every field that the path passes.
    pub(super) fn marks(&self, path: &Path, mark: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut place: Option<Place<'_>> = Some(self.root());
        for step in &path.steps {
            place = match place.map(|place| place.step(&step.to)) {
                Some(Next::Found(next)) => Some(next),
                Some(Next::Free | Next::Missing(_)) | None => None,
            };
            match place.and_then(|place| place.mark(mark)) {
                Some(serde_json::Value::String(text)) => found.push(text.clone()),
                Some(serde_json::Value::Array(texts)) => {
                    found.extend(texts.iter().filter_map(|text| text.as_str().map(str::to_owned)));
                }
                _ => {}
            }
        }
        found
    }
}
