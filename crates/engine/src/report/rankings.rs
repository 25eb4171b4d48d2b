//! What orders without numbers say about packages.

use super::figures::{count, in_words};
use super::naming::capitalised;
use super::{Block, Cell, Item, Section, SectionSubject, Table, View, sentences};
use crate::ordinal::{Efficient, Findings};
use mediant_model::Package;

/// Packages beyond this are counted, not listed.
const LISTED_MAX: usize = 10;
/// With more columns than this a table is wider than a page.
const COLUMNS_MAX: usize = 5;

pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let findings = view.ordinal?;
    let mut blocks = match &findings.efficient {
        // That there is no deal, and why, is said above.
        Efficient::NothingAdmissible | Efficient::NoRanking => return None,
        Efficient::All(found) => efficient(view, found),
        Efficient::TooMany => vec![Block::Text(
            "Which packages are efficient whatever the numbers behind the orders is not listed: they are too many, or \
             too much hangs together. A single package can still be judged."
                .to_owned(),
        )],
        Efficient::Stopped => vec![Block::Text(
            "Which packages are efficient whatever the numbers behind the orders is not known: the search was ended \
             before it was complete."
                .to_owned(),
        )],
    };
    blocks.extend(taken(view, findings).map(Block::Text));
    Section::with(SectionSubject::Rankings, "What the rankings alone say", blocks)
}

fn efficient(view: &View<'_>, found: &[Package]) -> Vec<Block> {
    let all = count(&view.analysis.package_count);
    match found {
        [] => vec![Block::Text(
            "No package is efficient whatever the numbers behind the orders: for each there are numbers that fit the \
             orders and make another package better for somebody and worse for nobody. Points would tell."
                .to_owned(),
        )],
        [only] => vec![Block::Text(format!(
            "One of the {all} packages is efficient whatever the numbers behind the orders: {}. {MEANING}",
            view.naming.package(only, &[])
        ))],
        _ => {
            let lead = format!(
                "{} of the {all} packages are efficient whatever the numbers behind the orders. {MEANING}",
                capitalised(&in_words(found.len()))
            );
            let mut blocks = vec![Block::Text(lead)];
            blocks.extend(listed(view, found));
            blocks
        }
    }
}

const MEANING: &str = "Whatever points fit the orders, no package that breaks nothing stated is better for somebody and \
                       worse for nobody. This alone makes no package fair: how much each side gains takes points.";

/// The packages by the issues on which they differ.
fn listed(view: &View<'_>, found: &[Package]) -> Vec<Block> {
    let option = |package: &Package, issue: usize| package.get(issue).copied();
    let differs = |issue: &usize| {
        found.iter().any(|p| option(p, *issue) != found.first().and_then(|first| option(first, *issue)))
    };
    let (columns, same): (Vec<usize>, Vec<usize>) = (0..view.problem.issues.len()).partition(differs);
    let shown = found.iter().take(LISTED_MAX);
    let mut blocks = vec![if columns.len() <= COLUMNS_MAX {
        let row = |package: &Package| {
            let name =
                |issue: &usize| view.naming.option(*issue, option(package, *issue).unwrap_or(0) as usize);
            columns.iter().map(|issue| Cell::text(name(issue))).collect()
        };
        Block::Table(Table {
            headings: columns.iter().map(|issue| Cell::text(view.naming.issue(*issue))).collect(),
            rows: shown.map(row).collect(),
        })
    } else {
        let item = |package: &Package| Item {
            mark: "–".into(),
            text: view.naming.package(package, &columns),
            source: String::new(),
            inferred: false,
        };
        Block::List(shown.map(item).collect())
    }];
    let more = found.len().saturating_sub(LISTED_MAX);
    if more > 0 {
        blocks.push(Block::Text(format!("And {} more.", in_words(more))));
    }
    if let (Some(first), false) = (found.first(), same.is_empty()) {
        let which = if found.len() == 2 { "both" } else { "all of them" };
        blocks.push(Block::Text(format!("The same in {which}: {}.", view.naming.package(first, &same))));
    }
    blocks
}

/// How parties without a ranking enter.
fn taken(view: &View<'_>, findings: &Findings) -> Option<String> {
    let by_points = |party: &usize| view.problem.parties.get(*party).is_some_and(|p| p.utility.is_some());
    let by_points: Vec<usize> = (0..view.problem.parties.len()).filter(by_points).collect();
    let mut sentences = Vec::new();
    if !by_points.is_empty() {
        let verb = if by_points.len() == 1 { "is" } else { "are" };
        sentences.push(format!("{} {verb} taken by points.", sentences::parties(view, &by_points)));
    }
    if !findings.silent.is_empty() {
        sentences.push(format!(
            "Of {} neither points nor a ranking are known here, so any preference counts as possible.",
            sentences::parties(view, &findings.silent)
        ));
    }
    (!sentences.is_empty()).then(|| capitalised(&sentences.join(" ")))
}
