use super::*;
use crate::collect::manifests::reading::Root;

fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    reading.roots.push(Root { path: "f.yaml".into(), has_uid: false });
    File { path: "f.yaml", root: 0 }.read(bytes, &mut reading);
    reading
}

/// `LINE KIND/NAME` of each object.
fn objects(reading: &Reading) -> Vec<String> {
    let show = |document: &Document| {
        let Origin::File { line, .. } = &document.origin else { panic!("not from a file") };
        let text = |pointer: &str| document.value.pointer(pointer).and_then(|it| it.as_str()).unwrap_or("-");
        format!("{line} {}/{}", text("/kind"), text("/metadata/name"))
    };
    reading.documents.iter().map(show).collect()
}

/// `LINE:COLUMN` of each unreadable document.
fn faults(reading: &Reading) -> Vec<String> {
    reading.unreadable.iter().map(|it| format!("{}:{}", it.line, it.column)).collect()
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: b}\n";

#[test]
fn objects_are_found_in_every_wrapping() {
    let pod = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}"#;
    let cases = [
        (format!("{POD}---\n{SERVICE}"), vec!["1 Pod/a", "5 Service/b"]),
        (format!("# head\n\n---\n# more\n{POD}---\n# empty\n---\n{SERVICE}"), vec!["5 Pod/a", "11 Service/b"]),
        (format!("{POD}---\n{SERVICE}").replace('\n', "\r\n"), vec!["1 Pod/a", "5 Service/b"]),
        (pod.to_owned(), vec!["1 Pod/a"]),
        (format!("{pod}\n\n{pod}{pod}"), vec!["1 Pod/a", "3 Pod/a", "3 Pod/a"]),
        (format!("[\n{pod},\n{pod}\n]"), vec!["2 Pod/a", "3 Pod/a"]),
        (format!("---\n{pod}\n---\n{pod}\n# the end\n"), vec!["2 Pod/a", "4 Pod/a"]),
        (format!("\n{{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n{pod},{pod},\n{pod}]}}"), vec!["3 Pod/a", "3 Pod/a", "4 Pod/a"]),
        ("apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: b}\nkind: List\nmetadata: {resourceVersion: ''}\n".to_owned(), vec!["3 Pod/a", "7 Pod/b"]),
        ("{apiVersion: v1, kind: Pod, metadata: {name: a}}".to_owned(), vec!["1 Pod/a"]),
    ];
    for (text, wanted) in cases {
        let reading = read(text.as_bytes());
        assert_eq!(objects(&reading), wanted, "{text}");
        assert!(reading.unreadable.is_empty() && reading.skipped.is_empty(), "{text}: {reading:?}");
    }
}

#[test]
fn utf16_and_byte_order_marks_are_read() {
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(POD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(objects(&read(&utf16)), ["1 Pod/a"]);
    assert_eq!(objects(&read(format!("\u{FEFF}{POD}").as_bytes())), ["1 Pod/a"]);
}

#[test]
fn a_broken_document_is_named_and_the_others_are_read() {
    let broken = [
        ("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n\tlabels: {}\n", "9:1", "tab"),
        ("apiVersion: v1\nkind: Pod\nspec: {a: 1\nb: 2\n", "8:", ""),
        ("apiVersion: v1\nkind: Pod\nkind: Pod\n", "7:1", "duplicate"),
        ("apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: {{ .Values.replicas }}\n", "8:", "template"),
        ("{\"apiVersion\": \"v1\",\n \"kind\": \"Pod\",,}\n", "6:16", ""),
    ];
    for (text, at, why) in broken {
        let reading = read(format!("{POD}---\n{text}---\n{SERVICE}").as_bytes());
        let names: Vec<_> = objects(&reading).iter().map(|it| it.split_once(' ').unwrap().1.to_owned()).collect();
        assert_eq!(names, ["Pod/a", "Service/b"], "{text}");
        let [unreadable] = &reading.unreadable[..] else { panic!("{text}: {reading:?}") };
        let position = format!("{}:{}", unreadable.line, unreadable.column);
        assert!(position.starts_with(at) && unreadable.why.contains(why), "{text}: {unreadable:?}");
        assert_eq!(unreadable.help.is_some(), why == "template", "{unreadable:?}");
        assert_eq!(unreadable.kinds.len(), 1, "{unreadable:?}");
    }
}

#[test]
fn a_chart_is_to_be_rendered_first() {
    let text = "{{- if .Values.enabled }}\napiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n{{- end }}\n";
    let reading = read(text.as_bytes());
    let [unreadable] = &reading.unreadable[..] else { panic!("{reading:?}") };
    assert_eq!(unreadable.line, 1);
    assert_eq!(unreadable.help.as_deref(), Some(RENDER));
    let quoted = read(b"apiVersion: v1\nkind: Service\nmetadata:\n  name: '{{ .Release.Name }}'\n");
    assert_eq!(faults(&quoted), ["1:1"]);
}

#[test]
fn bytes_that_are_not_utf8_are_named_by_position() {
    let mut bytes = format!("{POD}---\napiVersion: v1\nkind: Pod\nmetadata: {{name: ä").into_bytes();
    bytes.push(0xE4);
    bytes.extend_from_slice(b"}\n---\n");
    bytes.extend_from_slice(SERVICE.as_bytes());
    let reading = read(&bytes);
    assert_eq!(objects(&reading), ["1 Pod/a", "9 Service/b"]);
    assert_eq!(faults(&reading), ["7:19"]);
}

#[test]
fn what_is_not_kubernetes_is_counted_not_blamed() {
    let cases: [(&[u8], Skip); 9] = [
        (b"image:\n  repository: nginx\n  tag: latest\n", Skip::NotAnObject),
        (b"apiVersion: v2\nname: chart\nversion: 1.0.0\n", Skip::NotAnObject),
        (b"{\"name\": \"x\", \"dependencies\": {}}", Skip::NotAnObject),
        (b"just some words\n", Skip::NotAnObject),
        (b"{{- define \"x\" }}\n{{- end }}\n", Skip::NotYaml),
        (b"a: [\n", Skip::NotYaml),
        (b"a: \xFF\n", Skip::NotYaml),
        (b"\0GITCRYPT\0\x01\x02", Skip::Binary),
        (b"kind: Config\napiVersion: v1\nclusters: []\n", Skip::Nameless),
    ];
    for (bytes, wanted) in cases {
        let reading = read(bytes);
        assert_eq!(
            reading.skipped.into_iter().collect::<Vec<_>>(),
            [(wanted, 1)],
            "{}",
            String::from_utf8_lossy(bytes)
        );
        assert!(reading.documents.is_empty() && reading.unreadable.is_empty());
    }
}

#[test]
fn an_empty_list_says_that_there_are_none_and_a_null_one_does_not() {
    let empty = read(b"{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\",\"metadata\":{},\"items\":[]}");
    let wanted = EmptyList { api_version: "apps/v1".into(), kind: "Deployment".into(), root: 0 };
    assert_eq!(empty.empty_lists, [wanted]);
    for items in ["", ",\"items\":null"] {
        let null = read(format!("{{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\"{items}}}").as_bytes());
        assert_eq!((null.empty_lists.len(), null.skipped.get(&Skip::ListWithoutItems)), (0, Some(&1)));
    }
}

#[test]
fn there_is_one_source() {
    let source = "apiVersion: carbon.dev/v1\nkind: Source\nname: demo\n";
    let reading = read(format!("{source}---\n{POD}---\n{source}").as_bytes());
    assert_eq!(reading.source.as_ref().and_then(|it| it.name.as_deref()), Some("demo"));
    assert_eq!(objects(&reading), ["5 Pod/a"]);
    assert_eq!(faults(&reading), ["9:1"]);
    assert_eq!(faults(&read(b"apiVersion: carbon.dev/v1\nkind: Source\nnam: x\n")), ["1:1"]);
}

#[test]
fn a_uid_makes_the_root_a_dump() {
    assert!(!read(POD.as_bytes()).roots[0].has_uid);
    assert!(read(b"{apiVersion: v1, kind: Pod, metadata: {name: a, uid: 0-1}}").roots[0].has_uid);
}

mod any_input {
    use super::*;
    use proptest::prelude::*;

    /// Pieces of YAML and JSON that mean something to a parser.
    fn token() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "apiVersion: v1\n",
            "kind: List\n",
            "kind: PodList\n",
            "items:\n",
            "- ",
            "  ",
            "\n",
            "---\n",
            "...\n",
            "{",
            "}",
            "[",
            "]",
            ",",
            ": ",
            "\"",
            "'",
            "&a ",
            "*a",
            "<<: ",
            "|\n",
            ">-\n",
            "? ",
            "!!int ",
            "!x ",
            "%YAML 1.1\n",
            "#c\n",
            "metadata: {name: a}\n",
            "\"kind\":\"List\"",
            "\"items\":",
            "{{ .V }}",
            "\t",
            "\r\n",
            "0644",
            "1e999",
            "null",
            "\u{FEFF}",
            "\u{85}",
            "\u{0}",
            "ä",
            "sops: {mac: x}\n",
        ])
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes);
        }

        #[test]
        fn random_tokens_never_panic_and_lines_stay_within(tokens in prop::collection::vec(token(), 0..40)) {
            let text = tokens.concat();
            let reading = read(text.as_bytes());
            let lines = text.split('\n').count();
            for document in &reading.documents {
                let Origin::File { line, .. } = &document.origin else { panic!("not from a file") };
                prop_assert!((1..=lines).contains(&(*line as usize)), "{line} of {lines}");
            }
            for unreadable in &reading.unreadable {
                prop_assert!((1..=lines + 1).contains(&(unreadable.line as usize)), "{unreadable:?} of {lines}");
            }
        }
    }
}
