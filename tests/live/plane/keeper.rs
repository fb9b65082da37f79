//! Ends the programs and removes their folder when the test process is gone, however it went.
//!
//! A test that panics in another thread, is interrupted or killed runs no destructor. So two small processes hold the
//! read ends of pipes whose write ends only the test process has (std opens them close-on-exec): when it is gone, both
//! read the end. One leads the process group that all programs join, the other kills that group and cleans up.

use super::programs::Program;
use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The programs of one control plane.
pub(crate) struct Keeper {
    leader: Child,
    cleaner: Child,
    programs: Vec<(&'static str, Child)>,
}

/// `$1` is the process group, `$2` the folder. Killing is asynchronous: what is being written may reappear once.
const CLEAN_UP: &str = r#"trap '' INT TERM HUP; cat; kill -KILL "-$1"
for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$2" && [ ! -e "$2" ] && exit; sleep 0.2; done"#;

impl Keeper {
    pub(crate) fn of(folder: &Path) -> io::Result<Self> {
        let waiting = |command: &mut Command| {
            command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
        };
        let leader = waiting(&mut Command::new("cat"))?;
        let group = leader.id().to_string();
        let cleaner = waiting(Command::new("sh").args(["-c", CLEAN_UP, "sh", &group]).arg(folder).current_dir("/"))?;
        Ok(Self { leader, cleaner, programs: Vec::new() })
    }

    /// Starts a program without proxies: nothing of a control plane on loopback may leave the machine.
    pub(crate) fn spawn(&mut self, program: &Program, log: &Path) -> io::Result<()> {
        let mut command = program.command();
        for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
            command.env_remove(name).env_remove(name.to_uppercase());
        }
        let log = File::create(log)?;
        command.process_group(self.leader.id() as i32).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        self.programs.push((program.name, command.spawn()?));
        Ok(())
    }

    /// How a program ended, if it did.
    pub(crate) fn ended(&mut self, name: &str) -> Option<String> {
        let (_, child) = self.programs.iter_mut().find(|(its, _)| *its == name)?;
        child.try_wait().ok().flatten().map(|status| format!("ended with {status}"))
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // The cleaner first: it needs the group, which the leader's own end would leave to chance if no program runs.
        drop(self.cleaner.stdin.take());
        let _ = self.cleaner.wait();
        drop(self.leader.stdin.take());
        let _ = self.leader.wait();
        for (_, child) in &mut self.programs {
            let _ = child.wait();
        }
    }
}
