//! The act for a command, as the desk fills it from what everybody at the table knows.

use super::deed;
use super::held::Table;
use super::keys::key_of;
use super::unfit;
use super::words::{AtTable, line};
use crate::world::World;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mediant_attest::{Act, Day, Deed, Digest, MandateUsed, Moment, Named, Pin};
use mediant_model::{Date, PartyId, PartyRole, PersonId};
use mediant_pages::pages::signing::Filled;
use mediant_record::key::{KeyId, KeyOnRecord, KeyRole};
use mediant_record::{Actor, Command, CommandError, Compartment, State};

/// What is signed on behalf of whom.
pub(super) struct Signer<'s> {
    pub party: &'s PartyId,
    pub person: &'s PersonId,
    pub role: KeyRole,
}

impl<'s> Signer<'s> {
    /// Whoever acts, where that is somebody of a party.
    pub fn of(actor: &'s Actor) -> Option<Self> {
        let (party, person) = (actor.role.party()?, actor.person.as_ref()?);
        Some(Self { party, person, role: KeyRole::of(&actor.role)? })
    }

    /// The keys of the signer's that may sign a command; none where nothing has to be signed.
    pub fn keys(&self, state: &'s State, command: &Command) -> Vec<(&'s KeyId, &'s KeyOnRecord)> {
        let own = state.keys_of(self.party, self.person);
        match command {
            Command::VouchForKey(vouch) => own.into_iter().filter(|(id, _)| **id == vouch.by).collect(),
            // What is lost does not sign that it is lost.
            Command::RevokeKey(revoke) => own.into_iter().filter(|(id, _)| **id != revoke.key).collect(),
            _ => own,
        }
    }
}

/// What an act says of itself: when it is, and which record it is about.
pub(super) struct Told {
    pub date: Moment,
    pub table: Pin,
    pub case_id: Digest,
    pub today: Date,
}

/// The act of a deed.
///
/// # Errors
/// Something on record cannot stand in an act.
pub(super) fn filled(
    state: &State,
    signer: &Signer<'_>,
    command: &Command,
    deed: Deed,
    (id, known): (&KeyId, &KeyOnRecord),
    told: Told,
) -> Result<Act, CommandError> {
    let table = AtTable::new(state);
    let key = key_of(known)?;
    let parties = table.case.parties.iter().filter(|party| party.role == PartyRole::Negotiating);
    let parties = parties.map(|party| Ok(Named { id: line(party.id.as_str())?, name: line(&party.name)? }));
    let person = table.person(signer.party, signer.person)?;
    let of = table.case.parties.iter().find(|party| &party.id == signer.party);
    let known = of.and_then(|party| party.people.iter().find(|known| &known.id == signer.person));
    let office = known.and_then(|known| known.office.as_deref()).filter(|office| !office.is_empty());
    let before = state.last_act(id).map(|act| Digest::parse(act.act.as_str()).map_err(|why| unfit(&why)));
    Ok(Act {
        case: line(&table.case.title)?,
        case_id: told.case_id,
        parties: parties.collect::<Result<_, CommandError>>()?,
        party: line(signer.party.as_str())?,
        person,
        office: office.map(line).transpose()?,
        role: key.role,
        mandate: mandate(state, signer, command, told.today)?,
        date: told.date,
        deed,
        confirms: deed::confirms(command).map(line).transpose()?,
        table: told.table,
        before: before.transpose()?,
        key: key.public.id(),
    })
}

/// The mandate that a delegate acts under: the one given last that covers the matter, of those that the table knows. What was
/// given again with a key is proven, as what was given before without one is not. One that was given in a caucus is not named:
/// everybody would read it.
fn mandate(
    state: &State,
    signer: &Signer<'_>,
    command: &Command,
    today: Date,
) -> Result<Option<MandateUsed>, CommandError> {
    if signer.role == KeyRole::Principal {
        return Ok(None);
    }
    let issues = deed::issues(state, command);
    let mut given: Vec<_> = state
        .mandates_of(signer.party, signer.person)
        .filter(|(_, given)| matches!(given.trace.compartment, Compartment::Public | Compartment::Table))
        .filter(|(_, given)| given.is_live(today))
        .filter(|(_, given)| match (&given.issues, &issues) {
            (None, _) | (_, None) => true,
            (Some(_), Some(issues)) if issues.is_empty() => false,
            (Some(covered), Some(issues)) => issues.is_subset(covered),
        })
        .collect();
    given.sort_by_key(|(_, given)| given.trace.index);
    let Some((id, given)) = given.last() else { return Ok(None) };
    let until = given.until.map(|until| Day::new(until.to_string()).map_err(|why| unfit(&why)));
    Ok(Some(MandateUsed { id: line(id.as_str())?, until: until.transpose()? }))
}

/// A moment as acts have it: to the second, in UTC.
pub(super) fn moment(at: Timestamp) -> Result<Moment, CommandError> {
    let text = TimeZone::UTC.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Moment::new(text).map_err(|why| unfit(&why))
}

/// The act to sign for a command that may be carried out, as the desk would hold it against what comes back.
///
/// # Errors
/// Nothing of the command is signed; the one who asks has no such key.
pub(crate) fn handed_out(
    state: &State,
    table: &Table<'_>,
    world: &dyn World,
    actor: &Actor,
    command: &Command,
    with: Option<&KeyId>,
) -> Result<Filled, CommandError> {
    let today = state.day(world.today());
    let Some(signer) = Signer::of(actor) else {
        return Err(CommandError::not_allowed("only who acts for a party, as a person of the case, signs"));
    };
    let Some(deed) = deed::of(state, command, today, &world.id())? else {
        return Err(super::held::never_signed());
    };
    let keys = signer.keys(state, command);
    let chosen = match with {
        Some(with) => keys.iter().find(|(known, _)| *known == with),
        None => keys.iter().find(|(_, key)| key.role == signer.role),
    };
    let Some(chosen) = chosen.copied() else {
        return Err(CommandError::not_now("you have no key that signs this")
            .at("with")
            .help("register one on the page of the keys"));
    };
    let told = Told { date: moment(world.now())?, table: table.pin(), case_id: table.case_id()?, today };
    let act = filled(state, &signer, command, deed, chosen, told)?;
    let text = act.print().map_err(|why| unfit(&why))?;
    Ok(Filled { text, key: chosen.0.clone(), site: chosen.1.site.clone() })
}
