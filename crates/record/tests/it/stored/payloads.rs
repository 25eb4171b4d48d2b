//! Single events and commands as JSON, at least one of each kind.

use super::kinds::{of_commands, of_events, uncovered, words_of_shapes};
use mediant_record::{Command, codec};
use serde_json::Value;

/// Payloads as they are stored.
const EVENTS: &str = include_str!("../../fixtures/events.jsonl");
/// Payloads that lack what was not kept at first, or say it in short, each with what is written for it now.
const EVENTS_OF_BEFORE: &str = include_str!("../../fixtures/events-of-before.jsonl");
/// Commands as they are written.
const COMMANDS: &str = include_str!("../../fixtures/commands.jsonl");
/// Commands that leave out what goes without saying, each with what is written for it.
const SHORT_COMMANDS: &str = include_str!("../../fixtures/short-commands.jsonl");

fn parsed(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A payload read and written again.
fn event_again(payload: &[u8]) -> String {
    let recorded = codec::decode(payload).unwrap();
    String::from_utf8(codec::encode(&recorded).unwrap()).unwrap()
}

/// A command read and written again.
fn command_again(json: &str) -> String {
    let command: Command = serde_json::from_str(json).unwrap();
    let value: Value = serde_json::from_str(json).unwrap();
    assert_eq!(command.kind(), value["command"]);
    // Read from a value, as the desk does, it is the same command.
    assert!(command == serde_json::from_value(value).unwrap());
    serde_json::to_string(&command).unwrap()
}

#[test]
fn events_read_and_write_as_they_did() {
    for line in EVENTS.lines() {
        assert_eq!(event_again(line.as_bytes()), line);
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(codec::decode(line.as_bytes()).unwrap().event.kind(), value["event"]);
    }
    for pair in parsed(EVENTS_OF_BEFORE) {
        let payload = serde_json::to_vec(&pair["stored"]).unwrap();
        assert_eq!(event_again(&payload), serde_json::to_string(&pair["written"]).unwrap());
        assert_ne!(pair["stored"], pair["written"]);
    }
}

#[test]
fn commands_read_and_write_as_they_did() {
    for line in COMMANDS.lines() {
        assert_eq!(command_again(line), line);
    }
    for pair in parsed(SHORT_COMMANDS) {
        let written = command_again(&pair["sent"].to_string());
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), pair["written"]);
        assert_ne!(pair["sent"], pair["written"]);
    }
}

#[test]
fn every_kind_of_event_is_there_with_every_field_and_every_word() {
    assert_eq!(uncovered(&of_events(), "event", &parsed(EVENTS)), Vec::<String>::new());
    let words = words_of_shapes();
    let missing: Vec<&String> = words
        .iter()
        .filter(|word| ![EVENTS, EVENTS_OF_BEFORE].iter().any(|all| all.contains(&format!("\"{word}\""))))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn every_kind_of_command_is_there_with_every_field() {
    let kinds = of_commands();
    let mut known = Command::KINDS.to_vec();
    known.sort_unstable();
    assert!(kinds.keys().map(String::as_str).eq(known));
    let mut sent = parsed(COMMANDS);
    sent.extend(parsed(SHORT_COMMANDS).into_iter().map(|pair| pair["sent"].clone()));
    assert_eq!(uncovered(&kinds, "command", &sent), Vec::<String>::new());
}
