//! What the parties do without a deal, and for whom time works.

use super::naming::{all_of, capitalised};
use super::{Block, Cell, Section, SectionSubject, Table, Tone, View, sentences};
use mediant_model::PartyId;
use mediant_model::statement::{Alternative, Trend};

pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let from_briefs = view.briefs.iter().flat_map(|brief| &brief.alternatives);
    // What is stated for a later day is part of the outlook, not of the day described.
    let counts = |alternative: &&Alternative| alternative.provenance.counts(view.case.as_of);
    let alternatives: Vec<&Alternative> =
        view.case.alternatives.iter().chain(from_briefs).filter(counts).collect();
    if alternatives.is_empty() {
        return None;
    }
    let mut table = Table {
        headings: vec![Cell::text("Party"), Cell::text("Its alternative"), Cell::text("What was said")],
        rows: Vec::new(),
    };
    for party in view.case.negotiating_parties() {
        let own: Vec<&&Alternative> = alternatives.iter().filter(|a| a.party == party.id).collect();
        if own.is_empty() {
            continue;
        }
        let (word, tone) = match trend(&alternatives, &party.id) {
            Direction::Only(Trend::Improving) => ("improving", Tone::Improving),
            Direction::Only(Trend::Worsening) => ("worsening", Tone::Worsening),
            Direction::Only(Trend::Steady) => ("steady", Tone::Steady),
            Direction::Mixed => ("mixed", Tone::Open),
            Direction::Unstated => ("not stated", Tone::Open),
        };
        let said = own.iter().fold(Cell::default(), |cell, alternative| {
            let text = alternative.provenance.text.as_deref().unwrap_or("no description");
            cell.and(sentences::sourced(view, text, &alternative.provenance), Tone::Plain)
        });
        table.rows.push(vec![Cell::toned(&party.name, Tone::Strong), Cell::toned(word, tone), said]);
    }
    let mut blocks = vec![Block::Table(table)];
    blocks.extend(in_whose_favour(view, &alternatives).map(Block::Text));
    Section::with(SectionSubject::WithoutDeal, "Without a deal", blocks)
}

enum Direction {
    Only(Trend),
    Mixed,
    Unstated,
}

fn trend(alternatives: &[&Alternative], party: &PartyId) -> Direction {
    let mut trends: Vec<Trend> =
        alternatives.iter().filter(|a| &a.party == party).filter_map(|a| a.trend).collect();
    trends.sort_unstable();
    trends.dedup();
    match trends.as_slice() {
        [] => Direction::Unstated,
        [one] => Direction::Only(*one),
        [rest @ .., Trend::Steady] if rest.len() == 1 => {
            rest.first().map_or(Direction::Mixed, |one| Direction::Only(*one))
        }
        _ => Direction::Mixed,
    }
}

/// Whom waiting helps, as far as the stated trends alone say.
fn in_whose_favour(view: &View<'_>, alternatives: &[&Alternative]) -> Option<String> {
    let of = |wanted: Trend| -> Vec<String> {
        let parties = view.case.negotiating_parties();
        let moving = parties
            .filter(|party| matches!(trend(alternatives, &party.id), Direction::Only(t) if t == wanted));
        moving.map(|party| party.name.clone()).collect()
    };
    let (better, worse) = (of(Trend::Improving), of(Trend::Worsening));
    let two = view.problem.parties.len() == 2;
    Some(match (better.as_slice(), worse.as_slice()) {
        ([], []) => return None,
        ([winner], [_]) if two => {
            format!(
                "Both move the same way: by these statements, the longer it takes, the more room shifts towards {winner}."
            )
        }
        ([_, _], []) if two => {
            "By these statements both can afford to wait, and the room for a deal narrows.".to_owned()
        }
        ([], [_, _]) if two => {
            "By these statements waiting costs both, and the room for a deal widens.".to_owned()
        }
        (better, []) => format!("By these statements time works for {}.", all_of(better)),
        ([], worse) => format!("By these statements time works against {}.", all_of(worse)),
        (better, worse) => capitalised(&format!(
            "by these statements time works for {} and against {}.",
            all_of(better),
            all_of(worse)
        )),
    })
}
