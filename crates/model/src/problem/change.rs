//! The problem after a change to what was stated: what an opening means.

use super::{Fact, FactId, FactKind, FactOrigin, Problem, Region};
use crate::{OptionId, OptionSet};

impl Problem {
    /// The problem with a fact that binds nobody any more. The fact keeps its index and its name.
    pub fn without_fact(&self, fact: usize) -> Self {
        let mut changed = self.clone();
        if let Some(fact) = changed.facts.get_mut(fact) {
            *fact = free(fact, Vec::new());
        }
        changed
    }

    /// The problem with a party's walk-away value moved by units, negative to lower it.
    ///
    /// `None` where the fact is no reservation or the value goes beyond 2^60, as far as utilities reach.
    pub fn with_moved_reservation(&self, fact: usize, by: i64) -> Option<Self> {
        let party = self.facts.get(fact).filter(|fact| fact.kind == FactKind::Reservation)?.party?;
        let mut changed = self.clone();
        let reservation = changed.parties.get_mut(party)?.reservation.as_mut()?;
        let moved = |value: i64| value.checked_add(by).filter(|value| value.unsigned_abs() <= 1 << 60);
        (reservation.firm, reservation.least) = (moved(reservation.firm)?, moved(reservation.least)?);
        Some(changed)
    }

    /// The problem with an option that is not yet on the table: the issue's last, `new option`.
    ///
    /// Only packages that take the new option mean anything afterwards. It is an option of substance
    /// about which one thing is agreed: it breaks none of the facts for which `kept` holds, wherever some option could
    /// avoid that, on the table or not; and it is worth enough where that is a reservation. For every other fact it
    /// counts as the worst: every region with a side on the issue holds it, unless that side holds nothing but
    /// "left open"; and it reaches no reservation. `None` where there is no such issue.
    pub fn with_new_option(&self, issue: usize, kept: impl Fn(usize) -> bool) -> Option<Self> {
        let mut changed = self.clone();
        let open = changed.issues.get_mut(issue)?;
        let new = open.options.len();
        let left_open = open.may_be_left_open.then(|| new.saturating_sub(1));
        open.options.push(OptionId::new("new option"));
        open.labels.push("new option".into());
        for (index, fact) in changed.facts.iter_mut().enumerate() {
            if fact.kind == FactKind::Reservation {
                let unreached = Region::everything().with(issue, OptionSet::from_options(new + 1, [new]));
                *fact = free(fact, if kept(index) { Vec::new() } else { vec![unreached] });
                continue;
            }
            if kept(index) {
                let of_substance = (0..=new).filter(|option| Some(*option) != left_open);
                fact.forbids =
                    fact.broken_by_all(issue, new, &OptionSet::from_options(new + 1, of_substance));
                fact.beyond = Vec::new();
                continue;
            }
            for region in &mut fact.forbids {
                let substance =
                    region.side(issue).is_some_and(|side| side.iter().any(|o| Some(o) != left_open));
                *region = widened(region, issue, new, substance);
            }
            fact.beyond = Vec::new();
        }
        Some(changed)
    }

    /// The problem in which only packages are possible that take the last option of the issue: after
    /// [`Problem::with_new_option`] the new one. That is a further fact, `takes the new option`; it binds everybody.
    pub fn taking_the_new_option(mut self, issue: usize) -> Self {
        let size = self.issues.get(issue).map_or(0, |issue| issue.options.len());
        let others = OptionSet::from_options(size, 0..size.saturating_sub(1));
        self.facts.push(Fact {
            id: FactId::new(TAKES_THE_NEW_OPTION),
            kind: FactKind::Linkage,
            party: None,
            forbids: vec![Region::everything().with(issue, others)],
            beyond: Vec::new(),
            origin: FactOrigin::default(),
        });
        self
    }
}

/// The fact that a package takes the option that is new. No statement has such a name.
const TAKES_THE_NEW_OPTION: &str = "takes the new option";

/// The fact with its name and origin, excluding these regions instead.
fn free(fact: &Fact, forbids: Vec<Region>) -> Fact {
    Fact { kind: FactKind::RedLine, forbids, beyond: Vec::new(), ..fact.clone() }
}

/// The region where the issue has one more option, with or without it; all options where it has no side.
fn widened(region: &Region, issue: usize, new: usize, inside: bool) -> Region {
    let mut wider = Region::everything();
    for (place, side) in region.sides() {
        let here = OptionSet::from_options(new + 1, side.iter().chain(inside.then_some(new)));
        wider.narrow(place, if place == issue { here } else { side.clone() });
    }
    wider
}

#[cfg(test)]
mod tests {
    use super::super::{ProblemIssue, ProblemParty, Scale};
    use super::*;

    fn problem() -> Problem {
        let ids = |ids: &[&str]| ids.iter().map(|id| OptionId::from(*id)).collect::<Vec<_>>();
        let issue = |id: &str, options: Vec<OptionId>| ProblemIssue {
            id: id.into(),
            name: String::new(),
            labels: vec![String::new(); options.len()],
            may_be_left_open: true,
            options,
        };
        let never = |id: &str, party, options: [usize; 1]| Fact {
            id: FactId::new(id),
            kind: FactKind::RedLine,
            party: Some(party),
            forbids: vec![Region::everything().with(0, OptionSet::from_options(3, options))],
            beyond: Vec::new(),
            origin: FactOrigin::default(),
        };
        let party = |id: &str| ProblemParty {
            id: id.into(),
            name: String::new(),
            veto: false,
            utility: None,
            reservation: None,
            scale: Scale::one(),
        };
        Problem {
            parties: vec![party("a"), party("b")],
            issues: vec![issue("land", ids(&["cede", "keep", "left open"]))],
            facts: vec![never("a.1", 0, [0]), never("b.1", 1, [1]), never("b.settled", 1, [2])],
            quorum: 2,
        }
    }

    #[test]
    fn a_new_option_is_settled_but_the_worst_for_whoever_is_not_named() {
        let problem = problem();
        assert!((0..3).all(|option| !problem.passes_rule(&[option])));
        let named = |kept: &[usize]| problem.with_new_option(0, |fact| kept.contains(&fact));
        assert!(named(&[0, 1]).is_some_and(|changed| changed.passes_rule(&[3])));
        assert!(named(&[0]).is_some_and(|changed| !changed.accepts(1, &[3]) && changed.accepts(0, &[3])));
        assert!(problem.with_new_option(1, |_| true).is_none());
        // What an option on the table brings once statements are freed of a new one means nothing.
        let taken = named(&[0, 1]).map(|changed| changed.taking_the_new_option(0));
        let passing = |changed: Problem| (0..4).filter(|option| changed.passes_rule(&[*option])).collect();
        assert_eq!(taken.map(passing), Some(vec![3]));
    }

    #[test]
    fn a_fact_without_force_keeps_its_name() {
        let changed = problem().without_fact(0);
        assert!(changed.accepts(0, &[0]) && changed.fact_index(&FactId::new("a.1")) == Some(0));
        assert!(problem().with_moved_reservation(0, -1).is_none());
    }
}
