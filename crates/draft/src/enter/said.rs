//! What parties said: red lines, preconditions, positions, answers, remarks.

use super::again::told_before;
use super::{Entry, Saying, Suggestion, inline, quoted};
use crate::index::word;
use crate::page::{Row, day, list};
use mediant_model::Date;
use mediant_model::statement::Stance as Answer;
use mediant_reader::report::Excerpt;
use mediant_reader::suggest::{Fact, Stance};
use toml_edit::Value;

/// Whose fact it is, as far as the report says.
pub fn whose<'t>(fact: &Fact<'t>) -> Option<Excerpt<'t>> {
    match fact {
        Fact::Statement { speaker, .. } => speaker.map(|speaker| speaker.value),
        Fact::Alternative { party, .. } => party.map(|party| party.value),
        Fact::Person { who, .. } => who.map(|who| who.value),
        Fact::Session { .. } | Fact::Status { .. } => None,
    }
}

/// What was said, and by whom.
struct Said<'s> {
    party: &'s str,
    by: Option<Value>,
    on: Option<Date>,
    /// Whether somebody is said to have said it.
    announced: bool,
}

impl<'t> Entry<'_, 't> {
    pub(super) fn statement(&mut self, found: &Suggestion<'t>) {
        let Fact::Statement { speaker, party, manner, stance, on, .. } = &found.fact else { return };
        let Some(party) = self.party_of(*party, *speaker, found) else {
            return self.unplaced(found, "it is not clear for which party");
        };
        let by = speaker.and_then(|speaker| self.speaker(speaker.value, &party, found));
        let on = on.map(|on| on.value);
        let said = Said { party: &party, by, on, announced: manner.is_some() };
        let third = self.index.party_by_id(&party).is_some_and(|party| party.third);
        // The third party binds nobody.
        if third || *stance == Stance::None {
            return self.remark(found, &said);
        }
        if *stance == Stance::Interest {
            return self.interest(found, &said);
        }
        let Some((issue, drafted)) = self.issue(found) else {
            return self.unplaced(found, "it is not clear about what");
        };
        match stance {
            Stance::Accepts => self.answer(found, &said, &issue, Answer::Accepts),
            Stance::AcceptsInPart => self.answer(found, &said, &issue, Answer::AcceptsInPart),
            Stance::Open => self.answer(found, &said, &issue, Answer::Open),
            Stance::Demands => self.position(found, &said, &issue, drafted),
            // On an issue that a person wrote, only a person says which options are meant.
            Stance::RulesOut | Stance::Precondition if !drafted => self.position(found, &said, &issue, false),
            Stance::RulesOut => self.red_line(found, &said, &issue),
            Stance::Precondition if self.index.partial => self.precondition(found, &said, &issue),
            // Where every issue is settled in any deal, this would rule out nothing.
            Stance::Precondition => self.position(found, &said, &issue, false),
            Stance::Interest | Stance::None => {}
        }
    }

    fn remark(&mut self, found: &Suggestion<'_>, said: &Said<'_>) {
        let saying = Saying { list: "remarks", party: said.party, issue: None, says: "", on: said.on };
        self.state(found, &saying, |entry| {
            let row = Row::default().with("party", said.party);
            entry.provenance(row, found, said.by.clone(), said.on)
        });
    }

    /// Why, or what for; only a person says that it is one.
    fn interest(&mut self, found: &Suggestion<'_>, said: &Said<'_>) {
        let saying = Saying { list: "interests", party: said.party, issue: None, says: "", on: said.on };
        self.state(found, &saying, |entry| {
            let row = Row::default().with("party", said.party);
            entry.provenance(row, found, said.by.clone(), said.on)
        });
    }

    fn red_line(&mut self, found: &Suggestion<'_>, said: &Said<'_>, issue: &str) {
        self.outdates(found, said, issue, "red_lines", "");
        let saying =
            Saying { list: "red_lines", party: said.party, issue: Some(issue), says: "", on: said.on };
        self.state(found, &saying, |entry| {
            let option = entry.named_option(found, said.party, issue, "ruled_out_by", "rules out");
            let never = inline_condition(issue, &option);
            let row = Row::default().with("party", said.party).with("never", never);
            let row = firmness(row, said.announced);
            entry.provenance(row, found, said.by.clone(), said.on)
        });
    }

    fn precondition(&mut self, found: &Suggestion<'_>, said: &Said<'_>, issue: &str) {
        let saying =
            Saying { list: "preconditions", party: said.party, issue: Some(issue), says: "", on: said.on };
        self.state(found, &saying, |entry| {
            entry.named_option(found, said.party, issue, "condition_of", "makes a condition");
            let row = Row::default().with("party", said.party).with("settled", list([issue]));
            let row = firmness(row, said.announced);
            entry.provenance(row, found, said.by.clone(), said.on)
        });
    }

    fn position(&mut self, found: &Suggestion<'_>, said: &Said<'_>, issue: &str, drafted: bool) {
        let saying =
            Saying { list: "positions", party: said.party, issue: Some(issue), says: "", on: said.on };
        self.state(found, &saying, |entry| {
            let row = Row::default().with("party", said.party).with("issue", issue);
            let row = if drafted {
                let option = entry.named_option(found, said.party, issue, "asked_by", "asks for");
                row.with("wants", inline_condition(issue, &option))
            } else {
                row
            };
            entry.provenance(row, found, said.by.clone(), said.on)
        });
    }

    fn answer(&mut self, found: &Suggestion<'_>, said: &Said<'_>, issue: &str, answer: Answer) {
        let says = word(answer);
        self.outdates(found, said, issue, "answers", says);
        let saying = Saying { list: "answers", party: said.party, issue: Some(issue), says, on: said.on };
        self.state(found, &saying, |entry| {
            let row = Row::default().with("party", said.party).with("issue", issue).with("answer", says);
            entry.provenance(row, found, said.by.clone(), said.on)
        });
    }

    /// What all sides settled, on record as the answer of each.
    pub(super) fn settled(&mut self, found: &Suggestion<'_>, on: Option<Date>) {
        let parties: Vec<String> = self.index.negotiating().map(|party| party.id.clone()).collect();
        if parties.len() != 2 {
            return self.unplaced(found, "it is not clear between whom");
        }
        let Some((issue, _)) = self.issue(found) else {
            return self.unplaced(found, "it is not clear about what");
        };
        for party in &parties {
            let said = Said { party, by: None, on, announced: false };
            self.answer(found, &said, &issue, Answer::Accepts);
        }
    }

    fn named_option(
        &mut self,
        found: &Suggestion<'_>,
        party: &str,
        issue: &str,
        id: &str,
        verb: &str,
    ) -> String {
        let name = self.index.party_by_id(party).map_or(party.to_owned(), |party| party.name.clone());
        self.option(issue, &format!("{id}_{party}"), &format!("what {name} {verb}: {}", quoted(found.at)))
    }

    /// Ends what a party said before on an issue, where it now says something else on a later day. Where the days do not tell which
    /// counts, both stand, with a comment.
    fn outdates(&mut self, found: &Suggestion<'_>, said: &Said<'_>, issue: &str, new: &str, says: &str) {
        let now = said.on.unwrap_or(self.date);
        let is_other = |known: &&mut crate::index::Stated| {
            known.party == said.party
                && known.issue.as_deref() == Some(issue)
                && !known.ended
                && known.source.as_deref() != Some(self.source.as_str())
                && match known.list {
                    "answers" => {
                        new == "red_lines" && known.says != "rejects"
                            || new == "answers" && known.says != says
                    }
                    "red_lines" => new == "answers" && says != "rejects",
                    _ => false,
                }
        };
        let mut changes = Vec::new();
        let mut contradicts = Vec::new();
        let days = &self.index.days;
        for known in self.index.stated.iter_mut().filter(is_other) {
            let before = known.on.or_else(|| days.get(known.source.as_deref()?).copied());
            if before.is_some_and(|before| before < now) {
                known.ended = true;
                changes.push((known.list, known.at));
            } else {
                contradicts.push((known.list, known.at, told_before(known)));
            }
        }
        let (told, standing) = (self.told_by(found), self.standing());
        for (list, at) in changes {
            self.page.change(
                list,
                at,
                "until",
                day(now),
                &format!("`until` is {standing}: changed by {told}"),
            );
        }
        for (list, at, before) in contradicts {
            self.page.note(list, at, &format!("contradicted by {told}"));
            self.against.push(format!("contradicts {before}"));
        }
    }
}

/// Declared where somebody is said to have said it, else the report's reading, which everybody may know of.
fn firmness(row: Row, announced: bool) -> Row {
    if announced {
        row.with("kind", "public")
    } else {
        row.with("kind", "inferred").with("publicity", "public")
    }
}

fn inline_condition(issue: &str, option: &str) -> Value {
    let mut condition = inline([]);
    condition.insert(issue, option.into());
    condition.into()
}
