//! The functions that expressions may call beyond CEL's own, with the names and semantics of Kubernetes' CEL library.

mod lists;
mod network;
mod quantity;
mod semver;

use cel::common::types::{CelInt, CelString, DYN_TYPE};
use cel::common::value::{CowVal, Val};
use cel::{DeclarationError, Env, ExecutionError};

use super::equality::{self, Reach};
use super::lower::{REACH, REACH_OPTIONAL, REACH_TEST, SAME, WITHIN};

type Outcome<'b, 'v> = Result<CowVal<'b, 'v>, ExecutionError>;

/// The names of all functions, for the linter: `cel` cannot list them.
pub(in crate::judge) const NAMES: &[&str] = &[
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "int",
    "uint",
    "double",
    "string",
    "bool",
    "bytes",
    "dyn",
    "type",
    "timestamp",
    "duration",
    "getFullYear",
    "getMonth",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
    "optional.of",
    "optional.none",
    "optional.ofNonZeroValue",
    "hasValue",
    "value",
    "or",
    "orValue",
    "charAt",
    "format",
    "indexOf",
    "join",
    "lastIndexOf",
    "lowerAscii",
    "replace",
    "reverse",
    "split",
    "substring",
    "trim",
    "upperAscii",
    "strings.quote",
    "distinct",
    "flatten",
    "slice",
    "sort",
    "lists.range",
    "math.abs",
    "math.ceil",
    "math.floor",
    "math.greatest",
    "math.isFinite",
    "math.isInf",
    "math.isNaN",
    "math.least",
    "math.round",
    "math.sign",
    "math.sqrt",
    "math.trunc",
    "isSorted",
    "sum",
    "min",
    "max",
    "quantity",
    "isQuantity",
    "add",
    "sub",
    "asInteger",
    "asApproximateFloat",
    "isInteger",
    "sign",
    "compareTo",
    "isLessThan",
    "isGreaterThan",
    "semver",
    "isSemver",
    "major",
    "minor",
    "patch",
    "ip",
    "isIP",
    "family",
    "isUnspecified",
    "isLoopback",
    "isLinkLocalMulticast",
    "isLinkLocalUnicast",
    "isGlobalUnicast",
    "cidr",
    "isCIDR",
    "containsIP",
    "containsCIDR",
    "masked",
    "prefixLength",
];

/// Adds all of them, and those that expressions are rewritten to.
pub(super) fn declare(env: &mut Env) -> Result<(), DeclarationError> {
    let two = || vec![DYN_TYPE, DYN_TYPE];
    env.add_overload(SAME, SAME, two(), same)?;
    env.add_overload(WITHIN, WITHIN, two(), within)?;
    env.add_overload(REACH, REACH, two(), |args| reach(args, Reach::Plain))?;
    env.add_overload(REACH_OPTIONAL, REACH_OPTIONAL, two(), |args| reach(args, Reach::Optional))?;
    env.add_overload(REACH_TEST, REACH_TEST, two(), |args| reach(args, Reach::Test))?;
    lists::declare(env)?;
    quantity::declare(env)?;
    semver::declare(env)?;
    network::declare(env)
}

/// A value of one of our own types as text, for answers.
pub(super) fn shown(value: &dyn Val) -> Option<String> {
    let quantity = value.downcast_ref::<quantity::Quantity>().map(ToString::to_string);
    let semver = || value.downcast_ref::<semver::Semver>().map(ToString::to_string);
    quantity.or_else(semver).or_else(|| network::shown(value))
}

fn same<'b, 'v>(args: Vec<CowVal<'b, 'v>>) -> Outcome<'b, 'v> {
    let [a, b] = pair(&args)?;
    equality::same(a.as_ref(), b.as_ref()).map(truth)
}

fn within<'b, 'v>(args: Vec<CowVal<'b, 'v>>) -> Outcome<'b, 'v> {
    let [value, container] = pair(&args)?;
    equality::within(value.as_ref(), container.as_ref()).map(truth)
}

fn reach<'b, 'v>(args: Vec<CowVal<'b, 'v>>, how: Reach) -> Outcome<'b, 'v> {
    let [target, key] = pair(&args)?;
    equality::reach(target, key.as_ref(), how)
}

fn pair<'a, 'b, 'v>(args: &'a [CowVal<'b, 'v>]) -> Result<&'a [CowVal<'b, 'v>; 2], ExecutionError> {
    args.try_into().map_err(|_| ExecutionError::invalid_argument_count(2, args.len()))
}

fn truth<'b, 'v>(answer: bool) -> CowVal<'b, 'v> {
    CowVal::owned(cel::common::types::CelBool::from(answer))
}

fn ordering(order: std::cmp::Ordering) -> CelInt {
    CelInt::from(order as i64)
}

/// The text of an argument.
fn text<'a>(text: &'a CelString<'_>) -> &'a str {
    text.inner()
}
