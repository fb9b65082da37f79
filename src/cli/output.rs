//! Where reports go: standard output or files, opened before the audit starts.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Context;

/// One `-o FORMAT[=FILE]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Table,
    Json,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, file) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("`{text}` names no file after the `=`")),
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format = match format {
            "table" => Format::Table,
            "json" => Format::Json,
            other => return Err(format!("there is no format `{other}`; there are `table` and `json`")),
        };
        Ok(Self { format, file: file.filter(|it| it.as_os_str() != "-") })
    }
}

/// A target that is open for writing.
pub(crate) struct Sink {
    pub(crate) format: Format,
    file: Option<(PathBuf, File)>,
}

impl Sink {
    /// Opens every target; nothing has been written yet.
    pub(crate) fn open_all(targets: &[Target]) -> anyhow::Result<Vec<Self>> {
        let open = |target: &Target| {
            let file = target.file.as_ref().map(|path| {
                let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
                anyhow::Ok((path.clone(), file))
            });
            Ok(Self { format: target.format, file: file.transpose()? })
        };
        targets.iter().map(open).collect()
    }

    /// True if it goes to standard output.
    pub(crate) fn is_stdout(&self) -> bool {
        self.file.is_none()
    }

    /// Writes a report to its end.
    pub(crate) fn write(self, text: &str) -> anyhow::Result<()> {
        match self.file {
            Some((path, mut file)) => file
                .write_all(text.as_bytes())
                .and_then(|()| file.flush())
                .with_context(|| format!("cannot write {}", path.display())),
            None => to_stdout(text),
        }
    }
}

/// Writes to standard output. A reader that has gone away is no error.
pub(crate) fn to_stdout(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}
