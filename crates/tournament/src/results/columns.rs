//! The columns of results: one definition for CSV, Parquet and the reference page.

use super::{Results, Row};
use crate::tournament::{Entry, Tournament};
use mediant_sim::Ending;
use mediant_sim::Fault;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers from 0, below 2^64.
    Whole,
    /// Floats with 64 bits.
    Float,
    /// True or false.
    Truth,
    /// Text in UTF-8.
    Text,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// An empty field.
    Missing,
    /// A whole number.
    Whole(u64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Truth(bool),
    /// Words or a name.
    Text(String),
}

/// What stands in a column, and how it is found.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its name; of a column for each party, the name without the party's number.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Its unit or range.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// When a field may be empty; never, if that is empty.
    pub missing: &'static str,
    value: fn(&Seen<'_>, usize) -> Value,
}

/// A row with what it refers to.
struct Seen<'a> {
    tournament: &'a Tournament,
    entry: &'a Entry,
    row: &'a Row,
}

/// A column of a table of results: with its full name and, where it has one, its party.
#[derive(Clone)]
pub struct Placed {
    /// The column's full name, the party's number included.
    pub name: String,
    /// What the column holds.
    pub column: Column,
    party: usize,
}

impl Placed {
    /// What stands in this column in a row.
    pub fn value(&self, results: &Results<'_>, row: &Row) -> Value {
        let tournament = results.tournament;
        let Some(entry) = tournament.entries().get(row.cell.scenario) else { return Value::Missing };
        (self.column.value)(&Seen { tournament, entry, row }, self.party)
    }
}

/// The columns of a table with up to so many parties, in order: those of the negotiation, then those of each party.
pub fn placed(parties: usize) -> Vec<Placed> {
    let single =
        COLUMNS.iter().map(|column| Placed { name: column.name.to_owned(), column: *column, party: 0 });
    let of_party = |party: usize| {
        PARTY_COLUMNS.iter().map(move |column| Placed {
            name: format!("{}_{}", column.name, party + 1),
            column: *column,
            party,
        })
    };
    single.chain((0..parties).flat_map(of_party)).collect()
}

const fn column(
    name: &'static str,
    kind: Kind,
    unit: &'static str,
    meaning: &'static str,
    missing: &'static str,
    value: fn(&Seen<'_>, usize) -> Value,
) -> Column {
    Column { name, kind, unit, meaning, missing, value }
}

/// The columns of the negotiation as a whole.
pub const COLUMNS: &[Column] = &[
    column(
        "cell",
        Kind::Whole,
        "number from 0",
        "which negotiation, in the fixed order of the tournament: by scenario, \
            then by strategies seat by seat, then by repetition",
        "",
        |seen, _| Value::Whole(seen.row.cell.number),
    ),
    column("scenario", Kind::Text, "label", "which scenario", "", |seen, _| {
        Value::Text(seen.entry.label.clone())
    }),
    column(
        "protocol",
        Kind::Text,
        "`alternating`, `single-text`, `overlap` or `shuttle`",
        "the protocol",
        "",
        |seen, _| Value::Text(seen.tournament.specification().protocol.name().to_owned()),
    ),
    column("parties", Kind::Whole, "count", "how many parties negotiate", "", |seen, _| {
        Value::Whole(seen.entry.scenario.party_count() as u64)
    }),
    column(
        "repetition",
        Kind::Whole,
        "number from 1",
        "which repetition of the same pairing",
        "",
        |seen, _| Value::Whole(u64::from(seen.row.cell.repetition) + 1),
    ),
    column(
        "seed",
        Kind::Whole,
        "64 bits",
        "the seed of this negotiation: with it `mediant simulate` plays it again",
        "",
        |seen, _| Value::Whole(seen.row.seed),
    ),
    column(
        "ending",
        Kind::Text,
        "`agreement`, `deadline`, `walked` or `lost`",
        "how it ended: with a deal, at the \
            deadline, because a party walked away, because a party lost by a fault",
        "",
        |seen, _| Value::Text(ending(&seen.row.played.ending).to_owned()),
    ),
    column("agreement", Kind::Truth, "true or false", "whether there is a deal", "", |seen, _| {
        Value::Truth(seen.row.played.package.is_some())
    }),
    column(
        "package",
        Kind::Text,
        "`issue=option, …` by id",
        "the package agreed on, as `mediant analyze --package` \
            takes it",
        "there is no deal",
        package,
    ),
    column("rounds", Kind::Whole, "count", "how many rounds were begun", "", |seen, _| {
        Value::Whole(u64::from(seen.row.played.rounds))
    }),
    column("time", Kind::Float, "0 to 1", "when it ended, as a share of the deadline", "", |seen, _| {
        Value::Float(seen.row.played.time)
    }),
    column(
        "moves",
        Kind::Whole,
        "count",
        "how many offers, acceptances and votes were made",
        "",
        |seen, _| Value::Whole(seen.row.played.moves),
    ),
    column(
        "nash_product",
        Kind::Float,
        "0 to 1",
        "the product of the parties' gains over their walk-away values, each \
            on its scale from 0 (worst package) to 1 (best), without discount; 0 without a deal, or where a party is \
            below its walk-away value",
        "",
        |seen, _| Value::Float(seen.row.measures.nash_product),
    ),
    column(
        "nash_ratio",
        Kind::Float,
        "0 to 1",
        "the same as a share of the greatest possible one, which is proven",
        "no package gives every party a gain, or the greatest product is not proven",
        |seen, _| or_missing(seen.row.measures.nash_ratio.map(Value::Float)),
    ),
    column(
        "distance_to_frontier",
        Kind::Float,
        "from 0; Euclidean, on the scales from 0 to 1",
        "how far the package is \
            from the nearest efficient one, over all packages that red lines, preconditions and linkages allow",
        "there is no deal, or the frontier is too large to be listed whole",
        |seen, _| or_missing(seen.row.measures.distance.map(Value::Float)),
    ),
    column(
        "efficient",
        Kind::Truth,
        "true or false",
        "whether the package is efficient: nobody could do better without \
            somebody doing worse",
        "as for `distance_to_frontier`",
        |seen, _| or_missing(seen.row.measures.efficient.map(Value::Truth)),
    ),
    column(
        "fault",
        Kind::Text,
        "`panicked: …`, `loops`, `late`, `no such package`, `nothing to accept`",
        "what the party \
            that lost did wrong",
        "nobody lost by a fault",
        |seen, _| or_missing(fault(&seen.row.played.ending)),
    ),
    column(
        "fault_by",
        Kind::Whole,
        "number from 1",
        "which party it was",
        "nobody lost by a fault",
        |seen, _| match seen.row.played.ending {
            Ending::Lost { party, .. } => Value::Whole(party as u64 + 1),
            _ => Value::Missing,
        },
    ),
];

const FEWER: &str = "the scenario has fewer parties";

/// The columns of each party, whose number follows the name: `utility_1`, `utility_2`.
pub const PARTY_COLUMNS: &[Column] = &[
    column("party", Kind::Text, "id", "the party", FEWER, |seen, party| {
        or_missing(
            seen.entry
                .scenario
                .problem()
                .parties
                .get(party)
                .map(|party| Value::Text(party.id.as_str().to_owned())),
        )
    }),
    column("strategy", Kind::Text, "label", "the strategy at its seat", FEWER, |seen, party| {
        let entrants = &seen.tournament.specification().entrants;
        let seat = seen.row.cell.seats.get(party).and_then(|seat| entrants.get(*seat));
        or_missing(seat.map(|entrant| Value::Text(entrant.label.clone())))
    }),
    column(
        "utility",
        Kind::Float,
        "scale of the input",
        "what the party has, without discount: its utility of the \
            package; without a deal its walk-away value; where it lost by a fault its worst package, if that is less",
        FEWER,
        |seen, party| {
            or_missing(
                seen.row
                    .played
                    .units
                    .get(party)
                    .map(|units| Value::Float(seen.entry.scenario.problem().shown(party, *units))),
            )
        },
    ),
    column(
        "utility_exact",
        Kind::Text,
        "scale of the input; a decimal, or a fraction such as `1/3`",
        "the same, exactly",
        FEWER,
        |seen, party| exact(seen, party, seen.row.played.units.get(party).copied()),
    ),
    column(
        "discounted",
        Kind::Float,
        "scale of the input",
        "the same, discounted: `utility · d^time`",
        FEWER,
        |seen, party| or_missing(seen.row.played.discounted.get(party).copied().map(Value::Float)),
    ),
    column(
        "score",
        Kind::Float,
        "1 is the party's best package, 0 its worst",
        "the same, discounted, on the party's own \
            scale; summaries are made from it",
        FEWER,
        |seen, party| or_missing(seen.row.measures.scores.get(party).copied().map(Value::Float)),
    ),
    column(
        "reservation",
        Kind::Float,
        "scale of the input",
        "the party's walk-away value; its worst package where it \
            states none",
        FEWER,
        |seen, party| {
            or_missing(
                reservation(seen, party)
                    .map(|units| Value::Float(seen.entry.scenario.problem().shown(party, units))),
            )
        },
    ),
    column(
        "reservation_exact",
        Kind::Text,
        "scale of the input; as `utility_exact`",
        "the same, exactly",
        FEWER,
        |seen, party| exact(seen, party, reservation(seen, party)),
    ),
];

fn or_missing(value: Option<Value>) -> Value {
    value.unwrap_or(Value::Missing)
}

fn reservation(seen: &Seen<'_>, party: usize) -> Option<i64> {
    let scenario = &seen.entry.scenario;
    (party < scenario.party_count())
        .then(|| scenario.problem().reservation(party).unwrap_or_else(|| scenario.scale(party).0))
}

fn exact(seen: &Seen<'_>, party: usize, units: Option<i64>) -> Value {
    let exact = units.and_then(|units| seen.entry.scenario.problem().exact(party, units));
    or_missing(exact.map(|number| Value::Text(number.exact_text())))
}

fn package(seen: &Seen<'_>, _: usize) -> Value {
    let Some(package) = &seen.row.played.package else { return Value::Missing };
    let issues = seen.entry.scenario.problem().issues.iter().zip(package);
    let choices = issues.filter_map(|(issue, option)| {
        let option = issue.options.get(*option as usize)?;
        Some(format!("{}={option}", issue.id))
    });
    Value::Text(choices.collect::<Vec<_>>().join(", "))
}

fn ending(ending: &Ending) -> &'static str {
    match ending {
        Ending::Agreement => "agreement",
        Ending::Deadline => "deadline",
        Ending::Walked { .. } => "walked",
        Ending::Lost { .. } => "lost",
    }
}

fn fault(ending: &Ending) -> Option<Value> {
    let Ending::Lost { fault, .. } = ending else { return None };
    Some(Value::Text(match fault {
        Fault::Panicked { message } => format!("panicked: {message}"),
        Fault::TooMuchEffort => "loops".to_owned(),
        Fault::Late => "late".to_owned(),
        Fault::NoSuchPackage => "no such package".to_owned(),
        Fault::NoSuchAnswer => "no such answer".to_owned(),
        Fault::NothingToAccept => "nothing to accept".to_owned(),
    }))
}
