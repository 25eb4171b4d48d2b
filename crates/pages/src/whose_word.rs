//! Whose word an act is, in words, wherever it shows: what the mediator or the team recorded for a party never reads like
//! what the party did itself.

use super::field::folded;
use super::pages::{packages, timeline};
use super::view::View;
use super::{when, words};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::confirmation::{ConfirmReport, ContestReport, Piece, ReportStanding, ReportedAct};
use mediant_record::item::{Item, ItemId};
use mediant_record::mandate::{GivenMandate, MandateId};
use mediant_record::state::Trace;
use mediant_record::{Command, Event};
use mediant_words::say;

/// That it was recorded on a party's word, by whom, and what the party said to it.
pub fn of(view: &View<'_>, act: &ReportedAct) -> Markup {
    html! {
        span.reported {
            @for piece in act.in_words() {
                @match piece {
                    Piece::Words(words) => (words),
                    Piece::Party(party) => (view.party(party)),
                    Piece::Person(person) => (view.person(person)),
                    Piece::On(at) => (when::day(view.who.zone.day_of(at))),
                    Piece::Said(text) => (words::said(text)),
                }
            }
        }
    }
}

/// The same behind what was recorded at this trace; nothing where it is the party's own act.
pub fn at(view: &View<'_>, trace: &Trace) -> Markup {
    html! { @if let Some(act) = view.state.reported_at(trace) { " · " (of(view, act)) } }
}

/// The same behind an item that shows with its release alone: of the telling, and of what its release became since.
pub fn of_item(view: &View<'_>, id: &ItemId, item: &Item) -> Markup {
    let waits = |act: &&ReportedAct| {
        act.waits() && matches!(&*act.event, Event::ItemReleased(released) if released.item == *id)
    };
    html! {
        @for act in view.state.reported().filter(waits) { " · " (say!(view, whose_word.another_release, of = of(view, act))) }
        (at(view, &item.trace))
        @if let Some((release, _, trace)) = item.releases.last() {
            @if let Some(act) = view.state.reported_at(trace) { " · " (words::release_word(view, *release)) ": " (of(view, act)) }
        }
        @if let Some((_, _, trace)) = &item.taken_back {
            @if let Some(act) = view.state.reported_at(trace) { " · " (say!(view, whose_word.taken_back, of = of(view, act))) }
        }
    }
}

/// Behind a mandate that ended: on whose word it was revoked, or its holder left.
pub fn of_end(view: &View<'_>, id: &MandateId, given: &GivenMandate) -> Markup {
    let ends = |event: &Event| match event {
        Event::MandateRevoked(revoked) => revoked.mandate == *id,
        Event::PersonLeft(left) => left.party == given.party && left.person == given.person,
        _ => false,
    };
    html! {
        @for act in view.state.reported().filter(|act| ends(&act.event)) { small { (of(view, act)) } }
    }
}

/// Behind a party's brief where it is not the party's own word.
pub fn of_brief(view: &View<'_>, party: &PartyId) -> Markup {
    let latest = view.state.briefs.get(party).and_then(|briefs| briefs.deposited.last());
    html! {
        @if let Some(act) = latest.and_then(|brief| view.state.reported_at(&brief.trace)) { " (" (of(view, act)) ")" }
    }
}

/// What was recorded on a party's word and counts for nothing, so that it stands nowhere else: it waits, was contested or
/// overtaken.
pub fn besides(view: &View<'_>, is: impl Fn(&Event) -> bool) -> Markup {
    let counts =
        |act: &ReportedAct| matches!(act.standing, ReportStanding::Counts | ReportStanding::Confirmed { .. });
    listed(view, view.state.reported().filter(|act| !counts(act) && is(&act.event)))
}

/// What was recorded on a party's word, however it stands, where nothing else shows who recorded it.
pub fn all(view: &View<'_>, is: impl Fn(&Event) -> bool) -> Markup {
    listed(view, view.state.reported().filter(|act| is(&act.event)))
}

/// Behind those who accepted something: whose acceptance was only recorded on their word when it was declared.
pub fn only_recorded<'p>(view: &View<'_>, parties: impl IntoIterator<Item = &'p PartyId>) -> Markup {
    let parties: Vec<_> = parties.into_iter().collect();
    html! {
        @if !parties.is_empty() {
            " " span.reported { (say!(view, whose_word.recorded_on_the_word, parties = view.parties(parties))) }
        }
    }
}

fn listed<'s>(view: &View<'_>, acts: impl Iterator<Item = &'s ReportedAct>) -> Markup {
    let acts: Vec<_> = acts.collect();
    html! {
        @if !acts.is_empty() {
            ul.reports { @for act in acts {
                li { (timeline::sentence(view, &act.event)) small { (when::moment(act.trace.at, &view.who.zone)) " · " (of(view, act)) } }
            } }
        }
    }
}

/// On a party's first page: what waits for its word, and what counts on its word without it.
pub fn for_us(view: &View<'_>, party: &PartyId) -> Markup {
    let waiting: Vec<_> = view.state.waiting_for(party).collect();
    let counts = |act: &&ReportedAct| act.party == *party && act.standing == ReportStanding::Counts;
    let counting: Vec<_> = view.state.reported().rev().filter(counts).collect();
    html! {
        @if !waiting.is_empty() {
            section.waiting aria-label=(say!(view, whose_word.what_waits_for_our_word)) {
                h2 { (say!(view, whose_word.what_waits_for_our_word)) }
                p { (say!(view, whose_word.the_mediator_recorded_this_on_our)) }
                @for act in waiting { (asked(view, act)) }
            }
        }
        @if !counting.is_empty() {
            details.fold {
                summary { (say!(view, whose_word.recorded_on_our_word, count = counting.len())) }
                p { (say!(view, whose_word.this_counts_contest_what_we_did)) }
                @for act in counting { (asked(view, act)) }
            }
        }
    }
}

/// On the mediator's first page: what waits for the parties' words.
pub fn for_mediator(view: &View<'_>) -> Markup {
    let waiting: Vec<_> = view.state.reported().filter(|act| act.waits()).collect();
    html! {
        @if !waiting.is_empty() {
            section {
                h2 { (say!(view, whose_word.waits_for_a_partys_word)) }
                ul { @for act in waiting {
                    li { (timeline::sentence(view, &act.event)) small { (when::moment(act.trace.at, &view.who.zone)) " · " (of(view, act)) } }
                } }
            }
        }
    }
}

/// One act with the forms by which the party says whether it is its word.
fn asked(view: &View<'_>, act: &ReportedAct) -> Markup {
    let report = act.id.clone();
    let confirms = Command::ConfirmReport(ConfirmReport { report: report.clone(), person: None });
    let contests = Command::ContestReport(ContestReport { report, reason: None });
    html! {
        article.card {
            p { (timeline::sentence(view, &act.event)) }
            (subject(view, &act.event))
            p { small { (when::moment(act.trace.at, &view.who.zone)) " · " (words::known_to(view, &act.trace.compartment, |party| view.party_name(party))) " · " (of(view, act)) } }
            @if view.offers(&confirms) {
                ({
                    let form = view.form("confirm_report").confirm(say!(view, whose_word.confirm_it_it_is_our_word)).read_by(view, &act.trace.compartment);
                    let fields = html! { (form.fixed("report", act.id.as_str())) };
                    form.ends(fields, &say!(view, whose_word.confirm_this_is_our_word))
                })
            }
            @if view.offers(&contests) {
                (folded(&say!(view, whose_word.contest_this_is_not_our_word), {
                    let form = view.form("contest_report").read_by(view, &act.trace.compartment);
                    let fields = html! {
                        (form.fixed("report", act.id.as_str()))
                        (form.line("reason", &say!(view, whose_word.why), false, ""))
                    };
                    form.ends_quietly(fields, &say!(view, whose_word.contest_it))
                }))
            }
            @if !view.offers(&confirms) && !view.offers(&contests) && !view.preview {
                p { small { (say!(view, whose_word.somebody_of_ours_with_a_mandate)) } }
            }
        }
    }
}

/// The whole words of what is to be confirmed, where the sentence does not say them.
fn subject(view: &View<'_>, event: &Event) -> Markup {
    match event {
        Event::PackageAnswered(answered) => html! {
            @if let Some(package) = view.state.packages.get(&answered.package) { (packages::as_list(view, &package.options)) }
        },
        Event::ClauseAnswered(answered) => {
            let draft = view.state.drafts.get(&answered.draft);
            let clause =
                draft.and_then(|draft| draft.clauses.iter().find(|known| known.id == answered.clause));
            html! { @if let Some(clause) = clause { div.words dir="auto" { (clause.text) } } }
        }
        Event::CommuniqueAgreed(agreed) => {
            let known = view.state.communiques.get(&agreed.communique);
            let at = usize::try_from(agreed.wording).ok().and_then(|wording| wording.checked_sub(1));
            let text = known.zip(at).and_then(|(known, at)| known.wordings.get(at));
            html! { @if let Some((text, _)) = text { div.communique { (words::prose(text)) } } }
        }
        Event::HearingConfirmed(confirmed) => html! {
            @if let Some(heard) = view.state.heard.get(&confirmed.heard) { p { (words::said(heard.wording.read())) } }
        },
        Event::BriefDeposited(brief) => html! {
            details.fold { summary { (say!(view, whose_word.read_it)) } pre.file { (brief.text.read()) } }
        },
        _ => html! {},
    }
}
