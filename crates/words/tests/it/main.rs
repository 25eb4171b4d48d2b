//! That every sentence stands in the catalogue, and that every message of the catalogue is said.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

mod scanner;

use scanner::{Found, scanned};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where people read sentences.
const ROOMS: [&str; 2] = ["pages/src", "desk/src/site"];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// What each file of the pages holds, by its path within the crates.
fn all() -> BTreeMap<String, Found> {
    let mut found = BTreeMap::new();
    for room in ROOMS {
        let mut folders = vec![crates().join(room)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs")
                    && path.file_stem().is_some_and(|stem| stem != "tests")
                {
                    let name = path.strip_prefix(crates()).unwrap().to_str().unwrap().to_owned();
                    found.insert(name, scanned(&std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
    }
    found
}

/// A sentence belongs into `locales/en`.
#[test]
fn every_sentence_stands_in_the_catalogue() {
    let mut wrong: Vec<String> = Vec::new();
    for (file, found) in &all() {
        wrong.extend(
            found.sentences.iter().map(|(line, said)| format!("{file}:{line}: {said:?} is no message")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What nobody says is no part of the catalogue.
#[test]
fn every_message_is_said() {
    let said: BTreeSet<String> = all().into_values().flat_map(|found| found.said).collect();
    let mut unsaid = Vec::new();
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/en")).unwrap() {
        let path = file.unwrap().path();
        let room = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let resource = fluent_bundle::FluentResource::try_new(text).unwrap();
        for entry in resource.entries() {
            if let fluent_syntax::ast::Entry::Message(message) = entry {
                let name = format!("{room}.{}", message.id.name.replace('-', "_"));
                if !said.contains(&name) {
                    unsaid.push(name);
                }
            }
        }
    }
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

/// The scanner finds what a page could say, wherever it stands, and leaves what nobody reads.
#[test]
fn what_a_sentence_is() {
    let found = |text: &str| scanned(text).sentences.into_iter().map(|(_, said)| said).collect::<Vec<_>>();
    assert_eq!(
        found(
            r#"fn a() { html! { p.empty title="Not read" class="two words" { "nothing" " · " (b("x")) } } }"#
        ),
        ["Not read", "nothing"]
    );
    assert_eq!(
        found(r#"fn a() { html! { @match x { "a b" => "said", _ => { @if y == "is it" { "yes" } } } } }"#),
        ["said", "is it", "yes"]
    );
    assert_eq!(
        found(r#"fn a() { form.line("reason", "Why", false, "as you like") }"#),
        ["Why", "as you like"]
    );
    assert_eq!(
        found(
            r#"fn a() { format!("/caucus/{}", b); c.expect("it is there"); say!(view, a.b, x = "Yes, it is") }"#
        ),
        ["Yes, it is"]
    );
    assert_eq!(
        found(
            r#"fn draft_name() -> String { format!("brief of {party}") } fn b() { if text.contains("point of") { say("point of it") } }"#
        ),
        ["point of it"]
    );
    assert!(found(r##"#[allow(dead_code, reason = "it is so")] #[cfg(test)] mod tests { fn a() { b("a sentence of a test") } }"##).is_empty());
}
