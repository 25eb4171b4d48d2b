//! Genius files as they are met: what its tools and NegMAS write, with what is odd in them read as Genius reads it,
//! told of in a warning, or refused in one sentence.

use crate::meaning::{acceptable, refused, shown, sound};
use mediant_formats::{Diagnostic, InputFile, Negotiation, read, read_leniently};

/// A domain of one objective with these issues.
fn domain(issues: &str) -> String {
    format!(
        "<negotiation_template>\n<utility_space number_of_issues=\"1\">\n<objective index=\"0\" name=\"talks\">\n\
         {issues}\n</objective>\n</utility_space>\n</negotiation_template>\n"
    )
}

/// A profile: what stands in its objective, and behind it.
fn profile(inside: &str, behind: &str) -> String {
    format!(
        "<utility_space>\n<objective index=\"0\" name=\"talks\">\n{inside}\n</objective>\n{behind}\n</utility_space>\n"
    )
}

const WEIGHT: &str = "<weight index=\"1\" value=\"1\"/>";

/// A discrete issue with these options, evaluated or not.
fn discrete(options: &[(&str, Option<&str>)]) -> String {
    let item = |(value, evaluation): &(&str, Option<&str>)| {
        let evaluation =
            evaluation.map(|evaluation| format!(" evaluation=\"{evaluation}\"")).unwrap_or_default();
        format!("<item index=\"1\" value=\"{value}\"{evaluation}/>\n")
    };
    let items: String = options.iter().map(item).collect();
    format!("<issue index=\"1\" name=\"x\" type=\"discrete\" etype=\"discrete\">\n{items}</issue>")
}

fn warnings(files: &[(&str, &str)]) -> Vec<(String, Option<(usize, usize)>)> {
    let (_, warnings) = sound(files);
    warnings.iter().map(|warning| (warning.file.clone(), warning.line_column())).collect()
}

/// The domain with one profile, read without a warning.
fn plain(domain: &str, profile: &str) -> Negotiation {
    let (negotiation, warnings) = sound(&[("d.xml", domain), ("a.xml", profile)]);
    assert_eq!(warnings, []);
    negotiation
}

#[test]
fn integers_count_from_the_lower_bound_and_are_clipped() {
    let issue = |evaluator: &str| {
        format!(
            "<issue index=\"1\" name=\"x\" type=\"integer\" lowerbound=\"10\" upperbound=\"13\">{evaluator}</issue>"
        )
    };
    for (evaluator, worth) in [
        ("<evaluator ftype=\"linear\" offset=\"0.1\" slope=\"0.2\"/>", ["0.1", "0.3", "0.5", "0.7"]),
        ("<evaluator ftype=\"linear\" offset=\"1\" slope=\"-0.4\"/>", ["1", "0.6", "0.2", "0"]),
        ("<evaluator ftype=\"linear\" offset=\"-0.3\" slope=\"0.7\"/>", ["0", "0.4", "1", "1"]),
        ("<evaluator ftype=\"constant\" offset=\"0.4\"/>", ["0.4"; 4]),
        // The oldest files count from zero.
        (
            "<evaluator ftype=\"linear\" parameter0=\"-1\" parameter1=\"0.125\"/>",
            ["0.25", "0.375", "0.5", "0.625"],
        ),
    ] {
        let read = plain(&domain(&issue("")), &profile(&format!("{}{WEIGHT}", issue(evaluator)), ""));
        let wanted: Vec<String> =
            (10..14).zip(worth).map(|(value, worth)| format!("{value}: {worth}")).collect();
        assert_eq!(shown(&read), wanted, "{evaluator}");
    }
}

#[test]
fn real_values_are_those_that_genius_goes_through() {
    let issue = |evaluator: &str| {
        format!(
            "<issue index=\"1\" name=\"x\" type=\"real\"><range lowerbound=\"10\" upperbound=\"40\"/>{evaluator}</issue>"
        )
    };
    for (evaluator, at) in [
        ("<evaluator ftype=\"linear\" parameter0=\"-0.5\" parameter1=\"0.05\"/>", ["0", "0.375", "1"]),
        (
            "<evaluator ftype=\"triangular\" parameter0=\"10\" parameter1=\"40\" parameter2=\"25\"/>",
            ["0", "0.5", "0"],
        ),
        ("<evaluator ftype=\"constant\" parameter0=\"0.25\"/>", ["0.25"; 3]),
    ] {
        let files = (domain(&issue("")), profile(&format!("{}{WEIGHT}", issue(evaluator)), ""));
        let (read, warnings) = sound(&[("d.xml", &files.0), ("a.xml", &files.1)]);
        assert_eq!(warnings.iter().map(Diagnostic::line_column).collect::<Vec<_>>(), [Some((4, 2))]);
        let shown = shown(&read);
        assert_eq!(shown.len(), 21);
        let wanted = ["10", "17.5", "40"].map(|value| value.to_owned());
        for (value, worth) in wanted.iter().zip(at) {
            assert!(shown.contains(&format!("{value}: {worth}")), "{value} {worth} {shown:?}");
        }
    }
}

#[test]
fn integers_with_an_evaluation_each_are_read_as_negmas_writes_them() {
    let domain = domain(
        "<issue etype=\"integer\" index=\"1\" name=\"x\" type=\"integer\" lowerbound=\"0\" upperbound=\"2\"/>",
    );
    let items = |last: &str| {
        format!(
            "<issue index=\"1\" etype=\"discrete\" type=\"discrete\" vtype=\"integer\" name=\"x\">\n\
             <item index=\"1\" value=\"0\" evaluation=\"1.0\"/><item index=\"2\" value=\"1\" evaluation=\"4.0\"/>\n{last}\n</issue>{WEIGHT}"
        )
    };
    let whole = profile(&items("<item index=\"3\" value=\"2\" evaluation=\"3.0\"/>"), "");
    assert_eq!(shown(&plain(&domain, &whole)), ["0: 0.25", "1: 1", "2: 0.75"]);
    for (last, line) in [("", 3), ("<item index=\"3\" value=\"3\" evaluation=\"3.0\"/>", 5)] {
        let found = refused(&[("d.xml", &domain), ("a.xml", &profile(&items(last), ""))]);
        assert_eq!(
            found.iter().map(|x| x.line_column().map(|(line, _)| line)).collect::<Vec<_>>(),
            [Some(line)]
        );
    }
    // NegMAS keeps a bias as the weight of an issue that is not there.
    let biased = whole.replace(WEIGHT, &format!("{WEIGHT}\n<weight index=\"2\" value=\"0.5\"/>"));
    assert_eq!(warnings(&[("d.xml", &domain), ("a.xml", &biased)]), [("a.xml".to_owned(), Some((7, 2)))]);
}

#[test]
fn a_sum_is_clipped_at_1_and_stays_a_plain_sum_where_nothing_is() {
    let two = |weights: [&str; 2]| {
        let issue = |index: usize, evaluations: Option<[u32; 3]>| {
            let item = |(at, value): (usize, &str)| {
                let evaluation =
                    evaluations.map(|all| format!(" evaluation=\"{}\"", all[at])).unwrap_or_default();
                format!("<item index=\"{at}\" value=\"{value}\"{evaluation}/>")
            };
            let items: String = ["p", "q", "r"].into_iter().enumerate().map(item).collect();
            format!("<issue index=\"{index}\" name=\"i{index}\" type=\"discrete\">{items}</issue>")
        };
        let of =
            |evaluations: Option<[u32; 3]>| format!("{}{}", issue(1, evaluations), issue(2, evaluations));
        let weight =
            |(index, value): (usize, &str)| format!("<weight index=\"{}\" value=\"{value}\"/>", index + 1);
        let weights: String = weights.into_iter().enumerate().map(weight).collect();
        plain(&domain(&of(None)), &profile(&format!("{}{weights}", of(Some([4, 2, 0]))), ""))
    };
    let worth = |negotiation: &Negotiation| shown(negotiation).into_iter().take(4).collect::<Vec<_>>();
    let capped = |negotiation: &Negotiation| {
        negotiation.briefs[0].points.as_ref().and_then(|p| p.cap.clone()).is_some()
    };
    // One package above 1; several above 1; exactly 1; by a hair, as weights with sixteen decimals do.
    for (weights, first, clipped) in [
        (["0.60003", "0.4"], ["p,p: 1", "p,q: 0.80003", "p,r: 0.60003", "q,p: 0.700015"], true),
        (["0.9", "0.9"], ["p,p: 1", "p,q: 1", "p,r: 0.9", "q,p: 1"], true),
        (["0.75", "0.25"], ["p,p: 1", "p,q: 0.875", "p,r: 0.75", "q,p: 0.625"], false),
        (["0.7500000000000001", "0.25"], ["p,p: 1", "p,q: 0.875", "p,r: 0.75", "q,p: 0.625"], false),
        // By a hair, and two packages differ by less than that: nothing may be left to rounding.
        (["1", "0.000000000001"], ["p,p: 1", "p,q: 1", "p,r: 1", "q,p: 0.5"], true),
        // Hardly above 1, and further only because what each option is worth is read to twelve decimals.
        (
            ["0.3333333333336", "0.6666666666666"],
            ["p,p: 1", "p,q: 0.666667", "p,r: 0.333333", "q,p: 0.833333"],
            false,
        ),
        // Beyond the decimals that floating-point numbers are read to.
        (["1", "0.0000000000000001"], ["p,p: 1", "p,q: 1", "p,r: 1", "q,p: 0.5"], false),
    ] {
        let read = two(weights);
        assert_eq!(worth(&read), first, "{weights:?}");
        assert_eq!(capped(&read), clipped, "{weights:?}");
    }
}

#[test]
fn a_discount_of_zero_is_none() {
    let (domain, item) = (domain(&discrete(&[("a", None)])), discrete(&[("a", Some("1"))]));
    let discount = |value: &str| {
        let behind = format!("<discount_factor value=\"{value}\"/>");
        let (read, warnings) =
            sound(&[("d.xml", &domain), ("a.xml", &profile(&format!("{item}{WEIGHT}"), &behind))]);
        (read.briefs[0].discount.as_ref().map(ToString::to_string), read.notes.len(), warnings.len())
    };
    assert_eq!(discount("0"), (None, 0, 0));
    assert_eq!(discount("0.0"), (None, 0, 0));
    assert_eq!(discount("0.5"), (Some("0.5".to_owned()), 1, 0));
    assert_eq!(discount("1.0"), (Some("1".to_owned()), 0, 0));
    assert_eq!(discount("1.5"), (None, 0, 1));
}

#[test]
fn issues_may_stand_at_the_top() {
    let domain = domain(&discrete(&[("a", None), ("b", None)]));
    let issue = discrete(&[("a", Some("1")), ("b", Some("2"))]);
    let at_the_top =
        format!("<utility_space>\n{WEIGHT}\n{issue}\n<reservation value=\"0.6\"/>\n</utility_space>\n");
    let read = plain(&domain, &at_the_top);
    assert_eq!(shown(&read), ["a: 0.5", "b: 1"]);
    assert_eq!(acceptable(&read), ["b"]);
    let deep = format!(
        "<utility_space><objective index=\"0\"><objective index=\"5\">{WEIGHT}{issue}</objective></objective></utility_space>"
    );
    assert_eq!(shown(&plain(&domain, &deep)), ["a: 0.5", "b: 1"]);
    let no_objective = "<negotiation_template><utility_space>".to_owned()
        + &discrete(&[("a", None), ("b", None)])
        + "</utility_space></negotiation_template>";
    assert_eq!(shown(&plain(&no_objective, &at_the_top)), ["a: 0.5", "b: 1"]);
}

#[test]
fn what_is_there_twice_is_read_once_and_the_last_one_counts() {
    let twice = domain(&discrete(&[("a", None), ("b", None), ("a", None)]));
    let same = profile(
        &format!("{}{WEIGHT}", discrete(&[("a", Some("3")), ("b", Some("2")), ("a", Some("3"))])),
        "",
    );
    let (read, found) = sound(&[("d.xml", &twice), ("a.xml", &same)]);
    assert_eq!(shown(&read), ["a: 1", "b: 0.666667"]);
    let places: Vec<_> = found.iter().map(|x| (x.file.as_str(), x.line_column())).collect();
    assert_eq!(places, [("a.xml", Some((6, 2))), ("d.xml", Some((7, 2)))]);
    let once = domain(&discrete(&[("a", None), ("b", None)]));
    let other = profile(
        &format!("{}{WEIGHT}", discrete(&[("a", Some("0")), ("a", Some("8")), ("b", Some("36"))])),
        "",
    );
    let (read, found) = sound(&[("d.xml", &once), ("a.xml", &other)]);
    assert_eq!(shown(&read), ["a: 0.222222", "b: 1"]);
    assert_eq!(found.len(), 1);
    let weights =
        same.replace(WEIGHT, "<weight index=\"1\" value=\"0.5\"/><weight index=\"1\" value=\"1\"/>");
    let (read, found) = sound(&[("d.xml", &once), ("a.xml", &weights)]);
    assert_eq!((shown(&read), found.len()), (vec!["a: 1".to_owned(), "b: 0.666667".to_owned()], 2));
}

#[test]
fn profiles_that_say_nothing_of_utilities_get_one_sentence_each() {
    let domain = domain(&discrete(&[("a", None), ("b", None)]));
    let sound_one = profile(&format!("{}{WEIGHT}", discrete(&[("a", Some("1")), ("b", Some("2"))])), "");
    let rules = "<rules><ranks><issue index=\"1\"><item index=\"1\" rank=\"2\"/></issue></ranks></rules>";
    let constraint = profile(&format!("{}{rules}", discrete(&[("a", None), ("b", None)])), "")
        .replace("<utility_space>", "<utility_space type=\"constraint\">");
    for bad in [
        constraint.as_str(),
        &constraint.replace("constraint", "CONSTRAINT"),
        "",
        " \n",
        "<utility_space/>",
        "<utility_space>\n<objective index=\"0\" name=\"talks\">\n</objective>\n</utility_space>",
        "<utility_space><reservation value=\"0.5\"/></utility_space>",
    ] {
        let found = refused(&[("d.xml", &domain), ("a.xml", bad), ("b.xml", &sound_one)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].file == "a.xml" && found[0].help.is_some());
    }
    // Behind comparisons that a party is shown stand its utilities.
    let uncertain = sound_one
        .replace("<utility_space>", "<utility_space type=\"UNCERTAIN\">")
        .replace("</utility_space>", "<comparisons>10</comparisons><errors>0</errors></utility_space>");
    let (read, found) = sound(&[("d.xml", &domain), ("a.xml", &uncertain)]);
    assert_eq!((shown(&read), found.len()), (vec!["a: 0.5".to_owned(), "b: 1".to_owned()], 1));
}

#[test]
fn a_multiplier_means_a_scale_of_its_own() {
    let domain = domain(&discrete(&[("none", None), ("much", None)]));
    let of = |none: &str, much: &str, behind: &str| {
        profile(
            &format!(
                "{}<weight index=\"1\" value=\"0.5\"/>",
                discrete(&[("none", Some(none)), ("much", Some(much))])
            ),
            behind,
        )
    };
    let behind = "<reservation value=\"120\"/>\n<weightmultiplyer value=\"2.0\"/>";
    let (a, b) = (of("200", "0", behind), of("150", "300", behind));
    let (read, found) = sound(&[("d.xml", &domain), ("a.xml", &a), ("b.xml", &b)]);
    assert_eq!(shown(&read), ["none: 200 150", "much: 0 300"]);
    assert_eq!(acceptable(&read), ["none"]);
    assert_eq!(found.len(), 2);
    for multiplier in ["0", "-1", "two"] {
        let bad = a.replace("\"2.0\"", &format!("\"{multiplier}\""));
        assert_eq!(refused(&[("d.xml", &domain), ("a.xml", &bad)]).len(), 1);
    }
}

#[test]
fn what_is_not_understood_is_a_warning_at_its_place() {
    let domain = domain(&discrete(&[("a", None)]));
    let item = discrete(&[("a", Some("1"))]);
    let with = |behind: &str| profile(&format!("{item}{WEIGHT}"), behind);
    for (profile, line) in [
        (with("<optout value=\"3\"/>"), 7),
        (with("\n<timeeffect value=\"-1\"/><timeeffect value=\"-2\"/>"), 8),
        (with("<reservation value=\"120\"/>"), 7),
        (with("<reservation value=\"-0.5\"/>"), 7),
        (with("").replace("<utility_space>", "<utility_space type=\"strange\">"), 1),
        (with("").replace("etype=\"discrete\"", "etype=\"integer\""), 3),
    ] {
        let found = warnings(&[("d.xml", &domain), ("a.xml", &profile)]);
        let lines: Vec<_> =
            found.iter().map(|(file, place)| (file.as_str(), place.map(|(line, _)| line))).collect();
        assert_eq!(lines, [("a.xml", Some(line))], "{profile}");
    }
    let known = with("").replace("<utility_space>", "<utility_space type=\"any\">").replace(
        "</issue>",
        "<similarity_function weight=\"0.6\"><criteria_function weight=\"1\"/></similarity_function></issue>",
    );
    assert_eq!(warnings(&[("d.xml", &domain), ("a.xml", &known)]), []);
}

#[test]
fn letters_in_the_encodings_of_older_tools_are_read() {
    let texts = [
        domain(&discrete(&[("€10", None), ("für 20", None)])),
        profile(&format!("{}{WEIGHT}", discrete(&[("€10", Some("2")), ("für 20", Some("1"))])), ""),
    ];
    let windows = |text: &str| {
        let byte = |c: char| if c == '€' { 0x80 } else { u8::try_from(u32::from(c)).expect("Latin") };
        text.chars().map(byte).collect::<Vec<u8>>()
    };
    let sixteen = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let read_as = |encoded: &dyn Fn(&str) -> Vec<u8>, count: usize| {
        let files =
            [InputFile::new("d.xml", encoded(&texts[0])), InputFile::new("a.xml", encoded(&texts[1]))];
        let (read, warnings) = read(&files).expect("read");
        assert_eq!(shown(&read), ["€10: 1", "für 20: 0.5"]);
        assert_eq!(warnings.len(), count);
        assert!(warnings.iter().all(|warning| warning.line_column().is_some()));
    };
    read_as(&|text| windows(text), 2);
    read_as(&|text| sixteen(text), 0);
    for name in ["windows-1252", "ISO-8859-1"] {
        read_as(&|text| windows(&format!("<?xml version=\"1.0\" encoding=\"{name}\"?>\n{text}")), 0);
    }
}

#[test]
fn a_stray_ampersand_is_refused_with_its_line_and_read_when_asked_to() {
    let domain = domain(&discrete(&[("AT&T", None), ("b", None)]));
    let profile = profile(&format!("{}{WEIGHT}", discrete(&[("AT&amp;T", Some("1")), ("b", Some("2"))])), "");
    let found = refused(&[("d.xml", &domain), ("a.xml", &profile)]);
    assert_eq!(
        found.iter().map(|x| (x.file.as_str(), x.line_column())).collect::<Vec<_>>(),
        [("d.xml", Some((5, 26)))]
    );
    let files = [InputFile::new("d.xml", domain), InputFile::new("a.xml", profile)];
    let (read, warnings) = read_leniently(&files).expect("read leniently");
    assert_eq!((shown(&read), warnings), (vec!["AT&T: 0.5".to_owned(), "b: 1".to_owned()], vec![]));
}

#[test]
fn one_of_several_domains_and_one_version_of_each_profile() {
    let domain = domain(&discrete(&[("a", None), ("b", None)]));
    let of = |a: &str| profile(&format!("{}{WEIGHT}", discrete(&[("a", Some(a)), ("b", Some("2"))])), "");
    let (first, second) = (of("1"), of("4"));
    let choice = [
        ("t/T-A-domain.xml", domain.as_str()),
        ("t/T-A-prof1.xml", &first),
        ("t/T-B-domain.xml", &domain),
        ("t/T-B-prof1.xml", &second),
    ];
    let found = refused(&choice);
    assert_eq!(found.len(), 1);
    assert!(["T-A-domain.xml", "T-B-domain.xml"].iter().all(|name| found[0].message.contains(name)));
    // What remains when one is named.
    let (read, warnings) = sound(&choice[2..]);
    assert_eq!((shown(&read), warnings.len()), (vec!["a: 1".to_owned(), "b: 0.5".to_owned()], 0));
    let versions = [
        ("p/domain.xml", domain.as_str()),
        ("p/party1_utility.xml", &first),
        ("p/party1_utility_u10.xml", &second),
        ("p/party1_utility_u500_c001.xml", &second),
        ("p/party2_utility.xml", &second),
    ];
    let (read, warnings) = sound(&versions);
    assert_eq!(shown(&read), ["a: 0.5 1", "b: 1 0.5"]);
    let passed_over: Vec<&str> = warnings.iter().map(|warning| warning.file.as_str()).collect();
    assert_eq!(passed_over, ["p/party1_utility_u10.xml", "p/party1_utility_u500_c001.xml"]);
}
