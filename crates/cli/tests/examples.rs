//! Every case in `examples/`, held against what is expected of it.
//!
//! `examples/expected/NAME.toml` belongs to the case `examples/NAME.toml`, or to the folder `examples/NAME` with a
//! case and its briefs. Adding a case adds no code. An expectation file has
//!
//! * `about`, `source`: what is interesting about the case, and where its figures come from;
//! * `[[run]]`, each an invocation with `--format json`: `command` (`analyze` where none is given), further `options`,
//!   the expected `exit` code (0), `report`, `null` and `hidden`.
//!
//! `report` is what the JSON must contain: of a table, the keys given; of a list, as many elements, in any order, one
//! for each element given; numbers to nine digits. `null` lists dotted paths whose value must be null, `hidden` texts
//! that must not occur anywhere in what is printed.
//!
//! For every case, moreover: `check` finds nothing wrong, the certificate is accepted by `verify`, and one thread
//! prints the same bytes as four.

mod built;

use built::{names, program, read, root, scratch};
use libtest_mimic::{Arguments, Trial};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Output};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Two processes of a solver at a time are enough for a small machine.
    arguments.test_threads = arguments.test_threads.or(Some(2));
    let trials = cases().into_iter().flat_map(trials_of).chain([every_case_has_an_expectation()]);
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

/// A case and its name.
#[derive(Clone)]
struct Example {
    name: String,
    /// Relative to the root, as a user types it.
    path: String,
}

fn cases() -> Vec<Example> {
    let folder = root().join("examples");
    let files = names(&folder, ".toml").into_iter().map(|name| (format!("examples/{name}.toml"), name));
    let folders = names(&folder, "").into_iter().filter(|name| is_case(name) && folder.join(name).is_dir());
    let folders = folders.map(|name| (format!("examples/{name}"), name));
    files.chain(folders).map(|(path, name)| Example { name, path }).collect()
}

/// Whether a folder of `examples` is a case; the others hold expectations and tournaments of cases, and reports to read.
fn is_case(name: &str) -> bool {
    !["expected", "reports", "tournaments"].contains(&name)
}

fn every_case_has_an_expectation() -> Trial {
    Trial::test("every case has an expectation, and every expectation a case", || {
        let mut cases: Vec<String> = cases().into_iter().map(|case| case.name).collect();
        cases.sort();
        let expected = names(&root().join("examples/expected"), ".toml");
        if cases == expected { Ok(()) } else { Err(format!("cases {cases:?}, expected {expected:?}").into()) }
    })
}

fn trials_of(example: Example) -> Vec<Trial> {
    type Test = fn(&Example) -> Result<(), String>;
    let tests: [(&str, Test); 4] = [
        ("says what is expected", says_what_is_expected),
        ("check finds nothing wrong", check_finds_nothing_wrong),
        ("its certificate is accepted", certificate_is_accepted),
        ("any number of threads prints the same", threads_print_the_same),
    ];
    let trial = |(what, test): (&str, Test)| {
        let example = example.clone();
        Trial::test(format!("{}: {what}", example.name), move || Ok(test(&example)?))
    };
    tests.into_iter().map(trial).collect()
}

fn says_what_is_expected(example: &Example) -> Result<(), String> {
    let path = root().join("examples/expected").join(format!("{}.toml", example.name));
    let expectation: Value = toml::from_str(&read(&path)?).map_err(|error| error.to_string())?;
    for text in ["about", "source"] {
        if expectation[text].as_str().is_none_or(str::is_empty) {
            return Err(format!("the expectation does not say `{text}`"));
        }
    }
    let runs = expectation["run"].as_array().ok_or("the expectation has no [[run]]")?;
    let complaints: Vec<String> = runs.iter().flat_map(|run| complaints_of(example, run)).collect();
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
}

/// What is wrong with one `[[run]]`.
fn complaints_of(example: &Example, run: &Value) -> Vec<String> {
    let known = ["command", "options", "exit", "report", "null", "hidden"];
    let keys = run.as_object().into_iter().flat_map(|run| run.keys());
    if let Some(key) = keys.into_iter().find(|key| !known.contains(&key.as_str())) {
        return vec![format!("a run has no key `{key}`")];
    }
    let command = run["command"].as_str().unwrap_or("analyze");
    let mut words = vec![command, &example.path, "--format", "json"];
    words.extend(strings(&run["options"]));
    let output = match mediant(&words) {
        Ok(output) => output,
        Err(error) => return vec![error],
    };
    let mut complaints = Vec::new();
    let exit = run["exit"].as_i64().unwrap_or(0);
    if output.status.code().map(i64::from) != Some(exit) {
        complaints.push(format!("{}, expected exit code {exit}: {}", output.status, error_text(&output)));
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &error_text(&output);
    let shown = strings(&run["hidden"]).filter(|text| printed.contains(text));
    complaints.extend(shown.map(|text| format!("`{text}` must not be shown")));
    if run.get("report").is_some() || run.get("null").is_some() {
        match serde_json::from_slice::<Value>(&output.stdout) {
            Ok(report) => {
                let missing =
                    strings(&run["null"]).filter(|path| !at(&report, path).is_some_and(Value::is_null));
                complaints.extend(missing.map(|path| format!("{path} is not null")));
                if let Some(expected) = run.get("report") {
                    complaints.extend(difference("", &report, expected));
                }
            }
            Err(error) => complaints.push(format!("no JSON: {error}: {}", error_text(&output))),
        }
    }
    let shown = words.join(" ");
    complaints.into_iter().map(|complaint| format!("mediant {shown}: {complaint}")).collect()
}

fn check_finds_nothing_wrong(example: &Example) -> Result<(), String> {
    success(mediant(&["check", &example.path])?)
}

fn certificate_is_accepted(example: &Example) -> Result<(), String> {
    let folder = scratch(&format!("certificate-{}", example.name))?;
    let certificate = folder.join("certificate.json");
    let certificate = certificate.to_str().ok_or("the build folder is not UTF-8")?;
    let analyzed = mediant(&["analyze", &example.path, "--certificate", certificate, "--format", "json"])?;
    let report = folder.join("report.json");
    #[expect(clippy::disallowed_methods, reason = "the report is read again by the command")]
    std::fs::write(&report, &analyzed.stdout).map_err(|error| error.to_string())?;
    let said: Value = serde_json::from_slice(&analyzed.stdout).map_err(|error| error.to_string())?;
    success(analyzed)?;
    if !Path::new(certificate).exists() {
        // Where it is not known whether there is a deal there may be nothing to prove.
        return if said["zopa"]["exists"].is_null() { Ok(()) } else { Err("nothing is proven".to_owned()) };
    }
    let report = report.to_str().ok_or("the build folder is not UTF-8")?;
    success(mediant(&["verify", certificate, &example.path, "--report", report])?)
}

fn threads_print_the_same(example: &Example) -> Result<(), String> {
    let report = |threads: &str| -> Result<Value, String> {
        let output = mediant(&["analyze", &example.path, "--format", "json", "--threads", threads])?;
        let mut report: Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("no JSON: {error}: {}", error_text(&output)))?;
        report["elapsed_ms"] = Value::Null;
        Ok(report)
    };
    let (one, four) = (report("1")?, report("4")?);
    if one == four { Ok(()) } else { Err("one thread and four disagree".to_owned()) }
}

fn mediant(words: &[&str]) -> Result<Output, String> {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_mediant"));
    let output = program(&binary, Path::new(&root())).args(words).output();
    output.map_err(|error| format!("mediant {}: {error}", words.join(" ")))
}

fn success(output: Output) -> Result<(), String> {
    let printed = String::from_utf8_lossy(&output.stdout);
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("{}: {printed}{}", output.status, error_text(&output)))
    }
}

fn error_text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The value at a dotted path.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

/// The first way in which the value does not contain what is expected.
fn difference(place: &str, value: &Value, expected: &Value) -> Option<String> {
    match (value, expected) {
        (Value::Object(found), Value::Object(wanted)) => wanted.iter().find_map(|(key, wanted)| {
            let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
            match found.get(key) {
                Some(found) => difference(&place, found, wanted),
                None => Some(format!("{place} is missing, expected {wanted}")),
            }
        }),
        (Value::Array(found), Value::Array(wanted)) => {
            let matched = found.len() == wanted.len() && matches_in_any_order(found, wanted);
            // One element is named in full where it is the only one in question.
            match (matched, found.as_slice(), wanted.as_slice()) {
                (true, ..) => None,
                (false, [found], [wanted]) => difference(&format!("{place}[0]"), found, wanted),
                _ => Some(format!("{place} is {value}, expected {expected} in any order")),
            }
        }
        (Value::Number(found), Value::Number(wanted)) => {
            let (found, wanted) = (found.as_f64()?, wanted.as_f64()?);
            let close = (found - wanted).abs() <= 1e-9 * found.abs().max(wanted.abs()).max(1.0);
            (!close).then(|| format!("{place} is {found}, expected {wanted}"))
        }
        _ => (value != expected).then(|| format!("{place} is {value}, expected {expected}")),
    }
}

/// Whether every expected element can be given an element of its own that contains it.
fn matches_in_any_order(found: &[Value], wanted: &[Value]) -> bool {
    let Some((first, rest)) = wanted.split_first() else { return true };
    let fits = |index: &usize| found.get(*index).is_some_and(|found| difference("", found, first).is_none());
    (0..found.len()).filter(fits).any(|index| {
        let mut left = found.to_vec();
        left.remove(index);
        matches_in_any_order(&left, rest)
    })
}
