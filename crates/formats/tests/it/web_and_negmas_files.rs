//! GeniusWeb's two spellings, and NegMAS's own files.

use crate::meaning::{acceptable, refused, shown, sound};
use mediant_formats::Diagnostic;

const WEB: &str = include_str!("../seeds/geniusweb.json");

#[test]
fn both_spellings_of_geniusweb_mean_the_same() {
    let python = WEB
        .replace("discreteutils", "DiscreteValueSetUtilities")
        .replace("numberutils", "NumberValueSetUtilities");
    let (java, warnings) = sound(&[("ann.json", WEB)]);
    assert_eq!(warnings, []);
    let (read, warnings) = sound(&[("ann.json", &python)]);
    assert_eq!((shown(&read), warnings), (shown(&java), vec![]));
    let odd = WEB.replace("\"name\": \"ann\"", "\"name\": \"ann\", \"mood\": 1");
    let (_, warnings) = sound(&[("ann.json", &odd)]);
    assert_eq!(
        warnings.iter().map(|x| x.line_column().map(|(line, _)| line)).collect::<Vec<_>>(),
        [Some(10)]
    );
}

const DOMAIN: &str = "issues:
- name: pay
  type: CategoricalIssue
  values: [low, high]
- name: days
  type: ContiguousIssue
  values: [1, 3]
name: work
type: DiscreteCartesianOutcomeSpace
";

const PROFILE: &str = "name: ann
reserved_value: 0.5
type: LinearAdditiveUtilityFunction
values:
- mapping:
    high: 1
    low: 0.25
  type: TableFun
- slope: -0.5
  bias: 1.5
  type: AffineFun
weights: [0.6, 0.4]
";

#[test]
fn a_scenario_in_yaml_means_what_negmas_computes() {
    let (read, warnings) = sound(&[("w/domain.yml", DOMAIN), ("w/ann.yml", PROFILE)]);
    assert_eq!(warnings, []);
    assert_eq!(read.case.title, "work");
    let worth = ["low,1: 0.55", "low,2: 0.35", "low,3: 0.15", "high,1: 1", "high,2: 0.8", "high,3: 0.6"];
    assert_eq!(shown(&read), worth);
    assert_eq!(acceptable(&read), ["low,1", "high,1", "high,2", "high,3"]);
    // The same in JSON, with whole class names and a table for the numbers.
    let domain = r#"{"type": "negmas.outcomes.outcome_space.DiscreteCartesianOutcomeSpace", "name": "work", "issues": [
        {"type": "negmas.outcomes.categorical_issue.CategoricalIssue", "name": "pay", "values": ["low", "high"], "n_values": 2},
        {"type": "negmas.outcomes.contiguous_issue.ContiguousIssue", "name": "days", "values": [1, 3], "n_values": 3}]}"#;
    let profile = r#"{"__python_class__": "negmas.preferences.crisp.linear.LinearAdditiveUtilityFunction", "name": "ann", "id": "x",
        "stability": 1023, "reserved_value": 0.5, "bias": 0.0, "weights": {"pay": 0.6, "days": 0.4}, "values": {
        "pay": {"type": "TableFun", "mapping": {"high": 1.0, "low": 0.25}},
        "days": {"type": "TableFun", "mapping": {"1": 1.0, "2": 0.5, "3": 0.0}}}}"#;
    let (json, warnings) =
        sound(&[("domain.json", domain), ("ann.json", profile), ("_stats.yaml", "a: 1\n")]);
    assert_eq!(
        (shown(&json), acceptable(&json), warnings),
        (worth.map(str::to_owned).to_vec(), acceptable(&read), vec![])
    );
}

#[test]
fn functions_of_numbers_are_computed_exactly() {
    let days = "- slope: -0.5\n  bias: 1.5\n  type: AffineFun\n";
    for (function, worth) in [
        ("- type: IdentityFun\n", ["1", "2", "3"]),
        ("- {type: LinearFun, slope: 0.1}\n", ["0.1", "0.2", "0.3"]),
        ("- {type: ConstFun, bias: 0.7}\n", ["0.7", "0.7", "0.7"]),
        ("- {type: QuadraticFun, a2: 1, a1: -4, bias: 4}\n", ["1", "0", "1"]),
        ("- {type: PolynomialFun, coefficients: [0, 0, 1], bias: -1}\n", ["0", "7", "26"]),
        (
            "- {type: TriangularFun, start: 0, middle: 2, end: 3, bias: 0.5, scale: 2}\n",
            ["1.5", "2.5", "0.5"],
        ),
        ("- {1: 3, 2: 2, 3: 1}\n", ["3", "2", "1"]),
    ] {
        let profile = PROFILE.replace(days, function).replace("[0.6, 0.4]", "[0, 1]");
        let (read, _) = sound(&[("domain.yml", DOMAIN), ("ann.yml", &profile)]);
        let low: Vec<String> = shown(&read).into_iter().take(3).collect();
        let wanted: Vec<String> =
            (1..4).zip(worth).map(|(day, worth)| format!("low,{day}: {worth}")).collect();
        assert_eq!(low, wanted, "{function}");
    }
    let affine = "type: AffineUtilityFunction\nweights: {days: -2}\nbias: 10\n";
    let days_only = DOMAIN.replace("- name: pay\n  type: CategoricalIssue\n  values: [low, high]\n", "");
    let (read, _) = sound(&[("domain.yml", &days_only), ("ann.yml", affine)]);
    assert_eq!(shown(&read), ["1: 8", "2: 6", "3: 4"]);
    let discounted = "type: ExpDiscountedUFun\ndiscount: 0.9\nreserved_value: 5\nufun:\n  type: AffineUtilityFunction\n  weights: [2]\n  bias: 0\n";
    let (read, _) = sound(&[("domain.yml", &days_only), ("ann.yml", discounted)]);
    assert_eq!(
        (shown(&read), acceptable(&read)),
        (vec!["1: 2".into(), "2: 4".into(), "3: 6".into()], vec!["3".to_owned()])
    );
    assert_eq!(read.briefs[0].discount.as_ref().map(ToString::to_string).as_deref(), Some("0.9"));
}

#[test]
fn reserved_values_without_end_accept_everything_or_nothing() {
    let with = |value: &str| {
        let profile = PROFILE.replace("reserved_value: 0.5\n", value);
        acceptable(&sound(&[("domain.yml", DOMAIN), ("ann.yml", &profile)]).0).len()
    };
    for (value, count) in [
        ("", 6),
        ("reserved_value: null\n", 6),
        ("reserved_value: -.inf\n", 6),
        ("reserved_value: .inf\n", 0),
    ] {
        assert_eq!(with(value), count, "{value}");
    }
    assert_eq!(refused(&[("domain.yml", DOMAIN), ("ann.yml", &PROFILE.replace("0.5", ".nan"))]).len(), 1);
    let json = "{\"type\": \"ConstUtilityFunction\", \"value\": 1, \"reserved_value\": -Infinity}";
    let (read, _) = sound(&[("domain.yml", DOMAIN), ("ann.json", json)]);
    assert_eq!(acceptable(&read).len(), 6);
}

#[test]
fn what_is_wrong_in_negmas_files_has_its_place() {
    for (from, to, file, line) in [
        ("high: 1", "higher: 1", "ann.yml", 6),
        ("    low: 0.25\n", "", "ann.yml", 6),
        ("[0.6, 0.4]", "[0.6]", "ann.yml", 12),
        ("0.6, 0.4", "0.6, much", "ann.yml", 12),
        ("AffineFun", "ExponentialFun", "ann.yml", 9),
        ("LinearAdditiveUtilityFunction", "MappingUtilityFunction", "ann.yml", 1),
        ("slope: -0.5", "slop: -0.5", "ann.yml", 9),
        ("[low, high]", "[]", "domain.yml", 4),
        ("[1, 3]", "[3, 1]", "domain.yml", 7),
        ("[1, 3]", "[1, 3", "domain.yml", 8),
        ("ContiguousIssue", "CallableIssue", "domain.yml", 5),
        ("DiscreteCartesianOutcomeSpace", "EnumeratingOutcomeSpace", "domain.yml", 1),
        ("name: days", "name: pay", "domain.yml", 5),
    ] {
        assert!(DOMAIN.contains(from) || PROFILE.contains(from), "{from}");
        let (domain, profile) = (DOMAIN.replace(from, to), PROFILE.replace(from, to));
        let found = refused(&[("domain.yml", &domain), ("ann.yml", &profile)]);
        let places: Vec<_> = found
            .iter()
            .filter(|x| x.is_error())
            .map(|x| (x.file.as_str(), x.line_column().map(|p| p.0)))
            .collect();
        assert_eq!(places, [(file, Some(line))], "`{from}` as `{to}`: {found:?}");
    }
    for files in [&[("domain.yml", DOMAIN)][..], &[("ann.yml", PROFILE)]] {
        assert_eq!(refused(files).len(), 1);
    }
    let continuous = DOMAIN.replace("ContiguousIssue", "ContinuousIssue");
    let (read, warnings) = sound(&[("domain.yml", &continuous), ("ann.yml", &PROFILE.replace("stab", ""))]);
    assert_eq!(
        (shown(&read).len(), warnings.iter().map(Diagnostic::is_error).collect::<Vec<_>>()),
        (22, vec![false])
    );
}
