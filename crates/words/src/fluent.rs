//! Every message as another program of the same language says it.

use crate::language::Language;
use crate::message::{self, Number, Text, Value};
use crate::rooms::ALL;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use std::path::Path;

const NUMBERS: [u64; 7] = [0, 1, 2, 3, 11, 21, 1000];

#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads the files that it is about")]
fn fluents_own_program_says_the_same() {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en");
    let mut said = 0;
    for file in std::fs::read_dir(catalogue).unwrap() {
        let path = file.unwrap().path();
        let room = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let resource = FluentResource::try_new(std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut bundle = FluentBundle::new(vec!["en".parse().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(&resource).unwrap();
        for (_, name, pieces, parameters) in ALL.iter().filter(|(of, ..)| *of == room) {
            let pattern = bundle.get_message(name).unwrap().value().unwrap();
            for number in NUMBERS {
                let mut args = FluentArgs::new();
                let texts: Vec<String> =
                    parameters.iter().map(|(name, _)| format!("<{name}> & {number}")).collect();
                let shown: Vec<Text<'_>> = texts.iter().map(Text::from).collect();
                let mut values = Vec::new();
                // Parameters that differ, so that none is taken for another.
                for (at, (name, is_counted)) in (0..).zip(*parameters) {
                    let fluents = name.replace('_', "-");
                    if *is_counted {
                        args.set(fluents, number + at);
                        values.push(Value::Number(Number::from(&(number + at))));
                    } else {
                        args.set(fluents, texts[at as usize].as_str());
                        values.push(Value::Text(&shown[at as usize]));
                    }
                }
                let mut faults = Vec::new();
                let theirs = bundle.format_pattern(pattern, Some(&args), &mut faults);
                assert!(faults.is_empty(), "{room}.{name}: {faults:?}");
                assert_eq!(message::text(Language::English, pieces, &values), theirs, "{room}.{name}");
                said += 1;
            }
        }
    }
    assert_eq!(said, ALL.len() * NUMBERS.len());
}

#[test]
fn a_message_in_another_language_keeps_its_parameters() {
    let number = 7_u64;
    for (room, name, pieces, parameters) in ALL {
        let marks: Vec<String> = parameters.iter().map(|(name, _)| format!("<{name}>")).collect();
        let shown: Vec<Text<'_>> = marks.iter().map(Text::from).collect();
        let values: Vec<Value<'_>> = parameters
            .iter()
            .zip(&shown)
            .map(
                |((_, is_counted), text)| {
                    if *is_counted { Value::Number(Number::from(&number)) } else { Value::Text(text) }
                },
            )
            .collect();
        let [plain, pseudo] = [Language::English, Language::Pseudo { right_to_left: false }]
            .map(|language| message::text(language, pieces, &values).into_owned());
        let mut rest = pseudo.clone();
        for mark in &marks {
            assert_eq!(plain.matches(mark).count(), pseudo.matches(mark).count(), "{room}.{name}: {pseudo}");
            rest = rest.replace(mark, "");
        }
        assert!(!rest.chars().any(|letter| letter.is_ascii_alphabetic()), "{room}.{name}: {rest}");
    }
}
