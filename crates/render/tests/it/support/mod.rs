//! Negotiations to lay out: examples of the project, and one whose authors write markup.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop there")]

use mediant_engine::outlook::{Outlook, Solved, outlook};
use mediant_engine::report::Report;
use mediant_engine::{Settings, Unlimited, analyze};
use mediant_formats::{InputFile, read};
use mediant_model::case::Reader;
use mediant_model::problem::Options;
use mediant_render::{Found, Posed};

pub const TALKS: &[&str] = &[include_str!("../../../../../examples/talks-2025-12-04.toml")];
pub const STRIKE: &[&str] = &[
    include_str!("../../../../../examples/strike-fund/case.toml"),
    include_str!("../../../../../examples/strike-fund/brief-crews.toml"),
    include_str!("../../../../../examples/strike-fund/brief-line.toml"),
];
pub const GARDEN: &[&str] = &[
    include_str!("../../../../../examples/garden/case.toml"),
    include_str!("../../../../../examples/garden/brief-north.toml"),
    include_str!("../../../../../examples/garden/brief-south.toml"),
];
pub const SPORTCO: &[&str] = &[
    include_str!("../../../../../examples/sportco/case.toml"),
    include_str!("../../../../../examples/sportco/brief-environment.toml"),
    include_str!("../../../../../examples/sportco/brief-heritage.toml"),
    include_str!("../../../../../examples/sportco/brief-mayor.toml"),
    include_str!("../../../../../examples/sportco/brief-other_cities.toml"),
    include_str!("../../../../../examples/sportco/brief-sportco.toml"),
    include_str!("../../../../../examples/sportco/brief-tourism.toml"),
    include_str!("../../../../../examples/sportco/brief-union.toml"),
];

/// What authors of [`HOSTILE`] call things.
pub const SCRIPT: &str = "<script>alert('1')</script>";
pub const QUOTES: &str = "\"><img src=x onerror=alert(1)>&amp;";
pub const RIGHT_TO_LEFT: &str = "الجمعية 1";

/// Two parties with points and walk-away values over time, and markup in every name.
pub const HOSTILE: &[&str] = &[
    r#"mediant = 1
id = "hostile"
title = "<script>alert('1')</script>"
as_of = 2026-01-10
[parties.a]
name = '"><img src=x onerror=alert(1)>&amp;'
people.z = { name = "<script>alert('1')</script>", role = "delegate", leads = true }
[parties.b]
name = "الجمعية 1"
[issues.land]
name = "<script>alert('1')</script>"
options = { north = "</td></table><style>*{}</style>", south = "الجمعية 1" }
[[red_lines]]
party = "a"
never = { land = "north" }
kind = "public"
on = 2026-01-05
by = "z"
text = "<script>alert('1')</script>"
[[alternatives]]
party = "b"
trend = "worsening"
on = 2026-01-08
text = "<script>alert('1')</script>"
"#,
    "mediant_brief = 1\ncase = \"hostile\"\nparty = \"a\"\n\
     reservation = [{ value = 3, from = 2026-01-01 }, { value = 2, from = 2026-02-01, because = \"<script>\" }]\n\
     [points]\nland = { options = { north = 0, south = 4 } }\n",
    "mediant_brief = 1\ncase = \"hostile\"\nparty = \"b\"\n\
     reservation = [{ value = 10, from = 2026-01-01 }, { value = 5, from = 2026-02-01 }]\n\
     [points]\nland = { options = { north = 20, south = 6 } }\n",
];

/// The files as the reader knows them.
pub fn posed(files: &[&str], reader: Reader) -> Posed {
    let named = files.iter().enumerate().map(|(at, text)| InputFile::new(format!("{at}.toml"), *text));
    let (negotiation, _) = read(&named.collect::<Vec<_>>()).unwrap();
    Posed::new(negotiation, reader, None).unwrap()
}

/// The report on them.
pub fn report(files: &[&str]) -> Report {
    let posed = posed(files, Reader::Mediator);
    let analysis = analyze(&posed.problem, &Settings::default(), &Unlimited);
    Report::new(&posed.subject(&Found::new(&analysis)))
}

/// What becomes of them over time.
pub fn over_time(posed: &Posed) -> Outlook {
    let solve = |problem: &_| Solved::new(problem, &analyze(problem, &Settings::default(), &Unlimited));
    outlook(&posed.case, &posed.briefs, &Options::default(), &Unlimited, solve).unwrap()
}

/// The report on that.
pub fn report_over_time(files: &[&str]) -> Report {
    let posed = posed(files, Reader::Mediator);
    let analysis = analyze(&posed.problem, &Settings::default(), &Unlimited);
    Report::over_time(&posed.subject(&Found::new(&analysis)), &over_time(&posed))
}
