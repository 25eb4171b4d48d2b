//! What is mediated, as the record names it and as the engine numbers it.

use mediant_mediate::{Agenda, Answer, Exchange, Question, UnsuitedError};
use mediant_record::mediation::{self as record, Ask, MediatedIssue, Options, Reply};

/// The issues and options of a mediation.
pub(super) struct Matter {
    issues: Vec<MediatedIssue>,
    agenda: Agenda,
}

impl Matter {
    /// # Errors
    /// There is nothing to choose.
    pub(super) fn from_issues(issues: &[MediatedIssue]) -> Result<Self, UnsuitedError> {
        let mut agenda = Agenda::new(issues.iter().map(|mediated| mediated.options.len()).collect())?;
        for (index, mediated) in issues.iter().enumerate().filter(|(_, mediated)| mediated.is_number()) {
            let places = mediated.round.iter();
            let places =
                places.filter_map(|value| number(mediated.options.iter().position(|known| known == value)));
            agenda = agenda.with_round(index, places.collect());
        }
        Ok(Self { issues: issues.to_vec(), agenda })
    }

    pub(super) fn agenda(&self) -> &Agenda {
        &self.agenda
    }

    /// The options of a package; `None` where it is none of this matter.
    pub(super) fn options(&self, package: &[u32]) -> Option<Options> {
        let named = self.issues.iter().zip(package).map(|(mediated, option)| {
            let option = mediated.options.get(usize::try_from(*option).ok()?)?;
            Some((mediated.issue.clone(), option.clone()))
        });
        if package.len() == self.issues.len() { named.collect() } else { None }
    }

    fn package(&self, options: &Options) -> Option<Vec<u32>> {
        let numbered = self.issues.iter().map(|mediated| {
            let chosen = options.get(&mediated.issue)?;
            number(mediated.options.iter().position(|option| option == chosen))
        });
        numbered.collect()
    }

    fn issue(&self, id: &str) -> Option<usize> {
        self.issues.iter().position(|mediated| mediated.issue.as_str() == id)
    }

    /// A question of the engine's in the record's words.
    pub(super) fn ask(&self, question: &Question) -> Option<Ask> {
        Some(match question {
            Question::RankOptions { issue } => Ask::RankOptions(self.issues.get(*issue)?.issue.clone()),
            Question::RankIssues => Ask::RankIssues,
            Question::Accept { package } => Ask::Accept(self.options(package)?),
            Question::Compare { first, second } => {
                Ask::Compare { first: self.options(first)?, second: self.options(second)? }
            }
        })
    }

    /// What is on record as the engine takes it; `None` where it is about something else.
    pub(super) fn exchange(&self, exchange: &record::Exchange) -> Option<Exchange> {
        let (question, names): (Question, Vec<&str>) = match &exchange.question {
            Ask::RankOptions(id) => {
                let issue = self.issue(id.as_str())?;
                let options = self.issues.get(issue)?.options.iter().map(|option| option.as_str());
                (Question::RankOptions { issue }, options.collect())
            }
            Ask::RankIssues => {
                let issues = self.issues.iter().map(|mediated| mediated.issue.as_str());
                (Question::RankIssues, issues.collect())
            }
            Ask::Accept(options) => (Question::Accept { package: self.package(options)? }, Vec::new()),
            Ask::Compare { first, second } => {
                let (first, second) = (self.package(first)?, self.package(second)?);
                (Question::Compare { first, second }, Vec::new())
            }
        };
        let place = |name: &String| number(names.iter().position(|known| known == name));
        let answer = match &exchange.answer {
            // What is not among them, such as a value that is not looked at, is left out of an order of options.
            Reply::Order(groups) if matches!(question, Question::RankOptions { .. }) => {
                let groups = groups.iter().map(|group| group.iter().filter_map(place).collect());
                let groups: Vec<Vec<u32>> = groups.filter(|group: &Vec<u32>| !group.is_empty()).collect();
                if groups.is_empty() {
                    return None;
                }
                Answer::Order(groups)
            }
            Reply::Order(groups) => {
                let groups = groups.iter().map(|group| group.iter().map(place).collect());
                Answer::Order(groups.collect::<Option<_>>()?)
            }
            Reply::Yes | Reply::First => Answer::Yes,
            Reply::No | Reply::Second => Answer::No,
            Reply::Equal => Answer::Equal,
            Reply::CannotSay => Answer::CannotSay,
        };
        Some(Exchange { question, answer })
    }
}

fn number(position: Option<usize>) -> Option<u32> {
    u32::try_from(position?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mediant_model::OptionId;

    fn matter() -> Matter {
        let options = |ids: &[&str]| ids.iter().map(|id| OptionId::new(*id)).collect();
        Matter::from_issues(&[
            MediatedIssue {
                issue: "quay".into(),
                options: options(&["wide", "narrow", "none"]),
                round: Vec::new(),
            },
            MediatedIssue { issue: "fees".into(), options: options(&["low", "high"]), round: Vec::new() },
        ])
        .unwrap()
    }

    #[test]
    fn a_question_and_what_is_recorded_of_it_are_the_same_question() {
        let matter = matter();
        for question in [
            Question::RankOptions { issue: 0 },
            Question::RankOptions { issue: 1 },
            Question::RankIssues,
            Question::Accept { package: vec![2, 1] },
            Question::Compare { first: vec![0, 1], second: vec![2, 1] },
        ] {
            let asked = matter.ask(&question).unwrap();
            let answer = if asked.is_form() { Reply::CannotSay } else { Reply::Yes };
            let exchange = matter.exchange(&record::Exchange { question: asked, answer }).unwrap();
            assert_eq!(exchange.question, question);
        }
    }

    #[test]
    fn an_order_keeps_its_groups() {
        let groups = [vec!["none", "wide"], vec!["narrow"]];
        let groups = groups.map(|group| group.into_iter().map(str::to_owned).collect()).to_vec();
        let told =
            record::Exchange { question: Ask::RankOptions("quay".into()), answer: Reply::Order(groups) };
        assert_eq!(matter().exchange(&told).unwrap().answer, Answer::Order(vec![vec![2, 0], vec![1]]));
        let stray = record::Exchange {
            question: Ask::RankOptions("quay".into()),
            answer: Reply::Order(vec![vec!["low".to_owned()]]),
        };
        assert_eq!(matter().exchange(&stray), None);
    }
}
