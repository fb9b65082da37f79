//! Traefik's rules: ``Host(`a`) && PathPrefix(`/x`)``, reduced to the hosts and paths that they let through.

use super::way::Matching;

/// One alternative of a rule.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Term {
    /// Host, or a regular expression for it; `None` = every host.
    pub(super) host: Option<String>,
    /// Path and how it is compared; `None` = every path.
    pub(super) path: Option<(String, Matching)>,
}

/// A rule may be nested; no one writes deeper ones, and more alternatives than that are one for all.
const DEEPEST: usize = 32;
const MOST: usize = 256;

/// The alternatives of a rule. What is no rule takes everything: that hides nothing.
pub(super) fn alternatives(rule: &str) -> Vec<Term> {
    let mut reader = Reader { rest: rule.trim(), depth: 0 };
    match reader.any() {
        Some(terms) if reader.rest.is_empty() && terms.len() <= MOST && !terms.is_empty() => terms,
        Some(_) | None => vec![Term::default()],
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    /// `all || all || ...`
    fn any(&mut self) -> Option<Vec<Term>> {
        let mut terms = self.all()?;
        while self.take("||") {
            terms.extend(self.all()?);
            if terms.len() > MOST {
                return None;
            }
        }
        Some(terms)
    }

    /// `one && one && ...`: each alternative of one side with each of the other.
    fn all(&mut self) -> Option<Vec<Term>> {
        let mut terms = self.one()?;
        while self.take("&&") {
            let others = self.one()?;
            if terms.len().saturating_mul(others.len()) > MOST {
                return None;
            }
            terms = terms.iter().flat_map(|term| others.iter().map(move |other| both(term, other))).collect();
        }
        Some(terms)
    }

    fn one(&mut self) -> Option<Vec<Term>> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let terms = if self.take("!") {
            // What a negation leaves out, it does not name: everything else passes.
            self.one().map(|_| vec![Term::default()])
        } else if self.take("(") {
            self.any().filter(|_| self.take(")"))
        } else {
            self.matcher()
        };
        self.depth -= 1;
        terms
    }

    /// ``Name(`value`, `value`)``
    fn matcher(&mut self) -> Option<Vec<Term>> {
        let end = self.rest.find('(')?;
        let name = self.rest[..end].trim();
        self.rest = &self.rest[end + 1..];
        let mut values = Vec::new();
        while !self.take(")") {
            values.push(self.value()?);
            self.take(",");
        }
        let host = |value: String| Term { host: Some(value), path: None };
        let path = |matching| move |value: String| Term { host: None, path: Some((value, matching)) };
        Some(match name.to_lowercase().as_str() {
            "host" | "hostregexp" | "hostsni" => values.into_iter().map(host).collect(),
            "path" => values.into_iter().map(path(Matching::Exact)).collect(),
            "pathprefix" => values.into_iter().map(path(Matching::Prefix)).collect(),
            "pathregexp" => values.into_iter().map(path(Matching::Regex)).collect(),
            // Headers, methods and the like narrow a route, but not its host and path.
            _ => vec![Term::default()],
        })
    }

    /// A text in backquotes or double quotes.
    fn value(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        let quote = self.rest.chars().next().filter(|it| matches!(it, '`' | '"'))?;
        let inner = &self.rest[1..];
        let end = inner.find(quote)?;
        self.rest = inner[end + 1..].trim_start();
        Some(inner[..end].to_owned())
    }

    fn take(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.trim_start().strip_prefix(token) else { return false };
        self.rest = rest.trim_start();
        true
    }
}

fn both(a: &Term, b: &Term) -> Term {
    Term { host: a.host.clone().or_else(|| b.host.clone()), path: a.path.clone().or_else(|| b.path.clone()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rule: &str) -> Vec<String> {
        let show = |it: Term| {
            let (path, matching) = it.path.map_or((String::new(), ""), |(path, how)| (path, how.word()));
            format!("{} {path} {matching}", it.host.unwrap_or_else(|| "*".to_owned())).trim_end().to_owned()
        };
        alternatives(rule).into_iter().map(show).collect()
    }

    #[test]
    fn rules_become_hosts_and_paths() {
        for (rule, expected) in [
            ("Host(`a`)", vec!["a"]),
            ("Host(`a`) || Host(`b`)", vec!["a", "b"]),
            ("Host(`a`, `b`)", vec!["a", "b"]),
            ("Host(`a`) && PathPrefix(`/x`)", vec!["a /x prefix"]),
            ("Host(\"a\") && (Path(`/x`) || PathPrefix(`/y`))", vec!["a /x exact", "a /y prefix"]),
            ("(Host(`a`) || Host(`b`)) && PathRegexp(`^/v[0-9]+`)", vec!["a ^/v[0-9]+ regex", "b ^/v[0-9]+ regex"]),
            ("Host(`a`) && Headers(`Content-Type`, `application/grpc`)", vec!["a"]),
            ("Host(`a`) && !PathPrefix(`/admin`)", vec!["a"]),
            ("HostRegexp(`^.+\\.example\\.com$`)", vec!["^.+\\.example\\.com$"]),
            ("PathPrefix(`/dashboard`) || PathPrefix(`/api`)", vec!["* /dashboard prefix", "* /api prefix"]),
        ] {
            assert_eq!(read(rule), expected, "{rule}");
        }
    }

    #[test]
    fn what_is_no_rule_takes_everything() {
        let deep = "(".repeat(100_000);
        let wide = (0..20).map(|_| "(Host(`a`) || Host(`b`))").collect::<Vec<_>>().join(" && ");
        for rule in
            ["", "Host(", "Host(`a`", "Host(`a`) &&", "Host(`a`) Host(`b`)", "Host()", "((", &deep, &wide, "é(`ü"]
        {
            assert_eq!(read(rule), ["*"], "{}", &rule[..rule.len().min(30)]);
        }
    }
}
