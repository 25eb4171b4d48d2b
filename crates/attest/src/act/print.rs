//! An act as text. [`super::parse`] reads the same fields in the same order.

use super::{Act, Clause, Deed, HEADER, Named, Words};
use crate::{Line, Text};
use std::fmt::{Display, Write};

pub(super) fn act(act: &Act) -> String {
    let mut lines = Lines(format!("{HEADER}\n"));
    lines.field("case", &act.case);
    lines.field("case id", act.case_id);
    lines.field("parties", act.parties.len());
    for (number, party) in (1..).zip(&act.parties) {
        lines.named(&format!("party {number}"), party);
    }
    lines.field("for", &act.party);
    lines.named("person", &act.person);
    lines.optional("office", act.office.as_ref());
    lines.field("role", act.role.word());
    if let Some(mandate) = &act.mandate {
        lines.field("under mandate", &mandate.id);
        lines.optional("under mandate until", mandate.until.as_ref());
    }
    lines.field("date", &act.date);
    lines.field("does", act.deed.verb());
    lines.optional("confirms report", act.confirms.as_ref());
    lines.deed(&act.deed);
    lines.field("table length", act.table.length);
    lines.field("table link", act.table.link);
    match act.before {
        Some(before) => lines.field("act before", before),
        None => lines.field("act before", "none"),
    }
    lines.field("key", act.key);
    lines.0
}

pub(super) fn words(words: &Words) -> String {
    let mut lines = Lines(String::new());
    lines.words(words);
    lines.0
}

struct Lines(String);

impl Lines {
    fn field(&mut self, name: &str, value: impl Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{name}: {value}");
    }

    fn optional(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    fn named(&mut self, name: &str, named: &Named) {
        self.field(name, &named.id);
        self.field(&format!("{name} name"), &named.name);
    }

    fn text(&mut self, name: &str, text: &Text) {
        let _ = writeln!(self.0, "{name}:");
        for line in text.as_str().split('\n') {
            let _ = if line.is_empty() { writeln!(self.0, ">") } else { writeln!(self.0, "> {line}") };
        }
    }

    fn deed(&mut self, deed: &Deed) {
        match deed {
            Deed::Accepts(words)
            | Deed::AcceptsAdReferendum(words)
            | Deed::Signs(words)
            | Deed::Ratifies(words) => self.words(words),
            Deed::AgreesTo(communique) => {
                self.field("communiqué", &communique.id);
                self.text("communiqué words", &communique.words);
            }
            Deed::GivesMandate(mandate) | Deed::LimitsMandate(mandate) => {
                self.mandate(&mandate.id, &mandate.holder);
                match &mandate.issues {
                    None => self.field("issues", "all"),
                    Some(issues) => {
                        self.field("issues", issues.len());
                        for (number, issue) in (1..).zip(issues) {
                            self.named(&format!("issue {number}"), issue);
                        }
                    }
                }
                self.optional("from", mandate.from.as_ref());
                self.optional("until", mandate.until.as_ref());
            }
            Deed::RevokesMandate { mandate, holder, ends } => {
                self.mandate(mandate, holder);
                self.field("ends", ends);
            }
            Deed::VouchesFor(new) => {
                self.field("new key", new.public.line());
                if let Some((relying_party, origin)) = new.public.site() {
                    self.field("relying party", relying_party);
                    self.field("origin", origin);
                }
                self.field("new key words", new.public.words());
                self.named("holder", &new.holder);
                self.field("holder role", new.role.word());
            }
            Deed::RevokesKey { key, stand } => {
                self.field("revoked key", key);
                self.field("acts that stand", stand.len());
                for (number, act) in (1..).zip(stand) {
                    self.field(&format!("act {number}"), act);
                }
            }
        }
    }

    fn mandate(&mut self, id: &Line, holder: &Named) {
        self.field("mandate", id);
        self.named("mandate holder", holder);
    }

    fn words(&mut self, words: &Words) {
        match words {
            Words::Draft(draft) => {
                self.field("draft", &draft.id);
                self.field("draft version", draft.number);
                self.field("draft title", &draft.title);
                self.field("clauses", format_args!("{} of {}", draft.clauses.len(), draft.of));
                draft.clauses.iter().for_each(|clause| self.clause(clause));
            }
            Words::Package(package) => {
                self.field("package", &package.id);
                self.optional("package title", package.title.as_ref());
                self.field("options", package.options.len());
                for (number, choice) in (1..).zip(&package.options) {
                    self.named(&format!("issue {number}"), &choice.issue);
                    self.named(&format!("option {number}"), &choice.option);
                }
            }
        }
    }

    fn clause(&mut self, clause: &Clause) {
        let name = format!("clause {}", clause.number);
        self.field(&name, &clause.id);
        self.optional(&format!("{name} heading"), clause.heading.as_ref());
        if let Some(issue) = &clause.issue {
            self.named(&format!("{name} issue"), issue);
        }
        self.text(&format!("{name} words"), &clause.words);
    }
}
