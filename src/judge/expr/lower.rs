//! Rewrites a parsed expression so that `cel` evaluates it the way we mean it.
//!
//! - A free name becomes a field of the one root variable, so that even a fact as a whole can be unknown.
//! - `==`, `!=` and `in` go through our own comparison, which knows our containers and can fail.
//! - `a.?b`, `a[?i]` and everything that reaches into what may be an optional go through our own look-up: `cel`'s
//!   turns each error, an unknown value included, into `optional.none()`.

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedEntryExpr, IdedExpr, ListExpr, LiteralValue, MapEntryExpr,
    MapExpr, SelectExpr, StructExpr, StructFieldExpr, operators,
};
use cel::common::types::CelString;

/// The root variable.
pub(super) const ROOT: &str = "@";
/// `a == b`.
pub(super) const SAME: &str = "@same";
/// `a in b`.
pub(super) const WITHIN: &str = "@within";
/// `a.field` and `a[i]` where `a` may be an optional.
pub(super) const REACH: &str = "@reach";
/// `a.?field` and `a[?i]`.
pub(super) const REACH_OPTIONAL: &str = "@reachOptional";
/// `has(a.field)` where `a` may be an optional.
pub(super) const REACH_TEST: &str = "@reachTest";

/// First segments of qualified function and type names, which are no variables.
pub(super) const NAMESPACES: [&str; 7] = ["optional", "math", "lists", "strings", "ip", "cidr", "google"];
/// Names of types.
pub(super) const TYPES: [&str; 12] =
    ["bool", "bytes", "double", "dyn", "duration", "int", "list", "map", "null_type", "string", "timestamp", "uint"];

/// The variables that comprehensions around an expression bind, innermost last.
#[derive(Debug, Clone, Default)]
pub(super) struct Bound(Vec<String>);

impl Bound {
    /// True for a comprehension's variable (or one of `cel`'s own, which start with `@`).
    pub(super) fn has(&self, name: &str) -> bool {
        name.starts_with('@') || self.0.iter().any(|bound| bound == name)
    }

    fn with<'a>(&'a self, names: impl IntoIterator<Item = &'a String>) -> Self {
        Self(self.0.iter().chain(names).cloned().collect())
    }
}

/// True if this name, standing free, is a variable.
pub(super) fn is_variable(name: &str, bound: &Bound) -> bool {
    !bound.has(name) && !TYPES.contains(&name) && name != "type" && name != "optional_type"
}

/// The expression as it is evaluated.
pub(super) fn lower(expr: &IdedExpr, bound: &Bound) -> IdedExpr {
    let lowered = match &expr.expr {
        Expr::Ident(name) if is_variable(name, bound) => {
            let root = IdedExpr { id: expr.id, expr: Expr::Ident(ROOT.to_owned()) };
            Expr::Select(SelectExpr { operand: Box::new(root), field: name.clone(), test: false })
        }
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => expr.expr.clone(),
        Expr::Call(call) => lower_call(expr.id, call, bound),
        Expr::Select(select) => lower_select(expr.id, select, bound),
        Expr::Comprehension(comprehension) => Expr::Comprehension(Box::new(lower_comprehension(comprehension, bound))),
        Expr::List(list) => Expr::List(ListExpr {
            elements: lower_all(&list.elements, bound),
            optional_indices: list.optional_indices.clone(),
        }),
        Expr::Map(map) => Expr::Map(MapExpr { entries: lower_entries(&map.entries, bound) }),
        Expr::Struct(made) => {
            Expr::Struct(StructExpr { type_name: made.type_name.clone(), entries: lower_entries(&made.entries, bound) })
        }
    };
    IdedExpr { id: expr.id, expr: lowered }
}

fn lower_all(exprs: &[IdedExpr], bound: &Bound) -> Vec<IdedExpr> {
    exprs.iter().map(|expr| lower(expr, bound)).collect()
}

fn lower_call(id: u64, call: &CallExpr, bound: &Bound) -> Expr {
    let args = || lower_all(&call.args, bound);
    let ours = |name: &str, args| Expr::Call(CallExpr { func_name: name.to_owned(), target: None, args });
    match (call.func_name.as_str(), call.args.as_slice()) {
        (operators::EQUALS, [_, _]) => ours(SAME, args()),
        (operators::NOT_EQUALS, [_, _]) => {
            ours(operators::LOGICAL_NOT, vec![IdedExpr { id, expr: ours(SAME, args()) }])
        }
        (operators::IN, [_, _]) => ours(WITHIN, args()),
        (operators::OPT_SELECT | operators::OPT_INDEX, [_, _]) => ours(REACH_OPTIONAL, args()),
        (operators::INDEX, [target, _]) if may_be_optional(target, bound) => ours(REACH, args()),
        _ => Expr::Call(CallExpr {
            func_name: call.func_name.clone(),
            target: call.target.as_ref().map(|target| Box::new(lower_target(target, bound))),
            args: args(),
        }),
    }
}

/// The target of a call, which may spell a namespace: `math.greatest(1, 2)`.
fn lower_target(target: &IdedExpr, bound: &Bound) -> IdedExpr {
    match &target.expr {
        Expr::Ident(name) if NAMESPACES.contains(&name.as_str()) && !bound.has(name) => target.clone(),
        _ => lower(target, bound),
    }
}

fn lower_select(id: u64, select: &SelectExpr, bound: &Bound) -> Expr {
    if let Expr::Ident(name) = &select.operand.expr
        && NAMESPACES.contains(&name.as_str())
        && !bound.has(name)
    {
        return Expr::Select(select.clone());
    }
    let operand = lower(&select.operand, bound);
    if !may_be_optional(&select.operand, bound) {
        return Expr::Select(SelectExpr { operand: Box::new(operand), field: select.field.clone(), test: select.test });
    }
    let field = Expr::Literal(LiteralValue::String(CelString::from(select.field.clone())));
    let name = if select.test { REACH_TEST } else { REACH };
    Expr::Call(CallExpr { func_name: name.to_owned(), target: None, args: vec![operand, IdedExpr { id, expr: field }] })
}

/// False only for what certainly comes straight from a fact.
fn may_be_optional(expr: &IdedExpr, bound: &Bound) -> bool {
    match &expr.expr {
        Expr::Ident(name) => bound.has(name),
        Expr::Select(select) => may_be_optional(&select.operand, bound),
        Expr::Call(call) if call.func_name == operators::INDEX => {
            call.args.first().is_none_or(|target| may_be_optional(target, bound))
        }
        Expr::Call(_) | Expr::Comprehension(_) | Expr::Unspecified => true,
        Expr::List(_) | Expr::Map(_) | Expr::Literal(_) | Expr::Struct(_) => false,
    }
}

fn lower_comprehension(comprehension: &ComprehensionExpr, bound: &Bound) -> ComprehensionExpr {
    let folding = bound.with([&comprehension.accu_var]);
    let inner = folding.with(std::iter::once(&comprehension.iter_var).chain(&comprehension.iter_var2));
    ComprehensionExpr {
        iter_range: lower(&comprehension.iter_range, bound),
        iter_var: comprehension.iter_var.clone(),
        iter_var2: comprehension.iter_var2.clone(),
        accu_var: comprehension.accu_var.clone(),
        accu_init: lower(&comprehension.accu_init, bound),
        loop_cond: lower(&comprehension.loop_cond, &inner),
        loop_step: lower(&comprehension.loop_step, &inner),
        result: lower(&comprehension.result, &folding),
    }
}

fn lower_entries(entries: &[IdedEntryExpr], bound: &Bound) -> Vec<IdedEntryExpr> {
    let entry = |entry: &IdedEntryExpr| IdedEntryExpr {
        id: entry.id,
        expr: match &entry.expr {
            EntryExpr::StructField(field) => EntryExpr::StructField(StructFieldExpr {
                field: field.field.clone(),
                value: lower(&field.value, bound),
                optional: field.optional,
            }),
            EntryExpr::MapEntry(pair) => EntryExpr::MapEntry(MapEntryExpr {
                key: lower(&pair.key, bound),
                value: lower(&pair.value, bound),
                optional: pair.optional,
            }),
        },
    };
    entries.iter().map(entry).collect()
}
