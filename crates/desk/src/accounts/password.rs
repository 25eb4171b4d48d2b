//! Passwords, which cost an attacker as much to try as they cost us, and of which only a hash is kept.

use super::error::AccountError;
use super::network;
use crate::work::Turns;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// Characters in a password at least.
pub use mediant_pages::actions::PASSWORD_MIN;
/// Characters in a password at most.
pub const PASSWORD_MAX: usize = 500;

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Default for HashCost {
    /// 19 MiB and two passes: the first choice of OWASP's Password Storage Cheat Sheet for argon2id.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// The hash of a password, for the account of one name.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct PasswordHash([u8; 32]);

impl PasswordHash {
    /// Whether it is the same, found out in the same time either way.
    pub fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// Hashes passwords, a few at a time, in memory that is used again: who tries a thousand at once takes no more of it than
/// who tries two.
pub(super) struct Hashing {
    turns: Arc<Turns<String>>,
    rooms: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Hashing {
    /// Hashes that are worked out at the same time: each has its memory, which is kept.
    const AT_ONCE: usize = 2;
    /// Hashes for one network that may wait for their turn.
    const WAITING_MAX: usize = 64;

    pub fn new() -> Self {
        let turns = Turns::new(Self::AT_ONCE, Self::AT_ONCE, Self::WAITING_MAX);
        Self { turns, rooms: Arc::default() }
    }

    /// The hash of a password, in a turn of the network that it comes from. The same work for every password and salt.
    ///
    /// # Errors
    /// Too many wait already.
    pub async fn hash(
        &self,
        password: &str,
        salt: [u8; 32],
        cost: HashCost,
        from: &str,
    ) -> Result<PasswordHash, AccountError> {
        let turn = self.turns.turn(network(from)).await?;
        let (password, rooms) = (password.as_bytes().to_vec(), self.rooms.clone());
        let hashed = tokio::task::spawn_blocking(move || {
            // Whoever goes away while it is worked out does not make room for another one at once.
            let _turn = turn;
            let rooms = || rooms.lock().unwrap_or_else(PoisonError::into_inner);
            let mut room = rooms().pop().unwrap_or_default();
            let hash = hash(&password, &salt, cost, &mut room);
            rooms().push(room);
            hash
        });
        // A hash within bounds does not fail but for want of memory.
        hashed.await.ok().flatten().ok_or(AccountError::Unavailable)
    }
}

fn hash(password: &[u8], salt: &[u8], cost: HashCost, room: &mut Vec<Block>) -> Option<PasswordHash> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).ok()?;
    // Whatever an earlier hash left there is written over before it is read.
    room.resize(params.block_count(), Block::default());
    let mut out = [0; 32];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into_with_memory(password, salt, &mut out, room.as_mut_slice()).ok()?;
    Some(PasswordHash(out))
}

/// Refuses a password that is too short to be one, or the name again.
///
/// # Errors
/// Names the field `password`.
pub(super) fn check(password: &str, name: &str) -> Result<(), AccountError> {
    let count = password.chars().count();
    let help = format!("choose {PASSWORD_MIN} to {PASSWORD_MAX} characters; several words are easy to keep");
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&count) {
        let message = format!("a password of {count} characters is not taken");
        return Err(AccountError::invalid("password", message, help));
    }
    let folded = password.to_lowercase();
    let mut characters = folded.chars();
    let first = characters.next();
    if folded.trim() == name.trim().to_lowercase() || characters.all(|next| Some(next) == first) {
        let message = "this password is the first that anybody would guess";
        return Err(AccountError::invalid("password", message, help));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_long_and_obvious_passwords_are_refused() {
        for bad in ["", "ninechars", "ОЛЕНАКОВАЛЬ ", "xxxxxxxxxxxxx", &"x".repeat(PASSWORD_MAX + 1)]
        {
            assert!(check(bad, "Оленаковаль").is_err(), "{bad}");
        }
        check("vier kleine Worte", "Olena").unwrap();
    }

    #[test]
    fn a_hash_depends_on_password_salt_and_cost() {
        let cost = HashCost { memory_kib: 64, passes: 1 };
        // What the hashes before left in the room does not matter.
        let room = &mut Vec::new();
        let one = hash(b"password one", &[1; 32], cost, room).unwrap();
        assert!(one.is(&hash(b"password one", &[1; 32], cost, room).unwrap()));
        assert!(!one.is(&hash(b"password two", &[1; 32], cost, room).unwrap()));
        assert!(!one.is(&hash(b"password one", &[2; 32], cost, room).unwrap()));
        assert!(
            !one.is(&hash(b"password one", &[1; 32], HashCost { memory_kib: 128, passes: 1 }, room).unwrap())
        );
    }
}
