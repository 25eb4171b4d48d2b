//! Labelled reports and what was read in them, in the forms that `read_score.py` reads.

use std::error::Error;
use std::path::Path;

use mediant_reader::events::Events;
use mediant_reader::parse::Model;
use mediant_reader::report::{Options, Report};
use mediant_reader::suggest::{Event, Fact, Judges, Linear, Reading, Suggestion};
use mediant_reader::training::labelled::Labelled;
use serde_json::{Value, json};

/// Writes `gold/NAME.txt`, `gold/NAME.json` and `read/NAME.json` into a folder.
pub fn write(
    folder: &Path,
    reports: &[(String, Labelled)],
    events: &Events,
    judges: Judges<'_>,
) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder.join("gold"))?;
    std::fs::create_dir_all(folder.join("read"))?;
    for (name, report) in reports {
        std::fs::write(folder.join("gold").join(format!("{name}.txt")), &report.text)?;
        std::fs::write(folder.join("gold").join(format!("{name}.json")), gold_of(name, report).to_string())?;
        let read =
            Reading::with(Report::read(&report.text, &Options::default())?, Model::english(), events, judges);
        let suggestions: Vec<Value> = read.suggestions.iter().map(suggestion).collect();
        let read = json!({ "suggestions": suggestions });
        std::fs::write(folder.join("read").join(format!("{name}.json")), read.to_string())?;
    }
    Ok(())
}

/// Reads every text of a folder with the models in some files, and writes `NAME.json` into another folder.
pub fn read(from: &Path, to: &Path, files: &[super::events::File]) -> Result<(), Box<dyn Error>> {
    let file = |name: &str| {
        let found = files.iter().find(|(of, _)| *of == name);
        found.map(|(_, bytes)| bytes.as_slice()).ok_or(format!("{name} was not trained"))
    };
    let events = Events::read(file("events.bin")?)?;
    let [speakers, days, befallen] =
        [file("speakers.bin")?, file("days.bin")?, file("befallen.bin")?].map(Linear::read);
    let (speakers, days, befallen) = (speakers?, days?, befallen?);
    let judges = Judges { speakers: &speakers, days: &days, befallen: &befallen };
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        if path.extension().is_none_or(|end| end != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        let report = Report::read(&text, &Options::default())?;
        let read = Reading::with(report, Model::english(), &events, judges);
        let suggestions: Vec<Value> = read.suggestions.iter().map(suggestion).collect();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a name")?;
        std::fs::write(to.join(format!("{name}.json")), json!({ "suggestions": suggestions }).to_string())?;
    }
    Ok(())
}

fn gold_of(name: &str, report: &Labelled) -> Value {
    let exact = |range: &std::ops::Range<usize>| {
        let words = &report.text[range.clone()];
        let nth = report.text.match_indices(words).take_while(|(at, _)| *at <= range.start).count();
        (words, nth)
    };
    let mut facts = Vec::new();
    let mut traps = Vec::new();
    for fact in &report.facts {
        let (words, nth) = exact(&fact.at);
        if fact.kind == "trap" {
            traps.push(json!({ "exact": words, "nth": nth, "why": fact.what }));
            continue;
        }
        let field = |name: &str| fact.fields.get(name);
        let mut value = json!({ "kind": fact.kind, "on": field("on"), "exact": words, "nth": nth });
        match fact.kind.as_str() {
            "statement" => {
                value["content"] = json!(words);
                value["speaker"] = json!(field("by"));
                value["stance"] = json!(fact.what);
                value["quote"] = json!(field("quote"));
                if let Some(other) = field("or") {
                    value["stance_or"] = json!(other);
                }
                for (name, range) in [("rest", &fact.rest), ("condition", &fact.condition)] {
                    if let Some(range) = range {
                        value[name] = json!(&report.text[range.clone()]);
                    }
                }
            }
            "session" => value["status"] = json!(fact.what),
            "status" => value["what"] = json!(fact.what),
            "alternative" => {
                value["direction"] = json!(fact.what);
                value["party"] = json!(field("party"));
            }
            _ => {
                value["event"] = json!(fact.what);
                value["who"] = json!(field("who"));
            }
        }
        facts.push(value);
    }
    let parties: Vec<Value> =
        report.parties.iter().map(|(id, forms)| json!({ "id": id, "forms": forms })).collect();
    let people: Vec<Value> = report
        .people
        .iter()
        .map(|[name, office, party]| {
            json!({ "name": name, "office": office, "party": if party == "-" { None } else { Some(party) } })
        })
        .collect();
    json!({ "report": format!("{name}.txt"), "parties": parties, "people": people, "facts": facts, "not_facts": traps })
}

fn suggestion(found: &Suggestion<'_>) -> Value {
    let mut value = json!({
        "kind": found.fact.kind(), "at": [found.at.start(), found.at.end()],
        "also": found.also.iter().map(|at| [at.start(), at.end()]).collect::<Vec<_>>(),
        "shown": found.shown, "confidence": found.confidence, "sure": f64::from(found.sure) / 10_000.0, "rule": found.rule,
    });
    match &found.fact {
        Fact::Statement { speaker, stance, on, .. } => {
            value["speaker"] = json!(speaker.map(|field| field.value.as_str()));
            value["stance"] = json!(stance.name());
            value["on"] = json!(on.map(|field| field.value.to_string()));
        }
        Fact::Session { state, on, .. } => {
            value["status"] = json!(state.name());
            value["on"] = json!(on.map(|field| field.value.to_string()));
        }
        Fact::Status { kind, on } => {
            value["what"] = json!(kind.name());
            value["on"] = json!(on.map(|field| field.value.to_string()));
        }
        Fact::Alternative { party, way } => {
            value["party"] = json!(party.map(|field| field.value.as_str()));
            value["direction"] = json!(way.name());
        }
        Fact::Person { change, who, on, .. } => {
            value["event"] = json!(change.name());
            value["who"] = json!(who.map(|field| field.value.as_str()));
            value["on"] = json!(on.map(|field| field.value.to_string()));
        }
    }
    value
}
