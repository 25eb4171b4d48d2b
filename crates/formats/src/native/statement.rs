//! Statements: what was said, by whom, when, where, and who may know it.

use super::condition::unreadable;
use super::fields::{Diagnostics, Fields, FromToml, UNREADABLE, Value};
use super::readable::key;
use super::words;
use mediant_model::spelling::quoted;
use mediant_model::statement::{
    Alternative, Answer, Citation, Confidence, Deadline, Interest, Linkage, Position, Precondition,
    Provenance, Publicity, RedLine, Remark, Session, SessionStatus, Speaker, Stance, Standing,
};
use mediant_model::{Condition, Date, IssueId, PartyId, PersonId, SourceId};
use toml::de::DeValue;

/// In which file a statement stands: that decides whose it is and who may know it unless it says so.
#[derive(Clone, Copy)]
pub(super) enum Home<'a> {
    Case,
    BriefOf(&'a PartyId),
}

impl Home<'_> {
    /// Whose statement: named in a case, the brief's own party in a brief.
    fn party(self, fields: &Fields<'_, '_>) -> PartyId {
        match self {
            Self::Case => fields.id("party"),
            Self::BriefOf(party) => fields.optional("party").unwrap_or_else(|| party.clone()),
        }
    }

    fn standing(self, fields: &Fields<'_, '_>) -> Standing {
        fields.word("kind", words::STANDING).unwrap_or(self.usual_standing())
    }

    /// The kind of a red line or precondition that states none.
    pub(super) fn usual_standing(self) -> Standing {
        match self {
            Self::Case => Standing::Public,
            Self::BriefOf(_) => Standing::Told,
        }
    }

    /// Who may know a statement that does not say so.
    pub(super) fn usual_publicity(
        self,
        party: Option<&PartyId>,
        standing: Option<Standing>,
        cited: bool,
    ) -> Publicity {
        match (self, standing, party) {
            (Self::BriefOf(party), _, _) => Publicity::Caucus(party.clone()),
            (Self::Case, Some(Standing::Public), _) => Publicity::Public,
            (Self::Case, Some(Standing::Told), Some(party)) => Publicity::Caucus(party.clone()),
            (Self::Case, Some(_), _) => Publicity::Mediator,
            (Self::Case, None, _) if cited => Publicity::Public,
            (Self::Case, None, _) => Publicity::Table,
        }
    }

    fn provenance(
        self,
        fields: &Fields<'_, '_>,
        party: Option<&PartyId>,
        standing: Option<Standing>,
    ) -> Provenance {
        self.provenance_dated(fields, "on", party, standing)
    }

    fn provenance_dated(
        self,
        fields: &Fields<'_, '_>,
        date: &'static str,
        party: Option<&PartyId>,
        standing: Option<Standing>,
    ) -> Provenance {
        let source: Option<Citation> = fields.optional("source");
        let publicity = fields.optional("publicity");
        Provenance {
            by: fields.optional("by"),
            on: fields.optional(date),
            until: fields.optional("until"),
            publicity: publicity.unwrap_or_else(|| self.usual_publicity(party, standing, source.is_some())),
            source,
            also: fields.list("also"),
            text: fields.optional("text"),
        }
    }

    pub(super) fn red_line(self, fields: Fields<'_, '_>) -> RedLine {
        let (party, standing) = (self.party(&fields), self.standing(&fields));
        let never = fields.required("never").unwrap_or_else(unreadable);
        let provenance = self.provenance(&fields, Some(&party), Some(standing));
        fields.close();
        RedLine { party, never, standing, provenance }
    }

    pub(super) fn precondition(self, fields: Fields<'_, '_>) -> Precondition {
        let (party, standing) = (self.party(&fields), self.standing(&fields));
        let settled = fields.list("settled");
        let require: Option<Condition> = fields.optional("require");
        if fields.value("settled").is_none() && fields.value("require").is_none() {
            let help = "write `settled = [\"issue\"]` for issues a deal must not leave open, or `require = { issue = \"option\" }`";
            fields.problems().error_help(fields.span(), "a precondition lacks `settled` or `require`", help);
        }
        let provenance = self.provenance(&fields, Some(&party), Some(standing));
        fields.close();
        Precondition { party, settled, require, standing, provenance }
    }

    pub(super) fn linkage(self, fields: Fields<'_, '_>) -> Linkage {
        let party = match self {
            Self::Case => fields.optional("party"),
            Self::BriefOf(_) => Some(self.party(&fields)),
        };
        let when = fields.required("if").unwrap_or_else(unreadable);
        let then = fields.required("then").unwrap_or_else(unreadable);
        let provenance = self.provenance(&fields, party.as_ref(), None);
        fields.close();
        Linkage { party, when, then, provenance }
    }

    pub(super) fn position(self, fields: Fields<'_, '_>) -> Position {
        let party = self.party(&fields);
        let issue: IssueId = fields.id("issue");
        let wants = wanted(&fields, &issue);
        let provenance = self.provenance(&fields, Some(&party), None);
        fields.close();
        Position { party, issue, wants, provenance }
    }

    pub(super) fn interest(self, fields: Fields<'_, '_>) -> Interest {
        let party = self.party(&fields);
        let provenance = self.provenance(&fields, Some(&party), None);
        fields.close();
        Interest { party, provenance }
    }

    pub(super) fn alternative(self, fields: Fields<'_, '_>) -> Alternative {
        let party = self.party(&fields);
        let trend = fields.word("trend", words::TREND);
        let provenance = self.provenance(&fields, Some(&party), None);
        fields.close();
        Alternative { party, trend, provenance }
    }

    pub(super) fn answer(self, fields: Fields<'_, '_>) -> Answer {
        let party = self.party(&fields);
        let issue = fields.id("issue");
        if fields.value("answer").is_none() {
            fields.missing("answer");
        }
        let stance = fields.word("answer", words::STANCE).unwrap_or(Stance::Open);
        let provenance = self.provenance(&fields, Some(&party), None);
        fields.close();
        Answer { party, issue, stance, provenance }
    }

    pub(super) fn remark(self, fields: Fields<'_, '_>) -> Remark {
        let party = self.party(&fields);
        let issue = fields.optional("issue");
        let provenance = self.provenance(&fields, Some(&party), None);
        fields.close();
        Remark { party, issue, provenance }
    }

    pub(super) fn session(self, fields: Fields<'_, '_>) -> Session {
        if fields.value("status").is_none() {
            fields.missing("status");
        }
        let session = Session {
            parties: fields.list("parties"),
            people: fields.list("people"),
            status: fields.word("status", words::SESSION_STATUS).unwrap_or(SessionStatus::Planned),
            on: fields.optional("on"),
            place: fields.optional("place"),
            // `on` is the day of the session; the day somebody told of it is another one.
            provenance: self.provenance_dated(&fields, "told_on", None, None),
        };
        fields.close();
        session
    }

    pub(super) fn confidence(self, fields: Fields<'_, '_>) -> Confidence {
        let confidence = Confidence {
            parties: fields.list("parties"),
            issues: fields.list("issues"),
            provenance: self.provenance(&fields, None, None),
        };
        fields.close();
        confidence
    }

    pub(super) fn deadline(self, fields: Fields<'_, '_>) -> Deadline {
        let party = fields.optional("party");
        let deadline = Deadline {
            // A day that could not be read was noted, and the file is refused.
            on: fields.required("on").unwrap_or(Date::ZERO),
            issues: fields.list("issues"),
            // `on` is the day itself; the day somebody told of it is another one.
            provenance: self.provenance_dated(&fields, "told_on", party.as_ref(), None),
            party,
        };
        fields.close();
        deadline
    }
}

/// What a position asks for; what to write where that is only an option of its issue.
fn wanted(fields: &Fields<'_, '_>, issue: &IssueId) -> Option<Condition> {
    let value = fields.value("wants")?;
    if let DeValue::String(option) = value.get_ref() {
        let found = "expected a table for what is wanted, found text";
        let help = format!("write `wants = {{ {} = \"{option}\" }}`", key(issue.as_str()));
        fields.problems().error_help(value.span(), found, help);
        return None;
    }
    Condition::from_toml(value, fields.problems())
}

impl FromToml for Citation {
    /// `"report"`, `"report:P6"`, or a table for ids and places that these forms cannot say.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        if let DeValue::Table(_) = value.get_ref() {
            let fields = Fields::new(value, "a citation", problems)?;
            let citation = Self {
                source: fields.id("id"),
                place: fields.optional("place"),
                words: fields.optional("words"),
            };
            fields.close();
            return Some(citation);
        }
        let text = String::from_toml(value, problems)?;
        let (source, place) = match text.split_once(':') {
            Some((source, place)) => (source, Some(place.to_owned())),
            None => (text.as_str(), None),
        };
        if source.is_empty() {
            problems.error(value.span(), format!("{} names no source", quoted(&text)));
            return None;
        }
        Some(Self { source: SourceId::new(source), place, words: None })
    }
}

impl FromToml for Speaker {
    /// A person's id, or, with white space in it, a description; a table says which where that fails.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        if let DeValue::Table(_) = value.get_ref() {
            let fields = Fields::new(value, "a speaker", problems)?;
            let (person, described) = (fields.optional::<PersonId>("person"), fields.optional("described"));
            fields.close();
            return match (person, described) {
                (Some(person), None) => Some(Self::Person(person)),
                (None, Some(words)) => Some(Self::Described(words)),
                _ => {
                    problems.error(value.span(), "a speaker is either a `person` or `described`");
                    None
                }
            };
        }
        let text = String::from_toml(value, problems)?;
        if text.is_empty() {
            problems.error(value.span(), "a speaker's name is empty");
            return None;
        }
        Some(if text.contains(char::is_whitespace) {
            Self::Described(text)
        } else {
            Self::Person(PersonId::new(text))
        })
    }
}

impl FromToml for Publicity {
    /// `public`, `table`, `mediator`, `caucus:PARTY`, or a party's id.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        let text = String::from_toml(value, problems)?;
        let party = text.strip_prefix("caucus:").unwrap_or(&text);
        match text.as_str() {
            "public" => Some(Self::Public),
            "table" => Some(Self::Table),
            "mediator" => Some(Self::Mediator),
            _ if party.is_empty() || party == UNREADABLE => {
                let help = "write `public`, `table`, `mediator` or `caucus:` and the party's id";
                problems.error_help(value.span(), format!("{} names no party", quoted(&text)), help);
                None
            }
            _ => Some(Self::Caucus(PartyId::new(party))),
        }
    }
}
