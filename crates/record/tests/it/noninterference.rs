//! Whatever a reader may not see can change in any way, and everything the reader gets stays the same.
//!
//! Two records are made side by side from random commands. What the reader may see is asked for in both, in the same
//! order; what it may not see is different in each: other commands, more of them, or none. The reader's state, its
//! events as bytes, and the answers to its own commands, refusals included, must not differ.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{self, PARTIES, Talks, caucus, delegate, mediator, party, principal};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::report::Resolution;
use mediant_record::state::Trace;
use mediant_record::{Actor, CommandError, Compartment, Placed, State, codec};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A wish drawn at random: what, and numbers that choose the rest.
#[derive(Clone, Debug)]
struct Draw {
    kind: u8,
    a: u8,
    b: u8,
}

fn draw() -> impl Strategy<Value = Draw> {
    (0_u8..REPORTS_END, any::<u8>(), any::<u8>()).prop_map(|(kind, a, b)| Draw { kind, a, b })
}

/// From this kind on a wish is about reports.
const REPORTS: u8 = 60;
/// No kind is as high as this.
const REPORTS_END: u8 = REPORTS + 10;

/// What is chosen from, as a reader knows it: a wish that the reader may see chooses among what the reader may see.
fn choose<'s, K>(all: impl Iterator<Item = (&'s K, u64)>, at: u8) -> Option<String>
where
    K: std::fmt::Display + 's,
{
    let all: Vec<String> = all.map(|(id, _)| id.to_string()).collect();
    all.get(usize::from(at) % all.len().max(1)).cloned()
}

/// A command of `of`, or of the mediator about `of`, that stands in one of `of`'s own compartments or the mediator's.
///
/// `None` where there is nothing to choose from.
fn confidential(draw: &Draw, of: &str, known: &State) -> Option<(Actor, Value)> {
    let home = caucus(of).name();
    let text = format!("words {} of {of} {}", draw.a, draw.b);
    let item = || choose(known.items.iter().map(|(id, item)| (id, item.trace.index)), draw.a);
    let mandate = || choose(known.mandates.iter().map(|(id, given)| (id, given.trace.index)), draw.a);
    // What stands at the table is not confidential, whoever moves or confirms it.
    let here = |trace: &Trace| trace.compartment == caucus(of);
    let session = || {
        let own = known.sessions.iter().filter(|(_, session)| here(&session.trace));
        choose(own.map(|(id, s)| (id, s.trace.index)), draw.a)
    };
    let release = ["held", "substance", "verbatim", "public"][usize::from(draw.b) % 4];
    let who = if draw.b.is_multiple_of(2) { principal(of) } else { delegate(of) };
    let option = ["wide", "narrow"][usize::from(draw.b) % 2];
    let wish = match draw.kind {
        0..4 => (who, json!({"command": "tell_item", "party": of, "text": text, "release": release})),
        4 => (who, json!({"command": "release_item", "item": item()?, "release": release})),
        5 => {
            let person = format!("{of}_principal");
            (
                mediator(),
                json!({"command": "release_item", "item": item()?, "release": release, "person": person}),
            )
        }
        6 | 7 => (who, json!({"command": "write_note", "in": format!("delegation:{of}"), "text": text})),
        8 => (mediator(), json!({"command": "write_note", "in": home, "text": text})),
        9 | 10 => (who, json!({"command": "draft_brief", "party": of, "text": text})),
        11..14 => {
            let brief = format!(
                "mediant_brief = 1\ncase = \"harbour\"\nparty = \"{of}\"\n[points]\nquay = {{ options = {{ wide = {}, narrow = {} }} }}\n",
                draw.a, draw.b
            );
            let version = known.briefs.get(&of.into()).map_or(0, |briefs| briefs.deposited.len());
            (
                who,
                json!({"command": "deposit_brief", "party": of, "text": brief, "replaces_version": version}),
            )
        }
        14 | 15 => {
            let give = json!({"command": "give_mandate", "in": home, "party": of, "person": format!("{of}_delegate"),
                "issues": ["quay"]});
            (principal(of), give)
        }
        16 => (principal(of), json!({"command": "revoke_mandate", "mandate": mandate()?})),
        17 => (principal(of), json!({"command": "limit_mandate", "mandate": mandate()?, "issues": ["fees"]})),
        18 => {
            let leave = json!({"command": "record_departure", "in": home, "party": of,
                "person": format!("{of}_delegate"), "how": "resigned"});
            (principal(of), leave)
        }
        19 | 20 => {
            let line = json!({"command": "state", "statement": {"kind": "red_line", "party": of,
                "never": {"quay": option}, "standing": "told", "publicity": {"caucus": of}, "text": text}});
            (who, line)
        }
        21 => {
            let plan =
                json!({"command": "plan_session", "in": home, "plan": {"parties": [of], "place": text}});
            (mediator(), plan)
        }
        22 => (mediator(), json!({"command": "cancel_session", "session": session()?})),
        23 | 24 => (mediator(), json!({"command": "say", "to": {"party": of}, "wording": text})),
        25 => {
            let own = known.heard.iter().filter(|(_, heard)| here(&heard.trace));
            let heard = choose(own.map(|(id, heard)| (id, heard.trace.index)), draw.a)?;
            (who, json!({"command": "confirm_hearing", "heard": heard, "party": of}))
        }
        26 => {
            let propose = json!({"command": "propose_package", "in": home, "party": of,
                "options": {"quay": option}, "binding": draw.a.is_multiple_of(2)});
            (who, propose)
        }
        27 | 28 => {
            let package = choose(known.packages.iter().map(|(id, p)| (id, p.trace.index)), draw.a)?;
            let answer = json!({"command": "answer_package", "in": home, "package": package, "party": of,
                "verdict": if draw.b < 128 { "accept" } else { "reject" }});
            (who, answer)
        }
        29 | 30 => {
            let compartment = caucus(of);
            let replaces = known.latest_draft(&compartment).map(|(id, _)| id.to_string());
            let put = json!({"command": "put_draft", "in": home, "title": text, "replaces": replaces,
                "clauses": [{"heading": "Quay", "issue": "quay", "text": text}]});
            (mediator(), put)
        }
        31..34 => {
            let (draft, on) = known.latest_draft(&Compartment::Table)?;
            let clause = on.clauses.get(usize::from(draw.a) % on.clauses.len().max(1))?;
            let answer = ["accept", "reject", "accept_ad_referendum"][usize::from(draw.b) % 3];
            let reply = json!({"command": "answer_clause", "in": home, "draft": draft, "clause": clause.id,
                "party": of, "answer": answer});
            (who, reply)
        }
        34..37 => {
            let open = known.rounds.iter().max_by_key(|(_, round)| round.trace.index)?;
            let verdict = if draw.b < 128 { "accept" } else { "reject" };
            let answers: serde_json::Map<String, Value> =
                open.1.questions.iter().map(|question| (question.id.to_string(), json!(verdict))).collect();
            (who, json!({"command": "answer_round", "round": open.0, "party": of, "answers": answers}))
        }
        37 => {
            let propose = json!({"command": "propose_communique", "concerned": [of], "text": text});
            (mediator(), propose)
        }
        38 => {
            let text = format!("mediant_brief = 1\ncase = \"harbour\"\nparty = \"{of}\"\n");
            (mediator(), json!({"command": "estimate_brief", "party": of, "text": text}))
        }
        39 if draw.a.is_multiple_of(3) => (mediator(), json!({"command": "ask_to_delete", "party": of})),
        39 if draw.a % 3 == 1 => {
            (principal(of), json!({"command": "answer_deletion", "party": of, "agrees": draw.b < 128}))
        }
        39 => (mediator(), json!({"command": "write_note", "in": "mediator", "about": of, "text": text})),
        44 => {
            let line = json!({"command": "state", "statement": {"kind": "deadline", "on": format!("2026-04-{:02}", 1 + draw.a % 28),
                "party": of, "issues": ["quay"], "publicity": {"caucus": of}, "text": text}});
            (who, line)
        }
        50 => {
            let give = json!({"command": "give_mandate", "in": home, "party": of, "person": format!("{of}_delegate"),
                "issues": ["quay"]});
            (mediator(), give)
        }
        51 => {
            let package = choose(known.packages.iter().map(|(id, p)| (id, p.trace.index)), draw.a)?;
            let answer = json!({"command": "answer_package", "in": home, "package": package, "party": of,
                "person": format!("{of}_principal"), "verdict": if draw.b < 128 { "accept" } else { "reject" }});
            (mediator(), answer)
        }
        52 | 53 => {
            // What stands at the table is not confidential, whoever confirms it.
            let own = known.reported().filter(|act| act.party.as_str() == of && here(&act.trace));
            let report = choose(own.map(|act| (&act.id, act.trace.index)), draw.a)?;
            let word = if draw.kind == 52 { "confirm_report" } else { "contest_report" };
            (who, json!({"command": word, "report": report}))
        }
        54 => {
            let by = if draw.b < 128 { principal(of) } else { mediator() };
            let what = json!({"person": {"party": of, "person": format!("{of}_delegate")}});
            (by, json!({"command": "reword", "in": home, "what": what, "name": text}))
        }
        55 => {
            let own = known.statements.iter().filter(|(_, stated)| here(&stated.trace));
            let id = choose(own.map(|(id, stated)| (id, stated.trace.index)), draw.a)?;
            let stated = &known.statements[&mediant_record::statement::StatementId::new(&*id)];
            let mut content = serde_json::to_value(&stated.content).expect("a statement");
            content["text"] = json!(text);
            (principal(of), json!({"command": "correct_statement", "corrects": id, "statement": content}))
        }
        56 => {
            let mut right = json!({"command": "correct_mandate", "mandate": mandate()?, "issues": ["quay", "fees"],
                "until": format!("2026-04-{:02}", 1 + draw.b % 28)});
            let touched = known.touched(&talks::command(right.clone()));
            if !touched.is_empty() {
                right["touches"] = json!(touched.mark());
            }
            (principal(of), right)
        }
        57 => {
            let plan = json!({"parties": [of], "place": text});
            (mediator(), json!({"command": "correct_session", "session": session()?, "plan": plan}))
        }
        58 => {
            let (draft, on) = known.latest_draft(&Compartment::Table)?;
            let clause = on.clauses.get(usize::from(draw.a) % on.clauses.len().max(1))?;
            let verdict = if draw.b < 128 { "accept" } else { "reject" };
            let on = json!({"clause": {"draft": draft, "clause": clause.id}});
            (who, json!({"command": "recommend", "party": of, "on": on, "verdict": verdict, "note": text}))
        }
        59 => {
            let open = known.mediations.iter().max_by_key(|(_, mediation)| mediation.trace.index)?;
            let order =
                if draw.b < 128 { json!([["wide"], ["narrow"]]) } else { json!([["narrow", "wide"]]) };
            let rankings = json!([{"question": {"rank_options": "quay"}, "answer": {"order": order}}]);
            (
                who,
                json!({"command": "confirm_rankings", "mediation": open.0, "party": of, "rankings": rankings}),
            )
        }
        45..50 => return of_doors(draw, of, known),
        // Reports are the mediator's own.
        REPORTS.. => return None,
        _ => {
            let open = known.mediations.iter().max_by_key(|(_, mediation)| mediation.trace.index)?;
            let package = |quay: &str, fees: &str| json!({"quay": quay, "fees": fees});
            let other = ["low", "high"][usize::from(draw.a) % 2];
            let (question, answer) = match draw.a % 4 {
                0 => (json!("rank_issues"), json!({"places": {"quay": 1, "fees": draw.b % 3}})),
                1 => (json!({"rank_options": "quay"}), json!({"order": [["wide", "narrow"]]})),
                2 => {
                    (json!({"accept": package(option, other)}), json!(["yes", "no"][usize::from(draw.b) % 2]))
                }
                _ => {
                    let compare = json!({"first": package(option, "low"), "second": package(option, "high")});
                    (json!({"compare": compare}), json!(["first", "equal"][usize::from(draw.b) % 2]))
                }
            };
            let answer = json!({"command": "answer_mediation", "mediation": open.0, "party": of,
                "question": question, "answer": answer});
            (who, answer)
        }
    };
    Some(wish)
}

/// Something about who comes in for a party.
fn of_doors(draw: &Draw, of: &str, known: &State) -> Option<(Actor, Value)> {
    let door =
        || choose(known.doors_of(&of.into()).into_iter().zip(0..).map(|((id, _), at)| (id, at)), draw.a);
    let role = ["principal", "delegate", "adviser"][usize::from(draw.b) % 3];
    let name = format!("{of} {}", draw.a);
    let (of_party, by) = match draw.b % 4 {
        0 => (principal(of), "principal"),
        1 => (mediator(), "announced"),
        2 => (mediator(), "before"),
        _ => (mediator(), "mediator"),
    };
    Some(match draw.kind {
        45 => (
            of_party,
            json!({"command": "open_door", "door": name, "role": {role: of}, "let_in_by": by, "waited": draw.a.is_multiple_of(2)}),
        ),
        46 => {
            let waiting = choose(
                known.doors_waiting(&of.into()).into_iter().map(|(id, _, waits)| (id, waits.trace.index)),
                draw.a,
            )?;
            let role = known.doors.get(&mediant_record::door::DoorId::new(&*waiting))?.role.clone();
            (
                mediator(),
                json!({"command": "open_door", "door": waiting, "role": role, "let_in_by": "announced", "waited": draw.b < 128}),
            )
        }
        47 => (mediator(), json!({"command": "announce_door", "door": name, "role": {role: of}})),
        48 => (delegate(of), json!({"command": "agree_to_door", "door": door()?})),
        _ => {
            let who = [principal(of), delegate(of), mediator()][usize::from(draw.b) % 3].clone();
            (who, json!({"command": "close_door", "door": door()?}))
        }
    })
}

/// Something about reports. What goes on record of them goes only where `hidden` says that it may.
fn of_reports(
    draw: &Draw,
    mediators: &State,
    hidden: impl Fn(&Compartment) -> bool,
) -> Option<(Actor, Value)> {
    let report = || choose(mediators.reports.iter().map(|(id, report)| (id, report.trace.index)), draw.a);
    let places = ["mediator", "caucus:north", "caucus:south", "caucus:west", "table", "public"];
    let suggestion = format!("s{}", draw.b % 4);
    let wish = match draw.kind - REPORTS {
        0 | 1 => json!({"command": "add_report", "name": format!("Gazette {}", draw.a), "on": "2026-03-01",
            "published": draw.b.is_multiple_of(2), "text": format!("It is said that WEST\nwants {} of {}.", draw.a, draw.b)}),
        2..5 => {
            let resolution = [Resolution::Accept, Resolution::Accept, Resolution::Reject, Resolution::Skip]
                [usize::from(draw.b) % 4];
            let to = (resolution == Resolution::Accept).then(|| places[usize::from(draw.a) % places.len()]);
            json!({"command": "decide_suggestions", "report": report()?, "decisions": [{"suggestion": suggestion,
                "resolution": resolution, "to": to, "rule": "said", "confidence": draw.a % 101, "before": {"text": format!("{}", draw.b)}}]})
        }
        5 => {
            let report = report()?;
            let steps = mediators.reports[&mediant_record::report::ReportId::new(&*report)].steps.len();
            json!({"command": "undo_decision", "report": report, "step": steps})
        }
        6..9 => {
            let report = report()?;
            let known = &mediators.reports[&mediant_record::report::ReportId::new(&*report)];
            let waiting = known.waiting();
            let waiting = waiting.get(usize::from(draw.b) % waiting.len().max(1))?;
            let to = waiting.to.clone()?;
            let of = to.party().map_or("north", |party| party.as_str());
            let entry = match (draw.b % 4, hidden(&to)) {
                (0, _) | (_, false) => json!({"as": "note", "text": "nobody else says it"}),
                (1, _) => json!({"as": "session", "plan": {"parties": PARTIES}}),
                _ => {
                    let publicity = to.party().map_or(json!(to.name()), |party| json!({"caucus": party}));
                    json!({"as": "statement", "statement": {"kind": "remark", "party": of, "publicity": publicity, "text": "they want it"}})
                }
            };
            json!({"command": "enter_suggestion", "report": report, "suggestion": waiting.suggestion, "place": "P1",
                "words": "said that WEST wants", "entry": entry})
        }
        _ => json!({"command": "delete_compartment", "compartment": format!("report:{}", report()?)}),
    };
    Some((mediator(), wish))
}

/// Something that only some read: of `of`, or of the mediator about a report, where `hidden` says that it may stand.
fn some_read(
    draw: &Draw,
    of: &str,
    talks: &Talks,
    hidden: impl Fn(&Compartment) -> bool,
) -> Option<(Actor, Value)> {
    if draw.kind >= REPORTS {
        of_reports(draw, talks.state(&Reader::Mediator), hidden)
    } else {
        confidential(draw, of, talks.state(&party(of)))
    }
}

/// Something for everybody at the table, or everybody, whose decision rests on nothing confidential.
fn open(draw: &Draw, known: &State) -> Option<(Actor, Value)> {
    let text = format!("words {} for all {}", draw.a, draw.b);
    let who = PARTIES[usize::from(draw.a) % PARTIES.len()];
    let seeded = |seed: u8| mediant_attest::SecretKey::new(&[seed % 8 + 1; 32]).public();
    Some(match draw.kind % 24 {
        0 | 1 => {
            let replaces = known.latest_draft(&Compartment::Table).map(|(id, _)| id.to_string());
            let put = json!({"command": "put_draft", "in": "table", "title": text, "replaces": replaces,
                "clauses": [{"heading": "Quay", "issue": "quay", "text": text},
                    {"heading": "Fees", "issue": "fees", "text": "Fees are [low|north]."}]});
            (mediator(), put)
        }
        2 | 3 => {
            let open = json!({"command": "open_round", "title": text, "closes": "2026-03-09T12:00:00Z",
                "questions": [{"package": {"quay": "wide"}}, {"words": {"text": "go on?"}}]});
            (mediator(), open)
        }
        4 => {
            let plan = json!({"command": "plan_session", "in": "table",
                "plan": {"parties": PARTIES, "place": text}});
            (mediator(), plan)
        }
        5 => {
            let line = json!({"command": "state", "statement": {"kind": "position", "party": who, "issue": "fees",
                "publicity": if draw.b < 128 { "public" } else { "table" }, "text": text}});
            (principal(who), line)
        }
        6 => {
            let answer = choose(
                known
                    .packages
                    .iter()
                    .filter(|(_, p)| p.trace.compartment == Compartment::Table)
                    .map(|(id, p)| (id, p.trace.index)),
                draw.b,
            )?;
            (
                principal(who),
                json!({"command": "answer_package", "in": "table", "package": answer, "party": who,
                "verdict": "accept"}),
            )
        }
        7 => {
            let propose = json!({"command": "propose_package", "in": "table", "options": {"fees": "low"}});
            (mediator(), propose)
        }
        8 => (mediator(), json!({"command": "say", "to": "table", "wording": text})),
        13 => {
            let here = known.packages.iter().filter(|(_, p)| p.trace.compartment == Compartment::Table);
            let package = choose(here.map(|(id, p)| (id, p.trace.index)), draw.b)?;
            let answer = json!({"command": "answer_package", "in": "table", "package": package, "party": who,
                "person": format!("{who}_principal"), "verdict": "reject"});
            (mediator(), answer)
        }
        14 => {
            // What takes something back counts at once, whether or not somebody has come: that is for the party to know.
            let here = known
                .reported()
                .filter(|act| act.party.as_str() == who && act.trace.compartment == Compartment::Table);
            let report = choose(here.map(|act| (&act.id, act.trace.index)), draw.b)?;
            let word = if draw.b < 128 { "confirm_report" } else { "contest_report" };
            (principal(who), json!({"command": word, "report": report}))
        }
        9 => {
            let open = json!({"command": "open_mediation", "title": text, "issues": ["quay", "fees"],
                "questions_max": 3, "closes": "2026-03-09T12:00:00Z"});
            (mediator(), open)
        }
        11 => {
            let line = json!({"command": "state", "statement": {"kind": "deadline", "on": format!("2026-04-{:02}", 1 + draw.a % 28),
                "publicity": if draw.b < 128 { "public" } else { "table" }, "text": text}});
            (mediator(), line)
        }
        10 => {
            let any = known.mediations.iter().map(|(id, mediation)| (id, mediation.trace.index));
            (mediator(), json!({"command": "cancel_mediation", "mediation": choose(any, draw.b)?}))
        }
        15 | 16 => (
            principal(who),
            json!({"command": "register_key", "party": who, "public": seeded(draw.b).line()}),
        ),
        17 => {
            let key = seeded(draw.b).id().to_string();
            (principal(who), json!({"command": "confirm_key", "party": who, "key": key}))
        }
        // Nothing confidential names an option of the fees: what rests on one is at the table.
        19 => (mediator(), json!({"command": "reword", "in": "public", "what": "title", "name": text})),
        20 => {
            let person = json!({"person": {"party": who, "person": format!("{who}_principal")}});
            (principal(who), json!({"command": "reword", "in": "public", "what": person, "name": text}))
        }
        21..24 => {
            let option = json!({"option": {"issue": "fees", "option": format!("option {}", draw.b)}});
            let mut mend = match draw.kind % 24 {
                21 => json!({"command": "reword", "in": "table", "what": option, "name": text}),
                22 => json!({"command": "take_out", "what": option}),
                _ => json!({"command": "retire", "what": option}),
            };
            let touched = known.touched(&talks::command(mend.clone()));
            if !touched.is_empty() && draw.kind % 24 != 22 {
                mend["touches"] = json!(touched.mark());
            }
            (mediator(), mend)
        }
        18 => (principal(who), json!({"command": "revoke_key", "key": seeded(draw.b).id().to_string()})),
        _ => {
            let option = json!({"command": "add_option", "in": "table", "issue": "fees",
                "option": {"id": format!("option {}", draw.a), "name": text}});
            (mediator(), option)
        }
    })
}

/// What happens in one of the two records.
#[derive(Clone, Debug)]
enum Happening {
    /// In both: for all to see.
    Open(Draw),
    /// In both: the reader's own confidences.
    Own(Draw),
    /// In each record something else: what the reader may not see.
    Hidden(Vec<Draw>, Vec<Draw>),
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    let hidden = || prop::collection::vec(draw(), 0..5);
    let happening = prop_oneof![
        draw().prop_map(Happening::Open),
        draw().prop_map(Happening::Own),
        (hidden(), hidden()).prop_map(|(one, other)| Happening::Hidden(one, other)),
    ];
    prop::collection::vec(happening, 1..30)
}

/// Everything that a reader gets from a record.
fn gets(talks: &Talks, reader: &Reader) -> (Vec<u8>, Vec<Vec<u8>>) {
    let events = talks.log.iter().filter(|placed| placed.compartment.is_read_by(reader));
    let bytes = |placed: &Placed| {
        let mut bytes = placed.compartment.name().into_bytes();
        bytes.extend(codec::encode(&placed.recorded).expect("bytes"));
        bytes
    };
    (serde_json::to_vec(talks.state(reader)).expect("a snapshot"), events.map(bytes).collect())
}

/// An answer without what only the answered may know anyway.
fn outcome(answer: &Result<Vec<Placed>, CommandError>) -> Result<usize, CommandError> {
    answer.as_ref().map(Vec::len).map_err(Clone::clone)
}

fn happen(
    talks: &mut Talks,
    label: &str,
    wish: Option<(Actor, Value)>,
) -> Option<Result<usize, CommandError>> {
    let (actor, json) = wish?;
    Some(outcome(&talks.ask_as(label, &actor, &talks::command(json))))
}

/// Both records, with the hidden parts of each; `own` are the reader's confidences, `others` whose are hidden.
fn holds_for(
    reader: &Reader,
    own: Option<&str>,
    others: &[&str],
    hides: impl Fn(&Draw) -> bool,
    story: &[Happening],
) -> Result<(), TestCaseError> {
    let mut one = Talks::opened(Quorum::AtLeast(2), &["north"]);
    let mut other = one.clone();
    for (at, happening) in story.iter().enumerate() {
        let label = format!("happening {at}");
        match happening {
            Happening::Open(draw) => {
                let wish = open(draw, one.state(reader));
                let wish_there = open(draw, other.state(reader));
                prop_assert_eq!(&wish, &wish_there);
                prop_assert_eq!(happen(&mut one, &label, wish), happen(&mut other, &label, wish_there));
            }
            Happening::Own(draw) => {
                let Some(own) = own else { continue };
                let (wish, there) = (
                    confidential(draw, own, one.state(reader)),
                    confidential(draw, own, other.state(reader)),
                );
                prop_assert_eq!(&wish, &there);
                prop_assert_eq!(happen(&mut one, &label, wish), happen(&mut other, &label, there));
            }
            Happening::Hidden(here, there) => {
                for (talks, draws, side) in [(&mut one, here, "here"), (&mut other, there, "there")] {
                    for (step, draw) in draws.iter().enumerate().filter(|(_, draw)| hides(draw)) {
                        let whose = others[usize::from(draw.a) % others.len()];
                        let wish = some_read(draw, whose, talks, |place| !place.is_read_by(reader));
                        let _ = happen(talks, &format!("{label} {side} {step}"), wish);
                    }
                }
            }
        }
        prop_assert_eq!(gets(&one, reader), gets(&other, reader));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases * 3 / 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_party_gets_the_same_whatever_it_may_not_see(story in happenings()) {
        holds_for(&party("north"), Some("north"), &["south", "west"], |_| true, &story)?;
    }

    #[test]
    fn the_public_gets_the_same_whatever_it_may_not_see(story in happenings()) {
        holds_for(&Reader::Public, None, &PARTIES, |_| true, &story)?;
    }

    /// Hidden from the mediator is what a delegation keeps to itself: its notes and its drafts.
    #[test]
    fn the_mediator_gets_the_same_whatever_delegations_keep_to_themselves(story in happenings()) {
        let kept = |draw: &Draw| matches!(draw.kind, 6 | 7 | 9 | 10);
        holds_for(&Reader::Mediator, Some("north"), &PARTIES, kept, &story)?;
    }

    #[test]
    fn no_sequence_of_commands_breaks_a_state(story in prop::collection::vec((draw(), 0_usize..3, any::<bool>()), 1..60)) {
        // `Talks::ask_as` holds every event against every reader's state, and that the others' stay as they were.
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        for (at, (draw, whose, is_open)) in story.iter().enumerate() {
            let of = PARTIES[*whose];
            let wish = if *is_open { open(draw, talks.state(&party(of))) } else { some_read(draw, of, &talks, |_| true) };
            let _ = happen(&mut talks, &format!("step {at}"), wish);
        }
        for (reader, state) in &talks.states {
            let mut folded = State::new(reader);
            for placed in talks.log.iter().filter(|placed| placed.compartment.is_read_by(reader)) {
                folded.apply(placed).expect("it fits");
            }
            prop_assert_eq!(&folded, state);
        }
    }

    /// Events in any order, of any reader's: a state takes what fits and is unchanged by what does not.
    #[test]
    fn a_state_refuses_what_does_not_fit(
        story in prop::collection::vec((draw(), 0_usize..3), 1..40),
        order in prop::collection::vec(any::<prop::sample::Index>(), 1..80),
    ) {
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        for (at, (draw, whose)) in story.iter().enumerate() {
            let wish = some_read(draw, PARTIES[*whose], &talks, |_| true);
            let _ = happen(&mut talks, &format!("step {at}"), wish);
        }
        for reader in talks.states.keys() {
            let mut state = State::new(reader);
            for index in &order {
                let placed = index.get(&talks.log);
                let before = state.clone();
                match state.apply(placed) {
                    Ok(()) => prop_assert_eq!(state.seen, before.seen + 1),
                    Err(_) => prop_assert_eq!(&state, &before),
                }
            }
        }
    }
}
