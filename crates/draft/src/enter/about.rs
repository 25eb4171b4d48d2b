//! What a statement is about: an issue that the case has, or a new one.

use super::{Entry, plain, quoted};
use crate::group::capital;
use crate::index::{KnownIssue, kind_of};
use crate::same;
use crate::topic::topic;
use mediant_reader::suggest::Suggestion;
use std::collections::BTreeSet;

impl Entry<'_, '_> {
    /// The issue that a suggestion is about; a new one where there is none yet. Its id, and whether it was drafted.
    ///
    /// `None`: nothing is named, or a word that several issues have.
    pub(super) fn issue(&mut self, found: &Suggestion<'_>) -> Option<(String, bool)> {
        if let Some(about) = self.taken.and_then(|taken| taken.about) {
            return Some(self.issue_named(about, found));
        }
        let index = &self.index;
        let topic = topic(self.scene, found, &|name| {
            index.party(name).is_some() || !index.people_named(name, None).is_empty()
        })?;
        let noun = same::id(&topic.noun, "", &BTreeSet::new());
        let known: Vec<&KnownIssue> = self
            .index
            .issues
            .iter()
            .filter(|issue| issue.id == noun || is_head(&issue.id, &noun))
            // `patrol boats` are no `fishing boats`; `the boats` may be either.
            .filter(|issue| {
                issue.kind.is_empty() || topic.kind.is_empty() || !issue.kind.is_disjoint(&topic.kind)
            })
            .collect();
        let same = known.iter().find(|issue| issue.kind == topic.kind);
        match (same, known.as_slice()) {
            (Some(known), _) | (None, [known]) => return Some((known.id.clone(), known.drafted)),
            (None, []) => {}
            (None, _) => return None,
        }
        let kind: Vec<&str> = topic.kind.iter().map(String::as_str).collect();
        let words = [kind.as_slice(), &[topic.noun.as_str()]].concat().join(" ");
        let whence = if topic.own { "in" } else { "before" };
        let about = format!("the matter was named {whence} {}", quoted(found.at));
        Some((self.new_issue(&words, &plain(&topic.name), &about, found), true))
    }

    /// The issue that a person named.
    fn issue_named(&mut self, name: &str, found: &Suggestion<'_>) -> (String, bool) {
        let id = same::id(name, "matter", &BTreeSet::new());
        let is_it = |issue: &&KnownIssue| issue.id == id || same::folded(&issue.name) == same::folded(name);
        if let Some(known) = self.index.issues.iter().find(is_it) {
            return (known.id.clone(), known.drafted);
        }
        let about = "the matter was named by whoever accepted it";
        (self.new_issue(name, &capital(&plain(name)), about, found), true)
    }

    fn new_issue(&mut self, words: &str, name: &str, about: &str, found: &Suggestion<'_>) -> String {
        let id = same::id(words, "matter", &self.index.issue_ids());
        let mark = self.mark(found);
        let option = "the option `not_yet` keeps the draft from showing that there is no deal: only a person takes it out";
        self.page.issue(&id, name, &[&mark, about, option]);
        self.index.issues.push(KnownIssue {
            id: id.clone(),
            name: name.to_owned(),
            kind: kind_of(&id),
            options: BTreeSet::from([crate::NOT_YET.to_owned()]),
            drafted: true,
        });
        id
    }

    /// A new option of a drafted issue.
    pub(super) fn option(&mut self, issue: &str, id: &str, name: &str) -> String {
        let Some(known) = self.index.issues.iter_mut().find(|known| known.id == issue) else {
            return id.to_owned();
        };
        let id = same::id(id, "option", &known.options);
        known.options.insert(id.clone());
        self.page.option(issue, &id, name);
        id
    }
}

/// Whether the last word of an issue's id is the noun.
fn is_head(id: &str, noun: &str) -> bool {
    let last = id.rsplit(['_', '-', ' ']).next().unwrap_or(id).to_lowercase();
    !noun.is_empty() && (last == noun || last.strip_suffix('s') == Some(noun))
}
