//! The fair packages side by side, and what each party gets in them and why.

use super::figures::{count, decimal, in_words, signed_units, units};
use super::naming::{all_of, capitalised};
use super::verdict::maximises;
use super::{Block, Cell, Item, Section, SectionSubject, Table, Tone, View, combination, sentences};
use crate::analysis::{Basis, Solution, Solutions, Ties};
use mediant_model::problem::FactKind;
use mediant_model::{FairnessRule, Package};
use num_bigint::BigUint;

/// More issues than this are summed up, not listed.
const ISSUES_LISTED: usize = 14;
/// More issues than this are not named in a sentence.
const ISSUES_NAMED: usize = 4;
/// A table shows the points of at most so many parties.
const PARTIES_LISTED: usize = 4;
/// Tried at most so often whether another option was barred.
const TRIED_MAX: usize = 20_000;

/// A package and the rules that pick it.
struct Column<'a> {
    rules: Vec<(FairnessRule, &'a Solution)>,
    solution: &'a Solution,
}

fn columns(solutions: &Solutions) -> Vec<Column<'_>> {
    let mut columns: Vec<Column<'_>> = Vec::new();
    for (rule, solution) in solutions.each() {
        match columns.iter_mut().find(|column| column.solution.package == solution.package) {
            Some(column) => column.rules.push((rule, solution)),
            None => columns.push(Column { rules: vec![(rule, solution)], solution }),
        }
    }
    columns
}

fn named(column: &Column<'_>) -> String {
    if column.rules.len() == 4 {
        return "all four rules".to_owned();
    }
    let names: Vec<String> = column.rules.iter().map(|(rule, _)| rule.name().to_owned()).collect();
    all_of(&names)
}

pub(super) fn side_by_side(view: &View<'_>) -> Option<Section> {
    let columns = columns(view.analysis.solutions.as_ref()?);
    let best = best_of_each(view);
    let mut headings = vec![Cell::text("")];
    headings.extend(columns.iter().map(|column| {
        column
            .rules
            .iter()
            .fold(Cell::default(), |cell, (rule, _)| cell.and(rule.name(), Tone::Strong))
            .figures()
    }));
    let mut rows: Vec<Vec<Cell>> = (0..view.problem.parties.len())
        .map(|party| party_row(view, &columns, party, best.get(party).copied()))
        .collect();
    rows.extend(tie_row(&columns));
    rows.extend(proof_row(&columns));
    let (differ, same) = issue_rows(view, &columns);
    rows.extend(differ);
    let mut blocks =
        vec![Block::Text(explanation(view, !best.is_empty())), Block::Table(Table { headings, rows })];
    blocks.extend(same.map(Block::Text));
    let rules: Vec<Item> = FairnessRule::ALL
        .into_iter()
        .map(|rule| Item {
            mark: rule.name().to_owned(),
            text: maximises(rule).to_owned(),
            source: String::new(),
            inferred: false,
        })
        .collect();
    blocks.push(Block::List(rules));
    blocks.extend(adjusted_winner(view).map(Block::Text));
    let title = match view.analysis.basis {
        Basis::Unanimous => "Fair packages".to_owned(),
        Basis::Rule => "Fair packages among those the agreement rule passes".to_owned(),
        Basis::All => {
            "Fair packages among all possible ones, statements and walk-away values set aside".to_owned()
        }
    };
    Section::with(SectionSubject::FairPackages, title, blocks)
}

/// What stands below the utilities.
fn explanation(view: &View<'_>, best_known: bool) -> String {
    let from_zero =
        (0..view.problem.parties.len()).all(|party| view.problem.reservation(party).unwrap_or(0) == 0);
    let share = if best_known { "the share of the best gain it could have" } else { "" };
    match (from_zero, best_known) {
        (true, true) => format!("What each party gets, and {share}."),
        (false, true) => format!("What each party gets; below, its gain over walking away and {share}."),
        (false, false) => "What each party gets, and its gain over walking away.".to_owned(),
        (true, false) => "What each party gets.".to_owned(),
    }
}

/// The most each party can reach on the frontier; empty where the frontier is not complete.
fn best_of_each(view: &View<'_>) -> Vec<i64> {
    let Some(frontier) = view.analysis.frontier.as_ref().filter(|frontier| frontier.complete) else {
        return Vec::new();
    };
    let best =
        |party: usize| frontier.points.iter().filter_map(|point| point.utilities.get(party)).max().copied();
    (0..view.problem.parties.len()).map_while(best).collect()
}

fn party_row(view: &View<'_>, columns: &[Column<'_>], party: usize, best: Option<i64>) -> Vec<Cell> {
    let walk_away = view.problem.reservation(party).unwrap_or(0);
    let mut about = format!("walk-away {}", units(view.problem, party, walk_away));
    if let Some(best) = best {
        about.push_str(&format!(", best {}", units(view.problem, party, best)));
    }
    let mut row = vec![Cell::toned(view.naming.party(party), Tone::Strong).and(about, Tone::Quiet)];
    row.extend(columns.iter().map(|column| {
        let reached = column.solution.utilities.get(party).copied().unwrap_or(0);
        let gain = column.solution.gains.get(party).copied().unwrap_or(0);
        let mut about = if walk_away == 0 { String::new() } else { signed_units(view.problem, party, gain) };
        if let Some(share) = best.map(|best| best - walk_away).filter(|ideal| *ideal > 0) {
            let gap = if about.is_empty() { "" } else { ", " };
            about.push_str(&format!("{gap}{:.0}%", gain as f64 * 100.0 / share as f64));
        }
        Cell::toned(units(view.problem, party, reached), Tone::Strong).and(about, Tone::Quiet).figures()
    }));
    row
}

fn tie_row(columns: &[Column<'_>]) -> Option<Vec<Cell>> {
    let one = BigUint::from(1u32);
    let tied =
        columns.iter().flat_map(|column| &column.rules).any(|(_, s)| s.ties.count > one || s.ties.at_least);
    tied.then(|| {
        let mut row = vec![Cell::text("equally good packages")];
        row.extend(columns.iter().map(|column| {
            let all: Vec<String> = column.rules.iter().map(|(_, solution)| ties(&solution.ties)).collect();
            let same = all.first().filter(|first| all.iter().all(|other| other == *first)).cloned();
            Cell::toned(same.unwrap_or_else(|| all.join(" / ")), Tone::Quiet).figures()
        }));
        row
    })
}

fn ties(ties: &Ties) -> String {
    let least = if ties.at_least { "at least " } else { "" };
    format!("{least}{}", count(&ties.count))
}

fn proof_row(columns: &[Column<'_>]) -> Option<Vec<Cell>> {
    let all = columns.iter().flat_map(|column| &column.rules).all(|(_, solution)| solution.proven);
    (!all).then(|| {
        let mut row = vec![Cell::text("proven")];
        row.extend(columns.iter().map(|column| {
            let unproven: Vec<&(FairnessRule, &Solution)> =
                column.rules.iter().filter(|(_, s)| !s.proven).collect();
            let cell = if unproven.is_empty() {
                Cell::toned("yes", Tone::Agreed)
            } else {
                Cell::toned("no", Tone::Partly)
            };
            let gaps = unproven.iter().filter_map(|(_, s)| s.gap);
            gaps.fold(cell, |cell, gap| {
                cell.and(format!("{} of at most {}", decimal(gap.reached), decimal(gap.bound)), Tone::Quiet)
            })
            .figures()
        }));
        row
    })
}

/// The issues on which the packages differ, and a sentence on the others.
fn issue_rows(view: &View<'_>, columns: &[Column<'_>]) -> (Vec<Vec<Cell>>, Option<String>) {
    let chosen =
        |column: &Column<'_>, issue: usize| column.solution.package.get(issue).copied().unwrap_or(0) as usize;
    let issues = 0..view.problem.issues.len();
    let first = |issue: usize| columns.first().map_or(0, |column| chosen(column, issue));
    let (same, differ): (Vec<usize>, Vec<usize>) =
        issues.partition(|issue| columns.iter().all(|column| chosen(column, *issue) == first(*issue)));
    let mut rows: Vec<Vec<Cell>> = differ
        .iter()
        .take(ISSUES_LISTED)
        .map(|issue| {
            let mut row = vec![Cell::text(view.naming.issue(*issue))];
            row.extend(
                columns
                    .iter()
                    .map(|column| Cell::text(view.naming.option(*issue, chosen(column, *issue))).figures()),
            );
            row
        })
        .collect();
    if let Some(more) = differ.len().checked_sub(ISSUES_LISTED).filter(|more| *more > 0) {
        let mut row = vec![Cell::toned(format!("and {more} more issues"), Tone::Quiet)];
        row.extend(columns.iter().map(|_| Cell::default()));
        rows.push(row);
    }
    let listed = same.iter().take(ISSUES_LISTED);
    let listed: Vec<String> = listed
        .map(|issue| format!("{}: {}", view.naming.issue(*issue), view.naming.option(*issue, first(*issue))))
        .collect();
    let more = same.len().saturating_sub(ISSUES_LISTED);
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    let which = if columns.len() == 1 {
        "The package".to_owned()
    } else {
        if columns.len() == 2 {
            "The same in both".to_owned()
        } else {
            format!("The same in all {}", in_words(columns.len()))
        }
    };
    let sentence = (!listed.is_empty()).then(|| format!("{which}: {}{rest}.", listed.join("; ")));
    (rows, sentence)
}

fn adjusted_winner(view: &View<'_>) -> Option<String> {
    let two = view.problem.parties.len() == 2 && view.problem.has_all_utilities();
    if two && !mediant_check::divides(view.problem) {
        let stated = view.problem.facts.iter().any(|fact| fact.kind != FactKind::Reservation);
        let why = if stated {
            "freely, and statements exclude some packages"
        } else {
            "by itself, and combinations of issues count, or a cap"
        };
        return Some(format!("Adjusted Winner does not apply: it divides every issue {why}."));
    }
    let found = view.analysis.adjusted_winner.as_ref()?;
    let ratio = |(numerator, denominator): &(BigUint, BigUint)| {
        mediant_model::Number::ratio(numerator.clone(), denominator.clone())
            .map_or(0.0, |number| number.to_f64())
    };
    let (first, second) = (view.naming.party(0), view.naming.party(1));
    let split = found
        .first_shares
        .iter()
        .enumerate()
        .find(|(_, share)| share.0 != BigUint::ZERO && share.0 != share.1);
    let how = match split {
        Some((issue, share)) => format!(
            "it splits {}, {:.0}% as {first} wishes and the rest as {second} does",
            view.naming.quoted_issue(issue),
            ratio(share) * 100.0
        ),
        None => "it splits no issue".to_owned(),
    };
    Some(format!("Adjusted Winner gives both {} of 100 points; {how}.", decimal(ratio(&found.points))))
}

pub(super) fn reasons(view: &View<'_>) -> Option<Section> {
    let columns = columns(view.analysis.solutions.as_ref()?);
    let first = columns.first()?;
    let mut blocks = vec![Block::List(party_items(view, first.solution))];
    blocks.extend(prices(view, first.solution).map(Block::Text));
    let barred = barred(view, &first.solution.package);
    if !barred.is_empty() {
        blocks.push(Block::List(barred));
    }
    blocks.extend(points_table(view, first.solution).map(Block::Table));
    for column in columns.iter().skip(1) {
        blocks.push(Block::Text(compared(view, first, column)));
    }
    let title = format!("Why this package ({})", named(first));
    Section::with(SectionSubject::Reasons, title, blocks)
}

/// What an issue brings a party in a package: units above its worst option, out of what its best option would.
struct Share {
    issue: usize,
    got: i64,
    of: i64,
}

/// The issues that matter to the party, most important first.
fn shares(view: &View<'_>, party: usize, package: &[u32]) -> Vec<Share> {
    let Some(utility) = view.problem.parties.get(party).and_then(|party| party.utility.as_ref()) else {
        return Vec::new();
    };
    let shares = utility.values.iter().zip(package).enumerate().filter_map(|(issue, (values, option))| {
        let (least, most) = (values.iter().min()?, values.iter().max()?);
        let got = values.get(*option as usize)? - least;
        Some(Share { issue, got, of: most - least })
    });
    let mut shares: Vec<Share> = shares.filter(|share| share.of > 0).collect();
    shares.sort_by_key(|share| (std::cmp::Reverse(share.of), share.issue));
    shares
}

/// One plain reason for each party.
fn party_items(view: &View<'_>, solution: &Solution) -> Vec<Item> {
    let item = |party: usize| {
        let shares = shares(view, party, &solution.package);
        let of =
            |wanted: fn(&Share) -> bool| shares.iter().filter(|share| wanted(share)).collect::<Vec<&Share>>();
        let (full, part, none) =
            (of(|s| s.got == s.of), of(|s| s.got > 0 && s.got < s.of), of(|s| s.got == 0));
        let mut parts = Vec::new();
        if !full.is_empty() {
            parts.push(format!("gets all it could on {}", names(view, &full, None)));
        }
        if !part.is_empty() {
            parts.push(format!("part on {}", names(view, &part, Some(party))));
        }
        if !none.is_empty() {
            parts.push(format!("gives way on {}", names(view, &none, None)));
        }
        parts.extend(combination::phrases(view, party, &solution.package));
        let text =
            if parts.is_empty() { "is indifferent among all packages".to_owned() } else { parts.join("; ") };
        Item { mark: view.naming.party(party).to_owned(), text, source: String::new(), inferred: false }
    };
    (0..view.problem.parties.len()).map(item).collect()
}

/// The issues of a party's shares; with the points, where it is told whose they are.
fn names(view: &View<'_>, shares: &[&Share], points_of: Option<usize>) -> String {
    let mut names: Vec<String> = shares
        .iter()
        .take(ISSUES_NAMED)
        .map(|share| {
            let name = view.naming.issue(share.issue);
            match points_of {
                Some(party) => format!(
                    "{name} ({} of {})",
                    units(view.problem, party, share.got),
                    units(view.problem, party, share.of)
                ),
                None => name,
            }
        })
        .collect();
    if let Some(more) = shares.len().checked_sub(ISSUES_NAMED).filter(|more| *more > 0) {
        names.push(format!("{more} more"));
    }
    all_of(&names)
}

/// The reason in one line: weights of the parties under which the package is best.
fn prices(view: &View<'_>, solution: &Solution) -> Option<String> {
    // A price counts a party's units; a reader counts points. A party to whom every package is worth the same has no say.
    let counts = |party: usize| {
        let utility = view.problem.parties.get(party).and_then(|party| party.utility.as_ref());
        utility.is_some_and(|utility| {
            let differs = |values: &Vec<i64>| values.iter().any(|units| Some(units) != values.first());
            utility.values.iter().any(differs) || utility.interactions.iter().any(|held| held.points != 0)
        })
    };
    let prices: Vec<(usize, f64)> = solution
        .prices
        .as_ref()?
        .iter()
        .enumerate()
        .filter(|(party, _)| counts(*party))
        .map(|(party, price)| (party, *price as f64 / view.problem.shown(party, 1)))
        .collect();
    let indifferent: Vec<usize> = (0..view.problem.parties.len()).filter(|party| !counts(*party)).collect();
    if !indifferent.is_empty() {
        let who = sentences::parties(view, &indifferent);
        return (!prices.is_empty())
            .then(|| format!("{who} values every package alike; the points of the others decide."));
    }
    // Without a say in the sum somebody's points would explain nothing.
    if prices.iter().any(|(_, price)| *price <= 0.0) {
        return None;
    }
    let least = prices.iter().map(|(_, price)| *price).fold(f64::INFINITY, f64::min);
    let weights: Vec<String> = prices
        .iter()
        .map(|(party, price)| format!("{} points by {}", view.naming.whose(*party), decimal(*price / least)))
        .collect();
    let equal = prices.iter().all(|(_, price)| (*price / least - 1.0).abs() < 1e-12);
    Some(if equal {
        "Count every party’s points alike: on every issue the package takes the option worth most, or nearly so.".to_owned()
    } else {
        format!(
            "Multiply {}: on every issue the package takes the option worth most, or nearly so.",
            all_of(&weights)
        )
    })
}

/// Options that would be better for somebody and worse for nobody, were it not for a stated fact.
fn barred(view: &View<'_>, package: &Package) -> Vec<Item> {
    let problem = view.problem;
    if problem.facts.iter().all(|fact| fact.kind == FactKind::Reservation) {
        return Vec::new();
    }
    let now: Vec<i64> =
        (0..problem.parties.len()).filter_map(|party| problem.utility(party, package)).collect();
    let mut items = Vec::new();
    let choices = problem
        .issues
        .iter()
        .enumerate()
        .flat_map(|(issue, found)| (0..found.options.len() as u32).map(move |option| (issue, option)));
    for (issue, option) in choices.take(TRIED_MAX) {
        let mut other = package.clone();
        let Some(place) = other.get_mut(issue) else { continue };
        if std::mem::replace(place, option) == option {
            continue;
        }
        let then: Vec<i64> =
            (0..problem.parties.len()).filter_map(|party| problem.utility(party, &other)).collect();
        let worse = now.iter().zip(&then).any(|(now, then)| then < now);
        let better: Vec<usize> = now
            .iter()
            .zip(&then)
            .enumerate()
            .filter(|(_, (now, then))| then > now)
            .map(|(party, _)| party)
            .collect();
        let Some(fact) = problem
            .facts
            .iter()
            .find(|fact| fact.kind != FactKind::Reservation && problem.breaks(fact, &other))
        else {
            continue;
        };
        if worse || better.is_empty() {
            continue;
        }
        let text = format!(
            "{} would be better for {} and worse for nobody; {} excludes it",
            capitalised(&format!(
                "“{}” on {}",
                view.naming.option(issue, option as usize),
                view.naming.quoted_issue(issue)
            )),
            sentences::parties(view, &better),
            sentences::limit(view, fact)
        );
        items.push(Item {
            mark: "–".into(),
            text,
            source: sentences::source(view, fact),
            inferred: sentences::is_inferred(fact),
        });
    }
    items.truncate(ISSUES_LISTED);
    items
}

/// What each party gets on each issue out of what it could get.
fn points_table(view: &View<'_>, solution: &Solution) -> Option<Table> {
    let party_count = view.problem.parties.len();
    if party_count > PARTIES_LISTED {
        return None;
    }
    let all: Vec<Vec<Share>> = (0..party_count).map(|party| shares(view, party, &solution.package)).collect();
    let scale: Vec<i64> =
        all.iter().map(|shares| shares.iter().map(|share| share.of).sum::<i64>().max(1)).collect();
    let of = |party: usize, issue: usize| all.get(party)?.iter().find(|share| share.issue == issue);
    // An issue matters as much as it does to the party that it matters most to, relative to all that party cares for.
    let weight = |issue: usize| {
        let relative = (0..party_count).filter_map(|p| Some(of(p, issue)?.of as f64 / *scale.get(p)? as f64));
        relative.fold(0.0, f64::max)
    };
    let mut issues: Vec<(usize, f64)> =
        (0..view.problem.issues.len()).map(|issue| (issue, weight(issue))).collect();
    let left_out = issues.len().saturating_sub(ISSUES_LISTED);
    if left_out > 0 {
        issues.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        issues.truncate(ISSUES_LISTED);
        issues.sort_by_key(|(issue, _)| *issue);
    }
    let mut headings = vec![Cell::text("Issue"), Cell::text("Option")];
    headings.extend((0..party_count).map(|party| Cell::text(view.naming.party(party)).figures()));
    let mut rows: Vec<Vec<Cell>> = issues
        .iter()
        .map(|(issue, _)| {
            let option = solution.package.get(*issue).copied().unwrap_or(0) as usize;
            let mut row =
                vec![Cell::text(view.naming.issue(*issue)), Cell::text(view.naming.option(*issue, option))];
            row.extend((0..party_count).map(|party| match of(party, *issue) {
                Some(share) => {
                    let tone = if share.got == share.of { Tone::Strong } else { Tone::Plain };
                    Cell::toned(
                        format!(
                            "{} of {}",
                            units(view.problem, party, share.got),
                            units(view.problem, party, share.of)
                        ),
                        tone,
                    )
                    .figures()
                }
                None => Cell::toned("–", Tone::Quiet).figures(),
            }));
            row
        })
        .collect();
    if left_out > 0 {
        let mut row = vec![Cell::toned(format!("and {left_out} issues that matter less"), Tone::Quiet)];
        row.resize(party_count + 2, Cell::default());
        rows.push(row);
    }
    Some(Table { headings, rows })
}

/// How another fair package differs for the parties.
fn compared(view: &View<'_>, first: &Column<'_>, other: &Column<'_>) -> String {
    let changes = first.solution.utilities.iter().zip(&other.solution.utilities).enumerate();
    let words = changes.filter(|(_, (before, after))| before != after).map(|(party, (before, after))| {
        format!("{} {}", view.naming.party(party), signed_units(view.problem, party, after - before))
    });
    let words: Vec<String> = words.collect();
    let gives = if words.is_empty() { "every party as much".to_owned() } else { words.join(", ") };
    format!("{} instead: {gives}.", named(other))
}
