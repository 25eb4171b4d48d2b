//! Names that a Mediant file can carry: scenarios of other formats may use words that mean something here.

use mediant_model::brief::{IssueValues, Points, Ranking};
use mediant_model::issue::IssueOption;
use mediant_model::validate::RESERVED_WORDS;
use mediant_model::{Brief, Case, Condition, Issue, IssueId, IssueKind, OptionId};
use std::collections::{BTreeMap, BTreeSet};

/// The case and briefs with other ids where theirs cannot stand in a file, each change in a sentence.
///
/// Issues called by a word of the condition language, and issues and options without a name, get a name of their own;
/// the name that is shown stays.
pub(crate) fn made(case: &Case, briefs: &[Brief]) -> (Case, Vec<Brief>, Vec<String>) {
    let names = Names::new(case);
    let mut said = Vec::new();
    for (from, to) in &names.issues {
        said.push(format!("issue `{from}` has the id `{to}`: a Mediant file cannot call it `{from}`"));
    }
    for ((issue, from), to) in &names.options {
        said.push(format!("option `{from}` of issue `{issue}` has the id `{to}`"));
    }
    if said.is_empty() {
        return (case.clone(), briefs.to_vec(), said);
    }
    (names.case(case), briefs.iter().map(|brief| names.brief(brief)).collect(), said)
}

/// New ids by old ones.
struct Names {
    issues: BTreeMap<IssueId, IssueId>,
    options: BTreeMap<(IssueId, OptionId), OptionId>,
}

impl Names {
    fn new(case: &Case) -> Self {
        let mut taken: BTreeSet<String> = case.issues.iter().map(|issue| issue.id.to_string()).collect();
        let mut issues = BTreeMap::new();
        let mut options = BTreeMap::new();
        for issue in &case.issues {
            let id = issue.id.as_str();
            if id.is_empty() || RESERVED_WORDS.contains(&id) {
                issues.insert(issue.id.clone(), IssueId::new(free(id, &mut taken)));
            }
            if let IssueKind::Discrete(list) = &issue.kind {
                let mut taken: BTreeSet<String> = list.iter().map(|option| option.id.to_string()).collect();
                for option in list.iter().filter(|option| option.id.as_str().is_empty()) {
                    let id = OptionId::new(free("", &mut taken));
                    options.insert((issue.id.clone(), option.id.clone()), id);
                }
            }
        }
        Self { issues, options }
    }

    fn issue(&self, id: &IssueId) -> IssueId {
        self.issues.get(id).unwrap_or(id).clone()
    }

    fn option(&self, issue: &IssueId, id: &OptionId) -> OptionId {
        self.options.get(&(issue.clone(), id.clone())).unwrap_or(id).clone()
    }

    fn condition(&self, of: &Condition) -> Condition {
        let all = |parts: &[Condition]| parts.iter().map(|part| self.condition(part)).collect();
        match of {
            Condition::Options(issue, options) => {
                let options = options.iter().map(|option| self.option(issue, option)).collect();
                Condition::Options(self.issue(issue), options)
            }
            Condition::Between(issue, min, max) => {
                Condition::Between(self.issue(issue), min.clone(), max.clone())
            }
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
            Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
        }
    }

    fn rename(&self, issues: &mut [IssueId]) {
        for issue in issues {
            *issue = self.issue(issue);
        }
    }

    fn case(&self, case: &Case) -> Case {
        let mut case = case.clone();
        for issue in &mut case.issues {
            *issue = self.named(issue);
        }
        for person in case.parties.iter_mut().flat_map(|party| &mut party.people) {
            for issues in person.mandates.iter_mut().filter_map(|mandate| mandate.issues.as_mut()) {
                self.rename(issues);
            }
        }
        for red_line in &mut case.red_lines {
            red_line.never = self.condition(&red_line.never);
        }
        for precondition in &mut case.preconditions {
            self.rename(&mut precondition.settled);
            precondition.require = precondition.require.as_ref().map(|require| self.condition(require));
        }
        for linkage in &mut case.linkages {
            linkage.when = self.condition(&linkage.when);
            linkage.then = self.condition(&linkage.then);
        }
        for position in &mut case.positions {
            position.issue = self.issue(&position.issue);
            position.wants = position.wants.as_ref().map(|wants| self.condition(wants));
        }
        for answer in &mut case.answers {
            answer.issue = self.issue(&answer.issue);
        }
        for remark in &mut case.remarks {
            remark.issue = remark.issue.as_ref().map(|issue| self.issue(issue));
        }
        for confidence in &mut case.confidences {
            self.rename(&mut confidence.issues);
        }
        for deadline in &mut case.deadlines {
            self.rename(&mut deadline.issues);
        }
        case
    }

    fn named(&self, issue: &Issue) -> Issue {
        let mut named = Issue { id: self.issue(&issue.id), ..issue.clone() };
        if let IssueKind::Discrete(list) = &mut named.kind {
            for option in list {
                let id = self.option(&issue.id, &option.id);
                *option = IssueOption { id, ..option.clone() };
            }
        }
        named
    }

    fn brief(&self, brief: &Brief) -> Brief {
        let mut brief = brief.clone();
        for red_line in &mut brief.red_lines {
            red_line.never = self.condition(&red_line.never);
        }
        for precondition in &mut brief.preconditions {
            self.rename(&mut precondition.settled);
            precondition.require = precondition.require.as_ref().map(|require| self.condition(require));
        }
        for linkage in &mut brief.linkages {
            linkage.when = self.condition(&linkage.when);
            linkage.then = self.condition(&linkage.then);
        }
        brief.points = brief.points.map(|points| self.points(points));
        brief.ranking = brief.ranking.map(|ranking| self.ranking(ranking));
        brief
    }

    fn points(&self, mut points: Points) -> Points {
        let mut issues = BTreeMap::new();
        for (issue, mut stated) in std::mem::take(&mut points.issues) {
            if let IssueValues::Options(values) = &mut stated.values {
                let renamed = std::mem::take(values).into_iter();
                *values = renamed.map(|(option, value)| (self.option(&issue, &option), value)).collect();
            }
            issues.insert(self.issue(&issue), stated);
        }
        points.issues = issues;
        for interaction in &mut points.interactions {
            interaction.when = self.condition(&interaction.when);
        }
        points
    }

    fn ranking(&self, ranking: Ranking) -> Ranking {
        let options = ranking.options.into_iter().map(|(issue, tiers)| {
            let tier = |tier: Vec<OptionId>| tier.iter().map(|option| self.option(&issue, option)).collect();
            (self.issue(&issue), tiers.into_iter().map(tier).collect())
        });
        let tier = |tier: Vec<IssueId>| tier.iter().map(|issue| self.issue(issue)).collect();
        Ranking { options: options.collect(), importance: ranking.importance.into_iter().map(tier).collect() }
    }
}

/// A name as a key of a table, in quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    toml_edit::Key::new(name).to_string()
}

/// A name made from this one that nothing has yet.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = format!("{name}_");
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}
