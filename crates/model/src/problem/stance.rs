//! What is known of who accepts a package. Silence is neither yes nor no.

use super::{Fact, FactKind, Problem};

/// What is known of a party's answer to a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// It accepts: the package breaks nothing that the party stated, and is worth at least what is certain to be enough.
    Accepts,
    /// It refuses: the package breaks something that the party stated, or is worth less than the least it might accept.
    Refuses,
    /// The party did not say: it stated no points, or the package lies within the range of its walk-away value, or as near
    /// to that value as its numbers were rounded.
    NotSaid,
}

impl Problem {
    /// What is known of a party's answer to a package.
    pub fn stance(&self, party: usize, package: &[u32]) -> Stance {
        let mut own = self.facts.iter().filter(|fact| fact.party == Some(party));
        if own.any(|fact| self.surely_breaks(fact, package)) {
            return Stance::Refuses;
        }
        match self.utility(party, package).zip(self.reservation(party)) {
            Some((utility, firm)) if utility >= firm => Stance::Accepts,
            Some(_) | None => Stance::NotSaid,
        }
    }

    /// Whether the package breaks the fact for certain: of a walk-away range, its lower end counts.
    pub fn surely_breaks(&self, fact: &Fact, package: &[u32]) -> bool {
        match fact.kind {
            FactKind::Reservation => fact.party.is_some_and(|party| {
                let least = self.parties.get(party).and_then(|party| party.reservation.as_ref());
                self.utility(party, package)
                    .zip(least)
                    .is_some_and(|(utility, reservation)| utility < reservation.least)
            }),
            _ => self.breaks(fact, package),
        }
    }

    /// Whether the agreement rule passes the package: `None` where that turns on parties that did not say.
    pub fn outcome(&self, package: &[u32]) -> Option<bool> {
        if !self.is_possible(package) {
            return Some(false);
        }
        let stances: Vec<Stance> = (0..self.parties.len()).map(|party| self.stance(party, package)).collect();
        let is = |party: usize, stance: Stance| stances.get(party) == Some(&stance);
        if self.wins(|party| is(party, Stance::Accepts)) {
            return Some(true);
        }
        (!self.wins(|party| !is(party, Stance::Refuses))).then_some(false)
    }

    /// Whether every party is known to accept the package, and it is possible.
    pub fn is_known_unanimous(&self, package: &[u32]) -> bool {
        self.is_possible(package)
            && (0..self.parties.len()).all(|party| self.stance(party, package) == Stance::Accepts)
    }

    /// The same problem with every walk-away range read at its lower end: what it excludes is certain to be refused.
    pub fn at_least(&self) -> Self {
        let mut lower = self.clone();
        for reservation in lower.parties.iter_mut().filter_map(|party| party.reservation.as_mut()) {
            reservation.firm = reservation.least;
        }
        lower
    }

    /// Whether some party's walk-away value is a range, stated as one or made one by rounding.
    pub fn has_ranges(&self) -> bool {
        let reservations = self.parties.iter().filter_map(|party| party.reservation.as_ref());
        reservations.into_iter().any(|reservation| reservation.least < reservation.firm)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn within_a_range_nothing_is_known() {
        let mut problem = sample::problem();
        let package = [1, 0];
        assert_eq!(problem.utility(1, &package), Some(10));
        for (least, firm, stance) in
            [(10, 10, Stance::Accepts), (10, 11, Stance::NotSaid), (11, 11, Stance::Refuses)]
        {
            if let Some(reservation) = problem.parties.get_mut(1).and_then(|party| party.reservation.as_mut())
            {
                (reservation.least, reservation.firm) = (least, firm);
            }
            assert_eq!(problem.stance(1, &package), stance);
        }
    }

    #[test]
    fn who_stated_no_points_did_not_say() {
        let mut problem = sample::problem();
        let package = [1, 1];
        assert_eq!(problem.outcome(&package), Some(problem.passes_rule(&package)));
        if let Some(silent) = problem.parties.first_mut() {
            (silent.utility, silent.reservation) = (None, None);
        }
        let stance = problem.stance(0, &package);
        assert_ne!(stance, Stance::Accepts);
        assert_ne!(problem.outcome(&package), Some(true));
    }
}
