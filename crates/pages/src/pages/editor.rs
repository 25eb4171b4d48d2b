//! Writing a draft: clause by clause, from the one before it or from a package.

use crate::field::Form;
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use maud::{Markup, html};
use mediant_model::{IssueId, OptionId};
use mediant_record::Compartment;
use mediant_record::draft::{Clause, DraftId};
use mediant_words::say;
use std::collections::BTreeMap;

/// Empty clauses at the end, for new ones.
const FREE: usize = 3;

/// A clause as it stands in the editor before somebody changes it.
struct Row {
    id: Option<String>,
    heading: String,
    issue: Option<IssueId>,
    text: String,
}

impl From<&Clause> for Row {
    fn from(clause: &Clause) -> Self {
        Self {
            id: Some(clause.id.to_string()),
            heading: clause.heading.clone(),
            issue: clause.issue.clone(),
            text: clause.text.clone(),
        }
    }
}

/// The page: a draft for a place, begun from another draft, from a package, or from the latest one there.
pub fn page(
    view: &View<'_>,
    place: &Compartment,
    from: Option<&DraftId>,
    package: &BTreeMap<IssueId, OptionId>,
) -> Option<Page> {
    if !view.mediates() || !super::text::places(view).contains(place) {
        return None;
    }
    let latest = view.state.latest_draft(place);
    let source = match from {
        Some(from) => Some(view.state.drafts.get(from)?),
        None => latest.map(|(_, draft)| draft),
    };
    let mut rows: Vec<Row> =
        source.map(|draft| draft.clauses.iter().map(Row::from).collect()).unwrap_or_default();
    take_in(view, &mut rows, package);
    let title = source
        .map_or_else(|| say!(view, editor.the_mediators_draft).into_owned(), |draft| draft.title.clone());
    let form = view.form("put_draft").back("/text").read_by(view, place);
    let form = form.keeps(&format!("text in {}", place.name()), "");
    let fields = html! {
        (form.fixed("in", &place.name()))
        @if let Some((id, _)) = latest { (form.fixed("replaces", id.as_str())) }
        (form.line_with("title", &say!(view, editor.title), &title, true, ""))
        @for (at, row) in rows.iter().enumerate() { (clause(view, &form, at, row)) }
        @for at in rows.len()..rows.len() + FREE {
            (clause(view, &form, at, &Row { id: None, heading: String::new(), issue: None, text: String::new() }))
        }
        (form.text("note", &say!(view, editor.what_you_say_about_it), false, &say!(view, editor.whoever_reads_the_draft_reads_this)))
    };
    let script = Script::Brief.element(view);
    let main = html! {
        (script)
        p.lede {
            @match place {
                Compartment::Table | Compartment::Public => strong { (say!(view, editor.a_draft_for_the_table)) },
                Compartment::Caucus(party) => strong { (say!(view, editor.a_draft_for_alone, party = view.party(party))) },
                Compartment::Mediator | Compartment::Report(_) | Compartment::Delegation(_) => strong { (say!(view, editor.a_draft_of_your_own)) },
            }
        }
        p { (say!(view, editor.what_is_not_agreed_stands, code = html! { code { (say!(view, editor.hired_at_two_to_one_union)) } })) }
        (elsewhere(view, place))
        (form.confirm(say!(view, editor.put_the_draft_there)).ends(fields, &say!(view, editor.put_the_draft)))
    };
    let title = latest.map_or_else(
        || say!(view, editor.new_draft).into_owned(),
        |(_, draft)| say!(view, editor.title_draft, number = draft.number + 1).into_owned(),
    );
    Some(Page { title, here: Here::Text, main, aside: None })
}

/// Other drafts to begin from.
fn elsewhere(view: &View<'_>, place: &Compartment) -> Markup {
    let others: Vec<_> = super::text::places(view).into_iter().filter(|other| other != place).collect();
    let found: Vec<_> =
        others.iter().filter_map(|other| Some((other, view.state.latest_draft(other)?))).collect();
    html! {
        @if !found.is_empty() {
            p { small {
                @let drafts = html! {
                @for (at, (other, (id, draft))) in found.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(format!("/text/new?in={}&from={}", crate::words::step(&place.name()), crate::words::step(id.as_str()))) {
                        (say!(view, editor.draft, number = draft.number, known_to = crate::words::known_to(view, other, |party| view.party_name(party))))
                    }
                } "."
            };
                (say!(view, editor.begin_instead_from, drafts = drafts)) } }
        }
    }
}

/// A package's options as clauses: in the words of the option, on the clause of its issue or a new one.
fn take_in(view: &View<'_>, rows: &mut Vec<Row>, package: &BTreeMap<IssueId, OptionId>) {
    for (issue, option) in package.iter().filter(|(_, option)| !option.is_left_open()) {
        let words = view.option_name(issue, option);
        let text = mediant_record::wording::text(&[mediant_record::wording::Stretch::Plain(words)]);
        match rows.iter_mut().find(|row| row.issue.as_ref() == Some(issue)) {
            Some(row) => row.text = text,
            None => {
                rows.push(Row { id: None, heading: view.issue_name(issue), issue: Some(issue.clone()), text })
            }
        }
    }
}

fn clause(view: &View<'_>, form: &Form<'_>, at: usize, row: &Row) -> Markup {
    let name = |field: &str| format!("clauses[{at}].{field}");
    let mut issues = vec![(String::new(), "none".to_owned())];
    issues.extend(view.state.issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())));
    let rows = u32::try_from(row.text.chars().count() / 80 + 2).unwrap_or(2).min(12);
    html! {
        fieldset.clause-fields {
            legend {
                @if row.id.is_none() && row.text.is_empty() { (say!(view, editor.new_clause, number = at + 1)) }
                @else { (say!(view, editor.clause, number = at + 1)) }
            }
            @if let Some(id) = &row.id { (form.fixed(&name("id"), id)) }
            div.row {
                (form.typed("number", &name("@place:number"), &say!(view, editor.number), &(at + 1).to_string(), false, ""))
                (form.line_with(&name("heading"), &say!(view, editor.heading), &row.heading, false, ""))
                (form.choice(&name("issue:fixed"), &say!(view, editor.settles), &issues, row.issue.as_ref().map_or("", IssueId::as_str), ""))
            }
            (form.text_with(&name("text"), &say!(view, editor.words), &row.text, rows, false, ""))
        }
    }
}
