//! Small negotiations as files, by name, and the certificates kept beside the tests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what cannot happen")]

use mediant_check::{About, Subject, VERSION};
use mediant_formats::{InputFile, Negotiation};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Options of two issues, `price` and `term`, worth up to 1.3 to `a` and `b`, who walk away below these values.
fn pair(walk_away: [&str; 2]) -> Vec<(String, String)> {
    let case = r#"
mediant = 1
id = "pair"
title = "A price and a term"
[parties]
a = { name = "A" }
b = { name = "B" }
[issues]
price = { options = ["low", "mid", "high"] }
term = { options = ["short", "long"] }
"#;
    let of = |party: &str, points: &str, walk_away: &str, rest: &str| {
        let head = format!("mediant_brief = 1\ncase = \"pair\"\nparty = \"{party}\"\n");
        (format!("brief-{party}.toml"), format!("{head}reservation = {{ {walk_away} }}\n{points}\n{rest}"))
    };
    let a = "points.price.options = { low = 0, mid = 0.5, high = 0.9 }\npoints.term.options = { short = 0.3, long = 0 }";
    let b = "points.price.options = { low = 0.9, mid = 0.6, high = 0 }\npoints.term.options = { short = 0, long = 0.4 }";
    let never = "[[red_lines]]\nnever = { price = \"low\", term = \"long\" }\n";
    vec![("case.toml".into(), case.into()), of("a", a, walk_away[0], ""), of("b", b, walk_away[1], never)]
}

/// Nobody states what it never accepts.
fn without_red_lines(mut files: Vec<(String, String)>) -> Vec<(String, String)> {
    for (_, text) in &mut files {
        if let Some(place) = text.find("[[red_lines]]") {
            text.truncate(place);
        }
    }
    files
}

/// A price over time: red lines and walk-away values that come and go.
const DATED: [&str; 3] = [
    r#"
mediant = 1
id = "dated"
title = "A price over time"
as_of = 2026-03-01
[parties]
a = {}
b = {}
[issues]
price = { options = ["low", "mid", "high"] }
term = { options = ["short", "long"] }
[[red_lines]]
party = "a"
never = { price = "low" }
until = 2026-02-01
[[red_lines]]
party = "b"
never = { price = "high" }
on = 2026-02-01
[[alternatives]]
party = "b"
trend = "worsening"
on = 2026-04-01
"#,
    r#"
mediant_brief = 1
case = "dated"
party = "a"
points.price.options = { low = 0, mid = 5, high = 9 }
points.term.options = { short = 3, long = 0 }
[[reservation]]
value = 4
[[reservation]]
from = 2026-03-01
value = 9
[[reservation]]
from = 2026-04-01
range = [3, 5]
"#,
    r#"
mediant_brief = 1
case = "dated"
party = "b"
reservation = { value = 4 }
points.price.options = { low = 9, mid = 6, high = 0 }
points.term.options = { short = 0, long = 4 }
"#,
];

/// The same where `a` counts in thirds, and more than there is.
fn thirds() -> Vec<(String, String)> {
    let mut files = pair(["value = \"5/3\"", "value = 0.5"]);
    for (_, text) in &mut files[1..2] {
        *text = text.replace("0.5", "\"1/3\"").replace("0.9", "\"4/3\"").replace("0.3", "\"1/3\"");
    }
    files
}

/// Two of three pass a seat, `a` among them; `a` rejects two seats, the others the third.
const COUNCIL: &str = r#"
mediant = 1
title = "A seat on the council"
agreement = { quorum = 2, veto = ["a"] }
[parties]
a = {}
b = {}
c = {}
[issues]
seat = { options = ["x", "y", "z"] }
[[red_lines]]
party = "a"
never = { seat = ["x", "y"] }
[[red_lines]]
party = "b"
never = { seat = "z" }
[[red_lines]]
party = "c"
never = { seat = "z" }
"#;

/// Nobody has said anything.
const SILENT: &str = r#"
mediant = 1
title = "Silence"
[parties]
a = {}
b = {}
[issues]
x = { options = ["p", "q"] }
"#;

/// One party alone with a bonus and a penalty on combinations of two issues.
const BUNDLE: [&str; 2] = [
    r#"
mediant = 1
id = "bundle"
title = "A bundle"
[parties]
a = {}
[issues]
x = { options = ["x0", "x1"] }
y = { options = ["y0", "y1"] }
"#,
    r#"
mediant_brief = 1
case = "bundle"
party = "a"
reservation = { value = 0 }
points.x.options = { x0 = 1.2, x1 = 0.3 }
points.y.options = { y0 = 1.1, y1 = 0.2 }
[[interactions]]
when = { x = "x0", y = "y0" }
points = -0.6
[[interactions]]
when = { x = "x1", y = "y1" }
points = 0.4
"#,
];

/// Packages worth up to 12 to `a`, who counts no more than 6.
const CAPPED: [&str; 3] = [
    r#"
mediant = 1
id = "capped"
title = "Enough is enough"
[parties]
a = {}
b = {}
[issues]
x = { options = ["x0", "x1"] }
y = { options = ["y0", "y1"] }
"#,
    r#"
mediant_brief = 1
case = "capped"
party = "a"
cap = 6
reservation = { value = 0 }
points.x.options = { x0 = 0, x1 = 6 }
points.y.options = { y0 = 0, y1 = 6 }
"#,
    r#"
mediant_brief = 1
case = "capped"
party = "b"
reservation = { value = 0 }
points.x.options = { x0 = 6, x1 = 0 }
points.y.options = { y0 = 5, y1 = 0 }
"#,
];

/// Two issues between `a` and `b`, who state no points; `b` never takes `q` with `v`.
const PROMISES: &str = r#"
mediant = 1
id = "promises"
title = "Promises"
[parties]
a = {}
b = {}
[issues]
x = { options = ["p", "q"] }
y = { options = ["u", "v"] }
[[red_lines]]
party = "b"
never = { x = "q", y = "v" }
"#;

/// The same among three, two of whom pass a package, `b` among them.
const THREE_PROMISES: &str = r#"
mediant = 1
id = "promises"
title = "Promises of three"
agreement = { quorum = 2, veto = ["b"] }
[parties]
a = {}
b = {}
c = {}
[issues]
x = { options = ["p", "q"] }
y = { options = ["u", "v"] }
[[red_lines]]
party = "b"
never = { x = "q", y = "v" }
"#;

/// `a` and `b` give briefs: `a` thinks most of `p`, `b` likes `q` and `v`. Both can take `p` with `v`.
fn with_briefs(points: &str, more: &str) -> Vec<(String, String)> {
    let case = PROMISES.split("[[red_lines]]").next().unwrap_or_default();
    let of = |party: &str, points: &str, walk_away: &str, more: &str| {
        let text = format!(
            "mediant_brief = 1\ncase = \"promises\"\nparty = \"{party}\"\n\
             reservation = {{ value = {walk_away} }}\n{points}\n{more}\n"
        );
        (format!("brief-{party}.toml"), text)
    };
    let of_b = "points.x.options = { p = 0, q = 1 }\npoints.y.options = { u = 0, v = 1 }";
    vec![("case.toml".into(), case.into()), of("a", points, "5", more), of("b", of_b, "1", "")]
}

const MOSTLY_P: &str = "points.x.options = { p = 10, q = 0 }\npoints.y.options = { u = 1, v = 0 }";
const LITTLE: &str = "points.x.options = { p = 1, q = 0 }\npoints.y.options = { u = 1, v = 0 }";
const BONUS: &str = "[[interactions]]\nwhen = { x = \"q\", y = \"v\" }\npoints = 10";

/// The negotiation of this name.
pub fn negotiation(name: &str) -> Negotiation {
    let texts = |texts: &[&str]| {
        let name = |index: usize| if index == 0 { "case.toml".into() } else { format!("brief-{index}.toml") };
        texts.iter().enumerate().map(|(index, text)| (name(index), (*text).to_owned())).collect::<Vec<_>>()
    };
    let files = match name {
        "pair" => pair(["value = 0.4", "value = 0.4"]),
        "estate" => without_red_lines(pair(["value = 0.4", "value = 0.4"])),
        "dated" => texts(&[DATED[0], DATED[1], DATED[2]]),
        "stuck" => pair(["value = 1", "value = 0.5"]),
        "ranges" => pair(["range = [0.3, 0.6]", "range = [0.2, 0.5]"]),
        "ranges_open" => pair(["range = [0.5, 1.2]", "range = [0.6, 1.3]"]),
        "ranges_stuck" => pair(["range = [1, 1.1]", "range = [0.5, 0.7]"]),
        "thirds" => thirds(),
        "council" => texts(&[COUNCIL]),
        "silent" => texts(&[SILENT]),
        "capped" => texts(&CAPPED),
        "bundle" => texts(&BUNDLE),
        "promises" => texts(&[PROMISES]),
        "three_promises" => texts(&[THREE_PROMISES]),
        "briefs" => with_briefs(MOSTLY_P, ""),
        "bonus" => with_briefs(LITTLE, BONUS),
        "at_a_cap" => with_briefs(&format!("cap = 6\n{MOSTLY_P}"), ""),
        other => panic!("there is no negotiation {other}"),
    };
    let files: Vec<InputFile> =
        files.into_iter().map(|(name, text)| InputFile::new(name, text.into_bytes())).collect();
    mediant_formats::read(&files).unwrap().0
}

/// A worked example of the project: a folder, or a case alone.
pub fn example(name: &str) -> Negotiation {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    mediant_formats::read(&mediant_files::read(&[path]).unwrap()).unwrap().0
}

/// What these files are, compiled and read.
pub fn subject(negotiation: &Negotiation) -> Subject<'_> {
    Subject::new(&negotiation.case, &negotiation.briefs, None).unwrap()
}

/// A certificate that says truly which files it is about, whatever else it says.
pub fn about(negotiation: &Negotiation, mut certificate: Value) -> Value {
    let about = About::new(&negotiation.case, &negotiation.briefs, None).unwrap();
    if let Some(fields) = certificate.as_object_mut() {
        fields.insert("about".into(), serde_json::to_value(about).unwrap());
    }
    certificate
}

/// For each file of the folder its name, the negotiation it is about by name, and the certificate.
pub fn certificates(folder: &str) -> Vec<(String, String, Value)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut certificates = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        #[expect(clippy::disallowed_methods, reason = "the certificates are files of the test")]
        let text = std::fs::read_to_string(&path).unwrap();
        let mut file: Value = serde_json::from_str(&text).unwrap();
        let subject = file["problem"].as_str().unwrap_or("bundle").to_owned();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        certificates.push((name, subject, file["certificate"].take()));
    }
    certificates.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(certificates.iter().any(|(_, _, certificate)| certificate["mediant"] == VERSION));
    certificates
}
