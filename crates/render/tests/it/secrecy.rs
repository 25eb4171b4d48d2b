//! Whatever a reader may not see can change in any way: every byte of every layout stays the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{self, HOSTILE};
use mediant_engine::report::Report;
use mediant_engine::{Settings, Unlimited, analyze};
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_render::html::{self, Level};
use mediant_render::picture::{self, DealSpace};
use mediant_render::{Found, json, markdown, text};

/// Everything that can be laid out for the reader.
fn laid_out(files: &[&str], reader: &Reader) -> Vec<String> {
    let posed = support::posed(files, reader.clone());
    let analysis = analyze(&posed.problem, &Settings::default(), &Unlimited);
    let outlook = support::over_time(&posed);
    let found = Found::new(&analysis);
    let (report, over_time) =
        (Report::new(&posed.subject(&found)), Report::over_time(&posed.subject(&found), &outlook));
    let space = DealSpace::new(&posed.case.title, &posed.problem, &analysis);
    vec![
        html::report(&report, Level::H1).into_string(),
        html::report(&over_time, Level::H1).into_string(),
        markdown::render(&report),
        text::render(&report, 80),
        json::render(&posed, &found, None).unwrap(),
        json::render_outlook(&posed, &outlook).unwrap(),
        picture::outlook_svg(&posed.case.title, &posed.problem, &outlook),
        space.map(|space| picture::svg(&space.scene())).unwrap_or_default(),
        posed.notes.concat(),
    ]
}

#[test]
fn what_a_reader_may_not_see_changes_nothing() {
    let hidden = [
        "[[red_lines]]\nparty = \"b\"\nnever = { land = \"south\" }\nkind = \"told\"\npublicity = \"caucus:b\"\non = 2026-01-06\n",
        "[[alternatives]]\nparty = \"b\"\ntrend = \"improving\"\npublicity = \"mediator\"\non = 2026-01-07\ntext = \"hidden\"\n",
        "[[sessions]]\nparties = [\"b\"]\nstatus = \"held\"\npublicity = \"caucus:b\"\non = 2026-01-03\n",
    ];
    let other_brief = HOSTILE[2].replace("value = 10", "value = 17").replace("2026-02-01", "2026-03-03");
    for reader in [Reader::Party(PartyId::new("a")), Reader::Public] {
        let own: &[&str] = if reader == Reader::Public { &[] } else { &[HOSTILE[1]] };
        let wanted = laid_out(&[&[HOSTILE[0]], own].concat(), &reader);
        for statement in hidden.iter().chain(&[""]) {
            let case = format!("{}{statement}", HOSTILE[0]);
            for brief in [HOSTILE[2], &other_brief] {
                let got = laid_out(&[&[case.as_str()], own, &[brief]].concat(), &reader);
                assert_eq!(got, wanted, "{reader:?} notices {statement:?}");
            }
        }
    }
    // The public sees no brief at all, and the mediator sees the difference.
    let public = |files: &[&str]| laid_out(files, &Reader::Public);
    assert_eq!(public(HOSTILE), public(&[HOSTILE[0]]));
    let all = |brief: &str| laid_out(&[HOSTILE[0], HOSTILE[1], brief], &Reader::Mediator);
    assert_ne!(all(HOSTILE[2]), all(&other_brief));
}
