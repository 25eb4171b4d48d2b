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
use mediant_words::say;
use std::borrow::Cow;

/// The page of an issue; `None` where the reader knows of none by this id.
pub fn page(view: &View<'_>, insight: Option<&Insight>, id: &IssueId) -> Option<Page> {
    if let Some(split) = view.state.split.iter().find(|split| &split.issue.id == id) {
        return Some(split_page(view, split));
    }
    let issue = view.state.issues.iter().find(|issue| &issue.id == id)?;
    let main = html! {
        p.lede { (standing::whose_status(view, insight, issue)) " · " span.quiet { (say!(view, issue.short_name, id = html! { code { (issue.id) } })) } (mending::link(view, &Subject::Issue(issue.id.clone()))) }
        h2 { (say!(view, issue.ways_to_settle_it)) }
        (options(view, issue))
        @if view.mediates() { (changes(view, issue)) }
        h2 { (say!(view, issue.what_was_said)) }
        (said(view, id))
        @if let Some(interests) = standing::interests(view) { h2 { (say!(view, issue.what_they_need)) } (interests) }
        (stating::forms(view, issue))
        (clauses(view, id))
        (told(view, id))
    };
    Some(Page { title: issue.name.clone(), here: Here::Elsewhere, main, aside: None })
}

fn split_page(view: &View<'_>, split: &FormerIssue) -> Page {
    let main = html! {
        @if split.into.is_empty() {
            p.lede {
                @let why = html! { @if let Some(reason) = &split.reason { ": " (words::said(reason)) } };
                (say!(view, issue.retired_on, status = words::status(words::Tone::Ended, say!(view, issue.retired)), moment = when::moment(split.trace.at, &view.who.zone), why = why)) }
        } @else {
            p.lede { (say!(view, issue.on_into, status = words::status(words::Tone::Ended, say!(view, issue.split)), moment = when::moment(split.trace.at, &view.who.zone), listed = words::listed(view, split.into.iter().map(|part| view.issue(part))))) }
        }
        h2 { (say!(view, issue.what_was_said_before)) }
        (said(view, &split.issue.id))
    };
    Page { title: split.issue.name.clone(), here: Here::Elsewhere, main, aside: None }
}

fn options(view: &View<'_>, issue: &Issue) -> Markup {
    match &issue.kind {
        IssueKind::Discrete(options) => html! {
            table {
                caption { (say!(view, issue.one_of_these_options)) }
                thead { tr { th scope="col" { (say!(view, issue.short_name_2)) } th scope="col" { (say!(view, issue.what_it_means)) } th scope="col" { (say!(view, issue.known_to)) } } }
                tbody {
                    @for option in options {
                        tr {
                            th scope="row" { code { bdi { (option.id) } } }
                            td data-of=(say!(view, issue.what_it_means)) { (words::said(&option.name))
                                @if view.state.is_retired(&issue.id, &option.id) { " " (words::status(words::Tone::Ended, say!(view, issue.retired))) }
                                (mending::link(view, &Subject::Option { issue: issue.id.clone(), option: option.id.clone() })) }
                            td data-of=(say!(view, issue.known_to)) { (option_home(view, issue, &option.id)) }
                        }
                    }
                }
            }
        },
        IssueKind::Range(range) => html! {
            p {
                @let (least, most) = (html! { strong { (range.min.to_string()) } }, html! { strong { (range.max.to_string()) } });
                @let unit = html! { @if let Some(unit) = &range.unit { " " bdi { (unit) } } };
                (say!(view, issue.a_number, least = least, most = most, step = range.step.to_string(), unit = unit)) }
        },
        IssueKind::Withheld => html! {
            p { (say!(view, issue.its_substance_is_withheld, status = words::status(words::Tone::Held, say!(view, issue.not_disclosed)))) }
        },
    }
}

fn option_home(view: &View<'_>, issue: &Issue, option: &mediant_model::OptionId) -> Markup {
    let named = mediant_record::state::Named::Option(issue.id.clone(), option.clone());
    let home = view.state.home(&named).cloned().unwrap_or(Compartment::Table);
    html! {
        (words::place_tag(view, &home, |party| view.party_name(party)))
        @if home == Compartment::Mediator { (say!(view, issue.your_idea)) }
    }
}

/// Forms to add an option, disclose or split.
fn changes(view: &View<'_>, issue: &Issue) -> Markup {
    let id = issue.id.as_str();
    html! {
        @match &issue.kind {
            IssueKind::Discrete(_) => {
                (folded(&say!(view, issue.add_an_option), {
                    let form = view.form("add_option").read_as_chosen();
                    let fields = html! {
                        (form.fixed("issue", id))
                        (form.line("option.name", &say!(view, issue.what_it_means), true, ""))
                        (short_name(&form, "option.id", &say!(view, issue.made_from_the_name)))
                        (who_knows(view, &form, true))
                    };
                    form.ends(fields, &say!(view, issue.add_the_option))
                }))
            }
            IssueKind::Withheld => {
                (folded(&say!(view, issue.disclose_its_substance), {
                    let form = view.form("disclose_issue").read_as_chosen();
                    let fields = html! {
                        (form.fixed("issue", id))
                        (form.fixed("kind.kind", "discrete"))
                        (option_rows(&form, "kind.options", 4, true))
                        (who_knows(view, &form, false))
                    };
                    form.ends(fields, &say!(view, issue.disclose_it))
                }))
            }
            IssueKind::Range(_) => {}
        }
        (folded(&say!(view, issue.split_it_into_several_issues), {
            let known_in = view.state.home(&mediant_record::state::Named::Issue(issue.id.clone()));
            let known_in = known_in.cloned().unwrap_or_else(|| home_place(view));
            let form = view.form("split_issue").back("/").read_by(view, &known_in);
            let fields = html! {
                (form.fixed("issue", id))
                (form.fixed("in", &known_in.name()))
                @for part in 0..3 {
                    fieldset {
                        legend { @if part == 2 { (say!(view, issue.third_part, number = part + 1)) } @else { (say!(view, issue.part, number = part + 1)) } }
                        (form.line(&format!("into[{part}].name"), &say!(view, issue.name), part < 2, ""))
                        (short_name(&form, &format!("into[{part}].id"), &say!(view, issue.made_from_the_name)))
                        (form.fixed(&format!("into[{part}].kind"), "discrete"))
                        (option_rows(&form, &format!("into[{part}].options"), 3, part < 2))
                    }
                }
            };
            form.confirm(say!(view, issue.split_the_issue_what_was_said)).ends(fields, &say!(view, issue.split_it))
        }))
    }
}

/// Rows for options: what each means; their short names are made from that. Rows left empty are none.
fn option_rows(form: &Form<'_>, path: &str, count: usize, needed: bool) -> Markup {
    html! {
        @for row in 0..count {
            (form.line(&format!("{path}[{row}].name"), &say!(form, issue.option_means, number = row + 1), needed && row == 0, ""))
        }
        (folded(&say!(form, issue.details_of_the_options), html! {
            @for row in 0..count {
                (form.line(&format!("{path}[{row}].id"), &say!(form, issue.option_short_name, number = row + 1), false, &if row == 0 { say!(form, issue.made_from_the_name) } else { Cow::Borrowed("") }))
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
        (folded(&say!(view, issue.add_an_issue), {
            let form = view.form("add_issue").read_as_chosen();
            let fields = html! {
                (form.line("issue.name", &say!(view, issue.name), true, ""))
                (short_name(&form, "issue.id", &say!(view, issue.made_from_the_name)))
                (form.fixed("issue.kind", "discrete"))
                (option_rows(&form, "issue.options", 4, true))
                (who_knows(view, &form, true))
            };
            form.ends(fields, &say!(view, issue.add_the_issue))
        }))
        (folded(&say!(view, issue.add_an_issue_settled), {
            let form = view.form("add_issue").read_as_chosen();
            let fields = html! {
                (form.line("issue.name", &say!(view, issue.name), true, ""))
                (short_name(&form, "issue.id", &say!(view, issue.made_from_the_name)))
                (form.fixed("issue.kind", "range"))
                div.row {
                    (form.amount("issue.min", &say!(view, issue.from), true, ""))
                    (form.amount("issue.max", &say!(view, issue.to), true, ""))
                    (form.amount("issue.step", &say!(view, issue.in_steps_of), true, ""))
                    (form.line("issue.unit", &say!(view, issue.unit), false, ""))
                }
                (who_knows(view, &form, true))
            };
            form.ends(fields, &say!(view, issue.add_the_issue))
        }))
        (folded(&say!(view, issue.add_an_issue_whose_substance), {
            let form = view.form("add_issue").read_as_chosen();
            let fields = html! {
                (form.line("issue.name", &say!(view, issue.name), true, ""))
                (short_name(&form, "issue.id", &say!(view, issue.made_from_the_name)))
                (form.fixed("issue.kind", "withheld"))
                (who_knows(view, &form, true))
            };
            form.ends(fields, &say!(view, issue.add_the_issue))
        }))
    }
}

/// Every statement on the issue, newest first, withdrawn ones included.
fn said(view: &View<'_>, id: &IssueId) -> Markup {
    let here = standing::statements(view.state, |stated| stated.content.issues().contains(&id));
    let here = Stretch::new(view, "said", here);
    html! {
        @if here.is_empty() { p.empty { (say!(view, issue.nobody_said_anything)) } }
        @else {
            table {
                caption { (say!(view, issue.newest_first)) }
                thead { tr {
                    th scope="col" { (say!(view, issue.party)) } th scope="col" { (say!(view, issue.what)) }
                    @if !view.is_public() && view.who.session.is_some() && !view.preview { th scope="col" { (say!(view, issue.act)) } }
                } }
                tbody {
                    @for (statement, stated) in here.shown.iter().copied() {
                        @let withdrawn = stated.content.provenance().until.is_some();
                        tr.withdrawn[withdrawn] {
                            th scope="row" { @match stated.content.party() { Some(party) => (view.party(party)), None => (say!(view, issue.several)) } }
                            td data-of=(say!(view, issue.what)) {
                                (standing::line(view, (statement, stated), Some(id))) (mending::statement_link(view, statement))
                                (crate::mended::versions(view, stated))
                                @if let Some(reason) = &stated.withdrawn_because { small { (say!(view, issue.withdrawn, said = words::said(reason))) } }
                            }
                            @if !view.is_public() && view.who.session.is_some() && !view.preview {
                                td data-of=(say!(view, issue.act)) {
                                    @let withdraw = Command::WithdrawStatement(WithdrawStatement { statement: statement.clone(), on: None, reason: None });
                                    @let own = stated.content.party().map_or_else(|| view.mediates(), |party| view.speaks_for(party))
                                        && stated.is_the_actors_to_change(&view.who.role, "statement").is_ok();
                                    @if own && !withdrawn && view.offers(&withdraw) { (withdrawing(view, statement.as_str(), &stated.trace.compartment)) } @else { span.quiet { (say!(view, issue.none)) } }
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
    folded(&say!(view, issue.no_longer_holds), {
        let form = view.form("withdraw_statement").read_by(view, place);
        let fields = html! {
            (form.fixed("statement", statement))
            (form.day("on", &say!(view, issue.from), &say!(view, issue.today_where_empty)))
            (form.line("reason", &say!(view, issue.why), false, ""))
        };
        form.ends(fields, &say!(view, issue.record_that_it_no_longer_holds))
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
            h2 { (say!(view, issue.in_the_text)) }
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
            h2 { (say!(view, issue.told_in_confidence)) }
            ul.items {
                @for (id, item) in &here.shown {
                    li {
                        (words::release_tag(view, item.release)) (words::said(item.text.read()))
                        small { (view.party(&item.party)) " · " (when::moment(item.trace.at, &view.who.zone)) (crate::whose_word::of_item(view, id, item)) }
                    }
                }
            }
            (here.links(view))
        }
    }
}
