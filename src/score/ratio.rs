//! Exact shares between 0 and 1, and their weighted means.
//!
//! The mean over a check's subjects has the number of its subjects as denominator, so a category with a hundred checks
//! may need the product of a hundred different denominators: far beyond `u128`. Means are therefore fractions of
//! naturals of any size. Nothing can overflow, and nothing is rounded before the one step that leaves this file,
//! [`Ratio::ppm`]. A million subjects, a thousand checks and nine categories cost a few kilobytes and a few
//! milliseconds: a denominator grows by 20 bits a check at most, and checks of equal denominators share one.

use std::collections::BTreeMap;

use crate::model::verdict::MILLION;

use super::natural::Natural;

/// A share, 0 to 1, exact.
#[derive(Debug, Clone)]
pub(super) struct Ratio {
    part: Natural,
    whole: Natural,
}

impl Ratio {
    pub(super) fn zero() -> Self {
        Self { part: Natural::default(), whole: Natural::from(1u64) }
    }

    pub(super) fn one() -> Self {
        Self { part: Natural::from(1u64), whole: Natural::from(1u64) }
    }

    /// `part` of `whole`, or nothing if there is no whole.
    pub(super) fn of(part: u128, whole: u128) -> Option<Self> {
        if whole == 0 {
            return None;
        }
        let divisor = gcd(part, whole);
        Some(Self { part: (part / divisor).into(), whole: (whole / divisor).into() })
    }

    /// The mean of shares with their weights; `None` if no weight is left.
    pub(super) fn mean<'a>(shares: impl IntoIterator<Item = (u64, &'a Ratio)>) -> Option<Self> {
        let mut weights = Natural::default();
        // Shares of one denominator are added first: most checks of a platform have one of a few.
        let mut parts: BTreeMap<&Natural, Natural> = BTreeMap::new();
        for (weight, share) in shares {
            let weight = Natural::from(weight);
            weights = weights.plus(&weight);
            let part = parts.entry(&share.whole).or_default();
            *part = part.plus(&share.part.times(&weight));
        }
        if weights.is_zero() {
            return None;
        }
        let mut sum = Self::zero();
        for (whole, part) in parts {
            sum.part = sum.part.times(whole).plus(&part.times(&sum.whole));
            sum.whole = sum.whole.times(whole);
        }
        Some(Self { whole: sum.whole.times(&weights), part: sum.part })
    }

    /// Whole parts per million, cut down; but never 0 for more than nothing (a million is by itself only for all).
    pub(super) fn ppm(&self) -> u32 {
        if self.part.is_zero() {
            return 0;
        }
        let scaled = self.part.times(&u64::from(MILLION).into());
        let reaches = |ppm: u32| self.whole.times(&u64::from(ppm).into()) <= scaled;
        let (mut reached, mut beyond) = (0, MILLION + 1);
        while beyond - reached > 1 {
            let middle = reached + (beyond - reached) / 2;
            if reaches(middle) {
                reached = middle;
            } else {
                beyond = middle;
            }
        }
        reached.max(1)
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(part: u128, whole: u128) -> Ratio {
        Ratio::of(part, whole).unwrap()
    }

    #[test]
    fn ends_are_kept_for_what_is_exact() {
        let table = [(0, 7, 0), (1, 3, 333_333), (2, 3, 666_666), (1, 5_000_000, 1), (4_999_999, 5_000_000, 999_999)];
        for (part, whole, ppm) in table {
            assert_eq!(share(part, whole).ppm(), ppm, "{part}/{whole}");
        }
        assert_eq!(share(9, 9).ppm(), MILLION);
        assert!(Ratio::of(0, 0).is_none());
    }

    /// Rounding each share first would give 499,999 here and miss a gate of 50 %.
    #[test]
    fn sixths_add_up_to_a_half() {
        let shares = [share(5, 6), share(5, 6), share(5, 6), share(0, 1), share(0, 1)];
        assert_eq!(Ratio::mean(shares.iter().map(|share| (1, share))).unwrap().ppm(), 500_000);
    }

    #[test]
    fn no_weight_no_mean() {
        assert!(Ratio::mean([]).is_none());
        assert!(Ratio::mean([(0, &Ratio::one())]).is_none());
    }

    /// The largest case that scoring promises, with denominators that share nothing: the shares n/(n+1) of a hundred
    /// checks in each of nine categories, and one share that is missing from a whole.
    #[test]
    fn a_hundred_thousand_subjects_in_nine_hundred_checks_stay_exact() {
        let mut subjects = 100_000u128;
        let categories: Vec<Ratio> = (0..9)
            .map(|_| {
                let checks: Vec<Ratio> = (0..100)
                    .map(|_| {
                        subjects -= 1;
                        share(subjects - 1, subjects)
                    })
                    .collect();
                Ratio::mean(checks.iter().map(|check| (10, check))).unwrap()
            })
            .collect();
        let all = Ratio::mean(categories.iter().map(|category| (u64::MAX, category))).unwrap();
        assert_eq!(all.ppm(), 999_989, "1 - 1/99,999 on average, a little less");
        let whole = Ratio::mean([(u64::MAX, &Ratio::one()), (1, &share(99_999, 100_000))]).unwrap();
        assert_eq!(whole.ppm(), 999_999, "one failure in a sea of passes is not 100 %");
    }
}
