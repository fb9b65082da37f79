//! What the linter finds, and where.

use super::*;
use crate::judge::pack::Folder;
use crate::judge::sample::Facts;

const CATEGORY: &str = "title: Availability\nweight: 12\nwhy: w\n";
const GOOD: &str = "title: Exposed workloads are ready
severity: high
since: 0.1.0
each: workloads
where: |
  it.exposed
assert: |
  it.ready_replicas >= params.min &&
    it.containers.all(c, c.image != '')
found: |
  '%d ready'.format([it.ready_replicas])
why: w
fix: f
params: {min: 2}
refs: [https://kubernetes.io/docs]
examples:
  pass: [{it: {exposed: true, ready_replicas: 2}}]
  fail: [{it: {exposed: true, ready_replicas: 1}}]
  not-applicable: [{it: {exposed: false}}]
  unknown: [{it: {exposed: true, ready_replicas: {unknown: forbidden}}}, {it: {exposed: {unknown: forbidden}}}]
  out-of-scope: [{it: {exposed: {unknown: not-in-source}}}]
";

fn load(files: &[(&str, &str)]) -> Result<Pack, Vec<Problem>> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Pack::load(&[Folder { pack: None, path: "checks".into(), files }])
}

fn lint_all(files: &[(&str, &str)]) -> Vec<String> {
    let problems = load(files).map_or_else(|problems| problems, |pack| lint::<Facts>(&pack, &["spread"]));
    problems.iter().map(ToString::to_string).collect()
}

fn lint_one(text: &str) -> Vec<String> {
    lint_all(&[("a/category.yaml", CATEGORY), ("a/b.yaml", text)])
}

#[test]
fn a_good_check_is_clean() {
    assert_eq!(lint_one(GOOD), Vec::<String>::new());
}

#[test]
fn the_template_and_the_readme_are_clean() {
    let readme = include_str!("../../../checks/README.md");
    let example = readme.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(lint_one(example), Vec::<String>::new());
    assert_eq!(lint_one(&crate::judge::template("")), Vec::<String>::new());
    assert_eq!(lint_one(&crate::judge::template("Pods \"are\"\n fine.")), Vec::<String>::new());
}

#[test]
fn every_mistake_is_found_at_its_place() {
    for (from, to, expected) in [
        (
            "c.image",
            "c.imgae",
            "checks/a/b.yaml:9:28: no field 'imgae' in workloads[].containers[]: did you mean 'image'?",
        ),
        (
            "it.ready_replicas >=",
            "it.redy_replicas >=",
            "checks/a/b.yaml:8:6: no field 'redy_replicas' in workloads[]: did you mean 'ready_replicas'?",
        ),
        ("  it.exposed\n", "  itt.exposed\n", "checks/a/b.yaml:6:3: no name 'itt': did you mean 'it'?"),
        (
            "  it.exposed\n",
            "  has(it.exposed)\n",
            "checks/a/b.yaml:6:6: 'it.exposed' may be unknown: read it plainly, or a refusal would count as an answer",
        ),
        (
            "  it.exposed\n",
            "  it.?exposed.orValue(true)\n",
            "checks/a/b.yaml:6:7: 'it.exposed' may be unknown: read it plainly, or a refusal would count as an answer",
        ),
        (
            "  it.exposed\n",
            "  it.exposed && it.owner == ''\n",
            "checks/a/b.yaml:6:20: 'it.owner' may be absent: ask has(it.owner) first, or use .?",
        ),
        (
            "  it.exposed\n",
            "  it.exposed && it.kind.startWith('')\n",
            "checks/a/b.yaml:6:34: no function 'startWith': did you mean 'startsWith'?",
        ),
        (
            "  it.exposed\n",
            "  it.exposed && it.kind.lowerAscii().x\n",
            "checks/a/b.yaml:6:38: a field of something that is no fact",
        ),
        (
            "  it.exposed\n",
            "  it.exposed && it.replicas.x\n",
            "checks/a/b.yaml:6:29: no field 'x' in workloads[].replicas",
        ),
        (
            "  it.exposed\n",
            "  it.exposed && config.pubic == []\n",
            "checks/a/b.yaml:6:24: no field 'pubic' in config: did you mean 'public'?",
        ),
        (
            "  it.exposed\n",
            "  [1].all(a, [1].all(b, [1].all(c, it.exposed)))\n",
            "checks/a/b.yaml:6:3: comprehensions nest 3 deep; a join belongs into a fact",
        ),
        ("params.min", "params.mni", "checks/a/b.yaml:14:15: no expression reads params.min"),
        ("each: workloads", "each: workload", "checks/a/b.yaml:4:7: no fact 'workload': did you mean 'workloads'?"),
        ("each: workloads", "each: velero", "checks/a/b.yaml:4:7: 'velero' is no list"),
        (
            "title: Exposed workloads are ready",
            "title: Workloads should be ready",
            "checks/a/b.yaml:1:8: the title is a promise in the present tense: no 'should'",
        ),
        ("why: w", "why: ''", "checks/a/b.yaml:12:6: 'why' is empty"),
        ("refs: [https://kubernetes.io/docs]", "refs: [kubernetes]", "checks/a/b.yaml:15:8: 'kubernetes' is no link"),
        ("why: w", "why: w\nremedy: spreed", "checks/a/b.yaml:13:9: no fix 'spreed': did you mean 'spread'?"),
        ("why: w", "why: w\nrequires: [a/c]", "checks/a/b.yaml:13:12: no check 'a/c': did you mean 'a/b'?"),
        ("why: w", "why: w\nrequires: [a/b]", "checks/a/b.yaml:13:12: 'a/b' requires 'a/b' in turn"),
        ("  pass: [{it: {exposed: true, ready_replicas: 2}}]\n", "", "checks/a/b.yaml:1:1: no 'pass' example"),
        ("  not-applicable: [{it: {exposed: false}}]\n", "", "checks/a/b.yaml:1:1: no 'not-applicable' example"),
        (
            "pass: [{it: {exposed: true, ready_replicas: 2}}]",
            "pass: [{it: {exposed: true, ready_replicas: 1}}]",
            "checks/a/b.yaml:17:10: this example is fail (1 ready), not pass",
        ),
        (
            "pass: [{it: {exposed: true, ready_replicas: 2}}]",
            "pass: [{it: {exposed: true}}]",
            "checks/a/b.yaml:17:10: this example is unknown (ready_replicas (left out of the example) was not collected), not pass",
        ),
        (
            "pass: [{it: {exposed: true, ready_replicas: 2}}]",
            "pass: [{it: {expsed: true, ready_replicas: 2}}]",
            "checks/a/b.yaml:17:16: no field 'expsed': did you mean 'exposed'?",
        ),
        (
            "pass: [{it: {exposed: true, ready_replicas: 2}}]",
            "pass: [{it: {exposed: 'yes', ready_replicas: 2}}]",
            "checks/a/b.yaml:17:25: 'exposed' is a truth value, not text",
        ),
        (
            "pass: [{it: {exposed: true, ready_replicas: 2}}]",
            "pass: [{it: {}, nods: []}]",
            "checks/a/b.yaml:17:19: no fact 'nods': did you mean 'nodes'?",
        ),
        (
            "pass: [{it: {exposed: true, ready_replicas: 2}}]",
            "pass: [{params: {min: 1}}]",
            "checks/a/b.yaml:17:10: 'it' is missing",
        ),
        (
            "pass: [{it: {exposed: true, ready_replicas: 2}}]",
            "pass: [{it: {kind: {unknown: forbidden}}}]",
            "checks/a/b.yaml:17:22: 'kind' is always known",
        ),
        (
            "exposed: {unknown: forbidden}",
            "exposed: {unknown: forbiden}",
            "checks/a/b.yaml:20:99: 'forbiden' is no reason (forbidden, unreachable, timed-out, unavailable, garbled, not-collected, not-configured, undetermined, not-in-source): did you mean 'forbidden'?",
        ),
        (
            "  '%d ready'.format([it.ready_replicas])",
            "  '%d ready'.format([it.kind])",
            "checks/a/b.yaml:18:10: it does not hold ('found': Error executing function 'format': error during formatting: decimal clause can only be used on ints, uints, and doubles, was given string)",
        ),
    ] {
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "{from}");
        let problems = lint_one(&text);
        assert!(problems.iter().any(|problem| problem == expected), "{expected}\nin {problems:#?}");
    }
}

#[test]
fn cycles_of_requirements_are_found() {
    let needs = |id: &str| GOOD.replace("why: w", &format!("why: w\nrequires: [{id}]"));
    let problems = lint_all(&[("a/category.yaml", CATEGORY), ("a/b.yaml", &needs("a/c")), ("a/c.yaml", &needs("a/b"))]);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("'a/c' requires 'a/b' in turn"), "{problems:?}");
}

#[test]
fn examples_may_set_parameters_configuration_and_time() {
    let text = "title: T\nseverity: low\nsince: 0.1.0\nassert: |\n  version != '' && params.min > 1 && 'a' in config.public && now > timestamp('2026-06-01T00:00:00Z')\nwhy: w\nfix: f\nparams: {min: 1}\nexamples:\n  pass: [{version: '1', params: {min: 2}, config: {public: [a]}, now: '2026-07-01T00:00:00Z'}]\n  fail: [{version: '1'}]\n  unknown: [{params: {min: 2}, config: {public: [a]}, now: '2026-07-01T00:00:00Z'}]\n";
    assert_eq!(lint_one(text), Vec::<String>::new());
    let problems = lint_one(&text.replacen("min: 2", "mni: 2", 1).replacen("2026-07", "26-07", 1));
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(lint_one(&text.replacen("min: 2", "min: a", 1)).len(), 1);
}

#[test]
fn what_may_be_unknown_or_absent_is_asked_for() {
    let text = "title: T\nseverity: low\nsince: 0.1.0\neach: workloads\nassert: |\n  has(it.budget) && it.budget > 1\nwhy: w\nfix: f\nexamples:\n  pass: [{it: {budget: 2}}]\n  fail: [{it: {budget: null}}, {it: {budget: 1}}]\n  unknown: [{it: {}}, {it: {budget: {unknown: forbidden}}}]\n";
    assert_eq!(lint_one(text), Vec::<String>::new());
    assert_eq!(lint_one(&text.replace("has(it.budget) && ", "")).len(), 1);
}

#[test]
fn raw_resources_are_read_from_examples() {
    let text = "title: T\nseverity: low\nsince: 0.1.0\nneeds: {widgets: example.com/v1/widgets}\nassert: |\n  widgets.all(w, w.spec.size > 1)\nwhy: w\nfix: f\nexamples:\n  pass: [{widgets: [{spec: {size: 2}}]}]\n  fail: [{widgets: [{spec: {size: 1}}]}]\n  unknown: [{}]\n";
    assert_eq!(lint_one(text), Vec::<String>::new());
}

#[test]
fn profiles_name_checks_that_exist() {
    let profile = "off: [a/x]\nseverities: {a/b: low}\nparams: {a/b: {mni: 2}}\n";
    let files = [("a/category.yaml", CATEGORY), ("a/b.yaml", GOOD), ("staging.profile.yaml", profile)];
    let problems = lint_all(&files);
    assert_eq!(
        problems,
        [
            "checks/staging.profile.yaml:1:1: a/b has no parameter 'mni': did you mean 'min'?",
            "checks/staging.profile.yaml:1:7: no check 'a/x': did you mean 'a/b'?",
        ]
    );
}

#[test]
fn a_folder_that_is_no_category_is_refused() {
    assert_eq!(lint_all(&[("a/b.yaml", GOOD)]), ["checks/a/b.yaml:1:1: no category 'a' (a category.yaml makes one)"]);
    assert_eq!(lint_all(&[("b.yaml", GOOD)]), ["checks/b.yaml:1:1: a check lies in the folder of its category"]);
}
