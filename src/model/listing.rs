//! A list and what is missing from it: nobody can read "there is none" out of a refused list.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::known::Ignorance;
use super::observed::Absence;

/// The items that were seen, and the parts that were not.
///
/// There are three ways in. [`all`](Self::all), [`within`](Self::within) and [`find`](Self::find) answer a question
/// about the whole list or a namespace and fail where a part is missing; [`carry`](Self::carry) hands items and gaps
/// on together; [`seen`](Self::seen) is for questions that a missing item cannot change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Listing")]
pub struct Listing<T> {
    items: Vec<T>,
    gaps: Vec<Gap>,
    /// The input is desired state and holds no object of this kind: as a list it is empty, but a join with it has
    /// no answer, since the other side may live elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    elsewhere: Option<Ignorance>,
}

/// A part of a list that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Gap {
    /// Why, and of which resource.
    pub why: Ignorance,
    /// The namespace that is missing; `None` = any part of the list may be.
    pub namespace: Option<String>,
    /// Namespaces that were read all the same: what is missing lies elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}

impl Gap {
    /// Any part of the list may be missing.
    pub fn anywhere(why: Ignorance) -> Self {
        Self { why, namespace: None, except: Vec::new() }
    }

    /// A namespace is missing.
    pub fn of(namespace: impl Into<String>, why: Ignorance) -> Self {
        Self { why, namespace: Some(namespace.into()), except: Vec::new() }
    }

    /// True if something in this scope may be missing.
    pub fn touches(&self, scope: Scope<'_>) -> bool {
        match (scope, &self.namespace) {
            (Scope::Namespace(wanted), Some(namespace)) => wanted == namespace,
            (Scope::Namespace(wanted), None) => !self.except.iter().any(|it| it == wanted),
            (Scope::Cluster, _) => true,
        }
    }
}

/// Something that lives in a namespace (empty for cluster-scoped objects).
pub trait Namespaced {
    /// The namespace, empty if cluster-scoped.
    fn namespace(&self) -> &str;
}

/// How far a look-up reaches.
#[derive(Debug, Clone, Copy)]
pub enum Scope<'a> {
    /// The whole list.
    Cluster,
    /// One namespace.
    Namespace(&'a str),
}

impl<T> Listing<T> {
    /// A list that was read to its end.
    pub fn complete(items: Vec<T>) -> Self {
        Self { items, gaps: Vec::new(), elsewhere: None }
    }

    /// Items with the gaps that were found on the way.
    pub fn with_gaps(items: Vec<T>, gaps: Vec<Gap>) -> Self {
        Self { items, gaps, elsewhere: None }
    }

    /// Nothing was read.
    pub fn unread(why: Ignorance) -> Self {
        Self { items: Vec::new(), gaps: vec![Gap::anywhere(why)], elsewhere: None }
    }

    /// Desired state without one object of this kind.
    pub fn elsewhere(why: Ignorance) -> Self {
        Self { items: Vec::new(), gaps: Vec::new(), elsewhere: Some(why) }
    }

    /// Adds an item.
    pub fn push(&mut self, item: T) {
        self.items.push(item);
        self.elsewhere = None;
    }

    /// Adds a gap.
    pub fn add_gap(&mut self, gap: Gap) {
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    /// Applies what the absence of this resource means (see [`Absence`]).
    pub fn settle(&mut self, rule: impl FnOnce(bool) -> Absence) {
        match rule(self.items.is_empty()) {
            Absence::None => {}
            Absence::Unread(why) => self.add_gap(Gap::anywhere(why)),
            Absence::Elsewhere(why) => self.elsewhere = Some(why),
        }
    }

    /// Takes over what another reading of a part has brought, with its gaps.
    pub fn absorb(&mut self, part: Self) {
        self.items.extend(part.items);
        part.gaps.into_iter().for_each(|gap| self.add_gap(gap));
        self.elsewhere = self.elsewhere.take().or(part.elsewhere);
    }

    /// Puts items into this order, and gaps into their own.
    pub fn sort_by(&mut self, order: impl FnMut(&T, &T) -> std::cmp::Ordering) {
        self.items.sort_by(order);
        self.gaps.sort();
    }

    /// The items to edit in place (sorting, effects of a change).
    pub fn items_mut(&mut self) -> &mut Vec<T> {
        &mut self.items
    }

    /// What was seen. Only for questions that an unseen item cannot change.
    pub fn seen(&self) -> &[T] {
        &self.items
    }

    /// What is missing.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// True if nothing is missing and a join has an answer.
    pub fn is_whole(&self) -> bool {
        self.gaps.is_empty() && self.elsewhere.is_none()
    }

    /// Items and gaps together, for a fact that lists what this list lists.
    pub fn carry<U>(&self, f: impl FnMut(&T) -> U) -> Listing<U> {
        Listing { items: self.items.iter().map(f).collect(), gaps: self.gaps.clone(), elsewhere: None }
    }

    /// The whole list, or why some of it is missing.
    pub fn all(&self) -> Result<&[T], Ignorance> {
        match (&self.elsewhere, self.gaps.first()) {
            (Some(why), _) => Err(why.clone()),
            (None, Some(gap)) => Err(gap.why.clone()),
            (None, None) => Ok(&self.items),
        }
    }

    /// Why a look-up in this scope that finds nothing would not mean "none".
    pub fn missing(&self, scope: Scope<'_>) -> Option<&Ignorance> {
        let gap = self.gaps.iter().find(|gap| gap.touches(scope));
        self.elsewhere.as_ref().or_else(|| gap.map(|gap| &gap.why))
    }

    /// The first item that fits. A hit is an answer even if other parts are missing; a miss is one only if none is.
    pub fn find(&self, scope: Scope<'_>, fits: impl Fn(&T) -> bool) -> Result<Option<&T>, Ignorance> {
        match (self.items.iter().find(|item| fits(item)), self.missing(scope)) {
            (Some(item), _) => Ok(Some(item)),
            (None, Some(why)) => Err(why.clone()),
            (None, None) => Ok(None),
        }
    }
}

impl<T: Namespaced> Listing<T> {
    /// Every item of a namespace, or why some may be missing.
    pub fn within<'a>(&'a self, namespace: &'a str) -> Result<impl Iterator<Item = &'a T>, Ignorance> {
        match self.missing(Scope::Namespace(namespace)) {
            Some(why) => Err(why.clone()),
            None => Ok(self.items.iter().filter(move |item| item.namespace() == namespace)),
        }
    }
}

impl<T> Default for Listing<T> {
    /// A list that nobody has filled: an older snapshot lacks it.
    fn default() -> Self {
        Self::unread(Ignorance::new(super::known::Because::NotInSource, "snapshot"))
    }
}

/// An array for checks (they read the items), marked `x-listing`.
impl<T: JsonSchema> JsonSchema for Listing<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Listing_{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let items = generator.subschema_for::<T>();
        schemars::json_schema!({ "type": "array", "items": items, "x-listing": true })
    }
}
