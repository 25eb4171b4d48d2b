//! People, offices, parties, and who is meant later.

use jiff::civil::date;
use mediant_reader::document::Document;
use mediant_reader::names::{Cast, Referent};
use mediant_reader::parse::Model;
use mediant_reader::report::{Options, Report};
use mediant_reader::said::attributions;

fn document(text: &str) -> Document<'_> {
    let options = Options { date: Some(date(2031, 5, 14)), ..Options::default() };
    Document::read(Report::read(text, &options).expect(text), Model::english())
}

/// Name, office and party of everybody.
fn people(text: &str) -> Vec<(String, String, String)> {
    let document = document(text);
    let cast = Cast::new(&document);
    let told = cast.people.iter().map(|person| {
        let party = person.party.map_or("", |party| cast.parties[party].name.as_str());
        let office = person.office.map_or("", |office| office.as_str());
        (person.name.as_str().to_owned(), office.to_owned(), party.to_owned())
    });
    told.collect()
}

fn one(text: &str, name: &str, office: &str, party: &str) {
    assert_eq!(people(text), [(name.to_owned(), office.to_owned(), party.to_owned())], "{text}");
}

#[test]
fn people_with_office_and_party() {
    one("Norland's foreign minister, Ilse Marand, left.", "Ilse Marand", "foreign minister", "Norland");
    one("Norland's foreign minister Ilse Marand left.", "Ilse Marand", "foreign minister", "Norland");
    one("Ilse Marand, the foreign minister of Norland, left.", "Ilse Marand", "foreign minister", "Norland");
    one("The Ukrainian negotiator Ilse Marand left.", "Ilse Marand", "negotiator", "Ukraine");
    one("President Ilse Marand left.", "Ilse Marand", "President", "");
    one("Mr Marand left.", "Marand", "", "");
    one("Ilse Marand left.", "Ilse Marand", "", "");
}

#[test]
fn bodies_and_places_are_no_people() {
    for text in [
        "The Harbour Workers Union left.",
        "The Foreign Ministry said no.",
        "Talks took place in New Haven.",
        "Norland and Sudmark signed.",
        "The UNHCR warned both.",
    ] {
        assert_eq!(people(text), [], "{text}");
    }
}

/// Whom the speakers of a text are, by name and party.
fn speakers(text: &str) -> Vec<(String, String, bool)> {
    let document = document(text);
    let cast = Cast::new(&document);
    let who = |referent: Referent| {
        let name = referent.person.map_or("", |person| cast.people[person].name.as_str());
        let party = referent.party.map_or("", |party| cast.parties[party].name.as_str());
        (name.to_owned(), party.to_owned(), referent.anonymous)
    };
    let said = attributions(&document);
    said.iter().filter_map(|said| Some(who(cast.refer(&document, said.sentence, said.speaker?)))).collect()
}

#[test]
fn later_words_mean_somebody_named_before() {
    let first = "Veldria's foreign minister, Ilse Marand, arrived on Monday. ";
    for later in [
        "Marand said",
        "She said",
        "The foreign minister said",
        "The minister said",
        "Veldria's minister said",
        "Ilse Marand said",
        "Ms Marand said",
    ] {
        let text = format!("{first}{later} that talks would go on.");
        assert_eq!(speakers(&text), [("Ilse Marand".to_owned(), "Veldria".to_owned(), false)], "{text}");
    }
}

#[test]
fn an_owner_is_not_who_is_owned() {
    let first = "Veldria's foreign minister, Ilse Marand, arrived on Monday. ";
    for later in ["Marand's chief of staff said", "Marand’s adviser said", "The lawyer of Ilse Marand said"]
    {
        let text = format!("{first}{later} that talks would go on.");
        assert_eq!(speakers(&text), [(String::new(), "Veldria".to_owned(), false)], "{text}");
    }
}

#[test]
fn an_office_without_a_party_is_nobody_named_only_later() {
    let text =
        "The president said that talks would go on.\n\nVeldria's president, Ilse Marand, arrived on Monday.";
    assert_eq!(speakers(text), [(String::new(), String::new(), false)]);
    let text = "Veldria's president said that talks would go on.\n\nVeldria's president, Ilse Marand, arrived on Monday.";
    assert_eq!(speakers(text), [("Ilse Marand".to_owned(), "Veldria".to_owned(), false)]);
}

#[test]
fn metonyms_and_adjectives_mean_the_country() {
    let party = |text: &str| speakers(text).first().map(|(_, party, _)| party.clone()).unwrap_or_default();
    assert_eq!(party("The Kremlin said that talks would go on."), "Russia");
    assert_eq!(party("Kyiv said that talks would go on."), "Ukraine");
    assert_eq!(
        party("Troops of Veldria left. The Veldrian delegation said that talks would go on."),
        "Veldria"
    );
}

#[test]
fn nobody_in_particular_is_anonymous() {
    for text in [
        "A diplomat said that talks would go on.",
        "Officials said that talks would go on.",
        "Two negotiators said that talks would go on.",
    ] {
        assert_eq!(speakers(text), [(String::new(), String::new(), true)], "{text}");
    }
    assert_eq!(
        speakers("The ministry said that talks would go on."),
        [(String::new(), String::new(), false)]
    );
}
