//! One check on one subject.

use super::definition::{Check, Expression};
use super::expr::{Answer, Engine, Evaluation, Scope, Value};
use crate::model::verdict::{Evidence, MILLION, Outcome};

/// What a check says of a subject, and what it read to say so.
pub(super) fn judge_one(engine: &Engine, check: &Check, scope: &Scope) -> (Outcome, Vec<Evidence>) {
    let mut evidence = Vec::new();
    let mut truth = |expression: &Expression| {
        let Evaluation { answer, evidence: read } = engine.evaluate(&expression.program, scope);
        for entry in read {
            if !evidence.iter().any(|known: &Evidence| known.path == entry.path) {
                evidence.push(entry);
            }
        }
        as_truth(expression, answer)
    };
    let applies = check.condition.as_ref().map_or(Ok(true), &mut truth);
    let outcome = match applies {
        Err(outcome) => outcome,
        Ok(false) => Outcome::NotApplicable,
        Ok(true) => match truth(&check.assert) {
            Err(outcome) => outcome,
            Ok(true) => Outcome::Pass,
            Ok(false) => failure(engine, check, scope),
        },
    };
    (outcome, evidence)
}

fn as_truth(expression: &Expression, answer: Answer) -> Result<bool, Outcome> {
    match answer {
        Answer::Yes(Value::Bool(truth)) => Ok(truth),
        Answer::Yes(other) => Err(Outcome::Fault(format!(
            "'{}' gives {}, which is neither true nor false",
            expression.key,
            other.to_json()
        ))),
        Answer::Unknown(why) => Err(Outcome::Unknown(why)),
        Answer::OutOfScope(why) => Err(Outcome::OutOfScope(why)),
        Answer::Fault(message) => Err(Outcome::Fault(format!("'{}': {message}", expression.key))),
    }
}

fn failure(engine: &Engine, check: &Check, scope: &Scope) -> Outcome {
    match check.credit.as_ref().map_or(Ok(0), |credit| self::credit(engine, credit, scope)) {
        Ok(credit) => Outcome::Fail { found: found(engine, check, scope).unwrap_or_else(|words| words), credit },
        Err(outcome) => outcome,
    }
}

/// The credit in parts per million. If it cannot be told, neither can the verdict: a credit of 0 would be an answer.
fn credit(engine: &Engine, expression: &Expression, scope: &Scope) -> Result<u32, Outcome> {
    let outside = |value: &Value| Outcome::Fault(format!("'credit' is {}, not from 0 to below 1", value.to_json()));
    match engine.evaluate(&expression.program, scope).answer {
        Answer::Yes(Value::Int(0)) => Ok(0),
        Answer::Yes(Value::Double(part)) if (0.0..1.0).contains(&part) => {
            let parts = (part * f64::from(MILLION)).floor();
            Ok((parts as u32).min(MILLION - 1))
        }
        Answer::Yes(other) => Err(outside(&other)),
        other => Err(as_truth(expression, other).err().unwrap_or_else(|| Outcome::Fault("'credit'".to_owned()))),
    }
}

/// What was seen, in a line; or, if that cannot be said, a line that says only that.
pub(super) fn found(engine: &Engine, check: &Check, scope: &Scope) -> Result<String, String> {
    const GENERIC: &str = "it does not hold";
    let Some(expression) = &check.found else { return Ok(GENERIC.to_owned()) };
    match engine.evaluate(&expression.program, scope).answer {
        Answer::Yes(Value::Text(text)) => Ok(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Answer::Yes(other) => Err(format!("{GENERIC} ('found' gives {}, which is no text)", other.to_json())),
        Answer::Unknown(_) | Answer::OutOfScope(_) => Ok(GENERIC.to_owned()),
        Answer::Fault(message) => Err(format!("{GENERIC} ('found': {message})")),
    }
}
