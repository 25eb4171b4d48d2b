//! Mediant's own files, read and written.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test whose input cannot be built should stop there"
)]
use mediant_formats::{InputFile, native};
use mediant_model::issue::Range;
use mediant_model::statement::{Publicity, Speaker};
use mediant_model::{Brief, Case, Condition, IssueKind, Number, OptionId, PartyId, Quorum};

const TALKS: &str = include_str!("../native/talks.toml");
const UPPER: &str = include_str!("../native/upper.toml");

fn talks() -> Case {
    let read = native::read_case(&InputFile::new("talks.toml", TALKS));
    let (case, warnings) = read.unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    assert!(warnings.is_empty(), "{}", shown(&warnings));
    case
}

fn upper() -> Brief {
    let read = native::read_brief(&InputFile::new("upper.toml", UPPER), Some(&talks()));
    let (brief, warnings) = read.unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    assert!(warnings.is_empty(), "{}", shown(&warnings));
    brief
}

fn shown(diagnostics: &[mediant_formats::Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| format!("{diagnostic}\n")).collect()
}

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

#[test]
fn a_case_without_numbers_is_read_whole() {
    let case = talks();
    assert_eq!(case.reference(), "talks");
    assert_eq!(case.agreement.quorum, Quorum::Unanimity);
    assert!(case.agreement.partial);
    let ids: Vec<&str> = case.parties.iter().map(|party| party.id.as_str()).collect();
    assert_eq!(ids, ["upper", "lower", "third"]);
    assert_eq!(case.negotiating_parties().count(), 2);
    let toll = case.issue(&"toll".into()).map(|issue| &issue.kind);
    let crowns = Some("crowns".to_owned());
    let range = Range { min: number("0"), max: number("2.5"), step: number("0.5"), unit: crowns };
    assert_eq!(toll, Some(&IssueKind::Range(range)));
    assert_eq!(case.issue(&"rest".into()).map(|issue| &issue.kind), Some(&IssueKind::Withheld));
    assert_eq!(case.red_lines[0].provenance.publicity, Publicity::Public);
    assert_eq!(case.red_lines[1].provenance.publicity, Publicity::Mediator);
    let official = Some(Speaker::Described("an unnamed official".into()));
    assert_eq!(case.preconditions[0].provenance.by, official);
    assert_eq!(case.linkages[0].provenance.publicity, Publicity::Table);
    assert_eq!(case.interests[0].provenance.publicity, Publicity::Public);
    let cited = case.red_lines[0].provenance.source.as_ref();
    assert_eq!(cited.and_then(|citation| citation.place.as_deref()), Some("P6"));
    let tolls = ["0", "0.5", "1", "2", "2.5"].map(OptionId::new).to_vec();
    assert_eq!(case.linkages[1].then, Condition::Options("toll".into(), tolls));
}

#[test]
fn a_brief_with_every_level_is_read_exactly() {
    let brief = upper();
    let points = brief.points.as_ref().unwrap();
    assert_eq!(points.issues[&"guarantees".into()].weight, Number::ratio(1, 3).unwrap());
    let toll = &points.issues[&"toll".into()].values;
    assert_eq!(toll.at(&number("2.5")), Some(number("0.30000000000000004")));
    assert_eq!(brief.red_lines[0].provenance.publicity, Publicity::Caucus(PartyId::new("upper")));
    assert_eq!((&brief.reservations[1].low, &brief.reservations[1].high), (&number("5"), &number("7.5")));
    assert_eq!(brief.ranking.as_ref().unwrap().importance[1].len(), 2);
}

#[test]
fn a_case_and_its_briefs_make_a_problem() {
    let files = [InputFile::new("b", UPPER), InputFile::new("a", TALKS)];
    let (negotiation, _) = native::read(&files).unwrap_or_else(|errors| panic!("{}", shown(&errors)));
    let problem =
        mediant_model::Problem::compile(&negotiation.case, &negotiation.briefs, &Default::default()).unwrap();
    assert_eq!(problem.issues.len(), 3);
    assert!(problem.parties[0].utility.is_some() && problem.parties[1].utility.is_none());
}
