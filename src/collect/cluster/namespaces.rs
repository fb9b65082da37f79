//! Lists that are refused for the whole cluster, from the namespaces in which they are allowed.

use futures_util::{StreamExt, stream};

use super::gathered::Gathered;
use super::reader::Reader;
use super::targets::Target;
use super::{AT_ONCE, Nothing, Options, permissions};
use crate::model::listing::Gap;
use crate::model::{Because, Ignorance};

/// Reads what is refused for the whole cluster from the namespaces in which it may be; the rest is a gap.
///
/// # Errors
/// When every other request would fail in the same way.
pub(super) async fn read(
    reader: &Reader<'_>,
    gathered: &mut Gathered,
    refused: &[(&Target, String)],
    options: &Options,
) -> Result<(), Nothing> {
    if refused.is_empty() {
        return Ok(());
    }
    let (namespaces, all) = gathered.namespaces(options);
    let rights =
        namespaces.iter().map(|namespace| async move { (namespace, permissions::read(reader, namespace).await) });
    let rights: Vec<_> = stream::iter(rights).buffered(AT_ONCE).collect().await;
    let mut lists = Vec::new();
    for (namespace, rights) in &rights {
        for (position, (target, _)) in refused.iter().enumerate() {
            // Where the server does not tell what one may, the list itself is asked for.
            if rights.as_ref().map_or(true, |it| it.may_list(target)) {
                lists.push((position, *namespace));
            } else if all {
                gathered.miss(target, Gap::of(*namespace, forbidden(target)));
            }
        }
    }
    let lists = lists.iter().map(|(position, namespace)| async move {
        let (target, _) = refused[*position];
        (*position, *namespace, reader.list(target, Some(namespace)).await)
    });
    let mut lists = stream::iter(lists).buffer_unordered(AT_ONCE);
    let mut open = vec![Vec::new(); refused.len()];
    while let Some((position, namespace, part)) = lists.next().await {
        match &part.failure {
            None => open[position].push(namespace.clone()),
            Some(fatal) if fatal.is_fatal() => return Err(Nothing::Failed(fatal.clone())),
            Some(_) => {}
        }
        gathered.take(refused[position].0, Some(namespace), part);
    }
    for ((target, why), mut except) in refused.iter().zip(open) {
        gathered.refused(target, why);
        if !all {
            except.sort();
            gathered.miss(target, Gap { except, ..Gap::anywhere(forbidden(target)) });
        }
    }
    Ok(())
}

fn forbidden(target: &Target) -> Ignorance {
    Ignorance::new(Because::Forbidden, target.name.clone())
}
