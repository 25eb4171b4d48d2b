//! Agreements that a desk wrote, changed by a character: nothing is proven by them any more, and the field is named.

use super::agreement::{agreed, file};
use super::*;
use mediant_attest::Keys;
use mediant_attest::agreement::verify;

/// Whether a file proves nothing; where it can be read, the fields that are wrong.
fn faults(text: &str, keys: &Keys) -> Vec<String> {
    match verify(text, keys, &[]) {
        Ok(report) if report.is_proven() => Vec::new(),
        Ok(report) => report.faults.into_iter().map(|fault| fault.field).collect(),
        Err(fault) => vec![fault.field],
    }
}

/// Another character of the same kind, so that a day stays a day and a digest a digest; then one of another kind.
fn others(of: char) -> [char; 2] {
    let next = match of {
        '9' => '0',
        'f' | 'z' => 'a',
        'Z' => 'A',
        '0'..='8' | 'a'..='e' | 'g'..='y' | 'A'..='Y' => char::from_u32(u32::from(of) + 1).unwrap(),
        _ => 'o',
    };
    [next, if of == '~' { '=' } else { '~' }]
}

/// A text with the character at a place of its value replaced, for some places of it.
fn changes(said: &str, from: usize, every: usize, first: usize, kinds: usize) -> Vec<String> {
    let value: Vec<char> = said[from..].chars().collect();
    let mut all = Vec::new();
    for at in (first % every..value.len()).step_by(every) {
        for other in others(value[at]).into_iter().take(kinds) {
            let mut changed = value.clone();
            changed[at] = other;
            all.push(said[..from].to_owned() + &changed.into_iter().collect::<String>());
        }
    }
    all
}

/// Changes every `every`th character of every value of the file, and holds that the field is named. How many were changed.
fn changed_one_by_one(text: &str, keys: &Keys, every: usize, kinds: usize) -> usize {
    assert_eq!(faults(text, keys), Vec::<String>::new());
    let lines: Vec<&str> = text.lines().collect();
    let (mut act, mut within, mut field, mut count) = (0, false, String::new(), 0);
    for (at, written) in lines.iter().enumerate() {
        match *written {
            r#"      "act": ["# => within = true,
            "      ]," if within => (within, act) = (false, act + 1),
            _ => {}
        }
        // What is written in quotation marks, behind the name of a member where there is one.
        let value = written.trim().trim_end_matches(',');
        let value = value.split_once(": \"").map_or(value, |(_, value)| &value[..value.len() - 1]);
        let value = value.trim_matches('"');
        if value.len() < 2 || !written.contains('"') || value.contains('\\') || written.ends_with(['[', '{'])
        {
            continue;
        }
        let mut from = 0;
        if within {
            if !value.starts_with('>') {
                field = value.split_once(':').map_or(value, |(name, _)| name).to_owned();
            }
            from = value.find(' ').map_or(value.len(), |_| {
                if value.starts_with("> ") {
                    2
                } else {
                    value.find(": ").map_or(value.len(), |found| found + 2)
                }
            });
        }
        for new in changes(value, from, every, at, kinds) {
            let mut all: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            let place = written.rfind(value).unwrap();
            all[at] = format!("{}{new}{}", &written[..place], &written[place + value.len()..]);
            let found = faults(&(all.join("\n") + "\n"), keys);
            assert!(!found.is_empty(), "{written}: {value} became {new}, and it is proven");
            let wanted = format!("acts.{act}.{field}");
            assert!(
                !within || found.contains(&wanted),
                "{value} became {new}, and {wanted} is not in {found:?}"
            );
            count += 1;
        }
    }
    count
}

/// An agreement on a draft that both signed, with a mandate, and one on a package.
async fn agreements() -> [(String, Keys); 2] {
    let line = Line::open().await;
    let talks = Talks::with_keys(&line).await;
    line.person_of("A", "abe", "Abe", "delegate").await;
    let mandate = json!({"in": "table", "party": "A", "person": "abe", "until": "2026-06-01"});
    let got = signs(&talks.anna, &key(1), "give_mandate", mandate).await;
    assert_eq!(got.status, 201, "{}", got.text());
    // Abe accepts first, under the mandate and with a key that Anna vouches for.
    let abe = line.person("abe", Role::Delegate("A".into()), Some("abe")).await;
    registers(&abe, "A", &key(5)).await;
    let id = |seed: u8| key(seed).public().id().to_string();
    let vouch = json!({"key": id(5), "by": id(1)});
    let got = signs(&talks.anna, &key(1), "vouch_for_key", vouch).await;
    assert_eq!(got.status, 201, "{}", got.text());
    let got = signs(&abe, &key(5), "answer_package", talks.accept("A")).await;
    assert_eq!(got.status, 201, "{}", got.text());
    for (who, party, seed) in [(&talks.anna, "A", 1), (&talks.bert, "B", 2)] {
        let got = signs(who, &key(seed), "answer_package", talks.accept(party)).await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
    let about = json!({"in": "table", "about": {"package": talks.package}});
    done(&talks.mediator, "declare_agreement", about).await;
    let package = file(&talks.anna).await;
    let report = verify(&package.0, &package.1, &[]).unwrap();
    let verbs: Vec<_> = report.acts.iter().map(|act| act.act.deed.verb()).collect();
    assert_eq!(verbs, ["gives a mandate", "vouches for a key", "accepts", "accepts", "accepts"]);
    assert!(report.acts.iter().all(|act| act.counts.is_ok()), "{report:?}");
    agreed(&talks).await;
    for (who, seed, party) in [(&talks.anna, 1, "A"), (&talks.bert, 2, "B")] {
        let got = signs(who, &key(seed), "record_signature", json!({"in": "table", "party": party})).await;
        assert_eq!(got.status, 201, "{}", got.text());
    }
    [package, file(&talks.anna).await]
}

#[tokio::test]
async fn a_changed_character_anywhere_is_found_and_its_field_named() {
    let mut count = 0;
    for (text, keys) in agreements().await {
        count += changed_one_by_one(&text, &keys, 9, 1);
    }
    assert!(count > 900, "{count}");
}

#[tokio::test]
#[ignore = "minutes: every character of two agreements twice, and 100,000 changes at random"]
async fn every_character_and_a_hundred_thousand_changes() {
    for (text, keys) in agreements().await {
        changed_one_by_one(&text, &keys, 1, 2);
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        let mut draw = |below: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(random >> 33).unwrap() % below
        };
        let bytes = text.as_bytes();
        for _ in 0..50_000 {
            let mut changed = bytes.to_vec();
            let at = draw(changed.len());
            match draw(4) {
                0 => drop(changed.remove(at)),
                1 => changed.insert(at, b' ' + u8::try_from(draw(95)).unwrap()),
                2 => changed.truncate(at),
                _ => changed[at] = u8::try_from(draw(256)).unwrap(),
            }
            if changed != bytes
                && let Ok(changed) = String::from_utf8(changed)
            {
                assert!(!faults(&changed, &keys).is_empty(), "{changed}");
            }
        }
    }
}
