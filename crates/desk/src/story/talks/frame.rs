//! Who talks about what, before anything happens.

use super::super::Step;
use super::super::said::{at, cited, mediator};
use jiff::Timestamp;
use jiff::civil::date;
use mediant_model::issue::{IssueKind, IssueOption};
use mediant_model::party::{PartyRole, Person, PersonRole};
use mediant_model::statement::Source;
use mediant_model::{AgreementRule, Issue, OptionId, Party, Quorum};
use mediant_record::case::{CaucusRule, OpenCase};
use mediant_record::hearing::Say;
use mediant_record::issue::AddIssue;
use mediant_record::item::Audience;
use mediant_record::mandate::GiveMandate;
use mediant_record::party::AddParty;
use mediant_record::person::NamePerson;
use mediant_record::source::NameSource;
use mediant_record::words::Words;
use mediant_record::{Command, Compartment};

/// The record begins the day before the first fact that has a date.
fn beginning() -> Timestamp {
    at(date(2025, 11, 27), 9, 0)
}

/// A deal takes both, the US president says (fact 3); it may leave issues open.
pub(super) fn opening() -> Step {
    let agreement = AgreementRule {
        quorum: Quorum::Unanimity,
        veto: Vec::new(),
        nothing_until_everything: true,
        partial: true,
    };
    let open = Command::OpenCase(OpenCase {
        r#in: Compartment::Public,
        title: "Talks reported on 4 December 2025".to_owned(),
        reference: Some("talks-2025-12-04".to_owned()),
        agreement,
        caucus_rule: CaucusRule::NothingWithoutRelease,
    });
    mediator(beginning(), open)
}

/// What this is, for everybody who opens it.
pub(super) fn notice() -> Step {
    let wording = "This record is a demonstration. It restates, in other words, a news report of 4 December 2025; \
                   nobody named here takes part in it. What was said in the meetings is not public and is not made \
                   up: a text that the report has no fact for says that it is invented.";
    mediator(
        beginning(),
        Command::Say(Say { to: Audience::Public, wording: Words::from(wording), issue: None }),
    )
}

/// The parties, their people, and the mandate of the one who leads the delegation at the beginning.
pub(super) fn people() -> Vec<Step> {
    let source = Source {
        id: "report".into(),
        title: "News report of 4 December 2025".to_owned(),
        date: Some(super::TALKS_DAY),
        url: None,
        sha256: None,
    };
    let mut commands = vec![Command::NameSource(NameSource { r#in: Compartment::Public, source })];
    let parties = [
        ("russia", "Russia", PartyRole::Negotiating),
        ("ukraine", "Ukraine", PartyRole::Negotiating),
        ("united_states", "United States", PartyRole::Third),
    ];
    commands.extend(parties.map(|(id, name, role)| {
        Command::AddParty(AddParty {
            r#in: Compartment::Public,
            party: Party {
                id: id.into(),
                name: name.to_owned(),
                role,
                people: Vec::new(),
                factions: Vec::new(),
            },
        })
    }));
    use PersonRole::{Delegate, Envoy, Principal, Voice};
    let people = [
        ("russia", "putin", "Vladimir Putin", "President", Principal),
        ("ukraine", "zelensky", "Volodymyr Zelensky", "President", Principal),
        ("ukraine", "sybiha", "Andrii Sybiha", "Foreign minister", Voice),
        ("ukraine", "umerov", "Rustem Umerov", "Top negotiator", Delegate),
        // The report does not name him.
        ("ukraine", "former_head", "Zelensky's former chief of staff", "Head of the delegation", Delegate),
        ("united_states", "trump", "Donald Trump", "President", Principal),
        ("united_states", "witkoff", "Steve Witkoff", "Special envoy", Envoy),
        ("united_states", "kushner", "Jared Kushner", "The president's son-in-law", Envoy),
    ];
    commands.extend(people.map(|(party, id, name, office, role)| {
        let person = Person { leads: id == "former_head", ..person(id, name, office, role) };
        Command::NamePerson(NamePerson { r#in: Compartment::Public, party: party.into(), person })
    }));
    let mandate = Command::GiveMandate(GiveMandate {
        r#in: Compartment::Public,
        party: "ukraine".into(),
        person: "former_head".into(),
        issues: None,
        from: None,
        until: None,
        source: Some(cited("P10")),
    });
    let steps = commands.into_iter().map(|command| mediator(beginning(), command));
    steps.chain([mediator(beginning(), mandate).named("former_head")]).collect()
}

pub(super) fn person(id: &str, name: &str, office: &str, role: PersonRole) -> Person {
    Person {
        id: id.into(),
        name: name.to_owned(),
        office: Some(office.to_owned()),
        role,
        leads: false,
        faction: None,
        mandates: Vec::new(),
    }
}

/// The hurdle that is left (fact 7), and the proposals whose substance is withheld (fact 6).
pub(super) fn issues() -> Vec<Step> {
    let option = |id: &str, name: &str| IssueOption { id: OptionId::new(id), name: name.to_owned() };
    let territory = Issue {
        id: "territory".into(),
        name: "The four regions that Russia partly occupies".to_owned(),
        kind: IssueKind::Discrete(vec![
            option("cede", "Ukraine gives up the rest of them"),
            option("keep", "Ukraine gives up no territory"),
        ]),
    };
    let other_proposals = Issue {
        id: "other_proposals".into(),
        name: "The other US proposals".to_owned(),
        kind: IssueKind::Withheld,
    };
    let add = |issue| mediator(beginning(), Command::AddIssue(AddIssue { r#in: Compartment::Public, issue }));
    vec![add(territory), add(other_proposals)]
}
