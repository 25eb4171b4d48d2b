//! Reading a specification, every problem with its place.

use super::{Roles, Specification};
use crate::roster::{Entrant, Roster};
use mediant_formats::native::fields::{Diagnostics, Fields, FromToml, Value};
use mediant_model::Number;
use mediant_model::spelling::{did_you_mean, quoted};
use mediant_sim::{Limits, Protocol, Shuttle, SingleText};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Scenarios that a specification names: a path or a pattern, relative to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As it is written.
    pub path: String,
    /// What results are to call it; for a single scenario only.
    pub label: Option<String>,
    /// Where it stands in the file, in bytes.
    pub span: Range<usize>,
}

/// Reads the top table of a specification: its values, as far as they can be read, and the scenarios it names.
///
/// Problems are noted; what is returned is to be used only when there are none.
pub fn read<'t>(
    top: &DeTable<'t>,
    roster: &dyn Roster,
    default_title: &str,
    problems: &Diagnostics<'_>,
) -> (Specification, Vec<Pattern>) {
    let fields = Fields::of_table(top, 0..1, "a tournament", problems);
    check_version(&fields);
    let protocol = protocol(&fields);
    let specification = Specification {
        title: fields.optional("title").unwrap_or_else(|| default_title.to_owned()),
        seed: fields.optional::<usize>("seed").unwrap_or(1) as u64,
        repetitions: count(&fields, "repetitions").unwrap_or(1),
        rounds: required_count(&fields, "rounds"),
        effort: fields.value("effort").and_then(|value| effort(value, problems)).unwrap_or(Limits::EFFORT),
        roles: fields.word("roles", &[("all", Roles::All), ("once", Roles::Once)]).unwrap_or(Roles::All),
        self_play: fields.optional("self_play").unwrap_or(true),
        entrants: entrants(&fields, roster, &protocol),
        protocol,
    };
    let patterns = patterns(&fields);
    fields.close();
    (specification, patterns)
}

const VERSION_KEY: &str = "mediant_tournament";

fn check_version(fields: &Fields<'_, '_>) {
    let Some(value) = fields.value(VERSION_KEY) else {
        let message = format!("this does not say `{VERSION_KEY} = 1`");
        return fields.problems().error_help(
            0..1,
            message,
            "write it at the top, if the file describes a tournament",
        );
    };
    match usize::from_toml(value, fields.problems()) {
        Some(1) | None => {}
        Some(other) => {
            let message =
                format!("`{VERSION_KEY} = {other}` is a version of the format that is not known here");
            fields.problems().error_help(value.span(), message, "this program reads version 1");
        }
    }
}

/// A whole number from 1; `None` where it is missing or was complained about.
fn count(fields: &Fields<'_, '_>, key: &'static str) -> Option<u32> {
    let value = fields.value(key)?;
    let found = usize::from_toml(value, fields.problems())?;
    match u32::try_from(found) {
        Ok(0) => {
            let message = format!("with `{key} = 0` nothing would be negotiated");
            fields.problems().error_help(value.span(), message, "give at least 1");
            None
        }
        Ok(found) if found <= Specification::COUNT_MAX => Some(found),
        _ => {
            let message = format!("`{key}` may be at most {}", Specification::COUNT_MAX);
            fields.problems().error_help(value.span(), message, "give a smaller number");
            None
        }
    }
}

fn required_count(fields: &Fields<'_, '_>, key: &'static str) -> u32 {
    if fields.value(key).is_none() {
        fields.missing(key);
    }
    count(fields, key).unwrap_or(1)
}

fn effort(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<u64> {
    let found = usize::from_toml(value, problems)?;
    if found == 0 {
        problems.error_help(value.span(), "with `effort = 0` no strategy could move", "give at least 1,000");
        return None;
    }
    Some(found as u64)
}

/// The protocol: a name, or a table with its name and settings.
fn protocol(fields: &Fields<'_, '_>) -> Protocol {
    let problems = fields.problems();
    let Some(value) = fields.value("protocol") else { return Protocol::Alternating };
    let (named, settings) = match value.get_ref() {
        DeValue::Table(_) => {
            let Some(settings) = Fields::new(value, "the protocol", problems) else {
                return Protocol::Alternating;
            };
            let Some(name) = settings.required::<String>("name") else { return Protocol::Alternating };
            ((name, settings.value("name").map_or(value.span(), |name| name.span())), Some(settings))
        }
        _ => match String::from_toml(value, problems) {
            Some(name) => ((name, value.span()), None),
            None => return Protocol::Alternating,
        },
    };
    let (name, span) = named;
    let protocol = match name.as_str() {
        "alternating" => Protocol::Alternating,
        "overlap" => Protocol::Overlap,
        "shuttle" => Protocol::Shuttle(Shuttle {
            coupled: settings.as_ref().and_then(|settings| settings.optional("coupled")).unwrap_or(false),
            forms: settings.as_ref().and_then(|settings| settings.optional("forms")).unwrap_or(true),
        }),
        "single-text" => Protocol::SingleText(SingleText {
            temperature: settings.as_ref().and_then(temperature).unwrap_or_default(),
        }),
        _ => {
            let help = did_you_mean(&name, ["alternating", "single-text", "overlap", "shuttle"]);
            let message = format!("there is no protocol {}", quoted(&name));
            problems.error_help(
                span,
                message,
                help.unwrap_or_else(|| "leave it out for `alternating`".to_owned()),
            );
            Protocol::Alternating
        }
    };
    if let Some(settings) = settings {
        settings.close();
    }
    protocol
}

fn temperature(settings: &Fields<'_, '_>) -> Option<f64> {
    let value = settings.value("temperature")?;
    let found = Number::from_toml(value, settings.problems())?.to_f64();
    if (0.0..=1.0).contains(&found) {
        return Some(found);
    }
    let message = "`temperature` is a probability, from 0 to 1";
    settings.problems().error_help(value.span(), message, "give 0 for a mediator who climbs");
    None
}

fn entrants(fields: &Fields<'_, '_>, roster: &dyn Roster, protocol: &Protocol) -> Vec<Entrant> {
    let problems = fields.problems();
    let mut entrants: Vec<Entrant> = Vec::new();
    for value in entries(fields, "strategies", "a strategy, such as `\"boulware\"`") {
        let Some((name, label)) = named(value, "strategy", problems) else { continue };
        let entrant = match roster.find(&name) {
            Ok(entrant) => entrant,
            Err(unknown) => {
                problems.error_help(value.span(), unknown.message, unknown.help);
                continue;
            }
        };
        let entrant = match label {
            Some(label) => entrant.labelled(label),
            None => entrant,
        };
        if !entrant.plays(protocol.name()) {
            let message = format!("{} is not made for the protocol `{}`", quoted(&name), protocol.name());
            let help = format!("it is made for {}", entrant.protocols.join(", "));
            problems.error_help(value.span(), message, help);
        }
        if entrants.iter().any(|other| other.label == entrant.label) {
            let message = format!("a second strategy would be called {}", quoted(&entrant.label));
            let help = "leave one out, or write `{ strategy = \"…\", label = \"…\" }`";
            problems.error_help(value.span(), message, help);
        }
        entrants.push(entrant);
    }
    entrants
}

fn patterns(fields: &Fields<'_, '_>) -> Vec<Pattern> {
    let problems = fields.problems();
    let mut patterns = Vec::new();
    for value in
        entries(fields, "scenarios", "a scenario: the path of a folder or file, or a pattern with `*`")
    {
        if let Some((path, label)) = named(value, "path", problems) {
            patterns.push(Pattern { path, label, span: value.span() });
        }
    }
    patterns
}

/// The elements of a list that must be there and must not be empty.
fn entries<'a, 't>(fields: &Fields<'a, 't>, key: &'static str, what: &str) -> &'a [Value<'t>] {
    let Some(value) = fields.value(key) else {
        fields.missing(key);
        return &[];
    };
    match value.get_ref() {
        DeValue::Array(list) if !list.is_empty() => list,
        DeValue::Array(_) => {
            let message = format!("`{key}` is empty, so nothing would be negotiated");
            fields.problems().error_help(value.span(), message, format!("name at least {what}"));
            &[]
        }
        DeValue::String(_) => std::slice::from_ref(value),
        _ => {
            let message = format!("`{key}` is a list");
            fields.problems().error_help(value.span(), message, format!("each element is {what}"));
            &[]
        }
    }
}

/// Text, or a table with the text under `key` and perhaps a `label`.
fn named(
    value: &Value<'_>,
    key: &'static str,
    problems: &Diagnostics<'_>,
) -> Option<(String, Option<String>)> {
    let DeValue::Table(_) = value.get_ref() else {
        return String::from_toml(value, problems).map(|text| (text, None));
    };
    let fields = Fields::new(value, "this entry", problems)?;
    let (text, label) = (fields.required::<String>(key), fields.optional::<String>("label"));
    if let (Some(label), Some(value)) = (&label, fields.value("label"))
        && label.trim().is_empty()
    {
        problems.error_help(value.span(), "a label is empty", "leave it out to use the name itself");
    }
    fields.close();
    Some((text?, label))
}
