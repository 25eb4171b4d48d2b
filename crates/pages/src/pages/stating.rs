//! Forms by which something said goes on record: how it is known comes first, and who will read it follows from that.

use crate::audience::{KNOWN, Known, SAID};
use crate::condition;
use crate::field::{Form, folded, pairs};
use crate::reads::Readership;
use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_model::statement::Publicity;
use mediant_model::{Issue, IssueKind, PartyId};
use mediant_record::Compartment;
use mediant_words::say;

/// Forms to state something on an issue: as the mediator for any party, as a party for itself.
pub(super) fn forms(view: &View<'_>, issue: &Issue) -> Markup {
    let parties = speaking(view);
    if parties.is_empty() {
        return html! {};
    }
    let id = issue.id.as_str();
    html! {
        (folded(&say!(view, stating.record_an_answer_on_the_whole), statement(view, "answer", &parties, |form| html! {
            (form.fixed("statement.issue", id))
            (form.choice("statement.stance", &say!(view, stating.answer), &pairs(&words::stances(view)), "open", ""))
        })))
        (folded(&say!(view, stating.record_a_position), statement(view, "position", &parties, |form| html! {
            (form.fixed("statement.issue", id))
            (settled(form, "statement.wants", issue, [&say!(view, stating.asks_for_one_of), &say!(view, stating.asks_for)], &condition::WANTED))
        })))
        @if has_ways(issue) {
            (folded(&say!(view, stating.record_a_red_line), statement(view, "red_line", &parties, |form| {
                settled(form, "statement.never", issue, [&say!(view, stating.never_accepts), &say!(view, stating.never_accepts)], &condition::NEVER)
            })))
            (folded(&say!(view, stating.record_a_precondition_on_how), statement(view, "precondition", &parties, |form| {
                settled(form, "statement.require", issue, [&say!(view, stating.no_deal_without_one_of), &say!(view, stating.no_deal_unless)], &condition::ANYWHERE)
            })))
        }
        @if issue.is_disclosed() {
            (folded(&say!(view, stating.record_a_precondition), statement(view, "precondition", &parties, |form| html! {
                (form.fixed("statement.settled[]", id))
                p { (say!(view, stating.no_deal_that_leaves_this_issue)) }
            })))
        }
        @if has_ways(issue) && others(view, issue).next().is_some() {
            (folded(&say!(view, stating.record_a_linkage), statement(view, "linkage", &parties, |form| html! {
                (settled(form, "statement.when", issue, [&say!(view, stating.with_one_of), &say!(view, stating.if_it_is)], &condition::ANYWHERE))
                @for other in others(view, issue) {
                    @let legend = say!(view, stating.only_with_on, issue = other.name);
                    (settled(form, "statement.then", other, [&legend, &legend], &condition::ANYWHERE))
                }
            })))
        }
        @if view.mediates() && !issue.is_disclosed() {
            (folded(&say!(view, stating.record_that_its_substance_is_withheld), statement(view, "confidence", &[], |form| html! {
                (form.fixed("statement.issues[]", id))
                (form.ticks("statement.parties[]", &say!(view, stating.agreed_by), &everybody(view), &[], ""))
            })))
        }
        (folded(&say!(view, stating.record_a_remark), statement(view, "remark", &parties, |form| html! {
            (form.fixed("statement.issue", id))
        })))
    }
}

/// Fields for how an issue is settled: its options to tick, or where its number lies. The legends are for the one and the other.
fn settled(form: &Form<'_>, condition: &str, issue: &Issue, legends: [&str; 2], how: &[&str]) -> Markup {
    let [ticked, typed] = legends;
    match &issue.kind {
        IssueKind::Discrete(_) => {
            form.ticks(&condition::field(condition, &issue.id), ticked, &options_of(issue), &[], "")
        }
        IssueKind::Range(range) => condition::number(form, condition, issue, range, typed, how, None),
        IssueKind::Withheld => html! {},
    }
}

/// Whether there is something to say of how the issue is settled.
fn has_ways(issue: &Issue) -> bool {
    match &issue.kind {
        IssueKind::Discrete(options) => !options.is_empty(),
        IssueKind::Range(_) => true,
        IssueKind::Withheld => false,
    }
}

/// The options that an issue lists.
fn options_of(issue: &Issue) -> Vec<(String, String)> {
    match &issue.kind {
        IssueKind::Discrete(options) => {
            options.iter().map(|option| (option.id.to_string(), option.name.clone())).collect()
        }
        IssueKind::Range(_) | IssueKind::Withheld => Vec::new(),
    }
}

/// The other issues that can be settled in some way.
fn others<'a>(view: &'a View<'_>, issue: &'a Issue) -> impl Iterator<Item = &'a Issue> {
    view.state.issues.iter().filter(|other| other.id != issue.id && has_ways(other))
}

/// Every party, the third one included.
fn everybody(view: &View<'_>) -> Vec<(String, String)> {
    view.state.parties.iter().map(|party| (party.id.to_string(), party.name.clone())).collect()
}

/// Forms to state what is about no one issue: interests, alternatives.
pub(super) fn general(view: &View<'_>, of: &PartyId) -> Markup {
    if !view.speaks_for(of) {
        return html! {};
    }
    let parties = vec![(of.to_string(), view.party_name(of))];
    html! {
        (folded(&say!(view, stating.record_an_interest), statement(view, "interest", &parties, |_| html! {})))
        (folded(&say!(view, stating.record_what_it_does_without), statement(view, "alternative", &parties, |form| html! {
            (form.choice("statement.trend", &say!(view, stating.for_the_party_this_gets), &pairs(&[
                ("", say!(view, stating.trend_not_said)), ("improving", say!(view, stating.trend_better)),
                ("worsening", say!(view, stating.trend_worse)), ("steady", say!(view, stating.trend_neither)),
            ]), "", ""))
        })))
    }
}

/// The parties that the reader may speak for, with their names.
fn speaking(view: &View<'_>) -> Vec<(String, String)> {
    let parties = view.state.negotiating().filter(|party| view.speaks_for(&party.id));
    parties.map(|party| (party.id.to_string(), party.name.clone())).collect()
}

fn statement(
    view: &View<'_>,
    kind: &str,
    parties: &[(String, String)],
    own: impl Fn(&Form<'_>) -> Markup,
) -> Markup {
    let form = view.form("state").read_as_chosen();
    let fields = html! {
        (form.fixed("statement.kind", kind))
        (known(view, &form, parties))
        (own(&form))
        (form.text("statement.text", &say!(view, stating.in_words), false, ""))
        div.row {
            (form.choice("statement.by:json", &say!(view, stating.who_said_it), &speakers(view, parties), "", ""))
            (form.line("statement.by.described", &say!(view, stating.or_described), false, &say!(view, stating.such_as_an_unnamed_official_leave)))
            (form.day("statement.on", &say!(view, stating.on), &say!(view, stating.today_where_empty)))
        }
        @if !view.state.sources.is_empty() {
            div.row {
                (form.choice("statement.source.source", &say!(view, stating.source), &sources(view), "", ""))
                (form.line("statement.source.place", &say!(view, stating.place_in_it), false, &say!(view, stating.such_as_p6_or_p_12)))
            }
        }
        (otherwise(view, &form, parties))
    };
    form.ends(fields, &say!(view, stating.put_it_on_record))
}

/// The ways in which something can be known that the reader may record, from the one that fewest people read.
fn ways(view: &View<'_>, has_party: bool) -> impl Iterator<Item = Known> {
    let (mediates, is_public) = (view.mediates(), super::opening::home(view) == "public");
    Known::ALL.into_iter().filter(move |known| match known {
        Known::Reading => mediates,
        Known::Told => has_party,
        Known::Table => true,
        Known::Public => is_public,
    })
}

/// How it is known, and whose word it is where it may be several parties': each way says who will read it. What fewest people read
/// is chosen beforehand, where it is clear whose word it is.
fn known(view: &View<'_>, form: &Form<'_>, parties: &[(String, String)]) -> Markup {
    let audience = |known: Known, party: Option<&(String, String)>, value: String| {
        let place = known.place(party.map(|(id, _)| PartyId::new(id.as_str())).as_ref());
        let how = match party {
            Some((_, name)) if parties.len() > 1 => format!("{name}, {}", known.in_words(view)),
            _ => known.in_words(view).into_owned(),
        };
        place.map(|place| Readership::sent_as(value, how, place))
    };
    match parties {
        // What several agreed to is nobody's alone.
        [] | [_] => {
            let party = parties.first();
            let of: Vec<Readership> = ways(view, party.is_some())
                .filter_map(|known| audience(known, party, known.word().to_owned()))
                .collect();
            let fewest = of.first().map(|one| one.value.as_str());
            html! {
                @if let Some((only, _)) = party { (form.fixed("statement.party", only)) }
                (form.audience(view, KNOWN, &say!(view, stating.how_it_is_known_and_so), &of, fewest))
            }
        }
        several => {
            let both = |party: &(String, String), known: Known| {
                serde_json::json!({ "party": party.0, "known": known.word() }).to_string()
            };
            let of: Vec<Readership> = several
                .iter()
                .flat_map(|party| ways(view, true).map(move |known| (party, known)))
                .filter_map(|(party, known)| audience(known, Some(party), both(party, known)))
                .collect();
            let legend = say!(view, stating.whose_word_how_known);
            form.audience(view, &format!("{SAID}:json"), &legend, &of, None)
        }
    }
}

/// Other readers than those that follow: what contradicts how it is known is asked about once more before it is recorded.
fn otherwise(view: &View<'_>, form: &Form<'_>, parties: &[(String, String)]) -> Markup {
    let audience = |publicity: Publicity| {
        let value = serde_json::json!(publicity).to_string();
        Readership::sent_as(value, "", Compartment::from_publicity(&publicity))
    };
    let mut of: Vec<Readership> = Vec::new();
    if view.mediates() {
        of.push(audience(Publicity::Mediator));
    }
    of.extend(parties.iter().map(|(id, _)| audience(Publicity::Caucus(PartyId::new(id.as_str())))));
    of.push(audience(Publicity::Table));
    if super::opening::home(view) == "public" {
        of.push(audience(Publicity::Public));
    }
    folded(
        &say!(view, stating.choose_other_readers),
        form.other_audience(
            view,
            "statement.publicity:json",
            &say!(view, stating.who_will_read_it_instead),
            &say!(view, stating.whoever_follows_from_how),
            &of,
        ),
    )
}

/// The people who may have said it.
fn speakers(view: &View<'_>, parties: &[(String, String)]) -> Vec<(String, String)> {
    let mut of = vec![(String::new(), say!(view, stating.not_said).into_owned())];
    for party in &view.state.parties {
        let known = view.mediates() || parties.iter().any(|(id, _)| id == party.id.as_str());
        for person in party.people.iter().filter(|_| known) {
            let value = serde_json::json!({ "person": person.id.as_str() }).to_string();
            of.push((value, format!("{} ({})", person.name, party.name)));
        }
    }
    of
}

fn sources(view: &View<'_>) -> Vec<(String, String)> {
    let mut of = vec![(String::new(), "none".to_owned())];
    of.extend(view.state.sources.iter().map(|source| (source.id.to_string(), source.title.clone())));
    of
}
