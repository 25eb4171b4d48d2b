//! Mediations: to the mediator how far each party has come and what follows from the answers, to a party what it is
//! asked.

mod answering;
mod asked;
pub(in crate::pages) mod left_out;
mod outcome;

use crate::field::folded;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use answering::Asking;
use maud::{Markup, html};
use mediant_insight::interview::InterviewProgress;
use mediant_model::{IssueId, OptionId, PartyId};
use mediant_record::Compartment;
use mediant_record::mediation::{Ask, Manner, Mediation, MediationId, MediationStage};
use mediant_words::say;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Questions that the form offers to ask at most.
const QUESTIONS_USUAL: &str = "40";

/// The page; `asked` is where the reader's party stands in each mediation that asks it.
pub fn page(view: &View<'_>, asked: &BTreeMap<MediationId, InterviewProgress>) -> Page {
    let mut all: Vec<(&MediationId, &Mediation)> = view.state.mediations.iter().collect();
    all.sort_by_key(|(_, one)| (one.stage != MediationStage::Open, std::cmp::Reverse(one.trace.index)));
    let all = Stretch::new(view, "mediations", all);
    let main = html! {
        // What we are asked comes first: it stands on the first screen of a telephone.
        @for (id, mediation) in &asking(view) { (asking_now(view, id, mediation, asked.get(*id))) }
        p.lede { (say!(view, mediation.each_party_is_asked_alone)) }
        @if view.mediates() {
            @if view.state.negotiating().count() > 1 { (folded(&say!(view, mediation.open_a_mediation), open(view))) }
            (folded(&say!(view, mediation.what_questions_may_depend_on), rule(view)))
        }
        @if all.is_empty() { p.empty { (say!(view, mediation.there_was_no_mediation_yet)) } }
        @for (id, mediation) in &all.shown { (article(view, id, mediation, asked.get(*id))) }
        (all.links(view))
    };
    Page { title: say!(view, mediation.title).into_owned(), here: Here::Mediation, main, aside: None }
}

/// The mediations that are open and concern the reader: the mediator, or a party that is asked.
pub(crate) fn open_for<'v>(view: &View<'v>) -> Vec<&'v Mediation> {
    let own = view.own_party();
    let concerns = |mediation: &&Mediation| {
        mediation.stage == MediationStage::Open
            && own.as_ref().map_or(view.is_mediators(), |party| mediation.parties.contains(party))
    };
    view.state.mediations.values().filter(concerns).collect()
}

/// The mediations that are open and ask the reader's own party, which reads its own page.
fn asking<'v>(view: &View<'v>) -> Vec<(&'v MediationId, &'v Mediation)> {
    let Some(party) = view.own_party().filter(|_| !view.preview) else { return Vec::new() };
    let asks =
        |mediation: &Mediation| mediation.stage == MediationStage::Open && mediation.parties.contains(&party);
    let mut all: Vec<_> = view.state.mediations.iter().filter(|(_, mediation)| asks(mediation)).collect();
    all.sort_by_key(|(_, mediation)| std::cmp::Reverse(mediation.trace.index));
    all
}

/// Whether a reader's page of mediations begins with what its party is asked: everything else stands behind that.
pub(crate) fn asks_first(view: &View<'_>) -> bool {
    !asking(view).is_empty()
}

/// What a party's answers rest on; nothing is excluded where nobody found out what it is asked.
fn of_party<'a>(
    id: &'a MediationId,
    mediation: &'a Mediation,
    party: &'a PartyId,
    asked: Option<&'a InterviewProgress>,
) -> Asking<'a> {
    static NOTHING: BTreeMap<IssueId, BTreeSet<OptionId>> = BTreeMap::new();
    let excluded = asked.map_or(&NOTHING, |asked| &asked.excluded);
    let settled = asked.map_or(&[] as &[Ask], |asked| &asked.settled);
    Asking { id, mediation, party, excluded, settled }
}

/// What the reader's own party is asked now.
fn asking_now(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    asked: Option<&InterviewProgress>,
) -> Markup {
    let Some(party) = view.own_party() else { return html! {} };
    let dom_id = format!("asked-{}", words::step(id.as_str()));
    html! {
        section.asked id=(dom_id) data-part="asked" tabindex="-1" aria-label=(say!(view, mediation.what_we_are_asked_in, mediation = mediation.title)) {
            h2 { bdi { (mediation.title) } }
            (asked::now(view, of_party(id, mediation, &party, asked), asked))
        }
    }
}

fn article(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    asked: Option<&InterviewProgress>,
) -> Markup {
    html! {
        article.card data-stage=(stage_name(&mediation.stage)) data-manner=(manner_name(mediation.manner)) {
            h2 { bdi { (mediation.title) } " " (stage(view, mediation)) }
            p {
                @match &mediation.stage {
                    MediationStage::Open => (say!(view, mediation.answers_are_taken_until, when = html! { strong { (when::moment(mediation.closes, &view.who.zone)) } })),
                    MediationStage::Concluded { trace } => (say!(view, mediation.the_questioning_ended, when = when::moment(trace.at, &view.who.zone))),
                    MediationStage::Cancelled { reason: Some(reason) } => (say!(view, mediation.called_off_because, reason = words::said(reason))),
                    MediationStage::Cancelled { reason: None } => (say!(view, mediation.called_off_and_nothing_worked_out)),
                }
                " "
                (say!(view, mediation.asked_about, parties = view.parties(&mediation.parties), issues = view.issues(mediation.issues.iter().map(|mediated| &mediated.issue)))) " "
                (manner(view, mediation.manner))
                (left_out::values_asked(view, mediation))
            }
            @if let Some(left_out) = &mediation.left_out { (left_out::on_its_page(view, left_out)) }
            @if view.is_mediators() { (progress(view, mediation)) (outcome::all(view, mediation)) }
            @if view.mediates() { (lead(view, id, mediation)) }
            @if let Some(party) = view.own_party().filter(|party| mediation.parties.contains(party)) {
                (own(view, id, mediation, &party, asked))
            }
        }
    }
}

fn stage(view: &View<'_>, mediation: &Mediation) -> Markup {
    match &mediation.stage {
        MediationStage::Open => words::status(Tone::Open, say!(view, mediation.open)),
        MediationStage::Concluded { .. } => {
            words::status(Tone::Agreed, say!(view, mediation.questioning_over))
        }
        MediationStage::Cancelled { .. } => words::status(Tone::Ended, say!(view, mediation.called_off)),
    }
}

/// The stage, for programs and tests that read the page.
fn stage_name(stage: &MediationStage) -> &'static str {
    match stage {
        MediationStage::Open => "open",
        MediationStage::Concluded { .. } => "concluded",
        MediationStage::Cancelled { .. } => "cancelled",
    }
}

/// The manner, for programs and tests that read the page.
fn manner_name(manner: Manner) -> &'static str {
    match manner {
        Manner::Blind => "blind",
        Manner::Coupled => "coupled",
    }
}

fn manner(view: &View<'_>, manner: Manner) -> Cow<'static, str> {
    match manner {
        Manner::Blind => say!(view, mediation.asked_blind),
        Manner::Coupled => say!(view, mediation.asked_coupled),
    }
}

/// How far everybody has come: numbers of answers, and nothing of them.
fn progress(view: &View<'_>, mediation: &Mediation) -> Markup {
    html! {
        table {
            caption { (say!(view, mediation.answers_that_are_in)) }
            thead { tr { th scope="col" { (say!(view, mediation.party)) } th scope="col" { (say!(view, mediation.ranking_forms)) } th scope="col" { (say!(view, mediation.questions)) } th scope="col" { (say!(view, mediation.last_answer)) } } }
            tbody { @for party in &mediation.parties {
                @let known = mediation.progress.get(party);
                tr {
                    th scope="row" { (view.party(party)) }
                    td data-of=(say!(view, mediation.ranking_forms)) { (say!(view, mediation.forms_of, given = known.map_or(0, |known| known.forms), all = mediation.forms())) }
                    td data-of=(say!(view, mediation.questions)) { (say!(view, mediation.questions_at_most, answered = known.map_or(0, |known| known.questions), most = mediation.questions_max)) }
                    td data-of=(say!(view, mediation.last_answer)) { @match known {
                        Some(known) => (when::moment(known.trace.at, &view.who.zone)),
                        None => (words::status(Tone::Open, say!(view, mediation.none_yet))),
                    } }
                }
            } }
        }
    }
}

/// What the mediator can do with it.
fn lead(view: &View<'_>, id: &MediationId, mediation: &Mediation) -> Markup {
    let ready = mediation
        .parties
        .iter()
        .all(|party| mediation.progress.get(party).is_some_and(|known| known.forms >= mediation.forms()));
    match mediation.stage {
        MediationStage::Open => html! {
            @if ready { (conclude(view, id)) }
            @else { p.quiet { (say!(view, mediation.once_the_ranking_forms_are_in)) } }
            (folded(&say!(view, mediation.call_it_off), cancel(view, id)))
        },
        MediationStage::Concluded { .. } => {
            folded(&say!(view, mediation.go_on_asking), resume(view, id, mediation))
        }
        MediationStage::Cancelled { .. } => html! {},
    }
}

fn conclude(view: &View<'_>, id: &MediationId) -> Markup {
    let form = view
        .form("conclude_mediation")
        .confirm(say!(view, mediation.end_the_questioning_confirm))
        .saying(view, &say!(view, mediation.who_will_read_that_it_ended), &[Compartment::Table]);
    let fields = html! {
        (form.fixed("mediation", id.as_str()))
        p { small { (say!(view, mediation.the_questioning_ends_for_everybody)) } }
    };
    form.ends(fields, &say!(view, mediation.end_the_questioning))
}

fn cancel(view: &View<'_>, id: &MediationId) -> Markup {
    let form = view
        .form("cancel_mediation")
        .confirm(say!(view, mediation.call_the_mediation_off))
        .read_by(view, &Compartment::Table);
    let fields = html! { (form.fixed("mediation", id.as_str())) (form.line("reason", &say!(view, mediation.why), false, "")) };
    form.ends(fields, &say!(view, mediation.call_it_off))
}

fn resume(view: &View<'_>, id: &MediationId, mediation: &Mediation) -> Markup {
    let form = view.form("resume_mediation").read_by(view, &Compartment::Table);
    let fields = html! {
        (form.fixed("mediation", id.as_str()))
        (form.typed("number", "questions_max:number", &say!(view, mediation.questions_to_a_party_at_most), &mediation.questions_max.to_string(), true, &say!(view, mediation.those_answered_before)))
        (until(view, &form))
    };
    form.ends(fields, &say!(view, mediation.go_on_asking))
}

fn until(view: &View<'_>, form: &crate::field::Form<'_>) -> Markup {
    form.typed(
        "datetime-local",
        "closes:local",
        &say!(view, mediation.answers_are_taken_until_zone, zone = view.who.zone.label()),
        "",
        true,
        "",
    )
}

fn open(view: &View<'_>) -> Markup {
    let form = view.form("open_mediation").read_by(view, &Compartment::Table);
    let issues = view.state.issues.iter().filter(|issue| left_out::can_be_asked(view, issue));
    let issues: Vec<(String, String)> =
        issues.map(|issue| (issue.id.to_string(), issue.name.clone())).collect();
    let parties: Vec<(String, String)> =
        view.state.negotiating().map(|party| (party.id.to_string(), party.name.clone())).collect();
    let everybody: Vec<String> = parties.iter().map(|(id, _)| id.clone()).collect();
    let chosen: Vec<String> = issues.iter().map(|(id, _)| id.clone()).collect();
    let coupled = [
        ("blind".to_owned(), say!(view, mediation.its_own_answers_and_the_table_alone).into_owned()),
        ("coupled".to_owned(), say!(view, mediation.everybodys_answers).into_owned()),
    ];
    if issues.is_empty() {
        return html! { p { (say!(view, mediation.no_issue_to_ask_about)) } };
    }
    let fields = html! {
        (form.line("title", &say!(view, mediation.title_field), true, ""))
        (form.ticks("parties[]", &say!(view, mediation.who_is_asked), &parties, &everybody, ""))
        (form.ticks("issues[]", &say!(view, mediation.what_it_is_about), &issues, &chosen, &say!(view, mediation.issues_that_can_be_asked_about)))
        @if view.state.coupled_allowed { (form.choice("manner", &say!(view, mediation.what_a_party_is_asked_depends_on), &coupled, "blind", "")) }
        (form.typed("number", "questions_max:number", &say!(view, mediation.questions_to_a_party_at_most), QUESTIONS_USUAL, true, &say!(view, mediation.ranking_forms_come_on_top)))
        (until(view, &form))
        (left_out::before(view))
    };
    form.confirm(say!(view, mediation.open_the_mediation_confirm))
        .ends(fields, &say!(view, mediation.open_the_mediation))
}

/// The rule of the case on what questions may depend on.
fn rule(view: &View<'_>) -> Markup {
    let form = view.form("change_questioning_rule").read_by(view, &Compartment::Table);
    let now = view.state.coupled_allowed;
    let fields = html! {
        p {
            @if now { (say!(view, mediation.the_rules_allow_coupled_questions)) }
            @else { (say!(view, mediation.the_rules_allow_blind_questions)) }
        }
        (form.fixed("in", "table"))
        (form.fixed("coupled:bool", if now { "false" } else { "true" }))
        @if !now { p { small { (say!(view, mediation.coupled_questions_are_fewer)) } } }
    };
    let button = if now {
        say!(view, mediation.ask_blind_only)
    } else {
        say!(view, mediation.allow_coupled_questions)
    };
    form.confirm(say!(view, mediation.change_the_rule)).ends(fields, &button)
}

/// What a party sees of it.
fn own(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    asked: Option<&InterviewProgress>,
) -> Markup {
    if view.preview {
        return html! { p.quiet { (say!(view, mediation.on_the_partys_own_page_alone)) } };
    }
    let known = mediation.progress.get(party);
    html! {
        p {
            (say!(view, mediation.how_far_we_have_come, given = known.map_or(0, |known| known.forms), forms = mediation.forms(), answered = known.map_or(0, |known| known.questions), most = mediation.questions_max))
        }
        (asked::told(view, of_party(id, mediation, party, asked)))
    }
}
