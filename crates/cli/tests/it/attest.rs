//! Keys, signatures, agreements and copies, from the command line: in an empty folder, without a record.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{Folder, Said, mediant, said};
use mediant_attest::agreement::Agreement;
use mediant_attest::copy::{Copy, Entry, Reader, Stream};
use mediant_attest::keys::{ListedKey, Vouched};
use mediant_attest::*;
use std::io::Write;
use std::process::{Command, Stdio};

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn named(id: &str, name: &str) -> Named {
    Named { id: line(id), name: line(name) }
}

fn moment(text: &str) -> Moment {
    Moment::new(text).unwrap()
}

/// A file of `docs/reference/acts`.
fn vector(name: &str) -> String {
    format!("{}/../../docs/reference/acts/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A key that the binary made in this folder.
fn made(folder: &Folder, name: &str) -> PublicKey {
    let passphrase = folder.write("passphrase", "one that nobody guesses\n");
    let file = folder.at(&format!("{name}.key"));
    let new = mediant(&["key", "new", "--out", &file, "--passphrase-file", &passphrase]);
    assert_eq!(new.code, 0, "{}", new.err);
    let shown = mediant(&["key", "show", &file]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    let public = shown.out.lines().find_map(|line| line.strip_prefix("key: ")).unwrap().to_owned();
    let key = PublicKey::parse(&public, None).unwrap();
    for said in [&new.out, &shown.out] {
        assert!(said.contains(&key.words()) && said.contains(&key.id().to_string()));
    }
    key
}

fn words() -> Words {
    let words = Text::new("Nobody gives up hours: no territory of the shop floor changes.").unwrap();
    let clause = Clause { number: 1, id: line("c1"), heading: Some(line("Hours")), issue: None, words };
    Words::Draft(Draft { id: line("d1"), number: 1, title: line("Hours"), of: 1, clauses: vec![clause] })
}

fn act(party: &str, key: &PublicKey) -> Act {
    Act {
        case: line("The wages of the mill"),
        case_id: Digest([1; 32]),
        parties: vec![named("mill", "Mill Ltd"), named("union", "Union of mill workers")],
        party: line(party),
        person: named(&format!("{party}-head"), "Somebody"),
        office: None,
        role: Role::Principal,
        mandate: None,
        date: moment("2026-11-30T15:12:54Z"),
        deed: Deed::Signs(words()),
        confirms: None,
        table: Pin { length: 0, link: chain::START },
        before: None,
        key: key.id(),
    }
}

/// Signs with an answer to what is asked.
pub fn sign(arguments: &[&str], answer: &str) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediant"));
    command.arg("sign").args(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It may have ended before it asks.
    let _ = child.stdin.take().unwrap().write_all(answer.as_bytes());
    said(child.wait_with_output().unwrap())
}

/// Both parties' keys, made by the binary; and the files `agreement.json` and `keys.txt`, of acts that it signed.
fn agreed(folder: &Folder) {
    let passphrase = folder.at("passphrase");
    let mut listed = Vec::new();
    let mut acts = Vec::new();
    for party in ["mill", "union"] {
        let public = made(folder, party);
        let act = act(party, &public);
        let text = folder.write(&format!("{party}.act"), act.print().unwrap());
        let key = folder.at(&format!("{party}.key"));
        let signed = sign(&[&text, "--key", &key, "--passphrase-file", &passphrase], "yes\n");
        assert_eq!(signed.code, 0, "{}", signed.err);
        assert!(signed.out.starts_with(&act.print().unwrap()), "the act is shown, whole");
        let envelope = String::from_utf8(folder.read(&format!("{party}.act.signed.json"))).unwrap();
        acts.push(Envelope::from_json(&envelope).unwrap());
        listed.push(Key { public, party: act.party, person: act.person.id, role: act.role });
    }
    let Act { case, case_id, parties, .. } = act("mill", &listed[0].public);
    let file = Agreement::new(case, case_id, &parties, &words(), &listed, acts, Vec::new()).unwrap();
    folder.write("agreement.json", file.to_json().unwrap());
    let since = moment("2026-11-01T00:00:00Z");
    let listed = listed.into_iter().map(|key| ListedKey {
        key,
        since: since.clone(),
        vouched: Vouched::First,
        revoked: None,
    });
    folder.write("keys.txt", Keys { case_id, keys: listed.collect() }.print());
}

#[test]
fn two_delegations_sign_on_their_own_machines_and_it_is_proven() {
    let folder = Folder::new();
    agreed(&folder);
    let (file, keys) = (folder.at("agreement.json"), folder.at("keys.txt"));
    let proven = mediant(&["verify-agreement", &file, "--keys", &keys]);
    assert_eq!(proven.code, 0, "{}", proven.err);
    for told in ["Mill Ltd", "Union of mill workers", "no territory", "2026-11-30T15:12:54Z"] {
        assert!(proven.out.contains(told), "{told}\n{}", proven.out);
    }
    let text = String::from_utf8(folder.read("agreement.json")).unwrap();
    let changed = folder.write("changed.json", text.replace("no territory", "the territory"));
    let refused = mediant(&["verify-agreement", &changed, "--keys", &keys]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("clause 1 words"), "{}", refused.err);
    // Keys of which nobody vouches for one.
    let unvouched =
        String::from_utf8(folder.read("keys.txt")).unwrap().replacen("vouched: first", "vouched: nobody", 1);
    let unvouched = folder.write("unvouched.txt", unvouched);
    let open = mediant(&["verify-agreement", &file, "--keys", &unvouched]);
    assert_eq!(open.code, 2);
    let without = mediant(&["verify-agreement", &file, "--keys", &unvouched, "--without", "mill"]);
    assert_eq!(without.code, 0, "{}", without.err);
    assert_eq!(mediant(&["verify-agreement", &file, "--keys", &keys, "--without", "nobody"]).code, 2);
    assert_eq!(mediant(&["verify-agreement", &keys, "--keys", &keys]).code, 2);
    assert_eq!(mediant(&["verify-agreement", &file, "--keys", &file]).code, 2);
    assert_eq!(mediant(&["verify-agreement", &file]).code, 2);
}

#[test]
fn nothing_is_signed_without_a_yes_a_passphrase_and_the_right_key() {
    let folder = Folder::new();
    let (anns, bobs) = (made(&folder, "ann"), made(&folder, "bob"));
    assert_ne!(anns, bobs);
    let (key, passphrase) = (folder.at("ann.key"), folder.at("passphrase"));
    let text = folder.write("a.act", act("mill", &anns).print().unwrap());
    let wrong = folder.write("wrong", "another one\n");
    let other = folder.write("b.act", act("mill", &bobs).print().unwrap());
    let no_act = folder.write("c.act", act("mill", &anns).print().unwrap() + "\n");
    for (arguments, answer) in [
        ([&text[..], "--key", &key, "--passphrase-file", &passphrase], "no\n"),
        ([&text, "--key", &key, "--passphrase-file", &passphrase], ""),
        ([&text, "--key", &key, "--passphrase-file", &passphrase], "y\n"),
        ([&text, "--key", &key, "--passphrase-file", &wrong], "yes\n"),
        ([&other, "--key", &key, "--passphrase-file", &passphrase], "yes\n"),
        ([&no_act, "--key", &key, "--passphrase-file", &passphrase], "yes\n"),
        ([&text, "--key", &text, "--passphrase-file", &passphrase], "yes\n"),
    ] {
        let said = sign(&arguments, answer);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(!folder.names().iter().any(|name| name.ends_with(".json")), "{:?}", folder.names());
    }
    let arguments = [&text[..], "--key", &key, "--passphrase-file", &passphrase];
    assert_eq!(sign(&arguments, "yes\n").code, 0);
    let written = folder.read("a.act.signed.json");
    assert_eq!(sign(&arguments, "yes\n").code, 2, "nothing is written over");
    assert_eq!(folder.read("a.act.signed.json"), written);
    // The next act has to name this one.
    let first = Digest::from_content(act("mill", &anns).print().unwrap().as_bytes());
    let next = Act { before: Some(first), ..act("mill", &anns) };
    let next = folder.write("n.act", next.print().unwrap());
    let before = folder.at("a.act.signed.json");
    let after = |act: &str, out: &str| {
        let out = folder.at(out);
        sign(
            &[act, "--key", &key, "--passphrase-file", &passphrase, "--after", &before, "--out", &out],
            "yes\n",
        )
        .code
    };
    assert_eq!((after(&text, "x.json"), after(&next, "n.json")), (2, 0));
}

#[test]
fn a_key_file_is_its_owners_and_never_written_over() {
    let folder = Folder::new();
    made(&folder, "ann");
    let file = folder.at("ann.key");
    let text = folder.read("ann.key");
    let again = mediant(&["key", "new", "--out", &file, "--passphrase-file", &folder.at("passphrase")]);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert_eq!(folder.read("ann.key"), text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let empty = folder.write("empty", "\n");
    let unsealed = mediant(&["key", "new", "--out", &folder.at("x.key"), "--passphrase-file", &empty]);
    assert_eq!(unsealed.code, 2);
    // Without a terminal nobody is asked.
    assert_eq!(sign(&[&file], "yes\n").code, 2);
    assert_eq!(mediant(&["key", "new", "--out", &folder.at("y.key")]).code, 2);
    assert_eq!(mediant(&["key", "show", &folder.at("passphrase")]).code, 2);
    assert!(!folder.names().iter().any(|name| name.starts_with(['x', 'y'])), "{:?}", folder.names());
}

#[test]
fn copies_continue_are_shorter_or_part() {
    let copy = |arguments: &[&str]| mediant(&[&["verify-copy"], arguments].concat());
    let [new, older, other, parted] =
        ["copy.json", "older.json", "other-reader.json", "parted.json"].map(vector);
    for sound in [&[&new[..]][..], &[&new, &new], &[&new, &older], &[&new, &other], &[&other, &new]] {
        let said = copy(sound);
        assert_eq!(said.code, 0, "{sound:?}: {}", said.err);
    }
    let shorter = copy(&[&older, &new]);
    assert_eq!(shorter.code, 2);
    let forked = copy(&[&new, &parted]);
    assert_eq!(forked.code, 2);
    assert!(forked.err.contains("event 5"), "{}", forked.err);
    let (sealed, signed) = (vector("passkey.json"), vector("agreement.json"));
    let link = "c21f-e83d-8d6d-4075";
    let found = copy(&[&new, "--link", link, "--act", &sealed, "--act", &signed]);
    assert_eq!(found.code, 0, "{}", found.err);
    for lost in [
        &[&new[..], "--link", "00000000000000000000"][..],
        &[&new, "--link", "c21f"],
        &[&parted, "--act", &sealed],
        &[&older, "--act", &sealed],
        &[&new, "--act", &new],
        &[&sealed],
        &[&new, &sealed],
    ] {
        assert_eq!(copy(lost).code, 2, "{lost:?}");
    }
    let folder = Folder::new();
    #[expect(clippy::disallowed_methods, reason = "tests change files as somebody would who has them")]
    let text = std::fs::read_to_string(&new).unwrap();
    let changed = folder.write("changed.json", text.replacen("three percent", "four percent", 1));
    let said = copy(&[&changed]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("event 1") && said.err.contains("caucus:mill"), "{}", said.err);
    assert!(!said.err.contains("percent"), "what a copy holds is not told: {}", said.err);
    let cut = folder.write("cut.json", &text[..text.len() / 2]);
    assert_eq!(copy(&[&cut]).code, 2);
    // A whole agreement over a copy that another desk parted from.
    let keys = vector("keys.txt");
    let over = |copy: &str| mediant(&["verify-agreement", &signed, "--keys", &keys, "--copy", copy]).code;
    assert_eq!((over(&new), over(&older), over(&parted), over(&changed)), (0, 0, 2, 2));
}

/// More than a copy may have is not read to its end.
#[test]
fn a_copy_of_more_than_100_megabytes_is_refused() {
    let folder = Folder::new();
    let many = 300_000;
    let mut previous = chain::START;
    let entries = (1..=many).map(|sequence| {
        let commitment = Digest([7; 32]);
        previous = chain::link(&previous, "table", sequence, &commitment);
        let salt = None;
        Entry { sequence, commitment, link: previous, salt, event: None }
    });
    let table = Stream { stream: line("table"), length: many, entries: entries.collect() };
    let case_id = table.entries[0].link;
    let empty = |name: &str| Stream { stream: line(name), length: 0, entries: Vec::new() };
    let streams = vec![empty("public"), table, empty("caucus:mill"), empty("delegation:mill")];
    let copy = Copy::new(
        line("Long talks"),
        case_id,
        Reader::Party(line("mill")),
        moment("2026-11-30T15:12:54Z"),
        streams,
    );
    let text = copy.to_json().unwrap();
    assert!(text.len() > 50_000_000);
    let large = folder.write("large.json", &text);
    let said = mediant(&["verify-copy", &large]);
    assert_eq!(said.code, 0, "{}", said.err);
    let larger = folder.write("larger.json", text + &" ".repeat(60_000_000));
    assert_eq!(mediant(&["verify-copy", &larger]).code, 2);
}

/// The blocks of `docs/reference/acts.md` that are marked as scripts.
fn script(name: &str) -> String {
    #[expect(clippy::disallowed_methods, reason = "tests read the pages that they hold to the product")]
    let page = std::fs::read_to_string(vector("../acts.md")).unwrap();
    let (_, block) = page.split_once(&format!("```sh {name}\n")).unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

/// Whether a script of the page holds in this folder.
fn holds(folder: &std::path::Path, script: &str) -> bool {
    Command::new("sh").args(["-eu", "-c", script]).current_dir(folder).output().unwrap().status.success()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests change files as somebody would who has them")]
fn openssl_alone_says_the_same() {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: there is no openssl");
        return;
    }
    let folder = Folder::new();
    let unpacked = folder.at("by-mediant");
    let (file, keys) = (vector("agreement.json"), vector("keys.txt"));
    let unpack = ["verify-agreement", &file, "--keys", &keys, "--unpack", &unpacked];
    assert_eq!(mediant(&unpack).code, 0);
    assert_eq!(mediant(&unpack).code, 2, "a folder that is there is left alone");
    let mut folders = vec![folder.path().join("by-mediant")];
    if Command::new("python3").arg("--version").output().is_ok() {
        folder.write("agreement.json", std::fs::read(&file).unwrap());
        assert!(holds(folder.path(), &script("unpack")));
        folders.push(folder.path().join("unpacked"));
        let names = std::fs::read_dir(&unpacked).unwrap();
        for name in names.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
            let [one, two] =
                ["by-mediant", "unpacked"].map(|folder_name| folder.read(&format!("{folder_name}/{name}")));
            // Pem is folded in one and not in the other.
            assert!(one == two || name.ends_with(".pem"), "{name}");
        }
    } else {
        println!("skipped: there is no python3 to take the file apart");
    }
    for unpacked in folders {
        for name in ["key-file", "passkey", "key-id"] {
            assert!(holds(&unpacked, &script(name)), "{name}");
        }
        for act in ["1.act", "2.act"] {
            let text = String::from_utf8(std::fs::read(unpacked.join(act)).unwrap()).unwrap();
            std::fs::write(unpacked.join(act), text.replacen("no territory", "the territory", 1)).unwrap();
        }
        for name in ["key-file", "passkey"] {
            assert!(!holds(&unpacked, &script(name)), "{name}");
        }
    }
}
