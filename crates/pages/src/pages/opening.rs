//! How a record begins, and its rules.

use super::{beginning, templates};
use crate::field::{Form, folded, pairs};
use crate::reads::Readership;
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_model::{AgreementRule, Quorum};
use mediant_record::Compartment;
use mediant_record::case::CaucusRule;
use mediant_words::say;
use std::borrow::Cow;

fn caucus_rules(view: &View<'_>) -> [(&'static str, Cow<'static, str>); 2] {
    [
        ("nothing_without_release", say!(view, opening.nothing_without_release)),
        ("substance_unless_marked", say!(view, opening.substance_unless_marked)),
    ]
}

/// The page of a record that holds nothing yet.
pub fn page(view: &View<'_>) -> Page {
    let main = html! {
        @if view.mediates() {
            (beginning::steps(view, 1))
            p.lede { (say!(view, opening.this_record_is_empty_say_what)) }
            (templates::choices(view))
            (open(view))
            (folded(&say!(view, opening.begin_from_a_case_file), import(view)))
            (Script::Begin.element(view))
        } @else { p.lede { (say!(view, opening.this_record_is_empty_the_mediator)) } }
    };
    let title =
        if view.mediates() { say!(view, opening.new_case) } else { say!(view, opening.nothing_was_opened) };
    Page { title: title.into_owned(), here: Here::Desk, main, aside: None }
}

/// Who may know that there are talks: the table alone, unless somebody says otherwise.
fn of_talks(view: &View<'_>, form: &Form<'_>) -> Markup {
    let of = [
        Readership::named(Compartment::Table, say!(view, opening.the_talks_are_confidential)),
        Readership::named(Compartment::Public, say!(view, opening.the_talks_are_public)),
    ];
    form.audience(view, "in", &say!(view, opening.who_may_know_that_there), &of, Some("table"))
}

/// Who may know is asked first, and nothing is public by itself.
fn open(view: &View<'_>) -> Markup {
    let template = templates::asked(view);
    let template = template.as_ref();
    let title = template.map_or("", |template| template.title.as_ref());
    let form = view.form("open_case").back(beginning::sides_path(template)).read_as_chosen();
    let fields = html! {
        (templates::notice(view, template))
        (of_talks(view, &form))
        (form.line_with("title", &say!(view, opening.what_the_talks_are_about), title, true, &say!(view, opening.the_title_whoever_may_know)))
        (folded(&say!(view, opening.details), html! {
            (form.line("reference", &say!(view, opening.short_name), false, &say!(view, opening.what_brief_files_call_the_case)))
            (form.tick("agreement.nothing_until_everything", &say!(view, opening.nothing_is_agreed_until_everything), true))
            (form.tick("agreement.partial", &say!(view, opening.a_deal_may_leave_issues_open), false))
            (form.choice("caucus_rule", &say!(view, opening.what_is_told_in_a_caucus), &pairs(&caucus_rules(view)), "nothing_without_release", ""))
        }))
    };
    form.ends(fields, &say!(view, opening.open_the_case_and_go))
}

fn import(view: &View<'_>) -> Markup {
    let form = view.form("import_case").back("/").read_as_chosen();
    let fields = html! {
        (of_talks(view, &form))
        p { small { (say!(view, opening.what_the_file_says_to_fewer)) } }
        (form.choice("caucus_rule", &say!(view, opening.what_is_told_in_a_caucus), &pairs(&caucus_rules(view)), "nothing_without_release", ""))
        (beginning::chooser("file", &say!(view, opening.choose_the_file), ".toml,.txt,text/plain"))
        (form.file("file", &say!(view, opening.case_file), "", 12, true, &say!(view, opening.the_content_of_a_mediant_case)))
    };
    form.ends(fields, &say!(view, opening.begin_from_this_file))
}

/// What makes a deal, in a sentence.
pub(super) fn rule_in_words(view: &View<'_>, rule: &AgreementRule) -> Markup {
    let count = view.state.negotiating().count();
    html! {
        @match rule.quorum {
            Quorum::Unanimity if count == 2 => (say!(view, opening.a_deal_takes_both_parties)),
            Quorum::Unanimity => (say!(view, opening.a_deal_takes_every_party)),
            Quorum::AtLeast(needed) => { (say!(view, opening.a_deal_takes_at_least, needed = needed, count = count)) }
        }
        @if !rule.veto.is_empty() { " " (say!(view, opening.not_without, parties = view.parties(&rule.veto))) }
    }
}

/// Where parties, issues and rules of this case are known.
pub(super) fn home(view: &View<'_>) -> &'static str {
    match view.state.opening.as_ref().map(|opening| &opening.trace.compartment) {
        Some(Compartment::Public) => "public",
        _ => "table",
    }
}

/// The same as a compartment.
pub(super) fn home_place(view: &View<'_>) -> Compartment {
    match home(view) {
        "public" => Compartment::Public,
        _ => Compartment::Table,
    }
}

/// The audiences at the table and beyond it, the fewest first: everybody only where the talks are public.
pub(super) fn open_audiences(view: &View<'_>) -> Vec<Readership> {
    let mut of = vec![Readership::named(Compartment::Table, say!(view, opening.at_the_table))];
    if home(view) == "public" {
        of.push(Readership::named(Compartment::Public, ""));
    }
    of
}

/// A field for who may know of something at the table or beyond it, or as an idea of the mediator's. Where there are several
/// nothing is chosen beforehand.
pub(super) fn who_knows(view: &View<'_>, form: &Form<'_>, idea: bool) -> Markup {
    let mut of = open_audiences(view);
    if idea {
        of.insert(0, Readership::named(Compartment::Mediator, say!(view, opening.an_idea_of_your_own)));
    }
    let only = (of.len() == 1).then_some("table");
    form.audience(view, "in", &say!(view, opening.who_will_read_it), &of, only)
}

/// The rules of the talks, with forms to change them.
pub(super) fn rules(view: &View<'_>) -> Markup {
    let Some(opening) = &view.state.opening else { return html! {} };
    html! {
        h2 { (say!(view, opening.rules)) }
        dl.facts {
            dt { (say!(view, opening.agreement)) }
            dd { (rule_in_words(view, &opening.agreement))
                @if opening.agreement.nothing_until_everything { " " (say!(view, opening.nothing_is_agreed_until_everything_is_agreed)) }
                @if opening.agreement.partial { " " (say!(view, opening.a_deal_may_leave_issues_open_2)) } }
            dt { (say!(view, opening.caucus)) }
            dd { (words::caucus_rule(view, opening.caucus_rule)) }
        }
        @if view.mediates() {
            (folded(&say!(view, opening.change_the_rule_of_agreement), agreement_form(view, &opening.agreement)))
            (folded(&say!(view, opening.change_what_a_caucuss_words_may), caucus_form(view, opening.caucus_rule)))
        }
    }
}

fn agreement_form(view: &View<'_>, rule: &AgreementRule) -> Markup {
    let form = view.form("change_agreement_rule").read_by(view, &home_place(view));
    let mut quorums =
        vec![("\"unanimity\"".to_owned(), say!(view, opening.every_party_accepts).into_owned())];
    let count = view.state.negotiating().count();
    quorums.extend((1..=count).map(|needed| {
        (
            format!("{{\"at_least\":{needed}}}"),
            say!(view, opening.at_least_accept, count = count, needed = needed).into_owned(),
        )
    }));
    let chosen = match rule.quorum {
        Quorum::Unanimity => "\"unanimity\"".to_owned(),
        Quorum::AtLeast(needed) => format!("{{\"at_least\":{needed}}}"),
    };
    let parties: Vec<(String, String)> =
        view.state.negotiating().map(|party| (party.id.to_string(), party.name.clone())).collect();
    let veto: Vec<String> = rule.veto.iter().map(ToString::to_string).collect();
    let fields = html! {
        (form.fixed("in", home(view)))
        (form.choice("agreement.quorum:json", &say!(view, opening.acceptances_needed), &quorums, &chosen, ""))
        (form.ticks("agreement.veto[]", &say!(view, opening.nothing_passes_without), &parties, &veto, ""))
        (form.tick("agreement.nothing_until_everything", &say!(view, opening.nothing_is_agreed_until_everything), rule.nothing_until_everything))
        (form.tick("agreement.partial", &say!(view, opening.a_deal_may_leave_issues_open), rule.partial))
    };
    form.ends(fields, &say!(view, opening.change_the_rule))
}

fn caucus_form(view: &View<'_>, rule: CaucusRule) -> Markup {
    let form = view.form("change_caucus_rule").read_by(view, &home_place(view));
    let chosen = match rule {
        CaucusRule::NothingWithoutRelease => "nothing_without_release",
        CaucusRule::SubstanceUnlessMarked => "substance_unless_marked",
    };
    let fields = html! {
        (form.fixed("in", home(view)))
        (form.choice("caucus_rule", &say!(view, opening.from_now_on), &pairs(&caucus_rules(view)), chosen, &say!(view, opening.what_was_told_before_keeps)))
    };
    form.ends(fields, &say!(view, opening.change_the_rule))
}
