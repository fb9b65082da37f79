//! Counts the outcomes of one check, and what they are worth.

use crate::model::report::{CheckResult, Outcome};
use crate::model::verdict::MILLION;

use super::ratio::Ratio;

/// The outcomes of one check, counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pass: u128,
    fail: u128,
    blocked: u128,
    not_applicable: u128,
    unknown: u128,
    out_of_scope: u128,
    waived: u128,
    fault: u128,
    /// The credits of failures, in parts per million.
    credit: u128,
    /// The credits that waived failures have without their waivers.
    waived_credit: u128,
    /// A part of the check's own list was not read.
    gap: bool,
}

/// What a check, a category or the platform is worth.
#[derive(Debug, Clone)]
pub(super) struct Worth {
    /// If everything unknown fails.
    pub(super) low: Ratio,
    /// If everything unknown passes.
    pub(super) high: Ratio,
    /// `low` if nothing were waived.
    pub(super) without_waivers: Ratio,
}

impl Tally {
    /// Counts the outcomes of a check; `gap` says that a part of its list is missing.
    pub(super) fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>, gap: bool) -> Self {
        let mut tally = Self { gap, ..Self::default() };
        for outcome in outcomes {
            tally.add(outcome);
        }
        tally
    }

    fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Pass => self.pass += 1,
            Outcome::Fail { credit, .. } => {
                self.fail += 1;
                self.credit += below_whole(*credit);
            }
            Outcome::Blocked { .. } => self.blocked += 1,
            Outcome::NotApplicable => self.not_applicable += 1,
            Outcome::Unknown { .. } => self.unknown += 1,
            Outcome::OutOfScope { .. } => self.out_of_scope += 1,
            Outcome::Waived { credit, .. } => {
                self.waived += 1;
                self.waived_credit += below_whole(*credit);
            }
            Outcome::Fault { .. } => self.fault += 1,
        }
    }

    /// The one word for the check.
    pub(super) fn result(&self) -> CheckResult {
        let unknown = self.unknown > 0 || self.gap;
        match self {
            it if it.fail > 0 => CheckResult::Fail,
            it if it.fault > 0 => CheckResult::Fault,
            _ if unknown => CheckResult::Unknown,
            it if it.blocked > 0 => CheckResult::Blocked,
            it if it.waived > 0 => CheckResult::Waived,
            it if it.pass > 0 => CheckResult::Pass,
            it if it.out_of_scope > 0 => CheckResult::OutOfScope,
            _ => CheckResult::NotApplicable,
        }
    }

    /// True if an answer is missing for whatever reason: then a check that does not fail cannot be said to hold.
    pub(super) fn is_open(&self) -> bool {
        self.unknown + self.fault + self.out_of_scope > 0 || self.gap
    }

    /// The mean over the subjects that stay in the sum; `None` if none is left.
    pub(super) fn worth(&self) -> Option<Worth> {
        if self.gap {
            // Any number of unseen subjects may be missing: nothing can be said of the mean.
            return Some(Worth { low: Ratio::zero(), high: Ratio::one(), without_waivers: Ratio::zero() });
        }
        let million = u128::from(MILLION);
        let sum = (self.pass + self.waived) * million + self.credit;
        let open = self.unknown + self.fault;
        let whole = (self.judged() + open) * million;
        Some(Worth {
            low: Ratio::of(sum, whole)?,
            high: Ratio::of(sum + open * million, whole)?,
            without_waivers: Ratio::of(self.pass * million + self.credit + self.waived_credit, whole)?,
        })
    }

    /// The share of its subjects that was judged; `None` if the question does not arise.
    pub(super) fn coverage(&self) -> Option<Ratio> {
        if self.gap {
            return Some(Ratio::zero());
        }
        Ratio::of(self.judged(), self.judged() + self.unknown + self.fault + self.out_of_scope)
    }

    fn judged(&self) -> u128 {
        self.pass + self.fail + self.blocked + self.waived
    }
}

/// A failure is never worth a pass.
fn below_whole(credit: u32) -> u128 {
    u128::from(credit.min(MILLION - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::known::{Because, Ignorance};

    fn fail(credit: u32) -> Outcome {
        Outcome::Fail { credit, found: String::new() }
    }

    fn waived(credit: u32) -> Outcome {
        Outcome::Waived { credit, found: String::new(), reason: String::new() }
    }

    fn unknown() -> Outcome {
        Outcome::Unknown { why: Ignorance::new(Because::Forbidden, "pods") }
    }

    fn out_of_scope() -> Outcome {
        Outcome::OutOfScope { why: Ignorance::new(Because::NotInSource, "pods/status") }
    }

    fn fault() -> Outcome {
        Outcome::Fault { message: String::new() }
    }

    fn blocked() -> Outcome {
        Outcome::Blocked { by: "a/b".into() }
    }

    /// low, high, without waivers, coverage.
    type Numbers = (Option<(u32, u32, u32)>, Option<u32>);

    fn numbers(outcomes: &[Outcome], gap: bool) -> (CheckResult, Numbers) {
        let tally = Tally::of(outcomes, gap);
        let worth = tally.worth().map(|worth| (worth.low.ppm(), worth.high.ppm(), worth.without_waivers.ppm()));
        (tally.result(), (worth, tally.coverage().map(|share| share.ppm())))
    }

    #[test]
    fn each_outcome_is_worth_what_the_rules_say() {
        use CheckResult as R;
        use Outcome::{NotApplicable, Pass};
        let table: &[(&[Outcome], bool, R, Numbers)] = &[
            (&[], false, R::NotApplicable, (None, None)),
            (&[NotApplicable], false, R::NotApplicable, (None, None)),
            (&[out_of_scope()], false, R::OutOfScope, (None, Some(0))),
            (&[out_of_scope(), NotApplicable], false, R::OutOfScope, (None, Some(0))),
            (&[Pass, out_of_scope()], false, R::Pass, (Some((MILLION, MILLION, MILLION)), Some(500_000))),
            (&[Pass, NotApplicable], false, R::Pass, (Some((MILLION, MILLION, MILLION)), Some(MILLION))),
            (&[Pass, fail(0)], false, R::Fail, (Some((500_000, 500_000, 500_000)), Some(MILLION))),
            (&[fail(900_000)], false, R::Fail, (Some((900_000, 900_000, 900_000)), Some(MILLION))),
            (&[fail(MILLION)], false, R::Fail, (Some((999_999, 999_999, 999_999)), Some(MILLION))),
            (&[Pass, unknown()], false, R::Unknown, (Some((500_000, MILLION, 500_000)), Some(500_000))),
            (&[fail(0), unknown()], false, R::Fail, (Some((0, 500_000, 0)), Some(500_000))),
            (&[Pass, fault()], false, R::Fault, (Some((500_000, MILLION, 500_000)), Some(500_000))),
            (&[fault(), unknown()], false, R::Fault, (Some((0, MILLION, 0)), Some(0))),
            (&[blocked()], false, R::Blocked, (Some((0, 0, 0)), Some(MILLION))),
            (&[Pass, waived(250_000)], false, R::Waived, (Some((MILLION, MILLION, 625_000)), Some(MILLION))),
            (&[waived(0), fail(0)], false, R::Fail, (Some((500_000, 500_000, 0)), Some(MILLION))),
            (&[Pass], true, R::Unknown, (Some((0, MILLION, 0)), Some(0))),
            (&[], true, R::Unknown, (Some((0, MILLION, 0)), Some(0))),
            (&[fail(0)], true, R::Fail, (Some((0, MILLION, 0)), Some(0))),
        ];
        for (outcomes, gap, result, wanted) in table {
            assert_eq!(numbers(outcomes, *gap), (*result, *wanted), "{outcomes:?} gap: {gap}");
        }
    }
}
