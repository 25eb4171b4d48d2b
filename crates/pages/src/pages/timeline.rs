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
use mediant_record::package::{PackageAnswered, PackageProposed, Verdict};
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
use mediant_words::say;
use std::collections::BTreeSet;

/// How many events a page shows.
pub const SHOWN: u64 = 50;

/// The page: events with their places in the reader's own view, newest first; `before` where it begins.
pub fn page(view: &View<'_>, events: &[(u64, Placed)], before: Option<u64>) -> Page {
    let oldest = events.iter().map(|(index, _)| *index).min();
    let older = oldest.filter(|index| *index > 1);
    let newer = before.is_some();
    let main = html! {
        p.lede {
            @let count = view.state.seen;
            @if view.is_public() { (say!(view, timeline.lede_in_public, count = count)) } @else { (say!(view, timeline.lede, count = count)) }
        }
        @if events.is_empty() { p.empty { (say!(view, timeline.nothing_yet)) } }
        @else {
            table.timeline {
                caption { (say!(view, timeline.newest_first)) }
                thead { tr { th scope="col" { (say!(view, timeline.no)) } th scope="col" { (say!(view, timeline.when)) } th scope="col" { (say!(view, timeline.what)) } th scope="col" { (say!(view, timeline.known_to)) } } }
                tbody { @for (index, placed) in events { (row(view, *index, placed)) } }
            }
        }
        nav.pages aria-label=(say!(view, timeline.pages_of_the_timeline)) {
            @if newer { a href=(view.link("/timeline")) { (say!(view, timeline.newest)) } }
            @if let Some(index) = older { a href=(view.link(&format!("/timeline?before={index}"))) { (say!(view, timeline.older)) } }
        }
    };
    Page { title: say!(view, timeline.timeline).into_owned(), here: Here::Timeline, main, aside: None }
}

fn row(view: &View<'_>, index: u64, placed: &Placed) -> Markup {
    let recorded = &placed.recorded;
    let by = words::role(view, &recorded.by.role, |party| view.party_name(party));
    html! {
        tr data-event=(recorded.event.kind()) {
            th scope="row" { (index) }
            td data-of=(say!(view, timeline.when)) { (when::moment(recorded.at, &view.who.zone)) }
            td data-of=(say!(view, timeline.what)) {
                (sentence(view, &recorded.event))
                @if let Some(act) = view.state.reported_by(&recorded.id) { small { (whose_word::of(view, act)) } }
                small {
                    (recorded_by(view, recorded, html! { bdi { (by) } }))
                }
            }
            td data-of=(say!(view, timeline.known_to)) { bdi { (words::known_to(view, &placed.compartment, |party| view.party_name(party))) } }
        }
    }
}

/// Who recorded an event, and through whose account where the reader is told.
fn recorded_by(view: &View<'_>, recorded: &Recorded, role: Markup) -> Markup {
    let by = match &recorded.by.person {
        Some(person) => say!(view, timeline.person_in_role, person = view.person(person), role = role),
        None => role,
    };
    match account_shown(view, recorded) {
        Some(account) => {
            say!(view, timeline.recorded_signed_in_as, by = by, name = html! { bdi { (account.name) } })
        }
        None => say!(view, timeline.recorded_by, by = by),
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
        None => html! { (say!(view, timeline.somebody)) },
    }
}

/// What happened, in a sentence.
pub(crate) fn sentence(view: &View<'_>, event: &Event) -> Markup {
    let named = |name: &str| html! { "“" bdi { (name) } "”" };
    let why =
        |reason: &Option<String>| html! { @if let Some(reason) = reason { ": " (words::said(reason)) } };
    let covers = |issues: &Option<BTreeSet<IssueId>>| match issues {
        None => html! { (say!(view, timeline.all_issues)) },
        Some(issues) => view.issues(issues),
    };
    match event {
        Event::CaseOpened(CaseOpened { title, .. }) => {
            html! { (say!(view, timeline.the_case_was_opened, named = named(title))) }
        }
        Event::AgreementRuleChanged(AgreementRuleChanged { agreement }) => {
            html! { (say!(view, timeline.the_rule_of_agreement_was_changed, rule_in_words = super::opening::rule_in_words(view, agreement))) }
        }
        Event::CaucusRuleChanged(CaucusRuleChanged { caucus_rule }) => {
            html! { (say!(view, timeline.from_then_on, caucus_rule = words::caucus_rule(view, *caucus_rule))) }
        }
        Event::SourceNamed(SourceNamed { source }) => {
            html! { (say!(view, timeline.the_source_was_named, named = named(&source.title))) }
        }
        Event::PartyJoined(PartyJoined { party }) => {
            html! { (say!(view, timeline.joined, named = named(&party.name))) }
        }
        Event::PersonNamed(PersonNamed { party, person, .. }) => {
            html! { (say!(view, timeline.was_named_as_of, named = named(&person.name), person_role = words::person_role(view, person.role), party = view.party(party))) }
        }
        Event::PersonLeft(PersonLeft { party, person, on, how, reason, .. }) => html! {
            (say!(view, timeline.no_longer_speaks_for_from, person = view.person(person), party = view.party(party), day = when::day(*on), departure = words::departure(view, how, |other| view.person(other)), why = why(reason)))
        },
        Event::PersonReturned(PersonReturned { party, person, on, reason, .. }) => html! {
            (say!(view, timeline.speaks_for_again_from, person = view.person(person), party = view.party(party), day = when::day(*on), why = why(reason)))
        },
        Event::DoorAnnounced(DoorAnnounced { role, person, .. }) => html! {
            (say!(view, timeline.the_mediator_announced_a_new_door, whom = doors::whom(view, person.as_ref(), role)))
        },
        Event::DoorAgreed(DoorAgreed { door }) => html! {
            (say!(view, timeline.the_new_door_for_was_agreed, behind = behind(view, door)))
        },
        Event::DoorOpened(DoorOpened { role, person, let_in_by, .. }) => {
            let whom = doors::whom(view, person.as_ref(), role);
            match let_in_by {
                OpenedBy::Mediator => say!(view, timeline.let_in_by_mediator, whom = whom),
                OpenedBy::Principal => say!(view, timeline.let_in_by_principal, whom = whom),
                OpenedBy::Announced => say!(view, timeline.let_in_by_new_door, whom = whom),
                OpenedBy::Before => say!(view, timeline.has_an_older_account, whom = whom),
            }
        }
        Event::DoorClosed(DoorClosed { door }) => html! {
            (say!(view, timeline.the_door_for_was_closed_nobody, behind = behind(view, door)))
        },
        Event::MandateGiven(MandateGiven { party, person, issues, until, .. }) => {
            let (person, party, covers) = (view.person(person), view.party(party), covers(issues));
            match until {
                Some(until) => {
                    let until = when::day(*until);
                    say!(
                        view,
                        timeline.mandate_given_until,
                        person = person,
                        party = party,
                        covers = covers,
                        until = until
                    )
                }
                None => say!(view, timeline.mandate_given, person = person, party = party, covers = covers),
            }
        }
        Event::MandateLimited(MandateLimited { mandate, issues, until }) => {
            let (holder, covers) = (holder(view, mandate), covers(issues));
            match until {
                Some(until) => {
                    let until = when::day(*until);
                    say!(
                        view,
                        timeline.mandate_limited_until,
                        holder = holder,
                        covers = covers,
                        until = until
                    )
                }
                None => say!(view, timeline.mandate_limited, holder = holder, covers = covers),
            }
        }
        Event::MandateRevoked(MandateRevoked { mandate, on, reason }) => {
            html! { (say!(view, timeline.the_mandate_of_ended_on, holder = holder(view, mandate), day = when::day(*on), why = why(reason))) }
        }
        Event::IssueAdded(IssueAdded { issue }) => {
            html! { (say!(view, timeline.the_issue_was_added, named = named(&issue.name))) }
        }
        Event::OptionAdded(OptionAdded { issue, option }) => {
            html! { (say!(view, timeline.the_option_was_added_to, named = named(&option.name), issue = view.issue(issue))) }
        }
        Event::IssueDisclosed(IssueDisclosed { issue, .. }) => {
            html! { (say!(view, timeline.the_substance_of_was_disclosed, issue = view.issue(issue))) }
        }
        Event::IssueSplit(IssueSplit { issue, into }) => {
            html! { (say!(view, timeline.was_split_into, issue = view.issue(issue), listed = words::listed(view, into.iter().map(|part| named(&part.name))))) }
        }
        Event::Stated(Stated { content, .. }) => html! {
            @if let Some(party) = content.party() { (view.party(party)) ": " }
            span.what { (standing::kind(view, content)) ": " } (standing::meaning(view, content, None))
            @if let Some(by) = &content.provenance().by { " (" (view.speaker(by)) ")" }
        },
        Event::StatementWithdrawn(StatementWithdrawn { statement, on, reason }) => {
            let stated = match view.state.statements.get(statement) {
                Some(stated) => html! {
                    span.what { (standing::kind(view, &stated.content)) ": " } (standing::meaning(view, &stated.content, None))
                },
                None => html! { (say!(view, timeline.a_statement)) },
            };
            say!(view, timeline.no_longer_holds, day = when::day(*on), stated = stated, why = why(reason))
        }
        Event::BriefDrafted(_) => html! { (say!(view, timeline.we_worked_on_our_brief)) },
        Event::BriefDeposited(BriefDeposited { party, version, .. }) => {
            html! { (say!(view, timeline.deposited_its_brief_version, party = view.party(party), version = version)) }
        }
        Event::BriefEstimated(BriefEstimated { party, .. }) => {
            html! { (say!(view, timeline.the_mediator_estimated_the_brief_of, party = view.party(party))) }
        }
        Event::SessionPlanned(SessionPlanned { plan, .. }) => {
            html! { (say!(view, timeline.a_session_was_planned, plan_words = plan_words(view, plan))) }
        }
        Event::SessionMoved(SessionMoved { plan, reason, .. }) => {
            html! { (say!(view, timeline.a_session_was_moved, plan_words = plan_words(view, plan), why = why(reason))) }
        }
        Event::SessionHeld(SessionHeld { session, on, summary, .. }) => {
            html! { (say!(view, timeline.was_held_on, session_name = session_name(view, session), day = when::day(*on), why = why(summary))) }
        }
        Event::SessionCancelled(SessionCancelled { session, reason }) => {
            html! { (say!(view, timeline.was_cancelled, session_name = session_name(view, session), why = why(reason))) }
        }
        Event::NoteWritten(NoteWritten { text, .. }) => {
            html! { (say!(view, timeline.note, said = words::said(text.read()))) }
        }
        Event::ItemTold(ItemTold { party, release, text, .. }) => {
            html! { (say!(view, timeline.told, party = view.party(party), release_tag = words::release_tag(view, *release), said = words::said(text.read()))) }
        }
        Event::ItemReleased(ItemReleased { item, release, .. }) => {
            html! { (say!(view, timeline.an_item_may_travel, release_word = words::release_word(view, *release), item_words = item_words(view, item))) }
        }
        Event::ItemTakenBack(ItemTakenBack { item, reason, .. }) => {
            html! { (say!(view, timeline.an_item_was_taken_back, item_words = item_words(view, item), why = why(reason))) }
        }
        Event::ItemPassedOn(ItemPassedOn { to, release, wording, .. }) => html! {
            (say!(view, timeline.an_item_was_passed, audience = html! { bdi { (words::audience(view, to, |party| view.party_name(party))) } }, release_word = words::release_word(view, *release), said = words::said(wording.read())))
        },
        Event::Heard(Heard { wording, from, .. }) => {
            let said = words::said(wording.read());
            match from {
                Some(from) => say!(view, timeline.heard_of, party = view.party(from), said = said),
                None => say!(view, timeline.heard, said = said),
            }
        }
        Event::HearingConfirmed(HearingConfirmed { party, .. }) => {
            html! { (say!(view, timeline.confirmed_having_heard_the_mediators_message, party = view.party(party))) }
        }
        Event::DraftPut(DraftPut { number, title, clauses, .. }) => {
            html! { (say!(view, timeline.draft_was_put_clauses, number = number, named = named(title), count = clauses.len())) }
        }
        Event::ClauseAnswered(ClauseAnswered { clause, party, answer, note, draft, .. }) => {
            let clauses = view.state.drafts.get(draft).into_iter().flat_map(|draft| &draft.clauses);
            let heading =
                clauses.filter(|known| &known.id == clause).map(|clause| clause.heading.as_str()).next();
            let (clause, party, why) = (named(heading.unwrap_or_default()), view.party(party), why(note));
            match answer {
                ClauseAnswer::Accept => {
                    say!(view, timeline.clause_accepted, party = party, clause = clause, why = why)
                }
                ClauseAnswer::AcceptAdReferendum => {
                    say!(
                        view,
                        timeline.clause_accepted_ad_referendum,
                        party = party,
                        clause = clause,
                        why = why
                    )
                }
                ClauseAnswer::Bracket { .. } => {
                    say!(view, timeline.clause_bracketed, party = party, clause = clause, why = why)
                }
                ClauseAnswer::Amend { .. } => {
                    say!(view, timeline.clause_amended, party = party, clause = clause, why = why)
                }
                ClauseAnswer::Reject => {
                    say!(view, timeline.clause_rejected, party = party, clause = clause, why = why)
                }
            }
        }
        Event::PackageProposed(PackageProposed { party, options, binding, .. }) => {
            let package = html! { bdi { (super::packages::in_words(view, options)) } };
            match (party, *binding) {
                (Some(party), true) => {
                    say!(view, timeline.proposed_binding, party = view.party(party), package = package)
                }
                (Some(party), false) => {
                    say!(view, timeline.proposed, party = view.party(party), package = package)
                }
                (None, true) => say!(view, timeline.mediator_proposed_binding, package = package),
                (None, false) => say!(view, timeline.mediator_proposed, package = package),
            }
        }
        Event::PackageAnswered(PackageAnswered { party, verdict, note, .. }) => {
            let (party, why) = (view.party(party), why(note));
            match verdict {
                Verdict::Accept => say!(view, timeline.accepts_a_package, party = party, why = why),
                Verdict::AcceptAdReferendum => {
                    say!(view, timeline.accepts_a_package_ad_referendum, party = party, why = why)
                }
                Verdict::Reject => say!(view, timeline.rejects_a_package, party = party, why = why),
            }
        }
        Event::RoundOpened(RoundOpened { title, closes, .. }) => {
            html! { (say!(view, timeline.the_round_opened_it_closes, named = named(title), moment = when::moment(*closes, &view.who.zone))) }
        }
        // Sealed: nothing of it is shown, not even to whoever gave it.
        Event::RoundAnswered(_) => html! { (say!(view, timeline.we_answered_in_a_round)) },
        Event::RoundAnswerReceived(RoundAnswerReceived { round, party, .. }) => {
            html! { (say!(view, timeline.the_answer_of_in_the_round, party = view.party(party), round_name = round_name(view, round))) }
        }
        Event::RoundClosed(RoundClosed { round, overlap }) => {
            html! { (say!(view, timeline.the_round_closed_questions_found_enough, round_name = round_name(view, round), count = overlap.len())) }
        }
        Event::RoundAnswersShown(RoundAnswersShown { round, .. }) => {
            html! { (say!(view, timeline.the_answers_of_the_round, round_name = round_name(view, round))) }
        }
        Event::RoundCancelled(RoundCancelled { round, reason }) => {
            html! { (say!(view, timeline.the_round_was_called_off, round_name = round_name(view, round), why = why(reason))) }
        }
        Event::QuestioningRuleChanged(QuestioningRuleChanged { coupled: true }) => {
            html! { (say!(view, timeline.in_a_mediation_a_partys_questions)) }
        }
        Event::QuestioningRuleChanged(QuestioningRuleChanged { coupled: false }) => {
            html! { (say!(view, timeline.in_a_mediation_a_partys_questions_depend)) }
        }
        Event::Recommended(Recommended { person, on, verdict, note, .. }) => {
            let by = match person {
                Some(person) => view.person(person),
                None => html! { (say!(view, timeline.somebody_of_us)) },
            };
            let (verdict, on) = (words::verdict(view, *verdict).0, super::advice::on(view, on));
            match note {
                Some(note) => {
                    let note = words::said(note);
                    say!(
                        view,
                        timeline.recommends_with_note,
                        by = by,
                        verdict = verdict,
                        on = on,
                        note = note
                    )
                }
                None => say!(view, timeline.recommends, by = by, verdict = verdict, on = on),
            }
        }
        Event::MediationOpened(MediationOpened { title, parties, left_out, .. }) => {
            html! {
                (say!(view, timeline.the_mediation_opened_asked_are, named = named(title), parties = view.parties(parties)))
                @if let Some(left_out) = left_out { " " (super::mediation::left_out::of(view, left_out)) }
            }
        }
        Event::MediationTold(MediationTold { mediation, .. }) => {
            html! { (say!(view, timeline.we_answered_in_the_mediation, mediation_name = mediation_name(view, mediation))) }
        }
        Event::MediationProgressed(MediationProgressed { mediation, party, forms, questions, .. }) => html! {
            (say!(view, timeline.answered_in_the_mediation, party = view.party(party), mediation_name = mediation_name(view, mediation), forms = forms, questions = questions))
        },
        Event::MediationConcluded(MediationConcluded { mediation }) => {
            html! { (say!(view, timeline.the_questioning_of_the_mediation, mediation_name = mediation_name(view, mediation))) }
        }
        Event::MediationProposed(MediationProposed { mediation, outcome }) => {
            let mediation = mediation_name(view, mediation);
            match outcome {
                MediationOutcome::Package { .. } => {
                    say!(view, timeline.mediation_came_to_package, mediation = mediation)
                }
                MediationOutcome::NoDeal { proven_if: Some(condition), .. } => {
                    let condition = words::said(condition);
                    say!(
                        view,
                        timeline.mediation_came_to_no_deal_if,
                        mediation = mediation,
                        condition = condition
                    )
                }
                MediationOutcome::NoDeal { proven_if: None, .. } => {
                    say!(view, timeline.mediation_came_to_no_deal, mediation = mediation)
                }
                MediationOutcome::NothingFound => {
                    say!(view, timeline.mediation_came_to_nothing, mediation = mediation)
                }
            }
        }
        Event::MediationResumed(MediationResumed { mediation, .. }) => {
            html! { (say!(view, timeline.the_mediation_goes_on, mediation_name = mediation_name(view, mediation))) }
        }
        Event::MediationCancelled(MediationCancelled { mediation, reason }) => {
            html! { (say!(view, timeline.the_mediation_was_called_off, mediation_name = mediation_name(view, mediation), why = why(reason))) }
        }
        Event::CommuniqueProposed(CommuniqueProposed { text, wording, .. }) => {
            html! { (say!(view, timeline.a_communique_was_proposed_wording, wording = wording, said = words::said(&super::shortened(text)))) }
        }
        Event::CommuniqueAgreed(CommuniqueAgreed { party, wording, .. }) => {
            html! { (say!(view, timeline.agreed_to_wording_of_a_communique, party = view.party(party), wording = wording)) }
        }
        Event::CommuniquePublished(CommuniquePublished { text, reported, .. }) => html! {
            (say!(view, timeline.a_communique_was_published, said = words::said(&super::shortened(text)), only_recorded = whose_word::only_recorded(view, reported)))
        },
        Event::ReportAdded(ReportAdded { name, on, .. }) => {
            html! { (say!(view, timeline.the_report_of_was_added, named = named(name), day = when::day(*on))) }
        }
        Event::SuggestionsDecided(SuggestionsDecided { report, decisions }) => {
            say!(
                view,
                timeline.suggestions_decided,
                count = decisions.len(),
                report = report_name(view, report)
            )
        }
        Event::DecisionUndone(DecisionUndone { report }) => {
            html! { (say!(view, timeline.the_latest_decision_about_the_report, report_name = report_name(view, report))) }
        }
        Event::SuggestionEntered(SuggestionEntered { report, .. }) => {
            html! { (say!(view, timeline.a_suggestion_of_the_report_went, report_name = report_name(view, report))) }
        }
        Event::AgreementReached(AgreementReached { accepted_by, reported, .. }) => html! {
            (say!(view, timeline.there_is_an_agreement_accepted_by, parties = view.parties(accepted_by), only_recorded = whose_word::only_recorded(view, reported)))
        },
        Event::Signed(Signed { party, on, .. }) => {
            html! { (say!(view, timeline.signed_on, party = view.party(party), day = when::day(*on))) }
        }
        Event::Ratified(Ratified { party, on, by_act_of }) => {
            html! { (say!(view, timeline.ratified_on, party = view.party(party), day = when::day(*on), why = why(by_act_of))) }
        }
        Event::KeyRegistered(KeyRegistered { party, person, .. }) => {
            html! { (say!(view, timeline.of_registered_a_key_to_sign, person = view.person(person), party = view.party(party))) }
        }
        Event::KeyVouched(KeyVouched { key, voucher }) => match voucher {
            Vouching::Key(_) => {
                html! { (say!(view, timeline.somebody_of_the_party_signed, key_holder = key_holder(view, key))) }
            }
            Vouching::Party { party, .. } => {
                html! { (say!(view, timeline.says_that_the_twelve_words, party = view.party(party), key_holder = key_holder(view, key))) }
            }
        },
        Event::KeyRevoked(KeyRevoked { key, reason }) => {
            html! { (say!(view, timeline.the_key_of_was_revoked, key_holder = key_holder(view, key), why = why(reason))) }
        }
        Event::ActSigned(ActSigned { key, .. }) => {
            html! { (say!(view, timeline.signed_this_with_a_key, key_holder = key_holder(view, key))) }
        }
        Event::TalksPaused(TalksPaused { until, reason }) => match until {
            Some(until) => {
                say!(view, timeline.talks_rest_until, until = when::day(*until), why = why(reason))
            }
            None => say!(view, timeline.talks_rest, why = why(reason)),
        },
        Event::TalksResumed(TalksResumed {}) => html! { (say!(view, timeline.the_talks_go_on)) },
        Event::TalksBrokenOff(TalksBrokenOff { party, reason }) => match party {
            Some(party) => say!(view, timeline.broken_off_by, party = view.party(party), why = why(reason)),
            None => say!(view, timeline.broken_off, why = why(reason)),
        },
        Event::Reworded(reworded) => mended::reworded(view, reworded),
        Event::TakenOut(taken) => mended::taken_out(view, taken),
        Event::Retired(retired) => mended::retired(view, retired),
        Event::StatementCorrected(corrected) => mended::statement(view, corrected),
        Event::SessionCorrected(corrected) => {
            let session = session_name(view, &corrected.session);
            let (plan, why) = (plan_words(view, &corrected.plan), why(&corrected.reason));
            match &corrected.held {
                Some(held) => {
                    let day = when::day(held.on);
                    say!(
                        view,
                        timeline.session_corrected_held,
                        session = session,
                        plan = plan,
                        day = day,
                        why = why
                    )
                }
                None => say!(view, timeline.session_corrected, session = session, plan = plan, why = why),
            }
        }
        Event::MandateCorrected(corrected) => {
            let (holder, covers) = (holder(view, &corrected.mandate), covers(&corrected.issues));
            match (corrected.from.map(when::day), corrected.until.map(when::day)) {
                (Some(from), Some(until)) => {
                    say!(
                        view,
                        timeline.mandate_corrected_between,
                        holder = holder,
                        covers = covers,
                        from = from,
                        until = until
                    )
                }
                (Some(from), None) => {
                    say!(view, timeline.mandate_corrected_from, holder = holder, covers = covers, from = from)
                }
                (None, Some(until)) => {
                    say!(
                        view,
                        timeline.mandate_corrected_until,
                        holder = holder,
                        covers = covers,
                        until = until
                    )
                }
                (None, None) => say!(view, timeline.mandate_corrected, holder = holder, covers = covers),
            }
        }
        Event::ClauseCorrected(corrected) => mended::clause(view, corrected),
        Event::ReportConfirmed(ReportConfirmed { report, party, .. }) => html! {
            (say!(view, timeline.confirmed_what_was_recorded, party = view.party(party), recorded_words = recorded_words(view, report)))
        },
        Event::ReportContested(ReportContested { report, party, reason, .. }) => html! {
            (say!(view, timeline.contested_what_was_recorded, party = view.party(party), why = why(reason), recorded_words = recorded_words(view, report)))
        },
        Event::CaseClosed(CaseClosed { outcome }) => {
            html! { (say!(view, timeline.the_case_was_closed, why = why(outcome))) }
        }
        Event::DeletionAsked(DeletionAsked { party }) => {
            html! { (say!(view, timeline.the_mediator_asks_whether_its_caucus, party = view.party(party))) }
        }
        Event::DeletionAnswered(DeletionAnswered { party, agrees }) => {
            let party = view.party(party);
            if *agrees {
                say!(view, timeline.agrees_to_deletion, party = party)
            } else {
                say!(view, timeline.refuses_deletion, party = party)
            }
        }
        Event::CompartmentDeleted(CompartmentDeleted { deleted }) => {
            html! { (say!(view, timeline.deleted, known_to = html! { bdi { (words::known_to(view, deleted, |party| view.party_name(party))) } })) }
        }
        Event::DeletionTold(DeletionTold { entries, .. }) => {
            html! { (say!(view, timeline.the_mediator_deleted_our_caucus, entries = entries)) }
        }
    }
}

fn key_holder(view: &View<'_>, key: &KeyId) -> Markup {
    match view.state.keys.get(key) {
        Some(known) => html! { (view.person(&known.person)) },
        None => html! { (say!(view, timeline.somebody)) },
    }
}

fn holder(view: &View<'_>, mandate: &mediant_record::mandate::MandateId) -> Markup {
    match view.state.mandates.get(mandate) {
        Some(given) => view.person(&given.person),
        None => html! { (say!(view, timeline.somebody)) },
    }
}

/// What a party confirmed or contested.
fn recorded_words(view: &View<'_>, report: &mediant_record::id::EventId) -> Markup {
    match view.state.reported_by(report) {
        Some(act) => sentence(view, &act.event),
        None => html! { (say!(view, timeline.an_entry_that_is_gone)) },
    }
}

fn item_words(view: &View<'_>, item: &mediant_record::item::ItemId) -> Markup {
    match view.state.items.get(item) {
        Some(item) => words::said(&super::shortened(item.text.read())),
        None => html! { (say!(view, timeline.an_item)) },
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

fn session_name(view: &View<'_>, session: &mediant_record::session::SessionId) -> Markup {
    match view.state.sessions.get(session) {
        Some(session) => super::sessions::title(view, session),
        None => html! { (say!(view, timeline.a_session)) },
    }
}

fn plan_words(view: &View<'_>, plan: &Plan) -> Markup {
    html! {
        (view.parties(&plan.parties)) ", "
        (when::at_place(view, plan.on, plan.time.as_deref(), plan.time_zone.as_deref(), &view.who.zone))
        @if let Some(place) = &plan.place { ", " bdi { (place) } }
    }
}
