//! Everything on one issue.

use super::opening::{home_place, who_knows};
use super::{mending, stating};
use crate::field::{Form, folded, short_name};
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::{standing, when, words};
use maud::{Markup, html};
use mediant_insight::Insight;
use mediant_model::{Issue, IssueId, IssueKind};
use mediant_record::issue::FormerIssue;
use mediant_record::mending::Subject;
use mediant_record::statement::WithdrawStatement;
use mediant_record::{Command, Compartment};

/// What a short name is.
const MADE: &str = "as briefs and conditions write it; made from the name where empty";

/// The page of an issue; `None` where the reader knows of none by this id.
pub fn page(view: &View<'_>, insight: Option<&Insight>, id: &IssueId) -> Option<Page> {
    if let Some(split) = view.state.split.iter().find(|split| &split.issue.id == id) {
        return Some(split_page(view, split));
    }
    let issue = view.state.issues.iter().find(|issue| &issue.id == id)?;
    let main = html! {
        p.lede { (standing::whose_status(view, insight, issue)) " · " span.quiet { "short name " code { (issue.id) } } (mending::link(view, &Subject::Issue(issue.id.clone()))) }
        h2 { "Ways to settle it" }
        (options(view, issue))
        @if view.mediates() { (changes(view, issue)) }
        h2 { "What was said" }
        (said(view, id))
        @if let Some(interests) = standing::interests(view) { h2 { "What they need" } (interests) }
        (stating::forms(view, issue))
        (clauses(view, id))
        (told(view, id))
    };
    Some(Page { title: issue.name.clone(), here: Here::Elsewhere, main, aside: None })
}

fn split_page(view: &View<'_>, split: &FormerIssue) -> Page {
    let main = html! {
        @if split.into.is_empty() {
            p.lede { (words::status(words::Tone::Ended, "retired")) " on " (when::moment(split.trace.at, &view.who.zone))
                ": it can no longer be settled" @if let Some(reason) = &split.reason { ": " (words::said(reason)) } "." }
        } @else {
            p.lede { (words::status(words::Tone::Ended, "split")) " on " (when::moment(split.trace.at, &view.who.zone))
                " into " (words::listed(split.into.iter().map(|part| view.issue(part)))) "." }
        }
        h2 { "What was said before" }
        (said(view, &split.issue.id))
    };
    Page { title: split.issue.name.clone(), here: Here::Elsewhere, main, aside: None }
}

fn options(view: &View<'_>, issue: &Issue) -> Markup {
    match &issue.kind {
        IssueKind::Discrete(options) => html! {
            table {
                caption { "One of these options." }
                thead { tr { th scope="col" { "Short name" } th scope="col" { "What it means" } th scope="col" { "Known to" } } }
                tbody {
                    @for option in options {
                        tr {
                            th scope="row" { code { bdi { (option.id) } } }
                            td data-of="What it means" { (words::said(&option.name))
                                @if view.state.is_retired(&issue.id, &option.id) { " " (words::status(words::Tone::Ended, "retired")) }
                                (mending::link(view, &Subject::Option { issue: issue.id.clone(), option: option.id.clone() })) }
                            td data-of="Known to" { (option_home(view, issue, &option.id)) }
                        }
                    }
                }
            }
        },
        IssueKind::Range(range) => html! {
            p { "A number from " strong { (range.min.to_string()) } " to " strong { (range.max.to_string()) }
                " in steps of " (range.step.to_string())
                @if let Some(unit) = &range.unit { " " bdi { (unit) } } "." }
        },
        IssueKind::Withheld => html! {
            p { (words::status(words::Tone::Held, "not disclosed")) " Its substance is withheld: it has a status, but no options." }
        },
    }
}

fn option_home(view: &View<'_>, issue: &Issue, option: &mediant_model::OptionId) -> Markup {
    let named = mediant_record::state::Named::Option(issue.id.clone(), option.clone());
    let home = view.state.home(&named).cloned().unwrap_or(Compartment::Table);
    html! {
        (words::place_tag(&home, |party| view.party_name(party)))
        @if home == Compartment::Mediator { "your idea" }
    }
}

/// Forms to add an option, disclose or split.
fn changes(view: &View<'_>, issue: &Issue) -> Markup {
    let id = issue.id.as_str();
    html! {
        @match &issue.kind {
            IssueKind::Discrete(_) => {
                (folded("Add an option", {
                    let form = view.form("add_option").read_as_chosen();
                    let fields = html! {
                        (form.fixed("issue", id))
                        (form.line("option.name", "What it means", true, ""))
                        (short_name(&form, "option.id", MADE))
                        (who_knows(view, &form, true))
                    };
                    form.ends(fields, "Add the option")
                }))
            }
            IssueKind::Withheld => {
                (folded("Disclose its substance", {
                    let form = view.form("disclose_issue").read_as_chosen();
                    let fields = html! {
                        (form.fixed("issue", id))
                        (form.fixed("kind.kind", "discrete"))
                        (option_rows(&form, "kind.options", 4, true))
                        (who_knows(view, &form, false))
                    };
                    form.ends(fields, "Disclose it")
                }))
            }
            IssueKind::Range(_) => {}
        }
        (folded("Split it into several issues", {
            let known_in = view.state.home(&mediant_record::state::Named::Issue(issue.id.clone()));
            let known_in = known_in.cloned().unwrap_or_else(|| home_place(view));
            let form = view.form("split_issue").back("/").read_by(view, &known_in);
            let fields = html! {
                (form.fixed("issue", id))
                (form.fixed("in", &known_in.name()))
                @for part in 0..3 {
                    fieldset {
                        legend { "Part " (part + 1) @if part == 2 { " (if there is a third)" } }
                        (form.line(&format!("into[{part}].name"), "Name", part < 2, ""))
                        (short_name(&form, &format!("into[{part}].id"), MADE))
                        (form.fixed(&format!("into[{part}].kind"), "discrete"))
                        (option_rows(&form, &format!("into[{part}].options"), 3, part < 2))
                    }
                }
            };
            form.confirm("Split the issue? What was said on it stays on record, under the whole.").ends(fields, "Split it")
        }))
    }
}

/// Rows for options: what each means; their short names are made from that. Rows left empty are none.
fn option_rows(form: &Form<'_>, path: &str, count: usize, needed: bool) -> Markup {
    html! {
        @for row in 0..count {
            (form.line(&format!("{path}[{row}].name"), &format!("Option {}: what it means", row + 1), needed && row == 0, ""))
        }
        (folded("Details of the options", html! {
            @for row in 0..count {
                (form.line(&format!("{path}[{row}].id"), &format!("Option {}: short name", row + 1), false, if row == 0 { MADE } else { "" }))
            }
        }))
    }
}

/// Forms to add an issue.
pub(super) fn adding(view: &View<'_>) -> Markup {
    if !view.mediates() {
        return html! {};
    }
    html! {
        (super::beginning::ways(view))
        (folded("Add an issue", {
            let form = view.form("add_issue").read_as_chosen();
            let fields = html! {
                (form.line("issue.name", "Name", true, ""))
                (short_name(&form, "issue.id", MADE))
                (form.fixed("issue.kind", "discrete"))
                (option_rows(&form, "issue.options", 4, true))
                (who_knows(view, &form, true))
            };
            form.ends(fields, "Add the issue")
        }))
        (folded("Add an issue settled by a number", {
            let form = view.form("add_issue").read_as_chosen();
            let fields = html! {
                (form.line("issue.name", "Name", true, ""))
                (short_name(&form, "issue.id", MADE))
                (form.fixed("issue.kind", "range"))
                div.row {
                    (form.amount("issue.min", "From", true, ""))
                    (form.amount("issue.max", "To", true, ""))
                    (form.amount("issue.step", "In steps of", true, ""))
                    (form.line("issue.unit", "Unit", false, ""))
                }
                (who_knows(view, &form, true))
            };
            form.ends(fields, "Add the issue")
        }))
        (folded("Add an issue whose substance is withheld", {
            let form = view.form("add_issue").read_as_chosen();
            let fields = html! {
                (form.line("issue.name", "Name", true, ""))
                (short_name(&form, "issue.id", MADE))
                (form.fixed("issue.kind", "withheld"))
                (who_knows(view, &form, true))
            };
            form.ends(fields, "Add the issue")
        }))
    }
}

/// Every statement on the issue, newest first, withdrawn ones included.
fn said(view: &View<'_>, id: &IssueId) -> Markup {
    let here = standing::statements(view.state, |stated| stated.content.issues().contains(&id));
    let here = Stretch::new(view, "said", here);
    html! {
        @if here.is_empty() { p.empty { "Nobody said anything on it that is on record here." } }
        @else {
            table {
                caption { "Newest first." }
                thead { tr {
                    th scope="col" { "Party" } th scope="col" { "What" }
                    @if !view.is_public() && view.who.session.is_some() && !view.preview { th scope="col" { "Act" } }
                } }
                tbody {
                    @for (statement, stated) in here.shown.iter().copied() {
                        @let withdrawn = stated.content.provenance().until.is_some();
                        tr.withdrawn[withdrawn] {
                            th scope="row" { @match stated.content.party() { Some(party) => (view.party(party)), None => "several" } }
                            td data-of="What" {
                                (standing::line(view, (statement, stated), Some(id))) (mending::statement_link(view, statement))
                                (crate::mended::versions(view, stated))
                                @if let Some(reason) = &stated.withdrawn_because { small { "withdrawn: " (words::said(reason)) } }
                            }
                            @if !view.is_public() && view.who.session.is_some() && !view.preview {
                                td data-of="Act" {
                                    @let withdraw = Command::WithdrawStatement(WithdrawStatement { statement: statement.clone(), on: None, reason: None });
                                    @let own = stated.content.party().map_or_else(|| view.mediates(), |party| view.speaks_for(party))
                                        && stated.is_the_actors_to_change(&view.who.role, "statement").is_ok();
                                    @if own && !withdrawn && view.offers(&withdraw) { (withdrawing(view, statement.as_str(), &stated.trace.compartment)) } @else { span.quiet { "none" } }
                                }
                            }
                        }
                    }
                }
            }
            (here.links(view))
        }
    }
}

fn withdrawing(view: &View<'_>, statement: &str, place: &Compartment) -> Markup {
    folded("No longer holds", {
        let form = view.form("withdraw_statement").read_by(view, place);
        let fields = html! {
            (form.fixed("statement", statement))
            (form.day("on", "From", "today where empty"))
            (form.line("reason", "Why", false, ""))
        };
        form.ends(fields, "Record that it no longer holds")
    })
}

/// The clauses that settle the issue, as they stand in the latest drafts the reader knows.
fn clauses(view: &View<'_>, id: &IssueId) -> Markup {
    let drafts = super::text::places(view);
    let found: Vec<_> = drafts
        .iter()
        .filter_map(|place| Some((place, view.state.latest_draft(place)?)))
        .flat_map(|(place, (draft, content))| {
            let here = view
                .state
                .clauses(content)
                .into_iter()
                .filter(|clause| clause.clause.issue.as_ref() == Some(id));
            here.map(move |clause| (place, draft, clause)).collect::<Vec<_>>()
        })
        .collect();
    html! {
        @if !found.is_empty() {
            h2 { "In the text" }
            @for (place, draft, clause) in &found {
                (super::text::clause(view, place, draft, clause, None, false))
            }
        }
    }
}

/// What was told in confidence on the issue.
fn told(view: &View<'_>, id: &IssueId) -> Markup {
    let here = super::caucus::items_newest_first(view.state);
    let here =
        Stretch::new(view, "told", here.into_iter().filter(|(_, item)| item.issue.as_ref() == Some(id)));
    html! {
        @if !here.is_empty() {
            h2 { "Told in confidence" }
            ul.items {
                @for (id, item) in &here.shown {
                    li {
                        (words::release_tag(item.release)) (words::said(item.text.read()))
                        small { (view.party(&item.party)) " · " (when::moment(item.trace.at, &view.who.zone)) (crate::whose_word::of_item(view, id, item)) }
                    }
                }
            }
            (here.links(view))
        }
    }
}
