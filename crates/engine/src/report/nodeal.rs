//! Why there is no deal, and what would open one, in words.

use super::figures::{decimal, in_words, units};
use super::naming::{Naming, all_of, capitalised, either};
use super::{Block, Item, Section, SectionSubject, View, sentences};
use crate::Analysis;
use crate::analysis::{Change, Conflict, Derivation, NoDeal, Opening};
use mediant_model::case::Reader;
use mediant_model::problem::FactKind;
use mediant_model::{Case, Problem};
use std::collections::BTreeMap;

/// More conflicts or openings than this are counted, not listed.
const LISTED_MAX: usize = 12;

pub(super) fn conflicts(view: &View<'_>) -> Option<Section> {
    let no_deal = view.analysis.no_deal.as_ref()?;
    let numbers = numbers(no_deal);
    let mut told = Vec::new();
    let mut blocks = Vec::new();
    for (index, conflict) in no_deal.conflicts.iter().take(LISTED_MAX).enumerate() {
        blocks.push(Block::Text(introduction(conflict, index, no_deal)));
        blocks.push(Block::List(conflict.facts.iter().map(|fact| item(view, &numbers, *fact)).collect()));
        // The derivation of a single issue repeats what the statements say when it is read out; short ones help.
        let why = match conflict.derivation {
            // Where a party can be outvoted no single statement excludes an option.
            Derivation::Cases { .. } if !view.problem.is_unanimous() => String::new(),
            _ => derivation(view, &numbers, &conflict.derivation),
        };
        if !why.is_empty() && !told.contains(&why) {
            blocks.push(Block::Text(why.clone()));
            told.push(why);
        }
    }
    if let Some(more) = no_deal.conflicts.len().checked_sub(LISTED_MAX).filter(|more| *more > 0) {
        blocks.push(Block::Text(format!(
            "{} more conflicts are in the JSON output.",
            capitalised(&in_words(more))
        )));
    }
    if !no_deal.complete {
        blocks.push(Block::Text(
            "There may be further conflicts and openings: the search ended at its limit.".into(),
        ));
    }
    Section::with(SectionSubject::Conflicts, "What stands in the way", blocks)
}

/// Every fact of a conflict gets one number, in the order of reading.
fn numbers(no_deal: &NoDeal) -> BTreeMap<usize, usize> {
    let mut numbers = BTreeMap::new();
    for fact in no_deal.conflicts.iter().take(LISTED_MAX).flat_map(|conflict| &conflict.facts) {
        let next = numbers.len() + 1;
        numbers.entry(*fact).or_insert(next);
    }
    numbers
}

fn introduction(conflict: &Conflict, index: usize, no_deal: &NoDeal) -> String {
    let count = conflict.facts.len();
    let conflict_count = no_deal.conflicts.len();
    let at_least = if no_deal.complete { "" } else { "at least " };
    let start = match (index, conflict_count) {
        (_, 1) => capitalised(&in_words(count)),
        (0, _) => {
            let conflicts = in_words(conflict_count);
            format!("There are {at_least}{conflicts} conflicts. In the first, {}", in_words(count))
        }
        _ => format!("In another, {}", in_words(count)),
    };
    match count {
        0 => "No package exists at all.".to_owned(),
        _ if !conflict.certain => format!(
            "{start} statement{} perhaps rule{} out every package: within the range of a walk-away value a party may accept:",
            if count == 1 { "" } else { "s" },
            if count == 1 { "s" } else { "" }
        ),
        1 => format!("{start} statement rules out every package by itself:"),
        2 => format!("{start} statements together rule out every package; neither does alone:"),
        _ => {
            let others = in_words(count - 1);
            format!("{start} statements together rule out every package; any {others} of them do not:")
        }
    }
}

fn item(view: &View<'_>, numbers: &BTreeMap<usize, usize>, fact: usize) -> Item {
    let mark = numbers.get(&fact).map(usize::to_string).unwrap_or_default();
    match view.problem.facts.get(fact) {
        Some(fact) => Item {
            mark,
            text: sentences::fact(view, fact),
            source: sentences::source(view, fact),
            inferred: sentences::is_inferred(fact),
        },
        None => Item { mark, text: String::new(), source: String::new(), inferred: false },
    }
}

/// The derivation read out, from its leaves.
fn derivation(view: &View<'_>, numbers: &BTreeMap<usize, usize>, tree: &Derivation) -> String {
    match tree {
        Derivation::Fact(_) => String::new(),
        Derivation::Cases { issue, branches } => {
            let reads: Vec<String> = branches
                .iter()
                .filter_map(|(options, why)| {
                    let leaves = leaves(why);
                    let by: Vec<String> =
                        leaves.iter().filter_map(|fact| numbers.get(fact)).map(usize::to_string).collect();
                    let names: Vec<String> =
                        options.iter().take(3).map(|o| option(view, *issue, *o as usize)).collect();
                    let more = options.len().saturating_sub(3);
                    let names = if more > 0 {
                        format!("{} and {more} more", names.join(", "))
                    } else {
                        either(&names)
                    };
                    (!by.is_empty()).then(|| format!("{names} by {}", all_of(&by)))
                })
                .collect();
            format!(
                "So on {} every option is excluded: {}.",
                view.naming.quoted_issue(*issue),
                reads.join("; ")
            )
        }
        Derivation::Prices { reservations, constraints, prices, short_by } => {
            let parties: Vec<usize> =
                reservations.iter().filter_map(|f| view.problem.facts.get(*f)?.party).collect();
            // A price counts a party's units; a reader counts points.
            let weighed = parties.iter().filter_map(|party| {
                let price = prices.get(*party).filter(|price| **price != 0)?;
                Some((*party, *price as f64 / view.problem.shown(*party, 1)))
            });
            let weighed: Vec<(usize, f64)> = weighed.collect();
            let least = weighed.iter().map(|(_, price)| *price).fold(f64::INFINITY, f64::min);
            let weights: Vec<String> = weighed
                .iter()
                .map(|(party, price)| {
                    format!("{} points by {}", view.naming.whose(*party), decimal(*price / least))
                })
                .collect();
            let short = *short_by as f64 / least;
            let within = if constraints.is_empty() { "" } else { " that respects the other statements" };
            let equal = weighed.iter().all(|(_, price)| (*price / least - 1.0).abs() < 1e-12);
            if equal {
                format!(
                    "Even the package{within} worth most to {} together falls short of their walk-away values by {} in all.",
                    sentences::parties(view, &parties),
                    decimal(short)
                )
            } else {
                format!(
                    "Multiply {}: even the package{within} worth most by this measure falls short of the walk-away values by {}.",
                    all_of(&weights),
                    decimal(short)
                )
            }
        }
        Derivation::Exhausted { reservations, .. } if reservations.is_empty() => {
            "No shorter reason was found: these statements leave no package.".to_owned()
        }
        Derivation::Exhausted { constraints, .. } => {
            let within = if constraints.is_empty() { "" } else { " that respects the other statements" };
            format!("Every package{within} was looked at: none reaches the walk-away values together.")
        }
    }
}

/// The facts at the leaves, ascending.
fn leaves(tree: &Derivation) -> Vec<usize> {
    let mut facts = Vec::new();
    let mut open = vec![tree];
    while let Some(node) = open.pop() {
        match node {
            Derivation::Fact(fact) => facts.push(*fact),
            Derivation::Cases { branches, .. } => open.extend(branches.iter().map(|(_, branch)| branch)),
            Derivation::Prices { reservations, constraints, .. }
            | Derivation::Exhausted { reservations, constraints } => {
                facts.extend(reservations.iter().chain(constraints));
            }
        }
    }
    facts.sort_unstable();
    facts.dedup();
    facts
}

fn option(view: &View<'_>, issue: usize, option: usize) -> String {
    if view.naming.is_left_open(issue, option) {
        "leaving it open".to_owned()
    } else {
        super::naming::quoted(&view.naming.option(issue, option))
    }
}

pub(super) fn openings(view: &View<'_>) -> Option<Section> {
    let no_deal = view.analysis.no_deal.as_ref()?;
    let numbers = numbers(no_deal);
    let mut blocks = Vec::new();
    let hurdles: Vec<String> = no_deal.hurdles.iter().map(|issue| view.naming.quoted_issue(*issue)).collect();
    match hurdles.len() {
        0 => {}
        1 => blocks.push(Block::Text(format!("The hurdle is {}.", all_of(&hurdles)))),
        _ => blocks.push(Block::Text(format!("The hurdles are {}.", all_of(&hurdles)))),
    }
    if !no_deal.openings.is_empty() {
        let certain = no_deal.openings.iter().all(|opening| opening.certain);
        let one = match (no_deal.openings.len() == 1, certain) {
            // Of lists that may not be whole, nobody knows that nothing smaller would do.
            (true, true) if !no_deal.complete => "One change that would open a deal:",
            (false, true) if !no_deal.complete => "Changes that would open a deal; one line is enough:",
            // Within a range less might do already.
            (true, true) if view.problem.has_ranges() => "One smallest change would open a deal for certain:",
            (false, true) if view.problem.has_ranges() => {
                "Smallest changes that would open a deal for certain; one line is enough:"
            }
            (true, true) => "One smallest change would open a deal:",
            (false, true) => "Smallest changes that would open a deal; one line is enough:",
            (_, false) => {
                "Perhaps nothing has to change: within the ranges of walk-away values a package may do. For certain one line is enough:"
            }
        };
        blocks.push(Block::Text(one.to_owned()));
        let shown = no_deal.openings.iter().take(LISTED_MAX).enumerate();
        blocks.push(Block::List(
            shown.map(|(index, opening)| opening_item(view, &numbers, index, opening)).collect(),
        ));
        if let Some(more) = no_deal.openings.len().checked_sub(LISTED_MAX).filter(|more| *more > 0) {
            blocks.push(Block::Text(format!(
                "{} more openings are in the JSON output.",
                capitalised(&in_words(more))
            )));
        }
    }
    for opening in no_deal.unlike.iter().take(LISTED_MAX) {
        let what: Vec<String> = opening.change.iter().map(|change| words(view, &numbers, change)).collect();
        blocks.push(Block::Text(format!(
            "No option like those on the table would do. One that is unlike all of them might: {}.",
            what.join(", and ")
        )));
    }
    if let Some(more) = no_deal.unlike.len().checked_sub(LISTED_MAX).filter(|more| *more > 0) {
        blocks.push(Block::Text(format!(
            "{} more of this kind are in the JSON output.",
            capitalised(&in_words(more))
        )));
    }
    blocks.extend(concessions(view, no_deal).map(Block::Text));
    Section::with(SectionSubject::Openings, "What would open a deal", blocks)
}

fn opening_item(view: &View<'_>, numbers: &BTreeMap<usize, usize>, index: usize, opening: &Opening) -> Item {
    let changes: Vec<String> = opening.change.iter().map(|change| words(view, numbers, change)).collect();
    let issues: Vec<usize> = match &view.analysis.no_deal {
        Some(no_deal) if view.problem.issues.len() > 6 => no_deal.hurdles.clone(),
        _ => Vec::new(),
    };
    let mut then = opening
        .package
        .as_ref()
        .map(|package| format!("then possible: {}", view.naming.package(package, &issues)));
    if let Some(then) = &mut then {
        match (opening.others.len(), opening.all_ways) {
            (0, true) => {}
            (0, false) => then.push_str("; there may be other ways to share what is given up"),
            (count, all) => then.push_str(&format!(
                "; {}{} other way{} to share what is given up, in the JSON output",
                if all { "" } else { "at least " },
                in_words(count),
                if count == 1 { "" } else { "s" }
            )),
        }
    }
    let mark = char::from_u32('a' as u32 + index as u32).map(String::from).unwrap_or_default();
    Item { mark, text: changes.join(", and "), source: then.unwrap_or_default(), inferred: false }
}

fn words(view: &View<'_>, numbers: &BTreeMap<usize, usize>, change: &Change) -> String {
    let of = |fact: &usize| view.problem.facts.get(*fact);
    match change {
        Change::Drop(fact) => of(fact).map(|fact| sentences::without(view, fact)).unwrap_or_default(),
        Change::Lower { fact, units } => {
            of(fact).map(|fact| sentences::lowered(view, fact, *units)).unwrap_or_default()
        }
        Change::NewOption { issue, must_not_break } => {
            format!(
                "an option on {} that is not on the table yet{}",
                view.naming.quoted_issue(*issue),
                kept(view, numbers, must_not_break)
            )
        }
    }
}

/// What a new option has to keep to: statements by their numbers in the conflicts, others by name, and whom it has to be worth enough to.
fn kept(view: &View<'_>, numbers: &BTreeMap<usize, usize>, facts: &[usize]) -> String {
    let known = facts.iter().filter_map(|place| view.problem.facts.get(*place).map(|fact| (place, fact)));
    let (values, statements): (Vec<_>, Vec<_>) =
        known.partition(|(_, fact)| fact.kind == FactKind::Reservation);
    let numbered = |place: &usize| numbers.get(place).map(ToString::to_string);
    let statements: Vec<String> = statements
        .into_iter()
        .map(|(place, fact)| numbered(place).unwrap_or_else(|| sentences::limit(view, fact)))
        .collect();
    let parties: Vec<String> = values
        .into_iter()
        .map(|(place, fact)| {
            let party = fact.party.map_or("", |party| view.naming.party(party));
            numbered(place).map_or_else(|| party.to_owned(), |number| format!("{party} ({number})"))
        })
        .collect();
    let breaks = match statements.as_slice() {
        [] => None,
        [one] => Some(format!("does not break {one}")),
        [one, two] => Some(format!("breaks neither {one} nor {two}")),
        more => Some(format!("breaks none of {}", all_of(more))),
    };
    let worth = (!parties.is_empty()).then(|| format!("is worth enough to {}", all_of(&parties)));
    match (breaks, worth) {
        (None, None) => String::new(),
        (Some(only), None) | (None, Some(only)) => format!(" and {only}"),
        (Some(breaks), Some(worth)) => format!(", {breaks}, and {worth}"),
    }
}

fn concessions<'v>(view: &'v View<'_>, no_deal: &'v NoDeal) -> impl Iterator<Item = String> + 'v {
    let alone = no_deal.concessions.iter().enumerate().filter_map(|(party, concession)| {
        let amount = units(view.problem, party, concession.as_ref()?.units);
        Some(format!("{} by {amount}", view.naming.party(party)))
    });
    let alone: Vec<String> = alone.collect();
    // A question that was left open has no answer either: then nothing is said of the others.
    let none_alone = no_deal.complete && no_deal.concessions.iter().any(Option::is_none) && !alone.is_empty();
    let each = (!alone.is_empty()).then(|| {
        let rest = if none_alone { " No other party can open a deal by itself." } else { "" };
        let how = if view.problem.has_ranges() { " alone for a deal to be certain" } else { " alone" };
        format!("Least a party would have to lower its walk-away value{how}: {}.{rest}", either(&alone))
    });
    let equal = no_deal.equal_concession.as_ref().map(|concession| {
        format!(
            "If every party lowers its walk-away value by as much, {} each is enough.",
            decimal(concession.amount.to_f64())
        )
    });
    each.into_iter().chain(equal)
}

/// A conflict in one sentence: for machine-readable output.
pub fn conflict_text(case: &Case, problem: &Problem, analysis: &Analysis, conflict: &Conflict) -> String {
    let reader = Reader::Mediator;
    let view = plain_view(case, problem, analysis, &reader);
    let perhaps =
        if conflict.certain { "these cannot hold together" } else { "perhaps these cannot hold together" };
    format!("{perhaps}: {}", sentences::facts(&view, &conflict.facts))
}

/// An opening in one sentence: for machine-readable output.
pub fn opening_text(case: &Case, problem: &Problem, analysis: &Analysis, opening: &Opening) -> String {
    let reader = Reader::Mediator;
    let view = plain_view(case, problem, analysis, &reader);
    let changes: Vec<String> =
        opening.change.iter().map(|change| words(&view, &BTreeMap::new(), change)).collect();
    changes.join(", and ")
}

/// A view of a case that holds only what its reader may see already.
fn plain_view<'a>(
    case: &'a Case,
    problem: &'a Problem,
    analysis: &'a Analysis,
    reader: &'a Reader,
) -> View<'a> {
    View {
        case,
        briefs: &[],
        problem,
        analysis,
        ordinal: None,
        judgement: None,
        reader,
        naming: Naming::new(case, problem),
    }
}
