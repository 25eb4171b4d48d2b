//! Signing in with a passkey, beside the password.
//!
//! A passkey that signs acts signs in, too: the keys of the record's room `key` are the list, and there is no other one. What it
//! signs is a text of one line that the desk made a moment ago ([`Challenges`]), which no act can be: so neither can be
//! passed off as the other. The rules are the password's: the same limits on tries, the same doors and departures. A passkey
//! signs in only to an account that was there when it was registered. Whoever registered one from an account that was stolen does not
//! get by it into the account that its person was given afterwards.

use super::device::Device;
use super::error::AccountError;
use super::roster::{Account, Roster};
use super::{Accounts, AuditEntry, Happening, Signed, network};
use crate::signing::key_of;
use crate::world::World;
use data_encoding::HEXLOWER;
use mediant_attest::{Assertion, PublicKey};
use mediant_model::case::Reader;
use mediant_model::{PartyId, PersonId};
use mediant_record::door::DoorId;
use mediant_record::key::{KeyId, KeyOnRecord, KeyRole};
use mediant_record::state::Trace;
use mediant_record::{Role, State};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Challenges that wait for their answer at most; the oldest are forgotten.
const KEPT_MAX: usize = 4_096;
/// The same of one network, or of one browser that is known.
const EACH_MAX: usize = 16;
/// For so long a challenge can be answered.
const LASTS: Duration = Duration::from_secs(300);
/// Of what a browser calls a passkey so many characters count. WebAuthn allows 1,023 bytes.
const CREDENTIAL_MAX: usize = 1_400;

/// What a passkey is given to sign, so that it signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// What names it: 64 hexadecimal digits.
    pub name: String,
    /// The text whose SHA-256 is the challenge of WebAuthn.
    pub text: String,
}

impl Challenge {
    fn new(name: String) -> Self {
        // An act begins with `mediant act`: no text is both.
        let text = format!("mediant sign-in 1\nchallenge: {name}\n");
        Self { name, text }
    }
}

/// What a browser answered.
pub struct PasskeyAnswer {
    /// Which challenge.
    pub challenge: String,
    /// What the browser calls the passkey, in Base64 for addresses.
    pub credential: String,
    /// What the authenticator made of it.
    pub assertion: Assertion,
}

/// The challenges that wait for an answer: in memory, each for some minutes and one answer.
#[derive(Default)]
pub(super) struct Challenges(Mutex<VecDeque<Waiting>>);

struct Waiting {
    name: String,
    whose: String,
    since: Instant,
}

impl Challenges {
    /// A new one for whoever asks.
    fn draw(&self, world: &dyn World, whose: String) -> Challenge {
        let mut bytes = [0; 32];
        world.fill(&mut bytes);
        let name = HEXLOWER.encode(&bytes);
        let now = Instant::now();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|waiting| now.duration_since(waiting.since) < LASTS);
        if all.iter().filter(|waiting| waiting.whose == whose).count() >= EACH_MAX
            && let Some(oldest) = all.iter().position(|waiting| waiting.whose == whose)
        {
            all.remove(oldest);
        }
        if all.len() >= KEPT_MAX {
            all.pop_front();
        }
        all.push_back(Waiting { name: name.clone(), whose, since: now });
        Challenge::new(name)
    }

    /// Takes one out: it is answered once, rightly or wrongly.
    fn take(&self, name: &str) -> Option<Challenge> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = all.iter().position(|waiting| waiting.name == name)?;
        let waiting = all.remove(place)?;
        (waiting.since.elapsed() < LASTS).then(|| Challenge::new(waiting.name))
    }
}

/// Whose passkey it is that answered.
struct Holder {
    party: PartyId,
    person: PersonId,
    role: Role,
    registered: Trace,
}

impl Accounts {
    /// A challenge for a browser that wants to sign in with a passkey. It is the same whoever asks, and says of nobody whether there is
    /// an account.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn challenge(&self, from: &str, device: Option<&str>) -> Result<Challenge, AccountError> {
        let roster = self.shelf.glance().await?;
        let known = device.and_then(|text| Device::of_any_name(text, &roster));
        let whose = known.map_or_else(|| network(from), |device| device.nonce);
        Ok(self.challenges.draw(&**self.desk.world(), whose))
    }

    /// Signs somebody in whose passkey answered a challenge. `from` and `device` as in [`Accounts::sign_in`].
    ///
    /// # Errors
    /// The challenge was answered before, or is too old; the passkey is nobody's who may come in, was revoked, or did not sign this
    /// challenge on this desk's page with its holder verified: one and the same error. The account's person has left, or it has no open
    /// door; too many attempts; the store does not answer.
    pub async fn sign_in_with_passkey(
        &self,
        answer: &PasskeyAnswer,
        from: &str,
        device: Option<&str>,
    ) -> Result<Signed, AccountError> {
        let roster = self.shelf.glance().await?;
        let device = device.and_then(|text| Device::of_any_name(text, &roster));
        let credential: String = answer.credential.chars().take(CREDENTIAL_MAX).collect();
        // No name has a control character: the tries of a passkey are its own.
        let tried = self.tries.with_name(&format!("\u{1}{credential}"), from, device.as_ref()).await?;
        let challenge = self.challenges.take(&answer.challenge);
        // It may have been revoked on another server a moment ago.
        self.desk.catch_up().await?;
        let (_, roster) = self.shelf.look().await?;
        let holder = challenge.and_then(|challenge| self.holder(answer, &challenge));
        let before = device.as_ref().map(|device| device.account.as_str());
        let found = holder.and_then(|holder| self.account_of_holder(&roster, &holder, before));
        let now = self.desk.world().now();
        let Some((id, account)) = found else {
            let shown = format!("\"{}\"", roster.stand_in(&credential));
            self.note(AuditEntry::new(Happening::SignInRefused, now, from).named(shown)).await?;
            return Err(AccountError::WrongPasskey);
        };
        tried.succeeded();
        self.admit(id, account, from, device).await
    }

    /// Who holds the passkey that signed this challenge.
    ///
    /// What a browser calls a passkey the whole table reads, and anybody can register another key under that name: so every key of that
    /// name is tried, and the one that signed counts.
    fn holder(&self, answer: &PasskeyAnswer, challenge: &Challenge) -> Option<Holder> {
        let assertion = answer.assertion.clone().with_low_s().ok()?;
        let signed = |(id, known): (&KeyId, &KeyOnRecord), state: &State| {
            known.site.as_ref().filter(|site| site.credential == answer.credential)?;
            let PublicKey::Passkey { point, relying_party, origin } = key_of(known).ok()?.public else {
                return None;
            };
            let (page, domain) = (origin.as_str(), relying_party.as_str());
            assertion.verify(&point, domain, page, challenge.text.as_bytes()).ok()?;
            let live = state.keys_of(&known.party, &known.person);
            live.iter().any(|(own, _)| *own == id).then(|| Holder {
                party: known.party.clone(),
                person: known.person.clone(),
                role: match known.role {
                    KeyRole::Principal => Role::Principal(known.party.clone()),
                    KeyRole::Delegate => Role::Delegate(known.party.clone()),
                },
                registered: known.trace.clone(),
            })
        };
        let look = |state: &State| state.keys.iter().find_map(|key| signed(key, state));
        self.desk.read(&Reader::Mediator, look).flatten()
    }

    /// The open account of a passkey's holder that was there when it was registered: the one that the browser signed in to before, else
    /// the newest.
    fn account_of_holder<'r>(
        &self,
        roster: &'r Roster,
        holder: &Holder,
        before: Option<&str>,
    ) -> Option<(&'r String, &'r Account)> {
        let fits = roster.accounts.iter().filter(|(id, account)| {
            account.closed.is_none()
                && account.role == holder.role
                && account.person.as_ref() == Some(&holder.person)
                && self.was_there(id, account, holder)
        });
        fits.max_by_key(|(id, account)| (Some(id.as_str()) == before, account.made, *id))
    }

    fn was_there(&self, id: &str, account: &Account, holder: &Holder) -> bool {
        let look = |state: &State| match state.doors.get(&DoorId::new(id)) {
            Some(door) => {
                door.opened.as_ref().is_some_and(|(_, opened)| opened.index < holder.registered.index)
            }
            // Doors that stood in a caucus that was deleted are gone.
            None => !super::doors::keeps_doors(state, &holder.party) && account.made <= holder.registered.at,
        };
        self.desk.read(&Reader::Mediator, look).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// A world in which no two numbers are the same.
    struct Counter(AtomicU64);

    impl World for Counter {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn fill(&self, bytes: &mut [u8]) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes();
            bytes.iter_mut().zip(next).for_each(|(byte, next)| *byte = next);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn challenges_are_answered_once_in_time_and_fill_no_memory() {
        let (challenges, world) = (Challenges::default(), Counter(AtomicU64::new(0)));
        let draw = |whose: &str| challenges.draw(&world, whose.to_owned());
        let known = draw("a browser that is known");
        assert_eq!(challenges.take(&known.name), Some(known.clone()));
        assert_eq!(challenges.take(&known.name), None, "answered before");
        let known = draw("a browser that is known");
        for _ in 0..10_000 {
            draw("one network");
        }
        assert_eq!(challenges.take(&known.name), Some(known), "one network takes nothing from others");
        for network in 0..10_000 {
            draw(&network.to_string());
        }
        assert_eq!(challenges.0.lock().unwrap().len(), KEPT_MAX);
        let late = draw("a browser that is known");
        tokio::time::advance(LASTS).await;
        assert_eq!(challenges.take(&late.name), None, "too late");
        draw("anybody");
        assert_eq!(challenges.0.lock().unwrap().len(), 1, "what is too old is gone");
    }
}
