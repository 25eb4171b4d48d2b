//! What is to be said of the package that was asked about.

use super::figures::{signed_units, units};
use super::naming::{all_of, either};
use super::verdict::everybody;
use super::{Block, Cell, Item, Section, SectionSubject, Table, Tone, View, sentences};
use crate::analysis::{Basis, FrontierPoint};
use crate::judgement::{Comparison, Judgement, Share};
use crate::ordinal::Efficiency;

pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let judged = view.judgement?;
    let mut blocks = vec![
        Block::Text(format!("{}.", whole_package(view, &judged.package))),
        Block::Text(passes(view, judged)),
        Block::Table(parties(view, judged)),
    ];
    let broken: Vec<Item> = judged.broken.iter().filter_map(|fact| broken(view, *fact)).collect();
    if !broken.is_empty() {
        blocks.push(Block::Text("It breaks what was stated:".to_owned()));
        blocks.push(Block::List(broken));
    }
    blocks.extend(compared(view, judged).map(Block::Text));
    Section::with(SectionSubject::Package, "The package asked about", blocks)
}

/// Every issue: who asked wants to see what was understood.
fn whole_package(view: &View<'_>, package: &[u32]) -> String {
    let issues = (0..package.len()).map(|issue| view.naming.package(package, &[issue]));
    issues.collect::<Vec<_>>().join("; ")
}

fn passes(view: &View<'_>, judged: &Judgement) -> String {
    let everybody = everybody(view);
    match (judged.passes, view.problem.is_unanimous()) {
        (Some(true), true) => format!("It is a deal: acceptable to {everybody}."),
        (Some(true), false) => "It is a deal: the agreement rule passes it.".to_owned(),
        (Some(false), true) => format!("It is no deal: not acceptable to {everybody}."),
        (Some(false), false) => "It is no deal: the agreement rule does not pass it.".to_owned(),
        (None, _) => {
            let names = |parties: &[usize]| -> Vec<String> {
                parties.iter().map(|party| view.naming.party(*party).to_owned()).collect()
            };
            // Whoever stated points has not said all the same where the package lies within its walk-away range.
            let worth =
                |party: &usize| judged.parties.get(*party).is_some_and(|share| share.utility.is_some());
            let (within, silent): (Vec<usize>, Vec<usize>) = silent(judged).into_iter().partition(worth);
            let mut why = Vec::new();
            if !silent.is_empty() {
                why.push(format!(
                    "it breaks nothing {} stated, and what a deal must be worth was not said",
                    either(&names(&silent))
                ));
            }
            if !within.is_empty() {
                why.push(format!(
                    "it lies within the range of walk-away values of {}",
                    all_of(&names(&within))
                ));
            }
            format!("Whether it is a deal is not known: {}.", why.join("; "))
        }
    }
}

fn silent(judged: &Judgement) -> Vec<usize> {
    let parties = judged.parties.iter().enumerate();
    parties.filter(|(_, share)| share.accepts.is_none()).map(|(party, _)| party).collect()
}

fn parties(view: &View<'_>, judged: &Judgement) -> Table {
    let has_points = judged.parties.iter().any(|share| share.utility.is_some());
    let mut headings = vec![Cell::text("Party")];
    if has_points {
        headings
            .extend([Cell::text("Worth to it").figures(), Cell::text("Gain over walking away").figures()]);
    }
    headings.push(Cell::text("So it"));
    let row = |(party, share): (usize, &Share)| {
        let mut row = vec![Cell::toned(view.naming.party(party), Tone::Strong)];
        if has_points {
            let shown =
                |text: Option<String>| Cell::text(text.unwrap_or_else(|| "not stated".to_owned())).figures();
            row.push(shown(share.utility.map(|worth| units(view.problem, party, worth))));
            row.push(shown(share.gain.map(|gain| signed_units(view.problem, party, gain))));
        }
        let (word, tone) = match share.accepts {
            Some(true) => ("accepts", Tone::Agreed),
            Some(false) if is_read_into(view, judged, party) => ("refuses, it was inferred", Tone::Blocked),
            Some(false) => ("refuses", Tone::Blocked),
            None => ("may accept", Tone::Open),
        };
        row.push(Cell::toned(word, tone));
        row
    };
    Table { headings, rows: judged.parties.iter().enumerate().map(row).collect() }
}

/// Whether all of the party's facts that the package breaks are the analyst's reading.
fn is_read_into(view: &View<'_>, judged: &Judgement, party: usize) -> bool {
    let broken = judged.broken.iter().filter_map(|fact| view.problem.facts.get(*fact));
    let mut own = broken.filter(|fact| fact.party == Some(party));
    own.all(sentences::is_inferred)
}

fn broken(view: &View<'_>, fact: usize) -> Option<Item> {
    let fact = view.problem.facts.get(fact)?;
    Some(Item {
        mark: "–".into(),
        text: sentences::fact(view, fact),
        source: sentences::source(view, fact),
        inferred: sentences::is_inferred(fact),
    })
}

fn compared(view: &View<'_>, judged: &Judgement) -> Option<String> {
    match &judged.comparison {
        Comparison::Points { dominated_by, complete } => {
            by_points(view, judged, dominated_by.as_ref(), *complete)
        }
        Comparison::Rankings(found) => Some(by_rankings(view, found)),
        Comparison::Nothing => {
            let nothing = view.analysis.zopa.exists == Some(false) && view.problem.has_all_utilities();
            nothing.then(|| "There is no deal to compare it with.".to_owned())
        }
    }
}

fn by_points(
    view: &View<'_>,
    judged: &Judgement,
    dominated_by: Option<&FrontierPoint>,
    complete: bool,
) -> Option<String> {
    let among = match view.analysis.basis {
        Basis::Unanimous => format!("acceptable to {}", everybody(view)),
        Basis::Rule => "that the agreement rule passes".to_owned(),
        Basis::All => "that the constraints allow".to_owned(),
    };
    match dominated_by {
        Some(better) => {
            let parties = judged.parties.iter().zip(&better.utilities).enumerate();
            let steps = parties.map(|(party, (share, theirs))| {
                let step = theirs.saturating_sub(share.utility.unwrap_or(*theirs));
                format!("{} {}", view.naming.party(party), signed_units(view.problem, party, step))
            });
            Some(format!(
                "There is a package that is better for somebody and worse for nobody: {} ({}).",
                whole_package(view, &better.package),
                steps.collect::<Vec<_>>().join(", ")
            ))
        }
        None if complete => {
            Some(format!("No package {among} is better for somebody and worse for nobody."))
        }
        None => Some(
            "Whether some package is better for somebody and worse for nobody is not known: the list of efficient \
             trade-offs is not complete."
                .to_owned(),
        ),
    }
}

fn by_rankings(view: &View<'_>, found: &Efficiency) -> String {
    let better = |package: &Option<mediant_model::Package>| {
        package.as_ref().map(|package| whole_package(view, package)).unwrap_or_default()
    };
    match (found.necessary, found.possible) {
        (_, Some(false)) => format!(
            "By the rankings alone there is a package that is better for somebody and worse for nobody, whatever the \
             numbers behind them: {}.",
            better(&found.dominated_by)
        ),
        (Some(true), _) => "Whatever the numbers behind the rankings, no package that breaks nothing stated is better \
                            for somebody and worse for nobody."
            .to_owned(),
        (Some(false), Some(true)) => format!(
            "It depends on the numbers behind the rankings whether some package is better for somebody and worse for \
             nobody; this one might be: {}.",
            better(&found.maybe_dominated_by)
        ),
        (Some(false), None) => format!(
            "For some numbers behind the rankings there is a package that is better for somebody and worse for nobody: \
             {}. Whether there is for all of them was not decided.",
            better(&found.maybe_dominated_by)
        ),
        (None, _) => "Whether some package is better for somebody and worse for nobody was not decided: not every package \
                      was compared."
            .to_owned(),
    }
}
