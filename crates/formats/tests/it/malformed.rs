//! Bad input is refused at its place, all of it at once, and never with a panic.

use mediant_formats::{Diagnostic, InputFile, read};

const DOMAIN: &str = include_str!("../seeds/domain.xml");
const PROFILE: &str = include_str!("../seeds/profile.xml");
const RECTANGLES: &str = include_str!("../seeds/rectangles.xml");
const WEB: &str = include_str!("../seeds/geniusweb.json");
const LOG: &str = include_str!("../seeds/negolog.json");
const CASE: &str = include_str!("../seeds/lunch.json");
const BARTER: &str = include_str!("../seeds/barter.json");
/// The sound file with one text replaced, and the line and column where the fault shows.
type Fault = (&'static str, &'static str, (usize, usize));

fn complaints(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let files: Vec<InputFile> = files.iter().map(|(name, text)| InputFile::new(*name, *text)).collect();
    read(&files).err().unwrap_or_default()
}

/// Holds every fault of one file, beside the others, against its place.
fn check(name: &str, sound: &str, beside: &[(&str, &str)], faults: &[Fault]) {
    let with = |text: &str| {
        let mut files = vec![(name, text)];
        files.extend_from_slice(beside);
        complaints(&files)
    };
    assert_eq!(with(sound), [], "{name} is sound");
    for (from, to, place) in faults {
        assert!(sound.contains(from), "{from}");
        let found = with(&sound.replacen(from, to, 1));
        let errors: Vec<_> = found.iter().filter(|problem| problem.is_error()).collect();
        let places: Vec<_> =
            errors.iter().map(|problem| (problem.file.as_str(), problem.line_column())).collect();
        assert_eq!(places, [(name, Some(*place))], "`{from}` as `{to}`: {found:?}");
    }
}

#[test]
fn genius_domains() {
    check(
        "domain.xml",
        DOMAIN,
        &[("ann.xml", PROFILE)],
        &[
            ("</negotiation_template>\n", "", (11, 1)),
            ("</issue>", "</item>", (7, 1)),
            ("<negotiation_template>", "<!DOCTYPE x [<!ENTITY a \"aa\">]>\n<negotiation_template>", (1, 1)),
            ("index=\"2\" name=\"Hour\"", "index=\"1\" name=\"Hour\"", (8, 2)),
            ("name=\"Hour\"", "name=\"Food\"", (8, 2)),
            ("type=\"integer\"", "type=\"price\"", (8, 2)),
            ("lowerbound=\"11\"", "lowerbound=\"eleven\"", (8, 73)),
            ("lowerbound=\"11\"", "lowerbound=\"15\"", (8, 2)),
            ("upperbound=\"14\"", "upperbound=\"14000000000\"", (8, 2)),
            (" upperbound=\"14\"", "", (8, 2)),
            ("<item index=\"1\" value=\"Soup\"/>\n<item index=\"2\" value=\"Fish\"/>\n", "", (4, 2)),
            ("index=\"1\" name=\"Food\"", "name=\"Food\"", (4, 2)),
        ],
    );
}

#[test]
fn genius_profiles() {
    check(
        "ann.xml",
        PROFILE,
        &[("domain.xml", DOMAIN)],
        &[
            ("</utility_space>", "", (16, 1)),
            ("value=\"Soup\"", "value=\"Stew\"", (4, 2)),
            ("value=\"Fish\"", "value=\"Soup\"", (3, 2)),
            ("<item index=\"2\" value=\"Fish\" evaluation=\"4\"/>\n", "", (3, 2)),
            (" evaluation=\"4\"", "", (5, 2)),
            ("evaluation=\"4\"", "evaluation=\"NaN\"", (5, 42)),
            ("evaluation=\"4\"", "evaluation=\"Infinity\"", (5, 42)),
            ("evaluation=\"4\"", "evaluation=\"1e999999999\"", (5, 42)),
            (
                "\"3\"/>\n<item index=\"2\" value=\"Fish\" evaluation=\"4\"",
                "\"-3\"/>\n<item index=\"2\" value=\"Fish\" evaluation=\"-4\"",
                (3, 2),
            ),
            ("<weight index=\"1\" value=\"0.5\"/>\n", "", (3, 2)),
            ("value=\"0.5\"", "value=\"inf\"", (10, 26)),
            ("value=\"0.5\"", "value=\"-0.5\"", (10, 2)),
            ("index=\"2\" name=\"Hour\"", "index=\"7\" name=\"Hour\"", (7, 2)),
            ("name=\"Hour\"", "name=\"Time\"", (7, 2)),
            ("<evaluator ftype=\"linear\" offset=\"0.1\" slope=\"0.05\"/>\n", "", (7, 2)),
            ("ftype=\"linear\"", "ftype=\"triangular\"", (8, 2)),
            ("slope=\"0.05\"", "slope=\"0,05\"", (8, 47)),
            ("<reservation value=\"0.25\"/>", "<reservation value=\"a quarter\"/>", (14, 21)),
            ("<reservation value=\"0.25\"/>", "<reservation/>", (14, 2)),
        ],
    );
}

#[test]
fn genius_rectangles() {
    check(
        "ann.xml",
        RECTANGLES,
        &[("domain.xml", DOMAIN)],
        &[
            ("maxutility=\"10\"", "maxutility=\"-10\"", (4, 22)),
            ("maxutility=\"10\"", "maxutility=\"0\"", (4, 22)),
            (" maxutility=\"10\"", "", (4, 2)),
            ("utility=\"7\"", "utility=\"seven\"", (6, 26)),
            ("aggregation=\"sum\"", "aggregation=\"max\"", (5, 48)),
            ("INCLUDES index=\"2\"", "INCLUDES index=\"3\"", (7, 2)),
            ("INCLUDES index=\"2\"", "INCLUDES index=\"1\"", (7, 2)),
            ("min=\"12\"", "min=\"14\"", (7, 2)),
            (" max=\"13\"", "", (7, 2)),
        ],
    );
}

#[test]
fn geniusweb() {
    check(
        "ann.json",
        WEB,
        &[],
        &[
            ("0.25", "NaN", (3, 57)),
            ("0.25", "1.25", (3, 57)),
            ("\"soup\": 0.25", "\"stew\": 0.25", (3, 49)),
            ("\"fish\": 1", "\"soup\": 1", (3, 63)),
            (", \"fish\": 1", "", (3, 48)),
            ("\"food\": 0.6", "\"food\": 0.7", (6, 18)),
            ("\"food\": 0.6", "\"drink\": 0.6", (6, 19)),
            ("\"food\": 0.6, ", "", (6, 18)),
            ("\"lowValue\": 11", "\"lowValue\": 12", (4, 27)),
            ("\"step\": \"1.5\"", "\"step\": \"0\"", (9, 21)),
            ("\"step\": \"1.5\"", "\"step\": \"often\"", (9, 57)),
            ("[\"soup\", \"fish\"]", "[\"soup\", \"soup\"]", (8, 31)),
            ("[\"soup\", \"fish\"]", "[]", (8, 22)),
            ("\"hour\": 12.5", "\"hour\": 12", (11, 61)),
            ("\"food\": \"soup\"", "\"food\": \"stew\"", (11, 45)),
            ("LinearAdditiveUtilitySpace", "SumOfGroupsUtilitySpace", (1, 2)),
            ("}}\n", "}", (12, 1)),
        ],
    );
}

#[test]
fn negolog() {
    check(
        "profileA.json",
        LOG,
        &[("profileB.json", LOG)],
        &[
            ("0.25", "\"a quarter\"", (5, 20)),
            ("0.5", "-Infinity", (2, 22)),
            ("\"food\": 0.6", "\"food\": -0.6", (3, 27)),
            ("\"food\": 0.6, ", "", (5, 3)),
            ("\"food\": 0.6", "\"drink\": 0.1, \"food\": 0.6", (3, 19)),
            ("\"noon\": 1.0, \"one\": 0.5", "", (6, 11)),
            ("0.25", "1e999999", (5, 20)),
        ],
    );
    let other = LOG.replace("noon", "midday");
    check("profileB.json", LOG, &[("profileA.json", LOG)], &[("\"noon\"", "\"midday\"", (6, 3))]);
    assert_eq!(complaints(&[("profileA.json", &other), ("profileB.json", &other)]), []);
}

#[test]
fn cases() {
    check(
        "lunch.json",
        CASE,
        &[],
        &[
            ("case/1", "case/2", (2, 12)),
            ("discrete-additive", "convex-utility-set", (2, 63)),
            ("{\"id\": \"ann\"}, ", "{\"id\": \"bob\"}, ", (3, 36)),
            ("\"ann\": {\"values\"", "\"eve\": {\"values\"", (6, 3)),
            ("\"soup\": 3", "\"stew\": 3", (6, 31)),
            ("\"soup\": 3, ", "", (6, 30)),
            ("{\"food\": {\"soup\": 3, \"fish\": 1}}", "{}", (6, 21)),
            ("\"weights\": {\"food\": 2}", "\"weights\": {}", (6, 66)),
            ("\"quorum\": 1", "\"quorum\": 3", (9, 21)),
            ("\"quorum\": 1", "\"quorum\": 0", (9, 21)),
            ("[\"ann\"]", "[\"eve\"]", (9, 33)),
            ("\"reservation\": 2", "\"reservation\": \"two\"", (6, 94)),
            ("[{\"id\": \"soup\", \"label\": \"Soup\"}, {\"id\": \"fish\"}]", "[]", (4, 39)),
        ],
    );
}

#[test]
fn barters() {
    check(
        "swap.json",
        BARTER,
        &[],
        &[
            ("\"owner\": \"ann\"", "\"owner\": \"eve\"", (5, 26)),
            ("\"ann\": 1, ", "", (5, 44)),
            ("\"id\": \"cup\"", "\"id\": \"pen\"", (6, 10)),
            ("{\"id\": \"bob\"}]", "{\"id\": \"bob\"}, {\"id\": \"eve\"}]", (3, 13)),
        ],
    );
}

#[test]
fn what_belongs_to_no_negotiation() {
    let garbage: Vec<u8> = (0..10_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let letters = "x".repeat(10_000_000);
    for (name, bytes) in [
        ("garbage.xml", garbage.clone()),
        ("garbage.json", garbage.clone()),
        ("garbage.toml", garbage),
        ("letters.toml", letters.clone().into_bytes()),
        ("letters.json", letters.clone().into_bytes()),
        ("open.json", format!("{{\"{letters}").into_bytes()),
        ("open.xml", format!("<utility_space {letters}").into_bytes()),
        ("deep.json", "[".repeat(10_000_000).into_bytes()),
        ("deep.xml", "<a>".repeat(3_000_000).into_bytes()),
        ("deep.toml", format!("mediant = 1\nx = {}", "[".repeat(1_000_000)).into_bytes()),
        ("latin.xml", b"<utility_space name=\"\xe9\"/>".to_vec()),
        ("large.json", vec![b' '; 17 << 20]),
        ("empty.json", Vec::new()),
        ("other.json", b"{\"hello\": 1}".to_vec()),
        ("other.xml", b"<html/>".to_vec()),
    ] {
        let found = read(&[InputFile::new(name, bytes)]).expect_err(name);
        assert!(!found.is_empty() && found.iter().all(|problem| problem.file == name), "{found:?}");
        assert!(found.iter().all(|problem| problem.to_string().len() < 2000), "{name}: a short message");
    }
    assert!(read(&[]).is_err());
}

#[test]
fn files_that_do_not_go_together() {
    let second = DOMAIN.replace("Lunch", "Dinner");
    for files in [
        vec![("domain.xml", DOMAIN)],
        vec![("ann.xml", PROFILE)],
        vec![("domain.xml", DOMAIN), ("dinner.xml", second.as_str()), ("ann.xml", PROFILE)],
        vec![("domain.xml", DOMAIN), ("ann.xml", PROFILE), ("b/ann.xml", PROFILE)],
        vec![("domain.xml", DOMAIN), ("ann.xml", PROFILE), ("profileA.json", LOG)],
        vec![("lunch.json", CASE), ("swap.json", BARTER)],
        vec![("ann.json", WEB), ("profileA.json", LOG)],
        vec![("profileA.json", LOG), ("broken.json", "{\"issueWeights\": ")],
    ] {
        let found = complaints(&files);
        assert!(found.iter().any(Diagnostic::is_error), "{files:?}");
    }
}

#[test]
fn files_of_no_format_are_passed_over() {
    let files = [
        ("domain.xml", DOMAIN),
        ("ann.xml", PROFILE),
        ("pareto.xml", "0.67, 1.0\n0.68, 0.93\n"),
        ("LICENSE", "Permission is granted"),
        ("notes.json", "{\"remark\": \"not ours\"}"),
    ];
    let files: Vec<InputFile> = files.iter().map(|(name, text)| InputFile::new(*name, *text)).collect();
    let (negotiation, warnings) = read(&files).expect("a negotiation");
    assert_eq!(negotiation.briefs.len(), 1);
    let names: Vec<&str> = warnings.iter().map(|warning| warning.file.as_str()).collect();
    assert_eq!(names, ["notes.json"]);
}

#[test]
fn every_problem_at_once() {
    let bad =
        PROFILE.replace("\"3\"", "\"three\"").replace("\"0.1\"", "\"NaN\"").replace("\"0.25\"", "\"x\"");
    let found = complaints(&[("domain.xml", DOMAIN), ("ann.xml", &bad), ("bob.xml", &bad)]);
    assert_eq!(found.iter().filter(|problem| problem.is_error()).count(), 6, "{found:?}");
}
