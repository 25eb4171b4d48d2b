//! How parties, issues, options and packages are called in a sentence.

use mediant_model::issue::IssueKind;
use mediant_model::{Case, IssueId, Number, OptionId, OptionSet, Problem, Region};

/// Names from a case and the problem compiled from it.
pub(super) struct Naming<'a> {
    case: &'a Case,
    problem: &'a Problem,
}

/// A name longer than this gives way to its id, where the id is shorter.
const NAME_MAX: usize = 30;
/// A list of options longer than this is cut.
const LISTED_MAX: usize = 3;

impl<'a> Naming<'a> {
    pub(super) fn new(case: &'a Case, problem: &'a Problem) -> Self {
        Self { case, problem }
    }

    /// The party's name.
    pub(super) fn party(&self, party: usize) -> &'a str {
        self.problem.parties.get(party).map_or("", |party| &party.name)
    }

    /// The party's name with a genitive ending.
    pub(super) fn whose(&self, party: usize) -> String {
        possessive(self.party(party))
    }

    /// The issue's short name, without quotes.
    pub(super) fn issue(&self, issue: usize) -> String {
        self.problem.issues.get(issue).map_or_else(String::new, |issue| short(&issue.name, issue.id.as_str()))
    }

    /// The issue's short name in quotes.
    pub(super) fn quoted_issue(&self, issue: usize) -> String {
        quoted(&self.issue(issue))
    }

    /// The option's name, without quotes.
    pub(super) fn option(&self, issue: usize, option: usize) -> String {
        let found = self.problem.issues.get(issue).and_then(|issue| issue.labels.get(option));
        found.cloned().unwrap_or_default()
    }

    /// The place of an issue in the problem.
    pub(super) fn place_of(&self, id: &IssueId) -> Option<usize> {
        self.problem.issue_index(id)
    }

    /// The name of the option of this id; on a range the number may be written differently.
    pub(super) fn label(&self, issue: usize, id: &OptionId) -> Option<String> {
        let found = self.problem.issues.get(issue)?;
        let value = || id.as_str().parse::<Number>().ok();
        let same = |other: &OptionId| {
            other == id || value().is_some_and(|value| other.as_str().parse() == Ok(value))
        };
        let place = found.options.iter().position(same)?;
        found.labels.get(place).cloned()
    }

    /// The unit of a range.
    pub(super) fn unit(&self, id: &IssueId) -> Option<&'a str> {
        let issue = self.case.issues.iter().find(|issue| &issue.id == id)?;
        match &issue.kind {
            IssueKind::Range(range) => range.unit.as_deref(),
            IssueKind::Discrete(_) | IssueKind::Withheld => None,
        }
    }

    /// Whether the option is "left open".
    pub(super) fn is_left_open(&self, issue: usize, option: usize) -> bool {
        let found = self.problem.issues.get(issue).and_then(|issue| issue.options.get(option));
        found.is_some_and(OptionId::is_left_open)
    }

    /// The name of the person or party of this id, or the id.
    pub(super) fn party_by_id(&self, id: &mediant_model::PartyId) -> String {
        self.case.party(id).map_or_else(|| id.to_string(), |party| party.name.clone())
    }

    /// What the packages of a region have in common.
    pub(super) fn region(&self, region: &Region) -> String {
        let sides: Vec<String> = region.sides().map(|(issue, options)| self.side(issue, options)).collect();
        if sides.is_empty() { "any package".to_owned() } else { sides.join(" together with ") }
    }

    /// What the packages of any of the regions have.
    pub(super) fn regions(&self, regions: &[Region]) -> String {
        let shown = regions.iter().take(LISTED_MAX).map(|region| self.region(region));
        let mut words = either(&shown.collect::<Vec<_>>());
        if let Some(more) = regions.len().checked_sub(LISTED_MAX).filter(|more| *more > 0) {
            words.push_str(&format!(" (and {more} more combinations)"));
        }
        words
    }

    /// The issue that all the regions do nothing but leave open, one for each region.
    pub(super) fn left_open_issues(&self, regions: &[Region]) -> Option<Vec<usize>> {
        let only_open = |region: &Region| {
            let mut sides = region.sides();
            match (sides.next(), sides.next()) {
                (Some((issue, options)), None) => self.is_only_left_open(issue, options).then_some(issue),
                // Compilation keeps regions apart: later ones hold the earlier issues to being settled.
                (Some(_), Some(_)) => {
                    let open =
                        region.sides().filter(|(issue, options)| self.is_only_left_open(*issue, options));
                    let open: Vec<usize> = open.map(|(issue, _)| issue).collect();
                    let closed =
                        region.sides().filter(|(i, o)| self.is_only_left_open(*i, &o.complement())).count();
                    (open.len() == 1 && closed + 1 == region.width()).then(|| open.first().copied()).flatten()
                }
                (None, _) => None,
            }
        };
        regions.iter().map(only_open).collect::<Option<Vec<usize>>>().filter(|issues| !issues.is_empty())
    }

    fn is_only_left_open(&self, issue: usize, options: &OptionSet) -> bool {
        options.len() == 1 && options.iter().all(|option| self.is_left_open(issue, option))
    }

    fn side(&self, issue: usize, options: &OptionSet) -> String {
        let name = self.quoted_issue(issue);
        if self.is_only_left_open(issue, options) {
            format!("{name} left open")
        } else if self.is_only_left_open(issue, &options.complement()) {
            format!("{name} settled")
        } else {
            format!("{} on {name}", self.options_of(issue, options))
        }
    }

    /// A set of options of an issue, without the issue's name.
    pub(super) fn options_of(&self, issue: usize, options: &OptionSet) -> String {
        match self.stretch(issue, options) {
            Some(stretch) => stretch,
            None if is_nearly_all(options) => {
                format!("anything but {}", self.options(issue, &options.complement()))
            }
            None => self.options(issue, options),
        }
    }

    /// What is left of an issue without these options: `not “by halves”`, or `only “in full”` where little is left.
    pub(super) fn apart_from(&self, issue: usize, options: &OptionSet) -> String {
        match self.stretch(issue, options) {
            Some(stretch) => format!("not {stretch}"),
            None if is_nearly_all(options) => {
                format!("only {}", self.options(issue, &options.complement()))
            }
            None => format!("not {}", self.options(issue, options)),
        }
    }

    /// Many options that follow one another, by the first and the last.
    fn stretch(&self, issue: usize, options: &OptionSet) -> Option<String> {
        let inside: Vec<usize> = options.iter().collect();
        let (first, last) = run(&inside).filter(|_| inside.len() > LISTED_MAX)?;
        Some(format!("{} to {}", quoted(&self.option(issue, first)), quoted(&self.option(issue, last))))
    }

    fn options(&self, issue: usize, options: &OptionSet) -> String {
        let mut shown: Vec<String> =
            options.iter().take(LISTED_MAX).map(|option| quoted(&self.option(issue, option))).collect();
        if let Some(more) = options.len().checked_sub(LISTED_MAX).filter(|more| *more > 0) {
            shown.push(format!("{more} more options"));
        }
        either(&shown)
    }

    /// A package in words, the issues of `only` (all where that is empty), at most six.
    pub(super) fn package(&self, package: &[u32], only: &[usize]) -> String {
        let wanted = |issue: &usize| only.is_empty() || only.contains(issue);
        let issues: Vec<(usize, usize)> =
            package.iter().enumerate().map(|(i, o)| (i, *o as usize)).filter(|(i, _)| wanted(i)).collect();
        let shown = issues.iter().take(6).map(|(issue, option)| {
            if self.is_left_open(*issue, *option) {
                format!("{} left open", self.issue(*issue))
            } else {
                format!("{}: {}", self.issue(*issue), self.option(*issue, *option))
            }
        });
        let mut words = shown.collect::<Vec<_>>().join("; ");
        if let Some(more) = issues.len().checked_sub(6).filter(|more| *more > 0) {
            words.push_str(&format!("; and {more} more"));
        }
        words
    }
}

/// Whether so few options are left that it is shorter to name those.
fn is_nearly_all(options: &OptionSet) -> bool {
    let others = options.complement();
    others.len() < options.len() && others.len() <= LISTED_MAX
}

/// First and last of options that follow one another without a gap.
fn run(options: &[usize]) -> Option<(usize, usize)> {
    let (first, last) = (options.first()?, options.last()?);
    (last - first + 1 == options.len()).then_some((*first, *last))
}

/// The name, or the id with spaces where the name is long and the id shorter.
pub(super) fn short(name: &str, id: &str) -> String {
    let (name_length, id_length) = (name.chars().count(), id.chars().count());
    if name_length > NAME_MAX && id_length < name_length { id.replace('_', " ") } else { name.to_owned() }
}

/// In typographic quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn all_of(parts: &[String]) -> String {
    joined(parts, " and ")
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either(parts: &[String]) -> String {
    joined(parts, " or ")
}

fn joined(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{}{last}{end}", first.join(", ")),
    }
}

/// `the City's`, `Parties'`.
pub(super) fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}’") } else { format!("{name}’s") }
}

/// The sentence with a capital first letter.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
