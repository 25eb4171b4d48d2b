//! Generated cases go from every format to every other and come back: what is written is read again, the same where
//! nothing is said to be lost, with the same packages acceptable where utilities were only moved and scaled, and to a
//! party that accepts nothing nothing becomes acceptable.

use crate::meaning::{acceptable, compiled, packages, shown, utility};
use mediant_formats::{Format, InputFile, Negotiation, convert, read};
use mediant_model::brief::{IssuePoints, IssueValues, Points, ReservationDefault, StatedInteraction};
use mediant_model::issue::{IssueOption, Range};
use mediant_model::statement::{Provenance, Publicity, RedLine, ReservationValue, Standing};
use mediant_model::{
    Brief, Case, Condition, Issue, IssueId, IssueKind, Number, OptionId, Party, PartyId, PartyRole, Quorum,
};
use proptest::prelude::*;

fn hundredths(value: i64) -> Number {
    Number::ratio(value, 100).unwrap_or_else(Number::zero)
}

/// Names that are words or signs somewhere.
const NAMES: [&str; 8] = ["price", "a b", "x<1> & \"y\"", "not_", "Ünï", "1", "true", "~"];

#[derive(Clone, Debug)]
enum Kind {
    Options(usize),
    /// Least value in halves, number of values, step in halves.
    Numbers(i64, i64, i64),
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        3 => (1..5usize).prop_map(Kind::Options),
        2 => (-4..5i64, 1..5i64).prop_map(|(min, count)| Kind::Numbers(2 * min, count, 2)),
        1 => (-4..5i64, 1..5i64, 1..4i64).prop_map(|(min, count, step)| Kind::Numbers(min, count, step)),
    ]
}

/// What a party says beyond the points of options.
#[derive(Clone, Debug)]
struct Extras {
    reservation: Option<i64>,
    reservation_zero: bool,
    interactions: usize,
    cap: Option<i64>,
    constant: Option<i64>,
    discount: Option<i64>,
    red_line: bool,
    bent: bool,
}

fn extras() -> impl Strategy<Value = Extras> {
    let rarely = |one: bool| prop_oneof![4 => Just(!one), 1 => Just(one)];
    (
        prop::option::of(prop_oneof![4 => -100..400i64, 1 => Just(10_000i64), 1 => Just(-10_000i64)]),
        any::<bool>(),
        prop_oneof![3 => Just(0usize), 1 => 1..3usize],
        prop_oneof![4 => Just(None), 1 => (-50..300i64).prop_map(Some)],
        prop_oneof![4 => Just(None), 1 => (-100..100i64).prop_map(Some)],
        prop::option::of(1..=100i64),
        rarely(true),
        rarely(true),
    )
        .prop_map(
            |(reservation, reservation_zero, interactions, cap, constant, discount, red_line, bent)| Extras {
                reservation,
                reservation_zero,
                interactions,
                cap,
                constant,
                discount,
                red_line,
                bent,
            },
        )
}

fn negotiations() -> impl Strategy<Value = Negotiation> {
    let issues = prop::collection::vec(kind(), 1..4);
    let numbers = prop::collection::vec(-50..300i64, 60);
    let rule = (any::<bool>(), prop_oneof![4 => Just(false), 1 => Just(true)]);
    (issues, numbers, extras(), extras(), rule, 0..NAMES.len()).prop_map(
        |(kinds, numbers, ann, bob, rule, named)| {
            let name = |at: usize| NAMES[(named + at) % NAMES.len()];
            let issues: Vec<Issue> =
                kinds.iter().enumerate().map(|(at, kind)| issue(name(at), kind)).collect();
            let mut numbers = numbers.into_iter().cycle();
            let mut next = move || hundredths(numbers.next().unwrap_or_default());
            let mut case = Case { title: "Generated".to_owned(), ..Case::default() };
            if rule.0 {
                case.agreement.quorum = Quorum::AtLeast(1);
            }
            case.agreement.partial = rule.1;
            let mut briefs = Vec::new();
            for (id, extras) in [("ann", ann), ("bob", bob)] {
                case.parties.push(party(id));
                briefs.push(brief(id, &extras, &issues, &mut next));
            }
            case.issues = issues;
            Negotiation { case, briefs, notes: Vec::new() }
        },
    )
}

fn issue(name: &str, kind: &Kind) -> Issue {
    let option = |at: usize| {
        let id = format!("{} {at}", NAMES[at % NAMES.len()]);
        IssueOption { id: OptionId::new(&id), name: id }
    };
    let half = |value: i64| Number::ratio(value, 2).unwrap_or_else(Number::zero);
    let kind = match kind {
        Kind::Options(count) => IssueKind::Discrete((0..*count).map(option).collect()),
        Kind::Numbers(min, count, step) => IssueKind::Range(Range {
            min: half(*min),
            max: half(min + (count - 1) * step),
            step: half(*step),
            unit: None,
        }),
    };
    Issue { id: IssueId::new(name), name: name.to_owned(), kind }
}

fn party(id: &str) -> Party {
    Party {
        id: PartyId::new(id),
        name: id.to_owned(),
        role: PartyRole::Negotiating,
        people: Vec::new(),
        factions: Vec::new(),
    }
}

fn brief(id: &str, extras: &Extras, issues: &[Issue], next: &mut impl FnMut() -> Number) -> Brief {
    let mut points = Points {
        cap: extras.cap.map(hundredths),
        constant: extras.constant.map(hundredths),
        ..Points::default()
    };
    for issue in issues {
        let values = match &issue.kind {
            IssueKind::Range(range) => {
                let mut at = vec![range.min.clone(), range.max.clone()];
                if extras.bent {
                    at.extend(range.grid().unwrap_or_default().get(1).cloned());
                }
                at.sort();
                at.dedup();
                IssueValues::Curve(at.into_iter().map(|x| (x, next())).collect())
            }
            _ => IssueValues::Options(issue.option_ids().into_iter().map(|id| (id, next())).collect()),
        };
        let weight = if next().is_negative() { Number::zero() } else { hundredths(25) };
        points.issues.insert(issue.id.clone(), IssuePoints { weight, values, left_open: None });
    }
    let some_option = |at: usize| {
        let issue = issues.get(at % issues.len())?;
        let option = issue.option_ids().into_iter().nth(at / 2)?;
        Some(Condition::Options(issue.id.clone(), vec![option]))
    };
    for at in 0..extras.interactions {
        let parts = [some_option(at), some_option(at + 1)].into_iter().flatten().collect();
        points.interactions.push(StatedInteraction {
            when: Condition::All(parts),
            points: next(),
            text: None,
        });
    }
    let value = extras.reservation.map(hundredths);
    let stated =
        |value: Number| ReservationValue { from: None, low: value.clone(), high: value, because: None };
    let party = PartyId::new(id);
    let provenance = Provenance {
        by: None,
        on: None,
        until: None,
        source: None,
        also: Vec::new(),
        publicity: Publicity::Caucus(party.clone()),
        text: None,
    };
    let red_line =
        |never: Condition| RedLine { party: party.clone(), never, standing: Standing::Told, provenance };
    // Now and then it rules out everything.
    let never = if extras.bent { Some(Condition::All(Vec::new())) } else { some_option(0) };
    Brief {
        points: Some(points),
        reservations: value.map(stated).into_iter().collect(),
        reservation_default: match extras.reservation_zero {
            true => ReservationDefault::Zero,
            false => ReservationDefault::WorstPackage,
        },
        discount: extras.discount.map(hundredths),
        red_lines: never.filter(|_| extras.red_line).map(red_line).into_iter().collect(),
        ..Brief::empty(PartyId::new(id))
    }
}

/// Whether all that a party says of packages is sums of points.
fn is_plain(negotiation: &Negotiation, party: usize) -> bool {
    let brief = &negotiation.briefs[party];
    let of_points =
        brief.points.as_ref().is_none_or(|points| points.interactions.is_empty() && points.cap.is_none());
    of_points && brief.red_lines.is_empty()
}

/// Writes, reads again, and compares; what was read, unless the format refuses it as it may.
fn through(negotiation: &Negotiation, format: Format) -> Result<Option<Negotiation>, TestCaseError> {
    let problem = compiled(negotiation);
    let all = packages(&problem);
    let none_for = |party: usize| !all.iter().any(|package| problem.accepts(party, package));
    let converted = match convert(negotiation, format) {
        Ok(converted) => converted,
        Err(refused) => {
            // GeniusWeb alone cannot say of a party that it accepts nothing, as it may once something fell away.
            let web = matches!(format, Format::GeniusWeb | Format::GeniusWebPython);
            let may =
                (0..negotiation.briefs.len()).any(|party| none_for(party) || !is_plain(negotiation, party));
            prop_assert!(web && may, "{}: {}", format, refused);
            return Ok(None);
        }
    };
    let files = converted.files.iter().map(|(name, text)| InputFile::new(name, text.as_str()));
    let again = read(&files.collect::<Vec<_>>());
    let (again, _) = again.map_err(|found| TestCaseError::fail(format!("{format}: {}", found[0])))?;
    let after = compiled(&again);
    for party in 0..negotiation.briefs.len() {
        let is_empty = none_for(party);
        for package in &all {
            if converted.losses.is_empty() {
                prop_assert_eq!(
                    utility(&problem, party, package),
                    utility(&after, party, package),
                    "{} {:?}",
                    format,
                    package
                );
                prop_assert_eq!(
                    problem.accepts(party, package),
                    after.accepts(party, package),
                    "{} {:?}",
                    format,
                    package
                );
            }
            if is_empty {
                prop_assert!(
                    !after.accepts(party, package),
                    "{} {:?} {:?}",
                    format,
                    package,
                    converted.losses
                );
            }
            if is_plain(negotiation, party) && problem.accepts(party, package) {
                prop_assert!(
                    after.accepts(party, package),
                    "{} {:?} {:?}",
                    format,
                    package,
                    converted.losses
                );
            }
            if is_plain(negotiation, party) && is_clear(&problem, party, package) {
                let (before, after) = (problem.accepts(party, package), after.accepts(party, package));
                prop_assert_eq!(before, after, "{} {:?} {:?}", format, package, converted.losses);
            }
        }
    }
    Ok(Some(again))
}

/// Whether no rounding can decide about the package.
fn is_clear(problem: &mediant_model::Problem, party: usize, package: &[u32]) -> bool {
    let gain = problem.utility(party, package).zip(problem.reservation(party)).map(|(u, r)| u - r);
    gain.is_some_and(|gain| problem.shown(party, gain).abs() > 1e-6)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(ProptestConfig::default().cases / 2) })]

    #[test]
    fn every_format_gives_back_what_it_was_given(negotiation in negotiations()) {
        for first in Format::ALL {
            let Some(again) = through(&negotiation, first)? else { continue };
            for second in Format::ALL {
                through(&again, second)?;
            }
        }
    }
}

/// Names that mean something in Mediant's own files get others, and the files are read again.
#[test]
fn words_of_the_condition_language_get_other_ids() {
    let domain = "<negotiation_template><utility_space><objective index=\"0\" name=\"words\">
        <issue index=\"1\" name=\"all\"><item index=\"1\" value=\"left open\"/><item index=\"2\" value=\"any\"/></issue>
        <issue index=\"2\" name=\"not\"><item index=\"1\" value=\"\"/><item index=\"2\" value=\"_\"/></issue>
        <issue index=\"3\" name=\"not_\"><item index=\"1\" value=\"a\"/></issue>
        </objective></utility_space></negotiation_template>";
    let profile = "<utility_space><objective index=\"0\" name=\"p\">
        <weight index=\"1\" value=\"0.6\"/><weight index=\"2\" value=\"0.4\"/><weight index=\"3\" value=\"0\"/>
        <issue index=\"1\" name=\"all\"><item index=\"1\" value=\"left open\" evaluation=\"3\"/><item index=\"2\" value=\"any\" evaluation=\"2\"/></issue>
        <issue index=\"2\" name=\"not\"><item index=\"1\" value=\"\" evaluation=\"1\"/><item index=\"2\" value=\"_\" evaluation=\"2\"/></issue>
        <issue index=\"3\" name=\"not_\"><item index=\"1\" value=\"a\" evaluation=\"1\"/></issue>
        </objective><reservation value=\"0.7\"/></utility_space>";
    let files = [InputFile::new("d.xml", domain), InputFile::new("ann.xml", profile)];
    let (given, _) = read(&files).expect("read");
    assert_eq!(shown(&given), ["any,,a: 0.6", "any,_,a: 0.8", "left open,,a: 0.8", "left open,_,a: 1"]);
    let converted = convert(&given, Format::Mediant).expect("written");
    assert_eq!(converted.losses.len(), 3, "{:?}", converted.losses);
    let files = converted.files.iter().map(|(name, text)| InputFile::new(name, text.as_str()));
    let (again, warnings) = read(&files.collect::<Vec<_>>()).expect("read again");
    assert_eq!(warnings, []);
    assert_eq!(shown(&again), ["any,__,a: 0.6", "any,_,a: 0.8", "left open,__,a: 0.8", "left open,_,a: 1"]);
    assert_eq!(acceptable(&again).len(), acceptable(&given).len());
    assert_eq!(
        again.case.issues.iter().map(|issue| issue.name.as_str()).collect::<Vec<_>>(),
        ["all", "not", "not_"]
    );
}

/// A bent curve over steps of a half is neither a line nor a box of integers.
#[test]
fn a_bent_curve_is_written_as_options_where_nothing_else_holds_it() {
    let case =
        "mediant = 1\nid = \"c\"\ntitle = \"C\"\n[parties.a]\n[issues.x]\nmin = -1\nmax = 0\nstep = 0.5\n";
    let brief =
        "mediant_brief = 1\ncase = \"c\"\nparty = \"a\"\n[points.x]\ncurve = [[-0.5, 0.5], [0.5, 3]]\n";
    let (given, _) =
        read(&[InputFile::new("case.toml", case), InputFile::new("brief.toml", brief)]).expect("read");
    for format in Format::ALL {
        let again = through(&given, format).expect("the same").expect("written");
        let ratio = |negotiation: &Negotiation| {
            let problem = compiled(negotiation);
            let worth: Vec<Number> = (0..3).filter_map(|option| utility(&problem, 0, &[option])).collect();
            let (rise, first) = (&worth[2] - &worth[1], &worth[1] - &worth[0]);
            (rise > Number::zero(), first.is_zero())
        };
        assert_eq!(ratio(&again), (true, true), "{format}");
    }
}

/// Three thirds are a whole: what rounding takes from a package must not cost it its acceptance.
#[test]
fn rounding_cuts_nothing_off() {
    let case = "mediant = 1\nid = \"c\"\ntitle = \"C\"\n[parties.a]\n[issues.x]\noptions = [\"u\", \"v\"]\n\
                [issues.y]\noptions = [\"u\", \"v\"]\n[issues.z]\noptions = [\"u\", \"v\"]\n";
    let points = |issue: &str| format!("[points.{issue}]\noptions = {{ u = \"1/3\", v = \"1/7\" }}\n");
    let brief = format!(
        "mediant_brief = 1\ncase = \"c\"\nparty = \"a\"\nreservation = {{ value = 1 }}\n{}{}{}",
        points("x"),
        points("y"),
        points("z")
    );
    let (given, _) =
        read(&[InputFile::new("case.toml", case), InputFile::new("brief.toml", brief)]).expect("read");
    for format in Format::ALL {
        let again = through(&given, format).expect("the same").expect("written");
        let problem = compiled(&again);
        let accepted = packages(&problem).iter().filter(|package| problem.accepts(0, package)).count();
        assert_eq!(accepted, 1, "{format}");
    }
}

#[test]
fn parties_without_points_are_not_written_where_nothing_would_be_left_of_them() {
    let case = "mediant = 1\ntitle = \"C\"\n[parties.a]\n[parties.b]\n[issues.x]\noptions = [\"u\", \"v\"]\n";
    let (given, _) = read(&[InputFile::new("case.toml", case)]).expect("read");
    for format in Format::ALL {
        let is_held = matches!(format, Format::Mediant | Format::Case1);
        assert_eq!(convert(&given, format).is_ok(), is_held, "{format}");
    }
}
