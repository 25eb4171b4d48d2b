//! Signing in with a passkey: who comes in by one, and what opens nothing.

use super::passkeys::Passkey;
use super::*;
use jiff::SignedDuration;
use mediant_attest::Digest;
use mediant_desk::accounts::Attempts;
use mediant_desk::settings::Settings;
use mediant_desk::settings::rates::Rate;
use std::time::Duration;

/// What a script puts into the form of the page.
#[derive(Clone)]
struct Answered {
    challenge: String,
    credential: String,
    parts: [String; 3],
}

/// Flags of an authenticator that verified its holder.
const VERIFIED: u8 = 0x1d;

/// A challenge of the desk's: its name, and the hash of its text.
async fn challenge(line: &Line) -> (String, Digest) {
    let given = line.ask("POST", "/sign-in/challenge", &[], "").await;
    assert_eq!(given.status, 200, "{}", given.text());
    let given = given.json();
    let text = given["text"].as_str().unwrap();
    assert!(Act::parse(text).is_err(), "no act");
    (given["name"].as_str().unwrap().to_owned(), Digest::from_content(text.as_bytes()))
}

/// What a passkey answers to a fresh challenge.
async fn answer(line: &Line, passkey: &Passkey) -> Answered {
    let (challenge, digest) = challenge(line).await;
    let parts = passkey.signs(&passkey.client_data_for(&digest), VERIFIED, "127.0.0.1");
    Answered { challenge, credential: passkey.credential.to_owned(), parts }
}

async fn sent(line: &Line, answered: &Answered) -> Answer {
    let [client_data, authenticator_data, signature] = &answered.parts;
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("challenge", &answered.challenge),
        ("credential", &answered.credential),
        ("client_data", client_data),
        ("authenticator_data", authenticator_data),
        ("signature", signature),
    ] {
        form.append_pair(name, value);
    }
    form.append_pair("return", "/keys");
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    line.ask("POST", "/sign-in/passkey", &headers, &form.finish()).await
}

async fn enters(line: &Line, passkey: &Passkey) -> Answer {
    sent(line, &answer(line, passkey).await).await
}

/// Whose account a passkey opens; `None` where it opens none.
async fn account(line: &Line, passkey: &Passkey) -> Option<String> {
    let got = enters(line, passkey).await;
    if got.status != 303 {
        assert!(!has_session(&got), "{}", got.text());
        return None;
    }
    let me = line.ask("GET", "/api/v1/me", &[("cookie", &got.cookie())], "").await;
    Some(me.json()["account"].as_str().unwrap().to_owned())
}

fn has_session(answer: &Answer) -> bool {
    let mut set = answer.headers.iter().filter(|(name, _)| name == "set-cookie");
    set.any(|(_, value)| value.starts_with("mediant_session=") && !value.contains("Max-Age=0"))
}

/// The talks, with a second principal of A, and a passkey of Anna's.
async fn talks(line: &Line) -> (Talks<'_>, Member<'_>, Passkey) {
    let talks = Talks::of(line).await;
    let person = json!({"id": "alma", "name": "Alma", "role": "principal"});
    done(&talks.anna, "name_person", json!({"in": "table", "party": "A", "person": person})).await;
    let alma = line.person("alma", Role::Principal("A".into()), Some("alma")).await;
    let passkey = Passkey::of(line);
    passkey.is_registered(&talks.anna, "A").await;
    (talks, alma, passkey)
}

#[tokio::test]
async fn a_passkey_opens_the_account_of_its_holder() {
    let line = Line::open().await;
    let (talks, _, passkey) = talks(&line).await;
    let got = enters(&line, &passkey).await;
    assert_eq!((got.status, got.header("location")), (303, Some("/keys")), "{}", got.text());
    assert_eq!(account(&line, &passkey).await.as_ref(), Some(&talks.anna.account));
    let signed_in = talks.anna.get("/api/v1/accounts/sign-ins").await.text();
    assert!(signed_in.contains("signed_in"), "{signed_in}");
    // Another's passkey under the same name opens the other's account.
    let other = Passkey::with(&line, 6, passkey.credential);
    other.is_registered(&talks.bert, "B").await;
    assert_eq!(account(&line, &other).await.as_ref(), Some(&talks.bert.account));
    assert_eq!(account(&line, &passkey).await.as_ref(), Some(&talks.anna.account));
}

#[tokio::test]
async fn what_is_no_answer_to_a_fresh_challenge_opens_nothing_and_is_told_all_the_same() {
    let line = Line::open().await;
    let (talks, _, passkey) = talks(&line).await;
    let act = act_of(&talks.anna, "answer_package", &talks.accept("A")).await;
    let (name, digest) = challenge(&line).await;
    let data = passkey.client_data_for(&digest);
    let by = |parts: [String; 3]| Answered {
        challenge: name.clone(),
        credential: passkey.credential.to_owned(),
        parts,
    };
    let other = |from: &str, to: &str| passkey.signs(&data.replace(from, to), VERIFIED, "127.0.0.1");
    let good = by(passkey.signs(&data, VERIFIED, "127.0.0.1"));
    let unknown = Passkey::with(&line, 9, "CQkJ");
    let bad = [
        ("no user verification", by(passkey.signs(&data, 0x19, "127.0.0.1"))),
        ("nobody present", by(passkey.signs(&data, 0x1c, "127.0.0.1"))),
        ("another domain", by(passkey.signs(&data, VERIFIED, "evil.example"))),
        ("another type", by(other("webauthn.get", "webauthn.create"))),
        ("another origin", by(other("http://", "https://"))),
        ("from within another page", by(other("\"crossOrigin\":false", "\"crossOrigin\":true"))),
        (
            "another challenge",
            by(passkey.signs(&passkey.client_data_for(&Digest([3; 32])), VERIFIED, "127.0.0.1")),
        ),
        (
            "an act",
            by(passkey.signs(&passkey.client_data_for(&act.digest().unwrap()), VERIFIED, "127.0.0.1")),
        ),
        ("another key", by(unknown.signs(&data, VERIFIED, "127.0.0.1"))),
        ("another name", Answered { credential: "AQIE".to_owned(), ..good.clone() }),
        ("no name", Answered { credential: String::new(), ..good.clone() }),
        ("a challenge of nobody's", Answered { challenge: "00".repeat(32), ..good.clone() }),
        (
            "no Base64",
            Answered {
                parts: ["%".to_owned(), good.parts[1].clone(), good.parts[2].clone()],
                ..good.clone()
            },
        ),
        ("a passkey that nobody registered", answer(&line, &unknown).await),
    ];
    let mut told = Vec::new();
    for (what, answered) in bad {
        let got = sent(&line, &answered).await;
        assert_eq!(got.status, 401, "{what}: {}", got.text());
        assert!(!has_session(&got), "{what}");
        told.push(got.page());
    }
    told.dedup();
    assert_eq!(told.len(), 1, "one answer, whatever was wrong");
    // A wrong answer used the challenge up; a right one does, too.
    assert_eq!(sent(&line, &good).await.status, 401);
    let fresh = answer(&line, &passkey).await;
    assert_eq!(sent(&line, &fresh).await.status, 303);
    assert_eq!(sent(&line, &fresh).await.status, 401, "replayed");
    // And what signed somebody in signs no act.
    let [client_data, data, signature] = &fresh.parts;
    let mut body = talks.accept("A");
    body["signed"] = json!({"act": act.print().unwrap(), "client_data": client_data, "authenticator_data": data, "signature": signature});
    assert_eq!(asks(&talks.anna, "answer_package", body).await.status, 409);
}

#[tokio::test]
async fn a_passkey_opens_no_account_that_does_not_come_in() {
    let line = Line::open().await;
    let (talks, alma, passkey) = talks(&line).await;
    // Closed by a principal of the party.
    let closed = alma.send("POST", &format!("/api/v1/accounts/{}/close", talks.anna.account), "").await;
    assert_eq!(closed.status, 204, "{}", closed.text());
    assert_eq!(account(&line, &passkey).await, None);
    // The person's next account was not there when this passkey was registered: another hand may have done that.
    let again = line.person("anna again", Role::Principal("A".into()), Some("anna")).await;
    assert_eq!(account(&line, &passkey).await, None);
    let next = Passkey::with(&line, 7, "BwcH");
    next.is_registered(&again, "A").await;
    // Nobody stands up for it, and somebody for the first: it neither signs nor signs in.
    assert_eq!(account(&line, &next).await, None);
    done(&again, "revoke_key", json!({"key": passkey.public().id().to_string()})).await;
    assert_eq!(account(&line, &passkey).await, None);
    assert_eq!(account(&line, &next).await.as_ref(), Some(&again.account));
    // Whoever left is out, and is told so, as with the password.
    line.world.advance(SignedDuration::from_mins(1));
    let leave = json!({"in": "table", "party": "A", "person": "anna", "how": "resigned"});
    let left = asks(&talks.mediator, "record_departure", leave).await;
    assert_eq!(left.status, 201, "{}", left.text());
    let (by_key, by_password) =
        (enters(&line, &next).await, line.sign_in("anna again", crate::line::PASSWORD).await);
    assert_eq!((by_key.status, has_session(&by_key)), (by_password.status, false));
    assert!(by_key.text().contains("speaks for A no longer"), "{}", by_key.text());
}

#[tokio::test]
async fn a_revoked_key_and_one_of_another_desk_open_nothing() {
    let line = Line::open().await;
    let (talks, _, passkey) = talks(&line).await;
    let elsewhere = Line::elsewhere().await;
    assert_eq!(account(&elsewhere, &passkey).await, None);
    // The same passkey at another server of the record: its challenges are its own.
    let beside = line.beside().await;
    let answered = answer(&line, &passkey).await;
    assert_eq!(sent(&beside, &answered).await.status, 401);
    assert_eq!(sent(&line, &answered).await.status, 303);
    done(&talks.anna, "revoke_key", json!({"key": passkey.public().id().to_string()})).await;
    assert_eq!(account(&line, &passkey).await, None);
    assert_eq!(account(&beside, &passkey).await, None, "nor on another server, a moment later");
}

#[tokio::test]
async fn tries_with_a_passkey_are_counted_as_those_with_a_password() {
    let few = Rate { burst: 3, every: Duration::from_secs(3_600) };
    let many = Rate { burst: 1_000, every: Duration::from_millis(1) };
    let attempts = Attempts { by_address: many, by_name: few, in_all: many, patience: Duration::ZERO };
    let line = Line::with(Settings::default(), attempts).await;
    let (talks, _, passkey) = talks(&line).await;
    for _ in 0..5 {
        assert_eq!(
            account(&line, &passkey).await.as_ref(),
            Some(&talks.anna.account),
            "what succeeds does not count"
        );
    }
    let guess = Passkey::with(&line, 9, passkey.credential);
    for _ in 0..3 {
        assert_eq!(enters(&line, &guess).await.status, 401);
    }
    assert_eq!(enters(&line, &guess).await.status, 429);
    // A browser that signed in before has tries of its own.
    let before = line.sign_in("anna", crate::line::PASSWORD).await;
    let mut cookies =
        before.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| value.as_str());
    let device = cookies.find(|value| value.starts_with("mediant_device=")).unwrap();
    let device = device.split(';').next().unwrap();
    let answered = answer(&line, &passkey).await;
    let [client_data, data, signature] = &answered.parts;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("challenge", &answered.challenge).append_pair("credential", &answered.credential);
    form.append_pair("client_data", client_data)
        .append_pair("authenticator_data", data)
        .append_pair("signature", signature);
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("cookie", device)];
    assert_eq!(line.ask("POST", "/sign-in/passkey", &headers, &form.finish()).await.status, 303);
}
