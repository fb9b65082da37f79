//! Expressions: the only folder that names `cel`.
//!
//! A [`Program`] is compiled once and evaluated on a [`Scope`]. The answer is a value, a reason why there is none, or
//! a fault of the expression; with it comes what the expression read.

mod equality;
mod functions;
mod ledger;
mod lower;
mod node;
mod paths;
mod serializer;
mod text;
mod trace;
mod value;

#[cfg(test)]
mod semantics;

use std::collections::BTreeMap;
use std::sync::Arc;

use cel::common::ast::IdedExpr;
use cel::common::functions::Function;
use cel::common::types::CelString;
use cel::common::value::{CowVal, Val};
use cel::{Context, DeclarationError, Env, ExecutionError};

pub(super) use functions::NAMES as FUNCTIONS;
pub use paths::{Access, Call, Path, Reads, Step, Use};
pub use serializer::Unserializable;
pub use trace::Traced;
pub use value::{Items, Value};

use crate::model::Ignorance;
use crate::model::verdict::Evidence;
use ledger::Ledger;
use node::{Reader, RootNode};

/// The environment in which expressions are compiled and evaluated: the functions that they may call.
pub struct Engine {
    env: Arc<Env>,
    timestamp: Function,
    duration: Function,
}

/// A compiled expression.
#[derive(Debug)]
pub struct Program {
    source: String,
    spans: BTreeMap<u64, (usize, usize)>,
    parsed: IdedExpr,
    lowered: IdedExpr,
}

/// The names that an expression can use.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The facts by name.
    pub facts: Arc<BTreeMap<String, Value>>,
    /// The item that is judged, if the check has an `each`.
    pub it: Option<Value>,
    /// The check's parameters.
    pub params: Value,
    /// What carbon.yaml says.
    pub config: Value,
    /// The time at which the platform was read.
    pub now: jiff::Timestamp,
}

impl Scope {
    /// The value of a name, and whether reading it is evidence.
    fn find(&self, name: &str) -> Option<(std::borrow::Cow<'_, Value>, bool)> {
        use std::borrow::Cow::{Borrowed, Owned};
        match name {
            "it" => self.it.as_ref().map(|it| (Borrowed(it), true)),
            "params" => Some((Borrowed(&self.params), false)),
            "config" => Some((Borrowed(&self.config), true)),
            "now" => Some((Owned(Value::Time(self.now)), false)),
            fact => self.facts.get(fact).map(|fact| (Borrowed(fact), true)),
        }
    }
}

/// What an expression came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A value.
    Yes(Value),
    /// Something that it needs should have been readable and was not.
    Unknown(Ignorance),
    /// Something that it needs cannot be told from this kind of source.
    OutOfScope(Ignorance),
    /// The expression is wrong.
    Fault(String),
}

/// An answer and what was read on the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The answer.
    pub answer: Answer,
    /// The paths read with their values, in the order of first read.
    pub evidence: Vec<Evidence>,
}

/// An expression that does not parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// Line in the expression, from 1.
    pub line: usize,
    /// Column in the line, from 1.
    pub column: usize,
    /// What the parser says.
    pub message: String,
}

/// `cel` refused one of our functions: only a wrong version of it can.
#[derive(Debug, thiserror::Error)]
#[error("the expression engine does not start: {0}")]
pub struct EngineError(String);

impl From<DeclarationError> for EngineError {
    fn from(error: DeclarationError) -> Self {
        Self(error.to_string())
    }
}

impl Engine {
    /// The environment with all functions.
    pub fn new() -> Result<Self, EngineError> {
        let mut env = Env::stdlib();
        env.add_extension(cel::extensions::strings)?;
        env.add_extension(cel::extensions::lists)?;
        env.add_extension(cel::extensions::math)?;
        functions::declare(&mut env)?;
        let text = [CowVal::owned(CelString::from(""))];
        let find = |name: &str| env.find_overload(name, &text).ok_or_else(|| EngineError(format!("no {name}(string)")));
        let (timestamp, duration) = (find("timestamp")?, find("duration")?);
        Ok(Self { env: Arc::new(env), timestamp, duration })
    }

    /// Parses an expression. Names are looked up when it is evaluated; the linter looks before.
    pub fn compile(&self, source: &str) -> Result<Program, SyntaxError> {
        if let Some(refusal) = text::refuse(source) {
            return Err(refusal);
        }
        let program = self.env.compile(source).map_err(|errors| text::syntax_error(&errors))?;
        let parsed = program.expression().clone();
        let lowered = lower::lower(&parsed, &lower::Bound::default());
        let spans = text::spans(&parsed, program.source_info());
        Ok(Program { source: source.to_owned(), spans, parsed, lowered })
    }

    /// Evaluates.
    pub fn evaluate(&self, program: &Program, scope: &Scope) -> Evaluation {
        self.evaluate_expr(&program.lowered, scope)
    }

    fn evaluate_expr(&self, expr: &IdedExpr, scope: &Scope) -> Evaluation {
        let ledger = Arc::new(Ledger::default());
        let reader = Reader { ledger: ledger.clone(), timestamp: self.timestamp, duration: self.duration };
        let mut context = Context::with_env(self.env.clone());
        context.add_variable_as_val(lower::ROOT, Box::new(RootNode { scope: scope.clone(), reader }));
        let result = cel::Value::resolve_val(expr, &context).and_then(|value| from_cel(value.as_ref()));
        let answer = match (result, ledger.ignorance()) {
            (Ok(value), _) if !ledger.has_swallowed() => Answer::Yes(value),
            (_, Some(why)) if why.is_out_of_scope() => Answer::OutOfScope(why),
            (_, Some(why)) => Answer::Unknown(why),
            (Ok(value), None) => Answer::Yes(value),
            (Err(error), None) => Answer::Fault(error.to_string()),
        };
        Evaluation { answer, evidence: ledger.evidence() }
    }
}

impl Program {
    /// The source text.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// The result of an expression as a value of ours.
fn from_cel(value: &dyn Val) -> Result<Value, ExecutionError> {
    use cel::common::types::{CelBool, CelDouble, CelDuration, CelInt, CelTimestamp, CelUInt, Kind};
    if let Some(node) = value.downcast_ref::<node::UnknownNode>() {
        return Err(node::unknown(&node.why));
    }
    let made = match value.get_type().kind() {
        Kind::NullType => Some(Value::Null),
        Kind::Boolean => value.downcast_ref::<CelBool>().map(|b| Value::Bool(*b.inner())),
        Kind::Int => value.downcast_ref::<CelInt>().map(|i| Value::Int(*i.inner())),
        Kind::UInt => value.downcast_ref::<CelUInt>().and_then(|u| i64::try_from(*u.inner()).ok()).map(Value::Int),
        Kind::Double => value.downcast_ref::<CelDouble>().map(|d| Value::Double(*d.inner())),
        Kind::String => value.downcast_ref::<CelString>().map(|text| Value::text(text.inner())),
        Kind::Duration => value.downcast_ref::<CelDuration>().map(|d| Value::Seconds(d.inner().num_seconds())),
        Kind::Timestamp => value
            .downcast_ref::<CelTimestamp>()
            .and_then(|time| jiff::Timestamp::from_second(time.inner().timestamp()).ok())
            .map(Value::Time),
        Kind::List => Some(Value::list(listed(value)?)),
        Kind::Map => mapped(value)?,
        _ => functions::shown(value).map(Value::text),
    };
    made.ok_or_else(|| ExecutionError::function_error("result", format!("a {} is no answer", value.get_type().name())))
}

fn listed(value: &dyn Val) -> Result<Vec<Value>, ExecutionError> {
    let mut made = Vec::new();
    let mut items = value.as_iterable().map(|iterable| iterable.iter());
    while let Some(item) = items.as_mut().and_then(|items| items.next()) {
        made.push(from_cel(item)?);
    }
    Ok(made)
}

fn mapped(value: &dyn Val) -> Result<Option<Value>, ExecutionError> {
    let (Some(keys), Some(entries)) = (value.as_iterable(), value.as_indexer()) else { return Ok(None) };
    let mut made = BTreeMap::new();
    let mut keys = keys.iter();
    while let Some(key) = keys.next() {
        if let Some(name) = from_cel(key)?.as_key() {
            made.insert(name, from_cel(entries.get(key)?.as_ref())?);
        }
    }
    Ok(Some(Value::Map(Arc::new(made))))
}
