//! How a record begins, and its rules.

use super::{beginning, templates};
use crate::assets;
use crate::field::{Form, folded, pairs};
use crate::reads::Readership;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_model::{AgreementRule, Quorum};
use mediant_record::Compartment;
use mediant_record::case::CaucusRule;

const CAUCUS_RULES: [(&str, &str); 2] = [
    ("nothing_without_release", "nothing told in a caucus passes without release"),
    ("substance_unless_marked", "the substance may pass unless it is marked as held"),
];

/// The page of a record that holds nothing yet.
pub fn page(view: &View<'_>) -> Page {
    let main = html! {
        @if view.mediates() {
            (beginning::steps(1))
            p.lede { "This record is empty. Say what the talks are about and who may know of them; then name the sides, then what is to be settled." }
            (templates::choices())
            (open(view))
            (folded("Begin from a case file", import(view)))
            script type="module" src=(assets::path("begin.js")) {}
        } @else { p.lede { "This record is empty. The mediator opens the case." } }
    };
    let title = if view.mediates() { "New case" } else { "Nothing was opened yet" };
    Page { title: title.to_owned(), here: Here::Desk, main, aside: None }
}

/// Who may know that there are talks: the table alone, unless somebody says otherwise.
fn of_talks(view: &View<'_>, form: &Form<'_>) -> Markup {
    let of = [
        Readership::named(Compartment::Table, "the talks are confidential"),
        Readership::named(Compartment::Public, "the talks are public"),
    ];
    form.audience(view, "in", "Who may know that there are talks", &of, Some("table"))
}

/// Who may know is asked first, and nothing is public by itself.
fn open(view: &View<'_>) -> Markup {
    let template = templates::asked(view);
    let title = template.map_or("", |template| template.title);
    let form = view.form("open_case").back(beginning::sides_path(template)).read_as_chosen();
    let fields = html! {
        (templates::notice(template))
        (of_talks(view, &form))
        (form.line_with("title", "What the talks are about", title, true, "the title: whoever may know of the talks reads it"))
        (folded("Details", html! {
            (form.line("reference", "Short name", false, "what brief files call the case"))
            (form.tick("agreement.nothing_until_everything", "Nothing is agreed until everything is agreed", true))
            (form.tick("agreement.partial", "A deal may leave issues open", false))
            (form.choice("caucus_rule", "What is told in a caucus", &pairs(&CAUCUS_RULES), "nothing_without_release", ""))
        }))
    };
    form.ends(fields, "Open the case, and go on to the sides")
}

fn import(view: &View<'_>) -> Markup {
    let form = view.form("import_case").back("/").read_as_chosen();
    let fields = html! {
        (of_talks(view, &form))
        p { small { "What the file says to fewer people, such as in confidence to one party, goes to them alone. Nothing goes to more people than you choose here." } }
        (form.choice("caucus_rule", "What is told in a caucus", &pairs(&CAUCUS_RULES), "nothing_without_release", ""))
        (beginning::chooser("file", "Choose the file", ".toml,.txt,text/plain"))
        (form.file("file", "Case file", "", 12, true, "the content of a Mediant case file: it begins with “mediant = 1”"))
    };
    form.ends(fields, "Begin from this file")
}

/// What makes a deal, in a sentence.
pub(super) fn rule_in_words(view: &View<'_>, rule: &AgreementRule) -> Markup {
    let count = view.state.negotiating().count();
    html! {
        @match rule.quorum {
            Quorum::Unanimity if count == 2 => "A deal takes both parties.",
            Quorum::Unanimity => "A deal takes every party.",
            Quorum::AtLeast(needed) => { "A deal takes at least " (needed) " of " (count) " parties." }
        }
        @if !rule.veto.is_empty() { " Not without " (view.parties(&rule.veto)) "." }
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
    let mut of = vec![Readership::named(Compartment::Table, "at the table")];
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
        of.insert(0, Readership::named(Compartment::Mediator, "an idea of your own"));
    }
    let only = (of.len() == 1).then_some("table");
    form.audience(view, "in", "Who will read it", &of, only)
}

/// The rules of the talks, with forms to change them.
pub(super) fn rules(view: &View<'_>) -> Markup {
    let Some(opening) = &view.state.opening else { return html! {} };
    html! {
        h2 { "Rules" }
        dl.facts {
            dt { "Agreement" }
            dd { (rule_in_words(view, &opening.agreement))
                @if opening.agreement.nothing_until_everything { " Nothing is agreed until everything is agreed." }
                @if opening.agreement.partial { " A deal may leave issues open." } }
            dt { "Caucus" }
            dd { (words::caucus_rule(opening.caucus_rule)) }
        }
        @if view.mediates() {
            (folded("Change the rule of agreement", agreement_form(view, &opening.agreement)))
            (folded("Change what a caucus’s words may do", caucus_form(view, opening.caucus_rule)))
        }
    }
}

fn agreement_form(view: &View<'_>, rule: &AgreementRule) -> Markup {
    let form = view.form("change_agreement_rule").read_by(view, &home_place(view));
    let mut quorums = vec![("\"unanimity\"".to_owned(), "every party accepts".to_owned())];
    let count = view.state.negotiating().count();
    quorums.extend((1..=count).map(|needed| {
        (format!("{{\"at_least\":{needed}}}"), format!("at least {needed} of {count} parties accept"))
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
        (form.choice("agreement.quorum:json", "Acceptances needed", &quorums, &chosen, ""))
        (form.ticks("agreement.veto[]", "Nothing passes without", &parties, &veto, ""))
        (form.tick("agreement.nothing_until_everything", "Nothing is agreed until everything is agreed", rule.nothing_until_everything))
        (form.tick("agreement.partial", "A deal may leave issues open", rule.partial))
    };
    form.ends(fields, "Change the rule")
}

fn caucus_form(view: &View<'_>, rule: CaucusRule) -> Markup {
    let form = view.form("change_caucus_rule").read_by(view, &home_place(view));
    let chosen = match rule {
        CaucusRule::NothingWithoutRelease => "nothing_without_release",
        CaucusRule::SubstanceUnlessMarked => "substance_unless_marked",
    };
    let fields = html! {
        (form.fixed("in", home(view)))
        (form.choice("caucus_rule", "From now on", &pairs(&CAUCUS_RULES), chosen, "what was told before keeps its release"))
    };
    form.ends(fields, "Change the rule")
}
