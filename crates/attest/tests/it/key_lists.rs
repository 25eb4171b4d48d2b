//! `keys.txt`.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::{World, moment};
use mediant_attest::Keys;
use mediant_attest::keys::Vouched;

#[test]
fn a_list_is_read_as_it_was_written() {
    let world = World::new();
    let mut keys = world.keys();
    keys.keys[1].vouched = Vouched::By(world.ann().public.id());
    keys.keys[1].revoked = Some(moment("2026-12-01T00:00:00Z"));
    let text = keys.print();
    assert_eq!(Keys::parse(&text), Ok(keys.clone()));
    for vouched in [Vouched::Confirmed, Vouched::Nobody] {
        keys.keys[0].vouched = vouched;
        assert_eq!(Keys::parse(&keys.print()), Ok(keys.clone()));
    }
    // What a person does to a file by hand.
    let by_hand = text.replacen("\n\n", "\n# from Ann, by telephone\n\n\n", 1).replace('\n', "  \r\n");
    assert_eq!(Keys::parse(&by_hand).map(|keys| keys.keys.len()), Ok(2));
}

#[test]
fn a_list_that_does_not_fit_is_refused_with_its_line() {
    let world = World::new();
    let text = world.keys().print();
    let line_of = |what: &str| text.lines().position(|line| line.starts_with(what)).unwrap() + 1;
    for (from, to, field, line) in [
        ("mediant keys 1", "mediant keys 2", "", 1),
        ("case id: ", "case id: f", "case id", line_of("case id")),
        ("role: principal", "role: king", "role", line_of("role")),
        ("key: passkey", "key: rsa", "key", line_of("key")),
        ("origin: ", "orogin: ", "origin", line_of("origin")),
        ("since: 2026", "since: 226", "since", line_of("since")),
        ("vouched: first", "vouched: yes", "vouched", line_of("vouched")),
    ] {
        let why = Keys::parse(&text.replacen(from, to, 1)).unwrap_err();
        assert_eq!((why.field.as_str(), why.line), (field, Some(line)), "{why}");
    }
    let words = world.ann.public().words();
    let other = text.replacen(&words, &world.bob.public().words(), 1);
    assert_eq!(Keys::parse(&other).unwrap_err().field, "words");
    let mut twice = world.keys();
    twice.keys.push(twice.keys[0].clone());
    assert_eq!(Keys::parse(&twice.print()).unwrap_err().field, "key");
    for cut in 0..text.len() {
        let _ = text.get(..cut).map(Keys::parse);
    }
}
