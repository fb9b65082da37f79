//! The paths that an expression reads, from its syntax tree alone: for the linter, and to know what to collect.

use std::collections::BTreeMap;
use std::fmt;

use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue, operators};

use super::Program;
use super::ledger::write_field;
use super::lower::{Bound, NAMESPACES, is_variable};
use super::text::position;

/// A path from a name on, e.g. `it.containers[].image`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// The steps; the first is a field: the name.
    pub steps: Vec<Step>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Where it leads.
    pub to: Access,
    /// How it is taken.
    pub how: Use,
    /// Line in the expression, from 1.
    pub line: usize,
    /// Column in the line, from 1.
    pub column: usize,
}

/// Where a step leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// To a field of a struct, or the entry of a map under a fixed key.
    Field(String),
    /// To each item of a list, or each key of a map.
    Each,
    /// To one item or entry by a computed index.
    Index,
}

/// How a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Plainly: what is absent is an error.
    Plain,
    /// By `has()`.
    Test,
    /// By `.?` or `[?]`.
    Optional,
}

impl Path {
    /// The name that it starts from.
    pub fn name(&self) -> &str {
        match self.steps.first().map(|step| &step.to) {
            Some(Access::Field(name)) => name,
            Some(Access::Each | Access::Index) | None => "",
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for step in &self.steps {
            match &step.to {
                Access::Field(name) => write_field(&mut text, name),
                Access::Each | Access::Index => text.push_str("[]"),
            }
        }
        f.write_str(&text)
    }
}

/// A function that an expression calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its name, with its namespace if it has one.
    pub name: String,
    /// Line in the expression, from 1.
    pub line: usize,
    /// Column in the line, from 1.
    pub column: usize,
}

/// What the syntax tree tells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reads {
    /// The paths read, sorted; none is the beginning of another taken the same way.
    pub paths: Vec<Path>,
    /// The functions called.
    pub calls: Vec<Call>,
    /// Fields taken from something that is no fact (line and column): nobody can check that they exist.
    pub untyped: Vec<(usize, usize)>,
    /// How deep comprehensions nest.
    pub depth: usize,
}

/// What is known of a sub-expression.
#[derive(Debug, Clone)]
enum Shape {
    /// A value of a fact.
    At(Path),
    /// A list of such.
    ListOf(Box<Shape>),
    /// One of several.
    OneOf(Vec<Shape>),
    /// A map that the expression made.
    Made,
    /// Anything else: a number, a text, a truth value.
    Other,
}

impl Program {
    /// What the expression reads and calls.
    pub fn reads(&self) -> Reads {
        let mut walk = Walk { program: self, reads: Reads::default() };
        let shape = walk.shape(&self.parsed, &Scopes::default(), 0);
        walk.emit(&shape);
        let mut reads = walk.reads;
        reads.paths.sort();
        reads.paths.dedup();
        let all = reads.paths.clone();
        let begins_another = |path: &Path| {
            all.iter().any(|other| other.steps.len() > path.steps.len() && other.steps.starts_with(&path.steps))
        };
        reads.paths.retain(|path| !begins_another(path));
        reads
    }

    /// The paths that the expression reads.
    pub fn paths(&self) -> Vec<Path> {
        self.reads().paths
    }
}

#[derive(Debug, Clone, Default)]
struct Scopes(BTreeMap<String, Shape>);

struct Walk<'p> {
    program: &'p Program,
    reads: Reads,
}

impl Walk<'_> {
    fn emit(&mut self, shape: &Shape) {
        match shape {
            Shape::At(path) => self.reads.paths.push(path.clone()),
            Shape::ListOf(inner) => self.emit(inner),
            Shape::OneOf(shapes) => shapes.iter().for_each(|shape| self.emit(shape)),
            Shape::Made | Shape::Other => {}
        }
    }

    fn read(&mut self, expr: &IdedExpr, scopes: &Scopes, depth: usize) {
        let shape = self.shape(expr, scopes, depth);
        self.emit(&shape);
    }

    fn position(&self, expr: &IdedExpr) -> (usize, usize) {
        let start = self.program.spans.get(&expr.id).map_or(0, |span| span.0);
        let source = &self.program.source;
        // The token of a selection is its dot; the reader looks for the name.
        let rest = source.get(start..).unwrap_or_default();
        let name = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(['?', ' ', '\n']));
        position(source, source.len() - name.len())
    }

    fn shape(&mut self, expr: &IdedExpr, scopes: &Scopes, depth: usize) -> Shape {
        match &expr.expr {
            Expr::Unspecified | Expr::Literal(_) => Shape::Other,
            Expr::Ident(name) => match scopes.0.get(name) {
                Some(shape) => shape.clone(),
                None if is_variable(name, &Bound::default()) => {
                    self.step(expr, Shape::At(Path { steps: Vec::new() }), Access::Field(name.clone()), Use::Plain)
                }
                None => Shape::Other,
            },
            Expr::Select(select) => {
                if is_namespace(&select.operand, scopes) {
                    return Shape::Other;
                }
                let operand = self.shape(&select.operand, scopes, depth);
                let how = if select.test { Use::Test } else { Use::Plain };
                let shape = self.step(expr, operand, Access::Field(select.field.clone()), how);
                if !select.test {
                    return shape;
                }
                self.emit(&shape);
                Shape::Other
            }
            Expr::List(list) => {
                let items = list.elements.iter().map(|item| self.shape(item, scopes, depth)).collect();
                Shape::ListOf(Box::new(Shape::OneOf(items)))
            }
            Expr::Map(map) => {
                self.entries(&map.entries, scopes, depth);
                Shape::Made
            }
            Expr::Struct(made) => {
                self.entries(&made.entries, scopes, depth);
                Shape::Made
            }
            Expr::Call(call) => self.call(expr, call, scopes, depth),
            Expr::Comprehension(fold) => self.comprehension(fold, scopes, depth),
        }
    }

    fn entries(&mut self, entries: &[cel::common::ast::IdedEntryExpr], scopes: &Scopes, depth: usize) {
        for entry in entries {
            match &entry.expr {
                EntryExpr::StructField(field) => self.read(&field.value, scopes, depth),
                EntryExpr::MapEntry(pair) => {
                    self.read(&pair.key, scopes, depth);
                    self.read(&pair.value, scopes, depth);
                }
            }
        }
    }

    fn step(&mut self, expr: &IdedExpr, from: Shape, to: Access, how: Use) -> Shape {
        match from {
            Shape::At(mut path) => {
                let (line, column) = self.position(expr);
                path.steps.push(Step { to, how, line, column });
                Shape::At(path)
            }
            Shape::ListOf(inner) => match to {
                Access::Each | Access::Index => *inner,
                Access::Field(_) => self.untyped(expr),
            },
            Shape::OneOf(shapes) => {
                let known = shapes.into_iter().filter(|shape| !matches!(shape, Shape::Other)).collect::<Vec<_>>();
                if known.is_empty() {
                    return self.step(expr, Shape::Other, to, how);
                }
                Shape::OneOf(known.into_iter().map(|shape| self.step(expr, shape, to.clone(), how)).collect())
            }
            Shape::Made => Shape::Other,
            Shape::Other => match to {
                Access::Each | Access::Index => Shape::Other,
                Access::Field(_) => self.untyped(expr),
            },
        }
    }

    fn untyped(&mut self, expr: &IdedExpr) -> Shape {
        let at = self.position(expr);
        self.reads.untyped.push(at);
        Shape::Other
    }

    fn call(&mut self, expr: &IdedExpr, call: &CallExpr, scopes: &Scopes, depth: usize) -> Shape {
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::INDEX | operators::OPT_INDEX | operators::OPT_SELECT, [target, key]) => {
                let target = self.shape(target, scopes, depth);
                let how = if call.func_name == operators::INDEX { Use::Plain } else { Use::Optional };
                let to = match &key.expr {
                    Expr::Literal(LiteralValue::String(name)) => Access::Field(name.inner().to_owned()),
                    _ => {
                        self.read(key, scopes, depth);
                        Access::Index
                    }
                };
                self.step(expr, target, to, how)
            }
            (operators::CONDITIONAL, [condition, yes, no]) => {
                self.read(condition, scopes, depth);
                Shape::OneOf(vec![self.shape(yes, scopes, depth), self.shape(no, scopes, depth)])
            }
            (operators::ADD, [left, right]) => {
                Shape::OneOf(vec![self.shape(left, scopes, depth), self.shape(right, scopes, depth)])
            }
            _ => self.function(expr, call, scopes, depth),
        }
    }

    fn function(&mut self, expr: &IdedExpr, call: &CallExpr, scopes: &Scopes, depth: usize) -> Shape {
        let namespace = call.target.as_ref().filter(|target| is_namespace(target, scopes));
        let is_operator = call.func_name.starts_with(|c: char| !c.is_ascii_alphabetic());
        if !is_operator {
            let (line, column) = self.position(expr);
            let name = match namespace.map(|target| &target.expr) {
                Some(Expr::Ident(namespace)) => format!("{namespace}.{}", call.func_name),
                _ => call.func_name.clone(),
            };
            self.reads.calls.push(Call { name, line, column });
        }
        let target = match (&call.target, namespace) {
            (Some(target), None) => self.shape(target, scopes, depth),
            (Some(_), Some(_)) | (None, _) => Shape::Other,
        };
        let mut args = call.args.iter().map(|arg| self.shape(arg, scopes, depth)).collect::<Vec<_>>();
        match call.func_name.as_str() {
            "sort" | "reverse" | "distinct" | "slice" | "value" | "@sortByAssociatedKeys" => {
                args.iter().for_each(|arg| self.emit(arg));
                target
            }
            "orValue" | "or" => Shape::OneOf(std::iter::once(target).chain(args).collect()),
            "min" | "max" => self.step(expr, target, Access::Each, Use::Plain),
            "flatten" => {
                let inner = self.step(expr, target, Access::Each, Use::Plain);
                Shape::ListOf(Box::new(self.step(expr, inner, Access::Each, Use::Plain)))
            }
            "dyn" | "of" | "ofNonZeroValue" if args.len() == 1 => args.remove(0),
            _ => {
                self.emit(&target);
                args.iter().for_each(|arg| self.emit(arg));
                Shape::Other
            }
        }
    }

    fn comprehension(&mut self, fold: &ComprehensionExpr, scopes: &Scopes, depth: usize) -> Shape {
        let range = self.shape(&fold.iter_range, scopes, depth);
        self.emit(&range);
        // `cel.bind` and its like walk an empty list: no loop.
        let is_loop = !matches!(&fold.iter_range.expr, Expr::List(list) if list.elements.is_empty());
        let depth = depth + usize::from(is_loop);
        self.reads.depth = self.reads.depth.max(depth);
        let item = self.step(&fold.iter_range, range, Access::Each, Use::Plain);
        let mut inner = scopes.clone();
        for variable in std::iter::once(&fold.iter_var).chain(&fold.iter_var2) {
            inner.0.insert(variable.clone(), item.clone());
        }
        let start = self.shape(&fold.accu_init, scopes, depth);
        inner.0.insert(fold.accu_var.clone(), start.clone());
        self.read(&fold.loop_cond, &inner, depth);
        let made = match appended(&fold.loop_step, &fold.accu_var) {
            Some((guard, item)) => {
                guard.into_iter().for_each(|guard| self.read(guard, &inner, depth));
                Shape::ListOf(Box::new(self.shape(item, &inner, depth)))
            }
            None => {
                self.read(&fold.loop_step, &inner, depth);
                start
            }
        };
        let mut after = scopes.clone();
        after.0.insert(fold.accu_var.clone(), made);
        self.shape(&fold.result, &after, depth)
    }
}

/// The item that a step of `map` or `filter` appends, and its condition.
fn appended<'e>(step: &'e IdedExpr, accumulator: &str) -> Option<(Option<&'e IdedExpr>, &'e IdedExpr)> {
    let Expr::Call(call) = &step.expr else { return None };
    match (call.func_name.as_str(), call.args.as_slice()) {
        (operators::ADD, [left, right]) => match (&left.expr, &right.expr) {
            (Expr::Ident(name), Expr::List(list)) if name == accumulator && list.elements.len() == 1 => {
                list.elements.first().map(|item| (None, item))
            }
            _ => None,
        },
        (operators::CONDITIONAL, [guard, step, _]) => appended(step, accumulator).map(|(_, item)| (Some(guard), item)),
        _ => None,
    }
}

fn is_namespace(expr: &IdedExpr, scopes: &Scopes) -> bool {
    matches!(&expr.expr, Expr::Ident(name) if NAMESPACES.contains(&name.as_str()) && !scopes.0.contains_key(name))
}
