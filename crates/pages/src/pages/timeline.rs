//! Everything in order, as its reader knows it.

use super::doors;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::{mended, standing, when, whose_word, words};
use maud::{Markup, html};
use mediant_model::IssueId;
use mediant_record::actor::ActingAccount;
use mediant_record::advice::Recommended;
use mediant_record::agreement::{AgreementReached, Ratified, Signed};
use mediant_record::brief::{BriefDeposited, BriefEstimated};
use mediant_record::case::{AgreementRuleChanged, CaseClosed, CaseOpened, CaucusRuleChanged};
use mediant_record::communique::{CommuniqueAgreed, CommuniqueProposed, CommuniquePublished};
use mediant_record::confirmation::{ReportConfirmed, ReportContested};
use mediant_record::deletion::{CompartmentDeleted, DeletionAnswered, DeletionAsked, DeletionTold};
use mediant_record::door::{DoorAgreed, DoorAnnounced, DoorClosed, DoorId, DoorOpened, OpenedBy};
use mediant_record::draft::{ClauseAnswer, ClauseAnswered, DraftPut};
use mediant_record::event::{Event, Placed, Recorded};
use mediant_record::hearing::{Heard, HearingConfirmed};
use mediant_record::issue::{IssueAdded, IssueDisclosed, IssueSplit, OptionAdded};
use mediant_record::item::{ItemPassedOn, ItemReleased, ItemTakenBack, ItemTold};
use mediant_record::key::{ActSigned, KeyId, KeyRegistered, KeyRevoked, KeyVouched, Vouching};
use mediant_record::mandate::{MandateGiven, MandateLimited, MandateRevoked};
use mediant_record::mediation::{
    MediationCancelled, MediationConcluded, MediationOpened, MediationOutcome, MediationProgressed,
    MediationProposed, MediationResumed, MediationTold, QuestioningRuleChanged,
};
use mediant_record::note::NoteWritten;
use mediant_record::package::{PackageAnswered, PackageProposed};
use mediant_record::party::PartyJoined;
use mediant_record::person::{PersonLeft, PersonNamed, PersonReturned};
use mediant_record::report::{DecisionUndone, ReportAdded, SuggestionEntered, SuggestionsDecided};
use mediant_record::round::{
    RoundAnswerReceived, RoundAnswersShown, RoundCancelled, RoundClosed, RoundOpened,
};
use mediant_record::session::{Plan, SessionCancelled, SessionHeld, SessionMoved, SessionPlanned};
use mediant_record::source::SourceNamed;
use mediant_record::statement::{Stated, StatementWithdrawn};
use mediant_record::talks::{TalksBrokenOff, TalksPaused, TalksResumed};
use std::collections::BTreeSet;

/// How many events a page shows.
pub const SHOWN: u64 = 50;

/// The page: events with their places in the reader's own view, newest first; `before` where it begins.
pub fn page(view: &View<'_>, events: &[(u64, Placed)], before: Option<u64>) -> Page {
    let oldest = events.iter().map(|(index, _)| *index).min();
    let older = oldest.filter(|index| *index > 1);
    let newer = before.is_some();
    let main = html! {
        p.lede { "What is on record" @if view.is_public() { " in public" } ", newest first. "
            (words::counted(usize::try_from(view.state.seen).unwrap_or(usize::MAX), "entry", "entries")) " in all." }
        @if events.is_empty() { p.empty { "Nothing yet." } }
        @else {
            table.timeline {
                caption { "Newest first." }
                thead { tr { th scope="col" { "No." } th scope="col" { "When" } th scope="col" { "What" } th scope="col" { "Known to" } } }
                tbody { @for (index, placed) in events { (row(view, *index, placed)) } }
            }
        }
        nav.pages aria-label="Pages of the timeline" {
            @if newer { a href=(view.link("/timeline")) { "Newest" } }
            @if let Some(index) = older { a href=(view.link(&format!("/timeline?before={index}"))) { "Older" } }
        }
    };
    Page { title: "Timeline".to_owned(), here: Here::Timeline, main, aside: None }
}

fn row(view: &View<'_>, index: u64, placed: &Placed) -> Markup {
    let recorded = &placed.recorded;
    let by = words::role(&recorded.by.role, |party| view.party_name(party));
    html! {
        tr data-event=(recorded.event.kind()) {
            th scope="row" { (index) }
            td data-of="When" { (when::moment(recorded.at, &view.who.zone)) }
            td data-of="What" {
                (sentence(view, &recorded.event))
                @if let Some(act) = view.state.reported_by(&recorded.id) { small { (whose_word::of(view, act)) } }
                small {
                    "recorded by "
                    @if let Some(person) = &recorded.by.person { (view.person(person)) " (" bdi { (by) } ")" } @else { bdi { (by) } }
                    @if let Some(account) = account_shown(view, recorded) { ", signed in as “" bdi { (account.name) } "”" }
                }
            }
            td data-of="Known to" { bdi { (words::known_to(&placed.compartment, |party| view.party_name(party))) } }
        }
    }
}

/// The account through which an event was recorded, where the reader is told. A preview is looked at by somebody else than its
/// reader: there it is nobody's to see.
fn account_shown<'a>(view: &View<'_>, recorded: &'a Recorded) -> Option<&'a ActingAccount> {
    recorded.account.as_ref().filter(|_| !view.preview && recorded.shows_account_to(&view.state.reader()))
}

/// Whom a door is for.
fn behind(view: &View<'_>, door: &DoorId) -> Markup {
    match view.state.doors.get(door) {
        Some(door) => doors::whom(view, door.person.as_ref(), &door.role),
        None => html! { "somebody" },
    }
}

/// What happened, in a sentence.
pub(crate) fn sentence(view: &View<'_>, event: &Event) -> Markup {
    let named = |name: &str| html! { "“" bdi { (name) } "”" };
    let why =
        |reason: &Option<String>| html! { @if let Some(reason) = reason { ": " (words::said(reason)) } };
    let covers = |issues: &Option<BTreeSet<IssueId>>| match issues {
        None => html! { "all issues" },
        Some(issues) => view.issues(issues),
    };
    match event {
        Event::CaseOpened(CaseOpened { title, .. }) => html! { "The case " (named(title)) " was opened." },
        Event::AgreementRuleChanged(AgreementRuleChanged { agreement }) => {
            html! { "The rule of agreement was changed. " (super::opening::rule_in_words(view, agreement)) }
        }
        Event::CaucusRuleChanged(CaucusRuleChanged { caucus_rule }) => {
            html! { "From then on " (words::caucus_rule(*caucus_rule)) "." }
        }
        Event::SourceNamed(SourceNamed { source }) => {
            html! { "The source " (named(&source.title)) " was named." }
        }
        Event::PartyJoined(PartyJoined { party }) => html! { (named(&party.name)) " joined." },
        Event::PersonNamed(PersonNamed { party, person, .. }) => {
            html! { (named(&person.name)) " was named as " (words::person_role(person.role)) " of " (view.party(party)) "." }
        }
        Event::PersonLeft(PersonLeft { party, person, on, how, reason, .. }) => html! {
            (view.person(person)) " no longer speaks for " (view.party(party)) " from " (when::day(*on)) " (" (words::departure(how, |other| view.person(other))) ")" (why(reason)) "."
        },
        Event::PersonReturned(PersonReturned { party, person, on, reason, .. }) => html! {
            (view.person(person)) " speaks for " (view.party(party)) " again from " (when::day(*on)) (why(reason)) "."
        },
        Event::DoorAnnounced(DoorAnnounced { role, person, .. }) => html! {
            "The mediator announced a new door for " (doors::whom(view, person.as_ref(), role)) "."
        },
        Event::DoorAgreed(DoorAgreed { door }) => html! {
            "The new door for " (behind(view, door)) " was agreed to: it opens at once."
        },
        Event::DoorOpened(DoorOpened { role, person, let_in_by, .. }) => html! {
            (doors::whom(view, person.as_ref(), role)) " "
            @match let_in_by {
                OpenedBy::Mediator => "came in, invited by the mediator; no principal of the party had come before.",
                OpenedBy::Principal => "came in, invited by a principal of the party.",
                OpenedBy::Announced => "came in by a new door, which the mediator had announced.",
                OpenedBy::Before => "has an account from before doors were kept.",
            }
        },
        Event::DoorClosed(DoorClosed { door }) => html! {
            "The door for " (behind(view, door)) " was closed: nobody comes in by it any more."
        },
        Event::MandateGiven(MandateGiven { party, person, issues, until, .. }) => html! {
            (view.person(person)) " was given a mandate of " (view.party(party)) " on " (covers(issues)) @if let Some(until) = until { " until " (when::day(*until)) } "."
        },
        Event::MandateLimited(MandateLimited { mandate, issues, until }) => html! {
            "The mandate of " (holder(view, mandate)) " now covers " (covers(issues)) @if let Some(until) = until { " until " (when::day(*until)) } "."
        },
        Event::MandateRevoked(MandateRevoked { mandate, on, reason }) => {
            html! { "The mandate of " (holder(view, mandate)) " ended on " (when::day(*on)) (why(reason)) "." }
        }
        Event::IssueAdded(IssueAdded { issue }) => html! { "The issue " (named(&issue.name)) " was added." },
        Event::OptionAdded(OptionAdded { issue, option }) => {
            html! { "The option " (named(&option.name)) " was added to " (view.issue(issue)) "." }
        }
        Event::IssueDisclosed(IssueDisclosed { issue, .. }) => {
            html! { "The substance of " (view.issue(issue)) " was disclosed." }
        }
        Event::IssueSplit(IssueSplit { issue, into }) => {
            html! { (view.issue(issue)) " was split into " (words::listed(into.iter().map(|part| named(&part.name)))) "." }
        }
        Event::Stated(Stated { content, .. }) => html! {
            @if let Some(party) = content.party() { (view.party(party)) ": " }
            span.what { (standing::kind(content)) ": " } (standing::meaning(view, content, None))
            @if let Some(by) = &content.provenance().by { " (" (view.speaker(by)) ")" }
        },
        Event::StatementWithdrawn(StatementWithdrawn { statement, on, reason }) => html! {
            "No longer holds from " (when::day(*on)) ": "
            @match view.state.statements.get(statement) { Some(stated) => { span.what { (standing::kind(&stated.content)) ": " } (standing::meaning(view, &stated.content, None)) } None => "a statement" }
            (why(reason))
        },
        Event::BriefDrafted(_) => html! { "We worked on our brief." },
        Event::BriefDeposited(BriefDeposited { party, version, .. }) => {
            html! { (view.party(party)) " deposited its brief, version " (version) "." }
        }
        Event::BriefEstimated(BriefEstimated { party, .. }) => {
            html! { "The mediator estimated the brief of " (view.party(party)) "." }
        }
        Event::SessionPlanned(SessionPlanned { plan, .. }) => {
            html! { "A session was planned: " (plan_words(view, plan)) "." }
        }
        Event::SessionMoved(SessionMoved { plan, reason, .. }) => {
            html! { "A session was moved: " (plan_words(view, plan)) (why(reason)) "." }
        }
        Event::SessionHeld(SessionHeld { session, on, summary, .. }) => {
            html! { (session_name(view, session)) " was held on " (when::day(*on)) (why(summary)) "." }
        }
        Event::SessionCancelled(SessionCancelled { session, reason }) => {
            html! { (session_name(view, session)) " was cancelled" (why(reason)) "." }
        }
        Event::NoteWritten(NoteWritten { text, .. }) => html! { "Note: " (words::said(text.read())) },
        Event::ItemTold(ItemTold { party, release, text, .. }) => {
            html! { (view.party(party)) " told: " (words::release_tag(*release)) (words::said(text.read())) }
        }
        Event::ItemReleased(ItemReleased { item, release, .. }) => {
            html! { "An item may travel as " (words::release_word(*release)) " from then on: " (item_words(view, item)) }
        }
        Event::ItemTakenBack(ItemTakenBack { item, reason, .. }) => {
            html! { "An item was taken back, and nothing of it may pass: " (item_words(view, item)) (why(reason)) }
        }
        Event::ItemPassedOn(ItemPassedOn { to, release, wording, .. }) => html! {
            "An item was passed on to " bdi { (words::audience(to, |party| view.party_name(party))) } " under " (words::release_word(*release)) ": “" (words::said(wording.read())) "”"
        },
        Event::Heard(Heard { wording, from, .. }) => html! {
            "From the mediator: " @if let Some(from) = from { "Words of " (view.party(from)) ": " } (words::said(wording.read()))
        },
        Event::HearingConfirmed(HearingConfirmed { party, .. }) => {
            html! { (view.party(party)) " confirmed having heard the mediator’s message." }
        }
        Event::DraftPut(DraftPut { number, title, clauses, .. }) => {
            html! { "Draft " (number) ", " (named(title)) ", was put: " (words::counted(clauses.len(), "clause", "clauses")) "." }
        }
        Event::ClauseAnswered(ClauseAnswered { clause, party, answer, note, draft, .. }) => html! {
            (view.party(party)) " " (clause_answer(answer)) " the clause "
            (named(&view.state.drafts.get(draft).and_then(|draft| draft.clauses.iter().find(|known| &known.id == clause)).map(|clause| clause.heading.clone()).unwrap_or_default()))
            (why(note)) "."
        },
        Event::PackageProposed(PackageProposed { party, options, binding, .. }) => html! {
            @match party { Some(party) => (view.party(party)), None => "The mediator" }
            " proposed a" @if *binding { " binding" } " package: " bdi { (super::packages::in_words(view, options)) } "."
        },
        Event::PackageAnswered(PackageAnswered { party, verdict, note, .. }) => {
            html! { (view.party(party)) " " (words::verdict(*verdict).0) " a package" (why(note)) "." }
        }
        Event::RoundOpened(RoundOpened { title, closes, .. }) => {
            html! { "The round " (named(title)) " opened; it closes at the latest " (when::moment(*closes, &view.who.zone)) "." }
        }
        // Sealed: nothing of it is shown, not even to whoever gave it.
        Event::RoundAnswered(_) => html! { "We answered in a round. The answer is sealed." },
        Event::RoundAnswerReceived(RoundAnswerReceived { round, party, .. }) => {
            html! { "The answer of " (view.party(party)) " in the round " (round_name(view, round)) " is in." }
        }
        Event::RoundClosed(RoundClosed { round, overlap }) => {
            html! { "The round " (round_name(view, round)) " closed: " (words::counted(overlap.len(), "question", "questions")) " found enough acceptance." }
        }
        Event::RoundAnswersShown(RoundAnswersShown { round, .. }) => {
            html! { "The answers of the round " (round_name(view, round)) " were shown." }
        }
        Event::RoundCancelled(RoundCancelled { round, reason }) => {
            html! { "The round " (round_name(view, round)) " was called off" (why(reason)) "." }
        }
        Event::QuestioningRuleChanged(QuestioningRuleChanged { coupled: true }) => {
            html! { "In a mediation a party’s questions may depend on what other parties answered." }
        }
        Event::QuestioningRuleChanged(QuestioningRuleChanged { coupled: false }) => {
            html! { "In a mediation a party’s questions depend on its own answers and the table alone." }
        }
        Event::Recommended(Recommended { person, on, verdict, note, .. }) => html! {
            @match person { Some(person) => (view.person(person)), None => "Somebody of us" }
            " recommends to us: " (words::verdict(*verdict).0) ", on " (super::advice::on(view, on)) @if let Some(note) = note { ", “" (words::said(note)) "”" } "."
        },
        Event::MediationOpened(MediationOpened { title, parties, left_out, .. }) => {
            html! {
                "The mediation " (named(title)) " opened; asked are " (view.parties(parties)) "."
                @if let Some(left_out) = left_out { " " (super::mediation::left_out::of(view, left_out)) }
            }
        }
        Event::MediationTold(MediationTold { mediation, .. }) => {
            html! { "We answered in the mediation " (mediation_name(view, mediation)) "." }
        }
        Event::MediationProgressed(MediationProgressed { mediation, party, forms, questions, .. }) => html! {
            (view.party(party)) " answered in the mediation " (mediation_name(view, mediation)) ": "
            (counted(*forms, "form", "forms")) " and " (counted(*questions, "question", "questions")) " are in."
        },
        Event::MediationConcluded(MediationConcluded { mediation }) => {
            html! { "The questioning of the mediation " (mediation_name(view, mediation)) " is over." }
        }
        Event::MediationProposed(MediationProposed { mediation, outcome }) => html! {
            "The mediation " (mediation_name(view, mediation)) " came to "
            @match outcome {
                MediationOutcome::Package { .. } => "a package.",
                MediationOutcome::NoDeal { proven_if: Some(condition), .. } => { "no deal, if " (words::said(condition)) "." }
                MediationOutcome::NoDeal { proven_if: None, .. } => "no deal.",
                MediationOutcome::NothingFound => "nothing that was not refused by too many.",
            }
        },
        Event::MediationResumed(MediationResumed { mediation, .. }) => {
            html! { "The mediation " (mediation_name(view, mediation)) " goes on." }
        }
        Event::MediationCancelled(MediationCancelled { mediation, reason }) => {
            html! { "The mediation " (mediation_name(view, mediation)) " was called off" (why(reason)) "." }
        }
        Event::CommuniqueProposed(CommuniqueProposed { text, wording, .. }) => {
            html! { "A communiqué was proposed (wording " (wording) "): “" (words::said(&super::shortened(text))) "”" }
        }
        Event::CommuniqueAgreed(CommuniqueAgreed { party, wording, .. }) => {
            html! { (view.party(party)) " agreed to wording " (wording) " of a communiqué." }
        }
        Event::CommuniquePublished(CommuniquePublished { text, reported, .. }) => html! {
            "A communiqué was published: “" (words::said(&super::shortened(text))) "”" (whose_word::only_recorded(view, reported))
        },
        Event::ReportAdded(ReportAdded { name, on, .. }) => {
            html! { "The report " (named(name)) " of " (when::day(*on)) " was added." }
        }
        Event::SuggestionsDecided(SuggestionsDecided { report, decisions }) => html! {
            (words::counted(decisions.len(), "suggestion", "suggestions")) " of the report " (report_name(view, report))
            @if decisions.len() == 1 { " was" } @else { " were" } " decided about."
        },
        Event::DecisionUndone(DecisionUndone { report }) => {
            html! { "The latest decision about the report " (report_name(view, report)) " was taken back." }
        }
        Event::SuggestionEntered(SuggestionEntered { report, .. }) => {
            html! { "A suggestion of the report " (report_name(view, report)) " went on record." }
        }
        Event::AgreementReached(AgreementReached { accepted_by, reported, .. }) => html! {
            "There is an agreement, accepted by " (view.parties(accepted_by)) "." (whose_word::only_recorded(view, reported))
        },
        Event::Signed(Signed { party, on, .. }) => {
            html! { (view.party(party)) " signed on " (when::day(*on)) "." }
        }
        Event::Ratified(Ratified { party, on, by_act_of }) => {
            html! { (view.party(party)) " ratified on " (when::day(*on)) (why(by_act_of)) "." }
        }
        Event::KeyRegistered(KeyRegistered { party, person, .. }) => {
            html! { (view.person(person)) " of " (view.party(party)) " registered a key to sign with." }
        }
        Event::KeyVouched(KeyVouched { key, voucher }) => match voucher {
            Vouching::Key(_) => {
                html! { "Somebody of the party signed for the key of " (key_holder(view, key)) "." }
            }
            Vouching::Party { party, .. } => {
                html! { (view.party(party)) " says that the twelve words of the key of " (key_holder(view, key)) " were read to each other." }
            }
        },
        Event::KeyRevoked(KeyRevoked { key, reason }) => {
            html! { "The key of " (key_holder(view, key)) " was revoked" (why(reason)) "." }
        }
        Event::ActSigned(ActSigned { key, .. }) => {
            html! { (key_holder(view, key)) " signed this with a key." }
        }
        Event::TalksPaused(TalksPaused { until, reason }) => {
            html! { "The talks rest" @if let Some(until) = until { " until " (when::day(*until)) } (why(reason)) "." }
        }
        Event::TalksResumed(TalksResumed {}) => html! { "The talks go on." },
        Event::TalksBrokenOff(TalksBrokenOff { party, reason }) => {
            html! { "The talks were broken off" @if let Some(party) = party { " by " (view.party(party)) } (why(reason)) "." }
        }
        Event::Reworded(reworded) => mended::reworded(view, reworded),
        Event::TakenOut(taken) => mended::taken_out(view, taken),
        Event::Retired(retired) => mended::retired(view, retired),
        Event::StatementCorrected(corrected) => mended::statement(view, corrected),
        Event::SessionCorrected(corrected) => html! {
            "What is on record of " (session_name(view, &corrected.session)) " was put right: " (plan_words(view, &corrected.plan))
            @if let Some(held) = &corrected.held { ", held on " (when::day(held.on)) }
            (why(&corrected.reason)) "."
        },
        Event::MandateCorrected(corrected) => html! {
            "The mandate of " (holder(view, &corrected.mandate)) " was put right: it covers " (covers(&corrected.issues))
            @if let Some(from) = corrected.from { " from " (when::day(from)) }
            @if let Some(until) = corrected.until { " until " (when::day(until)) } "."
        },
        Event::ClauseCorrected(corrected) => mended::clause(view, corrected),
        Event::ReportConfirmed(ReportConfirmed { report, party, .. }) => html! {
            (view.party(party)) " confirmed what was recorded on its word: " (recorded_words(view, report))
        },
        Event::ReportContested(ReportContested { report, party, reason, .. }) => html! {
            (view.party(party)) " contested what was recorded on its word" (why(reason)) ": " (recorded_words(view, report))
        },
        Event::CaseClosed(CaseClosed { outcome }) => html! { "The case was closed" (why(outcome)) "." },
        Event::DeletionAsked(DeletionAsked { party }) => {
            html! { "The mediator asks " (view.party(party)) " whether its caucus may be deleted." }
        }
        Event::DeletionAnswered(DeletionAnswered { party, agrees }) => {
            html! { (view.party(party)) @if *agrees { " agrees that its caucus is deleted." } @else { " refuses that its caucus is deleted." } }
        }
        Event::CompartmentDeleted(CompartmentDeleted { deleted }) => {
            html! { "Deleted: " bdi { (words::known_to(deleted, |party| view.party_name(party))) } "." }
        }
        Event::DeletionTold(DeletionTold { entries, .. }) => {
            html! { "The mediator deleted our caucus, with " (entries) " entries. A copy that we kept still shows what stood there." }
        }
    }
}

fn key_holder(view: &View<'_>, key: &KeyId) -> Markup {
    match view.state.keys.get(key) {
        Some(known) => html! { (view.person(&known.person)) },
        None => html! { "somebody" },
    }
}

fn holder(view: &View<'_>, mandate: &mediant_record::mandate::MandateId) -> Markup {
    match view.state.mandates.get(mandate) {
        Some(given) => view.person(&given.person),
        None => html! { "somebody" },
    }
}

/// What a party confirmed or contested.
fn recorded_words(view: &View<'_>, report: &mediant_record::id::EventId) -> Markup {
    match view.state.reported_by(report) {
        Some(act) => sentence(view, &act.event),
        None => html! { "an entry that is gone" },
    }
}

fn item_words(view: &View<'_>, item: &mediant_record::item::ItemId) -> Markup {
    match view.state.items.get(item) {
        Some(item) => words::said(&super::shortened(item.text.read())),
        None => html! { "an item" },
    }
}

fn round_name(view: &View<'_>, round: &mediant_record::round::RoundId) -> Markup {
    let title = view.state.rounds.get(round).map(|round| round.title.clone()).unwrap_or_default();
    html! { "“" bdi { (title) } "”" }
}

fn mediation_name(view: &View<'_>, mediation: &mediant_record::mediation::MediationId) -> Markup {
    let known = view.state.mediations.get(mediation);
    html! { "“" bdi { (known.map(|mediation| mediation.title.clone()).unwrap_or_default()) } "”" }
}

fn report_name(view: &View<'_>, report: &mediant_record::report::ReportId) -> Markup {
    let name = view.state.reports.get(report).map(|report| report.name.clone()).unwrap_or_default();
    html! { "“" bdi { (name) } "”" }
}

fn counted(count: u32, one: &str, many: &str) -> String {
    words::counted(usize::try_from(count).unwrap_or(usize::MAX), one, many)
}

fn session_name(view: &View<'_>, session: &mediant_record::session::SessionId) -> Markup {
    match view.state.sessions.get(session) {
        Some(session) => super::sessions::title(view, session),
        None => html! { "A session" },
    }
}

fn plan_words(view: &View<'_>, plan: &Plan) -> Markup {
    html! {
        (view.parties(&plan.parties)) ", "
        (when::at_place(plan.on, plan.time.as_deref(), plan.time_zone.as_deref(), &view.who.zone))
        @if let Some(place) = &plan.place { ", " bdi { (place) } }
    }
}

fn clause_answer(answer: &ClauseAnswer) -> &'static str {
    match answer {
        ClauseAnswer::Accept => "accepted",
        ClauseAnswer::AcceptAdReferendum => "accepted ad referendum",
        ClauseAnswer::Bracket { .. } => "put words in brackets in",
        ClauseAnswer::Amend { .. } => "asked for other words in",
        ClauseAnswer::Reject => "rejected",
    }
}
