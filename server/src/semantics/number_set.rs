//! Small sets of numbers, as bits.

/// A set of numbers below `64 * N`; those beyond share the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberSet<const N: usize>([u64; N]);

impl<const N: usize> Default for NumberSet<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> NumberSet<N> {
    /// How many numbers can be told apart.
    pub const MOST: usize = 64 * N;

    /// Every number.
    pub const ALL: Self = Self([u64::MAX; N]);

    /// One number.
    pub fn one(number: usize) -> Self {
        let number = number.min(Self::MOST - 1);
        let mut set = Self::default();
        set.0[number / 64] |= 1 << (number % 64);
        set
    }

    /// The members of both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut set = *self;
        set.add(other);
        set
    }

    /// Takes the members of another set in.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
    }

    /// The members that both have.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut set = *self;
        set.0.iter_mut().zip(other.0).for_each(|(own, other)| *own &= other);
        set
    }

    /// The members that the other has not.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut set = *self;
        set.0.iter_mut().zip(other.0).for_each(|(own, other)| *own &= !other);
        set
    }

    /// Whether they share a member.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(own, other)| own & other != 0)
    }

    /// Whether all members of the other are members.
    pub fn covers(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(own, other)| other & !own == 0)
    }

    /// Whether a number is a member.
    pub fn has(&self, number: usize) -> bool {
        let number = number.min(Self::MOST - 1);
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The members, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors((word != 0).then_some(word), |word| {
                let rest = word & (word - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |word| at * 64 + word.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::NumberSet;

    #[test]
    fn numbers_beyond_the_last_share_it() {
        let mut set = NumberSet::<2>::one(3).union(&NumberSet::one(64)).union(&NumberSet::one(900));
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 64, 127]);
        assert!(set.has(500) && set.has(127) && !set.has(4));
        assert!(set.covers(&NumberSet::one(3)) && !set.covers(&NumberSet::one(5)));
        set = set.with(&NumberSet::one(64));
        assert!(!set.meets(&NumberSet::one(3)) && !set.is_empty());
        assert!(set.without(&NumberSet::one(64)).is_empty());
        assert_eq!(NumberSet::<2>::ALL.iter().count(), 128);
    }
}
