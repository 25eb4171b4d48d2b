//! Who invites, for whoever holds an open link.

use super::Accounts;
use super::error::AccountError;
use super::invitations::open;
use super::token::Token;
use mediant_record::Role;

impl Accounts {
    /// The name and role of the account that made the invitation; `None` where nobody at the desk did. Looking uses nothing up.
    ///
    /// # Errors
    /// The link leads nowhere, was used, is too old; the store does not answer.
    pub async fn inviter(&self, token: &str) -> Result<Option<(String, Role)>, AccountError> {
        let key = Token::parse(token).ok_or(AccountError::NoSuchLink)?.hash();
        let (_, roster) = self.shelf.look().await?;
        let invited = open(&roster, &key, self.desk.world().now())?;
        let account = invited.by.as_ref().and_then(|by| roster.accounts.get(by));
        Ok(account.map(|account| (account.name.clone(), account.role.clone())))
    }
}
