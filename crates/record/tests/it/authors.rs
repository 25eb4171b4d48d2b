//! No act without its author: what counts for a party that has come in, an event by that party's own account carries or
//! confirms. Held against the log alone, whatever anybody asks for in whatever order.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot be set up fails"
)]

use crate::party_acts::{come_in, team};
use crate::talks::{PARTIES, Talks, command, delegate, mediator, principal};
use mediant_model::case::Reader;
use mediant_model::{PartyId, Quorum};
use mediant_record::confirmation::{ReportConfirmed, ReportContested};
use mediant_record::door::DoorOpened;
use mediant_record::item::{ItemReleased, ItemTold};
use mediant_record::mandate::{MandateGiven, MandateLimited};
use mediant_record::mending::MandateCorrected;
use mediant_record::state::Trace;
use mediant_record::{Actor, Compartment, Event, Placed, Role, State};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A wish drawn at random: who asks, for which party, what, and numbers that choose the rest.
#[derive(Clone, Debug)]
struct Draw {
    who: u8,
    of: usize,
    kind: u8,
    a: u8,
    b: u8,
}

const KINDS: u8 = 25;

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let draw = (0_u8..6, 0..PARTIES.len(), 0..KINDS, any::<u8>(), any::<u8>());
    let draw = draw.prop_map(|(who, of, kind, a, b)| Draw { who, of, kind, a, b });
    prop::collection::vec(draw, 1..80)
}

fn one_of<'s, K: std::fmt::Display + 's>(mut all: impl Iterator<Item = K>, at: u8) -> Option<String> {
    let all: Vec<String> = all.by_ref().map(|id| id.to_string()).collect();
    all.get(usize::from(at) % all.len().max(1)).cloned()
}

/// What is asked for. Where the mediator or the team asks, it names somebody on whose word.
fn wish(draw: &Draw, talks: &Talks) -> Option<(Actor, Value)> {
    let of = PARTIES[draw.of];
    let state = talks.state(&Reader::Mediator);
    let actor = match draw.who {
        0 | 1 => team(),
        2 => mediator(),
        3 => principal(of),
        4 => delegate(of),
        _ => Actor::new(Role::Principal(of.into())),
    };
    let person = actor.role.mediates().then(|| {
        let role = if draw.b.is_multiple_of(3) { "delegate" } else { "principal" };
        format!("{of}_{role}")
    });
    let place = if draw.a.is_multiple_of(3) { format!("caucus:{of}") } else { "table".to_owned() };
    let verdict = ["accept", "accept_ad_referendum", "reject"][usize::from(draw.b) % 3];
    let item =
        || one_of(state.items.iter().filter(|(_, item)| item.party.as_str() == of).map(|(id, _)| id), draw.a);
    let mandate = || {
        one_of(
            state.mandates.iter().filter(|(_, given)| given.party.as_str() == of).map(|(id, _)| id),
            draw.a,
        )
    };
    let release = ["held", "substance", "verbatim", "public"][usize::from(draw.b) % 4];
    let issues = [json!(["quay"]), json!(["quay", "fees"]), Value::Null][usize::from(draw.b) % 3].clone();
    let mut wish = match draw.kind {
        0 => json!({"command": "propose_package", "in": "table", "party": of, "binding": draw.b < 128,
            "options": {"quay": "wide"}}),
        1..=4 => json!({"command": "answer_package", "in": place, "party": of, "verdict": verdict,
            "package": one_of(state.packages.keys(), draw.a)?}),
        5 | 6 => {
            let (draft, on) = state.latest_draft(&Compartment::Table)?;
            json!({"command": "answer_clause", "in": place, "draft": draft, "party": of, "answer": verdict,
                "clause": on.clauses[usize::from(draw.a) % on.clauses.len()].id})
        }
        7 => {
            json!({"command": "tell_item", "party": of, "text": format!("words {}", draw.a), "release": release})
        }
        8 | 9 => json!({"command": "release_item", "item": item()?, "release": release}),
        10 => json!({"command": "take_item_back", "item": item()?}),
        11 | 12 => {
            json!({"command": "give_mandate", "in": place, "party": of, "person": format!("{of}_delegate"),
            "issues": issues})
        }
        13 => json!({"command": "limit_mandate", "mandate": mandate()?, "issues": issues}),
        14 => json!({"command": "revoke_mandate", "mandate": mandate()?}),
        15 => {
            json!({"command": "record_departure", "in": "public", "party": of, "person": format!("{of}_delegate"),
            "how": "resigned"})
        }
        16 => json!({"command": "record_return", "party": of, "person": format!("{of}_delegate")}),
        17 => json!({"command": "agree_communique", "communique": one_of(state.communiques.keys(), draw.a)?,
            "wording": 1, "party": of}),
        18 => json!({"command": "record_signature", "in": "public", "party": of}),
        19 => json!({"command": "record_ratification", "in": "public", "party": of}),
        20 => {
            let version = state.briefs.get(&of.into()).map_or(0, |briefs| briefs.deposited.len());
            json!({"command": "deposit_brief", "party": of, "replaces_version": version,
                "text": format!("mediant_brief = 1\ncase = \"harbour\"\nparty = \"{of}\"\n")})
        }
        21 => json!({"command": "declare_agreement", "in": "table",
            "about": {"package": one_of(state.packages.keys(), draw.a)?}}),
        22 => {
            json!({"command": "confirm_report", "report": one_of(state.reported().map(|act| &act.id), draw.a)?})
        }
        24 => {
            let mut right = json!({"command": "correct_mandate", "mandate": mandate()?, "issues": issues});
            let touched = talks.state(&actor.role.reader()).touched(&command(right.clone()));
            if !touched.is_empty() {
                right["touches"] = json!(touched.mark());
            }
            right
        }
        _ => {
            json!({"command": "contest_report", "report": one_of(state.reported().map(|act| &act.id), draw.a)?})
        }
    };
    let named = matches!(draw.kind, 1..=10 | 17 | 18);
    if let Some(person) = person.filter(|_| named) {
        wish["person"] = json!(person);
    }
    Some((actor, wish))
}

/// Everything that counts for a party in a state: what it is, and where it stands among the reader's events.
fn counting(state: &State) -> Vec<(&'static str, PartyId, &Trace)> {
    let mut counting = Vec::new();
    for package in state.packages.values() {
        let accepts = package.answers.iter().filter(|(_, answer)| answer.is_acceptance());
        counting.extend(accepts.map(|(party, answer)| ("acceptance", party.clone(), &answer.trace)));
        let bound = package.party.as_ref().filter(|party| package.is_accepted_by(party));
        counting.extend(
            bound
                .filter(|party| !package.answers.contains_key(*party))
                .map(|party| ("proposal", party.clone(), &package.trace)),
        );
    }
    let accepted = state.clause_answers.iter().filter(|(_, answer)| answer.is_acceptance());
    counting.extend(accepted.map(|((_, party), answer)| ("clause", party.clone(), &answer.trace)));
    counting.extend(state.mandates.values().map(|given| ("mandate", given.party.clone(), &given.trace)));
    for known in state.communiques.values() {
        counting.extend(known.agreed.iter().map(|(party, (_, trace))| ("communique", party.clone(), trace)));
    }
    counting.extend(state.signatures.iter().map(|deed| ("signature", deed.party.clone(), &deed.trace)));
    counting.extend(state.ratifications.iter().map(|deed| ("ratification", deed.party.clone(), &deed.trace)));
    for (party, briefs) in &state.briefs {
        counting.extend(briefs.deposited.iter().map(|brief| ("brief", party.clone(), &brief.trace)));
    }
    counting
}

/// Whether an event is the party's own, was confirmed by it, or is from before its principal had come: from the log alone.
fn has_an_author(log: &[Placed], placed: &Placed, party: &PartyId) -> bool {
    let own = |placed: &Placed| placed.recorded.by.role.party() == Some(party);
    let confirms = |other: &Placed| {
        matches!(&other.recorded.event, Event::ReportConfirmed(ReportConfirmed { report, .. }) if *report == placed.recorded.id)
            && own(other)
    };
    let at = log.iter().position(|other| other.recorded.id == placed.recorded.id).expect("on record");
    let came = |other: &Placed| matches!(&other.recorded.event, Event::DoorOpened(DoorOpened { role: Role::Principal(of), .. }) if of == party);
    let contests = |other: &Placed| matches!(&other.recorded.event, Event::ReportContested(ReportContested { report, .. }) if *report == placed.recorded.id);
    if log.iter().any(contests) {
        return false;
    }
    own(placed) || log.iter().any(confirms) || !log[..at].iter().any(came)
}

/// Whether nothing may travel further than some event says that has an author.
fn releases_have_an_author(state: &State, log: &[Placed], visible: &[&Placed]) -> bool {
    let loose = state
        .items
        .iter()
        .filter(|(_, item)| item.taken_back.is_none() && item.release > state.release_usual());
    loose.into_iter().all(|(id, known)| {
        visible.iter().any(|placed| {
            let release = match &placed.recorded.event {
                Event::ItemTold(ItemTold { item, release, .. }) if item == id => release,
                Event::ItemReleased(ItemReleased { item, release, .. }) if item == id => release,
                _ => return false,
            };
            *release >= known.release && has_an_author(log, placed, &known.party)
        })
    })
}

/// Whether no mandate covers more than some event says that has an author.
fn bounds_have_an_author(state: &State, log: &[Placed], visible: &[&Placed]) -> bool {
    state.mandates.iter().all(|(id, given)| {
        visible.iter().any(|placed| {
            let said = match &placed.recorded.event {
                Event::MandateGiven(MandateGiven { mandate, issues, .. }) if mandate == id => issues,
                Event::MandateLimited(MandateLimited { mandate, issues, .. }) if mandate == id => issues,
                Event::MandateCorrected(MandateCorrected { mandate, issues, .. }) if mandate == id => issues,
                _ => return false,
            };
            let within = match (&given.issues, said) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(covered), Some(said)) => covered.is_subset(said),
            };
            within && has_an_author(log, placed, &given.party)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_counts_for_a_party_that_has_come_the_party_said(story in draws(), come in 0_u8..8) {
        let mut talks = Talks::opened(Quorum::AtLeast(2), &[]);
        for (at, of) in PARTIES.iter().enumerate() {
            if come & (1 << at) != 0 {
                come_in(&mut talks, of);
            }
        }
        let draft = json!({"command": "put_draft", "in": "table", "title": "Draft", "clauses": [
            {"heading": "Quay", "issue": "quay", "text": "The quay is wide."},
            {"heading": "Fees", "issue": "fees", "text": "Fees are low."}]});
        talks.must(&mediator(), command(draft));
        let package = json!({"command": "propose_package", "in": "table", "options": {"quay": "wide", "fees": "low"}});
        talks.must(&mediator(), command(package));
        let text = json!({"command": "propose_communique", "concerned": PARTIES, "text": "We met."});
        talks.must(&mediator(), command(text));
        for (at, draw) in story.iter().enumerate() {
            if draw.kind == 0 && draw.b.is_multiple_of(5) {
                let open = json!({"command": "open_door", "door": format!("door {at}"), "role": {"principal": PARTIES[draw.of]},
                    "let_in_by": "mediator"});
                let _ = talks.ask(&mediator(), &command(open));
            }
            let Some((actor, wish)) = wish(draw, &talks) else { continue };
            let _ = talks.ask(&actor, &command(wish));
            for (reader, state) in &talks.states {
                let visible: Vec<&Placed> =
                    talks.log.iter().filter(|placed| placed.compartment.is_read_by(reader)).collect();
                for (what, party, trace) in counting(state) {
                    let placed = visible[usize::try_from(trace.index - 1).expect("an index")];
                    prop_assert!(has_an_author(&talks.log, placed, &party), "{what} of {party}: {placed:?}");
                }
                prop_assert!(bounds_have_an_author(state, &talks.log, &visible));
                prop_assert!(releases_have_an_author(state, &talks.log, &visible));
            }
        }
    }
}
