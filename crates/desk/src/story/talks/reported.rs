//! What happened and what was said, day by day. Numbers are those of the report's facts.

use super::super::Step;
use super::super::said::{at, by, by_described, cited, mediator, on, reported, states};
use super::{INVENTED, TALKS_DAY, frame};
use jiff::Timestamp;
use jiff::civil::date;
use mediant_model::party::{Person, PersonRole};
use mediant_model::statement::{
    Alternative, Answer, Confidence, Interest, Position, Precondition, RedLine, Remark, Stance, Standing,
    Trend,
};
use mediant_model::{Condition, Date, OptionId, PersonId};
use mediant_record::item::{Release, TellItem};
use mediant_record::mandate::GiveMandate;
use mediant_record::note::WriteNote;
use mediant_record::person::{Departure, NamePerson, RecordDeparture};
use mediant_record::session::{HoldSession, Plan, PlanSession, SessionId};
use mediant_record::statement::Statement;
use mediant_record::words::Words;
use mediant_record::{Command, Compartment};

const SECOND: Date = date(2025, 12, 2);
const THIRD: Date = date(2025, 12, 3);

/// The head of Ukraine's delegation resigns, and his mandate ends (14).
pub(super) fn resignation() -> Vec<Step> {
    let left = Command::RecordDeparture(RecordDeparture {
        r#in: Compartment::Public,
        party: "ukraine".into(),
        person: "former_head".into(),
        on: Some(date(2025, 11, 28)),
        how: Departure::Resigned,
        reason: Some("resigned after anti-corruption investigators searched his home".to_owned()),
        source: Some(cited("P10")),
    });
    vec![mediator(at(date(2025, 11, 28), 15, 0), left)]
}

/// The caucus in the Kremlin (1), and the agreement not to disclose what was said there (6).
pub(super) fn kremlin() -> Vec<Step> {
    let plan = Plan {
        parties: vec!["united_states".into(), "russia".into()],
        people: envoys(),
        on: Some(SECOND),
        time_zone: Some("Europe/Moscow".to_owned()),
        place: Some("the Kremlin".to_owned()),
        source: Some(cited("P1")),
        ..Plan::default()
    };
    let held = Command::HoldSession(HoldSession {
        session: SessionId::new("kremlin"),
        on: Some(SECOND),
        people: Vec::new(),
        summary: Some("a meeting of several hours".to_owned()),
    });
    let confidence = Confidence {
        parties: vec!["united_states".into(), "russia".into()],
        issues: vec!["other_proposals".into()],
        provenance: on(
            SECOND,
            reported("P4", "both sides of the Kremlin meeting keep its substance to themselves"),
        ),
    };
    let evening = at(SECOND, 21, 0);
    let substance = "what was said of the other proposals stands here, withheld. Both sides agreed not to disclose \
                     it, so the demonstration does not know it.";
    let minutes = "who keeps the minutes of the next meeting is still to be settled.";
    let note = Command::WriteNote(WriteNote {
        r#in: Compartment::Mediator,
        session: Some(SessionId::new("kremlin")),
        about: Some("russia".into()),
        text: invented("a note that the mediator alone reads. Settle before Florida who keeps the minutes."),
    });
    vec![
        mediator(at(SECOND, 9, 0), Command::PlanSession(PlanSession { r#in: Compartment::Public, plan }))
            .named("kremlin"),
        mediator(at(SECOND, 20, 0), held),
        states(at(SECOND, 20, 5), Statement::Confidence(confidence)),
        told(evening, "russia", Some("kremlin"), Some("other_proposals"), substance)
            .named("russia_substance"),
        told(evening, "russia", Some("kremlin"), None, minutes).named("russia_minutes"),
        mediator(at(SECOND, 21, 10), note),
    ]
}

/// Umerov leads for Ukraine now, and is to meet the same two in Florida (2). Since when he leads, and when the meeting
/// was arranged, the report does not say; here it is the day before.
pub(super) fn florida() -> Vec<Step> {
    let umerov = Person {
        leads: true,
        ..frame::person("umerov", "Rustem Umerov", "Top negotiator", PersonRole::Delegate)
    };
    let leads = Command::NamePerson(NamePerson {
        r#in: Compartment::Public,
        party: "ukraine".into(),
        person: umerov,
    });
    let mandate = Command::GiveMandate(GiveMandate {
        r#in: Compartment::Public,
        party: "ukraine".into(),
        person: "umerov".into(),
        issues: None,
        from: None,
        until: None,
        source: Some(cited("P1")),
    });
    let plan = Plan {
        parties: vec!["united_states".into(), "ukraine".into()],
        people: envoys().into_iter().chain(["umerov".into()]).collect(),
        on: Some(TALKS_DAY),
        time_zone: Some("America/New_York".to_owned()),
        place: Some("Florida".to_owned()),
        source: Some(cited("P1")),
        ..Plan::default()
    };
    let morning = at(THIRD, 8, 0);
    vec![
        mediator(morning, leads),
        mediator(morning, mandate).named("umerov"),
        mediator(morning, Command::PlanSession(PlanSession { r#in: Compartment::Public, plan }))
            .named("florida"),
    ]
}

/// What was said the day after (3, 4, 5, 9, 10, 11), and what Ukraine's side told ahead of its own meeting.
pub(super) fn third_of_december() -> Vec<Step> {
    let said = |person, paragraph, text| by(person, on(THIRD, reported(paragraph, text)));
    let in_part = Answer {
        party: "russia".into(),
        issue: "other_proposals".into(),
        stance: Stance::AcceptsInPart,
        provenance: by_described(
            "the Kremlin",
            on(
                THIRD,
                reported(
                    "P3",
                    "some of the US proposals are accepted and the work goes on; no compromise has been found yet",
                ),
            ),
        ),
    };
    let nearly = Answer {
        party: "ukraine".into(),
        issue: "other_proposals".into(),
        stance: Stance::NearlyAgreed,
        provenance: said("trump", "P2", "the US has something fairly well worked out with Ukraine"),
    };
    let takes_both = Remark {
        party: "united_states".into(),
        issue: None,
        provenance: said(
            "trump",
            "P2",
            "Putin wants a deal; what the meeting brings cannot be said yet; a deal takes both",
        ),
    };
    let red_line = RedLine {
        party: "ukraine".into(),
        never: territory("cede"),
        standing: Standing::Public,
        provenance: said("zelensky", "P6", "giving up territory that Russia has captured is ruled out"),
    };
    let position = Position {
        party: "ukraine".into(),
        issue: "territory".into(),
        wants: Some(territory("keep")),
        provenance: said("zelensky", "P6", "gives up none"),
    };
    let interest = Interest {
        party: "ukraine".into(),
        provenance: said(
            "zelensky",
            "P7",
            "a dignified peace needs Ukraine's interests to be taken into account",
        ),
    };
    let plan = Plan {
        parties: vec!["united_states".into(), "ukraine".into()],
        place: Some("the United States".to_owned()),
        told_by: Some(mediant_model::statement::Speaker::Person("zelensky".into())),
        told_on: Some(THIRD),
        source: Some(cited("P6")),
        text: Some(
            "his team prepares for meetings, and the dialogue with the US president's representatives goes on"
                .to_owned(),
        ),
        ..Plan::default()
    };
    let evening = at(THIRD, 18, 0);
    let substance = "what is worked out with Ukraine on the other proposals stands here, withheld. The report does \
                     not say what it is.";
    let minutes = "who keeps the minutes in Florida is still to be settled.";
    vec![
        states(at(THIRD, 9, 0), Statement::Answer(in_part)),
        states(at(THIRD, 14, 0), Statement::Position(position)),
        states(at(THIRD, 14, 0), Statement::RedLine(red_line)).named("ukraine_red_line"),
        states(at(THIRD, 14, 5), Statement::Interest(interest)),
        mediator(at(THIRD, 14, 10), Command::PlanSession(PlanSession { r#in: Compartment::Public, plan }))
            .named("preparations"),
        states(at(THIRD, 17, 0), Statement::Remark(takes_both)),
        states(at(THIRD, 17, 5), Statement::Answer(nearly)),
        told(evening, "ukraine", None, Some("other_proposals"), substance).named("ukraine_substance"),
        told(evening, "ukraine", None, None, minutes).named("ukraine_minutes"),
    ]
}

/// What the report says without a date (8, 12, 13, 15), recorded when it appeared.
pub(super) fn without_a_date() -> Vec<Step> {
    let official = |paragraph, text| by_described("an unnamed Russian official", reported(paragraph, text));
    let open = Answer {
        party: "russia".into(),
        issue: "territory".into(),
        stance: Stance::Open,
        provenance: official("P5", "no compromise on territory so far"),
    };
    let precondition = Precondition {
        party: "russia".into(),
        settled: vec!["territory".into()],
        require: None,
        standing: Standing::Public,
        provenance: official("P5", "without a compromise on territory there is no resolution"),
    };
    let position = Position {
        party: "russia".into(),
        issue: "territory".into(),
        wants: Some(territory("cede")),
        provenance: by("putin", reported("P10", "the rest of the land it claims")),
    };
    // The reading of the statement above, not Russia's word: marked as such, and as public as what it is read from.
    let red_line = RedLine {
        party: "russia".into(),
        never: territory("keep"),
        standing: Standing::Inferred,
        provenance: by(
            "putin",
            reported("P10", "Moscow fights on for the rest of the land it claims unless Kyiv gives it up"),
        ),
    };
    let harsher = Remark {
        party: "ukraine".into(),
        issue: None,
        provenance: by("sybiha", reported("P8", "Putin should stop wasting the world's time")),
    };
    let alternative = |party: &str, trend, paragraph, text| {
        let provenance = reported(paragraph, text);
        Statement::Alternative(Alternative { party: party.into(), trend: Some(trend), provenance })
    };
    let statements = [
        Statement::Answer(open),
        Statement::Position(position),
        Statement::Remark(harsher),
        alternative("russia", Trend::Improving, "P10", "its advance in the east has gathered pace"),
        alternative("ukraine", Trend::Worsening, "P9", "it is losing ground on its eastern front"),
        alternative("ukraine", Trend::Worsening, "P9", "it faces its biggest corruption scandal of the war"),
    ];
    let morning = at(TALKS_DAY, 7, 0);
    let mut steps: Vec<Step> = statements.map(|statement| states(morning, statement)).into();
    steps.push(states(morning, Statement::Precondition(precondition)).named("russia_precondition"));
    steps.push(states(morning, Statement::RedLine(red_line)).named("russia_red_line"));
    steps
}

/// The two who shuttle.
fn envoys() -> Vec<PersonId> {
    vec!["witkoff".into(), "kushner".into()]
}

fn territory(option: &str) -> Condition {
    Condition::Options("territory".into(), vec![OptionId::new(option)])
}

/// A placeholder told in a caucus and held there.
fn told(at: Timestamp, party: &str, session: Option<&str>, issue: Option<&str>, placeholder: &str) -> Step {
    let tell = Command::TellItem(TellItem {
        party: party.into(),
        person: None,
        session: session.map(SessionId::new),
        issue: issue.map(Into::into),
        release: Some(Release::Held),
        text: invented(placeholder),
    });
    mediator(at, tell)
}

fn invented(placeholder: &str) -> Words {
    Words::from(format!("{INVENTED}{placeholder}"))
}
