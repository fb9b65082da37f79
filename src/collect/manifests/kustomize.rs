//! Kustomizations: they are not built, but what they patch with is not mistaken for objects.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

/// True for the names under which kustomize looks for its file.
pub(super) fn is_kustomization(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization")
}

/// Files (and folders) that kustomizations read and do not apply.
#[derive(Debug, Default)]
pub(super) struct Inputs(BTreeSet<PathBuf>);

impl Inputs {
    /// Adds what the kustomization at `file` names.
    pub(super) fn add(&mut self, file: &Path, kustomization: &Value) {
        let folder = normal(file.parent().unwrap_or(Path::new("")));
        for name in named(kustomization) {
            let path = normal(&folder.join(name));
            // A folder above the kustomization would take the kustomization itself along.
            if !folder.starts_with(&path) {
                self.0.insert(path);
            }
        }
    }

    /// True if the file is one of them, or lies in one of them.
    pub(super) fn contains(&self, file: &Path) -> bool {
        !self.0.is_empty() && normal(file).ancestors().any(|path| self.0.contains(path))
    }
}

/// The paths in the fields that name something other than resources. Inline patches have line ends and braces, and
/// name no file: they do no harm in the set.
fn named(kustomization: &Value) -> Vec<&str> {
    let entries = |field: &str| kustomization.get(field).and_then(Value::as_array).into_iter().flatten();
    let lists = ["patchesStrategicMerge", "configurations", "transformers", "generators", "validators"];
    let paths = ["patches", "patchesJson6902", "replacements"];
    let generators = ["configMapGenerator", "secretGenerator"];

    let mut names: Vec<&str> = lists.iter().flat_map(|field| entries(field)).filter_map(Value::as_str).collect();
    names.extend(paths.iter().flat_map(|field| entries(field)).filter_map(|entry| entry.get("path")?.as_str()));
    for generator in generators.iter().flat_map(|field| entries(field)) {
        let files = ["files", "envs"].iter().filter_map(|field| generator.get(field)?.as_array()).flatten();
        // `files: [key=path]` names the key, too.
        names.extend(files.filter_map(Value::as_str).map(|name| name.split_once('=').map_or(name, |(_, path)| path)));
    }
    names.retain(|name| !name.is_empty() && !name.contains('\n'));
    names
}

/// The path without `.` and without `..` where that can be told from the text.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::ParentDir | Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                normal.push(part)
            }
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;

    #[test]
    fn paths_are_compared_without_dots() {
        for (path, wanted) in [("./a/b", "a/b"), ("a/../b", "b"), ("../a", "../a"), ("/a/./b/..", "/a"), (".", "")] {
            assert_eq!(normal(Path::new(path)), Path::new(wanted), "{path}");
        }
    }

    #[test]
    fn patches_are_told_from_resources() {
        let text = "
resources: [deploy.yaml, ../base]
components: [comp]
patches:
- path: patches/a.yaml
- patch: '{}'
patchesStrategicMerge:
- ./b.yaml
- |-
  apiVersion: v1
patchesJson6902: [{path: ../shared/c.yaml}]
configurations: [names.yaml]
transformers: [transform/]
replacements: [{path: r.yaml}]
configMapGenerator: [{name: x, files: [conf.yaml, key=other.yaml]}]
";
        let mut inputs = Inputs::default();
        inputs.add(Path::new("./k8s/prod/kustomization.yaml"), &yaml::value(text).unwrap());
        let out = [
            "k8s/prod/patches/a.yaml",
            "k8s/prod/b.yaml",
            "k8s/shared/c.yaml",
            "k8s/prod/names.yaml",
            "k8s/prod/transform/deep/t.yaml",
            "k8s/prod/r.yaml",
            "k8s/prod/conf.yaml",
            "./k8s/prod/other.yaml",
        ];
        for path in out {
            assert!(inputs.contains(Path::new(path)), "{path}");
        }
        for path in ["k8s/prod/deploy.yaml", "k8s/base/b.yaml", "k8s/prod/comp/x.yaml", "b.yaml"] {
            assert!(!inputs.contains(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn a_kustomization_cannot_leave_out_its_own_folder() {
        let mut inputs = Inputs::default();
        for text in ["transformers: [.]", "transformers: [..]", "transformers: [/]", "patches: x", "[]"] {
            inputs.add(Path::new("k8s/prod/kustomization.yaml"), &yaml::value(text).unwrap());
        }
        assert!(!inputs.contains(Path::new("k8s/prod/a.yaml")));
    }
}
