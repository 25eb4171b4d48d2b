//! Whether a party counts combinations of issues.

use super::{
    COMBINATIONS_MAX, Condition, Meaning, Settlement, gather, is_met, lists_left_open, speaks_of, turns,
};
use std::collections::{BTreeMap, BTreeSet};

impl Meaning<'_> {
    /// Whether some bonus or penalty of the party hangs on more than one issue; `None` where it stated no points, or where that
    /// takes more than [`COMBINATIONS_MAX`] combinations.
    pub fn joins_issues(&self, party: &str) -> Option<bool> {
        let stated = self.party(party)?.points?;
        for interaction in stated.interactions.iter().filter(|one| !one.points.is_zero()) {
            if self.hangs_on(&interaction.when)? > 1 {
                return Some(true);
            }
        }
        Some(false)
    }

    /// On how many issues it hangs whether the condition holds, by going through all ways to settle those that it names.
    fn hangs_on(&self, condition: &Condition) -> Option<usize> {
        let mut entries = Vec::new();
        gather(condition, &mut entries);
        let named = condition.issues();
        let places: BTreeSet<usize> =
            named.iter().filter_map(|issue| self.places.get(issue)).copied().collect();
        let ways: Vec<Vec<Settlement>> =
            places.iter().map(|place| self.ways_apart(*place, &entries)).collect::<Option<_>>()?;
        let count = ways.iter().try_fold(1usize, |count, ways| count.checked_mul(ways.len()))?;
        if count > COMBINATIONS_MAX {
            return None;
        }
        let elsewhere = Settlement::LeftOpen; // issues that the condition does not name
        let mut package = vec![&elsewhere; self.issues.len()];
        let mut holds = Vec::with_capacity(count);
        for mut number in 0..count {
            for (place, ways) in places.iter().zip(&ways) {
                let way = ways.get(number % ways.len())?;
                number /= ways.len();
                package.get_mut(*place).into_iter().for_each(|slot| *slot = way);
            }
            holds.push(self.holds(condition, &package));
        }
        // It hangs on an issue where settling that one otherwise, and nothing else, makes a difference.
        let (mut hangs, mut step) = (0, 1);
        for ways in &ways {
            let first = |number: usize| number - (number / step % ways.len()) * step;
            let differs = |(number, holds_here): (usize, &bool)| holds.get(first(number)) != Some(holds_here);
            hangs += usize::from(holds.iter().enumerate().any(differs));
            step *= ways.len();
        }
        Some(hangs)
    }

    /// Ways to settle an issue, one for each set of entries that can hold together there.
    fn ways_apart(&self, place: usize, entries: &[&Condition]) -> Option<Vec<Settlement>> {
        let issue = *self.issues.get(place)?;
        let own: Vec<&Condition> =
            entries.iter().copied().filter(|entry| speaks_of(entry, &issue.id)).collect();
        let open = (self.partial || lists_left_open(issue)).then_some(Settlement::LeftOpen);
        let all = turns(issue, None, &own)?.into_iter().chain(open);
        let alike = |settled: Settlement| {
            let met: Vec<bool> = own.iter().map(|entry| is_met(entry, &settled)).collect();
            (met, settled)
        };
        Some(all.map(alike).collect::<BTreeMap<Vec<bool>, Settlement>>().into_values().collect())
    }
}
