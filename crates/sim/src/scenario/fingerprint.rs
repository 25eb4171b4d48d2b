//! A hash of a scenario: two that hash alike play alike.

use mediant_model::Problem;
use mediant_model::problem::Region;

/// BLAKE3 over everything in the problem that can make a difference to a negotiation, the discounts, and whether
/// packages are numbered: where they are not, packages are searched for.
pub(super) fn of(problem: &Problem, discounts: impl Iterator<Item = f64>, numbered: bool) -> [u8; 32] {
    let mut ink = Ink(blake3::Hasher::new_derive_key("mediant sim 2026 fingerprint of a scenario"));
    ink.number(problem.parties.len() as i64);
    for (party, discount) in problem.parties.iter().zip(discounts) {
        ink.text(party.id.as_str());
        ink.number(i64::from(party.veto));
        ink.number(discount.to_bits() as i64);
        if let Some(reservation) = &party.reservation {
            ink.number(reservation.firm);
        }
        let Some(utility) = &party.utility else { continue };
        utility.values.iter().for_each(|values| values.iter().for_each(|value| ink.number(*value)));
        ink.number(utility.interactions.len() as i64);
        for interaction in &utility.interactions {
            ink.region(&interaction.region);
            ink.number(interaction.points);
        }
        ink.number(utility.constant);
        ink.number(utility.cap.unwrap_or(i64::MIN));
    }
    ink.number(problem.issues.len() as i64);
    for issue in &problem.issues {
        ink.text(issue.id.as_str());
        ink.number(issue.options.len() as i64);
        issue.options.iter().for_each(|option| ink.text(option.as_str()));
    }
    ink.number(problem.facts.len() as i64);
    for fact in &problem.facts {
        ink.text(fact.id.as_str());
        ink.number(fact.party.map_or(-1, |party| party as i64));
        ink.number(fact.forbids.len() as i64);
        fact.forbids.iter().for_each(|region| ink.region(region));
    }
    ink.number(problem.quorum as i64);
    for party in &problem.parties {
        ink.text(&party.scale.unit.exact_text());
    }
    ink.number(i64::from(numbered));
    *ink.0.finalize().as_bytes()
}

/// Fields with their lengths, so that no two lists of fields look alike.
struct Ink(blake3::Hasher);

impl Ink {
    fn number(&mut self, number: i64) {
        self.0.update(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as i64);
        self.0.update(text.as_bytes());
    }

    fn region(&mut self, region: &Region) {
        self.number(region.width() as i64);
        for (issue, options) in region.sides() {
            self.number(issue as i64);
            self.number(options.iter().count() as i64);
            options.iter().for_each(|option| self.number(option as i64));
        }
    }
}
