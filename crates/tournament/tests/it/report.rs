//! The report is one document that needs nothing else, whatever people call their things.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::support::tournament;
use mediant_tournament::{Results, Summary, Tournament, Unwatched, files, play};

fn with<T>(tournament: &Tournament, then: impl FnOnce(&Results<'_>) -> T) -> T {
    let units: Vec<u64> = (0..tournament.grid().unit_count()).collect();
    let mut records = Vec::new();
    play(tournament, &units, 2, &Unwatched, |record| {
        records.push(record);
        Ok(())
    })
    .unwrap();
    then(&Results::new(tournament, records, &Unwatched).unwrap())
}

#[test]
fn it_fetches_nothing_and_lets_no_markup_through() {
    let tournament = tournament(
        "title = \"<script>alert(1)</script> & so on\"\nrounds = 20\nrepetitions = 2\n\
         scenarios = [{ path = \"fields\", label = \"a \\\"b\\\" <i>\" }, \"cake\", \"apart\"]\n\
         strategies = [\"boulware\", { strategy = \"conceder\", label = \"<b onclick=x>\" }, \"panics\"]",
    );
    let (_, made) = with(&tournament, |results| files::all(results).unwrap());
    let (_, report) = made.iter().find(|(name, _)| *name == "report.html").unwrap();
    let report = String::from_utf8(report.clone()).unwrap();
    let without_namespaces = report.replace("http://www.w3.org/2000/svg", "");
    for foreign in ["http:", "https:", "src=", "url(", "<script", "<b onclick", "<i>", "@import", "<link"] {
        assert!(!without_namespaces.contains(foreign), "{foreign}");
    }
    assert!(report.matches("<svg").count() >= 4);
    for (label, _) in [("boulware", ()), ("panicked", ()), ("&lt;b onclick=x&gt;", ())] {
        assert!(report.contains(label), "{label}");
    }
}

#[test]
fn a_summary_counts_what_happened() {
    let tournament = tournament(
        "rounds = 20\nrepetitions = 3\nscenarios = [\"fields\", \"apart\"]\nstrategies = [\"boulware\", \"conceder\"]",
    );
    with(&tournament, |results| {
        let summary = Summary::from_results(results);
        assert_eq!(summary.negotiations, 2 * 4 * 3);
        // There is no room for a deal in one of the scenarios, and always one in the other.
        let rates: Vec<f64> =
            summary.scenarios.iter().map(|one| one.figures.agreement_rate.unwrap().mean).collect();
        assert_eq!(rates, [1.0, 0.0]);
        let scores = |label: &str| {
            let rows = results.rows.iter().flat_map(|row| {
                row.cell.seats.iter().zip(&row.measures.scores).map(|(seat, score)| (*seat, *score))
            });
            let own = rows.filter(|(seat, _)| tournament.specification().entrants[*seat].label == label);
            let scores: Vec<f64> = own.map(|(_, score)| score).collect();
            scores.iter().sum::<f64>() / scores.len() as f64
        };
        for one in &summary.strategies {
            let score = one.figures.score.unwrap();
            assert!((score.mean - scores(&one.label)).abs() < 1e-12);
            assert_eq!(score.count, 2 * 2 * 2 * 3);
            assert!(score.low.unwrap() <= score.mean && score.mean <= score.high.unwrap());
        }
        let means: Vec<f64> = summary.strategies.iter().map(|one| one.figures.score.unwrap().mean).collect();
        assert!(means.windows(2).all(|pair| pair[0] >= pair[1]));
        assert_eq!(summary.comparisons.len(), 1);
        // Two scenarios, two seats, two others at the table.
        assert_eq!(summary.comparisons[0].pairs, 8);
        let game = summary.game.as_ref().unwrap();
        assert!(
            game.from_equal_shares.iter().all(|(_, shares)| (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9)
        );
        assert_eq!(game.ends.iter().map(|end| end.starts).sum::<usize>(), game.starts);
        assert_eq!(Summary::from_results(results), summary);
    });
}

#[test]
fn without_self_play_there_is_no_game_and_the_reason_is_said() {
    let tournament = tournament(
        "rounds = 9\nself_play = false\nscenarios = [\"fields\"]\nstrategies = [\"boulware\", \"conceder\"]",
    );
    with(&tournament, |results| {
        let summary = Summary::from_results(results);
        assert!(summary.game.is_none() && summary.no_game.is_some());
        assert!(files::all(results).is_ok());
    });
}
