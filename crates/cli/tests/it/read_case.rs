//! `read --case` and `check --reports`: from reports to a case, and back.

use crate::support::{Folder, example, mediant};
use std::path::{Path, PathBuf};

const REPORT: &str = "reports/harbour-2031-05-14.txt";

#[test]
fn a_draft_is_checked_and_analysed_and_reading_again_changes_no_byte() {
    let folder = Folder::new();
    let case = folder.path().join("talks.toml").display().to_string();
    let report = example(REPORT);
    let first = mediant(&["read", &report, &report, "--case", &case]);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    let text = folder.read("talks.toml");
    assert_eq!(mediant(&["read", &report, "--case", &case]).code, 0);
    assert_eq!(folder.read("talks.toml"), text);
    let checked = mediant(&["check", &case]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    let analysed = mediant(&["analyze", &case, "--format", "json"]);
    assert_eq!(analysed.code, 0);
    let analysed: serde_json::Value = serde_json::from_str(&analysed.out).unwrap();
    assert_ne!(analysed["zopa"]["exists"], false, "{analysed}");
}

#[test]
fn words_that_no_longer_stand_in_their_report_are_told() {
    let folder = Folder::new();
    let reports = folder.path().join("reports");
    std::fs::create_dir(&reports).unwrap();
    let report = reports.join("harbour.txt");
    std::fs::copy(example(REPORT), &report).unwrap();
    let (case, reports) =
        (folder.path().join("talks.toml").display().to_string(), reports.display().to_string());
    let check = |expected: i32| {
        let said = mediant(&["check", &case, "--reports", &reports]);
        assert_eq!(said.code, expected, "{}{}", said.out, said.err);
        said.err
    };
    assert_eq!(mediant(&["read", &report.display().to_string(), "--case", &case]).code, 0);
    let drafted = folder.read("talks.toml");
    assert_eq!(check(0), "");
    // Under another name it is the same file; broken into other lines it says the same.
    std::fs::rename(&report, Path::new(&reports).join("copy.txt")).unwrap();
    assert_eq!(check(0), "");
    let report = Path::new(&reports).join("harbour.txt");
    let text = String::from_utf8(folder.read("reports/copy.txt")).unwrap();
    std::fs::remove_file(Path::new(&reports).join("copy.txt")).unwrap();
    folder.write("reports/harbour.txt", text.replace("sell what", "sell\nwhat"));
    assert_eq!(check(0), "");
    // One word less, and the words that held it are told, with their place in the case.
    folder.write("reports/harbour.txt", text.replace("what we need to live", "what we need"));
    assert!(check(2).contains("what we need to live"));
    // Without the report nobody can tell.
    std::fs::remove_file(&report).unwrap();
    assert!(!check(0).is_empty());
    // Whatever was found out, the case was not touched.
    assert_eq!(folder.read("talks.toml"), drafted);
}

#[test]
fn what_cannot_be_extended_is_told_and_left_alone() {
    let folder = Folder::new();
    let report = example(REPORT);
    let broken = folder.write("broken.toml", "mediant = 1\ntitle = \"Broken\"\nparties = 3\n");
    let before = folder.read("broken.toml");
    let said = mediant(&["read", &report, "--case", &broken]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("broken.toml:3"), "{}", said.err);
    assert_eq!(folder.read("broken.toml"), before);
    assert_eq!(mediant(&["read", &report, "--case", &folder.path().display().to_string()]).code, 2);
    // A report that cannot be read keeps no other from being entered.
    let case = folder.path().join("talks.toml").display().to_string();
    let undated = folder.write("undated.txt", "The envoys met in Bern on Tuesday.\n");
    assert_eq!(mediant(&["read", &undated, &report, "--case", &case]).code, 2);
    assert_eq!(mediant(&["check", &case]).code, 0);
}

/// Reports that others wrote, where they are there: each gives a case that is checked and analysed, and shows no lack of a deal.
#[test]
fn reports_of_others_give_cases() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reports/written");
    let Ok(entries) = std::fs::read_dir(shared) else { return };
    let mut reports: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    reports.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    let folder = Folder::new();
    for report in reports {
        let name = report.file_stem().unwrap().to_string_lossy().into_owned();
        let case = folder.path().join(format!("{name}.toml")).display().to_string();
        let said = mediant(&["read", &report.display().to_string(), "--case", &case]);
        if said.code == 2 {
            assert!(!Path::new(&case).exists());
            continue;
        }
        assert_eq!(mediant(&["check", &case]).code, 0, "{name}");
        let analysed = mediant(&["analyze", &case, "--format", "json"]);
        let analysed: serde_json::Value = serde_json::from_str(&analysed.out).unwrap();
        assert_ne!(analysed["zopa"]["exists"], false, "{name}");
    }
}
