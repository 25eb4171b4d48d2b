//! Writing Mediant files: what is written is read back, and a rewritten file keeps what its author put in it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose input cannot be built should stop there"
)]

mod arbitrary;

use mediant_formats::{InputFile, native};
use mediant_model::{Brief, Case};
use proptest::prelude::*;

const TALKS: &str = include_str!("../native/talks.toml");
const UPPER: &str = include_str!("../native/upper.toml");

/// Reading without validation: rewriting must not need a sensible case, and comparing goes by it.
fn says_case(text: &str, case: &Case) -> bool {
    native::edit_case(&InputFile::new("written", text), case).unwrap_or_else(|e| panic!("{e:?}\n{text}"))
        == text
}

fn says_brief(text: &str, brief: &Brief) -> bool {
    native::edit_brief(&InputFile::new("written", text), brief).unwrap_or_else(|e| panic!("{e:?}\n{text}"))
        == text
}

fn talks() -> Case {
    native::read_case(&InputFile::new("talks.toml", TALKS)).unwrap().0
}

fn upper() -> Brief {
    native::read_brief(&InputFile::new("upper.toml", UPPER), Some(&talks())).unwrap().0
}

proptest! {
    #[test]
    fn a_written_case_is_read_back(case in arbitrary::case()) {
        let text = native::write_case(&case);
        prop_assert!(says_case(&text, &case), "{}", text);
    }

    #[test]
    fn a_written_brief_is_read_back(brief in arbitrary::brief()) {
        let text = native::write_brief(&brief);
        prop_assert!(says_brief(&text, &brief), "{}", text);
    }

    #[test]
    fn any_case_can_be_edited_into_any_other(one in arbitrary::case(), other in arbitrary::case()) {
        let file = InputFile::new("one", native::write_case(&one));
        let edited = native::edit_case(&file, &other).unwrap();
        prop_assert!(says_case(&edited, &other), "{}", edited);
    }

    #[test]
    fn any_brief_can_be_edited_into_any_other(one in arbitrary::brief(), other in arbitrary::brief()) {
        let file = InputFile::new("one", native::write_brief(&one));
        let edited = native::edit_brief(&file, &other).unwrap();
        prop_assert!(says_brief(&edited, &other), "{}", edited);
    }
}

/// The lines that are in only one of the two texts.
fn changed<'t>(before: &'t str, after: &'t str) -> (Vec<&'t str>, Vec<&'t str>) {
    let only =
        |a: &'t str, b: &'t str| a.lines().filter(|line| !b.lines().any(|other| other == *line)).collect();
    (only(before, after), only(after, before))
}

#[test]
fn an_edit_changes_the_lines_concerned_and_no_other() {
    let mut case = talks();
    case.as_of = "2025-12-24".parse().ok();
    case.red_lines[1].standing = mediant_model::statement::Standing::Public;
    case.red_lines[1].provenance.publicity = mediant_model::statement::Publicity::Public;
    let edited = native::edit_case(&InputFile::new("talks.toml", TALKS), &case).unwrap();
    let (gone, new) = changed(TALKS, &edited);
    assert_eq!(gone, ["as_of = 2025-12-04", "kind = \"inferred\""]);
    assert_eq!(new, ["as_of = 2025-12-24"]);
    assert_eq!(edited.lines().count(), TALKS.lines().count());
    assert!(says_case(&edited, &case));
}

#[test]
fn statements_added_and_withdrawn_leave_the_others_and_their_comments_alone() {
    let mut case = talks();
    let mut added = case.red_lines[0].clone();
    added.provenance.text = Some("again".into());
    case.red_lines.insert(0, added);
    case.alternatives.clear();
    case.issues.retain(|issue| issue.id.as_str() != "rest");
    case.answers.clear();
    let edited = native::edit_case(&InputFile::new("talks.toml", TALKS), &case).unwrap();
    assert!(says_case(&edited, &case));
    assert!(edited.contains("# Two sides") && edited.contains("# The one thing"), "{edited}");
    let (_, new) = changed(TALKS, &edited);
    assert_eq!(new, ["text = \"again\""]);
}

#[test]
fn a_walk_away_value_is_set_in_place() {
    let commented = UPPER.replace("range = [5, 7.5]", "range = [5, 7.5] # as told on Monday");
    let mut brief = upper();
    brief.reservations[1].low = mediant_model::Number::from(6);
    let edited = native::edit_brief(&InputFile::new("upper.toml", commented.as_str()), &brief).unwrap();
    let (gone, new) = changed(&commented, &edited);
    assert_eq!(gone.len(), 1);
    assert_eq!(new, ["range = [6, 7.5] # as told on Monday"]);
}

#[test]
fn line_ends_stay_as_they_were() {
    let text = TALKS.replace('\n', "\r\n");
    let mut case = talks();
    case.title = "Talks resumed".into();
    let edited = native::edit_case(&InputFile::new("talks.toml", text.as_str()), &case).unwrap();
    assert_eq!(edited.matches('\n').count(), edited.matches("\r\n").count());
    assert!(edited.contains("# The one thing") && says_case(&edited, &case));
}

#[test]
fn a_case_written_afresh_looks_like_one_written_by_hand() {
    let written = native::write_case(&talks());
    assert!(says_case(&written, &talks()));
    let missing: Vec<&str> = TALKS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.contains("nothing_until"))
        .filter(|line| !written.lines().any(|other| other == *line))
        .collect();
    // What differs is what was written otherwise: one name instead of a list, defaults, redundant decimals.
    assert!(missing.len() <= 6, "{missing:#?}\n{written}");
    assert!(says_brief(&native::write_brief(&upper()), &upper()));
}
