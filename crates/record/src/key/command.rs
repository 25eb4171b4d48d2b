//! Keys and signed acts: what can be asked for, and how it is decided.

use super::{KeyId, KeyOnRecord, KeyRegistered, KeyRevoked, KeyRole, KeyVouched, Site, Vouched, Vouching};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::{CommandError, Reason};
use crate::state::{Named, State};
use mediant_attest::{Line, PublicKey};
use mediant_model::PartyId;
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person has at most so many keys that were not revoked.
const KEYS_MAX: usize = 16;

/// Register a key of one's own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RegisterKey {
    /// The party it signs for.
    pub party: PartyId,
    /// Its public line, as `mediant key show` prints it behind `key:`.
    pub public: String,
    /// The site that a passkey is bound to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
}

impl Act for RegisterKey {
    const KIND: &'static str = "register_key";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["credential"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.acts_for(&self.party)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Voice(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party, public, site } = self;
        let role = KeyRole::of(&decision.actor.role);
        let (Some(person), Some(role)) = (decision.word_of.clone(), role) else {
            return Err(CommandError::new(
                Reason::NoMandate,
                "it is not known which person of the party you are",
            )
            .help("ask to be invited as the person you are: a key is somebody's"));
        };
        decision.known(&Named::Person(party.clone(), person.clone()), &Compartment::Table, "person")?;
        let key = parsed(&public, site.as_ref())?;
        let id = KeyId::new(key.id().to_string());
        if decision.state.keys.contains_key(&id) {
            return Err(CommandError::not_now("this key is registered already")
                .at("public")
                .help("make another one: no key is two people's, and none comes back"));
        }
        let of_person = decision.state.keys.values();
        let of_person = of_person.filter(|known| known.party == party && known.person == person);
        if of_person.filter(|known| known.revoked.is_none()).count() >= KEYS_MAX {
            return Err(CommandError::not_now(format!(
                "{} has {KEYS_MAX} keys already",
                quoted(person.as_str())
            ))
            .help("revoke one that is not used any more"));
        }
        // Written as the key writes itself: one key has one line.
        let public = key.line();
        decision.record(Compartment::Table, KeyRegistered { key: id, party, person, role, public, site })
    }
}

/// The key of a public line.
fn parsed(public: &str, site: Option<&Site>) -> Result<PublicKey, CommandError> {
    let refused = |field: &str, why: mediant_attest::AttestError| CommandError::invalid(field, why.why);
    let named = |field, text: &str| Line::new(text).map_err(|why| refused(field, why));
    let bound = match site {
        Some(site) => {
            Some((named("site.relying_party", &site.relying_party)?, named("site.origin", &site.origin)?))
        }
        None => None,
    };
    PublicKey::parse(public.trim(), bound).map_err(|why| {
        refused("public", why).help("give the line that `mediant key show` prints behind `key:`")
    })
}

/// Stand up for another key with one's own: with the older key of the same person, or with a principal's. What is signed says
/// so to everybody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct VouchForKey {
    /// Which.
    pub key: KeyId,
    /// The key that signs.
    pub by: KeyId,
}

impl Act for VouchForKey {
    const KIND: &'static str = "vouch_for_key";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        KeyRole::of(role).is_some()
    }

    fn takes(&self, state: &State) -> Authority {
        match state.keys.get(&self.key) {
            Some(key) => Authority::Voice(key.party.clone()),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { key, by } = self;
        let known = decision.live_key(&key, "key")?;
        let voucher = decision.live_key(&by, "by")?;
        let is_own = decision.word_of.as_ref() == Some(&voucher.person)
            && KeyRole::of(&decision.actor.role) == Some(voucher.role);
        if !is_own || key == by || voucher.party != known.party {
            return Err(CommandError::not_allowed("you stand up for another key with one of your own")
                .at("by")
                .help("name your own key, which is on the page of the keys"));
        }
        if voucher.role != KeyRole::Principal
            && (voucher.person != known.person || voucher.role != known.role)
        {
            return Err(CommandError::not_allowed("only a principal stands up for somebody else's key")
                .at("by")
                .help("ask a principal of your party, or confirm its twelve words"));
        }
        if decision.state.vouched(voucher) == Vouched::Nobody {
            return Err(CommandError::not_now("nobody stands up for the key that would sign")
                .at("by")
                .help("sign with a key that both sides confirmed, or the first of your party"));
        }
        if known.is_first || known.vouched_by.is_some() {
            return Err(CommandError::not_now("somebody stands up for this key already").at("key"));
        }
        decision.record(Compartment::Table, KeyVouched { key, voucher: Vouching::Key(by) })
    }
}

/// Say for a party that a key's twelve words were read to each other over another channel, and are the same.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ConfirmKey {
    /// Which.
    pub key: KeyId,
    /// The party that says so.
    pub party: PartyId,
}

impl Act for ConfirmKey {
    const KIND: &'static str = "confirm_key";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.acts_for(&self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        // Of its own keys a party says it through who decides for it: a stranger's key among them would bind it.
        match state.keys.get(&self.key) {
            Some(key) if key.party == self.party => Authority::Office(self.party.clone()),
            _ => Authority::Voice(self.party.clone()),
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { key, party } = self;
        decision.negotiating(&party, "party")?;
        let known = decision.live_key(&key, "key")?;
        if known.confirmed_by.contains_key(&party) {
            return Err(CommandError::not_now("your party said so already").at("key"));
        }
        let mut person = decision.word_of.clone();
        if let Some(said) = &person
            && !decision.state.is_known_in(&Named::Person(party.clone(), said.clone()), &Compartment::Table)
        {
            // Who is known in the caucus alone stays unknown at the table.
            person = None;
        }
        let voucher = Vouching::Party { party, person };
        decision.record(Compartment::Table, KeyVouched { key, voucher })
    }
}

/// Revoke a key: what it signs from now on counts no more. What it signed stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RevokeKey {
    /// Which.
    pub key: KeyId,
    /// Why; the whole table reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for RevokeKey {
    const KIND: &'static str = "revoke_key";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        KeyRole::of(role).is_some()
    }

    fn takes(&self, state: &State) -> Authority {
        match state.keys.get(&self.key) {
            Some(key) => Authority::OneselfOr(key.party.clone(), key.person.clone()),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { key, reason } = self;
        decision.live_key(&key, "key")?;
        decision.record(Compartment::Table, KeyRevoked { key, reason })
    }
}

impl<'d> Decision<'d, '_> {
    /// A key that was not revoked.
    fn live_key(&self, id: &KeyId, field: &str) -> Result<&'d KeyOnRecord, CommandError> {
        let unknown = || CommandError::unknown(field, format!("there is no key {}", quoted(id.as_str())));
        let known = self.state.keys.get(id).ok_or_else(unknown)?;
        match &known.revoked {
            None => Ok(known),
            Some(_) => Err(CommandError::not_now("this key was revoked")
                .at(field)
                .help("it stays so: register another")),
        }
    }
}
