//! Everything about CEL that checks rely on, as a table: the gate for another version of `cel`.

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::judge::sample::{self, Facts, forbidden, gap, not_in_source, workload};
use crate::model::{Known, Listing};

fn scope() -> Scope {
    let refused = sample::Workload {
        ready_replicas: Known::No(forbidden("pods")),
        exposed: Known::No(not_in_source("ingresses")),
        ..workload("refused")
    };
    let facts = Facts {
        workloads: Listing::complete(vec![workload("web"), refused]),
        nodes: Listing::with_gaps(vec![], vec![gap(forbidden("nodes"), None)]),
        secrets: Listing::elsewhere(not_in_source("secrets")),
        ..Facts::default()
    };
    let Value::Map(facts) = Value::of(&facts).unwrap() else { panic!("facts are a struct") };
    Scope {
        it: Some(Value::of(&workload("web")).unwrap()),
        facts,
        params: Value::of(&json!({"min": 2, "ratio": 0.5, "names": ["x"]})).unwrap(),
        config: Value::of(&json!({"public": ["a/*"]})).unwrap(),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
    }
}

fn evaluate(source: &str) -> Evaluation {
    let engine = Engine::new().unwrap();
    let program = engine.compile(source).unwrap_or_else(|error| panic!("{source}: {error}"));
    engine.evaluate(&program, &scope())
}

fn assert_true(sources: &[&str]) {
    for source in sources {
        assert_eq!(evaluate(source).answer, Answer::Yes(Value::Bool(true)), "{source}");
    }
}

fn assert_unknown(sources: &[&str]) {
    for source in sources {
        let answer = evaluate(source).answer;
        assert!(matches!(&answer, Answer::Unknown(why) if why.resource == "pods"), "{source}: {answer:?}");
    }
}

#[test]
fn integers_of_facts_are_ints() {
    assert_true(&[
        "it.replicas - 1 == 2",
        "it.replicas - 4 < 0",
        "it.replicas >= params.min",
        "type(it.replicas) == int",
        "it.replicas * 2 % 4 == 2",
        "double(it.replicas) / 2.0 == 1.5",
        "it.replicas == 3.0",
        "params.ratio < it.replicas",
    ]);
}

#[test]
fn absent_values_are_absent_keys() {
    assert_true(&[
        "!has(it.owner)",
        "has(it.created)",
        "has(it.probe.path)",
        "!has(it.containers[1].limit)",
        "it.?owner.orValue('none') == 'none'",
        "it.?probe.?path.orValue('') == '/'",
        "it.?probe.path.orValue('') == '/'",
        "!it.?owner.hasValue()",
        "it.labels[?'none'].orValue('d') == 'd'",
        "it.labels[?'app'].orValue('d') == 'shop'",
        "it.names[?5].orValue('d') == 'd'",
        "it.containers.exists(c, !has(c.limit))",
        "it.containers.map(c, c.?limit.orValue(0)).sum() == 5",
    ]);
    assert!(matches!(evaluate("it.owner == 'x'").answer, Answer::Fault(why) if why.contains("owner")));
    assert!(matches!(evaluate("it.names[5] == 'x'").answer, Answer::Fault(_)));
}

#[test]
fn lists_and_maps_of_facts_are_lists_and_maps() {
    assert_true(&[
        "it.names == ['x', 'y']",
        "['x', 'y'] == it.names",
        "it.names != ['y', 'x']",
        "it.names == it.names",
        "[it.names] == [['x', 'y']]",
        "[1, it.replicas] == [1, 3]",
        "params.names == ['x']",
        "it.labels == {'app': 'shop', 'app.kubernetes.io/name': 'x'}",
        "{'app': 'shop', 'app.kubernetes.io/name': 'x'} == it.labels",
        "it.labels != {'app': 'shop'}",
        "{'app': 'shop'} != it.labels",
        "{1: 'shop'} != it.labels",
        "it.labels.app == 'shop'",
        "it.labels['app.kubernetes.io/name'] == 'x'",
        "'app' in it.labels && !('none' in it.labels)",
        "'x' in it.names && !('z' in it.names)",
        "it.names in [['x', 'y']]",
        "it.kind in ['Deployment', 'StatefulSet']",
        "it.names.size() == 2 && size(it.names) == 2 && it.labels.size() == 2",
        "it.names[0] == 'x'",
        "it.names + ['z'] == ['x', 'y', 'z']",
        "['z'] + it.names == ['z', 'x', 'y']",
        "(it.names + it.names).size() == 4",
        "it.labels.exists(k, k == 'app')",
        "it.labels.all(k, it.labels[k] != '')",
        "it.containers.all(c, c.image != '')",
        "it.containers.exists_one(c, c.image == 'a:1')",
        "it.containers.filter(c, c.image.startsWith('a')).size() == 1",
        "it.containers.map(c, c.image) == ['a:1', 'b:2']",
        "it.containers.map(c, has(c.limit), c.limit) == [5]",
        "it.containers.filter(c, has(c.limit))[0].image == 'a:1'",
        "workloads.all(w, w.containers.all(c, c.image.contains(':')))",
        "it.names.join(',') == 'x,y'",
        "it.names.reverse() == ['y', 'x'] && it.names.isSorted() && !['b', 'a'].isSorted()",
        "it.names.distinct() == it.names && ['b', 'a'].sort() == ['a', 'b']",
        "it.containers.sortBy(c, c.image)[0].image == 'a:1'",
        "[it.names, it.names].flatten().size() == 4",
        "type(it.names) == list && type(it.labels) == map",
        "[].all(x, false) && ![].exists(x, true)",
    ]);
}

#[test]
fn what_is_unknown_is_never_an_answer() {
    let unknown = "workloads[1].ready_replicas";
    let ours: Vec<String> = [
        "UNKNOWN == 2",
        "UNKNOWN != 2",
        "2 == UNKNOWN",
        "UNKNOWN >= 2",
        "!(UNKNOWN == 2)",
        "UNKNOWN in [1, 2]",
        "UNKNOWN == 2 ? true : true",
        "UNKNOWN == 2 && true",
        "UNKNOWN == 2 || false",
        "has(workloads[1].ready_replicas)",
        "workloads[1].?ready_replicas.orValue(1) == 1",
        "optional.of(workloads[1]).ready_replicas.orValue(1) == 1",
        "workloads[?1].ready_replicas.orValue(1) == 1",
        "optional.of(UNKNOWN).hasValue()",
        "workloads[1][?'ready_replicas'].hasValue()",
        "[workloads[1]].map(w, w.?ready_replicas.orValue(1))[0] == 1",
        "[workloads[1]].exists(w, has(w.ready_replicas))",
        "[optional.of(workloads[1])].exists(w, has(w.ready_replicas))",
        "workloads.all(w, w.ready_replicas > 1)",
        "workloads.exists(w, w.ready_replicas > 2)",
        "workloads.filter(w, w.ready_replicas > 1).size() == 1",
        "workloads.map(w, w.ready_replicas).size() == 2",
        "workloads.exists_one(w, w.ready_replicas == 2)",
        "'%d'.format([UNKNOWN]) == ''",
        "'%s'.format([workloads[1]]) == ''",
        "string(UNKNOWN) == ''",
        "[workloads[1]] == [workloads[1]]",
        "workloads[1] == workloads[1]",
        "{'a': UNKNOWN} == {'a': 2}",
        "'ready_replicas' in workloads[1]",
        "[workloads[1], workloads[1]].distinct().size() == 2",
        "optional.of(workloads[1]) != optional.of(workloads[1])",
        "it.containers[1].digest == 'x'",
        "it.containers.all(c, c.digest == 'sha256:a')",
        "it.probe.port == 80",
        "it.?probe.?port.orValue(80) == 80",
        "it.?probe.port.orValue(80) == 80",
    ]
    .iter()
    .map(|source| source.replace("UNKNOWN", unknown))
    .collect();
    assert_unknown(&ours.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn logic_absorbs_what_is_unknown() {
    assert_true(&[
        "true || workloads[1].ready_replicas > 1",
        "workloads[1].ready_replicas > 1 || true",
        "!(false && workloads[1].ready_replicas > 1)",
        "!(workloads[1].ready_replicas > 1 && false)",
        "workloads.exists(w, w.ready_replicas == 2)",
        "!workloads.all(w, w.ready_replicas > 2)",
        "workloads.reverse().exists(w, w.ready_replicas == 2)",
        "!workloads.reverse().all(w, w.ready_replicas > 2)",
        "true ? true : workloads[1].ready_replicas > 1",
    ]);
}

#[test]
fn a_list_with_gaps_has_no_value() {
    for source in
        ["nodes.size() == 0", "size(nodes) == 0", "nodes.all(n, n.ready)", "nodes == []", "!nodes.exists(n, true)"]
    {
        assert!(matches!(evaluate(source).answer, Answer::Unknown(why) if why.resource == "nodes"), "{source}");
    }
    for source in ["secrets.size() == 0", "secrets.all(n, n.ready)", "!secrets.exists(s, s.ready)"] {
        assert!(matches!(evaluate(source).answer, Answer::OutOfScope(why) if why.resource == "secrets"), "{source}");
    }
    assert_true(&["true || nodes.size() == 0"]);
}

#[test]
fn out_of_scope_is_only_what_no_permission_would_tell() {
    assert!(matches!(evaluate("workloads[1].exposed").answer, Answer::OutOfScope(_)));
    let both = "workloads[1].exposed && workloads[1].ready_replicas > 1";
    assert!(matches!(evaluate(both).answer, Answer::Unknown(why) if why.resource == "pods"));
}

#[test]
fn a_wrong_expression_is_a_fault() {
    for source in
        ["itt.replicas > 1", "it.replicas > 'a'", "it.nothing()", "1 / 0 == 1", "'a' + 1 == ''", "duration('x') == now"]
    {
        assert!(matches!(evaluate(source).answer, Answer::Fault(_)), "{source}");
    }
}

#[test]
fn times_are_timestamps_and_spans_are_durations() {
    assert_true(&[
        "now == timestamp('2026-01-01T00:00:00Z')",
        "now - it.created == duration('24h')",
        "now - it.created > duration('23h59m')",
        "it.created + duration('1h') < now",
        "it.grace == duration('30s')",
        "it.grace + duration('1m') == duration('90s')",
        "it.grace.getSeconds() == 30",
        "(now - it.created).getHours() == 24",
        "it.created.getFullYear() == 2025",
        "string(now) == '2026-01-01T00:00:00Z'",
    ]);
}

#[test]
fn texts_have_their_functions() {
    assert_true(&[
        "'%d of %d replicas ready'.format([it.ready_replicas, it.replicas]) == '2 of 3 replicas ready'",
        "'%s'.format([it.names]) == '[x, y]'",
        "'%s'.format([it.labels]) == '{app: shop, app.kubernetes.io/name: x}'",
        "'a,b'.split(',') == ['a', 'b']",
        "'Ab'.lowerAscii() == 'ab'",
        "'abc'.substring(1) == 'bc'",
        "' a '.trim() == 'a'",
        "'a-b'.replace('-', '+') == 'a+b'",
        "'registry/x@sha256:0'.matches('@sha256:[0-9a-f]+$')",
        "'abc'.size() == 3 && 'äöü'.size() == 3",
        "int('3') == 3 && string(3) == '3'",
    ]);
}

#[test]
fn kubernetes_functions_mean_what_they_mean_there() {
    assert_true(&[
        "quantity('1Gi') == quantity('1024Mi')",
        "quantity('500m').isLessThan(quantity('1'))",
        "quantity('1Gi').compareTo(quantity('1G')) == 1",
        "quantity('1.5').add(quantity('500m')).asInteger() == 2",
        "quantity('2').sub(1) == quantity('1')",
        "quantity('100m').asApproximateFloat() == 0.1",
        "isQuantity('1k') && !isQuantity('1kk')",
        "quantity('1k').isInteger() && quantity('-1').sign() == -1",
        "semver('1.33.2').isGreaterThan(semver('1.9.0'))",
        "semver('v1.33', true).minor() == 33",
        "isSemver('1.0.0') && !isSemver('v1.0.0') && isSemver('v1', true)",
        "semver(version).major() == 1",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))",
        "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.1.0.0/16').containsCIDR('10.0.0.0/8')",
        "cidr('0.0.0.0/0').containsIP('8.8.8.8') && cidr('::/0').containsIP('::1')",
        "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.1.2.3/8').prefixLength() == 8",
        "ip('::1').isLoopback() && ip('10.0.0.1').family() == 4 && ip('10.0.0.1').isGlobalUnicast()",
        "isIP('1.2.3.4') && !isIP('1.2.3') && isCIDR('1.2.3.4/32') && !isCIDR('1.2.3.4/33')",
        "[1, 2, 3].sum() == 6 && [].sum() == 0 && [1.5, 2.5].sum() == 4.0",
        "[duration('1m'), duration('30s')].sum() == duration('90s')",
        "it.names.min() == 'x' && it.names.max() == 'y' && [3, 1, 2].min() == 1",
        "[now, it.created].min() == it.created",
        "math.greatest([1, 3, 2]) == 3 && math.least(1, 2) == 1",
    ]);
    assert!(matches!(evaluate("[].min() == 1").answer, Answer::Fault(_)));
    assert!(matches!(evaluate("['a'].sum() == ''").answer, Answer::Fault(_)));
}

#[test]
fn evidence_is_what_was_read_in_that_order() {
    let read = |source: &str| {
        let evidence = evaluate(source).evidence.into_iter();
        evidence.map(|evidence| (evidence.path, evidence.value)).collect::<Vec<_>>()
    };
    let entry = |path: &str, value: serde_json::Value| (path.to_owned(), value);
    for (source, expected) in [
        ("it.ready_replicas >= params.min", vec![entry("it.ready_replicas", json!(2))]),
        (
            "it.replicas > 1 && it.kind == 'x' && it.names.size() > 9",
            vec![entry("it.replicas", json!(3)), entry("it.kind", json!("Deployment"))],
        ),
        ("it.replicas > 1 && it.replicas < 9", vec![entry("it.replicas", json!(3))]),
        ("workloads.size() > 1", vec![entry("workloads.size()", json!(2))]),
        ("has(it.owner)", vec![entry("it.owner", json!(null))]),
        ("it.containers.all(c, c.image != '')", vec![entry("it.containers[].image", json!(["a:1", "b:2"]))]),
        ("'x' in it.names", vec![entry("it.names", json!(["x", "y"]))]),
        ("it.labels['app.kubernetes.io/name'] == 'x'", vec![entry("it.labels['app.kubernetes.io/name']", json!("x"))]),
        ("'nope' in it.labels", vec![entry("it.labels.nope", json!(null))]),
        ("it.created < now", vec![entry("it.created", json!("2025-12-31T00:00:00Z"))]),
        ("lists.range(20).all(i, it.replicas == 3)", vec![entry("it.replicas", json!(3))]),
    ] {
        assert_eq!(read(source), expected, "{source}");
    }
}

#[test]
fn long_evidence_is_cut() {
    let engine = Engine::new().unwrap();
    let mut scope = scope();
    let many = sample::Workload {
        names: (0..20).map(|n| n.to_string()).collect(),
        containers: vec![workload("x").containers[0].clone(); 20],
        ..workload("many")
    };
    scope.it = Some(Value::of(&many).unwrap());
    let program = engine.compile("it.names.exists(n, n == '') || it.containers.all(c, c.image == 'a:1')").unwrap();
    let evidence = engine.evaluate(&program, &scope).evidence;
    assert_eq!(evidence[0].value, json!("20 items"));
    assert_eq!(evidence[1].path, "it.containers[].image");
    assert_eq!(evidence[1].value, json!("more than 10 values"));
}

#[test]
fn all_functions_that_the_linter_knows_exist() {
    let engine = Engine::new().unwrap();
    for name in functions::NAMES {
        let calls = ["NAME()", "NAME(1)", "NAME('a')", "NAME([1])", "(1).NAME()", "'a'.NAME()", "'a'.NAME('b')"];
        let undeclared = |call: &str| {
            let Ok(program) = engine.compile(&call.replace("NAME", name)) else { return false };
            matches!(engine.evaluate(&program, &scope()).answer, Answer::Fault(why) if why.contains("Undeclared reference"))
        };
        assert!(calls.iter().any(|call| !undeclared(call)), "{name}");
    }
}

#[test]
fn comprehension_variables_may_shadow_facts() {
    assert_true(&["[1, 2].exists(it, it == 2)", "[1].all(nodes, nodes == 1)"]);
}

#[test]
fn deep_expressions_are_refused_not_crashed_on() {
    let engine = Engine::new().unwrap();
    for (_, source) in [
        ("parentheses", format!("{}1{}", "(".repeat(5000), ")".repeat(5000))),
        ("lists", "[".repeat(5000)),
        ("ternaries", format!("{}1", "true ? 1 : ".repeat(2000))),
        ("fields", format!("it{}", ".a".repeat(5000))),
        ("sums", format!("1{}", "+1".repeat(5000))),
        ("nots", format!("{}true", "!".repeat(5000))),
        ("minus", format!("{}1", "-".repeat(5000))),
        ("ors", format!("true{}", " || true".repeat(2000))),
        ("calls", format!("it{}", ".f()".repeat(3000))),
        ("indexes", format!("it{}", "[0]".repeat(3000))),
    ] {
        if let Ok(program) = engine.compile(&source) {
            engine.evaluate(&program, &scope());
            program.reads();
        }
    }
}

#[test]
fn static_paths_are_those_that_could_be_read() {
    let engine = Engine::new().unwrap();
    for (source, expected) in [
        ("it.containers.all(c, c.image != '')", vec!["it.containers[].image"]),
        ("it.a.b > params.c && now > it.d", vec!["it.a.b", "it.d", "now", "params.c"]),
        ("nodes.size() > 1", vec!["nodes"]),
        ("workloads.exists(w, w.names.exists(n, n == it.kind))", vec!["it.kind", "workloads[].names[]"]),
        (
            "it.containers.filter(c, c.x).map(c, c.image).exists(i, i == '')",
            vec!["it.containers[].image", "it.containers[].x"],
        ),
        ("it.containers.map(c, c.probe).all(p, p.port == 1)", vec!["it.containers[].probe.port"]),
        ("it.containers[0].image == ''", vec!["it.containers[].image"]),
        ("it.labels['a/b'] == ''", vec!["it.labels['a/b']"]),
        ("(it.a ? it.b : it.c).d", vec!["it.a", "it.b.d", "it.c.d"]),
        ("it.?a.?b.orValue(it.c)", vec!["it.a.b", "it.c"]),
        ("(it.a + it.b).all(x, x.c)", vec!["it.a[].c", "it.b[].c"]),
        ("math.greatest(it.a, 1) > 0", vec!["it.a"]),
        ("[it.a, it.b].all(x, x > 1)", vec!["it.a", "it.b"]),
        ("'%d'.format([it.a])", vec!["it.a"]),
        ("has(it.a.b)", vec!["it.a.b"]),
        ("it.a.sortBy(x, x.b)[0].c", vec!["it.a[].b", "it.a[].c"]),
        ("type(it.a) == int", vec!["it.a"]),
    ] {
        let paths = engine.compile(source).unwrap().paths();
        let mut shown: Vec<String> = paths.iter().map(ToString::to_string).collect();
        shown.dedup();
        assert_eq!(shown, expected, "{source}");
    }
    let reads = engine.compile("a.all(x, b.all(y, c.map(z, z).size() > 0))").unwrap().reads();
    assert_eq!(reads.depth, 3);
    assert_eq!(engine.compile("a.filter(x, x.b).map(x, x.c)").unwrap().reads().depth, 1);
}

#[test]
fn positions_are_those_of_the_name() {
    let program = Engine::new().unwrap().compile("it.a > 1 &&\n  it.containers.all(c, c.imgae != '')").unwrap();
    let path = program.paths().into_iter().find(|path| path.to_string().ends_with("imgae")).unwrap();
    let last = path.steps.last().unwrap();
    assert_eq!((last.line, last.column), (2, 26));
}

#[test]
fn a_trace_shows_each_step_with_its_value() {
    let engine = Engine::new().unwrap();
    let source = "(it.replicas >= params.min || it.exposed) && workloads[1].ready_replicas > 1 && it.containers.all(c, c.image != 'x')";
    let program = engine.compile(source).unwrap();
    let steps = engine.trace(&program, &scope());
    let shown: Vec<(&str, &Answer)> = steps.iter().map(|step| (step.source.as_str(), &step.answer)).collect();
    for (expected, answer) in [
        ("it.replicas", Answer::Yes(Value::Int(3))),
        ("it.replicas >= params.min", Answer::Yes(Value::Bool(true))),
        ("workloads[1].ready_replicas", Answer::Unknown(forbidden("pods"))),
        ("it.containers.all(c, c.image != 'x')", Answer::Yes(Value::Bool(true))),
        (source, Answer::Unknown(forbidden("pods"))),
    ] {
        assert!(shown.contains(&(expected, &answer)), "{expected} in {shown:#?}");
    }
}

#[test]
fn scopes_are_cheap_to_clone() {
    let scope = scope();
    assert!(Arc::ptr_eq(&scope.facts, &scope.clone().facts));
}

static SHARED: std::sync::LazyLock<(Engine, Scope)> = std::sync::LazyLock::new(|| (Engine::new().unwrap(), scope()));

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 1000, ..Default::default() })]

    #[test]
    fn no_expression_panics(tokens in proptest::collection::vec(proptest::sample::select(vec![
        "it", ".", "replicas", "workloads", "names", "(", ")", "[", "]", "{", "}", ",", ":", "?", "&&", "||", "!", "-", "+",
        "==", "<", "in", "1", "1u", "1.5", "'a'", "\"", "'", "b'x'", "null", "true", "all", "exists", "map", "x", "has", "é",
        "optional", "of", "min", "sum", "format", "@", "\\", "9223372036854775807", "timestamp", "duration", "quantity",
        " ", "\n", "`", "//", ".?", "[?", "math", "greatest", "sortBy", "T{", "999999999999999999999",
    ]), 0..14)) {
        let (engine, scope) = &*SHARED;
        if let Ok(program) = engine.compile(&tokens.concat()) {
            engine.evaluate(&program, scope);
            engine.trace(&program, scope);
            program.reads();
        }
    }
}
