//! `isSorted`, `sum`, `min` and `max` of a list.

use std::cmp::Ordering;

use cel::common::types::{CelInt, LIST_TYPE};
use cel::common::value::{CowVal, Val};
use cel::{DeclarationError, Env, ExecutionError};

use super::{Outcome, truth};

pub(super) fn declare(env: &mut Env) -> Result<(), DeclarationError> {
    env.add_member_overload("isSorted", "list.isSorted()", LIST_TYPE, vec![], is_sorted)?;
    env.add_member_overload("sum", "list.sum()", LIST_TYPE, vec![], sum)?;
    env.add_member_overload("min", "list.min()", LIST_TYPE, vec![], |args| extreme("min", args, Ordering::Less))?;
    env.add_member_overload("max", "list.max()", LIST_TYPE, vec![], |args| extreme("max", args, Ordering::Greater))
}

/// Owned copies of the items of the list that the function was called on.
fn items<'v>(args: &[CowVal<'_, 'v>]) -> Result<Vec<Box<dyn Val + 'v>>, ExecutionError> {
    let list = args.first().ok_or_else(|| ExecutionError::invalid_argument_count(1, 0))?;
    let overload = || ExecutionError::no_such_member_overload("list", vec![list.get_type().name().to_owned()]);
    let mut items = list.as_iterable().ok_or_else(overload)?.iter();
    let mut owned = Vec::new();
    while let Some(item) = items.next() {
        owned.push(item.clone_as_boxed());
    }
    Ok(owned)
}

fn compare(name: &str, a: &dyn Val, b: &dyn Val) -> Result<Ordering, ExecutionError> {
    let types = || vec![a.get_type().name().to_owned(), b.get_type().name().to_owned()];
    a.as_comparer().ok_or_else(|| ExecutionError::no_such_overload(name, types()))?.compare(b)
}

fn is_sorted<'b, 'v>(args: Vec<CowVal<'b, 'v>>) -> Outcome<'b, 'v> {
    for neighbours in items(&args)?.windows(2) {
        if let [a, b] = neighbours
            && compare("isSorted", a.as_ref(), b.as_ref())? == Ordering::Greater
        {
            return Ok(truth(false));
        }
    }
    Ok(truth(true))
}

/// The sum of numbers or durations. Of an empty list it is 0, as in Kubernetes.
fn sum<'b, 'v>(args: Vec<CowVal<'b, 'v>>) -> Outcome<'b, 'v> {
    let mut items = items(&args)?.into_iter();
    let Some(mut total) = items.next() else { return Ok(CowVal::owned(CelInt::from(0))) };
    let overload = |value: &dyn Val| ExecutionError::no_such_overload("sum", vec![value.get_type().name().to_owned()]);
    if total.as_subtractor().is_none() {
        // A text adds, but does not sum up.
        return Err(overload(total.as_ref()));
    }
    for item in items {
        let next = total.as_adder().ok_or_else(|| overload(total.as_ref()))?.add(item.as_ref())?.into_owned();
        total = next;
    }
    Ok(CowVal::Owned(total))
}

/// The least or the greatest item; of an empty list there is none, which is an error, as in Kubernetes.
fn extreme<'b, 'v>(name: &str, args: Vec<CowVal<'b, 'v>>, wanted: Ordering) -> Outcome<'b, 'v> {
    let mut items = items(&args)?.into_iter();
    let mut best = items.next().ok_or_else(|| ExecutionError::function_error(name, "called on an empty list"))?;
    for item in items {
        if compare(name, item.as_ref(), best.as_ref())? == wanted {
            best = item;
        }
    }
    Ok(CowVal::Owned(best))
}
