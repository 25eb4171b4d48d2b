//! What a case and its briefs mean for one package, read from the statements as they were written.
//!
//! A second reading of `docs/guide/case-format.md`, beside the compiled [`Problem`](mediant_model::Problem) and with
//! nothing in common with it but the statements themselves: no regions, no units, no numbers for options. A condition
//! is evaluated where it stands, a worth is a fraction. It is plain and slow, and looks at one package at a time; the
//! checker holds every package that a certificate names against it.
//!
//! What a party thinks has three states: it is known to accept, it is known to refuse, or it has not said. A party
//! that stated no points has not said, unless a statement of its own excludes the package.

use mediant_model::agreement::Quorum;
use mediant_model::brief::{IssuePoints, IssueValues, Points, Ranking, ReservationDefault};
use mediant_model::case::Reader;
use mediant_model::issue::{IssueKind, Range};
use mediant_model::problem::Choice;
use mediant_model::statement::{Linkage, Precondition, Provenance, Publicity, ReservationValue};
use mediant_model::{Brief, Case, Condition, Date, Issue, IssueId, Number, OptionId, PartyId, PartyRole};
use num_bigint::BigInt;
use num_integer::Integer;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::OnceLock;

mod joined;
mod new_option;

/// How a package settles one issue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Settlement {
    /// By one of the options listed.
    Option(OptionId),
    /// At a point of the range.
    At(Number),
    /// Not at all: the deal leaves the issue open.
    LeftOpen,
}

/// What is known of a party's answer to a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownStance {
    /// It is known to accept.
    Accepts,
    /// It is known to refuse.
    Refuses,
    /// It has not said enough.
    NotSaid,
}

/// What is known of whether the agreement rule passes a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// It does, whatever those who have not said think.
    Passes,
    /// It does not, whatever those who have not said think.
    Fails,
    /// It depends on those who have not said.
    NotKnown,
}

/// The statements of a case and its briefs that count for a reader on a day.
#[derive(Clone)]
pub struct Meaning<'a> {
    issues: Vec<&'a Issue>,
    places: BTreeMap<&'a IssueId, usize>,
    partial: bool,
    quorum: Quorum,
    /// What binds every package: linkages of nobody in particular.
    common: Vec<Statement<'a>>,
    parties: Vec<Party<'a>>,
}

/// One party: what it excludes, and what packages are worth to it.
#[derive(Clone)]
struct Party<'a> {
    id: &'a PartyId,
    veto: bool,
    excludes: Vec<Statement<'a>>,
    points: Option<&'a Points>,
    ranking: Option<&'a Ranking>,
    walk_away: WalkAway,
    /// The worth of its worst package, once somebody has asked for it.
    worst: OnceLock<Option<Number>>,
}

/// What a party takes rather than walking away.
#[derive(Clone)]
enum WalkAway {
    /// It refuses below the first, it accepts from the second.
    Between(Number, Number),
    /// It takes its worst package, so it takes any.
    WorstPackage,
    /// The walk-away value was dropped: it binds no more.
    Dropped,
}

/// A statement that excludes packages, by its name in reports, such as `ukraine.red_line.1`.
#[derive(Clone)]
struct Statement<'a> {
    name: String,
    says: Says<'a>,
}

#[derive(Clone)]
enum Says<'a> {
    Never(&'a Condition),
    /// Not without these issues settled and this condition met.
    Only(&'a Precondition),
    /// Not the first without the second.
    Linked(&'a Linkage),
}

impl Says<'_> {
    /// Where in the files it stands: what tells one statement from another that says the same.
    fn place(&self) -> *const u8 {
        match self {
            Self::Never(condition) => std::ptr::from_ref(*condition).cast(),
            Self::Only(required) => std::ptr::from_ref(*required).cast(),
            Self::Linked(linkage) => std::ptr::from_ref(*linkage).cast(),
        }
    }
}

impl<'a> Meaning<'a> {
    /// Reads what counts on the day; `on` where given, else the day of the case, else everything said.
    pub fn new(case: &'a Case, briefs: &'a [Brief], on: Option<Date>, reader: &Reader) -> Self {
        let on = on.or(case.as_of);
        let heard = |provenance: &Provenance| sees(reader, &provenance.publicity) && counts(provenance, on);
        // Whoever reads a brief reads all of it.
        let told = |provenance: &Provenance| counts(provenance, on);
        let issues: Vec<&Issue> =
            case.issues.iter().filter(|issue| !matches!(issue.kind, IssueKind::Withheld)).collect();
        let negotiating = case.parties.iter().filter(|party| party.role == PartyRole::Negotiating);
        let parties = negotiating.map(|party| {
            let id = &party.id;
            let brief = briefs.iter().find(|brief| brief.party == *id && reads(reader, id));
            let mut excludes = Vec::new();
            let of_case = case.red_lines.iter().filter(|line| line.party == *id && heard(&line.provenance));
            let of_brief = brief.iter().flat_map(|brief| &brief.red_lines);
            let lines = of_case.chain(of_brief.filter(|line| told(&line.provenance)));
            excludes.extend(numbered(&format!("{id}.red_line"), lines.map(|line| Says::Never(&line.never))));
            let of_case = case.preconditions.iter().filter(|x| x.party == *id && heard(&x.provenance));
            let of_brief = brief.iter().flat_map(|brief| &brief.preconditions);
            let required = of_case.chain(of_brief.filter(|required| told(&required.provenance)));
            excludes.extend(numbered(&format!("{id}.precondition"), required.map(Says::Only)));
            let of_case =
                case.linkages.iter().filter(|x| x.party.as_ref() == Some(id) && heard(&x.provenance));
            let of_brief = brief.iter().flat_map(|brief| &brief.linkages);
            let linkages = of_case.chain(of_brief.filter(|linkage| told(&linkage.provenance)));
            excludes.extend(numbered(&format!("{id}.linkage"), linkages.map(Says::Linked)));
            Party {
                id,
                veto: case.agreement.veto.contains(id),
                excludes,
                points: brief.and_then(|brief| brief.points.as_ref()),
                ranking: brief.and_then(|brief| brief.ranking.as_ref()),
                walk_away: brief.map_or(WalkAway::WorstPackage, |brief| walk_away(brief, on)),
                worst: OnceLock::new(),
            }
        });
        let parties = parties.collect();
        let common = case.linkages.iter().filter(|linkage| linkage.party.is_none());
        let common = common.filter(|linkage| heard(&linkage.provenance)).map(Says::Linked);
        Self {
            places: issues.iter().enumerate().map(|(place, issue)| (&issue.id, place)).collect(),
            issues,
            partial: case.agreement.partial,
            quorum: case.agreement.quorum,
            common: numbered("linkage", common).collect(),
            parties,
        }
    }

    /// The parties whose acceptance counts.
    pub fn parties(&self) -> impl Iterator<Item = &'a PartyId> + '_ {
        self.parties.iter().map(|party| party.id)
    }

    /// The package that names each issue with options once, and nothing else.
    ///
    /// # Errors
    /// It leaves an issue out, names something else, or an option that is not on the table.
    pub fn settle(&self, choice: &Choice) -> Result<Vec<Settlement>, String> {
        if choice.len() != self.issues.len() {
            return Err("a package has one option on the table for every issue".into());
        }
        let settled = self.issues.iter().map(|issue| {
            let option = choice.get(issue.id.as_str());
            let option = option.ok_or_else(|| format!("a package leaves out `{}`", issue.id))?;
            self.settlement(issue.id.as_str(), option)
        });
        settled.collect()
    }

    /// The way to settle an issue that the case writes so.
    ///
    /// # Errors
    /// There is no such issue, or no such option on it.
    pub fn settlement(&self, issue: &str, option: &str) -> Result<Settlement, String> {
        let found = self.issue(issue).and_then(|issue| match &issue.kind {
            _ if option == LEFT_OPEN && self.partial => Some(Settlement::LeftOpen),
            IssueKind::Discrete(options) => {
                let listed = options.iter().find(|listed| listed.id.as_str() == option)?;
                Some(if option == LEFT_OPEN {
                    Settlement::LeftOpen
                } else {
                    Settlement::Option(listed.id.clone())
                })
            }
            IssueKind::Range(range) => {
                let point = near(range, &option.parse().ok()?)?;
                (point.to_string() == option).then_some(Settlement::At(point))
            }
            IssueKind::Withheld => None,
        });
        found.ok_or_else(|| format!("`{option}` is not on the table for `{issue}`"))
    }

    /// Whether every linkage that binds nobody in particular holds.
    pub fn is_possible(&self, package: &[&Settlement]) -> bool {
        !self.common.iter().any(|statement| self.is_broken(statement, package))
    }

    /// The statements that exclude packages and count here but not there, by their names here; and those that count there but
    /// not here, by their names there. Both are readings of the same files.
    pub(crate) fn changes_since(&self, earlier: &Meaning<'_>) -> (Vec<String>, Vec<String>) {
        let new = |these: &Meaning<'_>, those: &Meaning<'_>| {
            let known: BTreeSet<*const u8> = those.statements().map(|other| other.says.place()).collect();
            let alone = these.statements().filter(|statement| !known.contains(&statement.says.place()));
            alone.map(|statement| statement.name.clone()).collect()
        };
        (new(self, earlier), new(earlier, self))
    }

    /// Whether anybody stated anything that can exclude a package, walk-away values aside.
    pub fn has_exclusions(&self) -> bool {
        self.statements().next().is_some()
    }

    /// Whether a statement of anybody excludes the package, walk-away values aside.
    pub fn is_excluded(&self, package: &[&Settlement]) -> bool {
        self.statements().any(|statement| self.is_broken(statement, package))
    }

    /// What the package is worth to the party; `None` where it stated no points or does not negotiate.
    pub fn worth(&self, party: &str, package: &[&Settlement]) -> Option<Number> {
        let points = self.issues.iter().zip(package);
        let points = points.map(|(issue, settled)| self.points(party, issue.id.as_str(), settled));
        let points = points.collect::<Option<Vec<Number>>>()?;
        self.total(party, sum(points.iter()), package)
    }

    /// The points of settling an issue so, weighed; `None` where the party stated none at all.
    pub fn points(&self, party: &str, issue: &str, settled: &Settlement) -> Option<Number> {
        let stated = self.party(party)?.points?;
        let issue = self.issue(issue)?;
        stated.issues.get(&issue.id).map_or_else(|| Some(Number::zero()), |points| of(issue, points, settled))
    }

    /// The worth of a package from the sum of the points of its issues: with the constant and the interactions, up to
    /// the cap.
    pub fn total(&self, party: &str, points: Number, package: &[&Settlement]) -> Option<Number> {
        let stated = self.party(party)?.points?;
        let held = stated.interactions.iter().filter(|x| self.holds(&x.when, package));
        let rest = sum(held.map(|x| &x.points).chain(&stated.constant));
        let total = if rest.is_zero() { points } else { &points + &rest };
        Some(match &stated.cap {
            Some(cap) if total > *cap => cap.clone(),
            _ => total,
        })
    }

    /// What is known of the party's answer: it refuses what its statements exclude or what is worth too little.
    pub fn verdict(&self, party: &str, package: &[&Settlement]) -> KnownStance {
        let worth = self.worth(party, package);
        self.verdict_at(party, worth.as_ref(), package)
    }

    /// [`Meaning::verdict`] where the worth is known already.
    pub fn verdict_at(&self, party: &str, worth: Option<&Number>, package: &[&Settlement]) -> KnownStance {
        let Some(party) = self.party(party) else { return KnownStance::NotSaid };
        if party.excludes.iter().any(|statement| self.is_broken(statement, package)) {
            return KnownStance::Refuses;
        }
        match (&party.walk_away, worth) {
            (_, None) => KnownStance::NotSaid,
            (WalkAway::WorstPackage | WalkAway::Dropped, Some(_)) => KnownStance::Accepts,
            (WalkAway::Between(low, _), Some(worth)) if worth < low => KnownStance::Refuses,
            (WalkAway::Between(_, high), Some(worth)) if worth >= high => KnownStance::Accepts,
            (WalkAway::Between(..), Some(_)) => KnownStance::NotSaid,
        }
    }

    /// What is known of whether the agreement rule passes the package.
    pub fn passes(&self, package: &[&Settlement]) -> Passing {
        self.passes_with(package, |party| self.verdict(party, package))
    }

    /// [`Meaning::passes`] where the parties' answers are known already.
    pub fn passes_with(&self, package: &[&Settlement], verdict: impl Fn(&str) -> KnownStance) -> Passing {
        self.passing(self.is_possible(package), verdict)
    }

    /// What the rule makes of the parties' answers to a package, possible or not.
    fn passing(&self, possible: bool, verdict: impl Fn(&str) -> KnownStance) -> Passing {
        if !possible {
            return Passing::Fails;
        }
        let needed = match self.quorum {
            Quorum::Unanimity => self.parties.len(),
            Quorum::AtLeast(count) => count,
        };
        let (mut accept, mut may_accept) = (0, 0);
        let (mut vetoes_accept, mut vetoed) = (true, false);
        for party in &self.parties {
            let said = verdict(party.id.as_str());
            accept += usize::from(said == KnownStance::Accepts);
            may_accept += usize::from(said != KnownStance::Refuses);
            vetoes_accept &= !party.veto || said == KnownStance::Accepts;
            vetoed |= party.veto && said == KnownStance::Refuses;
        }
        if accept >= needed && vetoes_accept {
            Passing::Passes
        } else if may_accept < needed || vetoed {
            Passing::Fails
        } else {
            Passing::NotKnown
        }
    }

    /// Whether the package breaks the statement of this name. `Some(None)`: it is not known, a walk-away range being
    /// open. `None`: there is no such statement.
    pub fn breaks(&self, name: &str, package: &[&Settlement]) -> Option<Option<bool>> {
        if let Some(statement) = self.statements().find(|statement| statement.name == name) {
            return Some(Some(self.is_broken(statement, package)));
        }
        let party = self.party(name.strip_suffix(".reservation")?).filter(|party| party.points.is_some())?;
        let WalkAway::Between(low, high) = &party.walk_away else { return Some(Some(false)) };
        let worth = self.worth(party.id.as_str(), package)?;
        Some(if worth < *low {
            Some(true)
        } else if worth >= *high {
            Some(false)
        } else {
            None
        })
    }

    /// The names of the statements that can exclude packages, walk-away values first, party by party.
    pub fn names(&self) -> Vec<String> {
        let own = self.parties.iter().flat_map(|party| {
            let walk_away = party.points.map(|_| format!("{}.reservation", party.id));
            walk_away.into_iter().chain(party.excludes.iter().map(|statement| statement.name.clone()))
        });
        own.chain(self.common.iter().map(|statement| statement.name.clone())).collect()
    }

    /// The least worth that the party is certain to accept, from which its gains are counted; `None` where it stated no
    /// points, or where its worst package cannot be told by going through [`COMBINATIONS_MAX`] combinations.
    pub fn reservation(&self, party: &str) -> Option<Number> {
        let found = self.party(party)?;
        found.points?;
        match &found.walk_away {
            WalkAway::Between(_, high) => Some(high.clone()),
            WalkAway::WorstPackage | WalkAway::Dropped => {
                found.worst.get_or_init(|| self.worst(party)).clone()
            }
        }
    }

    /// The lower end of the party's walk-away value: below it, it is certain to refuse.
    pub fn least(&self, party: &str) -> Option<Number> {
        match &self.party(party)?.walk_away {
            WalkAway::Between(low, _) => Some(low.clone()),
            WalkAway::WorstPackage | WalkAway::Dropped => self.reservation(party),
        }
    }

    /// The order that the party gave, where it gave one.
    pub fn ranking(&self, party: &str) -> Option<&'a Ranking> {
        self.party(party)?.ranking
    }

    /// The tier of a way to settle an issue, counted from the best; `None` where the ranking does not list it.
    pub fn tier(ranking: &Ranking, issue: &str, settled: &Settlement) -> Option<usize> {
        let tiers = ranking.options.get(&IssueId::from(issue))?;
        tiers.iter().position(|tier| tier.iter().any(|option| is_so(settled, option)))
    }

    /// Lets a statement fall; whether there is such a statement.
    pub fn drop(&mut self, name: &str) -> bool {
        let named = |statement: &Statement<'_>| statement.name != name;
        let before = self.statements().count();
        self.common.retain(named);
        self.parties.iter_mut().for_each(|party| party.excludes.retain(named));
        let walk_away = self.parties.iter_mut().find(|party| {
            party.points.is_some() && name.strip_suffix(".reservation") == Some(party.id.as_str())
        });
        if let Some(party) = walk_away {
            party.walk_away = WalkAway::Dropped;
            return true;
        }
        self.statements().count() < before
    }

    /// Lowers both ends of a walk-away value; whether there is one.
    pub fn lower(&mut self, name: &str, by: &Number) -> bool {
        let owner = name.strip_suffix(".reservation");
        let party = self.parties.iter_mut().find(|party| owner == Some(party.id.as_str()));
        let Some(party) = party.filter(|party| party.points.is_some()) else { return false };
        if let WalkAway::Between(low, high) = &mut party.walk_away {
            (*low, *high) = (&*low - by, &*high - by);
        }
        true
    }

    fn statements(&self) -> impl Iterator<Item = &Statement<'a>> {
        self.common.iter().chain(self.parties.iter().flat_map(|party| &party.excludes))
    }

    fn party(&self, id: &str) -> Option<&Party<'a>> {
        self.parties.iter().find(|party| party.id.as_str() == id)
    }

    fn issue(&self, id: &str) -> Option<&'a Issue> {
        self.issues.get(*self.places.get(&IssueId::from(id))?).copied()
    }

    fn is_broken(&self, statement: &Statement<'_>, package: &[&Settlement]) -> bool {
        match &statement.says {
            Says::Never(condition) => self.holds(condition, package),
            Says::Only(required) => {
                let open = |issue: &IssueId| self.settled(issue, package) == Some(&Settlement::LeftOpen);
                let met = |condition: &Condition| self.holds(condition, package);
                required.settled.iter().any(open) || !required.require.as_ref().is_none_or(met)
            }
            Says::Linked(linkage) => {
                self.holds(&linkage.when, package) && !self.holds(&linkage.then, package)
            }
        }
    }

    fn settled<'p>(&self, issue: &IssueId, package: &[&'p Settlement]) -> Option<&'p Settlement> {
        package.get(*self.places.get(issue)?).copied()
    }

    fn holds(&self, condition: &Condition, package: &[&Settlement]) -> bool {
        match condition {
            Condition::Options(issue, _) | Condition::Between(issue, ..) => {
                self.settled(issue, package).is_some_and(|settled| is_met(condition, settled))
            }
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, package)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, package)),
            Condition::Not(part) => !self.holds(part, package),
        }
    }

    /// The worth of the party's worst package: of each group of issues that interactions join, the least that any of
    /// its combinations brings.
    fn worst(&self, party: &str) -> Option<Number> {
        let stated = self.party(party)?.points?;
        let mut groups: Vec<BTreeSet<usize>> = (0..self.issues.len()).map(|place| [place].into()).collect();
        for interaction in &stated.interactions {
            let mentioned = interaction.when.issues().into_iter();
            let joined: BTreeSet<usize> =
                mentioned.filter_map(|issue| self.places.get(issue)).copied().collect();
            let (meet, apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| !group.is_disjoint(&joined));
            groups = apart;
            groups
                .extend((!meet.is_empty()).then(|| meet.into_iter().flatten().collect::<BTreeSet<usize>>()));
        }
        let mut worst: Vec<Number> =
            groups.iter().map(|group| self.worst_of(party, stated, group)).collect::<Option<_>>()?;
        // What mentions no issue holds always or never.
        let nothing = |x: &&mediant_model::brief::StatedInteraction| x.when.issues().is_empty();
        let always = stated.interactions.iter().filter(nothing).filter(|x| self.holds(&x.when, &[]));
        worst.extend(always.map(|x| x.points.clone()));
        let total = sum(worst.iter().chain(&stated.constant));
        Some(match &stated.cap {
            Some(cap) if total > *cap => cap.clone(),
            _ => total,
        })
    }

    /// The least that the options of these issues bring with the interactions among them.
    fn worst_of(&self, party: &str, stated: &Points, group: &BTreeSet<usize>) -> Option<Number> {
        let within = |x: &&mediant_model::brief::StatedInteraction| {
            x.when.issues().into_iter().any(|issue| self.places.get(issue).is_some_and(|p| group.contains(p)))
        };
        let among: Vec<_> = stated.interactions.iter().filter(within).collect();
        let mut atoms = Vec::new();
        among.iter().for_each(|x| gather(&x.when, &mut atoms));
        let options = group.iter().map(|place| {
            let issue = *self.issues.get(*place)?;
            let own: Vec<&Condition> =
                atoms.iter().copied().filter(|atom| speaks_of(atom, &issue.id)).collect();
            let some = turns(issue, stated.issues.get(&issue.id), &own)?;
            let open = (self.partial || lists_left_open(issue)).then_some(Settlement::LeftOpen);
            // Of options of which everything holds alike, only the worst can be in the worst package.
            let mut worst: BTreeMap<Vec<bool>, (Settlement, Number)> = BTreeMap::new();
            for settled in some.into_iter().chain(open) {
                let points = self.points(party, issue.id.as_str(), &settled)?;
                let alike = own.iter().map(|atom| is_met(atom, &settled)).collect();
                match worst.entry(alike) {
                    Entry::Vacant(slot) => {
                        slot.insert((settled, points));
                    }
                    Entry::Occupied(mut kept) if points < kept.get().1 => {
                        kept.insert((settled, points));
                    }
                    Entry::Occupied(_) => {}
                }
            }
            Some((*place, worst.into_values().collect::<Vec<_>>()))
        });
        let options: Vec<(usize, Vec<(Settlement, Number)>)> = options.collect::<Option<_>>()?;
        let count =
            options.iter().try_fold(1usize, |count, (_, options)| count.checked_mul(options.len()))?;
        if count > COMBINATIONS_MAX {
            return None;
        }
        let elsewhere = Settlement::LeftOpen; // issues of other groups, of which nothing here speaks
        let mut package = vec![&elsewhere; self.issues.len()];
        let mut least: Option<Number> = None;
        for mut number in 0..count {
            let mut points = Vec::with_capacity(options.len());
            for (place, options) in &options {
                let (settled, worth) = options.get(number % options.len())?;
                number /= options.len();
                package.get_mut(*place).into_iter().for_each(|slot| *slot = settled);
                points.push(worth);
            }
            let held = among.iter().filter(|x| self.holds(&x.when, &package)).map(|x| &x.points);
            let total = sum(points.into_iter().chain(held));
            if least.as_ref().is_none_or(|least| total < *least) {
                least = Some(total);
            }
        }
        least
    }
}

/// The most combinations of joined issues that are gone through for a party's worst package.
pub const COMBINATIONS_MAX: usize = 200_000;

const LEFT_OPEN: &str = "left open";

fn numbered<'a>(
    kind: &str,
    statements: impl Iterator<Item = Says<'a>>,
) -> impl Iterator<Item = Statement<'a>> {
    statements.enumerate().map(move |(index, says)| Statement { name: format!("{kind}.{}", index + 1), says })
}

/// Whether the reader may know what is known to so many.
fn sees(reader: &Reader, publicity: &Publicity) -> bool {
    match publicity {
        Publicity::Public => true,
        Publicity::Table => *reader != Reader::Public,
        Publicity::Caucus(party) => *reader == Reader::Mediator || *reader == Reader::Party(party.clone()),
        Publicity::Mediator => *reader == Reader::Mediator,
    }
}

/// Whether the reader may read the party's brief.
fn reads(reader: &Reader, party: &PartyId) -> bool {
    *reader == Reader::Mediator || *reader == Reader::Party(party.clone())
}

/// Whether the statement was made by that day and not withdrawn; without a day, whether it was never withdrawn.
fn counts(provenance: &Provenance, on: Option<Date>) -> bool {
    let withdrawn = match (provenance.until, on) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(end), Some(day)) => end <= day,
    };
    let to_come = matches!((provenance.on, on), (Some(said), Some(day)) if said > day);
    !withdrawn && !to_come
}

/// The latest walk-away value that is not after the day; of equally late ones the last.
pub(crate) fn stated_walk_away(brief: &Brief, on: Option<Date>) -> Option<&ReservationValue> {
    let mut latest: Option<&ReservationValue> = None;
    for stated in &brief.reservations {
        let to_come = matches!((stated.from, on), (Some(from), Some(day)) if from > day);
        if !to_come && latest.is_none_or(|latest| stated.from >= latest.from) {
            latest = Some(stated);
        }
    }
    latest
}

fn walk_away(brief: &Brief, on: Option<Date>) -> WalkAway {
    match (stated_walk_away(brief, on), brief.reservation_default) {
        (Some(stated), _) => WalkAway::Between(stated.low.clone(), stated.high.clone()),
        (None, ReservationDefault::Zero) => WalkAway::Between(Number::zero(), Number::zero()),
        (None, ReservationDefault::WorstPackage) => WalkAway::WorstPackage,
    }
}

/// Whether an entry of a condition holds where its issue is settled so.
fn is_met(entry: &Condition, settled: &Settlement) -> bool {
    match (entry, settled) {
        (Condition::Options(_, options), _) => options.iter().any(|option| is_so(settled, option)),
        (Condition::Between(_, min, max), Settlement::At(point)) => {
            min.as_ref().is_none_or(|min| point >= min) && max.as_ref().is_none_or(|max| point <= max)
        }
        _ => false,
    }
}

/// The entries of a condition, each about one issue.
fn gather<'c>(condition: &'c Condition, entries: &mut Vec<&'c Condition>) {
    match condition {
        Condition::Options(..) | Condition::Between(..) => entries.push(condition),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| gather(part, entries));
        }
        Condition::Not(part) => gather(part, entries),
    }
}

fn speaks_of(entry: &Condition, issue: &IssueId) -> bool {
    matches!(entry, Condition::Options(of, _) | Condition::Between(of, ..) if of == issue)
}

/// Whether the issue is settled in the way that a condition calls so; a number may be written in any way.
fn is_so(settled: &Settlement, option: &OptionId) -> bool {
    match settled {
        Settlement::Option(id) => id == option,
        Settlement::LeftOpen => option.as_str() == LEFT_OPEN,
        Settlement::At(point) => {
            option.as_str().parse::<Number>().is_ok_and(|value| value == *point)
                || option.as_str() == point.to_string()
        }
    }
}

/// The points of settling the issue so, times the weight.
fn of(issue: &Issue, points: &IssuePoints, settled: &Settlement) -> Option<Number> {
    let listed = |id: &str| match &points.values {
        IssueValues::Options(listed) => listed.get(&OptionId::from(id)),
        IssueValues::Curve(_) => None,
    };
    let plain = match (settled, &points.values) {
        (Settlement::Option(id), _) => listed(id.as_str())?.clone(),
        (Settlement::At(point), IssueValues::Curve(curve)) => on_curve(curve, point)?,
        (Settlement::At(point), IssueValues::Options(_)) => listed(&point.to_string())?.clone(),
        (Settlement::LeftOpen, _) => match points.left_open.as_ref().or_else(|| listed(LEFT_OPEN)) {
            Some(stated) => stated.clone(),
            // As much as the worst of the others, all weighed.
            None => {
                let closed = corners(issue, Some(points)).into_iter();
                let closed = closed.map(|settled| of(issue, points, &settled));
                return closed.collect::<Option<Vec<Number>>>()?.into_iter().min();
            }
        },
    };
    Some(&points.weight * &plain)
}

/// Straight lines between the pairs, level beyond both ends.
fn on_curve(curve: &[(Number, Number)], point: &Number) -> Option<Number> {
    let (first, last) = (curve.first()?, curve.last()?);
    if *point <= first.0 {
        return Some(first.1.clone());
    }
    if *point >= last.0 {
        return Some(last.1.clone());
    }
    let (from, to) =
        curve.iter().zip(curve.iter().skip(1)).find(|(from, to)| from.0 <= *point && *point < to.0)?;
    let share = (point - &from.0).checked_div(&(&to.0 - &from.0))?;
    Some(&from.1 + &(&share * &(&to.1 - &from.1)))
}

/// Ways to settle the issue, those with the fewest points among them whatever of these entries hold and do not; `None`
/// for a range that has no grid.
///
/// Of a range: between two corners of the curve and two values that an entry names points run straight and the same
/// entries hold, so the least is at an end.
fn turns(issue: &Issue, points: Option<&IssuePoints>, entries: &[&Condition]) -> Option<Vec<Settlement>> {
    let range = match &issue.kind {
        IssueKind::Discrete(options) => return Some(listed(options)),
        IssueKind::Withheld => return Some(Vec::new()),
        IssueKind::Range(range) => range,
    };
    let last = last_step(range)?;
    let mut named: Vec<Number> = Vec::new();
    match points.map(|points| &points.values) {
        // Points of single grid points may be anything; each has some.
        Some(IssueValues::Options(listed)) => {
            let on_grid = |id: &OptionId| near(range, &id.as_str().parse().ok()?).map(Settlement::At);
            return Some(listed.keys().filter_map(on_grid).collect());
        }
        Some(IssueValues::Curve(curve)) => named.extend(curve.iter().map(|(value, _)| value.clone())),
        None => {}
    }
    for entry in entries {
        match entry {
            Condition::Options(_, options) => {
                named.extend(options.iter().filter_map(|option| option.as_str().parse().ok()));
            }
            Condition::Between(_, min, max) => named.extend(min.iter().chain(max).cloned()),
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        }
    }
    let near = named.iter().filter_map(|value| step(range, value));
    let beside = near.flat_map(|step| [&step - 1, step.clone(), step + 1]);
    let steps = beside.filter(|step| *step >= 0.into() && *step <= last).chain([0.into(), last.clone()]);
    let steps: BTreeSet<BigInt> = steps.collect();
    Some(steps.iter().map(|step| Settlement::At(at(range, step))).collect())
}

/// Ways to settle the issue, the one with the fewest points among them.
fn corners(issue: &Issue, points: Option<&IssuePoints>) -> Vec<Settlement> {
    turns(issue, points, &[]).unwrap_or_default()
}

/// Whether its author lists leaving it open among the options.
fn lists_left_open(issue: &Issue) -> bool {
    matches!(&issue.kind, IssueKind::Discrete(options) if options.iter().any(|option| option.id.as_str() == LEFT_OPEN))
}

fn listed(options: &[mediant_model::issue::IssueOption]) -> Vec<Settlement> {
    let closed = options.iter().filter(|option| option.id.as_str() != LEFT_OPEN);
    closed.map(|option| Settlement::Option(option.id.clone())).collect()
}

/// The grid point that the value stands for, as near as decimals come to it.
fn near(range: &Range, value: &Number) -> Option<Number> {
    let half = range.step.checked_div(&Number::from(2))?;
    let point = at(range, &step(range, &(value + &half))?);
    (point >= range.min && point <= range.max).then_some(point)
}

/// How many whole steps of the grid lie between its start and the value, downwards.
fn step(range: &Range, value: &Number) -> Option<BigInt> {
    let steps = (value - &range.min).checked_div(&range.step)?;
    let (above, below) = steps.parts();
    Some(above.div_floor(below))
}

fn last_step(range: &Range) -> Option<BigInt> {
    step(range, &range.max).filter(|last| *last >= 0.into())
}

fn at(range: &Range, step: &BigInt) -> Number {
    let steps = Number::ratio(step.clone(), 1).unwrap_or_else(Number::zero);
    &range.min + &(&steps * &range.step)
}

/// The sum, exactly. What shares a denominator is added up first, so that most additions are of whole numbers.
fn sum<'n>(numbers: impl Iterator<Item = &'n Number>) -> Number {
    let mut above: BTreeMap<&BigInt, BigInt> = BTreeMap::new();
    for number in numbers {
        let (numerator, denominator) = number.parts();
        *above.entry(denominator).or_default() += numerator;
    }
    let fractions = above.into_iter().filter_map(|(below, above)| Number::ratio(above, below.clone()));
    fractions.reduce(|sum, fraction| &sum + &fraction).unwrap_or_else(Number::zero)
}

impl fmt::Debug for Meaning<'_> {
    /// Counts, and shows nothing: what is stated may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Meaning({} issues, {} parties, confidential)", self.issues.len(), self.parties.len())
    }
}
