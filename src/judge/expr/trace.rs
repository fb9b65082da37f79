//! Every step of an expression with its value: what `explain --trace` prints.

use cel::common::ast::{Expr, IdedExpr};

use super::text::{children, snippet};
use super::{Answer, Engine, Program, Scope};

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// The source text of the sub-expression.
    pub source: String,
    /// What it came to.
    pub answer: Answer,
}

impl Engine {
    /// The steps in the order of evaluation, the expression itself last. What stands inside a comprehension depends on
    /// its item and is left out; the comprehension is one step.
    pub fn trace(&self, program: &Program, scope: &Scope) -> Vec<Traced> {
        let mut steps: Vec<Traced> = Vec::new();
        for (parsed, lowered) in pairs(&program.parsed, &program.lowered) {
            let source = snippet(&program.source, &program.spans, parsed);
            if !steps.iter().any(|step| step.source == source) {
                steps.push(Traced { source, answer: self.evaluate_expr(lowered, scope).answer });
            }
        }
        steps
    }
}

/// The sub-expressions that have a value of their own, each with its lowered twin, inner ones first.
fn pairs<'e>(parsed: &'e IdedExpr, lowered: &'e IdedExpr) -> Vec<(&'e IdedExpr, &'e IdedExpr)> {
    let mut found = Vec::new();
    collect(parsed, lowered, &mut found);
    found
}

fn collect<'e>(parsed: &'e IdedExpr, root: &'e IdedExpr, found: &mut Vec<(&'e IdedExpr, &'e IdedExpr)>) {
    let inner = match &parsed.expr {
        Expr::Literal(_) | Expr::Unspecified => return,
        Expr::Comprehension(fold) => vec![&fold.iter_range],
        Expr::Ident(_) | Expr::Select(_) | Expr::Call(_) | Expr::List(_) | Expr::Map(_) | Expr::Struct(_) => {
            children(parsed)
        }
    };
    for child in inner {
        collect(child, root, found);
    }
    if let Some(twin) = twin(root, parsed.id) {
        found.push((parsed, twin));
    }
}

/// The outermost lowered expression that carries this id.
fn twin(root: &IdedExpr, id: u64) -> Option<&IdedExpr> {
    if root.id == id {
        return Some(root);
    }
    children(root).into_iter().find_map(|child| twin(child, id))
}
