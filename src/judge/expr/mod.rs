//! Expressions: the only folder that names `cel`.
