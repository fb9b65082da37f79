//! Files, directories and standard input: documents, each of which knows its file and line.
