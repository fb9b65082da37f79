//! The arithmetic of PodDisruptionBudgets, as the disruption controller does it.

use crate::model::IntOrString;
use crate::model::int_or_string::Rounding;

/// What a PodDisruptionBudget allows, from its spec alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    limit: Limit,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Limit {
    MinAvailable(Share),
    MaxUnavailable(Share),
    /// Neither is written. The controller then counts no pod as expected and allows no disruption at all.
    Neither,
}

/// A number of pods, or whole percents of them (0 to 100).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    Pods(i64),
    Percent(i64),
}

/// Why the API server refuses such a budget.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BudgetError {
    /// One excludes the other.
    #[error("minAvailable and maxUnavailable are both set")]
    BothSet,
    /// Negative, above 100 %, or neither a number nor a percentage.
    #[error("`{0}` is neither a number of pods nor a percentage up to 100%")]
    Value(IntOrString),
}

impl Budget {
    /// The budget of `spec.minAvailable` and `spec.maxUnavailable`.
    ///
    /// # Errors
    /// If the API server would refuse it.
    pub fn new(
        min_available: Option<&IntOrString>,
        max_unavailable: Option<&IntOrString>,
    ) -> Result<Self, BudgetError> {
        let limit = match (min_available, max_unavailable) {
            (Some(_), Some(_)) => return Err(BudgetError::BothSet),
            (Some(min), None) => Limit::MinAvailable(Share::of(min)?),
            (None, Some(max)) => Limit::MaxUnavailable(Share::of(max)?),
            (None, None) => Limit::Neither,
        };
        Ok(Self { limit })
    }

    /// How many of the expected pods must stay healthy. Percentages round up on both sides, so `maxUnavailable: 1%`
    /// still lets one pod go.
    pub fn desired_healthy(&self, expected: u32) -> u32 {
        let expected = i64::from(expected);
        let desired = match self.limit {
            Limit::MinAvailable(share) => share.up(expected),
            Limit::MaxUnavailable(share) => expected.saturating_sub(share.up(expected)),
            Limit::Neither => expected,
        };
        u32::try_from(desired.max(0)).unwrap_or(u32::MAX)
    }

    /// How many pods may be evicted now, if `healthy` of the `expected` pods are healthy: never more than are healthy,
    /// and none where none is expected.
    pub fn allowed(&self, expected: u32, healthy: u32) -> u32 {
        match self.limit {
            Limit::Neither => 0,
            Limit::MinAvailable(_) | Limit::MaxUnavailable(_) if expected == 0 => 0,
            Limit::MinAvailable(_) | Limit::MaxUnavailable(_) => healthy.saturating_sub(self.desired_healthy(expected)),
        }
    }

    /// True if no pod may go even while all are healthy, so that a drain never ends. Not so where no pod is expected:
    /// such a budget is an orphan and holds nothing up.
    pub fn blocks_every_drain(&self, expected: u32) -> bool {
        expected > 0 && self.allowed(expected, expected) == 0
    }
}

impl Share {
    fn of(value: &IntOrString) -> Result<Self, BudgetError> {
        match (value, value.percent()) {
            (IntOrString::Int(pods @ 0..), _) => Ok(Self::Pods(*pods)),
            (IntOrString::Text(_), Some(percent @ 0..=100)) => Ok(Self::Percent(percent)),
            (IntOrString::Int(_) | IntOrString::Text(_), _) => Err(BudgetError::Value(value.clone())),
        }
    }

    fn up(self, expected: i64) -> i64 {
        match self {
            Self::Pods(pods) => pods,
            Self::Percent(percent) => Rounding::Up.share(percent, expected),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn min(value: impl Into<IntOrString>) -> Budget {
        Budget::new(Some(&value.into()), None).unwrap()
    }

    fn max(value: impl Into<IntOrString>) -> Budget {
        Budget::new(None, Some(&value.into())).unwrap()
    }

    #[test]
    fn percentages_round_up_on_both_sides() {
        let table = [
            (min(2), 3, 2, 1),
            (min(0), 3, 0, 3),
            (min(5), 3, 5, 0),
            (min("50%"), 3, 2, 1),
            (min("100%"), 3, 3, 0),
            (min("1%"), 3, 1, 2),
            (min("0%"), 3, 0, 3),
            (max(1), 3, 2, 1),
            (max(0), 3, 3, 0),
            (max(9), 3, 0, 3),
            (max("50%"), 3, 1, 2),
            (max("1%"), 3, 2, 1),
            (max("0%"), 3, 3, 0),
            (max("100%"), 3, 0, 3),
        ];
        for (budget, expected, desired, allowed) in table {
            assert_eq!(budget.desired_healthy(expected), desired, "{budget:?}");
            assert_eq!(budget.allowed(expected, expected), allowed, "{budget:?}");
        }
    }

    #[test]
    fn a_budget_that_leaves_no_room_blocks_every_drain() {
        let blocking = [
            (min(1), 1),
            (min(2), 2),
            (min(3), 2),
            (min("100%"), 5),
            (min("51%"), 1),
            (max(0), 4),
            (max("0%"), 4),
            (Budget::new(None, None).unwrap(), 3),
        ];
        for (budget, expected) in blocking {
            assert!(budget.blocks_every_drain(expected), "{budget:?} of {expected}");
        }
        let open = [(min(1), 2), (min(0), 1), (min("50%"), 2), (max(1), 1), (max("1%"), 1), (min(1), 0), (max(0), 0)];
        for (budget, expected) in open {
            assert!(!budget.blocks_every_drain(expected), "{budget:?} of {expected}");
        }
    }

    #[test]
    fn an_unhealthy_pod_uses_the_budget_up() {
        assert_eq!(max(1).allowed(3, 2), 0);
        assert_eq!(max(1).allowed(3, 0), 0);
        assert!(!max(1).blocks_every_drain(3));
    }

    #[test]
    fn what_the_api_server_refuses_is_an_error() {
        let one = IntOrString::Int(1);
        assert_eq!(Budget::new(Some(&one), Some(&one)), Err(BudgetError::BothSet));
        for value in [IntOrString::Int(-1), "5".into(), "101%".into(), "-5%".into(), "half".into(), "".into()] {
            assert_eq!(Budget::new(Some(&value), None), Err(BudgetError::Value(value.clone())));
            assert_eq!(Budget::new(None, Some(&value)), Err(BudgetError::Value(value.clone())));
        }
    }

    fn some_budget() -> impl Strategy<Value = Budget> {
        let value = prop_oneof![
            any::<u32>().prop_map(|pods| IntOrString::Int(pods.into())),
            (0_i64..10).prop_map(IntOrString::Int),
            (0..=100).prop_map(|percent| IntOrString::Text(format!("{percent}%"))),
            Just(IntOrString::Int(i64::MAX)),
        ];
        (value, any::<bool>()).prop_map(|(value, is_min)| if is_min { min(value) } else { max(value) })
    }

    proptest! {
        #[test]
        fn never_more_than_are_there(budget in some_budget(), expected in prop_oneof![0_u32..20, any::<u32>()], down in 0_u32..5) {
            let healthy = expected.saturating_sub(down);
            let allowed = budget.allowed(expected, healthy);
            prop_assert!(allowed <= healthy && allowed <= expected);
            prop_assert!(allowed <= budget.allowed(expected, expected));
            if allowed > 0 {
                prop_assert_eq!(allowed + budget.desired_healthy(expected), healthy);
            }
        }
    }
}
