//! Patterns as people write them in carbon.yaml: `*` is any run of characters, `?` is one.

/// True if the pattern fits the whole text. `*` matches any run, `/` and nothing included; `?` matches one character.
///
/// There is no escape: what is matched (ids, namespaces, subjects, hosts) holds neither. At most one `*` is reopened
/// at a time, so the time is bounded by pattern times text.
pub fn matches(pattern: &str, text: &str) -> bool {
    matches_with(pattern, text, |_| true)
}

/// True if a pattern of `access.public` declares this route public.
///
/// `status.example.com` stands for every path of the host, `www.example.com/.well-known/*` for the paths that it
/// matches. In the host `*` stays within one label, as in certificates and ingresses, and `*` alone is every host.
/// A path without `*` is that path only: `example.com/docs` is not `example.com/docs/private`, and `example.com/docs/*`
/// is not `example.com/docs`. The path of a route is compared as written, so do not pass a regular expression.
pub fn public_route(pattern: &str, host: &str, path: &str) -> bool {
    let (wanted_host, wanted_path) = pattern.split_at(pattern.find('/').unwrap_or(pattern.len()));
    let path = if path.is_empty() { "/" } else { path };
    public_host(wanted_host, host) && (wanted_path.is_empty() || matches(wanted_path, path))
}

fn public_host(pattern: &str, host: &str) -> bool {
    let pattern = pattern.trim_end_matches('.').to_ascii_lowercase();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    pattern == "*" || matches_with(&pattern, &host, |c| c != '.')
}

/// `wild` says which characters a wildcard may stand for.
fn matches_with(pattern: &str, text: &str, wild: impl Fn(char) -> bool) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut seen) = (0, 0);
    // The last star and where its run ends: if what follows does not fit, it takes one character more. Earlier stars
    // need no second chance, since the last one can take whatever they could.
    let mut star: Option<(usize, usize)> = None;
    loop {
        let fits = match (pattern.get(at), text.get(seen)) {
            (None, None) => return true,
            (Some('*'), _) => {
                star = Some((at, seen));
                at += 1;
                continue;
            }
            (Some(_), None) => return false,
            (Some('?'), Some(c)) => wild(*c),
            (Some(wanted), Some(c)) => wanted == c,
            (None, Some(_)) => false,
        };
        if fits {
            (at, seen) = (at + 1, seen + 1);
            continue;
        }
        match star {
            Some((place, end)) if text.get(end).is_some_and(|c| wild(*c)) => {
                star = Some((place, end + 1));
                (at, seen) = (place + 1, end + 1);
            }
            Some(_) | None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stars_cross_slashes_and_marks_are_one_character() {
        let table = [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("*", "Deployment/tools/web", true),
            ("**", "", true),
            ("*/tools/*", "Deployment/tools/web", true),
            ("*/tools/*", "Deployment/toolsmith/web", false),
            ("backup/*", "backup/velero", true),
            ("backup/*", "availability/backup/velero", false),
            ("sandbox-*", "sandbox-", true),
            ("sandbox-*", "sandbox", false),
            ("*-sandbox", "my-sandbox", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("*ab", "aab", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("?", "é", true),
            ("???", "€", false),
            ("Web", "web", false),
            ("*?*", "", false),
        ];
        for (pattern, text, wanted) in table {
            assert_eq!(matches(pattern, text), wanted, "{pattern} on {text}");
        }
    }

    #[test]
    fn many_stars_do_not_blow_up() {
        let pattern = "*a".repeat(1000) + "b";
        assert!(!matches(&pattern, &"a".repeat(5000)));
    }

    #[test]
    fn public_routes_are_hosts_with_or_without_a_path() {
        let table = [
            ("status.example.com", "status.example.com", "/", true),
            ("status.example.com", "status.example.com", "/admin", true),
            ("status.example.com", "Status.Example.com.", "", true),
            ("status.example.com", "xstatus.example.com", "/", false),
            ("status.example.com", "status.example.com.evil.org", "/", false),
            ("www.example.com/.well-known/*", "www.example.com", "/.well-known/acme-challenge/x", true),
            ("www.example.com/.well-known/*", "www.example.com", "/.well-known", false),
            ("www.example.com/.well-known/*", "www.example.com", "/", false),
            ("www.example.com/.well-known/*", "www.example.com", "/x/.well-known/y", false),
            ("www.example.com/docs", "www.example.com", "/docs", true),
            ("www.example.com/docs", "www.example.com", "/docs/private", false),
            ("www.example.com/Docs", "www.example.com", "/docs", false),
            ("www.example.com/", "www.example.com", "", true),
            ("www.example.com/*", "www.example.com", "/any/thing", true),
            ("*.example.com", "www.example.com", "/", true),
            ("*.example.com", "*.example.com", "/", true),
            ("*.example.com", "example.com", "/", false),
            ("*.example.com", "a.b.example.com", "/", false),
            ("*.*.example.com", "a.b.example.com", "/", true),
            ("www.example.com", "*.example.com", "/", false),
            ("*", "any.example.com", "/", true),
            ("*/.well-known/*", "any.example.com", "/.well-known/x", true),
            ("", "www.example.com", "/", false),
            ("/docs", "www.example.com", "/docs", false),
        ];
        for (pattern, host, path, wanted) in table {
            assert_eq!(public_route(pattern, host, path), wanted, "{pattern} on {host}{path}");
        }
    }

    /// Tries every run for every star.
    fn oracle(pattern: &[char], text: &[char], wild: fn(char) -> bool) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), None) => oracle(rest, text, wild),
            (Some(('*', rest)), Some((c, after))) => {
                oracle(rest, text, wild) || (wild(*c) && oracle(pattern, after, wild))
            }
            (Some(('?', rest)), Some((c, after))) => wild(*c) && oracle(rest, after, wild),
            (Some((wanted, rest)), Some((c, after))) => wanted == c && oracle(rest, after, wild),
            (None, Some(_)) | (Some(_), None) => false,
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_trying_everything(pattern in "[ab.*?]{0,8}", text in "[ab.]{0,10}") {
            let (pattern_chars, text_chars) = (pattern.chars().collect::<Vec<_>>(), text.chars().collect::<Vec<_>>());
            prop_assert_eq!(matches(&pattern, &text), oracle(&pattern_chars, &text_chars, |_| true));
            let in_label = |c| c != '.';
            prop_assert_eq!(matches_with(&pattern, &text, in_label), oracle(&pattern_chars, &text_chars, in_label));
        }

        #[test]
        fn a_text_without_wildcards_matches_itself(text in "[^*?]{0,30}") {
            prop_assert!(matches(&text, &text));
        }

        #[test]
        fn nothing_panics(pattern in "\\PC{0,20}", host in "\\PC{0,20}", path in "\\PC{0,20}") {
            public_route(&pattern, &host, &path);
        }
    }
}
