//! Cases and briefs become the integers that they state.
#![expect(clippy::unwrap_used, reason = "a test whose input cannot be built should stop there")]

use mediant_model::brief::{IssuePoints, IssueValues, Points, StatedInteraction};
use mediant_model::issue::{IssueOption, Range};
use mediant_model::party::{Party, PartyRole};
use mediant_model::problem::{CompileError, Options};
use mediant_model::statement::{Precondition, Provenance, Publicity, RedLine, ReservationValue, Standing};
use mediant_model::{
    AgreementRule, Brief, Case, Condition, Date, Issue, IssueKind, Number, Problem, Quorum, case::Reader,
};
use proptest::prelude::*;

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

fn party(id: &str) -> Party {
    let role = PartyRole::Negotiating;
    Party { id: id.into(), name: id.to_uppercase(), role, people: Vec::new(), factions: Vec::new() }
}

fn discrete(id: &str, options: &[&str]) -> Issue {
    let options = options.iter().map(|o| IssueOption { id: (*o).into(), name: (*o).to_owned() }).collect();
    Issue { id: id.into(), name: id.to_owned(), kind: IssueKind::Discrete(options) }
}

fn two_parties(issues: Vec<Issue>) -> Case {
    Case { title: "t".into(), parties: vec![party("a"), party("b")], issues, ..Case::default() }
}

fn points(id: &str, weight: &str, options: &[(&str, &str)]) -> Points {
    let values = options.iter().map(|(option, value)| ((*option).into(), number(value))).collect();
    let of_issue =
        IssuePoints { weight: number(weight), values: IssueValues::Options(values), left_open: None };
    Points { issues: [(id.into(), of_issue)].into(), ..Points::default() }
}

fn brief(party: &str, points: Points) -> Brief {
    Brief { points: Some(points), ..Brief::empty(party.into()) }
}

fn red_line(party: &str, issue: &str, option: &str, publicity: Publicity) -> RedLine {
    let never = Condition::Options(issue.into(), vec![option.into()]);
    let standing = Standing::Told;
    RedLine { party: party.into(), never, standing, provenance: Provenance::known_to(publicity) }
}

fn compile(case: &Case, briefs: &[Brief]) -> Problem {
    Problem::compile(case, briefs, &Options::default()).unwrap()
}

proptest! {
    /// Names, labels and points stay together wherever an author lists "left open", and whether or not deals may be partial.
    #[test]
    fn an_option_called_left_open_may_stand_anywhere(count in 1..6_usize, at in 0..6_usize, partial: bool) {
        let mut options: Vec<String> = (0..count).map(|number| format!("o{number}")).collect();
        options.insert(at.min(count), "left open".to_owned());
        let names: Vec<&str> = options.iter().map(String::as_str).collect();
        let values: Vec<String> = (0..names.len()).map(|place| (place + 1).to_string()).collect();
        let worth: Vec<(&str, &str)> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
        let mut case = two_parties(vec![discrete("x", &names)]);
        case.agreement.partial = partial;
        let problem = compile(&case, &[brief("a", points("x", "1", &worth))]);
        let issue = &problem.issues[0];
        prop_assert_eq!(issue.options.len(), names.len());
        prop_assert_eq!(issue.labels.len(), names.len());
        for (place, option) in issue.options.iter().enumerate() {
            prop_assert_eq!(&issue.labels[place], option.as_str());
            let stated = worth.iter().find(|(name, _)| *name == option.as_str()).unwrap().1;
            let compiled = problem.exact(0, problem.utility(0, &[u32::try_from(place).unwrap()]).unwrap()).unwrap();
            prop_assert_eq!(compiled, number(stated));
        }
        prop_assert!(issue.may_be_left_open);
    }
}

#[test]
fn decimals_become_integers_over_one_denominator() {
    let case = two_parties(vec![discrete("x", &["low", "high"])]);
    let a = brief("a", points("x", "0.35", &[("low", "0.1"), ("high", "1")]));
    let b = brief("b", points("x", "1", &[("low", "3"), ("high", "-2.5")]));
    let problem = compile(&case, &[a, b]);
    assert!(!problem.is_rounded());
    let shown = |party, option| problem.exact(party, problem.utility(party, &[option]).unwrap()).unwrap();
    assert_eq!([shown(0, 0), shown(0, 1)], [number("0.035"), number("0.35")]);
    assert_eq!([shown(1, 0), shown(1, 1)], [number("3"), number("-2.5")]);
    // No walk-away value stated: the worst package stands for it.
    assert_eq!(problem.exact(1, problem.reservation(1).unwrap()).unwrap(), number("-2.5"));
}

#[test]
fn thirds_stay_exact_and_long_decimals_are_rounded_once() {
    let case = two_parties(vec![discrete("x", &["low", "high"])]);
    let third = Number::ratio(1, 3).unwrap();
    let mut exact = points("x", "0.3", &[("low", "0"), ("high", "1")]);
    if let Some(of_issue) = exact.issues.get_mut(&"x".into()) {
        of_issue.values = IssueValues::Options([("low".into(), number("0")), ("high".into(), third)].into());
    }
    let problem = compile(&case, &[brief("a", exact)]);
    assert!(!problem.is_rounded());
    assert_eq!(problem.exact(0, problem.utility(0, &[1]).unwrap()).unwrap(), number("0.1"));
    let long = brief("a", points("x", "1", &[("low", "0.1999999999999999999999996"), ("high", "1")]));
    let problem = compile(&case, &[long]);
    assert!(problem.is_rounded());
    assert_eq!(problem.exact(0, problem.utility(0, &[0]).unwrap()).unwrap(), number("0.2"));
}

#[test]
fn a_range_is_its_grid_and_points_run_straight_between_stated_values() {
    let range = Range { min: number("10"), max: number("20"), step: number("2.5"), unit: Some("EUR".into()) };
    let issue = Issue { id: "price".into(), name: "Price".into(), kind: IssueKind::Range(range) };
    let case = two_parties(vec![issue]);
    let curve = vec![(number("10"), number("0")), (number("15"), number("1")), (number("20"), number("0"))];
    let of_issue = IssuePoints { weight: number("2"), values: IssueValues::Curve(curve), left_open: None };
    let stated = Points { issues: [("price".into(), of_issue)].into(), ..Points::default() };
    let problem = compile(&case, &[brief("a", stated)]);
    let values: Vec<Number> =
        (0..5).map(|o| problem.exact(0, problem.utility(0, &[o]).unwrap()).unwrap()).collect();
    assert_eq!(values, ["0", "1", "2", "1", "0"].map(number));
    assert_eq!(problem.issues[0].options[1].as_str(), "12.5");
}

#[test]
fn a_deal_that_may_leave_issues_open_has_one_more_option() {
    let mut case = two_parties(vec![discrete("x", &["one", "two"])]);
    case.agreement.partial = true;
    case.preconditions.push(Precondition {
        party: "b".into(),
        settled: vec!["x".into()],
        require: None,
        standing: Standing::Public,
        provenance: Provenance::known_to(Publicity::Public),
    });
    let problem = compile(&case, &[brief("a", points("x", "1", &[("one", "4"), ("two", "7")]))]);
    assert_eq!(problem.package_count(), 3u32.into());
    assert_eq!(problem.utility(0, &[2]), problem.utility(0, &[0]), "left open is worth the worst option");
    assert!(problem.accepts(0, &[2]) && !problem.accepts(1, &[2]) && problem.accepts(1, &[1]));
}

#[test]
fn what_is_said_counts_from_its_date_and_the_latest_walk_away_holds() {
    let day = |d| Date::constant(2025, 12, d);
    let mut case = two_parties(vec![discrete("x", &["one", "two"])]);
    let mut line = red_line("b", "x", "one", Publicity::Public);
    line.provenance.on = Some(day(3));
    line.provenance.until = Some(day(5));
    case.red_lines.push(line);
    let mut a = brief("a", points("x", "1", &[("one", "4"), ("two", "7")]));
    let value = |from: Option<Date>, low: &str, high: &str| ReservationValue {
        from,
        low: number(low),
        high: number(high),
        because: None,
    };
    a.reservations = vec![value(Some(day(4)), "6", "8"), value(None, "5", "5")];
    let on = |d| {
        Problem::compile(&case, std::slice::from_ref(&a), &Options { on: Some(day(d)), ..Options::default() })
    };
    let facts = |d| on(d).unwrap().facts.iter().map(|f| f.id.to_string()).collect::<Vec<_>>();
    assert_eq!(facts(2), ["a.reservation"]);
    assert_eq!(facts(3), ["a.reservation", "b.red_line.1"]);
    assert_eq!(facts(5), ["a.reservation"]);
    assert_eq!([on(3), on(4)].map(|p| p.unwrap().reservation(0)), [Some(5), Some(8)]);
}

#[test]
fn a_quorum_outvotes_whoever_has_no_veto() {
    let mut case = two_parties(vec![discrete("x", &["one", "two"])]);
    case.parties.push(party("c"));
    case.agreement =
        AgreementRule { quorum: Quorum::AtLeast(2), veto: vec!["c".into()], ..AgreementRule::default() };
    case.red_lines =
        vec![red_line("a", "x", "one", Publicity::Public), red_line("c", "x", "two", Publicity::Public)];
    let problem = compile(&case, &[]);
    assert!(problem.passes_rule(&[0]) && !problem.passes_rule(&[1]));
    assert!(!problem.is_unanimously_acceptable(&[0]));
}

#[test]
fn every_inconsistency_is_reported_at_once() {
    let mut case = two_parties(vec![discrete("x", &["one", "two"]), discrete("void", &[])]);
    case.agreement.quorum = Quorum::AtLeast(5);
    case.red_lines.push(red_line("a", "x", "three", Publicity::Public));
    let mut stranger = Brief::empty("nobody".into());
    stranger.case = Some("another case".into());
    let incomplete = brief("a", points("x", "1", &[("one", "4")]));
    let errors = Problem::compile(&case, &[stranger, incomplete], &Options::default()).unwrap_err();
    let has = |wanted: fn(&CompileError) -> bool| assert!(errors.iter().any(wanted), "{errors:?}");
    has(|e| matches!(e, CompileError::UnknownParty(_)));
    has(|e| matches!(e, CompileError::OtherCase { .. }));
    has(|e| matches!(e, CompileError::EmptyIssue(_)));
    has(|e| matches!(e, CompileError::Rule(_)));
    has(|e| matches!(e, CompileError::Condition { .. }));
    has(|e| matches!(e, CompileError::NoPoints { .. }));
}

#[test]
fn confidential_values_are_masked() {
    let mut a = brief("a", points("x", "1", &[("one", "4711"), ("two", "7")]));
    a.reservations.push(ReservationValue {
        from: None,
        low: number("4712"),
        high: number("4713"),
        because: None,
    });
    let when = Condition::Options("x".into(), vec!["one".into()]);
    if let Some(points) = &mut a.points {
        points.interactions.push(StatedInteraction { when, points: number("4714"), text: None });
    }
    let case = two_parties(vec![discrete("x", &["one", "two"])]);
    let problem = compile(&case, std::slice::from_ref(&a));
    let printed = format!("{a:?} {:?} {:?} {:?}", a.points, a.reservations, problem);
    for secret in ["4711", "4712", "4713", "4714"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

proptest! {
    /// Whatever a party may not see changes nothing in its view, numbering included.
    #[test]
    fn hidden_statements_change_nothing_for_a_reader(
        lines in prop::collection::vec((0..2usize, 0..2usize, 0..4usize), 0..8),
        keep_hidden in prop::collection::vec(any::<bool>(), 8),
    ) {
        let build = |with_hidden: &dyn Fn(usize) -> bool| {
            let mut case = two_parties(vec![discrete("x", &["one", "two"])]);
            for (index, (party, option, publicity)) in lines.iter().enumerate() {
                let known_to = [
                    Publicity::Public, Publicity::Table, Publicity::Caucus("b".into()), Publicity::Mediator,
                ][*publicity].clone();
                let visible = Reader::Party("a".into()).sees(&known_to);
                if visible || with_hidden(index) {
                    case.red_lines.push(red_line(["a", "b"][*party], "x", ["one", "two"][*option], known_to));
                }
            }
            case.seen_by(&Reader::Party("a".into()))
        };
        let all = build(&|_| true);
        let some = build(&|index| keep_hidden[index]);
        prop_assert_eq!(compile(&all, &[]), compile(&some, &[]));
        prop_assert_eq!(all, some);
    }
}

fn range(id: &str, steps: u32) -> Issue {
    let (min, max, step) = (Number::zero(), Number::from(i64::from(steps)), Number::one());
    Issue { id: id.into(), name: id.to_owned(), kind: IssueKind::Range(Range { min, max, step, unit: None }) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// What there is no memory for is refused before any of it is laid out, with the numbers: a million steps are a million
    /// options for each party that values them.
    #[test]
    fn more_than_fits_into_memory_is_refused(issues in 5usize..5_000, steps in 900_000u32..1_000_000) {
        let case = two_parties((0..issues).map(|issue| range(&format!("i{issue}"), steps)).collect());
        let refused = Problem::compile(&case, &[brief("a", Points::default())], &Options::default());
        let options = issues * (steps as usize + 1);
        prop_assert_eq!(refused, Err(vec![CompileError::TooMany { options, parties: 1 }]));
    }

    #[test]
    fn the_parties_that_value_a_long_range_count(parties in 130usize..1_000) {
        let names: Vec<String> = (0..parties).map(|party| format!("p{party}")).collect();
        let case = Case {
            parties: names.iter().map(|name| party(name)).collect(),
            ..two_parties(vec![range("price", 999_999)])
        };
        let briefs: Vec<Brief> = names.iter().map(|name| brief(name, Points::default())).collect();
        let refused = Problem::compile(&case, &briefs, &Options::default());
        prop_assert_eq!(refused, Err(vec![CompileError::TooMany { options: 1_000_000, parties }]));
    }
}
