//! Seven parties and a harbour park: the case of `examples/sportco`, with every brief in the mediator's hands.

use super::Step;
use super::said::{at, mediator};
use jiff::civil::date;
use mediant_record::brief::DepositBrief;
use mediant_record::case::{CaucusRule, ImportCase};
use mediant_record::words::Words;
use mediant_record::{Command, Compartment};

/// Each party and its brief.
const BRIEFS: [(&str, &str); 7] = [
    ("sportco", include_str!("../../../../examples/sportco/brief-sportco.toml")),
    ("environment", include_str!("../../../../examples/sportco/brief-environment.toml")),
    ("union", include_str!("../../../../examples/sportco/brief-union.toml")),
    ("tourism", include_str!("../../../../examples/sportco/brief-tourism.toml")),
    ("mayor", include_str!("../../../../examples/sportco/brief-mayor.toml")),
    ("heritage", include_str!("../../../../examples/sportco/brief-heritage.toml")),
    ("other_cities", include_str!("../../../../examples/sportco/brief-other_cities.toml")),
];

/// The case, imported, and every party's brief, deposited: a deal space with points from everybody.
pub fn sportco() -> Vec<Step> {
    let now = at(date(2025, 12, 4), 9, 0);
    let case = include_str!("../../../../examples/sportco/case.toml");
    let import = Command::ImportCase(ImportCase {
        r#in: Compartment::Table,
        file: Words::from(case),
        caucus_rule: CaucusRule::NothingWithoutRelease,
    });
    let briefs = BRIEFS.map(|(party, text)| {
        Command::DepositBrief(DepositBrief {
            party: party.into(),
            text: Words::from(text),
            replaces_version: 0,
        })
    });
    [import].into_iter().chain(briefs).map(|command| mediator(now, command)).collect()
}
