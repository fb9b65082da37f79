//! The rules in the configuration of cloudflared, where a ConfigMap holds it.

use serde::Deserialize;

use super::scrub;
use crate::model::observed::config::TunnelRule;

/// A configuration is small; what is larger is something else and not worth parsing.
const MOST_BYTES: usize = 1 << 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Configuration {
    ingress: Vec<Rule>,
    #[serde(rename = "originRequest")]
    origin_request: OriginRequest,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OriginRequest {
    access: Option<Access>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Access {
    required: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Rule {
    hostname: String,
    path: String,
    service: String,
    #[serde(rename = "originRequest")]
    origin_request: OriginRequest,
}

/// The rules that a text holds; none if it is no configuration of a tunnel. Everything but host, path and service
/// is dropped.
pub(super) fn rules(text: &str) -> Vec<TunnelRule> {
    // Cheap marks first: most texts in ConfigMaps are no such configuration.
    let marked =
        text.len() <= MOST_BYTES && text.lines().any(|line| line.starts_with("ingress:")) && text.contains("service:");
    if !marked {
        return Vec::new();
    }
    let parsed: Configuration = serde_saphyr::from_str(text).unwrap_or_default();
    // What stands at the top holds for each rule that says nothing itself.
    let default = parsed.origin_request.access;
    let requires = |it: &Rule| it.origin_request.access.as_ref().or(default.as_ref()).is_some_and(|it| it.required);
    let rule = |it: Rule| TunnelRule {
        access_required: requires(&it),
        hostname: it.hostname,
        path: it.path,
        service: scrub::scrub(&it.service),
    };
    parsed.ingress.into_iter().filter(|it| !it.service.is_empty()).map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn host_path_and_service_are_kept() {
        let text = "tunnel: t\ncredentials-file: /creds\ningress:\n  - hostname: a.example.com\n    service: http://web.shop:80\n    originRequest: {noTLSVerify: true}\n  - service: http_status:404\n";
        let found = rules(text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].hostname.as_str(), found[0].service.as_str()), ("a.example.com", "http://web.shop:80"));
        assert_eq!((found[1].hostname.as_str(), found[1].service.as_str()), ("", "http_status:404"));
    }

    #[test]
    fn a_rule_that_demands_access_itself_or_by_default_says_so() {
        let text = |top: &str, rule: &str| {
            format!(
                "tunnel: t\n{top}ingress:\n  - hostname: a.example.com\n    service: http://web.shop:80\n{rule}  - service: http_status:404\n"
            )
        };
        let demand = "originRequest: {access: {required: true, teamName: t, audTag: [a]}}\n";
        assert!(!rules(&text("", ""))[0].access_required);
        assert!(rules(&text("", &format!("    {demand}")))[0].access_required);
        assert!(rules(&text(demand, ""))[0].access_required);
        assert!(!rules(&text(demand, "    originRequest: {access: {required: false}}\n"))[0].access_required);
    }

    #[test]
    fn other_configuration_is_no_tunnel() {
        for text in ["", "ingress:\n  enabled: true\n  service: x\n", "ingress: [", "a: b"] {
            assert!(rules(text).is_empty(), "{text}");
        }
    }
}
