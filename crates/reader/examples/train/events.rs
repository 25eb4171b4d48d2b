//! What clauses tell and the judges of fields, from the labelled reports.

use std::error::Error;
use std::path::{Path, PathBuf};

use mediant_reader::events::Events;
use mediant_reader::parse::Model;
use mediant_reader::suggest::{Judges, Linear};
use mediant_reader::training::choices::{Choices, Posed, choices, train_linear};
use mediant_reader::training::events::{EventPlan, examples, scores_of, train_events};
use mediant_reader::training::labelled::{self, Labelled};

/// Which reports are left out, and where they are written with what is read in them.
pub struct HeldOut {
    /// Every fifth report of a style, from this one on.
    pub from: usize,
    /// The folder.
    pub folder: PathBuf,
}

/// A file of a model: its name and its bytes.
pub type File = (&'static str, Vec<u8>);

/// A labelled report with its name and its number within its style.
type Numbered = (String, usize, Labelled);

/// Trains, and returns the files by their names.
pub fn train(folder: &Path, held_out: Option<&HeldOut>) -> Result<Vec<File>, Box<dyn Error>> {
    let model = Model::english();
    let (mut training, mut left, mut posed) = (Vec::new(), Vec::new(), Choices::default());
    for (name, number, report) in reports(folder)? {
        if held_out.is_some_and(|held| number % 5 == held.from % 5) {
            left.push((name, report));
        } else {
            choices(&report, model, &mut posed).map_err(|fault| format!("{name}: {fault}"))?;
            training.push(examples(&report, model).map_err(|fault| format!("{name}: {fault}"))?);
        }
    }
    let count: usize = training.iter().map(Vec::len).sum();
    println!("{} reports, {count} clauses and pieces of what is said", training.len());
    let mut asked = Choices::default();
    for (name, report) in &left {
        choices(report, model, &mut asked).map_err(|fault| format!("{name}: {fault}"))?;
    }
    let judge = |name: &str, posed: &Posed, asked: &Posed| {
        let judge: Linear = train_linear(posed);
        let ([_, some, right], [all, offered, chosen]) = (posed.chosen(&judge), asked.chosen(&judge));
        println!("{name}: {some} choices, {right} of them right, {} weights", judge.len());
        if all > 0 {
            println!("  left out: {all} choices, {offered} with a right candidate, {chosen} right");
        }
        judge
    };
    let speakers = judge("speakers", &posed.speakers, &asked.speakers);
    let days = judge("days", &posed.days, &asked.days);
    let befallen = judge("befallen", &posed.befallen, &asked.befallen);
    let plan = EventPlan::default();
    let bytes =
        train_events(&plan, &training, |round, loss| println!("round {round}: loss {loss:.4}")).write();

    let events = Events::read(&bytes)?;
    if let Some(held) = held_out {
        let kept: Vec<_> =
            left.iter().map(|(_, report)| examples(report, model)).collect::<Result<_, _>>()?;
        println!("left out:");
        scores_of(&events, &kept).iter().for_each(|line| println!("  {line}"));
        let judges = Judges { speakers: &speakers, days: &days, befallen: &befallen };
        super::gold::write(&held.folder, &left, &events, judges)?;
    }
    Ok(vec![
        ("events.bin", bytes),
        ("speakers.bin", speakers.write()),
        ("days.bin", days.write()),
        ("befallen.bin", befallen.write()),
    ])
}

/// Every labelled report with its name and number, by name; paragraphs that have nothing to do with each other are reports of their own.
fn reports(folder: &Path) -> Result<Vec<Numbered>, Box<dyn Error>> {
    let entries = std::fs::read_dir(folder)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    let mut all = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "txt")) {
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a name")?;
        let number = name
            .rsplit('-')
            .next()
            .and_then(|end| end.parse().ok())
            .ok_or(format!("{name} has no number"))?;
        let report =
            labelled::read(&std::fs::read_to_string(path)?).map_err(|fault| format!("{name}: {fault}"))?;
        let parts = if name.starts_with("lines-") { report.paragraphs() } else { vec![report] };
        let several = parts.len() > 1;
        for (part, report) in parts.into_iter().enumerate() {
            let name = if several { format!("{name}-{part}") } else { name.to_owned() };
            all.push((name, number, report));
        }
    }
    Ok(all)
}
