//! Secrets planted in every place where they occur appear in no output.

use carbon::collect::files::{self, Options};
use carbon::collect::manifests;
use carbon::derive::derive;
use carbon::model::snapshot;

use crate::{pack, settings};

/// The word that is planted, encoded where the place asks for it.
const PLANTED: &str = "hunter2-planted";
/// The same in base64.
const ENCODED: &str = "aHVudGVyMi1wbGFudGVk";

const WORLD: &str = include_str!("secrets.yaml");

#[test]
fn planted_secrets_appear_in_no_fact_no_verdict_and_no_snapshot() {
    assert!(WORLD.matches(PLANTED).count() >= 12 && WORLD.contains(ENCODED), "the secrets are planted");
    for read_secrets in [false, true] {
        let reading = manifests::read(&["-".into()], &mut WORLD.as_bytes()).unwrap();
        assert!(reading.unreadable.is_empty(), "{:?}", reading.unreadable);
        let collected = files::collect(reading, &Options { read_secrets, ..Options::default() });
        assert!(collected.unreadable.is_empty(), "{:?}", collected.unreadable);
        let observed = collected.observed;
        let facts = derive(&observed, &settings());
        let judgement = carbon::judge::judge(&pack(), &facts, &settings(), observed.source.taken_at).unwrap();
        let outputs = [
            ("snapshot", String::from_utf8(snapshot::encode(&observed).unwrap()).unwrap()),
            ("facts", serde_json::to_string(&facts).unwrap()),
            ("verdicts", format!("{:?}", judgement.judged)),
        ];
        for (name, text) in outputs {
            for secret in [PLANTED, ENCODED] {
                let at = text.find(secret).map(|at| &text[at.saturating_sub(120)..(at + 40).min(text.len())]);
                assert!(at.is_none(), "{name} holds a secret: {at:?}");
            }
        }
    }
}
