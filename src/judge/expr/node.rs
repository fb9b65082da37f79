//! Our values as values of `cel`: nothing is copied into its maps, and every read is written down.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cel::ExecutionError;
use cel::common::functions::Function;
use cel::common::traits::{self, Adder, Container, Indexer, Iterable, Sizer, Zeroer};
use cel::common::types::{self, CelBool, CelDouble, CelInt, CelList, CelNull, CelString, LIST_TYPE, MAP_TYPE, Type};
use cel::common::value::{CowVal, StaticVal, Val};

use super::equality;
use super::ledger::{Ledger, Trail};
use super::value::Value;
use crate::model::Ignorance;

static UNKNOWN_TYPE: Type = Type::new_unspecified_type("unknown");

/// What turns our values into those of `cel`, and the ledger of what was turned.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    pub(super) ledger: Arc<Ledger>,
    /// `timestamp(string)`: the way into `cel`'s own type that does not go through its time library.
    pub(super) timestamp: Function,
    /// `duration(string)`.
    pub(super) duration: Function,
}

/// A list.
#[derive(Debug, Clone)]
pub(super) struct ListNode {
    items: Arc<Vec<Value>>,
    trail: Arc<Trail>,
    reader: Reader,
    lent: Arc<OnceLock<Vec<Box<dyn Val>>>>,
}

/// A struct or a map.
#[derive(Debug, Clone)]
pub(super) struct MapNode {
    entries: Arc<BTreeMap<String, Value>>,
    trail: Arc<Trail>,
    reader: Reader,
    keys: Arc<OnceLock<Vec<Box<dyn Val>>>>,
}

/// An item of a list that is not known: nothing can be done with it.
#[derive(Debug, Clone)]
pub(super) struct UnknownNode {
    pub(super) why: Arc<Ignorance>,
    ledger: Arc<Ledger>,
}

/// The error of reading what is not known.
pub(super) fn unknown(why: &Ignorance) -> ExecutionError {
    ExecutionError::function_error("@unknown", why)
}

impl Reader {
    /// Reads a value: recorded if it is one, an error if it is not known.
    pub(super) fn lend(&self, value: &Value, trail: Arc<Trail>) -> Result<Box<dyn Val>, ExecutionError> {
        if let Some(why) = missing(value) {
            self.ledger.ignorant(why);
            return Err(unknown(why));
        }
        if !value.is_container() {
            self.ledger.read(&trail, value);
        }
        self.make(value, trail)
    }

    /// The value without a record of it. What is not known becomes a node that nothing can be done with.
    fn make(&self, value: &Value, trail: Arc<Trail>) -> Result<Box<dyn Val>, ExecutionError> {
        Ok(match value {
            Value::Null => Box::new(CelNull),
            Value::Bool(b) => Box::new(CelBool::from(*b)),
            Value::Int(i) => Box::new(CelInt::from(*i)),
            Value::Double(d) => Box::new(CelDouble::from(*d)),
            Value::Text(text) => Box::new(CelString::from(text.to_string())),
            Value::Time(time) => convert(self.timestamp, time.to_string())?,
            Value::Seconds(seconds) => convert(self.duration, format!("{seconds}s"))?,
            Value::List(items) => Box::new(self.list(items.clone(), trail)),
            Value::Map(entries) => Box::new(self.map(entries.clone(), trail)),
            Value::Listing(items) => match items.missing() {
                Some(why) => Box::new(self.unknown(Arc::new(why.clone()))),
                None => Box::new(self.list(items.seen.clone(), trail)),
            },
            Value::Unknown(why) => Box::new(self.unknown(why.clone())),
        })
    }

    fn unknown(&self, why: Arc<Ignorance>) -> UnknownNode {
        UnknownNode { why, ledger: self.ledger.clone() }
    }

    fn list(&self, items: Arc<Vec<Value>>, trail: Arc<Trail>) -> ListNode {
        ListNode { items, trail, reader: self.clone(), lent: Arc::default() }
    }

    pub(super) fn map(&self, entries: Arc<BTreeMap<String, Value>>, trail: Arc<Trail>) -> MapNode {
        MapNode { entries, trail, reader: self.clone(), keys: Arc::default() }
    }
}

/// Why a value cannot be read, if it cannot.
fn missing(value: &Value) -> Option<&Ignorance> {
    match value {
        Value::Unknown(why) => Some(why),
        Value::Listing(items) => items.missing(),
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Double(_)
        | Value::Text(_)
        | Value::Time(_)
        | Value::Seconds(_)
        | Value::List(_)
        | Value::Map(_) => None,
    }
}

fn convert(function: Function, text: String) -> Result<Box<dyn Val>, ExecutionError> {
    function(vec![CowVal::owned(CelString::from(text))]).map(CowVal::into_owned)
}

impl ListNode {
    /// The items, made on first use: iteration lends them out.
    fn items(&self) -> &[Box<dyn Val>] {
        self.lent.get_or_init(|| {
            let make = |(index, value): (usize, &Value)| {
                if let Some(why) = missing(value) {
                    self.reader.ledger.ignorant(why);
                }
                let made = self.reader.make(value, self.trail.item(index));
                made.unwrap_or_else(|_| Box::new(CelNull))
            };
            self.items.iter().enumerate().map(make).collect()
        })
    }

    /// Writes down what a walk over the items tells by itself.
    fn walked(&self) {
        if !self.items.iter().any(Value::is_container) {
            self.reader.ledger.read(&self.trail, &Value::List(self.items.clone()));
        }
    }
}

impl MapNode {
    fn keys(&self) -> &[Box<dyn Val>] {
        self.keys.get_or_init(|| {
            let key = |key: &String| Box::new(CelString::from(key.clone())) as Box<dyn Val>;
            self.entries.keys().map(key).collect()
        })
    }

    fn entry(&self, key: &dyn Val) -> Result<Box<dyn Val>, ExecutionError> {
        let name = key.downcast_ref::<CelString>().ok_or_else(|| ExecutionError::UnexpectedType {
            got: key.get_type().name().to_owned(),
            want: "string".to_owned(),
        })?;
        match self.entries.get(name.inner()) {
            Some(value) => self.reader.lend(value, self.trail.field(name.inner())),
            None => {
                self.reader.ledger.absent(&self.trail, name.inner());
                Err(ExecutionError::no_such_key(name.inner()))
            }
        }
    }
}

struct Lent<'b>(std::slice::Iter<'b, Box<dyn Val>>);

impl<'b, 'v> traits::Iterator<'b, 'v> for Lent<'b> {
    fn next(&mut self) -> Option<&'b (dyn Val + 'v)> {
        self.0.next().map(|item| item.as_ref() as &'b (dyn Val + 'v))
    }
}

impl Val for ListNode {
    fn get_type(&self) -> &Type {
        &LIST_TYPE
    }

    fn cel_type() -> &'static Type {
        &LIST_TYPE
    }

    fn as_adder<'b, 'v>(&'b self) -> Option<&'b (dyn Adder + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_iterable<'b, 'v>(&'b self) -> Option<&'b (dyn Iterable + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }

    fn as_zeroer(&self) -> Option<&dyn Zeroer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        equality::same(self, other).unwrap_or_else(|_| self.reader.ledger.swallow())
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for ListNode {}

impl Adder for ListNode {
    fn add<'b, 'v>(&'b self, rhs: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let overload = || ExecutionError::no_such_overload("_+_", vec!["list".into(), rhs.get_type().name().into()]);
        let mut others = rhs.as_iterable().ok_or_else(overload)?.iter();
        self.walked();
        let mut sum: Vec<Box<dyn Val + 'v>> = self.items().iter().map(|item| item.clone_as_boxed()).collect();
        while let Some(other) = others.next() {
            sum.push(other.clone_as_boxed());
        }
        Ok(CowVal::owned(CelList::from(sum)))
    }
}

impl Container for ListNode {
    fn contains(&self, value: &dyn Val) -> Result<bool, ExecutionError> {
        equality::within(value, self)
    }
}

impl Indexer for ListNode {
    fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let number = index.downcast_ref::<CelInt>().ok_or_else(|| ExecutionError::UnexpectedType {
            got: index.get_type().name().to_owned(),
            want: "int".to_owned(),
        })?;
        let item = usize::try_from(*number.inner()).ok().and_then(|at| Some((at, self.items.get(at)?)));
        let (at, value) = item.ok_or_else(|| ExecutionError::IndexOutOfBounds((*number.inner()).into()))?;
        self.reader.lend(value, self.trail.item(at)).map(|made| CowVal::Owned(made as Box<dyn Val + 'v>))
    }

    fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(index).map(CowVal::into_owned)
    }
}

impl Iterable for ListNode {
    fn iter<'b, 'v>(&'b self) -> Box<dyn traits::Iterator<'b, 'v> + 'b>
    where
        Self: 'v,
    {
        self.walked();
        Box::new(Lent(self.items().iter()))
    }
}

impl Sizer for ListNode {
    fn size(&self) -> CelInt {
        self.reader.ledger.size(&self.trail, self.items.len());
        CelInt::from(i64::try_from(self.items.len()).unwrap_or(i64::MAX))
    }
}

impl Zeroer for ListNode {
    fn is_zero_value(&self) -> bool {
        self.reader.ledger.size(&self.trail, self.items.len());
        self.items.is_empty()
    }
}

impl Val for MapNode {
    fn get_type(&self) -> &Type {
        &MAP_TYPE
    }

    fn cel_type() -> &'static Type {
        &MAP_TYPE
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_iterable<'b, 'v>(&'b self) -> Option<&'b (dyn Iterable + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }

    fn as_zeroer(&self) -> Option<&dyn Zeroer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        equality::same(self, other).unwrap_or_else(|_| self.reader.ledger.swallow())
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for MapNode {}

impl Container for MapNode {
    fn contains(&self, key: &dyn Val) -> Result<bool, ExecutionError> {
        let Some(name) = key.downcast_ref::<CelString>() else { return Ok(false) };
        match self.entries.get(name.inner()) {
            Some(value) => self.reader.lend(value, self.trail.field(name.inner())).map(|_| true),
            None => {
                self.reader.ledger.absent(&self.trail, name.inner());
                Ok(false)
            }
        }
    }
}

impl Indexer for MapNode {
    fn get<'b, 'v>(&'b self, key: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.entry(key).map(|made| CowVal::Owned(made as Box<dyn Val + 'v>))
    }

    fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(key).map(CowVal::into_owned)
    }
}

impl Iterable for MapNode {
    fn iter<'b, 'v>(&'b self) -> Box<dyn traits::Iterator<'b, 'v> + 'b>
    where
        Self: 'v,
    {
        self.reader.ledger.size(&self.trail, self.entries.len());
        Box::new(Lent(self.keys().iter()))
    }
}

impl Sizer for MapNode {
    fn size(&self) -> CelInt {
        self.reader.ledger.size(&self.trail, self.entries.len());
        CelInt::from(i64::try_from(self.entries.len()).unwrap_or(i64::MAX))
    }
}

impl Zeroer for MapNode {
    fn is_zero_value(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Val for UnknownNode {
    fn get_type(&self) -> &Type {
        &UNKNOWN_TYPE
    }

    fn cel_type() -> &'static Type {
        &UNKNOWN_TYPE
    }

    fn equals(&self, _: &dyn Val) -> bool {
        self.ledger.swallow()
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for UnknownNode {}

/// Everything that an expression can name: the only variable that `cel` knows.
#[derive(Debug, Clone)]
pub(super) struct RootNode {
    pub(super) scope: super::Scope,
    pub(super) reader: Reader,
}

impl Val for RootNode {
    fn get_type(&self) -> &Type {
        &types::MAP_TYPE
    }

    fn cel_type() -> &'static Type {
        &types::MAP_TYPE
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for RootNode {}

impl Indexer for RootNode {
    fn get<'b, 'v>(&'b self, key: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = key.downcast_ref::<CelString>().map(CelString::inner).unwrap_or_default();
        let (value, is_evidence) = self.scope.find(name).ok_or_else(|| ExecutionError::undeclared_reference(name))?;
        let quiet = Reader { ledger: Ledger::muted(), ..self.reader.clone() };
        let reader = if is_evidence { &self.reader } else { &quiet };
        reader.lend(&value, Trail::root().field(name)).map(|made| CowVal::Owned(made as Box<dyn Val + 'v>))
    }

    fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(key).map(CowVal::into_owned)
    }
}
