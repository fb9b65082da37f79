//! A whole number of any size: what is needed to add fractions exactly, and no more.

use std::cmp::Ordering;

/// A natural number, as base 2^32 digits, least first, without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Natural(Vec<u32>);

impl Natural {
    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut digits = Vec::with_capacity(self.0.len().max(other.0.len()) + 1);
        let mut carry = 0u64;
        for place in 0..self.0.len().max(other.0.len()) {
            carry += self.digit(place) + other.digit(place);
            digits.push(low_digit(carry));
            carry >>= 32;
        }
        digits.push(low_digit(carry));
        Self::trimmed(digits)
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut digits = vec![0u32; self.0.len() + other.0.len()];
        for (shift, &a) in self.0.iter().enumerate() {
            let mut carry = 0u64;
            // At most (2^32-1)^2 + 2 (2^32-1) = 2^64 - 1: it always fits.
            for (digit, b) in digits.iter_mut().skip(shift).zip(other.0.iter().chain(std::iter::once(&0))) {
                carry += u64::from(a) * u64::from(*b) + u64::from(*digit);
                *digit = low_digit(carry);
                carry >>= 32;
            }
        }
        Self::trimmed(digits)
    }

    fn digit(&self, place: usize) -> u64 {
        self.0.get(place).copied().map_or(0, u64::from)
    }

    fn trimmed(mut digits: Vec<u32>) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self(digits)
    }
}

fn low_digit(value: u64) -> u32 {
    (value & u64::from(u32::MAX)) as u32
}

impl From<u128> for Natural {
    fn from(value: u128) -> Self {
        Self::trimmed((0..4).map(|place| ((value >> (32 * place)) & u128::from(u32::MAX)) as u32).collect())
    }
}

impl From<u64> for Natural {
    fn from(value: u64) -> Self {
        u128::from(value).into()
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_grows_past_every_machine_word() {
        let one = Natural::from(1u64);
        let mut power = one.clone();
        for _ in 0..1_000 {
            power = power.plus(&power);
        }
        assert_eq!(power.0.len(), 32, "2^1000 has 1001 bits");
        assert!(power.times(&power) > power.plus(&one));
        assert!(power.times(&Natural::default()).is_zero());
    }

    proptest! {
        #[test]
        fn it_counts_as_machine_words_do(a: u64, b: u64, c: u64) {
            let wide = u128::from(a) * u128::from(b);
            prop_assert_eq!(Natural::from(a).times(&b.into()), wide.into());
            if let Some(sum) = wide.checked_add(u128::from(c)) {
                prop_assert_eq!(Natural::from(wide).plus(&c.into()), sum.into());
            }
            prop_assert_eq!(Natural::from(wide).cmp(&c.into()), wide.cmp(&u128::from(c)));
        }

        #[test]
        fn multiplication_distributes_over_addition(a: u128, b: u128, c: u128) {
            let (a, b, c) = (Natural::from(a), Natural::from(b), Natural::from(c));
            prop_assert_eq!(a.times(&b.plus(&c)), a.times(&b).plus(&a.times(&c)));
            prop_assert_eq!(a.times(&b), b.times(&a));
        }
    }
}
