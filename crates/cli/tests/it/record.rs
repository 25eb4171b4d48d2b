//! The record from the command line: begun, written, shown, saved, restored, verified, sealed anew.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::support::{self, Folder, Said, example, mediant, said};
use mediant_store_postgres::test_server::TestServer;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};
use std::io::Write;
use std::process::{Command, Stdio};

const READERS: [&str; 4] = ["mediator", "russia", "ukraine", "public"];

/// Where a record is kept.
struct Place {
    folder: Folder,
    options: Vec<String>,
}

impl Place {
    fn in_a_folder() -> Self {
        let folder = Folder::new();
        let options = vec!["--data".to_owned(), folder.at("record")];
        Self { folder, options }
    }

    fn in_a_database(name: &str) -> Self {
        let folder = Folder::new();
        let url = TestServer::shared().url(name);
        let options =
            ["--database", &url, "--key-file", &folder.at("record.key")].map(str::to_owned).to_vec();
        Self { folder, options }
    }

    fn run(&self, words: &[&str]) -> Said {
        let options = self.options.iter().map(String::as_str);
        mediant(&words.iter().copied().chain(options).collect::<Vec<_>>())
    }

    /// What a command prints that succeeds.
    fn must(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{words:?}");
        said.out
    }

    /// A command that is refused, with the cause and advice, and says nothing else.
    fn refuses(&self, words: &[&str]) -> String {
        refused(self.run(words), &format!("{words:?}"))
    }

    /// The id that a command says it recorded something under.
    fn makes(&self, words: &[&str]) -> String {
        self.must(words).split_whitespace().last().unwrap().to_owned()
    }

    fn with_json(&self, kind: &str, role: &str, fields: &Value) -> Said {
        let mut words = vec!["record", "add", kind, "--as", role];
        words.extend(self.options.iter().map(String::as_str));
        let mut child = Command::new(env!("CARGO_BIN_EXE_mediant"))
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(fields.to_string().as_bytes()).unwrap();
        said(child.wait_with_output().unwrap())
    }

    fn export(&self, reader: &str) -> Value {
        serde_json::from_str(&self.must(&["export", "--as", reader])).unwrap()
    }

    fn exports(&self) -> Vec<String> {
        let texts = READERS.map(|reader| self.must(&["export", "--as", reader]));
        let files = READERS
            .map(|reader| self.must(&["export", "--as", reader, "--format", "toml", "--date", "2025-12-04"]));
        texts.into_iter().chain(files).collect()
    }

    fn open_the_talks(&self) {
        let case = example("talks-2025-12-04.toml");
        self.must(&["record", "open", "--known-to", "public", "--case", &case]);
    }
}

fn refused(said: Said, what: &str) -> String {
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{what}: {}", said.err);
    assert!(said.err.lines().count() >= 2, "{what}: {}", said.err);
    said.err
}

/// Item, hearing and package of a short caucus, on record.
fn caucus(place: &Place) -> String {
    place.makes(&[
        "record",
        "tell",
        "russia",
        "a word in confidence",
        "--issue",
        "territory",
        "--release",
        "held",
    ])
}

#[test]
fn a_record_is_begun_written_and_shown_in_a_folder() {
    begun_written_and_shown(&Place::in_a_folder());
}

#[test]
fn a_record_is_begun_written_and_shown_in_a_database() {
    begun_written_and_shown(&Place::in_a_database("shown"));
}

fn begun_written_and_shown(place: &Place) {
    place.open_the_talks();
    place.refuses(&["record", "open", "Another"]);
    let item = caucus(place);
    // What is held stays where it was told.
    place.refuses(&["record", "pass", &item, "ukraine"]);
    place.refuses(&["record", "release", &item, "substance"]);
    place.refuses(&["record", "release", &item, "substance", "--as", "principal:ukraine:zelensky"]);
    let seen_before = READERS.map(|reader| place.must(&["record", "show", "--as", reader]));
    place.must(&["record", "release", &item, "substance", "--person", "putin"]);
    place.refuses(&["record", "pass", &item, "ukraine", "--wording", "A word in  confidence, he said"]);
    let heard = place.makes(&["record", "pass", &item, "ukraine", "--wording", "something was said"]);
    let shown = READERS.map(|reader| place.must(&["record", "show", "--as", reader]));
    let knows = |text: &str| shown.each_ref().map(|page| page.contains(text));
    assert_eq!(knows("a word in confidence"), [true, true, false, false]);
    assert_eq!(knows("something was said"), [true, true, true, false]);
    assert_eq!(knows("The four regions that Russia partly occupies"), [true; 4]);
    assert_eq!(seen_before[3], shown[3]);
    let log = |reader: &str| place.must(&["record", "log", "--as", reader]);
    assert_eq!(
        (log("russia").matches("item_passed_on").count(), log("ukraine").matches("item_").count()),
        (1, 0)
    );
    assert_eq!(place.must(&["record", "log", "--last", "1"]).lines().count(), 1);
    // The hearer confirms, in its own name alone.
    let confirm = json!({"heard": heard, "party": "ukraine"});
    assert_eq!(place.with_json("confirm_hearing", "principal:russia:putin", &confirm).code, 2);
    assert_eq!(place.with_json("confirm_hearing", "delegate:ukraine:umerov", &confirm).code, 0);
    assert_eq!(
        place.export("ukraine")["events"].as_array().unwrap().last().unwrap()["event"],
        "hearing_confirmed"
    );
}

#[test]
fn fields_and_json_ask_for_the_same() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    let fields = [
        "statement.kind=red_line",
        "statement.party=ukraine",
        "statement.never.territory=cede",
        "statement.standing=told",
        "statement.publicity.caucus=ukraine",
        "statement.text=not that",
    ];
    let add = [&["record", "add", "state", "--as", "principal:ukraine:zelensky"][..], &fields].concat();
    place.must(&add);
    let json = json!({"statement": {
        "kind": "red_line", "party": "ukraine", "never": {"territory": "cede"}, "standing": "told",
        "publicity": {"caucus": "ukraine"}, "text": "not that"}});
    let said = place.with_json("state", "principal:ukraine:zelensky", &json);
    assert_eq!(said.code, 0, "{}", said.err);
    let export = place.export("ukraine");
    let [.., first, second] = export["events"].as_array().unwrap().as_slice() else { panic!("two events") };
    assert_eq!(first["content"], second["content"]);
    assert_eq!(
        place.export("russia")["events"].as_array().unwrap().len() + 2,
        export["events"].as_array().unwrap().len()
    );
    // A request that is sent twice counts once.
    let say = ["record", "add", "say", "to=table", "wording=good morning", "--request", "once"];
    assert_eq!(place.must(&say), place.must(&say));
    let heard = place.must(&["record", "show"]).matches("good morning").count();
    assert_eq!(heard, 1);
    assert_eq!(
        place.must(&["record", "add", "--kinds"]).lines().count(),
        mediant_record::Command::KINDS.len()
    );
}

#[test]
fn what_cannot_be_asked_for_is_refused_with_its_place() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    let before = place.exports();
    for words in [
        &["record", "add", "no_such_kind"][..],
        &["record", "add", "say", "to"],
        &["record", "add", "say", "to=nobody", "wording=x"],
        &["record", "add", "state", "statement.kind=red_line"],
        &["record", "add", "say", "to=table", "wording=x", "--as", "chair"],
        &["record", "add", "say", "to=table", "wording=x", "--as", "principal:russia:putin"],
        &["record", "add", "say", "to=table", "wording=x", "--as", "principal:nobody"],
        &["record", "tell", "france", "x"],
        &["record", "tell", "russia", ""],
        &["record", "release", "no-such-item", "public", "--person", "putin"],
        &["record", "pass", "no-such-item", "table"],
        &["record", "show", "--as", "france"],
        &["record", "log", "--as", "france"],
        &["record", "invite", "king"],
        &["export", "--as", "france"],
        &["record", "open", "--case", "/no/such/file"],
    ] {
        place.refuses(words);
    }
    assert_eq!(place.with_json("say", "mediator", &json!(["not", "an", "object"])).code, 2);
    assert_eq!(place.with_json("say", "mediator", &json!({"to": "table"})).code, 2);
    assert_eq!(before, place.exports());
}

#[test]
fn a_case_and_its_briefs_open_a_record_that_analyses_as_they_do() {
    let place = Place::in_a_folder();
    place.must(&["record", "open", "--case", &example("sportco")]);
    let shown = place.must(&["record", "show"]);
    assert_eq!(shown.matches("version 1").count(), 7);
    assert_eq!(place.must(&["record", "show", "--as", "union"]).matches("version 1").count(), 1);
    // The public knows nothing of talks that only the table knows of.
    assert_eq!(place.export("public")["events"], json!([]));
    let talks = Place::in_a_folder();
    talks.open_the_talks();
    let file = talks.folder.at("case.toml");
    talks.must(&["export", "--as", "mediator", "--format", "toml", "--date", "2025-12-04", "--out", &file]);
    let report = |path: &str| {
        let mut report = support::json(&[path]);
        report["elapsed_ms"] = Value::Null;
        report
    };
    let (exported, original) = (report(&file), report(&example("talks-2025-12-04.toml")));
    for part in ["zopa", "hurdles", "conflicts", "openings", "facts", "issues", "people", "alternatives"] {
        assert_eq!(exported[part], original[part], "{part}");
    }
}

#[test]
fn what_is_written_cannot_move_the_cursor() {
    let place = Place::in_a_folder();
    let folder = Folder::new();
    let talks = Place::in_a_folder();
    talks.open_the_talks();
    let case = talks.must(&["export", "--as", "mediator", "--format", "toml"]);
    let case = case.replacen("gives up none", "gives \\u001b[2J up\\nTold in confidence", 1);
    let case = folder.write("case.toml", case);
    let opened = place.run(&["record", "open", "--case", &case]);
    let shown = if opened.code == 0 { place.must(&["record", "show"]) } else { opened.err };
    assert!(!shown.contains('\u{1b}'));
    assert!(!shown.lines().any(|line| line == "Told in confidence"));
}

#[test]
fn a_round_shows_no_answer_to_whoever_exports() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    let questions = json!({"title": "Where to meet", "closes": "2100-01-01T00:00:00Z", "reveal": "overlap",
        "questions": [{"package": {"territory": "cede"}}]});
    let said = place.with_json("open_round", "mediator", &questions);
    assert_eq!(said.code, 0, "{}", said.err);
    let export = place.export("russia");
    let opened = export["events"].as_array().unwrap().last().unwrap();
    let (round, question) = (&opened["round"], &opened["questions"][0]["id"]);
    let answer =
        json!({"round": round, "party": "russia", "answers": {question.as_str().unwrap(): "accept"}});
    let said = place.with_json("answer_round", "principal:russia:putin", &answer);
    assert_eq!(said.code, 0, "{}", said.err);
    let mut answered = 0;
    for reader in READERS {
        for event in place.export(reader)["events"].as_array().unwrap() {
            answered += usize::from(event["event"] == "round_answered");
            assert!(event["answers"].is_null(), "{reader}: {event}");
        }
    }
    assert_eq!(answered, 1);
}

#[test]
fn a_link_is_made_for_a_role() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    let link = place.must(&["record", "invite", "delegate:ukraine", "--person", "umerov"]);
    assert!(link.starts_with("/invitation/"));
    assert_ne!(link, place.must(&["record", "invite", "delegate:ukraine", "--person", "umerov"]));
    assert!(place.must(&["record", "invite", "observer"]).starts_with("/invitation/"));
}

#[test]
fn a_backup_restores_into_either_store_and_every_reader_reads_the_same() {
    let stores = [Place::in_a_folder(), Place::in_a_database("restored")];
    let from = Place::in_a_folder();
    from.open_the_talks();
    let item = caucus(&from);
    from.must(&["record", "invite", "team"]);
    // A compartment that was deleted stays so: sealed, and without a key.
    let asked = from.with_json("ask_to_delete", "mediator", &json!({"party": "russia"}));
    assert_eq!(asked.code, 0, "{}", asked.err);
    let agreed = from.with_json(
        "answer_deletion",
        "principal:russia:putin",
        &json!({"party": "russia", "agrees": true}),
    );
    assert_eq!(agreed.code, 0, "{}", agreed.err);
    assert_eq!(
        from.with_json("delete_compartment", "mediator", &json!({"compartment": "caucus:russia"})).code,
        0
    );
    assert!(!from.must(&["record", "show", "--as", "russia"]).contains("a word in confidence"));
    let file = from.folder.at("backup");
    from.must(&["backup", &file]);
    let key = from.folder.at("record/master.key");
    let exported = from.exports();
    for place in &stores {
        place.must(&["restore", &file]);
        place.refuses(&["restore", &file]);
        // The key did not travel with the backup.
        let without = if place.options[0] == "--data" {
            place.refuses(&["record", "show"])
        } else {
            place.run(&["record", "show"]).err
        };
        assert!(!without.is_empty());
        let at = if place.options[0] == "--data" { "record/master.key" } else { "record.key" };
        std::fs::copy(&key, place.folder.at(at)).unwrap();
        assert_eq!(place.exports(), exported);
        place.must(&["verify-record"]);
        place.refuses(&["record", "tell", "russia", "once more"]);
        place.refuses(&["record", "release", &item, "public", "--person", "putin"]);
        place.must(&["record", "tell", "ukraine", "it goes on"]);
        // And back again, from the other kind.
        let again = place.folder.at("again");
        place.must(&["backup", &again]);
        assert_eq!(mediant(&["verify-record", &again, "--links"]).code, 0);
        assert_eq!(mediant(&["verify-record", &again, "--key-file", &key]).code, 0);
        let wrong = mediant(&["verify-record", &again]);
        assert_eq!(wrong.code, 2, "{}", wrong.err);
    }
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let from = Place::in_a_folder();
    from.open_the_talks();
    let file = from.folder.at("backup");
    from.must(&["backup", &file]);
    let whole = from.folder.read("backup");
    let to = Place::in_a_folder();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    for (name, bytes) in [
        ("cut", &whole[..whole.len() - 3]),
        ("altered", &altered),
        ("empty", &[]),
        ("other", b"mediant = 1\n"),
    ] {
        let path = from.folder.write(name, bytes);
        to.refuses(&["restore", &path]);
        refused(mediant(&["verify-record", &path, "--links"]), name);
    }
    to.refuses(&["restore", "/no/such/file"]);
    assert_eq!(to.folder.names(), Vec::<String>::new());
    from.refuses(&["restore", &file]);
}

#[test]
fn one_compartment_is_verified_by_who_holds_that_alone() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    caucus(&place);
    let (copy, key) = (place.folder.at("copy"), place.folder.at("key"));
    place.must(&["backup", &copy, "--compartment", "caucus:russia", "--key-to", &key]);
    assert_eq!(mediant(&["verify-record", &copy, "--key", &key]).code, 0);
    assert_eq!(mediant(&["verify-record", &copy, "--links"]).code, 0);
    // Neither the copy nor the key says a word of what was told, and the key is no master key.
    assert!(!place.folder.read("copy").windows(12).any(|bytes| bytes == b"a word in co"));
    // The keeper of the store can do so, too, without the master key.
    place.must(&["verify-record", "--compartment", "caucus:russia", "--key", &key]);
    place.must(&["verify-record", "--compartment", "public"]);
    place.refuses(&["verify-record", "--compartment", "public", "--key", &key]);
    place.refuses(&["verify-record", "--compartment", "nowhere"]);
    place.refuses(&[
        "backup",
        &copy,
        "--compartment",
        "caucus:ukraine",
        "--key-to",
        &place.folder.at("other"),
    ]);
    let to = Place::in_a_folder();
    to.refuses(&["restore", &copy]);
    // The key of another compartment opens nothing of it.
    let other = place.folder.at("public.key");
    place.must(&["backup", &place.folder.at("public"), "--compartment", "public", "--key-to", &other]);
    let said = mediant(&["verify-record", &copy, "--key", &other]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.contains("caucus:russia"), "{}", said.err);
}

/// Runs SQL on the file, as somebody would who has it.
fn sqlite(place: &Place, statements: &[&str]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let file = place.folder.at("record/record.sqlite");
        let mut connection = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
        for statement in statements {
            sqlx::raw_sql(AssertSqlSafe(*statement)).execute(&mut connection).await.unwrap();
        }
    });
}

#[test]
fn tampering_with_a_folder_is_found_at_its_place() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    caucus(&place);
    let heads = place.folder.at("heads");
    place.must(&["verify-record", "--keep", &heads]);
    place.must(&["verify-record", "--against", &heads]);
    sqlite(
        &place,
        &[
            "DROP TRIGGER entries_stay_as_written",
            "DROP TRIGGER entries_stay",
            "UPDATE entries SET commitment = zeroblob(32) WHERE position = 7",
        ],
    );
    let said = place.run(&["verify-record"]);
    assert_eq!((said.code, said.out.lines().count()), (2, 1));
    assert!(said.err.contains("event 7 of `public`"), "{}", said.err);
    // Without its last entry every chain holds: what says where the record ends shows that there was more, and an earlier
    // report shows where.
    let place = Place::in_a_folder();
    place.open_the_talks();
    caucus(&place);
    place.must(&["verify-record", "--keep", &heads]);
    sqlite(
        &place,
        &[
            "DROP TRIGGER entries_stay",
            "DELETE FROM entries WHERE position = (SELECT max(position) FROM entries)",
        ],
    );
    let said = place.run(&["verify-record"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("the end of the record"), "{}", said.err);
    place.must(&["verify-record", "--links"]);
    let said = place.run(&["verify-record", "--against", &heads]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`caucus:russia`"), "{}", said.err);
}

const UNGUARDED: [&str; 5] = [
    "DROP TRIGGER keys_are_wrapped_anew_or_destroyed",
    "DROP TRIGGER keys_stay",
    "DROP TRIGGER entries_stay_as_written",
    "DROP TRIGGER entries_stay",
    "DROP TRIGGER the_end_stays",
];

/// What somebody does who may write to the file and has no key: each is found, and the stream or the roster is named. The links
/// alone say of none of it that nothing was altered.
#[test]
fn whoever_has_the_file_and_no_key_is_found_out() {
    let of_party = "UPDATE keys SET nonce = NULL, wrapped = NULL WHERE stream = 'delegation:russia'";
    let cases: [(&[&str], &str); 5] = [
        (&[of_party], "`delegation:russia`"),
        (
            &["UPDATE entries SET sealed = randomblob(400) WHERE stream = 'delegation:russia'", of_party],
            "`delegation:russia`",
        ),
        (
            &[
                "DELETE FROM entries WHERE stream = 'delegation:russia'",
                "DELETE FROM keys WHERE stream = 'delegation:russia'",
            ],
            "the end of the record",
        ),
        (&["UPDATE papers SET version = 1 WHERE drawer = 'accounts'"], "the roster of accounts"),
        (&["DELETE FROM papers WHERE drawer = 'accounts'"], "the roster of accounts"),
    ];
    for (statements, named) in cases {
        let place = Place::in_a_folder();
        place.open_the_talks();
        place.must(&["record", "invite", "team"]);
        place.must(&["record", "invite", "observer"]);
        let note = json!({"in": "delegation:russia", "text": "x"});
        assert_eq!(place.with_json("write_note", "principal:russia:putin", &note).code, 0);
        assert!(place.must(&["verify-record"]).contains("nothing altered"));
        sqlite(&place, &UNGUARDED);
        sqlite(&place, statements);
        let said = place.run(&["verify-record"]);
        assert_eq!(said.code, 2, "{statements:?}");
        assert!(said.err.contains(named), "{statements:?}: {}", said.err);
        assert!(!said.out.contains("nothing altered"));
        assert!(!place.run(&["verify-record", "--links"]).out.contains("nothing altered"));
        // Nobody works on with it as if nothing were.
        let shown = place.run(&["record", "show"]);
        assert_ne!(shown.code, 0, "{statements:?}");
    }
}

/// Who copies the one file and the key has the record.
#[test]
fn the_file_alone_holds_all_of_it_after_a_command() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    caucus(&place);
    let copied = Place::in_a_folder();
    std::fs::create_dir_all(copied.folder.at("record")).unwrap();
    for file in ["record/record.sqlite", "record/master.key"] {
        std::fs::copy(place.folder.at(file), copied.folder.at(file)).unwrap();
    }
    assert_eq!(copied.exports(), place.exports());
}

#[test]
fn an_export_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::in_a_folder();
    place.open_the_talks();
    let out = place.folder.at("out.json");
    place.must(&["export", "--as", "russia", "--out", &out]);
    assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn tampering_with_a_database_is_found_at_its_place() {
    let place = Place::in_a_database("tampered");
    place.open_the_talks();
    place.must(&["verify-record"]);
    let tamper = "ALTER TABLE mediant.entries DISABLE TRIGGER ALL; \
                  UPDATE mediant.entries SET sealed = set_byte(sealed, 5, get_byte(sealed, 5) # 1) WHERE position = 9";
    let done = TestServer::shared().psql("tampered", tamper);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said = place.run(&["verify-record"]);
    assert_eq!((said.code, said.out.lines().count()), (2, 1));
    assert!(said.err.contains("event 9 of `public`"), "{}", said.err);
    // The links alone do not show it; the seal does.
    place.must(&["verify-record", "--links"]);
}

#[test]
fn a_record_opens_with_its_own_key_alone() {
    let place = Place::in_a_folder();
    place.refuses(&["record", "show"]);
    place.open_the_talks();
    let folder = Folder::new();
    let (passphrase, other) =
        (folder.write("passphrase", "long and secret\n"), folder.write("other", "Long and secret\n"));
    place.refuses(&["record", "show", "--passphrase-file", &passphrase]);
    place.refuses(&["record", "show", "--key-file", &passphrase]);
    let stranger = Place::in_a_folder();
    stranger.open_the_talks();
    place.refuses(&["record", "show", "--key-file", &stranger.folder.at("record/master.key")]);
    place.refuses(&["record", "show", "--key-file", "/no/such/key"]);
    // A record that is sealed with a passphrase.
    let sealed = Place::in_a_folder();
    sealed.must(&["record", "open", "Sealed", "--passphrase-file", &passphrase]);
    sealed.must(&["record", "show", "--passphrase-file", &passphrase]);
    for words in [
        &["record", "show", "--passphrase-file", &other][..],
        &["record", "show", "--passphrase-file", "/no/such/file"],
        &["record", "show", "--key-file", &stranger.folder.at("record/master.key")],
        // There is no terminal to ask at.
        &["record", "show"],
        &["record", "show", "--passphrase"],
    ] {
        sealed.refuses(words);
    }
    assert!(!std::path::Path::new(&sealed.folder.at("record/master.key")).exists());
}

#[test]
fn what_opens_a_record_can_be_changed() {
    for place in [Place::in_a_folder(), Place::in_a_database("rekeyed")] {
        place.open_the_talks();
        let before = place.exports();
        let folder = Folder::new();
        let passphrase = folder.write("passphrase", "long and secret");
        place.refuses(&["rekey"]);
        place.refuses(&["rekey", "--new-passphrase-file", &folder.write("empty", "\n")]);
        place.must(&["rekey", "--new-passphrase-file", &passphrase]);
        place.refuses(&["record", "show"]);
        let new: Vec<String> = {
            let kept = place.options.iter().take(2).cloned();
            kept.chain(["--passphrase-file".to_owned(), passphrase]).collect()
        };
        let place = Place { folder: place.folder, options: new };
        assert_eq!(before, place.exports());
        place.must(&["verify-record"]);
        let key = folder.at("new.key");
        place.must(&["rekey", "--new-key-file", &key]);
        place.refuses(&["record", "show"]);
        let options = place.options.iter().take(2).cloned().chain(["--key-file".to_owned(), key]).collect();
        let place = Place { folder: place.folder, options };
        assert_eq!(before, place.exports());
    }
}

/// Whoever has the files and no key reads no word of what was told; the names of compartments stand there all the same.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test looks at what was written")]
fn no_word_stands_readable_in_the_files() {
    let place = Place::in_a_folder();
    place.open_the_talks();
    for compartment in ["mediator", "delegation:russia"] {
        let note = json!({"in": compartment, "text": "quokkas of Rottnest"});
        let actor = if compartment == "delegation:russia" { "principal:russia:putin" } else { "mediator" };
        assert_eq!(place.with_json("write_note", actor, &note).code, 0, "{compartment}");
    }
    let backup = place.folder.at("backup");
    place.must(&["backup", &backup]);
    for path in [place.folder.at("record/record.sqlite"), backup] {
        let bytes = std::fs::read(&path).unwrap();
        let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
        assert!(!holds("quokkas") && !holds("Rottnest"), "{path}");
        assert!(holds("delegation:russia"), "{path}: where it does not stand, nothing was looked at");
    }
}

#[cfg(unix)]
#[test]
fn what_is_secret_is_read_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &str| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = Place::in_a_folder();
    place.open_the_talks();
    let key = place.folder.at("record/master.key");
    assert_eq!(mode(&place.folder.at("record")), 0o700);
    assert_eq!((mode(&key), mode(&place.folder.at("record/record.sqlite"))), (0o600, 0o600));
    let (backup, copy, of_caucus) =
        (place.folder.at("backup"), place.folder.at("copy"), place.folder.at("public.key"));
    place.must(&["backup", &backup]);
    place.must(&["backup", &copy, "--compartment", "public", "--key-to", &of_caucus]);
    assert_eq!((mode(&backup), mode(&of_caucus)), (0o600, 0o600));
    // A key that everybody can read is refused before it opens anything.
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    place.refuses(&["record", "show"]);
}

#[test]
fn without_a_place_the_record_is_in_the_users_data() {
    let home = Folder::new();
    let run = |words: &[&str], variable: &str| {
        said(
            Command::new(env!("CARGO_BIN_EXE_mediant"))
                .args(words)
                .env_clear()
                .env(variable, home.path())
                .output()
                .unwrap(),
        )
    };
    refused(run(&["record", "show"], "HOME"), "nothing there yet");
    assert_eq!(run(&["record", "open", "Here"], "HOME").code, 0);
    assert_eq!(run(&["record", "show"], "HOME").code, 0);
    assert!(home.path().join(".local/share/mediant/record.sqlite").exists());
    refused(run(&["record", "show"], "XDG_DATA_HOME"), "another folder");
    refused(run(&["record", "show"], "NOTHING"), "no home");
    for database in ["mysql://x/y", "postgres://127.0.0.1:1/none"] {
        let said = mediant(&["record", "show", "--database", database, "--key-file", &home.at("key")]);
        assert!(said.code > 0 && said.out.is_empty() && !said.err.is_empty(), "{database}");
    }
    let both = mediant(&["record", "show", "--database", "postgres://x/y", "--data", &home.at("d")]);
    assert_eq!(both.code, 2);
}
