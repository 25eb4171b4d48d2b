//! How often somebody may try a name and password, and how the one whose name it is gets in all the same.
//!
//! Wrong tries are counted by the name together with the network they come from: whoever guesses somebody's password from
//! elsewhere uses up tries of its own. Who has none left waits a little for the next one, in order, rather than being
//! refused. A browser that signed in to the name before has tries of its own ([`super::device`]), whatever others do from
//! the same network. Where many networks guess at one name, each has fewer tries, and one in any case.

use super::device::Device;
use super::{AccountError, network};
use crate::settings::rates::{Rate, Rates};
use std::time::Duration;

/// How often somebody may try name and password or a link; what succeeds does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// From one network address.
    pub by_address: Rate,
    /// With one name from one network address, and with one name from one browser that is known.
    pub by_name: Rate,
    /// With one name from everywhere: beyond it, a network has one try at a time.
    pub in_all: Rate,
    /// For so long a try that is too early waits for its time; beyond it, it is refused.
    pub patience: Duration,
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            by_address: Rate { burst: 20, every: Duration::from_secs(10) },
            by_name: Rate { burst: 10, every: Duration::from_secs(3) },
            in_all: Rate { burst: 100, every: Duration::from_secs(10) },
            patience: Duration::from_secs(12),
        }
    }
}

/// Tries that were made.
pub(super) struct Tries {
    attempts: Attempts,
    by_address: Rates<String>,
    by_name: Rates<(String, String)>,
    by_device: Rates<String>,
    in_all: Rates<String>,
}

/// One try, which does not count if it succeeds.
pub(super) struct Try<'t> {
    tries: &'t Tries,
    address: String,
    name: Option<(String, u32)>,
    device: Option<String>,
}

impl Tries {
    pub fn new(attempts: Attempts) -> Self {
        Self {
            attempts,
            by_address: Rates::new(attempts.by_address),
            by_name: Rates::new(attempts.by_name),
            by_device: Rates::new(attempts.by_name),
            in_all: Rates::new(attempts.in_all),
        }
    }

    /// A try from a network address, once it may be made.
    ///
    /// # Errors
    /// Too many were made, and as many wait.
    pub async fn of_address(&self, from: &str) -> Result<Try<'_>, AccountError> {
        let address = network(from);
        let wait = self.by_address.reserve(&address, 1, self.attempts.patience)?;
        tokio::time::sleep(wait).await;
        Ok(Try { tries: self, address, name: None, device: None })
    }

    /// A try with a name, in the form that counts, once it may be made. From a browser that is known to the name whatever
    /// others tried.
    ///
    /// # Errors
    /// As [`Tries::of_address`].
    pub async fn with_name(
        &self,
        name: &str,
        from: &str,
        device: Option<&Device>,
    ) -> Result<Try<'_>, AccountError> {
        let patience = self.attempts.patience;
        if let Some(device) = device {
            let wait = self.by_device.reserve(&device.nonce, 1, patience)?;
            tokio::time::sleep(wait).await;
            let device = Some(device.nonce.clone());
            return Ok(Try { tries: self, address: network(from), name: None, device });
        }
        let mut tried = self.of_address(from).await?;
        // Of a name that is too long to be one only the beginning counts; it has no account anyway.
        let name: String = name.chars().take(200).collect();
        let few = self.in_all.take(&name).is_err();
        let count = if few { self.attempts.by_name.burst } else { 1 };
        let key = (name.clone(), tried.address.clone());
        let wait = self.by_name.reserve(&key, count, patience)?;
        tokio::time::sleep(wait).await;
        tried.name = Some((name, count));
        Ok(tried)
    }
}

impl Try<'_> {
    /// It succeeded and does not count.
    pub fn succeeded(self) {
        if let Some(device) = &self.device {
            self.tries.by_device.give_back(device, 1);
            return;
        }
        self.tries.by_address.give_back(&self.address, 1);
        if let Some((name, count)) = self.name {
            self.tries.in_all.give_back(&name, 1);
            self.tries.by_name.give_back(&(name, self.address), count);
        }
    }
}
