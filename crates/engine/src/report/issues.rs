//! Where each issue stands.

use super::naming::{quoted, short};
use super::{Block, Cell, Item, Section, SectionSubject, Table, Tone, View, sentences};
use mediant_model::bounds::Bounds;
use mediant_model::problem::{Fact, FactKind, Wording};
use mediant_model::statement::{Answer, Position, Stance};
use mediant_model::{Condition, Issue, IssueKind, Number, Party, PartyId};

/// The table of issues, where anything was said about any of them.
pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let withheld = view.case.issues.iter().any(|issue| issue.kind == IssueKind::Withheld);
    let constraints = view.problem.facts.iter().any(|fact| fact.kind != FactKind::Reservation);
    let said = !view.case.positions.is_empty() || !view.case.answers.is_empty();
    if !(withheld || constraints || said) {
        return None;
    }
    let parties: Vec<&Party> =
        view.case.negotiating_parties().filter(|party| speaks(view, &party.id)).collect();
    let mut headings = vec![Cell::text("Issue"), Cell::text("Status")];
    headings.extend(parties.iter().map(|party| Cell::text(&party.name)));
    let mut rows = Vec::new();
    for issue in &view.case.issues {
        let cells = parties.iter().map(|party| standpoint(view, party, issue));
        let cells: Vec<Cell> = cells.collect();
        if cells.iter().all(Cell::is_empty)
            && status(view, issue).1 == Tone::Open
            && view.case.issues.len() > 12
        {
            continue;
        }
        let mut row = vec![name(issue), status_cell(view, issue)];
        row.extend(cells);
        rows.push(row);
    }
    let mut blocks = vec![Block::Table(Table { headings, rows })];
    let across = view.problem.facts.iter().filter(|fact| is_across(view, fact));
    let across: Vec<Item> = across
        .map(|fact| Item {
            mark: "–".into(),
            text: sentences::fact(view, fact),
            source: sentences::source(view, fact),
            inferred: sentences::is_inferred(fact),
        })
        .collect();
    if !across.is_empty() {
        blocks.push(Block::Text("Across issues:".to_owned()));
        blocks.push(Block::List(across));
    }
    Section::with(SectionSubject::Issues, "Issues", blocks)
}

/// Whether a fact joins several issues, beyond asking that each be settled.
fn is_across(view: &View<'_>, fact: &Fact) -> bool {
    fact.forbids.iter().any(|region| region.width() > 1)
        && view.naming.left_open_issues(&fact.forbids).is_none()
}

fn name(issue: &Issue) -> Cell {
    let called = short(&issue.name, issue.id.as_str());
    let cell = Cell::toned(&called, Tone::Strong);
    if called == issue.name { cell } else { cell.and(&issue.name, Tone::Quiet) }
}

fn speaks(view: &View<'_>, party: &PartyId) -> bool {
    let index = view.problem.party_index(party);
    view.case.positions.iter().any(|x| &x.party == party)
        || view.case.answers.iter().any(|x| &x.party == party)
        || view.problem.facts.iter().any(|fact| fact.party == index && fact.kind != FactKind::Reservation)
}

fn status_cell(view: &View<'_>, issue: &Issue) -> Cell {
    let (word, tone) = status(view, issue);
    let cell = Cell::toned(word, tone);
    if issue.kind != IssueKind::Withheld {
        return cell;
    }
    let agreed = view.case.confidences.iter().find(|confidence| confidence.issues.contains(&issue.id));
    let by = agreed
        .and_then(|confidence| confidence.provenance.on)
        .map(|day| format!("withheld by agreement of {}", super::figures::near_day(day, view.case.as_of)));
    cell.and(by.unwrap_or_else(|| "substance withheld".to_owned()), Tone::Held)
}

/// The word for where an issue stands.
fn status(view: &View<'_>, issue: &Issue) -> (&'static str, Tone) {
    let index = view.problem.issue_index(&issue.id);
    let hurdle = view
        .analysis
        .no_deal
        .as_ref()
        .zip(index)
        .is_some_and(|(no_deal, issue)| no_deal.hurdles.contains(&issue));
    if hurdle {
        return ("blocked", Tone::Blocked);
    }
    let answers: Vec<Option<Stance>> = view
        .case
        .negotiating_parties()
        .map(|party| latest(view, &party.id, issue).map(|answer| answer.stance))
        .collect();
    let given: Vec<Stance> = answers.iter().flatten().copied().collect();
    let accepts = |stance: &Stance| matches!(stance, Stance::Accepts | Stance::AcceptsAdReferendum);
    let partly =
        |stance: &Stance| accepts(stance) || matches!(stance, Stance::AcceptsInPart | Stance::NearlyAgreed);
    if given.is_empty() {
        return match issue.kind {
            IssueKind::Withheld => ("withheld", Tone::Held),
            _ => ("open", Tone::Open),
        };
    }
    if given.contains(&Stance::Rejects) {
        return ("refused", Tone::Blocked);
    }
    if given.len() == answers.len() && given.iter().all(accepts) {
        let conditional = given.contains(&Stance::AcceptsAdReferendum);
        return if conditional { ("agreed ad referendum", Tone::Agreed) } else { ("agreed", Tone::Agreed) };
    }
    if given.iter().any(partly) { ("partly accepted", Tone::Partly) } else { ("open", Tone::Open) }
}

fn latest<'a>(view: &View<'a>, party: &PartyId, issue: &Issue) -> Option<&'a Answer> {
    let answers = view.case.answers.iter().filter(|a| &a.party == party && a.issue == issue.id);
    let counting = answers.filter(|answer| answer.provenance.counts(view.case.as_of));
    counting.max_by_key(|answer| answer.provenance.on)
}

/// What a party answered, asks for, and rules out on an issue.
fn standpoint(view: &View<'_>, party: &Party, issue: &Issue) -> Cell {
    let mut cell = Cell::default();
    if let Some(answer) = latest(view, &party.id, issue) {
        let word = match answer.stance {
            Stance::Accepts => "accepts",
            Stance::AcceptsInPart => "accepts in part",
            Stance::AcceptsAdReferendum => "accepts, subject to its principal",
            Stance::NearlyAgreed => "nearly agreed",
            Stance::Open => "not agreed",
            Stance::Rejects => "refuses",
        };
        // Words alone may say less than what was answered, or something else.
        let words = match &answer.provenance.text {
            Some(text) => format!("{word}: {text}"),
            None => word.to_owned(),
        };
        cell = cell.and(sentences::sourced(view, &words, &answer.provenance), Tone::Plain);
    }
    let positions = view.case.positions.iter().filter(|p| p.party == party.id && p.issue == issue.id);
    for position in positions.filter(|position| position.provenance.counts(view.case.as_of)) {
        let words = match (&position.provenance.text, wanted(view, position, issue)) {
            (Some(text), Some(wanted)) => format!("{text}: {wanted}"),
            (Some(text), None) => text.clone(),
            (None, Some(wanted)) => wanted,
            (None, None) => "has a position".to_owned(),
        };
        cell = cell.and(sentences::sourced(view, &words, &position.provenance), Tone::Plain);
    }
    for fact in limits(view, party, issue) {
        let kind = match fact.kind {
            FactKind::RedLine => "red line",
            FactKind::Precondition => "precondition",
            FactKind::Linkage => "linkage",
            FactKind::Reservation => continue,
        };
        let inferred = if sentences::is_inferred(fact) { " (inferred)" } else { "" };
        cell = cell.and(format!("{kind}{inferred}: {}", limit(view, fact, issue)), Tone::Quiet);
    }
    cell
}

fn wanted(view: &View<'_>, position: &Position, issue: &Issue) -> Option<String> {
    let wants = position.wants.as_ref()?;
    if let Some((_, bounds)) = Bounds::of(wants) {
        return Some(format!("wants {}", bounds.words(unit(issue))));
    }
    let names = match wants {
        Condition::Options(_, options) => {
            let names = options.iter().filter_map(|option| issue.option_name(option));
            names.map(|name| quoted(&name)).collect::<Vec<_>>()
        }
        other => vec![view.naming.noun(other)],
    };
    Some(format!("wants {}", super::naming::either(&names)))
}

fn limits<'a>(view: &View<'a>, party: &Party, issue: &Issue) -> Vec<&'a Fact> {
    let (Some(party), Some(issue)) =
        (view.problem.party_index(&party.id), view.problem.issue_index(&issue.id))
    else {
        return Vec::new();
    };
    let own = view.problem.facts.iter().filter(|fact| fact.party == Some(party));
    // What joins several issues stands below the table, once.
    own.filter(|fact| {
        !is_across(view, fact) && fact.forbids.iter().any(|region| region.side(issue).is_some())
    })
    .collect()
}

/// What a fact rules out, said in the row of an issue: bounds as its author wrote them, options by name, and where all but a few are
/// ruled out, those that are left.
fn limit(view: &View<'_>, fact: &Fact, issue: &Issue) -> String {
    if let Some(Wording::Never(never)) = &fact.origin.wording
        && let Some((_, bounds)) = Bounds::of(never)
    {
        return outside(&bounds, unit(issue));
    }
    let index = view.problem.issue_index(&issue.id);
    match (view.naming.left_open_issues(&fact.forbids), fact.forbids.as_slice()) {
        (Some(_), _) => "must be settled".to_owned(),
        (None, [only]) if only.width() == 1 => {
            let side = index.and_then(|issue| Some((issue, only.side(issue)?)));
            side.map(|(issue, options)| view.naming.apart_from(issue, options)).unwrap_or_default()
        }
        (None, _) => format!("not {}", view.naming.regions(&fact.forbids)),
    }
}

/// That a number is not within bounds: `not 1490 EUR or less`, `not above 350 EUR`.
fn outside(bounds: &Bounds, unit: Option<&str>) -> String {
    let with_unit = |end: &Number| unit.map_or_else(|| end.to_string(), |unit| format!("{end} {unit}"));
    match bounds {
        Bounds { min: None, max: Some(end), above: None, below: None } => {
            format!("not {} or less", with_unit(end))
        }
        Bounds { min: Some(end), max: None, above: None, below: None } => {
            format!("not {} or more", with_unit(end))
        }
        other => format!("not {}", other.words(unit)),
    }
}

fn unit(issue: &Issue) -> Option<&str> {
    match &issue.kind {
        IssueKind::Range(range) => range.unit.as_deref(),
        IssueKind::Discrete(_) | IssueKind::Withheld => None,
    }
}
