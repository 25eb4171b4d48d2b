//! Groups that speak without a name.

use crate::support::{case, draft_of, given, reading};
use mediant_reader::suggest::Stance;

/// The parties of the case that one report's statements make, and how many statements found none.
fn parties(text: &str, said: &[(&str, &str)]) -> (Vec<String>, usize) {
    let report = given(1, &format!("date 2031-05-14\n\n{text}\n"));
    let reading = reading(&report, |maker| {
        let one =
            |(words, who): &(&'static str, &'static str)| maker.said(words, Some(who), None, Stance::Demands);
        let said: Vec<(&'static str, &'static str)> = said
            .iter()
            .map(|(words, who)| {
                (String::leak((*words).to_owned()) as &str, String::leak((*who).to_owned()) as &str)
            })
            .collect();
        said.iter().map(one).collect()
    });
    let told = draft_of(None, &[&report], &[reading]);
    let names = case(&told.text).parties.iter().map(|party| party.name.clone()).collect();
    (names, told.unplaced)
}

#[test]
fn a_definite_group_is_a_party() {
    let text = "The union demanded a higher wage. The growers demanded a lower toll. A spokesman for the shipowners demanded a later date.";
    let said = [
        ("demanded a higher wage", "The union"),
        ("demanded a lower toll", "The growers"),
        ("demanded a later date", "A spokesman for the shipowners"),
    ];
    let (names, unplaced) = parties(text, &said);
    assert_eq!(names, ["Union", "Growers", "Shipowners"]);
    assert_eq!(unplaced, 0);
}

#[test]
fn one_group_under_a_shorter_name_is_one_party() {
    let text = "The dock workers’ union demanded a higher wage. The union demanded an earlier shift.";
    let said =
        [("demanded a higher wage", "The dock workers’ union"), ("demanded an earlier shift", "The union")];
    let (names, unplaced) = parties(text, &said);
    assert_eq!((names.len(), unplaced), (1, 0), "{names:?}");
}

#[test]
fn which_of_two_groups_is_not_guessed() {
    let text = "The pilots’ union demanded a higher wage. The mechanics’ union demanded a longer rest. The union demanded an earlier shift.";
    let said = [
        ("demanded a higher wage", "The pilots’ union"),
        ("demanded a longer rest", "The mechanics’ union"),
        ("demanded an earlier shift", "The union"),
    ];
    let (names, unplaced) = parties(text, &said);
    assert_eq!((names.len(), unplaced), (2, 1), "{names:?}");
}

#[test]
fn nobody_in_particular_is_no_party() {
    let text = "The dock workers’ union demanded a higher wage. Some farmers demanded a lower toll. An official demanded a pause. \
        The two sides demanded patience. Both delegations demanded an earlier date.";
    let said = [
        ("demanded a higher wage", "The dock workers’ union"),
        ("demanded a lower toll", "Some farmers"),
        ("demanded a pause", "An official"),
        ("demanded patience", "The two sides"),
        ("demanded an earlier date", "Both delegations"),
    ];
    let (names, unplaced) = parties(text, &said);
    assert_eq!((names.len(), unplaced), (1, 4), "{names:?}");
}

/// The parties that the case has for people, by what stands beside their names.
fn sides(text: &str, people: &[&'static str]) -> Vec<(String, String)> {
    let report = given(1, &format!("date 2031-05-14\n\n{text}\n"));
    let reading = reading(&report, |maker| {
        let one = |who: &&'static str| maker.said(who, Some(who), None, Stance::None);
        people.iter().map(one).collect()
    });
    let case = case(&draft_of(None, &[&report], &[reading]).text);
    let of = |party: &mediant_model::Party| -> Vec<(String, String)> {
        party.people.iter().map(|person| (person.name.clone(), party.name.clone())).collect()
    };
    case.parties.iter().flat_map(of).collect()
}

#[test]
fn whose_person_somebody_is_stands_beside_the_name() {
    let text = "Ilse Marand, for the growers, asked for more time. Tomas Oye, who speaks for the shipowners, refused. The union’s \
        secretary, Anna Roth, left the room. Jon Askel, chair of the council, stayed. Mediator Karin Lund called a break.";
    let people = ["Ilse Marand", "Tomas Oye", "Anna Roth", "Jon Askel", "Karin Lund"];
    let mut sides = sides(text, &people);
    sides.sort();
    let told: Vec<(&str, &str)> = sides.iter().map(|(who, party)| (who.as_str(), party.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Anna Roth", "Union"),
            ("Ilse Marand", "Growers"),
            ("Jon Askel", "Council"),
            ("Karin Lund", "Mediation"),
            ("Tomas Oye", "Shipowners"),
        ]
    );
}

#[test]
fn what_stands_near_a_name_and_says_nothing_of_it_is_not_taken() {
    let text = "Ilse Marand, angry at the growers, asked for more time. Tomas Oye met the shipowners. The union’s offer surprised Anna Roth.";
    assert_eq!(sides(text, &["Ilse Marand", "Tomas Oye", "Anna Roth"]), []);
}

#[test]
fn a_name_cut_short_is_the_name_where_only_one_ends_so() {
    let text = "The Ridge Council demanded a higher wage. Later the Council demanded a longer rest. The growers of Ketaria waited.";
    let report = given(1, &format!("date 2031-05-14\n\n{text}\n"));
    let reading = reading(&report, |maker| {
        vec![
            maker.said("demanded a higher wage", None, Some("Ridge Council"), Stance::Demands),
            maker.said("demanded a longer rest", None, Some("the Council"), Stance::Demands),
        ]
    });
    let case = case(&draft_of(None, &[&report], &[reading]).text);
    let names: Vec<&str> = case.parties.iter().map(|party| party.name.as_str()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
}
