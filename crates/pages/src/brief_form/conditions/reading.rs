//! Conditions, issues and citations as they are read again.

use super::{ALL_OF, AND_AT_MOST, ANY_NUMBER, ANY_OF, AT_LEAST, AT_MOST, is_mark};
use crate::brief_form::names::Names;
use crate::brief_form::numbers::number_of;
use mediant_model::statement::Citation;
use mediant_model::{Condition, IssueId, IssueKind, Number, OptionId};
use mediant_words::{Language, say};

/// Conditions may stand in one another so deep.
const DEPTH_MAX: usize = 40;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Mark(char),
}

fn tokens(language: Language, text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if c == '"' {
            let mut name = String::new();
            loop {
                match characters.next() {
                    Some('"') if characters.next_if_eq(&'"').is_none() => break,
                    Some(c) => name.push(c),
                    None => return Err(say!(language, brief_faults.a_quote_is_not_closed).into_owned()),
                }
            }
            tokens.push(Token::Quoted(name));
        } else if is_mark(c) {
            tokens.push(Token::Mark(c));
        } else if !c.is_whitespace() {
            let mut word = c.to_string();
            while let Some(c) = characters.next_if(|c| !c.is_whitespace() && !is_mark(*c) && *c != '"') {
                word.push(c);
            }
            tokens.push(Token::Word(word));
        }
    }
    Ok(tokens)
}

/// The condition that is written so.
///
/// # Errors
/// What cannot be read, in a sentence: an issue or an option that there is not, a bracket that is not closed.
pub fn read(names: &Names<'_>, text: &str) -> Result<Condition, String> {
    let tokens = tokens(names.language, text)?;
    let mut reading = Reading { names, rest: &tokens, depth: 0 };
    let condition = reading.group()?;
    match reading.rest.first() {
        None => Ok(condition),
        Some(Token::Mark(')')) => Err(say!(names, brief_faults.a_bracket_was_not_opened).into_owned()),
        Some(_) => Err(say!(names, brief_faults.put_a_semicolon_between).into_owned()),
    }
}

/// The issues of a list such as `Turns; Yearly fee`.
///
/// # Errors
/// There is no such issue.
pub fn read_issues(names: &Names<'_>, text: &str) -> Result<Vec<IssueId>, String> {
    let tokens = tokens(names.language, text)?;
    let mut issues = Vec::new();
    for part in tokens.split(|token| *token == Token::Mark(';')).filter(|part| !part.is_empty()) {
        let mut reading = Reading { names, rest: part, depth: 0 };
        issues.push(reading.issue()?);
        if !reading.rest.is_empty() {
            return Err(say!(names, brief_faults.write_the_names_of_issues).into_owned());
        }
    }
    Ok(issues)
}

/// Documents with a place in each and its words: `Minutes: P6: “not one euro”; Letter`. The first of them may be none.
///
/// # Errors
/// There is no such document.
pub fn read_citations(names: &Names<'_>, text: &str) -> Result<Vec<Option<Citation>>, String> {
    let tokens = tokens(names.language, text)?;
    let mut cited = Vec::new();
    for part in tokens.split(|token| *token == Token::Mark(';')) {
        if part.is_empty() {
            cited.push(None);
            continue;
        }
        let mut reading = Reading { names, rest: part, depth: 0 };
        let title = reading.name("")?;
        let source = names
            .source_of(&title)
            .ok_or_else(|| say!(names, brief_faults.no_such_document, title = title).into_owned())?;
        let mut further = Vec::new();
        while reading.takes(&[":"]) {
            further.push(Some(reading.name("")?).filter(|words| !words.is_empty()));
        }
        if !reading.rest.is_empty() || further.len() > 2 {
            return Err(say!(names, brief_faults.write_a_document_and_the_place).into_owned());
        }
        let mut further = further.into_iter();
        cited.push(Some(Citation {
            source,
            place: further.next().flatten(),
            words: further.next().flatten(),
        }));
    }
    Ok(cited)
}

/// The options of an issue in tiers, best first: `by need; by the day = by the hour`.
///
/// # Errors
/// There is no such option.
pub fn read_tiers(names: &Names<'_>, issue: &IssueId, text: &str) -> Result<Vec<Vec<OptionId>>, String> {
    let mut tiers = Vec::new();
    for tier in text.split(';').map(str::trim).filter(|tier| !tier.is_empty()) {
        let of = |word: &str| {
            let word = word.trim();
            names
                .option_of(issue, word)
                .ok_or_else(|| say!(names, written.no_number, text = word).into_owned())
        };
        tiers.push(tier.split('=').map(of).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(tiers)
}

struct Reading<'a> {
    names: &'a Names<'a>,
    rest: &'a [Token],
    depth: usize,
}

impl Reading<'_> {
    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first.clone())
    }

    fn takes(&mut self, words: &[&str]) -> bool {
        let is_next = words.iter().enumerate().all(|(at, word)| match self.rest.get(at) {
            Some(Token::Word(found)) => found == word,
            Some(Token::Mark(mark)) => *word == mark.to_string(),
            _ => false,
        });
        if is_next {
            self.rest = self.rest.get(words.len()..).unwrap_or_default();
        }
        is_next
    }

    /// Takes the words with an opening bracket behind them, or nothing.
    fn takes_open(&mut self, words: &[&str]) -> bool {
        self.takes(&[words, &["("]].concat())
    }

    fn group(&mut self) -> Result<Condition, String> {
        Ok(together(self.units()?))
    }

    fn units(&mut self) -> Result<Vec<Condition>, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(say!(self.names, brief_faults.too_many_brackets).into_owned());
        }
        let mut parts = vec![self.unit()?];
        while self.takes(&[";"]) {
            // One at the end says nothing more.
            if matches!(self.rest.first(), None | Some(Token::Mark(')'))) {
                break;
            }
            parts.push(self.unit()?);
        }
        self.depth -= 1;
        Ok(parts)
    }

    fn bracketed(&mut self) -> Result<Vec<Condition>, String> {
        let parts = self.units()?;
        if self.takes(&[")"]) {
            Ok(parts)
        } else {
            Err(say!(self.names, brief_faults.a_bracket_is_not_closed).into_owned())
        }
    }

    fn unit(&mut self) -> Result<Condition, String> {
        if self.takes(&["always"]) {
            return Ok(Condition::All(Vec::new()));
        }
        if self.takes(&["never"]) {
            return Ok(Condition::Any(Vec::new()));
        }
        if self.takes_open(&ALL_OF) {
            return self.bracketed().map(Condition::All);
        }
        if self.takes_open(&ANY_OF) {
            return self.bracketed().map(Condition::Any);
        }
        if self.takes_open(&["not"]) {
            let parts = self.bracketed()?;
            return Ok(Condition::Not(Box::new(together(parts))));
        }
        let issue = self.issue()?;
        if !self.takes(&[":"]) {
            let name = self.names.issue_words(&issue);
            return Err(
                say!(self.names, brief_faults.write_the_option_after_a_colon, issue = name).into_owned()
            );
        }
        self.of_issue(issue)
    }

    fn of_issue(&mut self, issue: IssueId) -> Result<Condition, String> {
        if self.takes(&ANY_NUMBER) {
            return Ok(Condition::Between(issue, None, None));
        }
        if self.takes(&AT_LEAST) {
            let low = self.number()?;
            let both = self.takes(&AND_AT_MOST);
            let high = if both { Some(self.number()?) } else { None };
            return Ok(Condition::Between(issue, Some(low), high));
        }
        if self.takes(&AT_MOST) {
            return Ok(Condition::Between(issue, None, Some(self.number()?)));
        }
        if self.takes(&["nothing"]) {
            return Ok(Condition::Options(issue, Vec::new()));
        }
        let mut options = vec![self.option(&issue)?];
        while self.takes(&["or"]) {
            options.push(self.option(&issue)?);
        }
        Ok(Condition::Options(issue, options))
    }

    /// The words up to a mark or `stop`.
    fn name(&mut self, stop: &str) -> Result<String, String> {
        if let Some(Token::Quoted(name)) = self.rest.first().cloned() {
            self.next();
            return Ok(name);
        }
        let mut words = Vec::new();
        while let Some(Token::Word(word)) =
            self.rest.first().filter(|token| **token != Token::Word(stop.to_owned())).cloned()
        {
            self.next();
            words.push(word);
        }
        if words.is_empty() {
            Err(say!(self.names, brief_faults.a_name_is_missing).into_owned())
        } else {
            Ok(words.join(" "))
        }
    }

    fn issue(&mut self) -> Result<IssueId, String> {
        let name = self.name("")?;
        self.names
            .issue_of(&name)
            .ok_or_else(|| say!(self.names, brief_faults.no_such_issue, name = name).into_owned())
    }

    fn option(&mut self, issue: &IssueId) -> Result<OptionId, String> {
        let name = self.name("or")?;
        if let Some(found) = self.names.option_of(issue, &name) {
            return Ok(found);
        }
        // Of an issue that is gone, options are known by their short names alone.
        let is_known = self.names.issues.iter().any(|known| &known.id == issue);
        if let Some(id) = name.strip_prefix('#').filter(|_| !is_known) {
            return Ok(OptionId::new(id));
        }
        let on = self.names.issue_words(issue);
        let is_range = self.names.issue(issue).is_some_and(|known| matches!(known.kind, IssueKind::Range(_)));
        if is_range {
            return Err(say!(self.names, brief_faults.no_number_on, text = name, issue = on).into_owned());
        }
        Err(say!(self.names, brief_faults.no_such_option, name = name, issue = on).into_owned())
    }

    fn number(&mut self) -> Result<Number, String> {
        let text = self.name("and")?;
        number_of(&text).map_err(|why| why.said(self.names.language))
    }
}

/// Conditions that hold together; one alone is itself.
fn together(parts: Vec<Condition>) -> Condition {
    match <[Condition; 1]>::try_from(parts) {
        Ok([only]) => only,
        Err(parts) => Condition::All(parts),
    }
}
