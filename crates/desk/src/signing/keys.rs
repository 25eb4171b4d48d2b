//! Keys on record as the crate of the acts has them, and `keys.txt`.

use super::act::moment;
use super::unfit;
use super::words::line;
use crate::service::Desk;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mediant_attest::keys::ListedKey;
use mediant_attest::{Act, Deed, Digest, Envelope, Key, Keys, Moment, PublicKey, Role};
use mediant_model::Date;
use mediant_model::case::Reader;
use mediant_record::key::{KeyId, KeyOnRecord, KeyRole, Vouched};
use mediant_record::{CommandError, Compartment, State};

/// A key on record, as what it signs is checked with it.
///
/// # Errors
/// None that a key on record can cause: it was one when it was registered.
pub fn key_of(known: &KeyOnRecord) -> Result<Key, CommandError> {
    Ok(Key {
        public: parsed(known)?,
        party: line(known.party.as_str())?,
        person: line(known.person.as_str())?,
        role: role(known.role),
    })
}

pub(super) fn parsed(known: &KeyOnRecord) -> Result<PublicKey, CommandError> {
    let site = known.site.as_ref();
    let site = site.map(|site| Ok::<_, CommandError>((line(&site.relying_party)?, line(&site.origin)?)));
    PublicKey::parse(&known.public, site.transpose()?).map_err(|why| unfit(&why))
}

pub(super) fn role(role: KeyRole) -> Role {
    match role {
        KeyRole::Principal => Role::Principal,
        KeyRole::Delegate => Role::Delegate,
    }
}

/// `keys.txt`: every key at the table. The same for everybody who sits there.
///
/// # Errors
/// Nothing stands at the table yet.
pub fn keys(desk: &Desk, reader: &Reader) -> Result<String, CommandError> {
    let case_id = desk.case_id()?;
    let acts = super::agreement::acts(desk, reader)?;
    let today = desk.world().today();
    let listed = desk.read(reader, |state| listed(state, &acts, today)).unwrap_or_else(|| Ok(Vec::new()))?;
    Ok(Keys { case_id, keys: listed }.print())
}

fn listed(state: &State, acts: &[(Envelope, Act)], today: Date) -> Result<Vec<ListedKey>, CommandError> {
    let mut known: Vec<(&KeyId, &KeyOnRecord)> = state.keys.iter().collect();
    known.sort_by_key(|(_, key)| key.trace.index);
    known
        .into_iter()
        .map(|(id, key)| {
            let vouched = match state.vouched(key) {
                Vouched::First => mediant_attest::keys::Vouched::First,
                Vouched::By(voucher) => mediant_attest::keys::Vouched::By(
                    Digest::parse(voucher.as_str()).map_err(|why| unfit(&why))?,
                ),
                Vouched::Confirmed => mediant_attest::keys::Vouched::Confirmed,
                Vouched::Nobody => mediant_attest::keys::Vouched::Nobody,
            };
            let revoked = match &key.revoked {
                Some((_, trace)) => Some(signed_revocation(acts, id).map_or_else(|| moment(trace.at), Ok)?),
                None => left(state, key, today).map(moment).transpose()?,
            };
            Ok(ListedKey { key: key_of(key)?, since: moment(key.trace.at)?, vouched, revoked })
        })
        .collect()
}

/// When the holder of a key left, where the whole table reads that and nobody is back: a key outlives an office, and what it signs elsewhere
/// from then on binds nobody. What the desk took before it was recorded stands.
fn left(state: &State, key: &KeyOnRecord, today: Date) -> Option<Timestamp> {
    let left = state.departed(&key.party, &key.person, today)?;
    let begins = TimeZone::UTC.to_timestamp(left.on.at(0, 0, 0, 0)).ok()?;
    let is_told = matches!(left.trace.compartment, Compartment::Public | Compartment::Table);
    is_told.then(|| begins.max(left.trace.at))
}

/// When a key was revoked, as whoever signed that wrote it.
fn signed_revocation(acts: &[(Envelope, Act)], id: &KeyId) -> Option<Moment> {
    acts.iter().find_map(|(_, act)| match &act.deed {
        Deed::RevokesKey { key, .. } if key.to_string() == id.as_str() => Some(act.date.clone()),
        _ => None,
    })
}
