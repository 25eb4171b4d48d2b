//! Which keys are taken for their holders'.
//!
//! `keys.txt` is where trust begins: with the keys that it has as the first of a party, or as confirmed by both sides. From there a key is reached by a signed act that vouches for it: of an older key of the
//! same person in the same role, or of a key of a principal of the party. A revocation counts if its signer could have
//! vouched; of two keys that revoke each other neither is left.

use super::report::Trust;
use crate::act::Deed;
use crate::keys::Vouched;
use crate::{AttestError, Digest, Key, Keys, Line, Moment, Role, Signed};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a key.
struct KnownKey {
    key: Key,
    trust: Trust,
}

/// The keys that an agreement rests on.
pub(super) struct Ring {
    trusted: BTreeMap<Digest, KnownKey>,
    /// The acts that stand of keys that were revoked by a signed act, and when.
    revoked: BTreeMap<Digest, (BTreeSet<Digest>, Moment)>,
    /// The moment from which on `keys.txt` lets a key count no more.
    listed_revoked: BTreeMap<Digest, Moment>,
}

/// An act of the file whose signature is its key's.
pub(super) struct Checked {
    /// Its place in the file, from 0.
    pub(super) index: usize,
    pub(super) signed: Signed,
    pub(super) key: Key,
}

impl Ring {
    /// The ring of a list and of the acts in the file.
    pub(super) fn new(list: &Keys, acts: &[Checked], faults: &mut Vec<AttestError>) -> Self {
        let listed_revoked =
            list.keys.iter().filter_map(|listed| Some((listed.key.public.id(), listed.revoked.clone()?)));
        let mut ring = Self {
            trusted: BTreeMap::new(),
            revoked: BTreeMap::new(),
            listed_revoked: listed_revoked.collect(),
        };
        // Once without revocations, to see who could revoke; and once with them.
        ring.reach(list, acts, &mut Vec::new());
        for revocation in acts {
            let Deed::RevokesKey { key, stand } = &revocation.signed.act.deed else { continue };
            let Some(revoked) = ring.trusted.get(key) else { continue };
            if ring.trusted.contains_key(&revocation.key.public.id())
                && may_answer_for(&revocation.key, &revoked.key.party, &revoked.key.person, revoked.key.role)
            {
                let stand: BTreeSet<Digest> = stand.iter().copied().collect();
                let date = revocation.signed.act.date.clone();
                // Of two revocations, what both let stand stands, from the earlier date on.
                let (acts, first) = ring.revoked.entry(*key).or_insert((stand.clone(), date.clone()));
                acts.retain(|act| stand.contains(act));
                *first = date.min(first.clone());
            }
        }
        ring.reach(list, acts, faults);
        ring
    }

    /// Takes the keys of the list, and those that acts of trusted keys vouch for, until there are no more.
    fn reach(&mut self, list: &Keys, acts: &[Checked], faults: &mut Vec<AttestError>) {
        self.trusted.clear();
        for listed in &list.keys {
            let trust = match listed.vouched {
                Vouched::First => Trust::First,
                Vouched::Confirmed => Trust::Confirmed,
                // That somebody vouched is for an act to say: a list that only claims it could be anybody's.
                Vouched::By(_) | Vouched::Nobody => continue,
            };
            self.trusted.insert(listed.key.public.id(), KnownKey { key: listed.key.clone(), trust });
        }
        loop {
            let before = self.trusted.len();
            for voucher in acts {
                let Deed::VouchesFor(new) = &voucher.signed.act.deed else { continue };
                let holds = self.trusted.contains_key(&voucher.key.public.id())
                    && self.stands(voucher)
                    && may_answer_for(&voucher.key, &voucher.key.party, &new.holder.id, new.role);
                if !holds {
                    continue;
                }
                let key = Key {
                    public: new.public.clone(),
                    party: voucher.key.party.clone(),
                    person: new.holder.id.clone(),
                    role: new.role,
                };
                let id = key.public.id();
                match self.trusted.get(&id) {
                    None => {
                        self.trusted.insert(id, KnownKey { key, trust: Trust::Act(voucher.index + 1) });
                    }
                    Some(known) if known.key != key => {
                        let fault =
                            AttestError::new("new key", "it is another's, by another act or by keys.txt");
                        let fault = fault.within(&format!("acts.{}", voucher.index));
                        if !faults.contains(&fault) {
                            faults.push(fault);
                        }
                    }
                    Some(_) => {}
                }
            }
            if self.trusted.len() == before {
                return;
            }
        }
    }

    /// Why the key is taken for this holder's.
    pub(super) fn trust(&self, key: &Key) -> Trust {
        self.trusted
            .get(&key.public.id())
            .filter(|known| known.key == *key)
            .map_or(Trust::Nobody, |known| known.trust)
    }

    /// Whether the act stands, as far as its key's revocation goes.
    pub(super) fn stands(&self, act: &Checked) -> bool {
        let id = act.key.public.id();
        let signed = self.revoked.get(&id).is_none_or(|(stand, _)| stand.contains(&act.signed.digest));
        let listed = self.listed_revoked.get(&id).is_none_or(|revoked| act.signed.act.date < *revoked);
        signed && listed
    }

    /// When the key of the act was revoked, where it was.
    pub(super) fn revoked(&self, act: &Checked) -> Option<&Moment> {
        let id = act.key.public.id();
        self.revoked.get(&id).map(|(_, date)| date).or_else(|| self.listed_revoked.get(&id))
    }
}

/// Whether the holder of a key may say whose another key is, or that it counts no more: for another key of the holder's in the
/// same role, and, a principal, for everybody of the party.
fn may_answer_for(key: &Key, party: &Line, person: &Line, role: Role) -> bool {
    key.party == *party && (key.role == Role::Principal || key.person == *person && key.role == role)
}
