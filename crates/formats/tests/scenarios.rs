//! Every scenario file loads, and means what an independent brute force found it to mean.
//!
//! The files are not part of this repository; without them the tests say that they skip.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where its set-up fails")]

use mediant_formats::{InputFile, Negotiation};
use mediant_model::Problem;
use mediant_model::problem::Options;
use std::path::{Path, PathBuf};

/// Scenarios with at most this many packages are enumerated.
const ENUMERATED_MAX: u64 = 400_000;

fn shared() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let there = folder.join("scenarios").is_dir();
    if !there {
        println!("skipped: {} is not here", folder.display());
    }
    there.then(|| folder.to_owned())
}

#[expect(clippy::disallowed_methods, reason = "a test reads its input itself")]
fn files(folder: &Path) -> Vec<InputFile> {
    let entries = std::fs::read_dir(folder).expect("a readable folder");
    let paths = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
    paths
        .map(|path| InputFile::new(path.to_string_lossy(), std::fs::read(&path).expect("readable")))
        .collect()
}

fn load(folder: &Path) -> (Negotiation, Problem) {
    let (negotiation, warnings) = mediant_formats::read(&files(folder)).unwrap_or_else(|found| {
        panic!("{}: {}", folder.display(), found.first().expect("a reason"));
    });
    assert!(warnings.is_empty(), "{}: {}", folder.display(), warnings.first().expect("one"));
    let problem = Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default());
    (negotiation, problem.unwrap_or_else(|errors| panic!("{}: {errors:?}", folder.display())))
}

/// Least and greatest utility of each party, and how many packages everybody accepts.
fn enumerate(problem: &Problem) -> (Vec<f64>, Vec<f64>, u64) {
    let parties = 0..problem.parties.len();
    let mut least = vec![i64::MAX; problem.parties.len()];
    let mut greatest = vec![i64::MIN; problem.parties.len()];
    let mut acceptable = 0;
    let mut package = vec![0u32; problem.issues.len()];
    loop {
        for party in parties.clone() {
            let utility = problem.utility(party, &package).expect("points");
            least[party] = least[party].min(utility);
            greatest[party] = greatest[party].max(utility);
        }
        acceptable += u64::from(problem.is_unanimously_acceptable(&package));
        let Some(issue) = (0..package.len())
            .find(|issue| (package[*issue] as usize) + 1 < problem.issues[*issue].options.len())
        else {
            break;
        };
        package[..issue].fill(0);
        package[issue] += 1;
    }
    let shown = |units: Vec<i64>| units.into_iter().map(|units| problem.shown(units)).collect();
    (shown(least), shown(greatest), acceptable)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn genius_scenarios_mean_what_brute_force_found() {
    let Some(shared) = shared() else { return };
    #[expect(clippy::disallowed_methods, reason = "a test reads its input itself")]
    let reference = std::fs::read_to_string(shared.join("reference/negmas.json")).expect("the reference");
    let reference: serde_json::Value = serde_json::from_str(&reference).expect("JSON");
    let mut compared = 0;
    for (name, entry) in reference["scenarios"].as_object().expect("scenarios") {
        let (negotiation, problem) = load(&shared.join("scenarios/genius").join(name));
        let wanted = &entry["brute_genius"];
        if wanted.is_null() {
            continue;
        }
        let numbers = |key: &str| -> Vec<f64> {
            wanted[key].as_array().expect(key).iter().map(|x| x.as_f64().expect("a number")).collect()
        };
        let parties: Vec<String> = wanted["files"]
            .as_array()
            .expect("files")
            .iter()
            .map(|file| file.as_str().expect("a name").trim_end_matches(".xml").to_owned())
            .collect();
        let read: Vec<&str> = problem.parties.iter().map(|party| party.id.as_str()).collect();
        assert_eq!(read, parties, "{name}");
        assert_eq!(problem.package_count().to_string(), wanted["n_outcomes"].to_string(), "{name}");
        for (party, reserved) in numbers("reserved").iter().enumerate() {
            let units = problem.reservation(party).expect("a reservation");
            assert!(close(problem.shown(units), *reserved), "{name}: reservation of party {party}");
        }
        for (brief, discount) in
            negotiation.briefs.iter().zip(wanted["discount"].as_array().expect("discount"))
        {
            let read = brief.discount.as_ref().map(mediant_model::Number::to_f64);
            assert_eq!(read, discount.as_f64(), "{name}: discount of {}", brief.party);
        }
        if wanted["n_outcomes"].as_u64().is_none_or(|count| count > ENUMERATED_MAX) {
            continue;
        }
        let (least, greatest, acceptable) = enumerate(&problem);
        let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| close(*a, *b));
        assert!(same(&least, &numbers("min")), "{name}: least {least:?}");
        assert!(same(&greatest, &numbers("max")), "{name}: greatest {greatest:?}");
        assert_eq!(Some(acceptable), wanted["n_rational"].as_u64(), "{name}: acceptable packages");
        compared += 1;
    }
    println!("{compared} scenarios enumerated");
    assert!(compared > 40);
}
