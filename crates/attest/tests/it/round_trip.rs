//! One act has one text, and one text one act.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::{World, line, named};
use mediant_attest::*;
use proptest::prelude::*;

/// What a name may hold, what fields are made of included.
fn lines() -> BoxedStrategy<Line> {
    let piece = prop_oneof![
        "[a-z:>. ]{1,8}",
        "\\PC{1,6}",
        Just("none".to_owned()),
        Just("clause 1: c".to_owned()),
        Just(" ".to_owned())
    ];
    piece.prop_filter_map("no line", |text| Line::new(text).ok()).boxed()
}

fn texts() -> BoxedStrategy<Text> {
    let piece = prop_oneof![
        lines().prop_map(|line| line.as_str().to_owned()),
        Just("\n".to_owned()),
        Just(">".to_owned()),
        Just("\t".to_owned()),
        Just("table length: 3\n".to_owned())
    ];
    prop::collection::vec(piece, 0..6)
        .prop_filter_map("no text", |pieces| Text::new(pieces.concat()).ok())
        .boxed()
}

fn names() -> BoxedStrategy<Named> {
    (lines(), lines()).prop_map(|(id, name)| Named { id, name }).boxed()
}

fn digests() -> BoxedStrategy<Digest> {
    any::<[u8; 32]>().prop_map(Digest).boxed()
}

fn days() -> BoxedStrategy<Day> {
    (1..10_000u32, 1..13u32, 1..32u32)
        .prop_filter_map("no day", |(year, month, day)| {
            Day::new(format!("{year:04}-{month:02}-{day:02}")).ok()
        })
        .boxed()
}

fn moments() -> BoxedStrategy<Moment> {
    (days(), 0..24u32, 0..60u32, 0..60u32)
        .prop_map(|(day, hour, minute, second)| {
            Moment::new(format!("{day}T{hour:02}:{minute:02}:{second:02}Z")).unwrap()
        })
        .boxed()
}

/// Different ids, as an act asks for.
fn several(least: usize) -> BoxedStrategy<Vec<Named>> {
    prop::collection::btree_map(lines(), lines(), least..4)
        .prop_map(|names| names.into_iter().map(|(id, name)| Named { id, name }).collect())
        .boxed()
}

fn drafts() -> BoxedStrategy<Words> {
    let clause = (lines(), prop::option::of(lines()), prop::option::of(names()), texts());
    (names(), any::<u32>(), prop::collection::vec((clause, 1..4u32), 1..4), 0..3u32)
        .prop_map(move |(named, version, parts, more)| {
            let mut at = 0;
            let clauses: Vec<Clause> = parts
                .into_iter()
                .map(|((id, heading, issue, words), step)| {
                    at += step;
                    let id = line(&format!("{at} {id}"));
                    Clause { number: at, id, heading, issue, words }
                })
                .collect();
            Words::Draft(Draft { id: named.id, number: version, title: named.name, of: at + more, clauses })
        })
        .boxed()
}

fn packages() -> BoxedStrategy<Words> {
    (lines(), prop::option::of(lines()), several(1), names())
        .prop_map(|(id, title, issues, option)| {
            let choice = |issue| Choice { issue, option: option.clone() };
            Words::Package(Package { id, title, options: issues.into_iter().map(choice).collect() })
        })
        .boxed()
}

fn words() -> BoxedStrategy<Words> {
    prop_oneof![drafts(), packages()].boxed()
}

fn mandates() -> BoxedStrategy<Mandate> {
    (lines(), names(), prop::option::of(several(0)), prop::option::of(days()), prop::option::of(days()))
        .prop_map(|(id, holder, issues, from, until)| Mandate { id, holder, issues, from, until })
        .boxed()
}

fn new_keys() -> BoxedStrategy<NewKey> {
    (any::<bool>(), names(), any::<bool>())
        .prop_map(|(passkey, holder, principal)| {
            let world = World::new();
            NewKey {
                public: if passkey { world.ann.public() } else { world.bob.public() },
                holder,
                role: if principal { Role::Principal } else { Role::Delegate },
            }
        })
        .boxed()
}

fn deeds() -> BoxedStrategy<Deed> {
    prop_oneof![
        words().prop_map(Deed::Accepts),
        words().prop_map(Deed::AcceptsAdReferendum),
        words().prop_map(Deed::Signs),
        words().prop_map(Deed::Ratifies),
        (lines(), texts()).prop_map(|(id, words)| Deed::AgreesTo(Communique { id, words })),
        mandates().prop_map(Deed::GivesMandate),
        mandates().prop_map(Deed::LimitsMandate),
        (lines(), names(), days()).prop_map(|(mandate, holder, ends)| Deed::RevokesMandate {
            mandate,
            holder,
            ends
        }),
        new_keys().prop_map(Deed::VouchesFor),
        (digests(), prop::collection::btree_set(digests(), 0..4))
            .prop_map(|(key, stand)| Deed::RevokesKey { key, stand: stand.into_iter().collect() }),
    ]
    .boxed()
}

pub fn acts() -> BoxedStrategy<Act> {
    let head = (lines(), digests(), several(1), names(), prop::option::of(lines()));
    let under = prop::option::of((lines(), prop::option::of(days())));
    let tail = (any::<u64>(), digests(), prop::option::of(digests()), digests());
    (head, under, moments(), deeds(), prop::option::of(lines()), tail)
        .prop_map(
            |(
                (case, case_id, parties, person, office),
                under,
                date,
                deed,
                confirms,
                (length, link, before, key),
            )| {
                let mandate = under.map(|(id, until)| MandateUsed { id, until });
                let role = if mandate.is_some() { Role::Delegate } else { Role::Principal };
                let party = parties[0].id.clone();
                let table = Pin { length, link };
                Act {
                    case,
                    case_id,
                    parties,
                    party,
                    person,
                    office,
                    role,
                    mandate,
                    date,
                    deed,
                    confirms,
                    table,
                    before,
                    key,
                }
            },
        )
        .boxed()
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(act in acts()) {
        let text = act.print().unwrap();
        prop_assert_eq!(Act::parse(&text), Ok(act));
    }

    #[test]
    fn two_acts_have_two_texts(one in acts(), two in acts()) {
        prop_assert_eq!(one == two, one.print().unwrap() == two.print().unwrap());
        prop_assert_eq!(one == two, one.first_difference(&two).unwrap().is_none());
    }

    /// A line that is missing, there twice, moved, or has a blank more is no act; or it is another one, and prints as such.
    #[test]
    fn what_is_read_prints_the_same(act in acts(), at in any::<prop::sample::Index>(), how in 0..5u8) {
        let text = act.print().unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = at.index(lines.len());
        match how {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines[at].push(' '),
            3 => lines[at] = lines[at].replacen(": ", ":  ", 1),
            _ => lines.swap(at, at / 2),
        }
        let other = lines.join("\n") + "\n";
        match Act::parse(&other) {
            Ok(read) => prop_assert_eq!(read.print().unwrap(), other),
            Err(why) => prop_assert!(why.line.is_some_and(|line| line <= lines.len() + 1) || !why.field.is_empty()),
        }
    }
}

#[test]
fn a_text_has_no_other_ends_of_lines_and_nothing_after_it() {
    let world = World::new();
    let text = world.act(&world.ann(), Deed::Signs(crate::world::draft())).print().unwrap();
    for other in [
        text.trim_end().to_owned(),
        text.clone() + "\n",
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.replacen("mediant act 1", "mediant act 2", 1),
        text.replacen("parties: 2", "parties: 02", 1),
        text.replacen("parties: 2", "parties: 99999999999999999999", 1),
        text.replacen("parties: 2", "parties: 4000000000", 1),
        String::new(),
    ] {
        assert!(Act::parse(&other).is_err(), "{other}");
    }
}

#[test]
fn what_does_not_hold_together_is_no_act() {
    let world = World::new();
    let sound = world.act(&world.ann(), Deed::Signs(crate::world::draft()));
    let refused = |act: Act| act.print().unwrap_err().field;
    assert_eq!(refused(Act { party: line("third"), ..sound.clone() }), "for");
    assert_eq!(refused(Act { parties: Vec::new(), ..sound.clone() }), "parties");
    let twice = vec![named("mill", "A"), named("mill", "B")];
    assert_eq!(refused(Act { parties: twice, ..sound.clone() }), "parties");
    let mandate = Some(MandateUsed { id: line("m1"), until: None });
    assert_eq!(refused(Act { mandate, ..sound.clone() }), "under mandate");
    let descending = Deed::RevokesKey { key: sound.key, stand: vec![Digest([2; 32]), Digest([1; 32])] };
    assert_eq!(refused(Act { deed: descending, ..sound.clone() }), "acts that stand");
    let long = Text::new("x".repeat(ACT_BYTES_MAX)).unwrap();
    let deed = Deed::AgreesTo(Communique { id: line("k"), words: long });
    assert!(Act { deed, ..sound }.print().is_err());
}
