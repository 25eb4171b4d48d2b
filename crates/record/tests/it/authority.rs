//! Who may act: every command, asked for from every place, under every kind of mandate, for one's own party and another's.
//!
//! What is expected is written down here from the guide for delegations and the rules in `docs/SECURITY.md`, kind by kind; it is
//! not made from the code that decides.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{PARTIES, Talks, command, delegate, mediator, principal};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::communique::CommuniqueProposed;
use mediant_record::draft::DraftPut;
use mediant_record::event::Event;
use mediant_record::hearing::Heard;
use mediant_record::item::ItemTold;
use mediant_record::mandate::{MandateGiven, MandateId};
use mediant_record::mediation::MediationOpened;
use mediant_record::package::PackageProposed;
use mediant_record::refusal::Reason;
use mediant_record::report::ReportAdded;
use mediant_record::round::{RoundId, RoundOpened, RoundState};
use mediant_record::session::SessionPlanned;
use mediant_record::statement::Stated;
use mediant_record::{Actor, Command, Compartment, Placed, Role};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// From where somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Principal,
    Delegate,
    Adviser,
    Mediator,
    Team,
}

const PLACES: [Place; 5] = [Place::Principal, Place::Delegate, Place::Adviser, Place::Mediator, Place::Team];

/// How the delegate's mandate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Nothing,
    All,
    OnIssue,
    OnOtherIssue,
    NotBegun,
    Revoked,
    ExpiredByAMinute,
    RevokedWhileARoundIsOpen,
}

const HELD: [Held; 8] = [
    Held::Nothing,
    Held::All,
    Held::OnIssue,
    Held::OnOtherIssue,
    Held::NotBegun,
    Held::Revoked,
    Held::ExpiredByAMinute,
    Held::RevokedWhileARoundIsOpen,
];

/// What the documents say that something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// The mediator alone.
    Mediator,
    /// The mediator or the team.
    Mediation,
    /// Anybody of the delegation who has not left, advisers included, and nobody else.
    Delegation,
    /// Whoever speaks for the party; the mediator records it.
    Voice,
    /// Whoever speaks for the party, and nobody in its place.
    OwnVoice,
    /// A live mandate on the quay, or the principal; the mediator names on whose word.
    Quay,
    /// The same, and nobody in the party's place.
    OwnQuay,
    /// A live mandate over all issues, or the principal.
    Whole,
    /// The principal; the mediator records it.
    Office,
    /// The principal, and nobody in its place.
    OwnOffice,
    /// Authority for oneself, and to make a principal less than that: nobody.
    ForOneself,
    /// To leave oneself: whoever has not left; the mediator records it.
    Oneself,
    /// Who lets somebody in: the mediator, and the party's principal.
    LetsIn,
    /// Whoever of the delegation is there, and the mediator who announced it.
    Shuts,
}

/// What the guide says: whether it may be done.
fn expected(takes: Takes, place: Place, held: Held, left: bool, own: bool) -> bool {
    let mediates = matches!(place, Place::Mediator | Place::Team);
    if !mediates && (left || !own) {
        return false;
    }
    let decides = place == Place::Principal;
    let speaks = matches!(place, Place::Principal | Place::Delegate);
    let on_quay = decides || (place == Place::Delegate && matches!(held, Held::All | Held::OnIssue));
    let on_all = decides || (place == Place::Delegate && held == Held::All);
    match takes {
        Takes::Mediator => place == Place::Mediator,
        Takes::Mediation => mediates,
        Takes::Delegation => !mediates,
        Takes::Voice => mediates || speaks,
        Takes::OwnVoice => speaks,
        Takes::Quay => mediates || on_quay,
        Takes::OwnQuay => on_quay,
        Takes::Whole => mediates || on_all,
        Takes::Office => mediates || decides,
        Takes::ForOneself => false,
        Takes::Oneself => mediates || speaks,
        Takes::LetsIn => place == Place::Mediator || decides,
        Takes::OwnOffice => decides,
        Takes::Shuts => place == Place::Mediator || !mediates,
    }
}

fn actor(place: Place, party: &str) -> Actor {
    match place {
        Place::Principal => principal(party),
        Place::Delegate => delegate(party),
        Place::Adviser => Actor::person(Role::Adviser(party.into()), format!("{party}_adviser").as_str()),
        Place::Mediator => mediator(),
        Place::Team => Actor::new(Role::Team),
    }
}

/// The public line of a key file.
fn public(seed: u8) -> String {
    mediant_attest::SecretKey::new(&[seed; 32]).public().line()
}

/// The id of a key of `World::opened`: its principal's, or its aide's.
fn key_of(party: &str, is_aides: bool) -> String {
    let at = PARTIES.iter().position(|known| *known == party).expect("a party");
    let seed = u8::try_from(at * 2).expect("few parties") + u8::from(is_aides) + 1;
    mediant_attest::SecretKey::new(&[seed; 32]).public().id().to_string()
}

/// Talks in which everything is there that commands refer to, by name.
struct World {
    talks: Talks,
    names: Vec<(String, String)>,
}

impl World {
    fn name(&self, of: &str) -> &str {
        self.names.iter().find(|(known, _)| known == of).map(|(_, id)| id.as_str()).expect("a name")
    }

    fn made(&mut self, by: &Actor, name: &str, ask: Value) -> Vec<Placed> {
        let events = self.talks.must(by, command(ask));
        let id = match &events[0].recorded.event {
            Event::MandateGiven(MandateGiven { mandate, .. }) => mandate.to_string(),
            Event::ItemTold(ItemTold { item, .. }) => item.to_string(),
            Event::Stated(Stated { statement, .. }) => statement.to_string(),
            Event::PackageProposed(PackageProposed { package, .. }) => package.to_string(),
            Event::RoundOpened(RoundOpened { round, questions, .. }) => {
                self.names.push((format!("{name}_question"), questions[0].id.to_string()));
                round.to_string()
            }
            Event::DraftPut(DraftPut { draft, clauses, .. }) => {
                self.names
                    .extend((0..).zip(clauses).map(|(at, c)| (format!("{name}_{at}"), c.id.to_string())));
                draft.to_string()
            }
            Event::Heard(Heard { heard, .. }) => heard.to_string(),
            Event::MediationOpened(MediationOpened { mediation, .. }) => mediation.to_string(),
            Event::CommuniqueProposed(CommuniqueProposed { communique, .. }) => communique.to_string(),
            Event::ReportAdded(ReportAdded { report, .. }) => report.to_string(),
            Event::SessionPlanned(SessionPlanned { session, .. }) => session.to_string(),
            other => panic!("{other:?}"),
        };
        self.names.push((name.to_owned(), id));
        events
    }

    fn opened(held: Held) -> Self {
        let mut world = Self { talks: Talks::opened(Quorum::AtLeast(1), &[]), names: Vec::new() };
        let m = mediator();
        for of in PARTIES {
            for (id, role) in [
                ("adviser", "adviser"),
                ("aide", "delegate"),
                ("gone", "delegate"),
                ("co", "principal"),
                ("old", "principal"),
            ] {
                let person = json!({"id": format!("{of}_{id}"), "name": id, "role": role});
                let name = json!({"command": "name_person", "in": "public", "party": of, "person": person});
                world.talks.must(&m, command(name));
            }
            let give = |whom: &str, more: Value| {
                let mut give = json!({"command": "give_mandate", "in": format!("caucus:{of}"), "party": of,
                    "person": format!("{of}_{whom}")});
                give.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
                give
            };
            world.made(&m, &format!("{of}_aides"), give("aide", json!({})));
            world.made(&m, &format!("{of}_own"), give("principal", json!({})));
            for gone in ["gone", "old"] {
                let leave = json!({"command": "record_departure", "in": "public", "party": of,
                    "person": format!("{of}_{gone}"), "how": "resigned"});
                world.talks.must(&m, command(leave));
            }
            let own = principal(of);
            let told = |issue: Option<&str>, release: &str| {
                json!({"command": "tell_item", "party": of,
                "text": format!("{of} {release} {}", issue.unwrap_or("everything")), "issue": issue, "release": release})
            };
            world.made(&own, &format!("{of}_held"), told(Some("quay"), "held"));
            world.made(&own, &format!("{of}_verbatim"), told(None, "verbatim"));
            let recorded = json!({"command": "tell_item", "party": of, "text": format!("{of} was heard to say so"),
                "issue": "quay"});
            let events = world.talks.must(&m, command(recorded));
            world.names.push((format!("{of}_recorded"), events[0].recorded.id.to_string()));
            let line = json!({"command": "state", "statement": {"kind": "red_line", "party": of,
                "never": {"quay": "wide"}, "standing": "public", "publicity": "public"}});
            world.made(&own, &format!("{of}_line"), line);
            let heard = json!({"command": "say", "to": {"party": of}, "wording": "think it over"});
            world.made(&m, &format!("{of}_heard"), heard);
            let given = match held {
                Held::Nothing => None,
                Held::All | Held::Revoked | Held::RevokedWhileARoundIsOpen => Some(json!({})),
                Held::OnIssue => Some(json!({"issues": ["quay"]})),
                Held::OnOtherIssue => Some(json!({"issues": ["fees"]})),
                Held::NotBegun => Some(json!({"from": "2026-03-04"})),
                Held::ExpiredByAMinute => Some(json!({"until": "2026-03-02"})),
            };
            if let Some(given) = given {
                world.made(&m, &format!("{of}_delegates"), give("delegate", given));
            }
        }
        for (at, of) in (0_u8..).zip(PARTIES) {
            // The principal's is the first of its party; nobody stands up for the aide's.
            for (next, whom) in
                [principal(of), Actor::person(Role::Delegate(of.into()), format!("{of}_aide").as_str())]
                    .iter()
                    .enumerate()
            {
                let register = json!({"command": "register_key", "party": of, "public": public(at * 2 + next as u8 + 1)});
                world.talks.must(whom, command(register));
            }
        }
        let clause =
            |heading: &str| json!({"heading": heading, "issue": "quay", "text": "The quay is wide."});
        let put = json!({"command": "put_draft", "in": "table", "title": "Draft",
            "clauses": [clause("Open"), clause("Accepted")]});
        world.made(&m, "draft", put);
        let round = json!({"command": "open_round", "title": "Round", "closes": "2026-03-09T12:00:00Z",
            "questions": [{"package": {"quay": "wide"}}]});
        world.made(&m, "round", round);
        let propose = json!({"command": "propose_package", "in": "table", "options": {"quay": "wide"}});
        world.made(&m, "package", propose.clone());
        world.made(&m, "accepted", propose);
        let whole =
            json!({"command": "propose_package", "in": "table", "options": {"quay": "wide", "fees": "low"}});
        world.made(&m, "whole", whole);
        let mediation = json!({"command": "open_mediation", "title": "Asked alone", "issues": ["quay", "fees"],
            "closes": "2026-03-09T12:00:00Z"});
        world.made(&m, "mediation", mediation);
        let communique = json!({"command": "propose_communique", "concerned": PARTIES, "text": "We met."});
        world.made(&m, "communique", communique);
        let report = json!({"command": "add_report", "name": "Gazette", "on": "2026-03-01", "published": true,
            "text": "They met."});
        world.made(&m, "report", report);
        let decided = json!({"suggestion": "met", "resolution": "accept", "to": "public", "rule": "said", "before": {}});
        let decide =
            json!({"command": "decide_suggestions", "report": world.name("report"), "decisions": [decided]});
        world.talks.must(&m, command(decide));
        let session = json!({"command": "plan_session", "in": "table", "plan": {"parties": PARTIES}});
        world.made(&m, "session", session);
        for of in PARTIES {
            // A principal has come, an aide was let in, and the mediator announced a new door.
            let open = |door: &str, role: &str, word: &str| {
                json!({"command": "open_door", "door": format!("{of}_{door}"), "role": {role: of},
                    "person": format!("{of}_{door}"), "let_in_by": word})
            };
            world.talks.must(&m, command(open("co", "principal", "mediator")));
            world.talks.must(&principal(of), command(open("aide", "delegate", "principal")));
            let announce =
                json!({"command": "announce_door", "door": format!("{of}_new"), "role": {"principal": of}});
            world.talks.must(&m, command(announce));
            world.talks.must(&m, command(json!({"command": "ask_to_delete", "party": of})));
            let agree = json!({"command": "answer_deletion", "party": of, "agrees": true});
            world.talks.must(&principal(of), command(agree));
            let accept = json!({"command": "answer_clause", "in": "table", "draft": world.name("draft"),
                "clause": world.name("draft_1"), "party": of, "answer": "accept"});
            world.talks.must(&principal(of), command(accept));
            for package in ["accepted", "whole"] {
                let accept = json!({"command": "answer_package", "in": "table", "package": world.name(package),
                    "party": of, "verdict": "accept"});
                world.talks.must(&principal(of), command(accept));
            }
            if matches!(held, Held::Revoked | Held::RevokedWhileARoundIsOpen) {
                if held == Held::RevokedWhileARoundIsOpen {
                    world.answers_round(&delegate(of), of);
                }
                let revoke =
                    json!({"command": "revoke_mandate", "mandate": world.name(&format!("{of}_delegates"))});
                world.talks.must(&principal(of), command(revoke));
            }
        }
        let declare =
            json!({"command": "declare_agreement", "in": "table", "about": {"package": world.name("whole")}});
        world.talks.must(&m, command(declare));
        if held == Held::ExpiredByAMinute {
            // The last day was the second of March.
            world.talks.now = "2026-03-03T00:01:00Z".parse().expect("a time");
        }
        world
    }

    fn answers_round(&mut self, who: &Actor, of: &str) {
        let answer = json!({"command": "answer_round", "round": self.name("round"), "party": of,
            "answers": {self.name("round_question"): "accept"}});
        self.talks.must(who, command(answer));
    }

    /// Everybody of a party whose place is looked at leaves, as read in a compartment.
    fn leave(&mut self, of: &str, compartment: &str) {
        for person in ["principal", "delegate", "adviser"] {
            let leave = json!({"command": "record_departure", "in": compartment, "party": of,
                "person": format!("{of}_{person}"), "how": "dismissed"});
            self.talks.must(&mediator(), command(leave));
        }
    }
}

/// Every kind of command about a party, some of them in several forms, with what the documents say it takes.
#[expect(clippy::too_many_lines, reason = "one entry a command, read as a table")]
fn everything(world: &World, place: Place, of: &str) -> Vec<(Takes, Value)> {
    let name = |what: &str| world.name(what);
    let of_party = |what: &str| format!("{of}_{what}");
    let thing = |what: &str| world.name(&of_party(what));
    let caucus = format!("caucus:{of}");
    // The mediator says on whose word; everybody else is asked in their own name.
    let word = matches!(place, Place::Mediator | Place::Team).then(|| of_party("co"));
    let oneself = match place {
        Place::Principal => of_party("principal"),
        Place::Delegate => of_party("delegate"),
        Place::Adviser => of_party("adviser"),
        Place::Mediator | Place::Team => of_party("aide"),
    };
    let person = |id: &str, role: &str| json!({"id": of_party(id), "name": "somebody", "role": role});
    let said = |kind: Value| {
        let mut said = json!({"party": of, "publicity": "public"});
        said.as_object_mut().expect("fields").extend(kind.as_object().expect("fields").clone());
        json!({"command": "state", "statement": said})
    };
    let clause = |at: &str, answer: &str| {
        json!({"command": "answer_clause", "in": "table", "draft": name("draft"), "clause": name(at), "party": of,
            "answer": answer, "person": word})
    };
    let package = |which: &str, verdict: &str| {
        json!({"command": "answer_package", "in": "table", "package": name(which), "party": of, "verdict": verdict,
            "person": word})
    };
    let tell = |issue: Option<&str>, release: &str| {
        json!({"command": "tell_item", "party": of, "text": "something", "issue": issue, "release": release,
            "person": word})
    };
    let propose = |binding: bool| json!({"command": "propose_package", "in": "table", "party": of, "options": {"quay": "narrow"}, "binding": binding});
    let named =
        |person: Value| json!({"command": "name_person", "in": "public", "party": of, "person": person});
    let leaves = |who: &str| json!({"command": "record_departure", "in": "public", "party": of, "person": who, "how": "resigned"});
    let returns = |who: &str| json!({"command": "record_return", "party": of, "person": of_party(who)});
    let gives = |whom: &str| json!({"command": "give_mandate", "in": caucus, "party": of, "person": whom});
    let plan = json!({"parties": PARTIES});
    let corrected = json!({"command": "correct_statement", "corrects": thing("line"), "statement": {"kind": "red_line",
        "party": of, "never": {"quay": "wide"}, "standing": "public", "publicity": "public", "text": "no wide quay"}});
    let brief = format!("mediant_brief = 1\ncase = \"harbour\"\nparty = \"{of}\"\n");
    let later = "2026-03-20T12:00:00Z";
    vec![
        // The frame of the talks and the mediator's own acts.
        (
            Takes::Mediation,
            json!({"command": "open_case", "in": "public", "title": "Another", "agreement": {}}),
        ),
        (Takes::Mediation, json!({"command": "import_case", "in": "public", "file": "mediant = 1"})),
        (Takes::Mediation, json!({"command": "change_agreement_rule", "in": "table", "agreement": {}})),
        (
            Takes::Mediation,
            json!({"command": "change_caucus_rule", "in": "table", "caucus_rule": "nothing_without_release"}),
        ),
        (
            Takes::Mediation,
            json!({"command": "name_source", "in": "table", "source": {"id": "s", "title": "A report"}}),
        ),
        (
            Takes::Mediation,
            json!({"command": "add_party", "in": "public", "party": {"id": "east", "name": "East", "role": "negotiating"}}),
        ),
        (
            Takes::Mediation,
            json!({"command": "add_issue", "in": "public", "issue": {"id": "light", "name": "Light", "kind": "withheld"}}),
        ),
        (
            Takes::Mediation,
            json!({"command": "add_parties", "in": "table", "parties": [{"name": "Harbour watch", "decides": ["Ida Falk"]}]}),
        ),
        (
            Takes::Mediation,
            json!({"command": "add_issues", "in": "public", "issues": [{"name": "Lamps", "options": ["oil", "gas"]}]}),
        ),
        (
            Takes::Mediation,
            json!({"command": "add_option", "in": "table", "issue": "quay", "option": {"id": "none", "name": "none"}}),
        ),
        (
            Takes::Mediation,
            json!({"command": "disclose_issue", "in": "table", "issue": "quay", "kind": {"kind": "withheld"}}),
        ),
        (Takes::Mediation, json!({"command": "split_issue", "in": "public", "issue": "quay", "into": []})),
        // What is put right. An issue or option that is being asked about, or that something rests on, keeps its words.
        (
            Takes::Mediation,
            json!({"command": "reword", "in": "public", "what": "title", "name": "Harbour, once more"}),
        ),
        (
            Takes::Mediation,
            json!({"command": "reword", "in": "public", "what": {"party": of}, "name": "Another name"}),
        ),
        (
            Takes::Office,
            json!({"command": "reword", "in": "public", "what": {"person": {"party": of, "person": of_party("aide")}},
            "name": "Another name"}),
        ),
        (
            Takes::Office,
            json!({"command": "reword", "in": caucus, "what": {"office": {"party": of, "person": of_party("co")}},
            "name": "An office"}),
        ),
        (Takes::Mediation, json!({"command": "take_out", "what": {"issue": "quay"}})),
        (
            Takes::Mediation,
            json!({"command": "retire", "what": {"option": {"issue": "quay", "option": "wide"}}}),
        ),
        (
            Takes::Mediation,
            json!({"command": "correct_session", "session": name("session"), "plan": plan, "reason": "the place"}),
        ),
        (
            Takes::Mediation,
            json!({"command": "correct_clause", "draft": name("draft"), "clause": name("draft_0"), "issue": "fees"}),
        ),
        (Takes::Mediation, json!({"command": "estimate_brief", "party": of, "text": brief})),
        (Takes::Mediation, json!({"command": "plan_session", "in": "table", "plan": plan})),
        (Takes::Mediation, json!({"command": "move_session", "session": name("session"), "plan": plan})),
        (Takes::Mediation, json!({"command": "hold_session", "session": name("session")})),
        (Takes::Mediation, json!({"command": "cancel_session", "session": name("session")})),
        (Takes::Mediation, json!({"command": "pass_item_on", "item": thing("verbatim"), "to": "table"})),
        (Takes::Mediation, json!({"command": "say", "to": "table", "wording": "good morning"})),
        (
            Takes::Mediation,
            json!({"command": "put_draft", "in": "table", "title": "Second", "replaces": name("draft"),
            "clauses": [{"heading": "Quay", "text": "The quay is narrow."}]}),
        ),
        (
            Takes::Mediation,
            json!({"command": "open_round", "title": "R", "closes": later, "questions": [{"package": {"fees": "low"}}]}),
        ),
        (Takes::Mediation, json!({"command": "close_round", "round": name("round")})),
        (Takes::Mediation, json!({"command": "cancel_round", "round": name("round")})),
        (Takes::Mediation, json!({"command": "change_questioning_rule", "in": "table", "coupled": true})),
        (
            Takes::Mediation,
            json!({"command": "open_mediation", "title": "M", "issues": ["quay", "fees"], "closes": later}),
        ),
        (Takes::Mediation, json!({"command": "conclude_mediation", "mediation": name("mediation")})),
        (
            Takes::Mediation,
            json!({"command": "resume_mediation", "mediation": name("mediation"), "questions_max": 50, "closes": later}),
        ),
        (Takes::Mediation, json!({"command": "cancel_mediation", "mediation": name("mediation")})),
        (Takes::Mediation, json!({"command": "propose_communique", "concerned": [of], "text": "We met."})),
        (Takes::Mediation, json!({"command": "publish_communique", "communique": name("communique")})),
        (
            Takes::Mediation,
            json!({"command": "add_report", "name": "Post", "on": "2026-03-01", "published": true, "text": "They parted."}),
        ),
        (
            Takes::Mediation,
            json!({"command": "decide_suggestions", "report": name("report"),
            "decisions": [{"suggestion": "other", "resolution": "reject", "rule": "said", "before": {}}]}),
        ),
        (Takes::Mediation, json!({"command": "undo_decision", "report": name("report"), "step": 1})),
        (
            Takes::Mediation,
            json!({"command": "enter_suggestion", "report": name("report"), "suggestion": "met", "place": "P1",
            "words": "They met.", "entry": {"as": "note", "text": "They met."}}),
        ),
        (
            Takes::Mediator,
            json!({"command": "delete_compartment", "compartment": format!("report:{}", name("report"))}),
        ),
        (
            Takes::Mediation,
            json!({"command": "declare_agreement", "in": "table", "about": {"package": name("whole")}}),
        ),
        (Takes::Mediation, json!({"command": "pause_talks", "in": "public"})),
        (Takes::Mediation, json!({"command": "resume_talks", "in": "public"})),
        (Takes::Mediation, json!({"command": "write_note", "in": "mediator", "text": "a note"})),
        (Takes::Mediator, json!({"command": "close_case", "in": "public"})),
        (Takes::Mediator, json!({"command": "delete_compartment", "compartment": caucus})),
        (Takes::Mediator, json!({"command": "ask_to_delete", "party": of})),
        (Takes::OwnOffice, json!({"command": "answer_deletion", "party": of, "agrees": false})),
        (
            Takes::OwnOffice,
            json!({"command": "delete_compartment", "compartment": format!("delegation:{of}")}),
        ),
        // What a delegation keeps to itself.
        (
            Takes::Delegation,
            json!({"command": "write_note", "in": format!("delegation:{of}"), "text": "a note"}),
        ),
        (Takes::Delegation, json!({"command": "draft_brief", "party": of, "text": "half a brief"})),
        // What is said, heard and refused.
        (Takes::Voice, said(json!({"kind": "position", "issue": "quay", "text": "wide, please"}))),
        (Takes::Voice, said(json!({"kind": "remark", "text": "we walk away"}))),
        (Takes::Voice, tell(Some("quay"), "held")),
        (
            Takes::Voice,
            json!({"command": "release_item", "item": thing("verbatim"), "release": "held", "person": word}),
        ),
        (Takes::Voice, json!({"command": "take_item_back", "item": thing("held"), "person": word})),
        (
            Takes::Voice,
            json!({"command": "confirm_hearing", "heard": thing("heard"), "party": of, "person": word}),
        ),
        (
            Takes::Voice,
            json!({"command": "agree_communique", "communique": name("communique"), "wording": 1, "party": of, "person": word}),
        ),
        (Takes::Voice, clause("draft_0", "reject")),
        (Takes::Voice, package("package", "reject")),
        (Takes::Voice, propose(false)),
        (
            Takes::OwnVoice,
            json!({"command": "answer_mediation", "mediation": name("mediation"), "party": of,
            "question": "rank_issues", "answer": {"places": {"quay": 1, "fees": 2}}}),
        ),
        (
            Takes::OwnVoice,
            json!({"command": "confirm_rankings", "mediation": name("mediation"), "party": of,
            "rankings": [{"question": "rank_issues", "answer": {"places": {"quay": 1, "fees": 2}}}]}),
        ),
        (
            Takes::OwnVoice,
            json!({"command": "recommend", "party": of, "verdict": "accept",
            "on": {"clause": {"draft": name("draft"), "clause": name("draft_0")}}}),
        ),
        // What binds, what lets go, what undoes an acceptance.
        (Takes::Quay, clause("draft_0", "accept")),
        (Takes::Quay, clause("draft_0", "accept_ad_referendum")),
        (Takes::Quay, clause("draft_1", "reject")),
        (Takes::Quay, package("package", "accept")),
        (Takes::Quay, package("accepted", "reject")),
        (Takes::Quay, tell(Some("quay"), "substance")),
        (
            Takes::Quay,
            json!({"command": "release_item", "item": thing("held"), "release": "public", "person": word}),
        ),
        // The party put it on record itself.
        (Takes::OwnQuay, json!({"command": "withdraw_statement", "statement": thing("line")})),
        (Takes::OwnQuay, corrected),
        (Takes::Quay, said(json!({"kind": "answer", "issue": "quay", "stance": "accepts"}))),
        (Takes::OwnQuay, propose(true)),
        (
            Takes::OwnQuay,
            json!({"command": "answer_clauses", "in": "table", "draft": name("draft"), "party": of,
            "answers": [{"clause": name("draft_0"), "verdict": "accept"}]}),
        ),
        (
            Takes::OwnVoice,
            json!({"command": "answer_clauses", "in": "table", "draft": name("draft"), "party": of,
            "answers": [{"clause": name("draft_0"), "verdict": "reject"}]}),
        ),
        (
            Takes::OwnQuay,
            json!({"command": "answer_round", "round": name("round"), "party": of,
            "answers": {name("round_question"): "reject"}}),
        ),
        // Keys are their holders': the mediator records nothing of them.
        (Takes::OwnVoice, json!({"command": "register_key", "party": of, "public": public(99)})),
        (
            Takes::OwnVoice,
            json!({"command": "confirm_key", "party": of, "key": key_of(if of == "west" { "north" } else { "west" }, false)}),
        ),
        (Takes::OwnOffice, json!({"command": "confirm_key", "party": of, "key": key_of(of, true)})),
        (
            Takes::OwnOffice,
            json!({"command": "vouch_for_key", "key": key_of(of, true), "by": key_of(of, false)}),
        ),
        (Takes::OwnOffice, json!({"command": "revoke_key", "key": key_of(of, true)})),
        (Takes::Whole, tell(None, "verbatim")),
        (
            Takes::Whole,
            json!({"command": "deposit_brief", "party": of, "text": brief, "replaces_version": 0}),
        ),
        (Takes::Whole, json!({"command": "record_signature", "in": "table", "party": of, "person": word})),
        (Takes::Whole, json!({"command": "break_off_talks", "in": "public", "party": of})),
        // What was recorded on the party's word.
        (Takes::OwnQuay, json!({"command": "confirm_report", "report": thing("recorded")})),
        (
            Takes::OwnQuay,
            json!({"command": "contest_report", "report": thing("recorded"), "reason": "never said"}),
        ),
        // Who speaks for whom.
        (Takes::Office, named(person("new", "delegate"))),
        // Once a principal has come and is in office, who speaks and decides for the party it says itself.
        (Takes::OwnOffice, named(person("aide", "voice"))),
        (Takes::Office, named(person("aide", "delegate"))),
        (Takes::Office, leaves(&of_party("aide"))),
        (Takes::OwnOffice, returns("gone")),
        (Takes::Office, gives(&of_party("aide"))),
        (Takes::Office, json!({"command": "limit_mandate", "mandate": thing("aides"), "issues": ["quay"]})),
        (
            Takes::Office,
            json!({"command": "correct_mandate", "mandate": thing("aides"), "issues": ["quay"], "until": "2026-12-31"}),
        ),
        (Takes::Office, json!({"command": "revoke_mandate", "mandate": thing("aides")})),
        (Takes::OwnOffice, named(person("aide", "principal"))),
        (Takes::OwnOffice, named(person("new", "principal"))),
        (Takes::ForOneself, named(person("co", "delegate"))),
        (Takes::ForOneself, named(person("co", "voice"))),
        (Takes::Mediator, leaves(&of_party("co"))),
        (Takes::OwnOffice, returns("old")),
        (if word.is_some() { Takes::Office } else { Takes::ForOneself }, gives(&oneself)),
        (Takes::Oneself, leaves(&oneself)),
        // Who comes in.
        (
            Takes::LetsIn,
            json!({"command": "open_door", "door": "another", "role": {"delegate": of},
            "let_in_by": if place == Place::Mediator { "before" } else { "principal" }}),
        ),
        (Takes::Mediator, json!({"command": "announce_door", "door": "another", "role": {"principal": of}})),
        (Takes::OwnVoice, json!({"command": "agree_to_door", "door": of_party("new")})),
        (Takes::Shuts, json!({"command": "close_door", "door": of_party("new")})),
        (Takes::OwnOffice, json!({"command": "close_door", "door": of_party("aide")})),
    ]
}

fn authority(reason: Reason) -> bool {
    matches!(reason, Reason::NotAllowed | Reason::NoMandate)
}

/// Kinds that the mediator cannot carry out in these talks for another reason than authority.
const NOT_HERE: [&str; 16] = [
    "ask_to_delete",
    "open_case",
    "import_case",
    "disclose_issue",
    "split_issue",
    "close_round",
    "conclude_mediation",
    "resume_mediation",
    "publish_communique",
    "resume_talks",
    "add_option",
    "change_questioning_rule",
    // One waits already.
    "announce_door",
    // What rests on it has to be seen first, or is being asked about.
    "take_out",
    "retire",
    "correct_clause",
];

fn look(world: &World, place: Place, held: Held, left: bool) {
    for of in ["north", "south"] {
        let who = actor(place, "north");
        for (takes, ask) in everything(world, place, of) {
            let expected = expected(takes, place, held, left, of == "north");
            let kind = ask["command"].as_str().expect("a kind").to_owned();
            let context =
                format!("{place:?} of north, mandate {held:?}, left {left}, {kind} for {of}: {ask}");
            let got = world.talks.clone().ask(&who, &command(ask));
            match (expected, got) {
                (true, Ok(_)) => {}
                (true, Err(refusal)) => assert!(
                    NOT_HERE.contains(&kind.as_str()) && !authority(refusal.reason),
                    "refused: {refusal:?}; {context}"
                ),
                (false, Ok(_)) => panic!("carried out: {context}"),
                // Of another party's confidences one does not even know that they are there.
                (false, Err(refusal)) => assert!(
                    authority(refusal.reason) || (of != "north" && refusal.reason == Reason::Unknown),
                    "refused for another reason: {refusal:?}; {context}"
                ),
            }
        }
    }
}

#[test]
fn every_command_takes_what_the_documents_say() {
    for held in HELD {
        let world = World::opened(held);
        for place in PLACES {
            look(&world, place, held, false);
        }
    }
}

#[test]
fn who_left_acts_for_nobody_wherever_the_departure_is_read() {
    for compartment in ["public", "table", "caucus:north"] {
        for held in HELD {
            let mut world = World::opened(held);
            world.leave("north", compartment);
            for place in [Place::Principal, Place::Delegate, Place::Adviser] {
                look(&world, place, held, true);
            }
        }
    }
}

#[test]
fn the_table_names_every_kind_of_command() {
    let world = World::opened(Held::Nothing);
    let mut named: BTreeSet<String> = everything(&world, Place::Mediator, "north")
        .into_iter()
        .map(|(_, ask)| ask["command"].as_str().expect("a kind").to_owned())
        .collect();
    // What comes after a signature has a test of its own.
    assert!(named.insert("record_ratification".to_owned()));
    assert_eq!(named, Command::KINDS.iter().map(|kind| (*kind).to_owned()).collect());
}

#[test]
fn a_ratification_is_the_principals() {
    for held in HELD {
        let mut world = World::opened(held);
        for of in ["north", "south"] {
            let sign = json!({"command": "record_signature", "in": "table", "party": of});
            world.talks.must(&principal(of), command(sign));
        }
        for (place, own) in PLACES.into_iter().flat_map(|place| [(place, true), (place, false)]) {
            let of = if own { "north" } else { "south" };
            let ratify = json!({"command": "record_ratification", "in": "table", "party": of});
            let got = world.talks.clone().ask(&actor(place, "north"), &command(ratify));
            assert_eq!(
                got.is_ok(),
                expected(Takes::Office, place, held, false, own),
                "{place:?} {held:?} {own}"
            );
        }
    }
}

#[test]
fn an_answer_in_a_round_counts_under_the_mandate_at_its_end() {
    for held in HELD {
        let mut world = World::opened(held);
        for of in PARTIES {
            let _ = world.talks.ask(
                &delegate(of),
                &command(json!({"command": "answer_round", "round": world.name("round"), "party": of,
                    "answers": {world.name("round_question"): "accept"}})),
            );
        }
        world.talks.now = "2026-03-09T12:00:00Z".parse().expect("a time");
        let close = json!({"command": "close_round", "round": world.name("round")});
        world.talks.must(&mediator(), command(close));
        let round = &world.talks.state(&Reader::Mediator).rounds[&RoundId::new(world.name("round"))];
        let RoundState::Closed { overlap, .. } = &round.state else { panic!() };
        // One that has not begun cannot have answered, though it has begun by the end.
        let counts = matches!(held, Held::All | Held::OnIssue);
        assert_eq!(!overlap.is_empty(), counts, "{held:?}");
    }
}

/// North's delegate accepts the first clause under a mandate; whether the acceptance still counts after something else,
/// to the mediator and to the party.
fn still_accepted(after: impl FnOnce(&mut World)) -> bool {
    let mut world = World::opened(Held::All);
    let accept = json!({"command": "answer_clause", "in": "table", "draft": world.name("draft"),
        "clause": world.name("draft_0"), "party": "north", "answer": "accept"});
    world.talks.must(&delegate("north"), command(accept));
    after(&mut world);
    let counts = |reader: &Reader| {
        let state = world.talks.state(reader);
        let (_, draft) = state.latest_draft(&Compartment::Table).expect("a draft");
        let clauses = state.clauses(draft);
        let clause = clauses.iter().find(|c| c.clause.id.as_str() == world.name("draft_0"));
        clause.is_some_and(|clause| clause.tally.accepted.contains(&"north".into()))
    };
    let readers = [Reader::Mediator, Reader::Party("north".into())];
    assert_eq!(counts(&readers[0]), counts(&readers[1]));
    counts(&readers[0])
}

fn redraft(world: &mut World, heading: &str, issue: Option<&str>, text: &str) {
    let state = world.talks.state(&Reader::Mediator);
    let latest = state.latest_draft(&Compartment::Table).map(|(id, _)| id.to_string());
    let put = json!({"command": "put_draft", "in": "table", "title": "Next", "replaces": latest, "clauses": [
        {"id": world.name("draft_0"), "heading": heading, "issue": issue, "text": text}]});
    world.talks.must(&mediator(), command(put));
}

#[test]
fn an_acceptance_is_bound_to_the_whole_clause() {
    let same = |world: &mut World| redraft(world, "Open", Some("quay"), "The quay is wide.");
    assert!(still_accepted(|_| ()));
    assert!(still_accepted(same), "the other clause is gone, this one stands as it was");
    type Change = fn(&mut World);
    let changes: [(&str, Change); 5] = [
        ("words", |world| redraft(world, "Open", Some("quay"), "The quay is narrow.")),
        ("heading", |world| redraft(world, "Open, the east side only", Some("quay"), "The quay is wide.")),
        ("issue", |world| redraft(world, "Open", Some("fees"), "The quay is wide.")),
        ("no issue", |world| redraft(world, "Open", None, "The quay is wide.")),
        ("left out", |world| {
            let state = world.talks.state(&Reader::Mediator);
            let latest = state.latest_draft(&Compartment::Table).map(|(id, _)| id.to_string());
            let put = json!({"command": "put_draft", "in": "table", "title": "Next", "replaces": latest,
                "clauses": [{"heading": "Other", "text": "Something else."}]});
            world.talks.must(&mediator(), command(put));
        }),
    ];
    for (what, change) in changes {
        assert!(!still_accepted(change), "{what}");
        let back = |world: &mut World| {
            change(world);
            same(world);
        };
        assert!(!still_accepted(back), "{what}, and the old clause again");
        let back_and_accepted = |world: &mut World| {
            back(world);
            let state = world.talks.state(&Reader::Mediator);
            let latest = state.latest_draft(&Compartment::Table).map(|(id, _)| id.to_string());
            let accept = json!({"command": "answer_clause", "in": "table", "draft": latest,
                "clause": world.name("draft_0"), "party": "north", "answer": "accept"});
            world.talks.must(&delegate("north"), command(accept));
        };
        assert!(still_accepted(back_and_accepted), "{what}, asked anew and accepted");
    }
    // What the mediator tries out alone, or with one party, outdates nothing at the table.
    for place in ["mediator", "caucus:north"] {
        assert!(still_accepted(|world| {
            for text in ["The quay is narrow.", "The quay is wide."] {
                let at = Compartment::named(place).expect("a compartment");
                let state = world.talks.state(&Reader::Mediator);
                let latest = state.latest_draft(&at).map(|(id, _)| id.to_string());
                let put = json!({"command": "put_draft", "in": place, "title": "Idea", "replaces": latest, "clauses": [
                    {"id": world.name("draft_0"), "heading": "Open", "issue": "quay", "text": text}]});
                world.talks.must(&mediator(), command(put));
            }
        }));
    }
}

#[test]
fn an_acceptance_falls_with_the_authority_it_was_given_under() {
    let mandate = |world: &World| world.name("north_delegates").to_owned();
    assert!(!still_accepted(|world| {
        let revoke = json!({"command": "revoke_mandate", "mandate": mandate(world)});
        world.talks.must(&principal("north"), command(revoke));
    }));
    assert!(!still_accepted(|world| {
        let limit = json!({"command": "limit_mandate", "mandate": mandate(world), "issues": ["fees"]});
        world.talks.must(&principal("north"), command(limit));
    }));
    assert!(!still_accepted(|world| {
        let revoke = json!({"command": "revoke_mandate", "mandate": mandate(world)});
        world.talks.must(&principal("north"), command(revoke));
        world.talks.mandate("north", None);
    }));
    assert!(!still_accepted(|world| world.leave("north", "caucus:north")));
    // It still covers the clause, or runs out by its own term, or another one covers it, too.
    assert!(still_accepted(|world| {
        let limit = json!({"command": "limit_mandate", "mandate": mandate(world), "issues": ["quay"]});
        world.talks.must(&principal("north"), command(limit));
    }));
    assert!(still_accepted(|world| {
        let limit = json!({"command": "limit_mandate", "mandate": mandate(world), "until": "2026-03-05"});
        world.talks.must(&principal("north"), command(limit));
        world.talks.now += jiff::Span::new().hours(24 * 7);
    }));
    assert!(still_accepted(|world| {
        let aides = json!({"command": "revoke_mandate", "mandate": world.name("north_aides")});
        world.talks.must(&principal("north"), command(aides));
    }));
}

#[test]
fn who_left_comes_back_where_the_departure_stands_and_nowhere_else() {
    let leave = |compartment: &str, who: &str| {
        command(json!({"command": "record_departure", "in": compartment, "party": "north", "person": who,
            "how": "dismissed"}))
    };
    let give = |compartment: &str, who: &str| {
        command(json!({"command": "give_mandate", "in": compartment, "party": "north", "person": who}))
    };
    let back = |who: &str| command(json!({"command": "record_return", "party": "north", "person": who}));
    for home in ["public", "table", "caucus:north"] {
        for who in ["north_principal", "north_delegate"] {
            let mut talks = Talks::opened(Quorum::Unanimity, &[]);
            talks.must(&mediator(), leave(home, who));
            // Not by a mandate, wherever and by whomever, and not by being named anew.
            for compartment in ["public", "table", "caucus:north"] {
                for by in [mediator(), Actor::new(Role::Team)] {
                    assert_eq!(talks.refused(&by, give(compartment, who)).reason, Reason::NotNow);
                }
                let role = if who == "north_principal" { "principal" } else { "delegate" };
                let person = json!({"id": who, "name": "the same", "role": role});
                let name =
                    json!({"command": "name_person", "in": "public", "party": "north", "person": person});
                talks.must(&mediator(), command(name));
            }
            let today = talks.today();
            let speaks = |talks: &Talks, reader: &Reader| {
                talks.state(reader).speaks(&"north".into(), &who.into(), today)
            };
            assert!(!speaks(&talks, &Reader::Mediator));
            let events = talks.must(&mediator(), back(who));
            assert_eq!(events[0].compartment.name(), home);
            for (reader, _) in talks.states.clone() {
                let told = Compartment::named(home).expect("a compartment").is_read_by(&reader);
                assert!(speaks(&talks, &reader) || !told, "{reader:?}");
            }
            assert_eq!(talks.refused(&mediator(), back(who)).reason, Reason::NotNow);
        }
    }
}

#[test]
fn a_departure_on_a_later_day_ends_what_is_given_until_then() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let leave = json!({"command": "record_departure", "in": "caucus:north", "party": "north",
        "person": "north_delegate", "how": "resigned", "on": "2026-03-04"});
    talks.must(&mediator(), command(leave));
    talks.mandate("north", None);
    let tell =
        json!({"command": "tell_item", "party": "north", "text": "while I am here", "release": "substance"});
    talks.must(&delegate("north"), command(tell.clone()));
    talks.now = "2026-03-03T23:59:00Z".parse().expect("a time");
    talks.must(&delegate("north"), command(tell.clone()));
    talks.now = "2026-03-04T00:00:00Z".parse().expect("a time");
    assert_eq!(talks.refused(&delegate("north"), command(tell.clone())).reason, Reason::NoMandate);
    // Who comes back speaks, and is given a mandate anew before binding anybody.
    let back = json!({"command": "record_return", "party": "north", "person": "north_delegate"});
    talks.must(&principal("north"), command(back));
    assert_eq!(talks.refused(&delegate("north"), command(tell.clone())).reason, Reason::NoMandate);
    let held = json!({"command": "tell_item", "party": "north", "text": "back again"});
    talks.must(&delegate("north"), command(held));
    talks.mandate("north", None);
    talks.must(&delegate("north"), command(tell));
}

#[test]
fn an_account_that_is_nobody_of_the_case_speaks_and_binds_nobody() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    for role in [Role::Principal("north".into()), Role::Delegate("north".into())] {
        let nobody = Actor::new(role);
        let tell = |release: &str| {
            command(
                json!({"command": "tell_item", "party": "north", "text": "something", "release": release}),
            )
        };
        talks.must(&nobody, tell("held"));
        let give =
            json!({"command": "give_mandate", "in": "public", "party": "north", "person": "north_delegate"});
        for ask in [tell("public"), command(give)] {
            assert!(authority(talks.refused(&nobody, ask).reason));
        }
    }
}

#[test]
fn what_was_accepted_and_then_changed_is_refused_by_whoever_speaks() {
    let mut world = World::opened(Held::Nothing);
    let answer = |world: &World, draft: &str, answer: &str| {
        command(
            json!({"command": "answer_clause", "in": "table", "draft": draft, "clause": world.name("draft_1"),
            "party": "north", "answer": answer}),
        )
    };
    let first = world.name("draft").to_owned();
    let undo = answer(&world, &first, "reject");
    assert_eq!(world.talks.refused(&delegate("north"), undo).reason, Reason::NoMandate);
    let put = json!({"command": "put_draft", "in": "table", "title": "Next", "replaces": first, "clauses": [
        {"id": world.name("draft_1"), "heading": "Accepted", "issue": "quay", "text": "The quay is narrow."}]});
    let events = world.talks.must(&mediator(), command(put));
    let Event::DraftPut(DraftPut { draft, .. }) = &events[0].recorded.event else { panic!() };
    let refuse = answer(&world, draft.as_str(), "reject");
    world.talks.must(&delegate("north"), refuse);
}

#[test]
fn who_is_named_an_adviser_speaks_no_more_and_writes_notes() {
    let mut world = World::opened(Held::Nothing);
    let person = json!({"id": "north_delegate", "name": "somebody", "role": "adviser"});
    let name = json!({"command": "name_person", "in": "public", "party": "north", "person": person});
    world.talks.must(&principal("north"), command(name));
    let tell = json!({"command": "tell_item", "party": "north", "text": "something", "release": "held"});
    assert!(authority(world.talks.refused(&delegate("north"), command(tell)).reason));
    let note = json!({"command": "write_note", "in": "delegation:north", "text": "a note"});
    world.talks.must(&delegate("north"), command(note));
}

/// Records of earlier versions hold mandates by which somebody who had left came back. They open, and such a mandate
/// brings nobody back.
#[test]
fn a_mandate_that_an_earlier_version_took_from_somebody_who_left_opens_and_counts_for_nothing() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let leave = json!({"command": "record_departure", "in": "public", "party": "north", "person": "north_principal",
        "how": "dismissed"});
    let mut template = talks.must(&mediator(), command(leave))[0].clone();
    template.compartment = Compartment::Caucus("north".into());
    template.recorded.by = principal("north");
    template.recorded.event = Event::MandateGiven(MandateGiven {
        mandate: MandateId::new("old"),
        party: "north".into(),
        person: "north_principal".into(),
        issues: None,
        from: None,
        until: None,
        source: None,
    });
    for (reader, state) in &mut talks.states {
        if template.compartment.is_read_by(reader) {
            state.apply(&template).expect("it opens");
        }
    }
    let tell = json!({"command": "tell_item", "party": "north", "text": "I am back"});
    assert_eq!(talks.refused(&principal("north"), command(tell)).reason, Reason::NoMandate);
}
