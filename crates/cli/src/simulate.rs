//! `mediant simulate`: strategies of the literature negotiate.

use crate::arguments::simulate::{ProtocolName, Simulate};
use crate::arguments::{Format, Paths};
use crate::failure::CliError;
use crate::patience::Patience;
use crate::{input, output_file, picture_file, screen};
use mediant_render::picture::Course;
use mediant_render::text::wrapped;
use mediant_render::{Posed, run as run_text};
use mediant_sim::strategies::{ENTRIES, Entry};
use mediant_sim::{Limits, Protocol, Run, Scenario, ScenarioError, Shuttle, SingleText, Spec, SpecError};
use std::path::Path;
use std::time::Duration;

/// Plays, and prints and writes what was asked for once everything is there.
pub fn run(arguments: &Simulate) -> Result<(), CliError> {
    if arguments.list {
        return screen::print(&list(screen::width()));
    }
    picture_file::expect(arguments.picture.as_deref())?;
    if arguments.format == Format::Markdown {
        return Err(CliError::usage(
            "a run is not written as Markdown",
            "use `--format text` or `--format json`",
        ));
    }
    let asked = match &arguments.replay {
        Some(_) => None,
        None => Some((specs(arguments)?, protocol(arguments)?)),
    };
    let input = Paths { paths: arguments.paths.clone(), lenient: false };
    let posed = input::posed(&input, None, None)?;
    let scenario = Scenario::new(posed.problem.clone(), &posed.briefs).map_err(unfit)?;
    let run = match (&arguments.replay, asked) {
        (Some(path), _) => replayed(path, &scenario)?,
        (None, Some((specs, protocol))) => played(arguments, &scenario, specs, &protocol)?,
        (None, None) => return Err(CliError::Internal("there is nothing to play".to_owned())),
    };
    let json = run.to_json().map_err(|error| CliError::Internal(error.to_string()))? + "\n";
    let output = match arguments.format {
        Format::Json => json.clone(),
        Format::Text | Format::Markdown => {
            let text = run_text::render(&posed.case.title, &scenario, &run, screen::width());
            match &arguments.replay {
                Some(path) => format!("{text}\nReplayed: every byte is as in {}.\n", path.display()),
                None => text,
            }
        }
    };
    let mut files: Vec<(&Path, Vec<u8>)> = Vec::new();
    if let Some(path) = &arguments.picture {
        files.push((path, drawn(&posed, &scenario, &run, path)?));
    }
    if let Some(path) = &arguments.record {
        files.push((path, json.into_bytes()));
    }
    for (path, content) in files {
        output_file::write_whole(path, &content).map_err(|error| CliError::unwritten(path, &error))?;
    }
    screen::print(&output)
}

fn specs(arguments: &Simulate) -> Result<Vec<Spec>, CliError> {
    let text = arguments.strategies.as_deref().unwrap_or_default();
    let specs: Result<Vec<Spec>, SpecError> = apart(text).into_iter().map(str::parse).collect();
    let specs = specs.map_err(|error| CliError::usage(error.to_string(), error.help()))?;
    let name = match arguments.protocol {
        ProtocolName::Alternating => "alternating",
        ProtocolName::SingleText => "single-text",
        ProtocolName::Overlap => "overlap",
        ProtocolName::Shuttle => "shuttle",
    };
    match specs.iter().map(Spec::entry).find(|entry| !entry.protocols.contains(&name)) {
        None => Ok(specs),
        Some(entry) => {
            let message = format!("the strategy `{}` does not play the protocol `{name}`", entry.name);
            Err(CliError::usage(message, format!("it plays {}", entry.protocols.join(", "))))
        }
    }
}

/// The parts between commas that stand in no brackets.
fn apart(text: &str) -> Vec<&str> {
    let mut depth = 0i32;
    let parts = text.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth <= 0
    });
    parts.map(str::trim).collect()
}

fn protocol(arguments: &Simulate) -> Result<Protocol, CliError> {
    if arguments.temperature.is_some() && arguments.protocol != ProtocolName::SingleText {
        let message = "`--temperature` is for the mediator of a single text";
        return Err(CliError::usage(message, "leave it out, or add `--protocol single-text`"));
    }
    Ok(match arguments.protocol {
        ProtocolName::Alternating => Protocol::Alternating,
        ProtocolName::SingleText => {
            Protocol::SingleText(SingleText { temperature: arguments.temperature.unwrap_or(0.0) })
        }
        ProtocolName::Overlap => Protocol::Overlap,
        ProtocolName::Shuttle => Protocol::Shuttle(Shuttle::default()),
    })
}

fn unfit(error: ScenarioError) -> CliError {
    let help = match &error {
        ScenarioError::TooFewParties => "a negotiation to simulate needs two parties or more",
        ScenarioError::NoPoints(_) => {
            "a strategy needs to know what packages are worth to its party: state points for every party"
        }
        ScenarioError::NothingToOffer(_) => "`mediant analyze` shows which statements stand in the way",
    };
    CliError::usage(format!("this negotiation cannot be simulated: {error}"), help)
}

fn played(
    arguments: &Simulate,
    scenario: &Scenario,
    mut specs: Vec<Spec>,
    protocol: &Protocol,
) -> Result<Run, CliError> {
    let parties = scenario.party_count();
    if let [alone] = specs.as_slice() {
        specs = vec![alone.clone(); parties];
    }
    let names: Vec<String> = specs.iter().map(Spec::to_string).collect();
    let mut seats: Vec<_> = specs.iter().map(Spec::make).collect();
    let limits = Limits::rounds(arguments.rounds);
    mediant_sim::record(scenario, &mut seats, &names, protocol, &limits, arguments.seed).map_err(|error| {
        let ids = scenario.problem().parties.iter().map(|party| format!("`{}`", party.id));
        let ids: Vec<String> = ids.collect();
        CliError::usage(
            error.to_string(),
            format!("name one strategy for all, or one each for {}", ids.join(", ")),
        )
    })
}

fn replayed(path: &Path, scenario: &Scenario) -> Result<Run, CliError> {
    let text = input::certificate(path)?;
    let unread = |why: String| {
        let message = format!("`{}` is not a run: {why}", path.display());
        CliError::usage(message, "give a file that `mediant simulate --record` wrote")
    };
    let run: Run = serde_json::from_str(&text).map_err(|error| unread(error.to_string()))?;
    if run.mediant_run != Run::VERSION {
        return Err(unread(format!("it has the version {}, and {} is read", run.mediant_run, Run::VERSION)));
    }
    let again = run.replay(scenario).map_err(|error| {
        let message = format!("`{}` cannot be replayed: {error}", path.display());
        CliError::usage(message, "name the files that it was recorded with, unchanged")
    })?;
    let json = again.to_json().map_err(|error| CliError::Internal(error.to_string()))? + "\n";
    if json == text {
        return Ok(again);
    }
    let differ = |(a, b): (&str, &str)| a != b;
    let line = json.lines().zip(text.lines()).position(differ);
    let line = line.unwrap_or_else(|| json.lines().count().min(text.lines().count())) + 1;
    let message = format!("{}:{line}: the run differs here from what is played again", path.display());
    Err(CliError::usage(message, "the file was changed, or was recorded by another version"))
}

/// So long the efficient packages are looked for.
const BUDGET: Duration = Duration::from_secs(20);

fn drawn(posed: &Posed, scenario: &Scenario, run: &Run, path: &Path) -> Result<Vec<u8>, CliError> {
    let patience = Patience::new(Some(BUDGET));
    let settings = mediant_engine::Settings { all: true, ..mediant_engine::Settings::default() };
    let frontier = match posed.problem.parties.len() {
        2 => mediant_engine::analyze(&posed.problem, &settings, &patience).frontier,
        // More than two worths have no plane.
        _ => None,
    };
    patience.finish();
    let points = frontier.iter().flat_map(|frontier| &frontier.points);
    let points: Vec<Vec<i64>> = points.map(|point| point.utilities.clone()).collect();
    picture_file::drawn(&Course::new(&posed.case.title, scenario, run, &points).scene(), path)
}

fn list(width: usize) -> String {
    ENTRIES.iter().map(|entry| listed(entry, width)).collect::<Vec<_>>().join("\n")
}

fn listed(entry: &Entry, width: usize) -> String {
    let mut lines = vec![entry.name.to_owned()];
    let mut say = |text: String| {
        lines.extend(wrapped(&text, width.saturating_sub(4)).into_iter().map(|line| format!("    {line}")));
    };
    say(format!("{}.", sentence(entry.summary)));
    for parameter in entry.parameters {
        say(format!(
            "{}={} ({} to {}): {}.",
            parameter.name, parameter.default, parameter.least, parameter.most, parameter.meaning
        ));
    }
    say(format!("Plays: {}.", entry.protocols.join(", ")));
    say(format!("Source: {}.", entry.source));
    if let Some(departure) = entry.departure {
        say(format!("Differs: {departure}."));
    }
    lines.join("\n") + "\n"
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn commas_in_brackets_do_not_part() {
        assert_eq!(apart("boulware, conceder"), ["boulware", "conceder"]);
        assert_eq!(apart("time-dependent(e=0.2, k=0.1),micro"), ["time-dependent(e=0.2, k=0.1)", "micro"]);
        assert_eq!(apart("a,"), ["a", ""]);
    }
}
