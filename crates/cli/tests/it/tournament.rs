//! Tournaments seen from outside: processes that are stopped, killed, sharded or out of room.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::support::{Folder, Said, example, mediant, said};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A tournament of some seconds, so that there is time to stop it.
fn long(folder: &Folder) -> String {
    let scenarios = ["nash-1950", "three-fair-answers"].map(|name| format!("{:?}", example(name)));
    let text = format!(
        "mediant_tournament = 1\nrounds = 3000\nrepetitions = 200\nscenarios = [{}]\n\
         strategies = [\"boulware\", \"random\", \"time-dependent(e=0.1)\"]\n",
        scenarios.join(", ")
    );
    folder.write("long.toml", text)
}

fn small() -> String {
    example("tournaments/small.toml")
}

/// The bytes of both tables, the summary and the report.
fn results(folder: &Folder, out: &str) -> Vec<Vec<u8>> {
    let names = ["results.csv", "results.parquet", "summary.txt", "summary.json", "report.html"];
    names.iter().map(|name| folder.read(&format!("{out}/{name}"))).collect()
}

fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mediant"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until something is kept in the journal.
fn until_begun(journal: &str) {
    for _ in 0..12_000 {
        if std::fs::metadata(journal).is_ok_and(|file| file.len() > 2_000) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nothing was kept in a minute");
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn stopped_or_killed_it_goes_on_to_the_same_bytes() {
    let folder = Folder::new();
    let specification = long(&folder);
    let whole =
        mediant(&["tournament", &specification, "--out", &folder.at("whole"), "--threads", "1", "--quiet"]);
    assert_eq!((whole.code, whole.out.as_str(), whole.err.as_str()), (0, "", ""));
    let out = folder.at("out");
    let journal = folder.at("out/journal.jsonl");
    let again = ["tournament", &specification, "--out", &out, "--resume", "--threads", "2", "--quiet"];

    let child = start(&again);
    until_begun(&journal);
    signal(&child, "KILL");
    assert_ne!(child.wait_with_output().unwrap().status.code(), Some(0));
    let kept = std::fs::metadata(&journal).unwrap().len();

    let child = start(&again);
    std::thread::sleep(Duration::from_millis(5));
    until_begun(&journal);
    // The handler is there before the first record is kept anew.
    while std::fs::metadata(&journal).unwrap().len() <= kept {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "INT");
    let stopped = said(child.wait_with_output().unwrap());
    assert_eq!(stopped.code, 130, "{}", stopped.err);
    assert!(stopped.err.contains("--resume"), "{}", stopped.err);
    assert!(!Path::new(&folder.at("out/results.csv")).exists());

    let anew = mediant(&["tournament", &specification, "--out", &out]);
    assert_eq!((anew.code, anew.out.as_str()), (2, ""));
    let finished = mediant(&again);
    assert_eq!(finished.code, 0, "{}", finished.err);
    assert!(results(&folder, "out") == results(&folder, "whole"));
}

#[test]
fn shards_in_processes_of_their_own_merge_into_the_same_bytes() {
    let folder = Folder::new();
    let run = |arguments: &[&str]| -> Said {
        let said = mediant(&[&["tournament", &small(), "--quiet"], arguments].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        said
    };
    run(&["--out", &folder.at("whole"), "--threads", "2"]);
    let shards = ["1/3", "2/3", "3/3"];
    let children: Vec<Child> = shards
        .iter()
        .map(|shard| start(&["tournament", &small(), "--out", &folder.at("parts"), "--shard", shard]))
        .collect();
    for child in children {
        assert_eq!(said(child.wait_with_output().unwrap()).code, 0);
    }
    run(&["--merge", &folder.at("parts"), "--out", &folder.at("merged")]);
    assert!(results(&folder, "merged") == results(&folder, "whole"));
    std::fs::remove_file(folder.at("parts/journal-2-of-3.jsonl")).unwrap();
    let missing =
        mediant(&["tournament", &small(), "--merge", &folder.at("parts"), "--out", &folder.at("none")]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("2/3") && !missing.err.contains("1/3"), "{}", missing.err);
}

#[cfg(target_os = "linux")]
#[test]
fn without_room_it_keeps_what_was_finished_and_goes_on_later() {
    let folder = Folder::new();
    let (out, binary) = (folder.at("out"), env!("CARGO_BIN_EXE_mediant"));
    // A file may have 40 blocks of 512 bytes; the signal that would end the process is ignored, as on a full disk.
    let line = format!("trap '' XFSZ; ulimit -f 40; exec {binary} tournament {} --out {out}", small());
    let full = said(Command::new("sh").args(["-c", &line]).output().unwrap());
    assert_eq!((full.code, full.out.as_str()), (1, ""), "{}", full.err);
    assert!(full.err.contains("journal.jsonl") && full.err.contains("--resume"), "{}", full.err);
    assert!(std::fs::metadata(folder.at("out/journal.jsonl")).unwrap().len() > 10_000);
    let resumed = mediant(&["tournament", &small(), "--out", &out, "--resume", "--quiet"]);
    assert_eq!(resumed.code, 0, "{}", resumed.err);
    let whole = mediant(&["tournament", &small(), "--out", &folder.at("whole"), "--quiet"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(results(&folder, "out") == results(&folder, "whole"));
}

#[test]
fn bad_input_ends_with_two_and_leaves_nothing() {
    let folder = Folder::new();
    let good = small();
    let bad = folder.write(
        "bad.toml",
        "mediant_tournament = 1\nrounds = 0\nscenarios = [\"nowhere\", \"no*thing\"]\nstrategies = [\"boulwar\"]\n",
    );
    let out = folder.at("out");
    let refused = mediant(&["tournament", &bad, "--out", &out]);
    assert_eq!(refused.code, 2);
    for place in ["bad.toml:2:10", "bad.toml:3:14", "bad.toml:3:25", "bad.toml:4:15", "`boulware`"] {
        assert!(refused.err.contains(place), "{place}: {}", refused.err);
    }
    for arguments in [
        vec!["tournament", &good, "--out", &out, "--shard", "0/3"],
        vec!["tournament", &good, "--out", &out, "--shard", "1/3", "--merge", &out],
        vec!["tournament", &good, "--out", &out, "--threads", "0"],
        vec!["tournament", &good, "--out", &out, "--merge", &folder.at("nowhere")],
        vec!["tournament", &folder.at(""), "--out", &out],
        vec!["tournament", &folder.at("nothing.toml"), "--out", &out],
    ] {
        let said = mediant(&arguments);
        assert!(
            matches!(said.code, 1 | 2) && said.out.is_empty() && !said.err.is_empty(),
            "{arguments:?} {}",
            said.code
        );
    }
    assert_eq!(folder.names(), ["bad.toml"]);
}
