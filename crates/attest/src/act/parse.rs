//! Reading an act. Every field stands in its place, or the text is refused there.

use super::form::field_at;
use super::{
    ACT_BYTES_MAX, Act, Choice, Clause, Communique, Deed, Draft, HEADER, Mandate, MandateUsed, Named, NewKey,
    Package, Pin, Words,
};
use crate::{AttestError, Day, Digest, Line, Moment, PublicKey, Role, Text};

pub(super) fn act(text: &str) -> Result<Act, AttestError> {
    if text.len() > ACT_BYTES_MAX {
        return Err(AttestError::new("", format!("an act has at most {ACT_BYTES_MAX} bytes")));
    }
    let body = text.strip_suffix('\n').ok_or_else(|| AttestError::new("", "the last line does not end"))?;
    let lines: Vec<&str> = body.split('\n').collect();
    let mut fields = Fields { lines: &lines, next: 0 };
    let act = fields.act()?;
    fields.end()?;
    act.check()?;
    // What every reader above holds to; should one of them be lax one day, nothing comes of it.
    let printed = super::print::act(&act);
    if printed != text {
        let printed: Vec<&str> = printed.lines().collect();
        let field = super::form::first_difference(&lines, &printed).unwrap_or_default();
        return Err(AttestError::new(field, "it is not written as an act is written"));
    }
    Ok(act)
}

pub(super) fn words_of(lines: &[String]) -> Result<Words, AttestError> {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut fields = Fields { lines: &lines, next: 0 };
    let words = fields.words()?;
    fields.end()?;
    super::form::check_words(&words)?;
    if super::print::words(&words).lines().ne(lines.iter().copied()) {
        return Err(AttestError::new("words", "they are not written as in an act"));
    }
    Ok(words)
}

struct Fields<'t> {
    lines: &'t [&'t str],
    /// The line that is read next.
    next: usize,
}

impl<'t> Fields<'t> {
    fn act(&mut self) -> Result<Act, AttestError> {
        if self.lines.first() != Some(&HEADER) {
            return Err(self.refused("", format!("expected `{HEADER}`")));
        }
        self.next = 1;
        let case = self.line("case")?;
        let case_id = self.digest("case id")?;
        let parties = self.counted("parties")?;
        let parties = (1..=parties).map(|number| self.named(&format!("party {number}")));
        let parties = parties.collect::<Result<_, _>>()?;
        let party = self.line("for")?;
        let person = self.named("person")?;
        let office = self.optional("office", Line::new)?;
        let role = self.role("role")?;
        let mandate = match self.optional("under mandate", Line::new)? {
            Some(id) => Some(MandateUsed { id, until: self.optional("under mandate until", Day::new)? }),
            None => None,
        };
        let date = self.checked("date", Moment::new)?;
        let does = self.value("does")?;
        let does_at = self.next;
        let confirms = self.optional("confirms report", Line::new)?;
        let deed = self.deed(does, does_at)?;
        let table = Pin { length: self.number("table length")?, link: self.digest("table link")? };
        let before = match self.value("act before")? {
            "none" => None,
            digest => Some(Digest::parse(digest).map_err(|why| self.at_last("act before", why))?),
        };
        let key = self.digest("key")?;
        Ok(Act {
            case,
            case_id,
            parties,
            party,
            person,
            office,
            role,
            mandate,
            date,
            deed,
            confirms,
            table,
            before,
            key,
        })
    }

    fn deed(&mut self, does: &str, line: usize) -> Result<Deed, AttestError> {
        Ok(match does {
            "accepts" => Deed::Accepts(self.words()?),
            "accepts ad referendum" => Deed::AcceptsAdReferendum(self.words()?),
            "signs" => Deed::Signs(self.words()?),
            "ratifies" => Deed::Ratifies(self.words()?),
            "agrees to the communiqué" => Deed::AgreesTo(Communique {
                id: self.line("communiqué")?,
                words: self.text("communiqué words")?,
            }),
            "gives a mandate" => Deed::GivesMandate(self.mandate()?),
            "limits a mandate" => Deed::LimitsMandate(self.mandate()?),
            "revokes a mandate" => Deed::RevokesMandate {
                mandate: self.line("mandate")?,
                holder: self.named("mandate holder")?,
                ends: self.checked("ends", Day::new)?,
            },
            "vouches for a key" => Deed::VouchesFor(self.new_key()?),
            "revokes a key" => {
                let key = self.digest("revoked key")?;
                let count = self.counted("acts that stand")?;
                let stand = (1..=count).map(|number| self.digest(&format!("act {number}")));
                Deed::RevokesKey { key, stand: stand.collect::<Result<_, _>>()? }
            }
            _ => {
                return Err(AttestError {
                    line: Some(line),
                    ..AttestError::new("does", "nothing of this name is done by an act")
                });
            }
        })
    }

    fn words(&mut self) -> Result<Words, AttestError> {
        if self.begins("package") {
            let id = self.line("package")?;
            let title = self.optional("package title", Line::new)?;
            let count = self.counted("options")?;
            let options = (1..=count).map(|number| {
                Ok(Choice {
                    issue: self.named(&format!("issue {number}"))?,
                    option: self.named(&format!("option {number}"))?,
                })
            });
            return Ok(Words::Package(Package { id, title, options: options.collect::<Result<_, _>>()? }));
        }
        let id = self.line("draft")?;
        let number = self.number("draft version")?;
        let title = self.line("draft title")?;
        let (count, of) = self.checked("clauses", |text| {
            let halves = text.split_once(" of ");
            let (count, of) = halves.ok_or_else(|| AttestError::new("", "expected `… of …`"))?;
            Ok((self::number::<u32>(count)?, self::number::<u32>(of)?))
        })?;
        let clauses = (0..count).map(|_| self.clause()).collect::<Result<_, _>>()?;
        Ok(Words::Draft(Draft { id, number, title, of, clauses }))
    }

    fn clause(&mut self) -> Result<Clause, AttestError> {
        let label = self.lines.get(self.next).and_then(|line| line.split_once(':')).map(|(label, _)| label);
        let stated = label.and_then(|label| label.strip_prefix("clause ")).and_then(|text| number(text).ok());
        let number: u32 = stated.ok_or_else(|| self.refused("clauses", "expected a clause"))?;
        let name = format!("clause {number}");
        let id = self.line(&name)?;
        let heading = self.optional(&format!("{name} heading"), Line::new)?;
        let issue = format!("{name} issue");
        let issue = if self.begins(&issue) { Some(self.named(&issue)?) } else { None };
        let words = self.text(&format!("{name} words"))?;
        Ok(Clause { number, id, heading, issue, words })
    }

    fn mandate(&mut self) -> Result<Mandate, AttestError> {
        let id = self.line("mandate")?;
        let holder = self.named("mandate holder")?;
        let issues = if self.lines.get(self.next) == Some(&"issues: all") {
            self.next += 1;
            None
        } else {
            let count = self.counted("issues")?;
            let issues = (1..=count).map(|number| self.named(&format!("issue {number}")));
            Some(issues.collect::<Result<_, _>>()?)
        };
        let from = self.optional("from", Day::new)?;
        Ok(Mandate { id, holder, issues, from, until: self.optional("until", Day::new)? })
    }

    fn new_key(&mut self) -> Result<NewKey, AttestError> {
        let line = self.value("new key")?;
        let at = self.next;
        let relying_party = self.optional("relying party", Line::new)?;
        let site = match relying_party {
            Some(relying_party) => Some((relying_party, self.line("origin")?)),
            None => None,
        };
        let at_key = |why: AttestError| AttestError { line: Some(at), ..why.within("new key") };
        let public = PublicKey::parse(line, site).map_err(at_key)?;
        if self.value("new key words")? != public.words() {
            return Err(self.at_last("new key words", AttestError::new("", "they are another key's")));
        }
        Ok(NewKey { public, holder: self.named("holder")?, role: self.role("holder role")? })
    }

    /// The value of the field that has to stand here.
    fn value(&mut self, name: &str) -> Result<&'t str, AttestError> {
        let line = self.lines.get(self.next).copied().unwrap_or_default();
        let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
        let value = value.ok_or_else(|| self.refused(name, format!("expected `{name}: …`")))?;
        self.next += 1;
        Ok(value)
    }

    fn checked<T>(
        &mut self,
        name: &str,
        check: impl FnOnce(&'t str) -> Result<T, AttestError>,
    ) -> Result<T, AttestError> {
        let value = self.value(name)?;
        check(value).map_err(|why| self.at_last(name, why))
    }

    fn optional<T>(
        &mut self,
        name: &str,
        check: impl FnOnce(&'t str) -> Result<T, AttestError>,
    ) -> Result<Option<T>, AttestError> {
        if self.begins(name) { self.checked(name, check).map(Some) } else { Ok(None) }
    }

    fn line(&mut self, name: &str) -> Result<Line, AttestError> {
        self.checked(name, Line::new)
    }

    fn digest(&mut self, name: &str) -> Result<Digest, AttestError> {
        self.checked(name, Digest::parse)
    }

    fn number<N: TryFrom<u64>>(&mut self, name: &str) -> Result<N, AttestError> {
        self.checked(name, number)
    }

    /// A number of fields that follow, each of a line at least: no more than there are lines.
    fn counted(&mut self, name: &str) -> Result<usize, AttestError> {
        let count: usize = self.number(name)?;
        if count > self.lines.len() {
            return Err(self.at_last(name, AttestError::new("", "it has not so many lines")));
        }
        Ok(count)
    }

    fn role(&mut self, name: &str) -> Result<Role, AttestError> {
        let unknown = || AttestError::new("", "expected `principal` or `delegate`");
        self.checked(name, |word| Role::named(word).ok_or_else(unknown))
    }

    fn named(&mut self, name: &str) -> Result<Named, AttestError> {
        Ok(Named { id: self.line(name)?, name: self.line(&format!("{name} name"))? })
    }

    fn text(&mut self, name: &str) -> Result<Text, AttestError> {
        let label = self.lines.get(self.next).and_then(|line| line.strip_suffix(':'));
        if label != Some(name) {
            return Err(self.refused(name, format!("expected `{name}:`")));
        }
        self.next += 1;
        let mut words = Vec::new();
        while let Some(rest) = self.lines.get(self.next).and_then(|line| line.strip_prefix('>')) {
            let line = match rest.strip_prefix(' ') {
                Some(line) if !line.is_empty() => line,
                None if rest.is_empty() => "",
                _ => return Err(self.refused(name, "expected `> ` and words, or `>` alone")),
            };
            words.push(line);
            self.next += 1;
        }
        if words.is_empty() {
            return Err(self.refused(name, "expected `> ` and words"));
        }
        Text::new(words.join("\n")).map_err(|why| self.at_last(name, why))
    }

    fn begins(&self, name: &str) -> bool {
        let line = self.lines.get(self.next).copied().unwrap_or_default();
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'))
    }

    fn end(&self) -> Result<(), AttestError> {
        match self.lines.get(self.next) {
            Some(_) => Err(self.refused(&field_at(self.lines, self.next), "nothing belongs here any more")),
            None => Ok(()),
        }
    }

    /// At the line that is read next.
    fn refused(&self, field: &str, why: impl Into<String>) -> AttestError {
        AttestError { line: Some(self.next + 1), ..AttestError::new(field, why) }
    }

    /// At the line that was read last.
    fn at_last(&self, field: &str, why: AttestError) -> AttestError {
        AttestError { line: Some(self.next), ..why.named(field) }
    }
}

/// A whole number in the one way to write it.
fn number<N: TryFrom<u64>>(text: &str) -> Result<N, AttestError> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = digits && (text == "0" || !text.starts_with('0'));
    let value = text.parse::<u64>().ok().filter(|_| plain).and_then(|value| N::try_from(value).ok());
    value.ok_or_else(|| AttestError::new("", "expected a whole number"))
}
