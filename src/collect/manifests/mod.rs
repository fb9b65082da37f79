//! Files, directories and standard input: documents, each of which knows its file and line.
mod fault;
mod json;
mod node;
mod stream;
mod yaml;
