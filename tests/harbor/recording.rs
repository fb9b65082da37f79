//! Exchanges with a real Harbor, by their number.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use base64::Engine;
use carbon::net::http::Credential;
use serde::Deserialize;
use serde_json::Value;

/// One exchange, as `tests/recordings/harbor/README.md` describes it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Exchange {
    id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    req_headers: BTreeMap<String, String>,
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) res_headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) res_body: Option<String>,
    pub(crate) ms: u64,
}

/// The exchange with this number: the first two digits of its recording, and its own.
pub(crate) fn exchange(id: &str) -> Exchange {
    static ALL: OnceLock<Vec<Exchange>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let texts = [
            include_str!("../recordings/harbor/health.jsonl"),
            include_str!("../recordings/harbor/accounts.jsonl"),
            include_str!("../recordings/harbor/systeminfo.jsonl"),
            include_str!("../recordings/harbor/projects.jsonl"),
            include_str!("../recordings/harbor/robots.jsonl"),
            include_str!("../recordings/harbor/pulls.jsonl"),
            include_str!("../recordings/harbor/outages.jsonl"),
        ];
        texts.iter().flat_map(|it| it.lines()).map(|it| serde_json::from_str(it).unwrap()).collect()
    });
    let (recording, number) = id.split_once('/').unwrap();
    let is_it = |it: &&Exchange| it.id.starts_with(recording) && it.id.ends_with(&format!("/{number}"));
    all.iter().find(is_it).unwrap_or_else(|| panic!("{id} is not recorded")).clone()
}

/// Who asked in an exchange.
pub(crate) fn credential(id: &str) -> Credential {
    let (name, password) = credential_pair(id);
    Credential::new(name, password)
}

/// The same as texts.
pub(crate) fn credential_pair(id: &str) -> (String, String) {
    let sent = exchange(id).authorization().unwrap_or_else(|| panic!("nobody asked in {id}"));
    let pair = base64::engine::general_purpose::STANDARD.decode(sent.strip_prefix("Basic ").unwrap()).unwrap();
    let pair = String::from_utf8(pair).unwrap();
    let (name, password) = pair.split_once(':').unwrap();
    (name.to_owned(), password.to_owned())
}

impl Exchange {
    pub(crate) fn authorization(&self) -> Option<String> {
        self.req_headers.get("authorization").cloned()
    }

    /// The same answer to another question, where the recording asked it in another way.
    pub(crate) fn to(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// The same answer to somebody else of the same kind.
    pub(crate) fn by(mut self, id: &str) -> Self {
        let sent = exchange(id).authorization();
        self.req_headers.extend(sent.map(|it| ("authorization".to_owned(), it)));
        self
    }

    /// The same answer to an account that was not recorded.
    pub(crate) fn sent_by(mut self, name: &str, password: &str) -> Self {
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}"));
        self.req_headers.insert("authorization".to_owned(), format!("Basic {pair}"));
        self
    }

    /// The answer with an edit of its JSON.
    pub(crate) fn with(mut self, edit: impl FnOnce(&mut Value)) -> Self {
        let mut body = serde_json::from_str(self.res_body.as_deref().unwrap_or("null")).unwrap();
        edit(&mut body);
        self.res_body = Some(body.to_string());
        self
    }
}

impl From<&str> for Exchange {
    fn from(id: &str) -> Self {
        exchange(id)
    }
}
