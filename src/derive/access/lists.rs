//! Look-ups whose miss in desired state means none: a policy that is kept elsewhere would be a surprise, and without
//! this rule no manifest could be judged alone.

use crate::model::known::Ignorance;
use crate::model::listing::{Listing, Scope};
use crate::model::observed::Object;

/// The first item that fits.
pub(super) fn find<'a, T>(
    list: &'a Listing<Object<T>>,
    scope: Scope<'_>,
    fits: impl Fn(&Object<T>) -> bool,
) -> Result<Option<&'a Object<T>>, Ignorance> {
    match list.find(scope, fits) {
        Err(why) if why.is_out_of_scope() => Ok(None),
        other => other,
    }
}

/// The items of a namespace.
pub(super) fn within<'a, T>(
    list: &'a Listing<Object<T>>,
    namespace: &str,
) -> Result<impl Iterator<Item = &'a Object<T>>, Ignorance> {
    match list.missing(Scope::Namespace(namespace)) {
        Some(why) if !why.is_out_of_scope() => Err(why.clone()),
        Some(_) | None => {
            let namespace = namespace.to_owned();
            Ok(list.seen().iter().filter(move |it| it.meta.namespace == namespace))
        }
    }
}
