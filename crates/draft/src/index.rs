//! What the case says so far, as far as what is new must fit to it.

use crate::group::Group;
use crate::page::{Page, Row};
use crate::{NOT_YET, same};
use mediant_model::statement::{Provenance, SessionStatus, Stance};
use mediant_model::{Case, Condition, Date, IssueKind, OptionId, PartyRole};
use std::collections::BTreeSet;

/// A party of the case.
pub struct KnownParty {
    pub id: String,
    pub name: String,
    pub third: bool,
    /// What it is, where it is known by its noun and not by a name.
    pub group: Option<Group>,
}

/// A person of the case.
pub struct KnownPerson {
    pub id: String,
    pub party: String,
    pub names: Vec<String>,
    pub office: Option<String>,
    /// The day from which the last mandate holds, and the day on which it ended.
    pub mandate: Option<(Option<Date>, Option<Date>)>,
}

/// An issue of the case.
pub struct KnownIssue {
    pub id: String,
    pub name: String,
    /// The words before the noun that tell it from other matters: see [`kind_of`].
    pub kind: BTreeSet<String>,
    pub options: BTreeSet<String>,
    /// Whether it was drafted: then it has the option that nothing rules out.
    pub drafted: bool,
}

/// A statement of the case: what it takes to see whether another one repeats or changes it.
pub struct Stated {
    pub list: &'static str,
    pub at: usize,
    pub party: String,
    pub issue: Option<String>,
    /// What it says beside its list: an answer, a trend, a status.
    pub says: String,
    pub words: String,
    /// Those of its words that say what it is about.
    pub content: BTreeSet<String>,
    pub source: Option<String>,
    pub on: Option<Date>,
    pub ended: bool,
}

/// A session of the case.
pub struct KnownSession {
    pub at: usize,
    pub parties: BTreeSet<String>,
    pub status: SessionStatus,
    pub on: Option<Date>,
}

/// What the case says so far.
pub struct Index {
    hashes: BTreeSet<String>,
    pub sources: BTreeSet<String>,
    /// The day of each source that has one, by its id.
    pub days: std::collections::BTreeMap<String, Date>,
    /// The latest day of a source.
    pub latest: Option<Date>,
    pub as_of: Option<Date>,
    pub partial: bool,
    pub parties: Vec<KnownParty>,
    pub people: Vec<KnownPerson>,
    pub issues: Vec<KnownIssue>,
    pub stated: Vec<Stated>,
    pub sessions: Vec<KnownSession>,
    counts: std::collections::BTreeMap<&'static str, usize>,
}

/// Names that mean something else where a party or issue stands.
const RESERVED: [&str; 6] = ["all", "any", "not", "public", "table", "mediator"];

impl Index {
    /// Of a case.
    pub fn new(case: &Case) -> Self {
        let mut index = Self {
            hashes: case.sources.iter().filter_map(|source| source.sha256.clone()).collect(),
            sources: case.sources.iter().map(|source| source.id.to_string()).collect(),
            days: case
                .sources
                .iter()
                .filter_map(|source| Some((source.id.to_string(), source.date?)))
                .collect(),
            latest: case.sources.iter().filter_map(|source| source.date).max(),
            as_of: case.as_of,
            partial: case.agreement.partial,
            parties: Vec::new(),
            people: Vec::new(),
            issues: Vec::new(),
            stated: Vec::new(),
            sessions: Vec::new(),
            counts: Default::default(),
        };
        for party in &case.parties {
            index.parties.push(KnownParty {
                id: party.id.to_string(),
                name: party.name.clone(),
                third: party.role == PartyRole::Third,
                group: Group::of_name(&party.name),
            });
            index.people.extend(party.people.iter().map(|person| KnownPerson {
                id: person.id.to_string(),
                party: party.id.to_string(),
                names: vec![person.name.clone()],
                office: person.office.clone(),
                mandate:
                    person.mandates.last().map(|last| (last.from, last.ended.as_ref().map(|end| end.on))),
            }));
        }
        index.issues.extend(case.issues.iter().map(|issue| {
            let options: BTreeSet<String> = match &issue.kind {
                IssueKind::Discrete(list) => list.iter().map(|option| option.id.to_string()).collect(),
                IssueKind::Range(_) | IssueKind::Withheld => BTreeSet::new(),
            };
            let id = issue.id.to_string();
            let kind = kind_of(&id);
            KnownIssue { id, name: issue.name.clone(), kind, drafted: options.contains(NOT_YET), options }
        }));
        index.statements(case);
        index
    }

    fn statements(&mut self, case: &Case) {
        for x in &case.red_lines {
            let issue = first_issue(&x.never);
            self.state("red_lines", x.party.as_str(), issue, "", &x.provenance);
        }
        for x in &case.preconditions {
            let issue = x.settled.first().map(ToString::to_string);
            let issue = issue.or_else(|| x.require.as_ref().and_then(first_issue));
            self.state("preconditions", x.party.as_str(), issue, "", &x.provenance);
        }
        for x in &case.positions {
            self.state("positions", x.party.as_str(), Some(x.issue.to_string()), "", &x.provenance);
        }
        for x in &case.answers {
            self.state("answers", x.party.as_str(), Some(x.issue.to_string()), word(x.stance), &x.provenance);
        }
        for x in &case.remarks {
            let issue = x.issue.as_ref().map(ToString::to_string);
            self.state("remarks", x.party.as_str(), issue, "", &x.provenance);
        }
        for x in &case.interests {
            self.state("interests", x.party.as_str(), None, "", &x.provenance);
        }
        for x in &case.alternatives {
            let says = x.trend.map(|trend| format!("{trend:?}")).unwrap_or_default();
            self.state("alternatives", x.party.as_str(), None, &says.to_lowercase(), &x.provenance);
        }
        for x in &case.confidences {
            self.state("confidences", "", None, "", &x.provenance);
        }
        for x in &case.deadlines {
            let provenance = Provenance { on: Some(x.on), ..x.provenance.clone() };
            self.state("deadlines", "", None, "", &provenance);
        }
        for x in &case.sessions {
            let parties = x.parties.iter().map(ToString::to_string).collect();
            self.session(parties, x.status, x.on);
        }
    }

    fn state(
        &mut self,
        list: &'static str,
        party: &str,
        issue: Option<String>,
        says: &str,
        from: &Provenance,
    ) {
        let quoted = from.source.as_ref().and_then(|source| source.words.clone());
        let words = quoted.or_else(|| from.text.clone()).unwrap_or_default();
        self.enter(Stated {
            content: content(&words),
            list,
            at: 0,
            party: party.to_owned(),
            issue,
            says: says.to_owned(),
            words,
            source: from.source.as_ref().map(|source| source.source.to_string()),
            on: from.on,
            ended: from.until.is_some(),
        });
    }

    /// Notes a statement that was entered behind the others of its list.
    pub fn enter(&mut self, stated: Stated) {
        let at = self.count(stated.list);
        self.stated.push(Stated { at, ..stated });
    }

    /// Notes a session that was entered behind the others.
    pub fn session(&mut self, parties: BTreeSet<String>, status: SessionStatus, on: Option<Date>) {
        let at = self.count("sessions");
        self.sessions.push(KnownSession { at, parties, status, on });
    }

    fn count(&mut self, list: &'static str) -> usize {
        let count = self.counts.entry(list).or_default();
        *count += 1;
        *count - 1
    }

    /// Whether a report with this hash was entered.
    pub fn knows(&self, sha256: &str) -> bool {
        self.hashes.contains(sha256)
    }

    /// Notes that a report was entered. Answers its id.
    pub fn source(&mut self, file: &str, sha256: &str, date: Date) -> String {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let id = same::id(stem, "report", &self.sources);
        self.hashes.insert(sha256.to_owned());
        self.sources.insert(id.clone());
        self.days.insert(id.clone(), date);
        self.latest = self.latest.max(Some(date));
        id
    }

    /// A party that the case did not know. Answers its id.
    pub fn meet(&mut self, page: &mut Page, name: &str, third: bool, mark: &str) -> String {
        let id = same::id(name, "party", &self.party_ids());
        let row = Row::default().with("name", name).with_some("role", third.then_some("third"));
        page.name("parties", &id, row, &[mark]);
        self.parties.push(KnownParty { id: id.clone(), name: name.to_owned(), third, group: None });
        id
    }

    /// The party of this name.
    pub fn party(&self, name: &str) -> Option<&KnownParty> {
        let bare = |name: &str| {
            same::folded(name.strip_prefix("the ").or(name.strip_prefix("The ")).unwrap_or(name))
        };
        let wanted = bare(name);
        self.parties.iter().find(|party| bare(&party.name) == wanted || same::folded(&party.id) == wanted)
    }

    /// The parties that a group may be, by their ids.
    pub fn groups(&self, group: &Group) -> Vec<String> {
        let may_be = |party: &&KnownParty| party.group.as_ref().is_some_and(|known| known.may_be(group));
        self.parties.iter().filter(may_be).map(|party| party.id.clone()).collect()
    }

    /// Notes that a party is known as a group.
    pub fn is_group(&mut self, id: &str, group: Group) {
        if let Some(party) = self.parties.iter_mut().find(|party| party.id == id) {
            party.group = Some(group);
        }
    }

    /// The party of this id.
    pub fn party_by_id(&self, id: &str) -> Option<&KnownParty> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// Those whose acceptance counts.
    pub fn negotiating(&self) -> impl Iterator<Item = &KnownParty> {
        self.parties.iter().filter(|party| !party.third)
    }

    /// Places of the people whom a name may mean, of a party where it is known.
    pub fn people_named(&self, name: &str, party: Option<&str>) -> Vec<usize> {
        let fits = |person: &KnownPerson| {
            party.is_none_or(|party| person.party == party)
                && person.names.iter().any(|known| same::person(known, name))
        };
        let found: Vec<usize> = (0..self.people.len()).filter(|&at| fits(&self.people[at])).collect();
        // The very name before a spelling of it.
        let exact: Vec<usize> = found
            .iter()
            .copied()
            .filter(|&at| self.people[at].names.iter().any(|known| same::folded(known) == same::folded(name)))
            .collect();
        if exact.is_empty() { found } else { exact }
    }

    /// Ids that a new party may not have.
    pub fn party_ids(&self) -> BTreeSet<String> {
        reserved().chain(self.parties.iter().map(|party| party.id.clone())).collect()
    }

    /// Ids that a new person may not have.
    pub fn person_ids(&self) -> BTreeSet<String> {
        self.people.iter().map(|person| person.id.clone()).collect()
    }

    /// Ids that a new issue may not have.
    pub fn issue_ids(&self) -> BTreeSet<String> {
        reserved().chain(self.issues.iter().map(|issue| issue.id.clone())).collect()
    }
}

fn reserved() -> impl Iterator<Item = String> {
    RESERVED.iter().map(|word| (*word).to_owned())
}

fn first_issue(condition: &Condition) -> Option<String> {
    condition.issues().first().map(|issue| issue.to_string()).filter(|_| !is_left_open(condition))
}

fn is_left_open(condition: &Condition) -> bool {
    matches!(condition, Condition::Options(_, options) if options.as_slice() == [OptionId::left_open()])
}

/// The words of an issue's id before the last, which tell it from others of the same noun.
pub fn kind_of(id: &str) -> BTreeSet<String> {
    let words = id.rsplit(['_', '-', ' ']).skip(1);
    words.map(str::to_lowercase).collect()
}

/// The longer words of a wording, without signs and in lower case; its numbers, and whether it says no.
pub fn content(words: &str) -> BTreeSet<String> {
    let bare = |word: &str| word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let counts = |word: &String| word.chars().count() > 3 || is_telling(word);
    same::folded(words).split(' ').map(bare).filter(counts).collect()
}

/// Whether a word changes what a wording says, however short it is: a number, `no`, `not`.
pub fn is_telling(word: &str) -> bool {
    const NO: [&str; 7] = ["no", "not", "never", "without", "neither", "nor", "none"];
    const NUMBERS: [&str; 20] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "twenty", "thirty", "forty", "fifty", "sixty", "hundred", "thousand", "million",
    ];
    NO.contains(&word) || NUMBERS.contains(&word) || word.chars().any(|letter| letter.is_ascii_digit())
}

/// The word of an answer as files write it.
pub fn word(stance: Stance) -> &'static str {
    mediant_formats::native::words::word_for(mediant_formats::native::words::STANCE, &stance)
}
