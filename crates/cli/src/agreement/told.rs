//! What an agreement file proves, as a person reads it.

use crate::screen::plain;
use mediant_attest::agreement::{ActReport, Report};
use mediant_attest::{Line, Words};
use mediant_render::text::wrapped;

/// The report as text.
pub fn report(report: &Report, asked: &dyn Fn(&Line) -> bool, width: usize) -> String {
    let mut told = Told { text: String::new(), width };
    told.line(0, &plain(report.case.as_str()));
    told.line(2, &format!("case id: {}", report.case_id));
    if !report.faults.is_empty() {
        // Not the words either: they may be what was changed, and would be read as if they were proven.
        told.line(0, "The file was changed, or made wrongly. Nothing is proven by it.");
        return told.text;
    }
    if let Some(words) = &report.words {
        told.words(words);
    }
    for party in report.parties.iter().filter(|party| party.hold.is_ok()) {
        let hold = party.hold.as_ref().map(ToString::to_string).unwrap_or_default();
        told.text.push('\n');
        told.line(0, &format!("proven: {} {hold}", plain(party.party.name.as_str())));
        told.own_acts(report, &party.party.id, 2);
    }
    told.text.push('\n');
    told.line(0, "Not proven:");
    for party in &report.parties {
        if let Err(why) = &party.hold {
            let name = plain(party.party.name.as_str());
            let bound =
                if asked(&party.party.id) { "" } else { " (the agreement is said to bind without it)" };
            told.line(2, &format!("that {name} agreed{bound}: {why}"));
            // What it did do is proven all the same.
            told.own_acts(report, &party.party.id, 4);
        }
    }
    for act in &report.acts {
        if let Err(why) = &act.counts {
            let who = plain(act.act.person.name.as_str());
            told.line(
                2,
                &format!("act {} ({who} {}) does not count: {why}", act.number, act.act.deed.verb()),
            );
        }
    }
    for note in &report.notes {
        told.line(2, &plain(&note.to_string()));
    }
    told.text
}

struct Told {
    text: String,
    width: usize,
}

impl Told {
    /// A line, wrapped; what goes on is set two columns further in.
    fn line(&mut self, indent: usize, line: &str) {
        let lines = wrapped(line, self.width.saturating_sub(indent + 2));
        if line.is_empty() {
            self.text.push('\n');
            return;
        }
        for (index, line) in lines.iter().enumerate() {
            let indent = if index == 0 { indent } else { indent + 2 };
            self.text.push_str(&" ".repeat(indent));
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn words(&mut self, words: &Words) {
        self.text.push('\n');
        match words {
            Words::Draft(draft) => {
                let some = match words.is_whole() {
                    true => String::new(),
                    false => format!(", {} of its {} clauses", draft.clauses.len(), draft.of),
                };
                let title = plain(draft.title.as_str());
                self.line(0, &format!("The words: {title}, draft {}{some}", draft.number));
                for clause in &draft.clauses {
                    let heading = clause.heading.as_ref().map_or("", Line::as_str);
                    self.line(2, &plain(&format!("{}. {heading}", clause.number)));
                    clause.words.as_str().split('\n').for_each(|line| self.line(5, &plain(line)));
                }
            }
            Words::Package(package) => {
                let title = package.title.as_ref().map_or(package.id.as_str(), Line::as_str);
                self.line(0, &format!("The package: {}", plain(title)));
                for choice in &package.options {
                    self.line(2, &plain(&format!("{}: {}", choice.issue.name, choice.option.name)));
                }
            }
        }
    }

    /// What a party did with keys of its own, as far as it counts.
    fn own_acts(&mut self, report: &Report, party: &Line, indent: usize) {
        let own = report.acts.iter().filter(|act| act.act.party == *party);
        own.filter(|act| act.counts.is_ok()).for_each(|act| self.act(act, indent));
    }

    fn act(&mut self, report: &ActReport, indent: usize) {
        let act = &report.act;
        let office = act.office.as_ref().map_or(String::new(), |office| format!(", {office}"));
        let confirms = if act.confirms.is_some() { ", which the mediator had reported" } else { "" };
        let about = match act.deed.words() {
            Some(Words::Draft(draft)) if !act.deed.words().is_some_and(Words::is_whole) => {
                let numbers: Vec<String> =
                    draft.clauses.iter().map(|clause| clause.number.to_string()).collect();
                format!(" clause {}", numbers.join(", "))
            }
            _ => String::new(),
        };
        let did = format!(
            "act {}, {}: {}{office} ({}) {}{about}{confirms}",
            report.number,
            act.date,
            act.person.name,
            act.role.word(),
            act.deed.verb()
        );
        self.line(indent, &plain(&did));
        self.line(indent + 4, &format!("with the key: {}", report.public.words()));
        self.line(indent + 4, &format!("which is {}", report.trust));
    }
}
