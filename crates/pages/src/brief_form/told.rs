//! A brief as the fields of its form: everything that it says, under the names that the form has for it.
//!
//! | field | what it says |
//! |---|---|
//! | `rank.ISSUE.OPTION`, `order.ISSUE` | the order of options, of a number's values |
//! | `never.ISSUE.OPTION`, `least.ISSUE`, `most.ISSUE`, `why.ISSUE` | red lines on one issue |
//! | `points.ISSUE.OPTION`, `low.ISSUE`, `high.ISSUE`, `corners.ISSUE`, `exact.ISSUE`, `left_open.ISSUE`, `weight.ISSUE` | points |
//! | `importance.ISSUE` | which issues matter most |
//! | `red[N]`, `required[N]`, `link[N]`, `bonus[N]`, `interest[N]`, `without[N]`, `walk[N]` | red lines on combinations, preconditions, linkages, interactions, interests, alternatives, walk-away values |
//! | `settled[]`, `constant`, `cap`, `discount`, `default`, `counts` | the rest |

use super::conditions::{quoted, written, written_issues, written_tiers};
use super::names::Names;
use super::numbers::{number_words, pairs_words};
use crate::form::key;
use mediant_model::brief::{IssuePoints, IssueValues, Points, ReservationDefault};
use mediant_model::statement::{Citation, Precondition, Provenance, Publicity, RedLine, Standing, Trend};
use mediant_model::{Brief, Condition, Issue, IssueId, IssueKind, Number, OptionId, PartyId};

/// Fields with what stands in them.
pub type Fields = Vec<(String, String)>;

/// Everything that a brief says, as the fields of its form.
pub fn fields_of(names: &Names<'_>, brief: &Brief) -> Fields {
    let mut told = Told { names, party: &brief.party, fields: Fields::new() };
    told.order(brief);
    told.lines(brief);
    if let Some(points) = &brief.points {
        told.points(points);
    }
    told.conditions(brief);
    told.without_a_deal(brief);
    told.fields
}

struct Told<'a> {
    names: &'a Names<'a>,
    party: &'a PartyId,
    fields: Fields,
}

/// Whether a red line says that some of an issue's options, or one end of its numbers, are out of the question, and no more
/// than why.
fn is_simple(names: &Names<'_>, party: &PartyId, line: &RedLine) -> bool {
    let mut bare = line.provenance.clone();
    bare.text = None;
    let is_bare = line.standing == Standing::Told
        && line.party == *party
        && bare == Provenance::known_to(Publicity::Caucus(party.clone()));
    is_bare
        && match &line.never {
            Condition::Options(issue, options) => match names.issue(issue) {
                Some(Issue { kind: IssueKind::Discrete(known), .. }) => {
                    // As ticks come back: in the issue's order, each once.
                    let mut places = options.iter().map(|option| {
                        known
                            .iter()
                            .position(|known| known.id == *option)
                            .or_else(|| (option.is_left_open() && names.partial).then_some(known.len()))
                    });
                    !options.is_empty()
                        && places
                            .try_fold(None, |before, place| match (before, place) {
                                (Some(before), Some(place)) if place <= before => None,
                                (_, place) => place.map(Some),
                            })
                            .is_some()
                }
                _ => false,
            },
            Condition::Between(issue, low, high) => {
                let is_range =
                    names.issue(issue).is_some_and(|issue| matches!(issue.kind, IssueKind::Range(_)));
                is_range && low.is_some() != high.is_some() && line.provenance.text.is_none()
            }
            _ => false,
        }
}

impl Told<'_> {
    fn put(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.fields.push((name.into(), value));
        }
    }

    fn order(&mut self, brief: &Brief) {
        let Some(ranking) = &brief.ranking else { return };
        for (issue, tiers) in &ranking.options {
            let path = key(issue.as_str());
            if self.names.issue(issue).is_some_and(|issue| matches!(issue.kind, IssueKind::Range(_))) {
                self.put(format!("order.{path}"), written_tiers(self.names, issue, tiers));
                continue;
            }
            for (at, tier) in tiers.iter().enumerate() {
                for option in tier {
                    self.put(format!("rank.{path}.{}", key(option.as_str())), (at + 1).to_string());
                }
            }
        }
        for (at, tier) in ranking.importance.iter().enumerate() {
            for issue in tier {
                self.put(format!("importance.{}", key(issue.as_str())), (at + 1).to_string());
            }
        }
    }

    fn lines(&mut self, brief: &Brief) {
        let mut shown: Vec<(IssueId, bool)> = Vec::new();
        let mut row = 0;
        for line in &brief.red_lines {
            let of = match &line.never {
                Condition::Options(issue, _) => Some((issue.clone(), false)),
                Condition::Between(issue, low, _) => Some((issue.clone(), low.is_some())),
                _ => None,
            };
            // The first on an issue, or at one end of its numbers, stands there: the next as words.
            match of.filter(|of| is_simple(self.names, self.party, line) && !shown.contains(of)) {
                Some(of) => {
                    self.line_on_issue(line);
                    shown.push(of);
                }
                None => {
                    let at = format!("red[{row}]");
                    self.put(format!("{at}.when"), written(self.names, &line.never));
                    self.standing(&at, line.standing);
                    self.provenance(&at, &line.provenance);
                    row += 1;
                }
            }
        }
    }

    fn line_on_issue(&mut self, line: &RedLine) {
        match &line.never {
            Condition::Options(issue, options) => {
                let path = key(issue.as_str());
                for option in options {
                    self.put(format!("never.{path}.{}", key(option.as_str())), "on");
                }
                self.put(format!("why.{path}"), line.provenance.text.clone().unwrap_or_default());
            }
            Condition::Between(issue, low, high) => {
                let path = key(issue.as_str());
                self.number(format!("most.{path}"), low.as_ref());
                self.number(format!("least.{path}"), high.as_ref());
            }
            _ => {}
        }
    }

    fn number(&mut self, name: impl Into<String>, number: Option<&Number>) {
        self.put(name, number.map(number_words).unwrap_or_default());
    }

    fn points(&mut self, points: &Points) {
        self.put("counts", "on");
        for (issue, stated) in &points.issues {
            let path = key(issue.as_str());
            if stated.weight != Number::one() {
                self.number(format!("weight.{path}"), Some(&stated.weight));
            }
            let open = match &stated.values {
                IssueValues::Options(points) => points.get(&OptionId::left_open()),
                IssueValues::Curve(_) => None,
            };
            self.number(format!("left_open.{path}"), stated.left_open.as_ref().or(open));
            self.values(issue, &path, stated);
        }
        for (row, bonus) in points.interactions.iter().enumerate() {
            self.put(format!("bonus[{row}].when"), written(self.names, &bonus.when));
            self.number(format!("bonus[{row}].points"), Some(&bonus.points));
            self.put(format!("bonus[{row}].text"), bonus.text.clone().unwrap_or_default());
        }
        self.number("constant", points.constant.as_ref());
        self.number("cap", points.cap.as_ref());
    }

    fn values(&mut self, issue: &IssueId, path: &str, stated: &IssuePoints) {
        let range = self.names.issue(issue).and_then(|issue| match &issue.kind {
            IssueKind::Range(range) => Some(range),
            _ => None,
        });
        match (&stated.values, range) {
            (IssueValues::Options(points), None) => {
                for (option, points) in points.iter().filter(|(option, _)| !option.is_left_open()) {
                    self.number(format!("points.{path}.{}", key(option.as_str())), Some(points));
                }
            }
            (IssueValues::Options(points), Some(_)) => {
                self.put(format!("exact.{path}"), "on");
                let pairs = points.iter().filter(|(option, _)| !option.is_left_open());
                let pairs = pairs.map(|(option, points)| (option.to_string(), points));
                self.put(format!("corners.{path}"), pairs_words(pairs));
            }
            (IssueValues::Curve(curve), range) => {
                let is_whole = |low: &Number, high: &Number| {
                    range.is_some_and(|range| *low == range.min && *high == range.max)
                };
                let corners = match curve.as_slice() {
                    [(low, first), between @ .., (high, last)] if is_whole(low, high) => {
                        self.number(format!("low.{path}"), Some(first));
                        self.number(format!("high.{path}"), Some(last));
                        between
                    }
                    all => all,
                };
                let pairs = corners.iter().map(|(value, points)| (number_words(value), points));
                self.put(format!("corners.{path}"), pairs_words(pairs));
            }
        }
    }

    fn conditions(&mut self, brief: &Brief) {
        let mut row = 0;
        let mut shown = false;
        for condition in &brief.preconditions {
            if !shown && is_settled_alone(condition, self.party) {
                shown = true;
                for issue in &condition.settled {
                    self.put("settled[]", issue.as_str());
                }
                continue;
            }
            let at = format!("required[{row}]");
            self.put(format!("{at}.settled"), written_issues(self.names, &condition.settled));
            let require = condition.require.as_ref().map(|require| written(self.names, require));
            self.put(format!("{at}.when"), require.unwrap_or_default());
            self.standing(&at, condition.standing);
            self.provenance(&at, &condition.provenance);
            row += 1;
        }
        for (row, linkage) in brief.linkages.iter().enumerate() {
            let at = format!("link[{row}]");
            self.put(format!("{at}.when"), written(self.names, &linkage.when));
            self.put(format!("{at}.then"), written(self.names, &linkage.then));
            self.provenance(&at, &linkage.provenance);
        }
    }

    fn without_a_deal(&mut self, brief: &Brief) {
        for (row, interest) in brief.interests.iter().enumerate() {
            self.provenance(&format!("interest[{row}]"), &interest.provenance);
        }
        for (row, alternative) in brief.alternatives.iter().enumerate() {
            let at = format!("without[{row}]");
            self.put(format!("{at}.trend"), alternative.trend.map(trend_word).unwrap_or_default());
            self.provenance(&at, &alternative.provenance);
        }
        for (row, value) in brief.reservations.iter().enumerate() {
            let at = format!("walk[{row}]");
            self.number(format!("{at}.value"), Some(&value.low));
            if value.low != value.high {
                self.number(format!("{at}.up_to"), Some(&value.high));
            }
            self.put(format!("{at}.from:day"), value.from.map(|day| day.to_string()).unwrap_or_default());
            self.put(format!("{at}.because"), value.because.clone().unwrap_or_default());
        }
        if brief.reservation_default == ReservationDefault::Zero {
            self.put("default", "zero");
        }
        self.number("discount", brief.discount.as_ref());
    }

    fn standing(&mut self, at: &str, standing: Standing) {
        self.put(
            format!("{at}.standing"),
            match standing {
                Standing::Told => "",
                Standing::Public => "public",
                Standing::Inferred => "inferred",
            },
        );
    }

    fn provenance(&mut self, at: &str, of: &Provenance) {
        self.put(format!("{at}.text"), of.text.clone().unwrap_or_default());
        self.put(
            format!("{at}.by"),
            of.by.as_ref().map(|by| self.names.speaker_words(by)).unwrap_or_default(),
        );
        self.put(format!("{at}.on:day"), of.on.map(|day| day.to_string()).unwrap_or_default());
        self.put(format!("{at}.until:day"), of.until.map(|day| day.to_string()).unwrap_or_default());
        // The first of them is the source, the others say the same; none may stand first.
        let also = of.also.iter().map(|cited| citation_words(self.names, cited));
        let first = of.source.as_ref().map(|cited| citation_words(self.names, cited)).unwrap_or_default();
        let cited: Vec<String> = std::iter::once(first).chain(also).collect();
        self.put(format!("{at}.sources"), cited.join("; "));
        let publicity = match &of.publicity {
            Publicity::Caucus(party) if party == self.party => String::new(),
            Publicity::Caucus(party) => format!("caucus:{party}"),
            Publicity::Public => "public".to_owned(),
            Publicity::Table => "table".to_owned(),
            Publicity::Mediator => "mediator".to_owned(),
        };
        self.put(format!("{at}.publicity"), publicity);
    }
}

/// Whether a precondition asks for issues to be settled, and says nothing more.
fn is_settled_alone(condition: &Precondition, party: &PartyId) -> bool {
    condition.require.is_none()
        && !condition.settled.is_empty()
        && condition.standing == Standing::Told
        && condition.party == *party
        && condition.provenance == Provenance::known_to(Publicity::Caucus(party.clone()))
}

/// How a trend is sent.
pub fn trend_word(trend: Trend) -> &'static str {
    match trend {
        Trend::Improving => "improving",
        Trend::Worsening => "worsening",
        Trend::Steady => "steady",
    }
}

/// A citation on a line: the document, the place in it, its words.
fn citation_words(names: &Names<'_>, of: &Citation) -> String {
    let mut words = quoted(&names.source_words(&of.source));
    if of.place.is_some() || of.words.is_some() {
        words.push_str(": ");
        words.push_str(&quoted(of.place.as_deref().unwrap_or_default()));
    }
    if let Some(said) = &of.words {
        words.push_str(&format!(": {}", quoted(said)));
    }
    words
}

/// The options of an issue that its form has a row for: its own, "left open" where a deal may leave it so, and what a brief
/// says of others.
pub fn options_of(names: &Names<'_>, issue: &Issue) -> Vec<OptionId> {
    let mut options = match &issue.kind {
        IssueKind::Discrete(options) => options.iter().map(|option| option.id.clone()).collect(),
        IssueKind::Range(_) | IssueKind::Withheld => Vec::new(),
    };
    if names.partial && !options.iter().any(OptionId::is_left_open) {
        options.push(OptionId::left_open());
    }
    options
}
