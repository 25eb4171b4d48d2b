//! How something said is known, and the compartment that follows from it.

use mediant_model::PartyId;
use mediant_model::statement::{Publicity, Standing};
use mediant_record::{CommandError, Compartment, Role};
use mediant_words::{Language, Speaks, say};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Under this name stands beside a command `state` how what is said is known.
pub const KNOWN: &str = "known";
/// Under this name stands beside a command the compartment that somebody confirmed once more.
pub const CONFIRMED: &str = "readers_confirmed";
/// Under this name a form sends whose word it is together with how it is known.
pub const SAID: &str = "said";

/// How something said is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The mediator reads it from what a party does: it is not the party's word.
    Reading,
    /// The party told it in confidence.
    Told,
    /// It was said at the table.
    Table,
    /// It was said in public.
    Public,
}

impl Known {
    /// From the one that fewest people read to the one that everybody reads.
    pub const ALL: [Self; 4] = [Self::Reading, Self::Told, Self::Table, Self::Public];

    /// Its word: `reading`, `told`, `table`, `public`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Told => "told",
            Self::Table => "table",
            Self::Public => "public",
        }
    }

    /// It in a few words, as a form asks for it.
    pub fn in_words(self, language: impl Speaks) -> Cow<'static, str> {
        match self {
            Self::Reading => say!(language, known.my_own_reading),
            Self::Told => say!(language, known.told_in_confidence),
            Self::Table => say!(language, known.said_at_the_table),
            Self::Public => say!(language, known.said_in_public),
        }
    }

    /// Who may know it: the compartment where it stands. `None` for what was told in confidence by nobody in particular.
    pub fn place(self, party: Option<&PartyId>) -> Option<Compartment> {
        Some(match self {
            Self::Reading => Compartment::Mediator,
            Self::Told => Compartment::Caucus(party?.clone()),
            Self::Table => Compartment::Table,
            Self::Public => Compartment::Public,
        })
    }

    /// How firmly a red line or precondition is known that is known in this way.
    fn standing(self) -> Standing {
        match self {
            Self::Reading => Standing::Inferred,
            Self::Told => Standing::Told,
            Self::Table | Self::Public => Standing::Public,
        }
    }

    /// The way in which something of this standing is known, as far as the standing says.
    pub(super) fn from_standing(standing: Standing) -> Self {
        match standing {
            Standing::Public => Self::Public,
            Standing::Told => Self::Told,
            Standing::Inferred => Self::Reading,
        }
    }
}

/// What stood beside a command's own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// How what is said is known, where that was sent.
    pub known: Option<Known>,
    /// The compartment whose readers were confirmed.
    pub confirmed: Option<Compartment>,
}

/// What a form sends of whose word it is and how it is known, in one choice.
#[derive(Deserialize)]
struct Said {
    party: PartyId,
    known: Known,
}

/// Takes what stands beside a command out of its fields, and puts into a statement who may know it, where nobody chose that apart.
///
/// Where nothing says how it is known it goes to the fewest: what the mediator records to the mediator, what a party records to its
/// caucus. `role` is whose command it is; without one such a statement is refused. In `language` it is told what cannot be read.
///
/// # Errors
/// A field that cannot be read, or that says something else than another one.
pub fn complete(
    kind: &str,
    fields: &mut Map<String, Value>,
    role: Option<&Role>,
    language: Language,
) -> Result<Beside, CommandError> {
    let confirmed = fields.remove(CONFIRMED).filter(|value| !value.is_null());
    let confirmed = confirmed.map(serde_json::from_value).transpose();
    let confirmed = confirmed.map_err(|error| {
        CommandError::invalid(CONFIRMED, say!(language, known.no_compartment, why = error.to_string()))
    })?;
    if let Some(place) = fields.get("in")
        && Compartment::deserialize(place).is_err()
    {
        return Err(CommandError::invalid("in", say!(language, known.no_such_place))
            .help(say!(language, known.choose_who_will_read_it)));
    }
    if kind != "state" {
        return Ok(Beside { known: None, confirmed });
    }
    let unread = |_| {
        CommandError::invalid(KNOWN, say!(language, known.no_way_in_which_it_is_known))
            .help(say!(language, known.it_is_one_of))
    };
    let said: Option<Said> = fields.remove(SAID).map(serde_json::from_value).transpose().map_err(unread)?;
    let known = fields.remove(KNOWN).filter(|value| !value.is_null());
    let known: Option<Known> = known.map(serde_json::from_value).transpose().map_err(unread)?;
    let known = known.or(said.as_ref().map(|said| said.known));
    let Some(Value::Object(statement)) = fields.get_mut("statement") else {
        return Ok(Beside { known, confirmed });
    };
    if role.is_none() && known.is_none() {
        chosen(statement, language)?;
    }
    if let Some(said) = said {
        statement.entry("party").or_insert_with(|| Value::from(said.party.as_str()));
    }
    let known = firmly(statement, known, language)?;
    if statement.get("publicity").is_none_or(Value::is_null) {
        let place = place(statement, known, role, language)?;
        statement.insert("publicity".to_owned(), publicity(&place, language)?);
    }
    Ok(Beside { known, confirmed })
}

/// A form has to say how it is known, and the one in which several may have said it also who did.
fn chosen(statement: &Map<String, Value>, language: Language) -> Result<(), CommandError> {
    if !statement.contains_key("party") && !statement.contains_key("parties") {
        return Err(CommandError::invalid(SAID, say!(language, known.neither_whose_word_nor_how_known))
            .help(say!(language, known.choose_both_in_one_line)));
    }
    let lacks_standing = is_firm(statement) && !statement.contains_key("standing");
    if lacks_standing || statement.get("publicity").is_none_or(Value::is_null) {
        Err(unsaid(language))
    } else {
        Ok(())
    }
}

/// Whether a statement has a standing: a red line or precondition.
fn is_firm(statement: &Map<String, Value>) -> bool {
    let kind = statement.get("kind").and_then(Value::as_str);
    kind.is_some_and(|kind| matches!(kind, "red_line" | "precondition"))
}

/// How it is known, in agreement with the standing of a red line or precondition, which follows from it where it is not given.
fn firmly(
    statement: &mut Map<String, Value>,
    known: Option<Known>,
    language: Language,
) -> Result<Option<Known>, CommandError> {
    if !is_firm(statement) {
        return Ok(known);
    }
    // One that cannot be read is refused with the command.
    let given: Option<Standing> =
        statement.get("standing").and_then(|value| serde_json::from_value(value.clone()).ok());
    match (given, known) {
        (Some(standing), Some(known)) if known.standing() != standing => {
            Err(CommandError::invalid(KNOWN, say!(language, known.not_as_standing_says))
                .help(say!(language, known.give_one_of_the_two)))
        }
        (Some(standing), None) => Ok(Some(Known::from_standing(standing))),
        (None, Some(known)) if !statement.contains_key("standing") => {
            let standing = serde_json::to_value(known.standing()).unwrap_or(Value::Null);
            statement.insert("standing".to_owned(), standing);
            Ok(Some(known))
        }
        (_, known) => Ok(known),
    }
}

fn place(
    statement: &Map<String, Value>,
    known: Option<Known>,
    role: Option<&Role>,
    language: Language,
) -> Result<Compartment, CommandError> {
    let party = statement.get("party").and_then(Value::as_str).map(PartyId::new);
    if let Some(known) = known {
        return known.place(party.as_ref()).ok_or_else(|| {
            CommandError::invalid(KNOWN, say!(language, known.told_by_nobody_in_particular))
                .help(say!(language, known.say_whose_word_it_is))
        });
    }
    match role {
        Some(role) if role.mediates() => Ok(Compartment::Mediator),
        Some(role) => role.party().cloned().map(Compartment::Caucus).ok_or_else(|| unsaid(language)),
        None => Err(unsaid(language)),
    }
}

fn unsaid(language: Language) -> CommandError {
    CommandError::invalid(KNOWN, say!(language, known.not_said_how_it_is_known))
        .help(say!(language, known.choose_how_it_is_known))
}

fn publicity(place: &Compartment, language: Language) -> Result<Value, CommandError> {
    let publicity = match place {
        Compartment::Public => Publicity::Public,
        Compartment::Table => Publicity::Table,
        Compartment::Caucus(party) => Publicity::Caucus(party.clone()),
        Compartment::Mediator => Publicity::Mediator,
        Compartment::Delegation(_) | Compartment::Report(_) => return Err(unsaid(language)),
    };
    serde_json::to_value(&publicity).map_err(|_| unsaid(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn completed(fields: Value, role: Option<&Role>) -> Result<(Value, Beside), CommandError> {
        let Value::Object(mut fields) = fields else {
            return Err(unsaid(Language::English));
        };
        let beside = complete("state", &mut fields, role, Language::English)?;
        Ok((Value::Object(fields), beside))
    }

    #[test]
    fn who_reads_it_follows_from_how_it_is_known() {
        for (known, publicity, standing) in [
            ("told", json!({ "caucus": "north" }), "told"),
            ("reading", json!("mediator"), "inferred"),
            ("table", json!("table"), "public"),
            ("public", json!("public"), "public"),
        ] {
            for kind in ["red_line", "position"] {
                let fields = json!({ "known": known, "statement": { "kind": kind, "party": "north" } });
                let (made, _) = completed(fields, None).expect("it says how it is known");
                assert_eq!(made["statement"]["publicity"], publicity);
                let expected = (kind == "red_line").then_some(json!(standing));
                assert_eq!(made["statement"].get("standing").cloned(), expected);
                assert!(made.get("known").is_none());
            }
            let (made, _) = completed(
                json!({ "said": { "party": "north", "known": known }, "statement": { "kind": "remark" } }),
                None,
            )
            .expect("one choice says both");
            assert_eq!(
                (&made["statement"]["publicity"], &made["statement"]["party"]),
                (&publicity, &json!("north"))
            );
        }
    }

    #[test]
    fn where_nothing_is_said_it_goes_to_the_fewest() {
        let fields = || json!({ "statement": { "kind": "position", "party": "north" } });
        let of = |role: &Role| {
            completed(fields(), Some(role)).map(|(made, _)| made["statement"]["publicity"].clone())
        };
        assert_eq!(of(&Role::Mediator), Ok(json!("mediator")));
        assert_eq!(of(&Role::Delegate("north".into())), Ok(json!({ "caucus": "north" })));
        assert!(completed(fields(), None).is_err());
        let red_line = json!({ "statement": { "kind": "red_line", "party": "north", "standing": "told" } });
        let (made, _) = completed(red_line, Some(&Role::Mediator)).expect("its standing says so");
        assert_eq!(made["statement"]["publicity"], json!({ "caucus": "north" }));
    }

    #[test]
    fn what_says_two_things_is_refused() {
        let both = json!({ "known": "public", "statement": { "kind": "red_line", "party": "north", "standing": "told" } });
        assert!(completed(both, None).is_err());
        let several = json!({ "known": "told", "statement": { "kind": "confidence", "parties": ["north"] } });
        assert!(completed(several, None).is_err());
    }
}
