//! A signature binds words: one character of an act is changed, and it does not verify, and the field is named.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod mutations;

use crate::round_trip::acts;
use crate::world::{World, draft, line, only};
use mediant_attest::agreement::verify;
use mediant_attest::*;
use proptest::prelude::*;

/// The act, made one of Bob's.
fn bobs(act: Act, world: &World) -> Act {
    let key = world.bob();
    let party = key.party.clone();
    let mut act =
        Act { party: party.clone(), key: key.public.id(), role: Role::Principal, mandate: None, ..act };
    act.parties.retain(|other| other.id != party);
    act.parties.push(Named { id: party, name: line("Union") });
    act.person.id = key.person;
    act
}

/// The line with another character somewhere in its value.
fn changed(line: &str, at: prop::sample::Index) -> String {
    let mut characters: Vec<char> = line.chars().collect();
    let value = if line.starts_with('>') { 1 } else { line.find(':').map_or(0, |at| at + 1) };
    let value = line.get(..value).map_or(0, |before| before.chars().count());
    match characters.len() - value {
        0 => characters.push('x'),
        length => {
            let place = value + at.index(length);
            characters[place] = if characters[place] == 'x' { 'y' } else { 'x' };
        }
    }
    characters.into_iter().collect()
}

/// The field of a line: its label, or that of the words it is one of.
fn label(lines: &[String], at: usize) -> String {
    let label = lines[..=at].iter().rev().find(|line| !line.starts_with('>')).unwrap();
    label.split_once(':').map_or(label.as_str(), |(label, _)| label).to_owned()
}

proptest! {
    #[test]
    fn every_character_of_an_act_is_bound(act in acts(), row in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        let world = World::new();
        let envelope = world.by_bob(&bobs(act, &world));
        prop_assert!(envelope.verify(&world.bob()).is_ok());
        let mut lines: Vec<String> = envelope.text().lines().map(str::to_owned).collect();
        let row = row.index(lines.len());
        lines[row] = changed(&lines[row], at);
        let named = label(&lines, row);
        let mut value = serde_json::to_value(&envelope).unwrap();
        value["act"] = lines.into();
        let other: Envelope = serde_json::from_value(value).unwrap();
        let why = other.verify(&world.bob()).unwrap_err();
        prop_assert_eq!(why.field, named);
    }
}

/// Every line of every act in a file, and every line of its words, one after the other.
#[test]
fn every_line_of_a_file_is_bound() {
    let world = World::new();
    let ann = world.by_ann(&world.act(&world.ann(), Deed::AcceptsAdReferendum(only(1))));
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let text = world.file(vec![ann, bob]).to_json().unwrap();
    let rows: Vec<&str> = text.lines().collect();
    let mut bound = 0;
    for (index, row) in rows.iter().enumerate() {
        // Only the lines of words and acts are rows of nothing but a text.
        let Some(line) = row.trim().strip_prefix('"').filter(|line| !line.contains("\": ")) else { continue };
        let line = line.trim_end_matches(',').trim_end_matches('"');
        let Some(last) = line.chars().last() else { continue };
        let other =
            format!("{}{}", &line[..line.len() - last.len_utf8()], if last == 'x' { 'y' } else { 'x' });
        let mut rows: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
        rows[index] = row.replacen(line, &other, 1);
        let report = verify(&(rows.join("\n") + "\n"), &world.keys(), &[]).unwrap();
        let label = line.split_once(':').map(|(label, _)| label).filter(|_| !line.starts_with('>'));
        let named = |fault: &AttestError| label.is_none_or(|label| fault.field.contains(label));
        assert!(report.faults.iter().any(named), "{line}: {:?}", report.faults);
        bound += 1;
    }
    assert!(bound > 60, "{bound} lines");
}
