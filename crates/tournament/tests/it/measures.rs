//! What results say, against brute force; what becomes of strategies that do wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::support::tournament;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::record::Field;
use mediant_sim::{Ending, Fault};
use mediant_tournament::results::columns::{Kind, Value, placed};
use mediant_tournament::results::{csv, parquet};
use mediant_tournament::{Record, Results, Tournament, Unwatched, play};

fn records(tournament: &Tournament) -> Vec<Record> {
    let units: Vec<u64> = (0..tournament.grid().unit_count()).collect();
    let mut records = Vec::new();
    play(tournament, &units, 2, &Unwatched, |record| {
        records.push(record);
        Ok(())
    })
    .unwrap();
    records
}

/// Every package of a scenario.
fn packages(sizes: &[usize]) -> Vec<Vec<u32>> {
    sizes.iter().fold(vec![Vec::new()], |all, size| {
        let longer = |package: Vec<u32>| {
            (0..*size as u32).map(move |option| package.iter().copied().chain([option]).collect::<Vec<u32>>())
        };
        all.into_iter().flat_map(longer).collect()
    })
}

#[test]
fn measures_are_those_of_brute_force() {
    let tournament = tournament(
        "rounds = 20\nrepetitions = 4\nscenarios = [\"fields\", \"cake\", \"apart\", \"three\"]\n\
         strategies = [\"boulware\", \"conceder\", \"random\"]",
    );
    let results = Results::new(&tournament, records(&tournament), &Unwatched).unwrap();
    let mut deals = 0;
    for row in &results.rows {
        let problem = tournament.entries()[row.cell.scenario].scenario.problem();
        let sizes: Vec<usize> = problem.issues.iter().map(|issue| issue.options.len()).collect();
        let all: Vec<Vec<i64>> = packages(&sizes).iter().map(|package| problem.utilities(package)).collect();
        let ends = |party: usize| {
            let worths = || all.iter().map(move |units| units[party]);
            (worths().min().unwrap(), worths().max().unwrap())
        };
        let spans: Vec<f64> =
            (0..problem.parties.len()).map(|party| (ends(party).1 - ends(party).0) as f64).collect();
        let gains = |units: &[i64]| -> Vec<i64> {
            units
                .iter()
                .enumerate()
                .map(|(party, u)| u - problem.reservation(party).unwrap_or(ends(party).0))
                .collect()
        };
        let product = |units: &[i64]| {
            gains(units).iter().zip(&spans).map(|(gain, span)| (*gain).max(0) as f64 / span).product::<f64>()
        };
        let best = all
            .iter()
            .filter(|units| gains(units).iter().all(|gain| *gain >= 0))
            .map(|units| product(units))
            .fold(0.0, f64::max);
        for (party, score) in row.measures.scores.iter().enumerate() {
            let expected = (row.played.units[party] - ends(party).0) as f64 / spans[party];
            assert!((score - expected).abs() < 1e-12);
        }
        let Some(package) = &row.played.package else {
            assert_eq!((row.measures.nash_product, row.measures.distance), (0.0, None));
            continue;
        };
        deals += 1;
        let units = problem.utilities(package);
        assert_eq!(units, row.played.units);
        assert!((row.measures.nash_product - product(&units)).abs() < 1e-12);
        assert!((row.measures.nash_ratio.unwrap() - product(&units) / best).abs() < 1e-12);
        let dominated = |units: &Vec<i64>| {
            all.iter()
                .any(|other| other != units && other.iter().zip(units).all(|(theirs, own)| theirs >= own))
        };
        let efficient: Vec<&Vec<i64>> = all.iter().filter(|units| !dominated(units)).collect();
        let apart = |point: &&Vec<i64>| {
            let sides = point.iter().zip(&units).zip(&spans);
            sides.map(|((a, b), span)| ((a - b) as f64 / span).powi(2)).sum::<f64>().sqrt()
        };
        let nearest = efficient.iter().map(apart).fold(f64::INFINITY, f64::min);
        assert!((row.measures.distance.unwrap() - nearest).abs() < 1e-12);
        assert_eq!(row.measures.efficient, Some(!dominated(&units)));
    }
    assert!(deals > 100);
    assert_eq!(results.without_frontier, [""; 0]);
}

#[test]
fn who_does_wrong_loses_that_negotiation_and_the_tournament_goes_on() {
    let tournament = tournament(
        "rounds = 20\neffort = 100000\nself_play = false\nscenarios = [\"fields\"]\n\
         strategies = [\"boulware\", \"panics\", \"loops\", \"invalid\", \"walks\"]",
    );
    let results = Results::new(&tournament, records(&tournament), &Unwatched).unwrap();
    assert_eq!(results.rows.len(), 20);
    let entrants = &tournament.specification().entrants;
    for row in &results.rows {
        let labels: Vec<&str> = row.cell.seats.iter().map(|seat| entrants[*seat].label.as_str()).collect();
        // Everybody offers once; then the first to move does what it is made for, or the second where that is boulware.
        let guilty = usize::from(labels[0] == "boulware");
        match (&row.played.ending, labels[guilty]) {
            (Ending::Walked { party }, "walks") => assert_eq!(*party, guilty),
            (Ending::Lost { party, fault }, label) => {
                assert_eq!(*party, guilty);
                match label {
                    "panics" => assert!(
                        matches!(fault, Fault::Panicked { message } if message.contains("on purpose"))
                    ),
                    "loops" => assert_eq!(*fault, Fault::TooMuchEffort),
                    _ => assert_eq!(*fault, Fault::NoSuchPackage),
                }
                let problem = tournament.entries()[0].scenario.problem();
                assert_eq!(Some(row.played.units[1 - guilty]), problem.reservation(1 - guilty));
            }
            (ending, label) => panic!("{label}: {ending:?}"),
        }
    }
    let summary = mediant_tournament::Summary::from_results(&results);
    let faults: u64 = summary.strategies.iter().map(|one| one.faults).sum();
    let lost = results.rows.iter().filter(|row| matches!(row.played.ending, Ending::Lost { .. })).count();
    assert_eq!(faults, lost as u64);
}

/// A line of CSV, by the letter of RFC 4180.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    fields.push(field);
    fields
}

#[test]
fn csv_and_parquet_say_the_same() {
    let tournament = tournament(
        "rounds = 20\nrepetitions = 2\nscenarios = [\"fields\", \"apart\", \"three\"]\n\
         strategies = [\"boulware\", \"conceder\", \"panics\"]",
    );
    let results = Results::new(&tournament, records(&tournament), &Unwatched).unwrap();
    let columns = placed(results.parties_max());
    let text = csv::written(&results);
    // The mark for spreadsheets; whoever reads CSV passes over it.
    let mut lines = text.strip_prefix(csv::MARK).unwrap().lines().map(fields);
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    assert_eq!(lines.next().unwrap(), names);
    let lines: Vec<Vec<String>> = lines.collect();
    let file = SerializedFileReader::new(bytes::Bytes::from(parquet::written(&results).unwrap())).unwrap();
    let rows: Vec<_> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!((rows.len(), lines.len()), (results.rows.len(), results.rows.len()));
    let mut seen = [0; 4];
    for ((row, line), source) in rows.iter().zip(&lines).zip(&results.rows) {
        for ((column, (name, field)), shown) in columns.iter().zip(row.get_column_iter()).zip(line) {
            assert_eq!(&column.name, name);
            let expected = column.value(&results, source);
            if !column.column.missing.is_empty() || expected != Value::Missing {
                seen[column.column.kind as usize] += 1;
            }
            let (same, printed) = match (expected, field) {
                (Value::Missing, Field::Null) => (!column.column.missing.is_empty(), String::new()),
                (Value::Whole(a), Field::ULong(b)) => (a == *b, a.to_string()),
                (Value::Float(a), Field::Double(b)) => (a.to_bits() == b.to_bits(), shown.clone()),
                (Value::Truth(a), Field::Bool(b)) => (a == *b, a.to_string()),
                (Value::Text(a), Field::Str(b)) => (a == *b, a),
                (expected, field) => panic!("{name}: {expected:?} {field:?}"),
            };
            assert!(same, "{name}");
            assert_eq!(*shown, printed, "{name}");
            if column.column.kind == Kind::Float && !shown.is_empty() {
                let Field::Double(value) = field else { panic!("{name}") };
                assert_eq!(shown.parse::<f64>().unwrap().to_bits(), value.to_bits());
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 0));
}
