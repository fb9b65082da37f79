//! `==` and `in` as CEL means them, over `cel`'s values and ours alike, and with an error where something is unknown.
//!
//! `cel` compares through a function that cannot fail and that knows only its own containers: `['a'] == it.names`
//! would be false for every list of ours, and `unknown == 1` would be an answer.

use cel::ExecutionError;
use cel::common::types::{CelBool, CelOptional, Kind};
use cel::common::value::{CowVal, Val};

use super::node::{UnknownNode, unknown};

/// `a == b`.
pub(super) fn same(a: &dyn Val, b: &dyn Val) -> Result<bool, ExecutionError> {
    for side in [a, b] {
        if let Some(node) = side.downcast_ref::<UnknownNode>() {
            return Err(unknown(&node.why));
        }
    }
    match (a.get_type().kind(), b.get_type().kind()) {
        (Kind::List, Kind::List) => same_lists(a, b),
        (Kind::Map, Kind::Map) => same_maps(a, b),
        _ => Ok(a.equals(b)),
    }
}

fn same_lists(a: &dyn Val, b: &dyn Val) -> Result<bool, ExecutionError> {
    let (Some(a), Some(b)) = (a.as_iterable(), b.as_iterable()) else { return Ok(false) };
    let (mut a, mut b) = (a.iter(), b.iter());
    let mut doubt = None;
    loop {
        match (a.next(), b.next()) {
            (Some(left), Some(right)) => match same(left, right) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(error) => doubt = Some(error),
            },
            (None, None) => return doubt.map_or(Ok(true), Err),
            (Some(_), None) | (None, Some(_)) => return Ok(false),
        }
    }
}

fn same_maps(a: &dyn Val, b: &dyn Val) -> Result<bool, ExecutionError> {
    let (Some(keys), Some(others)) = (a.as_iterable(), b.as_iterable()) else { return Ok(false) };
    let (Some(left), Some(right)) = (a.as_indexer(), b.as_indexer()) else { return Ok(false) };
    let mut unmatched = others.iter();
    let mut keys = keys.iter();
    let mut doubt = None;
    while let Some(key) = keys.next() {
        if unmatched.next().is_none() {
            return Ok(false);
        }
        // Our maps have text keys only; an answer for another key would be no such key, not an error.
        let found = match right.get(key) {
            Err(ExecutionError::NoSuchKey(_) | ExecutionError::UnexpectedType { .. }) => return Ok(false),
            found => found,
        };
        match found.and_then(|value| same(left.get(key)?.as_ref(), value.as_ref())) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(error) => doubt = Some(error),
        }
    }
    match unmatched.next() {
        Some(_) => Ok(false),
        None => doubt.map_or(Ok(true), Err),
    }
}

/// `value in container`.
pub(super) fn within(value: &dyn Val, container: &dyn Val) -> Result<bool, ExecutionError> {
    if container.get_type().kind() == Kind::List
        && let Some(items) = container.as_iterable()
    {
        let (mut items, mut doubt) = (items.iter(), None);
        while let Some(item) = items.next() {
            match same(value, item) {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                Err(error) => doubt = Some(error),
            }
        }
        return doubt.map_or(Ok(false), Err);
    }
    let types = || vec![value.get_type().name().to_owned(), container.get_type().name().to_owned()];
    match container.as_container() {
        Some(map) => map.contains(value),
        None => Err(ExecutionError::no_such_overload("@in", types())),
    }
}

/// `a.field`, `a[i]`, `a.?field`, `a[?i]` and `has(a.field)`, told apart by the caller.
pub(super) enum Reach {
    /// An absent value is an error.
    Plain,
    /// An absent value is `optional.none()`.
    Optional,
    /// Says whether it is there.
    Test,
}

/// The entry of a value, or of what an optional holds: only what is absent is none, an unknown one is an error.
pub(super) fn reach<'b, 'v>(
    target: &CowVal<'b, 'v>,
    key: &dyn Val,
    reach: Reach,
) -> Result<CowVal<'b, 'v>, ExecutionError> {
    let none = || CowVal::owned(CelOptional::none());
    let (target, within_optional) = match target.downcast_ref::<CelOptional>() {
        Some(optional) => match (optional.option(), &reach) {
            (Some(value), _) => (value, true),
            (None, Reach::Test) => return Ok(CowVal::owned(CelBool::from(false))),
            (None, Reach::Plain | Reach::Optional) => return Ok(none()),
        },
        None => (target.as_ref(), false),
    };
    let types = || vec![target.get_type().name().to_owned(), key.get_type().name().to_owned()];
    let indexer = target.as_indexer().ok_or_else(|| ExecutionError::no_such_overload("_._", types()))?;
    let found = indexer.get(key).map(CowVal::into_owned);
    let absent = matches!(found, Err(ExecutionError::NoSuchKey(_) | ExecutionError::IndexOutOfBounds(_)));
    match reach {
        Reach::Test if absent => Ok(CowVal::owned(CelBool::from(false))),
        Reach::Test => found.map(|_| CowVal::owned(CelBool::from(true))),
        Reach::Plain if !within_optional => found.map(CowVal::Owned),
        Reach::Plain | Reach::Optional if absent => Ok(none()),
        Reach::Plain | Reach::Optional => found.map(|value| CowVal::owned(CelOptional::of(value))),
    }
}
