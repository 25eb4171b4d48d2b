//! Two delegations, their key files on their own machines, a desk between them: what they sign there is proven without it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::record_served::Desk;
use crate::support::{Folder, mediant};
use serde_json::{Value, json};

/// Somebody of a delegation: the cookie of the account, and a folder of their own.
struct Somebody<'d> {
    desk: &'d Desk,
    cookie: String,
    folder: Folder,
}

impl Somebody<'_> {
    fn asks(&self, kind: &str, body: &Value) -> (u16, Value) {
        let (status, _, answer) =
            self.desk.post(&format!("/api/v1/commands/{kind}"), &self.cookie, &body.to_string());
        (status, serde_json::from_str(&answer).unwrap_or_default())
    }

    fn done(&self, kind: &str, body: &Value) -> String {
        let (status, answer) = self.asks(kind, body);
        assert_eq!(status, 201, "{kind}: {answer}");
        answer["made"].as_str().unwrap_or_default().to_owned()
    }

    /// Makes a key on the own machine and registers its public line.
    fn registers(&self, party: &str) {
        let passphrase = self.folder.write("passphrase", "one that nobody guesses\n");
        let file = self.folder.at("own.key");
        let new = mediant(&["key", "new", "--out", &file, "--passphrase-file", &passphrase]);
        assert_eq!(new.code, 0, "{}", new.err);
        let shown = mediant(&["key", "show", &file]).out;
        let public = shown.lines().find_map(|line| line.strip_prefix("key: ")).unwrap().to_owned();
        self.done("register_key", &json!({"party": party, "public": public}));
    }

    /// Takes the act of a command, signs it on the own machine and sends the envelope.
    fn signs(&self, kind: &str, body: &Value) {
        let (status, refused) = self.asks(kind, body);
        assert_eq!((status, refused["field"].as_str()), (409, Some("signed")), "{refused}");
        let fields = body
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()));
        let query = fields.collect::<Vec<_>>().join("&");
        let (status, act) = self.desk.get_as(&format!("/api/v1/acts/{kind}?{query}"), &self.cookie);
        assert_eq!(status, 200, "{act}");
        let act = self.folder.write("act.txt", &act);
        let (key, passphrase) = (self.folder.at("own.key"), self.folder.at("passphrase"));
        let out = self.folder.at("envelope.json");
        let words = [act.as_str(), "--key", &key, "--passphrase-file", &passphrase, "--out", &out];
        let signed = crate::attest::sign(&words, "yes\n");
        assert_eq!(signed.code, 0, "{}", signed.err);
        let mut body = body.clone();
        body["signed"] = serde_json::from_slice(&self.folder.read("envelope.json")).unwrap();
        std::fs::remove_file(&out).unwrap();
        self.done(kind, &body);
    }
}

#[test]
fn what_two_delegations_sign_at_a_desk_is_proven_without_it() {
    let (folder, temporary, empty) = (Folder::new(), Folder::new(), Folder::new());
    let data = folder.at("record");
    let desk = Desk::start(&["serve", "--data", &data], &temporary);
    let mediator = Somebody { desk: &desk, cookie: desk.mediator(), folder: Folder::new() };
    mediator.done("open_case", &json!({"in": "table", "title": "Harbour talks", "agreement": {}}));
    let mut delegations = Vec::new();
    for (party, person) in [("a", "anna"), ("b", "bert")] {
        let joined = json!({"id": party, "name": party.to_uppercase(), "role": "negotiating"});
        mediator.done("add_party", &json!({"in": "table", "party": joined}));
        let named = json!({"id": person, "name": person, "role": "principal"});
        mediator.done("name_person", &json!({"in": "table", "party": party, "person": named}));
        let wish = json!({"role": {"principal": party}, "person": person});
        let (status, _, body) = desk.post("/api/v1/invitations", &mediator.cookie, &wish.to_string());
        assert_eq!(status, 201, "{body}");
        let link: Value = serde_json::from_str(&body).unwrap();
        let cookie = desk.accept(link["link_path"].as_str().unwrap(), person);
        let somebody = Somebody { desk: &desk, cookie, folder: Folder::new() };
        somebody.registers(party);
        delegations.push((party, somebody));
    }
    let clauses = json!([{"heading": "Quay", "text": "There is no territory to give."}]);
    let draft = mediator.done("put_draft", &json!({"in": "table", "title": "The quay", "clauses": clauses}));
    let (_, text) = desk.get_as("/api/v1/text", &mediator.cookie);
    let clause = clause_of(&text);
    for (party, somebody) in &delegations {
        let accept =
            json!({"in": "table", "draft": draft, "clause": clause, "party": party, "answer": "accept"});
        somebody.signs("answer_clause", &accept);
    }
    mediator.done("declare_agreement", &json!({"in": "table", "about": {"draft": {"draft": draft}}}));
    for (party, somebody) in &delegations {
        somebody.signs("record_signature", &json!({"in": "table", "party": party}));
    }
    // In an empty folder, without the record: who has the two files needs nothing else.
    let (agreement, keys) = (empty.at("agreement.json"), empty.at("keys.txt"));
    let export = mediant(&["export", "--agreement", &agreement, "--keys", &keys, "--data", &data]);
    assert_eq!(export.code, 0, "{}", export.err);
    #[cfg(unix)]
    for file in [&agreement, &keys] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
    let (_, served) = desk.get_as("/api/v1/agreement", &delegations[1].1.cookie);
    assert_eq!(
        empty.read("agreement.json"),
        served.as_bytes(),
        "every reader at the table has the same file"
    );
    desk.kill();
    let verified = mediant(&["verify-agreement", &agreement, "--keys", &keys]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    for said in ["There is no territory to give.", "proven: A", "proven: B"] {
        assert!(verified.out.contains(said), "{said}: {}", verified.out);
    }
    let changed = served.replace("no territory", "the territory");
    empty.write("agreement.json", changed);
    let verified = mediant(&["verify-agreement", &agreement, "--keys", &keys]);
    assert_eq!(verified.code, 2);
    assert!(verified.err.contains("clause 1 words"), "{}", verified.err);
}

/// The id of the only clause.
fn clause_of(text: &str) -> String {
    let text: Value = serde_json::from_str(text).unwrap();
    text["drafts"][0]["clauses"][0]["id"].as_str().expect("a clause").to_owned()
}
