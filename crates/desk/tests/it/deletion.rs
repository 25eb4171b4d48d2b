//! What was deleted, or what the store answered only in part: nothing rests on it, and nothing of it comes out again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::faulty::{Fault, Faulty};
use crate::line::{Clockwork, Line, master};
use mediant_desk::{AskError, Desk, Receipt};
use mediant_model::case::Reader;
use mediant_record::memory::MemoryStore;
use mediant_record::refusal::Reason;
use mediant_record::store::Store;
use mediant_record::{Actor, Command, Compartment, Role, State};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const READERS: [fn() -> Reader; 4] =
    [|| Reader::Mediator, || Reader::Public, || Reader::Party("A".into()), || Reader::Party("B".into())];

async fn desk_on(store: impl Store + 'static, seed: u64) -> Arc<Desk> {
    Desk::open(Arc::new(store), master(), Clockwork::new(seed)).await.unwrap()
}

async fn try_ask(
    desk: &Desk,
    role: Role,
    command: Value,
    request: Option<&str>,
) -> Result<Receipt, AskError> {
    let command: Command = serde_json::from_value(command).unwrap();
    let person = role.party().map(|party| format!("{party}1").as_str().into());
    desk.ask(&Actor { role, person }, command, request.map(str::to_owned)).await
}

async fn ask(desk: &Desk, role: Role, command: Value) -> Receipt {
    try_ask(desk, role, command, None).await.unwrap()
}

fn of(party: &str) -> Role {
    Role::Principal(party.into())
}

async fn open_case(desk: &Desk) {
    let begin = json!({"command": "open_case", "in": "table", "title": "Talks", "agreement": {}});
    ask(desk, Role::Mediator, begin).await;
    for id in ["A", "B"] {
        let party = json!({"id": id, "name": id, "role": "negotiating"});
        ask(desk, Role::Mediator, json!({"command": "add_party", "in": "table", "party": party})).await;
        let person = json!({"id": format!("{id}1"), "name": id, "role": "principal"});
        let name = json!({"command": "name_person", "in": "table", "party": id, "person": person});
        ask(desk, Role::Mediator, name).await;
    }
    let issue = json!({"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]});
    ask(desk, Role::Mediator, json!({"command": "add_issue", "in": "table", "issue": issue})).await;
}

fn note(text: &str) -> Value {
    json!({"command": "write_note", "in": "mediator", "text": text})
}

/// The notes that the mediator reads, in no order.
fn notes(desk: &Desk) -> Vec<String> {
    let read = |state: &State| state.notes.values().map(|note| note.text.read().to_owned()).collect();
    let mut notes: Vec<String> = desk.read(&Reader::Mediator, read).unwrap();
    notes.sort();
    notes
}

fn states(desk: &Desk) -> Vec<Option<State>> {
    READERS.iter().map(|reader| desk.read(&reader(), State::clone)).collect()
}

/// Waits until something holds that another task brings about.
async fn until(holds: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("this never came about");
}

#[tokio::test]
async fn whatever_the_store_does_nothing_is_lost_or_doubled() {
    let store = Faulty::default();
    let desk = desk_on(store.clone(), 1).await;
    open_case(&desk).await;
    let plans: [&[Fault]; 6] = [
        &[Fault::Conflict],
        &[Fault::Conflict, Fault::Conflict, Fault::AnswerLost],
        &[Fault::AnswerLost],
        &[Fault::Down],
        &[Fault::Down, Fault::AnswerLost],
        &[],
    ];
    let mut expected = Vec::new();
    for turn in 0..24 {
        let text = format!("note {turn:02}");
        store.batches.lock().unwrap().extend(plans[turn % plans.len()]);
        let mut answer = try_ask(&desk, Role::Mediator, note(&text), Some(&text)).await;
        while answer == Err(AskError::Unavailable) {
            answer = try_ask(&desk, Role::Mediator, note(&text), Some(&text)).await;
        }
        answer.unwrap();
        assert!(store.batches.lock().unwrap().is_empty());
        expected.push(text);
        assert_eq!(notes(&desk), expected);
    }
    // What was acknowledged is what is stored.
    let reopened = desk_on(store, 2).await;
    assert_eq!(states(&reopened), states(&desk));
}

#[tokio::test]
async fn a_batch_whose_answer_was_lost_is_not_written_again() {
    let store = Faulty::default();
    let desk = desk_on(store.clone(), 1).await;
    open_case(&desk).await;
    store.batches.lock().unwrap().push_back(Fault::AnswerLost);
    // Without a name, too: the desk looks whether it is there.
    ask(&desk, Role::Mediator, note("once")).await;
    assert_eq!(notes(&desk), ["once"]);
    store.batches.lock().unwrap().push_back(Fault::Down);
    assert_eq!(try_ask(&desk, Role::Mediator, note("never"), None).await, Err(AskError::Unavailable));
    ask(&desk, Role::Mediator, note("after")).await;
    assert_eq!(notes(&desk), ["after", "once"]);
}

/// Something in every compartment, and more than that in B's caucus.
async fn told(desk: &Desk) {
    open_case(desk).await;
    let person = json!({"id": "bea", "name": "SECRET Bea", "role": "delegate"});
    let name = json!({"command": "name_person", "in": "caucus:B", "party": "B", "person": person});
    ask(desk, Role::Mediator, name).await;
    let mandate = json!({"command": "give_mandate", "in": "caucus:B", "party": "B", "person": "bea"});
    ask(desk, Role::Mediator, mandate).await;
    let tell = |party: &str, text: &str| json!({"command": "tell_item", "party": party, "text": text, "release": "verbatim"});
    ask(desk, of("B"), tell("B", "SECRET item")).await;
    for (from, to) in [("A", "B"), ("B", "A")] {
        let item = ask(desk, of(from), tell(from, "words that travel")).await.made.unwrap();
        let pass = json!({"command": "pass_item_on", "item": item, "to": {"party": to}});
        ask(desk, Role::Mediator, pass).await;
    }
    let say = json!({"command": "say", "to": {"party": "B"}, "wording": "SECRET word with B"});
    ask(desk, Role::Mediator, say).await;
    let brief = "mediant_brief = 1\nparty = \"B\"\n# SECRET brief\n[points]\nquay = { options = { wide = 1, narrow = 7 } }\n";
    ask(desk, of("B"), json!({"command": "deposit_brief", "party": "B", "text": brief})).await;
    ask(desk, of("B"), json!({"command": "write_note", "in": "caucus:B", "text": "SECRET note"})).await;
    ask(desk, of("B"), json!({"command": "write_note", "in": "delegation:B", "text": "B's own"})).await;
    ask(desk, Role::Mediator, note("the mediator's own")).await;
}

fn occurs(desk: &Desk, word: &str) -> bool {
    let in_state = |state: &State| serde_json::to_string(state).unwrap().contains(word);
    READERS.iter().any(|reader| {
        desk.read(&reader(), in_state).unwrap_or(false)
            || mediant_desk::export::json(desk, &reader()).unwrap().contains(word)
    })
}

/// B is asked whether its caucus may be deleted, and agrees.
async fn agreed(desk: &Desk) {
    ask(desk, Role::Mediator, json!({"command": "ask_to_delete", "party": "B"})).await;
    ask(desk, of("B"), json!({"command": "answer_deletion", "party": "B", "agrees": true})).await;
}

fn delete_b() -> Value {
    json!({"command": "delete_compartment", "compartment": "caucus:B"})
}

#[tokio::test]
async fn a_deleted_caucus_is_gone_from_every_view_of_every_desk() {
    let store = MemoryStore::new();
    let one = desk_on(store.clone(), 1).await;
    told(&one).await;
    let other = desk_on(store.clone(), 2).await;
    assert!(occurs(&one, "SECRET") && occurs(&other, "SECRET"));
    agreed(&one).await;
    ask(&one, Role::Mediator, delete_b()).await;
    until(|| !occurs(&other, "SECRET")).await;
    assert!(!occurs(&one, "SECRET"));
    let reopened = desk_on(store, 3).await;
    assert!(!occurs(&reopened, "SECRET"));
    assert_eq!(states(&one), states(&reopened));
    assert_eq!(states(&one), states(&other));
}

/// What is decided after a deletion rests on what is known after it.
#[tokio::test]
async fn nothing_is_decided_on_what_was_deleted() {
    let desk = desk_on(MemoryStore::new(), 1).await;
    told(&desk).await;
    let propose = json!({"command": "propose_communique", "concerned": ["B"], "text": "SECRET words"});
    let communique = ask(&desk, Role::Mediator, propose).await.made.unwrap();
    let agree = json!({"command": "agree_communique", "communique": communique, "wording": 1, "party": "B"});
    ask(&desk, of("B"), agree).await;
    agreed(&desk).await;
    ask(&desk, Role::Mediator, delete_b()).await;
    let publish = json!({"command": "publish_communique", "communique": communique});
    let published = try_ask(&desk, Role::Mediator, publish, None).await;
    assert!(!occurs(&desk, "SECRET"), "what was deleted came out again: {published:?}");
    assert!(matches!(published, Err(AskError::Refused(_))), "{published:?}");
    let receipt = ask(&desk, Role::Mediator, note("later")).await;
    assert_eq!(receipt.seen, desk.read(&Reader::Mediator, |state| state.seen).unwrap());
}

/// A party whose caucus was deleted is told so, and nobody else has anything to do with it.
#[tokio::test]
async fn who_writes_into_a_deleted_caucus_is_refused_and_holds_nobody_up() {
    let desk = desk_on(MemoryStore::new(), 1).await;
    told(&desk).await;
    agreed(&desk).await;
    ask(&desk, Role::Mediator, delete_b()).await;
    let tell = |party: &str| json!({"command": "tell_item", "party": party, "text": "a word"});
    // At once, so that they may be one batch.
    let (of_b, of_a) =
        tokio::join!(try_ask(&desk, of("B"), tell("B"), None), try_ask(&desk, of("A"), tell("A"), None),);
    assert!(of_a.is_ok(), "{of_a:?}");
    match of_b {
        Err(AskError::Refused(refusal)) => assert_eq!(refusal.reason, Reason::NotNow),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_key_that_could_not_be_destroyed_at_first_is_destroyed_soon() {
    let store = Faulty::default();
    let desk = desk_on(store.clone(), 1).await;
    told(&desk).await;
    agreed(&desk).await;
    store.keys.lock().unwrap().push_back(Fault::Down);
    let _ = try_ask(&desk, Role::Mediator, delete_b(), Some("delete")).await;
    let again = try_ask(&desk, Role::Mediator, delete_b(), Some("delete")).await;
    assert!(again.is_ok(), "{again:?}");
    ask(&desk, Role::Mediator, note("later")).await;
    let caucus = Some(Compartment::Caucus("B".into()));
    assert!(!store.keys().await.unwrap().iter().any(|key| key.compartment == caucus), "the key is there");
    assert!(!occurs(&desk, "SECRET"));
}

/// What cannot be carried out for whatever reason fails alone: those who asked at the same time, and were one batch with it, are
/// answered as if they had asked alone.
#[tokio::test]
async fn a_command_that_fails_takes_nobody_along() {
    let store = Faulty::default();
    let desk = desk_on(store.clone(), 1).await;
    open_case(&desk).await;
    *store.keyless.lock().unwrap() = Some(Compartment::Caucus("B".into()));
    let tell = |party: &str| json!({"command": "tell_item", "party": party, "text": "a word"});
    let nobody = json!({"command": "tell_item", "party": "A", "text": ""});
    for turn in 0..4 {
        let before = notes(&desk).len();
        let (note_one, note_two) = (format!("one {turn}"), format!("two {turn}"));
        let (one, of_b, of_a, wrong, two) = tokio::join!(
            try_ask(&desk, Role::Mediator, note(&note_one), None),
            try_ask(&desk, of("B"), tell("B"), None),
            try_ask(&desk, of("A"), tell("A"), None),
            try_ask(&desk, of("A"), nobody.clone(), None),
            try_ask(&desk, Role::Mediator, note(&note_two), None),
        );
        assert_eq!(of_b, Err(AskError::Faulty));
        assert!(matches!(wrong, Err(AskError::Refused(_))), "{wrong:?}");
        assert!(one.is_ok() && of_a.is_ok() && two.is_ok(), "{one:?} {of_a:?} {two:?}");
        assert_eq!(notes(&desk).len(), before + 2);
    }
    *store.keyless.lock().unwrap() = None;
    ask(&desk, of("B"), tell("B")).await;
}

/// The name of a request is between the one who asked and the desk.
#[tokio::test]
async fn the_name_of_a_request_is_shown_to_nobody_else() {
    let line = Line::open().await;
    open_case(&line.app.desk).await;
    let bert = line.member("Bert", of("B")).await;
    let anna = line.member("Anna", of("A")).await;
    let headers = [
        ("cookie", bert.cookie.as_str()),
        ("x-mediant-token", bert.form_token.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "SECRET-NAME"),
    ];
    let body = json!({"in": "table", "party": "B", "options": {"quay": "wide"}}).to_string();
    let answer = line.ask("POST", "/api/v1/commands/propose_package", &headers, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    for path in ["/api/v1/timeline", "/api/v1/export", "/api/v1/packages"] {
        let read = anna.get(path).await;
        assert_eq!(read.status, 200);
        assert!(!read.text().contains("SECRET-NAME"), "{path}");
        assert!(!read.text().contains(&bert.account), "{path}");
    }
}

/// A listener who has heard more than there is left after a deletion hears what comes next all the same.
#[tokio::test]
async fn who_listens_hears_what_comes_after_a_deletion() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let line = Line::open().await;
    told(&line.app.desk).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let mut stream = tokio::net::TcpStream::connect(line.address).await.unwrap();
    let ask_for = format!(
        "GET /api/v1/events?after=0 HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n",
        line.address, chair.cookie
    );
    stream.write_all(ask_for.as_bytes()).await.unwrap();
    let mut heard = String::new();
    let mut hear = async |word: &str| {
        let mut bytes = [0; 4_096];
        let listen = async {
            while !heard.contains(word) {
                let count = stream.read(&mut bytes).await.unwrap();
                assert!(count > 0, "the stream ended");
                heard.push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        };
        let heard_it = tokio::time::timeout(Duration::from_secs(5), listen).await;
        assert!(heard_it.is_ok(), "`{word}` was not heard");
    };
    hear("note_written").await;
    agreed(&line.app.desk).await;
    ask(&line.app.desk, Role::Mediator, delete_b()).await;
    hear("event: deleted").await;
    ask(&line.app.desk, Role::Mediator, json!({"command": "pause_talks", "in": "table"})).await;
    hear("talks_paused").await;
}
