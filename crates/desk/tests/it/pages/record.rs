//! A record for the tests of pages: played on states alone, every reader's, without a store.

use jiff::Timestamp;
use mediant_model::case::Reader;
use mediant_model::{Date, PartyId};
use mediant_record::event::Placed;
use mediant_record::mediation::{ConcludeMediation, Estimated, MediationId, MediationOutcome};
use mediant_record::round::CloseRound;
use mediant_record::{Actor, Command, CommandError, Context, Role, State, decide};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What every reader knows, and what was recorded.
pub struct Played {
    pub states: BTreeMap<Reader, State>,
    pub log: Vec<Placed>,
    now: Timestamp,
    count: u32,
}

pub const TODAY: Date = jiff::civil::date(2025, 12, 4);

pub fn party(id: &str) -> PartyId {
    PartyId::new(id)
}

pub fn mediator() -> Actor {
    Actor::new(Role::Mediator)
}

impl Played {
    /// A record that holds nothing yet.
    pub fn empty(parties: &[&str]) -> Self {
        let mut readers = vec![Reader::Mediator, Reader::Public];
        readers.extend(parties.iter().map(|id| Reader::Party(party(id))));
        Self {
            states: readers.into_iter().map(|reader| (reader.clone(), State::new(&reader))).collect(),
            log: Vec::new(),
            now: "2025-12-04T09:00:00Z".parse().unwrap(),
            count: 0,
        }
    }

    /// These events, read by nobody yet.
    pub fn from_log(log: Vec<Placed>) -> Self {
        Self { log, ..Self::empty(&[]) }
    }

    /// Asks for something that is done; the id of what was made.
    pub fn ask(&mut self, actor: &Actor, kind: &str, fields: Value) -> String {
        let mut fields = fields;
        fields["command"] = Value::from(kind);
        let command: Command =
            serde_json::from_value(fields).unwrap_or_else(|error| panic!("{kind}: {error}"));
        self.ask_for(actor, &command)
    }

    /// The same with a command.
    pub fn ask_for(&mut self, actor: &Actor, command: &Command) -> String {
        let outcome = match command {
            Command::ConcludeMediation(ConcludeMediation { mediation }) => Some(self.outcome(mediation)),
            _ => None,
        };
        let mut made = Vec::new();
        let count = &mut self.count;
        let mut ids = || {
            *count += 1;
            made.push(format!("id{count}"));
            format!("id{count}")
        };
        let sealed = match command {
            Command::CloseRound(CloseRound { round }) => self
                .states
                .iter()
                .filter_map(|(reader, state)| match reader {
                    Reader::Party(party) => Some((party.clone(), state.sealed_answers(round)?.clone())),
                    Reader::Mediator | Reader::Public => None,
                })
                .collect(),
            _ => BTreeMap::new(),
        };
        let mut context = Context {
            now: self.now,
            today: TODAY,
            ids: &mut ids,
            sealed,
            outcome,
            request: None,
            account: None,
        };
        let state = &self.states[&actor.role.reader()];
        let events = decide(state, actor, command, &mut context)
            .unwrap_or_else(|refusal| panic!("{}: {refusal}", command.kind()));
        for placed in events {
            for (reader, state) in &mut self.states {
                if placed.compartment.is_read_by(reader) {
                    state.apply(&placed).unwrap();
                }
            }
            self.log.push(placed);
        }
        self.now += jiff::SignedDuration::from_mins(1);
        made.into_iter().next().unwrap_or_default()
    }

    /// Why a command would be refused, if it would. Nothing is recorded.
    pub fn refusal(&self, actor: &Actor, command: &Command) -> Option<CommandError> {
        self.decided(actor, command).err()
    }

    /// The events that a command comes to for whoever asks; nothing is recorded.
    pub fn decided(&self, actor: &Actor, command: &Command) -> Result<Vec<Placed>, CommandError> {
        let outcome = match command {
            Command::ConcludeMediation(ConcludeMediation { mediation }) => Some(self.outcome(mediation)),
            _ => None,
        };
        let mut count = 0_u32;
        let mut ids = || {
            count += 1;
            format!("tried{count}")
        };
        let sealed = match command {
            Command::CloseRound(CloseRound { round }) => self
                .states
                .iter()
                .filter_map(|(reader, state)| match reader {
                    Reader::Party(party) => Some((party.clone(), state.sealed_answers(round)?.clone())),
                    Reader::Mediator | Reader::Public => None,
                })
                .collect(),
            _ => BTreeMap::new(),
        };
        let mut context = Context {
            now: self.now,
            today: TODAY,
            ids: &mut ids,
            sealed,
            outcome,
            request: None,
            account: None,
        };
        decide(&self.states[&actor.role.reader()], actor, command, &mut context)
    }

    /// A package for a mediation: the first option of each issue, with everything that can be said of one.
    fn outcome(&self, mediation: &MediationId) -> MediationOutcome {
        let issues = &self.states[&Reader::Mediator].mediations[mediation].issues;
        let options = |at: usize| {
            issues.iter().map(|mediated| (mediated.issue.clone(), mediated.options[at].clone())).collect()
        };
        let prior = "that every issue counts alike".to_owned();
        let estimated = Estimated { share: 950, share_low: 810, acceptance: 900, prior };
        MediationOutcome::Package {
            options: options(0),
            accepted: true,
            proven: Some(700),
            estimated,
            agreed: Some(options(1)),
            proven_if: Some("each counts alike".to_owned()),
            unfit: false,
            among: Default::default(),
        }
    }

    /// Answers every form of a mediation for a party.
    fn rank(&mut self, who: &Actor, of: &str, mediation: &str) {
        let issues = self.states[&Reader::Mediator].mediations[&MediationId::new(mediation)].issues.clone();
        for mediated in &issues {
            let order: Vec<Vec<String>> =
                mediated.options.iter().map(|option| vec![option.to_string()]).collect();
            let question = json!({ "rank_options": mediated.issue });
            self.ask(who, "answer_mediation", json!({ "mediation": mediation, "party": of, "question": question, "answer": { "order": order } }));
        }
    }

    /// The state of a reader, folded from the events it may read for which `keep` holds.
    pub fn folded(&self, reader: &Reader, keep: impl Fn(&Placed) -> bool) -> State {
        let mut state = State::new(reader);
        for placed in self.log.iter().filter(|placed| placed.compartment.is_read_by(reader) && keep(placed)) {
            state.apply(placed).unwrap();
        }
        state
    }

    /// The latest events of a reader with their places in its own view, newest first.
    pub fn lines(&self, reader: &Reader) -> Vec<(u64, Placed)> {
        let own = self.log.iter().filter(|placed| placed.compartment.is_read_by(reader)).cloned();
        let mut lines: Vec<_> = (1..).zip(own).collect();
        lines.reverse();
        lines.truncate(usize::try_from(mediant_pages::pages::timeline::SHOWN).unwrap());
        lines
    }
}

/// The parties of the full record.
pub const PARTIES: [&str; 2] = ["north", "south"];

/// A record with something of every kind; `mark` stands in every text that somebody wrote.
pub fn full(mark: &str) -> Played {
    let mut r = Played::empty(&PARTIES);
    let m = &mediator();
    let north = &Actor::person(Role::Principal(party("north")), "nora");
    let deputy = &Actor::person(Role::Delegate(party("north")), "nils");
    let south = &Actor::person(Role::Principal(party("south")), "saleh");
    let t = |text: &str| format!("{text} {mark}").trim_end().to_owned();
    r.ask(
        m,
        "open_case",
        json!({ "in": "public", "title": t("A fence between two gardens"), "reference": "fence",
        "agreement": { "quorum": "unanimity", "nothing_until_everything": true, "partial": true } }),
    );
    r.ask(m, "name_source", json!({ "in": "public", "source": { "id": "paper", "title": t("The village paper"), "date": "2025-12-01", "url": "https://example.org/paper" } }));
    for (id, name, role) in [
        ("north", "North", "negotiating"),
        ("south", "الجنوب", "negotiating"),
        ("council", "Council", "third"),
    ] {
        r.ask(
            m,
            "add_party",
            json!({ "in": "public", "party": { "id": id, "name": t(name), "role": role, "factions": [] } }),
        );
    }
    for (of, id, name, role, leads) in [
        ("north", "nora", "Nora Nord", "principal", false),
        ("north", "nils", "Nils Nord", "delegate", true),
        ("north", "nina", "Nina Nord", "delegate", false),
        ("south", "saleh", "صالح الجنوبي", "principal", true),
        ("council", "carla", "Carla Council", "envoy", false),
    ] {
        r.ask(m, "name_person", json!({ "in": "public", "party": of, "person": { "id": id, "name": t(name), "office": t("Head of the house"), "role": role, "leads": leads } }));
    }
    for (of, person) in [("north", "nora"), ("south", "saleh")] {
        r.ask(m, "open_door", json!({ "door": format!("{of}s"), "role": { "principal": of }, "person": person, "let_in_by": "mediator" }));
    }
    r.ask(north, "open_door", json!({ "door": "nils", "role": { "delegate": "north" }, "person": "nils", "let_in_by": "principal" }));
    r.ask(
        m,
        "open_door",
        json!({ "door": "before", "role": { "adviser": "north" }, "let_in_by": "before", "closed": true }),
    );
    r.ask(m, "announce_door", json!({ "door": "agreed", "role": { "delegate": "north" } }));
    r.ask(north, "agree_to_door", json!({ "door": "agreed" }));
    r.ask(
        m,
        "open_door",
        json!({ "door": "agreed", "role": { "delegate": "north" }, "let_in_by": "announced" }),
    );
    r.ask(m, "announce_door", json!({ "door": "new", "role": { "principal": "north" }, "person": "nora" }));
    let option = |id: &str, name: &str| json!({ "id": id, "name": t(name) });
    r.ask(m, "add_issue", json!({ "in": "public", "issue": { "id": "height", "name": t("How high it is"), "kind": "discrete", "options": [option("low", "one metre"), option("high", "two metres")] } }));
    r.ask(m, "add_issue", json!({ "in": "public", "issue": { "id": "who.pays", "name": t("Who pays"), "kind": "discrete", "options": [option("both", "both, half each"), option("north", "the house in the north")] } }));
    r.ask(m, "add_issue", json!({ "in": "public", "issue": { "id": "gap", "name": t("Gap below"), "kind": "range", "min": "0", "max": "10", "step": "5", "unit": "cm" } }));
    r.ask(
        m,
        "add_issue",
        json!({ "in": "public", "issue": { "id": "tree", "name": t("The old tree"), "kind": "withheld" } }),
    );
    r.ask(m, "add_issue", json!({ "in": "public", "issue": { "id": "whole", "name": t("Paint and lamps"), "kind": "withheld" } }));
    r.ask(m, "split_issue", json!({ "in": "public", "issue": "whole", "into": [
        { "id": "paint", "name": t("Paint"), "kind": "discrete", "options": [option("green", "green"), option("none", "none")] },
        { "id": "lamps", "name": t("Lamps"), "kind": "withheld" } ] }));
    r.ask(
        m,
        "add_option",
        json!({ "in": "mediator", "issue": "paint", "option": option("stripes", "stripes") }),
    );
    let mandate = r.ask(
        north,
        "give_mandate",
        json!({ "in": "public", "party": "north", "person": "nils", "until": "2025-12-10" }),
    );
    let other = r.ask(
        north,
        "give_mandate",
        json!({ "in": "caucus:north", "party": "north", "person": "nina", "issues": ["height"] }),
    );
    r.ask(north, "limit_mandate", json!({ "mandate": mandate, "until": "2025-12-12" }));
    r.ask(
        north,
        "correct_mandate",
        json!({ "mandate": mandate, "from": "2025-11-01", "until": "2025-12-12" }),
    );
    r.ask(north, "revoke_mandate", json!({ "mandate": other, "reason": t("ill") }));
    r.ask(m, "record_departure", json!({ "in": "public", "party": "north", "person": "nina", "how": "resigned", "reason": t("wants to paint") }));
    let state = |kind: &str, extra: Value| {
        let mut statement = json!({ "kind": kind, "publicity": "public", "text": t("said so"), "by": { "described": t("a neighbour") }, "on": "2025-12-01", "source": { "source": "paper", "place": t("p. 2") } });
        for (name, value) in extra.as_object().unwrap() {
            statement[name] = value.clone();
        }
        json!({ "statement": statement })
    };
    r.ask(
        m,
        "state",
        state("position", json!({ "party": "north", "issue": "height", "wants": { "height": "high" } })),
    );
    r.ask(
        m,
        "state",
        state("red_line", json!({ "party": "north", "never": { "height": "low" }, "standing": "public" })),
    );
    r.ask(m, "state", state("red_line", json!({ "party": "south", "never": { "height": "high" }, "standing": "inferred", "publicity": "mediator" })));
    r.ask(
        m,
        "state",
        state("precondition", json!({ "party": "south", "settled": ["who.pays"], "standing": "public" })),
    );
    r.ask(
        m,
        "state",
        state(
            "linkage",
            json!({ "party": "south", "when": { "height": "high" }, "then": { "who.pays": "north" } }),
        ),
    );
    r.ask(m, "state", state("alternative", json!({ "party": "south", "trend": "worsening" })));
    r.ask(
        m,
        "state",
        state("answer", json!({ "party": "south", "issue": "tree", "stance": "accepts_in_part" })),
    );
    let remark = r.ask(m, "state", state("remark", json!({ "party": "north", "issue": "gap" })));
    let mut right =
        state("remark", json!({ "party": "north", "issue": "gap", "text": t("said so, and meant it") }));
    right["corrects"] = json!(remark);
    right["reason"] = json!(t("misheard"));
    r.ask(m, "correct_statement", right);
    r.ask(m, "state", state("confidence", json!({ "parties": ["north", "south"], "issues": ["tree"] })));
    r.ask(
        south,
        "state",
        state(
            "interest",
            json!({ "party": "south", "publicity": { "caucus": "south" }, "by": { "person": "saleh" } }),
        ),
    );
    let withdrawn = r.ask(m, "state", state("position", json!({ "party": "south", "issue": "gap" })));
    r.ask(south, "withdraw_statement", json!({ "statement": withdrawn, "reason": t("thought again") }));
    let plan = |of: &str| json!({ "parties": [of, "council"], "people": ["carla"], "on": "2025-12-02", "time": "18:30", "time_zone": "America/New_York", "place": t("The town hall"), "agenda": [t("height")], "text": t("tea is served") });
    let held = r.ask(m, "plan_session", json!({ "in": "caucus:north", "plan": plan("north") }));
    r.ask(m, "hold_session", json!({ "session": held, "summary": t("it was friendly") }));
    r.ask(
        m,
        "correct_session",
        json!({ "session": held, "plan": plan("north"), "reason": t("the day"),
        "held": { "on": "2025-12-01", "people": ["carla"], "summary": t("it was friendly") } }),
    );
    let moved = r.ask(
        m,
        "plan_session",
        json!({ "in": "table", "plan": { "parties": ["north", "south"], "on": "2025-12-09" } }),
    );
    r.ask(m, "move_session", json!({ "session": moved, "plan": { "parties": ["north", "south", "council"], "on": "2025-12-11", "time": "10:00", "time_zone": "Europe/Kyiv", "place": t("The pond") }, "reason": t("rain") }));
    let off = r.ask(m, "plan_session", json!({ "in": "caucus:south", "plan": plan("south") }));
    r.ask(m, "cancel_session", json!({ "session": off, "reason": t("snow") }));
    r.ask(
        m,
        "write_note",
        json!({ "in": "mediator", "about": "north", "session": held, "text": t("Nora smiled.") }),
    );
    r.ask(m, "write_note", json!({ "in": "caucus:south", "text": t("We agreed to meet again.") }));
    r.ask(north, "write_note", json!({ "in": "delegation:north", "text": t("Do not smile.") }));
    let first = r.ask(deputy, "tell_item", json!({ "party": "north", "session": held, "issue": "height", "text": t("We could live with steps.") }));
    let second = r.ask(south, "tell_item", json!({ "party": "south", "issue": "who.pays", "release": "verbatim", "text": t("We pay half, not more.") }));
    r.ask(north, "tell_item", json!({ "party": "north", "text": t("The dog is old.") }));
    r.ask(north, "release_item", json!({ "item": first, "release": "substance" }));
    let heard = r.ask(m, "pass_item_on", json!({ "item": first, "to": { "party": "south" }, "wording": t("Different heights are thinkable.") }));
    r.ask(m, "pass_item_on", json!({ "item": second, "to": { "party": "north" } }));
    r.ask(south, "confirm_hearing", json!({ "heard": heard, "party": "south" }));
    r.ask(m, "say", json!({ "to": "table", "wording": t("Please bring the plans."), "issue": "gap" }));
    let brief = |own: &str, high: u32, low: u32| {
        format!(
            "# {mark_line}\nmediant_brief = 1\ncase = \"fence\"\nparty = \"{own}\"\nreservation = {{ value = 2 }}\n[points]\nheight = {{ options = {{ low = {low}, high = {high} }} }}\n\"who.pays\" = {{ options = {{ both = 3, north = 1 }} }}\ngap = {{ curve = [[0, 0], [10, 2]] }}\n",
            mark_line = mark.replace('\n', " ")
        )
    };
    r.ask(
        north,
        "deposit_brief",
        json!({ "party": "north", "text": brief("north", 5, 0), "replaces_version": 0 }),
    );
    r.ask(
        north,
        "deposit_brief",
        json!({ "party": "north", "text": brief("north", 6, 0), "replaces_version": 1 }),
    );
    r.ask(north, "draft_brief", json!({ "party": "north", "text": brief("north", 7, 1) }));
    r.ask(m, "estimate_brief", json!({ "party": "south", "text": brief("south", 0, 4) }));
    r.ask(m, "put_draft", json!({ "in": "mediator", "title": t("Thoughts"), "clauses": [{ "heading": t("Height"), "issue": "height", "text": t("High.") }] }));
    let draft = r.ask(m, "put_draft", json!({ "in": "table", "title": t("Terms for the fence"), "note": t("For Friday."), "clauses": [
        { "heading": t("Height"), "issue": "height", "text": t("The fence is [two metres|north] [one metre|south] high.") },
        { "heading": t("Cost"), "issue": "who.pays", "text": t("Both pay half.") } ] }));
    let _ = draft;
    let clauses: Vec<String> = r.states[&Reader::Mediator]
        .drafts
        .values()
        .find(|draft| draft.note.is_some())
        .unwrap()
        .clauses
        .iter()
        .map(|clause| clause.id.to_string())
        .collect();
    let latest = |r: &Played| {
        r.states[&Reader::Mediator].latest_draft(&mediant_record::Compartment::Table).unwrap().0.to_string()
    };
    let first_draft = latest(&r);
    r.ask(m, "put_draft", json!({ "in": "table", "title": t("Terms for the fence"), "replaces": first_draft, "clauses": [
        { "id": clauses[0], "heading": t("Height"), "issue": "height", "text": t("The fence is [two metres|north] [one metre|south] high, without wire.") },
        { "id": clauses[1], "heading": t("Cost"), "issue": "who.pays", "text": t("Both pay half.") },
        { "heading": t("Paint"), "issue": "paint", "text": t("It is painted green.") } ] }));
    let draft = latest(&r);
    r.ask(m, "put_draft", json!({ "in": "caucus:north", "title": t("For North alone"), "clauses": [{ "heading": t("Height"), "issue": "height", "text": t("Two metres.") }] }));
    r.ask(deputy, "answer_clause", json!({ "in": "table", "draft": draft, "clause": clauses[1], "party": "north", "answer": "accept_ad_referendum", "note": t("if Nora agrees") }));
    r.ask(
        south,
        "answer_clause",
        json!({ "in": "table", "draft": draft, "clause": clauses[1], "party": "south", "answer": "accept" }),
    );
    r.ask(south, "answer_clause", json!({ "in": "table", "draft": draft, "clause": clauses[0], "party": "south", "answer": "amend", "text": t("The fence is one metre high.") }));
    r.ask(deputy, "answer_clause", json!({ "in": "caucus:north", "draft": draft, "clause": clauses[0], "party": "north", "answer": "bracket", "words": t("high, without wire.") }));
    let package = r.ask(north, "propose_package", json!({ "in": "table", "party": "north", "binding": true, "options": { "height": "high", "who.pays": "both", "gap": "5", "paint": "green" }, "note": t("Take it.") }));
    r.ask(south, "answer_package", json!({ "in": "table", "package": package, "party": "south", "verdict": "reject", "note": t("Too high.") }));
    r.ask(m, "propose_package", json!({ "in": "caucus:south", "options": { "height": "low", "who.pays": "both" }, "note": t("Would this do?") }));
    let question = json!({ "words": { "text": t("Do you accept a fence at all?"), "issues": ["height"] } });
    for (title, reveal) in [("Round one", "answers_to_table"), ("Round two", "overlap")] {
        let _ = r.ask(m, "open_round", json!({ "title": t(title), "questions": [question, { "clause": { "draft": draft, "clause": clauses[1] } }, { "package": { "height": "low" } }], "closes": "2025-12-05T18:00:00Z", "reveal": reveal }));
        let (round, asked) = r.states[&Reader::Mediator]
            .rounds
            .iter()
            .find(|(_, round)| round.title == t(title))
            .map(|(id, round)| (id.clone(), round.clone()))
            .unwrap();
        let answers = |verdict: &str| {
            asked
                .questions
                .iter()
                .map(|question| (question.id.to_string(), json!(verdict)))
                .collect::<serde_json::Map<_, _>>()
        };
        r.ask(
            deputy,
            "answer_round",
            json!({ "round": round.as_str(), "party": "north", "answers": answers("accept") }),
        );
        if reveal != "overlap" {
            r.ask(
                south,
                "answer_round",
                json!({ "round": round.as_str(), "party": "south", "answers": answers("reject") }),
            );
            r.ask(m, "close_round", json!({ "round": round.as_str() }));
        }
    }
    let off = r.ask(
        m,
        "open_round",
        json!({ "title": t("Round three"), "questions": [question], "closes": "2025-12-05T18:00:00Z" }),
    );
    let _ = off;
    let off = r.states[&Reader::Mediator]
        .rounds
        .iter()
        .find(|(_, round)| round.title == t("Round three"))
        .map(|(id, _)| id.to_string())
        .unwrap();
    r.ask(m, "cancel_round", json!({ "round": off, "reason": t("nobody came") }));
    mediations(&mut r, m, north, south);
    // A text for north alone, on which somebody of north recommends what to answer.
    let newest = |r: &Played| {
        let north = mediant_record::Compartment::Caucus("north".into());
        r.states[&Reader::Mediator].latest_draft(&north).unwrap().0.to_string()
    };
    let alone = newest(&r);
    r.ask(m, "put_draft", json!({ "in": "caucus:north", "replaces": alone, "title": t("Between us"), "clauses": [
        { "heading": t("One"), "text": t("First words.") }, { "heading": t("Two"), "text": t("Second words.") } ] }));
    let own = newest(&r);
    let clauses: Vec<String> = r.states[&Reader::Mediator].drafts[&mediant_record::draft::DraftId::new(&own)]
        .clauses
        .iter()
        .map(|clause| clause.id.to_string())
        .collect();
    for (clause, verdict) in clauses.iter().zip(["accept", "reject"]) {
        let on = json!({ "clause": { "draft": own, "clause": clause } });
        r.ask(
            north,
            "recommend",
            json!({ "party": "north", "on": on, "verdict": verdict, "note": t("we talked about it") }),
        );
    }
    // A report: two suggestions are accepted, of which one is on record for north alone; one is rejected, one skipped.
    let text = format!(
        "date 2025-12-03\n\nNora Nord said on Tuesday that the hedge would be cut.\n\nThe gazette knows of a badger. The houses met at the pond.\n\n{mark}"
    );
    let report = r.ask(
        m,
        "add_report",
        json!({ "name": t("Gazette"), "on": "2025-12-03", "published": true, "text": text }),
    );
    let decided = |key: &str, resolution: &str, to: Option<&str>| {
        json!({ "suggestion": key, "resolution": resolution, "to": to, "rule": "said", "confidence": 71,
            "before": { "kind": "statement", "what": "none", "party": t("North"), "paragraph": "1", "words": "the hedge would be cut" } })
    };
    for decisions in [
        json!([decided("one", "accept", Some("caucus:north"))]),
        json!([decided("two", "accept", Some("public")), decided("three", "reject", None)]),
        json!([decided("four", "skip", None)]),
    ] {
        r.ask(m, "decide_suggestions", json!({ "report": report, "decisions": decisions }));
    }
    r.ask(m, "undo_decision", json!({ "report": report, "step": 3 }));
    r.ask(m, "enter_suggestion", json!({ "report": report, "suggestion": "one", "place": "P1", "words": "the hedge would be cut",
        "entry": { "as": "statement", "statement": { "kind": "remark", "party": "north", "publicity": { "caucus": "north" }, "text": "the hedge would be cut" } } }));
    let joint = r.ask(m, "propose_communique", json!({ "concerned": ["north", "south"], "session": moved, "text": t("The houses meet at the pond.") }));
    r.ask(m, "propose_communique", json!({ "communique": joint, "concerned": ["north", "south"], "session": moved, "text": t("The houses meet at the pond on Thursday.") }));
    r.ask(north, "agree_communique", json!({ "communique": joint, "wording": 2, "party": "north" }));
    let own =
        r.ask(m, "propose_communique", json!({ "concerned": ["north"], "text": t("North is in talks.") }));
    r.ask(north, "agree_communique", json!({ "communique": own, "wording": 1, "party": "north" }));
    r.ask(m, "publish_communique", json!({ "communique": own }));
    mended(&mut r, m, north, &t);
    r
}

/// What is put right, taken out and retired.
fn mended(r: &mut Played, m: &Actor, north: &Actor, t: &impl Fn(&str) -> String) {
    let stripes = json!({ "option": { "issue": "paint", "option": "stripes" } });
    r.ask(m, "reword", json!({ "in": "mediator", "what": stripes, "name": t("white stripes"), "reason": t("which stripes?") }));
    r.ask(m, "retire", json!({ "what": stripes, "reason": t("too loud") }));
    let dots = json!({ "id": "dots", "name": t("dots") });
    r.ask(m, "add_option", json!({ "in": "mediator", "issue": "paint", "option": dots }));
    r.ask(
        m,
        "take_out",
        json!({ "what": { "option": { "issue": "paint", "option": "dots" } }, "reason": t("a slip") }),
    );
    let office = json!({ "office": { "party": "north", "person": "nils" } });
    r.ask(north, "reword", json!({ "in": "caucus:north", "what": office, "name": t("the one who mows") }));
    let thoughts = r.states[&Reader::Mediator].latest_draft(&mediant_record::Compartment::Mediator);
    let (draft, clause) =
        thoughts.map(|(id, draft)| (id.to_string(), draft.clauses[0].id.to_string())).unwrap();
    r.ask(
        m,
        "correct_clause",
        json!({ "draft": draft, "clause": clause, "reason": t("it settles nothing yet") }),
    );
}

/// Mediations in every stage: one that has begun, one whose forms are in, one that came to a package, one called off.
fn mediations(r: &mut Played, m: &Actor, north: &Actor, south: &Actor) {
    let open = |title: &str, issues: &[&str]| {
        json!({ "title": title, "parties": ["north", "south"], "issues": issues, "questions_max": 9,
            "closes": "2025-12-05T18:00:00Z" })
    };
    r.ask(m, "change_questioning_rule", json!({ "in": "table", "coupled": true }));
    let begun = r.ask(m, "open_mediation", open("Asked alone", &["height", "who.pays"]));
    r.rank(north, "north", &begun);
    let two = json!({ "compare": { "first": { "height": "high", "who.pays": "both" }, "second": { "height": "low", "who.pays": "both" } } });
    for (question, answer) in [
        (json!("rank_issues"), json!({ "places": { "height": 1, "who.pays": 1 } })),
        (json!({ "accept": { "height": "low", "who.pays": "both" } }), json!("no")),
        (two, json!("equal")),
    ] {
        r.ask(
            north,
            "answer_mediation",
            json!({ "mediation": begun, "party": "north", "question": question, "answer": answer }),
        );
    }
    for (title, done) in [("Forms are in", false), ("Came to a package", true)] {
        let mediation = r.ask(m, "open_mediation", open(title, &["height"]));
        r.rank(north, "north", &mediation);
        r.rank(south, "south", &mediation);
        if done {
            r.ask(m, "conclude_mediation", json!({ "mediation": mediation }));
        }
    }
    let off = r.ask(m, "open_mediation", open("Called off", &["height"]));
    r.ask(m, "cancel_mediation", json!({ "mediation": off, "reason": "not now" }));
}

/// The full record a little later: every answer is in, a communiqué is agreed, the talks rest.
pub fn later() -> Played {
    let mut r = full("");
    let south = &Actor::person(Role::Principal(party("south")), "saleh");
    let open = r.states[&Reader::Mediator].rounds.iter().find(|(_, round)| round.title == "Round two");
    let (round, questions) = open.map(|(id, round)| (id.to_string(), round.questions.clone())).unwrap();
    let answers: serde_json::Map<String, Value> =
        questions.iter().map(|question| (question.id.to_string(), json!("reject"))).collect();
    r.ask(south, "answer_round", json!({ "round": round, "party": "south", "answers": answers }));
    let communique =
        r.states[&Reader::Mediator].communiques.iter().find(|(_, communique)| communique.published.is_none());
    let communique = communique.map(|(id, _)| id.to_string()).unwrap();
    r.ask(south, "agree_communique", json!({ "communique": communique, "wording": 2, "party": "south" }));
    r.ask(
        &mediator(),
        "pause_talks",
        json!({ "in": "public", "until": "2026-01-07", "reason": "the holidays" }),
    );
    r.ask(&mediator(), "ask_to_delete", json!({ "party": "south" }));
    r
}

/// A small record that ends well: an agreement, one signature.
pub fn agreed() -> Played {
    let mut r = Played::empty(&PARTIES);
    let m = &mediator();
    let north = &Actor::person(Role::Principal(party("north")), "nora");
    let south = &Actor::person(Role::Principal(party("south")), "saleh");
    r.ask(m, "open_case", json!({ "in": "table", "title": "A bench", "agreement": {} }));
    for (id, person) in [("north", "nora"), ("south", "saleh")] {
        r.ask(
            m,
            "add_party",
            json!({ "in": "table", "party": { "id": id, "name": id, "role": "negotiating" } }),
        );
        r.ask(m, "name_person", json!({ "in": "table", "party": id, "person": { "id": person, "name": person, "role": "principal", "leads": true } }));
    }
    r.ask(m, "add_issue", json!({ "in": "table", "issue": { "id": "colour", "name": "Colour", "kind": "discrete", "options": [{ "id": "red", "name": "Red" }, { "id": "blue", "name": "Blue" }] } }));
    let package = r.ask(m, "propose_package", json!({ "in": "table", "options": { "colour": "red" } }));
    r.ask(
        north,
        "answer_package",
        json!({ "in": "table", "package": package, "party": "north", "verdict": "accept" }),
    );
    r.ask(
        south,
        "answer_package",
        json!({ "in": "table", "package": package, "party": "south", "verdict": "accept" }),
    );
    r.ask(m, "declare_agreement", json!({ "in": "table", "about": { "package": package } }));
    r.ask(north, "record_signature", json!({ "in": "table", "party": "north" }));
    // Two keys of one person, of which nobody stands up for the second; and one of the other side.
    for (who, of, seed) in [(north, "north", 1), (north, "north", 2), (south, "south", 3)] {
        let public = mediant_attest::SecretKey::new(&[seed; 32]).public().line();
        r.ask(who, "register_key", json!({ "party": of, "public": public }));
    }
    r
}
