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
        p.lede {
            "In a mediation each party is asked alone, and the desk works out a package from everybody’s answers. "
            "What a party answers stays with it: nobody else reads it, the mediator included."
        }
        @if view.mediates() {
            @if view.state.negotiating().count() > 1 { (folded("Open a mediation", open(view))) }
            (folded("What questions may depend on", rule(view)))
        }
        @if all.is_empty() { p.empty { "There was no mediation yet." } }
        @for (id, mediation) in &all.shown { (article(view, id, mediation, asked.get(*id))) }
        (all.links(view))
    };
    Page { title: "Mediation".to_owned(), here: Here::Mediation, main, aside: None }
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
        section.asked id=(dom_id) data-part="asked" tabindex="-1" aria-label=(format!("What we are asked in “{}”", mediation.title)) {
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
            h2 { bdi { (mediation.title) } " " (stage(mediation)) }
            p {
                @match &mediation.stage {
                    MediationStage::Open => { "Answers are taken until " strong { (when::moment(mediation.closes, &view.who.zone)) } ". " }
                    MediationStage::Concluded { trace } => { "The questioning ended " (when::moment(trace.at, &view.who.zone)) ". " }
                    MediationStage::Cancelled { reason } => {
                        "Called off" @if let Some(reason) = reason { ": " (words::said(reason)) } ". Nothing is worked out from its answers. "
                    }
                }
                "Asked: " (view.parties(&mediation.parties)) ". About: "
                (view.issues(mediation.issues.iter().map(|mediated| &mediated.issue))) ". "
                (manner(mediation.manner))
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

fn stage(mediation: &Mediation) -> Markup {
    match &mediation.stage {
        MediationStage::Open => words::status(Tone::Open, "open"),
        MediationStage::Concluded { .. } => words::status(Tone::Agreed, "questioning over"),
        MediationStage::Cancelled { .. } => words::status(Tone::Ended, "called off"),
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

fn manner(manner: Manner) -> &'static str {
    match manner {
        Manner::Blind => "Asked blind: what a party is asked depends on its own answers and the table alone.",
        Manner::Coupled => {
            "Asked coupled: what a party is asked depends on what the others answered, too, and may tell it something about them."
        }
    }
}

/// How far everybody has come: numbers of answers, and nothing of them.
fn progress(view: &View<'_>, mediation: &Mediation) -> Markup {
    html! {
        table {
            caption { "Answers that are in; what they say is not shown" }
            thead { tr { th scope="col" { "Party" } th scope="col" { "Ranking forms" } th scope="col" { "Questions" } th scope="col" { "Last answer" } } }
            tbody { @for party in &mediation.parties {
                @let known = mediation.progress.get(party);
                tr {
                    th scope="row" { (view.party(party)) }
                    td data-of="Ranking forms" { (known.map_or(0, |known| known.forms)) " of " (mediation.forms()) }
                    td data-of="Questions" { (known.map_or(0, |known| known.questions)) ", at most " (mediation.questions_max) }
                    td data-of="Last answer" { @match known {
                        Some(known) => (when::moment(known.trace.at, &view.who.zone)),
                        None => (words::status(Tone::Open, "none yet")),
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
            @else { p.quiet { "A package can be worked out once the ranking forms of every party are in." } }
            (folded("Call it off", cancel(view, id)))
        },
        MediationStage::Concluded { .. } => folded("Go on asking", resume(view, id, mediation)),
        MediationStage::Cancelled { .. } => html! {},
    }
}

fn conclude(view: &View<'_>, id: &MediationId) -> Markup {
    let form = view.form("conclude_mediation").confirm("End the questioning and work out a package?").saying(
        view,
        "Who will read that it ended, and not the package",
        &[Compartment::Table],
    );
    let fields = html! {
        (form.fixed("mediation", id.as_str()))
        p { small { "The questioning ends for everybody. The package depends on all answers: putting it to the parties tells them something, which you are shown first." } }
    };
    form.ends(fields, "End the questioning and work out a package")
}

fn cancel(view: &View<'_>, id: &MediationId) -> Markup {
    let form = view
        .form("cancel_mediation")
        .confirm("Call the mediation off? Nothing is worked out from its answers.")
        .read_by(view, &Compartment::Table);
    let fields = html! { (form.fixed("mediation", id.as_str())) (form.line("reason", "Why", false, "")) };
    form.ends(fields, "Call it off")
}

fn resume(view: &View<'_>, id: &MediationId, mediation: &Mediation) -> Markup {
    let form = view.form("resume_mediation").read_by(view, &Compartment::Table);
    let fields = html! {
        (form.fixed("mediation", id.as_str()))
        (form.typed("number", "questions_max:number", "Questions to a party at most", &mediation.questions_max.to_string(), true, "those answered before are among them"))
        (until(view, &form))
    };
    form.ends(fields, "Go on asking")
}

fn until(view: &View<'_>, form: &crate::field::Form<'_>) -> Markup {
    form.typed(
        "datetime-local",
        "closes:local",
        &format!("Answers are taken until ({})", view.who.zone.label()),
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
        ("blind".to_owned(), "its own answers and the table alone".to_owned()),
        ("coupled".to_owned(), "everybody’s answers".to_owned()),
    ];
    if issues.is_empty() {
        return html! { p { "There is no issue on the table that is settled by a number, or by one of a few options." } };
    }
    let fields = html! {
        (form.line("title", "Title", true, ""))
        (form.ticks("parties[]", "Who is asked", &parties, &everybody, ""))
        (form.ticks("issues[]", "What it is about", &issues, &chosen, "issues that are settled by a number, or by one of a few options; the options are those on the table now"))
        @if view.state.coupled_allowed { (form.choice("manner", "What a party is asked depends on", &coupled, "blind", "")) }
        (form.typed("number", "questions_max:number", "Questions to a party at most", QUESTIONS_USUAL, true, "ranking forms come on top"))
        (until(view, &form))
        (left_out::before(view))
    };
    form.confirm("Open the mediation?").ends(fields, "Open the mediation")
}

/// The rule of the case on what questions may depend on.
fn rule(view: &View<'_>) -> Markup {
    let form = view.form("change_questioning_rule").read_by(view, &Compartment::Table);
    let now = view.state.coupled_allowed;
    let fields = html! {
        p {
            @if now { "The rules of this case allow questions that depend on what other parties answered." }
            @else { "What a party is asked depends on its own answers and the table alone." }
        }
        (form.fixed("in", "table"))
        (form.fixed("coupled:bool", if now { "false" } else { "true" }))
        @if !now { p { small { "Questions that depend on everybody’s answers are fewer, and each may tell a party something about the others. Allow them only where the parties agreed to that." } } }
    };
    form.confirm("Change the rule, for everybody at the table to see?")
        .ends(fields, if now { "Ask blind only" } else { "Allow questions that depend on others" })
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
        return html! { p.quiet { "What it is asked and what it answers is on the party’s own page alone." } };
    }
    let known = mediation.progress.get(party);
    html! {
        p {
            "We gave " (known.map_or(0, |known| known.forms)) " of " (mediation.forms()) " ranking forms and answered "
            (words::counted(known.map_or(0, |known| usize::try_from(known.questions).unwrap_or(usize::MAX)), "question", "questions"))
            " of " (mediation.questions_max) " at most. The mediator sees these numbers, and not what we say."
        }
        (asked::told(view, of_party(id, mediation, party, asked)))
    }
}
