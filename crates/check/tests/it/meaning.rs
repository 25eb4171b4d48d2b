//! The meaning of statements against the compiled problem, package by package, over generated cases and briefs.
//!
//! Two readings of one guide that share no code. `PROPTEST_CASES=25600` makes it a million packages.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot happen")]

use crate::small::Draw;
use mediant_check::Meaning;
use mediant_check::meaning::{KnownStance, Passing, Settlement};
use mediant_model::agreement::Quorum;
use mediant_model::brief::{IssuePoints, IssueValues, Points, ReservationDefault, StatedInteraction};
use mediant_model::case::Reader;
use mediant_model::issue::{IssueKind, IssueOption, Range};
use mediant_model::party::PartyRole;
use mediant_model::problem::{Choice, Options, Stance};
use mediant_model::statement::{
    Linkage, Precondition, Provenance, Publicity, RedLine, ReservationValue, Standing,
};
use mediant_model::{
    AgreementRule, Brief, Case, Condition, Date, Issue, IssueId, Number, OptionId, Party, PartyId, Problem,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Packages looked at for each case; with two to four options on up to four issues, all there are or nearly.
const PACKAGES: usize = 40;

/// Statements of every kind, drawn from bytes.
struct Stating<'a, 'b> {
    draw: &'a mut Draw<'b>,
    issues: Vec<Issue>,
    partial: bool,
}

impl Stating<'_, '_> {
    fn number(&mut self) -> Number {
        let digits = self.draw.between(-30, 90);
        Number::ratio(digits, *self.draw.pick(&[1, 2, 3, 7, 10, 10, 100])).unwrap()
    }

    fn day(&mut self) -> Option<Date> {
        self.draw.one_in(3).then(|| Date::constant(2025, 1, 1 + self.draw.below(4) as i8))
    }

    fn options(&self, issue: &Issue) -> Vec<OptionId> {
        let open = self.partial.then(OptionId::left_open);
        issue.option_ids().into_iter().chain(open).collect()
    }

    fn condition(&mut self, depth: usize) -> Condition {
        let issue = self.draw.pick(&self.issues).clone();
        match self.draw.below(if depth == 0 { 4 } else { 9 }) {
            0..3 => {
                let options = self.options(&issue);
                let mut chosen: Vec<OptionId> =
                    options.iter().filter(|_| self.draw.one_in(2)).cloned().collect();
                if chosen.is_empty() {
                    chosen.push(self.draw.pick(&options).clone());
                }
                // A decimal may be written in more than one way.
                let is_decimal = |option: &OptionId| !option.is_left_open() && option.as_str().len() < 6;
                if matches!(issue.kind, IssueKind::Range(_)) && self.draw.one_in(2) {
                    for option in chosen.iter_mut().filter(|option| is_decimal(option)) {
                        let point = if option.as_str().contains('.') { "0" } else { ".0" };
                        *option = OptionId::new(format!("{option}{point}"));
                    }
                }
                Condition::Options(issue.id, chosen)
            }
            3 => match issue.kind {
                IssueKind::Range(range) => {
                    let end = |draw: &mut Draw<'_>| {
                        let half = range.step.checked_div(&Number::from(2)).unwrap();
                        draw.one_in(2).then(|| &range.min + &(&half * &Number::from(draw.between(-1, 7))))
                    };
                    Condition::Between(issue.id, end(self.draw), end(self.draw))
                }
                _ => Condition::All(Vec::new()),
            },
            4 | 5 => Condition::All(self.conditions(depth)),
            6 | 7 => Condition::Any(self.conditions(depth)),
            _ => Condition::Not(Box::new(self.condition(depth - 1))),
        }
    }

    fn conditions(&mut self, depth: usize) -> Vec<Condition> {
        (0..self.draw.below(4)).map(|_| self.condition(depth - 1)).collect()
    }

    fn provenance(&mut self, parties: &[PartyId]) -> Provenance {
        let party = self.draw.pick(parties).clone();
        let all = [Publicity::Public, Publicity::Table, Publicity::Mediator, Publicity::Caucus(party)];
        let known = Provenance::known_to(self.draw.pick(&all).clone());
        Provenance { on: self.day(), until: self.day(), ..known }
    }

    fn red_line(&mut self, party: &PartyId, all: &[PartyId]) -> RedLine {
        let provenance = self.provenance(all);
        RedLine { party: party.clone(), never: self.condition(2), standing: Standing::Told, provenance }
    }

    fn precondition(&mut self, party: &PartyId, all: &[PartyId]) -> Precondition {
        let settled = self.partial && self.draw.one_in(2);
        let settled = settled.then(|| self.draw.pick(&self.issues).id.clone());
        let require = (settled.is_none() || self.draw.one_in(2)).then(|| self.condition(2));
        Precondition {
            party: party.clone(),
            settled: settled.into_iter().collect(),
            require,
            standing: Standing::Public,
            provenance: self.provenance(all),
        }
    }

    fn linkage(&mut self, party: Option<&PartyId>, all: &[PartyId]) -> Linkage {
        let (when, then) = (self.condition(1), self.condition(1));
        Linkage { party: party.cloned(), when, then, provenance: self.provenance(all) }
    }

    fn points(&mut self) -> Points {
        let mut issues = BTreeMap::new();
        for issue in self.issues.clone() {
            if self.draw.one_in(5) {
                continue; // an issue without points counts nothing
            }
            let values = match &issue.kind {
                IssueKind::Range(range) if self.draw.one_in(2) => {
                    let mut at = &range.min - &self.step(range);
                    let mut curve = Vec::new();
                    for _ in 0..1 + self.draw.below(4) {
                        curve.push((at.clone(), self.number()));
                        at = &at + &self.step(range);
                    }
                    IssueValues::Curve(curve)
                }
                _ => {
                    let ids = issue.option_ids();
                    IssueValues::Options(ids.into_iter().map(|id| (id, self.number())).collect())
                }
            };
            let weight = if self.draw.one_in(2) { Number::one() } else { self.number() };
            let left_open = self.draw.one_in(2).then(|| self.number());
            issues.insert(issue.id.clone(), IssuePoints { weight, values, left_open });
        }
        let interactions = (0..self.draw.below(4))
            .map(|_| StatedInteraction { when: self.condition(2), points: self.number(), text: None })
            .collect();
        let constant = self.draw.one_in(3).then(|| self.number());
        let cap = self.draw.one_in(3).then(|| &self.number() + &Number::from(4));
        Points { issues, interactions, constant, cap }
    }

    /// A part of the range's step, above zero.
    fn step(&mut self, range: &Range) -> Number {
        let part = Number::ratio(self.draw.between(1, 5), 2).unwrap();
        &range.step * &part
    }

    fn brief(&mut self, party: &PartyId, all: &[PartyId]) -> Brief {
        let mut brief = Brief::empty(party.clone());
        brief.red_lines = (0..self.draw.below(2)).map(|_| self.red_line(party, all)).collect();
        brief.preconditions = (0..self.draw.below(2)).map(|_| self.precondition(party, all)).collect();
        brief.linkages = (0..self.draw.below(2)).map(|_| self.linkage(Some(party), all)).collect();
        if self.draw.one_in(5) {
            return brief;
        }
        let walk_aways = self.draw.below(4);
        let zero = self.draw.one_in(2);
        brief.points = Some(self.points());
        brief.reservation_default =
            if zero { ReservationDefault::Zero } else { ReservationDefault::WorstPackage };
        for index in 0..walk_aways {
            let value = self.number();
            // One that holds from the start, so that there is one on every day.
            let from = if index == 0 { None } else { self.day() };
            let width = if self.draw.one_in(3) { self.number() } else { Number::zero() };
            let high = if width.is_negative() { value.clone() } else { &value + &width };
            brief.reservations.push(ReservationValue { from, low: value, high, because: None });
        }
        brief
    }
}

fn case(draw: &mut Draw<'_>) -> (Case, Vec<Brief>) {
    let partial = draw.one_in(3);
    let issues = (0..1 + draw.below(4)).map(|index| {
        let option = |id: usize| IssueOption { id: format!("o{id}").as_str().into(), name: String::new() };
        let kind = if draw.one_in(3) {
            let min = Number::ratio(draw.between(-4, 4), 2).unwrap();
            let step = Number::ratio(1, *draw.pick(&[1, 2, 3])).unwrap();
            let steps = Number::ratio(draw.between(2, 7), 2).unwrap();
            let max = &min + &(&step * &steps);
            IssueKind::Range(Range { min, max, step, unit: None })
        } else {
            IssueKind::Discrete((0..2 + draw.below(2)).map(option).collect())
        };
        Issue { id: format!("i{index}").as_str().into(), name: String::new(), kind }
    });
    let mut issues: Vec<Issue> = issues.collect();
    let open = issues.clone();
    if draw.one_in(4) {
        let id = IssueId::from("withheld");
        issues.insert(draw.below(issues.len()), Issue { id, name: String::new(), kind: IssueKind::Withheld });
    }
    let count = 1 + draw.below(3);
    let party = |index: usize, role| Party {
        id: format!("p{index}").as_str().into(),
        name: String::new(),
        role,
        people: Vec::new(),
        factions: Vec::new(),
    };
    let mut parties: Vec<Party> = (0..count).map(|index| party(index, PartyRole::Negotiating)).collect();
    let all: Vec<PartyId> = parties.iter().map(|party| party.id.clone()).collect();
    parties.insert(draw.below(count), party(9, PartyRole::Third));
    let mut agreement = AgreementRule { partial, ..AgreementRule::default() };
    if draw.one_in(2) {
        agreement.quorum = Quorum::AtLeast(1 + draw.below(count));
        agreement.veto = all.iter().filter(|_| draw.one_in(3)).cloned().collect();
    }
    let mut stating = Stating { draw, issues: open, partial };
    let mut case = Case { agreement, parties, issues, as_of: stating.day(), ..Case::default() };
    for party in &all {
        case.red_lines.extend((0..stating.draw.below(2)).map(|_| stating.red_line(party, &all)));
        case.preconditions.extend((0..stating.draw.below(2)).map(|_| stating.precondition(party, &all)));
        case.linkages.extend((0..stating.draw.below(2)).map(|_| stating.linkage(Some(party), &all)));
    }
    case.linkages.extend((0..stating.draw.below(3)).map(|_| stating.linkage(None, &all)));
    let briefs = all.iter().filter_map(|party| {
        let silent = stating.draw.one_in(5);
        (!silent).then(|| stating.brief(party, &all))
    });
    let briefs = briefs.collect();
    (case, briefs)
}

/// Holds one reader's problem against what the statements mean to that reader.
fn agree(case: &Case, briefs: &[Brief], on: Option<Date>, reader: &Reader) -> Result<(), TestCaseError> {
    let seen = match reader {
        Reader::Mediator => case.clone(),
        reader => case.seen_by(reader),
    };
    let own: Vec<Brief> = briefs
        .iter()
        .filter(|brief| match reader {
            Reader::Mediator => true,
            Reader::Party(party) => brief.party == *party,
            Reader::Public => false,
        })
        .cloned()
        .collect();
    let compiled = Problem::compile(&seen, &own, &Options { on, ..Options::default() });
    prop_assert!(compiled.is_ok(), "{:?}", compiled.err());
    let problem = compiled.unwrap();
    prop_assume!(!problem.is_rounded());
    let meaning = Meaning::new(case, briefs, on, reader);
    let mut names = meaning.names();
    let mut facts = problem.fact_names(0..problem.facts.len());
    names.sort();
    facts.sort();
    prop_assert_eq!(&names, &facts);
    for (index, party) in problem.parties.iter().enumerate() {
        let stated = party.reservation.as_ref();
        let exact = |units: i64| problem.exact(index, units);
        let id = party.id.as_str();
        prop_assert_eq!(meaning.reservation(id), stated.and_then(|stated| exact(stated.firm)));
        prop_assert_eq!(meaning.least(id), stated.and_then(|stated| exact(stated.least)));
    }
    let total = problem.issues.iter().map(|issue| issue.options.len()).product::<usize>();
    // A stride that meets every option: coprime to the usual sizes.
    let stride = if total <= PACKAGES { 1 } else { 7_919 };
    for step in 0..total.min(PACKAGES) {
        let mut number = step * stride % total;
        let package: Vec<u32> = problem
            .issues
            .iter()
            .map(|issue| {
                let option = number % issue.options.len();
                number /= issue.options.len();
                option as u32
            })
            .collect();
        same(&problem, &meaning, &package)?;
    }
    Ok(())
}

fn same(problem: &Problem, meaning: &Meaning<'_>, package: &[u32]) -> Result<(), TestCaseError> {
    let choice: Choice = problem.choice(package);
    let settled = meaning.settle(&choice);
    prop_assert!(settled.is_ok(), "{:?} {:?}", choice, settled);
    let settled = settled.unwrap();
    let settled: Vec<&Settlement> = settled.iter().collect();
    for fact in &problem.facts {
        // Of a walk-away range, what lies within it is not known.
        let expected = match (problem.breaks(fact, package), problem.surely_breaks(fact, package)) {
            (true, true) => Some(true),
            (true, false) => None,
            (false, sure) => sure.then_some(true).or(Some(false)),
        };
        let broken = meaning.breaks(fact.id.as_str(), &settled);
        prop_assert_eq!(broken, Some(expected), "{} {:?}", fact.id, &choice);
    }
    for (index, party) in problem.parties.iter().enumerate() {
        let id = party.id.as_str();
        let worth = problem.utility(index, package).and_then(|units| problem.exact(index, units));
        prop_assert_eq!(meaning.worth(id, &settled), worth, "{} {:?}", id, &choice);
        let expected = match problem.stance(index, package) {
            Stance::Refuses => KnownStance::Refuses,
            Stance::Accepts => KnownStance::Accepts,
            Stance::NotSaid => KnownStance::NotSaid,
        };
        prop_assert_eq!(meaning.verdict(id, &settled), expected, "{} {:?}", id, &choice);
    }
    prop_assert_eq!(meaning.is_possible(&settled), problem.is_possible(package));
    let expected = match problem.outcome(package) {
        Some(false) => Passing::Fails,
        Some(true) => Passing::Passes,
        None => Passing::NotKnown,
    };
    prop_assert_eq!(meaning.passes(&settled), expected, "{:?}", &choice);
    Ok(())
}

proptest! {
    // Each case is looked at by three readers.
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases / 2).max(1)))]

    #[test]
    fn statements_and_compiled_problem_say_the_same(bytes in prop::collection::vec(any::<u8>(), 100..600)) {
        let mut draw = Draw(bytes.iter());
        let (case, briefs) = case(&mut draw);
        let on = draw.one_in(2).then(|| Date::constant(2025, 1, 1 + draw.below(4) as i8));
        agree(&case, &briefs, on, &Reader::Mediator)?;
        let party = case.parties.iter().find(|party| party.role == PartyRole::Negotiating);
        agree(&case, &briefs, on, &Reader::Party(party.unwrap().id.clone()))?;
        agree(&case, &briefs, on, &Reader::Public)?;
    }
}
