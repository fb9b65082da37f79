//! The start of a check of one's own: `carbon checks new`.

/// A commented check that lints clean. It judges `workloads`, a list of facts that every carbon has.
pub fn template(title: &str) -> String {
    let title = title.trim().trim_end_matches('.').replace(['\n', '"', '\\'], " ");
    TEMPLATE.replace("TITLE", if title.is_empty() { "Workloads are named" } else { &title })
}

const TEMPLATE: &str = r#"# A check is a promise: what holds on a platform that is ready. Its id is its path.
# `carbon checks test` runs the examples below, `carbon explain ID --trace` shows each step of the expressions.

# Positive, present tense, no "should": it is printed as is.
title: "TITLE"

# critical (a failure blocks: the platform is not ready), high, medium or low.
severity: medium

# The version of the checks that brings it.
since: 0.1.0

# One verdict for each item of this list, bound to `it`. `carbon facts` lists what there is to read.
# Leave it out for one verdict on the platform as a whole.
each: workloads

# What is not true here is not applicable. May be left out.
where: |
  it.kind != 'Job'

# The promise. Read what may be unknown plainly: what was refused then makes the verdict unknown, never a pass.
assert: |
  it.namespace != params.namespace

# What was seen, in one line.
found: |
  'runs in the namespace %s'.format([it.namespace])

# The price of breaking the promise.
why: |
  Say what goes wrong, and when, if this does not hold.

# The way back.
fix: |
  Say what to change, and where.

# Working time of a person who does it by hand: 30m, 2h, 3d.
effort: 30m

# Read as `params.namespace`. A profile or carbon.yaml may set another value.
params: {namespace: default}

# Each example has to come to the outcome under which it stands. Fields that do not matter are filled in.
# Also `unknown` and `out-of-scope`, e.g. {it: {exposed: {unknown: forbidden}}}.
examples:
  pass: [{it: {kind: Deployment, namespace: shop}}]
  fail: [{it: {kind: Deployment, namespace: default}}]
  not-applicable: [{it: {kind: Job, namespace: default}}]
"#;
