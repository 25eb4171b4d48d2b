//! Every scenario file loads, and means what an independent brute force found it to mean.
//!
//! The files are not part of this repository; without them the tests say that they skip.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where its set-up fails")]

use mediant_formats::{Format, InputFile, Negotiation, convert};
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
    let shown = |units: Vec<i64>| {
        units.into_iter().enumerate().map(|(party, units)| problem.shown(party, units)).collect()
    };
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
            assert!(close(problem.shown(party, units), *reserved), "{name}: reservation of party {party}");
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

#[expect(clippy::disallowed_methods, reason = "a test reads its input itself")]
fn json(path: &Path) -> serde_json::Value {
    serde_json::from_str(&std::fs::read_to_string(path).expect("readable")).expect("JSON")
}

/// The greatest product of gains over reservation values, by enumeration, and the utilities where it is.
fn nash(problem: &Problem) -> (f64, Vec<f64>) {
    let mut best = (f64::NEG_INFINITY, Vec::new());
    let mut package = vec![0u32; problem.issues.len()];
    loop {
        if problem.is_unanimously_acceptable(&package) {
            let parties = 0..problem.parties.len();
            let utilities: Vec<i64> =
                parties.clone().map(|p| problem.utility(p, &package).expect("points")).collect();
            let gains =
                parties.map(|p| problem.shown(p, utilities[p] - problem.reservation(p).expect("one")));
            let product: f64 = gains.product();
            if product > best.0 {
                best = (
                    product,
                    utilities.iter().enumerate().map(|(p, units)| problem.shown(p, *units)).collect(),
                );
            }
        }
        let next = (0..package.len()).find(|i| (package[*i] as usize) + 1 < problem.issues[*i].options.len());
        let Some(issue) = next else { return best };
        package[..issue].fill(0);
        package[issue] += 1;
    }
}

#[test]
fn negolog_scenarios_mean_what_their_own_lists_say() {
    let Some(shared) = shared() else { return };
    for name in ["domain9", "domain15", "domain57", "domainBalancedHighOpp", "domainUnbalancedHighOpp"] {
        let folder = shared.join("scenarios/negolog").join(name);
        let (_, problem) = load(&folder);
        let parties: Vec<&str> = problem.parties.iter().map(|party| party.id.as_str()).collect();
        assert_eq!(parties, ["profileA", "profileB"]);
        let specs = json(&folder.join("specs.json"));
        assert_eq!(problem.package_count().to_string(), specs["NumberOfBids"].to_string(), "{name}");
        // Which of several Nash points is listed is chance; the product is not.
        let (product, _) = nash(&problem);
        let listed = ["Nash_A", "Nash_B"].map(|key| specs[key].as_f64().expect("a number"));
        assert!(close(product, listed[0] * listed[1]), "{name}: {product}");
    }
}

#[test]
fn geniusweb_scenarios_load_with_their_reservation_bids() {
    let Some(shared) = shared() else { return };
    let catalogue = [("FlightBooking", 36), ("JapnTrip", 192), ("Fitness", 1280), ("Party", 3072)];
    for (name, packages) in catalogue {
        let (negotiation, problem) = load(&shared.join("scenarios/geniusweb").join(name));
        assert_eq!(problem.package_count().to_string(), packages.to_string(), "{name}");
        assert_eq!(problem.parties.len(), 2, "{name}");
        for (party, brief) in negotiation.briefs.iter().enumerate() {
            let points = brief.points.as_ref().expect("points");
            let sum =
                points.issues.values().fold(mediant_model::Number::zero(), |sum, issue| &sum + &issue.weight);
            assert_eq!(sum, mediant_model::Number::one());
            assert!(problem.reservation(party).expect("one") >= 0);
        }
    }
    // Running 0.2·0.15, three hours 0.22·0.05, 40 km 0.25·0.3, bootcamp 0.14·0.3, $50 0.2·0.2.
    let (_, fitness) = load(&shared.join("scenarios/geniusweb/Fitness"));
    assert!(close(fitness.shown(0, fitness.reservation(0).expect("stated")), 0.198));
}

#[test]
fn cases_mean_what_was_computed_from_them() {
    let Some(shared) = shared() else { return };
    for name in ["scorable-base", "scorable-game1", "scorable-base_7players", "thompson-employment"] {
        let path = shared.join("cases").join(format!("{name}.json"));
        let (_, problem) = load_file(&path);
        let case = json(&path);
        let found = |key: &str| {
            [&case["published"][key], &case["computed"][key]].into_iter().find_map(|x| x.as_u64())
        };
        assert_eq!(
            Some(problem.package_count().to_string()),
            found("n_outcomes").map(|n| n.to_string()),
            "{name}"
        );
        let (mut passing, mut unanimous) = (0, 0);
        let mut package = vec![0u32; problem.issues.len()];
        loop {
            passing += u64::from(problem.passes_rule(&package));
            unanimous += u64::from(problem.is_unanimously_acceptable(&package));
            let next =
                (0..package.len()).find(|i| (package[*i] as usize) + 1 < problem.issues[*i].options.len());
            let Some(issue) = next else { break };
            package[..issue].fill(0);
            package[issue] += 1;
        }
        assert_eq!(Some(unanimous), found("n_meeting_all_reservations"), "{name}");
        assert_eq!(passing, found("n_passing_rule").unwrap_or(unanimous), "{name}");
    }
    let (_, barter) = load_file(&shared.join("cases/nash-1950-bill-jack.json"));
    assert_eq!(barter.package_count().to_string(), "512");
    assert_eq!(nash(&barter), (60.0, vec![12.0, 5.0]));
    assert_eq!(enumerate(&barter).2, 293);
}

#[expect(clippy::disallowed_methods, reason = "a test reads its input itself")]
fn load_file(path: &Path) -> (Negotiation, Problem) {
    let file = InputFile::new(path.to_string_lossy(), std::fs::read(path).expect("readable"));
    let (negotiation, _) = mediant_formats::read(&[file]).unwrap_or_else(|found| panic!("{}", found[0]));
    let problem =
        Problem::compile(&negotiation.case, &negotiation.briefs, &Options::default()).expect("a problem");
    (negotiation, problem)
}

/// Everything that packages are worth and who accepts them, apart from names to show.
fn meaning(problem: &Problem) -> String {
    let mut parties: Vec<String> = Vec::new();
    for party in &problem.parties {
        let exact = |units: i64| party.scale.exact(units);
        let utility = party.utility.as_ref().expect("points");
        let values: Vec<Vec<_>> =
            utility.values.iter().map(|v| v.iter().map(|u| exact(*u)).collect()).collect();
        let boxes: Vec<_> = utility.interactions.iter().map(|x| (&x.region, exact(x.points))).collect();
        let rest = (exact(utility.constant), utility.cap.map(exact));
        let reservation = party.reservation.as_ref().map(|r| exact(r.firm));
        parties.push(format!("{} {} {values:?} {boxes:?} {rest:?} {reservation:?}", party.id, party.veto));
    }
    parties.sort();
    let issues: Vec<_> = problem.issues.iter().map(|issue| (&issue.id, &issue.options)).collect();
    format!("{parties:?} {issues:?} {}", problem.quorum)
}

fn folders(shared: &Path, kind: &str) -> Vec<PathBuf> {
    let catalogue = shared.join("scenarios/CATALOG.tsv");
    #[expect(clippy::disallowed_methods, reason = "a test reads its input itself")]
    let catalogue = std::fs::read_to_string(catalogue).expect("the catalogue");
    let paths = catalogue.lines().skip(1).filter_map(|line| line.split('\t').next());
    paths.filter(|path| path.starts_with(kind)).map(|path| shared.join("scenarios").join(path)).collect()
}

#[test]
fn what_is_written_without_loss_reads_back_the_same() {
    let Some(shared) = shared() else { return };
    let mut lossless = std::collections::BTreeMap::new();
    for (kind, own) in
        [("genius/", Format::Genius), ("geniusweb/", Format::GeniusWeb), ("negolog/", Format::NegoLog)]
    {
        for folder in folders(&shared, kind) {
            let (negotiation, problem) = load(&folder);
            for format in Format::ALL {
                let converted = match convert(&negotiation, format) {
                    Ok(converted) => converted,
                    // What is left of rectangles in a format without them is nothing that any package reaches.
                    Err(refused) => {
                        let boxed = negotiation.briefs.iter().any(|brief| {
                            brief.points.as_ref().is_some_and(|points| !points.interactions.is_empty())
                        });
                        assert!(boxed && format != own, "{}: {refused}", folder.display());
                        continue;
                    }
                };
                let files: Vec<InputFile> =
                    converted.files.iter().map(|(name, text)| InputFile::new(name, text.as_str())).collect();
                let read = mediant_formats::read(&files);
                let (again, _) =
                    read.unwrap_or_else(|found| panic!("{} as {format}: {}", folder.display(), found[0]));
                let again =
                    Problem::compile(&again.case, &again.briefs, &Options::default()).expect("a problem");
                assert_eq!(again.package_count(), problem.package_count());
                if format == own {
                    assert!(converted.losses.is_empty(), "{}: {:?}", folder.display(), converted.losses);
                }
                if converted.losses.is_empty() {
                    assert!(meaning(&again) == meaning(&problem), "{} as {format}", folder.display());
                    *lossless.entry((kind, format)).or_insert(0) += 1;
                }
            }
        }
    }
    println!("written without loss: {lossless:?}");
}
