//! Waivers: failures that carbon.yaml excuses, until a day, and those that excuse nothing any more.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::Time;
use crate::model::glob::matches as fits;
use crate::model::settings::Waiver;
use crate::model::verdict::{Judged, Outcome};

/// The waivers of a run, and which of them were used.
pub(super) struct Book<'a> {
    waivers: &'a [Waiver],
    used: Vec<bool>,
    today: Date,
}

impl<'a> Book<'a> {
    pub(super) fn new(waivers: &'a [Waiver], now: Time) -> Self {
        Self { waivers, used: vec![false; waivers.len()], today: now.0.to_zoned(TimeZone::UTC).date() }
    }

    fn is_expired(&self, waiver: &Waiver) -> bool {
        waiver.until.is_some_and(|last| self.today > last)
    }

    /// Excuses failures.
    pub(super) fn apply(&mut self, judged: &mut Judged) {
        for verdict in &mut judged.verdicts {
            let Outcome::Fail { found, credit } = &verdict.outcome else { continue };
            let excuses = |waiver: &Waiver| {
                !self.is_expired(waiver) && fits(&waiver.check, &judged.id) && fits(&waiver.subject, &verdict.subject)
            };
            let fitting: Vec<usize> = (0..self.waivers.len()).filter(|at| excuses(&self.waivers[*at])).collect();
            let Some(first) = fitting.first() else { continue };
            let reason = self.waivers[*first].reason.clone();
            verdict.outcome = Outcome::Waived { found: found.clone(), credit: *credit, reason };
            for at in fitting {
                self.used[at] = true;
            }
        }
    }

    /// Those that no longer hold.
    pub(super) fn expired(&self) -> Vec<Waiver> {
        self.waivers.iter().filter(|waiver| self.is_expired(waiver)).cloned().collect()
    }

    /// Those that hold and excused nothing.
    pub(super) fn unused(&self) -> Vec<Waiver> {
        let unused = self.waivers.iter().zip(&self.used).filter(|(waiver, used)| !**used && !self.is_expired(waiver));
        unused.map(|(waiver, _)| waiver.clone()).collect()
    }
}
